/* machine_change_setting.c: changes of a machine itself, its processors and memory
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * When Hyper-V takes which of them: what its own tools offer in which state
 * (inferred, the classes' pages do not say).
 */

#include <config.h>

#include "machine_change_row.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "msvm_tables.h"

#define ALWAYS  HVR_MACHINE_ALWAYS
#define RUNNING HVR_MACHINE_RUNNING
#define OFF     HVR_MACHINE_OFF

#define M(member) G_STRUCT_OFFSET(HvrMachine, member)

/* clang-format off */
static const HvrChangeRow system_rows[] = {
    { "name",                     "ElementName",                          HVR_CHANGE_TEXT,    M(name), ALWAYS },
    { "description",              "Notes",                                HVR_CHANGE_LINE,    M(notes), ALWAYS },
    { "lock-on-disconnect",       "LockOnDisconnect",                     HVR_CHANGE_BOOLEAN, M(lock_on_disconnect), ALWAYS },
    { "numa",                     "VirtualNumaEnabled",                   HVR_CHANGE_BOOLEAN, M(numa), OFF },
    { "low-mmio",                 "LowMmioGapSize",                       HVR_CHANGE_UINT64,  M(low_mmio_gap), OFF },
    { "high-mmio",                "HighMmioGapSize",                      HVR_CHANGE_UINT64,  M(high_mmio_gap), OFF },
    { "checkpoint-folder",        "SnapshotDataRoot",                     HVR_CHANGE_TEXT,    M(snapshot_root), OFF },
    { "paging-folder",            "SwapFileDataRoot",                     HVR_CHANGE_TEXT,    M(paging_root), OFF },
    { "secure-boot",              "SecureBootEnabled",                    HVR_CHANGE_BOOLEAN, M(firmware.secure_boot), OFF },
    { "secure-boot-template",     "SecureBootTemplateId",                 HVR_CHANGE_TEXT,    M(firmware.secure_boot_template), OFF },
    { "network-protocol",         "NetworkBootPreferredProtocol",         HVR_CHANGE_UINT,    M(firmware.network_protocol), OFF },
    { "pause-after-boot-failure", "PauseAfterBootFailure",                HVR_CHANGE_BOOLEAN, M(firmware.pause_after_boot_failure), OFF },
    { "num-lock",                 "BIOSNumLock",                          HVR_CHANGE_BOOLEAN, M(firmware.num_lock), OFF },
    { "console",                  "ConsoleMode",                          HVR_CHANGE_UINT,    M(firmware.console), OFF },
    { "guid",                     "BIOSGUID",                             HVR_CHANGE_BRACED,  M(firmware.bios_guid), OFF },
    { "system serial",            "BIOSSerialNumber",                     HVR_CHANGE_TEXT,    M(firmware.bios_serial), OFF },
    { "baseBoard serial",         "BaseBoardSerialNumber",                HVR_CHANGE_TEXT,    M(firmware.board_serial), OFF },
    { "chassis serial",           "ChassisSerialNumber",                  HVR_CHANGE_TEXT,    M(firmware.chassis_serial), OFF },
    { "chassis asset",            "ChassisAssetTag",                      HVR_CHANGE_TEXT,    M(firmware.chassis_tag), OFF },
    { "start",                    "AutomaticStartupAction",               HVR_CHANGE_UINT,    M(actions.start), ALWAYS },
    { "start-delay",              "AutomaticStartupActionDelay",          HVR_CHANGE_SPAN,    M(actions.start_delay), ALWAYS },
    { "start-sequence",           "AutomaticStartupActionSequenceNumber", HVR_CHANGE_UINT,    M(actions.start_sequence), ALWAYS },
    { "stop",                     "AutomaticShutdownAction",              HVR_CHANGE_UINT,    M(actions.stop), OFF },
    { "on_crash",                 "AutomaticRecoveryAction",              HVR_CHANGE_UINT,    M(actions.recovery), OFF },
    { "critical-error",           "AutomaticCriticalErrorAction",         HVR_CHANGE_UINT,    M(actions.critical_error), ALWAYS },
    { "critical-error-timeout",   "AutomaticCriticalErrorActionTimeout",  HVR_CHANGE_SPAN,    M(actions.critical_error_timeout), ALWAYS },
    { "checkpoints",              "UserSnapshotType",                     HVR_CHANGE_UINT,    M(actions.checkpoint), ALWAYS },
    { "automatic checkpoints",    "AutomaticSnapshotsEnabled",            HVR_CHANGE_BOOLEAN, M(actions.automatic_checkpoints), ALWAYS },
    { "generation",               NULL, HVR_CHANGE_UINT,    M(generation) },
    { "version",                  NULL, HVR_CHANGE_TEXT,    M(version) },
    { "folder",                   NULL, HVR_CHANGE_TEXT,    M(data_root) },
    { "tpm",                      NULL, HVR_CHANGE_BOOLEAN, M(security.tpm) },
    { "shielded",                 NULL, HVR_CHANGE_BOOLEAN, M(security.shielded) },
    { "encrypt-traffic",          NULL, HVR_CHANGE_BOOLEAN, M(security.encrypt_traffic) },
    { "protect-state",            NULL, HVR_CHANGE_BOOLEAN, M(security.protect_state) },
    { "key-storage",              NULL, HVR_CHANGE_BOOLEAN, M(security.key_storage) },
    { "no-virtual-security",      NULL, HVR_CHANGE_BOOLEAN, M(security.no_virtual_security) },
    { NULL }
};

