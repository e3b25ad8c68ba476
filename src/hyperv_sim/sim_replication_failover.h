/* sim_replication_failover.h: what failover puts aside
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_replication_relationship.h"

G_BEGIN_DECLS

/** hvs_failover_merge: what was put aside and all recovery points become one */
void hvs_failover_merge(HvsRelationship *receiver);

G_END_DECLS
