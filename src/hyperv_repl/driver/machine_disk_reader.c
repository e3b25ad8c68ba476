/* machine_disk_reader.c: the disk elements of libvirt's documents
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"

#define MAX_SCSI 4 /* controllers */

/* IOPSLimit counts in these (msvm-storageallocationsettingdata.md). */
#define IOPS_SIZE 8192

static const char *const nothing[] = { NULL };

HvrMachineDisk *
hvr_machine_reader_find_disk(const GPtrArray *disks, const HvrMachineDisk *place)
{
    for (guint i = 0; i < disks->len; i++) {
        HvrMachineDisk *disk = disks->pdata[i];

        if (disk->bus == place->bus && disk->controller == place->controller &&
            disk->unit == place->unit)
            return disk;
    }

    return NULL;
}

static gboolean
read_place(HvrMachineDisk *place, const xmlNode *node, GError **error)
{
    static const char *const types[] = { "drive", NULL };
    const xmlNode *target = hvr_xml_find(node, NULL, "target");
    const xmlNode *address = hvr_xml_find(node, NULL, "address");
    g_autofree char *name = target != NULL ? hvr_xml_dup_attribute(target, NULL, "dev") : NULL;
    g_autofree char *bus = target != NULL ? hvr_xml_dup_attribute(target, NULL, "bus") : NULL;
    HvrMachineDisk there = { .bus = HVR_BUS_IDE };
    guint64 numbers[3];

    if (name == NULL)
        return hvr_fail(error, HVR_ERROR_XML, _("missing target information for device 'disk'"));
    if (!hvr_machine_disk_parse_target(place, name))
        return hvr_machine_reader_refuse_value(target, "dev", name, error);
    if (bus != NULL && strcmp(bus, hvr_bus_get_name(place->bus)) != 0)
        return hvr_machine_reader_refuse_value(target, "bus", bus, error);
    if (address == NULL)
        return TRUE;

    if (!hvr_machine_reader_check(address, "type", types, error) ||
        !hvr_machine_reader_parse_number(address, "controller", MAX_SCSI - 1, &numbers[0], error) ||
        !hvr_machine_reader_parse_number(address, "bus", 1, &numbers[1], error) ||
        !hvr_machine_reader_parse_number(address, "unit", 63, &numbers[2], error))
        return FALSE;
    there.controller = (guint)(place->bus == HVR_BUS_IDE ? numbers[1] : numbers[0]);
    there.unit = (guint)numbers[2];
    if (there.controller == place->controller && there.unit == place->unit)
        return TRUE;

    return hvr_fail(error, HVR_ERROR_XML,
                    _("elements 'target' and 'address' of disk '%s' name different places"), name);
}

static gboolean
read_kind(const xmlNode *node, HvrDriveKind *out_kind, GError **error)
{
    g_autofree char *device = hvr_xml_dup_attribute(node, NULL, "device");

    *out_kind = HVR_DRIVE_DISK;

    return device == NULL || hvr_drive_kind_parse(device, out_kind) ||
           hvr_machine_reader_refuse_value(node, "device", device, error);
}

static void
empty(HvrMachineDisk *disk)
{
    disk->medium = HVR_MEDIUM_NONE;
    disk->host_number = -1;
    g_clear_pointer(&disk->path, g_free);
}

/* libvirt takes a pass-through disk for a block device; its name is the host's number of it. */
static gboolean
read_source(HvrMachineDisk *disk, const xmlNode *node, GError **error)
{
    const xmlNode *source = hvr_xml_find(node, NULL, "source");
    g_autofree char *type = hvr_xml_dup_attribute(node, NULL, "type");
    gboolean is_block = g_strcmp0(type, "block") == 0;
    g_autofree char *value =
        source != NULL ? hvr_xml_dup_attribute(source, NULL, is_block ? "dev" : "file") : NULL;
    guint64 number;

    if (!is_block && type != NULL && strcmp(type, "file") != 0)
        return hvr_machine_reader_refuse_value(node, "type", type, error);
    /* One whose number nobody knows is written without. */
    if (is_block && source == NULL && disk->medium == HVR_MEDIUM_HOST)
        return TRUE;
    if (value != NULL && value[0] != '\0' && is_block) {
        if (!hvr_machine_reader_parse_number(source, "dev", G_MAXINT16, &number, error))
            return FALSE;
        if (disk->medium == HVR_MEDIUM_HOST && disk->host_number == (int)number)
            return TRUE;
        empty(disk);
        disk->medium = HVR_MEDIUM_HOST;
        disk->host_number = (int)number;
        return TRUE;
    }

    empty(disk);
    if (value != NULL && value[0] != '\0') {
        disk->medium = HVR_MEDIUM_FILE;
        hvr_machine_disk_parse_path(disk, value);
    }

    return TRUE;
}

