/* machine_part.h: a machine's CIM instances, for the files that read them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * machine_part.c finds them, machine_part_disk.c and machine_part_nic.c make
 * them into our values.
 */

#pragma once

#include "machine_fetch.h"
#include "msvm_tables.h"

G_BEGIN_DECLS

/** hvr_machine_part_find: (transfer none) (nullable): the first resource of exactly that class */
gconstpointer hvr_machine_part_find(const HvrMachineParts *parts, const HvrWmiClass *type);

/** hvr_machine_part_is_named: whether a part's InstanceID is @id, any case; @id may be %NULL */
gboolean hvr_machine_part_is_named(gconstpointer part, const char *id);

/** hvr_machine_part_dup_id: (transfer full) (nullable): the InstanceID in an object's path */
char *hvr_machine_part_dup_id(const char *path);

gboolean hvr_machine_part_has_nics(const HvrMachineParts *parts);

/** hvr_machine_part_has_boot_files: whether the firmware boots from anything but devices */
gboolean hvr_machine_part_has_boot_files(const HvrMachineParts *parts);
gboolean hvr_machine_part_has_host_drives(const HvrMachineParts *parts);

/** hvr_machine_part_has_nameless_switches: Windows before 2016 tells a switch's path only */
gboolean hvr_machine_part_has_nameless_switches(const HvrMachineParts *parts);

/** hvr_machine_part_add_disks: controllers and drives */
void hvr_machine_part_add_disks(const HvrMachineParts *parts, HvrMachine *machine);
void hvr_machine_part_add_nics(const HvrMachineParts *parts, HvrMachine *machine);

/** hvr_machine_part_set_boot_order: on disks and adapters, and what else is booted from */
void hvr_machine_part_set_boot_order(const HvrMachineParts *parts, HvrMachine *machine);

G_END_DECLS
