/* machine_samples.h: machines to read documents into, for tests of who reads and compares them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "machine.h"

G_BEGIN_DECLS

/** machine_sample_new: generation 2 on a SCSI controller: disk C:\a.vhdx, adapter "LAN" on switch
 * "Red"; 4 GiB, 4 vCPUs */
static inline HvrMachine *
machine_sample_new(void)
{
    HvrMachine *machine = hvr_machine_new();
    HvrMachineController *controller = hvr_machine_controller_new(HVR_BUS_SCSI, 0);
    HvrMachineDisk *disk = hvr_machine_disk_new(HVR_DRIVE_DISK, HVR_BUS_SCSI, 0, 0);
    HvrMachineNic *nic = hvr_machine_nic_new();

    machine->id = g_strdup("Microsoft:G");
    machine->guid = g_strdup("G");
    machine->name = g_strdup("db01");
    machine->notes = g_strdup("");
    machine->generation = 2;
    machine->cpu.id = g_strdup("Microsoft:G\\cpu");
    machine->cpu.count = 4;
    machine->cpu.limit = 100000;
    machine->cpu.weight = 100;
    machine->memory.id = g_strdup("Microsoft:G\\memory");
    machine->memory.startup = 4096;
    machine->memory.minimum = 512;
    machine->memory.maximum = 1048576;
    machine->actions.recovery = 3;
    machine->actions.start = 3;
    controller->id = g_strdup("Microsoft:G\\S\\0");
    g_ptr_array_add(machine->controllers, controller);
    disk->id = g_strdup("Microsoft:G\\S\\0\\0\\D");
    disk->medium_id = g_strdup("Microsoft:G\\S\\0\\0\\L");
    disk->medium = HVR_MEDIUM_FILE;
    disk->path = g_strdup("C:\\a.vhdx");
    disk->boot_order = 1;
    g_ptr_array_add(machine->disks, disk);
    nic->id = g_strdup("Microsoft:G\\N");
    nic->connection_id = g_strdup("Microsoft:G\\N\\C");
    nic->name = g_strdup("LAN");
    nic->mac = g_strdup("00155D010203");
    nic->is_connected = TRUE;
    nic->switch_name = g_strdup("Red");
    nic->switch_id = g_strdup("SWITCH");
    nic->boot_order = 2;
    g_ptr_array_add(machine->nics, nic);
    for (guint i = 0; i < 2; i++) {
        HvrSerialPort *port = hvr_serial_port_new(i);

        port->id = g_strdup_printf("Microsoft:G\\P\\%u", i);
        g_ptr_array_add(machine->serial_ports, port);
    }

    return machine;
}

G_END_DECLS
