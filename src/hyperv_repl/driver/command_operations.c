/* command_operations.c: what was changed lately, as the journal has it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "command_row.h"
#include "command_value.h"
#include "directory.h"
#include "hvr_error.h"
#include "journal.h"

/* As many as one cares to read. */
#define DEFAULT_LIMIT 20

static void
set_string(JsonObject *object, const char *name, const char *value)
{
    if (value != NULL)
        json_object_set_string_member(object, name, value);
}

static JsonObject *
format_line(const HvrJournalLine *line)
{
    const HvrOperationRecord *record = line->record;
    JsonObject *object = json_object_new();

    json_object_set_string_member(object, "id", record->id);
    json_object_set_string_member(object, "type", line->is_verb ? "verb" : "operation");
    set_string(object, "name", record->plan);
    set_string(object, "domain", record->vm);
    set_string(object, "host", record->source);
    set_string(object, "target", record->target);
    json_object_set_string_member(object, "phase", hvr_operation_phase_get_name(record->phase));
    set_string(object, "step", line->step_name);
    set_string(object, "request", line->request);
    set_string(object, "job", line->job);
    hvr_command_value_set_time(object, "began", record->began);
    hvr_command_value_set_time(object, "changed", record->changed);
    json_object_set_boolean_member(object, "interrupted", line->is_interrupted);
    set_string(object, "message", record->error);
    set_string(object, "reason", record->reason);

    return object;
}

static JsonNode *
format_lines(const GPtrArray *lines)
{
    JsonNode *node = json_node_new(JSON_NODE_ARRAY);
    JsonArray *array = json_array_new();

    for (guint i = 0; i < lines->len; i++)
        json_array_add_object_element(array, format_line(lines->pdata[i]));
    json_node_take_array(node, array);

    return node;
}

void
hvr_command_query_operations(HvrCommandCall *call)
{
    HvrDirectory *directory = hvr_host_get_directory(call->host);
    const HvrOperationJournal *journal = directory != NULL ? hvr_directory_get_journal(directory)
                                                           : NULL;
    gint64 limit = json_object_get_int_member_with_default(call->arguments, "limit", DEFAULT_LIMIT);
    const char *guid = call->domain->is_host ? NULL : call->domain->guid;
    g_autoptr(GPtrArray) lines = NULL;
    GError *error = NULL;

    if (journal == NULL || journal->lines == NULL)
        hvr_fail(&error, HVR_ERROR_NO_SUPPORT, _("no journal is kept here"));
    else
        lines = hvr_journal_list(journal->lines, hvr_host_get_name(call->host), guid, (guint)limit,
                                 &error);

    if (lines != NULL)
        hvr_command_call_return(call, format_lines(lines));
    else
        hvr_command_call_fail(call, error);
}
