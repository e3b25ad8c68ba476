/* cli_turn.h: one command line from its words to its exit status
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"
#include "cli_selection.h"

G_BEGIN_DECLS

/**
 * hvr_cli_confirm:
 * @what: one sentence on what cannot be undone
 *
 * Ask on a terminal, where the machine's name, or how many there are, has to be
 * typed; elsewhere insist on --yes and --reason.
 *
 * Returns: %TRUE if it is meant, or %FALSE with an error
 */
gboolean hvr_cli_confirm(HvrCliSession *session,
                         const HvrCliCommand *command,
                         HvrCliOptions *options,
                         const HvrCliSelection *selection,
                         const char *what,
                         GError **error);

/**
 * hvr_cli_operands_assign:
 * @out_selectors: (out) (transfer full): those words that name machines
 *
 * Give the operands of a command line to the rows that stand for operands.
 *
 * Returns: %FALSE with an error if there are too few or too many
 */
gboolean hvr_cli_operands_assign(const HvrCliCommand *command,
                                 HvrCliOptions *options,
                                 GStrv *out_selectors,
                                 GError **error);

G_END_DECLS
