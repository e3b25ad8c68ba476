/* test_hvr_clock.c: a stepped clock jumps, the real one wakes on cancel
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_clock.h"

#include "hvr_error.h"

static void
test_stepped(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(1000);
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(hvr_clock_get_real(clock), ==, 1000);
    g_assert_cmpint(hvr_clock_get_monotonic(clock), ==, 0);
    hvr_clock_step(clock, G_TIME_SPAN_HOUR);
    g_assert_true(hvr_clock_sleep(clock, G_TIME_SPAN_DAY, NULL, &error));
    g_assert_no_error(error);
    g_assert_cmpint(hvr_clock_get_real(clock), ==, 1000 + G_TIME_SPAN_HOUR + G_TIME_SPAN_DAY);
    g_assert_cmpint(hvr_clock_get_monotonic(clock), ==, G_TIME_SPAN_HOUR + G_TIME_SPAN_DAY);
}

static void
test_stepped_cancelled(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) error = NULL;

    g_cancellable_cancel(cancellable);
    g_assert_false(hvr_clock_sleep(clock, G_TIME_SPAN_DAY, cancellable, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CANCELLED);
    g_assert_cmpint(hvr_clock_get_monotonic(clock), ==, 0);
}

static gpointer
cancel_it(gpointer data)
{
    g_cancellable_cancel(data);

    return NULL;
}

static void
test_real_wakes(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) error = NULL;
    gint64 start = g_get_monotonic_time();
    GThread *thread = g_thread_new("cancel", cancel_it, cancellable);

    g_assert_false(hvr_clock_sleep(clock, G_TIME_SPAN_HOUR, cancellable, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CANCELLED);
    g_assert_cmpint(g_get_monotonic_time() - start, <, 10 * G_TIME_SPAN_SECOND);
    g_thread_join(thread);
}

static void
test_real_returns(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    g_autoptr(GError) error = NULL;
    gint64 before = hvr_clock_get_monotonic(clock);

    g_assert_true(hvr_clock_sleep(clock, 2 * G_TIME_SPAN_MILLISECOND, NULL, &error));
    g_assert_true(hvr_clock_sleep(clock, -1, NULL, &error));
    g_assert_cmpint(hvr_clock_get_monotonic(clock) - before, >=, 2 * G_TIME_SPAN_MILLISECOND);
    g_assert_cmpint(ABS(hvr_clock_get_real(clock) - g_get_real_time()), <, G_TIME_SPAN_MINUTE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/hvr/clock/stepped", test_stepped);
    g_test_add_func("/hvr/clock/stepped-cancelled", test_stepped_cancelled);
    g_test_add_func("/hvr/clock/real-wakes", test_real_wakes);
    g_test_add_func("/hvr/clock/real-returns", test_real_returns);

    return g_test_run();
}
