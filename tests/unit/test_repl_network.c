/* test_repl_network.c: a machine's adapters, joined from five queries
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_network.h"

#include "canned_network.h"
#include "repl_settings_object.h"

static GPtrArray *
list(CannedHost *host, GError **error)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(host, clock);

    return hvr_repl_network_list(session, GUID, NULL, error);
}

static void
test_list(void)
{
    const char *answers[] = {
        CANNED_ITEMS(PORT("1", "Network Adapter", "00155d000001")
                         PORT("2", "Network Adapter", "000000000000")),
        CANNED_ITEMS(LINKED("Microsoft:OTHER\\PORT-1", "F-0") LINKED(
            "microsoft:" GUID "\\port-1", "F-1") LINKED(ID("2"), "F-2") LINK("", "")),
        CANNED_ITEMS(FAILOVER("F-0", "<p:DHCPEnabled>false</p:DHCPEnabled>")
                         FAILOVER("f-1", "<p:DHCPEnabled>false</p:DHCPEnabled>"
                                         "<p:IPAddresses>192.0.2.10</p:IPAddresses>"
                                         "<p:IPAddresses>2001:db8::10</p:IPAddresses>"
                                         "<p:Subnets>255.255.255.0</p:Subnets>"
                                         "<p:Subnets>64</p:Subnets>")),
        CANNED_ITEMS(
            CONNECTION("1", CONNECTED "<p:TestReplicaSwitchName>Test</p:TestReplicaSwitchName>"
                                      "<p:TestReplicaPoolID></p:TestReplicaPoolID>")
                CONNECTION("2", "<p:EnabledState>3</p:EnabledState>"
                                "<p:TestReplicaPoolID>Pool</p:TestReplicaPoolID>")
                    CONNECTION("9", CONNECTED)),
        CANNED_ITEMS(SWITCH("SW-0", "Other") SWITCH("sw-1", "Default Switch")),
        NULL
    };
    CannedHost host = { answers };
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) adapters = list(&host, &error);
    const HvrReplAdapter *adapter;
    const Msvm_FailoverNetworkAdapterSettingData *settings;

    g_assert_no_error(error);
    g_assert_cmpuint(adapters->len, ==, 2);
    adapter = adapters->pdata[0];
    g_assert_cmpstr(adapter->id, ==, ID("1"));
    g_assert_cmpstr(adapter->failover_id, ==, "F-1");
    g_assert_cmpstr(adapter->name, ==, "Network Adapter");
    g_assert_cmpstr(adapter->mac, ==, "00155D000001");
    g_assert_cmpstr(adapter->switch_name, ==, "Default Switch");
    g_assert_cmpstr(adapter->test_switch, ==, "Test");
    g_assert_null(adapter->test_pool);
    settings = hvr_repl_settings_get_object(adapter->settings);
    g_assert_cmpstr(settings->IPAddresses[1], ==, "2001:db8::10");
    g_assert_cmpstr(settings->Subnets[1], ==, "64");

    adapter = adapters->pdata[1];
    g_assert_cmpstr(adapter->failover_id, ==, "F-2");
    g_assert_cmpstr(adapter->mac, ==, "");
    g_assert_null(adapter->switch_name);
    g_assert_null(adapter->test_switch);
    g_assert_cmpstr(adapter->test_pool, ==, "Pool");
    g_assert_true(hvr_repl_settings_is_empty(adapter->settings));

    canned_host_assert_asked(&host, 0,
                             "SELECT * FROM Msvm_SyntheticEthernetPortSettingData WHERE InstanceID "
                             "LIKE 'Microsoft:" GUID "%'<");
    canned_host_assert_asked(&host, 1,
                             "SELECT * FROM Msvm_EthernetPortFailoverSettingDataComponent<");
    canned_host_assert_asked(&host, 2, "SELECT * FROM Msvm_FailoverNetworkAdapterSettingData<");
    canned_host_assert_asked(&host, 3,
                             "SELECT * FROM Msvm_EthernetPortAllocationSettingData WHERE "
                             "InstanceID LIKE 'Microsoft:" GUID "%'<");
    canned_host_assert_asked(&host, 4, "SELECT * FROM Msvm_VirtualEthernetSwitch<");
    canned_host_close(&host);
}

/* A machine that is not replicated has no failover settings, and one without
 * adapters needs no more than one question. */
