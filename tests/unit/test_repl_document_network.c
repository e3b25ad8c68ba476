/* test_repl_document_network.c: <failovernetwork>, as users edit it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_document.h"

#include "hvr_error.h"
#include "relaxng.h"
#include "repl_settings_object.h"

#define NS " xmlns=\"https://libvirt.org/schemas/domain/hyperv/replication/1.0\""

static HvrReplAdapter *
new_adapter(const char *id, const char *name, const char *mac)
{
    HvrReplAdapter *adapter = g_new0(HvrReplAdapter, 1);

    adapter->id = g_strdup(id);
    adapter->name = g_strdup(name);
    adapter->mac = g_strdup(mac);
    adapter->settings = hvr_repl_settings_new(HVR_REPL_ADAPTER);

    return adapter;
}

/* Two adapters of one name, and one without MAC. */
static GPtrArray *
new_adapters(void)
{
    GPtrArray *adapters = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_adapter_free);
    HvrReplAdapter *first = new_adapter("Microsoft:A\\1", "Network Adapter", "00155D000001");

    first->switch_name = g_strdup("Default Switch");
    first->test_switch = g_strdup("Test & Co");
    hvr_repl_settings_set(first->settings, "dhcp", "no", NULL);
    hvr_repl_settings_set(first->settings, "addresses", "192.0.2.10", NULL);
    hvr_repl_settings_set(first->settings, "addresses", "2001:db8::10", NULL);
    hvr_repl_settings_set(first->settings, "subnets", "255.255.255.0", NULL);
    hvr_repl_settings_set(first->settings, "subnets", "64", NULL);
    hvr_repl_settings_set(first->settings, "gateways", "192.0.2.1", NULL);
    hvr_repl_settings_set(first->settings, "dns-servers", "192.0.2.53", NULL);
    g_ptr_array_add(adapters, first);
    g_ptr_array_add(adapters, new_adapter("Microsoft:A\\2", "Network Adapter", "00155D000002"));
    g_ptr_array_add(adapters, new_adapter("Microsoft:A\\3", "Backup", ""));

    return adapters;
}

#define NETWORK(inner) "<failovernetwork" NS ">\n" inner "</failovernetwork>"

/* clang-format off */
static const char network_text[] =
    NETWORK("  <adapter id=\"Microsoft:A\\1\" mac=\"00155D000001\" name=\"Network Adapter\">\n"
            "    <switch>Default Switch</switch>\n"
            "    <test-switch>Test &amp; Co</test-switch>\n"
            "    <dhcp>no</dhcp>\n"
            "    <addresses>192.0.2.10</addresses>\n"
            "    <addresses>2001:db8::10</addresses>\n"
            "    <subnets>255.255.255.0</subnets>\n"
            "    <subnets>64</subnets>\n"
            "    <gateways>192.0.2.1</gateways>\n"
            "    <dns-servers>192.0.2.53</dns-servers>\n"
            "  </adapter>\n"
            "  <adapter id=\"Microsoft:A\\2\" mac=\"00155D000002\" name=\"Network Adapter\"/>\n"
            "  <adapter id=\"Microsoft:A\\3\" name=\"Backup\"/>\n");
/* clang-format on */

/* As shown it changes nothing; with nothing there before, it makes all of it. */
static void
test_network(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) present = new_adapters();
    g_autofree char *text = hvr_repl_document_format_network(present);
    g_autoptr(GPtrArray) unchanged = hvr_repl_document_parse_network(text, present, &error);
    g_autoptr(GPtrArray) wanted = NULL;
    g_autofree char *again = NULL;
    HvrReplAdapter *first = present->pdata[0];

    g_assert_no_error(error);
    g_assert_cmpstr(text, ==, network_text);
    g_assert_true(relaxng_accepts("failovernetwork.rng", text));
    g_assert_cmpuint(unchanged->len, ==, 0);

    hvr_repl_settings_unref(first->settings);
    first->settings = hvr_repl_settings_new(HVR_REPL_ADAPTER);
    wanted = hvr_repl_document_parse_network(text, present, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(wanted->len, ==, 1);
    g_ptr_array_add(wanted, hvr_repl_adapter_copy(present->pdata[1]));
    g_ptr_array_add(wanted, hvr_repl_adapter_copy(present->pdata[2]));
    again = hvr_repl_document_format_network(wanted);
    g_assert_cmpstr(again, ==, text);
}

/* What is left out is no longer set; which adapter is meant can be said in three ways. */
static void
test_network_edited(void)
{
    static const char *const ways[] = { "mac=\"00:15:5d:00:00:01\"", "mac=\"00-15-5D-00-00-01\"",
                                        "id=\"microsoft:a\\1\"",
                                        "id=\"Microsoft:A\\1\" name=\"Network Adapter\"" };

    for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autoptr(GPtrArray) present = new_adapters();
        g_autofree char *text = g_strdup_printf(
            NETWORK("<adapter %s><dhcp> yes\n</dhcp></adapter><adapter name=\"Backup\">"
                    "<addresses>192.0.2.9</addresses><subnets>24</subnets></adapter>"),
            ways[i]);
        g_autoptr(GPtrArray) wanted = hvr_repl_document_parse_network(text, present, NULL);
        const HvrReplAdapter *first = wanted->pdata[0];
        const HvrReplAdapter *second = wanted->pdata[1];
        const Msvm_FailoverNetworkAdapterSettingData *object;

        g_assert_true(relaxng_accepts("failovernetwork.rng", text));
        g_assert_cmpuint(wanted->len, ==, 2);
        g_assert_cmpstr(first->id, ==, "Microsoft:A\\1");
        object = hvr_repl_settings_get_object(first->settings);
        g_assert_true(object->DHCPEnabled);
        g_assert_null(object->IPAddresses);
        g_assert_null(object->DNSServers);
        g_assert_cmpstr(second->id, ==, "Microsoft:A\\3");
        object = hvr_repl_settings_get_object(second->settings);
        g_assert_cmpstr(object->IPAddresses[0], ==, "192.0.2.9");
    }
}

