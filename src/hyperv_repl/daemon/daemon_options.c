/* daemon_options.c: the command line of virthypervd
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_options.h"

#include <glib/gi18n-lib.h>
#include <pwd.h>
#include <unistd.h>

#include "hvr_error.h"

/* Where libvirt's clients look, whatever the prefix. */
#define SYSTEM_RUNTIME_DIR "/run/libvirt"
#define SYSTEM_CONFIG_DIR  "/etc/libvirt/virthypervd"
#define SYSTEM_STATE_DIR   "/var/lib/virthypervd"
#define JOURNAL_NAME       "journal.db"
#define SERVICE_USER       "_virthypervd"
#define CONFIG_NAME        "hosts.conf"
#define SYSTEM_SETTINGS    "/etc/libvirt/virthypervd.conf"
#define SETTINGS_NAME      "virthypervd.conf"

void
hvr_daemon_options_free(HvrDaemonOptions *self)
{
    if (self == NULL)
        return;

    g_free(self->config);
    g_free(self->settings);
    g_free(self->state_dir);
    g_free(self->journal);
    g_free(self->socket);
    g_free(self->runtime_dir);
    g_free(self);
}

/* The unit runs the system's daemon as a user of its own. */
static gboolean
is_service_user(void)
{
    const struct passwd *user = getpwuid(geteuid());

    return user != NULL && g_str_equal(user->pw_name, SERVICE_USER);
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

/* Beside libvirt's own; beside the host file where that is somewhere else. */
static void
fill_settings(HvrDaemonOptions *self, gboolean system)
{
    g_autofree char *directory = NULL;

    if (self->settings != NULL)
        return;

    if (self->has_config) {
        directory = g_path_get_dirname(self->config);
        self->settings = g_build_filename(directory, SETTINGS_NAME, NULL);
    } else if (system) {
        self->settings = g_strdup(SYSTEM_SETTINGS);
    } else {
        self->settings = g_build_filename(g_get_user_config_dir(), "libvirt", SETTINGS_NAME, NULL);
    }
}

/* Outlives a reboot; beside the host file where that is somewhere else. */
static void
fill_state_dir(HvrDaemonOptions *self, gboolean system)
{
    if (self->state_dir == NULL && self->has_config)
        self->state_dir = g_path_get_dirname(self->config);
    else if (self->state_dir == NULL && system)
        self->state_dir = g_strdup(SYSTEM_STATE_DIR);
    else if (self->state_dir == NULL)
        self->state_dir = g_build_filename(g_get_user_state_dir(), "libvirt", "virthypervd", NULL);
    self->journal = g_build_filename(self->state_dir, JOURNAL_NAME, NULL);
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
        { "settings",    0,   0, G_OPTION_ARG_FILENAME, &self->settings,     N_("the daemon's own settings, virthypervd.conf"), N_("FILE") },
        { "state-dir",   0,   0, G_OPTION_ARG_FILENAME, &self->state_dir,    N_("where the journal of changes goes"), N_("DIRECTORY") },
        { "journal",     0,   0, G_OPTION_ARG_NONE,     &self->show_journal, N_("print the journal of changes and nothing else"), NULL },
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
    self->is_system = geteuid() == 0 || is_service_user();
    self->has_config = self->config != NULL;
    self->has_settings = self->settings != NULL;
    self->has_runtime_dir = self->runtime_dir != NULL;
    fill_runtime_dir(self, self->is_system);
    fill_config(self, self->is_system);
    fill_settings(self, self->is_system);
    fill_state_dir(self, self->is_system);

    return g_steal_pointer(&self);
}
