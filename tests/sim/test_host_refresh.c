/* test_host_refresh.c: no refresh of a host has more than six requests
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Seen from the host's side of the wire: where a refresh begins its first
 * question tells; and between two of them nobody sleeps, or the clock does.
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>
#include <sys/prctl.h>

#include "host_story.h"
#include "sim_job.h"

#define THREAD_NAME  16 /* prctl(2) */
#define MAX_REQUESTS 6

#define IDLE (5 * G_TIME_SPAN_SECOND)
#define BUSY (250 * G_TIME_SPAN_MILLISECOND)

enum {
    FACTS,
    STATE,
    SETTINGS,
    DEVICES,
    N_KINDS
};

/* The first question of each refresh. */
/* clang-format off */
static const struct {
    const char *name;
    const char *first;
} kinds[] = {
    [FACTS]    = { "facts",    "FROM Win32_ComputerSystem<" },
    [STATE]    = { "state",    "FROM Msvm_ConcreteJob" },
    [SETTINGS] = { "settings", "FROM Msvm_VirtualSystemSettingData" },
    [DEVICES]  = { "devices",  "FROM Msvm_StorageAllocationSettingData" },
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(kinds) == N_KINDS);

/**
 * Meter:
 * @time: of the drivers' clock, of the last request
 * @kind: of the refresh under way
 * @n_requests: of it
 * @n_at_once: requests since somebody slept
 * @is_idle: nothing happens, so that each refresh is followed by a sleep
 * @most: requests that a refresh of each kind took
 * @n_refreshes: how many there were
 * @wants_stop: the watcher is to stop before it asks for settings
 * @is_stopped: it did
 *
 * Guarded by @lock.
 */
typedef struct {
    GMutex lock;
    GCond changed;
    HvrClock *clock;
    gint64 time;
    gsize kind;
    guint n_requests;
    guint n_at_once;
    gboolean is_idle;
    guint most[N_KINDS];
    guint n_refreshes[N_KINDS];
    gboolean wants_stop;
    gboolean is_stopped;
} Meter;

static gboolean
has(GBytes *request, const char *text)
{
    gsize size;
    const char *bytes = g_bytes_get_data(request, &size);

    return g_strstr_len(bytes, (gssize)size, text) != NULL;
}

static gboolean
is_look(void)
{
    char name[THREAD_NAME] = "";

    prctl(PR_GET_NAME, name);

    return strcmp(name, "hvr-watcher") == 0;
}

static void
measure(Meter *meter, GBytes *request)
{
    gint64 now = hvr_clock_get_monotonic(meter->clock);

    for (gsize i = 0; i < N_KINDS; i++) {
        if (!has(request, kinds[i].first))
            continue;
        meter->kind = i;
        meter->n_requests = 0;
        meter->n_refreshes[i]++;
    }
    meter->n_requests++;
    meter->n_at_once = now == meter->time ? meter->n_at_once + 1 : 1;
    meter->time = now;
    meter->most[meter->kind] = MAX(meter->most[meter->kind], meter->n_requests);
    g_assert_cmpuint(meter->n_requests, <=, MAX_REQUESTS);
    if (meter->is_idle)
        g_assert_cmpuint(meter->n_at_once, <=, MAX_REQUESTS);
}

static void
stop(Meter *meter, GBytes *request)
{
    if (!meter->wants_stop || !has(request, kinds[SETTINGS].first))
        return;

    meter->is_stopped = TRUE;
    g_cond_broadcast(&meter->changed);
    while (meter->wants_stop)
        g_cond_wait(&meter->changed, &meter->lock);
}

static GBytes *
answer(GBytes *request, gpointer user_data, GError **error)
{
    StorySide *side = user_data;
    Meter *meter = side->peer_data;

    if (is_look()) {
        g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&meter->lock);

        measure(meter, request);
        stop(meter, request);
    }

    return story_answer(request, user_data, error);
}

/* @n_vms machines, all of which replicate. */
static Story *
new_story(Meter *meter, guint n_vms)
{
    static const StoryPace pace = { IDLE, BUSY };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    Story *story = story_new_at_pace(clock, &pace);
    HvsHost *sim = story->primary.sim;

    g_mutex_init(&meter->lock);
    g_cond_init(&meter->changed);
    meter->clock = story->clock;
    meter->time = -1;
    story->step = 0;
    story->primary.peer = answer;
    story->primary.peer_data = meter;
    for (guint i = 2; i < n_vms; i++) {
        g_autofree char *name = g_strdup_printf("vm%03u", i);
        HvsVm *vm = hvs_vm_new(sim, name, NULL);

        hvs_vm_add_disk(vm, "C:\\VMs\\some-directory\\a-disk-with-a-name.vhdx", 1);
        hvs_vm_set_state(vm, HVS_VM_RUNNING);
    }
    for (guint i = 0; i < sim->vms->len; i++)
        hvs_replication_preset(sim->vms->pdata[i], story->replica.sim, 0);

    return story;
}

