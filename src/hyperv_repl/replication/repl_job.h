/* repl_job.h: a call on the service that keeps the machines
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor.
 */

#pragma once

#include "wmi_session.h"

G_BEGIN_DECLS

/**
 * hvr_repl_job_start:
 * @method: of Msvm_VirtualSystemManagementService, with a Job and a ReturnValue
 * @input: its METHOD_INPUT object
 *
 * Takes effect once at most: it is repeated only if it went to a path that a renamed
 * host no longer has, see hvr_wmi_session_has_moved().
 *
 * Returns: (transfer full): InstanceID of the job, "" if it was done at once; %NULL with the
 *   refusal
 */
char *hvr_repl_job_start(HvrWmiSession *session,
                         const HvrWmiMethod *method,
                         gconstpointer input,
                         GCancellable *cancellable,
                         GError **error);

G_END_DECLS
