/* inventory_disk.c: a machine's storage made into libvirt's disks
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "inventory_domain.h"

#include <string.h>

/* The controller type that every generation 1 machine's IDE controllers share
 * (seen in public dumps). */
#define IDE_GUID "83F8638B-8DCA-4152-9EDA-2CA8B33039B4"

#define IDE_SLOTS  2
#define SCSI_SLOTS 64

/* clang-format off */
static const struct {
    const char *sub_type; /* ResourceSubType */
    const char *device;
} devices[] = {
    { "Microsoft:Hyper-V:Virtual Hard Disk",    "disk"   },
    { "Microsoft:Hyper-V:Virtual CD/DVD Disk",  "cdrom"  },
    { "Microsoft:Hyper-V:Virtual Floppy Disk",  "floppy" },
};
/* clang-format on */

static const char *
find_device(const char *sub_type)
{
    for (guint i = 0; i < G_N_ELEMENTS(devices); i++) {
        if (g_strcmp0(devices[i].sub_type, sub_type) == 0)
            return devices[i].device;
    }

    return NULL;
}

/* 0 is "sda", 26 is "sdaa", as libvirt counts. */
static char *
format_target(const char *prefix, guint index)
{
    char letters[8];
    guint at = sizeof letters;

    letters[--at] = '\0';
    for (index++; index > 0; index = (index - 1) / 26)
        letters[--at] = (char)('a' + (index - 1) % 26);

    return g_strconcat(prefix, &letters[at], NULL);
}

/* SCSI controllers have GUIDs of their own; they count in order of appearance. */
static guint
get_scsi_index(GPtrArray *controllers, const char *guid)
{
    for (guint i = 0; i < controllers->len; i++) {
        if (g_ascii_strcasecmp(controllers->pdata[i], guid) == 0)
            return i;
    }
    g_ptr_array_add(controllers, g_strdup(guid));

    return controllers->len - 1;
}

static guint
parse_slot(const char *text, guint n_slots)
{
    guint64 slot = g_ascii_strtoull(text, NULL, 10);

    return slot < n_slots ? (guint)slot : 0;
}

static void
set_place(HvrDisk *disk, const char *const *id, GPtrArray *scsi)
{
    if (strcmp(disk->device, "floppy") == 0) {
        disk->bus = "fdc";
        disk->target = format_target("fd", 0); /* there is only one */
    } else if (g_ascii_strcasecmp(id[1], IDE_GUID) == 0) {
        disk->bus = "ide";
        disk->controller = parse_slot(id[2], IDE_SLOTS);
        disk->unit = parse_slot(id[3], IDE_SLOTS);
        disk->target = format_target("hd", disk->controller * IDE_SLOTS + disk->unit);
    } else {
        disk->bus = "scsi";
        disk->controller = get_scsi_index(scsi, id[1]);
        disk->unit = parse_slot(id[3], SCSI_SLOTS);
        disk->target = format_target("sd", disk->controller * SCSI_SLOTS + disk->unit);
    }
}

static int
compare(gconstpointer a, gconstpointer b)
{
    const Msvm_StorageAllocationSettingData *one = *(gconstpointer const *)a;
    const Msvm_StorageAllocationSettingData *other = *(gconstpointer const *)b;

    return g_strcmp0(one->InstanceID, other->InstanceID);
}

/* InstanceID is Microsoft:MACHINE\CONTROLLER\NUMBER\SLOT\L, so that no second
 * query has to ask for drives and controllers. */
void
hvr_inventory_disk_list(GPtrArray *storage, GPtrArray *disks)
{
    g_autoptr(GPtrArray) scsi = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) sorted = g_ptr_array_copy(storage, NULL, NULL);

    g_ptr_array_sort(sorted, compare);
    for (guint i = 0; i < sorted->len; i++) {
        const Msvm_StorageAllocationSettingData *cim = sorted->pdata[i];
        g_auto(GStrv) id = g_strsplit(cim->InstanceID, "\\", -1);
        const char *device = find_device(cim->ResourceSubType);
        HvrDisk *disk;

        if (device == NULL || g_strv_length(id) < 4)
            continue;

        disk = g_new0(HvrDisk, 1);
        disk->device = device;
        if (cim->HostResource != NULL)
            disk->path = g_strdup(cim->HostResource[0]);
        set_place(disk, (const char *const *)id, scsi);
        g_ptr_array_add(disks, disk);
    }
}
