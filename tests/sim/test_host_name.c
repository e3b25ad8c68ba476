/* test_host_name.c: a host that is renamed, through the driver
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Its restart passes between two looks, and no connection ends with it: all that
 * the driver notices is the name.
 */

#include <config.h>

#include "host_facts.h"
#include "host_story.h"
#include "hvr_error.h"

#define OLD "HV-PRIMARY"
#define NEW "HV-NEW"

#define IMAGE "C:\\VMs\\web01.vhdx"

/* What came of a request, and what a test wants to know of it. */
typedef struct {
    guint n_creations;
    guint n_right;           /* of them with a path of a disk on the host of now */
    guint n_unknown_systems; /* that many times nobody can read what the machine is */
} Wire;

static gboolean
has(GBytes *request, const char *text)
{
    gsize size;
    const char *bytes = g_bytes_get_data(request, &size);

    return g_strstr_len(bytes, (gssize)size, text) != NULL;
}

static GBytes *
peer(GBytes *request, gpointer user_data, GError **error)
{
    StorySide *side = user_data;
    Wire *wire = side->peer_data;

    if (has(request, "CreateReplicationRelationship_INPUT")) {
        wire->n_creations++;
        wire->n_right += has(request, "\\\\" NEW "\\root\\virtualization\\v2:Msvm_Storage");
    }
    if (wire->n_unknown_systems > 0 && has(request, "FROM Win32_ComputerSystem")) {
        wire->n_unknown_systems--;
        return hvr_fail_null(error, HVR_ERROR_UNREACHABLE, "nobody is there");
    }

    return story_answer(request, user_data, error);
}

static Story *
new_story(Wire *wire)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    Story *story = story_new(clock, STORY_IDLE);

    story->primary.peer = peer;
    story->primary.peer_data = wire;
    story_open(&story->primary);

    return story;
}

static void
restart_as(StorySide *side, const char *name)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&side->story->lock);

    hvs_host_rename(side->sim, name);
    hvs_host_restart(side->sim);
}

static gboolean
is_renamed(StorySide *side)
{
    return g_str_equal(hvr_host_get_facts(side->host)->hostname, "hv-new");
}

/* The host's own domain is renamed, everybody else stays; the facts follow. */
static void
test_told(void)
{
    Wire wire = { 0 };
    g_autoptr(Story) story = new_story(&wire);
    StorySide *side = &story->primary;
    g_autofree char *guid = g_strdup(story_find(side, OLD)->guid);

    g_assert_cmpstr(hvr_host_get_facts(side->host)->hostname, ==, "hv-primary");
    restart_as(side, NEW);
    story_wait_for(side, is_renamed);
    g_assert_cmpstr(story_find(side, NEW)->guid, ==, guid);
    g_assert_null(story_find(side, OLD));
    g_assert_cmpstr(story_find(side, "web01")->guid, ==, STORY_WEB01);
    g_assert_true(hvr_host_is_reachable(side->host));
    story_assert_order(side, "lifecycle HV-PRIMARY 1 1", "lifecycle HV-NEW 0 2", NULL);
}

/* Facts that could not be had are asked for again. */
static void
test_facts_again(void)
{
    Wire wire = { 0 };
    g_autoptr(Story) story = new_story(&wire);
    StorySide *side = &story->primary;

    g_mutex_lock(&story->lock);
    wire.n_unknown_systems = 2;
    g_mutex_unlock(&story->lock);
    restart_as(side, NEW);
    story_wait_for(side, is_renamed);
    g_assert_cmpuint(wire.n_unknown_systems, ==, 0);
    g_assert_true(hvr_host_is_reachable(side->host));
}

static void
enable(StorySide *side, GError **error)
{
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
    HvrReplRequest request = { .verb = HVR_VERB_ENABLE, .settings = settings };

    g_assert_true(hvr_repl_settings_set(settings, "replica-server", "HV-REPLICA", NULL));
    g_assert_true(hvr_repl_settings_set(settings, "included-disks", IMAGE, NULL));
    story_verb(side, "web01", &request, NULL, error);
}

/* A path that leads nowhere is dropped; the call that went there had no effect, and is made
 * once more, all of it with the new name.  The next one goes the right way at once. */
static void
test_stale(void)
{
    Wire wire = { 0 };
    g_autoptr(Story) story = new_story(&wire);
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrJob) job = NULL;

    story_enable(story, "db01");
    wire.n_creations = 0;
    side->n_asked = 0;
    restart_as(side, NEW);
    enable(side, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(wire.n_creations, ==, 2);
    g_assert_cmpuint(wire.n_right, ==, 1);
    g_assert_cmpuint(side->n_asked, ==, 2);
    g_assert_cmpuint(side->n_faults, ==, 1);
    story_assert_state(side, HVR_REPL_MODE_PRIMARY, HVR_REPL_STATE_READY);

    job = story_do_verb(side, HVR_VERB_START);
    g_assert_cmpuint(side->n_asked, ==, 3);
    g_assert_cmpuint(side->n_faults, ==, 1);
}

/* No answer is no word on where the call went: it is not made again. */
static void
test_stale_lost(void)
{
    Wire wire = { 0 };
    g_autoptr(Story) story = new_story(&wire);
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    story_enable(story, "db01");
    side->n_asked = 0;
    restart_as(side, NEW);
    side->lose_reply = "CreateReplicationRelationship_INPUT";
    enable(side, &error);
    g_assert_nonnull(error);
    g_assert_cmpuint(side->n_asked, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/host/name/told", test_told);
    g_test_add_func("/host/name/facts-again", test_facts_again);
    g_test_add_func("/host/name/stale", test_stale);
    g_test_add_func("/host/name/stale-lost", test_stale_lost);

    return g_test_run();
}
