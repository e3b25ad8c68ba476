/* command_test.c: test failover, from the test machine to its removal
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "command_request.h"
#include "command_value.h"
#include "host_query.h"
#include "host_verb.h"
#include "hvr_error.h"
#include "repl_state.h"
#include "repl_test.h"

/**
 * Trial:
 * @job: (nullable): that made the test machine
 * @guids: of the machines that are meant
 * @removed: of them, those that are gone
 */
typedef struct {
    HvrCommandCall *call;
    HvrJob *job;
    GQueue guids;
    JsonArray *removed;
} Trial;

static Trial *
trial_new(HvrCommandCall *call)
{
    Trial *trial = g_new0(Trial, 1);

    trial->call = call;
    trial->removed = json_array_new();

    return trial;
}

static void
trial_free(Trial *trial)
{
    g_clear_pointer(&trial->job, hvr_job_unref);
    g_queue_clear_full(&trial->guids, g_free);
    json_array_unref(trial->removed);
    g_free(trial);
}

static void
trial_fail(Trial *trial, GError *error)
{
    hvr_command_call_fail(trial->call, error);
    trial_free(trial);
}

static gpointer
list_tests(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    return hvr_repl_test_list(session, cancellable, error);
}

static void
list_async(Trial *trial, GAsyncReadyCallback callback)
{
    HvrWork work = { .run = list_tests, .free_output = (GDestroyNotify)g_hash_table_unref };
    HvrCommandCall *call = trial->call;

    hvr_host_query_async(call->host, call->domain, &work, hvr_command_call_get_cancellable(call),
                         callback, trial);
}

/* Keeps the test machines of the replica that was addressed. */
static gboolean
take_list(Trial *trial, GAsyncResult *result, GError **error)
{
    g_autoptr(GHashTable) tests = hvr_host_query_finish(result, error);
    GHashTableIter iter;
    gpointer test;
    gpointer replica;

    if (tests == NULL)
        return FALSE;

    g_hash_table_iter_init(&iter, tests);
    while (g_hash_table_iter_next(&iter, &test, &replica)) {
        if (g_ascii_strcasecmp(replica, trial->call->domain->guid) == 0)
            g_queue_push_tail(&trial->guids, g_strdup(test));
    }

    return TRUE;
}

/* Returns: (nullable): the machine as the state has it. */
static HvrDomain *
find_domain(Trial *trial, const char *guid)
{
    guchar uuid[16];

    return guid != NULL && hvr_domain_parse_guid(guid, uuid)
               ? hvr_host_lookup_by_uuid(trial->call->host, uuid, NULL)
               : NULL;
}

static void
answer_test(Trial *trial)
{
    JsonObject *object = hvr_command_request_describe(trial->call, trial->job);
    const HvrDomain *test = find_domain(trial, g_queue_peek_head(&trial->guids));

    if (test != NULL)
        json_object_set_object_member(object, "test-machine", hvr_command_value_machine(test));
    else
        json_object_set_null_member(object, "test-machine");
    hvr_command_call_return(trial->call, hvr_command_value_take_object(object));
    trial_free(trial);
}

static void
on_test_seen(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Trial *trial = user_data;
    GError *error = NULL;

    if (hvr_host_refresh_finish(HVR_HOST(source), result, &error))
        answer_test(trial);
    else
        trial_fail(trial, error);
}

static void
on_test_found(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Trial *trial = user_data;
    GError *error = NULL;

    if (!take_list(trial, result, &error))
        trial_fail(trial, error);
    else if (find_domain(trial, g_queue_peek_head(&trial->guids)) != NULL)
        answer_test(trial);
    else
        hvr_host_refresh_async(HVR_HOST(source), hvr_command_call_get_cancellable(trial->call),
                               on_test_seen, trial);
}

static void
on_test_made(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Trial *trial = user_data;
    GError *error = NULL;

    if (!hvr_host_verb_finish(HVR_HOST(source), result, &trial->job, &error))
        trial_fail(trial, error);
    else if (trial->call->rehearsal != NULL ||
             (trial->job != NULL && hvr_job_is_running(trial->job)))
        answer_test(trial);
    else
        list_async(trial, on_test_found);
}

void
hvr_command_test_failover(HvrCommandCall *call)
{
    GError *error = NULL;
    g_autoptr(HvrReplRequest) request = hvr_command_request_new(call, &error);

    if (request == NULL) {
        hvr_command_call_fail(call, error);
        return;
    }

    hvr_host_verb_async(call->host, call->domain, request, hvr_command_request_wants_wait(call),
                        hvr_command_request_get_timeout(call),
                        hvr_command_call_get_cancellable(call), on_test_made, trial_new(call));
}

static void remove_next(Trial *trial);

static void
on_removed(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Trial *trial = user_data;
    GError *error = NULL;

    if (hvr_host_remove_test_finish(HVR_HOST(source), result, &error))
        remove_next(trial);
    else
        trial_fail(trial, error);
}

/* One that is not in the state has been removed by somebody else. */
static void
remove_next(Trial *trial)
{
    HvrCommandCall *call = trial->call;
    HvrDomain *test = NULL;
    JsonObject *object;

    while (test == NULL && !g_queue_is_empty(&trial->guids)) {
        g_autofree char *guid = g_queue_pop_head(&trial->guids);

        test = find_domain(trial, guid);
    }
    if (test != NULL) {
        json_array_add_object_element(trial->removed, hvr_command_value_machine(test));
        hvr_host_remove_test_async(call->host, test, hvr_command_request_wants_wait(call),
                                   hvr_command_request_get_timeout(call),
                                   hvr_command_call_get_cancellable(call), on_removed, trial);
        return;
    }

    object = json_object_new();
    json_object_set_array_member(object, "removed", json_array_ref(trial->removed));
    hvr_command_call_return(call, hvr_command_value_take_object(object));
    trial_free(trial);
}

static void
on_tests_seen(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Trial *trial = user_data;
    GError *error = NULL;

    if (hvr_host_refresh_finish(HVR_HOST(source), result, &error))
        remove_next(trial);
    else
        trial_fail(trial, error);
}

static void
on_tests_found(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Trial *trial = user_data;
    GError *error = NULL;

    if (take_list(trial, result, &error) && g_queue_is_empty(&trial->guids))
        hvr_fail(&error, HVR_ERROR_STATE, _("'%s' has no test machine"), trial->call->domain->name);
    if (error != NULL)
        trial_fail(trial, error);
    else
        hvr_host_refresh_async(HVR_HOST(source), hvr_command_call_get_cancellable(trial->call),
                               on_tests_seen, trial);
}

/* A test machine is removed even if its replica is gone. */
void
hvr_command_test_cleanup(HvrCommandCall *call)
{
    Trial *trial = trial_new(call);

    if (call->domain->mode != HVR_REPL_MODE_TEST) {
        list_async(trial, on_tests_found);
        return;
    }

    g_queue_push_tail(&trial->guids, g_strdup(call->domain->guid));
    remove_next(trial);
}
