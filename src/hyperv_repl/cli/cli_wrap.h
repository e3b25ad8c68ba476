/* cli_wrap.h: text fitted into columns of a terminal
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * hvr_cli_wrap:
 * @text: UTF-8; its line breaks stay
 * @columns: at least 1
 *
 * Break lines between words, and between wide characters, which need no blanks.
 * A word that is too long for a line is broken anywhere.
 *
 * Returns: (transfer full): the lines, at least one
 */
GStrv hvr_cli_wrap(const char *text, guint columns);

/**
 * hvr_cli_wrap_share:
 * @wanted: (array length=n_columns): how wide each column would like to be
 * @out_widths: (array length=n_columns): how wide each may be
 *
 * Share out a line: narrow columns get what they want, the others equal parts of the rest.
 */
void hvr_cli_wrap_share(const guint *wanted, guint n_columns, guint available, guint *out_widths);

G_END_DECLS
