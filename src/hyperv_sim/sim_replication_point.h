/* sim_replication_point.h: recovery points of a replica
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_replication_relationship.h"

G_BEGIN_DECLS

/* VirtualSystemType of recovery points. */
#define HVS_POINT_STANDARD   "Microsoft:Hyper-V:Snapshot:Replica:Standard"
#define HVS_POINT_CONSISTENT "Microsoft:Hyper-V:Snapshot:Replica:ApplicationConsistent"
#define HVS_POINT_PLANNED    "Microsoft:Hyper-V:Snapshot:Replica:PlannedFailover"

/** hvs_point_add: one of the present moment; the oldest beyond RecoveryHistory go */
void hvs_point_add(HvsRelationship *receiver, const char *type);

/** hvs_point_trim: drop the oldest beyond RecoveryHistory; a planned one does not count */
void hvs_point_trim(HvsRelationship *receiver);

/** hvs_point_remove_all: all points of @type, %NULL for any */
void hvs_point_remove_all(HvsVm *vm, const char *type);

/**
 * hvs_point_read:
 * @path: (nullable): a SnapshotSettingData parameter
 * @out_point: (nullable): %NULL for the latest
 *
 * Returns: 0, 32773 if it is no recovery point of @vm, 32776 for another class
 */
guint32 hvs_point_read(HvsVm *vm, const char *path, HvsSnapshot **out_point);

G_END_DECLS
