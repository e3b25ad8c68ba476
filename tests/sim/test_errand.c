/* test_errand.c: what is told of a request whose answer got lost
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "host_story.h"
#include "hvr_error.h"

#define REPEAT "it can safely be repeated"
#define LOOK   "look at the state before you repeat anything"

/**
 * Case:
 * @n_looks: so many looks at the host work after the loss; 0: all
 * @code: what the request is told to have ended in
 * @own_remedy: (nullable): what the code's words are too general for
 * @timeout: the caller's patience; 0: more than enough
 */
typedef struct {
    const char *name;
    guint n_looks;
    HvrErrorCode code;
    const char *own_remedy;
    GTimeSpan timeout;
    const char *message;
    const char *remedy;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "undone",         0, HVR_ERROR_LOST,    NULL,      0,                     "; it did not take effect: the machine is running, its replication: ", REPEAT },
    { "undone-timeout", 0, HVR_ERROR_TIMEOUT, NULL,      0,                     "; it did not take effect: the machine is running, its replication: ", REPEAT },
    { "cause-known",    0, HVR_ERROR_LOST,    "do this", 0,                     "; it did not take effect: the machine is running, its replication: ", "do this" },
    { "hurried",        0, HVR_ERROR_LOST,    NULL,      3 * G_TIME_SPAN_SECOND, "; whether it took effect is unknown: the machine is running, ", LOOK },
    { "out-of-reach",   2, HVR_ERROR_LOST,    NULL,      0,                     "; what became of it could not be seen", LOOK },
};
/* clang-format on */

typedef struct {
    const Case *c;
    gboolean is_lost;
    guint n_looks; /* up to the loss */
} Fault;

static gboolean
has(GBytes *request, const char *text)
{
    gsize size;
    const char *bytes = g_bytes_get_data(request, &size);

    return g_strstr_len(bytes, (gssize)size, text) != NULL;
}

static guint
count_looks(StorySide *side)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&side->story->lock);

    return side->n_looks;
}

/* Only one worker sends, and the watcher looks after that. */
static GBytes *
answer(GBytes *request, gpointer user_data, GError **error)
{
    StorySide *side = user_data;
    Fault *fault = side->peer_data;
    HvrErrorDetail detail = { .remedy = fault->c->own_remedy };

    if (has(request, "CreateReplicationRelationship_INPUT")) {
        fault->n_looks = count_looks(side);
        fault->is_lost = TRUE;
        hvr_fail(error, fault->c->code, "it got lost");
        hvr_error_set_detail(*error, &detail);
        return NULL;
    }
    if (fault->is_lost && fault->c->n_looks > 0 &&
        count_looks(side) > fault->n_looks + fault->c->n_looks)
        return hvr_fail_null(error, HVR_ERROR_UNREACHABLE, "nobody answers");

    return story_answer(request, side, error);
}

static void
test_lost(gconstpointer data)
{
    const Case *c = data;
    Fault fault = { .c = c };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    StoryPace pace = { G_TIME_SPAN_SECOND, G_TIME_SPAN_SECOND };
    g_autoptr(Story) story = story_new_at_pace(clock, &pace);
    StorySide *side = &story->primary;
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
    HvrReplRequest request = { .verb = HVR_VERB_ENABLE, .settings = settings };
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    side->peer = answer;
    side->peer_data = &fault;
    story_open(side);
    g_assert_true(hvr_repl_settings_set(settings, "replica-server", "HV-REPLICA", NULL));
    hvr_host_verb_async(side->host, story_find(side, "web01"), &request, TRUE, c->timeout, NULL,
                        story_keep, &result);
    story_wait(&result);
    g_assert_false(hvr_host_verb_finish(side->host, result, NULL, &error));
    g_assert_error(error, HVR_ERROR, (int)c->code);
    g_test_message("%s", error->message);
    g_assert_nonnull(strstr(error->message, c->message));
    g_assert_cmpstr(hvr_error_find_remedy(error), ==, c->remedy);
    g_assert_cmpuint(side->n_asked, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/errand/lost/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_lost);
    }

    return g_test_run();
}
