/* sim_replication_state.h: which operation a relationship admits in which state
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One table, after Microsoft's pages and blogs; what they do not say is
 * inferred, row by row.  Knows no method and changes nothing.
 */

#pragma once

#include "sim_world.h"

G_BEGIN_DECLS

/* Msvm_ComputerSystem.ReplicationMode. */
#define HVS_MODE_NONE     0
#define HVS_MODE_PRIMARY  1
#define HVS_MODE_REPLICA  2
#define HVS_MODE_TEST     3
#define HVS_MODE_EXTENDED 4

/* Msvm_ReplicationRelationship.ReplicationState. */
#define HVS_STATE_DISABLED             0
#define HVS_STATE_READY                1
#define HVS_STATE_INITIAL              2
#define HVS_STATE_REPLICATING          3
#define HVS_STATE_PREPARED             4
#define HVS_STATE_RECOVERED            5
#define HVS_STATE_COMMITTED            6
#define HVS_STATE_SUSPENDED            7
#define HVS_STATE_CRITICAL             8
#define HVS_STATE_WAITING_RESYNC       9
#define HVS_STATE_RESYNC               10
#define HVS_STATE_RESYNC_SUSPENDED     11
#define HVS_STATE_FAILOVER             12
#define HVS_STATE_FAILBACK             13
#define HVS_STATE_FAILBACK_COMPLETE    14
#define HVS_STATE_DISK_UPDATE          15
#define HVS_STATE_DISK_UPDATE_CRITICAL 16

/** HVS_N_STATES: 17 to 21 are for groups of VMs; nothing here leads there */
#define HVS_N_STATES 22

/* ReplicationHealth. */
#define HVS_HEALTH_NOT_APPLICABLE 0
#define HVS_HEALTH_OK             1
#define HVS_HEALTH_WARNING        2
#define HVS_HEALTH_CRITICAL       3

/* FailedOverReplicationType and LastReplicationType. */
#define HVS_KIND_NONE       0
#define HVS_KIND_REGULAR    1
#define HVS_KIND_CONSISTENT 2
#define HVS_KIND_PLANNED    3

/**
 * HvsOperation:
 *
 * What rows of the table are about: a method, or a RequestedState of
 * RequestReplicationStateChange[Ex].
 */
typedef enum {
    HVS_OPERATION_CREATE, /* CreateReplicationRelationship on a VM that does not replicate */
    HVS_OPERATION_EXTEND, /* the same on a replica */
    HVS_OPERATION_START,
    HVS_OPERATION_START_LATER,
    HVS_OPERATION_START_EXPORT,
    HVS_OPERATION_CANCEL_INITIAL,
    HVS_OPERATION_BECOME_REPLICA,
    HVS_OPERATION_RESUME,
    HVS_OPERATION_PREPARE,
    HVS_OPERATION_SUSPEND,
    HVS_OPERATION_CANCEL_RESYNC,
    HVS_OPERATION_RESYNC,
    HVS_OPERATION_RESYNC_LATER,
    HVS_OPERATION_MODIFY,
    HVS_OPERATION_MODIFY_DISKS,
    HVS_OPERATION_REMOVE,
    HVS_OPERATION_STATISTICS,
    HVS_OPERATION_IMPORT,
    HVS_OPERATION_TEST_REPLICA,
    HVS_OPERATION_FAILOVER,
    HVS_OPERATION_REVERT,
    HVS_OPERATION_COMMIT,
    HVS_OPERATION_REVERSE,          /* the old primary was made a replica */
    HVS_OPERATION_REVERSE_PREPARED, /* the old primary was prepared */
    HVS_OPERATION_FAILBACK,
    HVS_OPERATION_CHANGE_MODE,
    HVS_OPERATION_NETWORK,
    HVS_OPERATION_AUTHORIZE,
} HvsOperation;

#define HVS_N_OPERATIONS (HVS_OPERATION_AUTHORIZE + 1)

typedef enum {
    HVS_VERDICT_REFUSED,
    HVS_VERDICT_ALLOWED,
    HVS_VERDICT_NOTHING_TO_DO, /* the method succeeds and changes nothing */
} HvsVerdict;

/** HVS_STATE_SAME: nothing changes */
#define HVS_STATE_SAME 255

/* What a rule asks for besides a state. */
#define HVS_RULE_FIRST (1u << 0) /* only \HVR\0 */
#define HVS_RULE_OFF   (1u << 1) /* only while the VM is off */

/**
 * HvsRule:
 * @sender: which side is asked
 * @from: states that admit it, as bits
 * @verdict: never HVS_VERDICT_REFUSED
 * @meanwhile: the state while its job runs
 * @then: the state once that has ended well; 0: no relationship any more
 * @partner: the state of the other side by then
 * @conditions: HVS_RULE_*
 * @source: a document, [D] for Microsoft's win32 pages, [PS] for those on
 *   PowerShell, [M] for its blogs and samples, or "inferred"
 *
 * The states of a job that succeeds, with the default switches.
 */
typedef struct {
    HvsOperation operation;
    gboolean sender;
    guint32 from;
    HvsVerdict verdict;
    guint8 meanwhile, then, partner;
    guint8 conditions;
    const char *source;
} HvsRule;

/** hvs_replication_list_rules: the table */
const HvsRule *hvs_replication_list_rules(gsize *out_n_rules);

/** hvs_replication_judge: refused also for %NULL, and where the VM is not in the power state asked
 * for */
HvsVerdict hvs_replication_judge(HvsOperation operation, const HvsRelationship *relationship);

/** hvs_replication_is_off: neither running, paused nor saved */
gboolean hvs_replication_is_off(const HvsVm *vm);

G_END_DECLS
