/* sim_replication_delta.c: what a cycle ships
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_delta.h"

#include "sim_replication_background.h"
#include "sim_replication_baseline.h"
#include "sim_replication_contact.h"
#include "sim_replication_cycle.h"
#include "sim_replication_disk.h"
#include "sim_replication_health.h"
#include "sim_replication_point.h"
#include "sim_replication_statistics.h"

/* How many cycles in a row may fail before replication stops; the documents only
 * say "will retry" (inferred). */
#define MAX_MISSES 3

#define POINT_SPACING G_TIME_SPAN_HOUR

void
hvs_delta_set_pending(HvsRelationship *sender, guint64 size)
{
    sender->pending = size;
    sender->statistics->PendingReplicationSize = size;
}

static gint64
get_now(const HvsRelationship *relationship)
{
    return relationship->vm->host->world->now;
}

static gboolean
is_consistent_due(const HvsRelationship *receiver)
{
    guint hours = receiver->settings->ApplicationConsistentSnapshotInterval;

    return hours > 0 && get_now(receiver) - receiver->last_consistent >= hours * G_TIME_SPAN_HOUR;
}

static gboolean
is_point_due(const HvsRelationship *receiver)
{
    return receiver->settings->RecoveryHistory > 0 && receiver->state == HVS_STATE_REPLICATING &&
           get_now(receiver) - receiver->last_point >= POINT_SPACING;
}

/* That the point is an ordinary one then, and the next hour tries again, is
 * inferred. */
static gboolean
freeze_guest(HvsRelationship *sender)
{
    if (sender->vm->n_vss_failures == 0)
        return TRUE;
    sender->vm->n_vss_failures--;
    sender->statistics->ApplicationConsistentSnapshotFailureCount++;

    return FALSE;
}

/* Points are hourly, those that are application consistent among them
 * (Microsoft's blog 2014-01).  Returns what kind of replication this was. */
