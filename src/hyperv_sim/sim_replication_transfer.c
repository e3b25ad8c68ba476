/* sim_replication_transfer.c: initial replications and resynchronizations
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_transfer.h"

#include "sim_replication_background.h"
#include "sim_replication_contact.h"
#include "sim_replication_cycle.h"
#include "sim_replication_disk.h"
#include "sim_replication_point.h"
#include "sim_vm_method.h"

/* The relationship that a job transfers for; its index may have changed since. */
static HvsRelationship *
find_sender(HvsJob *job)
{
    HvsVm *vm = hvs_host_find_vm(job->host, job->vm_guid);
    HvsRelationship *sender = vm != NULL ? hvs_relationship_get_sending(vm) : NULL;

    return sender != NULL && sender->transfer == job ? sender : NULL;
}

/* Where a transfer that came to nothing leaves its sender: "cancel: the next
 * attempt starts from the beginning" (Microsoft's blog 2013-05). */
static void
fall_back(HvsRelationship *sender)
{
    sender->transfer = NULL;
    sender->transferred = 0;
    hvs_world_unschedule(sender->vm->host->world, sender->start_event);
    sender->start_event = 0;
    hvs_background_stop_check(sender);
    hvs_relationship_set_state(sender, sender->transfer_type == HVS_TRANSFER_RESYNC
                                           ? HVS_STATE_WAITING_RESYNC
                                           : HVS_STATE_READY);
}

static void
on_stopped(HvsJob *job, gpointer data G_GNUC_UNUSED)
{
    HvsRelationship *sender = find_sender(job);

    if (sender != NULL)
        fall_back(sender);
}

/* "Disks of another size are an error" (Microsoft's blog 2013-05). */
static const char *
refuse_resync(const HvsRelationship *sender, const HvsRelationship *receiver)
{
    if (receiver->state != HVS_STATE_REPLICATING && receiver->state != HVS_STATE_CRITICAL)
        return "The Replica server '%s' does not take a resynchronization of the virtual machine "
               "in its present state.";
    if (!hvs_disk_is_same_size(sender->vm, receiver->vm))
        return "The virtual hard disks on the Replica server '%s' differ in size from those of "
               "this server.";

    return NULL;
}

/* NULL, or why the other side cannot be what the copy is for. */
static const char *
refuse_copy(const HvsRelationship *sender, const HvsRelationship *receiver)
{
    if (sender->transfer_type == HVS_TRANSFER_RESYNC)
        return refuse_resync(sender, receiver);
    if (receiver->state != HVS_STATE_INITIAL)
        return "The Replica server '%s' does not take an initial replication of the virtual "
               "machine in its present state.";
    if (sender->transfer_type == HVS_TRANSFER_SEEDED &&
        (!receiver->seeded || !hvs_disk_is_same_set(sender->vm, receiver->vm)))
        return "The virtual machine on the Replica server '%s' is no copy of this one.";
    if (sender->transfer_type == HVS_TRANSFER_NETWORK &&
        !hvs_disk_has_room(receiver->vm->host, hvs_disk_get_included_size(sender->vm)))
        return HVS_DISK_NO_ROOM;

    return NULL;
}

static HvsRelationship *
find_target(const HvsRelationship *sender, char **out_reason)
{
    HvsRelationship *receiver = hvs_contact_reach_peer(sender, out_reason);
    const char *refusal = receiver != NULL ? refuse_copy(sender, receiver) : NULL;

    if (refusal == NULL)
        return receiver;
    *out_reason = g_strdup_printf(refusal, sender->settings->RecoveryConnectionPoint);

    return NULL;
}

/* "All recovery points on the replica are deleted" (Microsoft's blog 2013-05). */
static void
on_copied(HvsJob *job, gpointer data G_GNUC_UNUSED)
{
    HvsRelationship *sender = find_sender(job);
    HvsRelationship *receiver;
    char *reason = NULL;

    if (sender == NULL) {
        job->error_code = HVS_RESULT_NOT_AVAILABLE;
        return;
    }
    receiver = find_target(sender, &reason);
    if (receiver == NULL) {
        hvs_contact_fail(job, reason);
        fall_back(sender);
        return;
    }

    sender->transfer = NULL;
    hvs_background_end_check(sender);
    if (sender->transfer_type == HVS_TRANSFER_RESYNC)
        hvs_point_remove_all(receiver->vm, NULL);
    if (sender->transfer_type == HVS_TRANSFER_NETWORK)
        hvs_disk_take_room(receiver->vm->host, hvs_disk_get_included_size(sender->vm));
    hvs_cycle_mark_complete(sender, receiver);
}

/* The medium is in the mail: neither host can tell whether it arrives, so this
 * looks across any broken link. */
static void
on_exported(HvsJob *job, gpointer data G_GNUC_UNUSED)
{
    HvsRelationship *sender = find_sender(job);
    HvsRelationship *receiver;

    if (sender == NULL) {
        job->error_code = HVS_RESULT_NOT_AVAILABLE;
        return;
    }

    sender->transfer = NULL;
    sender->transferred = 0;
    sender->exported = TRUE;
    receiver = hvs_relationship_find_peer(sender);
    if (receiver != NULL)
        receiver->exported = TRUE;
    hvs_cycle_start(sender);
    hvs_relationship_set_state(sender, sender->vm->host->world->switches.export_replicates
                                           ? HVS_STATE_REPLICATING
                                           : HVS_STATE_INITIAL);
}

