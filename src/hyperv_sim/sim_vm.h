/* sim_vm.h: a simulated virtual machine
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_world.h"

G_BEGIN_DECLS

/* Msvm_ComputerSystem.EnabledState of v2. */
#define HVS_VM_RUNNING       2
#define HVS_VM_OFF           3
#define HVS_VM_SHUTTING_DOWN 4
#define HVS_VM_SAVED         6
#define HVS_VM_PAUSED        9
#define HVS_VM_STARTING      10

/* Msvm_ComputerSystem.HealthState. */
#define HVS_VM_HEALTHY  5
#define HVS_VM_CRITICAL 25

/** hvs_vm_new: off, the host's newest generation, 1024 MiB, 1 vCPU, no disk, no NIC; added to
 * @host; @guid %NULL for a new one */
HvsVm *hvs_vm_new(HvsHost *host, const char *name, const char *guid);

/** hvs_vm_set_version: as if made by @version */
void hvs_vm_set_version(HvsVm *vm, const HvsVersion *version);

/** hvs_vm_add_disk: @size in bytes */
HvsDisk *hvs_vm_add_disk(HvsVm *vm, const char *path, guint64 size);

/** hvs_vm_add_nic: @switch_name %NULL for not connected */
HvsNic *hvs_vm_add_nic(HvsVm *vm, const char *name, const char *switch_name);

/** hvs_vm_remove: from its host, with all its jobs; frees it */
void hvs_vm_remove(HvsVm *vm);

/** hvs_vm_free: what hvs_vm_remove() leaves to do; for the host's array */
void hvs_vm_free(HvsVm *vm);

/** hvs_vm_touch: its configuration has changed, at a moment of its own */
void hvs_vm_touch(HvsVm *vm);

/** hvs_vm_has_process: running, paused or on the way there or back */
gboolean hvs_vm_has_process(const HvsVm *vm);

/** hvs_vm_set_state: one of the states above, with times, process id and uptime to match */
void hvs_vm_set_state(HvsVm *vm, guint16 enabled_state);

/** hvs_vm_add_snapshot: newest; @parent is the VM's current one for checkpoints, the newest point
 * for recovery points */
HvsSnapshot *hvs_vm_add_snapshot(HvsVm *vm, const char *type, const char *name);

/** hvs_vm_remove_snapshot: its children move to its parent */
void hvs_vm_remove_snapshot(HvsVm *vm, HvsSnapshot *snapshot);

/** hvs_vm_find_snapshot: (nullable): by InstanceID, any case */
HvsSnapshot *hvs_vm_find_snapshot(HvsVm *vm, const char *instance_id);

/**
 * hvs_vm_find_by_settings:
 * @instance_id: (nullable): of a Msvm_VirtualSystemSettingData, any case
 * @out_snapshot: the snapshot whose settings they are, %NULL for the VM's own
 *
 * Returns: (nullable): the VM
 */
HvsVm *hvs_vm_find_by_settings(HvsHost *host, const char *instance_id, HvsSnapshot **out_snapshot);

/** hvs_snapshot_is_point: a recovery point of a replica rather than a checkpoint */
gboolean hvs_snapshot_is_point(const HvsSnapshot *snapshot);

/** hvs_vm_can_start: the replication interlocks of RequestStateChange(2): a replica before
 * failover, a primary in state 4 */
gboolean hvs_vm_can_start(const HvsVm *vm);

G_END_DECLS
