/* test_reading.c: numbers and parts of a host that are read when somebody asks for them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "network_xml.h"
#include "pool_xml.h"
#include "reading.h"
#include "reading_fetch.h"
#include "sysinfo_xml.h"

typedef struct {
    const char *name;
    const char *digits;
    const char *mac;
} MacCase;

/* clang-format off */
static const MacCase macs[] = {
    { "usual",     "00155D0102AB",   "00:15:5d:01:02:ab" },
    { "lower",     "00155d0102ab",   "00:15:5d:01:02:ab" },
    { "not-drawn", "000000000000",   "" },
    { "short",     "00155D0102A",    "" },
    { "long",      "00155D0102ABCD", "" },
    { "no-digits", "00-15-5D-01-",   "" },
    { "empty",     "",               "" },
    { "none",      NULL,             "" },
};
/* clang-format on */

static void
test_mac(gconstpointer data)
{
    const MacCase *c = data;
    g_autofree char *mac = hvr_reading_format_mac(c->digits);

    g_assert_cmpstr(mac, ==, c->mac);
}

typedef struct {
    const char *name;
    const char *image; /* as the host calls the counter */
    const char *path;
    gboolean is_found;
} ImageCase;

/* clang-format off */
static const ImageCase images[] = {
    { "path",     "C:\\VMs\\a-b.vhdx",         "c:\\vms\\A-B.vhdx", TRUE  },
    { "hyphens",  "C:-VMs-a-b.vhdx",           "C:\\VMs\\a-b.vhdx", TRUE  },
    { "long",     "\\\\?\\C:\\VMs\\a-b.vhdx",  "C:\\VMs\\a-b.vhdx", TRUE  },
    { "long-old", "--?-C:-VMs-a-b.vhdx",       "C:\\VMs\\a-b.vhdx", TRUE  },
    { "other",    "C:\\VMs\\a-c.vhdx",         "C:\\VMs\\a-b.vhdx", FALSE },
    { "longer",   "C:\\VMs\\a-b.vhdx.avhdx",   "C:\\VMs\\a-b.vhdx", FALSE },
    { "shorter",  "C:\\VMs\\a-b",              "C:\\VMs\\a-b.vhdx", FALSE },
    { "hyphen",   "C:\\VMs\\a\\b.vhdx",        "C:\\VMs\\a-b.vhdx", FALSE },
    { "empty",    "",                          "C:\\VMs\\a-b.vhdx", FALSE },
};
/* clang-format on */

static void
test_image(gconstpointer data)
{
    const ImageCase *c = data;
    HvrDiskCounters counters = { (char *)c->image, 0, 0, 0, 0, 0, 0 };
    g_autoptr(GPtrArray) disks = g_ptr_array_new();

    g_ptr_array_add(disks, &counters);
    g_assert_true((hvr_disk_counters_find(disks, c->path) == &counters) == c->is_found);
}

static void
test_index(void)
{
    guint index = 99;

    g_assert_true(hvr_reading_parse_index("Hv LP 12", "Hv LP ", &index));
    g_assert_cmpuint(index, ==, 12);
    g_assert_false(hvr_reading_parse_index("_Total", "Hv LP ", &index));
    g_assert_false(hvr_reading_parse_index("Hv LP ", "Hv LP ", &index));
    g_assert_false(hvr_reading_parse_index("Hv LP 1x", "Hv LP ", &index));
    g_assert_false(hvr_reading_parse_index("Hv LP -1", "Hv LP ", &index));
    g_assert_false(hvr_reading_parse_index("Hv LP 70000", "Hv LP ", &index));
    g_assert_false(hvr_reading_parse_index(NULL, "Hv LP ", &index));
    g_assert_cmpuint(index, ==, 12);
}