static const HvrChangeRow cpu_rows[] = {
    { "vcpu",                      "VirtualQuantity",                HVR_CHANGE_UINT,    M(cpu.count), OFF },
    { "cpu limit",                 "Limit",                          HVR_CHANGE_UINT,    M(cpu.limit), RUNNING },
    { "cpu reservation",           "Reservation",                    HVR_CHANGE_UINT,    M(cpu.reservation), RUNNING },
    { "cpu weight",                "Weight",                         HVR_CHANGE_UINT,    M(cpu.weight), RUNNING },
    { "nested",                    "ExposeVirtualizationExtensions", HVR_CHANGE_BOOLEAN, M(cpu.nested), OFF },
    { "hide-hypervisor",           "HideHypervisorPresent",          HVR_CHANGE_BOOLEAN, M(cpu.hide_hypervisor), OFF },
    { "compatible",                "LimitProcessorFeatures",         HVR_CHANGE_BOOLEAN, M(cpu.compatible), OFF },
    { "old-os",                    "LimitCPUID",                     HVR_CHANGE_BOOLEAN, M(cpu.old_os), OFF },
    { "protect-host",              "EnableHostResourceProtection",   HVR_CHANGE_BOOLEAN, M(cpu.protect_host), OFF },
    { "threads-per-core",          "HwThreadsPerCore",               HVR_CHANGE_UINT,    M(cpu.threads_per_core), OFF },
    { "max-per-numa-node",         "MaxProcessorsPerNumaNode",       HVR_CHANGE_UINT,    M(cpu.max_per_numa_node), OFF },
    { "max-numa-nodes-per-socket", "MaxNumaNodesPerSocket",          HVR_CHANGE_UINT,    M(cpu.max_numa_nodes_per_socket), OFF },
    { "cpu group",                 "CpuGroupId",                     HVR_CHANGE_TEXT,    M(cpu.group), OFF },
    { NULL }
};

#define MEMORY_ROWS(startup_when)                                                                                          \
    { "memory",            "VirtualQuantity",            HVR_CHANGE_UINT64,  M(memory.startup), startup_when },            \
    { "dynamic",           "DynamicMemoryEnabled",       HVR_CHANGE_BOOLEAN, M(memory.is_dynamic), OFF },                  \
    { "minimum",           "Reservation",                HVR_CHANGE_UINT64,  M(memory.minimum), RUNNING },                 \
    { "maximum",           "Limit",                      HVR_CHANGE_UINT64,  M(memory.maximum), RUNNING },                 \
    { "buffer",            "TargetMemoryBuffer",         HVR_CHANGE_UINT,    M(memory.buffer), RUNNING },                  \
    { "priority",          "Weight",                     HVR_CHANGE_UINT,    M(memory.priority), RUNNING },                \
    { "max-per-numa-node", "MaxMemoryBlocksPerNumaNode", HVR_CHANGE_UINT64,  M(memory.max_per_numa_node), OFF },           \
    { "hugepages",         "HugePagesEnabled",           HVR_CHANGE_BOOLEAN, M(memory.huge_pages), OFF },                  \
    { "sgx",               "SgxSize",                    HVR_CHANGE_UINT64,  M(memory.sgx), OFF },                         \
    { NULL }

