/* hvr_clock.c: time as an argument
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_clock.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"

struct _HvrClock {
    gboolean stepped;
    guint factor; /* 0: its sleepers do not wait at all */
    GMutex lock;  /* a stepped clock is read by threads while a test steps it */
    gint64 start;
    gint64 passed;
};

static HvrClock *
clock_new(gboolean stepped, gint64 start_usec)
{
    HvrClock *clock = g_atomic_rc_box_new0(HvrClock);

    clock->stepped = stepped;
    clock->start = start_usec;
    g_mutex_init(&clock->lock);

    return clock;
}

HvrClock *
hvr_clock_new(void)
{
    return clock_new(FALSE, 0);
}

HvrClock *
hvr_clock_new_stepped(gint64 start_usec)
{
    return clock_new(TRUE, start_usec);
}

HvrClock *
hvr_clock_new_hurried(gint64 start_usec, guint factor)
{
    HvrClock *clock = clock_new(TRUE, start_usec);

    clock->factor = factor;

    return clock;
}

HvrClock *
hvr_clock_ref(HvrClock *clock)
{
    return g_atomic_rc_box_acquire(clock);
}

static void
clock_clear(gpointer data)
{
    HvrClock *clock = data;

    g_mutex_clear(&clock->lock);
}

void
hvr_clock_unref(HvrClock *clock)
{
    g_atomic_rc_box_release_full(clock, clock_clear);
}

static gint64
get_passed(HvrClock *clock)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&clock->lock);

    return clock->passed;
}

gint64
hvr_clock_get_real(HvrClock *clock)
{
    return clock->stepped ? clock->start + get_passed(clock) : g_get_real_time();
}

gint64
hvr_clock_get_monotonic(HvrClock *clock)
{
    return clock->stepped ? get_passed(clock) : g_get_monotonic_time();
}

void
hvr_clock_step(HvrClock *clock, GTimeSpan span)
{
    g_autoptr(GMutexLocker) locker = NULL;

    g_return_if_fail(clock->stepped && span >= 0);

    locker = g_mutex_locker_new(&clock->lock);
    clock->passed += span;
}

/* Waits on the cancellable's descriptor, so that cancelling wakes at once. */
static void
wait_real(GTimeSpan span, GCancellable *cancellable)
{
    gint64 until = g_get_monotonic_time() + span;
    GPollFD fd = { .fd = -1 };
    gboolean has_fd = g_cancellable_make_pollfd(cancellable, &fd);

    while (!g_cancellable_is_cancelled(cancellable)) {
        gint64 left = until - g_get_monotonic_time();

        if (left <= 0)
            break;
        g_poll(&fd, has_fd ? 1 : 0, (int)MIN(left / 1000 + 1, G_MAXINT));
    }
    if (has_fd)
        g_cancellable_release_fd(cancellable);
}

gboolean
hvr_clock_sleep(HvrClock *clock, GTimeSpan span, GCancellable *cancellable, GError **error)
{
    if (!g_cancellable_is_cancelled(cancellable)) {
        if (!clock->stepped)
            wait_real(span, cancellable);
        else if (clock->factor > 0)
            wait_real(span / clock->factor, cancellable);
        if (clock->stepped)
            hvr_clock_step(clock, MAX(span, 0));
    }
    if (g_cancellable_is_cancelled(cancellable))
        return hvr_fail(error, HVR_ERROR_CANCELLED, _("the operation was cancelled"));

    return TRUE;
}
