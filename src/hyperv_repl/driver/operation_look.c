/* operation_look.c: what came of an operation's steps, as the hosts tell it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "errand.h"
#include "host_private.h"
#include "hvr_error.h"
#include "operation_private.h"

/* Hosts reboot, and connections break; who has machines halfway does not give up at once. */
#define LOOK_TIME (30 * G_TIME_SPAN_SECOND)

/* What a host was asked for lets go after this time, or somebody has to have a look. */
#define SETTLE_TIME (2 * G_TIME_SPAN_MINUTE)

#define RETRY_MS 500
#define POLL_MS  200

typedef struct {
    HvrOperation *operation;
    HvrOperationThen then;
    gboolean settle;
    gboolean is_stopping; /* the hosts' jobs were asked to end */
    gint64 began;
    guint n_pending;
    GError *error;
} Look;

static gint64
get_time(const HvrOperation *operation)
{
    return hvr_clock_get_monotonic(operation->source->line->clock);
}

static void
start_timer(HvrOperation *operation, guint ms, GSourceFunc callback, gpointer user_data)
{
    g_autoptr(GSource) source = g_timeout_source_new(ms);

    g_source_set_callback(source, callback, user_data, NULL);
    g_source_attach(source, operation->source->context);
}

/* @look: (transfer full); @error: (nullable) */
static void
end(Look *look, const GError *error)
{
    look->then(look->operation, error);
    hvr_operation_unref(look->operation);
    g_clear_error(&look->error);
    g_free(look);
}

static gboolean
is_host_busy(HvrHost *host, const HvrDomain *domain)
{
    return domain != NULL && (hvr_job_board_find(host->board, domain->guid) != NULL ||
                              hvr_errand_has_change(host, domain));
}

static gboolean
is_busy(const HvrOperation *operation)
{
    return is_host_busy(operation->source, hvr_operation_find_source(operation)) ||
           (operation->target != NULL &&
            is_host_busy(operation->target, hvr_operation_find_target(operation)));
}

static void
on_stopped(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(HvrOperation) operation = user_data;

    /* It ended by itself, or goes on: the next look tells. */
    hvr_host_abort_job_finish(HVR_HOST(source), result, NULL);
}

static void
stop_job(HvrOperation *operation, HvrHost *host, HvrDomain *domain)
{
    const HvrJob *job = domain != NULL ? hvr_job_board_find(host->board, domain->guid) : NULL;

    if (job != NULL && job->cancellable)
        hvr_host_abort_job_async(host, domain, operation->backward, on_stopped,
                                 hvr_operation_ref(operation));
}

static gboolean on_retry(gpointer user_data);

static void
settle(Look *look)
{
    HvrOperation *operation = look->operation;
    g_autoptr(GError) error = NULL;

    if (get_time(operation) - look->began >= SETTLE_TIME) {
        hvr_fail(&error, HVR_ERROR_TIMEOUT,
                 _("what was begun with '%1$s' is still under way after %2$d s"),
                 operation->record->vm, (int)(SETTLE_TIME / G_TIME_SPAN_SECOND));
        end(look, error);
        return;
    }

    if (!look->is_stopping && hvr_operation_is_aborted(operation)) {
        look->is_stopping = TRUE;
        stop_job(operation, operation->source, hvr_operation_find_source(operation));
        if (operation->target != NULL)
            stop_job(operation, operation->target, hvr_operation_find_target(operation));
    }
    start_timer(operation, POLL_MS, on_retry, look);
}

static void
finish(Look *look)
{
    HvrOperation *operation = look->operation;
    gboolean is_open = hvr_host_is_open(operation->source) &&
                       (operation->target == NULL || hvr_host_is_open(operation->target));

    /* Before anything was changed there is nothing to be patient for. */
    if (look->error != NULL && is_open && operation->is_changing &&
        get_time(operation) - look->began < LOOK_TIME)
        start_timer(operation, RETRY_MS, on_retry, look);
    else if (look->error == NULL && look->settle && is_busy(operation))
        settle(look);
    else
        end(look, look->error);
}

static void
on_refreshed(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Look *look = user_data;
    g_autoptr(GError) error = NULL;

    if (!hvr_host_refresh_finish(HVR_HOST(source), result, &error) && look->error == NULL)
        look->error = g_steal_pointer(&error);
    if (--look->n_pending == 0)
        finish(look);
}

static void
begin(Look *look)
{
    HvrOperation *operation = look->operation;

    g_clear_error(&look->error);
    look->n_pending = operation->target != NULL ? 2 : 1;
    hvr_host_refresh_async(operation->source, NULL, on_refreshed, look);
    if (operation->target != NULL)
        hvr_host_refresh_async(operation->target, NULL, on_refreshed, look);
}

static gboolean
on_retry(gpointer user_data)
{
    begin(user_data);

    return G_SOURCE_REMOVE;
}

void
hvr_operation_look(HvrOperation *operation, gboolean settle, HvrOperationThen then)
{
    Look *look = g_new0(Look, 1);

    look->operation = hvr_operation_ref(operation);
    look->then = then;
    look->settle = settle;
    look->began = get_time(operation);
    begin(look);
}

/* A step that waits for a machine. */
typedef struct {
    HvrOperation *operation;
    HvrOperationLook look;
    GTask *task;
    gint64 deadline;
    GTimeSpan limit;
} Wait;

static gboolean
on_wait(gpointer user_data)
{
    Wait *wait = user_data;
    GCancellable *cancellable = g_task_get_cancellable(wait->task);
    GError *error = NULL;

    if (wait->look(wait->operation))
        g_task_return_boolean(wait->task, TRUE);
    else if (g_cancellable_is_cancelled(cancellable) || !hvr_host_is_open(wait->operation->source))
        hvr_fail(&error, HVR_ERROR_CANCELLED, _("the operation was cancelled"));
    else if (get_time(wait->operation) >= wait->deadline)
        hvr_fail(&error, HVR_ERROR_TIMEOUT,
                 _("the guest of '%1$s' has not shut down within %2$d s"),
                 wait->operation->record->vm, (int)(wait->limit / G_TIME_SPAN_SECOND));
    else
        return G_SOURCE_CONTINUE;

    if (error != NULL)
        g_task_return_error(wait->task, error);
    hvr_operation_unref(wait->operation);
    g_object_unref(wait->task);
    g_free(wait);

    return G_SOURCE_REMOVE;
}

void
hvr_operation_wait(HvrOperation *operation, HvrOperationLook look, GTimeSpan limit, GTask *task)
{
    Wait *wait;

    if (hvr_operation_is_rehearsed(operation)) {
        g_task_return_boolean(task, TRUE);
        return;
    }

    wait = g_new0(Wait, 1);
    wait->operation = hvr_operation_ref(operation);
    wait->look = look;
    wait->task = g_object_ref(task);
    wait->deadline = get_time(operation) + limit;
    wait->limit = limit;
    start_timer(operation, POLL_MS, on_wait, wait);
}
