/* sim_vm_add.c: parts that come and go: AddResourceSettings, RemoveResourceSettings
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_vm_edit.h"

#include <string.h>

#include "sim_embedded.h"
#include "sim_values.h"
#include "sim_vm.h"
#include "sim_vm_overlay.h"

#define SCSI_CONTROLLER     "Microsoft:Hyper-V:Synthetic SCSI Controller"
#define IDE_CONTROLLER      "Microsoft:Hyper-V:Emulated IDE Controller"
#define DISKETTE_CONTROLLER "Microsoft:Hyper-V:Diskette Controller"
#define VIRTUAL_DISK        "Microsoft:Hyper-V:Virtual Hard Disk"

#define MAX_SCSI 4

#define NEW_DISK_SIZE (G_GUINT64_CONSTANT(40) << 30) /* of an image that nobody described */

/* clang-format off */
static const struct {
    const char *sub_type;
    guint n_slots;
    gboolean is_hot;
} controllers[] = {
    { SCSI_CONTROLLER,     64, TRUE },
    { IDE_CONTROLLER,      2,  FALSE },
    { DISKETTE_CONTROLLER, 1,  FALSE },
};
/* clang-format on */

static const CIM_ResourceAllocationSettingData *
as_resource(gconstpointer object)
{
    return object;
}

/* Returns: (transfer full) (nullable): the part that @path names. */
static gpointer
find_part(const HvsVm *vm, const char *path)
{
    g_autofree char *id = hvs_vm_edit_dup_id(path);

    return id != NULL ? hvs_vm_overlay_find(vm, id) : NULL;
}

static guint
count_sub_type(const HvsVm *vm, const char *sub_type)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    guint n = 0;

    hvs_vm_overlay_list(vm, &hvr_wmi_class_Msvm_ResourceAllocationSettingData, parts);
    for (guint i = 0; i < parts->len; i++)
        n += g_strcmp0(as_resource(g_ptr_array_index(parts, i))->ResourceSubType, sub_type) == 0;

    return n;
}

/* @id: (nullable): what the machine calls it. */
static void
set_part(HvsVm *vm, gpointer object, const char *id)
{
    hvr_wmi_object_set_string(object, "InstanceID", id);
    hvs_vm_overlay_set(vm, object);
}

static guint32
add_controller(HvsVm *vm, gpointer object, gboolean is_real)
{
    g_autofree char *guid = NULL;
    g_autofree char *id = NULL;

    if (count_sub_type(vm, SCSI_CONTROLLER) >= MAX_SCSI)
        return HVS_RESULT_INVALID_PARAMETER;
    if (!is_real)
        return hvs_vm_rule_check_device(vm, FALSE);
    guid = hvs_world_dup_guid(vm->host->world);
    id = g_strdup_printf("Microsoft:%s\\%s\\0", vm->guid, guid);
    set_part(vm, object, id);

    return HVS_RESULT_DONE;
}

static guint32
add_drive(HvsVm *vm, gpointer object, gboolean is_real)
{
    g_autoptr(HvrWmiObject) controller = find_part(vm, as_resource(object)->Parent);
    const char *sub_type = controller != NULL ? as_resource(controller)->ResourceSubType : NULL;
    const char *address = as_resource(object)->AddressOnParent;
    g_autofree char *id = NULL;
    g_autoptr(HvrWmiObject) there = NULL;
    guint64 slot;

    for (gsize i = 0; i < G_N_ELEMENTS(controllers); i++) {
        if (g_strcmp0(controllers[i].sub_type, sub_type) != 0)
            continue;
        if (address == NULL ||
            !g_ascii_string_to_unsigned(address, 10, 0, controllers[i].n_slots - 1, &slot, NULL))
            return HVS_RESULT_INVALID_PARAMETER;
        id = g_strdup_printf("%s\\%u\\D", as_resource(controller)->InstanceID, (guint)slot);
        there = hvs_vm_overlay_find(vm, id);
        if (there != NULL)
            return HVS_RESULT_INVALID_PARAMETER;
        if (!is_real)
            return hvs_vm_rule_check_device(vm, controllers[i].is_hot);
        set_part(vm, object, id);
        return HVS_RESULT_DONE;
    }

    return HVS_RESULT_INVALID_PARAMETER;
}

