/* host_query.c: what only the host itself knows, asked in a worker
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host_query.h"

#include "errand.h"
#include "host_private.h"

static const HvrErrandType query_type = { .is_query = TRUE };

void
hvr_host_query_async(HvrHost *host,
                     HvrDomain *domain,
                     const HvrWork *work,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    HvrErrandOrder order = { .type = &query_type, .work = *work };
    GError *error = NULL;
    HvrDomain *now = hvr_host_lookup_current(host, domain, &error);

    g_task_set_source_tag(task, hvr_host_query_async);
    if (now != NULL) {
        hvr_errand_start(host, now, task, &order);
        return;
    }

    if (work->free_input != NULL)
        work->free_input(work->input);
    g_task_return_error(task, error);
}

gpointer
hvr_host_query_finish(GAsyncResult *result, GError **error)
{
    return hvr_errand_finish_query(result, error);
}

static gpointer
run_request(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    return hvr_repl_request_run(input, session, cancellable, error);
}

void
hvr_host_ask_async(HvrHost *host,
                   HvrDomain *domain,
                   const HvrReplRequest *request,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
    HvrDomain *now = hvr_host_lookup_current(host, domain, NULL);
    HvrReplRequest full = hvr_host_complete_request(host, request, now != NULL ? now : domain);
    HvrWork work = { run_request, hvr_repl_request_copy(&full),
                     (GDestroyNotify)hvr_repl_request_free, (GDestroyNotify)hvr_repl_answer_free };

    hvr_host_query_async(host, domain, &work, cancellable, callback, user_data);
}

HvrReplAnswer *
hvr_host_ask_finish(GAsyncResult *result, GError **error)
{
    return hvr_host_query_finish(result, error);
}
