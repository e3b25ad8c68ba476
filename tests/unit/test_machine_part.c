/* test_machine_part.c: a host's instances made into one machine
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_part.h"

#include "wmi_path.h"

#define VM   "Microsoft:6DDC63C1-0135-40CA-B998-A606D91080E9"
#define SCSI VM "\\AAAAAAAA-0000-4000-8000-000000000000\\0"
#define NIC  VM "\\CCCCCCCC-0000-4000-8000-000000000000"

static HvrMachineParts
new_parts(void)
{
    HvrMachineParts parts = { 0 };

    parts.settings = hvr_wmi_object_new(&hvr_wmi_class_Msvm_VirtualSystemSettingData);
    parts.resources = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    parts.features = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    hvr_wmi_object_set_string(parts.settings, "VirtualSystemSubType",
                              "Microsoft:Hyper-V:SubType:2");

    return parts;
}

static gpointer
add(GPtrArray *parts, const HvrWmiClass *type, const char *id, const char *sub_type)
{
    gpointer part = hvr_wmi_object_new(type);

    hvr_wmi_object_set_string(part, "InstanceID", id);
    if (sub_type != NULL)
        hvr_wmi_object_set_string(part, "ResourceSubType", sub_type);
    g_ptr_array_add(parts, part);

    return part;
}

static void
set_parent(gpointer part, const char *id)
{
    g_autofree char *path =
        hvr_wmi_path_build("Msvm_ResourceAllocationSettingData", "InstanceID", id);

    hvr_wmi_object_set_string(part, "Parent", path);
}

static gpointer
add_rasd(HvrMachineParts *parts, const char *id, const char *sub_type, const char *parent_id)
{
    gpointer part =
        add(parts->resources, &hvr_wmi_class_Msvm_ResourceAllocationSettingData, id, sub_type);

    if (parent_id != NULL)
        set_parent(part, parent_id);

    return part;
}

/* Drives before their controllers, media before their drives: hosts promise no order. */
static void
test_order(void)
{
    HvrMachineParts parts = new_parts();
    const char *files[] = { "C:\\a.vhdx", NULL };
    g_autoptr(HvrMachine) machine = NULL;
    const HvrMachineDisk *disk;
    gpointer part;

    part = add(parts.resources, &hvr_wmi_class_Msvm_StorageAllocationSettingData, SCSI "\\7\\L",
               "Microsoft:Hyper-V:Virtual Hard Disk");
    set_parent(part, SCSI "\\7\\D");
    hvr_wmi_object_set_strv(part, "HostResource", files);
    hvr_wmi_object_set_uint(part, "IOPSLimit", 100);
    part = add_rasd(&parts, SCSI "\\7\\D", "Microsoft:Hyper-V:Synthetic Disk Drive", SCSI);
    hvr_wmi_object_set_string(part, "AddressOnParent", "7");
    part = add_rasd(&parts, SCSI "\\2\\D", "Microsoft:Hyper-V:Synthetic DVD Drive", SCSI);
    hvr_wmi_object_set_string(part, "AddressOnParent", "2");
    add_rasd(&parts, SCSI, "Microsoft:Hyper-V:Synthetic SCSI Controller", NULL);

    machine = hvr_machine_describe(&parts);
    hvr_machine_parts_clear(&parts);
    g_assert_cmpuint(machine->controllers->len, ==, 1);
    g_assert_cmpuint(machine->disks->len, ==, 2);
    disk = machine->disks->pdata[0];
    g_assert_cmpuint(disk->unit, ==, 2);
    g_assert_cmpuint(disk->kind, ==, HVR_DRIVE_CDROM);
    g_assert_cmpuint(disk->medium, ==, HVR_MEDIUM_NONE);
    disk = machine->disks->pdata[1];
    g_assert_cmpuint(disk->unit, ==, 7);
    g_assert_cmpstr(disk->path, ==, "C:\\a.vhdx");
    g_assert_cmpstr(disk->medium_id, ==, SCSI "\\7\\L");
    g_assert_cmpuint(disk->iops_limit, ==, 100);
}

