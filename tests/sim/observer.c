/* observer.c: a driver beside that of a story
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "observer.h"

#include <string.h>

#include "hvr_error.h"
#include "wsman_client.h"

/* A Pull that waits asks again after this time, and lets that much pass on the host. */
#define ASK_AGAIN G_TIME_SPAN_MILLISECOND
#define PASSES    (100 * G_TIME_SPAN_MILLISECOND)

#define ITEMS     "<n:Items>"
#define ITEMS_END "</n:Items>"

typedef struct {
    HvrWsmanTransport base;
    Observer *observer;
    HvrClock *clock;
} Transport;

static gboolean
has(GBytes *bytes, const char *text)
{
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size);

    return g_strstr_len(data, (gssize)size, text) != NULL;
}

/* Returns: (transfer full): @answer without what stands in n:Items. */
static GBytes *
empty(GBytes *answer)
{
    gsize size;
    const char *text = g_bytes_get_data(answer, &size);
    const char *start = g_strstr_len(text, (gssize)size, ITEMS);
    const char *end = g_strstr_len(text, (gssize)size, ITEMS_END);
    GByteArray *result = g_byte_array_new();

    g_assert_true(start != NULL && end != NULL);
    start += strlen(ITEMS);
    g_byte_array_append(result, (const guint8 *)text, (guint)(start - text));
    g_byte_array_append(result, (const guint8 *)end, (guint)(text + size - end));

    return g_byte_array_free_to_bytes(result);
}

/* What changes nothing but itself, so that only a full look shows it. */
static void
add_checkpoint(Observer *observer)
{
    HvsVm *vm = hvs_host_find_vm(observer->story->primary.sim, STORY_DB01);

    hvs_vm_add_snapshot(vm, "Microsoft:Hyper-V:Snapshot:Realized", "before");
    observer->adds_checkpoint = FALSE;
}

static void
count(Observer *observer, GBytes *request)
{
    gboolean subscribes = has(request, "eventing/Subscribe</");

    observer->n_subscribed += subscribes;
    observer->n_unsubscribed += has(request, "eventing/Unsubscribe</");
    observer->n_looks += has(request, "SELECT InstanceID, Caption");
    if (subscribes && observer->adds_checkpoint)
        add_checkpoint(observer);
}

static GBytes *
spoil(Observer *observer, GBytes *answer, GError **error)
{
    if (!has(answer, "TargetInstance"))
        return g_bytes_ref(answer);

    observer->n_eventful++;
    if (observer->lose_events) {
        observer->lose_events = FALSE;
        return hvr_fail_null(error, HVR_ERROR_LOST, "the answer got lost");
    }

    return observer->eat_events ? empty(answer) : g_bytes_ref(answer);
}

/* Returns: (transfer full) (nullable): %NULL without an error if there is none yet. */
static GBytes *
ask(Observer *observer, GBytes *request, gint64 *received, GError **error)
{
    Story *story = observer->story;
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&story->lock);
    g_autoptr(GBytes) answer = NULL;
    gboolean is_fault;

    if (observer->is_down)
        return hvr_fail_null(error, HVR_ERROR_UNREACHABLE, "nobody answers");
    if (*received < 0) {
        count(observer, request);
        *received = hvr_clock_get_monotonic(story->world->clock);
    } else {
        hvr_clock_step(story->world->clock, PASSES);
    }
    hvs_world_step(story->world, story->step);
    answer = hvs_service_answer(observer->service, request, *received, &is_fault);
    observer->is_parked = answer == NULL;

    return answer != NULL ? spoil(observer, answer, error) : NULL;
}

static GBytes *
exchange(HvrWsmanTransport *base,
         GBytes *request,
         GTimeSpan timeout,
         GCancellable *cancellable,
         GError **error)
{
    Transport *transport = (Transport *)base;
    gint64 received = -1;

    do {
        GError *failure = NULL;
        GBytes *answer = ask(transport->observer, request, &received, &failure);

        if (answer != NULL)
            return answer;
        if (failure != NULL) {
            g_propagate_error(error, failure);
            return NULL;
        }
    } while (hvr_clock_sleep(transport->clock, ASK_AGAIN, cancellable, error));

    return NULL;
}

static void
transport_free(HvrWsmanTransport *base)
{
    Transport *transport = (Transport *)base;

    hvr_clock_unref(transport->clock);
    g_free(transport);
}

static const HvrWsmanTransportClass transport_class = { exchange, transport_free };

