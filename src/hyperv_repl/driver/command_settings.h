/* command_settings.h: settings out of arguments, and sets of them side by side
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to the command files.
 */

#pragma once

#include "command_row.h"

G_BEGIN_DECLS

/**
 * hvr_command_settings_parse:
 *
 * Returns: (transfer full): those among the checked arguments, %NULL with %HVR_ERROR_INVALID
 *   naming the command, the setting and what is allowed
 */
HvrReplSettings *hvr_command_settings_parse(HvrCommandCall *call, GError **error);

/** hvr_command_settings_are_given: whether any argument is a setting */
gboolean hvr_command_settings_are_given(HvrCommandCall *call);

/**
 * hvr_command_settings_diff:
 *
 * Returns: (transfer full) (nullable): what @wanted has and @present has not, or has otherwise;
 *   %NULL if that is nothing
 */
HvrReplSettings *hvr_command_settings_diff(const HvrReplSettings *wanted,
                                           const HvrReplSettings *present);

/** hvr_command_settings_merge: (transfer full): @present, with @given over it; of one subject */
HvrReplSettings *hvr_command_settings_merge(const HvrReplSettings *present,
                                            const HvrReplSettings *given);

/** hvr_command_settings_is: whether a text says @value, in any case; %NULL @value is any */
gboolean
hvr_command_settings_is(const HvrReplSettings *settings, const char *name, const char *value);

G_END_DECLS
