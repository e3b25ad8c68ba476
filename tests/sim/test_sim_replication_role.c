/* test_sim_replication_role.c: every operation in every state along a chain, and without
 * replication
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Goes on where test_sim_replication_state.c ends.  Methods without a parameter
 * for a relationship act on \HVR\0 of a replica that is extended, but for
 * settings, start and resynchronization, which act on \HVR\1.
 */

#include <config.h>

#include "replication_walk.h"

#define NOWHERE_ON_SENDER   "0:- 5:- 6:- 12:- 13:- 14:- 17:- 18:- 19:- 20:- 21:-"
#define NOWHERE_ON_RECEIVER "0:- 1:- 4:- 9:- 10:- 11:- 17:- 18:- 19:- 20:- 21:-"

/* \HVR\0 of a replica that is extended: removed last. */
/* clang-format off */
static const WalkRow middle_rows[] = {
    { "create",            op_create,            0, "-", "" },
    { "change-mode",       op_change_mode,       0, "-", "6:6>3" },
    { "remove",            op_remove,            0, "-", "" },
    { "remove-ex",         op_remove_ex,         0, "-", "" },
    { "failover",          op_failover,          0, "-", "3:12>5 7:12>5 8:12>5 16:12>5" },
    { "revert",            op_revert,            0, "-", "5:5>3" },
    { "commit",            op_commit,            0, "-", "5:5>6" },
    { "reverse",           op_reverse_returning, 0, "-", "5:5>1/2 6:6>1/2" },
    { "reverse-prepared",  op_reverse_prepared,  0, "-", "5:5>3/3 6:6>3/3" },
    { "test",              op_test,              0, "-", "3:3>3 7:7>7 8:8>8" },
    { "resume",            op_request,           3, "-", "3:= 7:3>3 8:3>3" },
    { "suspend",           op_request,           7, "-", "3:7>7 7:=" },
    { "cancel-initial",    op_request,           1, "-", "" },
    { "become-replica",    op_request,           2, "-", "" },
    { "prepare",           op_request,           4, "-", "" },
    { "cancel-resync",     op_request,           9, "-", "" },
    { "get",               op_get,               0, "=", NOWHERE_ON_RECEIVER },
    { "reset",             op_reset,             0, "=", NOWHERE_ON_RECEIVER },
    { "network",           op_network,           0, "=", NOWHERE_ON_RECEIVER " 12:- 13:-" },
    { "authorize",         op_authorize,         0, "=", NOWHERE_ON_RECEIVER },
    { "power-on",          op_power_on,          0, "-", "5:5>5 6:6>6" },
};

/* \HVR\1 of that replica, which sends; in 0 there is none yet. */
static const WalkRow extending_rows[] = {
    { "create",            op_create,            0, "-", "0:0>1/2" },
    { "start",             op_start,             0, "-", "1:2>3/3" },
    { "start-seeded",      op_start_seeded,      0, "-", "1:2!1" },
    { "start-export",      op_start_export,      0, "-", "1:2>3" },
    { "start-later",       op_start_later,       0, "-", "1:1>1" },
    { "resync",            op_resync,            0, "-", "7:10>3 8:10>3 9:10>3 11:10>3" },
    { "resync-later",      op_resync_later,      0, "-", "7:9>9 8:9>9 9:9>9 11:9>9" },
    { "modify",            op_modify,            0, "-", "1:1>1 2:2>2 3:3>3 7:7>7 8:8>8 9:9>9 11:11>11 16:16>15/15" },
    { "modify-disks",      op_modify_disks,      0, "-", "1:1>1 2:2>2 3:3>15/15 7:7>7 8:8>8 9:9>9 11:11>11 16:16>15/15" },
    { "cancel-initial",    op_request_ex,        1, "-", "1:1>1 2:1>1" },
    { "become-replica",    op_request_ex,        2, "-", "" },
    { "resume",            op_request_ex,        3, "-", "3:= 4:3>3 7:3>3 8:3>3 11:3>10" },
    { "prepare",           op_request_ex,        4, "-", "" },
    { "suspend",           op_request_ex,        7, "-", "2:7>7 3:7>7 7:= 10:7>11" },
    { "cancel-resync",     op_request_ex,        9, "-", "10:9>9 11:9>9" },
    { "remove-ex",         op_remove_ex,         0, "-", "1:1>0 2:2>0 3:3>0 4:4>0 7:7>0 8:8>0 9:9>0 10:10>0 11:11>0 15:32774 16:16>0" },
    { "get-ex",            op_get_ex,            0, "=", NOWHERE_ON_SENDER },
    { "reset-ex",          op_reset_ex,          0, "=", NOWHERE_ON_SENDER },
};

