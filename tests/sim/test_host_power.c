/* test_host_power.c: machines are turned on and off through the driver
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "host_story.h"
#include "hvr_error.h"

static Story *
new_story(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    Story *story = story_new(clock, STORY_IDLE);

    story_open(&story->primary);

    return story;
}

static void
do_power(StorySide *side, const char *name, HvrPower power)
{
    g_autoptr(GError) error = NULL;

    story_power(side, name, power, &error);
    g_assert_no_error(error);
}

static void
test_start_and_destroy(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;

    do_power(side, "db01", HVR_POWER_START);
    g_assert_cmpint(story_find(side, "db01")->state, ==, VIR_DOMAIN_RUNNING);
    g_assert_cmpint(story_find(side, "db01")->reason, ==, VIR_DOMAIN_RUNNING_BOOTED);
    g_assert_cmpint(story_find(side, "db01")->id, >, 0);
    g_assert_true(story_has_event(side, "lifecycle db01 2 0"));
    g_assert_cmpstr(side->events->pdata[side->events->len - 1], ==, "answered");
    g_ptr_array_set_size(side->events, 0);

    do_power(side, "db01", HVR_POWER_DESTROY);
    g_assert_false(story_has_event(side, "lifecycle db01 6"));
    g_assert_cmpint(story_find(side, "db01")->state, ==, VIR_DOMAIN_SHUTOFF);
    g_assert_cmpint(story_find(side, "db01")->reason, ==, VIR_DOMAIN_SHUTOFF_DESTROYED);
    g_assert_cmpint(story_find(side, "db01")->id, ==, -1);
    g_assert_true(story_has_event(side, "lifecycle db01 5 1"));
    g_assert_cmpstr(side->events->pdata[side->events->len - 1], ==, "answered");
}

static void
test_suspend_and_resume(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;

    do_power(side, "web01", HVR_POWER_SUSPEND);
    g_assert_cmpint(story_find(side, "web01")->state, ==, VIR_DOMAIN_PAUSED);
    g_assert_true(story_has_event(side, "lifecycle web01 3 0"));
    do_power(side, "web01", HVR_POWER_RESUME);
    g_assert_cmpint(story_find(side, "web01")->state, ==, VIR_DOMAIN_RUNNING);
    g_assert_cmpint(story_find(side, "web01")->reason, ==, VIR_DOMAIN_RUNNING_UNPAUSED);
    g_assert_true(story_has_event(side, "lifecycle web01 4 0"));
}

static gboolean
is_web01_off(StorySide *side)
{
    return story_find(side, "web01")->state == VIR_DOMAIN_SHUTOFF;
}

/* The answer comes once the guest was asked; it takes its time. */
static void
test_shutdown(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;

    do_power(side, "web01", HVR_POWER_SHUTDOWN);
    story_wait_for(side, is_web01_off);
    g_assert_cmpint(story_find(side, "web01")->reason, ==, VIR_DOMAIN_SHUTOFF_SHUTDOWN);
    g_assert_true(story_has_event(side, "lifecycle web01 5 0"));
}

static void
test_reboot_and_reset(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    guint before = side->n_asked;

    do_power(side, "web01", HVR_POWER_RESET);
    g_assert_cmpuint(side->n_asked, ==, before + 1);
    story_assert_order(side, "reboot web01", "job web01 reset", "answered", NULL);
    do_power(side, "web01", HVR_POWER_REBOOT);
    g_assert_cmpuint(side->n_asked, ==, before + 2);
}

typedef struct {
    const char *name;
    const char *domain;
    HvrPower power;
    const char *message;
} Refusal;

#define NOT_VALID "Requested operation is not valid: "

