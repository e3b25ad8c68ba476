/* test_repl_service.c: a host as replication server, from three queries
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_service.h"

#include "canned_host.h"
#include "repl_settings_object.h"

/* clang-format off */
#define SETTINGS \
    CANNED_INSTANCE("Msvm_ReplicationServiceSettingData", \
        "<p:InstanceID>Microsoft:ReplicationServiceSettings</p:InstanceID>" \
        "<p:RecoveryServerEnabled>true</p:RecoveryServerEnabled>" \
        "<p:AllowedAuthenticationType>3</p:AllowedAuthenticationType>" \
        "<p:MonitoringStartTime><cim:Interval>P0DT7H0M0S</cim:Interval></p:MonitoringStartTime>" \
        "<p:MonitoringInterval>604800</p:MonitoringInterval>")
#define ENTRY(id, primary) \
    CANNED_INSTANCE("Msvm_ReplicationAuthorizationSettingData", id \
        "<p:AllowedPrimaryHostSystem>" primary "</p:AllowedPrimaryHostSystem>" \
        "<p:TrustGroup>G</p:TrustGroup><p:ReplicaStorageLocation>D:\\R</p:ReplicaStorageLocation>")
#define STATUS(status) CANNED_ITEMS(CANNED_FRAGMENT(status))
#define OK      STATUS("<OperationalStatus>2</OperationalStatus>")
#define LINK(element, settings) \
    CANNED_INSTANCE("Msvm_ElementSettingData", \
        "<p:ManagedElement>" element "</p:ManagedElement><p:SettingData>" settings "</p:SettingData>")
#define SYSTEM(name) CANNED_EPR("Msvm_ComputerSystem", CANNED_SELECTOR("Name", name))
#define BOUND(key, value) \
    CANNED_EPR("Msvm_ReplicationAuthorizationSettingData", CANNED_SELECTOR(key, value))
#define INVALID_CLASS CANNED_FAULT("CannotProcessFilter", "2147749904", "Invalid class")
/* clang-format on */

static HvrReplService *
fetch(CannedHost *host, GError **error)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(host, clock);

    return hvr_repl_service_fetch(session, NULL, error);
}

static GHashTable *
fetch_bindings(CannedHost *host, GError **error)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(host, clock);

    return hvr_repl_service_fetch_bindings(session, NULL, error);
}

static void
assert_setting(const HvrReplSettings *settings, const char *name, const char *expect)
{
    g_autofree char *text = hvr_repl_settings_dup_text(
        settings, hvr_repl_setting_find(hvr_repl_settings_get_subject(settings), name));

    g_assert_cmpstr(text, ==, expect);
}

static void
test_fetch(void)
{
    const char *answers[] = { CANNED_ITEMS(SETTINGS),
                              CANNED_ITEMS(ENTRY("", "*.example.com") ENTRY("", "*")), OK, NULL };
    CannedHost host = { answers };
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrReplService) service = fetch(&host, &error);

    g_assert_no_error(error);
    g_assert_true(service->listening);
    assert_setting(service->settings, "enabled", "yes");
    assert_setting(service->settings, "authentication", "both");
    assert_setting(service->settings, "monitoring-start", "07:00");
    assert_setting(service->settings, "monitoring-interval", "604800");
    assert_setting(service->settings, "http-port", NULL);
    g_assert_cmpuint(service->entries->len, ==, 2);
    assert_setting(service->entries->pdata[0], "allowed-primary", "*.example.com");
    assert_setting(service->entries->pdata[0], "trust-group", "G");
    assert_setting(service->entries->pdata[1], "allowed-primary", "*");
    canned_host_assert_asked(&host, 0, "SELECT * FROM Msvm_ReplicationServiceSettingData<");
    canned_host_assert_asked(&host, 1, "SELECT * FROM Msvm_ReplicationAuthorizationSettingData<");
    canned_host_assert_asked(&host, 2, "SELECT OperationalStatus FROM Msvm_ReplicationService<");
    canned_host_close(&host);
}

/* Only "OK" in the first place says that the listeners run. */
static void
test_listening(void)
{
    static const struct {
        const char *answer;
        gboolean listening;
    } cases[] = {
        { OK, TRUE },
        { STATUS("<OperationalStatus>6</OperationalStatus>"), FALSE },
        { STATUS(
              "<OperationalStatus>6</OperationalStatus><OperationalStatus>2</OperationalStatus>"),
          FALSE },
        { STATUS(
              "<OperationalStatus>2</OperationalStatus><OperationalStatus>6</OperationalStatus>"),
          TRUE },
        { STATUS("<OperationalStatus>4711</OperationalStatus>"), FALSE },
        { STATUS(""), FALSE },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *answers[] = { CANNED_ITEMS(SETTINGS), CANNED_ITEMS(""), cases[i].answer, NULL };
        CannedHost host = { answers };
        g_autoptr(HvrReplService) service = fetch(&host, NULL);

        g_assert_cmpint(service->listening, ==, cases[i].listening);
        g_assert_cmpuint(service->entries->len, ==, 0);
        canned_host_close(&host);
    }
}

