/* repl_state.h: states, health, modes and kinds of replication, in our words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Numbers travel as the host sent them; a number nobody has heard of is named
 * "unknown" and is never healthy.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Msvm_ReplicationRelationship.ReplicationState. */
typedef enum {
    HVR_REPL_STATE_DISABLED = 0,
    HVR_REPL_STATE_READY = 1,
    HVR_REPL_STATE_INITIAL = 2,
    HVR_REPL_STATE_REPLICATING = 3,
    HVR_REPL_STATE_PREPARED = 4,
    HVR_REPL_STATE_FAILED_OVER = 5,
    HVR_REPL_STATE_COMMITTED = 6,
    HVR_REPL_STATE_SUSPENDED = 7,
    HVR_REPL_STATE_CRITICAL = 8,
    HVR_REPL_STATE_RESYNC_REQUIRED = 9,
    HVR_REPL_STATE_RESYNCHRONIZING = 10,
    HVR_REPL_STATE_RESYNC_SUSPENDED = 11,
    HVR_REPL_STATE_FAILING_OVER = 12,
    HVR_REPL_STATE_FAILING_BACK = 13,
    HVR_REPL_STATE_FAILED_BACK = 14,
    HVR_REPL_STATE_UPDATING_DISKS = 15,
    HVR_REPL_STATE_DISK_UPDATE_CRITICAL = 16,
    HVR_REPL_STATE_UNKNOWN = 17, /* the host's own word */
    HVR_REPL_STATE_REPURPOSING = 18,
    HVR_REPL_STATE_PREPARED_FOR_SYNC = 19,
    HVR_REPL_STATE_PREPARED_FOR_GROUP_REVERSE = 20,
    HVR_REPL_STATE_FIRE_DRILL = 21,
} HvrReplState;

#define HVR_REPL_N_STATES 22

/* Msvm_ComputerSystem.ReplicationMode. */
typedef enum {
    HVR_REPL_MODE_NONE = 0,
    HVR_REPL_MODE_PRIMARY = 1,
    HVR_REPL_MODE_REPLICA = 2,
    HVR_REPL_MODE_TEST = 3,
    HVR_REPL_MODE_EXTENDED = 4,
} HvrReplMode;

#define HVR_REPL_N_MODES 5

/* Msvm_ReplicationRelationship.ReplicationHealth. */
typedef enum {
    HVR_REPL_HEALTH_NONE = 0,
    HVR_REPL_HEALTH_OK = 1,
    HVR_REPL_HEALTH_WARNING = 2,
    HVR_REPL_HEALTH_CRITICAL = 3,
} HvrReplHealth;

/** hvr_repl_state_get_name: kebab case for programs, e.g. "resync-required"; "unknown" */
const char *hvr_repl_state_get_name(guint state);

/** hvr_repl_state_get_title: translated, for humans */
const char *hvr_repl_state_get_title(guint state);

/** hvr_repl_state_get_word: for a place within a sentence, quoted: what commands call it, where
 * nothing is translated; else its title, because there the name would be no word */
const char *hvr_repl_state_get_word(guint state);

/** hvr_repl_mode_get_name: "none", "primary", "replica", "test", "extended", "unknown" */
const char *hvr_repl_mode_get_name(guint mode);

/** hvr_repl_mode_get_title: translated, for a place within a sentence */
const char *hvr_repl_mode_get_title(guint mode);

/** hvr_repl_health_get_name: "none", "ok", "warning", "critical", "unknown" */
const char *hvr_repl_health_get_name(guint health);

/** hvr_repl_health_get_title: translated, for a place within a sentence */
const char *hvr_repl_health_get_title(guint health);

/** hvr_repl_kind_get_name: of a replication or failover: "none", "standard",
 * "application-consistent", "planned", "unknown" */
const char *hvr_repl_kind_get_name(guint kind);

G_END_DECLS
