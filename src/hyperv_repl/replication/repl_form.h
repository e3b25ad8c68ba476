/* repl_form.h: what a setting's text looks like
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor.
 */

#pragma once

#include <gio/gio.h>

#include "repl_settings.h"

G_BEGIN_DECLS

/**
 * hvr_repl_form_parse:
 * @text: one line of UTF-8
 *
 * Returns: (transfer full) (nullable): the text as it is kept, %NULL if it is not of that form
 */
char *hvr_repl_form_parse(HvrReplForm form, const char *text);

/** hvr_repl_form_describe: (transfer full): what such a text must be, as the end of a sentence */
char *hvr_repl_form_describe(HvrReplForm form, guint minimum, guint maximum);

/** hvr_repl_form_get_bits: how long the prefix of a subnet is; @family: of the address it
 * belongs to; FALSE if it is none for that family */
gboolean hvr_repl_form_get_bits(const char *subnet, GSocketFamily family, guint *out_bits);

G_END_DECLS
