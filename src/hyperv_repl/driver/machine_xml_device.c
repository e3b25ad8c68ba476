/* machine_xml_device.c: a machine's devices in libvirt's words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_xml.h"

#include "hvr_xml.h"

/* IOPSLimit counts in these (msvm-storageallocationsettingdata.md), and libvirt
 * can say so. */
#define IOPS_SIZE "8192"

#define VLAN_MAX 4095

static void
add_controllers(xmlNode *devices, const HvrMachine *machine)
{
    gboolean has_ide = FALSE;

    for (guint i = 0; i < machine->controllers->len; i++) {
        const HvrMachineController *controller = machine->controllers->pdata[i];
        gboolean is_ide = controller->bus == HVR_BUS_IDE;
        xmlNode *node;

        if (is_ide && has_ide)
            continue;
        has_ide = has_ide || is_ide;
        node = hvr_xml_add(devices, NULL, "controller", NULL);
        hvr_xml_set(node, "type", hvr_bus_get_name(controller->bus));
        hvr_xml_set_format(node, "index", "%u", is_ide ? 0 : controller->index);
    }
}

static void
add_boot(xmlNode *device, guint boot_order)
{
    if (boot_order > 0)
        hvr_xml_set_format(hvr_xml_add(device, NULL, "boot", NULL), "order", "%u", boot_order);
}

static void
add_source(xmlNode *node, const HvrMachineDisk *disk)
{
    g_autofree char *source = hvr_machine_disk_format_source(disk);

    /* The number alone, as libvirt's own driver has it. */
    if (source != NULL)
        hvr_xml_set(hvr_xml_add(node, NULL, "source", NULL),
                    disk->medium == HVR_MEDIUM_HOST ? "dev" : "file", source);
}

/* Two IDE channels are one controller's two buses in libvirt. */
static void
add_place(xmlNode *node, const HvrMachineDisk *disk)
{
    g_autofree char *name = hvr_machine_disk_format_target(disk);
    gboolean is_ide = disk->bus == HVR_BUS_IDE;
    xmlNode *target = hvr_xml_add(node, NULL, "target", NULL);
    xmlNode *address;

    hvr_xml_set(target, "dev", name);
    hvr_xml_set(target, "bus", hvr_bus_get_name(disk->bus));
    address = hvr_xml_add(node, NULL, "address", NULL);
    hvr_xml_set(address, "type", "drive");
    hvr_xml_set_format(address, "controller", "%u", is_ide ? 0 : disk->controller);
    hvr_xml_set_format(address, "bus", "%u", is_ide ? disk->controller : 0);
    hvr_xml_set(address, "target", "0");
    hvr_xml_set_format(address, "unit", "%u", disk->unit);
}

static void
add_limit(xmlNode *node, guint64 iops_limit)
{
    xmlNode *tune;

    if (iops_limit == 0)
        return;

    tune = hvr_xml_add(node, NULL, "iotune", NULL);
    hvr_xml_add_format(tune, NULL, "total_iops_sec", "%" G_GUINT64_FORMAT, iops_limit);
    hvr_xml_add(tune, NULL, "size_iops_sec", IOPS_SIZE);
}

void
hvr_machine_xml_add_disk(xmlNode *devices, const HvrMachineDisk *disk)
{
    xmlNode *node = hvr_xml_add(devices, NULL, "disk", NULL);

    hvr_xml_set(node, "type", disk->medium == HVR_MEDIUM_HOST ? "block" : "file");
    hvr_xml_set(node, "device", hvr_drive_kind_get_name(disk->kind));
    add_source(node, disk);
    add_place(node, disk);
    add_limit(node, disk->iops_limit);
    if (disk->kind == HVR_DRIVE_CDROM)
        hvr_xml_add(node, NULL, "readonly", NULL);
    if (disk->is_shared)
        hvr_xml_add(node, NULL, "shareable", NULL);
    add_boot(node, disk->boot_order);
}

static void
add_tag(xmlNode *vlan, guint id, gboolean is_native)
{
    xmlNode *tag = hvr_xml_add(vlan, NULL, "tag", NULL);

    hvr_xml_set_format(tag, "id", "%u", MIN(id, VLAN_MAX));
    if (is_native)
        hvr_xml_set(tag, "nativeMode", "untagged");
}

static void
add_trunk(xmlNode *node, const HvrNicVlan *vlan)
{
    xmlNode *trunk = hvr_xml_add(node, NULL, "vlan", NULL);
    gboolean has_native = vlan->native == 0;

    hvr_xml_set(trunk, "trunk", "yes");
    for (guint i = 0; vlan->trunk != NULL && i < vlan->trunk->len; i++) {
        guint id = g_array_index(vlan->trunk, guint16, i);

        add_tag(trunk, id, vlan->native != 0 && id == vlan->native);
        has_native = has_native || id == vlan->native;
    }
    if (!has_native)
        add_tag(trunk, vlan->native, TRUE);
}

