/* test_sim_replication_rule.c: the simulator's own table: its sources, and that it does what it
 * says
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whether the table is right is for test_sim_replication_state.c; here it is held
 * to what really happens, so that it can be read as documentation.
 */

#include <config.h>

#include "replication_walk.h"
#include "sim_replication_state.h"

/* How each row of the table is called here, by its place in HvsOperation. */
/* clang-format off */
static const struct {
    Operation operation;
    guint number;
} operations[HVS_N_OPERATIONS] = {
    [HVS_OPERATION_CREATE]           = { op_create,            0 },
    [HVS_OPERATION_EXTEND]           = { op_create,            0 },
    [HVS_OPERATION_START]            = { op_start,             0 },
    [HVS_OPERATION_START_LATER]      = { op_start_later,       0 },
    [HVS_OPERATION_START_EXPORT]     = { op_start_export,      0 },
    [HVS_OPERATION_CANCEL_INITIAL]   = { op_request_ex,        1 },
    [HVS_OPERATION_BECOME_REPLICA]   = { op_request_ex,        2 },
    [HVS_OPERATION_RESUME]           = { op_request_ex,        3 },
    [HVS_OPERATION_PREPARE]          = { op_request_ex,        4 },
    [HVS_OPERATION_SUSPEND]          = { op_request_ex,        7 },
    [HVS_OPERATION_CANCEL_RESYNC]    = { op_request_ex,        9 },
    [HVS_OPERATION_RESYNC]           = { op_resync,            0 },
    [HVS_OPERATION_RESYNC_LATER]     = { op_resync_later,      0 },
    [HVS_OPERATION_MODIFY]           = { op_modify,            0 },
    [HVS_OPERATION_MODIFY_DISKS]     = { op_modify_disks,      0 },
    [HVS_OPERATION_REMOVE]           = { op_remove_ex,         0 },
    [HVS_OPERATION_STATISTICS]       = { op_reset_ex,          0 },
    [HVS_OPERATION_IMPORT]           = { op_import,            0 },
    [HVS_OPERATION_TEST_REPLICA]     = { op_test,              0 },
    [HVS_OPERATION_FAILOVER]         = { op_failover,          0 },
    [HVS_OPERATION_REVERT]           = { op_revert,            0 },
    [HVS_OPERATION_COMMIT]           = { op_commit,            0 },
    [HVS_OPERATION_REVERSE]          = { op_reverse_returning, 0 },
    [HVS_OPERATION_REVERSE_PREPARED] = { op_reverse_prepared,  0 },
    [HVS_OPERATION_FAILBACK]         = { op_failback_external, 0 },
    [HVS_OPERATION_CHANGE_MODE]      = { op_change_mode,       0 },
    [HVS_OPERATION_NETWORK]          = { op_network,           0 },
    [HVS_OPERATION_AUTHORIZE]        = { op_authorize,         0 },
};
/* clang-format on */

static void
test_sources(void)
{
    static const char *const known[] = { "[D]", "[PS]", "[M]", "inferred" };
    gsize n_rules;
    const HvsRule *rules = hvs_replication_list_rules(&n_rules);
    gboolean has_rule[HVS_N_OPERATIONS] = { FALSE };

    for (gsize i = 0; i < n_rules; i++) {
        gboolean names_one = FALSE;

        has_rule[rules[i].operation] = TRUE;
        for (gsize j = 0; j < G_N_ELEMENTS(known); j++)
            names_one = names_one ||
                        (rules[i].source != NULL && strstr(rules[i].source, known[j]) != NULL);
        if (!names_one)
            g_test_message("rule %" G_GSIZE_FORMAT " has no source", i);
        g_assert_true(names_one);
        g_assert_cmpuint(rules[i].verdict, !=, HVS_VERDICT_REFUSED);
        g_assert_cmpuint(rules[i].from, !=, 0);
    }
    for (guint i = 0; i < HVS_N_OPERATIONS; i++)
        g_assert_true(has_rule[i]);
}

/* Two rules never speak about the same operation, side and state. */
static void
test_unique(void)
{
    gsize n_rules;
    const HvsRule *rules = hvs_replication_list_rules(&n_rules);

    for (gsize i = 0; i < n_rules; i++) {
        for (gsize j = 0; j < i; j++)
            g_assert_true(rules[i].operation != rules[j].operation ||
                          rules[i].sender != rules[j].sender ||
                          (rules[i].from & rules[j].from) == 0);
    }
}

/* Changing the mode needs an extended relationship. */
static WalkRole
get_role(const HvsRule *rule, gboolean far)
{
    if (rule->sender)
        return far ? WALK_EXTENDING : WALK_PRIMARY;
    if (far)
        return WALK_EXTENDED;

    return rule->operation == HVS_OPERATION_CHANGE_MODE ? WALK_MIDDLE : WALK_REPLICA;
}

/* A row for walk_check(); transfer full. */
static char *
dup_cell(const HvsRule *rule, guint state)
{
    guint meanwhile = rule->meanwhile == HVS_STATE_SAME ? state : rule->meanwhile;
    guint then = rule->then == HVS_STATE_SAME ? state : rule->then;

    if (rule->verdict == HVS_VERDICT_NOTHING_TO_DO)
        return g_strdup("=");
    if (rule->partner == HVS_STATE_SAME)
        return g_strdup_printf("%u>%u", meanwhile, then);

    return g_strdup_printf("%u>%u/%u", meanwhile, then, rule->partner);
}

/* Job 125 holds the VM in state 15, so nothing but statistics can be seen there. */
static gboolean
is_held(const HvsRule *rule, guint state)
{
    return state == 15 && rule->operation != HVS_OPERATION_STATISTICS;
}

static void
check_rule(const HvsRule *rule, WalkRole role)
{
    for (guint state = 0; state < WALK_N_STATES; state++) {
        g_autofree char *cell = dup_cell(rule, state);
        WalkRow row = { "rule", operations[rule->operation].operation,
                        operations[rule->operation].number, cell, "" };

        if ((rule->from & 1u << state) != 0 && !is_held(rule, state))
            walk_check(&row, role, state);
    }
}

/* At the end of a chain where it is not about the first leg only. */
static void
test_effect(gconstpointer data)
{
    const HvsRule *rule = data;

    check_rule(rule, get_role(rule, FALSE));
    if ((rule->conditions & HVS_RULE_FIRST) == 0)
        check_rule(rule, get_role(rule, TRUE));
}

int
main(int argc, char **argv)
{
    gsize n_rules;
    const HvsRule *rules = hvs_replication_list_rules(&n_rules);

    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sim/replication/rule/sources", test_sources);
    g_test_add_func("/sim/replication/rule/unique", test_unique);
    for (gsize i = 0; i < n_rules; i++) {
        g_autofree char *path = g_strdup_printf("/sim/replication/rule/effect/%" G_GSIZE_FORMAT, i);

        g_test_add_data_func(path, &rules[i], test_effect);
    }

    return g_test_run();
}
