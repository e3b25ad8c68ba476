/* sim_replication_cycle.c: what happens by itself while VMs replicate
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A delta arrives at once; how long it would have taken is only counted.
 */

#include <config.h>

#include "sim_replication_cycle.h"

#include "sim_replication_contact.h"
#include "sim_replication_disk.h"
#include "sim_replication_health.h"
#include "sim_replication_point.h"
#include "sim_replication_statistics.h"
#include "sim_replication_transfer.h"
#include "sim_vm.h"

#define MIB (G_GUINT64_CONSTANT(1) << 20)
#define DAY (24 * G_TIME_SPAN_HOUR)

/* How many cycles in a row may fail before replication stops; the documents only
 * say "will retry" (inferred). */
#define MAX_MISSES 3

/* What a running guest writes in five minutes (inferred). */
#define MAX_WRITTEN_MIB 64
#define NORMAL_INTERVAL 300

/* "Tracking logs exceed 50 % of the total VHD size" (Microsoft's blog 2013-05). */
#define MAX_PENDING_SHARE 2

#define POINT_SPACING G_TIME_SPAN_HOUR

static GTimeSpan
get_interval(const HvsRelationship *relationship)
{
    return relationship->settings->ReplicationInterval * G_TIME_SPAN_SECOND;
}

/* The guest wrote; TRUE as long as the log can hold it. */
static gboolean
track_writes(HvsRelationship *sender)
{
    GRand *rand = sender->vm->host->world->rand;
    guint64 size = hvs_disk_get_included_size(sender->vm);

    if (hvs_vm_has_process(sender->vm))
        sender->pending += (guint64)g_rand_int_range(rand, 1, MAX_WRITTEN_MIB + 1) * MIB *
                           sender->settings->ReplicationInterval / NORMAL_INTERVAL;
    sender->statistics->PendingReplicationSize = sender->pending;

    return size == 0 || sender->pending <= size / MAX_PENDING_SHARE;
}

static gboolean
is_consistent_due(const HvsRelationship *receiver)
{
    guint hours = receiver->settings->ApplicationConsistentSnapshotInterval;
    gint64 now = receiver->vm->host->world->now;

    return hours > 0 && now - receiver->last_consistent >= hours * G_TIME_SPAN_HOUR;
}

static gboolean
is_point_due(const HvsRelationship *receiver)
{
    gint64 now = receiver->vm->host->world->now;

    return receiver->settings->RecoveryHistory > 0 && receiver->state == HVS_STATE_REPLICATING &&
           now - receiver->last_point >= POINT_SPACING;
}

/* Points are hourly, those that are application consistent among them
 * (Microsoft's blog 2014-01).  Returns what kind of replication this was. */
static guint16
keep_point(HvsRelationship *receiver, guint16 kind)
{
    gint64 now = receiver->vm->host->world->now;

    if (kind == HVS_KIND_PLANNED) {
        receiver->planned = TRUE;
        hvs_point_add(receiver, HVS_POINT_PLANNED);
        return kind;
    }
    if (!is_point_due(receiver))
        return kind;

    receiver->last_point = now;
    if (is_consistent_due(receiver)) {
        receiver->last_consistent = now;
        kind = HVS_KIND_CONSISTENT;
    }
    hvs_point_add(receiver,
                  kind == HVS_KIND_CONSISTENT ? HVS_POINT_CONSISTENT : HVS_POINT_STANDARD);

    return kind;
}

/* An export that is not imported yet: deltas are kept and merged later. */
static gboolean
takes_deltas(const HvsRelationship *receiver)
{
    return receiver->state == HVS_STATE_REPLICATING ||
           (receiver->state == HVS_STATE_INITIAL && receiver->exported);
}

static void
note_delta(HvsRelationship *relationship, guint16 kind, guint64 size, guint32 latency)
{
    relationship->last_replication = relationship->vm->host->world->now;
    relationship->last_type = kind;
    hvs_statistics_roll(relationship);
    hvs_statistics_add_success(relationship, size, latency);
    hvs_health_update(relationship);
}

static void
deliver(HvsRelationship *sender, HvsRelationship *receiver, guint16 kind)
{
    const HvsHost *host = sender->vm->host;
    guint64 size = sender->pending;
    guint32 latency = 1 + (guint32)(size / MAX(host->initial_rate, 1));

    kind = keep_point(receiver, kind);
    sender->pending = 0;
    sender->statistics->PendingReplicationSize = 0;
    sender->n_misses = 0;
    sender->last_consistent = receiver->last_consistent;
    if (receiver->state == HVS_STATE_REPLICATING) {
        receiver->last_apply = host->world->now;
        sender->initial = FALSE;
        sender->exported = FALSE;
    }
    /* The former extended replica learns here that its sender became a primary. */
    receiver->vm->replication_mode =
        sender->vm->replication_mode == HVS_MODE_PRIMARY ? HVS_MODE_REPLICA : HVS_MODE_EXTENDED;
    note_delta(receiver, kind, size, latency);
    note_delta(sender, kind, size, latency);
}

gboolean
hvs_cycle_send(HvsRelationship *sender, guint16 kind, char **out_reason)
{
    HvsRelationship *receiver = hvs_contact_reach_peer(sender, out_reason);

    if (receiver == NULL)
        return FALSE;
    if (!takes_deltas(receiver)) {
        *out_reason = g_strdup_printf("The Replica server '%s' does not take changes of the "
                                      "virtual machine in its present state.",
                                      sender->settings->RecoveryConnectionPoint);
        return FALSE;
    }
    deliver(sender, receiver, kind);

    return TRUE;
}

static void
count_miss(HvsRelationship *sender)
{
    HvsWorld *world = sender->vm->host->world;
    const HvsHost *to = hvs_world_find_host(world, sender->settings->RecoveryConnectionPoint);
    Msvm_ReplicationStatistics *statistics = sender->statistics;

    statistics->ReplicationMissCount++;
    if (to == NULL || !hvs_world_is_linked(world, sender->vm->host, to))
        statistics->NetworkFailureCount++;
    else
        statistics->ReplicationFailureCount++;
    if (++sender->n_misses >= MAX_MISSES)
        hvs_relationship_set_state(sender, HVS_STATE_CRITICAL);
}

/* May wrap midnight. */
static gboolean
is_in_window(const HvsRelationship *sender)
{
    gint64 time = sender->vm->host->world->now % DAY;
    gint64 start = sender->settings->AutoResynchronizeIntervalStart.usec;
    gint64 end = sender->settings->AutoResynchronizeIntervalEnd.usec;

    return start <= end ? time >= start && time <= end : time >= start || time <= end;
}

static void
lose_baseline(HvsRelationship *sender)
{
    sender->pending = 0;
    sender->transferred = 0;
    hvs_relationship_set_state(sender, HVS_STATE_WAITING_RESYNC);
}

static void
run_sender(HvsRelationship *sender)
{
    g_autofree char *reason = NULL;

    switch (sender->state) {
    case HVS_STATE_REPLICATING:
        if (!track_writes(sender))
            lose_baseline(sender);
        else if (!hvs_cycle_send(sender, HVS_KIND_REGULAR, &reason))
            count_miss(sender);
        break;
    case HVS_STATE_SUSPENDED:
    case HVS_STATE_CRITICAL:
        if (!track_writes(sender))
            lose_baseline(sender);
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
    relationship->pending = 0;
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
