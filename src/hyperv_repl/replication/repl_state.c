/* repl_state.c: states, health, modes and kinds of replication, in our words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_state.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* msvm-replicationrelationship.md; 15 and later since Windows 10 1703. */
/* clang-format off */
static const struct {
    const char *name;
    const char *title;
} states[] = {
    [HVR_REPL_STATE_DISABLED]                   = { "disabled",                   NC_("replication state", "Not replicated") },
    [HVR_REPL_STATE_READY]                      = { "ready",                      NC_("replication state", "Ready for the initial replication") },
    [HVR_REPL_STATE_INITIAL]                    = { "initial-replication",        NC_("replication state", "Waiting for the initial replication to complete") },
    [HVR_REPL_STATE_REPLICATING]                = { "replicating",                NC_("replication state", "Replicating") },
    [HVR_REPL_STATE_PREPARED]                   = { "prepared",                   NC_("replication state", "Prepared for a planned failover") },
    [HVR_REPL_STATE_FAILED_OVER]                = { "failed-over",                NC_("replication state", "Failed over, not committed") },
    [HVR_REPL_STATE_COMMITTED]                  = { "committed",                  NC_("replication state", "Failover committed") },
    [HVR_REPL_STATE_SUSPENDED]                  = { "suspended",                  NC_("replication state", "Suspended") },
    [HVR_REPL_STATE_CRITICAL]                   = { "critical",                   NC_("replication state", "Stopped by an error") },
    [HVR_REPL_STATE_RESYNC_REQUIRED]            = { "resync-required",            NC_("replication state", "Waiting for resynchronization to start") },
    [HVR_REPL_STATE_RESYNCHRONIZING]            = { "resynchronizing",            NC_("replication state", "Resynchronizing") },
    [HVR_REPL_STATE_RESYNC_SUSPENDED]           = { "resync-suspended",           NC_("replication state", "Resynchronization suspended") },
    [HVR_REPL_STATE_FAILING_OVER]               = { "failing-over",               NC_("replication state", "Failing over") },
    [HVR_REPL_STATE_FAILING_BACK]               = { "failing-back",               NC_("replication state", "Failing back") },
    [HVR_REPL_STATE_FAILED_BACK]                = { "failed-back",                NC_("replication state", "Failed back") },
    [HVR_REPL_STATE_UPDATING_DISKS]             = { "updating-disks",             NC_("replication state", "Updating the set of disks") },
    [HVR_REPL_STATE_DISK_UPDATE_CRITICAL]       = { "disk-update-critical",       NC_("replication state", "Update of the set of disks stopped by an error") },
    [HVR_REPL_STATE_UNKNOWN]                    = { "unknown",                    NC_("replication state", "Unknown") },
    [HVR_REPL_STATE_REPURPOSING]                = { "repurposing",                NC_("replication state", "Being repurposed") },
    [HVR_REPL_STATE_PREPARED_FOR_SYNC]          = { "prepared-for-sync",          NC_("replication state", "Prepared for synchronized replication") },
    [HVR_REPL_STATE_PREPARED_FOR_GROUP_REVERSE] = { "prepared-for-group-reverse", NC_("replication state", "Prepared to be reversed with its group") },
    [HVR_REPL_STATE_FIRE_DRILL]                 = { "fire-drill",                 NC_("replication state", "Fire drill in progress") },
};

/* msvm-computersystem.md, ReplicationMode. */
static const char *const modes[] = {
    [HVR_REPL_MODE_NONE]     = NC_("role", "none"),
    [HVR_REPL_MODE_PRIMARY]  = NC_("role", "primary"),
    [HVR_REPL_MODE_REPLICA]  = NC_("role", "replica"),
    [HVR_REPL_MODE_TEST]     = NC_("role", "test"),
    [HVR_REPL_MODE_EXTENDED] = NC_("role", "extended"),
};

/* msvm-replicationrelationship.md, ReplicationHealth. */
static const char *const healths[] = {
    [HVR_REPL_HEALTH_NONE]     = NC_("health", "none"),
    [HVR_REPL_HEALTH_OK]       = NC_("health", "ok"),
    [HVR_REPL_HEALTH_WARNING]  = NC_("health", "warning"),
    [HVR_REPL_HEALTH_CRITICAL] = NC_("health", "critical"),
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
    guint known = state < G_N_ELEMENTS(states) ? state : HVR_REPL_STATE_UNKNOWN;

    return g_dpgettext2(GETTEXT_PACKAGE, "replication state", states[known].title);
}

const char *
hvr_repl_state_get_word(guint state)
{
    guint known = state < G_N_ELEMENTS(states) ? state : HVR_REPL_STATE_UNKNOWN;
    const char *title = hvr_repl_state_get_title(state);

    return strcmp(title, states[known].title) != 0 ? title : states[known].name;
}

const char *
hvr_repl_mode_get_name(guint mode)
{
    return mode < G_N_ELEMENTS(modes) ? modes[mode] : "unknown";
}

const char *
hvr_repl_mode_get_title(guint mode)
{
    return mode < G_N_ELEMENTS(modes) ? g_dpgettext2(GETTEXT_PACKAGE, "role", modes[mode])
                                      : C_("role", "unknown");
}

const char *
hvr_repl_health_get_name(guint health)
{
    return health < G_N_ELEMENTS(healths) ? healths[health] : "unknown";
}

const char *
hvr_repl_health_get_title(guint health)
{
    return health < G_N_ELEMENTS(healths) ? g_dpgettext2(GETTEXT_PACKAGE, "health", healths[health])
                                          : C_("health", "unknown");
}

const char *
hvr_repl_kind_get_name(guint kind)
{
    return kind < G_N_ELEMENTS(kinds) ? kinds[kind] : "unknown";
}
