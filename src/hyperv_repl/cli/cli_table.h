/* cli_table.h: records as a table, or as cards, on a terminal
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_report.h"
#include "cli_session.h"

G_BEGIN_DECLS

/**
 * hvr_cli_table_format:
 * @records: objects
 * @n_hosts: how many hosts were asked
 * @has_heading: with the columns' titles
 *
 * As wide as the terminal, or as it must be where standard output is none.
 * What a terminal would take for more than text is shown as \x1b and the like.
 *
 * Returns: (transfer full): what to print, lines and all
 */
char *hvr_cli_table_format(const HvrCliSession *session,
                           const HvrCliLayout *layout,
                           JsonArray *records,
                           guint n_hosts,
                           gboolean has_heading);

G_END_DECLS
