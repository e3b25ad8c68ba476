/* sim_job_cim.c: jobs as WMI shows them, and the methods that cancel and explain them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_job.h"

#include "sim_values.h"
#include "wmi_embedded.h"

/* clang-format off */
static const HvsValue job_values[] = {
    { "OperationalStatus",  "2" },
    { "StatusDescriptions", "OK" },
    { "Status",             "OK" },
    { "HealthState",        "5" },
    { "LocalOrUtcTime",     "2" }, /* UTC */
    { "DeleteOnCompletion", "true" },
    { "RecoveryAction",     "2" }, /* do not continue */
    { "TimeBeforeRemoval",  "00000000000500.000000:000" },
    { NULL }
};

static const HvsValue error_values[] = {
    { "ErrorType",         "4" }, /* software error */
    { "OwningEntity",      "Hyper-V Virtual Machine Management" },
    { "PerceivedSeverity", "4" }, /* high */
    { "ProbableCause",     "0" },
    { "ErrorSourceFormat", "0" },
    { "CIMStatusCode",     "1" }, /* CIM_ERR_FAILED */
    { NULL }
};

/* CIM_ConcreteJob.JobState; the texts are inferred. */
static const char *const job_statuses[] = {
    [2]  = "Job is waiting to start",
    [4]  = "Job is running",
    [7]  = "Job has completed successfully",
    [8]  = "Job has been terminated",
    [9]  = "Job has been killed",
    [10] = "Job has ended with an error",
    [11] = "Job needs service",
};

/* What the Hyper-V of real hosts says besides; HRESULTs of Windows (MS-ERREF 2.1). */
static const char *const further_errors[] = {
    "The process cannot access the file because it is being used by another process. (0x80070020)",
    "General access denied error (0x80070005).",
    "There is not enough space on the disk. (0x80070070)\r\n",
};

/* Whose jobs they are, by JobType (msvm-concretejob.md); what is left belongs
 * to the last one. */
static const struct {
    guint16 first, last;
    const HvrWmiClass *service;
} owners[] = {
    { 70, 73,          &hvr_wmi_class_Msvm_VirtualSystemSnapshotService },
    { 90, 125,         &hvr_wmi_class_Msvm_ReplicationService },
    { 0,  G_MAXUINT16, &hvr_wmi_class_Msvm_VirtualSystemManagementService },
};
/* clang-format on */

/* Msvm_ConcreteJob.RequestStateChange takes these, which are no JobStates. */
#define REQUEST_START     2
#define REQUEST_TERMINATE 4
#define REQUEST_KILL      5
#define REQUEST_SERVICE   6

#define STATE_KILLED 9

/* requeststatechange-msvm-concretejob.md */
#define RESULT_DONE               0
#define RESULT_NOT_SUPPORTED      1
#define RESULT_INVALID_PARAMETER  5
#define RESULT_INVALID_TRANSITION 4097
#define RESULT_NO_TIMEOUT         4098

static const char *
get_status(const HvsJob *job)
{
    gboolean is_known = job->state < G_N_ELEMENTS(job_statuses) && job_statuses[job->state] != NULL;

    return is_known ? job_statuses[job->state] : "Job has ended";
}

static void
set_times(const HvsJob *job, gpointer object)
{
    gint64 changed = job->ended != 0 ? job->ended : job->started;

    hvr_wmi_object_set_time(object, "InstallDate", job->submitted);
    hvr_wmi_object_set_time(object, "TimeSubmitted", job->submitted);
    hvr_wmi_object_set_interval(object, "ElapsedTime", 0);
    if (job->scheduled != 0)
        hvr_wmi_object_set_time(object, "ScheduledStartTime", job->scheduled);
    if (job->started != 0) {
        hvr_wmi_object_set_time(object, "StartTime", job->started);
        hvr_wmi_object_set_interval(object, "ElapsedTime",
                                    (job->ended != 0 ? job->ended : job->host->world->now) -
                                        job->started);
    }
    if (changed != 0)
        hvr_wmi_object_set_time(object, "TimeOfLastStateChange", changed);
    else
        hvr_wmi_object_set_interval(object, "TimeOfLastStateChange", 0);
}

