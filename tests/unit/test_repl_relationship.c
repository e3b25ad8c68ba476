/* test_repl_relationship.c: all legs of a host, joined of two queries
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_relationship.h"

#include "canned_host.h"
#include "msvm_tables.h"

#define A "6DDC63C1-0135-40CA-B998-A606D91080E9"
#define B "11111111-2222-3333-4444-555555555555"

#define HARD_DISK "Microsoft:Hyper-V:Virtual Hard Disk"

#define RR(id, state, more)                                                                        \
    CANNED_FRAGMENT("<InstanceID>Microsoft:" id "</InstanceID><ReplicationState>" state            \
                    "</ReplicationState>" more)
#define RSD(id, more) CANNED_FRAGMENT("<InstanceID>Microsoft:" id "</InstanceID>" more)

static GPtrArray *
list_of(CannedHost *host, guint64 windows, GError **error)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(host, clock);
    g_autoptr(GPtrArray) legs = hvr_repl_relationship_list(session, windows, NULL, error);
    g_autoptr(GPtrArray) settings = NULL;

    if (legs == NULL)
        return NULL;
    settings = hvr_repl_relationship_list_settings(session, windows, NULL, error);

    return settings != NULL ? hvr_repl_relationship_join(legs, settings) : NULL;
}

static GPtrArray *
list(CannedHost *host, GError **error)
{
    return list_of(host, 0, error);
}

static void
assert_not_asked(const CannedHost *host, guint index, const char *text)
{
    g_assert_null(strstr(host->asked[index], text));
}

static char *
dup_setting(const HvrReplRelationship *leg, const char *name)
{
    return hvr_repl_settings_dup_text(leg->settings,
                                      hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, name));
}

static void
test_list(void)
{
    const char *answers[] = {
        CANNED_ITEMS(RR(
            A "\\HVR\\0", "3",
            "<ReplicationHealth>1</ReplicationHealth>"
            "<FailedOverReplicationType>0</FailedOverReplicationType>"
            "<LastReplicationType>2</LastReplicationType>"
            "<LastReplicationTime><Datetime>2026-05-01T03:00:00Z</Datetime></LastReplicationTime>"
            "<LastApplyTime><Datetime>2026-05-01T03:00:01.5Z</Datetime></LastApplyTime>"
            "<LastApplicationConsistentReplicationTime>"
            "<Datetime>1601-01-01T00:00:00Z</Datetime>"
            "</LastApplicationConsistentReplicationTime>")
                         RR(A "\\HVR\\1", "9", "<ReplicationHealth>3</ReplicationHealth>")
                             RR(B "\\HVR\\0", "0", "<ReplicationHealth>0</ReplicationHealth>")),
        CANNED_ITEMS(
            RSD(A "\\HVR\\1", "<RecoveryHistory>0</RecoveryHistory>"
                              "<RecoveryConnectionPoint>hv-third</RecoveryConnectionPoint>")
                RSD("6ddc63c1-0135-40ca-b998-a606d91080e9\\hvr\\0",
                    "<RecoveryHistory>24</RecoveryHistory>"
                    "<AutoResynchronizeIntervalStart><Interval>P0DT18H30M0S</Interval>"
                    "</AutoResynchronizeIntervalStart>"
                    "<IncludedDisks>d1</IncludedDisks><IncludedDisks>d2</IncludedDisks>")
                    RSD(B "\\HVR\\0", "")),
        NULL
    };
    CannedHost host = { answers };
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) legs = list(&host, &error);
    const HvrReplRelationship *leg;
    g_autofree char *history = NULL;
    g_autofree char *start = NULL;
    g_autofree char *server = NULL;
    const char *const *disks;

    g_assert_no_error(error);
    g_assert_cmpuint(legs->len, ==, 2);
    leg = legs->pdata[0];
    g_assert_cmpstr(leg->vm, ==, A);
    g_assert_cmpuint(leg->index, ==, 0);
    g_assert_cmpuint(leg->state, ==, 3);
    g_assert_cmpuint(leg->health, ==, 1);
    g_assert_cmpuint(leg->failed_over_kind, ==, 0);
    g_assert_cmpuint(leg->last_kind, ==, 2);
    g_assert_cmpint(leg->last_replication, ==, G_GINT64_CONSTANT(1777604400) * G_USEC_PER_SEC);
    g_assert_cmpint(leg->last_apply, ==, G_GINT64_CONSTANT(1777604401500000));
    g_assert_cmpint(leg->last_consistent, ==, 0);
    history = dup_setting(leg, "recovery-history");
    g_assert_cmpstr(history, ==, "24");
    start = dup_setting(leg, "auto-resync-start");
    g_assert_cmpstr(start, ==, "18:30");
    disks = hvr_repl_settings_get_list(
        leg->settings, hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, "included-disks"));
    g_assert_cmpstr(disks[1], ==, "d2");

    leg = legs->pdata[1];
    g_assert_cmpuint(leg->index, ==, 1);
    g_assert_cmpuint(leg->state, ==, 9);
    g_assert_cmpuint(leg->health, ==, 3);
    g_assert_cmpint(leg->last_replication, ==, 0);
    server = dup_setting(leg, "replica-server");
    g_assert_cmpstr(server, ==, "hv-third");
    canned_host_close(&host);
}

/* Both are projections of all that is shown, and there are two of them. */
static void
test_queries(void)
{
    const char *answers[] = { CANNED_ITEMS(""), CANNED_ITEMS(""), NULL };
    static const char *const states[] = {
        "InstanceID",
        "ReplicationState",
        "ReplicationHealth",
        "FailedOverReplicationType",
        "LastReplicationType",
        "LastReplicationTime",
        "LastApplyTime",
        "LastApplicationConsistentReplicationTime",
        " FROM Msvm_ReplicationRelationship<",
    };
    CannedHost host = { answers };
    g_autoptr(GPtrArray) legs = list_of(&host, 1000020348, NULL);
    guint n_settings;
    const HvrReplSetting *table = hvr_repl_setting_list(HVR_REPL_RELATIONSHIP, &n_settings);

    g_assert_cmpuint(legs->len, ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(states); i++)
        canned_host_assert_asked(&host, 0, states[i]);
    for (guint i = 0; i < n_settings; i++)
        canned_host_assert_asked(&host, 1, table[i].property);
    canned_host_assert_asked(&host, 1, "SELECT InstanceID,");
    canned_host_assert_asked(
        &host, 1, " FROM Msvm_ReplicationSettingData WHERE RecoveryConnectionPoint &gt; ''<");
    canned_host_close(&host);
}

