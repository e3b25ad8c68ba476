/* test_host_reading.c: readings of a host, kept while they are fresh
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "host_guest.h"
#include "host_image.h"
#include "host_reading.h"
#include "host_story.h"
#include "hvr_error.h"

#define BIT(kind) HVR_READING_BIT(HVR_READING_##kind)

/* What domstats without a choice is made of. */
#define DOMAINS (BIT(CPU) | BIT(MEMORY) | BIT(DISKS) | BIT(TRAFFIC) | BIT(ADAPTERS))

static Story *
new_story(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();

    return story_new(clock, G_TIME_SPAN_MINUTE);
}

static void
read_kinds(StorySide *side, guint kinds)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    hvr_host_read_async(side->host, kinds, NULL, story_keep, &result);
    story_wait(&result);
    hvr_host_read_finish(side->host, result, &error);
    g_assert_no_error(error);
}

/* The driver looks at its host by itself, too: what is counted is a time without. */
static guint
count_requests(StorySide *side, guint kinds)
{
    guint before, n_looks;

    do {
        g_assert_true(story_refresh(side, NULL));
        before = hvr_host_get_n_requests(side->host);
        n_looks = side->n_looks;
        hvr_host_drop_reading(side->host, ~0u);
        read_kinds(side, kinds);
    } while (side->n_looks != n_looks);

    return hvr_host_get_n_requests(side->host) - before;
}

static void
add_machines(StorySide *side, guint n)
{
    for (guint i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("vm%u", side->sim->vms->len);
        HvsVm *vm = hvs_vm_new(side->sim, name, NULL);

        hvs_vm_add_disk(vm, name, 1000);
        hvs_vm_add_nic(vm, "Network Adapter", "LAN");
        hvs_vm_set_state(vm, HVS_VM_RUNNING);
    }
}

/* A page holds so many items, so a list that does not fit the first takes one more request.
 * The first time each worker has to ask for the service's path, too. */
static void
test_requests(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    guint few = 0;
    guint many;
    guint many_drives;

    story_open(side);
    for (guint i = 0; i < 5; i++)
        few = count_requests(side, DOMAINS);
    g_assert_cmpuint(few, <=, 6);
    g_assert_cmpuint(count_requests(side, BIT(STORAGE)), <=, 2);
    add_machines(side, 50);
    many = count_requests(side, DOMAINS);
    many_drives = count_requests(side, BIT(STORAGE));
    add_machines(side, 50);
    g_assert_cmpuint(count_requests(side, DOMAINS), ==, many);
    g_assert_cmpuint(count_requests(side, BIT(STORAGE)), ==, many_drives);
    g_assert_cmpuint(hvr_host_get_reading(side->host, HVR_READING_STORAGE, NULL)->len, >, 50);
    g_assert_cmpuint(hvr_host_get_reading(side->host, HVR_READING_CPU, NULL)->len, >, 50);
    g_assert_cmpuint(hvr_host_get_reading(side->host, HVR_READING_TRAFFIC, NULL)->len, >=, 50);
}

/* What is fresh is not asked for, and what is under way is asked for once. */
static void
test_shared(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GAsyncResult) first = NULL;
    g_autoptr(GAsyncResult) second = NULL;
    guint before;

    story_open(side);
    before = hvr_host_get_n_requests(side->host);
    g_assert_false(hvr_host_is_reading_fresh(side->host, BIT(SYSTEM)));
    hvr_host_read_async(side->host, BIT(SYSTEM), NULL, story_keep, &first);
    hvr_host_read_async(side->host, BIT(SYSTEM), NULL, story_keep, &second);
    story_wait(&first);
    story_wait(&second);
    g_assert_cmpuint(hvr_host_get_n_requests(side->host) - before, ==, 2);
    g_assert_true(hvr_host_is_reading_fresh(side->host, BIT(SYSTEM)));
    read_kinds(side, BIT(SYSTEM));
    g_assert_cmpuint(hvr_host_get_n_requests(side->host) - before, ==, 2);
}

