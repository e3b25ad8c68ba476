/* sim_vm_device.c: a VM's controllers, drives, disks and adapters as WMI shows them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_vm_part.h"

#include "sim_values.h"

#define SHUTDOWN_GUID  "9F8233AC-BE49-4C79-8EE3-E7E1985B2077"
#define HEARTBEAT_GUID "84EAAE65-2F2E-45F5-9BB5-0E857DC8EB47"

/* ResourceSubTypes are never localized, so clients go by them (recorded hosts). */
/* clang-format off */
static const HvsValue scsi_values[] = {
    { "Caption",               "SCSI Controller" },
    { "Description",           "Settings for the Microsoft Synthetic SCSI Controller." },
    { "ElementName",           "SCSI Controller" },
    { "ResourceType",          "6" },
    { "ResourceSubType",       "Microsoft:Hyper-V:Synthetic SCSI Controller" },
    { NULL }
};

static const HvsValue ide_values[] = {
    { "Caption",               "IDE Controller" },
    { "Description",           "Settings for the Microsoft Emulated IDE Controller." },
    { "ResourceType",          "5" },
    { "ResourceSubType",       "Microsoft:Hyper-V:Emulated IDE Controller" },
    { NULL }
};

static const HvsValue disk_drive_values[] = {
    { "Caption",               "Hard Drive" },
    { "Description",           "Settings for the Microsoft Synthetic Disk Drive." },
    { "ElementName",           "Hard Drive" },
    { "ResourceType",          "17" },
    { "ResourceSubType",       "Microsoft:Hyper-V:Synthetic Disk Drive" },
    { NULL }
};

static const HvsValue dvd_drive_values[] = {
    { "Caption",               "DVD Drive" },
    { "Description",           "Settings for the Microsoft Synthetic DVD Drive." },
    { "ElementName",           "DVD Drive" },
    { "ResourceType",          "16" },
    { "ResourceSubType",       "Microsoft:Hyper-V:Synthetic DVD Drive" },
    { NULL }
};

static const HvsValue diskette_controller_values[] = {
    { "Caption",               "Diskette Controller" },
    { "Description",           "Settings for the Microsoft Virtual Diskette Controller." },
    { "ElementName",           "Diskette Controller" },
    { "ResourceType",          "1" },
    { "ResourceSubType",       "Microsoft:Hyper-V:Diskette Controller" },
    { NULL }
};

static const HvsValue diskette_drive_values[] = {
    { "Caption",               "Diskette Drive" },
    { "Description",           "Settings for the Microsoft Synthetic Diskette Drive." },
    { "ElementName",           "Diskette Drive" },
    { "ResourceType",          "14" },
    { "ResourceSubType",       "Microsoft:Hyper-V:Synthetic Diskette Drive" },
    { NULL }
};

static const HvsValue image_values[] = {
    { "Caption",                         "Hard Disk Image Default Settings" },
    { "Description",                     "Describes the default settings for the hard disk image resources" },
    { "ElementName",                     "Hard Disk Image" },
    { "ResourceType",                    "31" },
    { "ResourceSubType",                 "Microsoft:Hyper-V:Virtual Hard Disk" },
    { "VirtualResourceBlockSize",        "0" },
    { "Access",                          "3" },
    { "IOPSLimit",                       "0" },
    { "IOPSReservation",                 "0" },
    { "IOPSAllocationUnits",             "count" },
    { "PersistentReservationsSupported", "false" },
    { "CachingMode",                     "2" },
    { "SnapshotId",                      "" },
    { "IgnoreFlushes",                   "false" },
    { "WriteHardeningMethod",            "0" },
    { NULL }
};

static const HvsValue port_values[] = {
    { "Caption",               "Virtual Ethernet Port Default Settings" },
    { "Description",           "Describes the default settings for the virtual Ethernet port resources." },
    { "ResourceType",          "10" },
    { "ResourceSubType",       "Microsoft:Hyper-V:Synthetic Ethernet Port" },
    { "ConsumerVisibility",    "3" },
    { "DeviceNamingEnabled",   "false" },
    { "AllowPacketDirect",     "false" },
    { "StaticMacAddress",      "false" },
    { "ClusterMonitored",      "true" },
    { NULL }
};

