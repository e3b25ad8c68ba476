/* wmi_result.h: return values of Hyper-V's methods, once
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * 0 done, 4096 job started, 32768 to 32779 the documented refusals; the same
 * numbers come back as a failed job's ErrorCode.
 */

#pragma once

#include <glib.h>

#include "hvr_error.h"

G_BEGIN_DECLS

#define HVR_WMI_DONE        0
#define HVR_WMI_JOB_STARTED 4096

/** hvr_wmi_result_get_code: the error a return value or job ErrorCode stands for */
HvrErrorCode hvr_wmi_result_get_code(guint32 value);

/** hvr_wmi_result_get_text: Microsoft's words for it, translated; %NULL if unknown */
const char *hvr_wmi_result_get_text(guint32 value);

/**
 * hvr_wmi_result_check:
 * @host: for the message
 * @method: for the message
 * @value: ReturnValue
 *
 * Returns: %TRUE for 0 and 4096; else %FALSE with the error that fits, the
 *   number in the message and in its detail
 */
gboolean hvr_wmi_result_check(const char *host, const char *method, guint32 value, GError **error);

G_END_DECLS
