/* repl_verb.c: what can be done to a VM's replication
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_verb.h"

#include <glib/gi18n-lib.h>

#include "repl_verb_row.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *title;
    const char *refusal; /* machine, what it is, state, states in which it works */
} texts[] = {
    [HVR_VERB_ENABLE]               = { "enable", N_("Enabling replication"),
                                        N_("cannot enable the replication of '%1$s': it is %2$s in state '%3$s', only a machine in state %4$s can") },
    [HVR_VERB_START]                = { "start", N_("Starting the initial replication"),
                                        N_("cannot start the initial replication of '%1$s': it is %2$s in state '%3$s', only a sender in state %4$s can") },
    [HVR_VERB_CANCEL_INITIAL]       = { "cancel-initial", N_("Cancelling the initial replication"),
                                        N_("cannot cancel the initial replication of '%1$s': it is %2$s in state '%3$s', only a sender in state %4$s can") },
    [HVR_VERB_SUSPEND]              = { "suspend", N_("Suspending replication"),
                                        N_("cannot suspend the replication of '%1$s': it is %2$s in state '%3$s', only one in state %4$s can") },
    [HVR_VERB_RESUME]               = { "resume", N_("Resuming replication"),
                                        N_("cannot resume the replication of '%1$s': it is %2$s in state '%3$s', only one in state %4$s can") },
    [HVR_VERB_RESYNCHRONIZE]        = { "resynchronize", N_("Resynchronizing"),
                                        N_("cannot resynchronize '%1$s': it is %2$s in state '%3$s', only a sender in state %4$s can") },
    [HVR_VERB_CANCEL_RESYNCHRONIZE] = { "cancel-resynchronize", N_("Cancelling the resynchronization"),
                                        N_("cannot cancel the resynchronization of '%1$s': it is %2$s in state '%3$s', only a sender in state %4$s can") },
    [HVR_VERB_PREPARE]              = { "prepare", N_("Preparing the planned failover"),
                                        N_("cannot prepare the planned failover of '%1$s': it is %2$s in state '%3$s', only a primary in state %4$s can") },
    [HVR_VERB_CANCEL_PREPARE]       = { "cancel-prepare", N_("Cancelling the planned failover"),
                                        N_("cannot cancel the planned failover of '%1$s': it is %2$s in state '%3$s', only a primary in state %4$s can") },
    [HVR_VERB_FAILOVER]             = { "failover", N_("Failing over"),
                                        N_("cannot fail over '%1$s': it is %2$s in state '%3$s', only a replica in state %4$s can") },
    [HVR_VERB_REVERT]               = { "revert", N_("Undoing the failover"),
                                        N_("cannot undo the failover of '%1$s': it is %2$s in state '%3$s', only a replica in state %4$s can") },
    [HVR_VERB_COMMIT]               = { "commit", N_("Committing the failover"),
                                        N_("cannot commit the failover of '%1$s': it is %2$s in state '%3$s', only a replica in state %4$s can") },
    [HVR_VERB_BECOME_REPLICA]       = { "become-replica", N_("Becoming a replica"),
                                        N_("cannot make '%1$s' a replica: it is %2$s in state '%3$s', only a primary, or a machine without replication, in state %4$s can become one") },
    [HVR_VERB_REVERSE]              = { "reverse", N_("Reversing replication"),
                                        N_("cannot reverse the replication of '%1$s': it is %2$s in state '%3$s', only a replica in state %4$s can") },
    [HVR_VERB_FAILBACK]             = { "failback", N_("Failing back"),
                                        N_("cannot fail back '%1$s': it is %2$s in state '%3$s', only a replica in state %4$s can") },
    [HVR_VERB_MODIFY]               = { "modify", N_("Changing the replication settings"),
                                        N_("cannot change the replication settings of '%1$s': it is %2$s in state '%3$s', only a sender in state %4$s can") },
    [HVR_VERB_REMOVE]               = { "remove", N_("Removing replication"),
                                        N_("cannot remove the replication of '%1$s': it is %2$s in state '%3$s', only one in state %4$s can") },
};

static const char *const roles[] = {
    [HVR_REPL_MODE_NONE]     = N_("a machine without replication"),
    [HVR_REPL_MODE_PRIMARY]  = N_("a primary"),
    [HVR_REPL_MODE_REPLICA]  = N_("a replica"),
    [HVR_REPL_MODE_TEST]     = N_("a test replica"),
    [HVR_REPL_MODE_EXTENDED] = N_("an extended replica"),
};

#define S(state) (1u << HVR_REPL_STATE_##state)
#define M(mode)  (1u << HVR_REPL_MODE_##mode)
#define SERVICE(name) &hvr_wmi_method_Msvm_ReplicationService_##name, NULL
#define SERVICE_EX(name) &hvr_wmi_method_Msvm_ReplicationService_##name, &hvr_wmi_method_Msvm_ReplicationService_##name##Ex
#define STATE_CHANGE \
    &hvr_wmi_method_Msvm_ComputerSystem_RequestReplicationStateChange, &hvr_wmi_method_Msvm_ComputerSystem_RequestReplicationStateChangeEx

