/* repl_statistics_object.h: statistics as the host sends them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor: Microsoft's names stop here.
 */

#pragma once

#include "msvm_tables.h"
#include "repl_statistics.h"

G_BEGIN_DECLS

/**
 * hvr_repl_statistics_parse:
 * @statistics: an embedded Msvm_ReplicationStatistics
 * @issues: (nullable): embedded Msvm_Errors; of what is none, the text itself is the issue
 *
 * Returns: (transfer full): or %NULL with an error if @statistics is none
 */
HvrReplStatistics *
hvr_repl_statistics_parse(const char *statistics, const char *const *issues, GError **error);

G_END_DECLS
