/* test_sim_world.c: world time, links and GUIDs
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_call.h"
#include "sim_world_value.h"

typedef struct {
    HvsWorld *world;
    GString *seen;
    char letter;
} Mark;

static void
on_mark(gpointer data)
{
    Mark *mark = data;

    g_string_append_printf(mark->seen, "%c%" G_GINT64_FORMAT " ", mark->letter,
                           (mark->world->now - SIM_START) / G_TIME_SPAN_SECOND);
}

static void
test_order(void)
{
    g_autoptr(HvsWorld) world = sim_new_world();
    g_autoptr(GString) seen = g_string_new(NULL);
    Mark a = { world, seen, 'a' }, b = { world, seen, 'b' }, c = { world, seen, 'c' };
    guint64 gone;

    hvs_world_schedule(world, 20 * G_TIME_SPAN_SECOND, on_mark, &a);
    hvs_world_schedule(world, 10 * G_TIME_SPAN_SECOND, on_mark, &b);
    hvs_world_schedule(world, 10 * G_TIME_SPAN_SECOND, on_mark, &c);
    gone = hvs_world_schedule(world, 15 * G_TIME_SPAN_SECOND, on_mark, &c);
    g_assert_cmpuint(gone, !=, 0);
    hvs_world_unschedule(world, gone);
    hvs_world_unschedule(world, gone);
    hvs_world_unschedule(world, 0);

    hvs_world_step(world, 9 * G_TIME_SPAN_SECOND);
    g_assert_cmpstr(seen->str, ==, "");
    hvs_world_step(world, 1 * G_TIME_SPAN_SECOND);
    g_assert_cmpstr(seen->str, ==, "b10 c10 ");
    hvs_world_step(world, 3600 * G_TIME_SPAN_SECOND);
    g_assert_cmpstr(seen->str, ==, "b10 c10 a20 ");
    g_assert_cmpint(world->now - SIM_START, ==, 3610 * G_TIME_SPAN_SECOND);
}

typedef struct {
    Mark mark;
    Mark *then;
} Chain;

static void
on_chain(gpointer data)
{
    Chain *chain = data;

    on_mark(&chain->mark);
    hvs_world_schedule(chain->mark.world, 5 * G_TIME_SPAN_SECOND, on_mark, chain->then);
}

/* An event's own scheduling counts from its due time, and happens within the same step. */
static void
test_chain(void)
{
    g_autoptr(HvsWorld) world = sim_new_world();
    g_autoptr(GString) seen = g_string_new(NULL);
    Mark then = { world, seen, 't' };
    Chain chain = { { world, seen, 'c' }, &then };

    hvs_world_schedule(world, 10 * G_TIME_SPAN_SECOND, on_chain, &chain);
    hvs_world_step(world, 60 * G_TIME_SPAN_SECOND);
    g_assert_cmpstr(seen->str, ==, "c10 t15 ");
}

static void
test_speed(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(SIM_START);
    g_autoptr(HvsWorld) world = hvs_world_new(clock, SIM_START, 60, 1);
    g_autoptr(GString) seen = g_string_new(NULL);
    Mark mark = { world, seen, 'm' };

    g_assert_cmpint(hvs_world_get_next_due(world), ==, -1);
    hvs_world_schedule(world, 120 * G_TIME_SPAN_SECOND, on_mark, &mark);
    g_assert_cmpint(hvs_world_get_next_due(world), ==, 2 * G_TIME_SPAN_SECOND + 1);
    hvr_clock_step(clock, G_TIME_SPAN_SECOND);
    g_assert_cmpint(hvs_world_get_next_due(world), ==, G_TIME_SPAN_SECOND + 1);
    hvs_world_sync(world);
    g_assert_cmpint(world->now - SIM_START, ==, 60 * G_TIME_SPAN_SECOND);
    g_assert_cmpstr(seen->str, ==, "");
    hvr_clock_step(clock, 3 * G_TIME_SPAN_SECOND);
    g_assert_cmpint(hvs_world_get_next_due(world), ==, 0);
    hvs_world_sync(world);
    g_assert_cmpstr(seen->str, ==, "m120 ");

    /* Time that stands still is never due, and does not catch up later. */
    world->speed = 0;
    hvs_world_schedule(world, 1, on_mark, &mark);
    hvr_clock_step(clock, 100 * G_TIME_SPAN_SECOND);
    g_assert_cmpint(hvs_world_get_next_due(world), ==, -1);
    hvs_world_sync(world);
    world->speed = 1;
    hvs_world_sync(world);
    g_assert_cmpint(world->now - SIM_START, ==, 240 * G_TIME_SPAN_SECOND);
}

static void
test_links(void)
{
    g_autoptr(HvsWorld) world = sim_new_world();
    HvsHost *a = hvs_host_new(world, "hv-a");
    HvsHost *b = hvs_host_new(world, "hv-b");
    HvsHost *c = hvs_host_new(world, "hv-c");

    g_assert_true(hvs_world_is_linked(world, a, b));
    hvs_world_set_link(world, a, b, FALSE);
    hvs_world_set_link(world, b, a, FALSE);
    g_assert_false(hvs_world_is_linked(world, a, b));
    g_assert_false(hvs_world_is_linked(world, b, a));
    g_assert_true(hvs_world_is_linked(world, a, c));
    hvs_world_set_link(world, b, a, TRUE);
    g_assert_true(hvs_world_is_linked(world, a, b));
    b->up = FALSE;
    g_assert_false(hvs_world_is_linked(world, a, b));
    g_assert_false(hvs_world_is_linked(world, b, a));
    g_assert_true(hvs_world_is_linked(world, a, a));

    g_assert_true(hvs_world_find_host(world, "HV-B") == b);
    g_assert_true(hvs_world_find_host(world, "hv-c.SIM.test") == c);
    g_assert_null(hvs_world_find_host(world, "hv"));
    g_assert_null(hvs_world_find_host(world, NULL));
}

static void
test_guids(void)
{
    g_autoptr(HvsWorld) one = sim_new_world();
    g_autoptr(HvsWorld) two = sim_new_world();
    g_autofree char *first = hvs_world_dup_guid(one);
    g_autofree char *second = hvs_world_dup_guid(one);
    g_autofree char *again = hvs_world_dup_guid(two);
    g_autofree char *upper = g_ascii_strup(first, -1);
    g_autofree char *text = hvs_guid_from_text("abc");
    g_autofree char *same = hvs_guid_from_text("abc");
    g_autofree char *other = hvs_guid_from_text("abd");

    g_assert_true(hvs_world_value_is_guid(first));
    g_assert_cmpstr(first, ==, upper);
    g_assert_cmpint(first[14], ==, '4');
    g_assert_cmpstr(first, !=, second);
    g_assert_cmpstr(first, ==, again);
    /* SHA-256 of "abc" by FIPS 180-2 B.1 with version and variant put in. */
    g_assert_cmpstr(text, ==, "BA7816BF-8F01-8FEA-8141-40DE5DAE2223");
    g_assert_cmpstr(text, ==, same);
    g_assert_cmpstr(text, !=, other);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sim/world/timeline/order", test_order);
    g_test_add_func("/sim/world/timeline/chain", test_chain);
    g_test_add_func("/sim/world/timeline/speed", test_speed);
    g_test_add_func("/sim/world/links", test_links);
    g_test_add_func("/sim/world/guids", test_guids);

    return g_test_run();
}
