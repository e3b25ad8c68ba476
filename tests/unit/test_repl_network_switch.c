/* test_repl_network_switch.c: what a test failover connects an adapter to
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_network.h"

#include "canned_network.h"

/* What a method was sent, unescaped once. */
static char *
dup_resource(const CannedHost *host)
{
    g_autofree char *body = canned_host_dup_body(host, host->n_asked - 1);
    GString *text = g_string_new(body);

    g_string_replace(text, "&lt;", "<", 0);
    g_string_replace(text, "&gt;", ">", 0);
    g_string_replace(text, "&quot;", "\"", 0);
    g_string_replace(text, "&amp;", "&", 0);

    return g_string_free(text, FALSE);
}

static char *
set_switch(CannedHost *host, const char *test_switch, const char *test_pool, GError **error)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(host, clock);
    g_autoptr(HvrReplAdapter) adapter = canned_network_new_adapter("A", "1");

    return hvr_repl_network_set_test_switch(session, GUID, adapter, test_switch, test_pool, NULL,
                                            error);
}

#define VALUE(name, value)                                                                         \
    "<PROPERTY NAME=\"" name "\" TYPE=\"string\"><VALUE>" value "</VALUE></PROPERTY>"

/* The whole connection goes back, with the one choice, and "" for the other. */
static void
test_switch_modify(void)
{
    const char *answers[] = { CANNED_ITEMS(CONNECTION("2", "")
                                               CONNECTION("1", CONNECTED "<p:TestReplicaPoolID>Old"
                                                                         "</p:TestReplicaPoolID>")),
                              SERVICE, STARTED("ModifyResourceSettings"), NULL };
    CannedHost host = { answers };
    g_autoptr(GError) error = NULL;
    g_autofree char *job = set_switch(&host, "Test & Co", NULL, &error);
    g_autofree char *body = dup_resource(&host);

    g_assert_no_error(error);
    g_assert_cmpstr(job, ==, "J-1");
    g_assert_nonnull(strstr(body, "ModifyResourceSettings_INPUT"));
    g_assert_nonnull(strstr(body, "CLASSNAME=\"Msvm_EthernetPortAllocationSettingData\""));
    g_assert_nonnull(strstr(body, VALUE("InstanceID", ID("1") "\\C")));
    g_assert_nonnull(strstr(body, VALUE("TestReplicaSwitchName", "Test &amp; Co")));
    g_assert_nonnull(strstr(body, "NAME=\"TestReplicaPoolID\""));
    g_assert_null(strstr(body, "Old"));
    g_assert_nonnull(strstr(body, "Msvm_VirtualEthernetSwitch"));
    canned_host_close(&host);
}

static void
test_switch_none(void)
{
    const char *answers[] = { CANNED_ITEMS(CONNECTION("1", "<p:TestReplicaSwitchName>Old"
                                                           "</p:TestReplicaSwitchName>")),
                              SERVICE, DONE("ModifyResourceSettings"), NULL };
    CannedHost host = { answers };
    g_autofree char *job = set_switch(&host, NULL, NULL, NULL);
    g_autofree char *body = dup_resource(&host);

    g_assert_cmpstr(job, ==, "");
    g_assert_null(strstr(body, "Old"));
    g_assert_nonnull(strstr(body, "NAME=\"TestReplicaSwitchName\""));
    canned_host_close(&host);
}

/* An adapter that was never connected. */
static void
test_switch_add(void)
{
    const char *answers[] = { CANNED_ITEMS(CONNECTION("2", "")), SERVICE,
                              STARTED("AddResourceSettings"), NULL };
    CannedHost host = { answers };
    g_autoptr(GError) error = NULL;
    g_autofree char *job = set_switch(&host, NULL, "Pool", &error);
    g_autofree char *body = dup_resource(&host);

    g_assert_no_error(error);
    g_assert_cmpstr(job, ==, "J-1");
    g_assert_nonnull(strstr(body, "AddResourceSettings_INPUT"));
    g_assert_nonnull(strstr(body, "Name=\"InstanceID\">Microsoft:" GUID "<"));
    g_assert_nonnull(strstr(body, VALUE("TestReplicaPoolID", "Pool")));
    g_assert_nonnull(
        strstr(body, "<PROPERTY NAME=\"EnabledState\" TYPE=\"uint16\"><VALUE>3</VALUE>"));
    g_assert_nonnull(strstr(
        body, "Msvm_SyntheticEthernetPortSettingData.InstanceID=\"Microsoft:" GUID "\\\\PORT-1\""));
    canned_host_close(&host);
}

static void
test_switch_fails(void)
{
    static const struct {
        const char *answers[4];
        int code;
    } cases[] = {
        { { CANNED_REFUSED }, HVR_ERROR_UNREACHABLE },
        { { CANNED_ITEMS(CONNECTION("1", "")), CANNED_REFUSED }, HVR_ERROR_UNREACHABLE },
        { { CANNED_ITEMS(CONNECTION("1", "")), SERVICE, CANNED_REFUSED }, HVR_ERROR_UNREACHABLE },
        { { CANNED_ITEMS(CONNECTION("1", "")), SERVICE,
            CANNED_OUTPUT("Msvm_VirtualSystemManagementService", "ModifyResourceSettings",
                          "<p:ReturnValue>32774</p:ReturnValue>") },
          HVR_ERROR_BUSY },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        CannedHost host = { cases[i].answers };
        g_autoptr(GError) error = NULL;

        g_assert_null(set_switch(&host, "x", NULL, &error));
        g_assert_error(error, HVR_ERROR, cases[i].code);
        canned_host_close(&host);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/repl/network/switch/modify", test_switch_modify);
    g_test_add_func("/repl/network/switch/none", test_switch_none);
    g_test_add_func("/repl/network/switch/add", test_switch_add);
    g_test_add_func("/repl/network/switch/fails", test_switch_fails);

    return g_test_run();
}
