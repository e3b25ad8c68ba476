/* sim_vm_rule.c: what can be changed of a virtual machine, and when
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The classes' pages do not say; what Hyper-V Manager and PowerShell refuse while
 * a machine runs or is saved, as far as it is known (inferred).
 */

#include <config.h>

#include "sim_vm_edit.h"

#include <string.h>

#include "sim_vm.h"
#include "sim_vm_overlay.h"

#define MAX_VCPUS     2048
#define MIN_MEMORY_MB 32
#define MAX_MEMORY_MB (240u << 20)

/* Of a machine that is saved only what is marked; @property %NULL: all of the class. */
/* clang-format off */
static const struct {
    const HvrWmiClass *type;
    const char *property;
    gboolean in_saved;
} hot[] = {
    { &hvr_wmi_class_Msvm_VirtualSystemSettingData, "ElementName",                          TRUE },
    { &hvr_wmi_class_Msvm_VirtualSystemSettingData, "Notes",                                TRUE },
    { &hvr_wmi_class_Msvm_VirtualSystemSettingData, "AutomaticStartupAction",               TRUE },
    { &hvr_wmi_class_Msvm_VirtualSystemSettingData, "AutomaticStartupActionDelay",          TRUE },
    { &hvr_wmi_class_Msvm_VirtualSystemSettingData, "AutomaticStartupActionSequenceNumber", TRUE },
    { &hvr_wmi_class_Msvm_VirtualSystemSettingData, "AutomaticCriticalErrorAction",         TRUE },
    { &hvr_wmi_class_Msvm_VirtualSystemSettingData, "AutomaticCriticalErrorActionTimeout",  TRUE },
    { &hvr_wmi_class_Msvm_VirtualSystemSettingData, "UserSnapshotType",                     TRUE },
    { &hvr_wmi_class_Msvm_VirtualSystemSettingData, "AutomaticSnapshotsEnabled",            TRUE },
    { &hvr_wmi_class_Msvm_VirtualSystemSettingData, "LockOnDisconnect",                     TRUE },
    { &hvr_wmi_class_Msvm_ProcessorSettingData,     "Limit",                                FALSE },
    { &hvr_wmi_class_Msvm_ProcessorSettingData,     "Reservation",                          FALSE },
    { &hvr_wmi_class_Msvm_ProcessorSettingData,     "Weight",                               FALSE },
    { &hvr_wmi_class_Msvm_MemorySettingData,        "VirtualQuantity",                      FALSE },
    { &hvr_wmi_class_Msvm_MemorySettingData,        "Reservation",                          FALSE },
    { &hvr_wmi_class_Msvm_MemorySettingData,        "Limit",                                FALSE },
    { &hvr_wmi_class_Msvm_MemorySettingData,        "TargetMemoryBuffer",                   FALSE },
    { &hvr_wmi_class_Msvm_MemorySettingData,        "Weight",                               FALSE },
    { &hvr_wmi_class_Msvm_StorageAllocationSettingData, "IOPSLimit",                        FALSE },
    { &hvr_wmi_class_Msvm_StorageAllocationSettingData, "IOPSReservation",                  FALSE },
    { &hvr_wmi_class_Msvm_StorageAllocationSettingData, "StorageQoSPolicyID",               FALSE },
    { &hvr_wmi_class_Msvm_SyntheticEthernetPortSettingData, "ElementName",                  FALSE },
    { &hvr_wmi_class_Msvm_SyntheticEthernetPortSettingData, "ClusterMonitored",             FALSE },
    { &hvr_wmi_class_Msvm_EmulatedEthernetPortSettingData,  "ElementName",                  FALSE },
    { &hvr_wmi_class_Msvm_EthernetPortAllocationSettingData,         NULL, TRUE },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortVlanSettingData,         NULL, TRUE },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortBandwidthSettingData,    NULL, TRUE },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortSecuritySettingData,     NULL, TRUE },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortOffloadSettingData,      NULL, TRUE },
    { &hvr_wmi_class_Msvm_ShutdownComponentSettingData,              NULL, TRUE },
    { &hvr_wmi_class_Msvm_TimeSyncComponentSettingData,              NULL, TRUE },
    { &hvr_wmi_class_Msvm_KvpExchangeComponentSettingData,           NULL, TRUE },
    { &hvr_wmi_class_Msvm_HeartbeatComponentSettingData,             NULL, TRUE },
    { &hvr_wmi_class_Msvm_VssComponentSettingData,                   NULL, TRUE },
    { &hvr_wmi_class_Msvm_GuestServiceInterfaceComponentSettingData, NULL, TRUE },
};

