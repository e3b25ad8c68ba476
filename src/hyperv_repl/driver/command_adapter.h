/* command_adapter.h: network adapters as JSON, and as they shall be
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to the command files.
 */

#pragma once

#include <json-glib/json-glib.h>

#include "repl_network.h"

G_BEGIN_DECLS

/** hvr_command_adapter_format_all: (transfer full): @adapters: (element-type HvrReplAdapter) */
JsonNode *hvr_command_adapter_format_all(GPtrArray *adapters);

/**
 * hvr_command_adapter_list_cleared:
 * @family: "ipv4", "ipv6" or "all"
 *
 * Returns: (transfer full) (element-type HvrReplAdapter): without the settings of the family
 */
GPtrArray *hvr_command_adapter_list_cleared(GPtrArray *adapters, const char *family);

/**
 * hvr_command_adapter_list_changed:
 * @given: what shall differ
 *
 * Who asks for DHCP gives up the IPv4 addresses, and the other way round.
 *
 * Returns: (transfer full) (element-type HvrReplAdapter)
 */
GPtrArray *hvr_command_adapter_list_changed(GPtrArray *adapters, const HvrReplSettings *given);

G_END_DECLS
