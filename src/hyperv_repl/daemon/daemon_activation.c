/* daemon_activation.c: sockets that systemd listens on for us
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_activation.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "hvr_error.h"

/* sd_listen_fds(3): the first descriptor that is passed. */
#define FIRST_FD 3

/* A unit may listen in several places. */
#define MAX_FDS 64

/* clang-format off */
static const struct {
    const char *name;
    HvrDaemonSocketKind kind;
} units[] = {
    { "virthypervd.socket",     HVR_DAEMON_SOCKET_READ_WRITE },
    { "virthypervd-ro.socket",  HVR_DAEMON_SOCKET_READ_ONLY },
    { "virthypervd-tls.socket", HVR_DAEMON_SOCKET_TLS },
};
/* clang-format on */

static gboolean
adopt(HvrDaemonServer *server, int fd, const char *name, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        if (!g_str_equal(units[i].name, name))
            continue;
        fcntl(fd, F_SETFD, FD_CLOEXEC);
        return hvr_daemon_server_adopt(server, fd, units[i].kind, error);
    }

    return hvr_fail(error, HVR_ERROR_CONFIG, _("systemd passed the unknown socket '%s'"), name);
}

/* The variables are for this process alone, not for one that inherited them. */
static guint
get_n_fds(void)
{
    const char *pid = g_getenv("LISTEN_PID");
    const char *count = g_getenv("LISTEN_FDS");
    guint64 number;

    if (pid == NULL || !g_ascii_string_to_unsigned(pid, 10, 1, G_MAXINT32, &number, NULL) ||
        number != (guint64)getpid())
        return 0;
    if (count == NULL || !g_ascii_string_to_unsigned(count, 10, 0, MAX_FDS, &number, NULL))
        return 0;

    return (guint)number;
}

gboolean
hvr_daemon_activation_adopt(HvrDaemonServer *server, guint *out_n_sockets, GError **error)
{
    const char *list = g_getenv("LISTEN_FDNAMES");
    g_auto(GStrv) names = g_strsplit(list != NULL ? list : "", ":", -1);
    guint n_fds = get_n_fds();

    if (n_fds > 0 && g_strv_length(names) != n_fds)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("systemd passed sockets without names"));
    for (guint i = 0; i < n_fds; i++) {
        if (!adopt(server, FIRST_FD + (int)i, names[i], error))
            return FALSE;
    }

    *out_n_sockets = n_fds;

    return TRUE;
}
