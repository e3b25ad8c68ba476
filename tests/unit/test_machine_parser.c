/* test_machine_parser.c: what documents want machines to be
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_parser.h"

#include <string.h>

#include "domain_xml.h"
#include "hvr_error.h"
#include "machine_change.h"
#include "machine_samples.h"

#define NS "xmlns:m='https://libvirt.org/schemas/domain/hyperv/machine/1.0'"

#define DISK                                                                                       \
    "<disk type='file' device='disk'><source file='C:\\a.vhdx'/><target dev='sda' "                \
    "bus='scsi'/><boot order='1'/></disk>"
#define NIC                                                                                        \
    "<interface type='network'><source network='Red'/><mac address='00:15:5d:01:02:03'/>"          \
    "<boot order='2'/></interface>"

#define DOMAIN(metadata, body, devices)                                                            \
    "<domain type='hyperv'><name>db01</name><metadata>" metadata "</metadata>" body                \
    "<os firmware='efi'><type>hvm</type></os><devices>" devices "</devices></domain>"
#define EFI(firmware)                                                                              \
    "<domain type='hyperv'><name>db01</name><os firmware='efi'><type>hvm</type>" firmware          \
    "</os><devices>" DISK NIC "</devices></domain>"
#define MACHINE(inside) "<m:machine " NS ">" inside "</m:machine>"
#define MEMORY(max, now)                                                                           \
    "<memory unit='MiB'>" max "</memory><currentMemory unit='MiB'>" now "</currentMemory>"

/* What a document changes, as the titles of the calls that do it; or what it is refused for. */
typedef struct {
    const char *name;
    const char *xml;
    const char *titles; /* with commas, "" for none */
    int code;           /* instead */
    const char *word;   /* of the message */
} Case;