/* By type, then whether it is of an extended relationship (msvm-concretejob.md). */
/* clang-format off */
static const HvsJobRow rows[][2] = {
    [HVS_TRANSFER_RESYNC]  = { { 107, "Resynchronizing",                      TRUE, on_copied,   on_stopped, on_stopped },
                               { 121, "Resynchronizing Extended Replication", TRUE, on_copied,   on_stopped, on_stopped } },
    [HVS_TRANSFER_NETWORK] = { { 94,  "Start Inband Initial Replication",     TRUE, on_copied,   on_stopped, on_stopped },
                               { 94,  "Start Inband Initial Replication",     TRUE, on_copied,   on_stopped, on_stopped } },
    [HVS_TRANSFER_EXPORT]  = { { 118, "Start Export Initial Replication",     TRUE, on_exported, on_stopped, on_stopped },
                               { 118, "Start Export Initial Replication",     TRUE, on_exported, on_stopped, on_stopped } },
    [HVS_TRANSFER_SEEDED]  = { { 117, "Start Resync Initial Replication",     TRUE, on_copied,   on_stopped, on_stopped },
                               { 117, "Start Resync Initial Replication",     TRUE, on_copied,   on_stopped, on_stopped } },
};
/* clang-format on */

/* Whoever does not answer is noticed at once, not after hours. */
static GTimeSpan
get_duration(const HvsRelationship *sender)
{
    const HvsHost *host = sender->vm->host;
    g_autofree char *reason = NULL;
    guint64 size = hvs_disk_get_included_size(sender->vm);

    if (sender->transfer_type != HVS_TRANSFER_EXPORT && find_target(sender, &reason) == NULL)
        return host->quick_job;

    return hvs_disk_get_copy_time(host, (guint64)((double)size * (1 - sender->transferred)));
}

/* The replica takes part in the comparison (inferred). */
static void
begin_check(HvsRelationship *sender)
{
    g_autofree char *reason = NULL;
    HvsRelationship *receiver = find_target(sender, &reason);

    if (receiver != NULL)
        hvs_background_begin_check(sender, receiver, sender->transfer->duration);
}

static void
begin(HvsRelationship *sender)
{
    if (sender->transfer_type == HVS_TRANSFER_RESYNC)
        begin_check(sender);
    hvs_relationship_set_state(sender, sender->transfer_type == HVS_TRANSFER_RESYNC
                                           ? HVS_STATE_RESYNC
                                           : HVS_STATE_INITIAL);
}

/* Due just before the job, which then takes what is right by that time. */
static void
on_begin(gpointer data)
{
    HvsRelationship *sender = data;

    sender->start_event = 0;
    sender->transfer->duration = get_duration(sender);
    begin(sender);
}

static void
end_job(HvsRelationship *sender)
{
    HvsJob *job = g_steal_pointer(&sender->transfer);

    hvs_world_unschedule(sender->vm->host->world, sender->start_event);
    sender->start_event = 0;
    if (job == NULL)
        return;
    hvs_background_stop_check(sender);
    job->cancelled = NULL;
    hvs_job_cancel(job);
}

HvsJob *
hvs_transfer_start(HvsRelationship *sender, guint16 type, gint64 when, const char *location)
{
    HvsHost *host = sender->vm->host;
    gboolean is_later = when > host->world->now;
    HvsJob *job;

    end_job(sender);
    sender->transfer_type = type;
    if (is_later)
        sender->start_event =
            hvs_world_schedule(host->world, when - host->world->now, on_begin, sender);
    job = hvs_job_start(host, &rows[type][sender->index], sender->vm, get_duration(sender),
                        is_later ? when : 0, NULL);
    job->target = g_strdup(location);
    sender->transfer = job;
    if (!is_later)
        begin(sender);
    else if (type == HVS_TRANSFER_RESYNC)
        hvs_relationship_set_state(sender, HVS_STATE_WAITING_RESYNC);

    return job;
}

void
hvs_transfer_pause(HvsRelationship *sender)
{
    double done = hvs_job_get_percent(sender->transfer) / 100.0;

    sender->transferred += (1 - sender->transferred) * done;
    end_job(sender);
}

void
hvs_transfer_drop(HvsRelationship *sender)
{
    sender->transferred = 0;
    end_job(sender);
}

gboolean
hvs_transfer_is(const HvsVm *vm, const HvsJob *job)
{
    for (guint i = 0; i < HVS_N_LEGS; i++) {
        if (vm->relationships[i] != NULL && vm->relationships[i]->transfer == job)
            return TRUE;
    }

    return FALSE;
}

/* "<VMName>_<VMGUID>" (Microsoft's blog 2013-06). */
char *
hvs_transfer_dup_directory(const HvsVm *vm)
{
    return g_strdup_printf("%s_%s", vm->name, vm->guid);
}
