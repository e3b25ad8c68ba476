/* sim_world_file_part.c: what a world file says of a virtual machine's parts
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_world_file_part.h"

#include <string.h>

#include "sim_host_disk.h"
#include "sim_values.h"
#include "sim_vm_overlay.h"
#include "sim_world_value.h"

/* clang-format off */
static const HvsValue dvd_drive_values[] = {
    { "ElementName",     "DVD Drive" },
    { "ResourceType",    "16" },
    { "ResourceSubType", "Microsoft:Hyper-V:Synthetic DVD Drive" },
    { NULL }
};

static const HvsValue dvd_values[] = {
    { "ElementName",     "Hard Disk Image" },
    { "ResourceType",    "31" },
    { "ResourceSubType", "Microsoft:Hyper-V:Virtual CD/DVD Disk" },
    { NULL }
};

static const HvsValue floppy_values[] = {
    { "ElementName",     "Hard Disk Image" },
    { "ResourceType",    "31" },
    { "ResourceSubType", "Microsoft:Hyper-V:Virtual Floppy Disk" },
    { NULL }
};

static const HvsValue host_drive_values[] = {
    { "ElementName",     "Hard Drive" },
    { "ResourceType",    "17" },
    { "ResourceSubType", "Microsoft:Hyper-V:Physical Disk Drive" },
    { NULL }
};
/* clang-format on */

static void
set_part(HvsVm *vm,
         const HvrWmiClass *type,
         const HvsValue *values,
         const char *id,
         const char *parent_id,
         const char *resource)
{
    g_autoptr(HvrWmiObject) part = hvs_values_new(type, values);
    g_autofree char *parent = hvs_cim_dup_key_path(vm->host, "Msvm_ResourceAllocationSettingData",
                                                   "InstanceID", parent_id);
    const char *resources[] = { resource, NULL };

    hvr_wmi_object_set_string(part, "InstanceID", id);
    hvr_wmi_object_set_string(part, "Parent", parent);
    if (resource != NULL)
        hvr_wmi_object_set_strv(part, "HostResource", resources);
    hvs_vm_overlay_set(vm, part);
}

/* @slot_id is CONTROLLER\SLOT. */
static void
add_drive(HvsVm *vm, const HvsValue *values, const char *slot_id, const char *resource)
{
    g_autofree char *id = g_strconcat(slot_id, "\\D", NULL);
    g_autofree char *controller = g_strdup(slot_id);
    g_autoptr(HvrWmiObject)
        address = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ResourceAllocationSettingData);
    char *slot = strrchr(controller, '\\');

    hvr_wmi_object_set_string(address, "InstanceID", id);
    hvr_wmi_object_set_string(address, "AddressOnParent", slot + 1);
    *slot = '\0';
    set_part(vm, &hvr_wmi_class_Msvm_ResourceAllocationSettingData, values, id, controller,
             resource);
    hvs_vm_overlay_set(vm, address);
}

/* The first slot after all drives of the machine's SCSI controller. */
static char *
dup_free_slot(const HvsVm *vm)
{
    g_autofree char *seed = g_strconcat(vm->guid, "/scsi", NULL);
    g_autofree char *scsi = hvs_guid_from_text(seed);

    for (guint slot = 0;; slot++) {
        g_autofree char *id = g_strdup_printf("Microsoft:%s\\%s\\0\\%u", vm->guid, scsi, slot);
        g_autofree char *drive = g_strconcat(id, "\\D", NULL);
        g_autoptr(HvrWmiObject) used = hvs_vm_overlay_find(vm, drive);

        if (used == NULL)
            return g_steal_pointer(&id);
    }
}

/* Generation 1 has the drive already, the other gets one. */
gboolean
hvs_world_file_read_dvd(HvsVm *vm, const char *value)
{
    g_autofree char *slot = vm->generation == 1
                                ? g_strdup_printf("Microsoft:%s\\" HVS_IDE_GUID "\\1\\0", vm->guid)
                                : dup_free_slot(vm);
    g_autofree char *drive = g_strconcat(slot, "\\D", NULL);
    g_autofree char *image = g_strconcat(slot, "\\L", NULL);

    if (vm->generation != 1)
        add_drive(vm, dvd_drive_values, slot, NULL);
    set_part(vm, &hvr_wmi_class_Msvm_StorageAllocationSettingData, dvd_values, image, drive, value);

    return TRUE;
}

