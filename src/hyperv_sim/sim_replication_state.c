/* sim_replication_state.c: which operation a relationship admits in which state
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_state.h"

#include "sim_vm.h"

#define S(state) (1u << (state))

#define NONE 0u

/* All states but those in which the host itself is at work on the replica. */
#define SETTLED_RECEIVER (S(2) | S(3) | S(5) | S(6) | S(7) | S(8) | S(14))
#define ANY_SENDER       (S(1) | S(2) | S(3) | S(4) | S(7) | S(8) | S(9) | S(10) | S(11) | S(15) | S(16))
#define ANY_RECEIVER     (SETTLED_RECEIVER | S(12) | S(13))

/* Where an operation stands beside a partner or a power state. */
typedef enum {
    ANY = 0,
    FIRST = 1 << 0, /* only \HVR\0 */
    OFF = 1 << 1,   /* only while the VM is off */
} Condition;

/* A row per operation: the states that admit it on the sending side and on the
 * receiving side, and those in which it has nothing to do.
 *
 * Sources: [D] win32 docs, [PS] PowerShell docs, [M] Microsoft's team blog and
 * samples.  States 13 to 16 are inferred throughout: documents only name them.
 */
/* clang-format off */
static const struct {
    guint32 sender, sender_idle;
    guint32 receiver, receiver_idle;
    guint condition;
} rows[] = {
    /* Extending, [D]; from 7 and 8 inferred. */
    [HVS_OPERATION_EXTEND]         = { NONE, NONE,                        S(3) | S(7) | S(8), NONE,              FIRST },
    /* RSC1 means "ready to start initial replication", [D] in reverse. */
    [HVS_OPERATION_START]          = { S(1), NONE,                        NONE, NONE,                            ANY },
    /* Stop-VMInitialReplication, [PS]. */
    [HVS_OPERATION_CANCEL_INITIAL] = { S(1) | S(2), NONE,                 NONE, NONE,                            ANY },
    /* Set-VMReplication -AsReplica, [PS]; which states, and off because a replica cannot run, inferred. */
    [HVS_OPERATION_BECOME_REPLICA] = { S(1) | S(3) | S(4) | S(7) | S(8) | S(9) | S(11) | S(16), NONE, NONE, NONE, FIRST | OFF },
    /* Resume-VMReplication and Stop-VMFailover, [PS]; nothing to do in 3 inferred; 9 needs Resynchronize, inferred. */
    [HVS_OPERATION_RESUME]         = { S(4) | S(7) | S(8) | S(11), S(3),  S(7) | S(8), S(3),                     ANY },
    /* Start-VMFailover -Prepare, [PS] [M]; nothing to do in 4 inferred. */
    [HVS_OPERATION_PREPARE]        = { S(3), S(4),                        NONE, NONE,                            FIRST | OFF },
    /* Suspend-VMReplication, [PS]; 10 leads to 11 [M]; 2, and nothing to do in 7, inferred. */
    [HVS_OPERATION_SUSPEND]        = { S(2) | S(3) | S(10), S(7),         S(3), S(7),                            ANY },
    /* Stop-VMReplication, [PS] [M]. */
    [HVS_OPERATION_CANCEL_RESYNC]  = { S(10) | S(11), NONE,               NONE, NONE,                            ANY },
    /* [M]; "Paused, Error, Resynchronization Required, Suspended" [PS]. */
    [HVS_OPERATION_RESYNC]         = { S(7) | S(8) | S(9) | S(11), NONE,  NONE, NONE,                            ANY },
    /* Inferred but for the VM's mode, which is [D]. */
    [HVS_OPERATION_MODIFY]         = { S(1) | S(2) | S(3) | S(7) | S(8) | S(9) | S(11) | S(16), NONE, NONE, NONE, ANY },
    /* Remove-VMReplication, [PS]. */
    [HVS_OPERATION_REMOVE]         = { ANY_SENDER, NONE,                  SETTLED_RECEIVER, NONE,                ANY },
    /* Inferred. */
    [HVS_OPERATION_STATISTICS]     = { ANY_SENDER, NONE,                  ANY_RECEIVER, NONE,                    ANY },
    /* Import-VMInitialReplication, [M]. */
    [HVS_OPERATION_IMPORT]         = { NONE, NONE,                        S(2), NONE,                            FIRST },
    /* [M]; 7 and 8 inferred. */
    [HVS_OPERATION_TEST_REPLICA]   = { NONE, NONE,                        S(3) | S(7) | S(8), NONE,              FIRST },
    /* [M]; 7 and 8 inferred. */
    [HVS_OPERATION_FAILOVER]       = { NONE, NONE,                        S(3) | S(7) | S(8), NONE,              FIRST },
    /* MOF text, [M]; the cmdlet turns the VM off first, [PS]. */
    [HVS_OPERATION_REVERT]         = { NONE, NONE,                        S(5), NONE,                            FIRST | OFF },
    /* [D] [M]. */
    [HVS_OPERATION_COMMIT]         = { NONE, NONE,                        S(5), NONE,                            FIRST },
    /* [PS] from 5, [M] from 6. */
    [HVS_OPERATION_REVERSE]        = { NONE, NONE,                        S(5) | S(6), NONE,                     FIRST },
    /* "Works on a recovery virtual machine", [D]; only from 6 inferred. */
    [HVS_OPERATION_FAILBACK]       = { NONE, NONE,                        S(6), NONE,                            FIRST },
    /* "Failover committed", [D]. */
    [HVS_OPERATION_CHANGE_MODE]    = { NONE, NONE,                        S(6), NONE,                            FIRST },
    /* Replicated VMs, [M]; which states inferred. */
    [HVS_OPERATION_NETWORK]        = { ANY_SENDER, NONE,                  SETTLED_RECEIVER, NONE,                FIRST },
    /* "Of a recovery virtual machine", [D]. */
    [HVS_OPERATION_AUTHORIZE]      = { NONE, NONE,                        ANY_RECEIVER, NONE,                    FIRST },
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(rows) == HVS_N_OPERATIONS);

gboolean
hvs_replication_is_off(const HvsVm *vm)
{
    return vm->enabled_state == HVS_VM_OFF;
}

HvsVerdict
hvs_replication_judge(HvsOperation operation, const HvsRelationship *relationship)
{
    guint condition = rows[operation].condition;
    guint32 bit, allowed, idle;

    if (relationship == NULL)
        return HVS_VERDICT_REFUSED;

    bit = S(relationship->state);
    allowed = relationship->sender ? rows[operation].sender : rows[operation].receiver;
    idle = relationship->sender ? rows[operation].sender_idle : rows[operation].receiver_idle;
    if ((condition & FIRST) != 0 && relationship->index != 0)
        return HVS_VERDICT_REFUSED;
    if ((bit & idle) != 0)
        return HVS_VERDICT_NOTHING_TO_DO;
    if ((condition & OFF) != 0 && !hvs_replication_is_off(relationship->vm))
        return HVS_VERDICT_REFUSED;

    return (bit & allowed) != 0 ? HVS_VERDICT_ALLOWED : HVS_VERDICT_REFUSED;
}
