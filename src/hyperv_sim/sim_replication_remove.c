/* sim_replication_remove.c: end this side of a relationship: RemoveReplicationRelationship[Ex]
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_method.h"

#include "sim_replication_call.h"
#include "sim_replication_point.h"
#include "sim_vm.h"

/* "Only this side changes; the replica virtual machine and its files stay"
 * (Remove-VMReplication).  That recovery points go is inferred. */
static void
on_removed(HvsJob *job, gpointer data)
{
    HvsRelationship *relationship = hvs_relationship_of_job(job, data);
    HvsSnapshot *checkpoint;
    HvsVm *vm;

    if (relationship == NULL)
        return;

    vm = relationship->vm;
    checkpoint = hvs_vm_find_snapshot(vm, relationship->checkpoint);
    if (checkpoint != NULL)
        hvs_vm_remove_snapshot(vm, checkpoint);
    hvs_relationship_remove(relationship);
    if (HVS_TASK_INDEX(data) != 0)
        return;
    hvs_point_remove_all(vm, NULL);
    vm->replication_mode = HVS_MODE_NONE;
    vm->authorization = NULL;
}

/* "The primary relationship cannot be removed while the extended one exists". */
static guint32
remove_leg(HvsCall *call, HvsVm *vm, guint index)
{
    static const HvsJobRow row = { 93, "Remove Replication Relationship", FALSE, on_removed };
    guint32 result;

    if (index == 0 && vm->relationships[1] != NULL)
        return HVS_RESULT_INVALID_STATE;
    result = hvs_call_admit(vm->relationships[index], HVS_OPERATION_REMOVE);
    if (result != HVS_RESULT_DONE)
        return result;

    return hvs_job_run(call, &row, vm, HVS_TASK(index, 0, 0), NULL);
}

guint32
hvs_replication_remove(HvsCall *call)
{
    HvsVm *vm = NULL;
    guint32 result = hvs_call_read(call, &vm, NULL, NULL, NULL);

    return result == HVS_RESULT_DONE ? remove_leg(call, vm, 0) : result;
}

guint32
hvs_replication_remove_ex(HvsCall *call)
{
    guint index = 0;
    HvsVm *vm = NULL;
    guint32 result = hvs_call_read_relationship(call, &vm, &index);

    return result == HVS_RESULT_DONE ? remove_leg(call, vm, index) : result;
}
