/* wmi_result.c: return values of Hyper-V's methods, once
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_result.h"

#include <glib/gi18n-lib.h>

/* Microsoft's words.  From 32768 on all methods agree (commitfailover page and
 * its like).  CIM's own small numbers mean one thing for RequestStateChange
 * and another for DestroySystem and its kin from 4 to 6, so those texts say
 * both.  0 and 4096 are no errors, but a job that failed may carry no code. */
/* clang-format off */
static const struct {
    guint32 value;
    HvrErrorCode code;
    const char *text;
} results[] = {
    { 0,     HVR_ERROR_JOB_FAILED,  N_("completed with no error") },
    { 1,     HVR_ERROR_UNSUPPORTED, N_("not supported") },
    { 2,     HVR_ERROR_JOB_FAILED,  N_("failed") },
    { 3,     HVR_ERROR_TIMEOUT,     N_("timeout") },
    { 4,     HVR_ERROR_JOB_FAILED,  N_("failed, or invalid parameter") },
    { 5,     HVR_ERROR_INVALID,     N_("invalid parameter, or invalid state") },
    { 6,     HVR_ERROR_BUSY,        N_("in use, or incompatible parameters") },
    { 4096,  HVR_ERROR_JOB_FAILED,  N_("job started") },
    { 4097,  HVR_ERROR_STATE,       N_("invalid state transition") },
    { 4098,  HVR_ERROR_INVALID,     N_("use of timeout parameter not supported") },
    { 4099,  HVR_ERROR_BUSY,        N_("busy") },
    { 32768, HVR_ERROR_JOB_FAILED,  N_("failed") },
    { 32769, HVR_ERROR_DENIED,      N_("access denied") },
    { 32770, HVR_ERROR_UNSUPPORTED, N_("not supported") },
    { 32771, HVR_ERROR_LOST,        N_("status is unknown") },
    { 32772, HVR_ERROR_TIMEOUT,     N_("timeout") },
    { 32773, HVR_ERROR_INVALID,     N_("invalid parameter") },
    { 32774, HVR_ERROR_BUSY,        N_("system is in use") },
    { 32775, HVR_ERROR_STATE,       N_("invalid state for this operation") },
    { 32776, HVR_ERROR_INVALID,     N_("incorrect data type") },
    { 32777, HVR_ERROR_NO_DOMAIN,   N_("system is not available") },
    { 32778, HVR_ERROR_JOB_FAILED,  N_("out of memory") },
    { 32779, HVR_ERROR_INVALID,     N_("file not found") },
};
/* clang-format on */

HvrErrorCode
hvr_wmi_result_get_code(guint32 value)
{
    for (guint i = 0; i < G_N_ELEMENTS(results); i++) {
        if (results[i].value == value)
            return results[i].code;
    }

    return HVR_ERROR_PROTOCOL;
}

const char *
hvr_wmi_result_get_text(guint32 value)
{
    for (guint i = 0; i < G_N_ELEMENTS(results); i++) {
        if (results[i].value == value)
            return _(results[i].text);
    }

    return NULL;
}

gboolean
hvr_wmi_result_check(const char *host, const char *method, guint32 value, GError **error)
{
    HvrErrorDetail detail = { .host = host, .operation = method, .wmi_value = value };
    const char *text = hvr_wmi_result_get_text(value);

    if (value == HVR_WMI_DONE || value == HVR_WMI_JOB_STARTED)
        return TRUE;

    hvr_fail(error, hvr_wmi_result_get_code(value),
             _("host '%1$s': %2$s: %3$s (return value %4$u)"), host, method,
             text != NULL ? text : _("a return value that nobody knows"), value);
    if (error != NULL)
        hvr_error_set_detail(*error, &detail);

    return FALSE;
}
