/* sim_vm_cim.c: virtual machines as WMI shows them, and the rows of all their classes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_vm_part.h"

#include "sim_ethernet.h"
#include "sim_job.h"
#include "sim_replication_relationship.h"
#include "sim_values.h"
#include "sim_vm_overlay.h"

/* As a dump of a real host shows it: what is not named here is NULL. */
/* clang-format off */
static const HvsValue system_values[] = {
    { "Caption",                  "Virtual Machine" },
    { "Description",              "Microsoft Virtual Machine" },
    { "RequestedState",           "12" },
    { "EnabledDefault",           "2" },
    { "TransitioningToState",     "12" },
    { "CreationClassName",        "Msvm_ComputerSystem" },
    { "ResetCapability",          "1" },
    { "NumberOfNumaNodes",        "1" },
    { "EnhancedSessionModeState", "3" },
    { NULL }
};

/* Msvm_ComputerSystem.OperationalStatus[1] while a job of that type runs. */
static const struct {
    guint16 job_type;
    guint16 status;
    const char *description;
} operations[] = {
    { 50, 32772, "Merging Disks" },
    { 70, 32768, "Creating Snapshot" },
    { 71, 32769, "Applying Snapshot" },
    { 72, 32770, "Deleting Snapshot" },
};
/* clang-format on */

void
hvs_vm_set_operational_status(const HvsVm *vm,
                              gpointer object,
                              const char *status_name,
                              const char *text_name)
{
    guint64 status[] = { 2, 0 };
    const char *text[] = { "Operating normally", NULL, NULL };
    const GPtrArray *jobs = vm->host->jobs;

    for (guint i = 0; i < jobs->len; i++) {
        const HvsJob *job = g_ptr_array_index(jobs, i);

        if (!hvs_job_is_running(job) || g_strcmp0(job->vm_guid, vm->guid) != 0)
            continue;
        for (gsize j = 0; j < G_N_ELEMENTS(operations); j++) {
            if (operations[j].job_type != job->type)
                continue;
            status[0] = 11;
            status[1] = operations[j].status;
            text[0] = "In service";
            text[1] = operations[j].description;
        }
    }
    if (status_name != NULL)
        hvr_wmi_object_set_uints(object, status_name, status, status[1] != 0 ? 2 : 1);
    if (text_name != NULL)
        hvr_wmi_object_set_strv(object, text_name, text);
}

/* These mirror relationship 0 and are deprecated since 2012 R2; never is 1601. */
static void
set_replication(const HvsVm *vm, gpointer system)
{
    static const HvsRelationship none = { 0 };
    const HvsRelationship *first = vm->relationships[0] != NULL ? vm->relationships[0] : &none;

    hvr_wmi_object_set_uint(system, "ReplicationMode", vm->replication_mode);
    hvr_wmi_object_set_uint(system, "ReplicationState", hvs_relationship_get_shown_state(first));
    hvr_wmi_object_set_uint(system, "ReplicationHealth", first->health);
    hvr_wmi_object_set_uint(system, "FailedOverReplicationType", first->failed_over_type);
    hvr_wmi_object_set_uint(system, "LastReplicationType", first->last_type);
    hvr_wmi_object_set_time(system, "LastReplicationTime",
                            first->last_replication != 0 ? first->last_replication : HVR_CIM_NEVER);
    hvr_wmi_object_set_time(system, "LastApplicationConsistentReplicationTime",
                            first->last_consistent != 0 ? first->last_consistent : HVR_CIM_NEVER);
}

static void
append_system(const HvsVm *vm, GPtrArray *objects)
{
    gpointer system = hvs_values_new(&hvr_wmi_class_Msvm_ComputerSystem, system_values);
    gint64 on_time = vm->started != 0 ? vm->host->world->now - vm->started : 0;

    hvr_wmi_object_set_string(system, "ElementName", vm->name);
    hvr_wmi_object_set_string(system, "Name", vm->guid);
    hvr_wmi_object_set_time(system, "InstallDate", vm->created);
    hvr_wmi_object_set_uint(system, "EnabledState", vm->enabled_state);
    hvr_wmi_object_set_uint(system, "HealthState", vm->health_state);
    hvr_wmi_object_set_time(system, "TimeOfLastStateChange", vm->state_changed);
    hvr_wmi_object_set_time(system, "TimeOfLastConfigurationChange", vm->configured);
    hvr_wmi_object_set_uint(system, "OnTimeInMilliseconds", on_time / G_TIME_SPAN_MILLISECOND);
    if (vm->process_id != 0)
        hvr_wmi_object_set_uint(system, "ProcessID", vm->process_id);
    hvs_vm_set_operational_status(vm, system, "OperationalStatus", "StatusDescriptions");
    set_replication(vm, system);
    g_ptr_array_add(objects, system);
}

