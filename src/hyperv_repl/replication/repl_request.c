/* repl_request.c: one verb for one VM, checked and sent
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_request.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "repl_request_input.h"
#include "repl_settings_object.h"
#include "repl_verb_row.h"
#include "wmi_path.h"
#include "wmi_result.h"

HvrReplRequest *
hvr_repl_request_copy(const HvrReplRequest *request)
{
    HvrReplRequest *copy = g_memdup2(request, sizeof(*request));

    copy->vm = g_strdup(request->vm);
    copy->vm_name = g_strdup(request->vm_name);
    copy->point = g_strdup(request->point);
    if (copy->relationship != NULL)
        hvr_repl_relationship_ref(copy->relationship);
    if (copy->settings != NULL)
        hvr_repl_settings_ref(copy->settings);

    return copy;
}

void
hvr_repl_request_free(HvrReplRequest *request)
{
    if (request == NULL)
        return;

    g_free((char *)request->vm);
    g_free((char *)request->vm_name);
    g_free((char *)request->point);
    g_clear_pointer(&request->relationship, hvr_repl_relationship_unref);
    g_clear_pointer(&request->settings, hvr_repl_settings_unref);
    g_free(request);
}

static gboolean
check_state(const HvrReplRequest *request, GError **error)
{
    guint leg = hvr_repl_request_get_leg(request);
    guint state = request->relationship != NULL ? request->relationship->state
                                                : (guint)HVR_REPL_STATE_DISABLED;
    g_autofree char *refusal = NULL;

    if (hvr_repl_verb_is_allowed(request->verb, request->mode, leg, state))
        return TRUE;
    refusal = hvr_repl_verb_dup_refusal(request->verb, request->vm_name, request->mode, leg, state);

    return hvr_fail(error, HVR_ERROR_STATE, "%s", refusal);
}

/* What is given has to be of use, and what is needed has to be given. */
static gboolean
check_arguments(const HvrReplRequest *request, GError **error)
{
    const char *name = hvr_repl_verb_get_name(request->verb);
    guint takes = hvr_repl_verb_get_row(request->verb)->flags;
    gboolean empty = hvr_repl_settings_is_empty(request->settings);

    if (!empty && (takes & HVR_REPL_TAKES_SETTINGS) == 0)
        return hvr_fail(error, HVR_ERROR_INVALID, _("'%s' takes no settings"), name);
    if (request->point != NULL && (takes & HVR_REPL_TAKES_POINT) == 0)
        return hvr_fail(error, HVR_ERROR_INVALID, _("'%s' takes no recovery point"), name);
    if (request->start_time != 0 && (takes & HVR_REPL_TAKES_TIME) == 0)
        return hvr_fail(error, HVR_ERROR_INVALID, _("'%s' takes no start time"), name);
    if (empty && request->verb == HVR_VERB_MODIFY)
        return hvr_fail(error, HVR_ERROR_INVALID, _("'%s' needs a setting to change"), name);
    if (request->verb == HVR_VERB_ENABLE &&
        (empty ||
         !hvr_repl_settings_has(request->settings, hvr_repl_setting_find("replica-server"))))
        return hvr_fail(error, HVR_ERROR_INVALID, _("'%s' needs the setting 'replica-server'"),
                        name);

    return TRUE;
}

gboolean
hvr_repl_request_check(const HvrReplRequest *request, GError **error)
{
    g_return_val_if_fail((guint)request->verb < HVR_N_VERBS, FALSE);
    g_return_val_if_fail(request->vm != NULL && request->vm_name != NULL, FALSE);

    if (!check_state(request, error) || !check_arguments(request, error))
        return FALSE;
    if (request->running && (hvr_repl_verb_get_row(request->verb)->flags & HVR_REPL_WANTS_OFF) != 0)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("cannot '%1$s' the replication of '%2$s' while the machine runs, "
                          "turn it off first"),
                        hvr_repl_verb_get_name(request->verb), request->vm_name);

    return TRUE;
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

/* A parameter that every method's output has, whatever its class. */
static gconstpointer
get_output(const HvrWmiObject *output, const char *name)
{
    return hvr_wmi_object_get_value(output, hvr_wmi_class_find_field(output->type, name), 0);
}

static gboolean
judge(const HvrWmiObject *output,
      const HvrWmiMethod *method,
      const char *host,
      char **out_job,
      GError **error)
{
    const guint32 *value = get_output(output, "ReturnValue");
    char *const *path = get_output(output, "Job");
    g_autofree char *job = NULL;

    if (value == NULL)
        return hvr_fail(error, HVR_ERROR_PROTOCOL, _("host '%1$s': %2$s has no return value"), host,
                        method->name);
    if (!hvr_wmi_result_check(host, method->name, *value, error))
        return FALSE;

    if (*value == HVR_WMI_JOB_STARTED) {
        job = path != NULL ? hvr_wmi_path_dup_key(*path, "InstanceID") : NULL;
        /* It runs, and nobody can tell how it ends: as if the reply were lost. */
        if (job == NULL)
            return hvr_fail(error, HVR_ERROR_LOST,
                            _("host '%1$s': %2$s started a job without naming it"), host,
                            method->name);
    }
    *out_job = g_steal_pointer(&job);

    return TRUE;
}

static gboolean
start(const HvrReplRequest *request,
      HvrWmiSession *session,
      char **out_job,
      GCancellable *cancellable,
      GError **error)
{
    const HvrReplVerbRow *row = hvr_repl_verb_get_row(request->verb);
    gboolean extended = hvr_repl_request_get_leg(request) != 0 && row->extended_method != NULL;
    const HvrWmiMethod *method = extended ? row->extended_method : row->method;
    g_autofree char *path = fetch_path(request, method, session, cancellable, error);
    g_autoptr(HvrWmiObject) input = NULL;
    g_autoptr(HvrWmiObject) output = NULL;

    if (path == NULL)
        return FALSE;
    input = hvr_repl_request_new_input(request, method, session, cancellable, error);
    if (input == NULL)
        return FALSE;
    output = hvr_wmi_session_invoke(session, method, path, input, cancellable, error);
    if (output == NULL)
        return FALSE;

    return judge(output, method, hvr_wmi_session_get_host(session), out_job, error);
}

gboolean
hvr_repl_request_start(const HvrReplRequest *request,
                       HvrWmiSession *session,
                       char **out_job,
                       GCancellable *cancellable,
                       GError **error)
{
    GError *failure = NULL;

    if (!hvr_repl_request_check(request, error))
        return FALSE;
    if (start(request, session, out_job, cancellable, &failure))
        return TRUE;

    g_propagate_prefixed_error(error, failure, _("'%1$s' of '%2$s': "),
                               hvr_repl_verb_get_name(request->verb), request->vm_name);

    return FALSE;
}
