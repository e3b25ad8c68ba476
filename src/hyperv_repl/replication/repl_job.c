/* repl_job.c: a call on the service that keeps the machines
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_job.h"

#include "wmi_result.h"

/* @out_moved: whether it had no effect because the host has another name by now. */
static gpointer
invoke(HvrWmiSession *session,
       const HvrWmiMethod *method,
       gconstpointer input,
       gboolean *out_moved,
       GCancellable *cancellable,
       GError **error)
{
    g_autofree char *path =
        hvr_wmi_session_fetch_service(session, method->owner, cancellable, error);
    GError *failure = NULL;
    gpointer output;

    *out_moved = FALSE;
    if (path == NULL)
        return NULL;
    output = hvr_wmi_session_invoke(session, method, path, input, cancellable, &failure);
    if (output != NULL)
        return output;
    *out_moved = hvr_wmi_session_has_moved(session, method, path, failure, cancellable);
    g_propagate_error(error, failure);

    return NULL;
}

char *
hvr_repl_job_start(HvrWmiSession *session,
                   const HvrWmiMethod *method,
                   gconstpointer input,
                   GCancellable *cancellable,
                   GError **error)
{
    g_autoptr(HvrWmiObject) output = NULL;
    g_autofree char *job = NULL;
    gboolean has_moved;

    output = invoke(session, method, input, &has_moved, cancellable, error);
    if (has_moved) {
        g_clear_error(error);
        output = invoke(session, method, input, &has_moved, cancellable, error);
    }
    if (output == NULL ||
        !hvr_wmi_result_read(hvr_wmi_session_get_host(session), method, output, &job, error))
        return NULL;

    return job != NULL ? g_steal_pointer(&job) : g_strdup("");
}
