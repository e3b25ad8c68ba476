/* machine_device_reader.c: the devices of libvirt's documents, all but drives and network adapters
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

static const char *const nothing[] = { NULL };

static guint
count_controllers(const HvrMachine *machine, HvrBus bus)
{
    guint n = 0;

    for (guint i = 0; i < machine->controllers->len; i++)
        n += ((const HvrMachineController *)machine->controllers->pdata[i])->bus == bus;

    return n;
}

gboolean
hvr_machine_reader_add_controllers(HvrMachine *machine, const HvrMachineDisk *disk, GError **error)
{
    g_autofree char *target = hvr_machine_disk_format_target(disk);

    if (disk->bus != HVR_BUS_SCSI) {
        if (disk->controller < count_controllers(machine, disk->bus))
            return TRUE;
        return hvr_fail(error, HVR_ERROR_UNFIT,
                        _("target '%s': the machine has no such controller"), target);
    }
    for (guint n = count_controllers(machine, HVR_BUS_SCSI); n <= disk->controller; n++)
        g_ptr_array_add(machine->controllers, hvr_machine_controller_new(HVR_BUS_SCSI, n));

    return TRUE;
}

static gboolean
add_disk(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    g_autoptr(HvrMachineDisk) disk = hvr_machine_reader_read_disk(self, node, error);
    g_autofree char *target = disk != NULL ? hvr_machine_disk_format_target(disk) : NULL;

    if (disk == NULL || !hvr_machine_reader_add_controllers(self->machine, disk, error))
        return FALSE;
    if (hvr_machine_reader_find_disk(self->machine->disks, disk) != NULL)
        return hvr_fail(error, HVR_ERROR_XML, _("target '%s' duplicated for disk sources"), target);
    g_ptr_array_add(self->machine->disks, g_steal_pointer(&disk));

    return TRUE;
}

static gboolean
add_nic(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    g_autoptr(HvrMachineNic) nic = hvr_machine_reader_read_nic(self, node, error);
    const GPtrArray *nics = self->machine->nics;
    g_autofree char *mac = nic != NULL ? hvr_machine_nic_format_mac(nic) : NULL;

    if (nic == NULL)
        return FALSE;
    for (guint i = 0; mac != NULL && i < nics->len; i++) {
        if (g_strcmp0(((const HvrMachineNic *)nics->pdata[i])->mac, nic->mac) == 0)
            return hvr_fail(error, HVR_ERROR_XML, _("MAC address %s is used twice"), mac);
    }
    g_ptr_array_add(self->machine->nics, g_steal_pointer(&nic));

    return TRUE;
}

gboolean
hvr_machine_reader_read_controller(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    g_autofree char *type = hvr_xml_dup_attribute(node, NULL, "type");
    guint64 index = 0;
    HvrBus bus;

    if (!hvr_bus_parse(type, &bus))
        return hvr_machine_reader_refuse_value(node, "type", type != NULL ? type : "", error);
    if (!hvr_machine_reader_check(node, "model", nothing, error) ||
        !hvr_machine_reader_parse_number(node, "index", bus == HVR_BUS_SCSI ? MAX_SCSI - 1 : 0,
                                         &index, error))
        return FALSE;
    if (bus == HVR_BUS_SCSI && index > count_controllers(self->machine, bus))
        return hvr_fail(error, HVR_ERROR_UNFIT,
                        _("SCSI controllers count from 0 without gaps, so there is no index %u"),
                        (guint)index);
    if (bus != HVR_BUS_SCSI && count_controllers(self->machine, bus) == 0)
        return hvr_machine_reader_refuse_value(node, "type", type, error);
    if (bus == HVR_BUS_SCSI && index == count_controllers(self->machine, bus))
        g_ptr_array_add(self->machine->controllers, hvr_machine_controller_new(bus, (guint)index));

    return TRUE;
}

/* Windows' names of pipes; whoever writes one on a command line loses backslashes. */
static gboolean
check_pipe(const char *pipe, GError **error)
{
    if (pipe == NULL || pipe[0] == '\0' ||
        (g_str_has_prefix(pipe, "\\\\") && strstr(pipe + 2, "\\pipe\\") != NULL))
        return TRUE;

    return hvr_fail(error, HVR_ERROR_UNFIT,
                    _("the pipe of a serial port is called like '%1$s', not '%2$s'"),
                    "\\\\.\\pipe\\NAME", pipe);
}

