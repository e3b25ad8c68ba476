/* command_describe.h: the table of commands as JSON
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What query-commands answers; needs no host, so that documents are made of it, too.
 */

#pragma once

#include "command_row.h"

G_BEGIN_DECLS

/**
 * hvr_command_describe:
 *
 * Returns: (transfer full): an array of objects, one a row: name, scope ("any", "vm", "host"),
 *   access ("read", "write"), method behind it, summary, arguments with name, type, required,
 *   range, unit, choices and summary, and what it answers
 */
JsonNode *hvr_command_describe(void);

/** hvr_command_describe_fields: (transfer full): rows of an answer, and those below them */
JsonArray *hvr_command_describe_fields(const HvrAnswerField *fields);

G_END_DECLS
