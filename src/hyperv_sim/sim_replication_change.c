/* sim_replication_change.c: RequestReplicationStateChange and its Ex form
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * While the job runs, ReplicationState shows the requested value
 * (requestreplicationstatechangeex page); afterwards what the row says.
 */

#include <config.h>

#include "sim_replication_method.h"
#include "sim_vm.h"
#include "wmi_embedded.h"

/* Where a job came from and which leg it is about. */
#define PACK(from, index) GUINT_TO_POINTER((guint)(from) << 8 | (index))
#define FROM(packed)      ((guint16)(GPOINTER_TO_UINT(packed) >> 8))
#define INDEX(packed)     (GPOINTER_TO_UINT(packed) & 0xff)

static HvsRelationship *
get_leg(HvsJob *job, gpointer data)
{
    HvsVm *vm = hvs_host_find_vm(job->host, job->vm_guid);

    return vm->relationships[INDEX(data)];
}

static void
on_failed(HvsJob *job, gpointer data)
{
    HvsRelationship *relationship = get_leg(job, data);

    if (relationship != NULL)
        hvs_relationship_set_state(relationship, FROM(data));
}

static void
on_suspended(HvsJob *job, gpointer data)
{
    HvsRelationship *relationship = get_leg(job, data);

    if (FROM(data) == HVS_STATE_RESYNC && relationship->transfer != NULL) {
        HvsJob *transfer = g_steal_pointer(&relationship->transfer);

        transfer->cancelled = NULL;
        hvs_job_cancel(transfer);
        hvs_relationship_set_state(relationship, HVS_STATE_RESYNC_SUSPENDED);
        return;
    }
    hvs_relationship_set_state(relationship, HVS_STATE_SUSPENDED);
}

static void
on_resumed(HvsJob *job, gpointer data)
{
    HvsRelationship *relationship = get_leg(job, data);
    HvsRelationship *partner = hvs_relationship_find_partner(relationship);

    if (FROM(data) == HVS_STATE_RESYNC_SUSPENDED) {
        hvs_replication_start_resync(relationship);
        return;
    }
    if (FROM(data) == HVS_STATE_CRITICAL && relationship->sender &&
        (partner == NULL || partner->state != HVS_STATE_REPLICATING)) {
        hvs_relationship_set_state(relationship, HVS_STATE_CRITICAL);
        return;
    }
    /* Giving up a planned failover: the point that the last delta made stays as
     * an ordinary one, inferred. */
    if (FROM(data) == HVS_STATE_PREPARED && partner != NULL)
        partner->planned = FALSE;
    hvs_relationship_set_state(relationship, HVS_STATE_REPLICATING);
}

static void
on_prepared(HvsJob *job, gpointer data)
{
    HvsRelationship *sender = get_leg(job, data);
    HvsRelationship *receiver = hvs_relationship_find_partner(sender);

    if (receiver == NULL || receiver->state != HVS_STATE_REPLICATING) {
        job->error_code = HVS_RESULT_FAILED;
        job->error_text =
            g_strdup_printf("Preparing the planned failover failed for virtual machine "
                            "'%s': the Replica server could not be reached",
                            sender->vm->name);
        on_failed(job, data);
        return;
    }
    hvs_relationship_received(receiver, HVS_KIND_PLANNED);
    sender->last_replication = receiver->last_replication;
    sender->last_type = HVS_KIND_PLANNED;
    hvs_relationship_add_point(receiver, HVS_POINT_PLANNED);
    receiver->planned = TRUE;
    hvs_relationship_set_state(sender, HVS_STATE_PREPARED);
}

/* What is under way is dropped; the receiver keeps waiting, inferred. */
static void
on_initial_cancelled(HvsJob *job, gpointer data)
{
    HvsRelationship *sender = get_leg(job, data);

    if (sender->transfer != NULL)
        hvs_job_cancel(sender->transfer);
    else
        hvs_relationship_set_state(sender, HVS_STATE_READY);
}

static void
on_resync_cancelled(HvsJob *job, gpointer data)
{
    HvsRelationship *sender = get_leg(job, data);

    if (sender->transfer != NULL)
        hvs_job_cancel(sender->transfer);
    else
        hvs_relationship_set_state(sender, HVS_STATE_RESYNC_WAITING);
}

/* The old primary, or a VM restored from backup, waits for somebody to send
 * (Set-VMReplication -AsReplica; the mapping is inferred). */
static void
on_replica(HvsJob *job, gpointer data)
{
    HvsVm *vm = hvs_host_find_vm(job->host, job->vm_guid);
    HvsRelationship *old = vm->relationships[0];
    g_autoptr(Msvm_ReplicationSettingData) settings =
        old != NULL ? hvr_wmi_object_copy(old->settings) : hvs_relationship_new_settings(vm, 0);

    if (old != NULL) {
        hvr_wmi_object_set_string(settings, "PrimaryConnectionPoint",
                                  settings->RecoveryConnectionPoint);
        hvr_wmi_object_set_string(settings, "PrimaryHostSystem", settings->RecoveryHostSystem);
        hvr_wmi_object_set_string(settings, "RecoveryConnectionPoint", vm->host->name);
        hvr_wmi_object_set_string(settings, "RecoveryHostSystem", vm->host->fqdn);
        hvs_relationship_remove(old);
    }
    vm->replication_mode = HVS_MODE_REPLICA;
    hvs_relationship_new(vm, 0, FALSE, HVS_STATE_INITIAL, settings);
}

