/* sim_replication_disk.c: which of a VM's disks replicate
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_disk.h"

#include <string.h>

#include "sim_cim.h"
#include "sim_vm.h"
#include "wmi_embedded.h"

/* Even an empty delta comes as a log of that much (inferred). */
#define LOG_SIZE (G_GUINT64_CONSTANT(1) << 20)

#define DEFAULT_LOCATION "C:\\ProgramData\\Microsoft\\Windows\\Virtual Hard Disks"

static char *
dup_disk_id(const char *text)
{
    g_autoptr(Msvm_StorageAllocationSettingData) embedded = NULL;
    char *id;

    if (strchr(text, '<') != NULL) {
        embedded =
            hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_StorageAllocationSettingData, text, NULL);
        return embedded != NULL ? g_strdup(embedded->InstanceID) : NULL;
    }
    id = hvr_wmi_path_dup_key(text, "InstanceID");

    return id != NULL ? id : g_strdup(text);
}

static HvsDisk *
find_disk(const HvsVm *vm, const char *text)
{
    g_autofree char *id = dup_disk_id(text);

    for (guint i = 0; id != NULL && i < vm->disks->len; i++) {
        HvsDisk *disk = g_ptr_array_index(vm->disks, i);

        if (g_ascii_strcasecmp(disk->instance_id, id) == 0)
            return disk;
    }

    return NULL;
}

static gboolean
is_named(const HvsVm *vm, GStrv included, const HvsDisk *disk)
{
    if (included == NULL)
        return TRUE;

    for (guint i = 0; included[i] != NULL; i++) {
        if (find_disk(vm, included[i]) == disk)
            return TRUE;
    }

    return FALSE;
}

gboolean
hvs_disk_is_list_valid(const HvsVm *vm, GStrv included)
{
    for (guint i = 0; included != NULL && included[i] != NULL; i++) {
        if (find_disk(vm, included[i]) == NULL)
            return FALSE;
    }

    return vm->disks->len > 0 && (included == NULL || included[0] != NULL);
}

gboolean
hvs_disk_is_list_current(const HvsVm *vm, GStrv included)
{
    for (guint i = 0; i < vm->disks->len; i++) {
        const HvsDisk *disk = g_ptr_array_index(vm->disks, i);

        if (disk->included != is_named(vm, included, disk))
            return FALSE;
    }

    return TRUE;
}

void
hvs_disk_include(HvsVm *vm, Msvm_ReplicationSettingData *settings)
{
    for (guint i = 0; i < vm->disks->len; i++) {
        HvsDisk *disk = g_ptr_array_index(vm->disks, i);

        disk->included = is_named(vm, settings->IncludedDisks, disk);
    }
    hvs_disk_list_included(vm, settings);
}

/* In which form they are answered is disputed: a switch. */
static char *
dup_reference(HvsHost *host, const HvsDisk *disk)
{
    if (host->world->switches.disks_as_ids)
        return g_strdup(disk->instance_id);

    return hvs_cim_dup_key_path(host, "Msvm_StorageAllocationSettingData", "InstanceID",
                                disk->instance_id);
}

void
hvs_disk_list_included(const HvsVm *vm, Msvm_ReplicationSettingData *settings)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < vm->disks->len; i++) {
        const HvsDisk *disk = g_ptr_array_index(vm->disks, i);

        if (disk->included)
            g_ptr_array_add(paths, dup_reference(vm->host, disk));
    }
    g_ptr_array_add(paths, NULL);
    hvr_wmi_object_set_strv(settings, "IncludedDisks", (const char *const *)paths->pdata);
}

guint64
hvs_disk_get_included_size(const HvsVm *vm)
{
    guint64 size = 0;

    for (guint i = 0; i < vm->disks->len; i++) {
        const HvsDisk *disk = g_ptr_array_index(vm->disks, i);

        if (disk->included)
            size += disk->size;
    }

    return size;
}

/* A log is gone once it is applied, and what it grows a disk by is not simulated:
 * only whole disks take room for good (inferred). */
gboolean
hvs_disk_has_room(const HvsHost *host, guint64 size)
{
    return host->storage_free >= LOG_SIZE && size <= host->storage_free - LOG_SIZE;
}

void
hvs_disk_take_room(HvsHost *host, guint64 size)
{
    if (host->storage_free != G_MAXUINT64)
        host->storage_free -= MIN(size, host->storage_free);
}

GTimeSpan
hvs_disk_get_copy_time(const HvsHost *host, guint64 size)
{
    return (GTimeSpan)((double)size / (double)MAX(host->initial_rate, 1) * G_TIME_SPAN_SECOND);
}

/* Windows paths, so not g_path_get_basename(). */
static const char *
get_file_name(const HvsDisk *disk)
{
    const char *slash = strrchr(disk->path, '\\');

    return slash != NULL ? slash + 1 : disk->path;
}

static HvsDisk *
find_counterpart(const HvsVm *replica, const HvsDisk *original)
{
    for (guint i = 0; i < replica->disks->len; i++) {
        HvsDisk *disk = g_ptr_array_index(replica->disks, i);

        if (g_ascii_strcasecmp(get_file_name(disk), get_file_name(original)) == 0)
            return disk;
    }

    return NULL;
}

void
hvs_disk_place(HvsVm *replica, const HvsVm *original, const char *location)
{
    g_autofree char *directory = g_strdup_printf("%s\\Hyper-V Replica\\Virtual hard disks\\%s",
                                                 location != NULL ? location : DEFAULT_LOCATION,
                                                 replica->guid);

    for (guint i = 0; i < original->disks->len; i++) {
        const HvsDisk *disk = g_ptr_array_index(original->disks, i);
        HvsDisk *mine = find_counterpart(replica, disk);
        g_autofree char *path = g_strconcat(directory, "\\", get_file_name(disk), NULL);

        if (mine == NULL && disk->included)
            hvs_vm_add_disk(replica, path, disk->size)->included = TRUE;
        else if (mine != NULL && disk->included)
            mine->included = TRUE;
        else if (mine != NULL)
            g_ptr_array_remove(replica->disks, mine);
    }
}

gboolean
hvs_disk_is_same_size(const HvsVm *original, const HvsVm *replica)
{
    for (guint i = 0; i < original->disks->len; i++) {
        const HvsDisk *disk = g_ptr_array_index(original->disks, i);
        const HvsDisk *copy = find_counterpart(replica, disk);

        if (disk->included && copy != NULL && copy->size != disk->size)
            return FALSE;
    }

    return TRUE;
}

/* Several disks may share a file name in different directories, hence by order. */
gboolean
hvs_disk_is_same_set(const HvsVm *a, const HvsVm *b)
{
    guint j = 0;

    for (guint i = 0; i < a->disks->len; i++) {
        const HvsDisk *mine = g_ptr_array_index(a->disks, i);
        const HvsDisk *other = NULL;

        if (!mine->included)
            continue;
        while (j < b->disks->len && !((HvsDisk *)g_ptr_array_index(b->disks, j))->included)
            j++;
        other = j < b->disks->len ? g_ptr_array_index(b->disks, j++) : NULL;
        if (other == NULL || other->size != mine->size)
            return FALSE;
    }

    return TRUE;
}
