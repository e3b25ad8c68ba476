/* repl_statistics.h: how replication went since the monitoring interval began
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrReplStatistics:
 * @start: when the interval began, microseconds since 1970 UTC, 0 if unknown
 * @end: when it ends and the counters start again
 * @n_successes: cycles that went well
 * @n_misses: cycles that did not
 * @n_network_failures: of them by the network
 * @n_replication_failures: of them by anything else
 * @n_consistent_failures: application-consistent points that failed (VSS)
 * @size: bytes sent, all cycles
 * @max_size: bytes, the largest cycle
 * @pending_size: bytes written and not sent yet, of use on the sender
 * @latency: seconds, all cycles together
 * @max_latency: seconds, the longest cycle
 * @health: HvrReplHealth, or what nobody has heard of
 * @last_test_failover: microseconds since 1970 UTC, 0 for never
 * @issues: what is wrong, in the host's own words; empty if nothing is
 *
 * Msvm_ReplicationStatistics with its ReplicationHealthIssues.
 */
typedef struct {
    gint64 start;
    gint64 end;
    guint n_successes;
    guint n_misses;
    guint n_network_failures;
    guint n_replication_failures;
    guint n_consistent_failures;
    guint64 size;
    guint64 max_size;
    guint64 pending_size;
    guint latency;
    guint max_latency;
    guint health;
    gint64 last_test_failover;
    GStrv issues;
} HvrReplStatistics;

void hvr_repl_statistics_free(HvrReplStatistics *statistics);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrReplStatistics, hvr_repl_statistics_free)

/** hvr_repl_statistics_get_average_size: bytes a cycle, 0 if there was none */
guint64 hvr_repl_statistics_get_average_size(const HvrReplStatistics *statistics);

/** hvr_repl_statistics_get_average_latency: seconds a cycle, 0 if there was none */
guint hvr_repl_statistics_get_average_latency(const HvrReplStatistics *statistics);

G_END_DECLS
