/* command_statistics.h: how replication went, as JSON
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to the command files.
 */

#pragma once

#include <json-glib/json-glib.h>

#include "repl_statistics.h"

G_BEGIN_DECLS

/** hvr_command_statistics_format: (transfer full): sizes in bytes, latencies in seconds; a JSON
 * null for %NULL */
JsonNode *hvr_command_statistics_format(const HvrReplStatistics *statistics);

G_END_DECLS
