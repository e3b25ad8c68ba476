/* host_configure.c: machines changed
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host_configure.h"

#include <glib/gi18n-lib.h>

#include "errand.h"
#include "host_machine.h"
#include "host_private.h"
#include "hvr_error.h"
#include "machine_apply.h"
#include "machine_change.h"

/* What somebody wants, until the machine's configuration is known. */
typedef struct {
    HvrDomain *domain;
    HvrMachineWish *wish;
} Request;

/* The worker itself sees to it that the host shows what it did. */
static const HvrErrandType type = { .is_whole = TRUE };

static void
request_free(gpointer data)
{
    Request *request = data;

    hvr_domain_unref(request->domain);
    hvr_machine_wish_free(request->wish);
    g_free(request);
}

static void
on_changed(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    const Request *request = g_task_get_task_data(task);
    GError *error = NULL;

    hvr_host_drop_machine(HVR_HOST(source), request->domain);
    if (hvr_errand_finish(result, NULL, &error))
        g_task_return_boolean(task, TRUE);
    else
        g_task_return_error(task, error);
}

/* libvirt wants names to be unique, Hyper-V does not care. */
static gboolean
check_name(HvrHost *host, const HvrDomain *domain, const HvrMachine *wanted, GError **error)
{
    const GPtrArray *domains = hvr_host_get_domains(host);

    for (guint i = 0; i < domains->len; i++) {
        const HvrDomain *other = domains->pdata[i];

        if (g_strcmp0(domain->name, wanted->name) != 0 && other != domain &&
            g_strcmp0(other->name, wanted->name) == 0)
            return hvr_fail(error, HVR_ERROR_STATE, _("domain with name '%s' already exists"),
                            wanted->name);
    }

    return TRUE;
}

/* Returns: (transfer full) (nullable): what there is to do; %NULL without error: nothing */
static HvrMachineJob *
new_job(HvrHost *host,
        const HvrDomain *now,
        HvrMachine *machine,
        const HvrMachineWish *wish,
        GError **error)
{
    g_autoptr(HvrMachine) wanted = NULL;
    g_autoptr(GPtrArray) calls = NULL;
    HvrMachineJob *job;

    if (!hvr_machine_wish_check(wish, now, error))
        return NULL;
    wanted = hvr_machine_wish_apply(wish, machine, error);
    calls = wanted != NULL ? hvr_machine_change_list(machine, machine, wanted, error) : NULL;
    if (calls == NULL || !hvr_machine_change_check(calls, now, error) ||
        !check_name(host, now, wanted, error) || calls->len == 0)
        return NULL;

    job = hvr_machine_job_new();
    job->base = hvr_machine_ref(machine);
    job->wanted = g_steal_pointer(&wanted);
    job->windows = host->facts != NULL ? host->facts->version : 0;

    return job;
}

static void
on_machine(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    HvrHost *host = HVR_HOST(source);
    const Request *request = g_task_get_task_data(task);
    HvrErrandOrder order = { .type = &type, .title = hvr_machine_wish_get_title(request->wish) };
    GError *error = NULL;
    g_autoptr(HvrMachine) machine = hvr_host_fetch_machine_finish(host, result, &error);
    HvrDomain *now = machine != NULL ? hvr_host_lookup_current(host, request->domain, &error)
                                     : NULL;
    HvrMachineJob *job = now != NULL ? new_job(host, now, machine, request->wish, &error) : NULL;
    GCancellable *cancellable = g_task_get_cancellable(task);
    g_autoptr(GTask) inner = NULL;

    if (job == NULL) {
        if (error != NULL)
            g_task_return_error(task, error);
        else
            g_task_return_boolean(task, TRUE);
        return;
    }

    order.work =
        (HvrWork){ hvr_machine_apply_run, job, (GDestroyNotify)hvr_machine_job_unref, NULL };
    inner = hvr_errand_new_task(host, cancellable, on_changed, g_steal_pointer(&task));
    hvr_errand_start(host, now, inner, &order);
}

void
hvr_host_configure_async(HvrHost *host,
                         HvrDomain *domain,
                         HvrMachineWish *wish,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    Request *request = g_new0(Request, 1);
    GError *error = NULL;
    HvrDomain *now = hvr_host_lookup_current(host, domain, &error);

    request->domain = hvr_domain_ref(domain);
    request->wish = wish;
    g_task_set_source_tag(task, hvr_host_configure_async);
    g_task_set_task_data(task, request, request_free);
    if (now == NULL || !hvr_machine_wish_check(wish, now, &error)) {
        g_task_return_error(task, error);
        return;
    }

    /* What was read before may be older than what somebody else did since. */
    hvr_host_drop_machine(host, now);
    hvr_host_fetch_machine_async(host, now, cancellable, on_machine, g_steal_pointer(&task));
}

gboolean
hvr_host_configure_finish(HvrHost *host, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, host), FALSE);

    return g_task_propagate_boolean(G_TASK(result), error);
}