/* clang-format off */
static const Case cases[] = {
    { "same",            DOMAIN("", MEMORY("4096", "4096") "<vcpu>4</vcpu>", DISK NIC), "" },
    { "vcpus",           DOMAIN("", "<vcpu>6</vcpu>", DISK NIC), "vcpu" },
    { "memory",          DOMAIN("", "<memory unit='GiB'>2</memory>", DISK NIC), "memory" },
    { "memory-rounded",  DOMAIN("", "<memory unit='KiB'>4194303</memory>", DISK NIC), "" },
    { "noted",           DOMAIN(MACHINE("<m:cpu weight='200'/>"), "", DISK NIC), "cpu weight" },
    { "noted-as-it-was", DOMAIN(MACHINE("<m:memory startup='4096'/>"), MEMORY("2048", "2048"), DISK NIC), "memory" },
    { "said-twice",      DOMAIN(MACHINE("<m:memory startup='1024'/>"), MEMORY("2048", "2048"), DISK NIC), NULL, HVR_ERROR_XML, "startup" },
    { "dynamic",         DOMAIN(MACHINE("<m:memory dynamic='yes'/>"), MEMORY("8192", "2048"), DISK NIC), "dynamic" },
    { "sizes-differ",    DOMAIN("", MEMORY("8192", "4096"), DISK NIC), NULL, HVR_ERROR_UNFIT, "switch that on by dynamic='yes' in element 'memory'" },
    { "short-quota",     DOMAIN("", "<cputune><quota>999</quota></cputune>", DISK NIC), NULL, HVR_ERROR_XML, "a quota is 1000 microseconds or more" },
    { "quota",           DOMAIN("", "<cputune><period>100000</period><quota>50000</quota></cputune>", DISK NIC), "cpu limit" },
    { "crash",           DOMAIN("", "<on_crash>destroy</on_crash>", DISK NIC), "on_crash" },
    { "description",     DOMAIN("", "<description>x</description>", DISK NIC), "description" },
    { "secure-boot",     "<domain type='hyperv'><name>db01</name><os firmware='efi'><type>hvm</type><firmware><feature enabled='yes' name='secure-boot'/></firmware></os>"
                         "<devices>" DISK NIC "</devices></domain>", "secure-boot" },
    { "disk-gone",       DOMAIN("", "", NIC), "sda" },
    { "disk-new",        DOMAIN("", "", DISK NIC "<disk type='file' device='disk'><source file='C:\\b.vhdx'/><target dev='sdb'/></disk>"), "sdb" },
    { "disk-other-file", DOMAIN("", "", NIC "<disk type='file' device='disk'><source file='C:\\b.vhdx'/><target dev='sda'/><boot order='1'/></disk>"), "sda" },
    { "disk-elsewhere",  DOMAIN("", "", DISK NIC "<disk device='cdrom'><target dev='sdbm'/></disk>"), "controller scsi:1" },
    { "nic-gone",        DOMAIN("", "", DISK), "interface 00:15:5d:01:02:03" },
    { "nic-new",         DOMAIN("", "", DISK NIC "<interface type='network'><source network='Red'/></interface>"), "interface Network Adapter" },
    { "nic-vlan",        DOMAIN("", "", DISK "<interface type='network'><source network='Red'/><mac address='00:15:5d:01:02:03'/><vlan><tag id='5'/></vlan><boot order='2'/></interface>"), "interface 00:15:5d:01:02:03" },
    { "nic-unplugged",   DOMAIN("", "", DISK "<interface type='null'><mac address='00:15:5d:01:02:03'/><boot order='2'/></interface>"), "interface 00:15:5d:01:02:03" },
    { "boot-order",      DOMAIN("", "", "<disk type='file' device='disk'><source file='C:\\a.vhdx'/><target dev='sda'/><boot order='9'/></disk>" NIC), "boot order" },
    { "pipe",            DOMAIN("", "", DISK NIC "<serial type='pipe'><source path='\\\\.\\pipe\\x'/><target port='1'/></serial>"), "serial" },
    { "inputs",          DOMAIN("", "", DISK NIC "<input type='tablet' bus='usb'/><memballoon model='none'/>"), "" },

    { "no-xml",          "<domain", NULL, HVR_ERROR_XML, "" },
    { "other-root",      "<network/>", NULL, HVR_ERROR_XML, "network" },
    { "no-size",         DOMAIN("", "<memory unit='GiB'>99999999999999</memory>", DISK), NULL, HVR_ERROR_XML, "memory" },
    { "no-unit",         DOMAIN("", "<memory unit='furlong'>1</memory>", DISK), NULL, HVR_ERROR_XML, "furlong" },
    { "no-vcpu",         DOMAIN("", "<vcpu>0</vcpu>", DISK), NULL, HVR_ERROR_XML, "vCPUs" },
    { "some-vcpus",      DOMAIN("", "<vcpu current='1'>4</vcpu>", DISK), NULL, HVR_ERROR_UNFIT, "current" },
    { "title",           DOMAIN("", "<title>x</title>", DISK), NULL, HVR_ERROR_UNFIT, "title" },
    { "utc",             DOMAIN("", "<clock offset='utc'/>", DISK), NULL, HVR_ERROR_UNFIT, "utc" },
    { "unknown",         DOMAIN("", "<iothreads>1</iothreads>", DISK), NULL, HVR_ERROR_UNFIT, "iothreads" },
    { "graphics",        DOMAIN("", "", DISK "<graphics type='vnc'/>"), NULL, HVR_ERROR_UNFIT, "graphics" },
    { "virtio",          DOMAIN("", "", "<disk><target dev='vda' bus='virtio'/></disk>"), NULL, HVR_ERROR_UNFIT, "vda" },
    { "wrong-bus",       DOMAIN("", "", "<disk><target dev='sda' bus='sata'/></disk>"), NULL, HVR_ERROR_UNFIT, "sata" },
    { "ide",             DOMAIN("", "", "<disk><target dev='hda'/></disk>"), NULL, HVR_ERROR_UNFIT, "hda" },
    { "two-places",      DOMAIN("", "", "<disk><target dev='sda'/><address type='drive' controller='0' bus='0' target='0' unit='1'/></disk>"), NULL, HVR_ERROR_XML, "different places" },
    { "place-twice",     DOMAIN("", "", DISK DISK), NULL, HVR_ERROR_XML, "sda" },
    { "address-twice",   DOMAIN("", "", NIC NIC), NULL, HVR_ERROR_XML, "00:15:5d:01:02:03" },
    { "readonly",        DOMAIN("", "", "<disk><target dev='sda'/><readonly/></disk>"), NULL, HVR_ERROR_UNFIT, "readonly" },
    { "cache",           DOMAIN("", "", "<disk><driver cache='none'/><target dev='sda'/></disk>"), NULL, HVR_ERROR_UNFIT, "cache" },
    { "multicast",       DOMAIN("", "", "<interface type='null'><mac address='01:00:00:00:00:00'/></interface>"), NULL, HVR_ERROR_XML, "01:00" },
    { "user-network",    DOMAIN("", "", "<interface type='user'/>"), NULL, HVR_ERROR_UNFIT, "user" },
    { "nic-model",       DOMAIN("", "", "<interface type='null'><model type='e1000'/></interface>"), NULL, HVR_ERROR_UNFIT, "cannot be 'e1000' for Hyper-V, only 'netvsc'" },
    { "nowhere",         DOMAIN("", "", "<interface type='network'/>"), NULL, HVR_ERROR_XML, "source" },
    { "no-port",         DOMAIN("", "", "<serial type='pipe'><target port='2'/></serial>"), NULL, HVR_ERROR_UNFIT, "port 2, the first is 0" },
    { "gap",             DOMAIN("", "", "<controller type='scsi' index='2'/>"), NULL, HVR_ERROR_UNFIT, "2" },
    { "boot-class",      "<domain type='hyperv'><name>a</name><os firmware='efi'><boot dev='hd'/></os></domain>", NULL, HVR_ERROR_UNFIT, "boot" },
    { "other-metadata",  DOMAIN("<a xmlns='urn:x'/>", "", DISK), NULL, HVR_ERROR_UNFIT, "'a'" },
    { "wrong-note",      DOMAIN(MACHINE("<m:cpu weight='many'/>"), "", DISK), NULL, HVR_ERROR_XML, "many" },
    { "generation",      "<domain type='hyperv'><name>db01</name><os firmware='bios'><type>hvm</type></os></domain>", NULL, HVR_ERROR_UNFIT, "generation" },
    { "shielded",        DOMAIN(MACHINE("<m:security shielded='yes'/>"), "", DISK NIC), NULL, HVR_ERROR_UNFIT, "shielded" },
    { "tpm",             DOMAIN("", "", DISK NIC "<tpm/>"), NULL, HVR_ERROR_UNFIT, "tpm" },
    { "tpm-model",       DOMAIN("", "", DISK NIC "<tpm model='tpm-tis'/>"), NULL, HVR_ERROR_UNFIT, "cannot be 'tpm-tis' for Hyper-V, only 'tpm-crb'" },
    { "tpm-backend",     DOMAIN("", "", DISK NIC "<tpm><backend type='passthrough'/></tpm>"), NULL, HVR_ERROR_UNFIT, "passthrough" },
    { "tpm-version",     DOMAIN("", "", DISK NIC "<tpm><backend type='emulator' version='1.2'/></tpm>"), NULL, HVR_ERROR_UNFIT, "1.2" },
    { "tpm-encrypted",   DOMAIN("", "", DISK NIC "<tpm><backend type='emulator'><encryption secret='x'/></backend></tpm>"), NULL, HVR_ERROR_UNFIT, "encryption" },
    { "pipe-name",       DOMAIN("", "", DISK NIC "<serial type='pipe'><source path='\\.pipex'/></serial>"), NULL, HVR_ERROR_UNFIT, "'\\\\.\\pipe\\NAME', not '\\.pipex'" },
    { "loader",          EFI("<loader secure='yes'/>"), "secure-boot" },
    { "loader-same",     EFI("<firmware><feature enabled='no' name='secure-boot'/></firmware><loader secure='no'/>"), "" },
    { "loader-other",    EFI("<loader secure='yes'/><firmware><feature enabled='no' name='secure-boot'/></firmware>"), NULL, HVR_ERROR_XML, "attribute 'secure' of element 'loader' contradicts" },
    { "loader-file",     EFI("<loader secure='yes'>/usr/share/OVMF.fd</loader>"), NULL, HVR_ERROR_UNFIT, "loader" },
    { "loader-flash",    EFI("<loader type='pflash'/>"), NULL, HVR_ERROR_UNFIT, "pflash" },
};
/* clang-format on */