gboolean
hvs_world_file_read_floppy(HvsVm *vm, const char *value)
{
    g_autofree char *drive =
        g_strdup_printf("Microsoft:%s\\" HVS_FLOPPY_GUID "\\0\\0\\D", vm->guid);
    g_autofree char *image =
        g_strdup_printf("Microsoft:%s\\" HVS_FLOPPY_GUID "\\0\\0\\L", vm->guid);

    if (vm->generation != 1)
        return FALSE;
    set_part(vm, &hvr_wmi_class_Msvm_StorageAllocationSettingData, floppy_values, image, drive,
             value);

    return TRUE;
}

gboolean
hvs_world_file_read_host_disks(HvsVm *vm, const char *value)
{
    g_autoptr(GPtrArray) numbers = hvs_world_value_split(value);

    for (guint i = 0; i < numbers->len; i++) {
        g_autofree char *slot = dup_free_slot(vm);
        g_autofree char *path = NULL;
        guint64 number;

        if (!hvs_world_value_parse_number(numbers->pdata[i], 0, HVS_N_HOST_DISKS - 1, &number))
            return FALSE;
        path = hvs_host_disk_dup_path(vm->host, (guint)number);
        add_drive(vm, host_drive_values, slot, path);
    }

    return TRUE;
}

gboolean
hvs_world_file_read_legacy_nics(HvsVm *vm, const char *value)
{
    g_autoptr(GPtrArray) parts = hvs_world_value_split(value);

    for (guint i = 0; vm->generation == 1 && i < parts->len; i++) {
        char *name = g_ptr_array_index(parts, i);
        const char *switch_name = hvs_world_value_split_last(name);

        hvs_vm_add_nic(vm, name, switch_name)->legacy = TRUE;
    }

    return vm->generation == 1;
}

/* The n-th instance of the class, or the feature of the n-th adapter. */
static char *
dup_part_id(const HvsVm *vm, const HvrWmiClass *type, guint n)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(hvr_wmi_object_free);

    if (n < vm->nics->len) {
        char *id = hvs_vm_overlay_dup_feature_id(g_ptr_array_index(vm->nics, n), type);

        if (id != NULL)
            return id;
    }
    hvs_vm_overlay_list(vm, type, parts);
    if (n >= parts->len)
        return NULL;

    return g_strdup(((const CIM_ManagedElement *)g_ptr_array_index(parts, n))->InstanceID);
}

static gboolean
is_part(const HvrWmiClass *type)
{
    for (const HvsVmPart *part = hvs_vm_parts; part->type != NULL; part++) {
        if (part->type == type)
            return TRUE;
    }

    return FALSE;
}

/* With what is set already, as an array goes on. */
static gpointer
new_setting(const HvsVm *vm, const HvrWmiClass *type, const HvrWmiField *field, const char *id)
{
    gconstpointer known = hvs_vm_overlay_peek(vm, id);
    gpointer object = known != NULL ? hvr_wmi_object_copy(known) : hvr_wmi_object_new(type);

    hvr_wmi_object_set_string(object, "InstanceID", id);
    if ((field->flags & HVR_CIM_ARRAY) == 0)
        hvr_wmi_object_clear(object, field->name);

    return object;
}

/* CLASS[N].PROPERTY=VALUE, N counts from 0 and may be missing. */
static gboolean
read_setting(HvsVm *vm, char *text)
{
    char *value = strchr(text, '=');
    char *property = value != NULL ? memchr(text, '.', (gsize)(value - text)) : NULL;
    char *index = property != NULL ? memchr(text, '[', (gsize)(property - text)) : NULL;
    g_autoptr(HvrWmiObject) object = NULL;
    g_autofree char *id = NULL;
    const HvrWmiClass *type;
    const HvrWmiField *field;
    guint64 n = 0;

    if (property == NULL)
        return FALSE;
    *value++ = '\0';
    *property++ = '\0';
    if (index != NULL) {
        if (property[-2] != ']')
            return FALSE;
        property[-2] = '\0';
        *index++ = '\0';
        if (!hvs_world_value_parse_number(index, 0, 255, &n))
            return FALSE;
    }
    type = hvr_wmi_schema_find(text);
    field = type != NULL && is_part(type) ? hvr_wmi_class_find_field(type, property) : NULL;
    id = field != NULL ? dup_part_id(vm, type, (guint)n) : NULL;
    if (id == NULL)
        return FALSE;

    object = new_setting(vm, type, field, id);
    if (!hvr_wmi_object_parse_field(object, field, value, NULL))
        return FALSE;
    hvs_vm_overlay_set(vm, object);

    return TRUE;
}

gboolean
hvs_world_file_read_settings(HvsVm *vm, const char *value)
{
    g_autoptr(GPtrArray) settings = hvs_world_value_split(value);

    for (guint i = 0; i < settings->len; i++) {
        if (!read_setting(vm, g_ptr_array_index(settings, i)))
            return FALSE;
    }

    return TRUE;
}