static void
test_list_less(void)
{
    const char *plain[] = { CANNED_ITEMS(PORT("1", "A", "")), CANNED_ITEMS(""),
                            CANNED_ITEMS(CONNECTION("1", "")), NULL };
    const char *none[] = { CANNED_ITEMS(""), NULL };
    CannedHost host = { plain };
    CannedHost empty = { none };
    g_autoptr(GPtrArray) adapters = list(&host, NULL);
    g_autoptr(GPtrArray) nothing = list(&empty, NULL);
    const HvrReplAdapter *adapter = adapters->pdata[0];

    g_assert_cmpuint(adapters->len, ==, 1);
    g_assert_null(adapter->failover_id);
    g_assert_null(adapter->switch_name);
    g_assert_cmpstr(adapter->mac, ==, "");
    g_assert_cmpuint(nothing->len, ==, 0);
    canned_host_close(&host);
    canned_host_close(&empty);
}

/* A switch that is gone is shown by what is left of it. */
static void
test_list_strange(void)
{
    const char *answers[] = {
        CANNED_ITEMS(CANNED_INSTANCE("Msvm_SyntheticEthernetPortSettingData", "") CANNED_INSTANCE(
            "Msvm_SyntheticEthernetPortSettingData", "<p:InstanceID>" ID("1") "</p:InstanceID>")),
        CANNED_ITEMS(LINKED(ID("1"), "F-1")),
        CANNED_ITEMS(CANNED_INSTANCE("Msvm_FailoverNetworkAdapterSettingData",
                                     "<p:InstanceID xsi:nil=\"true\"/>")),
        CANNED_ITEMS(CONNECTION("1", CONNECTED)),
        CANNED_ITEMS(""),
        NULL
    };
    CannedHost host = { answers };
    g_autoptr(GPtrArray) adapters = list(&host, NULL);
    const HvrReplAdapter *adapter = adapters->pdata[0];

    g_assert_cmpuint(adapters->len, ==, 1);
    g_assert_cmpstr(adapter->name, ==, "");
    g_assert_cmpstr(adapter->switch_name, ==, SWITCH_PATH);
    g_assert_true(hvr_repl_settings_is_empty(adapter->settings));
    canned_host_close(&host);
}

/* Each of the five may fail. */
static void
test_list_fails(void)
{
    static const char *const all[] = { CANNED_ITEMS(PORT("1", "A", "")),
                                       CANNED_ITEMS(LINKED(ID("1"), "F-1")), CANNED_ITEMS(""),
                                       CANNED_ITEMS(CONNECTION("1", CONNECTED)), CANNED_ITEMS("") };

    for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
        const char *answers[G_N_ELEMENTS(all) + 1] = { NULL };
        CannedHost host = { answers };
        g_autoptr(GError) error = NULL;

        memcpy(answers, all, i * sizeof(*all));
        answers[i] = CANNED_REFUSED;
        g_assert_null(list(&host, &error));
        g_assert_error(error, HVR_ERROR, HVR_ERROR_UNREACHABLE);
        canned_host_close(&host);
    }
}

typedef struct {
    const char *name;
    const char *which;
    int found; /* -1: none, -2: several */
} Lookup;

/* clang-format off */
static const Lookup lookups[] = {
    { "mac",         "00155D000002",               1 },
    { "mac-lower",   "00155d000002",               1 },
    { "mac-colons",  "00:15:5d:00:00:02",          1 },
    { "mac-hyphens", "00-15-5D-00-00-02",          1 },
    { "mac-cisco",   "0015.5d00.0002",             1 },
    { "mac-short",   "00155D00000",               -1 },
    { "mac-long",    "00155D0000022",             -1 },
    { "id",          "microsoft:" GUID "\\port-00155d000001", 0 },
    { "name",        "Backup",                     2 },
    { "name-case",   "backup",                    -1 },
    { "names",       "Network Adapter",           -2 },
    { "empty",       "",                          -1 },
    { "bytes",       "\xff\n",                    -1 },
};
/* clang-format on */

static GPtrArray *
new_adapters(void)
{
    GPtrArray *adapters = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_adapter_free);

    g_ptr_array_add(adapters, canned_network_new_adapter("Network Adapter", "00155D000001"));
    g_ptr_array_add(adapters, canned_network_new_adapter("Network Adapter", "00155D000002"));
    g_ptr_array_add(adapters, canned_network_new_adapter("Backup", "00155D000003"));

    return adapters;
}

static void
test_find(gconstpointer data)
{
    const Lookup *c = data;
    g_autoptr(GPtrArray) adapters = new_adapters();
    g_autoptr(GError) error = NULL;
    const HvrReplAdapter *found = hvr_repl_network_find(adapters, c->which, &error);
    int code;

    if (c->found >= 0) {
        g_assert_no_error(error);
        g_assert_true(found == adapters->pdata[c->found]);
        return;
    }
    g_assert_null(found);
    code = c->found == -1 ? HVR_ERROR_INVALID : HVR_ERROR_AMBIGUOUS;
    g_assert_error(error, HVR_ERROR, code);
    g_assert_nonnull(strstr(error->message, "'Backup' (00155D000003)"));
    g_assert_true(g_utf8_validate(error->message, -1, NULL));
}

