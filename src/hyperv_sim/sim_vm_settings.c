/* sim_vm_settings.c: a VM's settings as WMI shows them: the system, processors, memory
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_vm_part.h"

#include "sim_values.h"

#define PROCESSOR_GUID "b637f346-6a0e-4dec-af52-bd70cb80a21d"
#define MEMORY_GUID    "4764334d-e001-4176-82ee-5594ec9b530e"
#define DATA_ROOT      "C:\\ProgramData\\Microsoft\\Windows\\Hyper-V"

/* What New-VM leaves (PowerShell's defaults; the rest inferred). */
/* clang-format off */
static const HvsValue system_values[] = {
    { "Caption",                              "Virtual Machine Settings" },
    { "ConfigurationDataRoot",                DATA_ROOT },
    { "SnapshotDataRoot",                     DATA_ROOT },
    { "SuspendDataRoot",                      DATA_ROOT },
    { "SwapFileDataRoot",                     DATA_ROOT },
    { "LogDataRoot",                          DATA_ROOT },
    { "GuestStateDataRoot",                   DATA_ROOT },
    { "AutomaticStartupActionDelay",          "00000000000000.000000:000" },
    { "AutomaticShutdownAction",              "3" }, /* save state */
    { "AutomaticRecoveryAction",              "3" }, /* restart */
    { "AutomaticCriticalErrorAction",         "1" }, /* pause */
    { "AutomaticCriticalErrorActionTimeout",  "00000000003000.000000:000" },
    { "UserSnapshotType",                     "3" }, /* production, falls back to test */
    { "BIOSNumLock",                          "false" },
    { "AllowFullSCSICommandSet",              "false" },
    { "DebugChannelId",                       "0" },
    { "DebugPortEnabled",                     "0" },
    { "DebugPort",                            "0" },
    { "IncrementalBackupEnabled",             "false" },
    { "VirtualNumaEnabled",                   "true" },
    { "AllowReducedFcRedundancy",             "false" },
    { "PauseAfterBootFailure",                "false" },
    { "NetworkBootPreferredProtocol",         "4096" }, /* IPv4 */
    { "GuestControlledCacheTypes",            "false" },
    { "AutomaticSnapshotsEnabled",            "false" },
    { "IsAutomaticSnapshot",                  "false" },
    { "LockOnDisconnect",                     "false" },
    { "ConsoleMode",                          "0" },
    { "LowMmioGapSize",                       "128" },
    { "HighMmioGapSize",                      "512" },
    { "EnhancedSessionTransportType",         "0" },
    { NULL }
};

static const HvsValue processor_values[] = {
    { "Caption",                        "Processor" },
    { "Description",                    "A logical processor of the hypervisor running on the host computer system." },
    { "ElementName",                    "Processor" },
    { "ResourceType",                   "3" },
    { "ResourceSubType",                "Microsoft:Hyper-V:Processor" },
    { "PoolID",                         "" },
    { "AllocationUnits",                "percent / 1000" },
    { "Reservation",                    "0" },
    { "Limit",                          "100000" },
    { "Weight",                         "100" },
    { "AutomaticAllocation",            "true" },
    { "AutomaticDeallocation",          "true" },
    { "VirtualQuantityUnits",           "count" },
    { "LimitCPUID",                     "false" },
    { "HwThreadsPerCore",               "0" },
    { "LimitProcessorFeatures",         "false" },
    { "MaxNumaNodesPerSocket",          "1" },
    { "EnableHostResourceProtection",   "false" },
    { "CpuGroupId",                     "00000000-0000-0000-0000-000000000000" },
    { "HideHypervisorPresent",          "false" },
    { "ExposeVirtualizationExtensions", "false" },
    { NULL }
};

/* A limit of 1 TiB stands also where memory is static (PowerShell's MaximumBytes). */
static const HvsValue memory_values[] = {
    { "Caption",               "Memory Default Settings" },
    { "Description",           "Describes the default settings for the memory resources." },
    { "ElementName",           "Memory" },
    { "ResourceType",          "4" },
    { "ResourceSubType",       "Microsoft:Hyper-V:Memory" },
    { "PoolID",                "" },
    { "AllocationUnits",       "byte * 2^20" },
    { "Limit",                 "1048576" },
    { "Weight",                "5000" },
    { "AutomaticAllocation",   "true" },
    { "AutomaticDeallocation", "true" },
    { "VirtualQuantityUnits",  "byte * 2^20" },
    { "HugePagesEnabled",      "false" },
    { "DynamicMemoryEnabled",  "false" },
    { "TargetMemoryBuffer",    "20" },
    { "IsVirtualized",         "true" },
    { "SwapFilesInUse",        "false" },
    { "SgxSize",               "0" },
    { "SgxEnabled",            "false" },
    { NULL }
};