/* web01 runs, db01 is off. */
/* clang-format off */
static const Refusal refusals[] = {
    { "start-running",  "web01",      HVR_POWER_START,    NOT_VALID "domain is already running" },
    { "resume-running", "web01",      HVR_POWER_RESUME,   NOT_VALID "domain is already running" },
    { "shutdown-off",   "db01",       HVR_POWER_SHUTDOWN, NOT_VALID "domain is not running" },
    { "destroy-off",    "db01",       HVR_POWER_DESTROY,  NOT_VALID "domain is not running" },
    { "suspend-off",    "db01",       HVR_POWER_SUSPEND,  NOT_VALID "domain is not running" },
    { "resume-off",     "db01",       HVR_POWER_RESUME,   NOT_VALID "domain is not running" },
    { "reboot-off",     "db01",       HVR_POWER_REBOOT,   NOT_VALID "domain is not running" },
    { "reset-off",      "db01",       HVR_POWER_RESET,    NOT_VALID "domain is not running" },
    { "the-host",       "HV-PRIMARY", HVR_POWER_DESTROY,  NOT_VALID "'HV-PRIMARY' is the host itself" },
};
/* clang-format on */

static void
test_refusal(gconstpointer data)
{
    const Refusal *c = data;
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    g_assert_false(story_power(side, c->domain, c->power, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
    g_assert_cmpstr(error->message, ==, c->message);
    g_assert_cmpuint(side->n_asked, ==, 0);
}

/* No time passes but by waiting. */
static Story *
new_stepped(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    StoryPace pace = { G_TIME_SPAN_SECOND, G_TIME_SPAN_SECOND };
    Story *story = story_new_at_pace(clock, &pace);

    story_open(&story->primary);

    return story;
}

/* Nothing was changed, and the error says so. */
static void
test_lost_request(void)
{
    g_autoptr(Story) story = new_stepped();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    g_mutex_lock(&story->lock);
    side->lose_request = "RequestStateChange_INPUT";
    g_mutex_unlock(&story->lock);
    g_assert_false(story_power(side, "db01", HVR_POWER_START, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_LOST);
    g_assert_cmpuint(side->n_asked, ==, 0);
    g_assert_nonnull(strstr(error->message, "; it did not take effect: the machine is shut off"));
}

/* What a guest was asked shows nowhere. */
static void
test_lost_question(void)
{
    g_autoptr(Story) story = new_stepped();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    g_mutex_lock(&story->lock);
    side->lose_request = "InitiateReboot_INPUT";
    g_mutex_unlock(&story->lock);
    g_assert_false(story_power(side, "web01", HVR_POWER_REBOOT, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_LOST);
    g_assert_nonnull(
        strstr(error->message, "; whether it took effect is unknown: the machine is running"));
}

/* It took effect, but nobody said so: never sent again, and the state tells. */
static void
test_lost_reply(void)
{
    g_autoptr(Story) story = new_stepped();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    g_mutex_lock(&story->lock);
    side->lose_reply = "RequestStateChange_INPUT";
    g_mutex_unlock(&story->lock);
    g_assert_true(story_power(side, "db01", HVR_POWER_START, &error));
    g_assert_no_error(error);
    g_assert_cmpint(story_find(side, "db01")->state, ==, VIR_DOMAIN_RUNNING);
    g_assert_cmpuint(side->n_asked, ==, 1);
}

/* Somebody else turns db01 off whenever it runs. */
static GBytes *
turn_off_and_answer(GBytes *request, gpointer user_data, GError **error)
{
    StorySide *side = user_data;

    g_mutex_lock(&side->story->lock);
    hvs_vm_set_state(hvs_host_find_vm(side->sim, STORY_DB01), HVS_VM_OFF);
    g_mutex_unlock(&side->story->lock);

    return story_answer(request, side, error);
}

/* Started, and turned off by somebody else before anybody looked. */
static void
test_undone(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    StoryPace pace = { G_TIME_SPAN_SECOND, G_TIME_SPAN_SECOND };
    g_autoptr(Story) story = story_new_at_pace(clock, &pace);
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    side->peer = turn_off_and_answer;
    story_open(side);
    g_assert_false(story_power(side, "db01", HVR_POWER_START, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_JOB_FAILED);
    g_assert_cmpstr(error->message, ==,
                    "'start' of 'db01': host 'HV-PRIMARY' says that it is done, but the machine is "
                    "shut off");
    g_assert_cmpuint(side->n_asked, ==, 1);
}

static void
test_failed_job(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;
    const HvrJob *last;

    side->sim->fail_next_job = 32768;
    g_assert_false(story_power(side, "db01", HVR_POWER_START, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_JOB_FAILED);
    g_assert_nonnull(strstr(error->message, "'start' of 'db01': "));
    g_assert_nonnull(strstr(error->message, "32768"));
    last = hvr_host_get_last_job(side->host, story_find(side, "db01"));
    g_assert_cmpint(last->type, ==, VIR_DOMAIN_JOB_FAILED);
    g_assert_null(hvr_host_get_job(side->host, story_find(side, "db01")));
    g_assert_true(story_has_event(side, "job db01 start failed"));
}

/* Whichever answer gets lost: nothing hangs, nothing is sent twice, and the state
 * is that of the host afterwards. */
static void
test_each_fault(void)
{
    for (guint n = 1; n <= 30; n++) {
        g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
        g_autoptr(Story) story = story_new(clock, STORY_IDLE);
        StorySide *side = &story->primary;
        g_autoptr(GError) error = NULL;
        const HvsVm *vm;

        story_open(side);
        g_mutex_lock(&story->lock);
        side->lose_nth = n;
        g_mutex_unlock(&story->lock);
        if (!story_power(side, "db01", HVR_POWER_START, &error))
            g_assert_error(error, HVR_ERROR, HVR_ERROR_LOST);
        g_assert_cmpuint(side->n_asked, ==, 1);

        g_mutex_lock(&story->lock);
        side->lose_nth = 0;
        hvs_world_step(story->world, G_TIME_SPAN_MINUTE);
        vm = hvs_host_find_vm(side->sim, STORY_DB01);
        g_assert_cmpuint(vm->enabled_state, ==, HVS_VM_RUNNING);
        g_mutex_unlock(&story->lock);
        g_assert_true(story_refresh(side, NULL));
        g_assert_cmpint(story_find(side, "db01")->state, ==, VIR_DOMAIN_RUNNING);
        g_assert_null(hvr_host_get_job(side->host, story_find(side, "db01")));
    }
}

/* Ends the waiting; the machine starts all the same. */
static void
test_cancelled(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    g_cancellable_cancel(cancellable);
    hvr_host_power_async(side->host, story_find(side, "db01"), HVR_POWER_START, cancellable,
                         story_keep, &result);
    story_wait(&result);
    g_assert_false(hvr_host_power_finish(side->host, result, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CANCELLED);
}

static void
test_closed(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(HvrDomain) db01 = hvr_domain_ref(story_find(side, "db01"));
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    hvr_host_power_async(side->host, db01, HVR_POWER_START, NULL, story_keep, &result);
    hvr_host_close(side->host);
    story_wait(&result);
    g_assert_false(hvr_host_power_finish(side->host, result, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CANCELLED);

    g_clear_object(&result);
    g_clear_error(&error);
    hvr_host_power_async(side->host, db01, HVR_POWER_START, NULL, story_keep, &result);
    story_wait(&result);
    g_assert_false(hvr_host_power_finish(side->host, result, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CANCELLED);
}

static void
test_gone(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(HvrDomain) stranger = hvr_domain_new("8DDC63C1-0135-40CA-B998-A606D91080E9", "x");
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    hvr_host_power_async(side->host, stranger, HVR_POWER_START, NULL, story_keep, &result);
    story_wait(&result);
    g_assert_false(hvr_host_power_finish(side->host, result, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_NO_DOMAIN);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autofree char *path = g_strconcat("/host/power/refusal/", refusals[i].name, NULL);

        g_test_add_data_func(path, &refusals[i], test_refusal);
    }
    g_test_add_func("/host/power/start-and-destroy", test_start_and_destroy);
    g_test_add_func("/host/power/suspend-and-resume", test_suspend_and_resume);
    g_test_add_func("/host/power/shutdown", test_shutdown);
    g_test_add_func("/host/power/reboot-and-reset", test_reboot_and_reset);
    g_test_add_func("/host/power/lost-request", test_lost_request);
    g_test_add_func("/host/power/lost-question", test_lost_question);
    g_test_add_func("/host/power/undone", test_undone);
    g_test_add_func("/host/power/lost-reply", test_lost_reply);
    g_test_add_func("/host/power/failed-job", test_failed_job);
    g_test_add_func("/host/power/each-fault", test_each_fault);
    g_test_add_func("/host/power/cancelled", test_cancelled);
    g_test_add_func("/host/power/closed", test_closed);
    g_test_add_func("/host/power/gone", test_gone);

    return g_test_run();
}
