/* sim_vm_part.h: the setting objects that one VM consists of
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Each function appends what one class has of one VM (HvrWmiObject, transfer
 * full).  InstanceIDs nest as real hosts nest them:
 * Microsoft:VM, Microsoft:VM\CONTROLLER\N, Microsoft:VM\CONTROLLER\N\SLOT\D, ...\L.
 */

#pragma once

#include "sim_cim.h"
#include "sim_vm.h"

G_BEGIN_DECLS

/* The controllers that every VM of generation 1 has (libvirt, recorded hosts; the
 * second is inferred). */
#define HVS_IDE_GUID    "83F8638B-8DCA-4152-9EDA-2CA8B33039B4"
#define HVS_FLOPPY_GUID "8F0D2762-0B00-4E04-AF4F-19010527CB93"

typedef void (*HvsVmAppend)(const HvsVm *vm, GPtrArray *objects);

/** hvs_vm_append_settings: the realized Msvm_VirtualSystemSettingData, then one per snapshot */
void hvs_vm_append_settings(const HvsVm *vm, GPtrArray *objects);

/** hvs_vm_new_snapshot_settings: (transfer full): one Msvm_VirtualSystemSettingData */
gpointer hvs_vm_new_snapshot_settings(const HvsVm *vm, const HvsSnapshot *snapshot);

void hvs_vm_append_processor(const HvsVm *vm, GPtrArray *objects);

/** hvs_vm_append_processor_limits: the instances that say how many vCPUs a VM may have */
void hvs_vm_append_processor_limits(const HvsHost *host, GPtrArray *objects);
void hvs_vm_append_memory(const HvsVm *vm, GPtrArray *objects);

/** hvs_vm_append_resources: controllers, then drives */
void hvs_vm_append_resources(const HvsVm *vm, GPtrArray *objects);

/** hvs_vm_append_storage: the disk images */
void hvs_vm_append_storage(const HvsVm *vm, GPtrArray *objects);
void hvs_vm_append_ports(const HvsVm *vm, GPtrArray *objects);
void hvs_vm_append_legacy_ports(const HvsVm *vm, GPtrArray *objects);

/** hvs_vm_append_connections: what the ports are connected to */
void hvs_vm_append_connections(const HvsVm *vm, GPtrArray *objects);

/** hvs_vm_append_shutdown: Msvm_ShutdownComponent, only while there is a guest to listen */
void hvs_vm_append_shutdown(const HvsVm *vm, GPtrArray *objects);
void hvs_vm_append_heartbeat(const HvsVm *vm, GPtrArray *objects);

/* What integration services are set to, and other parts (sim_vm_service.c). */
void hvs_vm_append_shutdown_set(const HvsVm *vm, GPtrArray *objects);
void hvs_vm_append_time_set(const HvsVm *vm, GPtrArray *objects);
void hvs_vm_append_exchange_set(const HvsVm *vm, GPtrArray *objects);
void hvs_vm_append_heartbeat_set(const HvsVm *vm, GPtrArray *objects);
void hvs_vm_append_vss_set(const HvsVm *vm, GPtrArray *objects);
void hvs_vm_append_files_set(const HvsVm *vm, GPtrArray *objects);
void hvs_vm_append_display(const HvsVm *vm, GPtrArray *objects);
void hvs_vm_append_security(const HvsVm *vm, GPtrArray *objects);
void hvs_vm_append_serial_ports(const HvsVm *vm, GPtrArray *objects);

/** hvs_vm_append_old_serial_ports: as Windows has them before it has a class for them */
void hvs_vm_append_old_serial_ports(const HvsVm *vm, GPtrArray *objects);

/** hvs_vm_append_boot_sources: what the firmware of generation 2 can boot from */
void hvs_vm_append_boot_sources(const HvsVm *vm, GPtrArray *objects);

/** hvs_vm_set_boot_order: all of them, as BootSourceOrder of @settings */
void hvs_vm_set_boot_order(const HvsVm *vm, gpointer settings);

/** hvs_vm_set_operational_status: on @object, under the names given; %NULL leaves one out */
void hvs_vm_set_operational_status(const HvsVm *vm,
                                   gpointer object,
                                   const char *status_name,
                                   const char *text_name);

/** hvs_vm_dup_settings_id: (transfer full): "Microsoft:GUID" */
char *hvs_vm_dup_settings_id(const HvsVm *vm);

/** hvs_vm_dup_settings_path: (transfer full): of the realized Msvm_VirtualSystemSettingData */
char *hvs_vm_dup_settings_path(const HvsVm *vm);

/** hvs_vm_dup_snapshot_path: (transfer full): of a snapshot's Msvm_VirtualSystemSettingData */
char *hvs_vm_dup_snapshot_path(const HvsVm *vm, const HvsSnapshot *snapshot);

/** hvs_vm_list_links: HvsCimLists of the associations between a VM and its parts (sim_vm_link.c) */
void hvs_vm_list_settings_links(HvsHost *host, GPtrArray *objects);
void hvs_vm_list_component_links(HvsHost *host, GPtrArray *objects);
void hvs_vm_list_hosted_links(HvsHost *host, GPtrArray *objects);
void hvs_vm_list_device_links(HvsHost *host, GPtrArray *objects);

/** hvs_system_new_host: (transfer full): the host's own Msvm_ComputerSystem */
gpointer hvs_system_new_host(const HvsHost *host);

/** hvs_system_new_switch: (transfer full): a Msvm_VirtualEthernetSwitch */
gpointer hvs_system_new_switch(const HvsHost *host, const char *name);

/** hvs_system_dup_path: (transfer full): the path of the host's own Msvm_ComputerSystem */
char *hvs_system_dup_path(HvsHost *host);

G_END_DECLS
