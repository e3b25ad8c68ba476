/* sim_system.c: the host itself, its services and switches, and Windows below it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_cim.h"

#include "sim_ethernet.h"
#include "sim_values.h"
#include "sim_vm_part.h"
#include "sim_windows.h"

/* clang-format off */
static const HvsValue host_values[] = {
    { "Caption",                   "Hosting Computer System" },
    { "Description",               "Microsoft Hosting Computer System" },
    { "OperationalStatus",         "2" },
    { "StatusDescriptions",        "Operating normally" },
    { "HealthState",               "5" },
    { "EnabledState",              "2" },
    { "RequestedState",            "12" },
    { "EnabledDefault",            "2" },
    { "TransitioningToState",      "12" },
    { "CreationClassName",         "Msvm_ComputerSystem" },
    { "ResetCapability",           "1" },
    { "ReplicationState",          "0" },
    { "ReplicationHealth",         "0" },
    { "ReplicationMode",           "0" },
    { "FailedOverReplicationType", "0" },
    { "LastReplicationType",       "0" },
    { "EnhancedSessionModeState",  "3" },
    { NULL }
};

static const HvsValue switch_values[] = {
    { "Caption",              "Virtual Switch" },
    { "Description",          "Microsoft Virtual Switch" },
    { "OperationalStatus",    "2" },
    { "StatusDescriptions",   "OK" },
    { "HealthState",          "5" },
    { "EnabledState",         "5" },
    { "RequestedState",       "12" },
    { "EnabledDefault",       "2" },
    { "TransitioningToState", "12" },
    { "CreationClassName",    "Msvm_VirtualEthernetSwitch" },
    { "ResetCapability",      "5" },
    { "MaxVMQOffloads",       "0" },
    { "MaxIOVOffloads",       "0" },
    { NULL }
};

static const HvsValue service_values[] = {
    { "OperationalStatus",       "2" },
    { "StatusDescriptions",      "The service is running normally" },
    { "HealthState",             "5" },
    { "EnabledState",            "2" },
    { "RequestedState",          "12" },
    { "EnabledDefault",          "2" },
    { "TransitioningToState",    "12" },
    { "SystemCreationClassName", "Msvm_ComputerSystem" },
    { "Started",                 "true" },
    { NULL }
};

static const HvsValue management_values[] = {
    { "Caption",           "Virtual System Management Service" },
    { "Description",       "Service for creating, manipulating, and managing virtual machines" },
    { "ElementName",       "Hyper-V Virtual System Management Service" },
    { "Name",              "vmms" },
    { "CreationClassName", "Msvm_VirtualSystemManagementService" },
    { NULL }
};

static const HvsValue snapshot_values[] = {
    { "Caption",           "Hyper-V Virtual System Snapshot Service" },
    { "Description",       "Service for creating, destroying, and applying virtual machine snapshots" },
    { "ElementName",       "Hyper-V Virtual System Snapshot Service" },
    { "Name",              "vssnapsvc" },
    { "CreationClassName", "Msvm_VirtualSystemSnapshotService" },
    { NULL }
};

static const struct {
    const HvrWmiClass *type;
    const HvsValue *values;
} services[] = {
    { &hvr_wmi_class_Msvm_VirtualSystemManagementService, management_values },
    { &hvr_wmi_class_Msvm_VirtualSystemSnapshotService,   snapshot_values },
};
/* clang-format on */

gpointer
hvs_system_new_host(const HvsHost *host)
{
    gpointer system = hvs_values_new(&hvr_wmi_class_Msvm_ComputerSystem, host_values);

    hvr_wmi_object_set_string(system, "ElementName", host->netbios);
    hvr_wmi_object_set_string(system, "Name", host->netbios);
    hvr_wmi_object_set_time(system, "InstallDate", host->installed);
    hvr_wmi_object_set_time(system, "TimeOfLastStateChange", host->booted);
    hvr_wmi_object_set_time(system, "LastReplicationTime", HVR_CIM_NEVER);
    hvr_wmi_object_set_time(system, "LastApplicationConsistentReplicationTime", HVR_CIM_NEVER);

    return system;
}

