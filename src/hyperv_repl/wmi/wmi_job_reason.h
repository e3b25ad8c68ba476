/* wmi_job_reason.h: why a job failed, in its host's own words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One line without full stop, of bounded length, whatever the host sends.
 */

#pragma once

#include "msvm_tables.h"
#include "wmi_session.h"

G_BEGIN_DECLS

/** hvr_wmi_job_reason_dup: (transfer full): as far as the job says by itself; never empty */
char *hvr_wmi_job_reason_dup(const Msvm_ConcreteJob *job);

/**
 * hvr_wmi_job_reason_fetch:
 * @session: (nullable): to ask on: GetErrorEx for all errors, GetError on hosts
 *   that lack it; what the job says by itself where neither has an answer
 *
 * Returns: (transfer full): never empty, never %NULL
 */
char *hvr_wmi_job_reason_fetch(const Msvm_ConcreteJob *job,
                               HvrWmiSession *session,
                               GCancellable *cancellable);

G_END_DECLS