static gboolean
read_limit(HvrMachineDisk *disk, const xmlNode *node, GError **error)
{
    guint64 limit = 0;
    guint64 size = IOPS_SIZE;

    for (const xmlNode *child = hvr_xml_first_element(node); child != NULL;
         child = hvr_xml_next_element(child)) {
        gboolean is_size = hvr_xml_is(child, NULL, "size_iops_sec");

        if (!is_size && !hvr_xml_is(child, NULL, "total_iops_sec"))
            return hvr_machine_reader_refuse(child, error);
        if (!hvr_machine_reader_parse_number(child, NULL, G_MAXUINT32, is_size ? &size : &limit,
                                             error))
            return FALSE;
    }
    if (size != IOPS_SIZE)
        return hvr_fail(error, HVR_ERROR_UNFIT,
                        _("element 'size_iops_sec': Hyper-V counts in blocks of %u bytes"),
                        IOPS_SIZE);
    disk->iops_limit = limit;

    return TRUE;
}

/* Images say themselves what they are; an .iso is raw, a .vhd libvirt's vpc. */
static gboolean
check_driver(const xmlNode *node, GError **error)
{
    static const char *const types[] = { "raw", "vpc", "vhd", "iso", "vhdx", NULL };
    static const char *const known[] = { "name", "type", NULL };

    for (const xmlAttr *attribute = node->properties; attribute != NULL;
         attribute = attribute->next) {
        if (!g_strv_contains(known, (const char *)attribute->name))
            return hvr_machine_reader_check(node, (const char *)attribute->name, nothing, error);
    }

    return hvr_machine_reader_check(node, "type", types, error);
}

static gboolean
read_boot_order(guint *out_order, const xmlNode *node, GError **error)
{
    guint64 order;

    if (!hvr_machine_reader_parse_number(node, "order", G_MAXINT16, &order, error))
        return FALSE;
    *out_order = (guint)order;

    return TRUE;
}

static gboolean
read_part(HvrMachineReader *self, HvrMachineDisk *disk, const xmlNode *node, GError **error)
{
    static const char *const skipped[] = { "source", "target",       "address",
                                           "alias",  "backingStore", NULL };
    const char *name = (const char *)node->name;

    if (g_strv_contains(skipped, name))
        return TRUE;
    if (strcmp(name, "driver") == 0)
        return check_driver(node, error);
    if (strcmp(name, "iotune") == 0)
        return read_limit(disk, node, error);
    if (strcmp(name, "boot") == 0 && self->machine->generation == 2)
        return read_boot_order(&disk->boot_order, node, error);
    if (strcmp(name, "shareable") == 0) {
        disk->is_shared = TRUE;
        return TRUE;
    }
    if (strcmp(name, "readonly") == 0 && disk->kind != HVR_DRIVE_DISK)
        return TRUE;

    return hvr_machine_reader_refuse(node, error);
}

/* IDE carries disks and DVDs, SCSI as well, a diskette drive nothing else. */
static gboolean
check_kind(const HvrMachine *machine, const HvrMachineDisk *disk, GError **error)
{
    g_autofree char *target = hvr_machine_disk_format_target(disk);

    if ((disk->kind == HVR_DRIVE_FLOPPY) != (disk->bus == HVR_BUS_FLOPPY))
        return hvr_fail(error, HVR_ERROR_UNFIT, _("'%1$s' is no place for a '%2$s'"), target,
                        hvr_drive_kind_get_name(disk->kind));
    if (machine->generation == 2 && disk->bus != HVR_BUS_SCSI)
        return hvr_fail(error, HVR_ERROR_UNFIT,
                        _("target '%s': machines of generation 2 have SCSI controllers only"),
                        target);
    if (machine->generation != 2 && disk->bus == HVR_BUS_SCSI && disk->kind == HVR_DRIVE_CDROM)
        return hvr_fail(error, HVR_ERROR_UNFIT,
                        _("target '%s': machines of generation 1 have DVD drives on IDE only"),
                        target);

    return TRUE;
}

HvrMachineDisk *
hvr_machine_reader_read_disk(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    HvrMachineDisk place = { .host_number = -1 };
    g_autoptr(HvrMachineDisk) disk = NULL;
    const HvrMachineDisk *known;
    HvrDriveKind kind;

    if (!read_kind(node, &kind, error) || !read_place(&place, node, error))
        return NULL;
    known = hvr_machine_reader_find_disk(self->base->disks, &place);
    disk = known != NULL && known->kind == kind
               ? hvr_machine_disk_copy(known)
               : hvr_machine_disk_new(kind, place.bus, place.controller, place.unit);
    disk->boot_order = 0;
    disk->iops_limit = 0;
    disk->is_shared = FALSE;
    if (!check_kind(self->machine, disk, error) || !read_source(disk, node, error))
        return NULL;
    for (const xmlNode *part = hvr_xml_first_element(node); part != NULL;
         part = hvr_xml_next_element(part)) {
        if (!read_part(self, disk, part, error))
            return NULL;
    }

    return g_steal_pointer(&disk);
}

/* A diskette drive is part of generation 1, whether a document mentions it or not. */
void
hvr_machine_reader_keep_floppy(HvrMachineReader *self)
{
    for (guint i = 0; i < self->base->disks->len; i++) {
        const HvrMachineDisk *disk = self->base->disks->pdata[i];

        if (disk->kind != HVR_DRIVE_FLOPPY ||
            hvr_machine_reader_find_disk(self->machine->disks, disk) != NULL)
            continue;
        g_ptr_array_add(self->machine->disks, hvr_machine_disk_copy(disk));
        empty(self->machine->disks->pdata[self->machine->disks->len - 1]);
    }
}
