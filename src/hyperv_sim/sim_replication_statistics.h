/* sim_replication_statistics.h: what a monitoring interval has seen
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_replication_relationship.h"

G_BEGIN_DECLS

/** hvs_statistics_reset: start counting now */
void hvs_statistics_reset(HvsRelationship *relationship);

/** hvs_statistics_roll: start a new window if the present one is over */
void hvs_statistics_roll(HvsRelationship *relationship);

/** hvs_statistics_add_success: one cycle; @size in bytes, @latency in seconds */
void hvs_statistics_add_success(HvsRelationship *relationship, guint64 size, guint32 latency);

G_END_DECLS
