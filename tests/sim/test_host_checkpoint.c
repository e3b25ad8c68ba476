/* test_host_checkpoint.c: checkpoints made, applied and removed through the driver
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "host_checkpoint.h"
#include "host_story.h"
#include "hvr_error.h"
#include "repl_point.h"
#include "sim_replication.h"

static Story *
new_story(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    Story *story = story_new(clock, STORY_IDLE);

    story_open(&story->primary);

    return story;
}

/* Virtual time, so that what waits in vain ends at once. */
static Story *
new_stepped(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    StoryPace pace = { G_TIME_SPAN_SECOND, G_TIME_SPAN_SECOND };
    Story *story = story_new_at_pace(clock, &pace);

    story_open(&story->primary);

    return story;
}

/* Returns: (transfer full): the name of the new one. */
static char *
make(StorySide *side, const char *domain, const char *name, const char *about, GError **error)
{
    HvrCheckpoint *checkpoint = g_new0(HvrCheckpoint, 1);
    g_autoptr(GAsyncResult) result = NULL;

    checkpoint->name = g_strdup(name);
    checkpoint->description = g_strdup(about);
    checkpoint->has_memory = TRUE;
    hvr_host_create_checkpoint_async(side->host, story_find(side, domain), checkpoint, NULL,
                                     story_keep, &result);
    story_wait(&result);

    return hvr_host_create_checkpoint_finish(result, error);
}

static void
do_make(StorySide *side, const char *domain, const char *name)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *made = make(side, domain, name, NULL, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(made, ==, name);
}

static gboolean
apply(StorySide *side, const char *domain, const char *name, guint flags, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hvr_host_apply_checkpoint_async(side->host, story_find(side, domain), name, flags, NULL,
                                    story_keep, &result);
    story_wait(&result);

    return hvr_host_checkpoint_finish(result, error);
}

static gboolean
take_away(StorySide *side, const char *domain, const char *name, guint flags, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hvr_host_remove_checkpoint_async(side->host, story_find(side, domain), name, flags, NULL,
                                     story_keep, &result);
    story_wait(&result);

    return hvr_host_checkpoint_finish(result, error);
}

static HvrSnapshot *
find(StorySide *side, const char *domain, const char *name)
{
    return hvr_domain_find_snapshot(story_find(side, domain), name);
}

