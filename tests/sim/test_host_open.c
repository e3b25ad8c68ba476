/* test_host_open.c: a host is opened, listed and lost
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "host_story.h"
#include "hvr_error.h"
#include "sim_job.h"

static Story *
new_story(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();

    return story_new(clock, STORY_IDLE);
}

static void
test_facts(void)
{
    g_autoptr(Story) story = new_story();
    const HvrHostFacts *facts;
    const HvrDomain *own;

    story_open(&story->primary);
    facts = hvr_host_get_facts(story->primary.host);
    g_assert_cmpuint(facts->version, ==, 1000020348);
    g_assert_cmpuint(facts->n_cpus, >, 0);
    g_assert_cmpuint(facts->memory_kib, ==, story->primary.sim->memory / 1024);
    g_assert_cmpuint(strlen(facts->cpu_model), <=, 31);
    g_assert_true(hvr_host_is_reachable(story->primary.host));
    own = hvr_host_get_own_domain(story->primary.host);
    g_assert_cmpmem(own->uuid, 16, facts->uuid, 16);
    g_assert_true(own->is_host);
}

static void
test_list(void)
{
    g_autoptr(Story) story = new_story();
    HvrHost *host = story->primary.host;
    g_autoptr(GError) error = NULL;
    const HvrDomain *web01;

    story_open(&story->primary);
    g_assert_cmpuint(hvr_host_get_domains(host)->len, ==, 2);
    web01 = story_find(&story->primary, "web01");
    g_assert_cmpint(web01->state, ==, VIR_DOMAIN_RUNNING);
    g_assert_cmpint(web01->id, >, 0);
    g_assert_cmpuint(web01->memory_kib, ==, 1024 * 1024);
    g_assert_cmpuint(web01->n_vcpus, ==, 1);
    g_assert_cmpuint(web01->disks->len, ==, 1);
    g_assert_cmpint(story_find(&story->primary, "db01")->state, ==, VIR_DOMAIN_SHUTOFF);
    g_assert_true(hvr_host_lookup_by_id(host, web01->id, NULL) == web01);
    g_assert_true(hvr_host_lookup_by_uuid(host, web01->uuid, NULL) == web01);
    g_assert_true(story_find(&story->primary, "hv-primary") == hvr_host_get_own_domain(host));
    g_assert_null(hvr_host_lookup_by_name(host, "web02", &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_NO_DOMAIN);
    g_clear_error(&error);
    g_assert_null(hvr_host_lookup_by_id(host, -1, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_NO_DOMAIN);
    story_assert_events(&story->primary, NULL);
}

static void
test_ambiguous(void)
{
    g_autoptr(Story) story = new_story();
    g_autoptr(GError) error = NULL;

    hvs_vm_new(story->primary.sim, "web01", NULL);
    story_open(&story->primary);
    g_assert_null(hvr_host_lookup_by_name(story->primary.host, "web01", &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_AMBIGUOUS);
}

/* How many requests a host gets until it is open, and for one refresh. */
static void
count(guint n_vms, guint *out_open, guint *out_refresh)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    g_autoptr(Story) story = story_new(clock, G_TIME_SPAN_HOUR);
    StorySide *side = &story->primary;
    guint before;

    for (guint i = 2; i < n_vms; i++) {
        g_autofree char *name = g_strdup_printf("vm%03u", i);
        HvsVm *vm = hvs_vm_new(side->sim, name, NULL);

        hvs_vm_add_disk(vm, "C:\\VMs\\some-directory\\a-disk-with-a-name.vhdx", 1);
        hvs_vm_set_state(vm, HVS_VM_RUNNING);
    }
    story_open(side);
    *out_open = hvr_host_get_n_requests(side->host);
    g_assert_cmpuint(*out_open, ==, side->sim->n_requests);
    g_assert_cmpuint(hvr_host_get_domains(side->host)->len, ==, n_vms);

    before = side->sim->n_requests;
    g_assert_true(story_refresh(side, NULL));
    *out_refresh = side->sim->n_requests - before;
}

static void
test_scale(void)
{
    guint open_few;
    guint open_many;
    guint refresh_few;
    guint refresh_many;

    count(3, &open_few, &refresh_few);
    count(200, &open_many, &refresh_many);
    g_assert_cmpuint(open_few, ==, open_many);
    g_assert_cmpuint(refresh_few, ==, refresh_many);
    /* Three refreshes: eight queries, most of them with a pull after the first item.
     * Before them one of four to Windows itself. */
    g_assert_cmpuint(refresh_few, <=, 2 * 8);
    g_assert_cmpuint(open_few, ==, refresh_few + 4);
}

