/* cli_goal.h: whether what a command was to bring about is so already
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whoever repeats a command asks for a state of things.  Where that is there
 * already, the daemon's refusal is no failure; but nobody is told "unchanged"
 * of what has other settings than those asked for.
 */

#pragma once

#include "cli_verb.h"

G_BEGIN_DECLS

/**
 * hvr_cli_goal_is_reached:
 * @verb: what was refused
 * @errand: with the arguments that it had
 * @error: why it was refused; becomes another one if it is the settings that differ
 *
 * Returns: %TRUE if all that was asked for is so; @error is as it was
 */
gboolean hvr_cli_goal_is_reached(const HvrCliVerb *verb, HvrCliErrand *errand, GError **error);

/** hvr_cli_goal_has_test: whether a replica has a test machine; %TRUE also if nobody can tell */
gboolean hvr_cli_goal_has_test(virDomainPtr domain);

/** hvr_cli_goal_is_replica: whether it is one, and receives */
gboolean hvr_cli_goal_is_replica(virDomainPtr domain);

/** hvr_cli_goal_differ: (transfer full) (nullable): the first of @params that is another one in
 * @settings */
char *hvr_cli_goal_differ(JsonObject *settings, const virTypedParameter *params, int n_params);

G_END_DECLS
