/* rpc_job.c: a domain's running job and its last one
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>

#include "rpc_handler.h"
#include "rpc_value.h"

static void
fill_amounts(const HvrJob *job, HvrWireJob *ret)
{
    guint64 total;
    guint64 processed;

    hvr_job_get_data(job, &total, &processed);
    ret->data_total = total;
    ret->data_processed = processed;
    ret->data_remaining = total - processed;
    if (job->data_total == 0)
        return;

    ret->file_total = ret->data_total;
    ret->file_processed = ret->data_processed;
    ret->file_remaining = ret->data_remaining;
}

gboolean
hvr_rpc_job_get(HvrRpcCall *call, GError **error)
{
    const HvrDomain *domain = hvr_rpc_call_lookup_domain(call, call->args, error);
    HvrWireJob *ret = call->ret;
    const HvrJob *job;

    if (domain == NULL)
        return FALSE;

    job = hvr_host_get_shown_job(call->host, domain);
    if (job == NULL)
        return TRUE;

    ret->type = job->type;
    ret->time_elapsed = job->elapsed_ms;
    ret->time_remaining = job->remaining_ms;
    fill_amounts(job, ret);

    return TRUE;
}

gboolean
hvr_rpc_job_get_stats(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainFlags *args = call->args;
    const HvrDomain *domain = hvr_rpc_call_lookup_domain(call, call->args, error);
    gboolean completed = args->flags & VIR_DOMAIN_JOB_STATS_COMPLETED;
    HvrWireJobStats *ret = call->ret;
    g_autoptr(GPtrArray) params = NULL;
    const HvrJob *job;

    if (domain == NULL)
        return FALSE;

    job = completed ? hvr_host_get_last_job(call->host, domain)
                    : hvr_host_get_shown_job(call->host, domain);
    if (job == NULL)
        return TRUE;

    params = hvr_job_list_params(job);
    ret->type = job->type;
    hvr_rpc_value_set_params(&ret->params.params_val, &ret->params.params_len, params);
    if (completed && !(args->flags & VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED))
        hvr_host_forget_last_job(call->host, domain);

    return TRUE;
}

static void
on_abort(GObject *source, GAsyncResult *result, gpointer user_data)
{
    GError *error = NULL;
    gboolean ok = hvr_host_abort_job_finish(HVR_HOST(source), result, &error);

    hvr_rpc_call_end(user_data, ok, error);
}

gboolean
hvr_rpc_job_abort(HvrRpcCall *call, GError **error)
{
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, call->args, error);

    if (domain == NULL)
        return FALSE;

    hvr_host_abort_job_async(call->host, domain, hvr_rpc_session_get_cancellable(call->session),
                             on_abort, call);

    return TRUE;
}