static void
test_open_unreachable(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    side->is_down = TRUE;
    hvr_host_open_async(side->host, NULL, story_keep, &result);
    story_wait(&result);
    g_assert_false(hvr_host_open_finish(side->host, result, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_UNREACHABLE);
    g_assert_nonnull(strstr(error->message, "HV-PRIMARY"));
    g_assert_null(hvr_host_get_domains(side->host));
    g_assert_false(hvr_host_is_reachable(side->host));

    g_mutex_lock(&story->lock);
    side->is_down = FALSE;
    g_mutex_unlock(&story->lock);
    story_open(side); /* at once, not after the back-off */
}

static void
test_open_cancelled(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    g_mutex_lock(&story->lock); /* the first look does not get far */
    hvr_host_open_async(side->host, cancellable, story_keep, &result);
    g_cancellable_cancel(cancellable);
    story_wait(&result);
    g_mutex_unlock(&story->lock);
    g_assert_false(hvr_host_open_finish(side->host, result, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CANCELLED);
}

static void
test_closed_while_opening(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    g_mutex_lock(&story->lock);
    hvr_host_open_async(side->host, NULL, story_keep, &result);
    hvr_host_close(side->host);
    story_wait(&result);
    g_mutex_unlock(&story->lock);
    g_assert_false(hvr_host_open_finish(side->host, result, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CANCELLED);
    g_clear_object(&result);
    g_clear_error(&error);

    hvr_host_open_async(side->host, NULL, story_keep, &result);
    story_wait(&result);
    g_assert_false(hvr_host_open_finish(side->host, result, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CANCELLED);
}

static gboolean
is_lost_told(StorySide *side)
{
    return story_has_event(side, "lost");
}

/* A stepped clock: the back-offs of more than a minute take no time. */
static void
test_lost_and_back(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(Story) story = story_new(clock, STORY_IDLE);
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    story_open(side);
    g_mutex_lock(&story->lock);
    side->is_down = TRUE;
    g_mutex_unlock(&story->lock);
    g_assert_false(story_refresh(side, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_UNREACHABLE);
    g_assert_false(hvr_host_is_reachable(side->host));
    g_assert_cmpuint(side->events->len, ==, 0);
    story_wait_for(side, is_lost_told);
    g_assert_cmpint(hvr_clock_get_monotonic(clock), >=, G_TIME_SPAN_MINUTE);
    g_clear_error(&error);
    g_assert_false(story_refresh(side, &error));
    story_assert_events(side, "lost", NULL); /* once */

    /* The state stays readable, and what happened meanwhile is told afterwards. */
    g_assert_cmpuint(hvr_host_get_domains(side->host)->len, ==, 2);
    g_mutex_lock(&story->lock);
    hvs_vm_remove(hvs_host_find_vm(side->sim, STORY_DB01));
    hvs_vm_set_state(hvs_host_find_vm(side->sim, STORY_WEB01), HVS_VM_OFF);
    side->is_down = FALSE;
    g_mutex_unlock(&story->lock);
    g_assert_true(story_refresh(side, NULL));
    g_assert_true(hvr_host_is_reachable(side->host));
    story_assert_events(side, "lifecycle db01 1 0", "lifecycle web01 5 0", NULL);
}

/* What was sent on a connection of before would be in doubt. */
static void
test_back_on_new_connections(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    story_open(side);
    g_assert_true(story_power(side, "db01", HVR_POWER_START, NULL));
    g_assert_true(story_power(side, "db01", HVR_POWER_DESTROY, NULL));
    g_assert_cmpuint(side->n_opened, ==, 2); /* the watcher's, and a worker's */
    g_mutex_lock(&story->lock);
    side->is_down = TRUE;
    g_mutex_unlock(&story->lock);
    g_assert_false(story_refresh(side, NULL));
    g_mutex_lock(&story->lock);
    side->is_down = FALSE;
    g_mutex_unlock(&story->lock);
    g_assert_true(story_refresh(side, NULL));
    g_assert_cmpuint(side->n_opened, ==, 3);

    g_assert_true(story_power(side, "db01", HVR_POWER_START, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(side->n_opened, ==, 4);
}

static gboolean
has_vm03(StorySide *side)
{
    return story_find(side, "vm03") != NULL;
}

/* Nobody asks: the watcher sees it by itself. */
static void
test_changes_from_outside(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;

    story_open(side);
    g_mutex_lock(&story->lock);
    hvs_vm_set_state(hvs_vm_new(side->sim, "vm03", NULL), HVS_VM_RUNNING);
    g_mutex_unlock(&story->lock);
    story_wait_for(side, has_vm03);
    g_assert_cmpuint(story_find(side, "vm03")->n_vcpus, ==, 1);
    story_assert_events(side, "lifecycle vm03 0 0", "lifecycle vm03 2 0", NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/host/open/facts", test_facts);
    g_test_add_func("/host/open/list", test_list);
    g_test_add_func("/host/open/ambiguous", test_ambiguous);
    g_test_add_func("/host/open/scale", test_scale);
    g_test_add_func("/host/open/unreachable", test_open_unreachable);
    g_test_add_func("/host/open/cancelled", test_open_cancelled);
    g_test_add_func("/host/open/closed", test_closed_while_opening);
    g_test_add_func("/host/lost-and-back", test_lost_and_back);
    g_test_add_func("/host/open/back-on-new-connections", test_back_on_new_connections);
    g_test_add_func("/host/changes-from-outside", test_changes_from_outside);

    return g_test_run();
}