gboolean
hvr_machine_reader_read_serial(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    static const char *const types[] = { "pipe", "null", NULL };
    const xmlNode *target = hvr_xml_find(node, NULL, "target");
    const xmlNode *source = hvr_xml_find(node, NULL, "source");
    g_autofree char *pipe = source != NULL ? hvr_xml_dup_attribute(source, NULL, "path") : NULL;
    guint64 number = 0;

    if (!hvr_machine_reader_check(node, "type", types, error) || !check_pipe(pipe, error) ||
        (target != NULL &&
         !hvr_machine_reader_parse_number(target, "port", G_MAXINT16, &number, error)))
        return FALSE;
    for (guint i = 0; i < self->machine->serial_ports->len; i++) {
        HvrSerialPort *port = self->machine->serial_ports->pdata[i];

        if (port->number != number)
            continue;
        g_free(port->pipe);
        port->pipe = g_steal_pointer(&pipe);
        return TRUE;
    }

    return hvr_fail(error, HVR_ERROR_UNFIT, _("machines have no serial port %u, the first is 0"),
                    (guint)number);
}

static gboolean
read_resolution(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    HvrMachineVideo *video = &self->machine->video;
    guint64 width;
    guint64 height;

    if (!hvr_machine_reader_parse_number(node, "x", G_MAXUINT16, &width, error) ||
        !hvr_machine_reader_parse_number(node, "y", G_MAXUINT16, &height, error))
        return FALSE;
    video->width = (guint)width;
    video->height = (guint)height;

    return TRUE;
}

static gboolean
read_video_model(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    static const HvrMachineElement elements[] = { { "resolution", read_resolution }, { NULL } };
    static const char *const types[] = { "gop", "vga", NULL };
    static const char *const one[] = { "1", NULL };

    return hvr_machine_reader_check(node, "type", types, error) &&
           hvr_machine_reader_check(node, "heads", one, error) &&
           hvr_machine_reader_read(self, node, elements, error);
}

static gboolean
read_video(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    static const HvrMachineElement elements[] = { { "model", read_video_model },
                                                  { "alias", NULL },
                                                  { NULL } };

    return hvr_machine_reader_read(self, node, elements, error);
}

static gboolean
read_tpm_backend(HvrMachineReader *self G_GNUC_UNUSED, const xmlNode *node, GError **error)
{
    static const char *const types[] = { "emulator", NULL };
    static const char *const versions[] = { "2.0", NULL };
    const xmlNode *child = hvr_xml_first_element(node);

    if (child != NULL)
        return hvr_machine_reader_refuse(child, error);

    return hvr_machine_reader_check(node, "type", types, error) &&
           hvr_machine_reader_check(node, "version", versions, error);
}

/* Hyper-V's is of version 2.0 and has one interface. */
static gboolean
read_tpm(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    static const HvrMachineElement parts[] = { { "backend", read_tpm_backend },
                                               { "alias", NULL },
                                               { NULL } };
    static const char *const models[] = { "tpm-crb", NULL };

    self->machine->security.tpm = TRUE;

    return hvr_machine_reader_check(node, "model", models, error) &&
           hvr_machine_reader_read(self, node, parts, error);
}

/* Every machine has a keyboard, a mouse, and a tablet once the guest has its driver. */
static gboolean
check_input(HvrMachineReader *self G_GNUC_UNUSED, const xmlNode *node, GError **error)
{
    static const char *const types[] = { "keyboard", "mouse", "tablet", NULL };

    return hvr_machine_reader_check(node, "type", types, error);
}

static gboolean
check_balloon(HvrMachineReader *self G_GNUC_UNUSED, const xmlNode *node, GError **error)
{
    static const char *const models[] = { "none", NULL };

    return hvr_machine_reader_check(node, "model", models, error);
}

/* libvirt shows the first serial port once more as a console. */
static gboolean
check_console(HvrMachineReader *self G_GNUC_UNUSED, const xmlNode *node, GError **error)
{
    static const char *const types[] = { "serial", NULL };
    const xmlNode *target = hvr_xml_find(node, NULL, "target");

    return target == NULL || hvr_machine_reader_check(target, "type", types, error);
}

/* clang-format off */
static const HvrMachineElement elements[] = {
    { "controller", hvr_machine_reader_read_controller },
    { "disk",       add_disk },
    { "interface",  add_nic },
    { "serial",     hvr_machine_reader_read_serial },
    { "console",    check_console },
    { "video",      read_video },
    { "tpm",        read_tpm },
    { "input",      check_input },
    { "memballoon", check_balloon },
    { NULL }
};
/* clang-format on */

gboolean
hvr_machine_reader_read_devices(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    HvrMachine *machine = self->machine;

    g_ptr_array_set_size(machine->disks, 0);
    g_ptr_array_set_size(machine->nics, 0);
    machine->security.tpm = FALSE;
    for (guint i = 0; i < machine->serial_ports->len; i++)
        g_clear_pointer(&((HvrSerialPort *)machine->serial_ports->pdata[i])->pipe, g_free);
    if (!hvr_machine_reader_read(self, node, elements, error))
        return FALSE;
    hvr_machine_reader_keep_floppy(self);

    return TRUE;
}
