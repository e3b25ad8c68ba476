/* sim_replication_request.c: RequestReplicationStateChange[Ex] of Msvm_ComputerSystem
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * "While the change is in progress ReplicationState has the requested value."
 */

#include <config.h>

#include "sim_replication_method.h"

#include "sim_embedded.h"
#include "sim_replication_call.h"
#include "sim_replication_contact.h"
#include "sim_replication_delta.h"
#include "sim_replication_disk.h"
#include "sim_replication_point.h"
#include "sim_replication_settings.h"
#include "sim_replication_transfer.h"
#include "wmi_object.h"

/* What was to be stopped may have come to its end meanwhile: then its state stays. */
static gboolean
has_transfer(const HvsRelationship *relationship, HvsJob *job)
{
    if (relationship->transfer == NULL)
        job->error_code = HVS_RESULT_INVALID_STATE;

    return relationship->transfer != NULL;
}

static void
on_not_changed(HvsJob *job, gpointer data)
{
    HvsRelationship *relationship = hvs_relationship_of_job(job, data);

    if (relationship != NULL && relationship->state == HVS_TASK_EXTRA(data))
        hvs_relationship_set_state(relationship, HVS_TASK_BEFORE(data));
}

static void
fail(HvsJob *job, gpointer data, char *reason)
{
    hvs_contact_fail(job, reason);
    on_not_changed(job, data);
}

/* Stop-VMInitialReplication: a scheduled one in state 1, a running one in state 2. */
static void
on_initial_cancelled(HvsJob *job, gpointer data)
{
    HvsRelationship *sender = hvs_relationship_of_job(job, data);

    if (sender == NULL)
        return;
    if (HVS_TASK_BEFORE(data) == HVS_STATE_INITIAL && !has_transfer(sender, job))
        return;
    hvs_transfer_drop(sender);
    hvs_relationship_set_state(sender, HVS_STATE_READY);
}

static void
on_resync_cancelled(HvsJob *job, gpointer data)
{
    HvsRelationship *sender = hvs_relationship_of_job(job, data);

    if (sender == NULL)
        return;
    if (HVS_TASK_BEFORE(data) == HVS_STATE_RESYNC && !has_transfer(sender, job))
        return;
    hvs_transfer_drop(sender);
    hvs_relationship_set_state(sender, HVS_STATE_WAITING_RESYNC);
}

/* The copy's job ends; resuming starts another one for the rest (inferred). */
static void
on_suspended(HvsJob *job, gpointer data)
{
    HvsRelationship *relationship = hvs_relationship_of_job(job, data);
    guint16 before = HVS_TASK_BEFORE(data);

    if (relationship == NULL)
        return;
    if (relationship->sender && (before == HVS_STATE_INITIAL || before == HVS_STATE_RESYNC)) {
        if (!has_transfer(relationship, job))
            return;
        hvs_transfer_pause(relationship);
    }
    hvs_relationship_set_state(relationship, before == HVS_STATE_RESYNC ? HVS_STATE_RESYNC_SUSPENDED
                                                                        : HVS_STATE_SUSPENDED);
}

/* Replication goes on where it can: with a copy that was paused, or with what
 * was written meanwhile.  A partner that does not take it leaves all as it was. */
static void
on_resumed(HvsJob *job, gpointer data)
{
    HvsRelationship *relationship = hvs_relationship_of_job(job, data);
    char *reason = NULL;

    if (relationship == NULL)
        return;
    if (!relationship->sender)
        hvs_relationship_set_state(relationship, HVS_STATE_REPLICATING);
    else if (HVS_TASK_BEFORE(data) == HVS_STATE_RESYNC_SUSPENDED)
        hvs_transfer_start(relationship, HVS_TRANSFER_RESYNC, 0, NULL);
    else if (relationship->initial && !relationship->exported)
        hvs_transfer_start(relationship, relationship->transfer_type, 0, NULL);
    else if (hvs_delta_send(relationship, HVS_KIND_REGULAR, &reason))
        hvs_relationship_set_state(relationship, HVS_STATE_REPLICATING);
    else
        fail(job, data, reason);
}

