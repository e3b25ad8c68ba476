/* machine_attachment.c: one device attached, changed or detached
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_parser.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "machine_reader.h"

typedef gboolean (*DeviceRead)(HvrMachineReader *self,
                               const xmlNode *node,
                               HvrDeviceVerb verb,
                               GError **error);

static gboolean
change_disk(HvrMachineReader *self, const xmlNode *node, HvrDeviceVerb verb, GError **error)
{
    g_autoptr(HvrMachineDisk) disk = hvr_machine_reader_read_disk(self, node, error);
    GPtrArray *disks = self->machine->disks;
    g_autofree char *target = disk != NULL ? hvr_machine_disk_format_target(disk) : NULL;
    HvrMachineDisk *known = disk != NULL ? hvr_machine_reader_find_disk(disks, disk) : NULL;

    if (disk == NULL)
        return FALSE;
    if (verb == HVR_DEVICE_ATTACH && known != NULL)
        return hvr_fail(error, HVR_ERROR_STATE, _("target %s already exists"), target);
    if (verb != HVR_DEVICE_ATTACH && known == NULL)
        return hvr_fail(error, HVR_ERROR_STATE, _("no target device %s"), target);
    if (verb == HVR_DEVICE_UPDATE && known->kind != disk->kind)
        return hvr_fail(error, HVR_ERROR_UNFIT, _("device %s cannot become another kind of drive"),
                        target);
    if (verb == HVR_DEVICE_ATTACH &&
        !hvr_machine_reader_add_controllers(self->machine, disk, error))
        return FALSE;

    if (known != NULL)
        g_ptr_array_remove(disks, known);
    if (verb != HVR_DEVICE_DETACH)
        g_ptr_array_add(disks, g_steal_pointer(&disk));

    return TRUE;
}

static HvrMachineNic *
find_nic(const HvrMachine *machine, const char *mac)
{
    for (guint i = 0; i < machine->nics->len; i++) {
        HvrMachineNic *nic = machine->nics->pdata[i];

        if (mac == NULL ? machine->nics->len == 1 : g_strcmp0(nic->mac, mac) == 0)
            return nic;
    }

    return NULL;
}

static gboolean
change_nic(HvrMachineReader *self, const xmlNode *node, HvrDeviceVerb verb, GError **error)
{
    g_autoptr(HvrMachineNic) nic = hvr_machine_reader_read_nic(self, node, error);
    GPtrArray *nics = self->machine->nics;
    HvrMachineNic *known;
    g_autofree char *mac = nic != NULL ? hvr_machine_nic_format_mac(nic) : NULL;

    if (nic == NULL)
        return FALSE;
    known = nic->mac != NULL || verb != HVR_DEVICE_ATTACH ? find_nic(self->machine, nic->mac)
                                                          : NULL;
    if (verb == HVR_DEVICE_ATTACH && known != NULL)
        return hvr_fail(error, HVR_ERROR_STATE, _("network device with mac %s already exists"),
                        mac);
    if ((verb == HVR_DEVICE_DETACH && known == NULL) ||
        (verb == HVR_DEVICE_UPDATE && (known == NULL || nic->mac == NULL)))
        return hvr_fail(error, HVR_ERROR_STATE, _("no device matching MAC address %s found"),
                        mac != NULL ? mac : "(none)");
    if (verb == HVR_DEVICE_UPDATE && known->is_legacy != nic->is_legacy)
        return hvr_fail(error, HVR_ERROR_UNFIT, _("cannot change the model of interface %s"), mac);

    for (guint i = 0; i < nics->len; i++) {
        if (nics->pdata[i] != known)
            continue;
        if (verb == HVR_DEVICE_DETACH) {
            g_ptr_array_remove_index(nics, i);
        } else {
            hvr_machine_nic_free(known);
            nics->pdata[i] = g_steal_pointer(&nic);
        }
        return TRUE;
    }
    g_ptr_array_add(nics, g_steal_pointer(&nic));

    return TRUE;
}

static HvrSerialPort *
find_port(const HvrMachine *machine, guint number)
{
    for (guint i = 0; i < machine->serial_ports->len; i++) {
        HvrSerialPort *port = machine->serial_ports->pdata[i];

        if (port->number == number)
            return port;
    }

    return NULL;
}

/* Every machine has its ports; what comes and goes is the pipe. */
static gboolean
change_serial(HvrMachineReader *self, const xmlNode *node, HvrDeviceVerb verb, GError **error)
{
    const xmlNode *target = hvr_xml_find(node, NULL, "target");
    guint64 number = 0;
    HvrSerialPort *port;

    if (target != NULL &&
        !hvr_machine_reader_parse_number(target, "port", G_MAXINT16, &number, error))
        return FALSE;
    port = find_port(self->machine, (guint)number);
    if (port != NULL && verb == HVR_DEVICE_ATTACH && port->pipe != NULL)
        return hvr_fail(error, HVR_ERROR_STATE, _("serial port %u already exists"), (guint)number);
    if (port != NULL && verb == HVR_DEVICE_DETACH) {
        g_clear_pointer(&port->pipe, g_free);
        return TRUE;
    }

    return hvr_machine_reader_read_serial(self, node, error);
}

