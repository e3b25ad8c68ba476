/* cli_answer.h: answers of the library's reading functions, into a report
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

/**
 * hvr_cli_answer_take:
 * @status: what a reading function returned
 * @params: (transfer full): what it left
 *
 * Returns: (transfer full): as a record, or %NULL with an error
 */
JsonObject *
hvr_cli_answer_take(int status, virTypedParameterPtr params, int n_params, GError **error);

/* What an object of an answer has under a name; (transfer none); nothing: %NULL, "" or %FALSE. */
JsonArray *hvr_cli_answer_get_array(JsonObject *answer, const char *member);
JsonObject *hvr_cli_answer_get_object(JsonObject *answer, const char *member);
const char *hvr_cli_answer_get_text(JsonObject *answer, const char *member);
gboolean hvr_cli_answer_is(JsonObject *answer, const char *member);

/** hvr_cli_answer_add: add @record: (transfer full): called @name, with "host" and "machine" of the
 * call */
void hvr_cli_answer_add(HvrCliCall *call, JsonObject *record, const char *name);

/**
 * hvr_cli_answer_add_each:
 * @record: as hvr_cli_answer_take() made it
 * @member: array of objects in it
 * @name: member of an element that says what it is called
 *
 * Add a record for each element.
 */
void
hvr_cli_answer_add_each(HvrCliCall *call, JsonObject *record, const char *member, const char *name);

G_END_DECLS
