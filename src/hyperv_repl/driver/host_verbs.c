/* host_verbs.c: several replication verbs, one after the other
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "errand.h"
#include "host_verb.h"
#include "repl_request.h"

/* Those that are still to come. */
typedef struct {
    HvrDomain *domain;
    GQueue requests;
    gboolean wait;
    GTimeSpan timeout;
} Sequence;

static void
sequence_free(gpointer data)
{
    Sequence *sequence = data;

    hvr_domain_unref(sequence->domain);
    g_queue_clear_full(&sequence->requests, (GDestroyNotify)hvr_repl_request_free);
    g_free(sequence);
}

static void go_on(HvrHost *host, GTask *task);

static void
on_done(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrHost *host = HVR_HOST(source);
    g_autoptr(GTask) task = user_data;
    Sequence *sequence = g_task_get_task_data(task);
    g_autoptr(HvrJob) job = NULL;
    GError *error = NULL;

    if (!hvr_host_verb_finish(host, result, &job, &error))
        g_task_return_error(task, error);
    else if (g_queue_is_empty(&sequence->requests))
        g_task_return_pointer(task, g_steal_pointer(&job), (GDestroyNotify)hvr_job_unref);
    else
        go_on(host, task);
}

static void
go_on(HvrHost *host, GTask *task)
{
    Sequence *sequence = g_task_get_task_data(task);
    g_autoptr(HvrReplRequest) request = g_queue_pop_head(&sequence->requests);
    gboolean wait = sequence->wait || !g_queue_is_empty(&sequence->requests);

    hvr_host_verb_async(host, sequence->domain, request, wait, sequence->timeout,
                        g_task_get_cancellable(task), on_done, g_object_ref(task));
}

void
hvr_host_verbs_async(HvrHost *host,
                     HvrDomain *domain,
                     GPtrArray *requests,
                     gboolean wait,
                     GTimeSpan timeout,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    Sequence *sequence = g_new0(Sequence, 1);

    g_task_set_source_tag(task, hvr_host_verbs_async);
    sequence->domain = hvr_domain_ref(domain);
    sequence->wait = wait;
    sequence->timeout = timeout;
    for (guint i = 0; i < requests->len; i++)
        g_queue_push_tail(&sequence->requests, hvr_repl_request_copy(requests->pdata[i]));
    g_task_set_task_data(task, sequence, sequence_free);

    if (requests->len == 0)
        g_task_return_pointer(task, NULL, NULL);
    else
        go_on(host, task);
}

gboolean
hvr_host_verbs_finish(HvrHost *host, GAsyncResult *result, HvrJob **out_job, GError **error)
{
    return hvr_errand_finish(result, out_job, error);
}
