/* sim_replication_cycle.c: what happens by itself while VMs replicate
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_cycle.h"

#include "sim_replication_baseline.h"
#include "sim_replication_delta.h"
#include "sim_replication_disk.h"
#include "sim_replication_health.h"
#include "sim_replication_statistics.h"
#include "sim_replication_transfer.h"
#include "sim_vm.h"

#define MIB (G_GUINT64_CONSTANT(1) << 20)
#define DAY (24 * G_TIME_SPAN_HOUR)

/* What a running guest writes in five minutes (inferred). */
#define MAX_WRITTEN_MIB 64
#define NORMAL_INTERVAL 300

/* "Tracking logs exceed 50 % of the total VHD size" (Microsoft's blog 2013-05). */
#define MAX_PENDING_SHARE 2

static GTimeSpan
get_interval(const HvsRelationship *relationship)
{
    return relationship->settings->ReplicationInterval * G_TIME_SPAN_SECOND;
}

/* The guest wrote; FALSE if the log could not hold it, so that the baseline is lost. */
static gboolean
track_writes(HvsRelationship *sender)
{
    GRand *rand = sender->vm->host->world->rand;
    guint64 size = hvs_disk_get_included_size(sender->vm);

    if (hvs_vm_has_process(sender->vm)) {
        guint64 written = (guint64)g_rand_int_range(rand, 1, MAX_WRITTEN_MIB + 1) * MIB;

        written = written * sender->settings->ReplicationInterval / NORMAL_INTERVAL;
        hvs_delta_set_pending(sender, sender->pending + written);
    }
    if (size == 0 || sender->pending <= size / MAX_PENDING_SHARE)
        return TRUE;
    hvs_baseline_lose(sender, HVS_BASELINE_LOG_FULL);

    return FALSE;
}

/* "Local time" (msvm-replicationsettingdata.md), which is the sender's host's
 * (inferred).  The window may wrap midnight. */
static gboolean
is_in_window(const HvsRelationship *sender)
{
    const HvsHost *host = sender->vm->host;
    gint64 time = (host->world->now + host->timezone * G_TIME_SPAN_MINUTE) % DAY;
    gint64 start = sender->settings->AutoResynchronizeIntervalStart.usec;
    gint64 end = sender->settings->AutoResynchronizeIntervalEnd.usec;

    return start <= end ? time >= start && time <= end : time >= start || time <= end;
}

/* "A cycle not finished in time counts as missed; the next one is delayed, not
 * parallel" (Microsoft's blog 2012-06). */
static void
start_delta(HvsRelationship *sender)
{
    if (hvs_delta_is_under_way(sender)) {
        sender->statistics->ReplicationMissCount++;
        sender->delta_late = TRUE;
    } else {
        hvs_delta_start(sender);
    }
}

static void
run_sender(HvsRelationship *sender)
{
    switch (sender->state) {
    case HVS_STATE_REPLICATING:
        if (track_writes(sender))
            start_delta(sender);
        break;
    case HVS_STATE_INITIAL:
        if (sender->exported && track_writes(sender))
            start_delta(sender);
        break;
    case HVS_STATE_SUSPENDED:
    case HVS_STATE_CRITICAL:
        track_writes(sender);
        break;
    case HVS_STATE_WAITING_RESYNC:
        if (sender->settings->AutoResynchronizeEnabled && sender->transfer == NULL &&
            is_in_window(sender))
            hvs_transfer_start(sender, HVS_TRANSFER_RESYNC, 0, NULL);
        break;
    default:
        break;
    }
}

/* A replica counts what should have come and did not. */
static void
run_receiver(HvsRelationship *receiver)
{
    gint64 now = receiver->vm->host->world->now;

    if (receiver->state == HVS_STATE_REPLICATING &&
        now - receiver->last_replication >= 2 * get_interval(receiver))
        receiver->statistics->ReplicationMissCount++;
}

static void
on_cycle(gpointer data)
{
    HvsRelationship *relationship = data;
    const HvsHost *host = relationship->vm->host;

    relationship->cycle_event =
        hvs_world_schedule(host->world, get_interval(relationship), on_cycle, relationship);
    if (!host->up)
        return;

    hvs_statistics_roll(relationship);
    if (relationship->sender)
        run_sender(relationship);
    else
        run_receiver(relationship);
    hvs_health_update(relationship);
}

void
hvs_cycle_start(HvsRelationship *relationship)
{
    HvsWorld *world = relationship->vm->host->world;

    hvs_world_unschedule(world, relationship->cycle_event);
    relationship->cycle_event =
        hvs_world_schedule(world, get_interval(relationship), on_cycle, relationship);
}

static void
begin_replicating(HvsRelationship *relationship)
{
    gint64 now = relationship->vm->host->world->now;

    relationship->initial = FALSE;
    relationship->exported = FALSE;
    relationship->transferred = 0;
    relationship->n_misses = 0;
    relationship->log_invalid = FALSE;
    hvs_delta_set_pending(relationship, 0);
    g_clear_pointer(&relationship->problem, g_free);
    relationship->last_replication = now;
    relationship->last_type = HVS_KIND_REGULAR;
    relationship->last_point = now;
    hvs_cycle_start(relationship);
}

void
hvs_cycle_mark_complete(HvsRelationship *sender, HvsRelationship *receiver)
{
    begin_replicating(sender);
    begin_replicating(receiver);
    receiver->last_apply = receiver->last_replication;
    receiver->state = HVS_STATE_REPLICATING;
    hvs_relationship_set_state(sender, HVS_STATE_REPLICATING);
}
