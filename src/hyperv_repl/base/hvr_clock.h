/* hvr_clock.h: time as an argument
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whoever needs the time, or has to wait, is given a clock.  The real one
 * waits; the stepped one jumps, so that no test sleeps.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _HvrClock HvrClock;

/** hvr_clock_new: the machine's clock */
HvrClock *hvr_clock_new(void);

/**
 * hvr_clock_new_stepped:
 * @start_usec: where wall time begins, microseconds since 1970 UTC
 *
 * A clock that only moves by hvr_clock_step() and by sleeping on it, which
 * returns at once.
 */
HvrClock *hvr_clock_new_stepped(gint64 start_usec);

/**
 * hvr_clock_new_hurried:
 * @factor: how many times faster than the machine's
 *
 * A stepped clock whose sleepers do wait, for their share of the time, so that
 * no thread of a test runs away from the others.
 */
HvrClock *hvr_clock_new_hurried(gint64 start_usec, guint factor);

HvrClock *hvr_clock_ref(HvrClock *clock);
void hvr_clock_unref(HvrClock *clock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrClock, hvr_clock_unref)

/** hvr_clock_get_real: wall time, microseconds since 1970 UTC */
gint64 hvr_clock_get_real(HvrClock *clock);

/** hvr_clock_get_monotonic: microseconds since an arbitrary start, never going back */
gint64 hvr_clock_get_monotonic(HvrClock *clock);

/** hvr_clock_step: move a stepped clock; a programmer error on the real one */
void hvr_clock_step(HvrClock *clock, GTimeSpan span);

/**
 * hvr_clock_sleep:
 * @span: how long
 * @cancellable: (nullable): wakes the sleeper at once
 *
 * Returns: %FALSE with %HVR_ERROR_CANCELLED if @cancellable fired
 */
gboolean
hvr_clock_sleep(HvrClock *clock, GTimeSpan span, GCancellable *cancellable, GError **error);

G_END_DECLS
