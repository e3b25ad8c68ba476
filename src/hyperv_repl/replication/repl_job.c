/* repl_job.c: a call on the service that keeps the machines
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_job.h"

#include "wmi_result.h"

char *
hvr_repl_job_start(HvrWmiSession *session,
                   const HvrWmiMethod *method,
                   gconstpointer input,
                   GCancellable *cancellable,
                   GError **error)
{
    g_autofree char *path =
        hvr_wmi_session_fetch_service(session, method->owner, cancellable, error);
    g_autoptr(HvrWmiObject) output = NULL;
    g_autofree char *job = NULL;

    if (path == NULL)
        return NULL;
    output = hvr_wmi_session_invoke(session, method, path, input, cancellable, error);
    if (output == NULL ||
        !hvr_wmi_result_read(hvr_wmi_session_get_host(session), method, output, &job, error))
        return NULL;

    return job != NULL ? g_steal_pointer(&job) : g_strdup("");
}
