/* cli_failover_point.h: what a machine fails over to, and what is lost by that
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

/** hvr_cli_failover_look: look function of 'failover': finds the point, and says which it is */
void hvr_cli_failover_look(const HvrCliCall *call);

/**
 * hvr_cli_failover_choose:
 * @out_point: (out) (transfer full) (nullable): %NULL for the latest state
 * @out_note: (out) (transfer full) (nullable): what is to be said of it, unless it was shown where
 *   somebody was asked
 *
 * What the options mean for this machine.
 *
 * Returns: %FALSE with an error if there is none such
 */
gboolean hvr_cli_failover_choose(const HvrCliCall *call,
                                 virDomainSnapshotPtr *out_point,
                                 char **out_note,
                                 GError **error);

G_END_DECLS
