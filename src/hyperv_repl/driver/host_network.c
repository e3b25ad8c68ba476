/* host_network.c: what test machines of a host are connected to
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host_network.h"

#include <glib/gi18n-lib.h>

#include "errand.h"
#include "host_private.h"
#include "hvr_error.h"
#include "repl_network.h"

static const HvrErrandType switch_type = { .is_exclusive = TRUE };

/* What a worker gets for one adapter. */
typedef struct {
    char *vm;
    HvrReplAdapter *adapter;
    char *test_switch;
    char *test_pool;
} Connection;

static void
connection_free(gpointer data)
{
    Connection *connection = data;

    g_free(connection->vm);
    hvr_repl_adapter_free(connection->adapter);
    g_free(connection->test_switch);
    g_free(connection->test_pool);
    g_free(connection);
}

/* Those that are still to come. */
typedef struct {
    HvrDomain *domain;
    GQueue connections;
    gboolean wait;
    GTimeSpan timeout;
} Sequence;

static void
sequence_free(gpointer data)
{
    Sequence *sequence = data;

    hvr_domain_unref(sequence->domain);
    g_queue_clear_full(&sequence->connections, connection_free);
    g_free(sequence);
}

static gpointer
send_connection(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    const Connection *connection = input;
    g_autofree char *job = hvr_repl_network_set_test_switch(
        session, connection->vm, connection->adapter, connection->test_switch,
        connection->test_pool, cancellable, error);

    return job != NULL && job[0] != '\0' ? g_steal_pointer(&job) : NULL;
}

static void go_on(HvrHost *host, GTask *task);

static void
on_done(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    Sequence *sequence = g_task_get_task_data(task);
    g_autoptr(HvrJob) job = NULL;
    GError *error = NULL;

    if (!hvr_errand_finish(result, &job, &error))
        g_task_return_error(task, error);
    else if (g_queue_is_empty(&sequence->connections))
        g_task_return_pointer(task, g_steal_pointer(&job), (GDestroyNotify)hvr_job_unref);
    else
        go_on(HVR_HOST(source), task);
}

static gboolean
check(HvrHost *host, const HvrDomain *domain, GError **error)
{
    if (hvr_errand_has_exclusive(host, domain, FALSE))
        return hvr_fail(error, HVR_ERROR_BUSY,
                        _("another change to the replication of '%1$s' is under way"),
                        domain->name);

    return TRUE;
}

static void
go_on(HvrHost *host, GTask *task)
{
    Sequence *sequence = g_task_get_task_data(task);
    HvrErrandOrder order = { .type = &switch_type,
                             .title = "set-test-switch",
                             .timeout = sequence->timeout };
    g_autoptr(GTask) step = NULL;
    GError *error = NULL;
    HvrDomain *now = hvr_host_lookup_current(host, sequence->domain, &error);

    if (now == NULL || !check(host, now, &error)) {
        g_task_return_error(task, error);
        return;
    }

    order.work = (HvrWork){ send_connection, g_queue_pop_head(&sequence->connections),
                            connection_free, g_free };
    order.wait = sequence->wait || !g_queue_is_empty(&sequence->connections);
    step = hvr_errand_new_task(host, g_task_get_cancellable(task), on_done, g_object_ref(task));
    hvr_errand_start(host, now, step, &order);
}

void
hvr_host_set_test_switch_async(HvrHost *host,
                               HvrDomain *domain,
                               const HvrHostSwitchOrder *order,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    Sequence *sequence = g_new0(Sequence, 1);

    g_task_set_source_tag(task, hvr_host_set_test_switch_async);
    sequence->domain = hvr_domain_ref(domain);
    sequence->wait = order->wait;
    sequence->timeout = order->timeout;
    for (guint i = 0; i < order->adapters->len; i++) {
        Connection *connection = g_new0(Connection, 1);

        connection->vm = g_strdup(domain->guid);
        connection->adapter = hvr_repl_adapter_copy(order->adapters->pdata[i]);
        connection->test_switch = g_strdup(order->test_switch);
        connection->test_pool = g_strdup(order->test_pool);
        g_queue_push_tail(&sequence->connections, connection);
    }
    g_task_set_task_data(task, sequence, sequence_free);

    if (order->adapters->len == 0)
        g_task_return_pointer(task, NULL, NULL);
    else
        go_on(host, task);
}

gboolean
hvr_host_set_test_switch_finish(HvrHost *host,
                                GAsyncResult *result,
                                HvrJob **out_job,
                                GError **error)
{
    return hvr_errand_finish(result, out_job, error);
}