/* libvirt has no private VLANs. */
static void
add_vlan(xmlNode *node, const HvrNicVlan *vlan)
{
    if (vlan->mode == HVR_VLAN_ACCESS)
        add_tag(hvr_xml_add(node, NULL, "vlan", NULL), vlan->access, FALSE);
    else if (vlan->mode == HVR_VLAN_TRUNK &&
             (vlan->native != 0 || (vlan->trunk != NULL && vlan->trunk->len > 0)))
        add_trunk(node, vlan);
}

/* A switch is one of the host's networks.  One that has no name any more is called
 * as in libvirt's own driver; "null" is an adapter that was never connected, a link
 * that is down one whose cable was pulled out. */
static void
add_connection(xmlNode *node, const HvrMachineNic *nic)
{
    if (nic->switch_name == NULL && (!nic->is_connected || nic->switch_id == NULL)) {
        hvr_xml_set(node, "type", "null");
    } else if (nic->switch_name != NULL) {
        hvr_xml_set(node, "type", "network");
        hvr_xml_set(hvr_xml_add(node, NULL, "source", NULL), "network", nic->switch_name);
    } else {
        hvr_xml_set(node, "type", "bridge");
        hvr_xml_set(hvr_xml_add(node, NULL, "source", NULL), "bridge", nic->switch_id);
    }
}

void
hvr_machine_xml_add_nic(xmlNode *devices, const HvrMachineNic *nic)
{
    xmlNode *node = hvr_xml_add(devices, NULL, "interface", NULL);
    g_autofree char *mac = hvr_machine_nic_format_mac(nic);

    add_connection(node, nic);
    if (mac != NULL)
        hvr_xml_set(hvr_xml_add(node, NULL, "mac", NULL), "address", mac);
    add_vlan(node, &nic->vlan);
    if (!nic->is_connected && nic->switch_name != NULL)
        hvr_xml_set(hvr_xml_add(node, NULL, "link", NULL), "state", "down");
    /* What the guest sees; the emulated card is a DEC 21140. */
    hvr_xml_set(hvr_xml_add(node, NULL, "model", NULL), "type",
                nic->is_legacy ? "tulip" : "netvsc");
    add_boot(node, nic->boot_order);
}

/* Ports count from 0, as libvirt's documents say (formatdomain); its own driver for
 * Hyper-V counts from 1, so that COM1 would be shown as "Serial 2". */
static void
add_serial(xmlNode *devices, const HvrSerialPort *port)
{
    xmlNode *node = hvr_xml_add(devices, NULL, "serial", NULL);

    hvr_xml_set(node, "type", port->pipe != NULL ? "pipe" : "null");
    if (port->pipe != NULL)
        hvr_xml_set(hvr_xml_add(node, NULL, "source", NULL), "path", port->pipe);
    hvr_xml_set_format(hvr_xml_add(node, NULL, "target", NULL), "port", "%u", port->number);
}

static void
add_video(xmlNode *devices, const HvrMachine *machine)
{
    xmlNode *model = hvr_xml_add(hvr_xml_add(devices, NULL, "video", NULL), NULL, "model", NULL);
    xmlNode *resolution;

    hvr_xml_set(model, "type", machine->generation == 2 ? "gop" : "vga");
    hvr_xml_set(model, "heads", "1");
    hvr_xml_set(model, "primary", "yes");
    if (machine->video.width == 0 || machine->video.height == 0)
        return;
    resolution = hvr_xml_add(model, NULL, "resolution", NULL);
    hvr_xml_set_format(resolution, "x", "%u", machine->video.width);
    hvr_xml_set_format(resolution, "y", "%u", machine->video.height);
}

static void
add_tpm(xmlNode *devices)
{
    xmlNode *tpm = hvr_xml_add(devices, NULL, "tpm", NULL);
    xmlNode *backend = hvr_xml_add(tpm, NULL, "backend", NULL);

    hvr_xml_set(tpm, "model", "tpm-crb");
    hvr_xml_set(backend, "type", "emulator");
    hvr_xml_set(backend, "version", "2.0");
}

void
hvr_machine_xml_add_devices(xmlNode *root, const HvrMachine *machine)
{
    xmlNode *devices = hvr_xml_add(root, NULL, "devices", NULL);

    for (guint i = 0; i < machine->disks->len; i++)
        hvr_machine_xml_add_disk(devices, machine->disks->pdata[i]);
    add_controllers(devices, machine);
    for (guint i = 0; i < machine->nics->len; i++)
        hvr_machine_xml_add_nic(devices, machine->nics->pdata[i]);
    for (guint i = 0; i < machine->serial_ports->len; i++)
        add_serial(devices, machine->serial_ports->pdata[i]);
    add_video(devices, machine);
    if (machine->security.tpm)
        add_tpm(devices);
}
