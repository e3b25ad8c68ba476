/* sim_replication_state.c: in which role and state Hyper-V accepts what
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_state.h"

#define S(state) (1u << (state))
#define READY    S(HVS_STATE_READY)
#define INITIAL  S(HVS_STATE_INITIAL)
#define RUNS     S(HVS_STATE_REPLICATING)
#define PREPARED S(HVS_STATE_PREPARED)
#define OVER     S(HVS_STATE_RECOVERED)
#define FINAL    S(HVS_STATE_COMMITTED)
#define PAUSED   S(HVS_STATE_SUSPENDED)
#define CRITICAL S(HVS_STATE_CRITICAL)
#define WAITS    S(HVS_STATE_RESYNC_WAITING)
#define RESYNC   S(HVS_STATE_RESYNC)
#define RPAUSED  S(HVS_STATE_RESYNC_SUSPENDED)

/* Documents: startreplication-, resynchronize-, initiatefailover-, revertfailover-,
 * commitfailover-msvm-replicationservice.md; the Start-, Stop-, Suspend-,
 * Resume-VMReplication and -VMFailover pages; blogs of 2012-07-25 to 08-08 and
 * 2013-05-10.  What they leave open is inferred, see the last column. */
/* clang-format off */
static const struct {
    guint sender;        /* states that accept it on the sending side */
    guint receiver;      /* states that accept it on the receiving side */
    guint idle_sender;   /* states in which nothing is left to do */
    guint idle_receiver;
} rows[] = {
    [HVS_OPERATION_START]          = { READY,                                             0,                       0,        0      },
    [HVS_OPERATION_CANCEL_INITIAL] = { READY | INITIAL,                                   0,                       0,        0      },
    [HVS_OPERATION_BECOME_REPLICA] = { RUNS | PREPARED | PAUSED | CRITICAL | WAITS | RPAUSED, 0,                   0,        0      }, /* inferred: sample says "in correct state" */
    [HVS_OPERATION_RESUME]         = { PREPARED | PAUSED | CRITICAL | RPAUSED,            PAUSED | CRITICAL,       RUNS,     RUNS   }, /* idle: inferred */
    [HVS_OPERATION_PREPARE]        = { RUNS,                                              0,                       PREPARED, 0      },
    [HVS_OPERATION_SUSPEND]        = { INITIAL | RUNS | RESYNC,                           RUNS,                    PAUSED,   PAUSED }, /* INITIAL, idle: inferred */
    [HVS_OPERATION_CANCEL_RESYNC]  = { RESYNC | RPAUSED,                                  0,                       0,        0      },
    [HVS_OPERATION_RESYNC]         = { PAUSED | CRITICAL | WAITS | RPAUSED,               0,                       0,        0      },
    [HVS_OPERATION_MODIFY]         = { READY | INITIAL | RUNS | PAUSED | CRITICAL | WAITS | RPAUSED, 0,            0,        0      }, /* inferred */
    [HVS_OPERATION_IMPORT]         = { 0,                                                 INITIAL,                 0,        0      },
    [HVS_OPERATION_TEST]           = { 0,                                                 RUNS | PAUSED | CRITICAL, 0,       0      }, /* PAUSED, CRITICAL: inferred */
    [HVS_OPERATION_FAILOVER]       = { 0,                                                 RUNS | PAUSED | CRITICAL, 0,       0      }, /* PAUSED, CRITICAL: inferred */
    [HVS_OPERATION_REVERT]         = { 0,                                                 OVER,                    0,        0      },
    [HVS_OPERATION_COMMIT]         = { 0,                                                 OVER,                    0,        0      },
    [HVS_OPERATION_REVERSE]        = { 0,                                                 OVER | FINAL,            0,        0      },
    [HVS_OPERATION_FAILBACK]       = { 0,                                                 FINAL,                   0,        0      }, /* inferred */
    [HVS_OPERATION_PROMOTE]        = { 0,                                                 FINAL,                   0,        0      },
};
/* clang-format on */

gboolean
hvs_replication_is_allowed(HvsOperation operation, const HvsRelationship *relationship)
{
    if (relationship == NULL)
        return FALSE;

    return ((relationship->sender ? rows[operation].sender : rows[operation].receiver) &
            S(relationship->state)) != 0;
}

gboolean
hvs_replication_is_idle(HvsOperation operation, const HvsRelationship *relationship)
{
    if (relationship == NULL)
        return FALSE;

    return ((relationship->sender ? rows[operation].idle_sender : rows[operation].idle_receiver) &
            S(relationship->state)) != 0;
}
