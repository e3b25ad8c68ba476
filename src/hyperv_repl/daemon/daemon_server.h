/* daemon_server.h: hosts, sockets and clients of one daemon
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Hosts are opened when the first client names them, and stay.
 */

#pragma once

#include <glib.h>

#include "daemon_hosts.h"
#include "daemon_socket.h"

G_BEGIN_DECLS

typedef struct _HvrDaemonServer HvrDaemonServer;

/** hvr_daemon_server_new: @hosts: (transfer full); @idle: (nullable): called when the last client
 * has gone */
HvrDaemonServer *
hvr_daemon_server_new(HvrDaemonHosts *hosts, void (*idle)(gpointer user_data), gpointer user_data);
void hvr_daemon_server_free(HvrDaemonServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonServer, hvr_daemon_server_free)

/** hvr_daemon_server_listen: on a path of its own, see hvr_daemon_socket_new() */
gboolean hvr_daemon_server_listen(HvrDaemonServer *server,
                                  const char *path,
                                  gboolean read_only,
                                  GError **error);

/** hvr_daemon_server_adopt: @fd: (transfer full): a listening socket of systemd's */
void hvr_daemon_server_adopt(HvrDaemonServer *server, int fd, gboolean read_only);

/** hvr_daemon_server_serve: @fd: (transfer full): a client */
void hvr_daemon_server_serve(HvrDaemonServer *server, int fd, gboolean read_only);

guint hvr_daemon_server_get_n_clients(HvrDaemonServer *server);

/** hvr_daemon_server_stop: listen no more, tell the clients, close the hosts; idle follows once all
 * of them have gone */
void hvr_daemon_server_stop(HvrDaemonServer *server);

G_END_DECLS