/* Numbers nobody has heard of come through, silence is no good health, and
 * what is no leg of a machine is passed over. */
static void
test_hostile(void)
{
    const char *answers[] = {
        CANNED_ITEMS(
            RR(A "\\HVR\\0", "4711",
               "<ReplicationHealth>9</ReplicationHealth>"
               "<LastReplicationType>77</LastReplicationType>"
               "<LastReplicationTime><Interval>P0DT0H1M0S</Interval></LastReplicationTime>")
                RR("rubbish", "3", "") RR(A "\\HVR\\2", "3", "")
                    CANNED_FRAGMENT("<InstanceID>Microsoft:" B "\\HVR\\0</InstanceID>")
                        CANNED_FRAGMENT("<ReplicationState>3</ReplicationState>")),
        CANNED_ITEMS(RSD("rubbish", "") CANNED_FRAGMENT("<RecoveryHistory>1</RecoveryHistory>")),
        NULL
    };
    CannedHost host = { answers };
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) legs = list(&host, &error);
    const HvrReplRelationship *leg;

    g_assert_no_error(error);
    g_assert_cmpuint(legs->len, ==, 2);
    leg = legs->pdata[0];
    g_assert_cmpuint(leg->state, ==, 4711);
    g_assert_cmpuint(leg->health, ==, 9);
    g_assert_cmpuint(leg->last_kind, ==, 77);
    g_assert_cmpint(leg->last_replication, ==, 0);
    g_assert_nonnull(leg->settings);
    leg = legs->pdata[1];
    g_assert_cmpstr(leg->vm, ==, B);
    g_assert_cmpstr(hvr_repl_state_get_name(leg->state), ==, "unknown");
    g_assert_cmpstr(hvr_repl_health_get_name(leg->health), ==, "unknown");
    canned_host_close(&host);
}