static HvrWmiSession *
open_session(gpointer user_data, HvrClock *clock, GError **error)
{
    Transport *transport = g_new0(Transport, 1);

    transport->base.type = &transport_class;
    transport->base.url = g_strdup("http://loopback:5985/wsman");
    transport->observer = user_data;
    transport->clock = hvr_clock_new();

    return hvr_wmi_session_new(hvr_wsman_client_new(&transport->base, G_TIME_SPAN_MINUTE),
                               "HV-PRIMARY", clock);
}

/* "KIND NAME ...".  How often the progress of a job is told is chance, and so is
 * whether one that takes less than a second is seen at all. */
static char *
format_event(const HvrEvent *event)
{
    switch (event->kind) {
    case HVR_EVENT_LIFECYCLE:
        return g_strdup_printf("lifecycle %s %d %d", event->domain->name, event->type,
                               event->detail);
    case HVR_EVENT_METADATA_CHANGE:
        return g_strdup_printf("metadata %s %d", event->domain->name, event->type);
    case HVR_EVENT_JOB_COMPLETED:
        return event->job->elapsed_ms >= 1000
                   ? g_strdup_printf("job %s %s %s", event->domain->name, event->job->kind,
                                     hvr_job_get_status(event->job))
                   : NULL;
    case HVR_EVENT_MONITOR:
        return strcmp(event->name, "REPLICATION_JOB") != 0
                   ? g_strdup_printf("%s %s %s", event->name, event->domain->name, event->details)
                   : NULL;
    case HVR_EVENT_REBOOT: /* that of a short job */
        return NULL;
    case HVR_EVENT_HOST_LOST:
        break;
    }

    return g_strdup("lost");
}

static void
on_event(HvrHost *host, const HvrEvent *event, gpointer user_data)
{
    Observer *observer = user_data;
    char *text = format_event(event);

    if (text != NULL)
        g_ptr_array_add(observer->events, text);
}

void
observer_init(Observer *observer, Story *story, gboolean want_events, GTimeSpan interval)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    HvrHostConfig config;

    observer->story = story;
    observer->service = hvs_service_new(story->primary.sim);
    observer->events = g_ptr_array_new_with_free_func(g_free);
    hvr_host_config_init(&config);
    config.endpoint.name = "HV-PRIMARY";
    config.open = open_session;
    config.open_data = observer;
    config.want_events = want_events;
    config.idle_interval = want_events ? STORY_IDLE : interval;
    config.resync_interval = interval;
    config.busy_interval = G_TIME_SPAN_MILLISECOND;
    observer->host = hvr_host_new(&config, clock);
    g_signal_connect(observer->host, "event", G_CALLBACK(on_event), observer);
}

static gboolean
on_stuck(gpointer user_data)
{
    g_test_message("stuck");
    g_assert_not_reached();

    return G_SOURCE_REMOVE;
}

static gboolean
on_tick(gpointer user_data)
{
    return G_SOURCE_CONTINUE;
}

/* What the threads do wakes nobody here, so it is looked at now and then. */
void
observer_wait_for(Observer *observer, ObserverCondition condition)
{
    guint stuck = g_timeout_add_seconds(30, on_stuck, NULL);
    guint tick = g_timeout_add(1, on_tick, NULL);

    while (!condition(observer))
        g_main_context_iteration(NULL, TRUE);
    g_source_remove(tick);
    g_source_remove(stuck);
}

gboolean
observer_is_reachable(Observer *observer)
{
    return hvr_host_is_reachable(observer->host);
}

gboolean
observer_has_events(Observer *observer)
{
    return hvr_host_has_events(observer->host, NULL);
}

static gboolean
is_closed(Observer *observer)
{
    return hvr_host_is_closed(observer->host);
}

static void
on_opened(GObject *source, GAsyncResult *result, gpointer user_data)
{
    hvr_host_open_finish(HVR_HOST(source), result, NULL);
}

void
observer_open(Observer *observer)
{
    hvr_host_open_async(observer->host, NULL, on_opened, NULL);
    observer_wait_for(observer, observer_is_reachable);
}

/* What was missed before events came has been looked at. */
static gboolean
is_settled(Observer *observer)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&observer->story->lock);

    return observer->n_looks >= 2 && observer->is_parked;
}

void
observer_listen(Observer *observer)
{
    observer_open(observer);
    observer_wait_for(observer, observer_has_events);
    observer_wait_for(observer, is_settled);
}

void
observer_clear(Observer *observer)
{
    hvr_host_close(observer->host);
    observer_wait_for(observer, is_closed);
    g_object_unref(observer->host);
    g_ptr_array_unref(observer->events);
    hvs_service_free(observer->service);
}

HvrDomain *
observer_find(Observer *observer, const char *name)
{
    return hvr_host_lookup_by_name(observer->host, name, NULL);
}
