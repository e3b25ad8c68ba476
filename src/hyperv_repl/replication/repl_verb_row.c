/* repl_verb_row.c: the table of verbs
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_verb_row.h"

/* clang-format off */
#define S(state) (1u << HVR_REPL_STATE_##state)
#define M(mode)  (1u << HVR_REPL_MODE_##mode)
#define SERVICE(name) .method = &hvr_wmi_method_Msvm_ReplicationService_##name
#define SERVICE_EX(name) SERVICE(name), .extended_method = &hvr_wmi_method_Msvm_ReplicationService_##name##Ex
#define STATE_CHANGE(state) \
    .method = &hvr_wmi_method_Msvm_ComputerSystem_RequestReplicationStateChange, \
    .extended_method = &hvr_wmi_method_Msvm_ComputerSystem_RequestReplicationStateChangeEx, \
    .requested_state = (state)
#define OF_HOST(takes, needs_of_them) \
    .flags = HVR_REPL_OF_HOST | (takes), .needs = (needs_of_them)
#define TAKES(what) .flags = HVR_REPL_TAKES_##what
#define T(what) HVR_REPL_TAKES_##what

#define SENDERS   (M(PRIMARY) | M(REPLICA))
#define RECEIVERS (M(REPLICA) | M(EXTENDED))

/* Where the documents show a sender with a relationship, and a receiver. */
#define SENDING \
    (S(READY) | S(INITIAL) | S(REPLICATING) | S(PREPARED) | S(SUSPENDED) | S(CRITICAL) | S(RESYNC_REQUIRED) | S(RESYNCHRONIZING) | S(RESYNC_SUSPENDED))
#define RECEIVING (S(INITIAL) | S(REPLICATING) | S(FAILED_OVER) | S(COMMITTED) | S(SUSPENDED) | S(CRITICAL))
#define REPLICATED (((1u << HVR_REPL_N_STATES) - 1) & ~S(DISABLED))

static const char *const any[] = { "", NULL };
static const char *const server[] = { "replica-server", NULL };
static const char *const primary[] = { "allowed-primary", NULL };
static const char *const entry[] = { "allowed-primary", "storage-location", "trust-group", NULL };

/* Suspending what is suspended, and the like, may be refused or be done at once:
 * the host decides.  So it does about suspending and resuming in
 * RESYNC_REQUIRED, where the documents are silent, and about FAILBACK, which is
 * for external providers.  RESUME and CANCEL_PREPARE are the same request; two
 * verbs, so that nobody gives up a planned failover by resuming.
 *
 * While a RequestReplicationStateChange is in progress, the state requested is
 * the one that shows (method page). */
