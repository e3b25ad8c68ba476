/* test_host_test.c: test machines made and removed, through the driver
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "host_story.h"
#include "hvr_error.h"

#define TEST "web01 - Test"

static gboolean
is_replicating(StorySide *side)
{
    const HvrDomain *domain = story_find(side, "web01");

    return domain != NULL && domain->legs[0] != NULL &&
           domain->legs[0]->state == HVR_REPL_STATE_REPLICATING;
}

/* The replica has a test machine, off. */
static Story *
new_story_at(HvrClock *clock, const StoryPace *pace)
{
    Story *story = story_new_at_pace(clock, pace);
    g_autoptr(HvrJob) start = NULL;
    g_autoptr(HvrJob) test = NULL;

    story_open(&story->primary);
    story_open(&story->replica);
    story_enable(story, "web01");
    start = story_do_verb(&story->primary, HVR_VERB_START);
    story_wait_for(&story->replica, is_replicating);
    test = story_do_verb(&story->replica, HVR_VERB_TEST_FAILOVER);
    g_assert_cmpstr(test->kind, ==, "test-failover");
    g_ptr_array_set_size(story->replica.events, 0);
    story->replica.n_asked = 0;

    return story;
}

static Story *
new_story(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    StoryPace pace = { STORY_IDLE, G_TIME_SPAN_MILLISECOND };

    return new_story_at(clock, &pace);
}

static gboolean
remove_test(StorySide *side, const char *name, gboolean wait, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hvr_host_remove_test_async(side->host, story_find(side, name), wait, 0, NULL, story_keep,
                               &result);
    story_wait(&result);

    return hvr_host_remove_test_finish(side->host, result, error);
}

static gboolean
is_gone(StorySide *side)
{
    return story_find(side, TEST) == NULL;
}

/* The machine is there as soon as the verb is answered, and tells what it is. */
static void
test_made(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->replica;
    const HvrDomain *test = story_find(side, TEST);

    g_assert_cmpuint(test->mode, ==, HVR_REPL_MODE_TEST);
    g_assert_cmpint(test->state, ==, VIR_DOMAIN_SHUTOFF);
    story_assert_state(side, HVR_REPL_MODE_REPLICA, HVR_REPL_STATE_REPLICATING);
}

static void
test_removed(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->replica;
    g_autoptr(GError) error = NULL;

    g_assert_true(remove_test(side, TEST, TRUE, &error));
    g_assert_true(is_gone(side));
    g_assert_cmpuint(side->n_asked, ==, 1);
    story_assert_order(side, "lifecycle web01 - Test 1 0", NULL);
    story_assert_state(side, HVR_REPL_MODE_REPLICA, HVR_REPL_STATE_REPLICATING);
}

static void
test_running(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->replica;
    g_autoptr(GError) error = NULL;

    g_assert_true(story_power(side, TEST, HVR_POWER_START, &error));
    g_assert_true(remove_test(side, TEST, TRUE, &error));
    g_assert_no_error(error);
    g_assert_true(is_gone(side));
    story_assert_order(side, "lifecycle web01 - Test 5 1", "lifecycle web01 - Test 1 0", NULL);
}

static void
test_not_waited_for(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->replica;
    g_autoptr(GError) error = NULL;

    g_assert_true(remove_test(side, TEST, FALSE, &error));
    story_wait_for(side, is_gone);
}

/* Nothing but a test machine is ever removed. */
static void
test_no_test(void)
{
    static const char *const names[] = { "web01", "HV-REPLICA" };
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->replica;

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *message = g_strdup_printf("'%s' is no test machine", names[i]);
        g_autoptr(GError) error = NULL;

        g_assert_false(remove_test(side, names[i], TRUE, &error));
        g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
        g_assert_cmpstr(error->message, ==, message);
    }
    g_assert_cmpuint(side->n_asked, ==, 0);
}

static void
test_twice(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->replica;
    HvrDomain *test = story_find(side, TEST);
    g_autoptr(GAsyncResult) first = NULL;
    g_autoptr(GAsyncResult) second = NULL;
    g_autoptr(GError) error = NULL;

    hvr_host_remove_test_async(side->host, test, TRUE, 0, NULL, story_keep, &first);
    hvr_host_remove_test_async(side->host, test, TRUE, 0, NULL, story_keep, &second);
    story_wait(&second);
    g_assert_false(hvr_host_remove_test_finish(side->host, second, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_BUSY);
    story_wait(&first);
    g_assert_true(hvr_host_remove_test_finish(side->host, first, NULL));
}

/* The answer got lost, and the machine is gone: that is what was asked for. */
static void
test_lost_reply(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->replica;
    g_autoptr(GError) error = NULL;

    g_mutex_lock(&story->lock);
    story->step = G_TIME_SPAN_SECOND;
    side->lose_reply = "DestroySystem_INPUT";
    g_mutex_unlock(&story->lock);
    g_assert_true(remove_test(side, TEST, TRUE, &error));
    g_assert_no_error(error);
    g_assert_true(is_gone(side));
    g_assert_cmpuint(side->n_asked, ==, 1);
}

static void
test_lost_request(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    StoryPace pace = { G_TIME_SPAN_SECOND, G_TIME_SPAN_SECOND / 2 };
    g_autoptr(Story) story = new_story_at(clock, &pace);
    StorySide *side = &story->replica;
    g_autoptr(GError) error = NULL;

    g_mutex_lock(&story->lock);
    side->lose_request = "DestroySystem_INPUT";
    g_mutex_unlock(&story->lock);
    g_assert_false(remove_test(side, TEST, TRUE, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_LOST);
    g_assert_nonnull(strstr(error->message, "it did not take effect: the machine is shut off"));
    g_assert_false(is_gone(side));
    g_assert_true(remove_test(side, TEST, TRUE, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/host/test/made", test_made);
    g_test_add_func("/host/test/removed", test_removed);
    g_test_add_func("/host/test/running", test_running);
    g_test_add_func("/host/test/not-waited-for", test_not_waited_for);
    g_test_add_func("/host/test/no-test", test_no_test);
    g_test_add_func("/host/test/twice", test_twice);
    g_test_add_func("/host/test/lost-reply", test_lost_reply);
    g_test_add_func("/host/test/lost-request", test_lost_request);

    return g_test_run();
}