/* \HVR\0 of the extended replica: a replica like any other, but the end of the line. */
static const WalkRow extended_rows[] = {
    { "create",            op_create,            0, "-", "" },
    { "import",            op_import,            0, "-", "2:2>3" },
    { "become-replica",    op_request,           2, "-", "" },
    { "resume",            op_request,           3, "-", "3:= 7:3>3 8:3>3" },
    { "resume-ex",         op_request_ex,        3, "-", "3:= 7:3>3 8:3>3" },
    { "suspend",           op_request,           7, "-", "3:7>7 7:=" },
    { "suspend-ex",        op_request_ex,        7, "-", "3:7>7 7:=" },
    { "test",              op_test,              0, "-", "3:3>3 7:7>7 8:8>8" },
    { "failover",          op_failover,          0, "-", "3:12>5 7:12>5 8:12>5 16:12>5" },
    { "revert",            op_revert,            0, "-", "5:5>3" },
    { "commit",            op_commit,            0, "-", "5:5>6" },
    { "reverse",           op_reverse,           0, "-", "5:5!5 6:6!6" }, /* who sends is a replica itself */
    { "change-mode",       op_change_mode,       0, "-", "" },
    { "failback",          op_failback,          0, "32770", "" },
    { "failback-external", op_failback_external, 0, "-", "6:13>14" },
    { "remove",            op_remove,            0, "-", "2:2>0 3:3>0 5:5>0 6:6>0 7:7>0 8:8>0 14:14>0 15:15>0/3 16:16>0" },
    { "remove-ex",         op_remove_ex,         0, "-", "2:2>0 3:3>0 5:5>0 6:6>0 7:7>0 8:8>0 14:14>0 15:15>0/3 16:16>0" },
    { "get",               op_get,               0, "=", NOWHERE_ON_RECEIVER },
    { "get-ex",            op_get_ex,            0, "=", NOWHERE_ON_RECEIVER },
    { "reset",             op_reset,             0, "=", NOWHERE_ON_RECEIVER },
    { "reset-ex",          op_reset_ex,          0, "=", NOWHERE_ON_RECEIVER },
    { "network",           op_network,           0, "=", NOWHERE_ON_RECEIVER " 12:- 13:-" },
    { "authorize",         op_authorize,         0, "=", NOWHERE_ON_RECEIVER },
    { "power-on",          op_power_on,          0, "-", "5:5>5 6:6>6" },
    { "start",             op_start,             0, "-", "" },
    { "start-export",      op_start_export,      0, "-", "" },
    { "start-seeded",      op_start_seeded,      0, "-", "" },
    { "start-later",       op_start_later,       0, "-", "" },
    { "modify",            op_modify,            0, "-", "" },
    { "modify-disks",      op_modify_disks,      0, "-", "" },
    { "resync",            op_resync,            0, "-", "" },
    { "resync-later",      op_resync_later,      0, "-", "" },
    { "cancel-initial",    op_request,           1, "-", "" },
    { "prepare",           op_request,           4, "-", "" },
    { "cancel-resync",     op_request,           9, "-", "" },
};

/* A VM that does not replicate, and one that is a test replica: they have no
 * relationship that could be in a state.  Which RequestedStates are numbers at
 * all does not depend on it. */
