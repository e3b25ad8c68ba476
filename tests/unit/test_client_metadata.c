/* test_client_metadata.c: what a read-only connection tells of replication
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "client_metadata.h"

#include "fake_channel.h"
#include "libvirt-hyperv-repl.h"

#define NS VIR_HYPERV_REPL_NAMESPACE

/* clang-format off */
static const struct {
    const char *name;
    const char *content;
    const char *state;
    const char *points;
} cases[] = {
    { "none", "<role number='0'>none</role>",
      "{\"role\":\"none\",\"role-number\":0,\"relationships\":[]}", "[]" },
    { "both-legs",
      "<role number='2'>replica</role><forced>fire</forced>"
      "<relationship kind='primary'><state number='3'>replicating</state><health number='1'>ok</health>"
      "<failed-over>planned</failed-over><last-replication kind='standard'>2026-05-01T03:00:00Z</last-replication></relationship>"
      "<relationship kind='extended'><state number='99'>unknown</state></relationship>",
      "{\"role\":\"replica\",\"role-number\":2,\"forced\":\"fire\",\"relationships\":["
      "{\"index\":0,\"state\":\"replicating\",\"state-number\":3,\"health\":\"ok\",\"health-number\":1,\"failed-over-kind\":\"planned\","
      "\"last-replication\":\"2026-05-01T03:00:00Z\",\"last-kind\":\"standard\"},"
      "{\"index\":1,\"state\":\"unknown\",\"state-number\":99}]}", "[]" },
    { "settings",
      "<role>primary</role><relationship kind='primary'><settings><replica-server>80</replica-server><port>80</port>"
      "<compression>yes</compression><bypass-proxy>no</bypass-proxy><frequency unit='s'>unknown</frequency>"
      "<included-disks>a</included-disks><included-disks>b</included-disks></settings></relationship>",
      "{\"role\":\"primary\",\"relationships\":[{\"index\":0,\"settings\":{\"replica-server\":\"80\",\"port\":80,\"compression\":true,"
      "\"bypass-proxy\":false,\"frequency\":\"unknown\",\"included-disks\":[\"a\",\"b\"]}}]}", "[]" },
    { "points",
      "<recoverypoint name='rp-1' kind='standard'><created>2026-05-01T00:00:00Z</created><title>one</title></recoverypoint>"
      "<recoverypoint name='rp-2' kind='standard'/>",
      "{\"relationships\":[]}",
      "[{\"name\":\"rp-1\",\"kind\":\"standard\",\"created\":\"2026-05-01T00:00:00Z\",\"title\":\"one\"},"
      "{\"name\":\"rp-2\",\"kind\":\"standard\"}]" },
};
/* clang-format on */

static void
test_fetch(void)
{
    virDomainPtr domain;
    virConnectPtr conn = fake_channel_open(&domain);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *element =
            g_strdup_printf("<replication>%s</replication>", cases[i].content);
        g_autofree char *state_text = NULL;
        g_autofree char *points_text = NULL;
        g_autoptr(JsonNode) state = NULL;
        g_autoptr(JsonNode) points = NULL;

        g_test_message("%s", cases[i].name);
        g_assert_cmpint(
            virDomainSetMetadata(domain, VIR_DOMAIN_METADATA_ELEMENT, element, "r", NS, 0), ==, 0);
        state = hvr_client_metadata_fetch_state(domain);
        points = hvr_client_metadata_fetch_points(domain);
        state_text = json_to_string(state, FALSE);
        points_text = json_to_string(points, FALSE);
        g_assert_cmpstr(state_text, ==, cases[i].state);
        g_assert_cmpstr(points_text, ==, cases[i].points);
    }
    fake_channel_close(conn, domain);
}

/* A stranger's domain has none; who is denied for another reason than reading only is, too, shown
 * it. */
static void
test_fallback(void)
{
    virDomainPtr domain;
    virConnectPtr conn = fake_channel_open(&domain);
    virTypedParameterPtr params = NULL;
    int n_params = 0;

    fake_channel()->answer = NULL;
    fake_channel()->code = VIR_ERR_OPERATION_DENIED;
    g_assert_cmpint(virDomainHypervReplGetState(domain, &params, &n_params, 0), ==, -1);
    g_assert_cmpint(virGetLastErrorCode(), ==, VIR_ERR_NO_DOMAIN_METADATA);

    virDomainSetMetadata(domain, VIR_DOMAIN_METADATA_ELEMENT,
                         "<replication><role>none</role></replication>", "r", NS, 0);
    g_assert_cmpint(virDomainHypervReplGetState(domain, &params, &n_params, 0), ==, 0);
    g_assert_null(virGetLastError());
    g_assert_cmpstr(params[0].field, ==, "role");
    virTypedParamsFree(params, n_params);

    /* Only where libvirt lets no command pass, and only what the metadata has. */
    g_assert_cmpint(virDomainHypervReplGetJob(domain, &params, &n_params, 0), ==, -1);
    fake_channel_assert_error(VIR_ERR_OPERATION_DENIED, "the channel's own words");
    fake_channel()->code = VIR_ERR_RPC;
    g_assert_cmpint(virDomainHypervReplGetState(domain, &params, &n_params, 0), ==, -1);
    g_assert_cmpint(virGetLastErrorCode(), ==, VIR_ERR_RPC);
    fake_channel_close(conn, domain);
}

