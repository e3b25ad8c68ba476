/* sim_replication_failover.c: InitiateFailover, RevertFailover, CommitFailover
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_failover.h"

#include <string.h>

#include "sim_replication_background.h"
#include "sim_replication_call.h"
#include "sim_replication_method.h"
#include "sim_replication_point.h"
#include "sim_vm.h"
#include "wmi_object.h"

/* Its type is not documented; an ordinary checkpoint (inferred). */
#define CHECKPOINT_TYPE "Microsoft:Hyper-V:Snapshot:Realized"

/* Planned is not a parameter: it is what the latest state is once the primary
 * was prepared (inferred). */
static guint16
get_kind(const HvsRelationship *receiver, const HvsSnapshot *point)
{
    if (point == NULL)
        return receiver->planned ? HVS_KIND_PLANNED : HVS_KIND_REGULAR;
    if (strcmp(point->type, HVS_POINT_PLANNED) == 0)
        return HVS_KIND_PLANNED;

    return strcmp(point->type, HVS_POINT_CONSISTENT) == 0 ? HVS_KIND_CONSISTENT : HVS_KIND_REGULAR;
}

/* "A checkpoint holds the state before the failover" (Microsoft's blog 2012-07). */
static void
put_aside(HvsRelationship *receiver)
{
    HvsVm *vm = receiver->vm;
    g_autofree char *name = g_strdup_printf("%s - before failover", vm->name);
    const HvsSnapshot *checkpoint = hvs_vm_add_snapshot(vm, CHECKPOINT_TYPE, name);

    g_free(receiver->checkpoint);
    receiver->checkpoint = g_strdup(checkpoint->instance_id);
}

static void
drop_checkpoint(HvsRelationship *receiver)
{
    HvsSnapshot *checkpoint = hvs_vm_find_snapshot(receiver->vm, receiver->checkpoint);

    if (checkpoint != NULL)
        hvs_vm_remove_snapshot(receiver->vm, checkpoint);
    g_clear_pointer(&receiver->checkpoint, g_free);
}

/* An unplanned failover "is possible at any time during a resynchronization, and
 * cancels it" (Microsoft's blog 2013-05); a primary that cannot be reached learns
 * of it later. */
static void
stop_resync(const HvsRelationship *receiver)
{
    HvsRelationship *peer = hvs_relationship_find_peer(receiver);
    const HvsRelationship *sender = hvs_relationship_find_linked_peer(receiver);

    if (peer != NULL)
        hvs_background_stop_check(peer);
    if (sender != NULL && sender->transfer != NULL)
        hvs_job_fail(sender->transfer, HVS_RESULT_FAILED,
                     "The replica virtual machine was failed over.");
}

static void
on_failed_over(HvsJob *job, gpointer data)
{
    HvsRelationship *receiver = hvs_relationship_of_job(job, data);
    const HvsSnapshot *point;

    if (receiver == NULL)
        return;

    point = hvs_vm_find_snapshot(receiver->vm, job->target);
    receiver->failed_over_type = get_kind(receiver, point);
    put_aside(receiver);
    stop_resync(receiver);
    hvs_relationship_set_state(receiver, HVS_STATE_RECOVERED);
}

static void
on_not_failed_over(HvsJob *job, gpointer data)
{
    HvsRelationship *receiver = hvs_relationship_of_job(job, data);

    if (receiver != NULL)
        hvs_relationship_set_state(receiver, HVS_TASK_BEFORE(data));
}

guint32
hvs_replication_initiate_failover(HvsCall *call)
{
    static const HvsJobRow row = { 97,   "Initiate Failover", FALSE, on_failed_over,
                                   NULL, on_not_failed_over };
    HvsRelationship *receiver;
    HvsSnapshot *point = NULL;
    HvsVm *vm = NULL;
    guint16 before;
    guint32 result = hvs_call_read(call, &vm, NULL, NULL, NULL);

    if (result == HVS_RESULT_DONE)
        result = hvs_point_read(vm, hvs_call_get_text(call, "SnapshotSettingData"), &point);
    if (result == HVS_RESULT_DONE)
        result = hvs_call_admit(vm->relationships[0], HVS_OPERATION_FAILOVER);
    if (result != HVS_RESULT_DONE)
        return result;

    receiver = vm->relationships[0];
    before = receiver->state;
    if (vm->host->world->switches.failover_in_progress)
        hvs_relationship_set_state(receiver, HVS_STATE_FAILOVER);

    return hvs_job_run(call, &row, vm, HVS_TASK(0, before, 0),
                       point != NULL ? point->instance_id : NULL);
}

/* "The failover disk is discarded"; replication goes on with the next delta. */
static void
on_reverted(HvsJob *job, gpointer data)
{
    HvsRelationship *receiver = hvs_relationship_of_job(job, data);

    if (receiver == NULL)
        return;
    if (!hvs_replication_is_off(receiver->vm)) {
        job->error_code = HVS_RESULT_INVALID_STATE;
        return;
    }
    drop_checkpoint(receiver);
    receiver->failed_over_type = HVS_KIND_NONE;
    hvs_relationship_set_state(receiver, HVS_STATE_REPLICATING);
}

void
hvs_failover_merge(HvsRelationship *receiver)
{
    drop_checkpoint(receiver);
    hvs_point_remove_all(receiver->vm, NULL);
}

static void
on_committed(HvsJob *job, gpointer data)
{
    HvsRelationship *receiver = hvs_relationship_of_job(job, data);

    if (receiver == NULL)
        return;
    hvs_failover_merge(receiver);
    hvs_relationship_set_state(receiver, HVS_STATE_COMMITTED);
}

static guint32
end_failover(HvsCall *call, HvsOperation operation, const HvsJobRow *row)
{
    HvsVm *vm = NULL;
    guint32 result = hvs_call_read(call, &vm, NULL, NULL, NULL);

    if (result == HVS_RESULT_DONE)
        result = hvs_call_admit(vm->relationships[0], operation);
    if (result != HVS_RESULT_DONE)
        return result;

    return hvs_job_run(call, row, vm, HVS_TASK(0, 0, 0), NULL);
}

guint32
hvs_replication_revert_failover(HvsCall *call)
{
    static const HvsJobRow row = { 98, "Revert Failover", FALSE, on_reverted };

    return end_failover(call, HVS_OPERATION_REVERT, &row);
}

guint32
hvs_replication_commit_failover(HvsCall *call)
{
    static const HvsJobRow row = { 99, "Commit Failover", FALSE, on_committed };

    return end_failover(call, HVS_OPERATION_COMMIT, &row);
}
