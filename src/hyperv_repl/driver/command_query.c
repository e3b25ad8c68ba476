/* command_query.c: the commands that only read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>

#include "command_describe.h"
#include "command_row.h"
#include "command_value.h"
#include "metadata.h"
#include "repl_document.h"

void
hvr_command_query_commands(HvrCommandCall *call)
{
    hvr_command_call_return(call, hvr_command_describe());
}

static JsonNode *
format_replication(HvrCommandCall *call)
{
    JsonNode *node = hvr_command_value_replication(call->host, call->domain);

    json_object_set_boolean_member(json_node_get_object(node), "reachable",
                                   hvr_host_is_reachable(call->host));

    return node;
}

void
hvr_command_query_replication(HvrCommandCall *call)
{
    GError *error = NULL;
    g_autofree char *text = NULL;

    if (!hvr_command_call_wants_xml(call)) {
        hvr_command_call_return(call, format_replication(call));
        return;
    }

    text = hvr_metadata_format(call->domain, VIR_DOMAIN_METADATA_ELEMENT, HVR_REPL_NS, &error);
    if (text != NULL)
        hvr_command_call_return(call, json_node_init_string(json_node_alloc(), text));
    else
        hvr_command_call_fail(call, error);
}

void
hvr_command_query_points(HvrCommandCall *call)
{
    hvr_command_call_return(call, hvr_command_value_points(call->domain));
}

void
hvr_command_query_job(HvrCommandCall *call)
{
    JsonNode *node = json_node_new(JSON_NODE_OBJECT);
    JsonObject *object = json_object_new();
    HvrJob *job = hvr_host_get_shown_job(call->host, call->domain);
    HvrJob *last = hvr_host_get_last_job(call->host, call->domain);

    json_object_set_member(object, "running", hvr_command_value_job(job));
    json_object_set_member(object, "last", hvr_command_value_job(last));
    json_node_take_object(node, object);

    hvr_command_call_return(call, node);
}

static void
on_refreshed(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrCommandCall *call = user_data;
    g_autoptr(GError) error = NULL;

    if (!hvr_host_refresh_finish(HVR_HOST(source), result, &error))
        hvr_command_call_fail(call, g_steal_pointer(&error));
    else
        hvr_command_call_return(call, json_node_new(JSON_NODE_NULL));
}

void
hvr_command_refresh(HvrCommandCall *call)
{
    hvr_host_refresh_async(call->host, g_task_get_cancellable(call->task), on_refreshed, call);
}
