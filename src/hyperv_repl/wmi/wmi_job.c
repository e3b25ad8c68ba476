/* wmi_job.c: follow CIM_ConcreteJobs to their end
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_job.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "wmi_embedded.h"
#include "wmi_path.h"
#include "wmi_query.h"
#include "wmi_result.h"

/* Most jobs end within seconds, an initial replication may take a night:
 * start eager, then settle into a pace the host will not notice. */
#define FIRST_DELAY (50 * G_TIME_SPAN_MILLISECOND)
#define CALM_DELAY  (5 * G_TIME_SPAN_SECOND)

#define COMPLETED_WITH_WARNINGS 32768

/* RequestStateChange's numbers are not JobState's (requeststatechange-msvm-concretejob.md). */
#define TERMINATE 4

/* Job states (cim-concretejob.md).  A suspended job "can be restarted in a
 * seamless manner" and one with a query pending waits for its operator, so
 * neither has ended; one in service needs somebody to look at it, as libvirt's
 * own driver sees it, too. */
/* clang-format off */
static const struct {
    const char *name;
    HvrWmiJobPhase phase;
} job_states[] = {
    [2]  = { "new",           HVR_WMI_JOB_PENDING },
    [3]  = { "starting",      HVR_WMI_JOB_PENDING },
    [4]  = { "running",       HVR_WMI_JOB_PENDING },
    [5]  = { "suspended",     HVR_WMI_JOB_PENDING },
    [6]  = { "shutting down", HVR_WMI_JOB_PENDING },
    [7]  = { "completed",     HVR_WMI_JOB_DONE    },
    [8]  = { "terminated",    HVR_WMI_JOB_FAILED  },
    [9]  = { "killed",        HVR_WMI_JOB_FAILED  },
    [10] = { "exception",     HVR_WMI_JOB_FAILED  },
    [11] = { "service",       HVR_WMI_JOB_FAILED  },
    [12] = { "query pending", HVR_WMI_JOB_PENDING },
};
/* clang-format on */

HvrWmiJobPhase
hvr_wmi_job_get_phase(guint16 job_state, const char **out_name)
{
    const char *name = "unknown";
    HvrWmiJobPhase phase = HVR_WMI_JOB_FAILED;

    if (job_state == COMPLETED_WITH_WARNINGS) {
        name = "completed with warnings";
        phase = HVR_WMI_JOB_DONE;
    } else if (job_state < G_N_ELEMENTS(job_states) && job_states[job_state].name != NULL) {
        name = job_states[job_state].name;
        phase = job_states[job_state].phase;
    }
    if (out_name != NULL)
        *out_name = name;

    return phase;
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
hvr_wmi_job_list(HvrWmiSession *session, GCancellable *cancellable, GError **error)
{
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(
        "InstanceID, Caption, Description, ElementName, JobState, JobStatus, JobType, "
        "PercentComplete, TimeSubmitted, StartTime, ScheduledStartTime, ElapsedTime, "
        "TimeOfLastStateChange, ErrorCode, ErrorDescription, ErrorSummaryDescription, Cancellable",
        "Msvm_ConcreteJob");

    return hvr_wmi_session_list(session, HVR_WMI_NAMESPACE, &hvr_wmi_class_Msvm_ConcreteJob,
                                hvr_wmi_query_get_text(query), cancellable, error);
}

/* Windows ends its sentences with line breaks; a message is one line. */
static void
add_line(GString *text, const char *line)
{
    g_autofree char *copy = g_strdup(line != NULL ? line : "");

    for (char *byte = copy; *byte != '\0'; byte++) {
        if (g_ascii_iscntrl(*byte))
            *byte = ' ';
    }
    g_strstrip(copy);
    if (*copy != '\0')
        g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", copy);
}

/* The messages of GetErrorEx.  A host that does not answer this question keeps
 * nobody from learning what is known already, so failures are passed over. */
static void
add_messages(GString *text,
             const Msvm_ConcreteJob *job,
             HvrWmiSession *session,
             GCancellable *cancellable)
{
    g_autofree char *path = hvr_wmi_path_build("Msvm_ConcreteJob", "InstanceID", job->InstanceID);
    g_autoptr(Msvm_ConcreteJob_GetErrorEx_OUTPUT) output = hvr_wmi_session_invoke(
        session, &hvr_wmi_method_Msvm_ConcreteJob_GetErrorEx, path, NULL, cancellable, NULL);

    for (guint i = 0; output != NULL && output->Errors != NULL && output->Errors[i] != NULL; i++) {
        g_autoptr(Msvm_Error)
            found = hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_Error, output->Errors[i], NULL);

        if (found != NULL)
            add_line(text, found->Message);
    }
}

