/* cli_shell.h: virt-replica as a shell of its own
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

/** hvr_cli_shell_run: read commands until the end of input or "quit"; Returns: exit status of the
 * last one */
HvrCliExit hvr_cli_shell_run(HvrCliSession *session);

/** hvr_cli_shell_run_words: run one command line that was split; Returns: exit status */
HvrCliExit hvr_cli_shell_run_words(HvrCliSession *session, const char *const *words);

G_END_DECLS
