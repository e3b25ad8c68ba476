/* host_story.c: drivers of two simulated hosts, without a wire
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host_story.h"

#include <string.h>

#include "hvr_error.h"
#include "repl_request.h"
#include "sim_job.h"
#include "wmi_session.h"
#include "wsman_client.h"
#include "wsman_loopback.h"

#define START (G_GINT64_CONSTANT(1777604400) * G_USEC_PER_SEC)
#define GIB   (G_GUINT64_CONSTANT(1) << 30)

/* A story that takes longer is stuck. */
#define PATIENCE_S 30

/* Whether @request is the one that @text, which is forgotten then, waits for. */
static gboolean
is_chosen(const char **text, GBytes *request)
{
    gsize size;
    const char *bytes = g_bytes_get_data(request, &size);

    if (*text == NULL || g_strstr_len(bytes, (gssize)size, *text) == NULL)
        return FALSE;
    *text = NULL;

    return TRUE;
}

GBytes *
story_answer(GBytes *request, gpointer user_data, GError **error)
{
    StorySide *side = user_data;
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&side->story->lock);
    const char *input = "_INPUT";
    const char *jobs = "FROM Msvm_ConcreteJob";
    g_autoptr(GBytes) reply = NULL;
    gboolean is_fault = FALSE;

    if (side->is_down)
        return hvr_fail_null(error, HVR_ERROR_UNREACHABLE, "nobody answers");
    if (is_chosen(&side->lose_request, request))
        return hvr_fail_null(error, HVR_ERROR_LOST, "the request got lost");
    if (is_chosen(&input, request))
        side->n_asked++;
    if (is_chosen(&jobs, request))
        side->n_looks++;

    hvs_world_step(side->story->world, side->story->step);
    reply = hvs_service_answer(side->service, request, g_get_monotonic_time(), &is_fault);
    side->n_faults += is_fault;
    if (is_chosen(&side->lose_reply, request) || (side->lose_nth > 0 && --side->lose_nth == 0))
        return hvr_fail_null(error, HVR_ERROR_LOST, "the answer got lost");

    return g_steal_pointer(&reply);
}

static HvrWmiSession *
open_session(gpointer user_data, HvrClock *clock, GError **error)
{
    StorySide *side = user_data;
    HvrWsmanTransport *transport =
        hvr_wsman_loopback_new(side->peer != NULL ? side->peer : story_answer, side);
    HvrWsmanClient *client = hvr_wsman_client_new(transport, G_TIME_SPAN_MINUTE);

    g_atomic_int_inc(&side->n_opened);

    return hvr_wmi_session_new(client, side->sim->name, clock);
}

/* "KIND NAME ...": only what a reader of the test cares about. */
static char *
format_event(const HvrEvent *event)
{
    const char *name = event->domain != NULL ? event->domain->name : "-";

    switch (event->kind) {
    case HVR_EVENT_LIFECYCLE:
        return g_strdup_printf("lifecycle %s %d %d", name, event->type, event->detail);
    case HVR_EVENT_METADATA_CHANGE:
        return g_strdup_printf("metadata %s %d", name, event->type);
    case HVR_EVENT_JOB_COMPLETED:
        return g_strdup_printf("job %s %s %s", name, event->job->kind,
                               hvr_job_get_status(event->job));
    case HVR_EVENT_MONITOR:
        return g_strdup_printf("%s %s %s", event->name, name, event->details);
    case HVR_EVENT_REBOOT:
        return g_strdup_printf("reboot %s", name);
    case HVR_EVENT_HOST_LOST:
        break;
    }

    return g_strdup("lost");
}

static void
on_event(HvrHost *host, const HvrEvent *event, gpointer user_data)
{
    StorySide *side = user_data;

    g_ptr_array_add(side->events, format_event(event));
}

static void
side_init(StorySide *side, Story *story, const char *name, const StoryPace *pace)
{
    HvrHostConfig config;

    side->story = story;
    side->sim = hvs_host_new(story->world, name);
    hvs_replication_open_listener(side->sim, "D:\\Replica");
    side->service = hvs_service_new(side->sim);
    side->events = g_ptr_array_new_with_free_func(g_free);

    hvr_host_config_init(&config);
    config.endpoint.name = name;
    config.open = open_session;
    config.open_data = side;
    config.idle_interval = pace->idle_interval;
    config.busy_interval = pace->busy_interval;
    side->host = hvr_host_new(&config, story->clock);
    g_signal_connect(side->host, "event", G_CALLBACK(on_event), side);
}

Story *
story_new(HvrClock *clock, GTimeSpan idle_interval)
{
    StoryPace pace = { idle_interval, G_TIME_SPAN_MILLISECOND };

    return story_new_at_pace(clock, &pace);
}

Story *
story_new_at_pace(HvrClock *clock, const StoryPace *pace)
{
    Story *story = g_new0(Story, 1);
    g_autoptr(HvrClock) world_clock = hvr_clock_new_stepped(START);
    HvsVm *vm;

    g_mutex_init(&story->lock);
    story->clock = hvr_clock_ref(clock);
    story->world = hvs_world_new(world_clock, START, 0, 1);
    story->step = 20 * G_TIME_SPAN_MILLISECOND;
    side_init(&story->primary, story, "HV-PRIMARY", pace);
    side_init(&story->replica, story, "HV-REPLICA", pace);
    vm = hvs_vm_new(story->primary.sim, "web01", STORY_WEB01);
    hvs_vm_add_disk(vm, "C:\\VMs\\web01.vhdx", 4 * GIB);
    hvs_vm_set_state(vm, HVS_VM_RUNNING);
    vm = hvs_vm_new(story->primary.sim, "db01", STORY_DB01);
    hvs_vm_add_disk(vm, "C:\\VMs\\db01.vhdx", GIB);

    return story;
}

