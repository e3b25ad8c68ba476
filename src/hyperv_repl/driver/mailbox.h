/* mailbox.h: what the main context and the threads of one host leave for each other
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The main context says what it wants, the listener what the host told it, the
 * watcher how it goes.  The only lock of a host; all functions are for any
 * thread, none does I/O.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _HvrMailbox HvrMailbox;

/**
 * HvrHint:
 * @HVR_HINT_NONE: nothing that anybody sees
 * @HVR_HINT_LATER: as soon as it would show without events, like the times of replication
 * @HVR_HINT_NOW: something changed
 * @HVR_HINT_FULL: something changed that a light look may not show
 * @HVR_N_HINTS: more urgent than all of them
 *
 * What an event is worth, by urgency.
 */
typedef enum {
    HVR_HINT_NONE,
    HVR_HINT_LATER,
    HVR_HINT_NOW,
    HVR_HINT_FULL,
    HVR_N_HINTS,
} HvrHint;

HvrMailbox *hvr_mailbox_new(void);
HvrMailbox *hvr_mailbox_ref(HvrMailbox *mailbox);
void hvr_mailbox_unref(HvrMailbox *mailbox);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrMailbox, hvr_mailbox_unref)

/** hvr_mailbox_want: look at everything, now; returns the serial that tells the report */
guint64 hvr_mailbox_want(HvrMailbox *mailbox);

/** hvr_mailbox_hint: look soon; many hints make one look */
void hvr_mailbox_hint(HvrMailbox *mailbox, HvrHint hint);

/** hvr_mailbox_tell: whose a job is */
void hvr_mailbox_tell(HvrMailbox *mailbox, const char *job_id, const char *guid);

/**
 * hvr_mailbox_begin:
 * @owners: gets what was told since the last look
 * @out_hint: the most urgent hint since then
 *
 * Returns: the serial of the newest wish
 */
guint64 hvr_mailbox_begin(HvrMailbox *mailbox, GHashTable *owners, HvrHint *out_hint);

/**
 * hvr_mailbox_prepare_sleep:
 * @serial: as hvr_mailbox_begin() returned it
 * @hint: hints that are less urgent wake nobody
 *
 * Returns: (transfer full) (nullable): what wakes the sleeper; %NULL if there is no time to sleep
 */
GCancellable *hvr_mailbox_prepare_sleep(HvrMailbox *mailbox, guint64 serial, HvrHint hint);

/** hvr_mailbox_expect: a report will be posted; call hvr_mailbox_await_taken() after that */
void hvr_mailbox_expect(HvrMailbox *mailbox);

/** hvr_mailbox_take: the report was taken; @is_busy: somebody waits for more */
void hvr_mailbox_take(HvrMailbox *mailbox, gboolean is_busy);

/** hvr_mailbox_await_taken: whether somebody waits for more; returns at once after a stop */
gboolean hvr_mailbox_await_taken(HvrMailbox *mailbox);

/** hvr_mailbox_set_reachable: how the last look went; @windows: the host's version, if it went well
 */
void hvr_mailbox_set_reachable(HvrMailbox *mailbox, gboolean is_reachable, guint64 windows);

/**
 * hvr_mailbox_await_reachable:
 * @out_windows: the host's version
 *
 * Blocks until the last look went well.
 *
 * Returns: %FALSE after a stop
 */
gboolean hvr_mailbox_await_reachable(HvrMailbox *mailbox, guint64 *out_windows);

/**
 * hvr_mailbox_set_flow:
 * @why_not: (nullable): a line why no events come, %NULL if they do
 *
 * A change makes somebody look: at everything if events begin to come, or begin
 * anew, for what was missed before.
 */
void hvr_mailbox_set_flow(HvrMailbox *mailbox, const char *why_not);

/** hvr_mailbox_get_flow: whether events come; @out_why_not: (optional) (transfer full) */
gboolean hvr_mailbox_get_flow(HvrMailbox *mailbox, char **out_why_not);

/** hvr_mailbox_stop: wake everybody, for good */
void hvr_mailbox_stop(HvrMailbox *mailbox);
gboolean hvr_mailbox_is_stopped(HvrMailbox *mailbox);

G_END_DECLS
