/* sim_replication_resync.c: Resynchronize
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Compares all disks and sends the differences; the receiver's recovery points
 * are gone afterwards (blog 2013-05-10).
 */

#include <config.h>

#include "sim_replication_method.h"
#include "sim_vm.h"

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
    hvs_relationship_set_state(sender, HVS_STATE_RESYNC_WAITING);
}

static void
on_done(HvsJob *job, gpointer data)
{
    HvsRelationship *sender = get_sender(job, data);
    HvsRelationship *receiver = hvs_relationship_find_partner(sender);

    if (receiver == NULL) {
        job->error_code = HVS_RESULT_FAILED;
        job->error_text = g_strdup_printf("Resynchronization failed for virtual machine '%s': the "
                                          "Replica server could not be reached",
                                          sender->vm->name);
        on_stopped(job, data);
        return;
    }

    sender->transfer = NULL;
    hvs_relationship_remove_points(receiver->vm);
    hvs_relationship_received(receiver, HVS_KIND_REGULAR);
    sender->last_replication = receiver->last_replication;
    hvs_relationship_set_state(receiver, HVS_STATE_REPLICATING);
    hvs_relationship_set_state(sender, HVS_STATE_REPLICATING);
}

static const HvsJobRow resync_job = {
    107, "Resynchronizing", TRUE, on_done, on_stopped, on_stopped
};
static const HvsJobRow extended_job = { 121,        "Resynchronizing Extended Replication",
                                        TRUE,       on_done,
                                        on_stopped, on_stopped };

static HvsJob *
start_job(HvsRelationship *sender, gint64 start)
{
    HvsVm *vm = sender->vm;

    sender->transfer = hvs_job_start(vm->host, sender->index == 0 ? &resync_job : &extended_job, vm,
                                     hvs_relationship_get_transfer_time(sender), start,
                                     GUINT_TO_POINTER(sender->index));

    return sender->transfer;
}

HvsJob *
hvs_replication_start_resync(HvsRelationship *sender)
{
    HvsJob *job = start_job(sender, 0);

    hvs_relationship_set_state(sender, HVS_STATE_RESYNC);

    return job;
}

static void
on_begun(gpointer data)
{
    HvsRelationship *sender = data;

    sender->cycle_event = 0;
    sender->state = HVS_STATE_RESYNC;
}

static guint32
schedule(HvsCall *call, HvsRelationship *sender, gint64 start)
{
    HvsWorld *world = call->host->world;
    HvsJob *job = start_job(sender, start);

    hvs_relationship_set_state(sender, HVS_STATE_RESYNC_WAITING);
    sender->cycle_event = hvs_world_schedule(world, start - world->now, on_begun, sender);

    return hvs_job_answer(call, job);
}

guint32
hvs_replication_resynchronize(HvsCall *call)
{
    const Msvm_ReplicationService_Resynchronize_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);
    gint64 now = call->host->world->now;
    gint64 start = hvr_wmi_object_has(input, "StartTime") ? input->StartTime.usec : 0;
    HvsRelationship *sender;
    guint32 result;

    if (input->StartTime.is_interval || start > now + MAX_AHEAD)
        return HVS_RESULT_INVALID_PARAMETER;
    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    sender = hvs_replication_get_outgoing(vm);
    result = hvs_replication_check(HVS_OPERATION_RESYNC, sender);
    if (result != HVS_RESULT_DONE)
        return result;
    /* A new start drops what was scheduled, or suspended. */
    if (sender->transfer != NULL) {
        hvs_job_cancel(sender->transfer);
        sender->transfer = NULL;
    }

    return start > now ? schedule(call, sender, start)
                       : hvs_job_answer(call, hvs_replication_start_resync(sender));
}
