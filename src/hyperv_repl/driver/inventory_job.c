/* inventory_job.c: an Msvm_ConcreteJob made into a job
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "inventory_job.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#include "job_kind.h"
#include "wmi_job.h"

/* Msvm_ConcreteJob.JobState. */
#define STATE_NEW        2
#define STATE_TERMINATED 8
#define STATE_KILLED     9

static int
get_type(const Msvm_ConcreteJob *cim)
{
    switch (hvr_wmi_job_judge(cim)) {
    case HVR_WMI_JOB_PENDING:
        return VIR_DOMAIN_JOB_BOUNDED;
    case HVR_WMI_JOB_DONE:
        return VIR_DOMAIN_JOB_COMPLETED;
    case HVR_WMI_JOB_FAILED:
        break;
    }

    return cim->JobState == STATE_TERMINATED || cim->JobState == STATE_KILLED
               ? VIR_DOMAIN_JOB_CANCELLED
               : VIR_DOMAIN_JOB_FAILED;
}

static gboolean
is_scheduled(const Msvm_ConcreteJob *cim)
{
    return cim->JobState == STATE_NEW && hvr_wmi_object_has(cim, "ScheduledStartTime") &&
           cim->ScheduledStartTime.usec > HVR_CIM_NEVER;
}

/* What was done took ELAPSED, so what is left takes as much in proportion. */
static guint64
estimate(guint64 elapsed_ms, guint percent)
{
    return percent > 0 ? elapsed_ms * (100 - percent) / percent : 0;
}

/* As whoever waits for a job is told, but without asking the host for more. */
static char *
dup_error(const Msvm_ConcreteJob *cim, const char *host)
{
    g_autoptr(GError) error = NULL;

    hvr_wmi_job_fail(cim, host, NULL, NULL, &error);

    return g_strdup(error->message);
}

HvrJob *
hvr_inventory_job_new(const Msvm_ConcreteJob *cim, const char *guid, const char *host)
{
    const HvrJobKind *kind = hvr_job_kind_get(cim->JobType);
    HvrJob *job = hvr_job_new(cim->InstanceID, guid);
    gboolean is_known = kind->type != 0;

    job->type = get_type(cim);
    job->operation = kind->operation;
    job->kind = g_strdup(kind->name);
    job->title = g_strdup(
        is_known || cim->Caption == NULL ? g_dgettext(GETTEXT_PACKAGE, kind->title) : cim->Caption);
    job->percent = job->type == VIR_DOMAIN_JOB_COMPLETED ? 100 : MIN(cim->PercentComplete, 100);
    job->elapsed_ms = (guint64)MAX(cim->ElapsedTime.usec, 0) / 1000;
    if (hvr_job_is_running(job))
        job->remaining_ms = estimate(job->elapsed_ms, job->percent);
    else if (job->type != VIR_DOMAIN_JOB_COMPLETED)
        job->error = dup_error(cim, host);
    job->cancellable = cim->Cancellable;
    job->is_held = kind->role != HVR_JOB_BACKGROUND && !is_scheduled(cim);
    job->is_replication = kind->role != HVR_JOB_POWER;

    return job;
}

gboolean
hvr_inventory_job_is_background(const Msvm_ConcreteJob *cim)
{
    return hvr_job_kind_get(cim->JobType)->role == HVR_JOB_BACKGROUND;
}