static const struct {
    const char *name;
    Operation operation;
    guint number;
    guint32 none, test;
} bare_rows[] = {
    { "create",            op_create,            0, 4096,  32775 },
    { "start",             op_start,             0, 32775, 32775 },
    { "start-export",      op_start_export,      0, 32775, 32775 },
    { "start-seeded",      op_start_seeded,      0, 32775, 32775 },
    { "start-later",       op_start_later,       0, 32775, 32775 },
    { "import",            op_import,            0, 32775, 32775 },
    { "resync",            op_resync,            0, 32775, 32775 },
    { "resync-later",      op_resync_later,      0, 32775, 32775 },
    { "modify",            op_modify,            0, 32775, 32775 },
    { "modify-disks",      op_modify_disks,      0, 32775, 32775 },
    { "request-0",         op_request,           0, 32773, 32773 },
    { "cancel-initial",    op_request,           1, 32775, 32775 },
    { "become-replica",    op_request,           2, 4096,  32775 },
    { "become-replica-ex", op_request_ex,        2, 4096,  32775 },
    { "resume",            op_request,           3, 32775, 32775 },
    { "prepare",           op_request,           4, 32775, 32775 },
    { "request-5",         op_request,           5, 32773, 32773 },
    { "request-6",         op_request,           6, 32773, 32773 },
    { "suspend",           op_request,           7, 32775, 32775 },
    { "request-8",         op_request,           8, 32773, 32773 },
    { "cancel-resync",     op_request,           9, 32775, 32775 },
    { "request-10",        op_request,          10, 32773, 32773 },
    { "request-65535",     op_request,       65535, 32773, 32773 },
    { "remove",            op_remove,            0, 32775, 32775 },
    { "remove-ex",         op_remove_ex,         0, 32775, 32775 },
    { "get",               op_get,               0, 32775, 32775 },
    { "get-ex",            op_get_ex,            0, 32775, 32775 },
    { "reset",             op_reset,             0, 32775, 32775 },
    { "reset-ex",          op_reset_ex,          0, 32775, 32775 },
    { "test",              op_test,              0, 32775, 32775 },
    { "failover",          op_failover,          0, 32775, 32775 },
    { "revert",            op_revert,            0, 32775, 32775 },
    { "commit",            op_commit,            0, 32775, 32775 },
    { "reverse",           op_reverse,           0, 32775, 32775 },
    { "change-mode",       op_change_mode,       0, 32775, 32775 },
    { "failback",          op_failback,          0, 32775, 32775 },
    { "network",           op_network,           0, 32775, 32775 },
    { "authorize",         op_authorize,         0, 32775, 32775 },
    { "power-on",          op_power_on,          0, 4096,  4096 },
};

static const struct {
    const char *name;
    WalkRole role;
    const WalkRow *rows;
    gsize n_rows;
} roles[] = {
    { "middle",    WALK_MIDDLE,    middle_rows,    G_N_ELEMENTS(middle_rows) },
    { "extending", WALK_EXTENDING, extending_rows, G_N_ELEMENTS(extending_rows) },
    { "extended",  WALK_EXTENDED,  extended_rows,  G_N_ELEMENTS(extended_rows) },
};
/* clang-format on */

typedef struct {
    const WalkRow *row;
    WalkRole role;
} Case;

static void
test_row(gconstpointer data)
{
    const Case *c = data;

    for (guint state = 0; state < WALK_N_STATES; state++)
        walk_check(c->row, c->role, state);
}

static void
test_bare(gconstpointer data)
{
    gboolean is_test = GPOINTER_TO_INT(data);

    for (gsize i = 0; i < G_N_ELEMENTS(bare_rows); i++) {
        g_auto(ReplicaWorld) owner = { 0 };
        Walk walk = { .number = bare_rows[i].number };

        walk_enter(&walk, WALK_PRIMARY, 0);
        owner = walk.w;
        if (is_test) {
            walk.w.vm->replication_mode = 3;
            walk.w.vm->test_of = g_strdup("5BBE9A63-7A55-4A0C-9E0F-1E6A3C1D0A02");
        }
        walk_expect(0, bare_rows[i].name, "answer", bare_rows[i].operation(&walk),
                    is_test ? bare_rows[i].test : bare_rows[i].none);
    }
}

/* The same numbers, to a named relationship of either side. */
static void
test_other_requests(void)
{
    static const guint numbers[] = { 0, 5, 6, 8, 10, 11, 12, 13, 21, 65535 };

    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        WalkRow row = { "request", op_request_ex, numbers[i], "32773", "" };

        for (guint state = 0; state < WALK_N_STATES; state++) {
            walk_check(&row, WALK_EXTENDING, state);
            walk_check(&row, WALK_EXTENDED, state);
        }
    }
}

static void
add_role(gsize i)
{
    for (gsize j = 0; j < roles[i].n_rows; j++) {
        g_autofree char *path =
            g_strdup_printf("/sim/replication/role/%s/%s", roles[i].name, roles[i].rows[j].name);
        Case c = { &roles[i].rows[j], roles[i].role };

        g_test_add_data_func_full(path, g_memdup2(&c, sizeof(c)), test_row, g_free);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(roles); i++)
        add_role(i);
    g_test_add_data_func("/sim/replication/role/none", GINT_TO_POINTER(FALSE), test_bare);
    g_test_add_data_func("/sim/replication/role/test", GINT_TO_POINTER(TRUE), test_bare);
    g_test_add_func("/sim/replication/role/other-requests", test_other_requests);

    return g_test_run();
}
