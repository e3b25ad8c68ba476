/* sim_replication_state.c: which operation a relationship admits in which state
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_state.h"

#include "sim_vm.h"

#define S(state) (1u << (state))

/* All states but those in which the host itself is at work on the replica. */
#define SETTLED_RECEIVER (S(2) | S(3) | S(5) | S(6) | S(7) | S(8) | S(14))
#define ANY_SENDER       (S(1) | S(2) | S(3) | S(4) | S(7) | S(8) | S(9) | S(10) | S(11) | S(15) | S(16))
#define ANY_RECEIVER     (SETTLED_RECEIVER | S(12) | S(13) | S(15) | S(16))
#define UNSENT           (S(1) | S(2) | S(7) | S(8) | S(9) | S(11))
#define OLD_PRIMARY      (S(1) | S(3) | S(4) | S(7) | S(8) | S(9) | S(11) | S(16))

#define SENDER   TRUE
#define RECEIVER FALSE

#define FIRST HVS_RULE_FIRST
#define OFF   HVS_RULE_OFF
#define SAME  HVS_STATE_SAME

#define ALLOWED HVS_VERDICT_ALLOWED
#define IDLE    HVS_VERDICT_NOTHING_TO_DO

#define ON(operation) HVS_OPERATION_##operation

/* What no row admits is refused with 32775.  States 13 to 16 are inferred
 * throughout, as documents only name them; so are 17 to 21, which admit nothing.
 * Rows from state 0 are for VMs without a relationship. */
