/* cli_selection.h: which machines, or hosts, a command is run for
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

/**
 * HvrCliSelection:
 * @chosen: (element-type HvrCliChosen): in the order of selectors; what one glob, or --all,
 *   stands for in the order of hosts, then of names
 * @lost: (element-type GError): why some hosts could not be asked
 * @n_hosts: how many hosts were to be asked
 */
typedef struct {
    GPtrArray *chosen;
    GPtrArray *lost;
    guint n_hosts;
} HvrCliSelection;

void hvr_cli_selection_free(HvrCliSelection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrCliSelection, hvr_cli_selection_free)

/**
 * hvr_cli_selection_keep:
 * @suits: (nullable): whether a command is for it
 *
 * Of what globs or --all stand for, keep only what suits; who names a machine means that one.
 */
void hvr_cli_selection_keep(HvrCliSelection *self,
                            gboolean (*suits)(const HvrCliOptions *options, virDomainPtr domain),
                            const HvrCliOptions *options);

/**
 * hvr_cli_selection_new:
 * @target: what to select
 * @selectors: names, UUIDs or globs of machines, %NULL-terminated
 * @all: all machines of the hosts
 *
 * Hosts are asked all at a time, so that a silent one holds up none of the others.
 * A selector that matches nothing is an error, and then nothing is selected.
 * A host that cannot be asked is one of @lost.
 *
 * Returns: what was selected, or %NULL with an error
 */
HvrCliSelection *hvr_cli_selection_new(HvrCliSession *session,
                                       HvrCliTarget target,
                                       const char *const *selectors,
                                       gboolean all,
                                       GError **error);

G_END_DECLS
