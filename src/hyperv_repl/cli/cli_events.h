/* cli_events.h: what happens to the replication of machines, as it happens
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

/** hvr_cli_events_run: run function of 'events': listens to one host */
gboolean hvr_cli_events_run(HvrCliCall *call, GError **error);

/** hvr_cli_events_finish: finish function of 'events': prints what comes from all hosts */
HvrCliExit hvr_cli_events_finish(HvrCliCall *call);

G_END_DECLS
