/* sim_vm_service.c: a VM's integration services, serial ports, display, security and boot sources
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_vm_part.h"

#include "sim_values.h"

/* The services' well-known names (Get-VMIntegrationService). */
#define SHUTDOWN_GUID  "9F8233AC-BE49-4C79-8EE3-E7E1985B2077"
#define TIME_GUID      "2497F4DE-E9FA-4204-80E4-4B75C46419C0"
#define EXCHANGE_GUID  "2A34B1C2-FD73-4043-8A5B-DD2159BC743F"
#define HEARTBEAT_GUID "84EAAE65-2F2E-45F5-9BB5-0E857DC8EB47"
#define VSS_GUID       "5CED1297-4598-4915-A5FC-AD21BB4D02A4"
#define FILES_GUID     "6C09BB55-D683-4DA0-8931-C9BF705F6480"

/* Inferred: no dump shows them. */
#define SERIAL_GUID   "8E3A359F-559A-4B6A-98A9-1690A6100ED7"
#define DISPLAY_GUID  "1C8B7D9C-97D8-4F63-BC04-42E1BEB63A9E"
#define SECURITY_GUID "F2D61F35-E9DB-4C1A-8A69-3B3BC6C4B1C3"

#define N_SERIAL_PORTS 2

/* Msvm_BootSourceSettingData.BootSourceType */
#define BOOT_DRIVE   1
#define BOOT_NETWORK 2