/* Nothing of this may lead to a disk at a place that is not there, or to a crash. */
static void
test_hostile(void)
{
    HvrMachineParts parts = new_parts();
    const char *no_drive[] = {
        "\\\\HV\\root\\virtualization\\v2:Msvm_DiskDrive.DeviceID=\"NODRIVE\"", NULL
    };
    const char *empty[] = { NULL };
    g_autoptr(HvrMachine) machine = NULL;
    const HvrMachineDisk *disk;
    gpointer part;

    add_rasd(&parts, NULL, "Microsoft:Hyper-V:Synthetic SCSI Controller", NULL);
    add_rasd(&parts, NULL, NULL, NULL);
    add_rasd(&parts, "lost", "Microsoft:Hyper-V:Synthetic Disk Drive", SCSI "\\nowhere");
    add_rasd(&parts, SCSI, "Microsoft:Hyper-V:Synthetic SCSI Controller", NULL);
    part = add_rasd(&parts, SCSI "\\0\\D", "Microsoft:Hyper-V:Physical Disk Drive", SCSI);
    hvr_wmi_object_set_string(part, "AddressOnParent", "64");
    hvr_wmi_object_set_strv(part, "HostResource", no_drive);
    part = add(parts.resources, &hvr_wmi_class_Msvm_StorageAllocationSettingData, NULL, NULL);
    hvr_wmi_object_set_string(part, "Parent", "no path at all");
    hvr_wmi_object_set_strv(part, "HostResource", empty);
    add(parts.resources, &hvr_wmi_class_Msvm_SyntheticEthernetPortSettingData, NULL, NULL);
    add(parts.features, &hvr_wmi_class_Msvm_EthernetSwitchPortVlanSettingData, NULL, NULL);
    add(parts.resources, &hvr_wmi_class_CIM_SettingData, "unknown", NULL);

    g_assert_false(hvr_machine_part_has_host_drives(&parts));
    machine = hvr_machine_describe(&parts);
    hvr_machine_parts_clear(&parts);
    g_assert_cmpuint(machine->controllers->len, ==, 2);
    g_assert_cmpuint(machine->disks->len, ==, 1);
    disk = machine->disks->pdata[0];
    g_assert_cmpuint(disk->unit, ==, 0);
    g_assert_cmpuint(disk->medium, ==, HVR_MEDIUM_NONE);
    g_assert_cmpuint(machine->nics->len, ==, 1);
    g_assert_null(machine->guid);
    g_assert_false(machine->security.is_known);
}

static void
add_feature(HvrMachineParts *parts, const char *id, guint vlan)
{
    gpointer part =
        add(parts->features, &hvr_wmi_class_Msvm_EthernetSwitchPortVlanSettingData, id, NULL);

    hvr_wmi_object_set_uint(part, "OperationMode", 1);
    hvr_wmi_object_set_uint(part, "AccessVlanId", vlan);
}

/* The longer name of another adapter begins the same. */
static void
test_nic(void)
{
    HvrMachineParts parts = new_parts();
    const char *switches[] = {
        "\\\\HV\\root\\virtualization\\v2:Msvm_VirtualEthernetSwitch."
        "CreationClassName=\"Msvm_VirtualEthernetSwitch\",Name=\"5A2E\"",
        NULL,
    };
    g_autoptr(HvrMachine) machine = NULL;
    const HvrMachineNic *nic;
    gpointer part;

    part = add(parts.resources, &hvr_wmi_class_Msvm_SyntheticEthernetPortSettingData, NIC, NULL);
    hvr_wmi_object_set_string(part, "Address", "000000000000");
    part = add(parts.resources, &hvr_wmi_class_Msvm_EthernetPortAllocationSettingData, NIC "\\C",
               NULL);
    set_parent(part, NIC);
    hvr_wmi_object_set_strv(part, "HostResource", switches);
    hvr_wmi_object_set_uint(part, "EnabledState", 2);
    add_feature(&parts, NIC "\\C\\952C5004\\1", 17);
    add_feature(&parts, NIC "\\CC\\952C5004\\1", 18);
    g_assert_true(hvr_machine_part_has_nics(&parts));
    g_assert_true(hvr_machine_part_has_nameless_switches(&parts));
    parts.switches = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    part = hvr_wmi_object_new(&hvr_wmi_class_Msvm_VirtualEthernetSwitch);
    hvr_wmi_object_set_string(part, "Name", "5a2e");
    hvr_wmi_object_set_string(part, "ElementName", "LAN");
    g_ptr_array_add(parts.switches, part);

    machine = hvr_machine_describe(&parts);
    hvr_machine_parts_clear(&parts);
    nic = machine->nics->pdata[0];
    g_assert_null(nic->mac); /* none was drawn yet */
    g_assert_true(nic->is_connected);
    g_assert_cmpstr(nic->switch_id, ==, "5A2E");
    g_assert_cmpstr(nic->switch_name, ==, "LAN");
    g_assert_cmpuint(nic->vlan.mode, ==, HVR_VLAN_ACCESS);
    g_assert_cmpuint(nic->vlan.access, ==, 17);
}

