/* test_host_jobs.c: jobs that somebody else started
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "host_story.h"
#include "hvr_error.h"
#include "sim_job.h"

static void
on_done(HvsJob *job, gpointer data)
{
}

static const HvsJobRow initial = { 94, "Initial replication", TRUE, on_done, NULL, NULL };
static const HvsJobRow cycle = { 105, "Sending delta", FALSE, on_done, NULL, NULL };
static const HvsJobRow hosts = { 90, "Modify server settings", FALSE, on_done, NULL, NULL };

static Story *
new_story(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    Story *story = story_new(clock, STORY_IDLE);

    story->step = 0;
    story_open(&story->primary);

    return story;
}

/* Ten seconds of @row for web01, begun by an administrator at the console. */
static void
start_outside(Story *story, const HvsJobRow *row, gboolean has_vm, gint64 scheduled)
{
    HvsHost *sim = story->primary.sim;

    g_mutex_lock(&story->lock);
    hvs_job_start(sim, row, has_vm ? hvs_host_find_vm(sim, STORY_WEB01) : NULL,
                  10 * G_TIME_SPAN_SECOND, scheduled, NULL);
    g_mutex_unlock(&story->lock);
}

static void
pass(Story *story, GTimeSpan span)
{
    g_mutex_lock(&story->lock);
    hvs_world_step(story->world, span);
    g_mutex_unlock(&story->lock);
}

static HvrJob *
get_job(StorySide *side)
{
    return hvr_host_get_job(side->host, story_find(side, "web01"));
}

static gboolean
has_job(StorySide *side)
{
    return get_job(side) != NULL;
}

static gboolean
has_no_job(StorySide *side)
{
    return get_job(side) == NULL;
}

static gboolean
is_at_40(StorySide *side)
{
    return get_job(side) != NULL && get_job(side)->percent == 40;
}

static void
test_seen_to_its_end(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    const HvrJob *job;

    start_outside(story, &initial, TRUE, 0);
    story_wait_for(side, has_job);
    job = get_job(side);
    g_assert_cmpstr(job->kind, ==, "initial-replication");
    g_assert_cmpint(job->operation, ==, VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT);
    g_assert_cmpint(job->type, ==, VIR_DOMAIN_JOB_BOUNDED);
    g_assert_cmpstr(job->guid, ==, STORY_WEB01);

    pass(story, 4 * G_TIME_SPAN_SECOND);
    story_wait_for(side, is_at_40);
    g_assert_cmpuint(get_job(side)->elapsed_ms, ==, 4000);
    g_assert_cmpuint(get_job(side)->remaining_ms, ==, 6000);

    pass(story, 6 * G_TIME_SPAN_SECOND);
    story_wait_for(side, has_no_job);
    g_assert_cmpint(hvr_host_get_last_job(side->host, story_find(side, "web01"))->type, ==,
                    VIR_DOMAIN_JOB_COMPLETED);
    g_assert_cmpuint(side->events->len, ==, 4);
    g_assert_true(g_str_has_prefix(side->events->pdata[0], "REPLICATION_JOB web01 {\"id\""));
    g_assert_nonnull(strstr(side->events->pdata[0], "\"percent\":0,\"status\":\"running\""));
    g_assert_nonnull(strstr(side->events->pdata[1], "\"percent\":40,\"status\":\"running\""));
    g_assert_nonnull(strstr(side->events->pdata[2], "\"percent\":100,\"status\":\"completed\""));
    g_assert_cmpstr(side->events->pdata[3], ==, "job web01 initial-replication completed");
}

static void
test_abort(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    start_outside(story, &initial, TRUE, 0);
    story_wait_for(side, has_job);
    hvr_host_abort_job_async(side->host, story_find(side, "web01"), NULL, story_keep, &result);
    story_wait(&result);
    hvr_host_abort_job_finish(side->host, result, &error);
    g_assert_no_error(error);
    g_assert_true(has_no_job(side));
    g_assert_true(story_has_event(side, "job web01 initial-replication cancelled"));
}

/* A host that restarts forgets its jobs: nobody knows how they ended. */
static void
test_forgotten(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;

    start_outside(story, &initial, TRUE, 0);
    story_wait_for(side, has_job);
    g_mutex_lock(&story->lock);
    hvs_job_forget(side->sim);
    g_mutex_unlock(&story->lock);
    story_wait_for(side, has_no_job);
    g_assert_null(hvr_host_get_last_job(side->host, story_find(side, "web01")));
    g_assert_false(story_has_event(side, "job "));
    g_assert_nonnull(strstr(side->events->pdata[side->events->len - 1], "\"status\":\"unknown\""));
}

/* What holds no domain is no domain's job; the watcher looks twice to be sure. */
static void
assert_no_job(Story *story)
{
    StorySide *side = &story->primary;

    for (guint i = 0; i < 2; i++) {
        g_assert_true(story_refresh(side, NULL));
        g_assert_true(has_no_job(side));
    }
    story_assert_events(side, NULL);
}

static void
test_cycle(void)
{
    g_autoptr(Story) story = new_story();

    start_outside(story, &cycle, TRUE, 0);
    assert_no_job(story);
}

static void
test_of_the_host(void)
{
    g_autoptr(Story) story = new_story();

    start_outside(story, &hosts, FALSE, 0);
    assert_no_job(story);
}

static void
test_scheduled(void)
{
    g_autoptr(Story) story = new_story();

    start_outside(story, &initial, TRUE, story->world->now + G_TIME_SPAN_HOUR);
    assert_no_job(story);
    pass(story, G_TIME_SPAN_HOUR);
    story_wait_for(&story->primary, has_job);
}

static guint
count_refresh(StorySide *side)
{
    guint before = side->sim->n_requests;

    g_assert_true(story_refresh(side, NULL));

    return side->sim->n_requests - before;
}

/* Whose jobs are, is asked with one query; and not again for jobs of nobody's. */
static void
test_owner_asked_once(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    g_autoptr(Story) story = story_new(clock, G_TIME_SPAN_HOUR);
    StorySide *side = &story->primary;
    guint without;
    guint one;

    story->step = 0;
    story_open(side);
    without = count_refresh(side);
    start_outside(story, &hosts, FALSE, 0);
    one = count_refresh(side);
    g_assert_cmpuint(one, ==, without + 1);
    start_outside(story, &hosts, FALSE, 0);
    start_outside(story, &hosts, FALSE, 0);
    one = count_refresh(side);
    g_assert_cmpuint(one, <=, without + 2); /* two jobs and more take a pull */
    g_assert_cmpuint(count_refresh(side), ==, one - 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/host/jobs/seen-to-its-end", test_seen_to_its_end);
    g_test_add_func("/host/jobs/abort", test_abort);
    g_test_add_func("/host/jobs/forgotten", test_forgotten);
    g_test_add_func("/host/jobs/cycle", test_cycle);
    g_test_add_func("/host/jobs/of-the-host", test_of_the_host);
    g_test_add_func("/host/jobs/scheduled", test_scheduled);
    g_test_add_func("/host/jobs/owner-asked-once", test_owner_asked_once);

    return g_test_run();
}
