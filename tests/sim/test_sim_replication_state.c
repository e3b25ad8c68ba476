/* test_sim_replication_state.c: every operation in every state, on a primary and on a replica
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The tables are transcribed from what Microsoft's documents say, or leave to
 * inference, about states; not from the simulator's own table.  Extended
 * replication is in test_sim_replication_role.c.
 */

#include <config.h>

#include "replication_walk.h"

/* What documents only name, 17 to 21, and what the other side only has. */
#define NOWHERE_ON_SENDER   "0:- 5:- 6:- 12:- 13:- 14:- 17:- 18:- 19:- 20:- 21:-"
#define NOWHERE_ON_RECEIVER "0:- 1:- 4:- 9:- 10:- 11:- 17:- 18:- 19:- 20:- 21:-"

/* What is not about a VM; @busy are states that end by themselves meanwhile. */
/* clang-format off */
#define HOST_ROWS(busy)                                                              \
    { "add-entry",            op_add_entry,         0, "-",     "" }, /* beside "any server" */ \
    { "modify-entry",         op_modify_entry,      0, "=",     "" },                \
    { "remove-entry",         op_remove_entry,      0, "=",     "" },                \
    { "modify-service",       op_modify_service,    0, "4096",  busy },              \
    { "test-connection",      op_test_connection,   0, "4096",  busy },              \
    { "get-certificates",     op_get_certificates,  0, "=",     "" },                \
    { "service-request",      op_service_request,   0, "1",     "" },                \
    { "service-start",        op_service_start,     0, "1",     "" },                \
    { "service-stop",         op_service_stop,      0, "1",     "" },

/* \HVR\0 of a primary that is off.  In 0 it does not replicate. */
static const WalkRow primary_rows[] = {
    { "create",               op_create,            0, "-",     "0:0>1/2" },
    { "start",                op_start,             0, "-",     "1:2>3/3" },
    { "start-seeded",         op_start_seeded,      0, "-",     "1:2!1" }, /* a placeholder is no copy */
    { "start-export",         op_start_export,      0, "-",     "1:2>3" },
    { "start-later",          op_start_later,       0, "-",     "1:1>1" },
    { "resync",               op_resync,            0, "-",     "7:10>3 8:10>3 9:10>3 11:10>3" },
    { "resync-later",         op_resync_later,      0, "-",     "7:9>9 8:9>9 9:9>9 11:9>9" },
    { "modify",               op_modify,            0, "-",     "1:1>1 2:2>2 3:3>3 7:7>7 8:8>8 9:9>9 11:11>11 16:16>15/15" },
    { "modify-disks",         op_modify_disks,      0, "-",     "1:1>1 2:2>2 3:3>15/15 7:7>7 8:8>8 9:9>9 11:11>11 16:16>15/15" },
    { "cancel-initial",       op_request,           1, "-",     "1:1>1 2:1>1" },
    { "cancel-initial-ex",    op_request_ex,        1, "-",     "1:1>1 2:1>1" },
    { "become-replica",       op_request,           2, "-",     "0:0>2 1:2>2 3:2>2 4:2>2 7:2>2 8:2>2 9:2>2 11:2>2 16:2>2" },
    { "become-replica-ex",    op_request_ex,        2, "-",     "0:0>2 1:2>2 3:2>2 4:2>2 7:2>2 8:2>2 9:2>2 11:2>2 16:2>2" },
    { "resume",               op_request,           3, "-",     "3:= 4:3>3 7:3>3 8:3>3 11:3>10" },
    { "resume-ex",            op_request_ex,        3, "-",     "3:= 4:3>3 7:3>3 8:3>3 11:3>10" },
    { "prepare",              op_request,           4, "-",     "3:4>4 4:=" },
    { "prepare-ex",           op_request_ex,        4, "-",     "3:4>4 4:=" },
    { "suspend",              op_request,           7, "-",     "2:7>7 3:7>7 7:= 10:7>11" },
    { "suspend-ex",           op_request_ex,        7, "-",     "2:7>7 3:7>7 7:= 10:7>11" },
    { "cancel-resync",        op_request,           9, "-",     "10:9>9 11:9>9" },
    { "cancel-resync-ex",     op_request_ex,        9, "-",     "10:9>9 11:9>9" },
    { "remove",               op_remove,            0, "-",     "1:1>0 2:2>0 3:3>0 4:4>0 7:7>0 8:8>0 9:9>0 10:10>0 11:11>0 15:32774 16:16>0" },
    { "remove-ex",            op_remove_ex,         0, "-",     "1:1>0 2:2>0 3:3>0 4:4>0 7:7>0 8:8>0 9:9>0 10:10>0 11:11>0 15:32774 16:16>0" },
    { "get",                  op_get,               0, "=",     NOWHERE_ON_SENDER },
    { "get-ex",               op_get_ex,            0, "=",     NOWHERE_ON_SENDER },
    { "reset",                op_reset,             0, "=",     NOWHERE_ON_SENDER },
    { "reset-ex",             op_reset_ex,          0, "=",     NOWHERE_ON_SENDER },
    { "network",              op_network,           0, "=",     NOWHERE_ON_SENDER " 15:32774" },
    { "power-on",             op_power_on,          0, "4096",  "4:- 15:15>3/3" },
    /* Methods of the other side. */
    { "import",               op_import,            0, "-",     "" },
    { "test",                 op_test,              0, "-",     "" },
    { "failover",             op_failover,          0, "-",     "" },
    { "revert",               op_revert,            0, "-",     "" },
    { "commit",               op_commit,            0, "-",     "" },
    { "reverse",              op_reverse,           0, "-",     "" },
    { "change-mode",          op_change_mode,       0, "-",     "" },
    { "failback",             op_failback,          0, "-",     "" },
    { "failback-external",    op_failback_external, 0, "-",     "" },
    { "authorize",            op_authorize,         0, "-",     "" },
    HOST_ROWS("15:15>3/3")
};