static const HvsValue legacy_port_values[] = {
    { "Caption",               "Virtual Ethernet Port Default Settings" },
    { "Description",           "Describes the default settings for the virtual Ethernet port resources." },
    { "ResourceType",          "10" },
    { "ResourceSubType",       "Microsoft:Hyper-V:Emulated Ethernet Port" },
    { "ConsumerVisibility",    "3" },
    { "StaticMacAddress",      "false" },
    { "ClusterMonitored",      "true" },
    { NULL }
};

static const HvsValue connection_values[] = {
    { "Caption",               "Ethernet Switch Port Settings" },
    { "Description",           "Ethernet Switch Port Settings" },
    { "ElementName",           "Dynamic Ethernet Switch Port" },
    { "ResourceType",          "33" },
    { "ResourceSubType",       "Microsoft:Hyper-V:Ethernet Connection" },
    { "ConsumerVisibility",    "3" },
    { NULL }
};

static const HvsValue resource_values[] = {
    { "PoolID",                "" },
    { "AllocationUnits",       "count" },
    { "VirtualQuantity",       "1" },
    { "Reservation",           "1" },
    { "Limit",                 "1" },
    { "Weight",                "0" },
    { "AutomaticAllocation",   "true" },
    { "AutomaticDeallocation", "true" },
    { "VirtualQuantityUnits",  "count" },
    { NULL }
};

static const HvsValue shutdown_values[] = {
    { "Caption",               "Shutdown" },
    { "Description",           "Microsoft Shutdown Service" },
    { "ElementName",           "Shutdown" },
    { "Name",                  "Shutdown" },
    { "CreationClassName",     "Msvm_ShutdownComponent" },
    { NULL }
};

static const HvsValue heartbeat_values[] = {
    { "Caption",               "Heartbeat" },
    { "Description",           "Microsoft Heartbeat Service" },
    { "ElementName",           "Heartbeat" },
    { "Name",                  "Heartbeat" },
    { "CreationClassName",     "Msvm_HeartbeatComponent" },
    { NULL }
};

static const HvsValue component_values[] = {
    { "OperationalStatus",       "2" },
    { "StatusDescriptions",      "OK" },
    { "HealthState",             "5" },
    { "EnabledState",            "2" },
    { "RequestedState",          "12" },
    { "EnabledDefault",          "7" },
    { "SystemCreationClassName", "Msvm_ComputerSystem" },
    { "Availability",            "6" },
    { "AdditionalAvailability",  "6" },
    { NULL }
};
/* clang-format on */

static gpointer
new_resource(const HvrWmiClass *type, const HvsValue *values, const char *id)
{
    gpointer resource = hvs_values_new(type, resource_values);

    hvs_values_set(resource, values);
    hvr_wmi_object_set_string(resource, "InstanceID", id);

    return resource;
}

static gpointer
append_rasd(const HvsVm *vm, GPtrArray *objects, const HvsValue *values, const char *id)
{
    gpointer resource = NULL;
    g_autofree char *identifier = g_strconcat("{", vm->guid, "}", NULL);
    const char *identifiers[] = { identifier, NULL };

    resource = new_resource(&hvr_wmi_class_Msvm_ResourceAllocationSettingData, values, id);
    hvr_wmi_object_set_strv(resource, "VirtualSystemIdentifiers", identifiers);
    g_ptr_array_add(objects, resource);

    return resource;
}

static void
append_controllers(const HvsVm *vm, GPtrArray *objects)
{
    g_autofree char *seed = g_strconcat(vm->guid, "/scsi", NULL);
    g_autofree char *scsi = hvs_guid_from_text(seed);
    g_autofree char *id = g_strdup_printf("Microsoft:%s\\%s\\0", vm->guid, scsi);

    for (guint i = 0; vm->generation == 1 && i < 2; i++) {
        g_autofree char *ide_id =
            g_strdup_printf("Microsoft:%s\\" HVS_IDE_GUID "\\%u", vm->guid, i);
        g_autofree char *name = g_strdup_printf("IDE Controller %u", i);
        g_autofree char *address = g_strdup_printf("%u", i);
        gpointer controller = append_rasd(vm, objects, ide_values, ide_id);

        hvr_wmi_object_set_string(controller, "ElementName", name);
        hvr_wmi_object_set_string(controller, "Address", address);
    }
    append_rasd(vm, objects, scsi_values, id);
}

