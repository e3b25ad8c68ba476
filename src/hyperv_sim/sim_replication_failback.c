/* sim_replication_failback.c: InitiateFailback and ChangeReplicationModeToPrimary
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_embedded.h"
#include "sim_replication_method.h"
#include "sim_vm.h"

static HvsRelationship *
get_receiver(HvsJob *job)
{
    return hvs_host_find_vm(job->host, job->vm_guid)->relationships[0];
}

/* "States 13 then 14" (initiatefailback page). */
static void
on_failed_back(HvsJob *job, gpointer data)
{
    hvs_relationship_set_state(get_receiver(job), HVS_STATE_FAILED_BACK);
}

static void
on_failback_stopped(HvsJob *job, gpointer data)
{
    hvs_relationship_set_state(get_receiver(job), HVS_STATE_COMMITTED);
}

static const HvsJobRow failback_job = {
    124, "Initiating Failback", TRUE, on_failed_back, on_failback_stopped, on_failback_stopped
};

/* The request goes to the provider.  Whether the built-in one serves it is not
 * documented; that it does not is inferred, and a switch. */
guint32
hvs_replication_failback(HvsCall *call)
{
    const Msvm_ReplicationService_InitiateFailback_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);
    g_autoptr(HvrWmiObject) settings = NULL;
    gpointer parsed = NULL;
    HvsRelationship *receiver;
    guint32 result = hvs_embedded_parse(call->host, &hvr_wmi_class_Msvm_ReplicationSettingData,
                                        input->ReplicationSettingData, &parsed);

    settings = parsed;
    if (result != HVS_RESULT_DONE)
        return result;
    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    receiver = vm->relationships[0];
    if (receiver == NULL || receiver->sender)
        return HVS_RESULT_INVALID_STATE;
    if (!call->host->world->switches.external_provider)
        return HVS_RESULT_NOT_SUPPORTED;
    result = hvs_replication_check(HVS_OPERATION_FAILBACK, receiver);
    if (result != HVS_RESULT_DONE)
        return result;

    hvs_relationship_set_state(receiver, HVS_STATE_FAILING_BACK);

    return hvs_job_answer(call,
                          hvs_job_start(call->host, &failback_job, vm,
                                        hvs_relationship_get_transfer_time(receiver), 0, NULL));
}

/* The extended leg becomes the primary one, under its index; the third host's
 * VM becomes an ordinary replica (changereplicationmodetoprimary page; the
 * renumbering is inferred). */
static void
on_promoted(HvsJob *job, gpointer data)
{
    HvsVm *vm = hvs_host_find_vm(job->host, job->vm_guid);
    HvsRelationship *extended = vm->relationships[1];
    HvsRelationship *partner = hvs_relationship_find_partner(extended);

    hvs_relationship_remove(vm->relationships[0]);
    vm->relationships[0] = extended;
    vm->relationships[1] = NULL;
    extended->index = 0;
    hvs_relationship_set_settings(extended, extended->settings);
    vm->replication_mode = HVS_MODE_PRIMARY;
    if (partner != NULL)
        partner->vm->replication_mode = HVS_MODE_REPLICA;
}

static const HvsJobRow promote_job = { 123,   "Changing the replication mode to primary",
                                       FALSE, on_promoted,
                                       NULL,  NULL };

guint32
hvs_replication_promote(HvsCall *call)
{
    const Msvm_ReplicationService_ChangeReplicationModeToPrimary_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);
    HvsRelationship *extended = NULL;
    guint32 result;

    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    result = hvs_replication_parse_leg(call, vm, input->ReplicationRelationship, &extended);
    if (result != HVS_RESULT_DONE)
        return result;
    if (extended->index != 1)
        return HVS_RESULT_INVALID_STATE;
    result = hvs_replication_check(HVS_OPERATION_PROMOTE, vm->relationships[0]);

    return result == HVS_RESULT_DONE ? hvs_job_run(call, &promote_job, vm, NULL, NULL) : result;
}
