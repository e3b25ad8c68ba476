/* repl_statistics.c: how replication went since the monitoring interval began
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_statistics.h"

#include "repl_statistics_object.h"
#include "wmi_embedded.h"

/* A host that says nothing about health has not said that it is good. */
#define HEALTH_UNKNOWN G_MAXUINT16

void
hvr_repl_statistics_free(HvrReplStatistics *statistics)
{
    if (statistics == NULL)
        return;

    g_strfreev(statistics->issues);
    g_free(statistics);
}

guint64
hvr_repl_statistics_get_average_size(const HvrReplStatistics *statistics)
{
    return statistics->n_successes > 0 ? statistics->size / statistics->n_successes : 0;
}

/* The property is a total, says its page; the average is inferred from that. */
guint
hvr_repl_statistics_get_average_latency(const HvrReplStatistics *statistics)
{
    return statistics->n_successes > 0 ? statistics->latency / statistics->n_successes : 0;
}

static gint64
get_time(HvrCimDatetime datetime)
{
    return datetime.is_interval || datetime.usec <= HVR_CIM_NEVER ? 0 : datetime.usec;
}

static HvrReplStatistics *
new_from_object(const Msvm_ReplicationStatistics *object)
{
    HvrReplStatistics *statistics = g_new0(HvrReplStatistics, 1);

    statistics->start = get_time(object->StartStatisticTime);
    statistics->end = get_time(object->EndStatisticTime);
    statistics->n_successes = object->ReplicationSuccessCount;
    statistics->n_misses = object->ReplicationMissCount;
    statistics->n_network_failures = object->NetworkFailureCount;
    statistics->n_replication_failures = object->ReplicationFailureCount;
    statistics->n_consistent_failures = object->ApplicationConsistentSnapshotFailureCount;
    statistics->size = object->ReplicationSize;
    statistics->max_size = object->MaxReplicationSize;
    statistics->pending_size = object->PendingReplicationSize;
    statistics->latency = object->ReplicationLatency;
    statistics->max_latency = object->MaxReplicationLatency;
    statistics->health = hvr_wmi_object_has(object, "ReplicationHealth") ? object->ReplicationHealth
                                                                         : HEALTH_UNKNOWN;
    statistics->last_test_failover = get_time(object->LastTestFailoverTime);

    return statistics;
}

/* Returns: (transfer full): what a user is told about it; never nothing. */
static char *
dup_issue(const char *text)
{
    g_autoptr(Msvm_Error) issue = hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_Error, text, NULL);
    gboolean has_message = issue != NULL && issue->Message != NULL && issue->Message[0] != '\0';

    return g_strdup(has_message ? issue->Message : text);
}

HvrReplStatistics *
hvr_repl_statistics_parse(const char *statistics, const char *const *issues, GError **error)
{
    g_autoptr(Msvm_ReplicationStatistics) object =
        hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_ReplicationStatistics, statistics, error);
    g_autoptr(GPtrArray) messages = g_ptr_array_new();
    HvrReplStatistics *parsed;

    if (object == NULL)
        return NULL;

    for (guint i = 0; issues != NULL && issues[i] != NULL; i++)
        g_ptr_array_add(messages, dup_issue(issues[i]));
    g_ptr_array_add(messages, NULL);
    parsed = new_from_object(object);
    parsed->issues = (GStrv)g_ptr_array_free(g_steal_pointer(&messages), FALSE);

    return parsed;
}