static void
set_parent(const HvsVm *vm, gpointer child, const char *class_name, const char *parent_id)
{
    g_autofree char *path = hvs_cim_dup_key_path(vm->host, class_name, "InstanceID", parent_id);

    hvr_wmi_object_set_string(child, "Parent", path);
}

/* @drive_id is CONTROLLER\SLOT\D. */
static void
append_drive(const HvsVm *vm, GPtrArray *objects, const HvsValue *values, const char *drive_id)
{
    gpointer drive = append_rasd(vm, objects, values, drive_id);
    g_autofree char *controller_id = g_strndup(drive_id, strlen(drive_id) - 2);
    char *slot = strrchr(controller_id, '\\');

    hvr_wmi_object_set_string(drive, "AddressOnParent", slot + 1);
    *slot = '\0';
    set_parent(vm, drive, "Msvm_ResourceAllocationSettingData", controller_id);
}

static char *
dup_drive_id(const HvsDisk *disk)
{
    char *id = g_strdup(disk->instance_id);

    id[strlen(id) - 1] = 'D';

    return id;
}

/* What every machine of generation 1 has, empty or not. */
static void
append_old_drives(const HvsVm *vm, GPtrArray *objects)
{
    g_autofree char *dvd = g_strdup_printf("Microsoft:%s\\" HVS_IDE_GUID "\\1\\0\\D", vm->guid);
    g_autofree char *controller = g_strdup_printf("Microsoft:%s\\" HVS_FLOPPY_GUID "\\0", vm->guid);
    g_autofree char *diskette = g_strconcat(controller, "\\0\\D", NULL);

    append_drive(vm, objects, dvd_drive_values, dvd);
    append_rasd(vm, objects, diskette_controller_values, controller);
    append_drive(vm, objects, diskette_drive_values, diskette);
}

void
hvs_vm_append_resources(const HvsVm *vm, GPtrArray *objects)
{
    append_controllers(vm, objects);
    for (guint i = 0; i < vm->disks->len; i++) {
        g_autofree char *id = dup_drive_id(g_ptr_array_index(vm->disks, i));

        append_drive(vm, objects, disk_drive_values, id);
    }
    if (vm->generation == 1)
        append_old_drives(vm, objects);
    if (!hvs_version_has(vm->host->version, hvr_wmi_class_Msvm_SerialPortSettingData.since))
        hvs_vm_append_old_serial_ports(vm, objects);
}

void
hvs_vm_append_storage(const HvsVm *vm, GPtrArray *objects)
{
    for (guint i = 0; i < vm->disks->len; i++) {
        const HvsDisk *disk = g_ptr_array_index(vm->disks, i);
        const char *files[] = { disk->path, NULL };
        g_autofree char *drive_id = dup_drive_id(disk);
        gpointer image = new_resource(&hvr_wmi_class_Msvm_StorageAllocationSettingData,
                                      image_values, disk->instance_id);

        hvr_wmi_object_set_strv(image, "HostResource", files);
        set_parent(vm, image, "Msvm_ResourceAllocationSettingData", drive_id);
        g_ptr_array_add(objects, image);
    }
}

static gpointer
append_port(const HvsNic *nic, const HvrWmiClass *type, const HvsValue *values, GPtrArray *objects)
{
    gpointer port = new_resource(type, values, nic->instance_id);

    hvr_wmi_object_set_string(port, "ElementName", nic->name);
    hvr_wmi_object_set_string(port, "Address", nic->mac);
    g_ptr_array_add(objects, port);

    return port;
}

