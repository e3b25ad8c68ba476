/* sim_replication_remove.c: RemoveReplicationRelationship and its Ex form
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Only this side changes: "must be removed independently from both" (Remove-VMReplication).
 */

#include <config.h>

#include "sim_replication_method.h"
#include "sim_vm.h"

static void
on_removed(HvsJob *job, gpointer data)
{
    HvsVm *vm = hvs_host_find_vm(job->host, job->vm_guid);
    guint index = GPOINTER_TO_UINT(data);
    HvsRelationship *relationship = vm->relationships[index];

    if (relationship == NULL)
        return;
    if (!relationship->sender)
        hvs_relationship_remove_points(vm);
    hvs_relationship_remove(relationship);
    if (index == 0)
        vm->replication_mode = HVS_MODE_NONE;
}

static const HvsJobRow remove_job = { 93,    "Removing Replication Relationship",
                                      FALSE, on_removed,
                                      NULL,  NULL };

/* A transfer under way does not keep an administrator from removing it. */
static gboolean
is_held(HvsVm *vm, const HvsRelationship *relationship)
{
    const HvsJob *job = hvs_job_find_running(vm);

    return job != NULL && job != relationship->transfer;
}

static guint32
remove_leg(HvsCall *call, HvsVm *vm, HvsRelationship *relationship)
{
    if (relationship == NULL || (relationship->index == 0 && vm->relationships[1] != NULL) ||
        relationship->state == HVS_STATE_FAILING_OVER)
        return HVS_RESULT_INVALID_STATE;
    if (is_held(vm, relationship))
        return HVS_RESULT_IN_USE;

    return hvs_job_run(call, &remove_job, vm, GUINT_TO_POINTER(relationship->index), NULL);
}

guint32
hvs_replication_remove(HvsCall *call)
{
    const Msvm_ReplicationService_RemoveReplicationRelationship_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);

    return vm != NULL ? remove_leg(call, vm, vm->relationships[0]) : HVS_RESULT_NOT_AVAILABLE;
}

guint32
hvs_replication_remove_ex(HvsCall *call)
{
    const Msvm_ReplicationService_RemoveReplicationRelationshipEx_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);
    HvsRelationship *relationship = NULL;
    guint32 result;

    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    result = hvs_replication_parse_leg(call, vm, input->ReplicationRelationship, &relationship);

    return result == HVS_RESULT_DONE ? remove_leg(call, vm, relationship) : result;
}