static const HvrReplVerbRow rows[] = {
    [HVR_VERB_ENABLE] = { SERVICE(CreateReplicationRelationship),
        TAKES(SETTINGS) | T(DISKS) | HVR_REPL_EXTENDS, .needed = server,
        .modes = M(NONE) | M(REPLICA), .sender = S(DISABLED), .receiver = S(REPLICATING) | S(SUSPENDED) | S(CRITICAL),
        .then = S(READY),
        .partner = "gets a placeholder machine, replica (extended replica of a replica), in state 'initial-replication'",
        .source = "method page, blog 2012-06-15; states of an extending replica inferred" },
    [HVR_VERB_START] = { SERVICE(StartReplication),
        TAKES(TIME) | T(TRANSFER) | T(LOCATION) | HVR_REPL_EXTENDS,
        .modes = SENDERS, .sender = S(READY),
        .during = S(INITIAL), .then = S(READY) | S(REPLICATING),
        .partner = "'initial-replication' until it has the copy, then 'replicating'; after an export until it is imported",
        .source = "method page, Start-VMInitialReplication; state while scheduled and after an export inferred" },
    [HVR_VERB_CANCEL_INITIAL] = { STATE_CHANGE(1),
        .modes = SENDERS, .sender = S(READY) | S(INITIAL),
        .during = S(READY), .then = S(READY),
        .partner = "stays in 'initial-replication', what it has got is dropped",
        .source = "Stop-VMInitialReplication; RequestedState inferred from its name, the partner inferred" },
    [HVR_VERB_SUSPEND] = { STATE_CHANGE(7),
        .modes = SENDERS | RECEIVERS, .sender = S(INITIAL) | S(REPLICATING) | S(SUSPENDED) | S(RESYNC_REQUIRED) | S(RESYNCHRONIZING),
        .receiver = S(INITIAL) | S(REPLICATING) | S(SUSPENDED),
        .during = S(SUSPENDED), .then = S(SUSPENDED) | S(RESYNC_SUSPENDED),
        .partner = "of a sender keeps its state; of a receiver is refused and may become 'critical'",
        .source = "Suspend-VMReplication, blog 2012-06-15; from INITIAL inferred" },
    [HVR_VERB_RESUME] = { STATE_CHANGE(3),
        .modes = SENDERS | RECEIVERS, .sender = S(REPLICATING) | S(SUSPENDED) | S(CRITICAL) | S(RESYNC_REQUIRED) | S(RESYNC_SUSPENDED),
        .receiver = S(REPLICATING) | S(SUSPENDED) | S(CRITICAL),
        .during = S(REPLICATING), .then = S(REPLICATING) | S(RESYNCHRONIZING) | S(CRITICAL) | S(RESYNC_REQUIRED),
        .partner = "keeps its state, cycles go on",
        .source = "Resume-VMReplication; RequestedState inferred from its name" },
    [HVR_VERB_RESYNCHRONIZE] = { SERVICE(Resynchronize),
        TAKES(TIME) | HVR_REPL_EXTENDS,
        .modes = SENDERS, .sender = S(SUSPENDED) | S(CRITICAL) | S(RESYNC_REQUIRED) | S(RESYNC_SUSPENDED),
        .during = S(RESYNCHRONIZING), .then = S(RESYNC_REQUIRED) | S(REPLICATING),
        .partner = "loses its recovery points; shows 'replicating' meanwhile",
        .source = "Resume-VMReplication, blog 2013-05-10; the partner's state inferred" },
    [HVR_VERB_CANCEL_RESYNCHRONIZE] = { STATE_CHANGE(9),
        .modes = SENDERS, .sender = S(RESYNCHRONIZING) | S(RESYNC_SUSPENDED),
        .during = S(RESYNC_REQUIRED), .then = S(RESYNC_REQUIRED),
        .partner = "keeps its state, what it has got is of no use",
        .source = "Stop-VMReplication, blog 2013-05-10" },
    [HVR_VERB_PREPARE] = { STATE_CHANGE(4),
        .flags = HVR_REPL_WANTS_OFF,
        .modes = M(PRIMARY), .sender = S(REPLICATING) | S(PREPARED),
        .during = S(PREPARED), .then = S(PREPARED),
        .partner = "gets the last changes as a planned recovery point, stays in 'replicating'",
        .source = "Start-VMFailover -Prepare; RequestedState inferred from its name" },
    [HVR_VERB_CANCEL_PREPARE] = { STATE_CHANGE(3),
        .modes = M(PRIMARY), .sender = S(PREPARED),
        .during = S(REPLICATING), .then = S(REPLICATING),
        .partner = "stays in 'replicating'; what becomes of the planned recovery point nobody says",
        .source = "Stop-VMFailover; RequestedState inferred from its name" },
    [HVR_VERB_FAILOVER] = { SERVICE(InitiateFailover), TAKES(POINT),
        .modes = RECEIVERS, .receiver = S(REPLICATING) | S(SUSPENDED) | S(CRITICAL),
        .during = S(FAILING_OVER), .then = S(FAILED_OVER),
        .partner = "prepared, stays so; else its next cycle fails and it becomes 'critical'",
        .source = "method page, blog 2012-06-15; from SUSPENDED and CRITICAL, state while it runs inferred" },
    [HVR_VERB_REVERT] = { SERVICE(RevertFailover), .flags = HVR_REPL_WANTS_OFF,
        .modes = RECEIVERS, .receiver = S(FAILED_OVER),
        .then = S(REPLICATING),
        .partner = "recovers with its next cycle, or when it is resumed",
        .source = "method page, description in the MOF, Stop-VMFailover; the partner inferred" },
    [HVR_VERB_COMMIT] = { SERVICE(CommitFailover),
        .modes = RECEIVERS, .receiver = S(FAILED_OVER),
        .then = S(COMMITTED),
        .partner = "none",
        .source = "method page; the partner inferred" },
    [HVR_VERB_BECOME_REPLICA] = { STATE_CHANGE(2),
        .modes = M(NONE) | M(PRIMARY), .sender = S(DISABLED) | SENDING,
        .during = S(INITIAL), .then = S(INITIAL),
        .partner = "none",
        .source = "Set-VMReplication -AsReplica; RequestedState and states inferred" },
    [HVR_VERB_REVERSE] = { SERVICE(ReverseReplicationRelationship), TAKES(SETTINGS),
        .modes = RECEIVERS, .receiver = S(FAILED_OVER) | S(COMMITTED),
        .then = S(READY) | S(REPLICATING),
        .partner = "prepared, becomes a replica in 'replicating'; else has to be a replica already, in 'initial-replication'",
        .source = "method page, Set-VMReplication -Reverse, Replica sample; state that follows inferred" },
    [HVR_VERB_FAILBACK] = { SERVICE(InitiateFailback), TAKES(SETTINGS) | T(POINT),
        .modes = RECEIVERS, .receiver = RECEIVING | S(FAILING_OVER),
        .during = S(FAILING_BACK), .then = S(FAILED_BACK),
        .partner = "an external provider's",
        .source = "method page; states inferred, the host decides" },
    [HVR_VERB_MODIFY] = { SERVICE(ModifyReplicationSettings),
        TAKES(SETTINGS) | T(DISKS) | HVR_REPL_EXTENDS, .needed = any,
        .modes = SENDERS, .sender = S(READY) | S(INITIAL) | S(REPLICATING) | S(SUSPENDED) | S(CRITICAL) | S(RESYNC_REQUIRED) | S(RESYNC_SUSPENDED),
        .during = S(UPDATING_DISKS),
        .partner = "has the settings mirrored; a change of disks shows as 'updating-disks'",
        .source = "method page; states inferred" },
    [HVR_VERB_REMOVE] = { SERVICE_EX(RemoveReplicationRelationship),
        .modes = SENDERS | RECEIVERS, .sender = SENDING, .receiver = RECEIVING,
        .then = S(DISABLED),
        .partner = "none, it is to be removed there too; health decays",
        .source = "Remove-VMReplication, method page; the partner's health inferred" },
    [HVR_VERB_IMPORT] = { SERVICE(ImportInitialReplica), TAKES(LOCATION), .needs = T(LOCATION),
        .modes = RECEIVERS, .receiver = S(INITIAL),
        .then = S(REPLICATING),
        .partner = "none, what it has sent meanwhile is merged",
        .source = "method page, Import-VMInitialReplication, blog 2012-06-15" },
    [HVR_VERB_TEST_FAILOVER] = { SERVICE(TestReplicaSystem), TAKES(POINT),
        .modes = RECEIVERS, .receiver = S(REPLICATING) | S(SUSPENDED) | S(CRITICAL),
        .partner = "none",
        .source = "method page, Start-VMFailover -AsTest; from SUSPENDED and CRITICAL inferred" },
    [HVR_VERB_BECOME_PRIMARY] = { SERVICE(ChangeReplicationModeToPrimary),
        .modes = M(REPLICA), .receiver = S(COMMITTED),
        .then = S(REPLICATING),
        .partner = "the extended replica becomes the replica; the old primary is not told and becomes 'critical'",
        .source = "method page; state that follows and the partners inferred" },
    [HVR_VERB_AUTHORIZE] = { SERVICE(SetAuthorizationEntry), TAKES(PRIMARY), .needs = T(PRIMARY),
        .modes = M(NONE) | M(PRIMARY) | RECEIVERS, .sender = S(DISABLED) | SENDING, .receiver = RECEIVING | S(FAILING_OVER),
        .partner = "may send only if its server is in the entry, or in the entry's trust group",
        .source = "method page, Set-VMReplication -AllowedPrimaryServer; a primary and one without replication inferred" },
    [HVR_VERB_SET_NETWORK] = { SERVICE(SetFailoverNetworkAdapterSettings), TAKES(ADAPTERS), .needs = T(ADAPTERS),
        .modes = SENDERS | RECEIVERS, .sender = SENDING, .receiver = RECEIVING,
        .partner = "none",
        .source = "method page, Set-VMNetworkAdapterFailoverConfiguration; a primary, FAILED_OVER and COMMITTED inferred" },
    [HVR_VERB_GET_STATISTICS] = { SERVICE_EX(GetReplicationStatistics), .flags = HVR_REPL_IS_QUERY,
        .modes = SENDERS | RECEIVERS, .sender = REPLICATED, .receiver = REPLICATED,
        .partner = "none",
        .source = "method page, Measure-VMReplication; states inferred" },
    [HVR_VERB_RESET_STATISTICS] = { SERVICE_EX(ResetReplicationStatistics),
        .modes = SENDERS | RECEIVERS, .sender = REPLICATED, .receiver = REPLICATED,
        .partner = "none",
        .source = "method page, Reset-VMReplicationStatistics; states inferred" },

    [HVR_VERB_MODIFY_SERVICE] = { SERVICE(ModifyServiceSettings), OF_HOST(T(SETTINGS), 0),
        .subject = HVR_REPL_SERVICE, .needed = any,
        .partner = "senders that no longer reach a listener become 'critical'",
        .source = "method page, Set-VMReplicationServer; the partner inferred" },
    [HVR_VERB_ADD_AUTHORIZATION] = { SERVICE(AddAuthorizationEntry), OF_HOST(T(SETTINGS), 0),
        .subject = HVR_REPL_AUTHORIZATION, .needed = entry,
        .partner = "servers of the entry may send",
        .source = "method page, New-VMReplicationAuthorizationEntry" },
    [HVR_VERB_MODIFY_AUTHORIZATION] = { SERVICE(ModifyAuthorizationEntry), OF_HOST(T(SETTINGS), 0),
        .subject = HVR_REPL_AUTHORIZATION, .needed = primary,
        .partner = "none",
        .source = "method page, Set-VMReplicationAuthorizationEntry; known by its server inferred" },
    [HVR_VERB_REMOVE_AUTHORIZATION] = { SERVICE(RemoveAuthorizationEntry), OF_HOST(T(PRIMARY), T(PRIMARY)),
        .partner = "machines of the entry stop replicating: their senders become 'critical'",
        .source = "method page, Remove-VMReplicationAuthorizationEntry; the partner's state inferred" },
    [HVR_VERB_TEST_CONNECTION] = { SERVICE(TestReplicationConnection), OF_HOST(T(SETTINGS), 0),
        .needed = server,
        .partner = "none",
        .source = "method page, Test-VMReplicationConnection" },
    [HVR_VERB_GET_CERTIFICATES] = { SERVICE(GetSystemCertificates), OF_HOST(HVR_REPL_IS_QUERY, 0),
        .partner = "none",
        .source = "method page" },
    [HVR_VERB_START_SERVICE] = { SERVICE(StartService), OF_HOST(0, 0),
        .partner = "none",
        .source = "method page; refused by all hosts inferred" },
    [HVR_VERB_STOP_SERVICE] = { SERVICE(StopService), OF_HOST(0, 0),
        .partner = "none",
        .source = "method page; refused by all hosts inferred" },
    [HVR_VERB_REQUEST_SERVICE_STATE] = { SERVICE(RequestStateChange), OF_HOST(T(STATE), T(STATE)),
        .partner = "none",
        .source = "method page; refused by all hosts inferred" },
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(rows) == HVR_N_VERBS);

const HvrReplVerbRow *
hvr_repl_verb_get_row(HvrReplVerb verb)
{
    return &rows[verb];
}
