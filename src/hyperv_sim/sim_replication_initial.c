/* sim_replication_initial.c: StartReplication and ImportInitialReplica
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_method.h"
#include "sim_vm.h"

/* StartReplication.InitialReplicationType. */
#define TYPE_NETWORK 1
#define TYPE_EXPORT  2
#define TYPE_SEEDED  3

/* Start-VMInitialReplication: "up to 7 days". */
#define MAX_AHEAD (7 * G_TIME_SPAN_DAY)

static HvsRelationship *
get_sender(HvsJob *job, gpointer data)
{
    HvsVm *vm = hvs_host_find_vm(job->host, job->vm_guid);

    return vm->relationships[GPOINTER_TO_UINT(data)];
}

static void
on_stopped(HvsJob *job, gpointer data)
{
    HvsRelationship *sender = get_sender(job, data);

    if (sender == NULL)
        return;
    sender->transfer = NULL;
    hvs_relationship_set_state(sender, HVS_STATE_READY);
}

static void
on_sent(HvsJob *job, gpointer data)
{
    HvsRelationship *sender = get_sender(job, data);
    HvsRelationship *receiver = hvs_relationship_find_partner(sender);

    if (receiver == NULL || receiver->state != HVS_STATE_INITIAL) {
        job->error_code = HVS_RESULT_FAILED;
        job->error_text =
            g_strdup_printf("Initial replication failed for virtual machine '%s': the "
                            "Replica server could not be reached or refused it",
                            sender->vm->name);
        on_stopped(job, data);
        return;
    }

    sender->transfer = NULL;
    hvs_relationship_received(receiver, HVS_KIND_REGULAR);
    sender->last_replication = receiver->last_replication;
    sender->last_apply = receiver->last_apply;
    sender->last_type = HVS_KIND_REGULAR;
    hvs_relationship_set_state(receiver, HVS_STATE_REPLICATING);
    hvs_relationship_set_state(sender, HVS_STATE_REPLICATING);
    if (receiver->settings->RecoveryHistory > 0)
        hvs_relationship_add_point(receiver, HVS_POINT_STANDARD);
}

/* After an export the sender replicates; the receiver waits for the import. */
static void
on_exported(HvsJob *job, gpointer data)
{
    HvsRelationship *sender = get_sender(job, data);

    sender->transfer = NULL;
    hvs_relationship_set_state(sender, HVS_STATE_REPLICATING);
    sender->health = 2;
}

/* Cancelling a job is what RequestReplicationStateChange 1 does, inferred. */
/* clang-format off */
static const HvsJobRow jobs[] = {
    [TYPE_NETWORK] = { 94,  "Sending Initial Replica",   TRUE, on_sent,     on_stopped, on_stopped },
    [TYPE_EXPORT]  = { 118, "Exporting Initial Replica", TRUE, on_exported, on_stopped, on_stopped },
    [TYPE_SEEDED]  = { 117, "Comparing Initial Replica", TRUE, on_sent,     on_stopped, on_stopped },
};
/* clang-format on */

static void
on_begun(gpointer data)
{
    HvsRelationship *sender = data;

    sender->cycle_event = 0;
    sender->state = HVS_STATE_INITIAL;
}

static guint32
check(const HvsWorld *world,
      const Msvm_ReplicationService_StartReplication_INPUT *input,
      gint64 *out_start)
{
    guint type = input->InitialReplicationType;

    *out_start = 0;
    if (type < TYPE_NETWORK || type > TYPE_SEEDED)
        return HVS_RESULT_INVALID_PARAMETER;
    if (type == TYPE_EXPORT)
        return input->InitialReplicationExportLocation != NULL ? HVS_RESULT_DONE
                                                               : HVS_RESULT_INVALID_PARAMETER;
    if (!hvr_wmi_object_has(input, "StartTime"))
        return HVS_RESULT_DONE;
    if (input->StartTime.is_interval || input->StartTime.usec > world->now + MAX_AHEAD)
        return HVS_RESULT_INVALID_PARAMETER;
    if (input->StartTime.usec > world->now)
        *out_start = input->StartTime.usec;

    return HVS_RESULT_DONE;
}

guint32
hvs_replication_start(HvsCall *call)
{
    const Msvm_ReplicationService_StartReplication_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);
    HvsRelationship *sender;
    HvsWorld *world = call->host->world;
    gint64 start;
    guint32 result = check(world, input, &start);

    if (result != HVS_RESULT_DONE)
        return result;
    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    sender = hvs_replication_get_outgoing(vm);
    result = hvs_replication_check(HVS_OPERATION_START, sender);
    if (result != HVS_RESULT_DONE)
        return result;
    if (sender->transfer != NULL)
        return HVS_RESULT_IN_USE;

    sender->transfer = hvs_job_start(call->host, &jobs[input->InitialReplicationType], vm,
                                     hvs_relationship_get_transfer_time(sender), start,
                                     GUINT_TO_POINTER(sender->index));
    if (start == 0)
        hvs_relationship_set_state(sender, HVS_STATE_INITIAL);
    else
        sender->cycle_event = hvs_world_schedule(world, start - world->now, on_begun, sender);

    return hvs_job_answer(call, sender->transfer);
}

static void
on_imported(HvsJob *job, gpointer data)
{
    HvsVm *vm = hvs_host_find_vm(job->host, job->vm_guid);
    HvsRelationship *receiver = vm->relationships[0];
    HvsRelationship *sender = hvs_relationship_find_partner(receiver);

    hvs_relationship_received(receiver, HVS_KIND_REGULAR);
    hvs_relationship_set_state(receiver, HVS_STATE_REPLICATING);
    if (sender != NULL && sender->state == HVS_STATE_REPLICATING)
        sender->health = 1;
}

static const HvsJobRow import_job = {
    95, "Importing Initial Replica", TRUE, on_imported, NULL, NULL
};

/* What an export left on the sender's host is what there is to import. */
static gboolean
is_exported(const HvsRelationship *receiver)
{
    const HvsRelationship *sender = hvs_relationship_find_partner(receiver);

    return sender != NULL && sender->state == HVS_STATE_REPLICATING;
}

guint32
hvs_replication_import(HvsCall *call)
{
    const Msvm_ReplicationService_ImportInitialReplica_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);
    guint32 result;

    if (input->InitialReplicationImportLocation == NULL)
        return HVS_RESULT_INVALID_PARAMETER;
    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    result = hvs_replication_check(HVS_OPERATION_IMPORT, vm->relationships[0]);
    if (result != HVS_RESULT_DONE)
        return result;
    if (!is_exported(vm->relationships[0]))
        return 32779; /* File not found */

    return hvs_job_run(call, &import_job, vm, NULL, NULL);
}
