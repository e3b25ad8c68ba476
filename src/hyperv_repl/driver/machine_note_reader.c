/* machine_note_reader.c: the driver's own element in a whole document
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_note_reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "machine_field.h"
#include "machine_merge.h"
#include "repl_document.h"

static const xmlNode *
find_element(const xmlNode *root)
{
    return hvr_xml_find(hvr_xml_find(root, NULL, "metadata"), HVR_MACHINE_NS, "machine");
}

/* Replication is shown here, but changed with 'virsh metadata --edit'. */
gboolean
hvr_machine_reader_read_notes(const xmlNode *root, HvrMachine *noted, GError **error)
{
    const xmlNode *metadata = hvr_xml_find(root, NULL, "metadata");
    const xmlNode *element = find_element(root);

    for (const xmlNode *node = hvr_xml_first_element(metadata); node != NULL;
         node = hvr_xml_next_element(node)) {
        if (node != element && !hvr_xml_is(node, HVR_REPL_NS, "replication"))
            return hvr_fail(error, HVR_ERROR_UNFIT,
                            _("a Hyper-V host keeps no metadata element '%s'"),
                            (const char *)node->name);
    }

    return element == NULL || hvr_machine_field_parse(element, hvr_machine_fields, noted, error);
}

static HvrMachineDisk *
find_drive(const HvrMachine *machine, const xmlNode *node)
{
    g_autofree char *target = hvr_xml_dup_attribute(node, NULL, "target");

    for (guint i = 0; i < machine->disks->len; i++) {
        HvrMachineDisk *disk = machine->disks->pdata[i];
        g_autofree char *name = hvr_machine_disk_format_target(disk);

        if (g_strcmp0(name, target) == 0)
            return disk;
    }

    return NULL;
}

/* By address; those without one are meant in their order. */
static HvrMachineNic *
find_adapter(const HvrMachine *machine, const xmlNode *node, guint *n_nameless)
{
    g_autofree char *mac = hvr_xml_dup_attribute(node, NULL, "mac");
    guint n = 0;

    for (guint i = 0; i < machine->nics->len; i++) {
        HvrMachineNic *nic = machine->nics->pdata[i];
        g_autofree char *name = hvr_machine_nic_format_mac(nic);

        if (mac != NULL ? g_strcmp0(name, mac) == 0 : name == NULL && n++ == *n_nameless) {
            *n_nameless += mac == NULL;
            return nic;
        }
    }

    return NULL;
}

/* What the device was, or would be if nobody said anything of it. */
static HvrMachineDisk *
new_base_disk(const HvrMachine *base, const HvrMachineDisk *disk)
{
    const HvrMachineDisk *known = hvr_machine_reader_find_disk(base->disks, disk);

    if (known != NULL && disk->id != NULL)
        return hvr_machine_disk_copy(known);

    return hvr_machine_disk_new(disk->kind, disk->bus, disk->controller, disk->unit);
}

static gboolean
merge_drive(const HvrMachine *base, HvrMachineDisk *disk, const xmlNode *node, GError **error)
{
    g_autoptr(HvrMachineDisk) old = new_base_disk(base, disk);
    g_autoptr(HvrMachineDisk) noted = hvr_machine_disk_copy(old);

    return hvr_machine_field_parse(node, hvr_machine_disk_fields, noted, error) &&
           hvr_machine_merge(hvr_machine_disk_fields, old, noted, disk, error);
}

static HvrMachineNic *
new_base_nic(const HvrMachine *base, const HvrMachineNic *nic)
{
    HvrMachineNic *blank;

    for (guint i = 0; nic->id != NULL && i < base->nics->len; i++) {
        const HvrMachineNic *known = base->nics->pdata[i];

        if (g_strcmp0(known->id, nic->id) == 0)
            return hvr_machine_nic_copy(known);
    }
    blank = hvr_machine_nic_new();
    blank->name = g_strdup(nic->name);

    return blank;
}

/* A switch is what the interface says, its GUID beside it is for reading. */
static gboolean
merge_adapter(const HvrMachine *base, HvrMachineNic *nic, const xmlNode *node, GError **error)
{
    g_autoptr(HvrMachineNic) old = new_base_nic(base, nic);
    g_autoptr(HvrMachineNic) noted = hvr_machine_nic_copy(old);

    if (!hvr_machine_field_parse(node, hvr_machine_nic_fields, noted, error))
        return FALSE;
    g_free(noted->switch_id);
    noted->switch_id = g_strdup(old->switch_id);

    return hvr_machine_merge(hvr_machine_nic_fields, old, noted, nic, error);
}

static gboolean
merge_boot_file(HvrMachine *machine, const xmlNode *node, GError **error)
{
    g_autofree char *id = hvr_xml_dup_attribute(node, NULL, "id");
    guint64 order;

    if (!hvr_machine_reader_parse_number(node, "order", G_MAXINT16, &order, error))
        return FALSE;
    for (guint i = 0; id != NULL && i < machine->firmware.boot_files->len; i++) {
        HvrBootFile *file = machine->firmware.boot_files->pdata[i];

        if (g_strcmp0(file->id, id) == 0)
            file->boot_order = (guint)order;
    }

    return TRUE;
}

static void
merge_serial(HvrMachine *machine, const xmlNode *node)
{
    g_autofree char *number = hvr_xml_dup_attribute(node, NULL, "port");
    g_autofree char *debugger = hvr_xml_dup_attribute(node, NULL, "debugger");

    for (guint i = 0; number != NULL && i < machine->serial_ports->len; i++) {
        HvrSerialPort *port = machine->serial_ports->pdata[i];

        if (port->number == g_ascii_strtoull(number, NULL, 10))
            port->debugger = g_strcmp0(debugger, "yes") == 0;
    }
}

static gboolean
merge_device(HvrMachineReader *self, const xmlNode *node, guint *n_nameless, GError **error)
{
    if (hvr_xml_is(node, HVR_MACHINE_NS, "drive")) {
        HvrMachineDisk *disk = find_drive(self->machine, node);

        return disk == NULL || merge_drive(self->base, disk, node, error);
    }
    if (hvr_xml_is(node, HVR_MACHINE_NS, "adapter")) {
        HvrMachineNic *nic = find_adapter(self->machine, node, n_nameless);

        return nic == NULL || merge_adapter(self->base, nic, node, error);
    }
    if (hvr_xml_is(node, HVR_MACHINE_NS, "bootfile"))
        return merge_boot_file(self->machine, node, error);
    if (hvr_xml_is(node, HVR_MACHINE_NS, "serial"))
        merge_serial(self->machine, node);

    return TRUE;
}

/* What is said of a device that is gone from the document's devices went with it. */
gboolean
hvr_machine_reader_merge_notes(HvrMachineReader *self,
                               const xmlNode *root,
                               const HvrMachine *noted,
                               GError **error)
{
    guint n_nameless = 0;

    if (noted != NULL &&
        !hvr_machine_merge(hvr_machine_fields, self->base, noted, self->machine, error))
        return FALSE;
    for (const xmlNode *node = hvr_xml_first_element(find_element(root)); node != NULL;
         node = hvr_xml_next_element(node)) {
        if (!merge_device(self, node, &n_nameless, error))
            return FALSE;
    }

    return TRUE;
}