/* clang-format off */
static const HvsRule rules[] = {
    /*                       side      from                    verdict  while then  partner */
    { ON(CREATE),            SENDER,   S(0),                   ALLOWED, SAME, 1,    2,    FIRST,       "blog 2012, Enable-VMReplication [PS] [M]; state 1 [M]" },
    { ON(EXTEND),            RECEIVER, S(3) | S(7) | S(8),     ALLOWED, SAME, SAME, SAME, FIRST,       "createreplicationrelationship [D]; from 7 and 8 inferred" },
    { ON(START),             SENDER,   S(1),                   ALLOWED, 2,    3,    3,    0,           "startreplication [D] [M]; from 1 by the name of RequestedState 1" },
    { ON(START_LATER),       SENDER,   S(1),                   ALLOWED, SAME, SAME, SAME, 0,           "Start-VMInitialReplication [PS]; state 1 until then inferred" },
    { ON(START_EXPORT),      SENDER,   S(1),                   ALLOWED, 2,    3,    SAME, 0,           "blog 2013-06-28 [M]; state 3 before the import inferred" },
    { ON(CANCEL_INITIAL),    SENDER,   S(1) | S(2),            ALLOWED, 1,    1,    SAME, 0,           "Stop-VMInitialReplication [PS]" },
    { ON(BECOME_REPLICA),    SENDER,   S(0),                   ALLOWED, SAME, 2,    SAME, FIRST | OFF, "blog 2013-08-27 on seeding, Enable-VMReplication -AsReplica [PS] [M]; as RequestedState 2 inferred" },
    { ON(BECOME_REPLICA),    SENDER,   OLD_PRIMARY,            ALLOWED, 2,    2,    SAME, FIRST | OFF, "Set-VMReplication -AsReplica [PS]; which states, and off, inferred" },
    { ON(RESUME),            SENDER,   S(4),                   ALLOWED, 3,    3,    SAME, 0,           "Stop-VMFailover [PS]" },
    { ON(RESUME),            SENDER,   S(7) | S(8),            ALLOWED, 3,    3,    SAME, 0,           "Resume-VMReplication [PS] [M]" },
    { ON(RESUME),            SENDER,   S(11),                  ALLOWED, 3,    10,   SAME, 0,           "Resume-VMReplication -Continue [PS]" },
    { ON(RESUME),            SENDER,   S(3),                   IDLE,    SAME, SAME, SAME, 0,           "inferred" },
    { ON(RESUME),            RECEIVER, S(7) | S(8),            ALLOWED, 3,    3,    SAME, 0,           "Resume-VMReplication [PS] [M]" },
    { ON(RESUME),            RECEIVER, S(3),                   IDLE,    SAME, SAME, SAME, 0,           "inferred" },
    { ON(PREPARE),           SENDER,   S(3),                   ALLOWED, 4,    4,    SAME, FIRST | OFF, "Start-VMFailover -Prepare [PS], blog 2012-07-31 [M]" },
    { ON(PREPARE),           SENDER,   S(4),                   IDLE,    SAME, SAME, SAME, FIRST,       "inferred" },
    { ON(SUSPEND),           SENDER,   S(2) | S(3),            ALLOWED, 7,    7,    SAME, 0,           "Suspend-VMReplication [PS] [M]; from 2 inferred" },
    { ON(SUSPEND),           SENDER,   S(10),                  ALLOWED, 7,    11,   SAME, 0,           "blog 2013-05-10 [M]" },
    { ON(SUSPEND),           SENDER,   S(7),                   IDLE,    SAME, SAME, SAME, 0,           "inferred" },
    { ON(SUSPEND),           RECEIVER, S(3),                   ALLOWED, 7,    7,    SAME, 0,           "Suspend-VMReplication [PS] [M]" },
    { ON(SUSPEND),           RECEIVER, S(7),                   IDLE,    SAME, SAME, SAME, 0,           "inferred" },
    { ON(CANCEL_RESYNC),     SENDER,   S(10) | S(11),          ALLOWED, 9,    9,    SAME, 0,           "Stop-VMReplication [PS], blog 2013-05-10 [M]" },
    { ON(RESYNC),            SENDER,   S(7) | S(8) | S(9) | S(11), ALLOWED, 10, 3,  SAME, 0,           "Resume-VMReplication -Resynchronize [PS], blog 2013-05-10 [M]" },
    { ON(RESYNC_LATER),      SENDER,   S(7) | S(8) | S(9) | S(11), ALLOWED, 9, 9,   SAME, 0,           "Resume-VMReplication -ResynchronizeStartTime [PS]; state 9 inferred" },
    { ON(MODIFY),            SENDER,   UNSENT | S(3),          ALLOWED, SAME, SAME, SAME, 0,           "modifyreplicationsettings [D]; which states inferred" },
    { ON(MODIFY),            SENDER,   S(16),                  ALLOWED, SAME, 15,   15,   0,           "inferred" },
    { ON(MODIFY_DISKS),      SENDER,   S(3) | S(16),           ALLOWED, SAME, 15,   15,   0,           "Set-VMReplication -ReplicatedDisks [PS]; 15, then 3, inferred" },
    { ON(MODIFY_DISKS),      SENDER,   UNSENT,                 ALLOWED, SAME, SAME, SAME, 0,           "inferred" },
    { ON(REMOVE),            SENDER,   ANY_SENDER,             ALLOWED, SAME, 0,    SAME, 0,           "Remove-VMReplication [PS]" },
    { ON(REMOVE),            RECEIVER, SETTLED_RECEIVER | S(15) | S(16), ALLOWED, SAME, 0, SAME, 0,    "Remove-VMReplication [PS]; not while the host works on it inferred" },
    { ON(STATISTICS),        SENDER,   ANY_SENDER,             IDLE,    SAME, SAME, SAME, 0,           "inferred" },
    { ON(STATISTICS),        RECEIVER, ANY_RECEIVER,           IDLE,    SAME, SAME, SAME, 0,           "inferred" },
    { ON(IMPORT),            RECEIVER, S(2),                   ALLOWED, SAME, 3,    SAME, FIRST,       "Import-VMInitialReplication [PS], blog 2013-06-28 [M]" },
    { ON(TEST_REPLICA),      RECEIVER, S(3) | S(7) | S(8),     ALLOWED, SAME, SAME, SAME, FIRST,       "blog 2012-07-25 [M]; from 7 and 8 inferred" },
    { ON(FAILOVER),          RECEIVER, S(3) | S(7) | S(8) | S(16), ALLOWED, 12, 5,  SAME, FIRST,       "blog 2012-08-08 [M]; 12, and from 7, 8 and 16, inferred" },
    { ON(REVERT),            RECEIVER, S(5),                   ALLOWED, SAME, 3,    SAME, FIRST | OFF, "Stop-VMFailover [PS], revertfailover's MOF text [M]; state 3 inferred" },
    { ON(COMMIT),            RECEIVER, S(5),                   ALLOWED, SAME, 6,    SAME, FIRST,       "commitfailover [D] [M]" },
    { ON(REVERSE),           RECEIVER, S(5) | S(6),            ALLOWED, SAME, 1,    2,    FIRST,       "Set-VMReplication -Reverse [PS], Microsoft's sample [M]; state 1 inferred" },
    { ON(REVERSE_PREPARED),  RECEIVER, S(5) | S(6),            ALLOWED, SAME, 3,    3,    FIRST,       "Set-VMReplication -Reverse [PS], blog 2012-07-31 [M]; state 3 inferred" },
    { ON(FAILBACK),          RECEIVER, S(6),                   ALLOWED, 13,   14,   SAME, FIRST,       "initiatefailback [D]; only from 6 inferred" },
    { ON(CHANGE_MODE),       RECEIVER, S(6),                   ALLOWED, SAME, 3,    SAME, FIRST,       "changereplicationmodetoprimary [D] [M]; that it becomes 0 inferred" },
    { ON(NETWORK),           SENDER,   ANY_SENDER,             IDLE,    SAME, SAME, SAME, FIRST,       "blog 2012-05-28: replicated machines [M]; which states inferred" },
    { ON(NETWORK),           RECEIVER, SETTLED_RECEIVER | S(15) | S(16), IDLE, SAME, SAME, SAME, FIRST, "blog 2012-05-28: replicated machines [M]; which states inferred" },
    { ON(AUTHORIZE),         RECEIVER, ANY_RECEIVER,           IDLE,    SAME, SAME, SAME, FIRST,       "setauthorizationentry [D]; which states inferred" },
};
/* clang-format on */

const HvsRule *
hvs_replication_list_rules(gsize *out_n_rules)
{
    *out_n_rules = G_N_ELEMENTS(rules);

    return rules;
}

gboolean
hvs_replication_is_off(const HvsVm *vm)
{
    return vm->enabled_state == HVS_VM_OFF;
}

static const HvsRule *
find_rule(HvsOperation operation, const HvsRelationship *relationship)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rules); i++) {
        if (rules[i].operation == operation && rules[i].sender == relationship->sender &&
            (rules[i].from & S(relationship->state)) != 0)
            return &rules[i];
    }

    return NULL;
}

HvsVerdict
hvs_replication_judge(HvsOperation operation, const HvsRelationship *relationship)
{
    const HvsRule *rule = relationship != NULL ? find_rule(operation, relationship) : NULL;

    if (rule == NULL)
        return HVS_VERDICT_REFUSED;
    if ((rule->conditions & FIRST) != 0 && relationship->index != 0)
        return HVS_VERDICT_REFUSED;
    if ((rule->conditions & OFF) != 0 && !hvs_replication_is_off(relationship->vm))
        return HVS_VERDICT_REFUSED;

    return rule->verdict;
}
