/* test_host_background.c: jobs that replication runs of its own accord are nobody's jobs
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>

#include "host_story.h"
#include "sim_job.h"
#include "sim_replication_baseline.h"

#define MIB (G_GUINT64_CONSTANT(1) << 20)

static const char *const releases[] = { "2012", "2012 R2", "2016", "2019", "2022", "2025" };

static gboolean
has_sim_job(const HvsHost *sim, guint16 type, guint16 state)
{
    for (guint i = 0; i < sim->jobs->len; i++) {
        const HvsJob *job = g_ptr_array_index(sim->jobs, i);

        if (job->type == type && job->state == state)
            return TRUE;
    }

    return FALSE;
}

static void
pass(Story *story, GTimeSpan span)
{
    g_mutex_lock(&story->lock);
    hvs_world_step(story->world, span);
    g_mutex_unlock(&story->lock);
}

/* web01 replicates and writes; time passes when the test says so. */
static Story *
new_story(const char *release, GTimeSpan idle_interval)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    Story *story = story_new(clock, idle_interval);

    hvs_host_set_version(story->primary.sim, release);
    hvs_host_set_version(story->replica.sim, release);
    story->step = 0;
    hvs_replication_preset(hvs_host_find_vm(story->primary.sim, STORY_WEB01), story->replica.sim,
                           0);
    story->primary.sim->delta_rate = MIB / 8;
    story_open(&story->primary);
    story_open(&story->replica);

    return story;
}

static guint
count_refresh(StorySide *side)
{
    guint before = side->sim->n_requests;

    g_assert_true(story_refresh(side, NULL));

    return side->sim->n_requests - before;
}

static void
assert_no_job(StorySide *side)
{
    g_assert_null(hvr_host_get_job(side->host, story_find(side, "web01")));
    g_assert_null(hvr_host_get_last_job(side->host, story_find(side, "web01")));
    g_assert_false(story_has_event(side, "job "));
    g_assert_false(story_has_event(side, "REPLICATION_JOB"));
    g_assert_cmpuint(side->n_faults, ==, 0);
}

/* A look during a delta costs what one before it does, and shows as many jobs: none. */
static void
test_delta(gconstpointer data)
{
    g_autoptr(Story) story = new_story(data, G_TIME_SPAN_HOUR);
    StorySide *sides[] = { &story->primary, &story->replica };
    guint before[] = { count_refresh(sides[0]), count_refresh(sides[1]) };

    pass(story, 5 * G_TIME_SPAN_MINUTE + G_TIME_SPAN_SECOND);
    g_assert_true(has_sim_job(story->primary.sim, 105, 4));
    g_assert_true(has_sim_job(story->replica.sim, 106, 4));
    for (guint i = 0; i < G_N_ELEMENTS(sides); i++) {
        g_assert_cmpuint(count_refresh(sides[i]), ==, before[i]);
        assert_no_job(sides[i]);
    }
    pass(story, 9 * G_TIME_SPAN_MINUTE);
    g_assert_true(has_sim_job(story->primary.sim, 105, 7));
    g_assert_true(has_sim_job(story->replica.sim, 106, 7));
    g_assert_true(has_sim_job(story->replica.sim, 108, 7));
    for (guint i = 0; i < G_N_ELEMENTS(sides); i++) {
        g_assert_cmpuint(count_refresh(sides[i]), ==, before[i]);
        assert_no_job(sides[i]);
    }
}

static gboolean
has_looked(StorySide *side)
{
    gboolean enough;

    g_mutex_lock(&side->story->lock);
    enough = side->n_looks >= 10;
    g_mutex_unlock(&side->story->lock);

    return enough;
}

/* Nobody asks for anything: a delta under way is no reason to look closer.  Two
 * requests for each of jobs, machines and relationships. */
