/* inventory_domain.h: a machine's CIM instances made into a domain
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to the inventory; pure.
 */

#pragma once

#include "domain.h"
#include "msvm_tables.h"
#include "repl_relationship.h"

G_BEGIN_DECLS

/**
 * HvrInventoryParts:
 * @system: the machine
 * @settings: (nullable): its present settings
 * @processor: (nullable): of these
 * @memory: (nullable): of these
 * @snapshots: (nullable) (element-type Msvm_VirtualSystemSettingData)
 * @storage: (nullable) (element-type Msvm_StorageAllocationSettingData)
 * @legs: %NULL where there is none
 *
 * What belongs to one machine; borrowed.
 */
typedef struct {
    const Msvm_ComputerSystem *system;
    const Msvm_VirtualSystemSettingData *settings;
    const Msvm_ProcessorSettingData *processor;
    const Msvm_MemorySettingData *memory;
    GPtrArray *snapshots;
    GPtrArray *storage;
    HvrReplRelationship *legs[2];
} HvrInventoryParts;

/** hvr_inventory_domain_new: (transfer full) */
HvrDomain *hvr_inventory_domain_new(const HvrInventoryParts *parts);

/** hvr_inventory_domain_is_host: whether @system is the host itself */
gboolean hvr_inventory_domain_is_host(const Msvm_ComputerSystem *system);

/** hvr_inventory_disk_list: (transfer full) (element-type HvrDisk): by id */
void hvr_inventory_disk_list(GPtrArray *storage, GPtrArray *disks);

G_END_DECLS
