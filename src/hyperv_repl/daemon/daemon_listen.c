/* daemon_listen.c: where a daemon waits for its clients
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_listen.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "daemon_activation.h"
#include "daemon_port.h"
#include "hvr_error.h"

#define SOCKET_NAME "virthypervd-sock"

static gboolean
listen_on_path(HvrDaemonServer *server, const char *path, GError **error)
{
    return hvr_daemon_server_listen(server, path, g_str_has_suffix(path, "-ro"), error);
}

/* A session daemon has no read-only socket: libvirt's clients look for none. */
static gboolean
listen_as_usual(HvrDaemonServer *server, const char *directory, GError **error)
{
    g_autofree char *path = g_build_filename(directory, SOCKET_NAME, NULL);
    g_autofree char *path_ro = g_strconcat(path, "-ro", NULL);

    if (g_mkdir_with_parents(directory, geteuid() == 0 ? 0755 : 0700) != 0)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("cannot make the directory '%1$s': %2$s"),
                        directory, g_strerror(errno));

    return listen_on_path(server, path, error) && listen_on_path(server, path_ro, error);
}

static gboolean
listen_on_port(HvrDaemonServer *server, const HvrDaemonSettings *settings, GError **error)
{
    int fd;

    if (!settings->listen_tls)
        return TRUE;

    fd = hvr_daemon_port_listen(settings->listen_addr, settings->tls_port,
                                (int)settings->max_queued_clients, error);

    return fd >= 0 && hvr_daemon_server_adopt(server, fd, HVR_DAEMON_SOCKET_TLS, error);
}

gboolean
hvr_daemon_listen(HvrDaemonServer *server,
                  const HvrDaemonOptions *options,
                  const HvrDaemonSettings *settings,
                  GError **error)
{
    const char *directory = options->runtime_dir;
    guint n_adopted = 0;

    if (!hvr_daemon_activation_adopt(server, &n_adopted, error))
        return FALSE;
    if (n_adopted > 0)
        return TRUE;
    if (!listen_on_port(server, settings, error))
        return FALSE;
    if (options->socket != NULL)
        return listen_on_path(server, options->socket, error);
    if (!options->has_runtime_dir && settings->unix_sock_dir != NULL)
        directory = settings->unix_sock_dir;

    return listen_as_usual(server, directory, error);
}
