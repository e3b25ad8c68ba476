/* machine_metadata.c: what libvirt has no word for, in a domain's metadata
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_metadata.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"

static void
add_drive(xmlNode *root, xmlNs *ns, const HvrMachineDisk *disk)
{
    xmlNode *node = hvr_xml_add(root, ns, "drive", NULL);
    g_autofree char *target = hvr_machine_disk_format_target(disk);

    hvr_xml_set(node, "target", target);
    if (hvr_machine_disk_is_differencing(disk))
        hvr_xml_set(node, "differencing", "yes");
    hvr_machine_field_add(node, ns, hvr_machine_disk_fields, disk);
}

static void
add_adapter(xmlNode *root, xmlNs *ns, const HvrMachineNic *nic)
{
    xmlNode *node = hvr_xml_add(root, ns, "adapter", NULL);
    g_autofree char *mac = hvr_machine_nic_format_mac(nic);

    hvr_xml_set(node, "mac", mac);
    hvr_machine_field_add(node, ns, hvr_machine_nic_fields, nic);
}

static void
add_boot_file(xmlNode *root, xmlNs *ns, const HvrBootFile *file)
{
    xmlNode *node = hvr_xml_add(root, ns, "bootfile", NULL);

    hvr_xml_set_format(node, "order", "%u", file->boot_order);
    hvr_xml_set(node, "id", file->id);
    hvr_xml_set(node, "title", file->description);
    hvr_xml_set(node, "path", file->path);
}

static void
fill(const HvrMachine *machine, xmlNode *root, xmlNs *ns)
{
    hvr_machine_field_add(root, ns, hvr_machine_fields, machine);
    for (guint i = 0; i < machine->firmware.boot_files->len; i++)
        add_boot_file(root, ns, machine->firmware.boot_files->pdata[i]);
    for (guint i = 0; i < machine->disks->len; i++)
        add_drive(root, ns, machine->disks->pdata[i]);
    for (guint i = 0; i < machine->nics->len; i++)
        add_adapter(root, ns, machine->nics->pdata[i]);
    for (guint i = 0; i < machine->serial_ports->len; i++) {
        const HvrSerialPort *port = machine->serial_ports->pdata[i];
        xmlNode *node = hvr_xml_add(root, ns, "serial", NULL);

        hvr_xml_set_format(node, "port", "%u", port->number);
        hvr_xml_set(node, "debugger", port->debugger ? "yes" : "no");
    }
}

void
hvr_machine_metadata_add(const HvrMachine *machine, xmlNode *metadata)
{
    xmlNode *root = xmlNewChild(metadata, NULL, BAD_CAST "machine", NULL);
    xmlNs *ns = xmlNewNs(root, BAD_CAST HVR_MACHINE_NS, BAD_CAST "machine");

    xmlSetNs(root, ns);
    fill(machine, root, ns);
}

char *
hvr_machine_metadata_format(const HvrMachine *machine)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "machine", NULL);
    xmlNs *ns = xmlNewNs(root, BAD_CAST HVR_MACHINE_NS, BAD_CAST "machine");

    xmlSetNs(root, ns);
    xmlDocSetRootElement(doc, root);
    fill(machine, root, ns);

    return hvr_xml_format(root);
}

static gboolean
parse_each(const xmlNode *root,
           const char *name,
           const HvrMachineField *fields,
           const GPtrArray *values,
           GError **error)
{
    guint n = 0;

    for (const xmlNode *node = hvr_xml_find(root, HVR_MACHINE_NS, name); node != NULL;
         node = hvr_xml_next(node, HVR_MACHINE_NS, name)) {
        if (n >= values->len)
            return hvr_fail(error, HVR_ERROR_XML,
                            _("there are more elements '%1$s' than the machine has such devices"),
                            name);
        if (!hvr_machine_field_parse(node, fields, values->pdata[n++], error))
            return FALSE;
    }

    return TRUE;
}

static gboolean
parse_boot_file(const xmlNode *node, GPtrArray *files, GError **error)
{
    g_autofree char *order = hvr_xml_dup_attribute(node, NULL, "order");
    HvrBootFile *file;
    guint64 number;

    if (order == NULL || !g_ascii_string_to_unsigned(order, 10, 1, G_MAXINT16, &number, NULL))
        return hvr_fail(error, HVR_ERROR_XML,
                        _("attribute '%1$s' of element '%2$s' cannot be '%3$s'"), "order",
                        "bootfile", order != NULL ? order : "");

    file = hvr_boot_file_new();
    file->boot_order = (guint)number;
    file->id = hvr_xml_dup_attribute(node, NULL, "id");
    file->description = hvr_xml_dup_attribute(node, NULL, "title");
    file->path = hvr_xml_dup_attribute(node, NULL, "path");
    g_ptr_array_add(files, file);

    return TRUE;
}

static void
parse_serial(const xmlNode *node, const HvrMachine *machine)
{
    g_autofree char *number = hvr_xml_dup_attribute(node, NULL, "port");
    g_autofree char *debugger = hvr_xml_dup_attribute(node, NULL, "debugger");

    for (guint i = 0; number != NULL && i < machine->serial_ports->len; i++) {
        HvrSerialPort *port = machine->serial_ports->pdata[i];

        if (port->number == g_ascii_strtoull(number, NULL, 10))
            port->debugger = g_strcmp0(debugger, "yes") == 0;
    }
}

gboolean
hvr_machine_metadata_parse(const xmlNode *root, HvrMachine *machine, GError **error)
{
    if (!hvr_machine_field_parse(root, hvr_machine_fields, machine, error) ||
        !parse_each(root, "drive", hvr_machine_disk_fields, machine->disks, error) ||
        !parse_each(root, "adapter", hvr_machine_nic_fields, machine->nics, error))
        return FALSE;

    g_ptr_array_set_size(machine->firmware.boot_files, 0);
    for (const xmlNode *node = hvr_xml_first_element(root); node != NULL;
         node = hvr_xml_next_element(node)) {
        if (hvr_xml_is(node, HVR_MACHINE_NS, "bootfile") &&
            !parse_boot_file(node, machine->firmware.boot_files, error))
            return FALSE;
        if (hvr_xml_is(node, HVR_MACHINE_NS, "serial"))
            parse_serial(node, machine);
    }

    return TRUE;
}
