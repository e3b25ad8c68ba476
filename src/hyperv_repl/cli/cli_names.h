/* cli_names.h: live names for completion
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A shell waits for whoever presses the tabulator, so the answer comes within 200 ms or from
 * what was true a moment ago: a child asks and leaves what it found in a file.
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

/** hvr_cli_names_fetch: (transfer full) (nullable): ask now, however long that takes; %NULL if
 * nobody answers */
GStrv hvr_cli_names_fetch(HvrCliSession *session, HvrCliOffer offer, const char *machine);

/** hvr_cli_names_get: (transfer full) (nullable): from a fresh file, else from a child that is
 * quick, else from an old file */
GStrv hvr_cli_names_get(HvrCliSession *session, HvrCliOffer offer, const char *machine);

/** hvr_cli_names_refresh: what the child does: ask, and leave it in the file; Returns: whether
 * somebody answered */
gboolean hvr_cli_names_refresh(HvrCliSession *session, HvrCliOffer offer, const char *machine);

G_END_DECLS
