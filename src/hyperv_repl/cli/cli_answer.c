/* cli_answer.c: answers of the library's reading functions, into a report
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_answer.h"

static void
set_owner(const HvrCliCall *call, JsonObject *record)
{
    if (call->machine != NULL)
        json_object_set_string_member(record, "machine", call->machine);
    json_object_set_string_member(record, "host", call->host->name);
}

JsonObject *
hvr_cli_answer_take(HvrCliAnswer *answer, int status, GError **error)
{
    JsonObject *record;

    if (status < 0) {
        hvr_cli_fail_libvirt(error);
        return NULL;
    }

    record = hvr_cli_record_new(answer->params, answer->n_params);
    virTypedParamsFree(answer->params, answer->n_params);
    answer->params = NULL;
    answer->n_params = 0;

    return record;
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
    JsonNode *node = json_object_get_member(record, member);
    JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node)
                                                                   : NULL;

    for (guint i = 0; array != NULL && i < json_array_get_length(array); i++) {
        JsonObject *element = json_array_get_object_element(array, i);
        g_autofree char *named =
            g_strdup(json_object_get_string_member_with_default(element, name, ""));

        hvr_cli_answer_add(call, json_object_ref(element), named);
    }
}
