/* sim_replication_health.c: whether a relationship is well, and why not
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_health.h"

/* Microsoft's blog 2012-06-15. */
#define MAX_AGE          (60 * G_TIME_SPAN_MINUTE)
#define MAX_MISS_PERCENT 20
#define MAX_LATENCY      300

#define LOOK HVS_HEALTH_OK

/* Health that the state alone decides; LOOK: the rest decides.  What the blog
 * does not name is inferred: 4, 10 to 21. */
/* clang-format off */
static const struct {
    guint16 sender, receiver;
} by_state[] = {
    [HVS_STATE_DISABLED]             = { HVS_HEALTH_NOT_APPLICABLE, HVS_HEALTH_NOT_APPLICABLE },
    [HVS_STATE_READY]                = { HVS_HEALTH_WARNING,        HVS_HEALTH_WARNING },
    [HVS_STATE_INITIAL]              = { HVS_HEALTH_WARNING,        HVS_HEALTH_WARNING },
    [HVS_STATE_REPLICATING]          = { LOOK,                      LOOK },
    [HVS_STATE_PREPARED]             = { LOOK,                      LOOK },
    [HVS_STATE_RECOVERED]            = { HVS_HEALTH_WARNING,        HVS_HEALTH_WARNING },
    [HVS_STATE_COMMITTED]            = { HVS_HEALTH_WARNING,        HVS_HEALTH_WARNING },
    [HVS_STATE_SUSPENDED]            = { HVS_HEALTH_WARNING,        HVS_HEALTH_CRITICAL },
    [HVS_STATE_CRITICAL]             = { HVS_HEALTH_CRITICAL,       HVS_HEALTH_CRITICAL },
    [HVS_STATE_WAITING_RESYNC]       = { HVS_HEALTH_CRITICAL,       HVS_HEALTH_CRITICAL },
    [HVS_STATE_RESYNC]               = { HVS_HEALTH_WARNING,        HVS_HEALTH_WARNING },
    [HVS_STATE_RESYNC_SUSPENDED]     = { HVS_HEALTH_WARNING,        HVS_HEALTH_WARNING },
    [HVS_STATE_FAILOVER]             = { HVS_HEALTH_WARNING,        HVS_HEALTH_WARNING },
    [HVS_STATE_FAILBACK]             = { HVS_HEALTH_WARNING,        HVS_HEALTH_WARNING },
    [HVS_STATE_FAILBACK_COMPLETE]    = { HVS_HEALTH_WARNING,        HVS_HEALTH_WARNING },
    [HVS_STATE_DISK_UPDATE]          = { LOOK,                      LOOK },
    [HVS_STATE_DISK_UPDATE_CRITICAL] = { HVS_HEALTH_CRITICAL,       HVS_HEALTH_CRITICAL },
    [17 ... HVS_N_STATES - 1]        = { HVS_HEALTH_WARNING,        HVS_HEALTH_WARNING },
};
/* clang-format on */

/* Whether a resynchronization is a matter of concern is not documented: a switch. */
static gboolean
is_critical_resync(const HvsRelationship *relationship)
{
    return relationship->vm->host->world->switches.resync_critical &&
           (relationship->state == HVS_STATE_RESYNC ||
            relationship->state == HVS_STATE_RESYNC_SUSPENDED);
}

static guint16
get_sender_health(const HvsRelationship *sender)
{
    return is_critical_resync(sender) ? HVS_HEALTH_CRITICAL : by_state[sender->state].sender;
}

/* What a side knows of the other one while they talk: a replica follows its
 * primary's state, a primary is told that the replica takes nothing. */
static guint16
get_peer_health(const HvsRelationship *relationship)
{
    const HvsRelationship *peer = hvs_relationship_find_linked_peer(relationship);

    if (peer == NULL)
        return HVS_HEALTH_OK;
    if (relationship->sender)
        return peer->state == HVS_STATE_SUSPENDED ? HVS_HEALTH_CRITICAL : HVS_HEALTH_OK;

    return get_sender_health(peer);
}

