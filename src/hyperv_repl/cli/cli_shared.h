/* cli_shared.h: options that every command takes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * They may stand before the command, for all that follows, or after it, for it alone.
 */

#pragma once

#include "cli_options.h"
#include "cli_session.h"

G_BEGIN_DECLS

extern const HvrCliOption hvr_cli_shared_options[];

/* Of the program, before the command only. */
extern const HvrCliOption hvr_cli_program_options[];

/** hvr_cli_shared_apply: what of a session's settings the options change */
gboolean hvr_cli_shared_apply(HvrCliSession *session, const HvrCliOptions *options, GError **error);

G_END_DECLS
