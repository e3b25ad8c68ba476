/* sim_replication_health.h: whether a relationship is well, and why not
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_replication_relationship.h"

G_BEGIN_DECLS

/** hvs_health_update: from its state, times and statistics, and what its linked peer told it */
void hvs_health_update(HvsRelationship *relationship);

/** hvs_health_append_issues: (element-type utf8): what is wrong, in Microsoft's words where they
 * are known */
void hvs_health_append_issues(const HvsRelationship *relationship, GPtrArray *texts);

G_END_DECLS
