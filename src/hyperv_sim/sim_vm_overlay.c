/* sim_vm_overlay.c: what somebody set, added or took away of a virtual machine's parts
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_vm_overlay.h"

#include "sim_values.h"

/* Exact classes first, as libvirt's driver stops reading at the first object of
 * another class.  Ports have no features until somebody adds one: os-win makes
 * each from the host's default. */
/* clang-format off */
const HvsVmPart hvs_vm_parts[] = {
    { &hvr_wmi_class_Msvm_VirtualSystemSettingData,                  hvs_vm_append_settings,        FALSE },
    { &hvr_wmi_class_Msvm_ProcessorSettingData,                      hvs_vm_append_processor,       TRUE },
    { &hvr_wmi_class_Msvm_MemorySettingData,                         hvs_vm_append_memory,          TRUE },
    { &hvr_wmi_class_Msvm_ResourceAllocationSettingData,             hvs_vm_append_resources,       TRUE },
    { &hvr_wmi_class_Msvm_StorageAllocationSettingData,              hvs_vm_append_storage,         TRUE },
    { &hvr_wmi_class_Msvm_SyntheticEthernetPortSettingData,          hvs_vm_append_ports,           TRUE },
    { &hvr_wmi_class_Msvm_EmulatedEthernetPortSettingData,           hvs_vm_append_legacy_ports,    TRUE },
    { &hvr_wmi_class_Msvm_EthernetPortAllocationSettingData,         hvs_vm_append_connections,     TRUE },
    { &hvr_wmi_class_Msvm_SerialPortSettingData,                     hvs_vm_append_serial_ports,    TRUE },
    { &hvr_wmi_class_Msvm_SyntheticDisplayControllerSettingData,     hvs_vm_append_display,         TRUE },
    { &hvr_wmi_class_Msvm_ShutdownComponentSettingData,              hvs_vm_append_shutdown_set,    TRUE },
    { &hvr_wmi_class_Msvm_TimeSyncComponentSettingData,              hvs_vm_append_time_set,        TRUE },
    { &hvr_wmi_class_Msvm_KvpExchangeComponentSettingData,           hvs_vm_append_exchange_set,    TRUE },
    { &hvr_wmi_class_Msvm_HeartbeatComponentSettingData,             hvs_vm_append_heartbeat_set,   TRUE },
    { &hvr_wmi_class_Msvm_VssComponentSettingData,                   hvs_vm_append_vss_set,         TRUE },
    { &hvr_wmi_class_Msvm_GuestServiceInterfaceComponentSettingData, hvs_vm_append_files_set,       TRUE },
    { &hvr_wmi_class_Msvm_SecuritySettingData,                       hvs_vm_append_security,        FALSE },
    { &hvr_wmi_class_Msvm_BootSourceSettingData,                     hvs_vm_append_boot_sources,    FALSE },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortVlanSettingData,         NULL,                          FALSE },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortBandwidthSettingData,    NULL,                          FALSE },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortSecuritySettingData,     NULL,                          FALSE },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortOffloadSettingData,      NULL,                          FALSE },
    { 0 }
};

/* Where others look for it, so that it is not in two places. */
static const struct {
    const HvrWmiClass *type;
    const char *property;
    goffset field;
} moved[] = {
    { &hvr_wmi_class_Msvm_ProcessorSettingData, "VirtualQuantity", G_STRUCT_OFFSET(HvsVm, n_vcpus)   },
    { &hvr_wmi_class_Msvm_MemorySettingData,    "VirtualQuantity", G_STRUCT_OFFSET(HvsVm, memory_mb) },
};

/* UUID of each page's class. */
static const struct {
    const HvrWmiClass *type;
    const char *uuid;
} features[] = {
    { &hvr_wmi_class_Msvm_EthernetSwitchPortVlanSettingData,      "952C5004-4465-451C-8CB8-FA9AB382B773" },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortBandwidthSettingData, "24AD3CE1-69BD-4978-B2AC-DAAD389D699C" },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortSecuritySettingData,  "776E0BA7-94A1-41C8-8F28-951F524251B5" },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortOffloadSettingData,   "C885BFD1-ABB7-418F-8163-9F379C9F7166" },
};
/* clang-format on */

static const char *
get_id(gconstpointer object)
{
    const CIM_ManagedElement *element = object; /* all parts derive from it */

    return element->InstanceID;
}

static gpointer
find_by_id(const GPtrArray *objects, const char *id)
{
    for (guint i = 0; i < objects->len; i++) {
        gpointer object = g_ptr_array_index(objects, i);
        const char *other = get_id(object);

        if (other != NULL && g_ascii_strcasecmp(other, id) == 0)
            return object;
    }

    return NULL;
}

