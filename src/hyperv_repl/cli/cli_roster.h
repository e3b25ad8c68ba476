/* cli_roster.h: the hosts that a daemon knows
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_session.h"

G_BEGIN_DECLS

/**
 * hvr_cli_roster_list:
 *
 * Names of all hosts of the session's daemon.  The one of -c is asked; where it does
 * not answer, any other can tell that was there the last time; where none of them
 * does, those are the answer, so that each is complained of.
 *
 * Returns: (transfer full): the names, or %NULL with an error
 */
GStrv hvr_cli_roster_list(HvrCliSession *session, GError **error);

G_END_DECLS