/* Windows Server 2012: no such class, so the machines are asked themselves. */
static void
test_2012(void)
{
    const char *answers[] = {
        CANNED_FAULT("CannotProcessFilter", "2147749904", "Invalid class"),
        CANNED_ITEMS(CANNED_FRAGMENT(
            "<Name>6ddc63c1-0135-40ca-b998-a606d91080e9</Name>"
            "<ReplicationState>7</ReplicationState><ReplicationHealth>2</ReplicationHealth>")),
        CANNED_ITEMS(CANNED_INSTANCE("Msvm_ReplicationSettingData",
                                     "<p:InstanceID>Microsoft:" A "\\HVR</p:InstanceID>"
                                     "<p:RecoveryHistory>15</p:RecoveryHistory>")),
        NULL
    };
    CannedHost host = { answers };
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) legs = list(&host, &error);
    const HvrReplRelationship *leg;
    g_autofree char *history = NULL;

    g_assert_no_error(error);
    g_assert_cmpuint(legs->len, ==, 1);
    leg = legs->pdata[0];
    g_assert_cmpstr(leg->vm, ==, A);
    g_assert_cmpuint(leg->index, ==, 0);
    g_assert_cmpuint(leg->state, ==, 7);
    g_assert_cmpuint(leg->health, ==, 2);
    history = dup_setting(leg, "recovery-history");
    g_assert_cmpstr(history, ==, "15");
    canned_host_assert_asked(&host, 1,
                             " FROM Msvm_ComputerSystem WHERE ReplicationMode &lt;&gt; 0<");
    canned_host_assert_asked(
        &host, 2, " FROM Msvm_ReplicationSettingData WHERE RecoveryConnectionPoint &gt; ''<");
    assert_not_asked(&host, 2, "ReplicationInterval");
    canned_host_close(&host);
}

/* Once the version is known, nothing is asked for that the host has to refuse. */
static void
test_known_2012(void)
{
    const char *answers[] = {
        CANNED_ITEMS(CANNED_FRAGMENT("<Name>" A "</Name><ReplicationState>3</ReplicationState>")),
        CANNED_ITEMS(RSD(A "\\HVR", "<RecoveryHistory>15</RecoveryHistory>")), NULL
    };
    CannedHost host = { answers };
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) legs = list_of(&host, 602009200, &error);
    g_autofree char *history = NULL;

    g_assert_no_error(error);
    g_assert_cmpuint(legs->len, ==, 1);
    history = dup_setting(legs->pdata[0], "recovery-history");
    g_assert_cmpstr(history, ==, "15");
    canned_host_assert_asked(&host, 0,
                             " FROM Msvm_ComputerSystem WHERE ReplicationMode &lt;&gt; 0<");
    canned_host_assert_asked(&host, 1, "SELECT InstanceID,");
    canned_host_assert_asked(&host, 1, "EnableWriteOrderPreservationAcrossDisks");
    assert_not_asked(&host, 1, "ReplicationInterval");
    assert_not_asked(&host, 1, "ReplicationProvider");
    assert_not_asked(&host, 1, "AdditionalSettings");
    canned_host_close(&host);
}

static void
test_known_2012_r2(void)
{
    const char *answers[] = { CANNED_ITEMS(""), CANNED_ITEMS(""), NULL };
    CannedHost host = { answers };
    g_autoptr(GPtrArray) legs = list_of(&host, 603009600, NULL);

    g_assert_cmpuint(legs->len, ==, 0);
    canned_host_assert_asked(&host, 0, " FROM Msvm_ReplicationRelationship<");
    canned_host_assert_asked(&host, 1, "ReplicationInterval");
    canned_host_close(&host);
}

