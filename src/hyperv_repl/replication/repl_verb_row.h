/* repl_verb_row.h: what the table of verbs is made of
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor.  A row says which method stands behind a verb, what of
 * a request goes into it, where it is surely impossible and what it leads to.
 * Which parameters a method has is not said here: the schema knows.
 */

#pragma once

#include "msvm_tables.h"
#include "repl_settings.h"
#include "repl_state.h"
#include "repl_verb.h"

G_BEGIN_DECLS

/**
 * HvrReplVerbFlags:
 * @HVR_REPL_TAKES_SETTINGS: what shall differ from the present settings
 * @HVR_REPL_TAKES_POINT: a recovery point
 * @HVR_REPL_TAKES_TIME: when to start
 * @HVR_REPL_TAKES_DISKS: which disks to leave out
 * @HVR_REPL_TAKES_TRANSFER: how the first copy travels
 * @HVR_REPL_TAKES_LOCATION: a folder on the host
 * @HVR_REPL_TAKES_PRIMARY: an authorization entry, by its primary server
 * @HVR_REPL_TAKES_ADAPTERS: network adapters
 * @HVR_REPL_TAKES_STATE: a state for the service
 * @HVR_REPL_WANTS_OFF: the machine has to be off
 * @HVR_REPL_EXTENDS: on a replica the method acts on the extended relationship
 * @HVR_REPL_OF_HOST: it is about the host as replication server, no state forbids it
 * @HVR_REPL_IS_QUERY: it changes nothing
 */
typedef enum {
    HVR_REPL_TAKES_SETTINGS = 1 << 0,
    HVR_REPL_TAKES_POINT = 1 << 1,
    HVR_REPL_TAKES_TIME = 1 << 2,
    HVR_REPL_TAKES_DISKS = 1 << 3,
    HVR_REPL_TAKES_TRANSFER = 1 << 4,
    HVR_REPL_TAKES_LOCATION = 1 << 5,
    HVR_REPL_TAKES_PRIMARY = 1 << 6,
    HVR_REPL_TAKES_ADAPTERS = 1 << 7,
    HVR_REPL_TAKES_STATE = 1 << 8,
    HVR_REPL_WANTS_OFF = 1 << 9,
    HVR_REPL_EXTENDS = 1 << 10,
    HVR_REPL_OF_HOST = 1 << 11,
    HVR_REPL_IS_QUERY = 1 << 12,
} HvrReplVerbFlags;

/**
 * HvrReplVerbRow:
 * @method: of Msvm_ReplicationService, or of the VM's Msvm_ComputerSystem
 * @extended_method: (nullable): the same for relationship 1, where @method is
 *   bound to relationship 0
 * @requested_state: for RequestReplicationStateChange, else 0
 * @flags: HvrReplVerbFlags
 * @needs: those of @flags that it cannot do without; not TAKES_SETTINGS: @needed has those
 * @subject: of the settings it takes
 * @needed: (nullable): settings it cannot do without, by our names; one that is "" stands
 *   for any
 * @modes: bit per HvrReplMode that has the verb at all
 * @sender: bit per HvrReplState in which the side that ships may run it; 0: never
 * @receiver: the same for the side that applies
 * @during: bit per HvrReplState that shows while it runs; 0: the one before
 * @then: bit per HvrReplState that can follow; 0: the one before
 * @partner: what becomes of the other side
 * @source: where @modes to @partner are from; "inferred" where they were inferred
 */
typedef struct {
    const HvrWmiMethod *method;
    const HvrWmiMethod *extended_method;
    guint16 requested_state;
    guint flags;
    guint needs;
    HvrReplSubject subject;
    const char *const *needed;
    guint32 modes;
    guint32 sender;
    guint32 receiver;
    guint32 during;
    guint32 then;
    const char *partner;
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
 * Of verbs that some state forbids, see hvr_repl_verb_is_of_host().
 *
 * Returns: (transfer full): a line that names machine, verb, role and state, and
 *   says who could
 */
char *hvr_repl_verb_dup_refusal(
    HvrReplVerb verb, const char *vm_name, guint mode, guint leg, guint state);

/** hvr_repl_verb_dup_running_refusal: (transfer full): of verbs with %HVR_REPL_WANTS_OFF, what is
 * said to them of a machine that runs */
char *hvr_repl_verb_dup_running_refusal(HvrReplVerb verb, const char *vm_name);

G_END_DECLS
