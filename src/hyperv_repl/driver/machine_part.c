/* machine_part.c: a machine's CIM instances made into a value
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_part.h"

#include <string.h>

#include "wmi_path.h"

#define ENABLED 2 /* EnabledState */

#define BOOT_SUFFIX "\\B" /* of a boot source that is a device (recorded hosts) */

/* BootOrder, msvm-virtualsystemsettingdata.md */
static const HvrBootClass boot_classes[] = {
    HVR_BOOT_FLOPPY, HVR_BOOT_CDROM, HVR_BOOT_DISK, HVR_BOOT_NETWORK, HVR_BOOT_DISK,
};

/* clang-format off */
static const HvrWmiClass *const service_types[HVR_N_SERVICES] = {
    [HVR_SERVICE_SHUTDOWN]  = &hvr_wmi_class_Msvm_ShutdownComponentSettingData,
    [HVR_SERVICE_TIME]      = &hvr_wmi_class_Msvm_TimeSyncComponentSettingData,
    [HVR_SERVICE_KVP]       = &hvr_wmi_class_Msvm_KvpExchangeComponentSettingData,
    [HVR_SERVICE_HEARTBEAT] = &hvr_wmi_class_Msvm_HeartbeatComponentSettingData,
    [HVR_SERVICE_VSS]       = &hvr_wmi_class_Msvm_VssComponentSettingData,
    [HVR_SERVICE_FILES]     = &hvr_wmi_class_Msvm_GuestServiceInterfaceComponentSettingData,
};
/* clang-format on */

gconstpointer
hvr_machine_part_find(const HvrMachineParts *parts, const HvrWmiClass *type)
{
    for (guint i = 0; i < parts->resources->len; i++) {
        const HvrWmiObject *object = parts->resources->pdata[i];

        if (object->type == type)
            return object;
    }

    return NULL;
}

gboolean
hvr_machine_part_is_named(gconstpointer part, const char *id)
{
    const CIM_ManagedElement *element = part; /* all parts derive from it */

    return id != NULL && element->InstanceID != NULL &&
           g_ascii_strcasecmp(element->InstanceID, id) == 0;
}

char *
hvr_machine_part_dup_id(const char *path)
{
    return path != NULL ? hvr_wmi_path_dup_key(path, "InstanceID") : NULL;
}

/* Returns: (transfer full): the device's InstanceID, or that of the source itself. */
static char *
dup_boot_device(const char *path)
{
    char *id = hvr_machine_part_dup_id(path);

    if (id != NULL && g_str_has_suffix(id, BOOT_SUFFIX))
        id[strlen(id) - strlen(BOOT_SUFFIX)] = '\0';

    return id;
}

static gboolean
has_resource(const HvrMachineParts *parts, const char *id)
{
    for (guint i = 0; i < parts->resources->len; i++) {
        if (hvr_machine_part_is_named(parts->resources->pdata[i], id))
            return TRUE;
    }

    return FALSE;
}

gboolean
hvr_machine_part_has_boot_files(const HvrMachineParts *parts)
{
    const Msvm_VirtualSystemSettingData *settings = parts->settings;

    for (guint i = 0; settings->BootSourceOrder != NULL && settings->BootSourceOrder[i] != NULL;
         i++) {
        g_autofree char *id = dup_boot_device(settings->BootSourceOrder[i]);

        if (!has_resource(parts, id))
            return TRUE;
    }

    return FALSE;
}

static HvrBootFile *
new_boot_file(const HvrMachineParts *parts, const char *id)
{
    HvrBootFile *file = hvr_boot_file_new();

    file->id = g_strdup(id);
    for (guint i = 0; parts->boot_sources != NULL && i < parts->boot_sources->len; i++) {
        const Msvm_BootSourceSettingData *source = parts->boot_sources->pdata[i];

        if (!hvr_machine_part_is_named(source, id))
            continue;
        file->description = g_strdup(source->BootSourceDescription);
        file->path = g_strdup(source->FirmwareDevicePath);
    }

    return file;
}

static guint *
find_boot_order(const HvrMachine *machine, const char *id)
{
    for (guint i = 0; id != NULL && i < machine->disks->len; i++) {
        HvrMachineDisk *disk = machine->disks->pdata[i];

        if (disk->id != NULL && g_ascii_strcasecmp(disk->id, id) == 0)
            return &disk->boot_order;
    }
    for (guint i = 0; id != NULL && i < machine->nics->len; i++) {
        HvrMachineNic *nic = machine->nics->pdata[i];

        if (nic->id != NULL && g_ascii_strcasecmp(nic->id, id) == 0)
            return &nic->boot_order;
    }

    return NULL;
}

