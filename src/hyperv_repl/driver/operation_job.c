/* operation_job.c: an operation as libvirt's job
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#include "host_private.h"
#include "operation_private.h"

static const struct {
    HvrOperationPhase phase;
    int type;
} types[] = {
    { HVR_OPERATION_RUNNING, VIR_DOMAIN_JOB_BOUNDED },
    { HVR_OPERATION_UNDOING, VIR_DOMAIN_JOB_BOUNDED },
    { HVR_OPERATION_DONE, VIR_DOMAIN_JOB_COMPLETED },
    { HVR_OPERATION_UNDONE, VIR_DOMAIN_JOB_FAILED },
    { HVR_OPERATION_STUCK, VIR_DOMAIN_JOB_FAILED },
};

static int
get_type(const HvrOperation *operation)
{
    HvrOperationPhase phase = operation->record->phase;

    if (phase == HVR_OPERATION_UNDONE && hvr_operation_is_aborted(operation))
        return VIR_DOMAIN_JOB_CANCELLED;
    for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
        if (types[i].phase == phase)
            return types[i].type;
    }

    return VIR_DOMAIN_JOB_FAILED;
}

static guint
get_host_percent(HvrHost *host, const char *guid)
{
    const HvrJob *job = host != NULL ? hvr_job_board_find(host->board, guid) : NULL;

    return job != NULL ? MIN(job->percent, 100) : 0;
}

/* The steps that are behind, and what the host says of the one that runs. */
static guint
count_percent(HvrOperation *operation)
{
    const HvrOperationRecord *record = operation->record;
    guint of_step = MAX(get_host_percent(operation->source, record->guid),
                        get_host_percent(operation->target, record->guid));
    guint whole = 0;
    guint done = 0;

    for (guint i = 0; i < operation->plan->n_steps; i++) {
        guint weight = operation->plan->steps[i].weight * 100;

        if (i > 0 && !hvr_operation_is_needed(operation, i))
            continue;
        whole += weight;
        if (i < record->step)
            done += weight;
        else if (i == record->step)
            done += weight * of_step / 100;
    }

    return whole > 0 ? MIN(100 * done / whole, 99) : 0;
}

static void
update_percent(HvrOperation *operation)
{
    HvrOperationPhase phase = operation->record->phase;

    if (phase == HVR_OPERATION_DONE)
        operation->percent = 100;
    else if (phase == HVR_OPERATION_RUNNING)
        operation->percent = MAX(operation->percent, count_percent(operation));
}

static void
set_phase(HvrJob *job, const HvrOperation *operation)
{
    const HvrOperationStep *step = hvr_operation_get_step(operation);

    if (operation->record->phase > HVR_OPERATION_UNDOING || step == NULL)
        return;

    if (operation->record->phase == HVR_OPERATION_RUNNING) {
        job->phase = g_strdup(step->name);
        job->phase_title = g_strdup(_(step->title));
    } else {
        job->phase = g_strdup_printf("undo-%s", step->name);
        job->phase_title = step->undo_title != NULL ? g_strdup(_(step->undo_title)) : NULL;
    }
}

HvrJob *
hvr_operation_get_job(HvrOperation *operation)
{
    const HvrOperationRecord *record = operation->record;
    HvrJob *job = hvr_job_new(record->id, record->guid);
    gint64 elapsed = hvr_clock_get_monotonic(operation->source->line->clock) - operation->began;

    update_percent(operation);
    job->type = get_type(operation);
    job->operation = VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT;
    job->kind = g_strdup(operation->plan->name);
    job->title = g_strdup_printf(_(operation->plan->title),
                                 record->target != NULL ? record->target : record->source);
    set_phase(job, operation);
    job->percent = operation->percent;
    job->elapsed_ms = (guint64)(MAX(elapsed, 0) / 1000);
    if (hvr_job_is_running(job) && job->percent > 0)
        job->remaining_ms = job->elapsed_ms * (100 - job->percent) / job->percent;
    job->error = g_strdup(record->error);
    job->cancellable = hvr_operation_can_abort(operation);
    job->is_held = TRUE;
    job->is_replication = TRUE;

    g_clear_pointer(&operation->job, hvr_job_unref);
    operation->job = job;

    return job;
}

static HvrEventList *
list_new(HvrHost *host)
{
    return hvr_event_list_new(hvr_clock_get_real(host->line->clock));
}

void
hvr_operation_tell(HvrOperation *operation)
{
    HvrDomain *domain = hvr_operation_find_source(operation);
    g_autoptr(HvrEventList) list = list_new(operation->source);

    if (domain == NULL)
        return;

    hvr_job_board_tell(domain, hvr_operation_get_job(operation), list);
    hvr_host_emit(operation->source, list);
}

/* What a persistent machine's migration looks like to libvirt: both definitions change. */
static void
tell_moved(HvrHost *host, HvrDomain *domain)
{
    g_autoptr(HvrEventList) list = list_new(host);

    if (domain == NULL)
        return;

    hvr_event_list_add_lifecycle(list, domain, VIR_DOMAIN_EVENT_DEFINED,
                                 VIR_DOMAIN_EVENT_DEFINED_UPDATED);
    hvr_host_emit(host, list);
}

void
hvr_operation_tell_end(HvrOperation *operation)
{
    HvrDomain *domain = hvr_operation_find_source(operation);
    g_autoptr(HvrEventList) list = list_new(operation->source);

    if (operation->record->phase == HVR_OPERATION_DONE) {
        tell_moved(operation->source, domain);
        if (operation->target != NULL)
            tell_moved(operation->target, hvr_operation_find_target(operation));
    }
    if (domain == NULL)
        return;

    hvr_job_board_end(operation->source->board, domain, hvr_operation_get_job(operation), list);
    hvr_host_emit(operation->source, list);
}