typedef struct {
    const char *name;
    const char *text;
    const char *message;
} Wrong;

/* clang-format off */
static const Wrong wrong_networks[] = {
    { "root",     "<x/>", "element 'x', line 1: the document should be a 'failovernetwork'" },
    { "no-ns",    "<failovernetwork/>",
      "element 'failovernetwork', line 1: it is not in the namespace 'https://libvirt.org/schemas/domain/hyperv/replication/1.0'" },
    { "element",  NETWORK("<nic/>"), "element 'nic', line 2: it cannot stand inside 'failovernetwork'" },
    { "which",    NETWORK("\n<adapter/>"), "element 'adapter', line 3: it needs an attribute 'id', 'mac' or 'name'" },
    { "nobody",   NETWORK("<adapter mac=\"00155D000009\"/>"),
      "element 'adapter', line 2: there is no network adapter '00155D000009', there are: "
      "'Network Adapter' (00155D000001), 'Network Adapter' (00155D000002), 'Backup' (Microsoft:A\\3)" },
    { "several",  NETWORK("<adapter name=\"Network Adapter\"/>"),
      "element 'adapter', line 2: several network adapters are 'Network Adapter', say which by its MAC address: "
      "'Network Adapter' (00155D000001), 'Network Adapter' (00155D000002), 'Backup' (Microsoft:A\\3)" },
    { "mixed",    NETWORK("<adapter id=\"Microsoft:A\\1\" mac=\"00155D000002\"/>"),
      "element 'adapter', line 2: its attribute 'mac' is of another adapter" },
    { "twice",    NETWORK("<adapter id=\"Microsoft:A\\3\"/>\n<adapter name=\"Backup\"/>"),
      "element 'adapter', line 3: it stands there twice" },
    { "ns",       NETWORK("<adapter xmlns=\"\" name=\"Backup\"/>"),
      "element 'adapter', line 2: it is not in the namespace 'https://libvirt.org/schemas/domain/hyperv/replication/1.0'" },
    { "setting",  NETWORK("<adapter name=\"Backup\">\n<mtu>1500</mtu></adapter>"),
      "element 'mtu', line 3: there is no such setting" },
    { "shown",    NETWORK("<adapter mac=\"00155D000001\">\n<test-switch>Other</test-switch></adapter>"),
      "element 'test-switch', line 3: it is only shown here, never set" },
    { "absent",   NETWORK("<adapter name=\"Backup\">\n<switch>Other</switch></adapter>"),
      "element 'switch', line 3: it is only shown here, never set" },
    { "address",  NETWORK("<adapter name=\"Backup\">\n<addresses>192.0.2.300</addresses></adapter>"),
      "element 'addresses', line 3: setting 'addresses' cannot be '192.0.2.300', it must be an IPv4 or IPv6 address" },
    { "alone",    NETWORK("<adapter name=\"Backup\">\n<addresses>192.0.2.3</addresses></adapter>"),
      "element 'adapter', line 2: network adapter 'Backup': each address needs one of 'subnets', there are 0 for 1 address" },
    { "family",   NETWORK("<adapter name=\"Backup\">\n<addresses>192.0.2.3</addresses><subnets>64</subnets></adapter>"),
      "element 'adapter', line 2: network adapter 'Backup': '64' is no subnet for address '192.0.2.3'" },
};
/* clang-format on */

static void
test_network_wrong(gconstpointer data)
{
    const Wrong *c = data;
    g_autoptr(GPtrArray) present = new_adapters();
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_repl_document_parse_network(c->text, present, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_XML);
    g_assert_cmpstr(error->message, ==, c->message);
}

/* A host may have what nobody could set: it can stay, each of a list's elements too. */
static void
test_network_strange(void)
{
    g_autoptr(GPtrArray) present = new_adapters();
    HvrReplAdapter *backup = present->pdata[2];
    static const char *const odd[] = { "", "dns", NULL };
    gpointer object = hvr_wmi_object_new(&hvr_wmi_class_Msvm_FailoverNetworkAdapterSettingData);
    g_autoptr(GPtrArray) unchanged = NULL;
    g_autoptr(GPtrArray) wanted = NULL;
    g_autofree char *text = NULL;

    hvr_wmi_object_set_strv(object, "DNSServers", odd);
    hvr_repl_settings_unref(backup->settings);
    backup->settings = hvr_repl_settings_new_from_object(HVR_REPL_ADAPTER, object);
    text = hvr_repl_document_format_network(present);
    unchanged = hvr_repl_document_parse_network(text, present, NULL);
    g_assert_cmpuint(unchanged->len, ==, 0);
    wanted = hvr_repl_document_parse_network(
        NETWORK("<adapter name=\"Backup\"><dns-servers>dns</dns-servers>"
                "<dns-servers>192.0.2.1</dns-servers></adapter>"),
        present, NULL);
    g_assert_cmpuint(wanted->len, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/repl/document/network", test_network);
    g_test_add_func("/repl/document/network/edited", test_network_edited);
    g_test_add_func("/repl/document/network/strange", test_network_strange);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong_networks); i++) {
        g_autofree char *path =
            g_strconcat("/repl/document/network/wrong/", wrong_networks[i].name, NULL);

        g_test_add_data_func(path, &wrong_networks[i], test_network_wrong);
    }

    return g_test_run();
}