char *
hvs_system_dup_path(HvsHost *host)
{
    g_autoptr(HvrWmiObject) system = hvs_system_new_host(host);

    return hvs_cim_dup_path(host, HVR_WMI_NAMESPACE, system);
}

gpointer
hvs_system_new_switch(const HvsHost *host, const char *name)
{
    gpointer ether = hvs_values_new(&hvr_wmi_class_Msvm_VirtualEthernetSwitch, switch_values);
    g_autofree char *seed = g_strdup_printf("%s/switch/%s", host->name, name);
    g_autofree char *guid = hvs_guid_from_text(seed);

    hvr_wmi_object_set_string(ether, "ElementName", name);
    hvr_wmi_object_set_string(ether, "Name", guid);
    hvr_wmi_object_set_time(ether, "InstallDate", host->installed);
    hvr_wmi_object_set_time(ether, "TimeOfLastStateChange", host->booted);

    return ether;
}

static gpointer
new_service(const HvsHost *host, gsize i)
{
    gpointer service = hvs_values_new(services[i].type, service_values);

    hvs_values_set(service, services[i].values);
    hvr_wmi_object_set_string(service, "SystemName", host->netbios);
    hvr_wmi_object_set_time(service, "TimeOfLastStateChange", host->booted);

    return service;
}

static void
list_management_service(HvsHost *host, GPtrArray *objects)
{
    g_ptr_array_add(objects, new_service(host, 0));
}

static void
list_snapshot_service(HvsHost *host, GPtrArray *objects)
{
    g_ptr_array_add(objects, new_service(host, 1));
}

static void
list_service_links(HvsHost *host, GPtrArray *objects)
{
    g_autofree char *system = hvs_system_dup_path(host);

    for (gsize i = 0; i < G_N_ELEMENTS(services); i++) {
        g_autoptr(HvrWmiObject) service = new_service(host, i);
        g_autofree char *path = hvs_cim_dup_path(host, HVR_WMI_NAMESPACE, service);

        g_ptr_array_add(objects, hvs_values_new_link(&hvr_wmi_class_Msvm_HostedService,
                                                     "Antecedent", system, "Dependent", path));
    }
}

static void
list_switches(HvsHost *host, GPtrArray *objects)
{
    g_autoptr(GPtrArray) switches = hvs_switch_list(host);

    for (guint i = 0; i < switches->len; i++) {
        const HvsSwitch *known = g_ptr_array_index(switches, i);

        g_ptr_array_add(objects, hvs_system_new_switch(host, known->name));
    }
}

/* clang-format off */
const HvsCimClass hvs_system_classes[] = {
    { &hvr_wmi_class_Msvm_VirtualSystemManagementService, HVR_WMI_NAMESPACE, list_management_service },
    { &hvr_wmi_class_Msvm_VirtualSystemSnapshotService,   HVR_WMI_NAMESPACE, list_snapshot_service },
    { &hvr_wmi_class_Msvm_HostedService,                  HVR_WMI_NAMESPACE, list_service_links },
    { &hvr_wmi_class_Msvm_VirtualEthernetSwitch,          HVR_WMI_NAMESPACE, list_switches },
    { &hvr_wmi_class_Win32_ComputerSystem,                HVR_WMI_CIMV2,     hvs_windows_list_systems },
    { &hvr_wmi_class_Win32_ComputerSystemProduct,         HVR_WMI_CIMV2,     hvs_windows_list_products },
    { &hvr_wmi_class_Win32_OperatingSystem,               HVR_WMI_CIMV2,     hvs_windows_list_operating_systems },
    { &hvr_wmi_class_Win32_Processor,                     HVR_WMI_CIMV2,     hvs_windows_list_processors },
    { &hvr_wmi_class_Win32_ComputerSystemProcessor,       HVR_WMI_CIMV2,     hvs_windows_list_processor_links },
    { 0 }
};
/* clang-format on */