#define POINT(name, created) "{\"name\": \"" name "\", \"created\": \"" created "\"}"
#define POINTS(list)         "{\"return\": [" list "]}"
#define EARLY                "1970-01-01T00:00:10Z"
#define LATE                 "1970-01-01T00:00:20Z"

/* clang-format off */
static const struct {
    const char *answer;
    long long seconds;
    unsigned int flags;
    const char *expect; /* a point, or how the error begins */
} lookups[] = {
    { POINTS(POINT("early", EARLY) "," POINT("late", LATE)), 14,                  0,                      "early" },
    { POINTS(POINT("early", EARLY) "," POINT("late", LATE)), 15,                  0,                      "early" },
    { POINTS(POINT("early", EARLY) "," POINT("late", LATE)), 16,                  0,                      "late" },
    { POINTS(POINT("early", EARLY) "," POINT("late", LATE)), 19,                  VIR_HYPERV_REPL_BEFORE, "early" },
    { POINTS(POINT("early", EARLY) "," POINT("late", LATE)), 20,                  VIR_HYPERV_REPL_BEFORE, "late" },
    { POINTS(POINT("early", EARLY) "," POINT("late", LATE)), 9,                   VIR_HYPERV_REPL_BEFORE, "Domain snapshot not found: 'test' has no recovery point from before that time" },
    { POINTS(POINT("early", EARLY) "," POINT("late", LATE)), -9223372036854775807LL - 1, 0,               "early" },
    { POINTS(POINT("early", EARLY) "," POINT("late", LATE)), 9223372036854775807LL, 0,                    "late" },
    { POINTS(""),                                            15,                  0,                      "Domain snapshot not found: 'test' has no recovery point" },
    { POINTS("5, {}, " POINT("late", "soon")),               15,                  0,                      "Domain snapshot not found: 'test' has no recovery point" },
    { "{\"return\": {}}",                                    15,                  0,                      "internal error: command 'query-recovery-points' answered no list" },
};
/* clang-format on */

static void
make_snapshot(virDomainPtr domain, const char *name)
{
    g_autofree char *xml =
        g_strdup_printf("<domainsnapshot><name>%s</name></domainsnapshot>", name);
    virDomainSnapshotPtr snapshot = virDomainSnapshotCreateXML(domain, xml, 0);

    g_assert_nonnull(snapshot);
    virDomainSnapshotFree(snapshot);
}

static void
test_lookup(void)
{
    virDomainPtr domain;
    virConnectPtr conn = fake_channel_open(&domain);

    make_snapshot(domain, "early");
    make_snapshot(domain, "late");
    for (gsize i = 0; i < G_N_ELEMENTS(lookups); i++) {
        virDomainSnapshotPtr point;

        fake_channel()->answer = lookups[i].answer;
        point = virDomainHypervReplPointLookupByTime(domain, lookups[i].seconds, lookups[i].flags);
        g_test_message("lookup %zu", i);
        if (point != NULL) {
            g_assert_cmpstr(virDomainSnapshotGetName(point), ==, lookups[i].expect);
            virDomainSnapshotFree(point);
        } else {
            g_assert_true(g_str_has_prefix(virGetLastErrorMessage(), lookups[i].expect));
        }
    }
    fake_channel_close(conn, domain);
}

/* Checkpoints are no points; a point that is gone is none either; the order is the daemon's. */
static void
test_list(void)
{
    virDomainPtr domain;
    virConnectPtr conn = fake_channel_open(&domain);
    virDomainSnapshotPtr *points = NULL;

    make_snapshot(domain, "late");
    make_snapshot(domain, "checkpoint");
    make_snapshot(domain, "early");
    fake_channel()->answer =
        POINTS(POINT("early", EARLY) "," POINT("gone", EARLY) "," POINT("late", LATE));
    g_assert_cmpint(virDomainHypervReplListPoints(domain, NULL, 0), ==, 2);
    g_assert_cmpint(virDomainHypervReplListPoints(domain, &points, 0), ==, 2);
    g_assert_cmpstr(virDomainSnapshotGetName(points[0]), ==, "early");
    g_assert_cmpstr(virDomainSnapshotGetName(points[1]), ==, "late");
    g_assert_null(points[2]);
    virDomainSnapshotFree(points[0]);
    virDomainSnapshotFree(points[1]);
    g_free(points);
    fake_channel_close(conn, domain);
}

int
main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/client/metadata/fetch", test_fetch);
    g_test_add_func("/client/metadata/fallback", test_fallback);
    g_test_add_func("/client/point/lookup", test_lookup);
    g_test_add_func("/client/point/list", test_list);

    return g_test_run();
}
