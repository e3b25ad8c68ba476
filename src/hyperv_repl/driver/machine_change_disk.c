/* machine_change_disk.c: changes of a machine's controllers, drives and what is in them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_change_row.h"

#include <string.h>

#include "machine_reader.h"
#include "msvm_tables.h"

#define RASD  "Msvm_ResourceAllocationSettingData"
#define IMAGE "Msvm_StorageAllocationSettingData"

/* CIM_ResourceAllocationSettingData.ResourceType */
#define TYPE_SCSI  6
#define TYPE_IMAGE 31

#define D(member) G_STRUCT_OFFSET(HvrMachineDisk, member)

/* clang-format off */
static const struct {
    guint resource_type;
    const char *sub_type;
    const char *image_sub_type;
} drives[HVR_N_DRIVES] = {
    [HVR_DRIVE_DISK]   = { 17, "Microsoft:Hyper-V:Synthetic Disk Drive",     "Microsoft:Hyper-V:Virtual Hard Disk" },
    [HVR_DRIVE_CDROM]  = { 16, "Microsoft:Hyper-V:Synthetic DVD Drive",      "Microsoft:Hyper-V:Virtual CD/DVD Disk" },
    [HVR_DRIVE_FLOPPY] = { 14, "Microsoft:Hyper-V:Synthetic Diskette Drive", "Microsoft:Hyper-V:Virtual Floppy Disk" },
};

#define HOST_SUB_TYPE "Microsoft:Hyper-V:Physical Disk Drive"
#define SCSI_SUB_TYPE "Microsoft:Hyper-V:Synthetic SCSI Controller"

/* A disc or a diskette can be changed for another one at any time, a disk cannot. */
#define IMAGE_ROWS(path_when)                                                                                          \
    { "source",           "HostResource",                    HVR_CHANGE_LINE,    D(path), path_when },                 \
    { "total_iops_sec",   "IOPSLimit",                       HVR_CHANGE_UINT64,  D(iops_limit), HVR_MACHINE_RUNNING }, \
    { "iops-reservation", "IOPSReservation",                 HVR_CHANGE_UINT64,  D(iops_reservation), HVR_MACHINE_RUNNING }, \
    { "qos-policy",       "StorageQoSPolicyID",              HVR_CHANGE_TEXT,    D(qos_policy), HVR_MACHINE_RUNNING }, \
    { "shareable",        "PersistentReservationsSupported", HVR_CHANGE_BOOLEAN, D(is_shared), HVR_MACHINE_OFF },      \
    { "ignore-flushes",   "IgnoreFlushes",                   HVR_CHANGE_BOOLEAN, D(ignore_flushes), HVR_MACHINE_OFF }, \
    { "write-hardening",  "WriteHardeningMethod",            HVR_CHANGE_UINT,    D(write_hardening), HVR_MACHINE_OFF }, \
    { NULL }

static const HvrChangeRow disk_rows[] = { IMAGE_ROWS(HVR_MACHINE_OFF) };
static const HvrChangeRow disc_rows[] = { IMAGE_ROWS(HVR_MACHINE_RUNNING) };
/* clang-format on */

/* SCSI takes and gives drives while a machine runs. */
static HvrMachineWhen
get_when(const HvrMachineDisk *disk)
{
    return disk->bus == HVR_BUS_SCSI ? HVR_MACHINE_RUNNING : HVR_MACHINE_OFF;
}

static const HvrMachineController *
find_controller(const HvrMachine *machine, HvrBus bus, guint index)
{
    for (guint i = 0; i < machine->controllers->len; i++) {
        const HvrMachineController *controller = machine->controllers->pdata[i];

        if (controller->bus == bus && controller->index == index)
            return controller;
    }

    return NULL;
}

/* A drive with a disk of the host in it is another sort of drive. */
static gboolean
is_same_drive(const HvrMachineDisk *now, const HvrMachineDisk *wanted)
{
    gboolean is_host = now->medium == HVR_MEDIUM_HOST;

    if (wanted == NULL || wanted->kind != now->kind ||
        is_host != (wanted->medium == HVR_MEDIUM_HOST))
        return FALSE;

    return !is_host || wanted->host_number == now->host_number;
}

static void
remove_disk(HvrChanges *self, const HvrMachineDisk *now, const HvrMachineDisk *wanted)
{
    gboolean is_same = is_same_drive(now, wanted);
    gboolean is_emptied = is_same && wanted->medium == HVR_MEDIUM_NONE;
    HvrMachineWhen when = is_emptied && now->kind != HVR_DRIVE_DISK ? HVR_MACHINE_RUNNING
                                                                    : get_when(now);
    char *target;

    if (is_same && !(is_emptied && now->medium_id != NULL))
        return;
    target = hvr_machine_disk_format_target(now);
    if (now->medium_id != NULL)
        hvr_changes_add_remove(self, when, target, IMAGE, now->medium_id);
    else
        hvr_changes_add_remove(self, when, target, RASD, now->id);
}

/* Of what hangs on a controller nothing is left by then. */
static void
remove_controllers(HvrChanges *self)
{
    for (guint i = 0; i < self->now->controllers->len; i++) {
        const HvrMachineController *now = self->now->controllers->pdata[i];

        if (now->bus == HVR_BUS_SCSI && now->id != NULL &&
            find_controller(self->wanted, now->bus, now->index) == NULL)
            hvr_changes_add_remove(self, HVR_MACHINE_OFF, g_strdup("controller"), RASD, now->id);
    }
}