static const struct {
    const HvrWmiClass *type;
    const char *property;
    guint64 min, max;
} ranges[] = {
    { &hvr_wmi_class_Msvm_ProcessorSettingData, "VirtualQuantity",        1, MAX_VCPUS },
    { &hvr_wmi_class_Msvm_ProcessorSettingData, "Limit",                  0, 100000 },
    { &hvr_wmi_class_Msvm_ProcessorSettingData, "Reservation",            0, 100000 },
    { &hvr_wmi_class_Msvm_MemorySettingData,    "VirtualQuantity",        MIN_MEMORY_MB, MAX_MEMORY_MB },
    { &hvr_wmi_class_Msvm_MemorySettingData,    "Limit",                  MIN_MEMORY_MB, MAX_MEMORY_MB },
    { &hvr_wmi_class_Msvm_MemorySettingData,    "Reservation",            MIN_MEMORY_MB, MAX_MEMORY_MB },
};
/* clang-format on */

static gboolean
is_hot(const HvsVm *vm, const HvrWmiClass *type, const char *property)
{
    gboolean is_saved = vm->enabled_state == HVS_VM_SAVED;

    for (gsize i = 0; i < G_N_ELEMENTS(hot); i++) {
        if (hot[i].type == type &&
            (hot[i].property == NULL || strcmp(hot[i].property, property) == 0))
            return !is_saved || hot[i].in_saved;
    }

    return FALSE;
}

/* A disc can be changed at any time, and dynamic memory is the host's business. */
static gboolean
is_special(const HvsVm *vm, const HvrWmiObject *object, const char *property, gboolean *out_is_hot)
{
    if (object->type == &hvr_wmi_class_Msvm_StorageAllocationSettingData &&
        strcmp(property, "HostResource") == 0) {
        const CIM_ManagedElement *element = (gconstpointer)object;

        *out_is_hot = hvs_vm_edit_find_disk(vm, element->InstanceID) == NULL;
        return TRUE;
    }
    if (object->type == &hvr_wmi_class_Msvm_MemorySettingData &&
        strcmp(property, "VirtualQuantity") == 0) {
        g_autoptr(GPtrArray) memory = g_ptr_array_new_with_free_func(hvr_wmi_object_free);

        hvs_vm_overlay_list(vm, object->type, memory);
        *out_is_hot =
            vm->enabled_state != HVS_VM_SAVED && memory->len > 0 &&
            !((const Msvm_MemorySettingData *)g_ptr_array_index(memory, 0))->DynamicMemoryEnabled;
        return TRUE;
    }

    return FALSE;
}

static guint64
get_number(gconstpointer object, const HvrWmiField *field)
{
    g_autofree char *text = hvr_wmi_object_format_field(object, field, 0);

    return text != NULL ? g_ascii_strtoull(text, NULL, 10) : 0;
}

static gboolean
is_in_range(const HvrWmiObject *object, const HvrWmiField *field)
{
    for (gsize i = 0; i < G_N_ELEMENTS(ranges); i++) {
        guint64 number;

        if (object->type != ranges[i].type || strcmp(field->name, ranges[i].property) != 0)
            continue;
        number = get_number(object, field);
        return number >= ranges[i].min && number <= ranges[i].max;
    }

    return TRUE;
}

static guint32
check_property(const HvsVm *vm, const HvrWmiObject *object, const HvrWmiField *field)
{
    gboolean is_off = vm->enabled_state == HVS_VM_OFF;
    gboolean can = FALSE;

    if (!is_in_range(object, field))
        return HVS_RESULT_INVALID_PARAMETER;
    if (!is_special(vm, object, field->name, &can))
        can = is_hot(vm, object->type, field->name);

    return is_off || can ? HVS_RESULT_DONE : HVS_RESULT_INVALID_STATE;
}

guint32
hvs_vm_rule_check_properties(const HvsVm *vm, gconstpointer object)
{
    const HvrWmiClass *type = ((const HvrWmiObject *)object)->type;

    for (guint i = 0; i < type->n_fields; i++) {
        const HvrWmiField *field = &type->fields[i];
        guint32 result;

        if (!hvr_wmi_object_has(object, field->name) || strcmp(field->name, "InstanceID") == 0)
            continue;
        result = check_property(vm, object, field);
        if (result != HVS_RESULT_DONE)
            return result;
    }

    return HVS_RESULT_DONE;
}

guint32
hvs_vm_rule_check_device(const HvsVm *vm, gboolean is_hot_device)
{
    if (vm->enabled_state == HVS_VM_OFF)
        return HVS_RESULT_DONE;

    return is_hot_device && vm->enabled_state != HVS_VM_SAVED ? HVS_RESULT_DONE
                                                              : HVS_RESULT_INVALID_STATE;
}