static void
test_find_nothing(void)
{
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_repl_network_find(none, "x", &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_assert_cmpstr(error->message, ==, "the machine has no network adapter");
}

typedef struct {
    const char *name;
    const char *settings[14];
    const char *message; /* NULL: fine */
} Check;

/* clang-format off */
#define PREFIX "network adapter 'A': "
static const Check checks[] = {
    { "nothing",     { NULL }, NULL },
    { "dhcp",        { "dhcp", "yes" }, NULL },
    { "static",      { "dhcp", "no", "addresses", "192.0.2.1", "subnets", "255.255.255.0" }, NULL },
    { "both",        { "addresses", "2001:db8::1", "subnets", "64", "addresses", "192.0.2.1", "subnets", "24" }, NULL },
    { "edges",       { "addresses", "192.0.2.1", "subnets", "32", "addresses", "2001:db8::1", "subnets", "128" }, NULL },
    { "gateways",    { "dhcp", "yes", "gateways", "192.0.2.1", "gateways", "192.0.2.2", "gateways", "192.0.2.3",
                       "gateways", "192.0.2.4", "gateways", "192.0.2.5" }, NULL },
    { "no-address",  { "dhcp", "no" }, PREFIX "without 'dhcp' it needs 'addresses'" },
    { "no-subnet",   { "addresses", "192.0.2.1" }, PREFIX "each address needs one of 'subnets', there are 0 for 1 address" },
    { "subnet-only", { "subnets", "24" }, PREFIX "each address needs one of 'subnets', there are 1 for 0 addresses" },
    { "mask-of-6",   { "addresses", "2001:db8::1", "subnets", "255.255.255.0" },
      PREFIX "'255.255.255.0' is no subnet for address '2001:db8::1'" },
    { "length-of-4", { "addresses", "192.0.2.1", "subnets", "33" }, PREFIX "'33' is no subnet for address '192.0.2.1'" },
    { "six",         { "dhcp", "yes", "gateways", "192.0.2.1", "gateways", "192.0.2.2", "gateways", "192.0.2.3",
                       "gateways", "192.0.2.4", "gateways", "192.0.2.5", "gateways", "192.0.2.6" },
      PREFIX "it can have 5 'gateways', not 6" },
};
/* clang-format on */

static void
test_check(gconstpointer data)
{
    const Check *c = data;
    g_autoptr(HvrReplAdapter) adapter = canned_network_new_adapter("A", "00155D000001");
    g_autoptr(GError) error = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(c->settings) && c->settings[i] != NULL; i += 2)
        g_assert_true(
            hvr_repl_settings_set(adapter->settings, c->settings[i], c->settings[i + 1], NULL));
    g_assert_cmpint(hvr_repl_network_check(adapter, &error), ==, c->message == NULL);
    if (c->message == NULL)
        return;
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_assert_cmpstr(error->message, ==, c->message);
}

/* A host may have sent what is no address: nobody sends it back. */
static void
test_check_strange(void)
{
    static const char *const addresses[] = { "dhcp", NULL };
    static const char *const subnets[] = { "24", NULL };
    gpointer object = hvr_wmi_object_new(&hvr_wmi_class_Msvm_FailoverNetworkAdapterSettingData);
    g_autoptr(HvrReplAdapter) adapter = canned_network_new_adapter("A", "00155D000001");
    g_autoptr(HvrReplAdapter) copy = NULL;
    g_autoptr(GError) error = NULL;

    hvr_wmi_object_set_strv(object, "IPAddresses", addresses);
    hvr_wmi_object_set_strv(object, "Subnets", subnets);
    hvr_repl_settings_unref(adapter->settings);
    adapter->settings = hvr_repl_settings_new_from_object(HVR_REPL_ADAPTER, object);
    copy = hvr_repl_adapter_copy(adapter);
    g_assert_false(hvr_repl_network_check(copy, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/repl/network/list", test_list);
    g_test_add_func("/repl/network/list/less", test_list_less);
    g_test_add_func("/repl/network/list/strange", test_list_strange);
    g_test_add_func("/repl/network/list/fails", test_list_fails);
    for (gsize i = 0; i < G_N_ELEMENTS(lookups); i++) {
        g_autofree char *path = g_strconcat("/repl/network/find/", lookups[i].name, NULL);

        g_test_add_data_func(path, &lookups[i], test_find);
    }
    g_test_add_func("/repl/network/find/nothing", test_find_nothing);
    for (gsize i = 0; i < G_N_ELEMENTS(checks); i++) {
        g_autofree char *path = g_strconcat("/repl/network/check/", checks[i].name, NULL);

        g_test_add_data_func(path, &checks[i], test_check);
    }
    g_test_add_func("/repl/network/check/strange", test_check_strange);

    return g_test_run();
}