static gboolean
on_stuck(gpointer user_data)
{
    g_test_message("stuck");
    g_assert_not_reached();

    return G_SOURCE_REMOVE;
}

static gboolean
is_closed(StorySide *side)
{
    return hvr_host_is_closed(side->host);
}

static void
side_clear(StorySide *side)
{
    hvr_host_close(side->host);
    story_wait_for(side, is_closed);
    g_object_unref(side->host);
    hvs_service_free(side->service);
    g_ptr_array_unref(side->events);
}

void
story_free(Story *story)
{
    side_clear(&story->primary);
    side_clear(&story->replica);
    hvs_world_free(story->world);
    hvr_clock_unref(story->clock);
    g_mutex_clear(&story->lock);
    g_free(story);
}

void
story_wait_for(StorySide *side, StoryCondition condition)
{
    guint stuck = g_timeout_add_seconds(PATIENCE_S, on_stuck, NULL);

    while (!condition(side))
        g_main_context_iteration(NULL, TRUE);
    g_source_remove(stuck);
}

void
story_keep(GObject *source, GAsyncResult *result, gpointer user_data)
{
    *(GAsyncResult **)user_data = g_object_ref(result);
}

void
story_wait(GAsyncResult **result)
{
    guint stuck = g_timeout_add_seconds(PATIENCE_S, on_stuck, NULL);

    while (*result == NULL)
        g_main_context_iteration(NULL, TRUE);
    g_source_remove(stuck);
}

void
story_open(StorySide *side)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    hvr_host_open_async(side->host, NULL, story_keep, &result);
    story_wait(&result);
    g_assert_true(hvr_host_open_finish(side->host, result, &error));
    g_assert_no_error(error);
}

HvrDomain *
story_find(StorySide *side, const char *name)
{
    return hvr_host_lookup_by_name(side->host, name, NULL);
}

gboolean
story_refresh(StorySide *side, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hvr_host_refresh_async(side->host, NULL, story_keep, &result);
    story_wait(&result);

    return hvr_host_refresh_finish(side->host, result, error);
}

/* What the events were when the answer came. */
static void
note_answer(StorySide *side)
{
    g_ptr_array_add(side->events, g_strdup("answered"));
}

typedef struct {
    StorySide *side;
    GAsyncResult *result;
} Wait;

static void
on_answer(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Wait *wait = user_data;

    wait->result = g_object_ref(result);
    note_answer(wait->side);
}

gboolean
story_power(StorySide *side, const char *name, HvrPower power, GError **error)
{
    Wait wait = { .side = side };
    g_autoptr(GAsyncResult) result = NULL;

    hvr_host_power_async(side->host, story_find(side, name), power, NULL, on_answer, &wait);
    story_wait(&wait.result);
    result = wait.result;

    return hvr_host_power_finish(side->host, result, error);
}

gboolean
story_verb(StorySide *side,
           const char *name,
           const HvrReplRequest *request,
           HvrJob **out_job,
           GError **error)
{
    Wait wait = { .side = side };
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(HvrJob) job = NULL;

    hvr_host_verb_async(side->host, story_find(side, name), request, TRUE, 0, NULL, on_answer,
                        &wait);
    story_wait(&wait.result);
    result = wait.result;
    if (!hvr_host_verb_finish(side->host, result, &job, error))
        return FALSE;
    if (out_job != NULL)
        *out_job = g_steal_pointer(&job);

    return TRUE;
}

HvrJob *
story_do_verb(StorySide *side, HvrReplVerb verb)
{
    HvrReplRequest request = { .verb = verb };
    g_autoptr(GError) error = NULL;
    HvrJob *job = NULL;

    story_verb(side, "web01", &request, &job, &error);
    g_assert_no_error(error);

    return job;
}

void
story_assert_state(StorySide *side, guint mode, guint state)
{
    const HvrDomain *domain = story_find(side, "web01");

    g_assert_cmpuint(domain->mode, ==, mode);
    g_assert_cmpuint(domain->legs[0]->state, ==, state);
}

void
story_enable(Story *story, const char *name)
{
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
    HvrReplRequest request = { .verb = HVR_VERB_ENABLE, .settings = settings };
    g_autoptr(GError) error = NULL;

    hvr_repl_settings_set(settings, "replica-server", "HV-REPLICA", &error);
    g_assert_no_error(error);
    story_verb(&story->primary, name, &request, NULL, &error);
    g_assert_no_error(error);
}

void
story_assert_events(StorySide *side, ...)
{
    const char *expect;
    va_list args;

    va_start(args, side);
    expect = va_arg(args, const char *);
    for (guint i = 0; i < side->events->len; i++) {
        g_assert_cmpstr(side->events->pdata[i], ==, expect);
        expect = va_arg(args, const char *);
    }
    va_end(args);
    g_assert_null(expect);
    g_ptr_array_set_size(side->events, 0);
}

void
story_assert_order(StorySide *side, ...)
{
    const char *prefix;
    va_list args;
    guint at = 0;

    va_start(args, side);
    while ((prefix = va_arg(args, const char *)) != NULL) {
        while (at < side->events->len && !g_str_has_prefix(side->events->pdata[at], prefix))
            at++;
        if (at == side->events->len)
            g_test_message("missing, or too early: %s", prefix);
        g_assert_cmpuint(at, <, side->events->len);
        at++;
    }
    va_end(args);
}

gboolean
story_has_event(StorySide *side, const char *prefix)
{
    for (guint i = 0; i < side->events->len; i++) {
        if (g_str_has_prefix(side->events->pdata[i], prefix))
            return TRUE;
    }

    return FALSE;
}
