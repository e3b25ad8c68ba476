/* wmi_result.h: return values of Hyper-V's methods, once
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * 0 done, 4096 job started, all others are refusals.  From 32768 on Hyper-V's
 * methods agree, and those numbers come back as a failed job's ErrorCode; below
 * that the same number means one thing here and another there.
 */

#pragma once

#include "hvr_error.h"
#include "wmi_object.h"

G_BEGIN_DECLS

#define HVR_WMI_DONE        0
#define HVR_WMI_JOB_STARTED 4096

/**
 * HvrWmiNumbering:
 * @HVR_WMI_NUMBERING_HYPERV: from 32768 on; the replication methods, jobs' error codes
 * @HVR_WMI_NUMBERING_SYSTEM: CIM's for defining and destroying, DestroySystem and its kin
 * @HVR_WMI_NUMBERING_SNAPSHOT: the same for the snapshot service
 * @HVR_WMI_NUMBERING_JOB: a job's RequestStateChange
 * @HVR_WMI_NUMBERING_SERVICE: a service's RequestStateChange, StartService, StopService
 * @HVR_WMI_NUMBERING_GUEST: the guest's shutdown service
 *
 * Which methods mean the same by a number; one bit each.
 */
typedef enum {
    HVR_WMI_NUMBERING_HYPERV = 1 << 0,
    HVR_WMI_NUMBERING_SYSTEM = 1 << 1,
    HVR_WMI_NUMBERING_SNAPSHOT = 1 << 2,
    HVR_WMI_NUMBERING_JOB = 1 << 3,
    HVR_WMI_NUMBERING_SERVICE = 1 << 4,
    HVR_WMI_NUMBERING_GUEST = 1 << 5,
} HvrWmiNumbering;

/**
 * HvrWmiResult:
 * @numberings: in which the row holds
 * @value: the return value
 * @code: what it is for us
 * @text: Microsoft's words, not translated
 * @remedy: (nullable): what the reader can do, not translated; %NULL: what the code says
 */
typedef struct {
    guint numberings;
    guint32 value;
    HvrErrorCode code;
    const char *text;
    const char *remedy;
} HvrWmiResult;

/** hvr_wmi_result_get_numbering: what the values of @method are numbers of */
HvrWmiNumbering hvr_wmi_result_get_numbering(const HvrWmiMethod *method);

/** hvr_wmi_result_list: all of them, by value; for documents */
const HvrWmiResult *hvr_wmi_result_list(guint *out_n_results);

/** hvr_wmi_result_find: (nullable): what a refusal means; 0 and 4096 are none */
const HvrWmiResult *hvr_wmi_result_find(HvrWmiNumbering numbering, guint32 value);

/** hvr_wmi_result_get_text: (nullable): Microsoft's words for a job's ErrorCode, translated */
const char *hvr_wmi_result_get_text(guint32 error_code);

/**
 * hvr_wmi_result_check:
 * @host: for the message
 * @method: for the message, and for what its numbers mean
 * @value: ReturnValue
 *
 * Returns: %TRUE for 0 and 4096; else %FALSE with the error that fits, the
 *   number in the message and in its detail, %HVR_ERROR_PROTOCOL for a number
 *   that nobody knows
 */
gboolean
hvr_wmi_result_check(const char *host, const HvrWmiMethod *method, guint32 value, GError **error);

/**
 * hvr_wmi_result_read:
 * @output: what @method answered, its METHOD_OUTPUT object
 * @out_job: (transfer full) (nullable): InstanceID of the job that was started,
 *   %NULL if it was done at once or if jobs of @method have no name
 *
 * Returns: as hvr_wmi_result_check(); %FALSE with %HVR_ERROR_PROTOCOL also
 *   where there is no return value, with %HVR_ERROR_LOST where a job was started
 *   that nobody can follow
 */
gboolean hvr_wmi_result_read(const char *host,
                             const HvrWmiMethod *method,
                             gconstpointer output,
                             char **out_job,
                             GError **error);

G_END_DECLS
