/* daemon_port.h: a TCP port to listen on
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * hvr_daemon_port_listen:
 * @address: (nullable): %NULL for all, of IPv4 and IPv6
 * @port: a number, or a service's name
 *
 * Returns: a descriptor, or -1 with %HVR_ERROR_CONFIG
 */
int hvr_daemon_port_listen(const char *address, const char *port, int n_waiting, GError **error);

G_END_DECLS
