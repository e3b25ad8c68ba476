/* repl_request.c: one verb for one VM, or for its host, checked and sent
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_request.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "repl_answer_output.h"
#include "repl_request_check.h"
#include "repl_request_input.h"
#include "repl_verb_row.h"
#include "wmi_path.h"

/* clang-format off */
static const char *const transfers[] = {
    [HVR_REPL_TRANSFER_NETWORK] = "network",
    [HVR_REPL_TRANSFER_EXPORT]  = "export",
    [HVR_REPL_TRANSFER_SEEDED]  = "seeded",
};
/* clang-format on */

gboolean
hvr_repl_transfer_find(const char *name, HvrReplTransfer *out_transfer)
{
    for (guint i = HVR_REPL_TRANSFER_NETWORK; i < G_N_ELEMENTS(transfers); i++) {
        if (g_strcmp0(name, transfers[i]) == 0) {
            *out_transfer = (HvrReplTransfer)i;
            return TRUE;
        }
    }

    return FALSE;
}

HvrReplRequest *
hvr_repl_request_copy(const HvrReplRequest *request)
{
    HvrReplRequest *copy = g_memdup2(request, sizeof(*request));

    copy->vm = g_strdup(request->vm);
    copy->vm_name = g_strdup(request->vm_name);
    copy->excluded_disks = g_strdupv(request->excluded_disks);
    copy->point = g_strdup(request->point);
    copy->location = g_strdup(request->location);
    copy->allowed_primary = g_strdup(request->allowed_primary);
    if (copy->relationship != NULL)
        hvr_repl_relationship_ref(copy->relationship);
    if (copy->other != NULL)
        hvr_repl_relationship_ref(copy->other);
    if (copy->settings != NULL)
        hvr_repl_settings_ref(copy->settings);
    if (copy->adapters != NULL)
        g_ptr_array_ref(copy->adapters);

    return copy;
}

void
hvr_repl_request_free(HvrReplRequest *request)
{
    if (request == NULL)
        return;

    g_free((char *)request->vm);
    g_free((char *)request->vm_name);
    g_strfreev(request->excluded_disks);
    g_free((char *)request->point);
    g_free((char *)request->location);
    g_free((char *)request->allowed_primary);
    g_clear_pointer(&request->relationship, hvr_repl_relationship_unref);
    g_clear_pointer(&request->other, hvr_repl_relationship_unref);
    g_clear_pointer(&request->settings, hvr_repl_settings_unref);
    g_clear_pointer(&request->adapters, g_ptr_array_unref);
    g_free(request);
}

/* Returns: (transfer full): where the method lives. */
static char *
fetch_path(const HvrReplRequest *request,
           const HvrWmiMethod *method,
           HvrWmiSession *session,
           GCancellable *cancellable,
           GError **error)
{
    if (method->owner == &hvr_wmi_class_Msvm_ComputerSystem)
        return hvr_wmi_path_build_system(request->vm);

    return hvr_wmi_session_fetch_service(session, method->owner, cancellable, error);
}

/* @out_moved: whether it had no effect because the host has another name by now. */
static HvrReplAnswer *
send(const HvrReplRequest *request,
     HvrWmiSession *session,
     gboolean *out_moved,
     GCancellable *cancellable,
     GError **error)
{
    const HvrWmiMethod *method = hvr_repl_request_get_method(request);
    g_autofree char *path = fetch_path(request, method, session, cancellable, error);
    g_autoptr(HvrWmiObject) input = NULL;
    g_autoptr(HvrWmiObject) output = NULL;
    GError *failure = NULL;

    *out_moved = FALSE;
    if (path == NULL)
        return NULL;
    input = hvr_repl_request_new_input(request, method, session, cancellable, error);
    if (input == NULL)
        return NULL;
    output = hvr_wmi_session_invoke(session, method, path, input, cancellable, &failure);
    if (output == NULL) {
        *out_moved = hvr_wmi_session_has_moved(session, method, path, failure, cancellable);
        g_propagate_error(error, failure);
        return NULL;
    }

    return hvr_repl_answer_parse(method, output, hvr_wmi_session_get_host(session), error);
}

HvrReplAnswer *
hvr_repl_request_run(const HvrReplRequest *request,
                     HvrWmiSession *session,
                     GCancellable *cancellable,
                     GError **error)
{
    gint64 now = hvr_clock_get_real(hvr_wmi_session_get_clock(session));
    GError *failure = NULL;
    HvrReplAnswer *answer;
    gboolean has_moved;

    if (!hvr_repl_request_check(request, error) ||
        !hvr_repl_request_check_time(request, now, error))
        return NULL;
    answer = send(request, session, &has_moved, cancellable, &failure);
    if (has_moved) {
        g_clear_error(&failure);
        answer = send(request, session, &has_moved, cancellable, &failure);
    }
    if (answer != NULL)
        return answer;

    /* What fails names its host, so a host's own verbs need not. */
    if (hvr_repl_verb_is_of_host(request->verb))
        g_propagate_prefixed_error(error, failure, _("'%s': "),
                                   hvr_repl_verb_get_name(request->verb));
    else
        g_propagate_prefixed_error(error, failure, _("'%1$s' of '%2$s': "),
                                   hvr_repl_verb_get_name(request->verb), request->vm_name);

    return NULL;
}
