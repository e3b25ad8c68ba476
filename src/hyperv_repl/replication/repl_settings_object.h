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

/** hvr_repl_settings_new_from_object: @object: (transfer full): as the host sent it */
HvrReplSettings *hvr_repl_settings_new_from_object(Msvm_ReplicationSettingData *object);

/** hvr_repl_settings_get_object: (transfer none): never %NULL */
const Msvm_ReplicationSettingData *hvr_repl_settings_get_object(const HvrReplSettings *settings);

/** hvr_repl_settings_equal: every row of the table */
gboolean hvr_repl_settings_equal(const HvrReplSettings *a, const HvrReplSettings *b);

/** hvr_repl_settings_is_empty: %NULL, or nothing that can be set is */
gboolean hvr_repl_settings_is_empty(const HvrReplSettings *settings);

G_END_DECLS
