/* test_host_events.c: a driver that is told what happens, beside one that asks
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "observer.h"

#define NEVER G_TIME_SPAN_HOUR

static Story *
new_story(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();

    return story_new(clock, STORY_IDLE);
}

static gboolean
has_no_events(Observer *observer)
{
    return !observer_has_events(observer);
}

static gboolean
is_closed(Observer *observer)
{
    return hvr_host_is_closed(observer->host);
}

static gboolean
is_db01_on(Observer *observer)
{
    return observer_find(observer, "db01")->state == VIR_DOMAIN_RUNNING;
}

static gboolean
is_db01_off(Observer *observer)
{
    return observer_find(observer, "db01")->state == VIR_DOMAIN_SHUTOFF;
}

static gboolean
is_renamed(Observer *observer)
{
    return observer_find(observer, "db02") != NULL;
}

static gboolean
has_new01(Observer *observer)
{
    return observer_find(observer, "new01") != NULL;
}

static gboolean
has_no_new01(Observer *observer)
{
    return observer_find(observer, "new01") == NULL;
}

static gboolean
is_ready(Observer *observer)
{
    const HvrDomain *domain = observer_find(observer, "web01");

    return domain->legs[0] != NULL && domain->legs[0]->state == HVR_REPL_STATE_READY;
}

static gboolean
has_job(Observer *observer)
{
    return hvr_host_get_job(observer->host, observer_find(observer, "web01")) != NULL;
}

static gboolean
is_replicating(Observer *observer)
{
    const HvrDomain *domain = observer_find(observer, "web01");

    return domain->legs[0]->state == HVR_REPL_STATE_REPLICATING && !has_job(observer);
}

/* What an administrator does at the host's console. */
static void
set_state(Observer *observer, const char *guid, guint16 enabled_state)
{
    Story *story = observer->story;
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&story->lock);

    hvs_vm_set_state(hvs_host_find_vm(story->primary.sim, guid), enabled_state);
}

static void
rename_db01(Observer *observer)
{
    Story *story = observer->story;
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&story->lock);
    HvsVm *vm = hvs_host_find_vm(story->primary.sim, STORY_DB01);

    g_free(vm->name);
    vm->name = g_strdup("db02");
}

static HvsVm *
create_new01(Observer *observer)
{
    Story *story = observer->story;
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&story->lock);

    return hvs_vm_new(story->primary.sim, "new01", NULL);
}

static void
remove_new01(Observer *observer, HvsVm *vm)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&observer->story->lock);

    hvs_vm_remove(vm);
}

/* Returns: (transfer full): what an observer told of all that, once each. */
static char *
observe(gboolean want_events)
{
    g_autoptr(Story) story = new_story();
    Observer observer = { 0 };
    HvrReplRequest start = { .verb = HVR_VERB_START };
    g_autoptr(GString) told = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    HvsVm *vm;

    story_open(&story->primary);
    story_open(&story->replica);
    observer_init(&observer, story, want_events, want_events ? NEVER : STORY_IDLE);
    if (want_events)
        observer_listen(&observer);
    else
        observer_open(&observer);

    set_state(&observer, STORY_DB01, HVS_VM_RUNNING);
    observer_wait_for(&observer, is_db01_on);
    set_state(&observer, STORY_DB01, HVS_VM_OFF);
    observer_wait_for(&observer, is_db01_off);
    rename_db01(&observer);
    observer_wait_for(&observer, is_renamed);
    vm = create_new01(&observer);
    observer_wait_for(&observer, has_new01);
    remove_new01(&observer, vm);
    observer_wait_for(&observer, has_no_new01);
    story_enable(story, "web01");
    observer_wait_for(&observer, is_ready);
    story_verb(&story->primary, "web01", &start, NULL, &error);
    g_assert_no_error(error);
    observer_wait_for(&observer, is_replicating);

    for (guint i = 0; i < observer.events->len; i++) {
        const char *text = observer.events->pdata[i];

        if (i == 0 || strcmp(text, observer.events->pdata[i - 1]) != 0)
            g_string_append_printf(told, "%s\n", text);
    }
    g_assert_cmpint(want_events, ==, observer.n_subscribed > 0);
    observer_clear(&observer);

    return g_string_free(g_steal_pointer(&told), FALSE);
}

