/* sim_replication_failover.c: InitiateFailover, RevertFailover, CommitFailover
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "sim_replication_method.h"
#include "sim_vm.h"

/* The checkpoint that keeps the state before a failover (blog 2012-08-08); its
 * type is not documented, an ordinary one is inferred. */
#define KEEPER "Microsoft:Hyper-V:Snapshot:Realized"

/* clang-format off */
static const struct {
    const char *type;
    guint16 kind;
} kinds[] = {
    { HVS_POINT_STANDARD,   HVS_KIND_REGULAR    },
    { HVS_POINT_CONSISTENT, HVS_KIND_CONSISTENT },
    { HVS_POINT_PLANNED,    HVS_KIND_PLANNED    },
};
/* clang-format on */

static HvsRelationship *
get_receiver(HvsJob *job)
{
    return hvs_host_find_vm(job->host, job->vm_guid)->relationships[0];
}

static char *
dup_keeper_name(const HvsVm *vm)
{
    return g_strdup_printf("%s - Before Failover", vm->name);
}

static void
remove_keeper(HvsVm *vm)
{
    g_autofree char *name = dup_keeper_name(vm);

    for (guint i = vm->snapshots->len; i > 0; i--) {
        HvsSnapshot *snapshot = g_ptr_array_index(vm->snapshots, i - 1);

        if (strcmp(snapshot->name, name) == 0)
            hvs_vm_remove_snapshot(vm, snapshot);
    }
}

/* Planned or not is no parameter: it is planned when the sender was prepared and
 * its last changes are here; inferred. */
static guint16
get_kind(const HvsRelationship *receiver, const char *point_id)
{
    const HvsSnapshot *point = point_id != NULL ? hvs_vm_find_snapshot(receiver->vm, point_id)
                                                : NULL;

    if (point == NULL)
        return receiver->planned ? HVS_KIND_PLANNED : HVS_KIND_REGULAR;
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].type, point->type) == 0)
            return kinds[i].kind;
    }

    return HVS_KIND_REGULAR;
}

static void
on_failed_over(HvsJob *job, gpointer data)
{
    HvsRelationship *receiver = get_receiver(job);
    g_autofree char *name = dup_keeper_name(receiver->vm);

    receiver->failed_over_type = get_kind(receiver, job->target);
    hvs_vm_add_snapshot(receiver->vm, KEEPER, name);
    hvs_relationship_set_state(receiver, HVS_STATE_RECOVERED);
}

static void
on_failover_failed(HvsJob *job, gpointer data)
{
    hvs_relationship_set_state(get_receiver(job), (guint16)GPOINTER_TO_UINT(data));
}

static const HvsJobRow failover_job = { 97,   "Initiating Failover", FALSE, on_failed_over,
                                        NULL, on_failover_failed };

/* Returns: 0; 32773 for what is no recovery point of this VM. */
static guint32
check_point(HvsVm *vm, const char *path, HvsSnapshot **out_point)
{
    g_autofree char *id = path != NULL ? hvr_wmi_path_dup_key(path, "InstanceID") : NULL;

    *out_point = id != NULL ? hvs_vm_find_snapshot(vm, id) : NULL;
    if (path == NULL)
        return HVS_RESULT_DONE;

    return *out_point != NULL && hvs_snapshot_is_point(*out_point) ? HVS_RESULT_DONE
                                                                   : HVS_RESULT_INVALID_PARAMETER;
}

guint32
hvs_replication_failover(HvsCall *call)
{
    const Msvm_ReplicationService_InitiateFailover_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);
    HvsRelationship *receiver;
    HvsSnapshot *point;
    guint16 from;
    guint32 result;

    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    result = check_point(vm, input->SnapshotSettingData, &point);
    if (result != HVS_RESULT_DONE)
        return result;
    receiver = vm->relationships[0];
    result = hvs_replication_check(HVS_OPERATION_FAILOVER, receiver);
    if (result != HVS_RESULT_DONE)
        return result;

    from = receiver->state;
    hvs_relationship_set_state(receiver, HVS_STATE_FAILING_OVER);

    return hvs_job_run(call, &failover_job, vm, GUINT_TO_POINTER(from),
                       point != NULL ? point->instance_id : NULL);
}

static void
on_reverted(HvsJob *job, gpointer data)
{
    HvsRelationship *receiver = get_receiver(job);

    receiver->failed_over_type = HVS_KIND_NONE;
    remove_keeper(receiver->vm);
    hvs_relationship_set_state(receiver, HVS_STATE_REPLICATING);
}

static const HvsJobRow revert_job = { 98, "Reverting Failover", FALSE, on_reverted, NULL, NULL };

guint32
hvs_replication_revert(HvsCall *call)
{
    const Msvm_ReplicationService_RevertFailover_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);
    guint32 result;

    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    result = hvs_replication_check(HVS_OPERATION_REVERT, vm->relationships[0]);
    if (result != HVS_RESULT_DONE)
        return result;
    /* Stop-VMFailover turns the machine off first. */
    if (vm->enabled_state != HVS_VM_OFF)
        return HVS_RESULT_INVALID_STATE;

    return hvs_job_run(call, &revert_job, vm, NULL, NULL);
}

static void
on_committed(HvsJob *job, gpointer data)
{
    HvsRelationship *receiver = get_receiver(job);

    remove_keeper(receiver->vm);
    hvs_relationship_remove_points(receiver->vm);
    hvs_relationship_set_state(receiver, HVS_STATE_COMMITTED);
}

static const HvsJobRow commit_job = { 99, "Committing Failover", FALSE, on_committed, NULL, NULL };

guint32
hvs_replication_commit(HvsCall *call)
{
    const Msvm_ReplicationService_CommitFailover_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);
    guint32 result;

    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    result = hvs_replication_check(HVS_OPERATION_COMMIT, vm->relationships[0]);

    return result == HVS_RESULT_DONE ? hvs_job_run(call, &commit_job, vm, NULL, NULL) : result;
}
