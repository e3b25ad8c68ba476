/* repl_setting.h: one setting as text
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor.  Knows how a row's values are written and what is
 * allowed; knows nothing of where they are kept.
 */

#pragma once

#include "repl_settings.h"

G_BEGIN_DECLS

/**
 * HvrReplParsed:
 * @number: of all types but texts and lists; a time in minutes after midnight
 * @text: (transfer full): of texts and lists, as it is kept
 */
typedef struct {
    guint number;
    char *text;
} HvrReplParsed;

/**
 * hvr_repl_setting_parse:
 * @value: as a user wrote it; may be any bytes
 *
 * Returns: %FALSE with %HVR_ERROR_INVALID naming setting, value and what is allowed
 */
gboolean hvr_repl_setting_parse(const HvrReplSetting *setting,
                                const char *value,
                                HvrReplParsed *out_parsed,
                                GError **error);

/** hvr_repl_setting_dup_shown: (transfer full): any bytes as part of a message: cut, one line,
 * UTF-8 */
char *hvr_repl_setting_dup_shown(const char *value);

/** hvr_repl_setting_format: (transfer full): a number as text; "unknown" for no choice */
char *hvr_repl_setting_format(const HvrReplSetting *setting, guint number);

G_END_DECLS
