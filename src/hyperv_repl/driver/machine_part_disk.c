/* machine_part_disk.c: a machine's controllers, drives and media made into disks
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_part.h"

#include <string.h>

#include "wmi_path.h"

/* What stands for no disk in a drive that could have one of the host's (libvirt). */
#define NO_DRIVE "NODRIVE"

/* ResourceSubTypes are never localized (recorded hosts; the names of drives with
 * media of the host and of diskettes as os-win has them). */
/* clang-format off */
static const struct {
    const char *sub_type;
    HvrBus bus;
} controllers[] = {
    { "Microsoft:Hyper-V:Emulated IDE Controller",   HVR_BUS_IDE    },
    { "Microsoft:Hyper-V:Synthetic SCSI Controller", HVR_BUS_SCSI   },
    { "Microsoft:Hyper-V:Diskette Controller",       HVR_BUS_FLOPPY },
};

static const struct {
    const char *sub_type;
    HvrDriveKind kind;
} drives[] = {
    { "Microsoft:Hyper-V:Synthetic Disk Drive",     HVR_DRIVE_DISK   },
    { "Microsoft:Hyper-V:Physical Disk Drive",      HVR_DRIVE_DISK   },
    { "Microsoft:Hyper-V:Synthetic DVD Drive",      HVR_DRIVE_CDROM  },
    { "Microsoft:Hyper-V:Physical DVD Drive",       HVR_DRIVE_CDROM  },
    { "Microsoft:Hyper-V:Synthetic Diskette Drive", HVR_DRIVE_FLOPPY },
};
/* clang-format on */

static gboolean
find_bus(const char *sub_type, HvrBus *out_bus)
{
    for (guint i = 0; i < G_N_ELEMENTS(controllers); i++) {
        if (g_strcmp0(controllers[i].sub_type, sub_type) != 0)
            continue;
        *out_bus = controllers[i].bus;
        return TRUE;
    }

    return FALSE;
}

static gboolean
find_kind(const char *sub_type, HvrDriveKind *out_kind)
{
    for (guint i = 0; i < G_N_ELEMENTS(drives); i++) {
        if (g_strcmp0(drives[i].sub_type, sub_type) != 0)
            continue;
        *out_kind = drives[i].kind;
        return TRUE;
    }

    return FALSE;
}

static guint
count_bus(const HvrMachine *machine, HvrBus bus)
{
    guint n = 0;

    for (guint i = 0; i < machine->controllers->len; i++) {
        const HvrMachineController *controller = machine->controllers->pdata[i];

        n += controller->bus == bus;
    }

    return n;
}

/* IDE controllers know their channel, others count in order of appearance, as
 * they do in libvirt's own driver. */
static void
add_controller(HvrMachine *machine, const CIM_ResourceAllocationSettingData *resource, HvrBus bus)
{
    HvrMachineController *controller = hvr_machine_controller_new(bus, count_bus(machine, bus));
    guint64 channel;

    controller->id = g_strdup(resource->InstanceID);
    if (bus == HVR_BUS_IDE && resource->Address != NULL &&
        g_ascii_string_to_unsigned(resource->Address, 10, 0, 1, &channel, NULL))
        controller->index = (guint)channel;
    g_ptr_array_add(machine->controllers, controller);
}

static int
compare_controllers(gconstpointer a, gconstpointer b)
{
    const HvrMachineController *one = *(gconstpointer const *)a;
    const HvrMachineController *other = *(gconstpointer const *)b;

    if (one->bus != other->bus)
        return one->bus < other->bus ? -1 : 1;

    return one->index < other->index ? -1 : one->index > other->index;
}

static const HvrMachineController *
find_controller(const HvrMachine *machine, const char *path)
{
    g_autofree char *id = hvr_machine_part_dup_id(path);

    for (guint i = 0; id != NULL && i < machine->controllers->len; i++) {
        const HvrMachineController *controller = machine->controllers->pdata[i];

        if (controller->id != NULL && g_ascii_strcasecmp(controller->id, id) == 0)
            return controller;
    }

    return NULL;
}

static int
find_drive_number(const HvrMachineParts *parts, const char *path)
{
    g_autofree char *id = hvr_wmi_path_dup_key(path, "DeviceID");

    for (guint i = 0; id != NULL && parts->drives != NULL && i < parts->drives->len; i++) {
        const Msvm_DiskDrive *drive = parts->drives->pdata[i];

        if (drive->DeviceID != NULL && g_ascii_strcasecmp(drive->DeviceID, id) == 0)
            return (int)MIN(drive->DriveNumber, G_MAXINT);
    }

    return -1;
}

static const char *
get_host_drive(const CIM_ResourceAllocationSettingData *resource)
{
    const char *path = resource->HostResource != NULL ? resource->HostResource[0] : NULL;

    return path != NULL && path[0] != '\0' && strstr(path, NO_DRIVE) == NULL ? path : NULL;
}