/* Asked for by libvirt as InstanceID LIKE 'Microsoft:Definition%Maximum'; the
 * numbers are those of Windows Server 2016 and later (inferred). */
static const struct {
    const char *id;
    guint n_vcpus;
} processor_limits[] = {
    { "Microsoft:Definition\\" PROCESSOR_GUID "\\Default",   1 },
    { "Microsoft:Definition\\" PROCESSOR_GUID "\\Increment", 1 },
    { "Microsoft:Definition\\" PROCESSOR_GUID "\\Maximum",   240 },
    { "Microsoft:Definition\\" PROCESSOR_GUID "\\Minimum",   1 },
};
/* clang-format on */

/* Numbers like a mainboard's; always the same for one VM. */
static void
set_serial_numbers(const HvsVm *vm, gpointer settings)
{
    guint hash = g_str_hash(vm->guid);
    g_autofree char *seed = g_strconcat(vm->guid, "/bios", NULL);
    g_autofree char *guid = hvs_guid_from_text(seed);
    g_autofree char *bios = g_strconcat("{", guid, "}", NULL);
    g_autofree char *serial = NULL;

    serial = g_strdup_printf("%04u-%04u-%04u-%04u-%04u-%04u-%02u", hash % 9973, hash % 9967,
                             hash % 9949, hash % 9941, hash % 9931, hash % 9929, hash % 97);
    hvr_wmi_object_set_string(settings, "BIOSGUID", bios);
    hvr_wmi_object_set_string(settings, "BIOSSerialNumber", serial);
    hvr_wmi_object_set_string(settings, "BaseBoardSerialNumber", serial);
    hvr_wmi_object_set_string(settings, "ChassisSerialNumber", serial);
    hvr_wmi_object_set_string(settings, "ChassisAssetTag", serial);
}

static void
set_generation(const HvsVm *vm, gpointer settings)
{
    static const guint64 boot_order[] = { 1, 2, 3, 0 }; /* CD-ROM, IDE, PXE, floppy */
    g_autofree char *guest_state = g_strdup_printf("Virtual Machines\\%s.vmgs", vm->guid);

    hvr_wmi_object_set_string(settings, "VirtualSystemSubType",
                              vm->generation == 1 ? "Microsoft:Hyper-V:SubType:1"
                                                  : "Microsoft:Hyper-V:SubType:2");
    hvr_wmi_object_set_string(settings, "GuestStateFile", guest_state);
    hvr_wmi_object_set_boolean(settings, "SecureBootEnabled", vm->generation == 2);
    if (vm->generation == 1)
        hvr_wmi_object_set_uints(settings, "BootOrder", boot_order, G_N_ELEMENTS(boot_order));
    if (vm->generation == 1)
        return;
    /* Microsoft Windows, the template that New-VM takes. */
    hvr_wmi_object_set_string(settings, "SecureBootTemplateId",
                              "1734c6e8-3154-4dda-ba5f-a874cc483422");
    hvs_vm_set_boot_order(vm, settings);
}

static gpointer
new_settings(const HvsVm *vm, const char *id)
{
    gpointer settings = hvs_values_new(&hvr_wmi_class_Msvm_VirtualSystemSettingData, system_values);
    const char *notes[] = { vm->notes, NULL };
    const char *guid = id + strlen("Microsoft:");
    g_autofree char *file = g_strdup_printf("Virtual Machines\\%s.vmcx", guid);
    g_autofree char *version =
        g_strdup_printf("%u.%u", vm->config_version / 10, vm->config_version % 10);

    hvr_wmi_object_set_string(settings, "InstanceID", id);
    hvr_wmi_object_set_string(settings, "VirtualSystemIdentifier", vm->guid);
    hvr_wmi_object_set_strv(settings, "Notes", notes);
    hvr_wmi_object_set_string(settings, "ConfigurationID", guid);
    hvr_wmi_object_set_string(settings, "ConfigurationFile", file);
    hvr_wmi_object_set_uint(settings, "AutomaticStartupAction", vm->automatic_start_action);
    hvr_wmi_object_set_string(settings, "Version", version);
    set_serial_numbers(vm, settings);
    set_generation(vm, settings);

    return settings;
}

static void
set_parent(const HvsVm *vm, gpointer settings, const HvsSnapshot *parent)
{
    g_autofree char *path = parent != NULL ? hvs_vm_dup_snapshot_path(vm, parent) : NULL;

    hvr_wmi_object_set_string(settings, "Parent", path);
}

