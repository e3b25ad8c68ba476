/* daemon_history.h: this daemon's journal, and what those before it left there
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "directory.h"
#include "hvr_clock.h"

G_BEGIN_DECLS

typedef struct _HvrDaemonHistory HvrDaemonHistory;

/**
 * hvr_daemon_history_new:
 * @path: of the journal
 * @directory: of the hosts; gets the journal
 *
 * Takes up what daemons that were killed left in the middle, once the main context runs.  A
 * journal that is no good is warned of; reading goes on, and changes are refused.
 */
HvrDaemonHistory *
hvr_daemon_history_new(const char *path, HvrClock *clock, HvrDirectory *directory);

/** hvr_daemon_history_free: before the directory is closed */
void hvr_daemon_history_free(HvrDaemonHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonHistory, hvr_daemon_history_free)

/**
 * hvr_daemon_history_format:
 *
 * Returns: (transfer full): what is in a journal, as a table, the last first; or %NULL with
 *   %HVR_ERROR_CONFIG
 */
char *hvr_daemon_history_format(const char *path, GError **error);

G_END_DECLS