/* A drive's letter or a share. */
static gboolean
is_file(const char *path)
{
    return path != NULL && strlen(path) > 3 &&
           (g_str_has_prefix(path, "\\\\") || (g_ascii_isalpha(path[0]) && path[1] == ':'));
}

/* The drive is made up from the image from now on, the image from what replication knows. */
static void
insert_disk(HvsVm *vm, gpointer object, const char *id)
{
    HvsDisk *disk = hvs_vm_add_disk(vm, as_resource(object)->HostResource[0], NEW_DISK_SIZE);

    g_free(disk->instance_id);
    disk->instance_id = g_strdup(id);
    hvr_wmi_object_clear(object, "HostResource");
}

static guint32
add_image(HvsVm *vm, gpointer object, gboolean is_real)
{
    g_autoptr(HvrWmiObject) drive = find_part(vm, as_resource(object)->Parent);
    GStrv files = as_resource(object)->HostResource;
    gboolean is_disk = g_strcmp0(as_resource(object)->ResourceSubType, VIRTUAL_DISK) == 0;
    g_autoptr(HvrWmiObject) controller = NULL;
    g_autoptr(HvrWmiObject) there = NULL;
    g_autofree char *id = NULL;
    gboolean is_hot;

    if (drive == NULL || files == NULL || !is_file(files[0]) ||
        as_resource(drive)->InstanceID == NULL)
        return HVS_RESULT_INVALID_PARAMETER;
    id = g_strdup(as_resource(drive)->InstanceID);
    if (!g_str_has_suffix(id, "\\D"))
        return HVS_RESULT_INVALID_PARAMETER;
    id[strlen(id) - 1] = 'L';
    there = hvs_vm_overlay_find(vm, id);
    if (there != NULL)
        return HVS_RESULT_INVALID_PARAMETER;
    if (is_disk && !hvs_vm_edit_is_free(vm, files[0]))
        return HVS_RESULT_IN_USE;
    controller = find_part(vm, as_resource(drive)->Parent);
    is_hot = !is_disk || (controller != NULL && g_strcmp0(as_resource(controller)->ResourceSubType,
                                                          SCSI_CONTROLLER) == 0);
    if (!is_real)
        return hvs_vm_rule_check_device(vm, is_hot);
    if (is_disk)
        insert_disk(vm, object, id);
    set_part(vm, object, id);

    return HVS_RESULT_DONE;
}

static guint32
add_port(HvsVm *vm, gpointer object, gboolean is_real)
{
    const HvrWmiObject *self = object;
    gboolean is_legacy = self->type == &hvr_wmi_class_Msvm_EmulatedEthernetPortSettingData;
    const char *name = as_resource(object)->ElementName;
    g_autofree char *connection = NULL;
    HvsNic *nic;

    if (is_legacy && vm->generation != 1)
        return HVS_RESULT_NOT_SUPPORTED;
    if (!is_real)
        return hvs_vm_rule_check_device(vm, vm->generation == 2);
    nic = hvs_vm_add_nic(vm, name != NULL ? name : "Network Adapter", NULL);
    nic->legacy = is_legacy;
    if (as_resource(object)->Address != NULL) {
        g_free(nic->mac);
        nic->mac = g_strdup(as_resource(object)->Address);
    }
    hvr_wmi_object_clear(object, "Address");
    hvr_wmi_object_clear(object, "ElementName");
    set_part(vm, object, nic->instance_id);
    /* Comes with the first switch. */
    connection = g_strconcat(nic->instance_id, "\\C", NULL);
    hvs_vm_overlay_remove(vm, connection);

    return HVS_RESULT_DONE;
}

