/* cli_answer.h: answers of the library's reading functions, into a report
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

/**
 * HvrCliAnswer:
 *
 * What a reading function left; zero it first.
 */
typedef struct {
    virTypedParameterPtr params;
    int n_params;
} HvrCliAnswer;

/**
 * hvr_cli_answer_take:
 * @answer: emptied
 * @status: what the function returned
 *
 * Returns: (transfer full): as a record, or %NULL with an error
 */
JsonObject *hvr_cli_answer_take(HvrCliAnswer *answer, int status, GError **error);

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
