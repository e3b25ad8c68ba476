/* repl_verb_text.c: verbs in words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
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
    [HVR_VERB_IMPORT]               = { "import", N_("Importing the initial replica"),
                                        N_("cannot import the initial replica of '%1$s': it is %2$s in state '%3$s', only a replica in state %4$s can") },
    [HVR_VERB_TEST_FAILOVER]        = { "test-failover", N_("Starting the test failover"),
                                        N_("cannot start a test failover of '%1$s': it is %2$s in state '%3$s', only a replica in state %4$s can") },
    [HVR_VERB_BECOME_PRIMARY]       = { "become-primary", N_("Becoming the primary"),
                                        N_("cannot make '%1$s' the primary: it is %2$s in state '%3$s', only a replica in state %4$s can become it") },
    [HVR_VERB_AUTHORIZE]            = { "authorize", N_("Choosing who may replicate to the machine"),
                                        N_("cannot choose who may replicate to '%1$s': it is %2$s in state '%3$s', only a machine of another role can") },
    [HVR_VERB_SET_NETWORK]          = { "set-failover-network", N_("Changing the network settings after failover"),
                                        N_("cannot change the failover network of '%1$s': it is %2$s in state '%3$s', only a replicated machine can") },
    [HVR_VERB_GET_STATISTICS]       = { "query-statistics", N_("Reading the replication statistics"),
                                        N_("cannot read the replication statistics of '%1$s': it is %2$s in state '%3$s', only a replicated machine has any") },
    [HVR_VERB_RESET_STATISTICS]     = { "reset-statistics", N_("Resetting the replication statistics"),
                                        N_("cannot reset the replication statistics of '%1$s': it is %2$s in state '%3$s', only a replicated machine has any") },
    [HVR_VERB_MODIFY_SERVICE]        = { "service-modify", N_("Changing the replication service's settings"), NULL },
    [HVR_VERB_ADD_AUTHORIZATION]     = { "authorization-add", N_("Adding an authorization entry"), NULL },
    [HVR_VERB_MODIFY_AUTHORIZATION]  = { "authorization-modify", N_("Changing an authorization entry"), NULL },
    [HVR_VERB_REMOVE_AUTHORIZATION]  = { "authorization-remove", N_("Removing an authorization entry"), NULL },
    [HVR_VERB_TEST_CONNECTION]       = { "test-connection", N_("Testing the replication connection"), NULL },
    [HVR_VERB_GET_CERTIFICATES]      = { "query-certificates", N_("Reading the host's certificates"), NULL },
    [HVR_VERB_START_SERVICE]         = { "service-start", N_("Starting the replication service"), NULL },
    [HVR_VERB_STOP_SERVICE]          = { "service-stop", N_("Stopping the replication service"), NULL },
    [HVR_VERB_REQUEST_SERVICE_STATE] = { "service-request-state", N_("Changing the replication service's state"), NULL },
};

/* What needs a machine that is off. */
static const char *const running_refusals[] = {
    [HVR_VERB_PREPARE] = N_("cannot prepare the planned failover of '%s' while the machine runs, turn it off first"),
    [HVR_VERB_REVERT]  = N_("cannot undo the failover of '%s' while the machine runs, turn it off first"),
};

static const char *const roles[] = {
    [HVR_REPL_MODE_NONE]     = N_("a machine without replication"),
    [HVR_REPL_MODE_PRIMARY]  = N_("a primary"),
    [HVR_REPL_MODE_REPLICA]  = N_("a replica"),
    [HVR_REPL_MODE_TEST]     = N_("a test replica"),
    [HVR_REPL_MODE_EXTENDED] = N_("an extended replica"),
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(texts) == HVR_N_VERBS);
G_STATIC_ASSERT(G_N_ELEMENTS(roles) == HVR_REPL_N_MODES);

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

/* Returns: (transfer full): "'failed-over', 'committed'". */
static char *
join_states(guint32 states)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < HVR_REPL_N_STATES; i++) {
        if ((states & (1u << i)) != 0)
            hvr_error_append_quoted(text, hvr_repl_state_get_word(i));
    }

    return g_string_free(g_steal_pointer(&text), FALSE);
}

char *
hvr_repl_verb_dup_refusal(HvrReplVerb verb, const char *vm_name, guint mode, guint leg, guint state)
{
    const HvrReplVerbRow *row = hvr_repl_verb_get_row(verb);
    g_autofree char *states = join_states(row->sender | row->receiver);
    const char *role = leg == 0 ? _(roles[mode]) : _("an extending replica");

    if (leg != 0 && state == HVR_REPL_STATE_DISABLED)
        role = _("a replica that nobody extends");

    return g_strdup_printf(_(texts[verb].refusal), vm_name, role, hvr_repl_state_get_word(state),
                           states);
}

char *
hvr_repl_verb_dup_running_refusal(HvrReplVerb verb, const char *vm_name)
{
    g_return_val_if_fail((guint)verb < G_N_ELEMENTS(running_refusals), NULL);
    g_return_val_if_fail(running_refusals[verb] != NULL, NULL);

    return g_strdup_printf(_(running_refusals[verb]), vm_name);
}