/* There is one diskette drive, on the one controller that takes such. */
static void
add_drive(const HvrMachineParts *parts,
          HvrMachine *machine,
          const CIM_ResourceAllocationSettingData *resource,
          HvrDriveKind kind)
{
    const HvrMachineController *controller = find_controller(machine, resource->Parent);
    const char *path = get_host_drive(resource);
    guint64 unit = 0;
    HvrBus bus;
    HvrMachineDisk *disk;

    if (kind == HVR_DRIVE_FLOPPY)
        bus = HVR_BUS_FLOPPY;
    else if (controller == NULL)
        return;
    else
        bus = controller->bus;
    if (resource->AddressOnParent != NULL)
        g_ascii_string_to_unsigned(resource->AddressOnParent, 10, 0, hvr_bus_get_n_slots(bus) - 1,
                                   &unit, NULL);
    disk = hvr_machine_disk_new(kind, bus, controller != NULL ? controller->index : 0, (guint)unit);
    disk->id = g_strdup(resource->InstanceID);
    if (path != NULL) {
        disk->medium = HVR_MEDIUM_HOST;
        disk->path = g_strdup(path);
        disk->host_number = find_drive_number(parts, path);
    }
    g_ptr_array_add(machine->disks, disk);
}

static HvrMachineDisk *
find_disk(const HvrMachine *machine, const char *path)
{
    g_autofree char *id = hvr_machine_part_dup_id(path);

    for (guint i = 0; id != NULL && i < machine->disks->len; i++) {
        HvrMachineDisk *disk = machine->disks->pdata[i];

        if (disk->id != NULL && g_ascii_strcasecmp(disk->id, id) == 0)
            return disk;
    }

    return NULL;
}

static void
insert_medium(const HvrMachine *machine, const Msvm_StorageAllocationSettingData *image)
{
    HvrMachineDisk *disk = find_disk(machine, image->Parent);

    if (disk == NULL || image->HostResource == NULL || image->HostResource[0] == NULL)
        return;

    disk->medium_id = g_strdup(image->InstanceID);
    disk->medium = HVR_MEDIUM_FILE;
    g_free(disk->path);
    disk->path = g_strdup(image->HostResource[0]);
    disk->iops_limit = image->IOPSLimit;
    disk->iops_reservation = image->IOPSReservation;
    if (image->StorageQoSPolicyID != NULL && image->StorageQoSPolicyID[0] != '\0')
        disk->qos_policy = g_strdup(image->StorageQoSPolicyID);
    disk->is_shared = image->PersistentReservationsSupported;
    disk->ignore_flushes = image->IgnoreFlushes;
    disk->write_hardening = image->WriteHardeningMethod;
}

static int
compare_disks(gconstpointer a, gconstpointer b)
{
    const HvrMachineDisk *one = *(gconstpointer const *)a;
    const HvrMachineDisk *other = *(gconstpointer const *)b;

    if (one->bus != other->bus)
        return one->bus < other->bus ? -1 : 1;
    if (one->controller != other->controller)
        return one->controller < other->controller ? -1 : 1;

    return one->unit < other->unit ? -1 : one->unit > other->unit;
}

static gboolean
is_resource(gconstpointer part)
{
    return hvr_wmi_class_is_a(((const HvrWmiObject *)part)->type,
                              &hvr_wmi_class_CIM_ResourceAllocationSettingData);
}

gboolean
hvr_machine_part_has_host_drives(const HvrMachineParts *parts)
{
    for (guint i = 0; i < parts->resources->len; i++) {
        const CIM_ResourceAllocationSettingData *resource = parts->resources->pdata[i];
        HvrDriveKind kind;

        if (is_resource(resource) && find_kind(resource->ResourceSubType, &kind) &&
            get_host_drive(resource) != NULL)
            return TRUE;
    }

    return FALSE;
}

/* The host lists parts in any order, but a drive needs its controller and a
 * medium its drive. */
void
hvr_machine_part_add_disks(const HvrMachineParts *parts, HvrMachine *machine)
{
    for (guint i = 0; i < parts->resources->len; i++) {
        const CIM_ResourceAllocationSettingData *resource = parts->resources->pdata[i];
        HvrBus bus;

        if (is_resource(resource) && find_bus(resource->ResourceSubType, &bus))
            add_controller(machine, resource, bus);
    }
    for (guint i = 0; i < parts->resources->len; i++) {
        const CIM_ResourceAllocationSettingData *resource = parts->resources->pdata[i];
        HvrDriveKind kind;

        if (is_resource(resource) && find_kind(resource->ResourceSubType, &kind))
            add_drive(parts, machine, resource, kind);
    }
    for (guint i = 0; i < parts->resources->len; i++) {
        const HvrWmiObject *object = parts->resources->pdata[i];

        if (object->type == &hvr_wmi_class_Msvm_StorageAllocationSettingData)
            insert_medium(machine, (gconstpointer)object);
    }
    g_ptr_array_sort(machine->controllers, compare_controllers);
    g_ptr_array_sort(machine->disks, compare_disks);
}