static gboolean
misses_too_many(const HvsRelationship *relationship)
{
    const Msvm_ReplicationStatistics *statistics = relationship->statistics;
    guint64 n = (guint64)statistics->ReplicationMissCount + statistics->ReplicationSuccessCount;

    return statistics->ReplicationMissCount * G_GUINT64_CONSTANT(100) > n * MAX_MISS_PERCENT;
}

static gboolean
is_slow(const HvsRelationship *relationship)
{
    const Msvm_ReplicationStatistics *statistics = relationship->statistics;

    return statistics->ReplicationLatency >
           (guint64)statistics->ReplicationSuccessCount * MAX_LATENCY;
}

static gboolean
is_behind(const HvsRelationship *relationship)
{
    gint64 now = relationship->vm->host->world->now;

    return relationship->last_replication != 0 && now - relationship->last_replication > MAX_AGE;
}

void
hvs_health_update(HvsRelationship *relationship)
{
    guint16 health = relationship->sender ? get_sender_health(relationship)
                                          : by_state[relationship->state].receiver;

    if (health == LOOK) {
        health = get_peer_health(relationship);
        if (relationship->exported || misses_too_many(relationship) || is_behind(relationship) ||
            is_slow(relationship))
            health = MAX(health, HVS_HEALTH_WARNING);
    }
    relationship->health = health;
}

static gboolean
is_in_error(const HvsRelationship *relationship)
{
    return relationship->health == HVS_HEALTH_CRITICAL &&
           relationship->state != HVS_STATE_WAITING_RESYNC &&
           relationship->state != HVS_STATE_SUSPENDED;
}

static gboolean
is_waiting_for_resync(const HvsRelationship *relationship)
{
    return relationship->state == HVS_STATE_WAITING_RESYNC;
}

static gboolean
is_initial(const HvsRelationship *relationship)
{
    return relationship->initial || relationship->exported;
}

static gboolean
is_resynchronizing(const HvsRelationship *relationship)
{
    return relationship->state == HVS_STATE_RESYNC ||
           relationship->state == HVS_STATE_RESYNC_SUSPENDED;
}

static gboolean
is_paused(const HvsRelationship *relationship)
{
    return relationship->state == HVS_STATE_SUSPENDED;
}

static gboolean
is_failed_over(const HvsRelationship *relationship)
{
    return relationship->state == HVS_STATE_RECOVERED || relationship->state == HVS_STATE_COMMITTED;
}

/* The first three with the wording that Microsoft's blog quotes, the rest inferred. */
/* clang-format off */
static const struct {
    gboolean (*is_so)(const HvsRelationship *relationship);
    const char *format;
} issues[] = {
    { is_in_error,           "Replication for virtual machine '%s' is in error. Fix the error(s) and resume replication." },
    { misses_too_many,       "More than 20 percent of replication cycles have been missed for virtual machine '%s'. "
                             "Replication might be encountering problems." },
    { is_behind,             "Replica virtual machine '%s' is behind the primary by more than an hour." },
    { is_waiting_for_resync, "Virtual machine '%s' is scheduled for resynchronization." },
    { is_slow,               "The average replication latency of virtual machine '%s' is more than five minutes." },
    { is_resynchronizing,    "Resynchronization for virtual machine '%s' is not complete." },
    { is_initial,            "Initial replication for virtual machine '%s' is not complete." },
    { is_paused,             "Replication for virtual machine '%s' is paused." },
    { is_failed_over,        "Virtual machine '%s' is failed over and replication is not reversed." },
};
/* clang-format on */

void
hvs_health_append_issues(const HvsRelationship *relationship, GPtrArray *texts)
{
    if (relationship->health <= HVS_HEALTH_OK)
        return;

    for (gsize i = 0; i < G_N_ELEMENTS(issues); i++) {
        if (issues[i].is_so(relationship))
            g_ptr_array_add(texts, g_strdup_printf(issues[i].format, relationship->vm->name));
    }
    if (relationship->problem != NULL)
        g_ptr_array_add(texts, g_strdup(relationship->problem));
}
