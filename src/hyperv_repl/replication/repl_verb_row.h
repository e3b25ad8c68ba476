/* repl_verb_row.h: what the table of verbs is made of
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor.  A row says which method stands behind a verb, what of
 * a request goes into it, and where it is surely impossible.  Which parameters
 * a method has is not said here: the schema knows.
 */

#pragma once

#include "msvm_tables.h"
#include "repl_state.h"
#include "repl_verb.h"

G_BEGIN_DECLS

/**
 * HvrReplVerbFlags:
 * @HVR_REPL_TAKES_SETTINGS: the present settings merged with the given ones
 * @HVR_REPL_TAKES_POINT: a recovery point
 * @HVR_REPL_TAKES_TIME: when to start
 * @HVR_REPL_WANTS_OFF: the machine has to be off
 * @HVR_REPL_EXTENDS: on a replica the method acts on the extended relationship
 */
typedef enum {
    HVR_REPL_TAKES_SETTINGS = 1 << 0,
    HVR_REPL_TAKES_POINT = 1 << 1,
    HVR_REPL_TAKES_TIME = 1 << 2,
    HVR_REPL_WANTS_OFF = 1 << 3,
    HVR_REPL_EXTENDS = 1 << 4,
} HvrReplVerbFlags;

/**
 * HvrReplVerbRow:
 * @method: of Msvm_ReplicationService, or of the VM's Msvm_ComputerSystem
 * @extended_method: (nullable): the same for relationship 1, where @method is
 *   bound to relationship 0
 * @requested_state: for RequestReplicationStateChange, else 0
 * @flags: HvrReplVerbFlags
 * @modes: bit per HvrReplMode that has the verb at all
 * @sender: bit per HvrReplState in which the side that ships may run it; 0: never
 * @receiver: the same for the side that applies
 * @then: bit per HvrReplState that can follow, while it runs or after; 0: the one before
 * @source: where @modes to @then are from; "inferred" where they were inferred
 */
typedef struct {
    const HvrWmiMethod *method;
    const HvrWmiMethod *extended_method;
    guint16 requested_state;
    guint flags;
    guint32 modes;
    guint32 sender;
    guint32 receiver;
    guint32 then;
    const char *source;
} HvrReplVerbRow;

/** hvr_repl_verb_get_row: never %NULL */
const HvrReplVerbRow *hvr_repl_verb_get_row(HvrReplVerb verb);

/**
 * hvr_repl_verb_is_allowed:
 * @mode: HvrReplMode, or what nobody has heard of
 * @leg: 0 or 1
 * @state: HvrReplState, or what nobody has heard of
 *
 * Returns: %FALSE if the host would surely refuse
 */
gboolean hvr_repl_verb_is_allowed(HvrReplVerb verb, guint mode, guint leg, guint state);

/**
 * hvr_repl_verb_dup_refusal:
 * @vm_name: whose replication it is
 *
 * Returns: (transfer full): a line that names machine, verb, role and state, and
 *   says who could
 */
char *hvr_repl_verb_dup_refusal(
    HvrReplVerb verb, const char *vm_name, guint mode, guint leg, guint state);

G_END_DECLS