static void
test_same_either_way(void)
{
    g_autofree char *told = observe(TRUE);
    g_autofree char *asked = observe(FALSE);

    g_test_message("%s", told);
    g_assert_cmpstr(told, ==, asked);
    g_assert_nonnull(strstr(told, "lifecycle db01 2 0\n"));
    g_assert_nonnull(strstr(told, "job web01 initial-replication completed\n"));
}

/* Machines that run change by the millisecond, in what nobody reads. */
static gboolean
heard_enough(Observer *observer)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&observer->story->lock);

    return observer->n_eventful >= 5;
}

static void
test_noise(void)
{
    g_autoptr(Story) story = new_story();
    Observer observer = { 0 };

    observer_init(&observer, story, TRUE, NEVER);
    observer_listen(&observer);
    observer_wait_for(&observer, heard_enough);
    g_assert_cmpuint(observer.n_looks, ==, 2);
    observer_clear(&observer);
}

/* Pulls are requests, too, but none that a look costs. */
static void
test_counted(void)
{
    g_autoptr(Story) story = new_story();
    Observer observer = { 0 };
    guint before;

    observer_init(&observer, story, TRUE, NEVER);
    observer_listen(&observer);
    before = hvr_host_get_n_requests(observer.host);
    observer_wait_for(&observer, heard_enough);
    g_assert_cmpuint(hvr_host_get_n_requests(observer.host) - before, >=, 4);
    observer_clear(&observer);
}

static gboolean
has_checkpoint(Observer *observer)
{
    return observer_find(observer, "db01")->snapshots->len == 1;
}

/* What happens between the first look and the subscription nobody tells. */
static void
test_gap(void)
{
    g_autoptr(Story) story = new_story();
    Observer observer = { .adds_checkpoint = TRUE };

    observer_init(&observer, story, TRUE, NEVER);
    observer_listen(&observer);
    observer_wait_for(&observer, has_checkpoint);
    g_assert_cmpuint(observer.n_looks, ==, 2);
    observer_clear(&observer);
}

/* The listener begins anew, and whatever was in the answer a look shows. */
static void
test_lost_answer(void)
{
    g_autoptr(Story) story = new_story();
    Observer observer = { .lose_events = TRUE };

    observer_init(&observer, story, TRUE, NEVER);
    observer_open(&observer);
    observer_wait_for(&observer, observer_has_events);
    set_state(&observer, STORY_DB01, HVS_VM_RUNNING);
    observer_wait_for(&observer, is_db01_on);
    observer_wait_for(&observer, observer_has_events);
    g_assert_cmpuint(observer.events->len, ==, 1);
    g_assert_cmpstr(observer.events->pdata[0], ==, "lifecycle db01 2 0");
    observer_clear(&observer);
}

/* A host that drops events without a word: the next look to be sure shows it. */
static gboolean
heard_any(Observer *observer)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&observer->story->lock);

    return observer->n_eventful >= 1;
}

static void
test_eaten_event(void)
{
    g_autoptr(Story) story = new_story();
    Observer observer = { .eat_events = TRUE };

    hvs_vm_set_state(hvs_host_find_vm(story->primary.sim, STORY_WEB01), HVS_VM_OFF);
    observer_init(&observer, story, TRUE, 300 * G_TIME_SPAN_MILLISECOND);
    observer_listen(&observer);
    set_state(&observer, STORY_DB01, HVS_VM_RUNNING);
    observer_wait_for(&observer, is_db01_on);
    observer_wait_for(&observer, heard_any);
    g_assert_true(observer_has_events(&observer));
    g_assert_cmpuint(observer.n_subscribed, ==, 1);
    g_assert_cmpstr(observer.events->pdata[0], ==, "lifecycle db01 2 0");
    observer_clear(&observer);
}

