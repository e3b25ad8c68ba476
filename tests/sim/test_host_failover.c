/* test_host_failover.c: recovery points, and a replica that takes over
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "host_story.h"
#include "hvr_error.h"
#include "repl_point.h"

/* web01 has been replicating for a while, the replica has four points. */
static Story *
new_replicating(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    Story *story = story_new(clock, STORY_IDLE);

    hvs_replication_preset(hvs_host_find_vm(story->primary.sim, STORY_WEB01), story->replica.sim,
                           4);
    story_open(&story->primary);
    story_open(&story->replica);

    return story;
}

static void
test_refused(void)
{
    g_autoptr(Story) story = new_replicating();
    HvrReplRequest commit = { .verb = HVR_VERB_COMMIT };
    g_autoptr(GError) error = NULL;

    g_assert_false(story_verb(&story->replica, "web01", &commit, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
    g_assert_cmpuint(story->replica.n_asked, ==, 0);
    g_clear_error(&error);

    g_assert_false(story_verb(&story->replica, "HV-REPLICA", &commit, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
}

static void
test_points(void)
{
    g_autoptr(Story) story = new_replicating();
    const GPtrArray *snapshots = story_find(&story->replica, "web01")->snapshots;

    g_assert_cmpuint(snapshots->len, ==, 4);
    for (guint i = 0; i < snapshots->len; i++) {
        const HvrSnapshot *snapshot = snapshots->pdata[i];

        g_assert_true(g_str_has_prefix(snapshot->name, "rp-2026-05-01T"));
        g_assert_cmpint(snapshot->kind, !=, HVR_POINT_CHECKPOINT);
        g_assert_cmpstr(snapshot->parent, ==,
                        i > 0 ? ((const HvrSnapshot *)snapshots->pdata[i - 1])->name : NULL);
    }
}

/* The primary is gone; the replica takes over from a point. */
static void
test_failover(void)
{
    g_autoptr(Story) story = new_replicating();
    StorySide *side = &story->replica;
    HvrReplRequest failover = { .verb = HVR_VERB_FAILOVER };
    g_autofree char *point = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_false(story_power(side, "web01", HVR_POWER_START, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
    g_clear_error(&error);
    g_ptr_array_set_size(side->events, 0);

    g_mutex_lock(&story->lock);
    story->primary.is_down = TRUE;
    story->primary.sim->up = FALSE;
    g_mutex_unlock(&story->lock);
    point = g_strdup(((HvrSnapshot *)story_find(side, "web01")->snapshots->pdata[1])->id);
    failover.point = point;
    g_assert_true(story_verb(side, "web01", &failover, NULL, &error));
    g_assert_no_error(error);
    story_assert_state(side, HVR_REPL_MODE_REPLICA, HVR_REPL_STATE_FAILED_OVER);
    story_assert_order(side, "metadata web01 2",
                       "REPLICATION_STATE_CHANGE web01 {\"mode\":\"replica\","
                       "\"state\":\"failed-over\"",
                       "job web01 failover completed", "answered", NULL);

    g_assert_true(story_power(side, "web01", HVR_POWER_START, &error));
    g_assert_no_error(error);
    g_ptr_array_set_size(side->events, 0);
    g_clear_pointer(&error, g_error_free);
    {
        g_autoptr(HvrJob) job = story_do_verb(side, HVR_VERB_COMMIT);
    }
    story_assert_state(side, HVR_REPL_MODE_REPLICA, HVR_REPL_STATE_COMMITTED);
    g_assert_true(story_has_event(side, "REPLICATION_POINT_REMOVED web01"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/host/failover/refused", test_refused);
    g_test_add_func("/host/failover/points", test_points);
    g_test_add_func("/host/failover/of-a-point", test_failover);

    return g_test_run();
}