void
hvr_machine_part_set_boot_order(const HvrMachineParts *parts, HvrMachine *machine)
{
    const Msvm_VirtualSystemSettingData *settings = parts->settings;

    for (guint i = 0; settings->BootSourceOrder != NULL && settings->BootSourceOrder[i] != NULL;
         i++) {
        g_autofree char *device = dup_boot_device(settings->BootSourceOrder[i]);
        guint *boot_order = find_boot_order(machine, device);

        if (boot_order == NULL) {
            g_autofree char *id = hvr_machine_part_dup_id(settings->BootSourceOrder[i]);
            HvrBootFile *file = new_boot_file(parts, id);

            g_ptr_array_add(machine->firmware.boot_files, file);
            boot_order = &file->boot_order;
        }
        *boot_order = i + 1;
    }
}

/* Older hosts tell disks on either bus apart, which libvirt does not. */
static void
set_boot_classes(HvrMachineFirmware *firmware, const Msvm_VirtualSystemSettingData *settings)
{
    const GArray *order = settings->BootOrder;
    guint n = 0;

    for (guint i = 0; order != NULL && i < order->len && n < HVR_N_BOOT_CLASSES - 1; i++) {
        guint16 number = g_array_index(order, guint16, i);

        if (number < G_N_ELEMENTS(boot_classes))
            firmware->boot_classes[n++] = boot_classes[number];
    }
}

/* The host has it in braces. */
static char *
dup_bare(const char *guid)
{
    gsize length = guid != NULL ? strlen(guid) : 0;

    if (length > 2 && guid[0] == '{' && guid[length - 1] == '}')
        return g_strndup(guid + 1, length - 2);

    return g_strdup(guid);
}

static void
set_firmware(HvrMachine *machine, const Msvm_VirtualSystemSettingData *settings)
{
    HvrMachineFirmware *firmware = &machine->firmware;

    firmware->secure_boot = machine->generation == 2 && settings->SecureBootEnabled;
    firmware->secure_boot_template = g_strdup(settings->SecureBootTemplateId);
    set_boot_classes(firmware, settings);
    firmware->network_protocol = settings->NetworkBootPreferredProtocol;
    firmware->pause_after_boot_failure = settings->PauseAfterBootFailure;
    firmware->num_lock = settings->BIOSNumLock;
    firmware->console = settings->ConsoleMode;
    firmware->bios_guid = dup_bare(settings->BIOSGUID);
    firmware->bios_serial = g_strdup(settings->BIOSSerialNumber);
    firmware->board_serial = g_strdup(settings->BaseBoardSerialNumber);
    firmware->chassis_serial = g_strdup(settings->ChassisSerialNumber);
    firmware->chassis_tag = g_strdup(settings->ChassisAssetTag);
}

static void
set_actions(HvrMachineActions *actions, const Msvm_VirtualSystemSettingData *settings)
{
    actions->start = settings->AutomaticStartupAction;
    actions->start_delay = settings->AutomaticStartupActionDelay.usec;
    actions->start_sequence = settings->AutomaticStartupActionSequenceNumber;
    actions->stop = settings->AutomaticShutdownAction;
    actions->recovery = settings->AutomaticRecoveryAction;
    actions->critical_error = settings->AutomaticCriticalErrorAction;
    actions->critical_error_timeout = settings->AutomaticCriticalErrorActionTimeout.usec;
    actions->checkpoint = settings->UserSnapshotType;
    actions->automatic_checkpoints = settings->AutomaticSnapshotsEnabled;
}

static void
set_settings(HvrMachine *machine, const Msvm_VirtualSystemSettingData *settings)
{
    const char *sub_type = settings->VirtualSystemSubType;

    machine->id = g_strdup(settings->InstanceID);
    machine->guid = settings->VirtualSystemIdentifier != NULL
                        ? g_ascii_strup(settings->VirtualSystemIdentifier, -1)
                        : NULL;
    machine->name = g_strdup(settings->ElementName);
    if (settings->Notes != NULL && settings->Notes[0] != NULL)
        machine->notes = g_strjoinv("\n", settings->Notes);
    machine->generation = sub_type != NULL && g_str_has_suffix(sub_type, ":2") ? 2 : 1;
    machine->version = g_strdup(settings->Version);
    machine->data_root = g_strdup(settings->ConfigurationDataRoot);
    machine->snapshot_root = g_strdup(settings->SnapshotDataRoot);
    machine->paging_root = g_strdup(settings->SwapFileDataRoot);
    machine->numa = settings->VirtualNumaEnabled;
    machine->lock_on_disconnect = settings->LockOnDisconnect;
    machine->low_mmio_gap = settings->LowMmioGapSize;
    machine->high_mmio_gap = settings->HighMmioGapSize;
    set_firmware(machine, settings);
    set_actions(&machine->actions, settings);
}

