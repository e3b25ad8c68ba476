/* sim_replication_mode.c: other ways on from a committed failover: ChangeReplicationModeToPrimary,
 * InitiateFailback
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_method.h"

#include "sim_replication_call.h"
#include "sim_replication_disk.h"
#include "sim_replication_settings.h"
#include "wmi_object.h"

/* "The extended relationship becomes the primary one."  The first host is told
 * nothing: its relationship is an orphan (inferred). */
static void
on_mode_changed(HvsJob *job, gpointer data)
{
    HvsRelationship *extended = hvs_relationship_of_job(job, data);
    HvsRelationship *peer;
    HvsVm *vm;

    if (extended == NULL)
        return;
    vm = extended->vm;
    if (vm->relationships[0] != NULL)
        hvs_relationship_remove(vm->relationships[0]);
    hvs_relationship_set_index(extended, 0);
    vm->replication_mode = HVS_MODE_PRIMARY;
    vm->authorization = NULL;
    peer = hvs_relationship_find_linked_peer(extended);
    if (peer != NULL)
        peer->vm->replication_mode = HVS_MODE_REPLICA;
    hvs_relationship_set_state(extended, extended->state);
}

guint32
hvs_replication_change_mode(HvsCall *call)
{
    static const HvsJobRow row = { 123, "Change the replication mode to primary", FALSE,
                                   on_mode_changed };
    guint index = 0;
    HvsVm *vm = NULL;
    guint32 result = hvs_call_read_relationship(call, &vm, &index);

    if (result != HVS_RESULT_DONE)
        return result;
    if (index != 1)
        return HVS_RESULT_INVALID_PARAMETER;
    if (vm->relationships[1] == NULL)
        return HVS_RESULT_INVALID_STATE;

    result = hvs_call_admit(vm->relationships[0], HVS_OPERATION_CHANGE_MODE);

    return result == HVS_RESULT_DONE ? hvs_job_run(call, &row, vm, HVS_TASK(1, 0, 0), NULL)
                                     : result;
}

/* What can be done in state 14 is not documented.  Inferred: the provider has
 * taken the machine back, so only removing the relationship is left, and the
 * settings that every replica admits. */
static void
on_failed_back(HvsJob *job, gpointer data)
{
    HvsRelationship *receiver = hvs_relationship_of_job(job, data);

    if (receiver != NULL)
        hvs_relationship_set_state(receiver, HVS_STATE_FAILBACK_COMPLETE);
}

static void
on_not_failed_back(HvsJob *job, gpointer data)
{
    HvsRelationship *receiver = hvs_relationship_of_job(job, data);

    if (receiver != NULL)
        hvs_relationship_set_state(receiver, HVS_TASK_BEFORE(data));
}

/* Made for external providers: "the request is handed to the provider".  The
 * built-in one is not known to serve it (inferred). */
static guint32
admit(const HvsVm *vm, const Msvm_ReplicationSettingData *given)
{
    const HvsRelationship *receiver = vm->relationships[0];
    guint index = 0;
    guint32 result = hvs_settings_check_identity(vm, given, &index);

    if (result != HVS_RESULT_DONE)
        return result;
    if (receiver == NULL || receiver->sender)
        return HVS_RESULT_INVALID_STATE;
    if (!vm->host->world->switches.external_provider)
        return HVS_RESULT_NOT_SUPPORTED;

    return hvs_call_admit(receiver, HVS_OPERATION_FAILBACK);
}

guint32
hvs_replication_initiate_failback(HvsCall *call)
{
    static const HvsJobRow row = { 124,  "Initiate Failback", FALSE, on_failed_back,
                                   NULL, on_not_failed_back };
    g_autoptr(HvrWmiObject) given = NULL;
    HvsHost *host = call->host;
    gpointer parsed = NULL;
    HvsVm *vm = NULL;
    GTimeSpan duration;
    HvsJob *job;
    guint32 result = hvs_call_read(call, &vm, &hvr_wmi_class_Msvm_ReplicationSettingData,
                                   "ReplicationSettingData", &parsed);

    given = parsed;
    if (result == HVS_RESULT_DONE)
        result = admit(vm, parsed);
    if (result != HVS_RESULT_DONE)
        return result;

    duration = hvs_disk_get_copy_time(host, hvs_disk_get_included_size(vm));
    job = hvs_job_start(host, &row, vm, duration, 0, HVS_TASK(0, vm->relationships[0]->state, 0));
    hvs_relationship_set_state(vm->relationships[0], HVS_STATE_FAILBACK);

    return hvs_call_answer(call, job);
}
