/* cli_partner.h: the host at the other end of a machine's replication
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

/**
 * hvr_cli_partner_lookup:
 * @call: about a machine
 * @error: set if it has no partner, or nobody knows which host that is
 *
 * Returns: (transfer full): what hosts.conf calls the partner's host, or %NULL
 */
char *hvr_cli_partner_lookup(const HvrCliCall *call, GError **error);

/**
 * hvr_cli_partner_find_host:
 * @conn: to any host of the daemon
 * @server: what a relationship calls a host
 *
 * Returns: (transfer full) (nullable): what hosts.conf calls it
 */
char *hvr_cli_partner_find_host(virConnectPtr conn, const char *server);

G_END_DECLS