static void
test_adapter(void)
{
    HvrAdapter one = { (char *)"M1", (char *)"G1", (char *)"LAN", (char *)"00:15:5d:01:02:03" };
    HvrAdapter other = { (char *)"M2", (char *)"G2", (char *)"LAN", (char *)"" };
    HvrTraffic counters = { .counter = (char *)"MACHINE_LAN_G2--X" };
    g_autoptr(GPtrArray) adapters = g_ptr_array_new();
    g_autoptr(GPtrArray) traffic = g_ptr_array_new();
    g_autoptr(GPtrArray) own = NULL;

    g_ptr_array_add(adapters, &one);
    g_ptr_array_add(adapters, &other);
    g_ptr_array_add(traffic, &counters);
    g_assert_true(hvr_adapter_find(adapters, "M1", "LAN") == &one);
    g_assert_true(hvr_adapter_find(adapters, "M2", "LAN") == &other);
    g_assert_true(hvr_adapter_find(adapters, "M1", "00:15:5D:01:02:03") == &one);
    g_assert_true(hvr_adapter_find(adapters, "M1", "g1") == &one);
    g_assert_null(hvr_adapter_find(adapters, "M1", "G2"));
    g_assert_null(hvr_adapter_find(adapters, "M3", "LAN"));
    own = hvr_adapter_list(adapters, "M2");
    g_assert_cmpuint(own->len, ==, 1);
    g_assert_true(own->pdata[0] == &other);
    g_assert_null(hvr_traffic_find(traffic, &one));
    g_assert_true(hvr_traffic_find(traffic, &other) == &counters);
}

/* An address that is missing is nobody's. */
static void
test_interface(void)
{
    HvrInterface one = { .id = (char *)"1", .name = (char *)"LAN", .mac = (char *)"" };
    g_autoptr(GPtrArray) interfaces = g_ptr_array_new();

    g_ptr_array_add(interfaces, &one);
    g_assert_true(hvr_interface_find(interfaces, "LAN", NULL, NULL) == &one);
    g_assert_true(hvr_interface_find(interfaces, NULL, NULL, "1") == &one);
    g_assert_null(hvr_interface_find(interfaces, NULL, "", NULL));
    g_assert_null(hvr_interface_find(interfaces, "lan", NULL, NULL));
}

/* Whatever is asked of all machines at once, a client's refresh costs six requests at most. */
static void
test_requests(void)
{
    guint n = 0;

    for (guint i = HVR_READING_CPU; i <= HVR_READING_ADAPTERS; i++)
        n += hvr_reading_get_row(i)->n_requests;
    g_assert_cmpuint(n, ==, 6);
    for (guint i = 0; i < HVR_N_READINGS; i++) {
        g_assert_nonnull(hvr_reading_get_row(i)->fetch);
        g_assert_cmpint(hvr_reading_get_row(i)->max_age, >, 0);
        g_assert_cmpuint(hvr_reading_get_row(i)->n_requests, <=, 6);
    }
}

static void
test_network(void)
{
    HvrNetwork network = { .name = (char *)"L<A>N", .uuid = { 0x11, 0x22 }, .port = (char *)"P" };
    g_autofree char *outside = hvr_network_xml_format(&network);
    g_autofree char *isolated = NULL;

    network.port = NULL;
    isolated = hvr_network_xml_format(&network);
    g_assert_cmpstr(outside, ==,
                    "<network>\n"
                    "  <name>L&lt;A&gt;N</name>\n"
                    "  <uuid>11220000-0000-0000-0000-000000000000</uuid>\n"
                    "  <forward mode=\"bridge\"/>\n"
                    "  <bridge name=\"L&lt;A&gt;N\"/>\n"
                    "</network>");
    g_assert_null(strstr(isolated, "forward"));
}

