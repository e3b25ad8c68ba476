/* machine.c: the whole configuration of a virtual machine
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine.h"

static void
boot_file_free(gpointer data)
{
    HvrBootFile *file = data;

    g_free(file->id);
    g_free(file->description);
    g_free(file->path);
    g_free(file);
}

static void
serial_port_free(gpointer data)
{
    HvrSerialPort *port = data;

    g_free(port->id);
    g_free(port->pipe);
    g_free(port);
}

HvrBootFile *
hvr_boot_file_new(void)
{
    return g_new0(HvrBootFile, 1);
}

HvrSerialPort *
hvr_serial_port_new(guint number)
{
    HvrSerialPort *port = g_new0(HvrSerialPort, 1);

    port->number = number;

    return port;
}

HvrMachine *
hvr_machine_new(void)
{
    HvrMachine *machine = g_atomic_rc_box_new0(HvrMachine);

    machine->firmware.boot_files = g_ptr_array_new_with_free_func(boot_file_free);
    machine->controllers =
        g_ptr_array_new_with_free_func((GDestroyNotify)hvr_machine_controller_free);
    machine->disks = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_machine_disk_free);
    machine->nics = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_machine_nic_free);
    machine->serial_ports = g_ptr_array_new_with_free_func(serial_port_free);

    return machine;
}

HvrMachine *
hvr_machine_ref(HvrMachine *machine)
{
    return g_atomic_rc_box_acquire(machine);
}

static void
firmware_clear(HvrMachineFirmware *firmware)
{
    g_free(firmware->secure_boot_template);
    g_ptr_array_unref(firmware->boot_files);
    g_free(firmware->bios_guid);
    g_free(firmware->bios_serial);
    g_free(firmware->board_serial);
    g_free(firmware->chassis_serial);
    g_free(firmware->chassis_tag);
}

static void
machine_clear(gpointer data)
{
    HvrMachine *machine = data;

    g_free(machine->id);
    g_free(machine->guid);
    g_free(machine->name);
    g_free(machine->notes);
    g_free(machine->version);
    g_free(machine->data_root);
    g_free(machine->snapshot_root);
    g_free(machine->paging_root);
    firmware_clear(&machine->firmware);
    g_free(machine->cpu.id);
    g_free(machine->cpu.group);
    g_free(machine->memory.id);
    g_ptr_array_unref(machine->controllers);
    g_ptr_array_unref(machine->disks);
    g_ptr_array_unref(machine->nics);
    g_ptr_array_unref(machine->serial_ports);
    g_free(machine->video.id);
    for (guint i = 0; i < HVR_N_SERVICES; i++)
        g_free(machine->services[i].id);
    g_free(machine->security.id);
}

void
hvr_machine_unref(HvrMachine *machine)
{
    if (machine != NULL)
        g_atomic_rc_box_release_full(machine, machine_clear);
}