/* What memory a machine runs with can be changed where it is not the host's business. */
static const HvrChangeRow static_rows[] = { MEMORY_ROWS(RUNNING) };
static const HvrChangeRow dynamic_rows[] = { MEMORY_ROWS(OFF) };

#define V(member) G_STRUCT_OFFSET(HvrMachineVideo, member)

static const HvrChangeRow video_rows[] = {
    { "resolution", "ResolutionType",       HVR_CHANGE_UINT, V(resolution_kind), OFF },
    { "resolution", "HorizontalResolution", HVR_CHANGE_UINT, V(width), OFF },
    { "resolution", "VerticalResolution",   HVR_CHANGE_UINT, V(height), OFF },
    { NULL }
};

static const HvrChangeRow service_rows[] = {
    { "integration service", "EnabledState", HVR_CHANGE_ENABLED, G_STRUCT_OFFSET(HvrMachineService, is_enabled), ALWAYS },
    { NULL }
};

static const HvrChangeRow serial_rows[] = {
    { "serial", "Connection", HVR_CHANGE_LINE, G_STRUCT_OFFSET(HvrSerialPort, pipe), OFF },
    { NULL }
};

static const HvrChangeRow debugger_rows[] = {
    { "serial", "Connection",   HVR_CHANGE_LINE,    G_STRUCT_OFFSET(HvrSerialPort, pipe), OFF },
    { "serial", "DebuggerMode", HVR_CHANGE_BOOLEAN, G_STRUCT_OFFSET(HvrSerialPort, debugger), OFF },
    { NULL }
};

static const HvrWmiClass *const service_types[HVR_N_SERVICES] = {
    [HVR_SERVICE_SHUTDOWN]  = &hvr_wmi_class_Msvm_ShutdownComponentSettingData,
    [HVR_SERVICE_TIME]      = &hvr_wmi_class_Msvm_TimeSyncComponentSettingData,
    [HVR_SERVICE_KVP]       = &hvr_wmi_class_Msvm_KvpExchangeComponentSettingData,
    [HVR_SERVICE_HEARTBEAT] = &hvr_wmi_class_Msvm_HeartbeatComponentSettingData,
    [HVR_SERVICE_VSS]       = &hvr_wmi_class_Msvm_VssComponentSettingData,
    [HVR_SERVICE_FILES]     = &hvr_wmi_class_Msvm_GuestServiceInterfaceComponentSettingData,
};

/* BootOrder, msvm-virtualsystemsettingdata.md */
static const guint64 boot_numbers[HVR_N_BOOT_CLASSES] = {
    [HVR_BOOT_FLOPPY]  = 0,
    [HVR_BOOT_CDROM]   = 1,
    [HVR_BOOT_DISK]    = 2,
    [HVR_BOOT_NETWORK] = 3,
};
/* clang-format on */

/* Either a part is there, with a name, or nothing of it can be changed. */
static gboolean
add_part(HvrChanges *self, const HvrChangePart *part, GError **error)
{
    const char *word = NULL;
    HvrMachineWhen when;

    if (part->id != NULL)
        hvr_changes_add_modify(self, HVR_MACHINE_MODIFY, part, NULL);
    else if (hvr_change_row_fill(part->rows, part->now, part->wanted, NULL, &word, &when) > 0)
        return hvr_fail(error, HVR_ERROR_UNFIT, _("the host does not offer '%s' for this machine"),
                        word);

    return TRUE;
}