/* A host that is gone says so at once, and a reading that was good stays no longer. */
static void
test_gone(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    story_open(side);
    read_kinds(side, BIT(NODE));
    g_assert_nonnull(hvr_host_get_reading(side->host, HVR_READING_NODE, NULL));
    side->is_down = TRUE;
    hvr_host_drop_reading(side->host, BIT(NODE));
    read_kinds(side, BIT(NODE) | BIT(CPU));
    g_assert_null(hvr_host_get_reading(side->host, HVR_READING_NODE, &error));
    g_assert_nonnull(error);
    g_assert_null(hvr_host_get_reading(side->host, HVR_READING_CPU, NULL));
}

/* Who waits while the host is closed is told. */
static void
test_closed(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    story_open(side);
    hvr_host_read_async(side->host, BIT(NODE), NULL, story_keep, &result);
    hvr_host_close(side->host);
    story_wait(&result);
    g_assert_null(hvr_host_get_reading(side->host, HVR_READING_NODE, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CANCELLED);
}

/* Two machines of one name share counters, so neither has its own. */
static void
test_same_name(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    const HvrDomain *web01;
    guint64 time = 7;

    story_open(side);
    read_kinds(side, BIT(CPU));
    web01 = story_find(side, "web01");
    g_assert_true(hvr_host_get_cpu_time(side->host, web01, &time));
    g_assert_false(hvr_host_get_cpu_time(side->host, story_find(side, "db01"), &time));
    hvs_vm_set_state(hvs_vm_new(side->sim, "web01", NULL), HVS_VM_RUNNING);
    g_assert_true(story_refresh(side, NULL));
    for (guint i = 0; i < hvr_host_get_domains(side->host)->len; i++) {
        const HvrDomain *domain = hvr_host_get_domains(side->host)->pdata[i];

        g_assert_false(hvr_host_get_cpu_time(side->host, domain, &time));
    }
}

static void
test_guest(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GAsyncResult) running = NULL;
    g_autoptr(GAsyncResult) off = NULL;
    g_autoptr(HvrGuest) guest = NULL;
    g_autoptr(GError) error = NULL;

    story_open(side);
    hvr_host_ask_guest_async(side->host, story_find(side, "web01"), NULL, story_keep, &running);
    story_wait(&running);
    guest = hvr_host_ask_guest_finish(side->host, running, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(hvr_guest_find(guest, "FullyQualifiedDomainName"), ==, "web01.guest.test");
    hvr_host_ask_guest_async(side->host, story_find(side, "db01"), NULL, story_keep, &off);
    story_wait(&off);
    g_assert_null(hvr_host_ask_guest_finish(side->host, off, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
}

static void
test_image(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GAsyncResult) known = NULL;
    g_autoptr(GAsyncResult) unknown = NULL;
    g_autoptr(HvrImage) image = NULL;
    g_autoptr(GError) error = NULL;
    const HvrDisk *disk;

    story_open(side);
    disk = story_find(side, "web01")->disks->pdata[0];
    hvr_host_ask_image_async(side->host, disk->path, NULL, story_keep, &known);
    story_wait(&known);
    image = hvr_host_ask_image_finish(side->host, known, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(image->format, ==, "vhdx");
    g_assert_cmpuint(image->capacity, >=, image->allocation);
    hvr_host_ask_image_async(side->host, "C:\\nosuch.vhdx", NULL, story_keep, &unknown);
    story_wait(&unknown);
    g_assert_null(hvr_host_ask_image_finish(side->host, unknown, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/host/reading/requests", test_requests);
    g_test_add_func("/host/reading/shared", test_shared);
    g_test_add_func("/host/reading/gone", test_gone);
    g_test_add_func("/host/reading/closed", test_closed);
    g_test_add_func("/host/reading/same-name", test_same_name);
    g_test_add_func("/host/reading/guest", test_guest);
    g_test_add_func("/host/reading/image", test_image);

    return g_test_run();
}