/* Such a refusal is no sign of 2012. */
static void
test_refused_though_known(void)
{
    const char *answers[] = { CANNED_FAULT("CannotProcessFilter", "2147749904", "Invalid class"),
                              NULL };
    CannedHost host = { answers };
    g_autoptr(GError) error = NULL;

    g_assert_null(list_of(&host, 603009600, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_UNSUPPORTED);
    canned_host_close(&host);
}

typedef struct {
    const char *name;
    const char *answers[4];
    int code;
} Failure;

/* clang-format off */
static const Failure failures[] = {
    { "first",       { CANNED_REFUSED },                                        HVR_ERROR_UNREACHABLE },
    { "second",      { CANNED_ITEMS(""), CANNED_REFUSED },                      HVR_ERROR_UNREACHABLE },
    { "no-hyperv",   { CANNED_FAULT("InternalError", "2147749902", "x"),
                       CANNED_FAULT("InternalError", "2147749902", "x") },   HVR_ERROR_UNSUPPORTED },
    { "wrong-value", { CANNED_ITEMS(RR(A "\\HVR\\0", "fine", "")) },         HVR_ERROR_PROTOCOL },
};
/* clang-format on */

static void
test_fails(gconstpointer data)
{
    const Failure *c = data;
    CannedHost host = { c->answers };
    g_autoptr(GError) error = NULL;

    g_assert_null(list(&host, &error));
    g_assert_error(error, HVR_ERROR, c->code);
    g_assert_true(g_str_has_prefix(error->message, "host 'hv-primary': "));
    canned_host_close(&host);
}

/* The times change with every cycle and are no change to tell anybody about. */
static void
test_equal(void)
{
    static const struct {
        const char *id;
        const char *state;
        const char *more;
        gboolean equal;
    } others[] = {
        { A "\\HVR\\0", "3", "<ReplicationHealth>1</ReplicationHealth>", TRUE },
        { A "\\HVR\\0", "3",
          "<ReplicationHealth>1</ReplicationHealth>"
          "<LastReplicationTime><Datetime>2026-05-01T03:00:00Z</Datetime></LastReplicationTime>",
          TRUE },
        { A "\\HVR\\0", "7", "<ReplicationHealth>1</ReplicationHealth>", FALSE },
        { A "\\HVR\\0", "3", "<ReplicationHealth>2</ReplicationHealth>", FALSE },
        { A "\\HVR\\1", "3", "<ReplicationHealth>1</ReplicationHealth>", FALSE },
        { B "\\HVR\\0", "3", "<ReplicationHealth>1</ReplicationHealth>", FALSE },
        { A "\\HVR\\0", "3",
          "<ReplicationHealth>1</ReplicationHealth>"
          "<FailedOverReplicationType>3</FailedOverReplicationType>",
          FALSE },
        { A "\\HVR\\0", "3",
          "<ReplicationHealth>1</ReplicationHealth><LastReplicationType>1</LastReplicationType>",
          FALSE },
    };

    for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
        g_autofree char *items = g_strdup_printf(
            CANNED_ITEMS(RR(A "\\HVR\\0", "3", "<ReplicationHealth>1</ReplicationHealth>")
                             RR("%s", "%s", "%s")),
            others[i].id, others[i].state, others[i].more);
        const char *answers[] = { items, CANNED_ITEMS(""), NULL };
        CannedHost host = { answers };
        g_autoptr(GPtrArray) legs = list(&host, NULL);

        g_assert_cmpint(hvr_repl_relationship_equal(legs->pdata[0], legs->pdata[1]), ==,
                        others[i].equal);
        canned_host_close(&host);
    }
}

static void
test_equal_settings(void)
{
    const char *answers[] = {
        CANNED_ITEMS(RR(A "\\HVR\\0", "3", "") RR(A "\\HVR\\0", "3", "")),
        CANNED_ITEMS(RSD(A "\\HVR\\0", "<RecoveryHistory>4</RecoveryHistory>")), NULL
    };
    CannedHost host = { answers };
    g_autoptr(GPtrArray) legs = list(&host, NULL);
    HvrReplRelationship *changed = legs->pdata[1];

    g_assert_true(hvr_repl_relationship_equal(legs->pdata[0], changed));
    hvr_repl_settings_unref(changed->settings);
    changed->settings = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
    g_assert_false(hvr_repl_relationship_equal(legs->pdata[0], changed));
    canned_host_close(&host);
}

static void
add_storage(GPtrArray *storage, const char *id, const char *type, const char *image)
{
    gpointer object = hvr_wmi_object_new(&hvr_wmi_class_Msvm_StorageAllocationSettingData);
    const char *const images[] = { image, NULL };

    hvr_wmi_object_set_string(object, "InstanceID", id);
    hvr_wmi_object_set_string(object, "ResourceSubType", type);
    if (image != NULL)
        hvr_wmi_object_set_strv(object, "HostResource", images);
    g_ptr_array_add(storage, object);
}

