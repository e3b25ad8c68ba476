/* sim_server.h: a simulated host's HTTP and HTTPS listeners
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * As http.sys and WinRM answer: POST /wsman only, Basic, 401 with the schemes
 * offered, 413 for too much, 500 for every fault.  Also where answers are lost
 * or late on demand.
 */

#pragma once

#include "sim_world.h"

G_BEGIN_DECLS

typedef struct _HvsServer HvsServer;

/**
 * hvs_server_new:
 * @host: its ports say where to listen; the ones bound are written back
 * @address: e.g. "127.0.0.1"
 * @certificate: (nullable): for HTTPS; without one only HTTP listens
 *
 * Serves on the thread's default main context.
 *
 * Returns: (transfer full): a server, or %NULL with %HVR_ERROR_CONFIG if a port is taken
 */
HvsServer *
hvs_server_new(HvsHost *host, const char *address, GTlsCertificate *certificate, GError **error);
void hvs_server_free(HvsServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvsServer, hvs_server_free)

G_END_DECLS
