/* sim_replication_cycle.c: what happens every replication interval
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A cycle sends what changed since the last one.  When it cannot, the sender
 * tries again at the next interval, and after a few misses gives up and waits
 * for an administrator.
 */

#include <config.h>

#include "sim_relationship.h"
#include "wmi_object.h"

/* How often a cycle may fail before the state turns critical; inferred. */
#define MAX_MISSES 3

/* How much changes within a cycle at most; inferred. */
#define MAX_DELTA (64 * 1024 * 1024)

static void
count(Msvm_ReplicationStatistics *statistics, const char *name, guint64 now)
{
    hvr_wmi_object_set_uint(statistics, name, now);
}

static void
count_success(HvsRelationship *relationship, guint64 size)
{
    Msvm_ReplicationStatistics *s = relationship->statistics;
    guint32 latency = (guint32)(1 + size / (16 * 1024 * 1024));

    count(s, "ReplicationSuccessCount", s->ReplicationSuccessCount + 1);
    count(s, "ReplicationSize", s->ReplicationSize + size);
    count(s, "MaxReplicationSize", MAX(s->MaxReplicationSize, size));
    count(s, "ReplicationLatency", s->ReplicationLatency + latency);
    count(s, "MaxReplicationLatency", MAX(s->MaxReplicationLatency, latency));
    count(s, "PendingReplicationSize", 0);
}

static void
count_miss(HvsRelationship *sender)
{
    Msvm_ReplicationStatistics *s = sender->statistics;

    count(s, "ReplicationMissCount", s->ReplicationMissCount + 1);
    count(s, "NetworkFailureCount", s->NetworkFailureCount + 1);
    count(s, "PendingReplicationSize", s->PendingReplicationSize + MAX_DELTA);
}

/* Application-consistent points come every so many hours, part of the same history. */
static guint16
choose_kind(const HvsRelationship *sender, const HvsRelationship *receiver)
{
    GTimeSpan interval = sender->settings->ApplicationConsistentSnapshotInterval * G_TIME_SPAN_HOUR;
    gint64 now = sender->vm->host->world->now;

    return interval > 0 && now - receiver->last_consistent >= interval ? HVS_KIND_CONSISTENT
                                                                       : HVS_KIND_REGULAR;
}

static void
deliver(HvsRelationship *sender, HvsRelationship *receiver)
{
    HvsWorld *world = sender->vm->host->world;
    guint16 kind = choose_kind(sender, receiver);
    guint64 size = (guint64)g_rand_int_range(world->rand, 4096, MAX_DELTA);

    hvs_relationship_received(receiver, kind);
    sender->last_replication = world->now;
    sender->last_apply = world->now;
    sender->last_type = kind;
    sender->last_consistent = receiver->last_consistent;
    sender->health = 1;
    count_success(sender, size);
    count_success(receiver, size);
    if (receiver->settings->RecoveryHistory > 0 &&
        world->now - receiver->last_point >= G_TIME_SPAN_HOUR)
        hvs_relationship_add_point(receiver, kind == HVS_KIND_CONSISTENT ? HVS_POINT_CONSISTENT
                                                                         : HVS_POINT_STANDARD);
}

static gboolean
accepts(const HvsRelationship *receiver)
{
    return receiver != NULL && receiver->state == HVS_STATE_REPLICATING &&
           receiver->vm->host->service_settings->RecoveryServerEnabled;
}

static void
on_cycle(gpointer data)
{
    HvsRelationship *sender = data;
    HvsRelationship *receiver = hvs_relationship_find_partner(sender);

    sender->cycle_event = 0;
    if (accepts(receiver)) {
        sender->n_misses = 0;
        deliver(sender, receiver);
    } else {
        count_miss(sender);
        sender->health = 3;
        if (++sender->n_misses >= MAX_MISSES) {
            sender->n_misses = 0;
            hvs_relationship_set_state(sender, HVS_STATE_CRITICAL);
            return;
        }
    }
    hvs_relationship_start_cycles(sender);
}

void
hvs_relationship_start_cycles(HvsRelationship *sender)
{
    HvsWorld *world = sender->vm->host->world;

    hvs_world_unschedule(world, sender->cycle_event);
    sender->cycle_event = hvs_world_schedule(
        world, sender->settings->ReplicationInterval * G_TIME_SPAN_SECOND, on_cycle, sender);
}
