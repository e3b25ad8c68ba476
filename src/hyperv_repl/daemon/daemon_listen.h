/* daemon_listen.h: where a daemon waits for its clients
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Sockets of systemd's if there are any; else the one of the command line, or
 * the usual two, and a port for TLS if the settings ask for it.
 */

#pragma once

#include "daemon_options.h"
#include "daemon_server.h"

G_BEGIN_DECLS

/** hvr_daemon_listen: %FALSE with %HVR_ERROR_CONFIG */
gboolean hvr_daemon_listen(HvrDaemonServer *server,
                           const HvrDaemonOptions *options,
                           const HvrDaemonSettings *settings,
                           GError **error);

G_END_DECLS