void
hvs_vm_append_ports(const HvsVm *vm, GPtrArray *objects)
{
    for (guint i = 0; i < vm->nics->len; i++) {
        const HvsNic *nic = g_ptr_array_index(vm->nics, i);
        const char *guid = strrchr(nic->instance_id, '\\') + 1;
        g_autofree char *identifier = g_strconcat("{", guid, "}", NULL);
        const char *identifiers[] = { identifier, NULL };

        if (!nic->legacy)
            hvr_wmi_object_set_strv(
                append_port(nic, &hvr_wmi_class_Msvm_SyntheticEthernetPortSettingData, port_values,
                            objects),
                "VirtualSystemIdentifiers", identifiers);
    }
}

void
hvs_vm_append_legacy_ports(const HvsVm *vm, GPtrArray *objects)
{
    for (guint i = 0; i < vm->nics->len; i++) {
        const HvsNic *nic = g_ptr_array_index(vm->nics, i);

        if (nic->legacy)
            append_port(nic, &hvr_wmi_class_Msvm_EmulatedEthernetPortSettingData,
                        legacy_port_values, objects);
    }
}

static void
connect_to_switch(const HvsVm *vm, gpointer connection, const char *name)
{
    g_autoptr(HvrWmiObject) ether = hvs_system_new_switch(vm->host, name);
    g_autofree char *path = hvs_cim_dup_path(vm->host, HVR_WMI_NAMESPACE, ether);
    const char *paths[] = { path, NULL };

    hvr_wmi_object_set_strv(connection, "HostResource", paths);
    hvr_wmi_object_set_string(connection, "LastKnownSwitchName", name);
}

void
hvs_vm_append_connections(const HvsVm *vm, GPtrArray *objects)
{
    for (guint i = 0; i < vm->nics->len; i++) {
        const HvsNic *nic = g_ptr_array_index(vm->nics, i);
        g_autofree char *id = g_strconcat(nic->instance_id, "\\C", NULL);
        gpointer connection = new_resource(&hvr_wmi_class_Msvm_EthernetPortAllocationSettingData,
                                           connection_values, id);

        set_parent(vm, connection,
                   nic->legacy ? "Msvm_EmulatedEthernetPortSettingData"
                               : "Msvm_SyntheticEthernetPortSettingData",
                   nic->instance_id);
        hvr_wmi_object_set_uint(connection, "EnabledState",
                                nic->switch_name != NULL || nic->pool != NULL ? 2 : 3);
        if (nic->switch_name != NULL)
            connect_to_switch(vm, connection, nic->switch_name);
        if (nic->pool != NULL)
            hvr_wmi_object_set_string(connection, "PoolID", nic->pool);
        hvr_wmi_object_set_string(connection, "TestReplicaSwitchName", nic->test_switch);
        hvr_wmi_object_set_string(connection, "TestReplicaPoolID", nic->test_pool);
        g_ptr_array_add(objects, connection);
    }
}

static void
append_component(const HvsVm *vm,
                 GPtrArray *objects,
                 const HvrWmiClass *type,
                 const HvsValue *values,
                 const char *guid)
{
    g_autofree char *id = g_strdup_printf("Microsoft:%s\\%s", vm->guid, guid);
    gpointer component;

    if (!hvs_vm_has_process(vm))
        return;

    component = hvs_values_new(type, component_values);
    hvs_values_set(component, values);
    hvr_wmi_object_set_string(component, "DeviceID", id);
    hvr_wmi_object_set_string(component, "SystemName", vm->guid);
    hvr_wmi_object_set_time(component, "TimeOfLastStateChange", vm->started);
    g_ptr_array_add(objects, component);
}

void
hvs_vm_append_shutdown(const HvsVm *vm, GPtrArray *objects)
{
    append_component(vm, objects, &hvr_wmi_class_Msvm_ShutdownComponent, shutdown_values,
                     SHUTDOWN_GUID);
}

void
hvs_vm_append_heartbeat(const HvsVm *vm, GPtrArray *objects)
{
    append_component(vm, objects, &hvr_wmi_class_Msvm_HeartbeatComponent, heartbeat_values,
                     HEARTBEAT_GUID);
}