typedef struct {
    const char *name;
    const char *answers[4];
    int code;
} Failure;

/* clang-format off */
static const Failure failures[] = {
    { "first",       { CANNED_REFUSED },                                           HVR_ERROR_UNREACHABLE },
    { "second",      { CANNED_ITEMS(SETTINGS), CANNED_REFUSED },                   HVR_ERROR_UNREACHABLE },
    { "third",       { CANNED_ITEMS(SETTINGS), CANNED_ITEMS(""), CANNED_REFUSED }, HVR_ERROR_UNREACHABLE },
    { "no-class",    { INVALID_CLASS },                                         HVR_ERROR_UNSUPPORTED },
    { "no-settings", { CANNED_ITEMS("") },                                      HVR_ERROR_UNSUPPORTED },
    { "no-service",  { CANNED_ITEMS(SETTINGS), CANNED_ITEMS(""), CANNED_ITEMS("") }, HVR_ERROR_UNSUPPORTED },
};
/* clang-format on */

static void
test_fails(gconstpointer data)
{
    const Failure *c = data;
    CannedHost host = { c->answers };
    g_autoptr(GError) error = NULL;

    g_assert_null(fetch(&host, &error));
    g_assert_error(error, HVR_ERROR, c->code);
    g_assert_true(g_str_has_prefix(error->message, "host 'hv-primary': "));
    canned_host_close(&host);
}

/* By the entry's own key, or by its InstanceID where it has one; all else is passed over. */
static void
test_bindings(void)
{
    const char *answers[] = {
        CANNED_ITEMS(
            LINK(SYSTEM("aaaa"), BOUND("AllowedPrimaryHostSystem", "*.example.com"))
                LINK(SYSTEM("BBBB"), BOUND("InstanceID", "microsoft:e1"))
                    LINK(SYSTEM("CCCC"), BOUND("InstanceID", "unknown")) LINK(
                        SYSTEM("DDDD"), CANNED_EPR("Msvm_ReplicationSettingData",
                                                   CANNED_SELECTOR("InstanceID", "x")))
                        LINK(CANNED_EPR("Msvm_ReplicationService", CANNED_SELECTOR("Name", "r")),
                             BOUND("InstanceID", "Microsoft:E1")) LINK("", "")),
        CANNED_ITEMS(ENTRY("<p:InstanceID>Microsoft:E1</p:InstanceID>", "hv.example.net")
                         ENTRY("", "other")),
        NULL
    };
    CannedHost host = { answers };
    g_autoptr(GError) error = NULL;
    g_autoptr(GHashTable) bindings = fetch_bindings(&host, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(g_hash_table_size(bindings), ==, 2);
    g_assert_cmpstr(g_hash_table_lookup(bindings, "AAAA"), ==, "*.example.com");
    g_assert_cmpstr(g_hash_table_lookup(bindings, "BBBB"), ==, "hv.example.net");
    canned_host_close(&host);
}

static void
test_bindings_none(void)
{
    static const char *const refusals[] = { INVALID_CLASS, CANNED_NOT_FOUND };

    for (guint i = 0; i < G_N_ELEMENTS(refusals); i++) {
        const char *answers[] = { refusals[i], NULL };
        CannedHost host = { answers };
        g_autoptr(GError) error = NULL;
        g_autoptr(GHashTable) bindings = fetch_bindings(&host, &error);

        g_assert_no_error(error);
        g_assert_cmpuint(g_hash_table_size(bindings), ==, 0);
        canned_host_close(&host);
    }
}

static void
test_bindings_fail(void)
{
    static const char *const first[] = { CANNED_REFUSED, NULL };
    static const char *const second[] = { CANNED_ITEMS(""), CANNED_REFUSED, NULL };
    const char *const *const hosts[] = { first, second };

    for (guint i = 0; i < G_N_ELEMENTS(hosts); i++) {
        CannedHost host = { hosts[i] };
        g_autoptr(GError) error = NULL;

        g_assert_null(fetch_bindings(&host, &error));
        g_assert_error(error, HVR_ERROR, HVR_ERROR_UNREACHABLE);
        canned_host_close(&host);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/repl/service/fetch", test_fetch);
    g_test_add_func("/repl/service/listening", test_listening);
    for (gsize i = 0; i < G_N_ELEMENTS(failures); i++) {
        g_autofree char *path = g_strconcat("/repl/service/fetch/", failures[i].name, NULL);

        g_test_add_data_func(path, &failures[i], test_fails);
    }
    g_test_add_func("/repl/service/bindings", test_bindings);
    g_test_add_func("/repl/service/bindings/none", test_bindings_none);
    g_test_add_func("/repl/service/bindings/fail", test_bindings_fail);

    return g_test_run();
}
