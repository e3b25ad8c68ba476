/* daemon_activation.h: sockets that systemd listens on for us
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

#include "daemon_server.h"

G_BEGIN_DECLS

/**
 * hvr_daemon_activation_adopt:
 * @out_n_sockets: how many there were, 0 if systemd did not start us
 *
 * Takes virthypervd.socket, virthypervd-ro.socket and virthypervd-tls.socket by
 * their names, as libvirt's daemons do.
 *
 * Returns: %FALSE with %HVR_ERROR_CONFIG if there is another among them
 */
gboolean hvr_daemon_activation_adopt(HvrDaemonServer *server, guint *out_n_sockets, GError **error);

G_END_DECLS
