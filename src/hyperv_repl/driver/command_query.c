/* command_query.c: the commands that only read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "command_row.h"
#include "command_value.h"
#include "hvr_error.h"
#include "repl_settings.h"

/* clang-format off */
static const char *const argument_types[] = {
    [HVR_ARGUMENT_BOOLEAN] = "boolean",
    [HVR_ARGUMENT_NUMBER]  = "number",
    [HVR_ARGUMENT_STRING]  = "string",
    [HVR_ARGUMENT_TIME]    = "time",
    [HVR_ARGUMENT_POINT]   = "point",
};

static const char *const setting_types[] = {
    [HVR_REPL_SETTING_NUMBER]  = "number",
    [HVR_REPL_SETTING_BOOLEAN] = "boolean",
    [HVR_REPL_SETTING_STRING]  = "string",
    [HVR_REPL_SETTING_TIME]    = "time-of-day",
    [HVR_REPL_SETTING_CHOICE]  = "choice",
    [HVR_REPL_SETTING_LIST]    = "list",
};
/* clang-format on */

static JsonObject *
describe(const char *name, const char *type, gboolean required)
{
    JsonObject *object = json_object_new();

    json_object_set_string_member(object, "name", name);
    json_object_set_string_member(object, "type", type);
    json_object_set_boolean_member(object, "required", required);

    return object;
}

static void
set_range(JsonObject *object, guint minimum, guint maximum)
{
    json_object_set_int_member(object, "minimum", minimum);
    json_object_set_int_member(object, "maximum", maximum);
}

static JsonObject *
describe_argument(const HvrArgument *argument)
{
    JsonObject *object =
        describe(argument->name, argument_types[argument->type], argument->required);

    if (argument->type == HVR_ARGUMENT_NUMBER)
        set_range(object, argument->minimum, argument->maximum);
    json_object_set_string_member(object, "summary",
                                  g_dgettext(GETTEXT_PACKAGE, argument->summary));

    return object;
}

static JsonObject *
describe_setting(const HvrCommandRow *row, const HvrReplSetting *setting)
{
    gboolean required = g_strcmp0(setting->name, row->required_setting) == 0;
    JsonObject *object = describe(setting->name, setting_types[setting->type], required);
    JsonArray *choices;

    if (setting->type == HVR_REPL_SETTING_NUMBER)
        set_range(object, setting->minimum, setting->maximum);
    if (setting->unit != NULL)
        json_object_set_string_member(object, "unit", setting->unit);
    if (setting->choices == NULL)
        return object;

    choices = json_array_new();
    for (guint i = 0; setting->choices[i] != NULL; i++) {
        if (setting->choices[i][0] != '\0')
            json_array_add_string_element(choices, setting->choices[i]);
    }
    json_object_set_array_member(object, "choices", choices);

    return object;
}

static JsonObject *
describe_command(const HvrCommandRow *row)
{
    JsonObject *object = json_object_new();
    JsonArray *arguments = json_array_new();
    guint n_settings;
    const HvrReplSetting *settings = hvr_repl_setting_list(&n_settings);

    for (const HvrArgument *argument = row->arguments; argument->name != NULL; argument++)
        json_array_add_object_element(arguments, describe_argument(argument));
    for (guint i = 0; row->settings && i < n_settings; i++) {
        if (!settings[i].read_only)
            json_array_add_object_element(arguments, describe_setting(row, &settings[i]));
    }

    json_object_set_string_member(object, "name", row->name);
    json_object_set_string_member(object, "access",
                                  row->access == HVR_COMMAND_READ ? "read" : "write");
    json_object_set_string_member(object, "summary", g_dgettext(GETTEXT_PACKAGE, row->summary));
    json_object_set_array_member(object, "arguments", arguments);

    return object;
}

void
hvr_command_query_commands(HvrCommandCall *call)
{
    JsonNode *node = json_node_new(JSON_NODE_ARRAY);
    JsonArray *array = json_array_new();
    guint n_rows;
    const HvrCommandRow *rows = hvr_command_row_list(&n_rows);

    for (guint i = 0; i < n_rows; i++)
        json_array_add_object_element(array, describe_command(&rows[i]));
    json_node_take_array(node, array);

    hvr_command_call_return(call, node);
}

void
hvr_command_query_replication(HvrCommandCall *call)
{
    JsonNode *node = hvr_command_value_replication(call->domain);

    json_object_set_boolean_member(json_node_get_object(node), "reachable",
                                   hvr_host_is_reachable(call->host));
    hvr_command_call_return(call, node);
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
    HvrJob *job = hvr_host_get_job(call->host, call->domain);
    HvrJob *last = hvr_host_get_last_job(call->host, call->domain);

    json_object_set_member(object, "running", hvr_command_value_job(job));
    json_object_set_member(object, "last", hvr_command_value_job(last));
    json_node_take_object(node, object);

    hvr_command_call_return(call, node);
}

void
hvr_command_query_host(HvrCommandCall *call)
{
    JsonNode *node = json_node_new(JSON_NODE_OBJECT);
    JsonObject *object = json_object_new();
    const HvrHostFacts *facts = hvr_host_get_facts(call->host);

    json_object_set_string_member(object, "name", hvr_host_get_name(call->host));
    json_object_set_string_member(object, "hostname", facts->hostname);
    json_object_set_boolean_member(object, "reachable", hvr_host_is_reachable(call->host));
    json_object_set_int_member(object, "requests", hvr_host_get_n_requests(call->host));
    json_object_set_int_member(object, "domains", hvr_host_get_domains(call->host)->len);
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
