/* cli_width.h: text measured in columns of a terminal
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Names come from hosts: whatever they hold, a terminal obeys none of it.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** hvr_cli_width_of: columns of one character: two if it is wide, none if it is a combining one */
guint hvr_cli_width_of(gunichar character);

/** hvr_cli_width_get: columns that @text takes */
guint hvr_cli_width_get(const char *text);

/** hvr_cli_width_fit: (transfer full): @text cut to @columns, with "…" where something was cut */
char *hvr_cli_width_fit(const char *text, guint columns);

/** hvr_cli_width_pad: (transfer full): hvr_cli_width_fit(), and blanks up to @columns */
char *hvr_cli_width_pad(const char *text, guint columns);

/** hvr_cli_width_clean: (transfer full): valid UTF-8 in one line, without control characters */
char *hvr_cli_width_clean(const char *text);

G_END_DECLS