/* What becomes of the planned point is not documented: it goes (inferred). */
static void
on_prepare_cancelled(HvsJob *job, gpointer data)
{
    HvsRelationship *sender = hvs_relationship_of_job(job, data);
    HvsRelationship *receiver;

    if (sender == NULL)
        return;

    receiver = hvs_relationship_find_linked_peer(sender);
    if (receiver != NULL && receiver->state != HVS_STATE_RECOVERED) {
        receiver->planned = FALSE;
        hvs_point_remove_all(receiver->vm, HVS_POINT_PLANNED);
    }
    hvs_relationship_set_state(sender, HVS_STATE_REPLICATING);
}

/* Sends the last delta; "locked from powering on" follows from the state. */
static void
on_prepared(HvsJob *job, gpointer data)
{
    HvsRelationship *sender = hvs_relationship_of_job(job, data);
    char *reason = NULL;

    if (sender == NULL)
        return;
    if (sender->initial)
        fail(job, data, g_strdup("Initial replication is not complete."));
    else if (hvs_delta_send(sender, HVS_KIND_PLANNED, &reason))
        hvs_relationship_set_state(sender, HVS_STATE_PREPARED);
    else
        fail(job, data, reason);
}

static void
mark_all_disks(HvsVm *vm)
{
    for (guint i = 0; i < vm->disks->len; i++) {
        HvsDisk *disk = g_ptr_array_index(vm->disks, i);

        disk->included = TRUE;
    }
}

/* -AsReplica: mode replica, "waiting for initial replication", no partner is
 * asked.  The mapping of the cmdlet to this value is inferred. */
static void
on_replica(HvsJob *job, gpointer data G_GNUC_UNUSED)
{
    HvsVm *vm = hvs_host_find_vm(job->host, job->vm_guid);
    HvsRelationship *first = vm->relationships[0];

    mark_all_disks(vm);
    vm->replication_mode = HVS_MODE_REPLICA;
    if (first == NULL) {
        first = hvs_relationship_new(vm, 0, FALSE, HVS_STATE_INITIAL, hvs_settings_new(vm, 0));
    } else {
        hvs_transfer_drop(first);
        first->sender = FALSE;
        first->initial = TRUE;
        first->exported = FALSE;
        first->planned = FALSE;
        first->log_invalid = FALSE;
        hvs_delta_set_pending(first, 0);
        g_clear_pointer(&first->problem, g_free);
    }
    first->seeded = TRUE;
    hvs_disk_list_included(vm, first->settings);
    hvs_relationship_set_state(first, HVS_STATE_INITIAL);
}

/* Job types by msvm-concretejob.md; which value starts which, is inferred. */
/* clang-format off */
static const struct {
    guint16 requested;
    guint16 before; /* 0: any */
    HvsOperation operation;
    HvsJobRow job;
} rows[] = {
    { 1, 0, HVS_OPERATION_CANCEL_INITIAL, { 109, "Stop Initial Replication",     FALSE, on_initial_cancelled, NULL, on_not_changed } },
    { 2, 0, HVS_OPERATION_BECOME_REPLICA, { 96,  "Replicate State Change",       FALSE, on_replica,           NULL, on_not_changed } },
    { 3, 4, HVS_OPERATION_RESUME,         { 101, "Cancel Synced Replication",    FALSE, on_prepare_cancelled, NULL, on_not_changed } },
    { 3, 0, HVS_OPERATION_RESUME,         { 96,  "Replicate State Change",       FALSE, on_resumed,           NULL, on_not_changed } },
    { 4, 0, HVS_OPERATION_PREPARE,        { 100, "Initiate Synced Replication",  TRUE,  on_prepared,          on_not_changed, on_not_changed } },
    { 7, 0, HVS_OPERATION_SUSPEND,        { 96,  "Replicate State Change",       FALSE, on_suspended,         NULL, on_not_changed } },
    { 9, 0, HVS_OPERATION_CANCEL_RESYNC,  { 110, "Stop Resynchronizing",         FALSE, on_resync_cancelled,  NULL, on_not_changed } },
};
/* clang-format on */

static gboolean
find_row(guint16 requested, const HvsRelationship *relationship, gsize *out_row)
{
    guint16 before = relationship != NULL ? relationship->state : 0;

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].requested != requested || (rows[i].before != 0 && rows[i].before != before))
            continue;
        *out_row = i;
        return TRUE;
    }

    return FALSE;
}

/* A VM that does not replicate yet can be made a replica, for seeding. */
static gboolean
can_start_as_replica(const HvsVm *vm, guint index, HvsOperation operation)
{
    return operation == HVS_OPERATION_BECOME_REPLICA && index == 0 &&
           vm->replication_mode == HVS_MODE_NONE && hvs_replication_is_off(vm);
}