/* \HVR\0 of a replica.  In 0 it is put there: such a relationship does not exist. */
static const WalkRow replica_rows[] = {
    { "import",               op_import,            0, "-",     "2:2>3" },
    { "become-replica",       op_request,           2, "-",     "" },
    { "resume",               op_request,           3, "-",     "3:= 7:3>3 8:3>3" },
    { "resume-ex",            op_request_ex,        3, "-",     "3:= 7:3>3 8:3>3" },
    { "suspend",              op_request,           7, "-",     "3:7>7 7:=" },
    { "suspend-ex",           op_request_ex,        7, "-",     "3:7>7 7:=" },
    { "test",                 op_test,              0, "-",     "3:3>3 7:7>7 8:8>8" },
    { "failover",             op_failover,          0, "-",     "3:12>5 7:12>5 8:12>5 16:12>5" },
    { "revert",               op_revert,            0, "-",     "5:5>3" },
    { "commit",               op_commit,            0, "-",     "5:5>6" },
    { "reverse",              op_reverse_returning, 0, "-",     "5:5>1/2 6:6>1/2" },
    { "reverse-prepared",     op_reverse_prepared,  0, "-",     "5:5>3/3 6:6>3/3" },
    { "reverse-refused",      op_reverse,           0, "-",     "5:5!5 6:6!6" },
    { "failback",             op_failback,          0, "32770", "" },
    { "failback-external",    op_failback_external, 0, "-",     "6:13>14" },
    { "remove",               op_remove,            0, "-",     "2:2>0 3:3>0 5:5>0 6:6>0 7:7>0 8:8>0 14:14>0 15:15>0/3 16:16>0" },
    { "remove-ex",            op_remove_ex,         0, "-",     "2:2>0 3:3>0 5:5>0 6:6>0 7:7>0 8:8>0 14:14>0 15:15>0/3 16:16>0" },
    { "get",                  op_get,               0, "=",     NOWHERE_ON_RECEIVER },
    { "get-ex",               op_get_ex,            0, "=",     NOWHERE_ON_RECEIVER },
    { "reset",                op_reset,             0, "=",     NOWHERE_ON_RECEIVER },
    { "reset-ex",             op_reset_ex,          0, "=",     NOWHERE_ON_RECEIVER },
    { "network",              op_network,           0, "=",     NOWHERE_ON_RECEIVER " 12:- 13:-" },
    { "authorize",            op_authorize,         0, "=",     NOWHERE_ON_RECEIVER },
    { "power-on",             op_power_on,          0, "-",     "5:5>5 6:6>6" },
    { "extend",               op_create,            0, "-",     "3:3>3 7:7>7 8:8>8" },
    /* Without an extended relationship there is none to act on. */
    { "change-mode",          op_change_mode,       0, "-",     "" },
    { "start",                op_start,             0, "-",     "" },
    { "start-export",         op_start_export,      0, "-",     "" },
    { "start-seeded",         op_start_seeded,      0, "-",     "" },
    { "start-later",          op_start_later,       0, "-",     "" },
    { "modify",               op_modify,            0, "-",     "" },
    { "modify-disks",         op_modify_disks,      0, "-",     "" },
    { "resync",               op_resync,            0, "-",     "" },
    { "resync-later",         op_resync_later,      0, "-",     "" },
    /* Requests of the other side. */
    { "cancel-initial",       op_request,           1, "-",     "" },
    { "prepare",              op_request,           4, "-",     "" },
    { "cancel-resync",        op_request,           9, "-",     "" },
    HOST_ROWS("12:12>5 15:15>3/3")
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
add_rows(const char *side, WalkRole role, const WalkRow *rows, gsize n_rows)
{
    for (gsize i = 0; i < n_rows; i++) {
        g_autofree char *path = g_strdup_printf("/sim/replication/state/%s/%s", side, rows[i].name);
        Case c = { &rows[i], role };

        g_test_add_data_func_full(path, g_memdup2(&c, sizeof(c)), test_row, g_free);
    }
}

/* "32773: the parameter's value is not supported", whatever the state. */
static void
test_other_requests(gconstpointer data)
{
    static const guint meant[] = { 1, 2, 3, 4, 7, 9 };
    WalkRole role = GPOINTER_TO_UINT(data);

    for (guint number = 0; number <= 65535; number = number == 24 ? 65535 : number + 1) {
        WalkRow row = { "request", op_request, number, "32773", "" };
        gboolean is_meant = FALSE;

        for (gsize i = 0; i < G_N_ELEMENTS(meant); i++)
            is_meant = is_meant || meant[i] == number;
        for (guint state = 0; !is_meant && state < WALK_N_STATES; state++)
            walk_check(&row, role, state);
    }
}

/* The same method on a VM that runs. */
static void
test_running(void)
{
    static const struct {
        guint number, state;
        guint32 expect;
    } cases[] = {
        { 2, 3, 32775 }, { 2, 8, 32775 }, { 4, 3, 32775 }, { 7, 3, 4096 }, { 3, 7, 4096 },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(ReplicaWorld) owner = { 0 };
        Walk walk = { .number = 0 };

        walk_enter(&walk, WALK_PRIMARY, cases[i].state);
        owner = walk.w;
        hvs_vm_set_state(walk.w.vm, HVS_VM_RUNNING);
        g_assert_cmpuint(replica_request(&walk.w, walk.w.p, cases[i].number), ==, cases[i].expect);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_rows("primary", WALK_PRIMARY, primary_rows, G_N_ELEMENTS(primary_rows));
    add_rows("replica", WALK_REPLICA, replica_rows, G_N_ELEMENTS(replica_rows));
    g_test_add_data_func("/sim/replication/state/primary/other-requests",
                         GUINT_TO_POINTER(WALK_PRIMARY), test_other_requests);
    g_test_add_data_func("/sim/replication/state/replica/other-requests",
                         GUINT_TO_POINTER(WALK_REPLICA), test_other_requests);
    g_test_add_func("/sim/replication/state/primary/running", test_running);

    return g_test_run();
}
