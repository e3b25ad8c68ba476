/* test_machine_xml.c: devices in libvirt's words, byte by byte
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * That libvirt's schema accepts whole documents is checked in tests/rpc.
 */

#include <config.h>

#include "machine_xml.h"

#include <string.h>

#include "hvr_xml.h"

static char *
format(void (*add)(xmlNode *root, gconstpointer value), gconstpointer value)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "x", NULL);

    xmlDocSetRootElement(doc, root);
    add(root, value);

    return hvr_xml_format_flat(root);
}

static void
add_disk(xmlNode *root, gconstpointer value)
{
    hvr_machine_xml_add_disk(root, value);
}

static void
add_nic(xmlNode *root, gconstpointer value)
{
    hvr_machine_xml_add_nic(root, value);
}

static void
add_machine(xmlNode *root, gconstpointer value)
{
    hvr_machine_xml_add(root, value);
}

typedef struct {
    const char *name;
    HvrMachineDisk disk;
    const char *xml;
} DiskCase;

#define PLACE(dev, bus, controller, channel, unit)                                                 \
    "<target dev=\"" dev "\" bus=\"" bus "\"/><address type=\"drive\" controller=\"" controller    \
    "\" bus=\"" channel "\" target=\"0\" unit=\"" unit "\"/>"

/* clang-format off */
static const DiskCase disks[] = {
    { "empty-dvd", { .kind = HVR_DRIVE_CDROM, .bus = HVR_BUS_IDE, .controller = 1 },
      "<disk type=\"file\" device=\"cdrom\">" PLACE("hdc", "ide", "0", "1", "0") "<readonly/></disk>" },
    { "shared", { .bus = HVR_BUS_SCSI, .controller = 1, .unit = 1, .medium = HVR_MEDIUM_FILE,
                  .path = (char *)"C:\\a&b.vhds", .is_shared = TRUE, .boot_order = 3 },
      "<disk type=\"file\" device=\"disk\"><source file=\"C:\\a&amp;b.vhds\"/>" PLACE("sdbn", "scsi", "1", "0", "1")
      "<shareable/><boot order=\"3\"/></disk>" },
    { "host", { .bus = HVR_BUS_SCSI, .medium = HVR_MEDIUM_HOST, .path = (char *)"\\\\HV\\x", .host_number = 12 },
      "<disk type=\"block\" device=\"disk\"><source dev=\"12\"/>" PLACE("sda", "scsi", "0", "0", "0") "</disk>" },
    { "host-unknown", { .bus = HVR_BUS_SCSI, .medium = HVR_MEDIUM_HOST, .path = (char *)"\\\\HV\\x", .host_number = -1 },
      "<disk type=\"block\" device=\"disk\">" PLACE("sda", "scsi", "0", "0", "0") "</disk>" },
    { "limited", { .bus = HVR_BUS_SCSI, .medium = HVR_MEDIUM_FILE, .path = (char *)"C:\\a", .iops_limit = 500 },
      "<disk type=\"file\" device=\"disk\"><source file=\"C:\\a\"/>" PLACE("sda", "scsi", "0", "0", "0")
      "<iotune><total_iops_sec>500</total_iops_sec><size_iops_sec>8192</size_iops_sec></iotune></disk>" },
    { "diskette", { .kind = HVR_DRIVE_FLOPPY, .bus = HVR_BUS_FLOPPY, .medium = HVR_MEDIUM_FILE, .path = (char *)"C:\\a.vfd" },
      "<disk type=\"file\" device=\"floppy\"><source file=\"C:\\a.vfd\"/>" PLACE("fda", "fdc", "0", "0", "0") "</disk>" },
};
/* clang-format on */

static void
test_disk(gconstpointer data)
{
    const DiskCase *c = data;
    g_autofree char *xml = format(add_disk, &c->disk);
    g_autofree char *expected = g_strconcat("<x>", c->xml, "</x>", NULL);

    g_assert_cmpstr(xml, ==, expected);
}

typedef struct {
    const char *name;
    HvrMachineNic nic;
    guint16 trunk[4];
    const char *xml;
} NicCase;

#define LAN     .is_connected = TRUE, .switch_name = (char *)"LAN"
#define NETWORK "<interface type=\"network\"><source network=\"LAN\"/>"
#define NETVSC  "<model type=\"netvsc\"/>"

/* clang-format off */
static const NicCase nics[] = {
    { "loose",  { .switch_name = (char *)"LAN", .mac = (char *)"00155D000001" }, { 0 },
      "<interface type=\"network\"><source network=\"LAN\"/><mac address=\"00:15:5d:00:00:01\"/><link state=\"down\"/>" NETVSC "</interface>" },
    { "legacy", { LAN, .is_legacy = TRUE }, { 0 }, NETWORK "<model type=\"tulip\"/></interface>" },
    { "nameless", { .is_connected = TRUE, .switch_id = (char *)"5A2E" }, { 0 },
      "<interface type=\"bridge\"><source bridge=\"5A2E\"/>" NETVSC "</interface>" },
    { "pool",   { .is_connected = TRUE, .pool = (char *)"Primordial" }, { 0 },
      "<interface type=\"null\">" NETVSC "</interface>" },
    { "access", { LAN, .vlan = { .mode = HVR_VLAN_ACCESS, .access = 17 } }, { 0 },
      NETWORK "<vlan><tag id=\"17\"/></vlan>" NETVSC "</interface>" },
    { "trunk",  { LAN, .vlan = { .mode = HVR_VLAN_TRUNK, .native = 10 } }, { 10, 20 },
      NETWORK "<vlan trunk=\"yes\"><tag id=\"10\" nativeMode=\"untagged\"/><tag id=\"20\"/></vlan>" NETVSC "</interface>" },
    { "trunk-native-apart", { LAN, .vlan = { .mode = HVR_VLAN_TRUNK, .native = 9 } }, { 20 },
      NETWORK "<vlan trunk=\"yes\"><tag id=\"20\"/><tag id=\"9\" nativeMode=\"untagged\"/></vlan>" NETVSC "</interface>" },
    { "trunk-no-native", { LAN, .vlan = { .mode = HVR_VLAN_TRUNK } }, { 20 },
      NETWORK "<vlan trunk=\"yes\"><tag id=\"20\"/></vlan>" NETVSC "</interface>" },
    { "trunk-empty", { LAN, .vlan = { .mode = HVR_VLAN_TRUNK } }, { 0 }, NETWORK NETVSC "</interface>" },
    { "private", { LAN, .vlan = { .mode = HVR_VLAN_PRIVATE, .primary = 5 } }, { 0 }, NETWORK NETVSC "</interface>" },
    { "boot",   { LAN, .boot_order = 2 }, { 0 }, NETWORK NETVSC "<boot order=\"2\"/></interface>" },
};
/* clang-format on */