/* What was written so far is shipped first. */
static GTimeSpan
get_delta_time(const HvsRelationship *relationship, HvsOperation operation)
{
    gboolean ships = operation == HVS_OPERATION_RESUME || operation == HVS_OPERATION_PREPARE;

    return ships && relationship->sender && !relationship->initial
               ? hvs_delta_get_time(relationship)
               : 0;
}

static guint32
run_row(HvsCall *call, HvsVm *vm, guint index, gsize i)
{
    GTimeSpan longer = 0;
    HvsRelationship *relationship = vm->relationships[index];
    guint16 before = relationship != NULL ? relationship->state : 0;

    if (relationship != NULL) {
        longer = get_delta_time(relationship, rows[i].operation);
        hvs_relationship_set_state(relationship, rows[i].requested);
    }

    return hvs_job_run_for(call, &rows[i].job, vm, longer,
                           HVS_TASK(index, before, rows[i].requested), NULL);
}

/* RequestedState 3 is "resume", but whether it also begins the resynchronization
 * that state 9 waits for is not documented: a switch. */
static gboolean
resumes_resync(const HvsRelationship *relationship, guint16 requested)
{
    return requested == HVS_STATE_REPLICATING && relationship != NULL && relationship->sender &&
           relationship->state == HVS_STATE_WAITING_RESYNC &&
           relationship->vm->host->world->switches.resume_resynchronizes;
}

static guint32
begin_resync(HvsCall *call, HvsRelationship *sender)
{
    guint32 result = hvs_call_admit(sender, HVS_OPERATION_RESYNC);

    if (result != HVS_RESULT_DONE)
        return result;
    sender->transferred = 0;

    return hvs_call_answer(call, hvs_transfer_start(sender, HVS_TRANSFER_RESYNC, 0, NULL));
}

static guint32
request(HvsCall *call, HvsVm *vm, guint index, guint16 requested)
{
    HvsRelationship *relationship = vm->relationships[index];
    guint32 result;
    gsize i = 0;

    if (!find_row(requested, relationship, &i))
        return HVS_RESULT_INVALID_PARAMETER;
    if (resumes_resync(relationship, requested))
        return begin_resync(call, relationship);
    if (can_start_as_replica(vm, index, rows[i].operation))
        return hvs_call_is_busy(vm) ? HVS_RESULT_IN_USE : run_row(call, vm, index, i);

    result = hvs_call_admit(relationship, rows[i].operation);
    if (result != HVS_RESULT_DONE)
        return result;
    if (hvs_replication_judge(rows[i].operation, relationship) == HVS_VERDICT_NOTHING_TO_DO)
        return HVS_RESULT_DONE;

    return run_row(call, vm, index, i);
}

/* The host itself has the method too, and no replication. */
static HvsVm *
find_vm(const HvsCall *call)
{
    return hvs_host_find_vm(call->host, hvr_wmi_path_get(call->target, "Name"));
}

guint32
hvs_replication_request_state_change(HvsCall *call)
{
    const Msvm_ComputerSystem_RequestReplicationStateChange_INPUT *input = call->input;
    HvsVm *vm = find_vm(call);

    if (vm == NULL)
        return HVS_RESULT_INVALID_STATE;

    return request(call, vm, 0, input->RequestedState);
}

/* "Optional: the primary relationship if it is missing." */
guint32
hvs_replication_request_state_change_ex(HvsCall *call)
{
    const Msvm_ComputerSystem_RequestReplicationStateChangeEx_INPUT *input = call->input;
    HvsVm *vm = find_vm(call);
    g_autoptr(HvrWmiObject) given = NULL;
    gpointer parsed = NULL;
    guint index = 0;
    guint32 result = HVS_RESULT_DONE;

    if (input->ReplicationRelationship != NULL)
        result = hvs_embedded_parse(call->host, &hvr_wmi_class_Msvm_ReplicationRelationship,
                                    input->ReplicationRelationship, &parsed);
    given = parsed;
    if (result == HVS_RESULT_DONE && vm == NULL)
        result = HVS_RESULT_INVALID_STATE;
    if (result == HVS_RESULT_DONE && given != NULL)
        result = hvs_call_read_index(vm, given, &index);
    if (result != HVS_RESULT_DONE)
        return result;

    return request(call, vm, index, input->RequestedState);
}
