/* test_host_configure.c: machines changed through the driver, whatever gets lost on the way
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "host_configure.h"
#include "host_story.h"
#include "hvr_error.h"

#define DISK "<disk><source file='C:\\new.vhdx'/><target dev='sdd'/></disk>"

static const char new_machine[] =
    "<domain type='hyperv'><name>new01</name><memory unit='MiB'>512</memory><vcpu>2</vcpu>"
    "<os firmware='efi'><type>hvm</type></os><devices>" DISK "</devices></domain>";

/* Virtual time, so that what waits in vain ends at once. */
static Story *
new_story(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    StoryPace pace = { G_TIME_SPAN_SECOND, G_TIME_SPAN_SECOND };
    Story *story = story_new_at_pace(clock, &pace);

    story_open(&story->primary);

    return story;
}

/* @wish: (transfer full) */
static gboolean
configure(StorySide *side, const char *name, HvrMachineWish *wish, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hvr_host_configure_async(side->host, story_find(side, name), wish, NULL, story_keep, &result);
    story_wait(&result);

    return hvr_host_configure_finish(side->host, result, error);
}

static HvrMachineWish *
new_disk(HvrDeviceVerb verb)
{
    HvrMachineWish *wish = hvr_machine_wish_new(HVR_WISH_DEVICE, 0, DISK);

    wish->verb = verb;

    return wish;
}

static const HvsVm *
get_vm(StorySide *side)
{
    return hvs_host_find_vm(side->sim, STORY_DB01);
}

static guint
count_disks(StorySide *side)
{
    guint n = 0;

    g_mutex_lock(&side->story->lock);
    for (guint i = 0; i < get_vm(side)->disks->len; i++)
        n += strcmp(((const HvsDisk *)get_vm(side)->disks->pdata[i])->path, "C:\\new.vhdx") == 0;
    g_mutex_unlock(&side->story->lock);

    return n;
}

/* What is so already is asked of nobody; the rest with one call. */
static void
test_least(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    guint n_vcpus = story_find(side, "db01")->n_vcpus;
    g_autoptr(GError) error = NULL;

    g_assert_true(
        configure(side, "db01", hvr_machine_wish_new(HVR_WISH_VCPUS, n_vcpus, NULL), &error));
    g_assert_no_error(error);
    g_assert_cmpuint(side->n_asked, ==, 0);

    g_assert_true(
        configure(side, "db01", hvr_machine_wish_new(HVR_WISH_VCPUS, n_vcpus + 1, NULL), &error));
    g_assert_no_error(error);
    g_assert_cmpuint(side->n_asked, ==, 1);
    g_assert_cmpuint(story_find(side, "db01")->n_vcpus, ==, n_vcpus + 1);
}

/* Refused before the host is asked to change anything. */
static void
test_refused(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    g_assert_false(configure(side, "web01", hvr_machine_wish_new(HVR_WISH_VCPUS, 7, NULL), &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
    g_clear_error(&error);
    g_assert_false(
        configure(side, "db01", hvr_machine_wish_new(HVR_WISH_NAME, 0, "web01"), &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
    g_assert_cmpuint(side->n_asked, ==, 0);
}

static void
test_disk(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    g_assert_true(configure(side, "db01", new_disk(HVR_DEVICE_ATTACH), &error));
    g_assert_no_error(error);
    g_assert_cmpuint(side->n_asked, ==, 2);
    g_assert_cmpuint(count_disks(side), ==, 1);
    g_assert_true(configure(side, "db01", new_disk(HVR_DEVICE_DETACH), &error));
    g_assert_no_error(error);
    g_assert_cmpuint(side->n_asked, ==, 4);
    g_assert_cmpuint(count_disks(side), ==, 0);
}

typedef struct {
    const char *name;
    const char *reply;   /* (nullable): the answer to the first request with this in it gets lost */
    const char *request; /* (nullable): the request itself */
    gboolean ok;
    guint n_asked;
} Loss;

/* clang-format off */
static const Loss losses[] = {
    { "drive",           "Synthetic Disk Drive", NULL,                   TRUE,  2 },
    { "disk",            "Virtual Hard Disk",    NULL,                   TRUE,  2 },
    { "drive-never-was", NULL,                   "Synthetic Disk Drive", FALSE, 0 },
    { "disk-never-was",  NULL,                   "Virtual Hard Disk",    FALSE, 1 },
};
/* clang-format on */

/* An answer that gets lost does not matter where the machine shows what was done; a request that
 * never came is not sent again, and an error says so. */
static void
test_lost(gconstpointer data)
{
    const Loss *loss = data;
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    side->lose_reply = loss->reply;
    side->lose_request = loss->request;
    g_assert_true(configure(side, "db01", new_disk(HVR_DEVICE_ATTACH), &error) == loss->ok);
    g_assert_cmpuint(count_disks(side), ==, loss->ok ? 1 : 0);
    g_assert_cmpuint(side->n_asked, ==, loss->n_asked);
    if (!loss->ok)
        g_assert_error(error, HVR_ERROR, HVR_ERROR_LOST);
}

/* A failing step puts the others back. */
static void
test_undone(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    g_mutex_lock(&story->lock);
    hvs_vm_add_disk(hvs_host_find_vm(side->sim, STORY_WEB01), "C:\\new.vhdx", 1);
    g_mutex_unlock(&story->lock);
    g_assert_false(configure(side, "db01", new_disk(HVR_DEVICE_ATTACH), &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_JOB_FAILED);
    g_assert_nonnull(strstr(error->message, "is undone"));
    /* The drive, the disk in vain, why not, the drive again. */
    g_assert_cmpuint(side->n_asked, ==, 4);
}

static HvrDomain *
define(StorySide *side, const char *xml, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hvr_host_define_async(side->host, xml, NULL, story_keep, &result);
    story_wait(&result);

    return hvr_host_define_finish(side->host, result, error);
}

static void
test_define(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    HvrDomain *domain = define(side, new_machine, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(domain->name, ==, "new01");
    g_assert_cmpuint(domain->n_vcpus, ==, 2);
    g_assert_cmpuint(domain->memory_kib, ==, 512 * 1024);

    hvr_host_undefine_async(side->host, domain, FALSE, NULL, story_keep, &result);
    story_wait(&result);
    g_assert_true(hvr_host_undefine_finish(side->host, result, &error));
    g_assert_no_error(error);
    g_assert_null(hvr_host_lookup_by_name(side->host, "new01", NULL));
}

static void
test_define_refused(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    g_assert_null(define(side, "<domain type='hyperv'><name>db01</name></domain>", &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
    g_clear_error(&error);
    g_assert_null(define(side, "<domain type='hyperv'><name>x</name><numatune/></domain>", &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_UNFIT);
    g_assert_cmpuint(side->n_asked, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/host/configure/least", test_least);
    g_test_add_func("/host/configure/refused", test_refused);
    g_test_add_func("/host/configure/disk", test_disk);
    for (gsize i = 0; i < G_N_ELEMENTS(losses); i++) {
        g_autofree char *path = g_strconcat("/host/configure/lost/", losses[i].name, NULL);

        g_test_add_data_func(path, &losses[i], test_lost);
    }
    g_test_add_func("/host/configure/undone", test_undone);
    g_test_add_func("/host/configure/define", test_define);
    g_test_add_func("/host/configure/define-refused", test_define_refused);

    return g_test_run();
}
