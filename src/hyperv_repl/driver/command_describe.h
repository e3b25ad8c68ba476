/* command_describe.h: the table of commands as JSON
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What query-commands answers; needs no host, so that documents are made of it, too.
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * hvr_command_describe:
 *
 * Returns: (transfer full): an array of objects, one a row: name, scope ("any", "vm", "host"),
 *   access ("read", "write"), method behind it, summary, and arguments with name, type,
 *   required, range, unit, choices and summary
 */
JsonNode *hvr_command_describe(void);

G_END_DECLS