static char *
join_titles(const GPtrArray *calls)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < calls->len; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? "," : "",
                               ((const HvrMachineCall *)calls->pdata[i])->title);

    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
test_document(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(HvrMachine) base = machine_sample_new();
    g_autoptr(HvrMachine) wanted = NULL;
    g_autoptr(GPtrArray) calls = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *titles = NULL;

    wanted = hvr_machine_parse(c->xml, base, FALSE, &error);
    calls = wanted != NULL ? hvr_machine_change_list(base, base, wanted, &error) : NULL;

    if (c->titles == NULL) {
        g_assert_error(error, HVR_ERROR, c->code);
        g_assert_nonnull(strstr(error->message, c->word));
        return;
    }
    g_assert_no_error(error);
    titles = join_titles(calls);
    g_assert_cmpstr(titles, ==, c->titles);
}

static HvrMachineNic *
get_nic(HvrMachine *machine)
{
    return machine->nics->pdata[0];
}

static void
leave(HvrMachine *machine G_GNUC_UNUSED)
{
}

static void
make_pooled(HvrMachine *machine)
{
    get_nic(machine)->pool = g_strdup("Primordial");
    g_clear_pointer(&get_nic(machine)->switch_id, g_free);
    g_clear_pointer(&get_nic(machine)->switch_name, g_free);
}

