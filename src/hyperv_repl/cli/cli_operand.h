/* cli_operand.h: words of a command line that belong to no option
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

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
