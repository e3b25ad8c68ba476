/* daemon_options.c: the command line of virthypervd
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_options.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "hvr_error.h"

/* Where libvirt's clients look, whatever the prefix. */
#define SYSTEM_RUNTIME_DIR "/run/libvirt"
#define SYSTEM_CONFIG_DIR  "/etc/libvirt/virthypervd"
#define CONFIG_NAME        "hosts.conf"

void
hvr_daemon_options_free(HvrDaemonOptions *self)
{
    if (self == NULL)
        return;

    g_free(self->config);
    g_free(self->socket);
    g_free(self->runtime_dir);
    g_free(self);
}

/* A session daemon has its files where libvirt's client expects its socket. */
static void
fill_runtime_dir(HvrDaemonOptions *self, gboolean system)
{
    const char *runtime = g_getenv("XDG_RUNTIME_DIR");

    if (self->runtime_dir != NULL)
        return;

    if (system)
        self->runtime_dir = g_strdup(SYSTEM_RUNTIME_DIR);
    else if (runtime != NULL)
        self->runtime_dir = g_build_filename(runtime, "libvirt", NULL);
    else
        self->runtime_dir = g_build_filename(g_get_user_cache_dir(), "libvirt", NULL);
}

static void
fill_config(HvrDaemonOptions *self, gboolean system)
{
    g_autofree char *given = g_steal_pointer(&self->config);

    if (given != NULL && g_file_test(given, G_FILE_TEST_IS_DIR))
        self->config = g_build_filename(given, CONFIG_NAME, NULL);
    else if (given != NULL)
        self->config = g_steal_pointer(&given);
    else if (system)
        self->config = g_build_filename(SYSTEM_CONFIG_DIR, CONFIG_NAME, NULL);
    else
        self->config =
            g_build_filename(g_get_user_config_dir(), "libvirt", "virthypervd", CONFIG_NAME, NULL);
}

static gboolean
check(const HvrDaemonOptions *self, char **rest, GError **error)
{
    if (rest[0] != NULL && rest[1] != NULL)
        return hvr_fail(error, HVR_ERROR_INVALID, _("unexpected argument '%s'"), rest[1]);
    if (self->idle_seconds < 0)
        return hvr_fail(error, HVR_ERROR_INVALID, _("--timeout must not be negative"));

    return TRUE;
}

HvrDaemonOptions *
hvr_daemon_options_parse(char ***arguments, GError **error)
{
    g_autoptr(HvrDaemonOptions) self = g_new0(HvrDaemonOptions, 1);
    gboolean foreground = FALSE;
    /* clang-format off */
    const GOptionEntry entries[] = {
        { "config",      'c', 0, G_OPTION_ARG_FILENAME, &self->config,       N_("the host file, or the directory it is in"), N_("PATH") },
        { "runtime-dir", 'r', 0, G_OPTION_ARG_FILENAME, &self->runtime_dir,  N_("where the sockets go"), N_("DIRECTORY") },
        { "socket",      's', 0, G_OPTION_ARG_FILENAME, &self->socket,       N_("one socket here instead of the usual two"), N_("PATH") },
        { "timeout",     't', 0, G_OPTION_ARG_INT,      &self->idle_seconds, N_("end after this time without clients"), N_("SECONDS") },
        { "stdio",       0,   0, G_OPTION_ARG_NONE,     &self->stdio,        N_("serve one client on standard input"), NULL },
        { "foreground",  'f', 0, G_OPTION_ARG_NONE,     &foreground,         N_("stay in the foreground, as it always does"), NULL },
        { "verbose",     'v', 0, G_OPTION_ARG_NONE,     &self->verbose,      N_("log what is going on"), NULL },
        { "version",     'V', 0, G_OPTION_ARG_NONE,     &self->version,      N_("print the version"), NULL },
        { 0 }
    };
    /* clang-format on */
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);

    g_option_context_set_summary(
        context, _("Serves Hyper-V hosts and their replication to libvirt's clients."));
    g_option_context_add_main_entries(context, entries, GETTEXT_PACKAGE);
    if (!g_option_context_parse_strv(context, arguments, error))
        return NULL;
    if (!check(self, *arguments, error))
        return NULL;

    /* libvirt's clients before 12.5 pass no arguments to what they start. */
    if ((*arguments)[0] != NULL && g_str_has_suffix((*arguments)[0], "virthypervd-stdio"))
        self->stdio = TRUE;
    fill_runtime_dir(self, geteuid() == 0);
    fill_config(self, geteuid() == 0);

    return g_steal_pointer(&self);
}
