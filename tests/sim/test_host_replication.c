/* test_host_replication.c: replication through the driver, from enabling to failover
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "host_story.h"
#include "hvr_error.h"
#include "repl_point.h"
#include "repl_request.h"

#define STATE(name) "\"state\":\"" name "\""

static Story *
new_story(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();

    return story_new(clock, STORY_IDLE);
}

/* Enabled, and ready for the initial replication. */
static Story *
new_ready(void)
{
    Story *story = new_story();

    story_open(&story->primary);
    story_open(&story->replica);
    story_enable(story, "web01");
    g_ptr_array_set_size(story->primary.events, 0);

    return story;
}

static void
assert_last_event(StorySide *side, const char *expect)
{
    g_assert_cmpstr(side->events->pdata[side->events->len - 1], ==, expect);
}

/* Begins @verb without waiting for its job's end. */
static HvrJob *
begin_verb(StorySide *side, const HvrReplRequest *request)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    HvrJob *job = NULL;

    hvr_host_verb_async(side->host, story_find(side, "web01"), request, FALSE, 0, NULL, story_keep,
                        &result);
    story_wait(&result);
    hvr_host_verb_finish(side->host, result, &job, &error);
    g_assert_no_error(error);

    return job;
}

static HvrJob *
begin_start(StorySide *side)
{
    HvrReplRequest request = { .verb = HVR_VERB_START };

    return begin_verb(side, &request);
}

static gboolean
has_web01(StorySide *side)
{
    return story_find(side, "web01") != NULL;
}

static gboolean
is_replicating(StorySide *side)
{
    const HvrDomain *domain = story_find(side, "web01");

    return domain->legs[0] != NULL && domain->legs[0]->state == HVR_REPL_STATE_REPLICATING;
}

static gboolean
is_idle(StorySide *side)
{
    return hvr_host_get_job(side->host, story_find(side, "web01")) == NULL;
}

static void
test_enable(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;

    story_open(side);
    story_open(&story->replica);
    story_enable(story, "web01");
    story_assert_state(side, HVR_REPL_MODE_PRIMARY, HVR_REPL_STATE_READY);
    story_assert_order(side, "metadata web01 2",
                       "REPLICATION_STATE_CHANGE web01 {\"mode\":\"primary\"," STATE("ready"),
                       "job web01 enable completed", "answered", NULL);
    assert_last_event(side, "answered");
    g_assert_cmpuint(side->n_asked, ==, 1);

    story_wait_for(&story->replica, has_web01);
    story_assert_state(&story->replica, HVR_REPL_MODE_REPLICA, HVR_REPL_STATE_INITIAL);
    story_assert_order(&story->replica, "lifecycle web01 0 0", "metadata web01 2",
                       "REPLICATION_STATE_CHANGE web01 {\"mode\":\"replica\"", NULL);
}

static void
test_start_to_completion(void)
{
    g_autoptr(Story) story = new_ready();
    StorySide *side = &story->primary;
    g_autoptr(HvrJob) job = story_do_verb(side, HVR_VERB_START);
    const HvrDomain *web01 = story_find(side, "web01");

    story_assert_state(side, HVR_REPL_MODE_PRIMARY, HVR_REPL_STATE_REPLICATING);
    g_assert_cmpint(job->type, ==, VIR_DOMAIN_JOB_COMPLETED);
    g_assert_cmpuint(job->percent, ==, 100);
    g_assert_cmpstr(job->kind, ==, "initial-replication");
    story_assert_order(side, "REPLICATION_JOB web01 {", "REPLICATION_JOB web01 {",
                       "metadata web01 2",
                       "REPLICATION_STATE_CHANGE web01 {\"mode\":\"primary\"," STATE("replicating"),
                       "job web01 initial-replication completed", "answered", NULL);
    assert_last_event(side, "answered");

    g_assert_null(hvr_host_get_job(side->host, web01));
    g_assert_cmpstr(hvr_host_get_last_job(side->host, web01)->id, ==, job->id);
    hvr_host_forget_last_job(side->host, web01);
    g_assert_null(hvr_host_get_last_job(side->host, web01));
    story_wait_for(&story->replica, is_replicating);
}

