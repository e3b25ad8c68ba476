/* daemon_socket.h: a socket that clients connect to
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _HvrDaemonSocket HvrDaemonSocket;

/* What clients that come through a socket are. */
typedef enum {
    HVR_DAEMON_SOCKET_READ_WRITE,
    HVR_DAEMON_SOCKET_READ_ONLY,
    HVR_DAEMON_SOCKET_TLS,
} HvrDaemonSocketKind;

/**
 * HvrDaemonAccept:
 * @fd: (transfer full): a client that may connect; it does not block
 */
typedef void (*HvrDaemonAccept)(gpointer user_data, int fd, HvrDaemonSocketKind kind);

/**
 * HvrDaemonPlace:
 * @path: a file that nobody listens on any more is replaced
 * @mode: of the file; where it lets nobody else in, only root and this user are
 * @group: (nullable): of the file
 * @n_waiting: clients that may wait to be accepted
 *
 * A unix socket of our own.
 */
typedef struct {
    const char *path;
    HvrDaemonSocketKind kind;
    guint mode;
    const char *group;
    int n_waiting;
} HvrDaemonPlace;

/**
 * hvr_daemon_socket_new:
 * @accept: called on the main context
 *
 * Returns: (transfer full): or %NULL with %HVR_ERROR_CONFIG if another daemon
 *   listens there, or the place is unfit
 */
HvrDaemonSocket *hvr_daemon_socket_new(const HvrDaemonPlace *place,
                                       HvrDaemonAccept accept,
                                       gpointer user_data,
                                       GError **error);

/** hvr_daemon_socket_new_from_fd: @fd: (transfer full): one that is listened on already; a file of
 * systemd's stays */
HvrDaemonSocket *hvr_daemon_socket_new_from_fd(int fd,
                                               HvrDaemonSocketKind kind,
                                               HvrDaemonAccept accept,
                                               gpointer user_data);

/** hvr_daemon_socket_free: listens no more, removes its own file */
void hvr_daemon_socket_free(HvrDaemonSocket *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonSocket, hvr_daemon_socket_free)

G_END_DECLS
