/* machine_resolve.c: what a document calls by a name of its own, as the host calls it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_resolve.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "msvm_tables.h"
#include "wmi_path.h"
#include "wmi_query.h"

#define DRIVE "Msvm_DiskDrive"

static gboolean
wants_switch(const HvrMachineNic *nic)
{
    return nic->is_connected && nic->switch_id == NULL && nic->switch_name != NULL;
}

static gboolean
wants_drive(const HvrMachineDisk *disk)
{
    return disk->medium == HVR_MEDIUM_HOST && disk->path == NULL;
}

static GPtrArray *
list(HvrWmiSession *session, const HvrWmiClass *type, GCancellable *cancellable, GError **error)
{
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(NULL, type->name);

    return hvr_wmi_session_list(session, HVR_WMI_NAMESPACE, type, hvr_wmi_query_get_text(query),
                                cancellable, error);
}

static gboolean
set_switch(HvrMachineNic *nic, const GPtrArray *switches, GError **error)
{
    guint n = 0;

    for (guint i = 0; i < switches->len; i++) {
        const Msvm_VirtualEthernetSwitch *ether = switches->pdata[i];

        if (g_strcmp0(ether->ElementName, nic->switch_name) != 0)
            continue;
        g_free(nic->switch_id);
        nic->switch_id = g_strdup(ether->Name);
        n++;
    }
    if (n == 1)
        return TRUE;
    if (n > 1)
        return hvr_fail(
            error, HVR_ERROR_AMBIGUOUS,
            _("the host has %1$u switches called '%2$s', name one by its GUID as bridge"), n,
            nic->switch_name);

    return hvr_fail(error, HVR_ERROR_UNFIT, _("no network with matching name '%s'"),
                    nic->switch_name);
}

/* The class has what is inside of machines as well (its page); those have a machine's
 * GUID for their system. */
static gboolean
is_virtual(const Msvm_DiskDrive *drive)
{
    return drive->SystemName != NULL && g_uuid_string_is_valid(drive->SystemName);
}

static gboolean
set_drive(HvrMachineDisk *disk, const GPtrArray *drives, GError **error)
{
    for (guint i = 0; i < drives->len; i++) {
        const Msvm_DiskDrive *drive = drives->pdata[i];
        g_autoptr(HvrWmiPath) path = hvr_wmi_path_new(".", HVR_WMI_NAMESPACE, DRIVE);

        if ((int)drive->DriveNumber != disk->host_number || is_virtual(drive))
            continue;
        hvr_wmi_path_add(path, "CreationClassName", drive->CreationClassName);
        hvr_wmi_path_add(path, "DeviceID", drive->DeviceID);
        hvr_wmi_path_add(path, "SystemCreationClassName", drive->SystemCreationClassName);
        hvr_wmi_path_add(path, "SystemName", drive->SystemName);
        disk->path = hvr_wmi_path_format(path);
        return TRUE;
    }

    return hvr_fail(error, HVR_ERROR_UNFIT,
                    _("the host offers no disk number %d to machines, only those that it "
                      "has taken offline"),
                    disk->host_number);
}

static gboolean
resolve_nics(HvrMachine *machine, HvrWmiSession *session, GCancellable *cancellable, GError **error)
{
    g_autoptr(GPtrArray) switches = NULL;

    for (guint i = 0; i < machine->nics->len; i++) {
        HvrMachineNic *nic = machine->nics->pdata[i];

        if (!wants_switch(nic))
            continue;
        if (switches == NULL)
            switches = list(session, &hvr_wmi_class_Msvm_VirtualEthernetSwitch, cancellable, error);
        if (switches == NULL || !set_switch(nic, switches, error))
            return FALSE;
    }

    return TRUE;
}

gboolean
hvr_machine_resolve(HvrMachine *machine,
                    HvrWmiSession *session,
                    GCancellable *cancellable,
                    GError **error)
{
    g_autoptr(GPtrArray) drives = NULL;

    for (guint i = 0; i < machine->disks->len; i++) {
        HvrMachineDisk *disk = machine->disks->pdata[i];

        if (!wants_drive(disk))
            continue;
        if (drives == NULL)
            drives = list(session, &hvr_wmi_class_Msvm_DiskDrive, cancellable, error);
        if (drives == NULL || !set_drive(disk, drives, error))
            return FALSE;
    }

    return resolve_nics(machine, session, cancellable, error);
}
