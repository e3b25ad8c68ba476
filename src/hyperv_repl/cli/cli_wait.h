/* cli_wait.h: waiting for a machine's job, or for a state
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

/** hvr_cli_wait_run: run function of 'wait' */
gboolean hvr_cli_wait_run(HvrCliCall *call, GError **error);

G_END_DECLS
