/* host_private.h: the state of a host, for the files that make it up
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to host*.c and errand.c.  Main context only.
 */

#pragma once

#include "directory.h"
#include "host.h"
#include "host_reading_private.h"
#include "job_board.h"
#include "line.h"
#include "repl_request.h"
#include "watcher.h"
#include "workers.h"

G_BEGIN_DECLS

/**
 * HvrHost:
 * @context: the one that everything but the threads runs on
 * @workers: (nullable): %NULL before the first open and after closing
 * @watcher: (nullable): the same
 * @picture: (nullable): the last good look
 * @facts: (nullable): of the machine
 * @waiters: (element-type HvrWaiter): see host_refresh.c
 * @errands: (element-type HvrErrand): see errand.h
 * @readings: see host_reading.h
 * @machines: see host_machine.h
 * @documents: see host_xml.h
 * @timer: (nullable): checks the deadlines of errands
 * @directory: (nullable): where partners of its machines are looked for
 * @operations: GUID to HvrOperation: those that hold a machine here, see operation.h
 * @forced: GUID to what was forced on a machine against the guard, see guard.h
 * @lost_since: monotonic, when the first of the looks in a row failed; 0 while they work
 * @lost_at: the same, microseconds since 1970 UTC
 * @lost_error: (nullable): what the last of them ended in
 */
struct _HvrHost {
    GObject parent_instance;
    GMainContext *context;
    HvrLine *line;
    HvrWorkers *workers;
    HvrWatcher *watcher;
    HvrPicture *picture;
    HvrHostFacts *facts;
    HvrJobBoard *board;
    GPtrArray *waiters;
    GPtrArray *errands;
    HvrHostReadings *readings;
    GHashTable *machines;
    GHashTable *documents;
    GSource *timer;
    HvrDirectory *directory;
    GHashTable *operations;
    GHashTable *forced;
    gint64 lost_since;
    gint64 lost_at;
    GError *lost_error;
    gboolean is_lost_told;
    gboolean is_reachable;
    gboolean is_closed;
    gboolean is_ended;
};

/** hvr_host_machines_new: (transfer full): empty (host_machine.c) */
GHashTable *hvr_host_machines_new(void);

/** hvr_host_documents_new: (transfer full): empty (host_xml.c) */
GHashTable *hvr_host_documents_new(void);

/** hvr_host_is_confined: whether the caller may touch the state; for assertions */
gboolean hvr_host_is_confined(HvrHost *host);

/** hvr_host_is_open: whether workers and watcher are there */
gboolean hvr_host_is_open(HvrHost *host);

/**
 * hvr_host_check_reach:
 *
 * What would change something must not hang on a host that nobody can reach: it
 * fails at once with why and since when, and the host is looked for right away.
 */
gboolean hvr_host_check_reach(HvrHost *host, GError **error);

/** hvr_host_lookup_current: (transfer none): the newest value of @domain; fails if the host is not
 * open */
HvrDomain *hvr_host_lookup_current(HvrHost *host, const HvrDomain *domain, GError **error);

/**
 * hvr_host_complete_request:
 * @request: as somebody asked for it
 * @now: whose
 *
 * Returns: it with all that is known of @now: the leg that was asked for, or the one the method
 *   acts on, as it is now; borrows from both
 */
HvrReplRequest
hvr_host_complete_request(HvrHost *host, const HvrReplRequest *request, const HvrDomain *now);

/** hvr_host_emit: tell listeners */
void hvr_host_emit(HvrHost *host, const HvrEventList *list);

/** hvr_host_start: start workers and watcher, if that was not done before */
void hvr_host_start(HvrHost *host);

/** hvr_host_fail_waiters: end every waiter that @serial covers */
void hvr_host_fail_waiters(HvrHost *host, guint64 serial, const GError *error);

/** hvr_host_answer_waiters: the same, all being well */
void hvr_host_answer_waiters(HvrHost *host, guint64 serial);

G_END_DECLS
