/* workers.h: the few threads that run what somebody asked of a host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Each piece of work is one straight line with a session of its own.  What
 * comes out is handed to the main context; the queue is the only shared thing.
 */

#pragma once

#include "line.h"
#include "wmi_session.h"

G_BEGIN_DECLS

typedef struct _HvrWorkers HvrWorkers;

/**
 * HvrWorkRun:
 * @input: as given with the work
 * @cancellable: fires when the host is closed
 *
 * Runs in a worker.
 *
 * Returns: (transfer full) (nullable): the outcome
 */
typedef gpointer (*HvrWorkRun)(HvrWmiSession *session,
                               gpointer input,
                               GCancellable *cancellable,
                               GError **error);

/**
 * HvrWork:
 * @input: freed by @free_input, in any thread
 * @free_output: of what @run returns
 */
typedef struct {
    HvrWorkRun run;
    gpointer input;
    GDestroyNotify free_input;
    GDestroyNotify free_output;
} HvrWork;

HvrWorkers *hvr_workers_new(HvrLine *line);

/** hvr_workers_free: blocks until the work under way has ended; cancel first */
void hvr_workers_free(HvrWorkers *workers);

/**
 * hvr_workers_drop_idle:
 *
 * Any thread.  The host was out of reach: what hung on its connections may be gone without a word,
 * and the next change must not be lost finding that out.
 */
void hvr_workers_drop_idle(HvrWorkers *workers);

/**
 * hvr_workers_run:
 * @work: copied; its input is taken over
 *
 * Main context only, and so is @callback.
 */
void hvr_workers_run(HvrWorkers *workers,
                     const HvrWork *work,
                     GAsyncReadyCallback callback,
                     gpointer user_data);

/** hvr_workers_finish: (transfer full) (nullable): %NULL may be a good answer, so ask @error */
gpointer hvr_workers_finish(GAsyncResult *result, GError **error);

G_END_DECLS
