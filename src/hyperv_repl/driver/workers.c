/* workers.c: the few threads that run what somebody asked of a host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "workers.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "wmi_session.h"

struct _HvrWorkers {
    HvrLine *line;
    GThreadPool *pool;
    GAsyncQueue *idle; /* sessions that no worker uses just now */
};

static void
work_free(gpointer data)
{
    HvrWork *work = data;

    if (work->free_input != NULL)
        work->free_input(work->input);
    g_free(work);
}

static gpointer
run(HvrWorkers *workers, HvrWork *work, GError **error)
{
    HvrLine *line = workers->line;
    g_autoptr(HvrWmiSession) session = NULL;
    g_autoptr(GError) cause = NULL;
    gpointer output;
    guint before;

    if (g_cancellable_is_cancelled(line->closing))
        return hvr_fail_null(error, HVR_ERROR_CANCELLED, _("the operation was cancelled"));

    /* There are never more sessions than workers. */
    session = g_async_queue_try_pop(workers->idle);
    if (session == NULL)
        session = hvr_line_open(line, error);
    if (session == NULL)
        return NULL;

    before = hvr_wmi_session_get_n_requests(session);
    output = work->run(session, work->input, line->closing, &cause);
    hvr_line_count(line, session, before);
    hvr_line_note(line, session, cause);
    if (!hvr_line_is_broken(cause))
        g_async_queue_push(workers->idle, g_steal_pointer(&session));
    if (cause != NULL)
        g_propagate_error(error, g_steal_pointer(&cause));

    return output;
}

static void
work_thread(gpointer data, gpointer user_data)
{
    g_autoptr(GTask) task = data;
    HvrWork *work = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;
    gpointer output = run(user_data, work, &error);

    if (error != NULL)
        g_task_return_error(task, g_steal_pointer(&error));
    else
        g_task_return_pointer(task, output, work->free_output);
}

HvrWorkers *
hvr_workers_new(HvrLine *line)
{
    HvrWorkers *workers = g_new0(HvrWorkers, 1);
    guint n_threads = CLAMP(line->config.n_workers, 1, HVR_LINE_MAX_WORKERS);

    workers->line = hvr_line_ref(line);
    workers->idle = g_async_queue_new_full((GDestroyNotify)hvr_wmi_session_free);
    workers->pool = g_thread_pool_new(work_thread, workers, (int)n_threads, FALSE, NULL);

    return workers;
}

void
hvr_workers_free(HvrWorkers *workers)
{
    g_thread_pool_free(workers->pool, FALSE, TRUE);
    g_async_queue_unref(workers->idle);
    hvr_line_unref(workers->line);
    g_free(workers);
}

void
hvr_workers_drop_idle(HvrWorkers *workers)
{
    HvrWmiSession *session;

    while ((session = g_async_queue_try_pop(workers->idle)) != NULL)
        hvr_wmi_session_free(session);
}

/* The task has no source object: a worker may drop the last reference to it,
 * and nothing of the main context may be freed there. */
void
hvr_workers_run(HvrWorkers *workers,
                const HvrWork *work,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);

    g_task_set_source_tag(task, hvr_workers_run);
    g_task_set_task_data(task, g_memdup2(work, sizeof *work), work_free);
    g_thread_pool_push(workers->pool, g_steal_pointer(&task), NULL);
}

gpointer
hvr_workers_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
