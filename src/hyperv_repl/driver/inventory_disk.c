/* inventory_disk.c: the media of a machine
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "inventory_domain.h"

#include "wmi_path.h"

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

static int
compare(gconstpointer a, gconstpointer b)
{
    const Msvm_StorageAllocationSettingData *one = *(gconstpointer const *)a;
    const Msvm_StorageAllocationSettingData *other = *(gconstpointer const *)b;

    return g_strcmp0(one->InstanceID, other->InstanceID);
}

void
hvr_inventory_disk_list(GPtrArray *storage, GPtrArray *disks)
{
    g_autoptr(GPtrArray) sorted = g_ptr_array_copy(storage, NULL, NULL);

    g_ptr_array_sort(sorted, compare);
    for (guint i = 0; i < sorted->len; i++) {
        const Msvm_StorageAllocationSettingData *cim = sorted->pdata[i];
        const char *device = find_device(cim->ResourceSubType);
        HvrDisk *disk;

        if (device == NULL || cim->HostResource == NULL || cim->HostResource[0] == NULL)
            continue;

        disk = g_new0(HvrDisk, 1);
        disk->id = g_strdup(cim->InstanceID);
        disk->drive = cim->Parent != NULL ? hvr_wmi_path_dup_key(cim->Parent, "InstanceID") : NULL;
        disk->path = g_strdup(cim->HostResource[0]);
        disk->device = device;
        g_ptr_array_add(disks, disk);
    }
}
