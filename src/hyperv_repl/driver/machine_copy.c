/* machine_copy.c: a machine that may be changed, made of one that may not
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine.h"

#define M(member) G_STRUCT_OFFSET(HvrMachine, member)
#define D(member) G_STRUCT_OFFSET(HvrMachineDisk, member)
#define N(member) G_STRUCT_OFFSET(HvrMachineNic, member)

/* clang-format off */
static const goffset machine_texts[] = {
    M(id), M(guid), M(name), M(notes), M(version), M(data_root), M(snapshot_root), M(paging_root),
    M(firmware.secure_boot_template), M(firmware.bios_guid), M(firmware.bios_serial),
    M(firmware.board_serial), M(firmware.chassis_serial), M(firmware.chassis_tag),
    M(cpu.id), M(cpu.group), M(memory.id), M(video.id), M(security.id),
    M(services[0].id), M(services[1].id), M(services[2].id),
    M(services[3].id), M(services[4].id), M(services[5].id),
};
/* clang-format on */
G_STATIC_ASSERT(HVR_N_SERVICES == 6);

static const goffset disk_texts[] = { D(id), D(medium_id), D(path), D(qos_policy) };

static const goffset nic_texts[] = {
    N(id),           N(connection_id), N(name),        N(mac),       N(switch_name),
    N(switch_id),    N(pool),          N(test_switch), N(test_pool), N(vlan.id),
    N(bandwidth.id), N(security.id),   N(offload.id),
};

/* What was copied with its structure becomes a text of its own. */
static void
own_texts(gpointer value, const goffset *texts, gsize n_texts)
{
    for (gsize i = 0; i < n_texts; i++) {
        char **text = (char **)((char *)value + texts[i]);

        *text = g_strdup(*text);
    }
}

HvrMachineDisk *
hvr_machine_disk_copy(const HvrMachineDisk *disk)
{
    HvrMachineDisk *copy = g_memdup2(disk, sizeof(*disk));

    own_texts(copy, disk_texts, G_N_ELEMENTS(disk_texts));

    return copy;
}

HvrMachineNic *
hvr_machine_nic_copy(const HvrMachineNic *nic)
{
    HvrMachineNic *copy = g_memdup2(nic, sizeof(*nic));

    own_texts(copy, nic_texts, G_N_ELEMENTS(nic_texts));
    copy->vlan.trunk = nic->vlan.trunk != NULL ? g_array_copy(nic->vlan.trunk) : NULL;
    copy->vlan.secondaries = nic->vlan.secondaries != NULL ? g_array_copy(nic->vlan.secondaries)
                                                           : NULL;

    return copy;
}

static void
copy_boot_files(HvrMachine *copy, const HvrMachine *machine)
{
    for (guint i = 0; i < machine->firmware.boot_files->len; i++) {
        const HvrBootFile *file = machine->firmware.boot_files->pdata[i];
        HvrBootFile *own = hvr_boot_file_new();

        own->id = g_strdup(file->id);
        own->description = g_strdup(file->description);
        own->path = g_strdup(file->path);
        own->boot_order = file->boot_order;
        g_ptr_array_add(copy->firmware.boot_files, own);
    }
}

static void
copy_devices(HvrMachine *copy, const HvrMachine *machine)
{
    for (guint i = 0; i < machine->controllers->len; i++) {
        const HvrMachineController *controller = machine->controllers->pdata[i];
        HvrMachineController *own = hvr_machine_controller_new(controller->bus, controller->index);

        own->id = g_strdup(controller->id);
        g_ptr_array_add(copy->controllers, own);
    }
    for (guint i = 0; i < machine->disks->len; i++)
        g_ptr_array_add(copy->disks, hvr_machine_disk_copy(machine->disks->pdata[i]));
    for (guint i = 0; i < machine->nics->len; i++)
        g_ptr_array_add(copy->nics, hvr_machine_nic_copy(machine->nics->pdata[i]));
    for (guint i = 0; i < machine->serial_ports->len; i++) {
        const HvrSerialPort *port = machine->serial_ports->pdata[i];
        HvrSerialPort *own = hvr_serial_port_new(port->number);

        own->id = g_strdup(port->id);
        own->pipe = g_strdup(port->pipe);
        own->debugger = port->debugger;
        g_ptr_array_add(copy->serial_ports, own);
    }
}

HvrMachine *
hvr_machine_copy(const HvrMachine *machine)
{
    HvrMachine *copy = hvr_machine_new();
    GPtrArray *boot_files = copy->firmware.boot_files;
    GPtrArray *controllers = copy->controllers;
    GPtrArray *disks = copy->disks;
    GPtrArray *nics = copy->nics;
    GPtrArray *serial_ports = copy->serial_ports;

    *copy = *machine;
    copy->firmware.boot_files = boot_files;
    copy->controllers = controllers;
    copy->disks = disks;
    copy->nics = nics;
    copy->serial_ports = serial_ports;
    own_texts(copy, machine_texts, G_N_ELEMENTS(machine_texts));
    copy_boot_files(copy, machine);
    copy_devices(copy, machine);

    return copy;
}