static void
test_make(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;
    g_autofree char *first = make(side, "web01", "before", "all was well", &error);
    g_autofree char *second = NULL;

    g_assert_no_error(error);
    g_assert_cmpstr(first, ==, "before");
    g_assert_cmpuint(side->n_asked, ==, 2);
    g_assert_cmpstr(find(side, "web01", "before")->notes, ==, "all was well");
    g_assert_true(find(side, "web01", "before")->has_memory);
    g_assert_true(find(side, "web01", "before")->is_current);
    story_assert_order(side, "job web01 create-checkpoint", "job web01 modify", NULL);

    /* Nobody wants another name, so nobody asks for one. */
    second = make(side, "web01", NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(side->n_asked, ==, 3);
    g_assert_cmpstr(find(side, "web01", second)->parent, ==, "before");
}

/* Off for it, and on again where it left off. */
static void
test_apply_running(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    do_make(side, "web01", "a");
    do_make(side, "web01", "b");
    side->n_asked = 0;
    g_ptr_array_set_size(side->events, 0);
    g_assert_true(apply(side, "web01", "a", 0, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(side->n_asked, ==, 3);
    g_assert_true(find(side, "web01", "a")->is_current);
    g_assert_cmpint(story_find(side, "web01")->state, ==, VIR_DOMAIN_RUNNING);
    g_assert_cmpint(story_find(side, "web01")->reason, ==, VIR_DOMAIN_RUNNING_FROM_SNAPSHOT);
    story_assert_order(side, "lifecycle web01 5 6", "lifecycle web01 2 3", NULL);
    g_assert_false(story_has_event(side, "lifecycle web01 6"));
    g_assert_false(story_has_event(side, "lifecycle web01 5 1"));
}

/* A machine that was off is off again, unless it is to run. */
static void
test_apply_off(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    do_make(side, "db01", "a");
    side->n_asked = 0;
    g_assert_true(apply(side, "db01", "a", 0, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(side->n_asked, ==, 1);
    g_assert_cmpint(story_find(side, "db01")->state, ==, VIR_DOMAIN_SHUTOFF);
    g_assert_true(apply(side, "db01", "a", VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING, &error));
    g_assert_no_error(error);
    g_assert_cmpint(story_find(side, "db01")->state, ==, VIR_DOMAIN_RUNNING);
    g_assert_cmpint(story_find(side, "db01")->reason, ==, VIR_DOMAIN_RUNNING_FROM_SNAPSHOT);
}

/* A sender would have to send all of its disks anew. */
static void
test_apply_replicated(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    g_autoptr(Story) story = story_new(clock, STORY_IDLE);
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    hvs_replication_preset(hvs_host_find_vm(side->sim, STORY_WEB01), story->replica.sim, 2);
    story_open(side);
    do_make(side, "web01", "a");
    side->n_asked = 0;
    g_assert_false(apply(side, "web01", "a", 0, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_RISKY);
    g_assert_cmpuint(side->n_asked, ==, 0);
    g_clear_error(&error);
    g_assert_true(apply(side, "web01", "a", VIR_DOMAIN_SNAPSHOT_REVERT_FORCE, &error));
    g_assert_no_error(error);
}

static void
test_remove(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    do_make(side, "db01", "a");
    do_make(side, "db01", "b");
    do_make(side, "db01", "c");
    g_assert_true(take_away(side, "db01", "b", 0, &error));
    g_assert_no_error(error);
    g_assert_null(find(side, "db01", "b"));
    g_assert_cmpstr(find(side, "db01", "c")->parent, ==, "a");

    side->n_asked = 0;
    g_assert_true(take_away(side, "db01", "a", VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY, &error));
    g_assert_cmpuint(side->n_asked, ==, 0);
    g_assert_nonnull(find(side, "db01", "a"));
    g_assert_true(take_away(side, "db01", "a", VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(side->n_asked, ==, 1);
    g_assert_cmpuint(story_find(side, "db01")->snapshots->len, ==, 0);
}

/* Two trees below one: one call each. */
static void
test_remove_children(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    do_make(side, "db01", "a");
    do_make(side, "db01", "b");
    do_make(side, "db01", "c");
    g_assert_true(apply(side, "db01", "a", 0, &error));
    do_make(side, "db01", "d");
    side->n_asked = 0;
    g_assert_true(take_away(side, "db01", "a", VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(side->n_asked, ==, 2);
    g_assert_cmpuint(story_find(side, "db01")->snapshots->len, ==, 1);
    g_assert_nonnull(find(side, "db01", "a"));
}

/* Recovery points are Hyper-V Replica's own, and the host is no machine. */
static void
test_refused(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    g_autoptr(Story) story = story_new(clock, STORY_IDLE);
    StorySide *side = &story->replica;
    g_autoptr(GError) error = NULL;
    g_autofree char *point = NULL;

    hvs_replication_preset(hvs_host_find_vm(story->primary.sim, STORY_WEB01), side->sim, 2);
    story_open(side);
    point = g_strdup(((HvrSnapshot *)story_find(side, "web01")->snapshots->pdata[0])->name);
    g_assert_false(apply(side, "web01", point, 0, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_UNSUPPORTED);
    g_clear_error(&error);
    g_assert_false(take_away(side, "web01", point, 0, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_UNSUPPORTED);
    g_clear_error(&error);
    g_assert_false(take_away(side, "web01", "none", 0, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_NO_POINT);
    g_clear_error(&error);
    g_assert_null(make(side, "HV-REPLICA", "x", NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
    g_assert_cmpuint(side->n_asked, ==, 0);
}

/* The error says what had been done by then. */
static void
test_half_way(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    do_make(side, "web01", "a");
    g_mutex_lock(&story->lock);
    side->lose_request = "ApplySnapshot_INPUT";
    g_mutex_unlock(&story->lock);
    g_assert_false(apply(side, "web01", "a", 0, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_LOST);
    g_assert_true(g_str_has_prefix(error->message, "'apply-checkpoint' of 'web01': "));
    g_assert_true(g_str_has_suffix(error->message, "; done before: destroy"));
    g_assert_cmpint(story_find(side, "web01")->state, ==, VIR_DOMAIN_SHUTOFF);
}

/* Whichever answer gets lost: nothing hangs, nothing is made twice, and who is told that
 * it is there finds it. */
static void
test_make_each_fault(void)
{
    for (guint n = 1; n <= 24; n++) {
        g_autoptr(Story) story = new_stepped();
        StorySide *side = &story->primary;
        g_autoptr(GError) error = NULL;
        g_autofree char *made = NULL;

        g_mutex_lock(&story->lock);
        side->lose_nth = n;
        g_mutex_unlock(&story->lock);
        made = make(side, "db01", "mine", NULL, &error);
        if (made == NULL)
            g_assert_error(error, HVR_ERROR, HVR_ERROR_LOST);
        else
            g_assert_cmpstr(made, ==, "mine");
        g_mutex_lock(&story->lock);
        side->lose_nth = 0;
        hvs_world_step(story->world, G_TIME_SPAN_MINUTE);
        g_assert_cmpuint(hvs_host_find_vm(side->sim, STORY_DB01)->snapshots->len, ==, 1);
        g_mutex_unlock(&story->lock);
        g_assert_true(story_refresh(side, NULL));
        if (made != NULL)
            g_assert_nonnull(find(side, "db01", "mine"));
        g_assert_cmpuint(side->n_asked, <=, 2);
    }
}

static void
test_apply_each_fault(void)
{
    for (guint n = 1; n <= 36; n++) {
        g_autoptr(Story) story = new_stepped();
        StorySide *side = &story->primary;
        g_autoptr(GError) error = NULL;

        do_make(side, "web01", "a");
        g_mutex_lock(&story->lock);
        side->n_asked = 0;
        side->lose_nth = n;
        g_mutex_unlock(&story->lock);
        if (!apply(side, "web01", "a", 0, &error))
            g_assert_error(error, HVR_ERROR, HVR_ERROR_LOST);
        g_mutex_lock(&story->lock);
        side->lose_nth = 0;
        g_mutex_unlock(&story->lock);
        g_assert_cmpuint(side->n_asked, <=, 3);
        g_assert_true(story_refresh(side, NULL));
        if (error == NULL)
            g_assert_cmpint(story_find(side, "web01")->state, ==, VIR_DOMAIN_RUNNING);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/host/checkpoint/make", test_make);
    g_test_add_func("/host/checkpoint/make/each-fault", test_make_each_fault);
    g_test_add_func("/host/checkpoint/apply/running", test_apply_running);
    g_test_add_func("/host/checkpoint/apply/off", test_apply_off);
    g_test_add_func("/host/checkpoint/apply/replicated", test_apply_replicated);
    g_test_add_func("/host/checkpoint/apply/each-fault", test_apply_each_fault);
    g_test_add_func("/host/checkpoint/remove", test_remove);
    g_test_add_func("/host/checkpoint/remove/children", test_remove_children);
    g_test_add_func("/host/checkpoint/refused", test_refused);
    g_test_add_func("/host/checkpoint/half-way", test_half_way);

    return g_test_run();
}
