/* job.c: a job as libvirt's job statistics tell it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "job.h"

#include <libvirt/libvirt.h>

/* What stands for the whole where the amount of bytes is unknown. */
#define PERCENT_TOTAL 100

HvrJob *
hvr_job_new(const char *id, const char *guid)
{
    HvrJob *job = g_atomic_rc_box_new0(HvrJob);

    job->id = g_strdup(id);
    job->guid = g_strdup(guid);
    job->type = VIR_DOMAIN_JOB_BOUNDED;
    job->operation = VIR_DOMAIN_JOB_OPERATION_UNKNOWN;

    return job;
}

HvrJob *
hvr_job_ref(HvrJob *job)
{
    return g_atomic_rc_box_acquire(job);
}

static void
job_clear(gpointer data)
{
    HvrJob *job = data;

    g_free(job->id);
    g_free(job->guid);
    g_free(job->kind);
    g_free(job->title);
    g_free(job->phase);
    g_free(job->phase_title);
    g_free(job->reason);
    g_free(job->error);
}

void
hvr_job_unref(HvrJob *job)
{
    g_atomic_rc_box_release_full(job, job_clear);
}

gboolean
hvr_job_is_running(const HvrJob *job)
{
    return job->type == VIR_DOMAIN_JOB_BOUNDED || job->type == VIR_DOMAIN_JOB_UNBOUNDED;
}

void
hvr_job_get_data(const HvrJob *job, guint64 *out_total, guint64 *out_processed)
{
    gboolean is_known = job->data_total > 0;

    *out_total = is_known ? job->data_total : PERCENT_TOTAL;
    *out_processed = MIN(is_known ? job->data_processed : job->percent, *out_total);
}

const char *
hvr_job_get_status(const HvrJob *job)
{
    /* clang-format off */
    static const char *const names[] = {
        [VIR_DOMAIN_JOB_BOUNDED]   = "running",
        [VIR_DOMAIN_JOB_UNBOUNDED] = "running",
        [VIR_DOMAIN_JOB_COMPLETED] = "completed",
        [VIR_DOMAIN_JOB_FAILED]    = "failed",
        [VIR_DOMAIN_JOB_CANCELLED] = "cancelled",
    };
    /* clang-format on */
    gboolean is_known = job->type >= 0 && (gsize)job->type < G_N_ELEMENTS(names);

    return is_known && names[job->type] != NULL ? names[job->type] : "unknown";
}

void
hvr_param_free(HvrParam *param)
{
    if (param->type == VIR_TYPED_PARAM_STRING)
        g_free(param->value.s);
    g_free(param);
}

static HvrParam *
add(GPtrArray *params, const char *name, int type)
{
    HvrParam *param = g_new0(HvrParam, 1);

    param->name = name;
    param->type = type;
    g_ptr_array_add(params, param);

    return param;
}

static void
add_ullong(GPtrArray *params, const char *name, guint64 value)
{
    add(params, name, VIR_TYPED_PARAM_ULLONG)->value.ul = value;
}

static void
add_string(GPtrArray *params, const char *name, const char *value)
{
    if (value != NULL)
        add(params, name, VIR_TYPED_PARAM_STRING)->value.s = g_strdup(value);
}

/* virsh shows bytes only.  Where nobody knows them, percent goes as bytes of a
 * whole of 100: "42.000 B" of "100.000 B" can be told from a real amount, and
 * progress bars, which divide the two, are right. */
static void
add_amounts(GPtrArray *params, const HvrJob *job)
{
    guint64 total;
    guint64 processed;

    hvr_job_get_data(job, &total, &processed);
    add_ullong(params, VIR_DOMAIN_JOB_DATA_TOTAL, total);
    add_ullong(params, VIR_DOMAIN_JOB_DATA_PROCESSED, processed);
    add_ullong(params, VIR_DOMAIN_JOB_DATA_REMAINING, total - processed);
    if (job->data_total == 0)
        return;

    add_ullong(params, VIR_DOMAIN_JOB_DISK_TOTAL, total);
    add_ullong(params, VIR_DOMAIN_JOB_DISK_PROCESSED, processed);
    add_ullong(params, VIR_DOMAIN_JOB_DISK_REMAINING, total - processed);
}

static void
add_end(GPtrArray *params, const HvrJob *job)
{
    gboolean success = job->type == VIR_DOMAIN_JOB_COMPLETED;

    add(params, VIR_DOMAIN_JOB_SUCCESS, VIR_TYPED_PARAM_BOOLEAN)->value.b = success;
    if (!success)
        add_string(params, VIR_DOMAIN_JOB_ERRMSG, job->error);
}

GPtrArray *
hvr_job_list_params(const HvrJob *job)
{
    GPtrArray *params = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_param_free);

    add(params, VIR_DOMAIN_JOB_OPERATION, VIR_TYPED_PARAM_INT)->value.i = job->operation;
    add_ullong(params, VIR_DOMAIN_JOB_TIME_ELAPSED, job->elapsed_ms);
    if (hvr_job_is_running(job))
        add_ullong(params, VIR_DOMAIN_JOB_TIME_REMAINING, job->remaining_ms);
    add_amounts(params, job);
    if (!hvr_job_is_running(job))
        add_end(params, job);

    add_string(params, "replication.id", job->id);
    add_string(params, "replication.kind", job->kind);
    add_string(params, "replication.phase", job->phase);
    add_string(params, "replication.phase-title", job->phase_title);
    add_string(params, "replication.reason", job->reason);
    add_string(params, "replication.status", hvr_job_get_status(job));
    add(params, "replication.percent", VIR_TYPED_PARAM_UINT)->value.ui = job->percent;

    return params;
}
