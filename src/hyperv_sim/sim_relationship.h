/* sim_relationship.h: one side of one leg of a simulated replication
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Each side keeps its own state, as two Hyper-V hosts do; what one side does to
 * the other goes through hvs_relationship_find_partner(), which fails when the
 * hosts cannot reach each other.
 */

#pragma once

#include "sim_world.h"

G_BEGIN_DECLS

/* Msvm_ReplicationRelationship.ReplicationState (msvm-replicationrelationship.md). */
#define HVS_STATE_DISABLED         0
#define HVS_STATE_READY            1
#define HVS_STATE_INITIAL          2
#define HVS_STATE_REPLICATING      3
#define HVS_STATE_PREPARED         4
#define HVS_STATE_RECOVERED        5
#define HVS_STATE_COMMITTED        6
#define HVS_STATE_SUSPENDED        7
#define HVS_STATE_CRITICAL         8
#define HVS_STATE_RESYNC_WAITING   9
#define HVS_STATE_RESYNC           10
#define HVS_STATE_RESYNC_SUSPENDED 11
#define HVS_STATE_FAILING_OVER     12
#define HVS_STATE_FAILING_BACK     13
#define HVS_STATE_FAILED_BACK      14

/* Msvm_ComputerSystem.ReplicationMode. */
#define HVS_MODE_NONE     0
#define HVS_MODE_PRIMARY  1
#define HVS_MODE_REPLICA  2
#define HVS_MODE_TEST     3
#define HVS_MODE_EXTENDED 4

/* FailedOverReplicationType and LastReplicationType. */
#define HVS_KIND_NONE       0
#define HVS_KIND_REGULAR    1
#define HVS_KIND_CONSISTENT 2
#define HVS_KIND_PLANNED    3

/* VirtualSystemType of recovery points (msvm-virtualsystemsettingdata.md). */
#define HVS_POINT_STANDARD   "Microsoft:Hyper-V:Snapshot:Replica:Standard"
#define HVS_POINT_CONSISTENT "Microsoft:Hyper-V:Snapshot:Replica:ApplicationConsistent"
#define HVS_POINT_PLANNED    "Microsoft:Hyper-V:Snapshot:Replica:PlannedFailover"

/** hvs_relationship_new: attached to @vm in state @state; @settings are copied; disabled statistics
 */
HvsRelationship *hvs_relationship_new(HvsVm *vm,
                                      guint index,
                                      gboolean sender,
                                      guint16 state,
                                      const Msvm_ReplicationSettingData *settings);

/** hvs_relationship_remove: detach from its VM and free; a transfer under way ends */
void hvs_relationship_remove(HvsRelationship *relationship);

/** hvs_relationship_set_state: with the health that follows; senders that replicate get their
 * cycles */
void hvs_relationship_set_state(HvsRelationship *relationship, guint16 state);

/** hvs_relationship_find_host: (nullable): the other side's host, if it can be reached */
HvsHost *hvs_relationship_find_host(const HvsRelationship *relationship);

/** hvs_relationship_find_partner: (nullable): the other side, if it can be reached and knows of
 * this one */
HvsRelationship *hvs_relationship_find_partner(const HvsRelationship *relationship);

/** hvs_relationship_dup_id: (transfer full): "Microsoft:GUID\HVR\INDEX" */
char *hvs_relationship_dup_id(const HvsVm *vm, guint index);

/** hvs_relationship_new_settings: (transfer full): a VM's settings before anybody changed them */
Msvm_ReplicationSettingData *hvs_relationship_new_settings(const HvsVm *vm, guint index);

/** hvs_relationship_set_settings: copied; InstanceID and the other fixed fields are this side's own
 */
void hvs_relationship_set_settings(HvsRelationship *relationship,
                                   const Msvm_ReplicationSettingData *settings);

/** hvs_relationship_reset_statistics: a new window begins now */
void hvs_relationship_reset_statistics(HvsRelationship *relationship);

/** hvs_relationship_get_transfer_time: how long all included disks take */
GTimeSpan hvs_relationship_get_transfer_time(const HvsRelationship *relationship);

/** hvs_relationship_add_point: a recovery point of the receiver, now; the oldest beyond the history
 * go */
void hvs_relationship_add_point(HvsRelationship *receiver, const char *type);

/** hvs_relationship_remove_points: all recovery points, and the checkpoint that a failover made */
void hvs_relationship_remove_points(HvsVm *vm);

/** hvs_relationship_received: the receiver has everything up to now */
void hvs_relationship_received(HvsRelationship *receiver, guint16 kind);

/** hvs_relationship_start_cycles: the next one after an interval; stops those there were */
void hvs_relationship_start_cycles(HvsRelationship *sender);

G_END_DECLS
