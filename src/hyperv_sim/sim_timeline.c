/* sim_timeline.c: what is due when, and the passing of world time
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_world.h"

typedef struct {
    gint64 due;
    guint64 id;
    HvsEventFunc func;
    gpointer data;
} HvsEvent;

/* By time, then in the order of scheduling, so that a run can be repeated. */
static int
compare_events(gconstpointer a, gconstpointer b, gpointer user_data)
{
    const HvsEvent *left = a;
    const HvsEvent *right = b;

    if (left->due != right->due)
        return left->due < right->due ? -1 : 1;

    return left->id < right->id ? -1 : 1;
}

guint64
hvs_world_schedule(HvsWorld *world, GTimeSpan delay, HvsEventFunc func, gpointer data)
{
    HvsEvent *event = g_new0(HvsEvent, 1);

    event->due = world->now + MAX(delay, 0);
    event->id = ++world->n_scheduled;
    event->func = func;
    event->data = data;
    g_sequence_insert_sorted(world->timeline, event, compare_events, NULL);

    return event->id;
}

void
hvs_world_unschedule(HvsWorld *world, guint64 id)
{
    GSequenceIter *iter = g_sequence_get_begin_iter(world->timeline);

    if (id == 0)
        return;

    while (!g_sequence_iter_is_end(iter)) {
        const HvsEvent *event = g_sequence_get(iter);

        if (event->id == id) {
            g_sequence_remove(iter);
            return;
        }
        iter = g_sequence_iter_next(iter);
    }
}

/* An event may schedule others and unschedule any, so the first one is looked
 * up afresh each time. */
static void
run_until(HvsWorld *world, gint64 target)
{
    for (;;) {
        GSequenceIter *iter = g_sequence_get_begin_iter(world->timeline);
        HvsEvent event;

        if (g_sequence_iter_is_end(iter))
            break;
        event = *(HvsEvent *)g_sequence_get(iter);
        if (event.due > target)
            break;

        g_sequence_remove(iter);
        world->now = MAX(world->now, event.due);
        event.func(event.data);
    }
    world->now = MAX(world->now, target);
}

void
hvs_world_sync(HvsWorld *world)
{
    gint64 mark = hvr_clock_get_monotonic(world->clock);
    gint64 elapsed = mark - world->clock_mark;

    world->clock_mark = mark;
    if (world->speed > 0 && elapsed > 0)
        run_until(world, world->now + (gint64)((double)elapsed * world->speed));
}

void
hvs_world_step(HvsWorld *world, GTimeSpan span)
{
    hvs_world_sync(world);
    if (span > 0)
        run_until(world, world->now + span);
}

gint64
hvs_world_get_next_due(HvsWorld *world)
{
    GSequenceIter *iter = g_sequence_get_begin_iter(world->timeline);
    const HvsEvent *event;
    gint64 passed;

    if (world->speed <= 0 || g_sequence_iter_is_end(iter))
        return -1;

    event = g_sequence_get(iter);
    passed = hvr_clock_get_monotonic(world->clock) - world->clock_mark;

    /* One more microsecond than needed: waking up just before the event would be in vain. */
    return MAX((gint64)((double)(event->due - world->now) / world->speed) + 1 - passed, 0);
}
