/* repl_verb.h: what can be done to a VM's replication, and to a host as replication server
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One row per verb: the method behind it, what it takes, in which roles and
 * states the host may accept it, which states follow, here and at the partner.
 * What is surely impossible is refused before anything is sent; what is
 * doubtful the host decides.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    HVR_VERB_ENABLE,
    HVR_VERB_START,
    HVR_VERB_CANCEL_INITIAL,
    HVR_VERB_SUSPEND,
    HVR_VERB_RESUME,
    HVR_VERB_RESYNCHRONIZE,
    HVR_VERB_CANCEL_RESYNCHRONIZE,
    HVR_VERB_PREPARE,
    HVR_VERB_CANCEL_PREPARE,
    HVR_VERB_FAILOVER,
    HVR_VERB_REVERT,
    HVR_VERB_COMMIT,
    HVR_VERB_BECOME_REPLICA,
    HVR_VERB_REVERSE,
    HVR_VERB_FAILBACK,
    HVR_VERB_MODIFY,
    HVR_VERB_REMOVE,
    HVR_VERB_IMPORT,
    HVR_VERB_TEST_FAILOVER,
    HVR_VERB_BECOME_PRIMARY,
    HVR_VERB_AUTHORIZE,
    HVR_VERB_SET_NETWORK,
    HVR_VERB_GET_STATISTICS,
    HVR_VERB_RESET_STATISTICS,
    /* Of the host, not of a VM. */
    HVR_VERB_MODIFY_SERVICE,
    HVR_VERB_ADD_AUTHORIZATION,
    HVR_VERB_MODIFY_AUTHORIZATION,
    HVR_VERB_REMOVE_AUTHORIZATION,
    HVR_VERB_TEST_CONNECTION,
    HVR_VERB_GET_CERTIFICATES,
    HVR_VERB_START_SERVICE,
    HVR_VERB_STOP_SERVICE,
    HVR_VERB_REQUEST_SERVICE_STATE,
} HvrReplVerb;

#define HVR_N_VERBS (HVR_VERB_REQUEST_SERVICE_STATE + 1)

/** hvr_repl_verb_is_of_host: whether it is about the host as replication server, not about a VM */
gboolean hvr_repl_verb_is_of_host(HvrReplVerb verb);

/** hvr_repl_verb_is_query: whether it changes nothing, and its answer is all there is to it */
gboolean hvr_repl_verb_is_query(HvrReplVerb verb);

/** hvr_repl_verb_get_name: kebab case, e.g. "resynchronize" */
const char *hvr_repl_verb_get_name(HvrReplVerb verb);

/** hvr_repl_verb_get_title: translated, e.g. "Failing over"; what the job is called */
const char *hvr_repl_verb_get_title(HvrReplVerb verb);

/** hvr_repl_verb_get_method: e.g. "InitiateFailover" */
const char *hvr_repl_verb_get_method(HvrReplVerb verb);

/** hvr_repl_verb_get_extended_method: (nullable): the one for relationship 1, where it is another
 */
const char *hvr_repl_verb_get_extended_method(HvrReplVerb verb);

/**
 * hvr_repl_verb_leads_to:
 * @before: the relationship's HvrReplState when the verb was asked for
 * @state: one of now
 * @is_over: %TRUE: whether @state is what follows; %FALSE: also what shows meanwhile
 */
gboolean hvr_repl_verb_leads_to(HvrReplVerb verb, guint before, guint state, gboolean is_over);

/**
 * hvr_repl_verb_get_leg:
 * @mode: the VM's HvrReplMode
 *
 * Which relationship the verb is about if nobody names one: on a replica
 * CreateReplicationRelationship, StartReplication, Resynchronize and
 * ModifyReplicationSettings act on the extended one.
 *
 * Returns: 0 or 1
 */
guint hvr_repl_verb_get_leg(HvrReplVerb verb, guint mode);

G_END_DECLS
