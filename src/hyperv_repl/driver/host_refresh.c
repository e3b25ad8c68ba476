/* host_refresh.c: those who wait for a look at a host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "errand.h"
#include "host_private.h"
#include "hvr_error.h"

/* Waits until a look that began after @serial was given is in the state. */
typedef struct {
    HvrHost *host;
    GTask *task;
    guint64 serial;
    GSource *cancel; /* (nullable) */
} HvrWaiter;

/* Returns: (transfer full): the task to answer. */
static GTask *
waiter_end(HvrWaiter *waiter)
{
    GTask *task = waiter->task;

    g_ptr_array_remove(waiter->host->waiters, waiter);
    if (waiter->cancel != NULL) {
        g_source_destroy(waiter->cancel);
        g_source_unref(waiter->cancel);
    }
    g_free(waiter);

    return task;
}

static gboolean
on_cancelled(GCancellable *cancellable, gpointer user_data)
{
    g_autoptr(GTask) task = waiter_end(user_data);
    GError *error = NULL;

    hvr_fail(&error, HVR_ERROR_CANCELLED, _("the operation was cancelled"));
    g_task_return_error(task, error);

    return G_SOURCE_REMOVE;
}

static void
start_waiting(HvrHost *host, GTask *task, guint64 serial)
{
    HvrWaiter *waiter = g_new0(HvrWaiter, 1);
    GCancellable *cancellable = g_task_get_cancellable(task);

    waiter->host = host;
    waiter->task = g_object_ref(task);
    waiter->serial = serial;
    g_ptr_array_add(host->waiters, waiter);
    if (cancellable == NULL)
        return;

    waiter->cancel = g_cancellable_source_new(cancellable);
    g_source_set_callback(waiter->cancel, G_SOURCE_FUNC(on_cancelled), waiter, NULL);
    g_source_attach(waiter->cancel, host->context);
}

/* Returns: (transfer full) (nullable): the task of a waiter that @serial covers.  An
 * answer may bring new waiters or close the host, so each search starts anew. */
static GTask *
take_waiter(HvrHost *host, guint64 serial)
{
    for (guint i = 0; i < host->waiters->len; i++) {
        HvrWaiter *waiter = host->waiters->pdata[i];

        if (waiter->serial <= serial)
            return waiter_end(waiter);
    }

    return NULL;
}

void
hvr_host_fail_waiters(HvrHost *host, guint64 serial, const GError *error)
{
    GTask *task;

    while ((task = take_waiter(host, serial)) != NULL) {
        g_task_return_error(task, g_error_copy(error));
        g_object_unref(task);
    }
}

void
hvr_host_answer_waiters(HvrHost *host, guint64 serial)
{
    GTask *task;

    while ((task = take_waiter(host, serial)) != NULL) {
        g_task_return_boolean(task, TRUE);
        g_object_unref(task);
    }
}

/* Nothing was asked of the host, so nothing is in doubt. */
static HvrErrorCode
get_reach_code(const GError *error)
{
    static const HvrErrorCode lasting[] = { HVR_ERROR_AUTH, HVR_ERROR_TLS, HVR_ERROR_DENIED,
                                            HVR_ERROR_CONFIG };

    for (gsize i = 0; i < G_N_ELEMENTS(lasting); i++) {
        if (hvr_error_is_code(error, lasting[i]))
            return lasting[i];
    }

    return HVR_ERROR_UNREACHABLE;
}

gboolean
hvr_host_check_reach(HvrHost *host, GError **error)
{
    g_autoptr(GDateTime) since = NULL;
    g_autofree char *time = NULL;
    GError *failure;
    char *message;

    if (host->lost_error == NULL)
        return TRUE;

    hvr_watcher_want(host->watcher);
    since = g_date_time_new_from_unix_utc(host->lost_at / G_USEC_PER_SEC);
    time = g_date_time_format(since, "%Y-%m-%dT%H:%M:%SZ");
    failure = g_error_copy(host->lost_error);
    failure->code = (int)get_reach_code(host->lost_error);
    message = g_strdup_printf(_("%1$s; no connection since %2$s"), failure->message, time);
    g_free(failure->message);
    failure->message = message;
    g_propagate_error(error, failure);

    return FALSE;
}

static gboolean
check_open(HvrHost *host, GTask *task)
{
    GError *error = NULL;

    if (hvr_host_is_open(host))
        return TRUE;

    hvr_fail(&error, HVR_ERROR_CANCELLED, _("host '%1$s' is not open"), hvr_host_get_name(host));
    g_task_return_error(task, error);

    return FALSE;
}

void
hvr_host_open_async(HvrHost *host,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    gboolean is_first = !hvr_host_is_open(host);

    g_assert(hvr_host_is_confined(host));
    g_task_set_source_tag(task, hvr_host_open_async);
    if (!host->is_closed)
        hvr_host_start(host);
    if (!check_open(host, task))
        return;

    if (host->picture != NULL)
        g_task_return_boolean(task, TRUE);
    else
        start_waiting(host, task, is_first ? 0 : hvr_watcher_want(host->watcher));
}

gboolean
hvr_host_open_finish(HvrHost *host, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

void
hvr_host_refresh_async(HvrHost *host,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);

    g_assert(hvr_host_is_confined(host));
    g_task_set_source_tag(task, hvr_host_refresh_async);
    if (check_open(host, task))
        start_waiting(host, task, hvr_watcher_want(host->watcher));
}

gboolean
hvr_host_refresh_finish(HvrHost *host, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}