static gboolean
is_used(const HvrMachine *machine, guint controller)
{
    for (guint i = 0; i < machine->disks->len; i++) {
        const HvrMachineDisk *disk = machine->disks->pdata[i];

        if (disk->bus == HVR_BUS_SCSI && disk->controller == controller)
            return TRUE;
    }

    return FALSE;
}

/* They count in order of appearance, so only the last one can go without the others moving. */
static gboolean
change_controller(HvrMachineReader *self, const xmlNode *node, HvrDeviceVerb verb, GError **error)
{
    GPtrArray *controllers = self->machine->controllers;
    guint n_before = controllers->len;
    HvrMachineController *controller;

    if (!hvr_machine_reader_read_controller(self, node, error))
        return FALSE;
    if (verb == HVR_DEVICE_ATTACH && controllers->len == n_before)
        return hvr_fail(error, HVR_ERROR_STATE, _("the machine has that controller already"));
    if (verb != HVR_DEVICE_DETACH)
        return TRUE;

    for (guint i = controllers->len; i > 0; i--) {
        g_autofree char *index = hvr_xml_dup_attribute(node, NULL, "index");

        controller = controllers->pdata[i - 1];
        if (controller->bus != HVR_BUS_SCSI)
            continue;
        if (controllers->len > n_before || index == NULL ||
            g_ascii_strtoull(index, NULL, 10) != controller->index)
            return hvr_fail(error, HVR_ERROR_UNFIT,
                            _("only the last SCSI controller can be detached"));
        if (is_used(self->machine, controller->index))
            return hvr_fail(error, HVR_ERROR_STATE, _("device cannot be detached: device is busy"));
        g_ptr_array_remove_index(controllers, i - 1);
        return TRUE;
    }

    return hvr_fail(error, HVR_ERROR_STATE, _("controller scsi:%s not found"), "0");
}

/* clang-format off */
static const struct {
    const char *name;
    DeviceRead read;
} devices[] = {
    { "disk",       change_disk },
    { "interface",  change_nic },
    { "serial",     change_serial },
    { "controller", change_controller },
};
/* clang-format on */

gboolean
hvr_machine_parse_device(const char *xml, HvrDeviceVerb verb, HvrMachine *machine, GError **error)
{
    g_autoptr(xmlDoc) doc = hvr_xml_parse_text(xml, error);
    g_autoptr(HvrMachine) base = hvr_machine_copy(machine);
    HvrMachineReader self = { base, machine };
    const xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;

    if (root == NULL)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(devices); i++) {
        if (hvr_xml_is(root, NULL, devices[i].name))
            return devices[i].read(&self, root, verb, error);
    }

    return hvr_fail(error, HVR_ERROR_UNFIT,
                    _("devices of type '%s' cannot be attached, changed or detached on Hyper-V"),
                    (const char *)root->name);
}
