/* command_statistics.c: how replication went, as JSON
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "command_statistics.h"

#include <glib/gi18n-lib.h>

#include "command_request.h"
#include "command_value.h"
#include "host_query.h"
#include "repl_state.h"

static JsonArray *
format_issues(const HvrReplStatistics *statistics)
{
    JsonArray *array = json_array_new();

    for (guint i = 0; statistics->issues != NULL && statistics->issues[i] != NULL; i++)
        json_array_add_string_element(array, statistics->issues[i]);

    return array;
}

static gint64
clamp(guint64 number)
{
    return (gint64)MIN(number, (guint64)G_MAXINT64);
}

JsonNode *
hvr_command_statistics_format(const HvrReplStatistics *statistics)
{
    JsonObject *object;

    if (statistics == NULL)
        return json_node_new(JSON_NODE_NULL);

    object = json_object_new();
    hvr_command_value_set_time(object, "start", statistics->start);
    hvr_command_value_set_time(object, "end", statistics->end);
    json_object_set_int_member(object, "successes", statistics->n_successes);
    json_object_set_int_member(object, "misses", statistics->n_misses);
    json_object_set_int_member(object, "network-failures", statistics->n_network_failures);
    json_object_set_int_member(object, "replication-failures", statistics->n_replication_failures);
    json_object_set_int_member(object, "consistent-failures", statistics->n_consistent_failures);
    json_object_set_int_member(object, "size", clamp(statistics->size));
    json_object_set_int_member(object, "average-size",
                               clamp(hvr_repl_statistics_get_average_size(statistics)));
    json_object_set_int_member(object, "maximum-size", clamp(statistics->max_size));
    json_object_set_int_member(object, "pending-size", clamp(statistics->pending_size));
    json_object_set_int_member(object, "average-latency",
                               hvr_repl_statistics_get_average_latency(statistics));
    json_object_set_int_member(object, "maximum-latency", statistics->max_latency);
    json_object_set_string_member(object, "health", hvr_repl_health_get_name(statistics->health));
    json_object_set_int_member(object, "health-number", statistics->health);
    json_object_set_array_member(object, "issues", format_issues(statistics));
    hvr_command_value_set_time(object, "last-test-failover", statistics->last_test_failover);

    return hvr_command_value_take_object(object);
}

static void
on_asked(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrCommandCall *call = user_data;
    GError *error = NULL;
    g_autoptr(HvrReplAnswer) answer = hvr_host_ask_finish(result, &error);

    if (answer != NULL)
        hvr_command_call_return(call, hvr_command_statistics_format(answer->statistics));
    else
        hvr_command_call_fail(call, error);
}

void
hvr_command_query_statistics(HvrCommandCall *call)
{
    GError *error = NULL;
    g_autoptr(HvrReplRequest) request = hvr_command_request_new(call, &error);

    if (request != NULL)
        hvr_host_ask_async(call->host, call->domain, request,
                           hvr_command_call_get_cancellable(call), on_asked, call);
    else
        hvr_command_call_fail(call, error);
}
