/* sim_vm_part_cim.c: the rows of the classes that a VM's lesser parts are of
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_host_disk.h"
#include "sim_vm_overlay.h"

static void
append_parts(HvsHost *host, const HvrWmiClass *type, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++)
        hvs_vm_overlay_list(g_ptr_array_index(host->vms, i), type, objects);
}

static void
list_legacy_ports(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_EmulatedEthernetPortSettingData, objects);
}

static void
list_serial_ports(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_SerialPortSettingData, objects);
}

static void
list_display(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_SyntheticDisplayControllerSettingData, objects);
}

static void
list_shutdown_set(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_ShutdownComponentSettingData, objects);
}

static void
list_time_set(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_TimeSyncComponentSettingData, objects);
}

static void
list_exchange_set(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_KvpExchangeComponentSettingData, objects);
}

static void
list_heartbeat_set(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_HeartbeatComponentSettingData, objects);
}

static void
list_vss_set(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_VssComponentSettingData, objects);
}

static void
list_files_set(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_GuestServiceInterfaceComponentSettingData, objects);
}

static void
list_security(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_SecuritySettingData, objects);
}

static void
list_boot_sources(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_BootSourceSettingData, objects);
}

static void
list_vlans(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_EthernetSwitchPortVlanSettingData, objects);
}

static void
list_bandwidths(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_EthernetSwitchPortBandwidthSettingData, objects);
}

static void
list_port_security(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_EthernetSwitchPortSecuritySettingData, objects);
}

static void
list_offloads(HvsHost *host, GPtrArray *objects)
{
    append_parts(host, &hvr_wmi_class_Msvm_EthernetSwitchPortOffloadSettingData, objects);
}

/* clang-format off */
const HvsCimClass hvs_vm_part_classes[] = {
    { &hvr_wmi_class_Msvm_EmulatedEthernetPortSettingData,                 HVR_WMI_NAMESPACE, list_legacy_ports },
    { &hvr_wmi_class_Msvm_SerialPortSettingData,                           HVR_WMI_NAMESPACE, list_serial_ports },
    { &hvr_wmi_class_Msvm_SyntheticDisplayControllerSettingData,           HVR_WMI_NAMESPACE, list_display },
    { &hvr_wmi_class_Msvm_ShutdownComponentSettingData,                    HVR_WMI_NAMESPACE, list_shutdown_set },
    { &hvr_wmi_class_Msvm_TimeSyncComponentSettingData,                    HVR_WMI_NAMESPACE, list_time_set },
    { &hvr_wmi_class_Msvm_KvpExchangeComponentSettingData,                 HVR_WMI_NAMESPACE, list_exchange_set },
    { &hvr_wmi_class_Msvm_HeartbeatComponentSettingData,                   HVR_WMI_NAMESPACE, list_heartbeat_set },
    { &hvr_wmi_class_Msvm_VssComponentSettingData,                         HVR_WMI_NAMESPACE, list_vss_set },
    { &hvr_wmi_class_Msvm_GuestServiceInterfaceComponentSettingData,       HVR_WMI_NAMESPACE, list_files_set },
    { &hvr_wmi_class_Msvm_SecuritySettingData,                             HVR_WMI_NAMESPACE, list_security },
    { &hvr_wmi_class_Msvm_BootSourceSettingData,                           HVR_WMI_NAMESPACE, list_boot_sources },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortVlanSettingData,               HVR_WMI_NAMESPACE, list_vlans },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortBandwidthSettingData,          HVR_WMI_NAMESPACE, list_bandwidths },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortSecuritySettingData,           HVR_WMI_NAMESPACE, list_port_security },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortOffloadSettingData,            HVR_WMI_NAMESPACE, list_offloads },
    { &hvr_wmi_class_Msvm_DiskDrive, HVR_WMI_NAMESPACE, hvs_host_disk_list },
    { 0 }
};
/* clang-format on */
