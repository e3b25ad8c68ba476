/* sim_replication_call.c: what all replication methods check, in the same order
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_call.h"

#include "sim_embedded.h"
#include "sim_replication_transfer.h"
#include "sim_vm_method.h"
#include "wmi_object.h"

/* "Up to seven days from now" (Start-VMInitialReplication). */
#define MAX_AHEAD (7 * 24 * G_TIME_SPAN_HOUR)

const char *
hvs_call_get_text(const HvsCall *call, const char *parameter)
{
    const HvrWmiField *field = hvr_wmi_class_find_field(call->method->input, parameter);
    const char *const *value = hvr_wmi_object_get_value(call->input, field, 0);

    return value != NULL ? *value : NULL;
}

static guint32
find_vm(HvsCall *call, HvsVm **out_vm)
{
    const char *text = hvs_call_get_text(call, "ComputerSystem");
    g_autoptr(HvrWmiPath) path = text != NULL ? hvr_wmi_path_parse(text, NULL) : NULL;

    if (path == NULL)
        return HVS_RESULT_INVALID_PARAMETER;
    if (g_ascii_strcasecmp(path->class_name, "Msvm_ComputerSystem") != 0)
        return HVS_RESULT_WRONG_TYPE;
    *out_vm = hvs_host_find_vm_by_path(call->host, text);

    return *out_vm != NULL ? HVS_RESULT_DONE : HVS_RESULT_NOT_AVAILABLE;
}

guint32
hvs_call_read(HvsCall *call,
              HvsVm **out_vm,
              const HvrWmiClass *type,
              const char *parameter,
              gpointer *out_given)
{
    guint32 result = find_vm(call, out_vm);
    guint32 parsed = HVS_RESULT_DONE;

    if (result != HVS_RESULT_DONE && result != HVS_RESULT_NOT_AVAILABLE)
        return result;
    if (type != NULL)
        parsed =
            hvs_embedded_parse(call->host, type, hvs_call_get_text(call, parameter), out_given);

    return parsed != HVS_RESULT_DONE ? parsed : result;
}

guint32
hvs_call_read_index(const HvsVm *vm, gconstpointer given, guint *out_index)
{
    const Msvm_ReplicationRelationship *relationship = given;

    return hvs_relationship_parse_id(vm, relationship->InstanceID, out_index)
               ? HVS_RESULT_DONE
               : HVS_RESULT_INVALID_PARAMETER;
}

guint32
hvs_call_read_relationship(HvsCall *call, HvsVm **out_vm, guint *out_index)
{
    g_autoptr(HvrWmiObject) given = NULL;
    gpointer parsed = NULL;
    guint32 result = hvs_call_read(call, out_vm, &hvr_wmi_class_Msvm_ReplicationRelationship,
                                   "ReplicationRelationship", &parsed);

    given = parsed;

    return result == HVS_RESULT_DONE ? hvs_call_read_index(*out_vm, given, out_index) : result;
}

/* A time that is past stands for now (default 19 of the fact sheet, inferred). */
guint32
hvs_call_read_start(const HvsCall *call, gint64 *out_when)
{
    const HvrWmiField *field = hvr_wmi_class_find_field(call->method->input, "StartTime");
    const HvrCimDatetime *start = hvr_wmi_object_get_value(call->input, field, 0);
    gint64 now = call->host->world->now;

    *out_when = 0;
    if (start == NULL)
        return HVS_RESULT_DONE;
    if (start->is_interval || start->usec > now + MAX_AHEAD)
        return HVS_RESULT_INVALID_PARAMETER;
    *out_when = start->usec > now ? start->usec : 0;

    return HVS_RESULT_DONE;
}

gboolean
hvs_call_is_busy(const HvsVm *vm)
{
    const GPtrArray *jobs = vm->host->jobs;

    for (guint i = 0; i < jobs->len; i++) {
        const HvsJob *job = g_ptr_array_index(jobs, i);

        if (hvs_job_holds(job, vm) && !hvs_transfer_is(vm, job))
            return TRUE;
    }

    return FALSE;
}

guint32
hvs_call_admit(const HvsRelationship *relationship, HvsOperation operation)
{
    if (hvs_replication_judge(operation, relationship) == HVS_VERDICT_REFUSED)
        return HVS_RESULT_INVALID_STATE;

    return hvs_call_is_busy(relationship->vm) ? HVS_RESULT_IN_USE : HVS_RESULT_DONE;
}

guint32
hvs_call_answer(HvsCall *call, HvsJob *job)
{
    if (!call->host->world->switches.methods_start_jobs)
        return HVS_RESULT_DONE;

    return hvs_job_answer(call, job);
}

gboolean
hvs_call_is_path(const char *text)
{
    if (text == NULL)
        return FALSE;
    if (text[0] == '\\')
        return text[1] == '\\' && text[2] != '\0';

    return g_ascii_isalpha(text[0]) && text[1] == ':' && text[2] == '\\';
}
