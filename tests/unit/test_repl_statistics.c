/* test_repl_statistics.c: what a host says about the last hours
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_statistics.h"

#include <string.h>

#include "hvr_error.h"
#include "repl_state.h"
#include "repl_statistics_object.h"

/* clang-format off */
#define PROPERTY(name, type, value) \
    "<PROPERTY NAME=\"" name "\" TYPE=\"" type "\"><VALUE>" value "</VALUE></PROPERTY>"
#define STATISTICS(properties) \
    "<INSTANCE CLASSNAME=\"Msvm_ReplicationStatistics\">" properties "</INSTANCE>"
#define ISSUE(properties) "<INSTANCE CLASSNAME=\"Msvm_Error\">" properties "</INSTANCE>"

/* msvm-replicationstatistics.md, a value of its own for each. */
#define FULL STATISTICS( \
    PROPERTY("StartStatisticTime", "datetime", "20260501060000.000000+000") \
    PROPERTY("EndStatisticTime", "datetime", "20260501180000.000000+000") \
    PROPERTY("ReplicationSuccessCount", "uint32", "7") \
    PROPERTY("ReplicationSize", "uint64", "18446744073709551615") \
    PROPERTY("MaxReplicationSize", "uint64", "9000000000") \
    PROPERTY("ReplicationLatency", "uint32", "44") \
    PROPERTY("ReplicationMissCount", "uint32", "2") \
    PROPERTY("MaxReplicationLatency", "uint32", "20") \
    PROPERTY("NetworkFailureCount", "uint32", "3") \
    PROPERTY("ReplicationFailureCount", "uint32", "4") \
    PROPERTY("PendingReplicationSize", "uint64", "5000000000") \
    PROPERTY("ApplicationConsistentSnapshotFailureCount", "uint32", "5") \
    PROPERTY("ReplicationHealth", "uint32", "2") \
    PROPERTY("LastTestFailoverTime", "datetime", "20260430120000.000000+000"))
/* clang-format on */

static void
test_full(void)
{
    g_autoptr(HvrReplStatistics) statistics = hvr_repl_statistics_parse(FULL, NULL, NULL);

    g_assert_cmpint(statistics->start, ==, G_GINT64_CONSTANT(1777615200) * G_USEC_PER_SEC);
    g_assert_cmpint(statistics->end, ==, G_GINT64_CONSTANT(1777658400) * G_USEC_PER_SEC);
    g_assert_cmpuint(statistics->n_successes, ==, 7);
    g_assert_cmpuint(statistics->n_misses, ==, 2);
    g_assert_cmpuint(statistics->n_network_failures, ==, 3);
    g_assert_cmpuint(statistics->n_replication_failures, ==, 4);
    g_assert_cmpuint(statistics->n_consistent_failures, ==, 5);
    g_assert_cmpuint(statistics->size, ==, G_MAXUINT64);
    g_assert_cmpuint(statistics->max_size, ==, G_GUINT64_CONSTANT(9000000000));
    g_assert_cmpuint(statistics->pending_size, ==, G_GUINT64_CONSTANT(5000000000));
    g_assert_cmpuint(statistics->latency, ==, 44);
    g_assert_cmpuint(statistics->max_latency, ==, 20);
    g_assert_cmpuint(statistics->health, ==, HVR_REPL_HEALTH_WARNING);
    g_assert_cmpint(statistics->last_test_failover, ==,
                    G_GINT64_CONSTANT(1777550400) * G_USEC_PER_SEC);
    g_assert_nonnull(statistics->issues);
    g_assert_null(statistics->issues[0]);
    g_assert_cmpuint(hvr_repl_statistics_get_average_size(statistics), ==,
                     G_GUINT64_CONSTANT(2635249153387078802));
    g_assert_cmpuint(hvr_repl_statistics_get_average_latency(statistics), ==, 6);
}

/* A host that says nothing has not said that all is well; no cycle has no average. */
static void
test_empty(void)
{
    g_autoptr(HvrReplStatistics) statistics = hvr_repl_statistics_parse(
        STATISTICS(PROPERTY("LastTestFailoverTime", "datetime", "16010101000000.000000-000")
                       PROPERTY("ReplicationSize", "uint64", "12") PROPERTY("ReplicationLatency",
                                                                            "uint32", "9")
                           PROPERTY("StartStatisticTime", "datetime", "00000000010000.000000:000")),
        NULL, NULL);

    g_assert_cmpstr(hvr_repl_health_get_name(statistics->health), ==, "unknown");
    g_assert_cmpint(statistics->last_test_failover, ==, 0);
    g_assert_cmpint(statistics->start, ==, 0);
    g_assert_cmpint(statistics->end, ==, 0);
    g_assert_cmpuint(hvr_repl_statistics_get_average_size(statistics), ==, 0);
    g_assert_cmpuint(hvr_repl_statistics_get_average_latency(statistics), ==, 0);
    hvr_repl_statistics_free(NULL);
}

/* Health is 32 bits wide here; what nobody has heard of stays what it is. */
static void
test_novel_health(void)
{
    g_autoptr(HvrReplStatistics) statistics = hvr_repl_statistics_parse(
        STATISTICS(PROPERTY("ReplicationHealth", "uint32", "4294967295")), NULL, NULL);

    g_assert_cmpuint(statistics->health, ==, G_MAXUINT32);
    g_assert_cmpstr(hvr_repl_health_get_name(statistics->health), ==, "unknown");
}

/* The host's own words; whatever it is, an issue is never lost. */
static void
test_issues(void)
{
    static const char *const issues[] = {
        ISSUE(PROPERTY("MessageID", "string", "32315")
                  PROPERTY("Message", "string", "Replication for 'web01' is in error.")),
        ISSUE(PROPERTY("Message", "string", "")),
        ISSUE(PROPERTY("MessageID", "string", "33414")),
        "<INSTANCE CLASSNAME=\"Msvm_ConcreteJob\"/>",
        "no <xml",
        "",
        NULL,
    };
    g_autoptr(HvrReplStatistics) statistics = hvr_repl_statistics_parse(FULL, issues, NULL);

    g_assert_cmpuint(g_strv_length(statistics->issues), ==, G_N_ELEMENTS(issues) - 1);
    g_assert_cmpstr(statistics->issues[0], ==, "Replication for 'web01' is in error.");
    for (guint i = 1; issues[i] != NULL; i++)
        g_assert_cmpstr(statistics->issues[i], ==, issues[i]);
}

/* clang-format off */
static const struct {
    const char *text;
    int code;
} wrong[] = {
    { "",                                                     HVR_ERROR_XML },
    { "<INSTANCE CLASSNAME=\"Msvm_ReplicationStatistics\">",  HVR_ERROR_XML },
    { "<OTHER/>",                                             HVR_ERROR_XML },
    { ISSUE(""),                                              HVR_ERROR_INVALID },
    { STATISTICS(PROPERTY("ReplicationSize", "uint64", "-1")), HVR_ERROR_PROTOCOL },
    { STATISTICS(PROPERTY("ReplicationSuccessCount", "uint32", "4294967296")), HVR_ERROR_PROTOCOL },
};
/* clang-format on */

static void
test_wrong(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(hvr_repl_statistics_parse(wrong[i].text, NULL, &error));
        g_assert_error(error, HVR_ERROR, wrong[i].code);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/repl/statistics/full", test_full);
    g_test_add_func("/repl/statistics/empty", test_empty);
    g_test_add_func("/repl/statistics/novel-health", test_novel_health);
    g_test_add_func("/repl/statistics/issues", test_issues);
    g_test_add_func("/repl/statistics/wrong", test_wrong);

    return g_test_run();
}
