/* sim_replication_baseline.h: what makes a resynchronization necessary
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Sender and replica must agree on what the last delta was about.  Once they may
 * not, all has to be compared.
 */

#pragma once

#include "sim_replication_relationship.h"

G_BEGIN_DECLS

/**
 * HvsBaselineCause:
 *
 * The triggers that Microsoft's blog 2013-05 lists; the last one is found by the
 * replica, the others by the sender.
 */
typedef enum {
    HVS_BASELINE_DISK_CHANGED,
    HVS_BASELINE_LOG_FULL,
    HVS_BASELINE_LOG_ERROR,
    HVS_BASELINE_CRASH,
    HVS_BASELINE_REVERTED,
    HVS_BASELINE_LOG_INVALID,
} HvsBaselineCause;

#define HVS_N_BASELINE_CAUSES (HVS_BASELINE_LOG_INVALID + 1)

/** hvs_baseline_get_name: (nullable): as a control command spells it; %NULL behind the last one */
const char *hvs_baseline_get_name(HvsBaselineCause cause);

/**
 * hvs_baseline_lose:
 *
 * On the sending side it waits for a resynchronization at once; what a replica
 * finds shows with the next delta.
 *
 * Returns: %FALSE if @relationship is on the wrong side for @cause or not in a
 *   state with a baseline
 */
gboolean hvs_baseline_lose(HvsRelationship *relationship, HvsBaselineCause cause);

G_END_DECLS