static guint32
add_connection(HvsVm *vm, gpointer object, gboolean is_real)
{
    g_autofree char *port = hvs_vm_edit_dup_id(as_resource(object)->Parent);
    HvsNic *nic = hvs_vm_edit_find_nic(vm, port);
    g_autofree char *id = nic != NULL ? g_strconcat(nic->instance_id, "\\C", NULL) : NULL;
    g_autoptr(HvrWmiObject) there = id != NULL ? hvs_vm_overlay_find(vm, id) : NULL;
    Msvm_EthernetPortAllocationSettingData *settings = object;

    if (nic == NULL || there != NULL)
        return HVS_RESULT_INVALID_PARAMETER;
    if (settings->HostResource != NULL &&
        !hvs_vm_edit_set_switch(vm, nic, settings->HostResource, is_real))
        return HVS_RESULT_INVALID_PARAMETER;
    if (!is_real)
        return HVS_RESULT_DONE;
    hvr_wmi_object_clear(object, "HostResource");
    hvr_wmi_object_clear(object, "EnabledState");
    hvr_wmi_object_clear(object, "Parent");
    set_part(vm, object, id);

    return HVS_RESULT_DONE;
}

static gboolean
is_controller(const char *sub_type)
{
    return g_strcmp0(sub_type, SCSI_CONTROLLER) == 0;
}

static gboolean
is_drive(const char *sub_type)
{
    return sub_type != NULL && g_str_has_suffix(sub_type, " Drive");
}

static guint32
add(HvsVm *vm, const char *text, gboolean is_real)
{
    g_autoptr(HvrWmiObject) object = NULL;
    gpointer parsed = NULL;
    guint32 result = hvs_embedded_parse(vm->host, &hvr_wmi_class_CIM_ResourceAllocationSettingData,
                                        text, &parsed);
    const char *sub_type;

    object = parsed;
    if (result != HVS_RESULT_DONE)
        return result;
    sub_type = as_resource(object)->ResourceSubType;
    if (object->type == &hvr_wmi_class_Msvm_StorageAllocationSettingData)
        return add_image(vm, object, is_real);
    if (object->type == &hvr_wmi_class_Msvm_EthernetPortAllocationSettingData)
        return add_connection(vm, object, is_real);
    if (object->type == &hvr_wmi_class_Msvm_SyntheticEthernetPortSettingData ||
        object->type == &hvr_wmi_class_Msvm_EmulatedEthernetPortSettingData)
        return add_port(vm, object, is_real);
    if (is_controller(sub_type))
        return add_controller(vm, object, is_real);

    return is_drive(sub_type) ? add_drive(vm, object, is_real) : HVS_CIM_NOT_SUPPORTED;
}

guint32
hvs_vm_add_resource_settings(HvsCall *call)
{
    static const HvsVmEdit edit = { { 30, "Add Resources", FALSE, hvs_vm_edit_on_done }, add };
    const Msvm_VirtualSystemManagementService_AddResourceSettings_INPUT *input = call->input;
    g_autofree char *id = hvs_vm_edit_dup_id(input->AffectedConfiguration);

    return hvs_vm_edit_run(call, &edit, hvs_vm_edit_find_vm(call->host, id),
                           input->ResourceSettings);
}

static gboolean
has_child(const HvsVm *vm, const char *id)
{
    g_autoptr(GPtrArray) parts = hvs_vm_overlay_list_parts(vm);

    for (guint i = 0; i < parts->len; i++) {
        const HvrWmiObject *part = g_ptr_array_index(parts, i);
        g_autofree char *parent = NULL;

        if (!hvr_wmi_class_is_a(part->type, &hvr_wmi_class_CIM_ResourceAllocationSettingData))
            continue;
        parent = hvs_vm_edit_dup_id(as_resource(part)->Parent);
        if (parent != NULL && g_ascii_strcasecmp(parent, id) == 0)
            return TRUE;
    }

    return FALSE;
}

static gboolean
is_on_scsi(const HvsVm *vm, gconstpointer part)
{
    g_autoptr(HvrWmiObject) parent = find_part(vm, as_resource(part)->Parent);

    if (parent == NULL)
        return FALSE;

    return g_strcmp0(as_resource(parent)->ResourceSubType, SCSI_CONTROLLER) == 0 ||
           is_on_scsi(vm, parent);
}

