/* cli_confirm.h: is that meant?
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

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

G_END_DECLS
