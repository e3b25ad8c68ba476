/* cli_session.c: what lasts from one command to the next: terminal, output, hosts
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_session.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli_error.h"
#include "cli_host.h"
#include "cli_roster.h"

#define USUAL_WIDTH 80

HvrCliSession *
hvr_cli_session_new(void)
{
    HvrCliSession *self = g_new0(HvrCliSession, 1);

    self->asks = isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
    self->draws = isatty(STDERR_FILENO);
    self->opened = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_cli_host_free);
    hvr_cli_session_set_colours(self, HVR_CLI_COLOUR_AUTO);

    return self;
}

void
hvr_cli_session_free(HvrCliSession *self)
{
    if (self == NULL)
        return;

    g_ptr_array_unref(self->opened);
    g_free(self);
}

/* no-color.org: set and not empty means none, whatever the terminal can. */
static gboolean
may_colour(int fd)
{
    const char *forbidden = g_getenv("NO_COLOR");
    const char *terminal = g_getenv("TERM");

    return isatty(fd) && (forbidden == NULL || forbidden[0] == '\0') &&
           g_strcmp0(terminal, "dumb") != 0 && terminal != NULL;
}

void
hvr_cli_session_set_colours(HvrCliSession *self, HvrCliColour when)
{
    self->out_colours = when == HVR_CLI_COLOUR_ALWAYS ||
                        (when == HVR_CLI_COLOUR_AUTO && may_colour(STDOUT_FILENO));
    self->err_colours = when == HVR_CLI_COLOUR_ALWAYS ||
                        (when == HVR_CLI_COLOUR_AUTO && may_colour(STDERR_FILENO));
}

/* Returns: (transfer none): one of this name, address and access, made if it is new */
static HvrCliHost *
take(HvrCliSession *self, HvrCliHost *wanted)
{
    for (guint i = 0; i < self->opened->len; i++) {
        HvrCliHost *host = self->opened->pdata[i];

        if (g_strcmp0(host->uri, wanted->uri) == 0 && host->is_read_only == wanted->is_read_only) {
            hvr_cli_host_free(wanted);
            return host;
        }
    }
    g_ptr_array_add(self->opened, wanted);

    return wanted;
}

HvrCliHost *
hvr_cli_session_get_host(HvrCliSession *self, const char *name, GError **error)
{
    HvrCliHost *host = hvr_cli_host_new(self->uri, name, self->is_read_only, error);

    return host != NULL ? take(self, host) : NULL;
}

static gboolean
add(HvrCliSession *self, GPtrArray *hosts, const char *name, GError **error)
{
    HvrCliHost *host = hvr_cli_session_get_host(self, name, error);

    if (host != NULL && !g_ptr_array_find(hosts, host, NULL))
        g_ptr_array_add(hosts, host);

    return host != NULL;
}

static gboolean
add_each(HvrCliSession *self, GPtrArray *hosts, const GStrv names, GError **error)
{
    for (guint i = 0; names != NULL && names[i] != NULL; i++) {
        if (g_strstrip(names[i])[0] != '\0' && !add(self, hosts, names[i], error))
            return FALSE;
    }

    return names != NULL;
}

GPtrArray *
hvr_cli_session_list_hosts(HvrCliSession *self, GError **error)
{
    g_autoptr(GPtrArray) hosts = g_ptr_array_new();
    g_auto(GStrv) names = NULL;

    if (self->hosts == NULL)
        return add(self, hosts, NULL, error) ? g_steal_pointer(&hosts) : NULL;

    names = g_str_equal(self->hosts, "all") ? hvr_cli_roster_list(self, error)
                                            : g_strsplit(self->hosts, ",", -1);
    if (!add_each(self, hosts, names, error))
        return NULL;
    if (hosts->len == 0)
        return hvr_cli_fail_null(
            error, HVR_CLI_EXIT_USAGE,
            _("'--hosts %s' names no host; list them like 'A,B', or say 'all'"), self->hosts);

    return g_steal_pointer(&hosts);
}

void
hvr_cli_session_forget_losses(HvrCliSession *self)
{
    for (guint i = 0; i < self->opened->len; i++)
        g_clear_error(&((HvrCliHost *)self->opened->pdata[i])->lost);
}

guint
hvr_cli_session_width(const HvrCliSession *self)
{
    guint64 columns;
    struct winsize size;

    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    if (g_getenv("COLUMNS") != NULL &&
        g_ascii_string_to_unsigned(g_getenv("COLUMNS"), 10, 1, G_MAXUINT16, &columns, NULL))
        return (guint)columns;

    return USUAL_WIDTH;
}

void
hvr_cli_note(const HvrCliSession *self, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list args;

    if (self->is_quiet)
        return;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    fflush(stdout);
    g_printerr("%s\n", text);
}

/* A wide colon brings its blank with it. */
static const char *
choose_gap(const char *label)
{
    const char *end = label + strlen(label);
    const char *last = g_utf8_find_prev_char(label, end);

    return last != NULL && g_unichar_iswide(g_utf8_get_char(last)) ? "" : " ";
}

void
hvr_cli_complain(const HvrCliSession *self, const GError *error)
{
    const char *red = self->err_colours ? "\033[31m" : "";
    const char *plain = self->err_colours ? "\033[0m" : "";

    fflush(stdout);
    g_printerr("%s%s%s%s%s\n", red, _("error:"), plain, choose_gap(_("error:")), error->message);
}