static gboolean
is_refused(Observer *observer)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&observer->story->lock);

    return observer->n_subscribed > 0;
}

/* A host from before 2012, or one that grants no events: asked once, polled then. */
static void
test_refused(void)
{
    g_autoptr(Story) story = new_story();
    Observer observer = { 0 };
    g_autofree char *why_not = NULL;

    story->primary.sim->winrm.events = FALSE;
    observer_init(&observer, story, TRUE, NEVER);
    observer_open(&observer);
    observer_wait_for(&observer, is_refused);
    set_state(&observer, STORY_DB01, HVS_VM_RUNNING);
    observer_wait_for(&observer, is_db01_on);
    set_state(&observer, STORY_DB01, HVS_VM_OFF);
    observer_wait_for(&observer, is_db01_off);
    g_assert_false(hvr_host_has_events(observer.host, &why_not));
    g_assert_nonnull(strstr(why_not, "'Subscribe' failed"));
    g_assert_cmpuint(observer.n_subscribed, ==, 1);
    observer_clear(&observer);
}

static gboolean
is_lost(Observer *observer)
{
    return !hvr_host_is_reachable(observer->host);
}

static void
set_down(Observer *observer, gboolean is_down)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&observer->story->lock);

    observer->is_down = is_down;
}

/* The connection that waits for events is the first to notice. */
static void
test_restart(void)
{
    g_autoptr(Story) story = new_story();
    Observer observer = { 0 };

    observer_init(&observer, story, TRUE, NEVER);
    observer_listen(&observer);
    set_down(&observer, TRUE);
    observer_wait_for(&observer, is_lost);
    observer_wait_for(&observer, has_no_events);
    set_state(&observer, STORY_DB01, HVS_VM_RUNNING);
    set_down(&observer, FALSE);
    observer_wait_for(&observer, observer_is_reachable);
    observer_wait_for(&observer, observer_has_events);
    g_assert_true(is_db01_on(&observer));
    g_assert_cmpuint(observer.n_subscribed, ==, 2);
    observer_clear(&observer);
}

/* Nobody is let wait for a Pull that waits, and the host is told. */
static void
test_close(void)
{
    g_autoptr(Story) story = new_story();
    Observer observer = { 0 };
    gint64 start;

    observer_init(&observer, story, TRUE, NEVER);
    observer_listen(&observer);
    start = g_get_monotonic_time();
    hvr_host_close(observer.host);
    observer_wait_for(&observer, is_closed);
    g_assert_cmpint(g_get_monotonic_time() - start, <, 2 * G_TIME_SPAN_SECOND);
    g_assert_cmpuint(observer.n_unsubscribed, ==, 1);
    observer_clear(&observer);
}

static void
test_not_wanted(void)
{
    g_autoptr(Story) story = new_story();
    Observer observer = { 0 };
    g_autofree char *why_not = NULL;

    observer_init(&observer, story, FALSE, STORY_IDLE);
    observer_open(&observer);
    g_assert_false(hvr_host_has_events(observer.host, &why_not));
    g_assert_cmpstr(why_not, ==, "nobody has subscribed to them");
    g_assert_cmpuint(observer.n_subscribed, ==, 0);
    observer_clear(&observer);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/host/events/same-either-way", test_same_either_way);
    g_test_add_func("/host/events/noise", test_noise);
    g_test_add_func("/host/events/counted", test_counted);
    g_test_add_func("/host/events/gap", test_gap);
    g_test_add_func("/host/events/lost-answer", test_lost_answer);
    g_test_add_func("/host/events/eaten-event", test_eaten_event);
    g_test_add_func("/host/events/refused", test_refused);
    g_test_add_func("/host/events/restart", test_restart);
    g_test_add_func("/host/events/close", test_close);
    g_test_add_func("/host/events/not-wanted", test_not_wanted);

    return g_test_run();
}