static void
test_nic(gconstpointer data)
{
    const NicCase *c = data;
    HvrMachineNic nic = c->nic;
    g_autoptr(GArray) trunk = g_array_new(FALSE, FALSE, sizeof(guint16));
    g_autofree char *expected = g_strconcat("<x>", c->xml, "</x>", NULL);
    g_autofree char *xml = NULL;

    for (guint i = 0; c->trunk[i] != 0; i++)
        g_array_append_val(trunk, c->trunk[i]);
    nic.vlan.trunk = trunk;
    xml = format(add_nic, &nic);
    g_assert_cmpstr(xml, ==, expected);
}

/* A quota's thousandth is a processor limit's, but libvirt takes none below a percent. */
static void
test_limits(void)
{
    static const struct {
        guint limit;
        const char *quota; /* %NULL: none */
    } limits[] = {
        { 100000, NULL }, { 50000, "<quota>50000</quota>" }, { 1000, "<quota>1000</quota>" },
        { 999, NULL },    { 99999, "<quota>99999</quota>" }, { 0, NULL },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(limits); i++) {
        g_autoptr(HvrMachine) machine = hvr_machine_new();
        g_autofree char *xml = NULL;

        machine->cpu.limit = limits[i].limit;
        xml = format(add_machine, machine);
        if (limits[i].quota != NULL)
            g_assert_nonnull(strstr(xml, limits[i].quota));
        else
            g_assert_null(strstr(xml, "<quota>"));
    }
}

/* Static memory has a maximum on the host, too, which means nothing. */
static void
test_memory(void)
{
    g_autoptr(HvrMachine) machine = hvr_machine_new();
    g_autofree char *fixed = NULL;
    g_autofree char *dynamic = NULL;

    machine->memory.startup = 1024;
    machine->memory.minimum = 512;
    machine->memory.maximum = 1048576;
    fixed = format(add_machine, machine);
    g_assert_nonnull(strstr(fixed, "<memory unit=\"KiB\">1048576</memory>"
                                   "<currentMemory unit=\"KiB\">1048576</currentMemory>"));
    g_assert_null(strstr(fixed, "memtune"));
    machine->memory.is_dynamic = TRUE;
    machine->memory.maximum = 4096;
    dynamic = format(add_machine, machine);
    g_assert_nonnull(strstr(dynamic,
                            "<memory unit=\"KiB\">4194304</memory>"
                            "<currentMemory unit=\"KiB\">1048576</currentMemory>"
                            "<memtune><min_guarantee unit=\"KiB\">524288</min_guarantee>"));
}

static void
test_firmware(void)
{
    g_autoptr(HvrMachine) machine = hvr_machine_new();
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;

    machine->generation = 1;
    machine->firmware.boot_classes[0] = HVR_BOOT_NETWORK;
    machine->firmware.boot_classes[1] = HVR_BOOT_FLOPPY;
    machine->firmware.chassis_tag = g_strdup("<tag>");
    first = format(add_machine, machine);
    g_assert_nonnull(strstr(first, "<os><type arch=\"x86_64\">hvm</type><boot dev=\"network\"/>"
                                   "<boot dev=\"fd\"/><smbios mode=\"sysinfo\"/></os>"));
    g_assert_nonnull(strstr(first, "<sysinfo type=\"smbios\"><chassis><entry name=\"asset\">"
                                   "&lt;tag&gt;</entry></chassis></sysinfo>"));
    g_assert_nonnull(strstr(first, "<on_crash>destroy</on_crash>"));
    machine->generation = 2;
    machine->actions.recovery = 3;
    second = format(add_machine, machine);
    g_assert_nonnull(strstr(second, "<os firmware=\"efi\">"));
    g_assert_nonnull(strstr(second, "<feature enabled=\"no\" name=\"secure-boot\"/>"));
    g_assert_nonnull(strstr(second, "<on_crash>restart</on_crash>"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(disks); i++) {
        g_autofree char *path = g_strconcat("/machine/xml/disk/", disks[i].name, NULL);

        g_test_add_data_func(path, &disks[i], test_disk);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(nics); i++) {
        g_autofree char *path = g_strconcat("/machine/xml/nic/", nics[i].name, NULL);

        g_test_add_data_func(path, &nics[i], test_nic);
    }
    g_test_add_func("/machine/xml/limits", test_limits);
    g_test_add_func("/machine/xml/memory", test_memory);
    g_test_add_func("/machine/xml/firmware", test_firmware);

    return g_test_run();
}
