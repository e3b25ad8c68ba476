/* test_host_service.c: a host as replication server, through the driver
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "host_query.h"
#include "host_story.h"
#include "hvr_error.h"

#define OWN "HV-PRIMARY"

static Story *
new_story(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    Story *story = story_new(clock, STORY_IDLE);

    story_open(&story->primary);

    return story;
}

static HvrReplSettings *
new_settings(HvrReplSubject subject, const char *name, const char *value)
{
    HvrReplSettings *settings = hvr_repl_settings_new(subject);

    g_assert_true(hvr_repl_settings_set(settings, name, value, NULL));

    return settings;
}

/* The job is the host's own: its domain has it, and tells of it. */
static void
test_modify(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(HvrReplSettings) settings = new_settings(HVR_REPL_SERVICE, "http-port", "8080");
    HvrReplRequest request = { .verb = HVR_VERB_MODIFY_SERVICE, .settings = settings };
    g_autoptr(HvrJob) job = NULL;
    g_autoptr(GError) error = NULL;

    story_verb(side, OWN, &request, &job, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(job->kind, ==, "modify-service");
    g_assert_cmpstr(hvr_host_get_last_job(side->host, story_find(side, OWN))->id, ==, job->id);
    g_assert_null(hvr_host_get_job(side->host, story_find(side, OWN)));
    story_assert_order(side, "job HV-PRIMARY modify-service completed", "answered", NULL);
    g_assert_cmpuint(side->n_asked, ==, 1);
}

typedef struct {
    const char *name;
    const char *domain;
    HvrReplVerb verb;
    const char *message;
} Wrong;

/* clang-format off */
static const Wrong wrong[] = {
    { "machine",  "web01", HVR_VERB_START_SERVICE, "'web01' is no host, which 'service-start' is about" },
    { "host",     OWN,     HVR_VERB_COMMIT,        "'HV-PRIMARY' is the host itself, which is not replicated" },
};
/* clang-format on */

static void
test_wrong(gconstpointer data)
{
    const Wrong *c = data;
    g_autoptr(Story) story = new_story();
    HvrReplRequest request = { .verb = c->verb };
    g_autoptr(GError) error = NULL;

    g_assert_false(story_verb(&story->primary, c->domain, &request, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_assert_cmpstr(error->message, ==, c->message);
    g_assert_cmpuint(story->primary.n_asked, ==, 0);
}

static gboolean
run_all(StorySide *side, GPtrArray *requests, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hvr_host_verbs_async(side->host, story_find(side, OWN), requests, TRUE, 0, NULL, story_keep,
                         &result);
    story_wait(&result);

    return hvr_host_verbs_finish(side->host, result, NULL, error);
}

static void
add(GPtrArray *requests, HvrReplVerb verb, HvrReplSettings *settings, const char *primary)
{
    HvrReplRequest request = {
        .verb = verb, .vm = OWN, .vm_name = OWN, .settings = settings, .allowed_primary = primary
    };

    g_ptr_array_add(requests, hvr_repl_request_copy(&request));
}

static guint
count_entries(Story *story)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&story->lock);

    return story->primary.sim->authorizations->len;
}

/* The first failure ends it; what was done before stays done. */
static void
test_sequence(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GPtrArray)
        requests = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_request_free);
    g_autoptr(HvrReplSettings) settings = new_settings(HVR_REPL_SERVICE, "http-port", "8080");
    g_autoptr(GError) error = NULL;

    g_assert_true(run_all(side, requests, &error));
    g_assert_cmpuint(side->n_asked, ==, 0);

    g_assert_cmpuint(count_entries(story), ==, 1);
    add(requests, HVR_VERB_REMOVE_AUTHORIZATION, NULL, "*");
    add(requests, HVR_VERB_REMOVE_AUTHORIZATION, NULL, "nobody.example.com");
    add(requests, HVR_VERB_MODIFY_SERVICE, settings, NULL);
    g_assert_false(run_all(side, requests, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_assert_cmpuint(count_entries(story), ==, 0);
    g_assert_cmpuint(side->n_asked, ==, 2);
}

/* A server that does not answer holds nobody up; two changes at once are one too many. */
static void
test_at_once(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    HvrDomain *own = story_find(side, OWN);
    g_autoptr(HvrReplSettings)
        server = new_settings(HVR_REPL_RELATIONSHIP, "replica-server", "HV-REPLICA");
    g_autoptr(HvrReplSettings) settings = new_settings(HVR_REPL_SERVICE, "http-port", "8080");
    HvrReplRequest contact = { .verb = HVR_VERB_TEST_CONNECTION, .settings = server };
    HvrReplRequest change = { .verb = HVR_VERB_MODIFY_SERVICE, .settings = settings };
    GAsyncResult *results[3] = { NULL, NULL, NULL };
    g_autoptr(GError) error = NULL;

    hvr_host_verb_async(side->host, own, &contact, TRUE, 0, NULL, story_keep, &results[0]);
    hvr_host_verb_async(side->host, own, &change, TRUE, 0, NULL, story_keep, &results[1]);
    hvr_host_verb_async(side->host, own, &change, TRUE, 0, NULL, story_keep, &results[2]);
    story_wait(&results[2]);
    g_assert_false(hvr_host_verb_finish(side->host, results[2], NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_BUSY);
    for (guint i = 0; i < 2; i++) {
        story_wait(&results[i]);
        g_assert_true(hvr_host_verb_finish(side->host, results[i], NULL, NULL));
    }
    for (guint i = 0; i < G_N_ELEMENTS(results); i++)
        g_object_unref(results[i]);
    g_assert_cmpuint(side->n_asked, ==, 2);
}

static void
ask_certificates(StorySide *side, GCancellable *cancellable, GAsyncResult **out_result)
{
    HvrReplRequest request = { .verb = HVR_VERB_GET_CERTIFICATES };

    hvr_host_ask_async(side->host, story_find(side, OWN), &request, cancellable, story_keep,
                       out_result);
}

static void
test_query(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(HvrReplAnswer) answer = NULL;
    g_autoptr(GError) error = NULL;

    ask_certificates(side, NULL, &result);
    story_wait(&result);
    answer = hvr_host_ask_finish(result, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(g_strv_length(answer->certificates), >=, 1);
}

static void
test_query_down(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    g_mutex_lock(&story->lock);
    side->is_down = TRUE;
    g_mutex_unlock(&story->lock);
    ask_certificates(side, NULL, &result);
    story_wait(&result);
    g_assert_null(hvr_host_ask_finish(result, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_UNREACHABLE);
}

/* Whoever gives up is answered at once, while the host still takes its time. */
static void
test_query_cancelled(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    g_mutex_lock(&story->lock);
    ask_certificates(side, cancellable, &result);
    g_cancellable_cancel(cancellable);
    story_wait(&result);
    g_mutex_unlock(&story->lock);
    g_assert_null(hvr_host_ask_finish(result, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CANCELLED);
    g_assert_true(story_refresh(side, NULL));
}

static void
test_query_closed(void)
{
    g_autoptr(Story) story = new_story();
    StorySide *side = &story->primary;
    g_autoptr(GAsyncResult) running = NULL;
    g_autoptr(GAsyncResult) late = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) late_error = NULL;

    ask_certificates(side, NULL, &running);
    hvr_host_close(side->host);
    ask_certificates(side, NULL, &late);
    story_wait(&running);
    story_wait(&late);
    g_assert_null(hvr_host_ask_finish(running, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CANCELLED);
    g_assert_null(hvr_host_ask_finish(late, &late_error));
    g_assert_error(late_error, HVR_ERROR, HVR_ERROR_CANCELLED);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/host/service/modify", test_modify);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autofree char *path = g_strconcat("/host/service/wrong/", wrong[i].name, NULL);

        g_test_add_data_func(path, &wrong[i], test_wrong);
    }
    g_test_add_func("/host/service/sequence", test_sequence);
    g_test_add_func("/host/service/at-once", test_at_once);
    g_test_add_func("/host/service/query", test_query);
    g_test_add_func("/host/service/query-down", test_query_down);
    g_test_add_func("/host/service/query-cancelled", test_query_cancelled);
    g_test_add_func("/host/service/query-closed", test_query_closed);

    return g_test_run();
}