/* Its drive was made up from the disk, and stays without. */
static guint32
remove_image(HvsVm *vm, gconstpointer part, gboolean is_real)
{
    const char *id = as_resource(part)->InstanceID;
    HvsDisk *disk = hvs_vm_edit_find_disk(vm, id);
    g_autoptr(HvrWmiObject) drive = NULL;

    if (!is_real)
        return hvs_vm_rule_check_device(vm, disk == NULL || is_on_scsi(vm, part));
    if (disk != NULL) {
        drive = find_part(vm, as_resource(part)->Parent);
        hvs_vm_overlay_set(vm, drive);
        g_ptr_array_remove(vm->disks, disk);
    }
    hvs_vm_overlay_remove(vm, id);

    return HVS_RESULT_DONE;
}

static guint32
remove_port(HvsVm *vm, const HvrWmiObject *part, gboolean is_real)
{
    gboolean is_legacy = part->type == &hvr_wmi_class_Msvm_EmulatedEthernetPortSettingData;
    const char *id = as_resource(part)->InstanceID;
    g_autofree char *prefix = g_strconcat(id, "\\", NULL);

    if (!is_real)
        return hvs_vm_rule_check_device(vm, vm->generation == 2 && !is_legacy);
    for (guint i = vm->overlay->len; i > 0; i--) {
        const CIM_ManagedElement *set = g_ptr_array_index(vm->overlay, i - 1);

        if (g_ascii_strncasecmp(set->InstanceID, prefix, strlen(prefix)) == 0)
            hvs_vm_overlay_remove(vm, set->InstanceID);
    }
    g_ptr_array_remove(vm->nics, hvs_vm_edit_find_nic(vm, id));
    hvs_vm_overlay_remove(vm, id);

    return HVS_RESULT_DONE;
}

static guint32
remove_connection(HvsVm *vm, const char *id, gboolean is_real)
{
    HvsNic *nic = hvs_vm_edit_find_nic(vm, id);

    if (!is_real)
        return HVS_RESULT_DONE;
    g_clear_pointer(&nic->switch_name, g_free);
    g_clear_pointer(&nic->pool, g_free);
    hvs_vm_overlay_remove(vm, id);

    return HVS_RESULT_DONE;
}

static guint32
remove_part(HvsVm *vm, const char *path, gboolean is_real)
{
    g_autoptr(HvrWmiObject) part = find_part(vm, path);
    const char *sub_type = part != NULL ? as_resource(part)->ResourceSubType : NULL;
    const char *id;

    if (part == NULL)
        return HVS_RESULT_INVALID_PARAMETER;
    id = as_resource(part)->InstanceID;
    if (part->type == &hvr_wmi_class_Msvm_StorageAllocationSettingData)
        return remove_image(vm, part, is_real);
    if (part->type == &hvr_wmi_class_Msvm_EthernetPortAllocationSettingData)
        return remove_connection(vm, id, is_real);
    if (part->type == &hvr_wmi_class_Msvm_SyntheticEthernetPortSettingData ||
        part->type == &hvr_wmi_class_Msvm_EmulatedEthernetPortSettingData)
        return remove_port(vm, part, is_real);
    if (!is_drive(sub_type) && !is_controller(sub_type))
        return HVS_CIM_NOT_SUPPORTED;
    if (has_child(vm, id))
        return HVS_RESULT_INVALID_STATE;
    if (!is_real)
        return hvs_vm_rule_check_device(vm, is_drive(sub_type) && is_on_scsi(vm, part));
    hvs_vm_overlay_remove(vm, id);

    return HVS_RESULT_DONE;
}

guint32
hvs_vm_remove_resource_settings(HvsCall *call)
{
    static const HvsVmEdit edit = { { 32, "Remove Resources", FALSE, hvs_vm_edit_on_done },
                                    remove_part };
    const Msvm_VirtualSystemManagementService_RemoveResourceSettings_INPUT *input = call->input;
    GStrv paths = input->ResourceSettings;
    g_autofree char *id = paths != NULL ? hvs_vm_edit_dup_id(paths[0]) : NULL;

    return hvs_vm_edit_run(call, &edit, hvs_vm_edit_find_vm(call->host, id), paths);
}