static void
add_boot_classes(HvrChanges *self)
{
    const HvrBootClass *now = self->now->firmware.boot_classes;
    const HvrBootClass *wanted = self->wanted->firmware.boot_classes;
    guint64 numbers[HVR_N_BOOT_CLASSES];
    g_autoptr(HvrWmiObject) object = NULL;
    gboolean is_equal = TRUE;
    guint n = 0;

    for (guint i = 0; i < HVR_N_BOOT_CLASSES && wanted[i] != HVR_BOOT_NONE; i++)
        numbers[n++] = boot_numbers[wanted[i]];
    for (guint i = 0; i <= n && i < HVR_N_BOOT_CLASSES; i++)
        is_equal = is_equal && now[i] == wanted[i];
    if (self->now->generation != 1 || n == 0 || is_equal)
        return;

    object = hvr_wmi_object_new(&hvr_wmi_class_Msvm_VirtualSystemSettingData);
    hvr_wmi_object_set_string(object, "InstanceID", self->now->id);
    hvr_wmi_object_set_uints(object, "BootOrder", numbers, n);
    g_ptr_array_add(self->calls, hvr_machine_call_new(HVR_MACHINE_MODIFY_SYSTEM, HVR_MACHINE_OFF,
                                                      g_strdup("boot"), g_steal_pointer(&object)));
}

/* Hosts that know machines' security have a class for ports, others not (both since 2016). */
static gboolean
add_serial_ports(HvrChanges *self, GError **error)
{
    gboolean is_new = self->now->security.is_known;
    const HvrWmiClass *type = is_new ? &hvr_wmi_class_Msvm_SerialPortSettingData
                                     : &hvr_wmi_class_Msvm_ResourceAllocationSettingData;
    const GPtrArray *ports = self->now->serial_ports;

    for (guint i = 0; i < ports->len && i < self->wanted->serial_ports->len; i++) {
        const HvrSerialPort *now = ports->pdata[i];
        HvrChangePart part = { type, now->id, is_new ? debugger_rows : serial_rows, now,
                               self->wanted->serial_ports->pdata[i] };

        if (!add_part(self, &part, error))
            return FALSE;
    }

    return TRUE;
}

static gboolean
add_services(HvrChanges *self, GError **error)
{
    for (guint i = 0; i < HVR_N_SERVICES; i++) {
        HvrChangePart part = { service_types[i], self->now->services[i].id, service_rows,
                               &self->now->services[i], &self->wanted->services[i] };

        if (!add_part(self, &part, error))
            return FALSE;
    }

    return TRUE;
}

/* In these units and no others Windows takes them (PowerShell's own checks). */
static gboolean
check_sizes(const HvrMachine *machine, GError **error)
{
    const HvrMachineMemory *memory = &machine->memory;

    if (memory->is_dynamic &&
        (memory->minimum > memory->startup || memory->startup > memory->maximum))
        return hvr_fail(
            error, HVR_ERROR_UNFIT,
            _("of dynamic memory the minimum must not exceed the startup size, and that "
              "not the maximum"));
    if (machine->cpu.reservation > machine->cpu.limit)
        return hvr_fail(error, HVR_ERROR_UNFIT,
                        _("the processors' reservation exceeds their limit"));

    return TRUE;
}

gboolean
hvr_changes_add_settings(HvrChanges *self, GError **error)
{
    const HvrMachine *now = self->now;
    const HvrMachine *wanted = self->wanted;
    const char *fixed = hvr_change_row_find_fixed(system_rows, self->base, wanted);
    const HvrChangePart system = { &hvr_wmi_class_Msvm_VirtualSystemSettingData, now->id,
                                   system_rows, now, wanted };
    const HvrChangePart parts[] = {
        { &hvr_wmi_class_Msvm_ProcessorSettingData, now->cpu.id, cpu_rows, now, wanted },
        { &hvr_wmi_class_Msvm_MemorySettingData, now->memory.id,
          now->memory.is_dynamic ? dynamic_rows : static_rows, now, wanted },
        { &hvr_wmi_class_Msvm_SyntheticDisplayControllerSettingData, now->video.id, video_rows,
          &now->video, &wanted->video },
    };

    if (fixed != NULL)
        return hvr_fail(error, HVR_ERROR_UNFIT,
                        _("'%s' of a machine cannot be changed from here, leave it as it is"),
                        fixed);
    if (!check_sizes(wanted, error))
        return FALSE;
    hvr_changes_add_modify(self, HVR_MACHINE_MODIFY_SYSTEM, &system, NULL);
    add_boot_classes(self);
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (!add_part(self, &parts[i], error))
            return FALSE;
    }

    return add_serial_ports(self, error) && add_services(self, error);
}
