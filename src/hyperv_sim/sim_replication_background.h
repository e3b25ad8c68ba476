/* sim_replication_background.h: jobs that replication runs of its own accord
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * They show what a cycle or the partner's resynchronization does; nothing
 * depends on them, and nobody can cancel them.  That Hyper-V has them is
 * inferred from the names of JobTypes 105, 106, 108 and 112 to 114
 * (msvm-concretejob.md); the world's background_jobs is for hosts without.
 */

#pragma once

#include "sim_replication_relationship.h"

G_BEGIN_DECLS

/** hvs_background_begin_delta: 105 and 106 run until hvs_background_end_delta() */
void
hvs_background_begin_delta(HvsRelationship *sender, HvsRelationship *receiver, GTimeSpan duration);

/** hvs_background_end_delta: it is there */
void hvs_background_end_delta(HvsRelationship *sender);

/** hvs_background_fail_delta: it got lost; @reason: (nullable): %NULL if somebody stopped it */
void hvs_background_fail_delta(HvsRelationship *sender, const char *reason);

/** hvs_background_apply: 108 runs for a moment */
void hvs_background_apply(HvsRelationship *receiver);

/** hvs_background_begin_check: 112 for a moment, then 113 until hvs_background_end_check() or
 * hvs_background_stop_check() */
void
hvs_background_begin_check(HvsRelationship *sender, HvsRelationship *receiver, GTimeSpan duration);

/** hvs_background_end_check: all of it is compared */
void hvs_background_end_check(HvsRelationship *sender);

/** hvs_background_stop_check: the comparison stops, which 114 shows for a moment; nothing if none
 * runs */
void hvs_background_stop_check(HvsRelationship *sender);

G_END_DECLS
