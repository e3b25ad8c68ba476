/* machine_xml.c: a machine's configuration in libvirt's words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_xml.h"

#include "hvr_xml.h"

#define KIB_PER_MIB 1024

/* A processor's limit is in thousandths of a percent; a quota in microseconds of
 * a tenth of a second says the same with the same number. */
#define PERIOD    100000
#define MIN_QUOTA 1000 /* libvirt's */

#define RECOVERY_RESTART 3 /* AutomaticRecoveryAction */

/* clang-format off */
static const char *const boot_devices[HVR_N_BOOT_CLASSES] = {
    [HVR_BOOT_FLOPPY]  = "fd",
    [HVR_BOOT_CDROM]   = "cdrom",
    [HVR_BOOT_DISK]    = "hd",
    [HVR_BOOT_NETWORK] = "network",
};
/* clang-format on */

static void
add_kib(xmlNode *parent, const char *name, guint64 mib)
{
    xmlNode *node = hvr_xml_add_format(parent, NULL, name, "%" G_GUINT64_FORMAT, mib * KIB_PER_MIB);

    hvr_xml_set(node, "unit", "KiB");
}

static void
add_memory(xmlNode *root, const HvrMachineMemory *memory)
{
    guint64 most = memory->is_dynamic ? MAX(memory->maximum, memory->startup) : memory->startup;

    add_kib(root, "memory", most);
    add_kib(root, "currentMemory", memory->startup);
    if (memory->is_dynamic)
        add_kib(hvr_xml_add(root, NULL, "memtune", NULL), "min_guarantee", memory->minimum);
    if (memory->huge_pages)
        hvr_xml_add(hvr_xml_add(root, NULL, "memoryBacking", NULL), NULL, "hugepages", NULL);
}

static void
add_cpu(xmlNode *root, const HvrMachineCpu *cpu)
{
    xmlNode *vcpu = hvr_xml_add_format(root, NULL, "vcpu", "%u", cpu->count);
    xmlNode *tune = hvr_xml_add(root, NULL, "cputune", NULL);

    hvr_xml_set(vcpu, "placement", "static");
    hvr_xml_add_format(tune, NULL, "shares", "%u", cpu->weight);
    if (cpu->limit >= PERIOD || cpu->limit < MIN_QUOTA)
        return;
    hvr_xml_add_format(tune, NULL, "period", "%u", PERIOD);
    hvr_xml_add_format(tune, NULL, "quota", "%u", cpu->limit);
}

static void
add_entry(xmlNode *sysinfo, const char *element, const char *name, const char *value)
{
    xmlNode *node;

    if (value == NULL || value[0] == '\0')
        return;

    node = hvr_xml_find(sysinfo, NULL, element);
    if (node == NULL)
        node = hvr_xml_add(sysinfo, NULL, element, NULL);
    hvr_xml_set(hvr_xml_add(node, NULL, "entry", value), "name", name);
}

static void
add_sysinfo(xmlNode *root, const HvrMachineFirmware *firmware)
{
    xmlNode *sysinfo = hvr_xml_add(root, NULL, "sysinfo", NULL);

    hvr_xml_set(sysinfo, "type", "smbios");
    add_entry(sysinfo, "system", "serial", firmware->bios_serial);
    add_entry(sysinfo, "baseBoard", "serial", firmware->board_serial);
    add_entry(sysinfo, "chassis", "serial", firmware->chassis_serial);
    add_entry(sysinfo, "chassis", "asset", firmware->chassis_tag);
}

/* Generation 2 machines have UEFI, generation 1 a BIOS. */
static void
add_os(xmlNode *root, const HvrMachine *machine)
{
    const HvrMachineFirmware *firmware = &machine->firmware;
    xmlNode *os = hvr_xml_add(root, NULL, "os", NULL);
    xmlNode *node;

    if (machine->generation == 2)
        hvr_xml_set(os, "firmware", "efi");
    node = hvr_xml_add(os, NULL, "type", "hvm");
    hvr_xml_set(node, "arch", "x86_64");
    if (machine->generation == 2) {
        node = hvr_xml_add(hvr_xml_add(os, NULL, "firmware", NULL), NULL, "feature", NULL);
        hvr_xml_set(node, "enabled", firmware->secure_boot ? "yes" : "no");
        hvr_xml_set(node, "name", "secure-boot");
    }
    for (guint i = 0; firmware->boot_classes[i] != HVR_BOOT_NONE; i++)
        hvr_xml_set(hvr_xml_add(os, NULL, "boot", NULL), "dev",
                    boot_devices[firmware->boot_classes[i]]);
    hvr_xml_set(hvr_xml_add(os, NULL, "smbios", NULL), "mode", "sysinfo");
}

/* Hyper-V keeps a guest's clock in local time. */
static void
add_behaviour(xmlNode *root, const HvrMachine *machine)
{
    xmlNode *features = hvr_xml_add(root, NULL, "features", NULL);
    xmlNode *clock = hvr_xml_add(root, NULL, "clock", NULL);

    hvr_xml_add(features, NULL, "acpi", NULL);
    hvr_xml_add(features, NULL, "apic", NULL);
    hvr_xml_set(clock, "offset", "localtime");
    hvr_xml_add(root, NULL, "on_poweroff", "destroy");
    hvr_xml_add(root, NULL, "on_reboot", "restart");
    hvr_xml_add(root, NULL, "on_crash",
                machine->actions.recovery == RECOVERY_RESTART ? "restart" : "destroy");
}

void
hvr_machine_xml_add(xmlNode *root, const HvrMachine *machine)
{
    add_memory(root, &machine->memory);
    add_cpu(root, &machine->cpu);
    add_sysinfo(root, &machine->firmware);
    add_os(root, machine);
    add_behaviour(root, machine);
}
