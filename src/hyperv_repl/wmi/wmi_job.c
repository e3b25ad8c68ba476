/* wmi_job.c: follow CIM_ConcreteJobs to their end
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_job.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "wmi_job_reason.h"
#include "wmi_path.h"
#include "wmi_query.h"
#include "wmi_result.h"

/* Most jobs end within seconds, an initial replication may take a night:
 * start eager, then settle into a pace the host will not notice. */
#define FIRST_DELAY (50 * G_TIME_SPAN_MILLISECOND)
#define CALM_DELAY  (5 * G_TIME_SPAN_SECOND)

#define COMPLETED 7 /* JobState */

/* RequestStateChange's numbers are not JobState's (requeststatechange-msvm-concretejob.md). */
#define TERMINATE 4

/* Job states (cim-concretejob.md).  A suspended job "can be restarted in a
 * seamless manner" and one with a query pending waits for its operator, so
 * neither has ended; one in service needs somebody to look at it, as libvirt's
 * own driver sees it, too.  The code is for ends that come without one: jobs are
 * terminated and killed because somebody asked for it. */
/* clang-format off */
static const struct {
    guint16 state;
    const char *name;
    HvrWmiJobPhase phase;
    HvrErrorCode code;
} job_states[] = {
    { 2,     "new",                     HVR_WMI_JOB_PENDING, 0 },
    { 3,     "starting",                HVR_WMI_JOB_PENDING, 0 },
    { 4,     "running",                 HVR_WMI_JOB_PENDING, 0 },
    { 5,     "suspended",               HVR_WMI_JOB_PENDING, 0 },
    { 6,     "shutting down",           HVR_WMI_JOB_PENDING, 0 },
    { 7,     "completed",               HVR_WMI_JOB_DONE,    0 },
    { 8,     "terminated",              HVR_WMI_JOB_FAILED,  HVR_ERROR_CANCELLED },
    { 9,     "killed",                  HVR_WMI_JOB_FAILED,  HVR_ERROR_CANCELLED },
    { 10,    "exception",               HVR_WMI_JOB_FAILED,  HVR_ERROR_JOB_FAILED },
    { 11,    "service",                 HVR_WMI_JOB_FAILED,  HVR_ERROR_JOB_FAILED },
    { 12,    "query pending",           HVR_WMI_JOB_PENDING, 0 },
    { 32768, "completed with warnings", HVR_WMI_JOB_DONE,    0 },
    { 0,     "unknown",                 HVR_WMI_JOB_FAILED,  HVR_ERROR_PROTOCOL }, /* all others */
};
/* clang-format on */

static gsize
find_state(guint16 job_state)
{
    gsize i = 0;

    while (i < G_N_ELEMENTS(job_states) - 1 && job_states[i].state != job_state)
        i++;

    return i;
}

HvrWmiJobPhase
hvr_wmi_job_get_phase(guint16 job_state, const char **out_name)
{
    gsize row = find_state(job_state);

    if (out_name != NULL)
        *out_name = job_states[row].name;

    return job_states[row].phase;
}

/* A completed job with an error code failed, says OpenStack's os-win; one with
 * warnings has the warning's. */
HvrWmiJobPhase
hvr_wmi_job_judge(const Msvm_ConcreteJob *job)
{
    if (job->JobState == COMPLETED && job->ErrorCode != 0)
        return HVR_WMI_JOB_FAILED;

    return hvr_wmi_job_get_phase(job->JobState, NULL);
}

/* A job that was there and is not any more is HVR_ERROR_LOST: whoever asked by
 * its InstanceID saw it, and finished jobs vanish after five minutes
 * (msvm-concretejob.md, TimeBeforeRemoval). */
Msvm_ConcreteJob *
hvr_wmi_job_fetch(HvrWmiSession *session,
                  const char *instance_id,
                  GCancellable *cancellable,
                  GError **error)
{
    g_autofree char *path = hvr_wmi_path_build("Msvm_ConcreteJob", "InstanceID", instance_id);
    g_autoptr(GError) failure = NULL;
    Msvm_ConcreteJob *job = hvr_wmi_session_fetch(session, &hvr_wmi_class_Msvm_ConcreteJob, path,
                                                  cancellable, &failure);
    const char *host = hvr_wmi_session_get_host(session);
    HvrErrorDetail detail = { .host = host, .operation = "Get" };

    if (job != NULL)
        return job;

    if (hvr_error_is_code(failure, HVR_ERROR_NO_DOMAIN)) {
        g_clear_error(&failure);
        hvr_fail(&failure, HVR_ERROR_LOST, _("host '%1$s': no longer knows the job '%2$s'"), host,
                 instance_id);
        hvr_error_set_detail(failure, &detail);
    }
    g_propagate_error(error, g_steal_pointer(&failure));

    return NULL;
}