gpointer
hvs_vm_new_snapshot_settings(const HvsVm *vm, const HvsSnapshot *snapshot)
{
    gpointer settings = new_settings(vm, snapshot->instance_id);
    const char *notes[] = { snapshot->notes, NULL };

    hvr_wmi_object_set_string(settings, "Description", "Snapshot settings for the virtual machine");
    hvr_wmi_object_set_string(settings, "ElementName", snapshot->name);
    hvr_wmi_object_set_strv(settings, "Notes", notes);
    hvr_wmi_object_set_string(settings, "VirtualSystemType", snapshot->type);
    hvr_wmi_object_set_time(settings, "CreationTime", snapshot->created);
    hvr_wmi_object_set_boolean(settings, "IsSaved", snapshot->saved);
    set_parent(vm, settings, snapshot->parent);

    return settings;
}

void
hvs_vm_append_settings(const HvsVm *vm, GPtrArray *objects)
{
    g_autofree char *id = hvs_vm_dup_settings_id(vm);
    gpointer settings = new_settings(vm, id);

    hvr_wmi_object_set_string(settings, "Description", "Active settings for the virtual machine");
    hvr_wmi_object_set_string(settings, "ElementName", vm->name);
    hvr_wmi_object_set_string(settings, "VirtualSystemType", "Microsoft:Hyper-V:System:Realized");
    hvr_wmi_object_set_time(settings, "CreationTime", vm->created);
    hvr_wmi_object_set_boolean(settings, "IsSaved", vm->enabled_state == HVS_VM_SAVED);
    set_parent(vm, settings, vm->current);
    g_ptr_array_add(objects, settings);
    for (guint i = 0; i < vm->snapshots->len; i++)
        g_ptr_array_add(objects,
                        hvs_vm_new_snapshot_settings(vm, g_ptr_array_index(vm->snapshots, i)));
}

static void
append_processor(const HvsHost *host, const char *id, guint n_vcpus, GPtrArray *objects)
{
    gpointer settings = hvs_values_new(&hvr_wmi_class_Msvm_ProcessorSettingData, processor_values);

    hvr_wmi_object_set_string(settings, "InstanceID", id);
    hvr_wmi_object_set_uint(settings, "VirtualQuantity", n_vcpus);
    hvr_wmi_object_set_uint(settings, "MaxProcessorsPerNumaNode", host->n_processors);
    g_ptr_array_add(objects, settings);
}

void
hvs_vm_append_processor(const HvsVm *vm, GPtrArray *objects)
{
    g_autofree char *id = g_strdup_printf("Microsoft:%s\\" PROCESSOR_GUID "\\0", vm->guid);

    append_processor(vm->host, id, vm->n_vcpus, objects);
}

void
hvs_vm_append_processor_limits(const HvsHost *host, GPtrArray *objects)
{
    for (gsize i = 0; i < G_N_ELEMENTS(processor_limits); i++)
        append_processor(host, processor_limits[i].id, processor_limits[i].n_vcpus, objects);
}

void
hvs_vm_append_memory(const HvsVm *vm, GPtrArray *objects)
{
    gpointer settings = hvs_values_new(&hvr_wmi_class_Msvm_MemorySettingData, memory_values);
    g_autofree char *id = g_strdup_printf("Microsoft:%s\\" MEMORY_GUID, vm->guid);

    hvr_wmi_object_set_string(settings, "InstanceID", id);
    hvr_wmi_object_set_uint(settings, "VirtualQuantity", vm->memory_mb);
    hvr_wmi_object_set_uint(settings, "Reservation", MIN(vm->memory_mb, 512));
    hvr_wmi_object_set_uint(settings, "MaxMemoryBlocksPerNumaNode", vm->host->memory >> 20);
    g_ptr_array_add(objects, settings);
}

char *
hvs_vm_dup_settings_id(const HvsVm *vm)
{
    return g_strconcat("Microsoft:", vm->guid, NULL);
}

char *
hvs_vm_dup_settings_path(const HvsVm *vm)
{
    g_autofree char *id = hvs_vm_dup_settings_id(vm);

    return hvs_cim_dup_key_path(vm->host, "Msvm_VirtualSystemSettingData", "InstanceID", id);
}

char *
hvs_vm_dup_snapshot_path(const HvsVm *vm, const HvsSnapshot *snapshot)
{
    return hvs_cim_dup_key_path(vm->host, "Msvm_VirtualSystemSettingData", "InstanceID",
                                snapshot->instance_id);
}