static void
test_idle(gconstpointer data)
{
    g_autoptr(Story) story = new_story(data, STORY_IDLE);
    StorySide *sides[] = { &story->primary, &story->replica };

    pass(story, 5 * G_TIME_SPAN_MINUTE + G_TIME_SPAN_SECOND);
    for (guint i = 0; i < G_N_ELEMENTS(sides); i++) {
        StorySide *side = sides[i];

        g_assert_true(story_refresh(side, NULL));
        g_mutex_lock(&story->lock);
        g_assert_true(has_sim_job(side->sim, i == 0 ? 105 : 106, 4));
        side->n_looks = 0;
        side->sim->n_requests = 0;
        g_mutex_unlock(&story->lock);
        story_wait_for(side, has_looked);
        g_mutex_lock(&story->lock);
        g_assert_cmpuint(side->sim->n_requests, <=, 6 * (side->n_looks + 1));
        g_mutex_unlock(&story->lock);
        assert_no_job(side);
    }
}

/* More ended jobs than fit a page of 256,000 characters cost nothing either. */
static void
test_many(void)
{
    static const HvsJobRow row = { .type = 106, .caption = "Replication Receiving Delta" };
    g_autoptr(Story) story = new_story("2022", G_TIME_SPAN_HOUR);
    StorySide *side = &story->replica;
    guint before = count_refresh(side);

    for (guint i = 0; i < 1000; i++) {
        HvsVm *vm = hvs_host_find_vm(side->sim, STORY_WEB01);

        hvs_job_end(hvs_job_start_background(side->sim, &row, vm, G_TIME_SPAN_SECOND, NULL), 7);
    }
    g_assert_cmpuint(count_refresh(side), ==, before);
}

static HvrJob *
start_resync(Story *story)
{
    HvrReplRequest resync = { .verb = HVR_VERB_RESYNCHRONIZE };
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    StorySide *side = &story->primary;
    HvrJob *job = NULL;

    hvr_host_verb_async(side->host, story_find(side, "web01"), &resync, FALSE, 0, NULL, story_keep,
                        &result);
    story_wait(&result);
    hvr_host_verb_finish(side->host, result, &job, &error);
    g_assert_no_error(error);

    return job;
}

/* The primary shows its job; the replica takes part in it and is still free to
 * fail over, which is the end of the resynchronization. */
static void
test_resync(void)
{
    g_autoptr(Story) story = new_story("2022", G_TIME_SPAN_HOUR);
    g_autoptr(HvrJob) job = NULL;

    story->primary.sim->initial_rate = MIB;
    hvs_baseline_lose(hvs_host_find_vm(story->primary.sim, STORY_WEB01)->relationships[0],
                      HVS_BASELINE_CRASH);
    g_assert_true(story_refresh(&story->primary, NULL));
    job = start_resync(story);
    pass(story, G_TIME_SPAN_MINUTE);
    g_assert_true(has_sim_job(story->replica.sim, 113, 4));
    g_assert_true(story_refresh(&story->replica, NULL));
    assert_no_job(&story->replica);
    g_assert_true(story_refresh(&story->primary, NULL));
    g_assert_cmpstr(
        hvr_host_get_job(story->primary.host, story_find(&story->primary, "web01"))->kind, ==,
        "resynchronization");

    story->step = 20 * G_TIME_SPAN_MILLISECOND;
    {
        g_autoptr(HvrJob) failover = story_do_verb(&story->replica, HVR_VERB_FAILOVER);
    }
    story_assert_state(&story->replica, HVR_REPL_MODE_REPLICA, HVR_REPL_STATE_FAILED_OVER);
    g_assert_false(has_sim_job(story->replica.sim, 113, 4));
    g_assert_true(has_sim_job(story->replica.sim, 113, 8));
    g_assert_true(story_has_event(&story->replica, "job web01 failover completed"));
    g_assert_false(story_has_event(&story->replica, "job web01 check"));
    g_assert_true(story_refresh(&story->primary, NULL));
    g_assert_true(story_has_event(&story->primary, "job web01 resynchronization failed"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(releases); i++) {
        g_autofree char *delta = g_strconcat("/host/background/delta/", releases[i], NULL);
        g_autofree char *idle = g_strconcat("/host/background/idle/", releases[i], NULL);

        g_test_add_data_func(delta, releases[i], test_delta);
        g_test_add_data_func(idle, releases[i], test_idle);
    }
    g_test_add_func("/host/background/many", test_many);
    g_test_add_func("/host/background/resync", test_resync);

    return g_test_run();
}
