/* repl_settings_object.h: the WMI object under the settings
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor: Microsoft's names stop here.
 */

#pragma once

#include "msvm_tables.h"
#include "repl_settings.h"

G_BEGIN_DECLS

/** hvr_repl_settings_new_from_object: @object: (transfer full): of the subject's class, as the host
 * sent it */
HvrReplSettings *hvr_repl_settings_new_from_object(HvrReplSubject subject, gpointer object);

/** hvr_repl_settings_get_object: (transfer none): of the subject's class, never %NULL */
gconstpointer hvr_repl_settings_get_object(const HvrReplSettings *settings);

/** hvr_repl_settings_get_class: the subject's WMI class */
const HvrWmiClass *hvr_repl_settings_get_class(HvrReplSubject subject);

/** hvr_repl_settings_says: whether it is shown as @text, or as one of the elements of a list */
gboolean hvr_repl_settings_says(const HvrReplSettings *settings,
                                const HvrReplSetting *setting,
                                const char *text);

/** hvr_repl_settings_copy_value: @from: of the same subject; may have what no user can set */
void hvr_repl_settings_copy_value(HvrReplSettings *settings,
                                  const HvrReplSettings *from,
                                  const HvrReplSetting *setting);

/** hvr_repl_settings_add_element: to a list; not checked but for their number */
gboolean hvr_repl_settings_add_element(HvrReplSettings *settings,
                                       const HvrReplSetting *setting,
                                       const char *text,
                                       GError **error);

/** hvr_repl_settings_dup_difference: (transfer full) (nullable): what is set in @wanted and not the
 * same in @present */
HvrReplSettings *hvr_repl_settings_dup_difference(const HvrReplSettings *wanted,
                                                  const HvrReplSettings *present);

/** hvr_repl_settings_equal: of the same subject: every row of the table */
gboolean hvr_repl_settings_equal(const HvrReplSettings *a, const HvrReplSettings *b);

/** hvr_repl_settings_is_empty: %NULL, or nothing that can be set is */
gboolean hvr_repl_settings_is_empty(const HvrReplSettings *settings);

G_END_DECLS
