/* sim_replication_statistics.c: what a monitoring interval has seen
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_statistics.h"

#include "wmi_object.h"

/* PendingReplicationSize is what there is now, and LastTestFailoverTime a time:
 * neither begins anew (inferred). */
static const char *const counters[] = {
    "ReplicationSuccessCount",
    "ReplicationSize",
    "MaxReplicationSize",
    "ReplicationLatency",
    "ReplicationMissCount",
    "MaxReplicationLatency",
    "NetworkFailureCount",
    "ReplicationFailureCount",
    "ApplicationConsistentSnapshotFailureCount",
};

/* "Enabling at 14:00 with 06:00 and 12 h gives a first window from 14:00 to
 * 18:00": boundaries are MonitoringStartTime plus whole MonitoringIntervals
 * (Microsoft's blog 2012-06). */
static gint64
get_window_end(const HvsHost *host, gint64 now)
{
    const Msvm_ReplicationServiceSettingData *settings = host->service_settings;
    gint64 length = settings->MonitoringInterval * G_TIME_SPAN_SECOND;
    gint64 first = settings->MonitoringStartTime.usec;

    return now - (now - first) % length + length;
}

static void
start_window(HvsRelationship *relationship, gint64 start)
{
    const HvsHost *host = relationship->vm->host;
    Msvm_ReplicationStatistics *statistics = relationship->statistics;

    hvr_wmi_object_set_uint(statistics, "PendingReplicationSize", relationship->pending);
    for (gsize i = 0; i < G_N_ELEMENTS(counters); i++)
        hvr_wmi_object_set_uint(statistics, counters[i], 0);
    hvr_wmi_object_set_time(statistics, "StartStatisticTime", start);
    hvr_wmi_object_set_time(statistics, "EndStatisticTime", get_window_end(host, start));
}

void
hvs_statistics_reset(HvsRelationship *relationship)
{
    start_window(relationship, relationship->vm->host->world->now);
}

void
hvs_statistics_roll(HvsRelationship *relationship)
{
    gint64 now = relationship->vm->host->world->now;
    gint64 end = relationship->statistics->EndStatisticTime.usec;
    gint64 last_end = end;

    if (now < end)
        return;

    while (get_window_end(relationship->vm->host, last_end) <= now)
        last_end = get_window_end(relationship->vm->host, last_end);
    start_window(relationship, last_end);
}

void
hvs_statistics_add_success(HvsRelationship *relationship, guint64 size, guint32 latency)
{
    Msvm_ReplicationStatistics *statistics = relationship->statistics;

    statistics->ReplicationSuccessCount++;
    statistics->ReplicationSize += size;
    statistics->MaxReplicationSize = MAX(statistics->MaxReplicationSize, size);
    statistics->ReplicationLatency += latency;
    statistics->MaxReplicationLatency = MAX(statistics->MaxReplicationLatency, latency);
}