static void
set_cpu(HvrMachineCpu *cpu, const Msvm_ProcessorSettingData *settings)
{
    if (settings == NULL)
        return;

    cpu->id = g_strdup(settings->InstanceID);
    cpu->count = (guint)settings->VirtualQuantity;
    cpu->limit = (guint)settings->Limit;
    cpu->reservation = (guint)settings->Reservation;
    cpu->weight = settings->Weight;
    cpu->nested = settings->ExposeVirtualizationExtensions;
    cpu->hide_hypervisor = settings->HideHypervisorPresent;
    cpu->compatible = settings->LimitProcessorFeatures;
    cpu->old_os = settings->LimitCPUID;
    cpu->protect_host = settings->EnableHostResourceProtection;
    cpu->threads_per_core = (guint)settings->HwThreadsPerCore;
    cpu->max_per_numa_node = (guint)settings->MaxProcessorsPerNumaNode;
    cpu->max_numa_nodes_per_socket = (guint)settings->MaxNumaNodesPerSocket;
    cpu->group = g_strdup(settings->CpuGroupId);
}

static void
set_memory(HvrMachineMemory *memory, const Msvm_MemorySettingData *settings)
{
    if (settings == NULL)
        return;

    memory->id = g_strdup(settings->InstanceID);
    memory->is_dynamic = settings->DynamicMemoryEnabled;
    memory->startup = settings->VirtualQuantity;
    memory->minimum = settings->Reservation;
    memory->maximum = settings->Limit;
    memory->buffer = settings->TargetMemoryBuffer;
    memory->priority = settings->Weight;
    memory->max_per_numa_node = settings->MaxMemoryBlocksPerNumaNode;
    memory->huge_pages = settings->HugePagesEnabled;
    memory->sgx = settings->SgxEnabled ? settings->SgxSize : 0;
}

/* EnabledState stands elsewhere in each of these classes. */
static gboolean
is_enabled(gconstpointer service)
{
    const HvrWmiObject *object = service;
    const HvrWmiField *field = hvr_wmi_class_find_field(object->type, "EnabledState");
    const guint16 *state = hvr_wmi_object_get_value(object, field, 0);

    return state != NULL && *state == ENABLED;
}

static void
set_services(const HvrMachineParts *parts, HvrMachineService *services)
{
    for (guint i = 0; i < HVR_N_SERVICES; i++) {
        const CIM_ManagedElement *service = hvr_machine_part_find(parts, service_types[i]);

        if (service == NULL)
            continue;
        services[i].id = g_strdup(service->InstanceID);
        services[i].is_known = TRUE;
        services[i].is_enabled = is_enabled(service);
    }
}

static void
set_video(HvrMachineVideo *video, const Msvm_SyntheticDisplayControllerSettingData *settings)
{
    if (settings == NULL)
        return;

    video->id = g_strdup(settings->InstanceID);
    video->resolution_kind = settings->ResolutionType;
    video->width = settings->HorizontalResolution;
    video->height = settings->VerticalResolution;
}

static void
set_security(HvrMachineSecurity *security, const Msvm_SecuritySettingData *settings)
{
    if (settings == NULL)
        return;

    security->id = g_strdup(settings->InstanceID);
    security->is_known = TRUE;
    security->tpm = settings->TpmEnabled;
    security->shielded = settings->ShieldingRequested;
    security->encrypt_traffic = settings->EncryptStateAndVmMigrationTraffic;
    security->protect_state = settings->DataProtectionRequested;
    security->key_storage = settings->KsdEnabled;
    security->no_virtual_security = settings->VirtualizationBasedSecurityOptOut;
}

HvrMachine *
hvr_machine_describe(const HvrMachineParts *parts)
{
    HvrMachine *machine = hvr_machine_new();

    set_settings(machine, parts->settings);
    set_cpu(&machine->cpu, hvr_machine_part_find(parts, &hvr_wmi_class_Msvm_ProcessorSettingData));
    set_memory(&machine->memory,
               hvr_machine_part_find(parts, &hvr_wmi_class_Msvm_MemorySettingData));
    set_services(parts, machine->services);
    set_video(
        &machine->video,
        hvr_machine_part_find(parts, &hvr_wmi_class_Msvm_SyntheticDisplayControllerSettingData));
    set_security(&machine->security, parts->security);
    hvr_machine_part_add_disks(parts, machine);
    hvr_machine_part_add_nics(parts, machine);
    hvr_machine_part_set_boot_order(parts, machine);

    return machine;
}