static guint16
keep_point(HvsRelationship *sender, HvsRelationship *receiver, guint16 kind)
{
    if (kind == HVS_KIND_PLANNED) {
        receiver->planned = TRUE;
        hvs_point_add(receiver, HVS_POINT_PLANNED);
        return kind;
    }
    if (!is_point_due(receiver))
        return kind;

    receiver->last_point = get_now(receiver);
    if (is_consistent_due(receiver) && freeze_guest(sender)) {
        receiver->last_consistent = get_now(receiver);
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
    relationship->last_replication = get_now(relationship);
    relationship->last_type = kind;
    hvs_statistics_roll(relationship);
    hvs_statistics_add_success(relationship, size, latency);
    hvs_health_update(relationship);
}

/* What came from the primary goes on to the extended replica with the next cycle
 * of that leg (Microsoft's blog 2013-12). */
static void
pass_on(const HvsRelationship *receiver, guint64 size)
{
    HvsRelationship *next = hvs_relationship_get_sending(receiver->vm);

    if (next != NULL && !next->initial)
        hvs_delta_set_pending(next, next->pending + size);
}

static void
apply(HvsRelationship *sender, HvsRelationship *receiver, guint64 size)
{
    if (receiver->state != HVS_STATE_REPLICATING)
        return;
    receiver->last_apply = get_now(receiver);
    if (size > 0)
        hvs_background_apply(receiver);
    sender->initial = FALSE;
    sender->exported = FALSE;
    if (sender->state == HVS_STATE_INITIAL)
        hvs_relationship_set_state(sender, HVS_STATE_REPLICATING);
    pass_on(receiver, size);
}

static void
deliver(HvsRelationship *sender, HvsRelationship *receiver, guint16 kind, guint64 size)
{
    guint64 rate = MAX(sender->vm->host->delta_rate, 1);
    guint32 latency = 1 + (guint32)MIN(size / rate, G_MAXUINT32 - 1);

    kind = keep_point(sender, receiver, kind);
    hvs_delta_set_pending(sender, sender->pending - size);
    sender->n_misses = 0;
    g_clear_pointer(&sender->problem, g_free);
    sender->last_consistent = receiver->last_consistent;
    apply(sender, receiver, size);
    /* The former extended replica learns here that its sender became a primary. */
    receiver->vm->replication_mode =
        sender->vm->replication_mode == HVS_MODE_PRIMARY ? HVS_MODE_REPLICA : HVS_MODE_EXTENDED;
    note_delta(receiver, kind, size, latency);
    note_delta(sender, kind, size, latency);
}

static HvsRelationship *
find_target(HvsRelationship *sender, guint64 size, char **out_reason)
{
    const char *refusal = NULL;
    HvsRelationship *receiver = hvs_contact_reach_peer(sender, out_reason);

    if (receiver == NULL)
        return NULL;
    if (!takes_deltas(receiver))
        refusal = "The Replica server '%s' does not take changes of the virtual machine in its "
                  "present state.";
    else if (receiver->log_invalid)
        refusal = "The Replica server '%s' received a change log that is invalid or out of "
                  "sequence.";
    else if (!hvs_disk_has_room(receiver->vm->host, size))
        refusal = HVS_DISK_NO_ROOM;
    if (refusal == NULL)
        return receiver;
    *out_reason = g_strdup_printf(refusal, sender->settings->RecoveryConnectionPoint);

    return NULL;
}

static void
lose_if_invalid(HvsRelationship *sender)
{
    const HvsRelationship *receiver = hvs_relationship_find_linked_peer(sender);

    if (receiver != NULL && receiver->log_invalid)
        hvs_baseline_lose(sender, HVS_BASELINE_LOG_INVALID);
}

gboolean
hvs_delta_send(HvsRelationship *sender, guint16 kind, char **out_reason)
{
    guint64 size = sender->pending;
    HvsRelationship *receiver = find_target(sender, size, out_reason);

    hvs_delta_stop(sender);
    if (receiver == NULL) {
        lose_if_invalid(sender);
        return FALSE;
    }
    deliver(sender, receiver, kind, size);

    return TRUE;
}

static gboolean
is_network(const HvsRelationship *sender)
{
    HvsWorld *world = sender->vm->host->world;
    const HvsHost *to = hvs_world_resolve_host(world, sender->settings->RecoveryConnectionPoint);

    return to == NULL || !hvs_world_is_linked(world, sender->vm->host, to);
}

/* A failed cycle is a missed one too (inferred). */
static void
count_failure(HvsRelationship *sender, char *reason)
{
    Msvm_ReplicationStatistics *statistics = sender->statistics;

    g_free(sender->problem);
    sender->problem = reason;
    statistics->ReplicationMissCount++;
    if (is_network(sender))
        statistics->NetworkFailureCount++;
    else
        statistics->ReplicationFailureCount++;
    if (++sender->n_misses >= MAX_MISSES)
        hvs_relationship_set_state(sender, HVS_STATE_CRITICAL);
    lose_if_invalid(sender);
}

GTimeSpan
hvs_delta_get_time(const HvsRelationship *sender)
{
    guint64 rate = MAX(sender->vm->host->delta_rate, 1);

    return (GTimeSpan)((double)sender->pending / (double)rate * G_TIME_SPAN_SECOND);
}

gboolean
hvs_delta_is_under_way(const HvsRelationship *sender)
{
    return sender->delta_event != 0;
}

static void
clear(HvsRelationship *sender)
{
    sender->delta_event = 0;
    sender->delta_size = 0;
    sender->delta_late = FALSE;
}

void
hvs_delta_stop(HvsRelationship *sender)
{
    if (sender->delta_event != 0) {
        hvs_world_unschedule(sender->vm->host->world, sender->delta_event);
        hvs_background_fail_delta(sender, NULL);
    }
    clear(sender);
}

/* A cycle that had to wait follows at once. */
static void
arrive(HvsRelationship *sender)
{
    gboolean is_late = sender->delta_late;
    guint64 size = sender->delta_size;
    HvsRelationship *receiver;
    char *reason = NULL;

    clear(sender);
    if (!sender->vm->host->up) {
        hvs_background_fail_delta(sender, NULL);
        return;
    }
    hvs_statistics_roll(sender);
    receiver = find_target(sender, size, &reason);
    if (receiver == NULL) {
        hvs_background_fail_delta(sender, reason);
        count_failure(sender, reason);
        hvs_health_update(sender);
        return;
    }
    hvs_background_end_delta(sender);
    deliver(sender, receiver, HVS_KIND_REGULAR, size);
    if (is_late)
        hvs_delta_start(sender);
}

static void
on_arrived(gpointer data)
{
    arrive(data);
}

void
hvs_delta_start(HvsRelationship *sender)
{
    HvsWorld *world = sender->vm->host->world;
    GTimeSpan duration = hvs_delta_get_time(sender);
    HvsRelationship *receiver;
    char *reason = NULL;

    hvs_delta_stop(sender);
    receiver = find_target(sender, sender->pending, &reason);
    if (receiver == NULL) {
        count_failure(sender, reason);
        return;
    }
    sender->delta_size = sender->pending;
    if (duration == 0) {
        arrive(sender);
        return;
    }
    sender->delta_event = hvs_world_schedule(world, duration, on_arrived, sender);
    hvs_background_begin_delta(sender, receiver, duration);
}