/* GetError "returns data only when OperationalStatus is not 2", so a failed job
 * shows 6, Error (inferred from msvm-concretejob.md, which contradicts itself). */
static void
set_failure(const HvsJob *job, gpointer object)
{
    static const guint64 error[] = { 6 };
    static const char *const text[] = { "Error", NULL };

    hvr_wmi_object_set_uints(object, "OperationalStatus", error, 1);
    hvr_wmi_object_set_strv(object, "StatusDescriptions", text);
    hvr_wmi_object_set_string(object, "ErrorDescription", hvs_job_get_error_text(job));
    hvr_wmi_object_set_string(object, "ErrorSummaryDescription", hvs_job_get_error_text(job));
}

gpointer
hvs_job_new_object(const HvsJob *job)
{
    gpointer object = hvs_values_new(&hvr_wmi_class_Msvm_ConcreteJob, job_values);

    hvr_wmi_object_set_string(object, "InstanceID", job->id);
    hvr_wmi_object_set_string(object, "Caption", job->caption);
    hvr_wmi_object_set_string(object, "Description", job->caption);
    hvr_wmi_object_set_string(object, "ElementName", job->caption);
    hvr_wmi_object_set_string(object, "Name", job->caption);
    hvr_wmi_object_set_string(object, "Owner", job->host->user);
    hvr_wmi_object_set_uint(object, "JobState", job->state);
    hvr_wmi_object_set_string(object, "JobStatus", get_status(job));
    hvr_wmi_object_set_uint(object, "JobType", job->type);
    hvr_wmi_object_set_uint(object, "PercentComplete", hvs_job_get_percent(job));
    hvr_wmi_object_set_uint(object, "ErrorCode", job->error_code);
    hvr_wmi_object_set_boolean(object, "Cancellable", job->cancellable && job->ended == 0);
    set_times(job, object);
    if (hvs_job_has_failed(job))
        set_failure(job, object);

    return object;
}

char *
hvs_job_dup_path(const HvsJob *job)
{
    return hvs_cim_dup_key_path(job->host, "Msvm_ConcreteJob", "InstanceID", job->id);
}

static void
list_jobs(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->jobs->len; i++)
        g_ptr_array_add(objects, hvs_job_new_object(g_ptr_array_index(host->jobs, i)));
}

static void
append_affected(GPtrArray *objects, const char *element, const char *job, guint64 effect)
{
    gpointer link = hvs_values_new_link(&hvr_wmi_class_Msvm_AffectedJobElement, "AffectedElement",
                                        element, "AffectingElement", job);

    hvr_wmi_object_set_uints(link, "ElementEffects", &effect, 1);
    g_ptr_array_add(objects, link);
}

/* ElementEffects 5 marks what a job has made (recorded by go-wsman). */
static void
list_affected(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->jobs->len; i++) {
        const HvsJob *job = g_ptr_array_index(host->jobs, i);
        const HvsVm *vm = hvs_host_find_vm(host, job->vm_guid);
        g_autofree char *job_path = hvs_job_dup_path(job);
        g_autofree char *vm_path = vm != NULL ? hvs_cim_dup_vm_path(vm) : NULL;

        if (vm_path != NULL)
            append_affected(objects, vm_path, job_path, 0);
        if (job->result_path != NULL)
            append_affected(objects, job->result_path, job_path, 5);
    }
}

static char *
dup_owner_path(const HvsJob *job)
{
    g_autoptr(GPtrArray) services = NULL;
    gsize i = 0;

    while (job->type < owners[i].first || job->type > owners[i].last)
        i++;
    services = hvs_cim_list(job->host, HVR_WMI_NAMESPACE, owners[i].service);

    return hvs_cim_dup_path(job->host, HVR_WMI_NAMESPACE, g_ptr_array_index(services, 0));
}

static void
list_owned(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->jobs->len; i++) {
        const HvsJob *job = g_ptr_array_index(host->jobs, i);
        g_autofree char *owner = dup_owner_path(job);
        g_autofree char *path = hvs_job_dup_path(job);

        g_ptr_array_add(objects, hvs_values_new_link(&hvr_wmi_class_Msvm_OwningJobElement,
                                                     "OwningElement", owner, "OwnedElement", path));
    }
}