static void
test_busy(void)
{
    g_autoptr(Story) story = new_ready();
    StorySide *side = &story->primary;
    g_autoptr(HvrJob) job = begin_start(side);
    HvrReplRequest resume = { .verb = HVR_VERB_RESUME };
    guint before = side->n_asked;
    g_autoptr(GError) error = NULL;
    const HvrJob *current = hvr_host_get_job(side->host, story_find(side, "web01"));

    g_assert_true(hvr_job_is_running(job));
    g_assert_cmpstr(current->id, ==, job->id);
    g_assert_cmpint(current->operation, ==, VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT);
    g_assert_false(story_verb(side, "web01", &resume, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_BUSY);
    g_assert_nonnull(strstr(error->message, "Sending the initial copy"));
    g_assert_cmpuint(side->n_asked, ==, before);
    story_wait_for(side, is_replicating);
}

static void
test_two_at_once(void)
{
    g_autoptr(Story) story = new_ready();
    StorySide *side = &story->primary;
    HvrReplRequest start = { .verb = HVR_VERB_START };
    g_autoptr(GAsyncResult) first = NULL;
    g_autoptr(GAsyncResult) second = NULL;
    g_autoptr(GError) error = NULL;
    HvrDomain *web01 = story_find(side, "web01");

    hvr_host_verb_async(side->host, web01, &start, TRUE, 0, NULL, story_keep, &first);
    hvr_host_verb_async(side->host, web01, &start, TRUE, 0, NULL, story_keep, &second);
    story_wait(&second);
    g_assert_false(hvr_host_verb_finish(side->host, second, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_BUSY);
    story_wait(&first);
    g_assert_true(hvr_host_verb_finish(side->host, first, NULL, NULL));
    g_assert_cmpuint(side->n_asked, ==, 2); /* enable, start */
}

static void
test_abort(void)
{
    g_autoptr(Story) story = new_ready();
    StorySide *side = &story->primary;
    HvrReplRequest start = { .verb = HVR_VERB_START };
    g_autoptr(GAsyncResult) waiting = NULL;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) aborted = NULL;
    const HvrDomain *web01;

    story->step = 0; /* world time stands still until the job is to end */
    hvr_host_verb_async(side->host, story_find(side, "web01"), &start, TRUE, 0, NULL, story_keep,
                        &waiting);
    while (is_idle(side))
        g_main_context_iteration(NULL, TRUE);
    hvr_host_abort_job_async(side->host, story_find(side, "web01"), NULL, story_keep, &result);
    story_wait(&result);
    g_assert_true(hvr_host_abort_job_finish(side->host, result, &error));
    g_assert_no_error(error);

    story_wait(&waiting);
    g_assert_false(hvr_host_verb_finish(side->host, waiting, NULL, &aborted));
    g_assert_nonnull(aborted);
    web01 = story_find(side, "web01");
    g_assert_cmpint(hvr_host_get_last_job(side->host, web01)->type, ==, VIR_DOMAIN_JOB_CANCELLED);
    story_assert_state(side, HVR_REPL_MODE_PRIMARY, HVR_REPL_STATE_READY);
}

static void
test_abort_nothing(void)
{
    g_autoptr(Story) story = new_ready();
    StorySide *side = &story->primary;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    hvr_host_abort_job_async(side->host, story_find(side, "web01"), NULL, story_keep, &result);
    story_wait(&result);
    g_assert_false(hvr_host_abort_job_finish(side->host, result, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
    g_assert_cmpstr(error->message, ==,
                    "Requested operation is not valid: no job is active on the domain");
}

/* The verb that ends a transfer is let through while the transfer runs. */
static void
test_cancel_initial(void)
{
    g_autoptr(Story) story = new_ready();
    StorySide *side = &story->primary;
    g_autoptr(HvrJob) job = NULL;
    g_autoptr(HvrJob) cancelling = NULL;

    story->step = G_TIME_SPAN_MILLISECOND;
    job = begin_start(side);
    g_assert_true(hvr_job_is_running(job));
    cancelling = story_do_verb(side, HVR_VERB_CANCEL_INITIAL);
    story_assert_state(side, HVR_REPL_MODE_PRIMARY, HVR_REPL_STATE_READY);
}

static void
test_scheduled(void)
{
    g_autoptr(Story) story = new_ready();
    StorySide *side = &story->primary;
    HvrReplRequest start = { .verb = HVR_VERB_START };
    g_autoptr(HvrJob) job = NULL;
    g_autoptr(GError) error = NULL;

    g_mutex_lock(&story->lock);
    start.start_time = story->world->now + G_TIME_SPAN_DAY;
    g_mutex_unlock(&story->lock);
    g_assert_true(story_verb(side, "web01", &start, &job, &error)); /* not in a day, but now */
    g_assert_no_error(error);
    g_assert_false(job->is_held);
    g_assert_true(is_idle(side));
    story_assert_state(side, HVR_REPL_MODE_PRIMARY, HVR_REPL_STATE_READY);
}

static void
test_timeout(void)
{
    g_autoptr(Story) story = new_ready();
    StorySide *side = &story->primary;
    HvrReplRequest start = { .verb = HVR_VERB_START };
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    story->step = 0;
    hvr_host_verb_async(side->host, story_find(side, "web01"), &start, TRUE, G_TIME_SPAN_SECOND / 2,
                        NULL, story_keep, &result);
    story_wait(&result);
    g_assert_false(hvr_host_verb_finish(side->host, result, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_TIMEOUT);
    g_assert_nonnull(strstr(error->message, "which goes on"));
    g_assert_false(is_idle(side));

    g_mutex_lock(&story->lock);
    story->step = G_TIME_SPAN_SECOND;
    g_mutex_unlock(&story->lock);
    story_wait_for(side, is_replicating);
}

static void
test_failed_job(void)
{
    g_autoptr(Story) story = new_ready();
    StorySide *side = &story->primary;
    HvrReplRequest start = { .verb = HVR_VERB_START };
    g_autoptr(GError) error = NULL;
    const HvrJob *last;

    side->sim->fail_next_job = 32768;
    g_assert_false(story_verb(side, "web01", &start, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_JOB_FAILED);
    g_assert_nonnull(strstr(error->message, "HV-PRIMARY"));
    g_assert_cmpuint(hvr_error_get_detail(error)->wmi_value, ==, 32768);
    last = hvr_host_get_last_job(side->host, story_find(side, "web01"));
    g_assert_cmpint(last->type, ==, VIR_DOMAIN_JOB_FAILED);
    g_assert_nonnull(last->error);
    story_assert_order(side, "job web01 initial-replication failed", "answered", NULL);
}

/* Done, but nobody heard: the state tells, and nothing is sent again. */
static void
test_lost_reply(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
    HvrReplRequest enable = { .verb = HVR_VERB_ENABLE, .settings = settings };
    g_autoptr(GError) error = NULL;

    story_open(side);
    story->step = G_TIME_SPAN_SECOND;
    g_assert_true(hvr_repl_settings_set(settings, "replica-server", "HV-REPLICA", NULL));
    side->lose_reply = "CreateReplicationRelationship_INPUT";
    g_assert_true(story_verb(side, "web01", &enable, NULL, &error));
    g_assert_no_error(error);
    story_assert_state(side, HVR_REPL_MODE_PRIMARY, HVR_REPL_STATE_READY);
    g_assert_cmpuint(side->n_asked, ==, 1);
}

/* Whichever answer gets lost: nothing hangs, nothing is sent twice, and the driver
 * ends up with the state of the host. */
static void
test_each_fault(void)
{
    for (guint n = 1; n <= 30; n++) {
        g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
        g_autoptr(Story) story = story_new(clock, STORY_IDLE);
        StorySide *side = &story->primary;
        g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
        HvrReplRequest enable = { .verb = HVR_VERB_ENABLE, .settings = settings };
        g_autoptr(GError) error = NULL;

        story_open(side);
        g_assert_true(hvr_repl_settings_set(settings, "replica-server", "HV-REPLICA", NULL));
        g_mutex_lock(&story->lock);
        side->lose_nth = n;
        g_mutex_unlock(&story->lock);
        if (!story_verb(side, "web01", &enable, NULL, &error))
            g_assert_error(error, HVR_ERROR, HVR_ERROR_LOST);
        g_assert_cmpuint(side->n_asked, <=, 1);

        g_mutex_lock(&story->lock);
        side->lose_nth = 0;
        hvs_world_step(story->world, G_TIME_SPAN_MINUTE);
        g_mutex_unlock(&story->lock);
        g_assert_true(story_refresh(side, NULL));
        if (side->n_asked == 1)
            story_assert_state(side, HVR_REPL_MODE_PRIMARY, HVR_REPL_STATE_READY);
        else
            g_assert_cmpuint(story_find(side, "web01")->mode, ==, HVR_REPL_MODE_NONE);
        g_assert_true(is_idle(side));
    }
}

static void
test_closed(void)
{
    g_autoptr(Story) story = new_ready();
    StorySide *side = &story->primary;
    HvrReplRequest start = { .verb = HVR_VERB_START };
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    hvr_host_verb_async(side->host, story_find(side, "web01"), &start, TRUE, 0, NULL, story_keep,
                        &result);
    hvr_host_close(side->host);
    story_wait(&result);
    g_assert_false(hvr_host_verb_finish(side->host, result, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CANCELLED);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/host/replication/enable", test_enable);
    g_test_add_func("/host/replication/start-to-completion", test_start_to_completion);
    g_test_add_func("/host/replication/busy", test_busy);
    g_test_add_func("/host/replication/two-at-once", test_two_at_once);
    g_test_add_func("/host/replication/abort", test_abort);
    g_test_add_func("/host/replication/abort-nothing", test_abort_nothing);
    g_test_add_func("/host/replication/cancel-initial", test_cancel_initial);
    g_test_add_func("/host/replication/scheduled", test_scheduled);
    g_test_add_func("/host/replication/timeout", test_timeout);
    g_test_add_func("/host/replication/failed-job", test_failed_job);
    g_test_add_func("/host/replication/lost-reply", test_lost_reply);
    g_test_add_func("/host/replication/each-fault", test_each_fault);
    g_test_add_func("/host/replication/closed", test_closed);

    return g_test_run();
}