static void
make_nameless(HvrMachine *machine)
{
    g_free(get_nic(machine)->switch_id);
    get_nic(machine)->switch_id = g_strdup("5A2E1A50-0135-40CA-B998-A606D91080E9");
    g_clear_pointer(&get_nic(machine)->switch_name, g_free);
}

static void
make_loose(HvrMachine *machine)
{
    get_nic(machine)->is_connected = FALSE;
}

static void
make_empty_trunk(HvrMachine *machine)
{
    get_nic(machine)->vlan.mode = HVR_VLAN_TRUNK;
}

static void
make_trunk(HvrMachine *machine)
{
    HvrNicVlan *vlan = &get_nic(machine)->vlan;
    guint16 tag = 20;

    vlan->mode = HVR_VLAN_TRUNK;
    vlan->native = 9;
    vlan->trunk = g_array_new(FALSE, FALSE, sizeof(guint16));
    g_array_append_val(vlan->trunk, tag);
}

static void
make_private(HvrMachine *machine)
{
    get_nic(machine)->vlan.mode = HVR_VLAN_PRIVATE;
    get_nic(machine)->vlan.primary = 5;
}

static void
make_host_disk(HvrMachine *machine)
{
    HvrMachineDisk *disk = machine->disks->pdata[0];

    disk->medium = HVR_MEDIUM_HOST;
    g_clear_pointer(&disk->medium_id, g_free);
}

static void
make_share(HvrMachine *machine)
{
    HvrMachineDisk *disk = machine->disks->pdata[0];

    g_free(disk->path);
    disk->path = g_strdup("\\\\NAS\\disks\\a.vhds");
    disk->is_shared = TRUE;
    disk->iops_limit = 100;
}

static void
make_dynamic(HvrMachine *machine)
{
    machine->memory.is_dynamic = TRUE;
}

static void
make_limited(HvrMachine *machine)
{
    machine->cpu.limit = 500; /* less than libvirt's least quota */
    machine->actions.recovery = 4;
    machine->memory.huge_pages = TRUE;
}

/* clang-format off */
static const struct {
    const char *name;
    void (*make)(HvrMachine *machine);
} odd[] = {
    { "plain", leave }, { "pooled", make_pooled }, { "nameless", make_nameless }, { "loose", make_loose },
    { "empty-trunk", make_empty_trunk }, { "trunk", make_trunk }, { "private", make_private },
    { "host-disk", make_host_disk }, { "share", make_share }, { "dynamic", make_dynamic }, { "limited", make_limited },
};
/* clang-format on */

/* Written and read again a machine is what it was: nothing is to be done. */
static void
test_round_trip(gconstpointer data)
{
    const guint *index = data;
    g_autoptr(HvrDomain) domain = hvr_domain_new("7DDC63C1-0135-40CA-B998-A606D91080E9", "db01");
    g_autoptr(HvrMachine) machine = machine_sample_new();
    g_autofree char *xml = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrMachine) again = NULL;
    g_autoptr(GPtrArray) calls = NULL;
    g_autofree char *titles = NULL;

    odd[*index].make(machine);
    xml = hvr_domain_xml_format(domain, machine, 0);
    again = hvr_machine_parse(xml, machine, FALSE, &error);
    g_assert_no_error(error);
    calls = hvr_machine_change_list(machine, machine, again, &error);
    g_assert_no_error(error);
    titles = join_titles(calls);
    g_assert_cmpstr(titles, ==, "");
}