gboolean
hvr_wmi_job_fail(const Msvm_ConcreteJob *job,
                 const char *host,
                 HvrWmiSession *session,
                 GCancellable *cancellable,
                 GError **error)
{
    HvrErrorDetail detail = { .host = host, .wmi_value = job->ErrorCode };
    g_autoptr(GString) reason = g_string_new(NULL);
    const char *title = job->Caption != NULL ? job->Caption : job->InstanceID;
    const char *text = job->ErrorCode != 0 ? hvr_wmi_result_get_text(job->ErrorCode) : NULL;
    const char *state;

    hvr_wmi_job_get_phase(job->JobState, &state);
    if (session != NULL && job->InstanceID != NULL)
        add_messages(reason, job, session, cancellable);
    if (reason->len == 0)
        add_line(reason, job->ErrorDescription);
    if (reason->len == 0)
        add_line(reason, job->ErrorSummaryDescription);
    if (reason->len == 0)
        g_string_append(reason, text != NULL ? text : _("the host gives no reason"));

    hvr_fail(error, hvr_wmi_result_get_code(job->ErrorCode),
             _("host '%1$s': job '%2$s' ended as '%3$s': %4$s (error code %5$u)"), host, title,
             state, reason->str, job->ErrorCode);
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

        switch (hvr_wmi_job_get_phase(job->JobState, NULL)) {
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

/* What RequestStateChange of a job returns below Hyper-V's own numbers, where
 * it differs from the rest (requeststatechange-msvm-concretejob.md). */
/* clang-format off */
static const struct {
    guint32 value;
    HvrErrorCode code;
} refusals[] = {
    { 1,     HVR_ERROR_STATE      }, /* Not Supported */
    { 4,     HVR_ERROR_JOB_FAILED }, /* Failed */
    { 5,     HVR_ERROR_STATE      }, /* Invalid Parameter: no such transition */
    { 6,     HVR_ERROR_STATE      }, /* In Use */
    { 4097,  HVR_ERROR_STATE      }, /* Invalid State Transition */
    { 32770, HVR_ERROR_STATE      }, /* Not Supported */
};
/* clang-format on */

static gboolean
check_cancel(const char *host, guint32 value, GError **error)
{
    g_autoptr(GError) failure = NULL;

    if (hvr_wmi_result_check(host, "RequestStateChange", value, &failure))
        return TRUE;

    for (guint i = 0; i < G_N_ELEMENTS(refusals); i++) {
        if (refusals[i].value == value)
            failure->code = (int)refusals[i].code;
    }
    g_propagate_prefixed_error(error, g_steal_pointer(&failure),
                               _("the job cannot be cancelled: "));

    return FALSE;
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

    hvr_wmi_object_set_uint(input, "RequestedState", TERMINATE);
    output = hvr_wmi_session_invoke(session, method, path, input, cancellable, &failure);
    if (output != NULL)
        return check_cancel(hvr_wmi_session_get_host(session), output->ReturnValue, error);

    /* What has ended and vanished can no longer be cancelled. */
    if (hvr_error_is_code(failure, HVR_ERROR_NO_DOMAIN))
        failure->code = HVR_ERROR_STATE;
    g_propagate_error(error, g_steal_pointer(&failure));

    return FALSE;
}
