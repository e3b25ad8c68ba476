/* cli_answer.c: answers of the library's reading functions, into a report
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_answer.h"

#include <libvirt/virterror.h>

static void
set_owner(const HvrCliCall *call, JsonObject *record)
{
    if (call->machine != NULL)
        json_object_set_string_member(record, "machine", call->machine);
    json_object_set_string_member(record, "host", call->host->name);
}

JsonObject *
hvr_cli_answer_take(int status, virTypedParameterPtr params, int n_params, GError **error)
{
    JsonObject *record;

    if (status < 0) {
        hvr_cli_fail_libvirt(error);
        virResetLastError();
        return NULL;
    }

    record = hvr_cli_record_new(params, n_params);
    virTypedParamsFree(params, n_params);

    return record;
}

JsonArray *
hvr_cli_answer_get_array(JsonObject *answer, const char *member)
{
    JsonNode *node = json_object_get_member(answer, member);

    return node != NULL && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

JsonObject *
hvr_cli_answer_get_object(JsonObject *answer, const char *member)
{
    JsonNode *node = json_object_get_member(answer, member);

    return node != NULL && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

const char *
hvr_cli_answer_get_text(JsonObject *answer, const char *member)
{
    return json_object_get_string_member_with_default(answer, member, "");
}

gboolean
hvr_cli_answer_is(JsonObject *answer, const char *member)
{
    return json_object_get_boolean_member_with_default(answer, member, FALSE);
}

void
hvr_cli_answer_add(HvrCliCall *call, JsonObject *record, const char *name)
{
    json_object_set_string_member(record, "name", name);
    set_owner(call, record);
    hvr_cli_report_add(call->report, record);
}

void
hvr_cli_answer_add_each(HvrCliCall *call, JsonObject *record, const char *member, const char *name)
{
    JsonArray *array = hvr_cli_answer_get_array(record, member);

    for (guint i = 0; array != NULL && i < json_array_get_length(array); i++) {
        JsonObject *element = json_array_get_object_element(array, i);
        g_autofree char *named =
            g_strdup(json_object_get_string_member_with_default(element, name, ""));

        hvr_cli_answer_add(call, json_object_ref(element), named);
    }
}
