/* test_host_metadata.c: the replication element edited, through the driver
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "host_story.h"
#include "hvr_error.h"
#include "metadata.h"
#include "repl_document.h"

static Story *
new_story(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    Story *story = story_new(clock, STORY_IDLE);

    story_open(&story->primary);
    story_enable(story, "web01");
    g_ptr_array_set_size(story->primary.events, 0);
    story->primary.n_asked = 0;

    return story;
}

static gboolean
set(StorySide *side,
    const char *domain,
    int type,
    const char *text,
    const char *uri,
    GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hvr_host_set_metadata_async(side->host, story_find(side, domain), type, text, uri, NULL,
                                story_keep, &result);
    story_wait(&result);
    g_ptr_array_add(side->events, g_strdup("answered"));

    return hvr_host_set_metadata_finish(side->host, result, error);
}

/* The element as it is, with one text for another in it. */
static char *
format_with(StorySide *side, const char *from, const char *to)
{
    g_autofree char *text = hvr_metadata_format(story_find(side, "web01"),
                                                VIR_DOMAIN_METADATA_ELEMENT, HVR_REPL_NS, NULL);
    g_auto(GStrv) parts = g_strsplit(text, from, -1);

    g_assert_cmpuint(g_strv_length(parts), >, 1);

    return g_strjoinv(to, parts);
}

static guint
get_history(StorySide *side)
{
    return hvr_repl_settings_get_number(
        story_find(side, "web01")->legs[0]->settings,
        hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, "recovery-history"));
}

/* Listeners hear of it before whoever asked for it is answered. */
static void
test_change(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autofree char *present = g_strdup_printf("recovery-history>%u<", get_history(side));
    g_autofree char *text = format_with(side, present, "recovery-history>11<");
    g_autoptr(GError) error = NULL;

    g_assert_true(set(side, "web01", VIR_DOMAIN_METADATA_ELEMENT, text, HVR_REPL_NS, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(get_history(side), ==, 11);
    g_assert_cmpuint(side->n_asked, ==, 1);
    story_assert_order(side, "metadata web01 2", "job web01 modify-replication completed",
                       "answered", NULL);
}

static void
test_same(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autofree char *text = format_with(side, "recovery-history", "recovery-history");

    g_assert_true(set(side, "web01", VIR_DOMAIN_METADATA_ELEMENT, text, HVR_REPL_NS, NULL));
    g_assert_cmpuint(side->n_asked, ==, 0);
}

typedef struct {
    const char *name;
    const char *domain;
    int type;
    const char *text;
    const char *uri;
    HvrErrorCode code;
    const char *message;
} Refusal;

#define ELEMENT     VIR_DOMAIN_METADATA_ELEMENT
#define REPLICATION "<replication xmlns='" HVR_REPL_NS "'>"

/* clang-format off */
static const Refusal refusals[] = {
    { "title",       "web01",      VIR_DOMAIN_METADATA_TITLE,       "x",  NULL,            HVR_ERROR_UNSUPPORTED, "keeps no metadata for its clients" },
    { "description", "web01",      VIR_DOMAIN_METADATA_DESCRIPTION, "x",  NULL,            HVR_ERROR_UNSUPPORTED, "keeps no metadata for its clients" },
    { "others",      "web01",      ELEMENT, "<a/>",                       "urn:other",     HVR_ERROR_UNSUPPORTED, "keeps no metadata for its clients" },
    { "host",        "HV-PRIMARY", ELEMENT, "<a/>",                       HVR_REPL_NS, HVR_ERROR_UNSUPPORTED, "'HV-PRIMARY' is the host itself" },
    { "removal",     "web01",      ELEMENT, NULL,                         HVR_REPL_NS, HVR_ERROR_INVALID,     "'replication-remove' ends replication" },
    { "empty",       "web01",      ELEMENT, "",                           HVR_REPL_NS, HVR_ERROR_INVALID,     "'replication-remove' ends replication" },
    { "malformed",   "web01",      ELEMENT, "<replication",               HVR_REPL_NS, HVR_ERROR_XML,         "line 1" },
    { "other-root",  "web01",      ELEMENT, "<domain/>",                  HVR_REPL_NS, HVR_ERROR_XML,         "'replication'" },
    { "no-such-leg", "db01",       ELEMENT, REPLICATION "<relationship kind='primary'><settings><port>81</port></settings></relationship></replication>", HVR_REPL_NS, HVR_ERROR_XML, "line 1" },
};
/* clang-format on */

static void
test_refusal(gconstpointer data)
{
    const Refusal *c = data;
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GError) error = NULL;

    g_assert_false(set(side, c->domain, c->type, c->text, c->uri, &error));
    g_assert_error(error, HVR_ERROR, (int)c->code);
    g_assert_nonnull(strstr(error->message, c->message));
    g_assert_cmpuint(side->n_asked, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/host/metadata/change", test_change);
    g_test_add_func("/host/metadata/same", test_same);
    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autofree char *path = g_strconcat("/host/metadata/refusal/", refusals[i].name, NULL);

        g_test_add_data_func(path, &refusals[i], test_refusal);
    }

    return g_test_run();
}
