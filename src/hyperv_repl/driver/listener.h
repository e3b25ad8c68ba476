/* listener.h: the thread that a host tells what happens
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A straight line with a connection of its own: subscribe, pull, subscribe anew
 * before that lapses.  What it hears wakes the watcher, which looks; so a lost
 * event is only late.  A host that grants no events, or drowns us in such that nobody
 * reads, is left alone for a while, and one that the watcher cannot reach is the watcher's to find
 * again.
 */

#pragma once

#include "line.h"
#include "mailbox.h"

G_BEGIN_DECLS

typedef struct _HvrListener HvrListener;

/** hvr_listener_new: without a thread; for tests, which call hvr_listener_step() themselves */
HvrListener *hvr_listener_new(HvrLine *line, HvrMailbox *mailbox);

/** hvr_listener_start: (transfer full): with a thread, which ends when @mailbox is stopped */
HvrListener *hvr_listener_start(HvrLine *line, HvrMailbox *mailbox);

/** hvr_listener_free: blocks until the thread has ended; the line's @closing must be cancelled, and
 * the mailbox stopped, before */
void hvr_listener_free(HvrListener *listener);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrListener, hvr_listener_free)

/**
 * hvr_listener_step:
 * @windows: the host's version
 *
 * Whatever comes next: one pull, after a subscription where that is due.
 *
 * Returns: microseconds after which to go on
 */
GTimeSpan hvr_listener_step(HvrListener *listener, guint64 windows);

G_END_DECLS