static void
append_all(HvsHost *host, HvsVmAppend append, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++)
        append(g_ptr_array_index(host->vms, i), objects);
}

static void
append_parts(HvsHost *host, const HvrWmiClass *type, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++)
        hvs_vm_overlay_list(g_ptr_array_index(host->vms, i), type, objects);
}

static void
list_systems(HvsHost *host, GPtrArray *objects)
{
    g_ptr_array_add(objects, hvs_system_new_host(host));
    append_all(host, append_system, objects);
}

static void
list_settings(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_VirtualSystemSettingData, objects);
}

static void
list_processors(HvsHost *host, GPtrArray *objects)
{
    hvs_vm_append_processor_limits(host, objects);
    append_parts(host, &hvr_wmi_class_Msvm_ProcessorSettingData, objects);
}

static void
list_memory(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_MemorySettingData, objects);
}

static void
list_resources(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_ResourceAllocationSettingData, objects);
}

static void
list_storage(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_StorageAllocationSettingData, objects);
}

static void
list_ports(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_SyntheticEthernetPortSettingData, objects);
}

static void
list_connections(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_EthernetPortAllocationSettingData, objects);
    hvs_switch_append_connections(host, objects);
}

static void
list_shutdown(HvsHost *host, GPtrArray *objects)
{
    append_all(host, hvs_vm_append_shutdown, objects);
}

static void
list_heartbeat(HvsHost *host, GPtrArray *objects)
{
    append_all(host, hvs_vm_append_heartbeat, objects);
}

/* clang-format off */
const HvsCimClass hvs_vm_classes[] = {
    { &hvr_wmi_class_Msvm_ComputerSystem,                     HVR_WMI_NAMESPACE, list_systems },
    { &hvr_wmi_class_Msvm_VirtualSystemSettingData,           HVR_WMI_NAMESPACE, list_settings },
    { &hvr_wmi_class_Msvm_ProcessorSettingData,               HVR_WMI_NAMESPACE, list_processors },
    { &hvr_wmi_class_Msvm_MemorySettingData,                  HVR_WMI_NAMESPACE, list_memory },
    { &hvr_wmi_class_Msvm_ResourceAllocationSettingData,      HVR_WMI_NAMESPACE, list_resources },
    { &hvr_wmi_class_Msvm_StorageAllocationSettingData,       HVR_WMI_NAMESPACE, list_storage },
    { &hvr_wmi_class_Msvm_SyntheticEthernetPortSettingData,   HVR_WMI_NAMESPACE, list_ports },
    { &hvr_wmi_class_Msvm_EthernetPortAllocationSettingData,  HVR_WMI_NAMESPACE, list_connections },
    { &hvr_wmi_class_Msvm_ShutdownComponent,                  HVR_WMI_NAMESPACE, list_shutdown },
    { &hvr_wmi_class_Msvm_HeartbeatComponent,                 HVR_WMI_NAMESPACE, list_heartbeat },
    { &hvr_wmi_class_Msvm_SettingsDefineState,                HVR_WMI_NAMESPACE, hvs_vm_list_settings_links },
    { &hvr_wmi_class_Msvm_VirtualSystemSettingDataComponent,  HVR_WMI_NAMESPACE, hvs_vm_list_component_links },
    { &hvr_wmi_class_Msvm_SystemDevice,                       HVR_WMI_NAMESPACE, hvs_vm_list_device_links },
    { &hvr_wmi_class_Msvm_HostedDependency,                   HVR_WMI_NAMESPACE, hvs_vm_list_hosted_links },
    { 0 }
};
/* clang-format on */
