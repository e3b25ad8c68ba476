/* test_host_console.c: screens, keys and saved states through the driver
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "host_console.h"
#include "host_story.h"
#include "hvr_error.h"
#include "sim_console.h"

static Story *
new_story(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    Story *story = story_new(clock, STORY_IDLE);

    story_open(&story->primary);

    return story;
}

static HvsVm *
get_web01(StorySide *side)
{
    return hvs_host_find_vm(side->sim, STORY_WEB01);
}

static GBytes *
take_picture(StorySide *side, const char *name, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hvr_host_screenshot_async(side->host, story_find(side, name), NULL, story_keep, &result);
    story_wait(&result);

    return hvr_host_screenshot_finish(result, error);
}

static gboolean
type_keys(StorySide *side, const char *name, const guint *keys, guint n, guint hold, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GArray) array = g_array_new(FALSE, FALSE, sizeof(guint));

    g_array_append_vals(array, keys, n);
    hvr_host_send_keys_async(side->host, story_find(side, name), array, hold, NULL, story_keep,
                             &result);
    story_wait(&result);

    return hvr_host_send_keys_finish(result, error);
}

typedef struct {
    guint width, height;
    const char *header;
} Size;

/* What does not fit an answer is made smaller; a guest without a screen of its own
 * yet gets libvirt's size. */
static const Size sizes[] = {
    { 300, 200, "P6\n300 200\n255\n" },
    { 1024, 768, "P6\n352 264\n255\n" },
    { 0, 0, "P6\n352 264\n255\n" },
};

static void
test_picture(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(Story) story = new_story();
        StorySide *side = &story->primary;
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) picture = NULL;

        g_mutex_lock(&story->lock);
        get_web01(side)->console->width = sizes[i].width;
        get_web01(side)->console->height = sizes[i].height;
        g_mutex_unlock(&story->lock);
        picture = take_picture(side, "web01", &error);
        g_assert_no_error(error);
        g_assert_cmpmem(g_bytes_get_data(picture, NULL), strlen(sizes[i].header), sizes[i].header,
                        strlen(sizes[i].header));
        g_assert_cmpuint(side->n_faults, ==, 0);
    }
}

static void
test_picture_refused(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    g_assert_null(take_picture(side, "db01", &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
    g_assert_cmpstr(error->message, ==, "domain is not running");
    g_clear_error(&error);
    g_assert_null(take_picture(side, "HV-PRIMARY", &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
    g_assert_cmpuint(side->n_asked, ==, 0);
    g_clear_error(&error);
    side->sim->fail_next_call = 32775;
    g_assert_null(take_picture(side, "web01", &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
}

static void
test_keys(void)
{
    static const guint keys[] = { 17, 18, 46 };
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    g_assert_true(type_keys(side, "web01", keys, G_N_ELEMENTS(keys), 1, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(get_web01(side)->console->typed->str, ==, "+162 +164 +46 -162 -164 -46 ");
}

/* The host does not know the last key: the others do not stay down. */
static void
test_keys_let_go(void)
{
    static const guint keys[] = { 17, 18, 255 };
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    g_assert_false(type_keys(side, "web01", keys, G_N_ELEMENTS(keys), 0, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_assert_true(g_str_has_prefix(error->message, "'send-key' of 'web01': "));
    g_assert_cmpstr(get_web01(side)->console->typed->str, ==, "+162 +164 -162 -164 ");
}

static void
test_keys_refused(void)
{
    static const guint key = 65;
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    g_assert_false(type_keys(side, "db01", &key, 1, 0, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
    g_clear_error(&error);
    g_assert_false(type_keys(side, "web01", &key, 1, HVR_CONSOLE_HOLD_MAX + 1, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_assert_cmpuint(side->n_asked, ==, 0);
}

static void
do_power(StorySide *side, const char *name, HvrPower power)
{
    g_autoptr(GError) error = NULL;

    story_power(side, name, power, &error);
    g_assert_no_error(error);
}

static void
test_save(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;

    do_power(side, "web01", HVR_POWER_SAVE);
    g_assert_true(story_find(side, "web01")->is_saved);
    g_assert_cmpint(story_find(side, "web01")->state, ==, VIR_DOMAIN_SHUTOFF);
    g_assert_cmpint(story_find(side, "web01")->reason, ==, VIR_DOMAIN_SHUTOFF_SAVED);
    g_assert_true(story_has_event(side, "lifecycle web01 5 4"));
    do_power(side, "web01", HVR_POWER_START);
    g_assert_cmpint(story_find(side, "web01")->reason, ==, VIR_DOMAIN_RUNNING_RESTORED);
    g_assert_true(story_has_event(side, "lifecycle web01 2 2"));
}

static void
test_discard(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    do_power(side, "web01", HVR_POWER_SAVE);
    g_ptr_array_set_size(side->events, 0);
    do_power(side, "web01", HVR_POWER_DISCARD);
    g_assert_false(story_find(side, "web01")->is_saved);
    g_assert_false(story_has_event(side, "lifecycle"));
    g_assert_false(story_power(side, "web01", HVR_POWER_DISCARD, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
    g_assert_nonnull(strstr(error->message, "Domain has no managed save image"));
}

/* What was saved is thrown away first, in one wish. */
static void
test_boot(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    do_power(side, "db01", HVR_POWER_BOOT);
    g_assert_cmpuint(side->n_asked, ==, 1);
    do_power(side, "web01", HVR_POWER_SAVE);
    side->n_asked = 0;
    do_power(side, "web01", HVR_POWER_BOOT);
    g_assert_cmpuint(side->n_asked, ==, 2);
    g_assert_cmpint(story_find(side, "web01")->reason, ==, VIR_DOMAIN_RUNNING_BOOTED);
    g_assert_true(story_has_event(side, "lifecycle web01 2 0"));
    g_assert_false(story_power(side, "web01", HVR_POWER_BOOT, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
}

static void
test_interrupt(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;

    do_power(side, "web01", HVR_POWER_INTERRUPT);
    g_assert_cmpuint(get_web01(side)->n_interrupts, ==, 1);
}

static gboolean
is_stuck(StorySide *side)
{
    return story_find(side, "web01")->state == VIR_DOMAIN_PAUSED;
}

/* The host pauses a machine whose disks are nearly full. */
static void
test_disk_full(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;

    g_mutex_lock(&story->lock);
    get_web01(side)->health_state = HVS_VM_CRITICAL;
    hvs_vm_set_state(get_web01(side), HVS_VM_PAUSED);
    g_mutex_unlock(&story->lock);
    story_wait_for(side, is_stuck);
    g_assert_cmpint(story_find(side, "web01")->reason, ==, VIR_DOMAIN_PAUSED_IOERROR);
    g_assert_true(story_has_event(side, "lifecycle web01 3 2"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/host/console/picture", test_picture);
    g_test_add_func("/host/console/picture/refused", test_picture_refused);
    g_test_add_func("/host/console/keys", test_keys);
    g_test_add_func("/host/console/keys/let-go", test_keys_let_go);
    g_test_add_func("/host/console/keys/refused", test_keys_refused);
    g_test_add_func("/host/console/save", test_save);
    g_test_add_func("/host/console/discard", test_discard);
    g_test_add_func("/host/console/boot", test_boot);
    g_test_add_func("/host/console/interrupt", test_interrupt);
    g_test_add_func("/host/console/disk-full", test_disk_full);

    return g_test_run();
}