#define SENDERS   (M(PRIMARY) | M(REPLICA))
#define RECEIVERS (M(REPLICA) | M(EXTENDED))

/* Where the documents show a sender with a relationship, and a receiver. */
#define SENDING \
    (S(READY) | S(INITIAL) | S(REPLICATING) | S(PREPARED) | S(SUSPENDED) | S(CRITICAL) | S(RESYNC_REQUIRED) | S(RESYNCHRONIZING) | S(RESYNC_SUSPENDED))
#define RECEIVING (S(INITIAL) | S(REPLICATING) | S(FAILED_OVER) | S(COMMITTED) | S(SUSPENDED) | S(CRITICAL))

/* States that no document gives to the side: what works there only the host
 * knows, and a refusal of ours could stand between somebody and his replica.
 * A receiver may show its partner's resynchronization (backup article, one
 * mention).  The bit above the last state stands for all that nobody has heard
 * of. */
#define NOVEL             (~0u << HVR_REPL_STATE_UPDATING_DISKS)
#define SENDER_DOUBTFUL   NOVEL
#define RECEIVER_DOUBTFUL (NOVEL | S(RESYNC_REQUIRED) | S(RESYNCHRONIZING) | S(RESYNC_SUSPENDED) | S(FAILING_BACK) | S(FAILED_BACK))

/* Suspending what is suspended, and the like, may be refused or be done at once:
 * the host decides.  So it does about suspending and resuming in
 * RESYNC_REQUIRED, where the documents are silent, and about FAILBACK, which is
 * for external providers.  RESUME and CANCEL_PREPARE are the same request; two
 * verbs, so that nobody gives up a planned failover by resuming. */
static const HvrReplVerbRow rows[] = {
    [HVR_VERB_ENABLE] = { SERVICE(CreateReplicationRelationship), 0, HVR_REPL_TAKES_SETTINGS | HVR_REPL_EXTENDS,
        M(NONE) | M(REPLICA), S(DISABLED), S(REPLICATING) | S(SUSPENDED) | S(CRITICAL),
        S(READY), "method page; states of an extending replica inferred" },
    [HVR_VERB_START] = { SERVICE(StartReplication), 0, HVR_REPL_TAKES_TIME | HVR_REPL_EXTENDS,
        SENDERS, S(READY), 0,
        S(READY) | S(INITIAL) | S(REPLICATING), "method page, Start-VMInitialReplication" },
    [HVR_VERB_CANCEL_INITIAL] = { STATE_CHANGE, 1, 0,
        SENDERS, S(READY) | S(INITIAL), 0,
        S(READY), "Stop-VMInitialReplication; RequestedState inferred from its name" },
    [HVR_VERB_SUSPEND] = { STATE_CHANGE, 7, 0,
        SENDERS | RECEIVERS, S(INITIAL) | S(REPLICATING) | S(SUSPENDED) | S(RESYNC_REQUIRED) | S(RESYNCHRONIZING), S(INITIAL) | S(REPLICATING) | S(SUSPENDED),
        S(SUSPENDED) | S(RESYNC_SUSPENDED), "Suspend-VMReplication; from INITIAL inferred" },
    [HVR_VERB_RESUME] = { STATE_CHANGE, 3, 0,
        SENDERS | RECEIVERS, S(REPLICATING) | S(SUSPENDED) | S(CRITICAL) | S(RESYNC_REQUIRED) | S(RESYNC_SUSPENDED), S(REPLICATING) | S(SUSPENDED) | S(CRITICAL),
        S(REPLICATING) | S(RESYNCHRONIZING) | S(CRITICAL) | S(RESYNC_REQUIRED), "Resume-VMReplication; RequestedState inferred from its name" },
    [HVR_VERB_RESYNCHRONIZE] = { SERVICE(Resynchronize), 0, HVR_REPL_TAKES_TIME | HVR_REPL_EXTENDS,
        SENDERS, S(SUSPENDED) | S(CRITICAL) | S(RESYNC_REQUIRED) | S(RESYNC_SUSPENDED), 0,
        S(RESYNC_REQUIRED) | S(RESYNCHRONIZING) | S(REPLICATING), "Resume-VMReplication, resynchronization blog 2013" },
    [HVR_VERB_CANCEL_RESYNCHRONIZE] = { STATE_CHANGE, 9, 0,
        SENDERS, S(RESYNCHRONIZING) | S(RESYNC_SUSPENDED), 0,
        S(RESYNC_REQUIRED), "Stop-VMReplication, resynchronization blog 2013" },
    [HVR_VERB_PREPARE] = { STATE_CHANGE, 4, HVR_REPL_WANTS_OFF,
        M(PRIMARY), S(REPLICATING) | S(PREPARED), 0,
        S(PREPARED), "Start-VMFailover -Prepare; RequestedState inferred from its name" },
    [HVR_VERB_CANCEL_PREPARE] = { STATE_CHANGE, 3, 0,
        M(PRIMARY), S(PREPARED), 0,
        S(REPLICATING), "Stop-VMFailover; RequestedState inferred from its name" },
    [HVR_VERB_FAILOVER] = { SERVICE(InitiateFailover), 0, HVR_REPL_TAKES_POINT,
        RECEIVERS, 0, S(REPLICATING) | S(SUSPENDED) | S(CRITICAL),
        S(FAILING_OVER) | S(FAILED_OVER), "method page; from SUSPENDED and CRITICAL inferred" },
    [HVR_VERB_REVERT] = { SERVICE(RevertFailover), 0, HVR_REPL_WANTS_OFF,
        RECEIVERS, 0, S(FAILED_OVER),
        S(REPLICATING), "method page, description in the MOF, Stop-VMFailover" },
    [HVR_VERB_COMMIT] = { SERVICE(CommitFailover), 0, 0,
        RECEIVERS, 0, S(FAILED_OVER),
        S(COMMITTED), "method page" },
    [HVR_VERB_BECOME_REPLICA] = { STATE_CHANGE, 2, 0,
        M(NONE) | M(PRIMARY), S(DISABLED) | SENDING, 0,
        S(INITIAL), "Set-VMReplication -AsReplica; RequestedState and states inferred" },
    [HVR_VERB_REVERSE] = { SERVICE(ReverseReplicationRelationship), 0, HVR_REPL_TAKES_SETTINGS,
        RECEIVERS, 0, S(FAILED_OVER) | S(COMMITTED),
        S(READY) | S(REPLICATING), "method page, Set-VMReplication -Reverse; state that follows inferred" },
    [HVR_VERB_FAILBACK] = { SERVICE(InitiateFailback), 0, HVR_REPL_TAKES_SETTINGS | HVR_REPL_TAKES_POINT,
        RECEIVERS, 0, RECEIVING | S(FAILING_OVER),
        S(FAILING_BACK) | S(FAILED_BACK), "method page; states inferred, the host decides" },
    [HVR_VERB_MODIFY] = { SERVICE(ModifyReplicationSettings), 0, HVR_REPL_TAKES_SETTINGS | HVR_REPL_EXTENDS,
        SENDERS, S(READY) | S(INITIAL) | S(REPLICATING) | S(SUSPENDED) | S(CRITICAL) | S(RESYNC_REQUIRED) | S(RESYNC_SUSPENDED), 0,
        0, "method page; states inferred" },
    [HVR_VERB_REMOVE] = { SERVICE_EX(RemoveReplicationRelationship), 0, 0,
        SENDERS | RECEIVERS, SENDING, RECEIVING,
        S(DISABLED), "Remove-VMReplication" },
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(texts) == HVR_N_VERBS);
G_STATIC_ASSERT(G_N_ELEMENTS(rows) == HVR_N_VERBS);
G_STATIC_ASSERT(G_N_ELEMENTS(roles) == HVR_REPL_N_MODES);