/* Returns: (nullable): the job that was asked, if it has failed. */
static const HvsJob *
find_failed(const HvsCall *call)
{
    const HvsJob *job = hvs_job_find(call->host, hvr_wmi_path_get(call->target, "InstanceID"));

    return job != NULL && hvs_job_has_failed(job) ? job : NULL;
}

static char *
format_error(const HvsJob *job, const char *message)
{
    g_autoptr(HvrWmiObject) error = hvs_values_new(&hvr_wmi_class_Msvm_Error, error_values);
    g_autofree char *id = g_strdup_printf("%u", job->error_code);

    hvr_wmi_object_set_string(error, "MessageID", id);
    hvr_wmi_object_set_string(error, "Message", message);

    return hvr_wmi_embedded_format(error);
}

static guint32
get_error(HvsCall *call)
{
    const HvsJob *job = find_failed(call);
    g_autofree char *text = job != NULL ? format_error(job, hvs_job_get_error_text(job)) : NULL;

    hvr_wmi_object_set_string(call->output, "Error", text);

    return RESULT_DONE;
}

static guint32
get_error_ex(HvsCall *call)
{
    const HvsJob *job = find_failed(call);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

    if (job == NULL)
        return RESULT_DONE;

    g_ptr_array_add(texts, format_error(job, hvs_job_get_error_text(job)));
    for (guint i = 1; i < job->n_errors; i++)
        g_ptr_array_add(texts,
                        format_error(job, further_errors[(i - 1) % G_N_ELEMENTS(further_errors)]));
    g_ptr_array_add(texts, NULL);
    hvr_wmi_object_set_strv(call->output, "Errors", (const char *const *)texts->pdata);

    return RESULT_DONE;
}

static guint32
request_state_change(HvsCall *call)
{
    const Msvm_ConcreteJob_RequestStateChange_INPUT *input = call->input;
    HvsJob *job = hvs_job_find(call->host, hvr_wmi_path_get(call->target, "InstanceID"));

    if (job == NULL || input->RequestedState < REQUEST_START ||
        input->RequestedState > REQUEST_SERVICE)
        return RESULT_INVALID_PARAMETER;
    if (hvr_wmi_object_has(input, "TimeoutPeriod"))
        return RESULT_NO_TIMEOUT;
    if (job->ended != 0)
        return RESULT_INVALID_TRANSITION;
    if (input->RequestedState != REQUEST_TERMINATE && input->RequestedState != REQUEST_KILL)
        return RESULT_NOT_SUPPORTED;
    if (!hvs_job_cancel(job))
        return RESULT_NOT_SUPPORTED;
    if (input->RequestedState == REQUEST_KILL)
        job->state = STATE_KILLED;

    return RESULT_DONE;
}

static guint32
kill_job(HvsCall *call G_GNUC_UNUSED)
{
    return RESULT_NOT_SUPPORTED; /* msvm-concretejob.md: "not supported" */
}

/* clang-format off */
const HvsCimClass hvs_job_classes[] = {
    { &hvr_wmi_class_Msvm_ConcreteJob,        HVR_WMI_NAMESPACE, list_jobs },
    { &hvr_wmi_class_Msvm_AffectedJobElement, HVR_WMI_NAMESPACE, list_affected },
    { &hvr_wmi_class_Msvm_OwningJobElement,   HVR_WMI_NAMESPACE, list_owned },
    { 0 }
};

const HvsCimMethod hvs_job_methods[] = {
    { &hvr_wmi_method_Msvm_ConcreteJob_GetError,           get_error },
    { &hvr_wmi_method_Msvm_ConcreteJob_GetErrorEx,         get_error_ex },
    { &hvr_wmi_method_Msvm_ConcreteJob_RequestStateChange, request_state_change },
    { &hvr_wmi_method_CIM_Job_KillJob,                     kill_job },
    { 0 }
};
/* clang-format on */