GPtrArray *
hvr_wmi_job_list(HvrWmiSession *session,
                 const guint16 *unwanted,
                 gsize n_unwanted,
                 GCancellable *cancellable,
                 GError **error)
{
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(
        "InstanceID, Caption, Description, ElementName, JobState, JobStatus, JobType, "
        "PercentComplete, TimeSubmitted, StartTime, ScheduledStartTime, ElapsedTime, "
        "TimeOfLastStateChange, ErrorCode, ErrorDescription, ErrorSummaryDescription, Cancellable",
        "Msvm_ConcreteJob");

    for (gsize i = 0; i < n_unwanted; i++)
        hvr_wmi_query_where_uint(query, "JobType", "<>", unwanted[i]);

    return hvr_wmi_session_list(session, HVR_WMI_NAMESPACE, &hvr_wmi_class_Msvm_ConcreteJob,
                                hvr_wmi_query_get_text(query), cancellable, error);
}

static HvrErrorCode
get_code(const Msvm_ConcreteJob *job, const HvrWmiResult *result)
{
    if (job->ErrorCode == 0)
        return job_states[find_state(job->JobState)].code;

    return result != NULL ? result->code : HVR_ERROR_PROTOCOL;
}

gboolean
hvr_wmi_job_fail(const Msvm_ConcreteJob *job,
                 const char *host,
                 HvrWmiSession *session,
                 GCancellable *cancellable,
                 GError **error)
{
    const HvrWmiResult *result = hvr_wmi_result_find(HVR_WMI_NUMBERING_HYPERV, job->ErrorCode);
    HvrErrorDetail detail = {
        .host = host,
        .wmi_value = job->ErrorCode,
        .remedy = result != NULL ? result->remedy : NULL,
    };
    g_autofree char *reason = hvr_wmi_job_reason_fetch(job, session, cancellable);
    const char *title = job->Caption != NULL ? job->Caption : job->InstanceID;
    const char *state;

    hvr_wmi_job_get_phase(job->JobState, &state);
    hvr_fail(error, get_code(job, result),
             _("host '%1$s': job '%2$s' ended as '%3$s': %4$s (state %5$u, error code %6$u)"), host,
             title, state, reason, job->JobState, job->ErrorCode);
    if (error != NULL)
        hvr_error_set_detail(*error, &detail);

    return FALSE;
}

gboolean
hvr_wmi_job_wait(HvrWmiSession *session,
                 const char *instance_id,
                 HvrWmiJobProgress progress,
                 gpointer user_data,
                 GCancellable *cancellable,
                 GError **error)
{
    HvrClock *clock = hvr_wmi_session_get_clock(session);
    GTimeSpan delay = FIRST_DELAY;
    guint percent = 0;

    for (;;) {
        g_autoptr(Msvm_ConcreteJob)
            job = hvr_wmi_job_fetch(session, instance_id, cancellable, error);

        if (job == NULL)
            return FALSE;

        switch (hvr_wmi_job_judge(job)) {
        case HVR_WMI_JOB_DONE:
            return TRUE;
        case HVR_WMI_JOB_FAILED:
            return hvr_wmi_job_fail(job, hvr_wmi_session_get_host(session), session, cancellable,
                                    error);
        case HVR_WMI_JOB_PENDING:
            break;
        }

        percent = CLAMP(job->PercentComplete, percent, 100);
        if (progress != NULL)
            progress(percent, user_data);

        if (!hvr_clock_sleep(clock, delay, cancellable, error))
            return FALSE;
        delay = MIN(delay * 2, CALM_DELAY);
    }
}

gboolean
hvr_wmi_job_cancel(HvrWmiSession *session,
                   const char *instance_id,
                   GCancellable *cancellable,
                   GError **error)
{
    g_autofree char *path = hvr_wmi_path_build("Msvm_ConcreteJob", "InstanceID", instance_id);
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_ConcreteJob_RequestStateChange;
    g_autoptr(Msvm_ConcreteJob_RequestStateChange_INPUT) input = hvr_wmi_object_new(method->input);
    g_autoptr(Msvm_ConcreteJob_RequestStateChange_OUTPUT) output = NULL;
    g_autoptr(GError) failure = NULL;
    g_autofree char *job = NULL;

    hvr_wmi_object_set_uint(input, "RequestedState", TERMINATE);
    output = hvr_wmi_session_invoke(session, method, path, input, cancellable, &failure);
    if (output != NULL &&
        hvr_wmi_result_read(hvr_wmi_session_get_host(session), method, output, &job, &failure))
        return TRUE;

    /* What has ended and vanished can no longer be cancelled. */
    if (hvr_error_is_code(failure, HVR_ERROR_NO_DOMAIN))
        failure->code = HVR_ERROR_STATE;
    g_propagate_error(error, g_steal_pointer(&failure));

    return FALSE;
}
