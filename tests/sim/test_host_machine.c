/* test_host_machine.c: a machine's whole configuration is read once, and again when it changed
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "domain_xml.h"
#include "host_machine.h"
#include "host_story.h"
#include "hvr_error.h"
#include "sim_vm_overlay.h"

/* What reading one machine may cost. */
#define MAX_REQUESTS 6

static HvrMachine *
fetch(StorySide *side, const char *name, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hvr_host_fetch_machine_async(side->host, story_find(side, name), NULL, story_keep, &result);
    story_wait(&result);

    return hvr_host_fetch_machine_finish(side->host, result, error);
}

static HvsVm *
get_vm(StorySide *side)
{
    return hvs_host_find_vm(side->sim, STORY_WEB01);
}

static void
set_limit(HvsVm *vm, guint limit)
{
    g_autoptr(HvrWmiObject) settings = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ProcessorSettingData);
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    const CIM_ManagedElement *cpu;

    hvs_vm_overlay_list(vm, &hvr_wmi_class_Msvm_ProcessorSettingData, parts);
    cpu = parts->pdata[0];
    hvr_wmi_object_set_string(settings, "InstanceID", cpu->InstanceID);
    hvr_wmi_object_set_uint(settings, "Limit", limit);
    hvs_vm_overlay_set(vm, settings);
}

/* No looks in between, so that what is counted is what was asked for. */
static Story *
new_story(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();

    return story_new(clock, G_TIME_SPAN_HOUR);
}

static void
test_once(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(HvrMachine) first = NULL;
    g_autoptr(HvrMachine) second = NULL;
    g_autoptr(HvrMachine) third = NULL;
    g_autoptr(GError) error = NULL;
    guint before;

    story_open(side);
    g_assert_null(hvr_host_find_machine(side->host, story_find(side, "web01")));
    before = hvr_host_get_n_requests(side->host);
    first = fetch(side, "web01", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(hvr_host_get_n_requests(side->host) - before, >, 0);
    g_assert_cmpuint(hvr_host_get_n_requests(side->host) - before, <=, MAX_REQUESTS);
    g_assert_cmpstr(first->guid, ==, STORY_WEB01);
    g_assert_cmpuint(first->cpu.limit, ==, 100000);

    before = hvr_host_get_n_requests(side->host);
    second = fetch(side, "web01", &error);
    g_assert_true(second == first);
    g_assert_cmpuint(hvr_host_get_n_requests(side->host), ==, before);

    hvr_host_drop_machine(side->host, story_find(side, "web01"));
    third = fetch(side, "web01", &error);
    g_assert_true(third != first);
}

/* Who asks while it is being read gets what that brings, and one who gives up takes it
 * from nobody; what is dropped in the meantime is not kept. */
static void
test_shared(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GCancellable) hasty = g_cancellable_new();
    GAsyncResult *results[3] = { NULL, NULL, NULL };
    g_autoptr(HvrMachine) second = NULL;
    g_autoptr(HvrMachine) third = NULL;
    guint before;

    story_open(side);
    before = hvr_host_get_n_requests(side->host);
    for (guint i = 0; i < G_N_ELEMENTS(results); i++)
        hvr_host_fetch_machine_async(side->host, story_find(side, "web01"), i == 0 ? hasty : NULL,
                                     story_keep, &results[i]);
    g_cancellable_cancel(hasty);
    hvr_host_drop_machine(side->host, story_find(side, "web01"));
    for (guint i = 0; i < G_N_ELEMENTS(results); i++)
        story_wait(&results[i]);

    second = hvr_host_fetch_machine_finish(side->host, results[1], NULL);
    third = hvr_host_fetch_machine_finish(side->host, results[2], NULL);
    g_assert_nonnull(second);
    g_assert_true(second == third);
    g_assert_cmpuint(hvr_host_get_n_requests(side->host) - before, <=, MAX_REQUESTS);
    g_assert_null(hvr_host_find_machine(side->host, story_find(side, "web01")));
    for (guint i = 0; i < G_N_ELEMENTS(results); i++)
        g_object_unref(results[i]);
}

/* Twice within one moment of world time, too. */
static void
test_change(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(HvrMachine) before = NULL;

    story_open(side);
    before = fetch(side, "web01", NULL);
    g_assert_cmpuint(before->cpu.limit, ==, 100000);
    for (guint limit = 40000; limit <= 50000; limit += 10000) {
        g_autoptr(HvrMachine) after = NULL;

        g_mutex_lock(&story->lock);
        set_limit(get_vm(side), limit);
        g_mutex_unlock(&story->lock);
        g_assert_true(story_refresh(side, NULL));
        g_assert_null(hvr_host_find_machine(side->host, story_find(side, "web01")));
        after = fetch(side, "web01", NULL);
        g_assert_cmpuint(after->cpu.limit, ==, limit);
    }
    g_assert_cmpuint(before->cpu.limit, ==, 100000);
}

/* However many parts it has, and whatever of it has to be asked for apart. */
static void
test_many_parts(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(HvrMachine) machine = NULL;
    g_autoptr(GError) error = NULL;
    guint before;

    for (guint i = 0; i < 12; i++) {
        g_autofree char *path = g_strdup_printf("C:\\VMs\\disk-%u.vhdx", i);

        hvs_vm_add_disk(get_vm(side), path, 1);
        if (i < 8)
            hvs_vm_add_nic(get_vm(side), "Adapter", "LAN");
    }
    story_open(side);
    before = hvr_host_get_n_requests(side->host);
    machine = fetch(side, "web01", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(hvr_host_get_n_requests(side->host) - before, <=, MAX_REQUESTS);
    g_assert_cmpuint(machine->disks->len, >=, 12);
    g_assert_cmpuint(machine->nics->len, >=, 8);
}

static void
test_refused(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(HvrMachine) machine = NULL;
    g_autoptr(GError) own = NULL;
    g_autoptr(GError) gone = NULL;

    story_open(side);
    machine = fetch(side, "hv-primary", &own);
    g_assert_null(machine);
    g_assert_error(own, HVR_ERROR, HVR_ERROR_UNSUPPORTED);
    /* Gone on the host, still in the state. */
    g_mutex_lock(&story->lock);
    hvs_vm_remove(get_vm(side));
    g_mutex_unlock(&story->lock);
    machine = fetch(side, "web01", &gone);
    g_assert_null(machine);
    g_assert_error(gone, HVR_ERROR, HVR_ERROR_NO_DOMAIN);
}

/* The document has all that is known, which may be little. */
static void
test_document(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(HvrMachine) machine = NULL;
    g_autofree char *summary = NULL;
    g_autofree char *whole = NULL;

    story_open(side);
    summary = hvr_domain_xml_format(story_find(side, "web01"), NULL, 0);
    g_assert_null(strstr(summary, "<video>"));
    machine = fetch(side, "web01", NULL);
    whole = hvr_domain_xml_format(story_find(side, "web01"), machine, 0);
    g_assert_nonnull(strstr(whole, "<video>"));
    g_assert_nonnull(strstr(whole, "<machine:machine"));
    g_assert_nonnull(strstr(whole, "<replication:role"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/host/machine/once", test_once);
    g_test_add_func("/host/machine/shared", test_shared);
    g_test_add_func("/host/machine/change", test_change);
    g_test_add_func("/host/machine/many-parts", test_many_parts);
    g_test_add_func("/host/machine/refused", test_refused);
    g_test_add_func("/host/machine/document", test_document);

    return g_test_run();
}
