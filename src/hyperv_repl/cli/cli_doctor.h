/* cli_doctor.h: is everything as it has to be, from here to the hosts?
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

/** hvr_cli_doctor_run: run function of 'doctor': looks at all hosts of the session, and opens them
 * itself */
gboolean hvr_cli_doctor_run(HvrCliCall *call, GError **error);

/** hvr_cli_doctor_finish: finish function of 'doctor': the worst of what was found as exit status
 */
HvrCliExit hvr_cli_doctor_finish(HvrCliCall *call);

G_END_DECLS