/* Any way in which a host names a disk ends as its image; what nobody knows stays. */
static void
test_name_disks(void)
{
    const char *answers[] = {
        CANNED_ITEMS(RR(A "\\HVR\\0", "3", "<ReplicationHealth>2</ReplicationHealth>")
                         RR(B "\\HVR\\0", "3", "")),
        CANNED_ITEMS(
            RSD(A "\\HVR\\0",
                "<RecoveryHistory>4</RecoveryHistory>"
                "<IncludedDisks>\\\\HV\\root\\virtualization\\v2:Msvm_StorageAllocationSettingData."
                "InstanceID=\"microsoft:" A "\\\\1\\\\D\"</IncludedDisks>"
                "<IncludedDisks>Microsoft:" A "\\0\\D</IncludedDisks>"
                "<IncludedDisks>c:\\vms\\A.VHDX</IncludedDisks>"
                "<IncludedDisks>Microsoft:" A "\\2\\D</IncludedDisks>"
                "<IncludedDisks>elsewhere</IncludedDisks>")),
        NULL
    };
    static const char *const expected[] = { "C:\\VMs\\b.vhdx", "C:\\VMs\\a.vhdx", "C:\\VMs\\a.vhdx",
                                            "Microsoft:" A "\\2\\D", "elsewhere" };
    const HvrReplSetting *setting = hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, "included-disks");
    CannedHost host = { answers };
    g_autoptr(GPtrArray) legs = list(&host, NULL);
    g_autoptr(GPtrArray) storage = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    g_autoptr(HvrReplRelationship) named = NULL;
    g_autoptr(HvrReplRelationship) without = NULL;
    g_autofree char *history = NULL;
    const char *const *disks;

    add_storage(storage, NULL, HARD_DISK, "C:\\VMs\\nameless.vhdx");
    add_storage(storage, "Microsoft:" A "\\0\\D", HARD_DISK, "C:\\VMs\\a.vhdx");
    add_storage(storage, "Microsoft:" A "\\1\\D", HARD_DISK, "C:\\VMs\\b.vhdx");
    add_storage(storage, "Microsoft:" A "\\2\\D", "Microsoft:Hyper-V:Virtual CD/DVD Disk",
                "C:\\a.iso");
    named = hvr_repl_relationship_name_disks(legs->pdata[0], storage);
    disks = hvr_repl_settings_get_list(named->settings, setting);
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
        g_assert_cmpstr(disks[i], ==, expected[i]);
    g_assert_null(disks[G_N_ELEMENTS(expected)]);
    history = dup_setting(named, "recovery-history");
    g_assert_cmpstr(history, ==, "4");
    g_assert_cmpstr(named->vm, ==, A);
    g_assert_cmpuint(named->health, ==, 2);
    g_assert_false(hvr_repl_relationship_equal(named, legs->pdata[0]));

    without = hvr_repl_relationship_name_disks(legs->pdata[1], storage);
    g_assert_true(without == legs->pdata[1]);
    canned_host_close(&host);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/repl/relationship/list", test_list);
    g_test_add_func("/repl/relationship/list/queries", test_queries);
    g_test_add_func("/repl/relationship/list/hostile", test_hostile);
    g_test_add_func("/repl/relationship/list/2012", test_2012);
    g_test_add_func("/repl/relationship/list/2012/known", test_known_2012);
    g_test_add_func("/repl/relationship/list/2012-r2/known", test_known_2012_r2);
    g_test_add_func("/repl/relationship/list/2012-r2/refused", test_refused_though_known);
    for (gsize i = 0; i < G_N_ELEMENTS(failures); i++) {
        g_autofree char *path = g_strconcat("/repl/relationship/list/", failures[i].name, NULL);

        g_test_add_data_func(path, &failures[i], test_fails);
    }
    g_test_add_func("/repl/relationship/name-disks", test_name_disks);
    g_test_add_func("/repl/relationship/equal", test_equal);
    g_test_add_func("/repl/relationship/equal/settings", test_equal_settings);

    return g_test_run();
}