/* clang-format off */
static const HvsValue service_values[] = {
    { "ResourceType",          "1" },
    { "ConsumerVisibility",    "3" },
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

static const HvsValue serial_values[] = {
    { "Caption",               "Serial Port" },
    { "Description",           "Settings for Microsoft Virtual Serial Port" },
    { "ResourceType",          "21" },
    { "ResourceSubType",       "Microsoft:Hyper-V:Serial Port" },
    { "AllocationUnits",       "count" },
    { "VirtualQuantity",       "1" },
    { "AutomaticAllocation",   "true" },
    { "AutomaticDeallocation", "true" },
    { NULL }
};

static const HvsValue display_values[] = {
    { "Caption",               "Display Controller" },
    { "Description",           "Settings for the Microsoft Synthetic Display Controller." },
    { "ElementName",           "Display Controller" },
    { "ResourceType",          "24" },
    { "ResourceSubType",       "Microsoft:Hyper-V:Synthetic Display Controller" },
    { "AllocationUnits",       "count" },
    { "VirtualQuantity",       "1" },
    { "AutomaticAllocation",   "true" },
    { "AutomaticDeallocation", "true" },
    { "ResolutionType",        "3" },
    { "HorizontalResolution",  "1920" },
    { "VerticalResolution",    "1080" },
    { NULL }
};

static const HvsValue security_values[] = {
    { "Caption",                           "Security Settings" },
    { "Description",                       "Describes the security settings for the virtual machine." },
    { "ElementName",                       "Security Settings" },
    { "TpmEnabled",                        "false" },
    { "KsdEnabled",                        "false" },
    { "ShieldingRequested",                "false" },
    { "DataProtectionRequested",           "false" },
    { "EncryptStateAndVmMigrationTraffic", "false" },
    { "VirtualizationBasedSecurityOptOut", "false" },
    { NULL }
};

static const HvsValue boot_values[] = {
    { "Caption",               "Boot Source" },
    { "ElementName",           "Boot Source" },
    { NULL }
};
/* clang-format on */

static gpointer
append_part(const HvsVm *vm,
            GPtrArray *objects,
            const HvrWmiClass *type,
            const HvsValue *values,
            const char *id)
{
    gpointer part = hvs_values_new(type, values);
    g_autofree char *full = g_strdup_printf("Microsoft:%s\\%s", vm->guid, id);

    hvr_wmi_object_set_string(part, "InstanceID", full);
    g_ptr_array_add(objects, part);

    return part;
}

static void
append_service(const HvsVm *vm,
               GPtrArray *objects,
               const HvrWmiClass *type,
               const char *guid,
               const char *name)
{
    gpointer service = append_part(vm, objects, type, service_values, guid);
    g_autofree char *other = g_strdup_printf("Microsoft:Hyper-V:%s Component", name);

    hvr_wmi_object_set_string(service, "Caption", name);
    hvr_wmi_object_set_string(service, "ElementName", name);
    hvr_wmi_object_set_string(service, "OtherResourceType", other);
    hvr_wmi_object_set_uint(service, "EnabledState", 2);
}

void
hvs_vm_append_shutdown_set(const HvsVm *vm, GPtrArray *objects)
{
    append_service(vm, objects, &hvr_wmi_class_Msvm_ShutdownComponentSettingData, SHUTDOWN_GUID,
                   "Shutdown");
}

void
hvs_vm_append_time_set(const HvsVm *vm, GPtrArray *objects)
{
    append_service(vm, objects, &hvr_wmi_class_Msvm_TimeSyncComponentSettingData, TIME_GUID,
                   "Time Synchronization");
}

void
hvs_vm_append_exchange_set(const HvsVm *vm, GPtrArray *objects)
{
    append_service(vm, objects, &hvr_wmi_class_Msvm_KvpExchangeComponentSettingData, EXCHANGE_GUID,
                   "Key-Value Pair Exchange");
}

void
hvs_vm_append_heartbeat_set(const HvsVm *vm, GPtrArray *objects)
{
    append_service(vm, objects, &hvr_wmi_class_Msvm_HeartbeatComponentSettingData, HEARTBEAT_GUID,
                   "Heartbeat");
}

void
hvs_vm_append_vss_set(const HvsVm *vm, GPtrArray *objects)
{
    append_service(vm, objects, &hvr_wmi_class_Msvm_VssComponentSettingData, VSS_GUID, "VSS");
}

/* Off until somebody wants it: EnabledState's default on its page. */
void
hvs_vm_append_files_set(const HvsVm *vm, GPtrArray *objects)
{
    append_service(vm, objects, &hvr_wmi_class_Msvm_GuestServiceInterfaceComponentSettingData,
                   FILES_GUID, "Guest Service Interface");
    hvr_wmi_object_set_uint(g_ptr_array_index(objects, objects->len - 1), "EnabledState", 3);
}

/* Connection is the pipe; "COM 1" is what libvirt's own driver reads the number from. */
static void
append_serial_ports(const HvsVm *vm, GPtrArray *objects, const HvrWmiClass *type)
{
    for (guint i = 0; i < N_SERIAL_PORTS; i++) {
        static const char *const no_pipe[] = { "", NULL };
        g_autofree char *id = g_strdup_printf(SERIAL_GUID "\\%u", i);
        g_autofree char *name = g_strdup_printf("COM %u", i + 1);
        gpointer port = append_part(vm, objects, type, serial_values, id);

        hvr_wmi_object_set_string(port, "ElementName", name);
        hvr_wmi_object_set_strv(port, "Connection", no_pipe);
        if (type == &hvr_wmi_class_Msvm_SerialPortSettingData)
            hvr_wmi_object_set_boolean(port, "DebuggerMode", FALSE);
    }
}

void
hvs_vm_append_serial_ports(const HvsVm *vm, GPtrArray *objects)
{
    append_serial_ports(vm, objects, &hvr_wmi_class_Msvm_SerialPortSettingData);
}

/* libvirt's own driver knows the difference by the host's version. */
void
hvs_vm_append_old_serial_ports(const HvsVm *vm, GPtrArray *objects)
{
    append_serial_ports(vm, objects, &hvr_wmi_class_Msvm_ResourceAllocationSettingData);
}

void
hvs_vm_append_display(const HvsVm *vm, GPtrArray *objects)
{
    append_part(vm, objects, &hvr_wmi_class_Msvm_SyntheticDisplayControllerSettingData,
                display_values, DISPLAY_GUID "\\0");
}

void
hvs_vm_append_security(const HvsVm *vm, GPtrArray *objects)
{
    append_part(vm, objects, &hvr_wmi_class_Msvm_SecuritySettingData, security_values,
                SECURITY_GUID);
}

/* As recorded: named like the device, and one more step. */
static void
append_boot_source(GPtrArray *objects, const char *device_id, guint type, const char *text)
{
    gpointer source = hvs_values_new(&hvr_wmi_class_Msvm_BootSourceSettingData, boot_values);
    g_autofree char *id = g_strconcat(device_id, "\\B", NULL);

    hvr_wmi_object_set_string(source, "InstanceID", id);
    hvr_wmi_object_set_uint(source, "BootSourceType", type);
    hvr_wmi_object_set_string(source, "BootSourceDescription", text);
    g_ptr_array_add(objects, source);
}

/* Drives, then adapters, as New-VM leaves them (inferred). */
void
hvs_vm_append_boot_sources(const HvsVm *vm, GPtrArray *objects)
{
    for (guint i = 0; vm->generation == 2 && i < vm->disks->len; i++) {
        const HvsDisk *disk = g_ptr_array_index(vm->disks, i);
        g_autofree char *drive = g_strdup(disk->instance_id);

        drive[strlen(drive) - 1] = 'D';
        append_boot_source(objects, drive, BOOT_DRIVE, "EFI SCSI Device");
    }
    for (guint i = 0; vm->generation == 2 && i < vm->nics->len; i++) {
        const HvsNic *nic = g_ptr_array_index(vm->nics, i);

        append_boot_source(objects, nic->instance_id, BOOT_NETWORK, "EFI Network");
    }
}

void
hvs_vm_set_boot_order(const HvsVm *vm, gpointer settings)
{
    g_autoptr(GPtrArray) sources = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

    hvs_vm_append_boot_sources(vm, sources);
    for (guint i = 0; i < sources->len; i++)
        g_ptr_array_add(
            paths, hvs_cim_dup_path(vm->host, HVR_WMI_NAMESPACE, g_ptr_array_index(sources, i)));
    g_ptr_array_add(paths, NULL);
    hvr_wmi_object_set_strv(settings, "BootSourceOrder", (const char *const *)paths->pdata);
}