static gboolean
is_hidden(const HvsVm *vm, const char *id)
{
    g_autofree char *key = g_ascii_strup(id, -1);

    return g_hash_table_contains(vm->hidden, key);
}

static const HvsVmPart *
find_part(const HvrWmiClass *type)
{
    for (const HvsVmPart *part = hvs_vm_parts; part->type != NULL; part++) {
        if (part->type == type)
            return part;
    }

    return NULL;
}

static void
append_added(const HvsVm *vm, const HvrWmiClass *type, GPtrArray *objects)
{
    for (guint i = 0; i < vm->overlay->len; i++) {
        const HvrWmiObject *object = g_ptr_array_index(vm->overlay, i);

        if (object->type == type && find_by_id(objects, get_id(object)) == NULL)
            g_ptr_array_add(objects, hvr_wmi_object_copy(object));
    }
}

void
hvs_vm_overlay_list(const HvsVm *vm, const HvrWmiClass *type, GPtrArray *objects)
{
    g_autoptr(GPtrArray) own = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    const HvsVmPart *part = find_part(type);

    if (!hvs_version_has(vm->host->version, type->since))
        return;
    if (part->append != NULL)
        part->append(vm, own);
    append_added(vm, type, own);
    for (guint i = 0; i < own->len; i++) {
        gpointer object = g_ptr_array_index(own, i);
        gconstpointer set = find_by_id(vm->overlay, get_id(object));

        if (is_hidden(vm, get_id(object)))
            continue;
        if (set != NULL)
            hvr_wmi_object_merge(object, set);
        g_ptr_array_add(objects, g_steal_pointer(&own->pdata[i]));
    }
}

GPtrArray *
hvs_vm_overlay_list_parts(const HvsVm *vm)
{
    GPtrArray *objects = g_ptr_array_new_with_free_func(hvr_wmi_object_free);

    for (const HvsVmPart *part = hvs_vm_parts; part->type != NULL; part++)
        hvs_vm_overlay_list(vm, part->type, objects);

    return objects;
}

gpointer
hvs_vm_overlay_find(const HvsVm *vm, const char *instance_id)
{
    g_autoptr(GPtrArray) parts = hvs_vm_overlay_list_parts(vm);
    gconstpointer part = instance_id != NULL ? find_by_id(parts, instance_id) : NULL;

    return part != NULL ? hvr_wmi_object_copy(part) : NULL;
}

gconstpointer
hvs_vm_overlay_peek(const HvsVm *vm, const char *instance_id)
{
    return find_by_id(vm->overlay, instance_id);
}

static void
move_numbers(HvsVm *vm, HvrWmiObject *object)
{
    for (gsize i = 0; i < G_N_ELEMENTS(moved); i++) {
        const HvrWmiField *field;

        if (object->type != moved[i].type || !hvr_wmi_object_has(object, moved[i].property))
            continue;
        field = hvr_wmi_class_find_field(object->type, moved[i].property);
        G_STRUCT_MEMBER(guint, vm, moved[i].field) =
            (guint) * (const guint64 *)hvr_wmi_object_get_value(object, field, 0);
        hvr_wmi_object_clear(object, moved[i].property);
    }
}

void
hvs_vm_overlay_set(HvsVm *vm, gconstpointer object)
{
    const char *id = get_id(object);
    g_autofree char *key = g_ascii_strup(id, -1);
    gpointer set = find_by_id(vm->overlay, id);

    g_hash_table_remove(vm->hidden, key);
    if (set == NULL) {
        set = hvr_wmi_object_copy(object);
        g_ptr_array_add(vm->overlay, set);
    } else {
        hvr_wmi_object_merge(set, object);
    }
    move_numbers(vm, set);
    hvs_vm_touch(vm);
}

void
hvs_vm_overlay_remove(HvsVm *vm, const char *instance_id)
{
    gpointer set = find_by_id(vm->overlay, instance_id);

    /* The name may be the object's own. */
    g_hash_table_add(vm->hidden, g_ascii_strup(instance_id, -1));
    if (set != NULL)
        g_ptr_array_remove(vm->overlay, set);
    hvs_vm_touch(vm);
}

/* What os-win asks for, InstanceID LIKE 'CONNECTION\%'; the rest is inferred. */
char *
hvs_vm_overlay_dup_feature_id(const HvsNic *nic, const HvrWmiClass *type)
{
    for (gsize i = 0; i < G_N_ELEMENTS(features); i++) {
        g_autofree char *seed = NULL;
        g_autofree char *guid = NULL;

        if (features[i].type != type)
            continue;
        seed = g_strconcat(nic->instance_id, "/", features[i].uuid, NULL);
        guid = hvs_guid_from_text(seed);
        return g_strdup_printf("%s\\C\\%s\\%s", nic->instance_id, features[i].uuid, guid);
    }

    return NULL;
}
