/* repl_state.c: states, health, modes and kinds of replication, in our words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_state.h"

#include <glib/gi18n-lib.h>

/* msvm-replicationrelationship.md; 15 and later since Windows 10 1703. */
/* clang-format off */
static const struct {
    const char *name;
    const char *title;
} states[] = {
    [HVR_REPL_STATE_DISABLED]                   = { "disabled",                   N_("Not replicated") },
    [HVR_REPL_STATE_READY]                      = { "ready",                      N_("Ready for the initial replication") },
    [HVR_REPL_STATE_INITIAL]                    = { "initial-replication",        N_("Waiting for the initial replication to complete") },
    [HVR_REPL_STATE_REPLICATING]                = { "replicating",                N_("Replicating") },
    [HVR_REPL_STATE_PREPARED]                   = { "prepared",                   N_("Prepared for a planned failover") },
    [HVR_REPL_STATE_FAILED_OVER]                = { "failed-over",                N_("Failed over, not committed") },
    [HVR_REPL_STATE_COMMITTED]                  = { "committed",                  N_("Failover committed") },
    [HVR_REPL_STATE_SUSPENDED]                  = { "suspended",                  N_("Suspended") },
    [HVR_REPL_STATE_CRITICAL]                   = { "critical",                   N_("Stopped by an error") },
    [HVR_REPL_STATE_RESYNC_REQUIRED]            = { "resync-required",            N_("Waiting for resynchronization to start") },
    [HVR_REPL_STATE_RESYNCHRONIZING]            = { "resynchronizing",            N_("Resynchronizing") },
    [HVR_REPL_STATE_RESYNC_SUSPENDED]           = { "resync-suspended",           N_("Resynchronization suspended") },
    [HVR_REPL_STATE_FAILING_OVER]               = { "failing-over",               N_("Failing over") },
    [HVR_REPL_STATE_FAILING_BACK]               = { "failing-back",               N_("Failing back") },
    [HVR_REPL_STATE_FAILED_BACK]                = { "failed-back",                N_("Failed back") },
    [HVR_REPL_STATE_UPDATING_DISKS]             = { "updating-disks",             N_("Updating the set of disks") },
    [HVR_REPL_STATE_DISK_UPDATE_CRITICAL]       = { "disk-update-critical",       N_("Update of the set of disks stopped by an error") },
    [HVR_REPL_STATE_UNKNOWN]                    = { "unknown",                    N_("Unknown") },
    [HVR_REPL_STATE_REPURPOSING]                = { "repurposing",                N_("Being repurposed") },
    [HVR_REPL_STATE_PREPARED_FOR_SYNC]          = { "prepared-for-sync",          N_("Prepared for synchronized replication") },
    [HVR_REPL_STATE_PREPARED_FOR_GROUP_REVERSE] = { "prepared-for-group-reverse", N_("Prepared to be reversed with its group") },
    [HVR_REPL_STATE_FIRE_DRILL]                 = { "fire-drill",                 N_("Fire drill in progress") },
};

/* msvm-computersystem.md, ReplicationMode. */
static const char *const modes[] = {
    [HVR_REPL_MODE_NONE]     = "none",
    [HVR_REPL_MODE_PRIMARY]  = "primary",
    [HVR_REPL_MODE_REPLICA]  = "replica",
    [HVR_REPL_MODE_TEST]     = "test",
    [HVR_REPL_MODE_EXTENDED] = "extended",
};

/* msvm-replicationrelationship.md, ReplicationHealth. */
static const char *const healths[] = {
    [HVR_REPL_HEALTH_NONE]     = "none",
    [HVR_REPL_HEALTH_OK]       = "ok",
    [HVR_REPL_HEALTH_WARNING]  = "warning",
    [HVR_REPL_HEALTH_CRITICAL] = "critical",
};

/* msvm-replicationrelationship.md, FailedOverReplicationType and LastReplicationType. */
static const char *const kinds[] = { "none", "standard", "application-consistent", "planned" };
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(states) == HVR_REPL_N_STATES);
G_STATIC_ASSERT(G_N_ELEMENTS(modes) == HVR_REPL_N_MODES);

const char *
hvr_repl_state_get_name(guint state)
{
    return state < G_N_ELEMENTS(states) ? states[state].name : "unknown";
}

const char *
hvr_repl_state_get_title(guint state)
{
    return _(states[state < G_N_ELEMENTS(states) ? state : HVR_REPL_STATE_UNKNOWN].title);
}

const char *
hvr_repl_mode_get_name(guint mode)
{
    return mode < G_N_ELEMENTS(modes) ? modes[mode] : "unknown";
}

const char *
hvr_repl_health_get_name(guint health)
{
    return health < G_N_ELEMENTS(healths) ? healths[health] : "unknown";
}

const char *
hvr_repl_kind_get_name(guint kind)
{
    return kind < G_N_ELEMENTS(kinds) ? kinds[kind] : "unknown";
}
