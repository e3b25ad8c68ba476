/* sim_host_disk.c: disks of a host that a virtual machine may have for its own
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_host_disk.h"

#include "sim_values.h"

/* What dumps of hosts show before the number. */
#define DISK_ID "Microsoft:353B3BE8-310C-4CF4-839E-4E1B14616136\\"

/* clang-format off */
static const HvsValue disk_values[] = {
    { "Caption",                 "Hard Drive" },
    { "ElementName",             "Hard Drive" },
    { "OperationalStatus",       "2" },
    { "HealthState",             "5" },
    { "EnabledState",            "2" },
    { "RequestedState",          "12" },
    { "EnabledDefault",          "2" },
    { "SystemCreationClassName", "Msvm_ComputerSystem" },
    { "CreationClassName",       "Msvm_DiskDrive" },
    { NULL }
};
/* clang-format on */

static gpointer
new_disk(const HvsHost *host, guint number)
{
    gpointer disk = hvs_values_new(&hvr_wmi_class_Msvm_DiskDrive, disk_values);
    g_autofree char *id = g_strdup_printf(DISK_ID "%u", number);

    hvr_wmi_object_set_string(disk, "DeviceID", id);
    hvr_wmi_object_set_string(disk, "SystemName", host->name);
    hvr_wmi_object_set_uint(disk, "DriveNumber", number);

    return disk;
}

static gboolean
is_used_by(const HvsVm *vm, const char *path)
{
    for (guint i = 0; i < vm->overlay->len; i++) {
        const HvrWmiObject *object = g_ptr_array_index(vm->overlay, i);
        const CIM_ResourceAllocationSettingData *drive = (gconstpointer)object;

        if (object->type == &hvr_wmi_class_Msvm_ResourceAllocationSettingData &&
            drive->HostResource != NULL && g_strcmp0(drive->HostResource[0], path) == 0)
            return TRUE;
    }

    return FALSE;
}

/* Windows shows those that it does not use itself, whether a machine has them or not
 * (inferred: machines' settings offer the same). */
void
hvs_host_disk_list(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < HVS_N_HOST_DISKS; i++) {
        g_autofree char *path = hvs_host_disk_dup_path(host, i);
        gboolean is_offered = i < host->n_free_disks;

        for (guint j = 0; j < host->vms->len && !is_offered; j++)
            is_offered = is_used_by(g_ptr_array_index(host->vms, j), path);
        if (is_offered)
            g_ptr_array_add(objects, new_disk(host, i));
    }
}

char *
hvs_host_disk_dup_path(HvsHost *host, guint number)
{
    g_autoptr(HvrWmiObject) disk = new_disk(host, number);

    return hvs_cim_dup_path(host, HVR_WMI_NAMESPACE, disk);
}