void
hvr_changes_remove_disks(HvrChanges *self)
{
    guint n_before = self->calls->len;

    for (guint i = 0; i < self->now->disks->len; i++) {
        const HvrMachineDisk *now = self->now->disks->pdata[i];

        remove_disk(self, now, hvr_machine_reader_find_disk(self->wanted->disks, now));
    }
    if (self->calls->len == n_before)
        remove_controllers(self);
}

static gpointer
new_part(guint resource_type, const char *sub_type)
{
    gpointer part = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ResourceAllocationSettingData);

    hvr_wmi_object_set_uint(part, "ResourceType", resource_type);
    hvr_wmi_object_set_string(part, "ResourceSubType", sub_type);

    return part;
}

static void
add_controllers(HvrChanges *self)
{
    for (guint i = 0; i < self->wanted->controllers->len; i++) {
        const HvrMachineController *wanted = self->wanted->controllers->pdata[i];
        g_autofree char *guid = g_uuid_string_random();
        g_autofree char *braced = g_strconcat("{", guid, "}", NULL);
        const char *const identifiers[] = { braced, NULL };
        gpointer part;

        if (find_controller(self->now, wanted->bus, wanted->index) != NULL)
            continue;
        part = new_part(TYPE_SCSI, SCSI_SUB_TYPE);
        hvr_wmi_object_set_string(part, "ElementName", "SCSI Controller");
        hvr_wmi_object_set_strv(part, "VirtualSystemIdentifiers", identifiers);
        hvr_changes_add_part(self, HVR_MACHINE_OFF,
                             g_strdup_printf("controller scsi:%u", wanted->index), part);
    }
}

static void
add_drive(HvrChanges *self, const HvrMachineDisk *wanted)
{
    gboolean is_host = wanted->medium == HVR_MEDIUM_HOST;
    const HvrMachineController *controller =
        find_controller(self->now, wanted->bus, wanted->controller);
    const char *const resources[] = { wanted->path, NULL };
    g_autofree char *address = g_strdup_printf("%u", wanted->unit);
    g_autofree char *parent = NULL;
    gpointer part;

    if (controller == NULL || controller->id == NULL)
        return;
    part = new_part(drives[wanted->kind].resource_type,
                    is_host ? HOST_SUB_TYPE : drives[wanted->kind].sub_type);
    parent = hvr_machine_call_build_path(RASD, controller->id);
    hvr_wmi_object_set_string(part, "Parent", parent);
    hvr_wmi_object_set_string(part, "AddressOnParent", address);
    if (is_host)
        hvr_wmi_object_set_strv(part, "HostResource", resources);
    hvr_changes_add_part(self, get_when(wanted), hvr_machine_disk_format_target(wanted), part);
}

static void
add_image(HvrChanges *self, const HvrMachineDisk *now, const HvrMachineDisk *wanted)
{
    g_autoptr(HvrMachineDisk)
        blank = hvr_machine_disk_new(now->kind, now->bus, now->controller, now->unit);
    gpointer image = hvr_wmi_object_new(&hvr_wmi_class_Msvm_StorageAllocationSettingData);
    g_autofree char *parent = hvr_machine_call_build_path(RASD, now->id);
    HvrMachineWhen when = now->kind == HVR_DRIVE_DISK ? get_when(now) : HVR_MACHINE_RUNNING;
    HvrMachineWhen ignored;

    hvr_change_row_fill(disk_rows, blank, wanted, image, NULL, &ignored);
    hvr_wmi_object_set_uint(image, "ResourceType", TYPE_IMAGE);
    hvr_wmi_object_set_string(image, "ResourceSubType", drives[now->kind].image_sub_type);
    hvr_wmi_object_set_string(image, "Parent", parent);
    hvr_changes_add_part(self, when, hvr_machine_disk_format_target(wanted), image);
}

static void
change_image(HvrChanges *self, const HvrMachineDisk *now, const HvrMachineDisk *wanted)
{
    g_autofree char *target = hvr_machine_disk_format_target(now);
    HvrChangePart part = { &hvr_wmi_class_Msvm_StorageAllocationSettingData, now->medium_id,
                           now->kind == HVR_DRIVE_DISK ? disk_rows : disc_rows, now, wanted };

    if (wanted->medium != HVR_MEDIUM_FILE || !is_same_drive(now, wanted) || now->id == NULL)
        return;
    if (now->medium_id == NULL)
        add_image(self, now, wanted);
    else
        hvr_changes_add_modify(self, HVR_MACHINE_MODIFY, &part, target);
}

void
hvr_changes_add_disks(HvrChanges *self)
{
    add_controllers(self);
    for (guint i = 0; i < self->wanted->disks->len; i++) {
        const HvrMachineDisk *wanted = self->wanted->disks->pdata[i];
        const HvrMachineDisk *now = hvr_machine_reader_find_disk(self->now->disks, wanted);

        if (now == NULL)
            add_drive(self, wanted);
        else
            change_image(self, now, wanted);
    }
}
