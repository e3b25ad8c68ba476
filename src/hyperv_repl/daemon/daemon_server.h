/* daemon_server.h: hosts, sockets and clients of one daemon
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

#include "daemon_hosts.h"
#include "daemon_settings.h"
#include "daemon_socket.h"

G_BEGIN_DECLS

typedef struct _HvrDaemonServer HvrDaemonServer;

/**
 * HvrDaemonServerConfig:
 * @hosts_path: the host file
 * @hosts: (transfer full) (nullable): what is in it; %NULL to look once somebody asks
 * @settings: (transfer full)
 * @journal: (nullable): where changes are written down before they are made
 * @is_recording: whether what clients change goes to the log
 * @idle: (nullable): called when the last client has gone
 */
typedef struct {
    const char *hosts_path;
    HvrDaemonHosts *hosts;
    HvrDaemonSettings *settings;
    const char *journal;
    gboolean is_recording;
    void (*idle)(gpointer user_data);
    gpointer user_data;
} HvrDaemonServerConfig;

HvrDaemonServer *hvr_daemon_server_new(const HvrDaemonServerConfig *config);
void hvr_daemon_server_free(HvrDaemonServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonServer, hvr_daemon_server_free)

/** hvr_daemon_server_listen: on a path, with the modes of the settings */
gboolean hvr_daemon_server_listen(HvrDaemonServer *server,
                                  const char *path,
                                  gboolean read_only,
                                  GError **error);

/** hvr_daemon_server_adopt: @fd: (transfer full): a listening socket, of systemd's or a port; TLS
 * needs certificates, hence the error */
gboolean
hvr_daemon_server_adopt(HvrDaemonServer *server, int fd, HvrDaemonSocketKind kind, GError **error);

/** hvr_daemon_server_serve: @fd: (transfer full): a client */
void hvr_daemon_server_serve(HvrDaemonServer *server, int fd, HvrDaemonSocketKind kind);

/**
 * hvr_daemon_server_reload:
 * @settings: (transfer full): for clients that come from now on
 *
 * Reads host file and certificates anew; clients stay.
 *
 * Returns: %FALSE with %HVR_ERROR_CONFIG if one of them is no good; nothing has changed then
 */
gboolean
hvr_daemon_server_reload(HvrDaemonServer *server, HvrDaemonSettings *settings, GError **error);

guint hvr_daemon_server_get_n_clients(HvrDaemonServer *server);

/** hvr_daemon_server_is_busy: whether it must not end by itself: there are clients, or something
 * goes on that needs none */
gboolean hvr_daemon_server_is_busy(HvrDaemonServer *server);

/** hvr_daemon_server_stop: listen no more, tell the clients, close the hosts; idle follows once all
 * of them have gone */
void hvr_daemon_server_stop(HvrDaemonServer *server);

G_END_DECLS
