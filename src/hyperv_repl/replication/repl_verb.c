/* repl_verb.c: what can be done to a VM's replication, and to a host as replication server
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_verb.h"

#include "repl_verb_row.h"

#define S(state) (1u << HVR_REPL_STATE_##state)

/* States that no document gives to the side: what works there only the host
 * knows, and a refusal of ours could stand between somebody and his replica.
 * A receiver may show its partner's resynchronization (backup article, one
 * mention).  The bit above the last state stands for all that nobody has heard
 * of. */
#define NOVEL           (~0u << HVR_REPL_STATE_UPDATING_DISKS)
#define SENDER_DOUBTFUL NOVEL
#define RECEIVER_DOUBTFUL                                                                          \
    (NOVEL | S(RESYNC_REQUIRED) | S(RESYNCHRONIZING) | S(RESYNC_SUSPENDED) | S(FAILING_BACK) |     \
     S(FAILED_BACK))

gboolean
hvr_repl_verb_is_of_host(HvrReplVerb verb)
{
    return (hvr_repl_verb_get_row(verb)->flags & HVR_REPL_OF_HOST) != 0;
}

gboolean
hvr_repl_verb_is_query(HvrReplVerb verb)
{
    return (hvr_repl_verb_get_row(verb)->flags & HVR_REPL_IS_QUERY) != 0;
}

const char *
hvr_repl_verb_get_method(HvrReplVerb verb)
{
    return hvr_repl_verb_get_row(verb)->method->name;
}

const char *
hvr_repl_verb_get_extended_method(HvrReplVerb verb)
{
    const HvrWmiMethod *method = hvr_repl_verb_get_row(verb)->extended_method;

    return method != NULL ? method->name : NULL;
}

guint
hvr_repl_verb_get_leg(HvrReplVerb verb, guint mode)
{
    return mode == HVR_REPL_MODE_REPLICA &&
           (hvr_repl_verb_get_row(verb)->flags & HVR_REPL_EXTENDS) != 0;
}

/* A row without what follows leaves the state as it is. */
gboolean
hvr_repl_verb_leads_to(HvrReplVerb verb, guint before, guint state, gboolean is_over)
{
    const HvrReplVerbRow *row = hvr_repl_verb_get_row(verb);
    guint32 states = row->then;

    if (before >= HVR_REPL_N_STATES || state >= HVR_REPL_N_STATES)
        return FALSE;
    if (states == 0)
        states = 1u << before;
    if (!is_over)
        states |= row->during;

    return (states & 1u << state) != 0;
}

static gboolean
is_receiver(guint mode, guint leg)
{
    return mode == HVR_REPL_MODE_EXTENDED || (mode == HVR_REPL_MODE_REPLICA && leg == 0);
}

gboolean
hvr_repl_verb_is_allowed(HvrReplVerb verb, guint mode, guint leg, guint state)
{
    const HvrReplVerbRow *row = hvr_repl_verb_get_row(verb);
    gboolean receiver = is_receiver(mode, leg);
    guint32 states = receiver ? row->receiver : row->sender;
    guint32 doubtful = receiver ? RECEIVER_DOUBTFUL : SENDER_DOUBTFUL;

    if ((row->flags & HVR_REPL_OF_HOST) != 0 || mode >= HVR_REPL_N_MODES)
        return TRUE;
    if ((row->modes & (1u << mode)) == 0 || states == 0)
        return FALSE;

    return ((states | doubtful) & (1u << MIN(state, HVR_REPL_N_STATES))) != 0;
}
