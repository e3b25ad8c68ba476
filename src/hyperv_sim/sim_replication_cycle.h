/* sim_replication_cycle.h: what happens by itself while VMs replicate
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Every ReplicationInterval the sender ships what was written since, the
 * receiver keeps hourly recovery points, and both count.
 */

#pragma once

#include "sim_replication_relationship.h"

G_BEGIN_DECLS

/** hvs_cycle_start: (re)start cycles with the present interval */
void hvs_cycle_start(HvsRelationship *relationship);

/** hvs_cycle_mark_complete: a whole copy has arrived: both sides replicate from now on */
void hvs_cycle_mark_complete(HvsRelationship *sender, HvsRelationship *receiver);

G_END_DECLS
