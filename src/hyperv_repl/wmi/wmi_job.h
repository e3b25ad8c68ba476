/* wmi_job.h: follow CIM_ConcreteJobs to their end
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Most methods may answer "4096, ask this job".  This is the one place that
 * knows what a job says.  Nothing here locks or knows what the job is for.
 */

#pragma once

#include "msvm_tables.h"
#include "wmi_session.h"

G_BEGIN_DECLS

/**
 * HvrWmiJobPhase:
 * @HVR_WMI_JOB_FAILED: ended, and not as asked
 * @HVR_WMI_JOB_PENDING: not ended, ask again
 * @HVR_WMI_JOB_DONE: ended as asked
 *
 * All that callers need to know of the CIM job states.  Failure is zero so that
 * a state nobody has heard of is never mistaken for success, nor waited on for
 * ever.
 */
typedef enum {
    HVR_WMI_JOB_FAILED,
    HVR_WMI_JOB_PENDING,
    HVR_WMI_JOB_DONE,
} HvrWmiJobPhase;

/**
 * hvr_wmi_job_get_phase:
 * @job_state: a JobState as the host sent it
 * @out_name: (out) (optional): the state's CIM name, static, never %NULL
 */
HvrWmiJobPhase hvr_wmi_job_get_phase(guint16 job_state, const char **out_name);

/** hvr_wmi_job_judge: the same, with what the job says about errors */
HvrWmiJobPhase hvr_wmi_job_judge(const Msvm_ConcreteJob *job);

/** hvr_wmi_job_fetch: (transfer full): one job by InstanceID; %HVR_ERROR_LOST if the host forgot it
 */
Msvm_ConcreteJob *hvr_wmi_job_fetch(HvrWmiSession *session,
                                    const char *instance_id,
                                    GCancellable *cancellable,
                                    GError **error);

/**
 * hvr_wmi_job_list:
 * @unwanted: (array length=n_unwanted): JobTypes that the host is to leave out
 *
 * Every other job of the host, finished ones of the last five minutes included, with
 * one query whose cost does not depend on how many there are (but for pages).
 *
 * Returns: (transfer full) (element-type Msvm_ConcreteJob)
 */
GPtrArray *hvr_wmi_job_list(HvrWmiSession *session,
                            const guint16 *unwanted,
                            gsize n_unwanted,
                            GCancellable *cancellable,
                            GError **error);

/**
 * hvr_wmi_job_fail:
 * @job: a job that ended, and not as asked
 *
 * Sets the error that the job's ErrorCode stands for, or its state where it has
 * none (%HVR_ERROR_CANCELLED for jobs that were terminated or killed), with the
 * host's own words: GetErrorEx, or GetError on hosts without it, was asked where
 * the session is given.
 *
 * @session: (nullable): to ask for more detail on
 * Returns: always %FALSE
 */
gboolean hvr_wmi_job_fail(const Msvm_ConcreteJob *job,
                          const char *host,
                          HvrWmiSession *session,
                          GCancellable *cancellable,
                          GError **error);

/**
 * HvrWmiJobProgress:
 * @percent: what the host claims, 0 to 100, never decreasing within one wait
 *
 * Called by the waiting thread, once before each sleep.
 */
typedef void (*HvrWmiJobProgress)(guint percent, gpointer user_data);

/**
 * hvr_wmi_job_wait:
 * @instance_id: the job's InstanceID
 * @progress: (nullable) (scope call): told how far the host has come
 * @cancellable: (nullable): stops the waiting, not the job
 *
 * Blocks until the job has ended.  There is no deadline: only the caller
 * knows whether an hour is long.
 *
 * Returns: %TRUE if the job is done; %FALSE with %HVR_ERROR_CANCELLED if
 *   @cancellable fired, %HVR_ERROR_LOST if the host no longer answers or no
 *   longer knows it, or the job's own failure, see hvr_wmi_job_fail()
 */
gboolean hvr_wmi_job_wait(HvrWmiSession *session,
                          const char *instance_id,
                          HvrWmiJobProgress progress,
                          gpointer user_data,
                          GCancellable *cancellable,
                          GError **error);

/**
 * hvr_wmi_job_cancel:
 *
 * Asks the host to terminate the job (RequestStateChange 4).
 *
 * Returns: %FALSE with %HVR_ERROR_STATE if it can no longer, or never could, be
 *   cancelled
 */
gboolean hvr_wmi_job_cancel(HvrWmiSession *session,
                            const char *instance_id,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
