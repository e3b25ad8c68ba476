/* sim_replication_state.h: in which role and state Hyper-V accepts what
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_relationship.h"

G_BEGIN_DECLS

typedef enum {
    HVS_OPERATION_START,
    HVS_OPERATION_CANCEL_INITIAL, /* RequestReplicationStateChange 1 */
    HVS_OPERATION_BECOME_REPLICA, /* 2 */
    HVS_OPERATION_RESUME,         /* 3 */
    HVS_OPERATION_PREPARE,        /* 4 */
    HVS_OPERATION_SUSPEND,        /* 7 */
    HVS_OPERATION_CANCEL_RESYNC,  /* 9 */
    HVS_OPERATION_RESYNC,
    HVS_OPERATION_MODIFY,
    HVS_OPERATION_IMPORT,
    HVS_OPERATION_TEST,
    HVS_OPERATION_FAILOVER,
    HVS_OPERATION_REVERT,
    HVS_OPERATION_COMMIT,
    HVS_OPERATION_REVERSE,
    HVS_OPERATION_FAILBACK,
    HVS_OPERATION_PROMOTE,
} HvsOperation;

/**
 * hvs_replication_is_allowed:
 * @relationship: (nullable): the side and leg it is about
 *
 * Whether the tables of the fact sheet accept it in this role and state; what
 * else an operation needs is its own business.
 */
gboolean hvs_replication_is_allowed(HvsOperation operation, const HvsRelationship *relationship);

/** hvs_replication_is_idle: it would change nothing and answers 0, e.g. suspending twice; inferred
 */
gboolean hvs_replication_is_idle(HvsOperation operation, const HvsRelationship *relationship);

G_END_DECLS