static void
test_ports(void)
{
    HvrInterface interface = { .name = (char *)"Card 1",
                               .mac = (char *)"00:15:5d:01:02:03",
                               .speed = 10000000000,
                               .mtu = 1500,
                               .is_active = TRUE };
    g_autofree char *up = hvr_interface_xml_format(&interface);
    g_autofree char *down = NULL;

    interface.speed = 0;
    interface.mac = (char *)"";
    interface.mtu = 0;
    down = hvr_interface_xml_format(&interface);
    g_assert_cmpstr(up, ==,
                    "<interface type=\"ethernet\" name=\"Card 1\">\n"
                    "  <start mode=\"onboot\"/>\n"
                    "  <mac address=\"00:15:5d:01:02:03\"/>\n"
                    "  <mtu size=\"1500\"/>\n"
                    "  <link speed=\"10000\" state=\"up\"/>\n"
                    "</interface>");
    g_assert_cmpstr(down, ==,
                    "<interface type=\"ethernet\" name=\"Card 1\">\n"
                    "  <start mode=\"onboot\"/>\n"
                    "  <link state=\"down\"/>\n"
                    "</interface>");
}

static void
test_volume(void)
{
    HvrImage image = { (char *)"C:\\VMs\\a.vhdx", "vhdx", FALSE, (char *)"C:\\base.vhdx", 20, 10 };
    HvrDrive drive = { .name = (char *)"C:" };
    g_autofree char *text = hvr_volume_xml_format(&image);

    g_assert_cmpstr(text, ==,
                    "<volume type=\"file\">\n"
                    "  <name>VMs\\a.vhdx</name>\n"
                    "  <key>C:\\VMs\\a.vhdx</key>\n"
                    "  <capacity unit=\"bytes\">20</capacity>\n"
                    "  <allocation unit=\"bytes\">10</allocation>\n"
                    "  <target>\n"
                    "    <path>C:\\VMs\\a.vhdx</path>\n"
                    "    <format type=\"vhdx\"/>\n"
                    "  </target>\n"
                    "  <backingStore>\n"
                    "    <path>C:\\base.vhdx</path>\n"
                    "  </backingStore>\n"
                    "</volume>");
    g_assert_true(hvr_pool_has(&drive, "c:\\a"));
    g_assert_false(hvr_pool_has(&drive, "D:\\a"));
    g_assert_false(hvr_pool_has(&drive, "C:a"));
    g_assert_false(hvr_pool_has(&drive, ""));
    g_assert_cmpstr(hvr_volume_get_name("\\\\server\\share\\a"), ==, "\\server\\share\\a");
    g_assert_cmpstr(hvr_volume_get_name("plain"), ==, "plain");
}

/* What the firmware does not say is left out. */
static void
test_sysinfo(void)
{
    HvrSystem system = { .bios_vendor = (char *)"V&V",
                         .bios_version = (char *)"",
                         .serial = (char *)"7" };
    g_autofree char *text = hvr_sysinfo_xml_format(&system);

    g_assert_cmpstr(text, ==,
                    "<sysinfo type=\"smbios\">\n"
                    "  <bios>\n"
                    "    <entry name=\"vendor\">V&amp;V</entry>\n"
                    "  </bios>\n"
                    "  <system>\n"
                    "    <entry name=\"serial\">7</entry>\n"
                    "  </system>\n"
                    "</sysinfo>");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(macs); i++) {
        g_autofree char *path = g_strconcat("/reading/mac/", macs[i].name, NULL);

        g_test_add_data_func(path, &macs[i], test_mac);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(images); i++) {
        g_autofree char *path = g_strconcat("/reading/image/", images[i].name, NULL);

        g_test_add_data_func(path, &images[i], test_image);
    }
    g_test_add_func("/reading/index", test_index);
    g_test_add_func("/reading/adapter", test_adapter);
    g_test_add_func("/reading/interface", test_interface);
    g_test_add_func("/reading/requests", test_requests);
    g_test_add_func("/reading/xml/network", test_network);
    g_test_add_func("/reading/xml/interface", test_ports);
    g_test_add_func("/reading/xml/volume", test_volume);
    g_test_add_func("/reading/xml/sysinfo", test_sysinfo);

    return g_test_run();
}