const HvrReplVerbRow *
hvr_repl_verb_get_row(HvrReplVerb verb)
{
    return &rows[verb];
}

const char *
hvr_repl_verb_get_name(HvrReplVerb verb)
{
    return texts[verb].name;
}

const char *
hvr_repl_verb_get_title(HvrReplVerb verb)
{
    return _(texts[verb].title);
}

const char *
hvr_repl_verb_get_method(HvrReplVerb verb)
{
    return rows[verb].method->name;
}

guint
hvr_repl_verb_get_leg(HvrReplVerb verb, guint mode)
{
    return mode == HVR_REPL_MODE_REPLICA && (rows[verb].flags & HVR_REPL_EXTENDS) != 0;
}

static gboolean
is_receiver(guint mode, guint leg)
{
    return mode == HVR_REPL_MODE_EXTENDED || (mode == HVR_REPL_MODE_REPLICA && leg == 0);
}

gboolean
hvr_repl_verb_is_allowed(HvrReplVerb verb, guint mode, guint leg, guint state)
{
    const HvrReplVerbRow *row = &rows[verb];
    gboolean receiver = is_receiver(mode, leg);
    guint32 states = receiver ? row->receiver : row->sender;
    guint32 doubtful = receiver ? RECEIVER_DOUBTFUL : SENDER_DOUBTFUL;

    if (mode >= HVR_REPL_N_MODES)
        return TRUE;
    if ((row->modes & (1u << mode)) == 0 || states == 0)
        return FALSE;

    return ((states | doubtful) & (1u << MIN(state, HVR_REPL_N_STATES))) != 0;
}

/* Returns: (transfer full): "'failed-over', 'committed'". */
static char *
join_states(guint32 states)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < HVR_REPL_N_STATES; i++) {
        if ((states & (1u << i)) != 0)
            g_string_append_printf(text, "%s'%s'", text->len > 0 ? ", " : "",
                                   hvr_repl_state_get_name(i));
    }

    return g_string_free(g_steal_pointer(&text), FALSE);
}

char *
hvr_repl_verb_dup_refusal(HvrReplVerb verb, const char *vm_name, guint mode, guint leg, guint state)
{
    g_autofree char *states = join_states(rows[verb].sender | rows[verb].receiver);
    const char *role = leg == 0 ? _(roles[mode]) : _("an extending replica");

    return g_strdup_printf(_(texts[verb].refusal), vm_name, role, hvr_repl_state_get_name(state),
                           states);
}