static void
meter_clear(Meter *meter)
{
    g_mutex_clear(&meter->lock);
    g_cond_clear(&meter->changed);
}

static void
set_idle(Meter *meter, gboolean is_idle)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&meter->lock);

    meter->is_idle = is_idle;
    meter->time = -1;
}

/* Devices are asked for once a minute: three minutes since the first look. */
static gboolean
has_idled(StorySide *side)
{
    Meter *meter = side->peer_data;
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&meter->lock);

    return meter->n_refreshes[DEVICES] >= 4;
}

static gboolean
has_new(StorySide *side)
{
    return story_find(side, "new") != NULL;
}

static gboolean
has_job(StorySide *side)
{
    return hvr_host_get_job(side->host, story_find(side, "new")) != NULL;
}

static void
on_done(HvsJob *job, gpointer data)
{
}

static void
test_requests(gconstpointer data)
{
    static const HvsJobRow row = { 94, "Initial replication", TRUE, on_done, NULL, NULL };
    guint n_vms = GPOINTER_TO_UINT(data);
    Meter meter = { 0 };
    Story *story = new_story(&meter, n_vms);
    StorySide *side = &story->primary;
    HvsVm *vm;

    story_open(side);
    g_assert_cmpuint(hvr_host_get_domains(side->host)->len, ==, n_vms);

    set_idle(&meter, TRUE);
    story_wait_for(side, has_idled);
    set_idle(&meter, FALSE);

    g_assert_true(story_refresh(side, NULL));

    g_mutex_lock(&story->lock);
    vm = hvs_vm_new(side->sim, "new", NULL);
    g_mutex_unlock(&story->lock);
    story_wait_for(side, has_new);

    g_mutex_lock(&story->lock);
    hvs_job_start(side->sim, &row, vm, G_TIME_SPAN_HOUR, 0, NULL);
    hvs_job_start(side->sim, &row, vm, G_TIME_SPAN_HOUR, 0, NULL);
    g_mutex_unlock(&story->lock);
    story_wait_for(side, has_job);

    story_free(story);
    for (gsize i = 0; i < N_KINDS; i++)
        g_test_message("%s: %u times, %u requests at most", kinds[i].name, meter.n_refreshes[i],
                       meter.most[i]);
    /* What is measured is what was meant. */
    for (gsize i = STATE; i < N_KINDS; i++)
        g_assert_cmpuint(meter.most[i], ==, MAX_REQUESTS);
    meter_clear(&meter);
}

/* What the watcher tells before that has to be taken. */
static void
wait_for_stop(Meter *meter)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&meter->lock);

    while (!meter->is_stopped) {
        g_cond_wait_until(&meter->changed, &meter->lock,
                          g_get_monotonic_time() + G_TIME_SPAN_MILLISECOND);
        g_mutex_unlock(&meter->lock);
        g_main_context_iteration(NULL, FALSE);
        g_mutex_lock(&meter->lock);
    }
}

/* Who wishes while settings are asked for is not put off with a state from before. */
static void
test_late_wish(void)
{
    Meter meter = { 0 };
    Story *story = new_story(&meter, 3);
    StorySide *side = &story->primary;
    g_autoptr(GAsyncResult) first = NULL;

    story_open(side);
    g_mutex_lock(&meter.lock);
    meter.wants_stop = TRUE;
    g_mutex_unlock(&meter.lock);
    hvr_host_refresh_async(side->host, NULL, story_keep, &first);

    wait_for_stop(&meter);
    g_mutex_lock(&meter.lock);
    hvs_vm_set_state(hvs_host_find_vm(side->sim, STORY_WEB01), HVS_VM_OFF);
    meter.wants_stop = FALSE;
    g_cond_broadcast(&meter.changed);
    g_mutex_unlock(&meter.lock);
    g_assert_true(story_refresh(side, NULL));
    g_assert_cmpint(story_find(side, "web01")->state, ==, VIR_DOMAIN_SHUTOFF);
    g_assert_nonnull(first);

    story_free(story);
    meter_clear(&meter);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_data_func("/host/refresh/requests/3", GUINT_TO_POINTER(3), test_requests);
    g_test_add_data_func("/host/refresh/requests/50", GUINT_TO_POINTER(50), test_requests);

    g_test_add_func("/host/refresh/late-wish", test_late_wish);

    return g_test_run();
}
