/* machine_call.c: one change of one part of a machine, as the host is asked for it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_call.h"

#include "msvm_tables.h"
#include "wmi_embedded.h"
#include "wmi_job.h"
#include "wmi_path.h"
#include "wmi_result.h"

#define METHOD(name) (&hvr_wmi_method_Msvm_VirtualSystemManagementService_##name)

/* Names of the arguments: the methods' pages. */
/* clang-format off */
static const struct {
    const HvrWmiMethod *method;
    const char *argument;
    gboolean is_list;
} rows[] = {
    [HVR_MACHINE_ADD]            = { METHOD(AddResourceSettings),    "ResourceSettings", TRUE },
    [HVR_MACHINE_MODIFY]         = { METHOD(ModifyResourceSettings), "ResourceSettings", TRUE },
    [HVR_MACHINE_REMOVE]         = { METHOD(RemoveResourceSettings), "ResourceSettings", TRUE },
    [HVR_MACHINE_ADD_FEATURE]    = { METHOD(AddFeatureSettings),     "FeatureSettings",  TRUE },
    [HVR_MACHINE_MODIFY_FEATURE] = { METHOD(ModifyFeatureSettings),  "FeatureSettings",  TRUE },
    [HVR_MACHINE_REMOVE_FEATURE] = { METHOD(RemoveFeatureSettings),  "FeatureSettings",  TRUE },
    [HVR_MACHINE_MODIFY_SYSTEM]  = { METHOD(ModifySystemSettings),   "SystemSettings",   FALSE },
};
/* clang-format on */

HvrMachineCall *
hvr_machine_call_new(HvrMachineVerb verb, HvrMachineWhen when, char *title, gpointer object)
{
    HvrMachineCall *call = g_new0(HvrMachineCall, 1);

    call->verb = verb;
    call->when = when;
    call->title = title;
    call->object = object;

    return call;
}

void
hvr_machine_call_free(gpointer data)
{
    HvrMachineCall *call = data;

    g_free(call->title);
    g_free(call->place);
    hvr_wmi_object_free(call->object);
    g_free(call->path);
    g_free(call);
}

char *
hvr_machine_call_format(const HvrMachineCall *call)
{
    g_autofree char *text = call->object != NULL ? hvr_wmi_embedded_format(call->object) : NULL;

    return g_strdup_printf("%d %s %s %s", call->verb, call->place != NULL ? call->place : "",
                           call->path != NULL ? call->path : "", text != NULL ? text : "");
}

/* Whether a host takes a path without its own name is not documented; a dot always
 * means it (inferred). */
char *
hvr_machine_call_build_path(const char *class_name, const char *id)
{
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_new(".", HVR_WMI_NAMESPACE, class_name);

    hvr_wmi_path_add(path, "InstanceID", id);

    return hvr_wmi_path_format(path);
}

static gpointer
new_input(const HvrMachineCall *call)
{
    const HvrWmiMethod *method = rows[call->verb].method;
    gpointer input = hvr_wmi_object_new(method->input);
    g_autofree char *text = call->object != NULL ? hvr_wmi_embedded_format(call->object)
                                                 : g_strdup(call->path);
    const char *const list[] = { text, NULL };

    if (rows[call->verb].is_list)
        hvr_wmi_object_set_strv(input, rows[call->verb].argument, list);
    else
        hvr_wmi_object_set_string(input, rows[call->verb].argument, text);
    if (call->place != NULL)
        hvr_wmi_object_set_string(input, "AffectedConfiguration", call->place);

    return input;
}

gboolean
hvr_machine_call_run(const HvrMachineCall *call,
                     HvrWmiSession *session,
                     GCancellable *cancellable,
                     GError **error)
{
    const HvrWmiMethod *method = rows[call->verb].method;
    g_autofree char *path =
        hvr_wmi_session_fetch_service(session, method->owner, cancellable, error);
    g_autoptr(HvrWmiObject) input = new_input(call);
    g_autoptr(HvrWmiObject) output = NULL;
    g_autofree char *job = NULL;

    if (path == NULL)
        return FALSE;
    output = hvr_wmi_session_invoke(session, method, path, input, cancellable, error);
    if (output == NULL ||
        !hvr_wmi_result_read(hvr_wmi_session_get_host(session), method, output, &job, error))
        return FALSE;

    return job == NULL || hvr_wmi_job_wait(session, job, NULL, NULL, cancellable, error);
}
