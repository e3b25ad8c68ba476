/* host_test.c: being rid of test machines
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "errand.h"
#include "host_private.h"
#include "host_verb.h"
#include "hvr_error.h"
#include "repl_state.h"
#include "repl_test.h"

static const HvrErrandType removal_type = { .is_exclusive = TRUE, .removes = TRUE };

typedef struct {
    HvrDomain *domain;
    gboolean wait;
    GTimeSpan timeout;
} Removal;

static void
removal_free(gpointer data)
{
    Removal *removal = data;

    hvr_domain_unref(removal->domain);
    g_free(removal);
}

static gpointer
send_destroy(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    g_autofree char *job = hvr_repl_test_destroy(session, input, cancellable, error);

    return job != NULL && job[0] != '\0' ? g_steal_pointer(&job) : NULL;
}

static void
start_removal(HvrHost *host, GTask *task)
{
    const Removal *removal = g_task_get_task_data(task);
    HvrErrandOrder order = { .type = &removal_type,
                             .title = "test-cleanup",
                             .wait = removal->wait,
                             .timeout = removal->timeout };
    GError *error = NULL;
    HvrDomain *now = hvr_host_lookup_current(host, removal->domain, &error);

    if (now == NULL) {
        g_task_return_error(task, error);
        return;
    }

    order.work = (HvrWork){ send_destroy, g_strdup(now->guid), g_free, g_free };
    hvr_errand_start(host, now, task, &order);
}

static void
on_off(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrHost *host = HVR_HOST(source);
    g_autoptr(GTask) task = user_data;
    GError *error = NULL;

    if (hvr_host_power_finish(host, result, &error))
        start_removal(host, task);
    else
        g_task_return_error(task, error);
}

static gboolean
check(HvrHost *host, const HvrDomain *domain, GError **error)
{
    if (domain->is_host || domain->mode != HVR_REPL_MODE_TEST)
        return hvr_fail(error, HVR_ERROR_STATE, _("'%1$s' is no test machine"), domain->name);
    if (hvr_errand_has_exclusive(host, domain, FALSE))
        return hvr_fail(error, HVR_ERROR_BUSY, _("the test machine '%1$s' is being removed"),
                        domain->name);

    return TRUE;
}

void
hvr_host_remove_test_async(HvrHost *host,
                           HvrDomain *domain,
                           gboolean wait,
                           GTimeSpan timeout,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    GError *error = NULL;
    HvrDomain *now = hvr_host_lookup_current(host, domain, &error);
    Removal *removal;

    g_task_set_source_tag(task, hvr_host_remove_test_async);
    if (now == NULL || !check(host, now, &error)) {
        g_task_return_error(task, error);
        return;
    }

    removal = g_new0(Removal, 1);
    removal->domain = hvr_domain_ref(now);
    removal->wait = wait;
    removal->timeout = timeout;
    g_task_set_task_data(task, removal, removal_free);
    if (hvr_domain_is_active(now))
        hvr_host_power_async(host, now, HVR_POWER_DESTROY, cancellable, on_off,
                             g_steal_pointer(&task));
    else
        start_removal(host, task);
}

gboolean
hvr_host_remove_test_finish(HvrHost *host, GAsyncResult *result, GError **error)
{
    return hvr_errand_finish(result, NULL, error);
}