typedef struct {
    guint16 requested;
    HvsOperation operation;
    HvsJobRow job;
} ChangeRow;

/* clang-format off */
static const ChangeRow rows[] = {
    { 1, HVS_OPERATION_CANCEL_INITIAL, { 109, "Stopping Initial Replication",  FALSE, on_initial_cancelled, NULL, on_failed } },
    { 2, HVS_OPERATION_BECOME_REPLICA, { 96,  "Changing Replication State",    FALSE, on_replica,           NULL, NULL      } },
    { 3, HVS_OPERATION_RESUME,         { 96,  "Changing Replication State",    FALSE, on_resumed,           NULL, on_failed } },
    { 4, HVS_OPERATION_PREPARE,        { 100, "Initiating Synced Replication", TRUE,  on_prepared,          on_failed, on_failed } },
    { 7, HVS_OPERATION_SUSPEND,        { 96,  "Changing Replication State",    FALSE, on_suspended,         NULL, on_failed } },
    { 9, HVS_OPERATION_CANCEL_RESYNC,  { 110, "Stopping Resynchronization",    FALSE, on_resync_cancelled,  NULL, on_failed } },
};
/* clang-format on */

static const ChangeRow *
find_row(guint16 requested)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].requested == requested)
            return &rows[i];
    }

    return NULL;
}

/* A transfer holds the VM, except for what stops or pauses the transfer. */
static gboolean
is_held(HvsVm *vm, const HvsRelationship *relationship)
{
    const HvsJob *job = hvs_job_find_running(vm);

    return job != NULL && (relationship == NULL || job != relationship->transfer);
}

static guint32
check(const ChangeRow *row, HvsVm *vm, const HvsRelationship *relationship)
{
    gboolean off = vm->enabled_state == HVS_VM_OFF;

    if (row->operation == HVS_OPERATION_BECOME_REPLICA) {
        if ((vm->replication_mode != HVS_MODE_NONE &&
             !hvs_replication_is_allowed(row->operation, relationship)) ||
            !off)
            return HVS_RESULT_INVALID_STATE;
    } else if (!hvs_replication_is_allowed(row->operation, relationship)) {
        return HVS_RESULT_INVALID_STATE;
    }
    /* Start-VMFailover -Prepare: "the virtual machine must be off"; primaries only. */
    if (row->operation == HVS_OPERATION_PREPARE && (!off || relationship->index != 0))
        return HVS_RESULT_INVALID_STATE;

    return is_held(vm, relationship) ? HVS_RESULT_IN_USE : HVS_RESULT_DONE;
}

static guint32
change(HvsCall *call, HvsVm *vm, HvsRelationship *relationship, guint16 requested)
{
    const ChangeRow *row = find_row(requested);
    gpointer data;
    guint32 result;

    if (row == NULL)
        return HVS_RESULT_INVALID_PARAMETER;
    if (hvs_replication_is_idle(row->operation, relationship))
        return HVS_RESULT_DONE;
    result = check(row, vm, relationship);
    if (result != HVS_RESULT_DONE)
        return result;

    data = relationship != NULL ? PACK(relationship->state, relationship->index) : PACK(0, 0);
    if (relationship != NULL && row->operation != HVS_OPERATION_BECOME_REPLICA) {
        HvsJob *transfer = relationship->transfer;

        relationship->state = requested;
        relationship->transfer = transfer;
        hvs_world_unschedule(call->host->world, relationship->cycle_event);
        relationship->cycle_event = 0;
    }

    return hvs_job_run(call, &row->job, vm, data, NULL);
}

guint32
hvs_replication_change(HvsCall *call)
{
    const Msvm_ComputerSystem_RequestReplicationStateChange_INPUT *input = call->input;
    HvsVm *vm = hvs_host_find_vm(call->host, hvr_wmi_path_get(call->target, "Name"));

    /* The host's own partition has no replication. */
    return vm != NULL ? change(call, vm, vm->relationships[0], input->RequestedState)
                      : HVS_RESULT_INVALID_STATE;
}

guint32
hvs_replication_change_ex(HvsCall *call)
{
    const Msvm_ComputerSystem_RequestReplicationStateChangeEx_INPUT *input = call->input;
    HvsVm *vm = hvs_host_find_vm(call->host, hvr_wmi_path_get(call->target, "Name"));
    HvsRelationship *relationship;
    guint32 result = HVS_RESULT_DONE;

    if (vm == NULL)
        return HVS_RESULT_INVALID_STATE;
    relationship = vm->relationships[0];
    if (input->ReplicationRelationship != NULL)
        result = hvs_replication_parse_leg(call, vm, input->ReplicationRelationship, &relationship);

    return result == HVS_RESULT_DONE ? change(call, vm, relationship, input->RequestedState)
                                     : result;
}
