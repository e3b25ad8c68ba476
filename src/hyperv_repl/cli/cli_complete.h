/* cli_complete.h: what could stand next on a command line
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

/**
 * HvrCliCandidates:
 * @words: what the last word could become
 * @wants_files: the shell may offer file names, too
 */
typedef struct {
    GPtrArray *words;
    gboolean wants_files;
} HvrCliCandidates;

void hvr_cli_candidates_free(HvrCliCandidates *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrCliCandidates, hvr_cli_candidates_free)

/** HvrCliNamer: (transfer full) (nullable): live names, of @machine's points if that is asked for
 */
typedef GStrv (*HvrCliNamer)(HvrCliOffer offer, const char *machine, gpointer user_data);

/**
 * hvr_cli_complete:
 * @words: (array zero-terminated=1): the command line after the program's name; the last
 *   word is the one to complete, and may be empty
 * @namer: (scope call): asked for names of machines, hosts and points
 *
 * Returns: (transfer full): those that begin like the last word
 */
HvrCliCandidates *hvr_cli_complete(const char *const *words, HvrCliNamer namer, gpointer user_data);

G_END_DECLS