/* Of a new machine libvirt's words count, whatever stands beside them. */
static void
test_new(void)
{
    static const char xml[] =
        DOMAIN(MACHINE("<m:memory startup='4096' priority='100'/>"), MEMORY("1024", "1024"), DISK);
    g_autoptr(HvrMachine) blank = hvr_machine_new_blank(2);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrMachine) wanted = hvr_machine_parse(xml, blank, TRUE, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(wanted->memory.startup, ==, 1024);
    g_assert_cmpuint(wanted->memory.priority, ==, 100);
    g_assert_cmpuint(wanted->controllers->len, ==, 1);
    g_assert_cmpuint(wanted->disks->len, ==, 1);
}

typedef struct {
    const char *name;
    HvrDeviceVerb verb;
    const char *xml;
    guint n_disks, n_nics;
    int code; /* instead; 0: none */
} DeviceCase;

/* clang-format off */
static const DeviceCase devices[] = {
    { "attach-disk",      HVR_DEVICE_ATTACH, "<disk><source file='C:\\b'/><target dev='sdb'/></disk>", 2, 1, 0 },
    { "attach-again",     HVR_DEVICE_ATTACH, DISK, 0, 0, HVR_ERROR_STATE },
    { "detach-disk",      HVR_DEVICE_DETACH, DISK, 0, 1, 0 },
    { "detach-nothing",   HVR_DEVICE_DETACH, "<disk><target dev='sdc'/></disk>", 0, 0, HVR_ERROR_STATE },
    { "update-disk",      HVR_DEVICE_UPDATE, "<disk><target dev='sda'/></disk>", 1, 1, 0 },
    { "update-kind",      HVR_DEVICE_UPDATE, "<disk device='cdrom'><target dev='sda'/></disk>", 0, 0, HVR_ERROR_UNFIT },
    { "attach-interface", HVR_DEVICE_ATTACH, "<interface type='network'><source network='Red'/></interface>", 1, 2, 0 },
    { "attach-address",   HVR_DEVICE_ATTACH, NIC, 0, 0, HVR_ERROR_STATE },
    { "detach-interface", HVR_DEVICE_DETACH, NIC, 1, 0, 0 },
    { "update-interface", HVR_DEVICE_UPDATE, NIC, 1, 1, 0 },
    { "update-stranger",  HVR_DEVICE_UPDATE, "<interface type='null'><mac address='52:54:00:00:00:01'/></interface>", 0, 0, HVR_ERROR_STATE },
    { "attach-sound",     HVR_DEVICE_ATTACH, "<sound model='ac97'/>", 0, 0, HVR_ERROR_UNFIT },
    { "attach-rubbish",   HVR_DEVICE_ATTACH, "<disk", 0, 0, HVR_ERROR_XML },
    { "detach-used",      HVR_DEVICE_DETACH, "<controller type='scsi' index='0'/>", 0, 0, HVR_ERROR_STATE },
};
/* clang-format on */

static void
test_device(gconstpointer data)
{
    const DeviceCase *c = data;
    g_autoptr(HvrMachine) machine = machine_sample_new();
    g_autoptr(GError) error = NULL;
    gboolean ok = hvr_machine_parse_device(c->xml, c->verb, machine, &error);

    if (c->code != 0) {
        g_assert_error(error, HVR_ERROR, c->code);
        g_assert_false(ok);
        return;
    }
    g_assert_no_error(error);
    g_assert_cmpuint(machine->disks->len, ==, c->n_disks);
    g_assert_cmpuint(machine->nics->len, ==, c->n_nics);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/machine/parser/document/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_document);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(devices); i++) {
        g_autofree char *path = g_strconcat("/machine/parser/device/", devices[i].name, NULL);

        g_test_add_data_func(path, &devices[i], test_device);
    }
    for (guint i = 0; i < G_N_ELEMENTS(odd); i++) {
        g_autofree char *path = g_strconcat("/machine/parser/round-trip/", odd[i].name, NULL);

        g_test_add_data_func_full(path, g_memdup2(&i, sizeof i), test_round_trip, g_free);
    }
    g_test_add_func("/machine/parser/new", test_new);

    return g_test_run();
}
