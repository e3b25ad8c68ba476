/* daemon_socket.h: a socket that clients connect to
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _HvrDaemonSocket HvrDaemonSocket;

/**
 * HvrDaemonAccept:
 * @fd: (transfer full): a client that may connect
 * @read_only: it came through a read-only socket
 */
typedef void (*HvrDaemonAccept)(gpointer user_data, int fd, gboolean read_only);

/**
 * hvr_daemon_socket_new:
 * @path: where; a file that nobody listens on any more is replaced
 * @read_only: everybody may connect, else root and this user
 * @accept: called on the main context
 *
 * Returns: (transfer full): or %NULL with %HVR_ERROR_CONFIG if another daemon
 *   listens there, or the path is unfit
 */
HvrDaemonSocket *hvr_daemon_socket_new(const char *path,
                                       gboolean read_only,
                                       HvrDaemonAccept accept,
                                       gpointer user_data,
                                       GError **error);

/** hvr_daemon_socket_new_from_fd: @fd: (transfer full): one that systemd listens on; its file stays
 */
HvrDaemonSocket *hvr_daemon_socket_new_from_fd(int fd,
                                               gboolean read_only,
                                               HvrDaemonAccept accept,
                                               gpointer user_data);

/** hvr_daemon_socket_free: listens no more, removes its own file */
void hvr_daemon_socket_free(HvrDaemonSocket *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonSocket, hvr_daemon_socket_free)

G_END_DECLS
