/* watcher.h: the thread that looks at a host over and over
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A straight line: refresh a part of the inventory, and once nothing more is due hand
 * the report to the main context, wait until it was taken, sleep.  How long it sleeps depends on
 * whether somebody waits, on whether a listener brings events that would wake it, and on how long
 * the host has been out of reach.  All functions are for the main context.
 */

#pragma once

#include "line.h"
#include "mailbox.h"
#include "picture.h"
#include "workers.h"

G_BEGIN_DECLS

typedef struct _HvrWatcher HvrWatcher;

/**
 * HvrReport:
 * @serial: of the newest hvr_watcher_want() that came before the state was asked for; if that
 *   was a new one, everything else was asked for after that
 * @picture: (nullable): %NULL if the look failed
 * @facts: (nullable): with the first good look, and the first after a failure
 * @error: (nullable): why it failed
 * @is_last: the watcher, its listener and all workers have ended; nothing else is set
 */
typedef struct {
    guint64 serial;
    HvrPicture *picture;
    HvrHostFacts *facts;
    GError *error;
    gboolean is_last;
} HvrReport;

/** HvrWatcherTake: @report: may be taken apart; @return: whether anybody waits for more */
typedef gboolean (*HvrWatcherTake)(HvrReport *report, gpointer user_data);

/**
 * hvr_watcher_new:
 * @workers: (transfer full): ended together with the watcher
 * @take: called on the thread-default main context of now; not after the last
 *   report
 */
HvrWatcher *
hvr_watcher_new(HvrLine *line, HvrWorkers *workers, HvrWatcherTake take, gpointer user_data);

/**
 * hvr_watcher_want:
 *
 * Look at everything, now.
 *
 * Returns: the serial that tells the report
 */
guint64 hvr_watcher_want(HvrWatcher *watcher);

/** hvr_watcher_tell: whose a job is, so that nobody has to ask the host */
void hvr_watcher_tell(HvrWatcher *watcher, const char *job_id, const char *guid);

/** hvr_watcher_get_flow: whether the host tells what happens; @out_why_not: (optional) (transfer
 * full) (nullable): a line why it does not */
gboolean hvr_watcher_get_flow(HvrWatcher *watcher, char **out_why_not);

/**
 * hvr_watcher_stop:
 *
 * Takes the watcher over.  The line's @closing must be cancelled before.  Returns
 * at once; the last report says that the threads have ended.
 */
void hvr_watcher_stop(HvrWatcher *watcher);

/** hvr_watcher_get_delay: how long to wait after @n_failures looks in a row failed, the last in
 * @error */
GTimeSpan hvr_watcher_get_delay(guint n_failures, const GError *error);

/**
 * HvrWatcherNap:
 * @wakes: hints that are less urgent do not end it; wishes always do
 */
typedef struct {
    GTimeSpan span;
    HvrHint wakes;
} HvrWatcherNap;

#define HVR_WATCHER_N_NAPS 3

/**
 * hvr_watcher_plan:
 * @has_events: whether hints are to be expected
 * @is_busy: whether somebody waits
 * @out_naps: (array fixed-size=HVR_WATCHER_N_NAPS): what to sleep after a good look, in turn, until
 *   one is cut short
 */
void hvr_watcher_plan(const HvrHostConfig *config,
                      gboolean has_events,
                      gboolean is_busy,
                      HvrWatcherNap *out_naps);

G_END_DECLS