/* Devices by their names, the rest as the firmware calls it. */
static void
test_boot(void)
{
    HvrMachineParts parts = new_parts();
    g_autofree char *nic_path =
        hvr_wmi_path_build("Msvm_BootSourceSettingData", "InstanceID", NIC "\\B");
    g_autofree char *file_path =
        hvr_wmi_path_build("Msvm_BootSourceSettingData", "InstanceID", VM "\\FILE");
    const char *order[] = { file_path, nic_path, NULL };
    g_autoptr(HvrMachine) machine = NULL;
    const HvrBootFile *file;
    gpointer source;

    add(parts.resources, &hvr_wmi_class_Msvm_SyntheticEthernetPortSettingData, NIC, NULL);
    hvr_wmi_object_set_strv(parts.settings, "BootSourceOrder", &order[1]);
    g_assert_false(hvr_machine_part_has_boot_files(&parts));
    hvr_wmi_object_set_strv(parts.settings, "BootSourceOrder", order);
    g_assert_true(hvr_machine_part_has_boot_files(&parts));
    parts.boot_sources = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    source = add(parts.boot_sources, &hvr_wmi_class_Msvm_BootSourceSettingData, VM "\\FILE", NULL);
    hvr_wmi_object_set_string(source, "BootSourceDescription", "Windows Boot Manager");

    machine = hvr_machine_describe(&parts);
    hvr_machine_parts_clear(&parts);
    g_assert_cmpuint(((HvrMachineNic *)machine->nics->pdata[0])->boot_order, ==, 2);
    g_assert_cmpuint(machine->firmware.boot_files->len, ==, 1);
    file = machine->firmware.boot_files->pdata[0];
    g_assert_cmpuint(file->boot_order, ==, 1);
    g_assert_cmpstr(file->id, ==, VM "\\FILE");
    g_assert_cmpstr(file->description, ==, "Windows Boot Manager");
}

static void
test_old_boot(void)
{
    static const guint64 order[] = { 3, 2, 99, 4, 1, 0, 0, 0 };
    HvrMachineParts parts = new_parts();
    g_autoptr(HvrMachine) machine = NULL;

    hvr_wmi_object_set_string(parts.settings, "VirtualSystemSubType", NULL);
    hvr_wmi_object_set_string(parts.settings, "BIOSGUID", "{1234}");
    hvr_wmi_object_set_boolean(parts.settings, "SecureBootEnabled", TRUE);
    hvr_wmi_object_set_uints(parts.settings, "BootOrder", order, G_N_ELEMENTS(order));
    machine = hvr_machine_describe(&parts);
    hvr_machine_parts_clear(&parts);
    g_assert_cmpuint(machine->generation, ==, 1);
    g_assert_false(machine->firmware.secure_boot);
    g_assert_cmpstr(machine->firmware.bios_guid, ==, "1234");
    g_assert_cmpuint(machine->firmware.boot_classes[0], ==, HVR_BOOT_NETWORK);
    g_assert_cmpuint(machine->firmware.boot_classes[1], ==, HVR_BOOT_DISK);
    g_assert_cmpuint(machine->firmware.boot_classes[2], ==, HVR_BOOT_DISK);
    g_assert_cmpuint(machine->firmware.boot_classes[3], ==, HVR_BOOT_CDROM);
    g_assert_cmpuint(machine->firmware.boot_classes[4], ==, HVR_BOOT_NONE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/machine/part/order", test_order);
    g_test_add_func("/machine/part/hostile", test_hostile);
    g_test_add_func("/machine/part/nic", test_nic);
    g_test_add_func("/machine/part/boot", test_boot);
    g_test_add_func("/machine/part/old-boot", test_old_boot);

    return g_test_run();
}
