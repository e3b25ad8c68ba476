/* inventory.h: what a host answers to a few queries, made into a picture
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The number of queries does not depend on the number of machines: each reads
 * a few properties of all instances of a class.  CIM words end here.
 *
 * Used by the watcher's thread alone.
 */

#pragma once

#include "host.h"
#include "picture.h"
#include "repl_relationship.h"

G_BEGIN_DECLS

/** HVR_INVENTORY_SYSTEM_PROPERTIES: what is read of an Msvm_ComputerSystem */
#define HVR_INVENTORY_SYSTEM_PROPERTIES                                                            \
    "Name,ElementName,Caption,EnabledState,HealthState,ProcessID,ReplicationMode,"                 \
    "TimeOfLastConfigurationChange"

#define HVR_INVENTORY_N_LISTS 8

/**
 * HvrInventory:
 * @jobs: (element-type Msvm_ConcreteJob): asked for first, so that whatever a finished job
 *   did shows in the rest
 * @systems: (element-type Msvm_ComputerSystem)
 * @relationships: (element-type HvrReplRelationship): without settings
 * @settings: (element-type Msvm_VirtualSystemSettingData): of machines and snapshots
 * @processors: (element-type Msvm_ProcessorSettingData)
 * @memory: (element-type Msvm_MemorySettingData)
 * @storage: (element-type Msvm_StorageAllocationSettingData)
 * @replications: (element-type Msvm_ReplicationSettingData): the settings of relationships
 * @lists: all of them
 *
 * When which of them is asked for, inventory_refresh.c knows.
 */
typedef union {
    struct {
        GPtrArray *jobs;
        GPtrArray *systems;
        GPtrArray *relationships;
        GPtrArray *settings;
        GPtrArray *processors;
        GPtrArray *memory;
        GPtrArray *storage;
        GPtrArray *replications;
    };
    GPtrArray *lists[HVR_INVENTORY_N_LISTS];
} HvrInventory;

G_STATIC_ASSERT(sizeof(HvrInventory) == HVR_INVENTORY_N_LISTS * sizeof(GPtrArray *));

HvrInventory *hvr_inventory_new(void);
void hvr_inventory_free(HvrInventory *inventory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrInventory, hvr_inventory_free)

/** hvr_inventory_copy: (transfer full): @inventory: (nullable); the lists are shared */
HvrInventory *hvr_inventory_copy(const HvrInventory *inventory);

/** hvr_inventory_is_renamed: whether the host itself is called otherwise @now */
gboolean hvr_inventory_is_renamed(const HvrInventory *before, const HvrInventory *now);

/**
 * hvr_inventory_is_quiet:
 *
 * Returns: %FALSE if jobs, systems or relationships differ in anything but
 *   progress and the times of replication, so that the rest may differ too
 */
gboolean hvr_inventory_is_quiet(const HvrInventory *before, const HvrInventory *now);

/**
 * hvr_inventory_fetch_owners:
 * @owners: InstanceID of a job to GUID of its machine; "" for jobs of no machine
 *
 * Asks, with one query for all, whose the unfinished jobs are that @owners does
 * not know; without a round trip if it knows them all.  Forgets jobs that the
 * host forgot.
 */
gboolean hvr_inventory_fetch_owners(const HvrInventory *inventory,
                                    GHashTable *owners,
                                    HvrWmiSession *session,
                                    GCancellable *cancellable,
                                    GError **error);

/** hvr_inventory_describe: (transfer full): @facts: of the machine; the same in our words */
HvrPicture *hvr_inventory_describe(const HvrInventory *inventory,
                                   const HvrHostFacts *facts,
                                   GHashTable *owners);

G_END_DECLS
