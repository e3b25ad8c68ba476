/* test_sim_replication_state.c: every operation in every state, on both sides
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The two tables are transcribed from what Microsoft's documents say, or leave
 * to inference, about states; not from the simulator's own table.  A cell says:
 *   "-"     refused with 32775
 *   "idle"  answers 0 and changes nothing
 *   "A>B"   state A as soon as the call is answered, B once its job has ended
 *   "NNNNN" that return value
 */

#include <config.h>

#include "replication_verb.h"

typedef guint32 (*Operation)(ReplicaWorld *w, HvsHost *host);

#define N_SENDER_STATES   10
#define N_RECEIVER_STATES 7

static const guint sender_states[N_SENDER_STATES] = { 0, 1, 2, 3, 4, 7, 8, 9, 10, 11 };
static const guint receiver_states[N_RECEIVER_STATES] = { 2, 3, 5, 6, 7, 8, 12 };

static guint32
op_create(ReplicaWorld *w, HvsHost *host)
{
    return replica_create(w, host, SETTINGS(TO("hv-replica")));
}

static guint32
op_extend(ReplicaWorld *w, HvsHost *host)
{
    return replica_create(w, host, SETTINGS(TO("hv-third")));
}

static guint32
op_start(ReplicaWorld *w, HvsHost *host)
{
    return replica_start(w, host, 1, NULL, 0);
}

static guint32
op_start_later(ReplicaWorld *w, HvsHost *host)
{
    guint32 result = replica_start(w, host, 1, NULL, w->world->now + HOUR);

    w->job = NULL; /* waits for its time */

    return result;
}

static guint32
op_start_export(ReplicaWorld *w, HvsHost *host)
{
    return replica_start(w, host, 2, "E:\\Export", 0);
}

static guint32
op_request_1(ReplicaWorld *w, HvsHost *host)
{
    return replica_request(w, host, 1);
}

static guint32
op_request_3(ReplicaWorld *w, HvsHost *host)
{
    return replica_request(w, host, 3);
}

static guint32
op_request_4(ReplicaWorld *w, HvsHost *host)
{
    return replica_request(w, host, 4);
}

static guint32
op_request_7(ReplicaWorld *w, HvsHost *host)
{
    return replica_request(w, host, 7);
}

static guint32
op_request_9(ReplicaWorld *w, HvsHost *host)
{
    return replica_request(w, host, 9);
}

static guint32
op_resync(ReplicaWorld *w, HvsHost *host)
{
    return replica_resync(w, host, 0);
}

static guint32
op_resync_later(ReplicaWorld *w, HvsHost *host)
{
    guint32 result = replica_resync(w, host, w->world->now + HOUR);

    w->job = NULL; /* waits for its time */

    return result;
}

static guint32
op_modify(ReplicaWorld *w, HvsHost *host)
{
    return replica_text(w, host, SERVICE(ModifyReplicationSettings), "ReplicationSettingData",
                        SETTINGS(PROPERTY("RecoveryHistory", "uint16", "5")));
}

static guint32
op_remove(ReplicaWorld *w, HvsHost *host)
{
    return replica_plain(w, host, SERVICE(RemoveReplicationRelationship));
}

static guint32
op_remove_ex(ReplicaWorld *w, HvsHost *host)
{
    return replica_text(w, host, SERVICE(RemoveReplicationRelationshipEx),
                        "ReplicationRelationship", LEG("0"));
}

static guint32
op_get(ReplicaWorld *w, HvsHost *host)
{
    return replica_plain(w, host, SERVICE(GetReplicationStatistics));
}

static guint32
op_get_ex(ReplicaWorld *w, HvsHost *host)
{
    return replica_text(w, host, SERVICE(GetReplicationStatisticsEx), "ReplicationRelationship",
                        LEG("0"));
}

static guint32
op_reset(ReplicaWorld *w, HvsHost *host)
{
    return replica_plain(w, host, SERVICE(ResetReplicationStatistics));
}

static guint32
op_reset_ex(ReplicaWorld *w, HvsHost *host)
{
    return replica_text(w, host, SERVICE(ResetReplicationStatisticsEx), "ReplicationRelationship",
                        LEG("0"));
}

static guint32
op_import(ReplicaWorld *w, HvsHost *host)
{
    return replica_text(w, host, SERVICE(ImportInitialReplica), "InitialReplicationImportLocation",
                        "F:\\Mail\\web01_" GUID);
}

static guint32
op_test(ReplicaWorld *w, HvsHost *host)
{
    return replica_plain(w, host, SERVICE(TestReplicaSystem));
}

static guint32
op_failover(ReplicaWorld *w, HvsHost *host)
{
    return replica_failover(w, host, NULL);
}

static guint32
op_revert(ReplicaWorld *w, HvsHost *host)
{
    return replica_plain(w, host, SERVICE(RevertFailover));
}

static guint32
op_commit(ReplicaWorld *w, HvsHost *host)
{
    return replica_plain(w, host, SERVICE(CommitFailover));
}

/* The old primary was made a replica, where that is possible. */
static guint32
op_reverse(ReplicaWorld *w, HvsHost *host)
{
    gboolean is_failed_over = replica_state(w->r, 0) == 5 || replica_state(w->r, 0) == 6;

    if (is_failed_over && replica_request(w, w->p, 2) == 4096)
        replica_finish(w);

    return replica_reverse(w, host, SETTINGS(TO("hv-primary")));
}

static guint32
op_change_mode(ReplicaWorld *w, HvsHost *host)
{
    return replica_text(w, host, SERVICE(ChangeReplicationModeToPrimary), "ReplicationRelationship",
                        LEG("1"));
}

static guint32
op_failback(ReplicaWorld *w, HvsHost *host)
{
    return replica_text(w, host, SERVICE(InitiateFailback), "ReplicationSettingData",
                        SETTINGS(TO("hv-primary")));
}

static guint32
op_failback_external(ReplicaWorld *w, HvsHost *host)
{
    w->world->switches.external_provider = TRUE;

    return op_failback(w, host);
}

static guint32
op_network(ReplicaWorld *w, HvsHost *host)
{
    g_autoptr(HvrWmiObject) adapter = NULL;
    g_autofree char *text = NULL;
    const char *texts[2] = { NULL };
    gpointer input = replica_input(SERVICE(SetFailoverNetworkAdapterSettings));
    g_autoptr(GPtrArray) all = hvs_cim_list(host, HVR_WMI_NAMESPACE,
                                            &hvr_wmi_class_Msvm_FailoverNetworkAdapterSettingData);

    if (all->len > 0)
        adapter = g_ptr_array_steal_index(all, 0);
    else
        adapter = hvr_wmi_object_new(&hvr_wmi_class_Msvm_FailoverNetworkAdapterSettingData);
    hvr_wmi_object_set_boolean(adapter, "DHCPEnabled", TRUE);
    text = hvr_wmi_embedded_format(adapter);
    texts[0] = text;
    hvr_wmi_object_set_strv(input, "NetworkSettings", texts);

    return replica_invoke(w, host, SERVICE(SetFailoverNetworkAdapterSettings), input);
}

static guint32
op_authorize(ReplicaWorld *w, HvsHost *host)
{
    return replica_text(w, host, SERVICE(SetAuthorizationEntry), "AuthorizationEntry",
                        INSTANCE("Msvm_ReplicationAuthorizationSettingData",
                                 PROPERTY("AllowedPrimaryHostSystem", "string", "*")));
}

static guint32
op_power_on(ReplicaWorld *w, HvsHost *host)
{
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_ComputerSystem_RequestStateChange;
    gpointer input = hvr_wmi_object_new(method->input);

    hvr_wmi_object_set_uint(input, "RequestedState", 2);

    return replica_invoke(w, host, method, input);
}

/* The sending side, relationship 0 of a primary VM that is off. */
/* clang-format off */
static const struct {
    const char *name;
    Operation operation;
    const char *cells[N_SENDER_STATES];
} sender_rows[] = {
    /*                                  0      1      2      3       4       7       8       9       10      11 */
    { "create",         op_create,       { "0>1", "-",   "-",   "-",    "-",    "-",    "-",    "-",    "-",    "-" } },
    { "start",          op_start,        { "-",   "2>3", "-",   "-",    "-",    "-",    "-",    "-",    "-",    "-" } },
    { "start-later",    op_start_later,  { "-",   "1>1", "-",   "-",    "-",    "-",    "-",    "-",    "-",    "-" } },
    { "start-export",   op_start_export, { "-",   "2>3", "-",   "-",    "-",    "-",    "-",    "-",    "-",    "-" } },
    { "cancel-initial", op_request_1,    { "-",   "1>1", "1>1", "-",    "-",    "-",    "-",    "-",    "-",    "-" } },
    { "suspend",        op_request_7,    { "-",   "-",   "7>7", "7>7",  "-",    "idle", "-",    "-",    "7>11", "-" } },
    { "resume",         op_request_3,    { "-",   "-",   "-",   "idle", "3>3",  "3>3",  "3>3",  "-",    "-",    "3>10" } },
    { "resync",         op_resync,       { "-",   "-",   "-",   "-",    "-",    "10>3", "10>3", "10>3", "-",    "10>3" } },
    { "resync-later",   op_resync_later, { "-",   "-",   "-",   "-",    "-",    "9>9",  "9>9",  "9>9",  "-",    "9>9" } },
    { "cancel-resync",  op_request_9,    { "-",   "-",   "-",   "-",    "-",    "-",    "-",    "-",    "9>9",  "9>9" } },
    { "prepare",        op_request_4,    { "-",   "-",   "-",   "4>4",  "idle", "-",    "-",    "-",    "-",    "-" } },
    { "modify",         op_modify,       { "-",   "1>1", "2>2", "3>3",  "-",    "7>7",  "8>8",  "9>9",  "-",    "11>11" } },
    { "remove",         op_remove,       { "-",   "1>0", "2>0", "3>0",  "4>0",  "7>0",  "8>0",  "9>0",  "10>0", "11>0" } },
    { "remove-ex",      op_remove_ex,    { "-",   "1>0", "2>0", "3>0",  "4>0",  "7>0",  "8>0",  "9>0",  "10>0", "11>0" } },
    { "get",            op_get,          { "-",   "idle", "idle", "idle", "idle", "idle", "idle", "idle", "idle", "idle" } },
    { "get-ex",         op_get_ex,       { "-",   "idle", "idle", "idle", "idle", "idle", "idle", "idle", "idle", "idle" } },
    { "reset",          op_reset,        { "-",   "idle", "idle", "idle", "idle", "idle", "idle", "idle", "idle", "idle" } },
    { "reset-ex",       op_reset_ex,     { "-",   "idle", "idle", "idle", "idle", "idle", "idle", "idle", "idle", "idle" } },
    { "network",        op_network,      { "-",   "idle", "idle", "idle", "idle", "idle", "idle", "idle", "idle", "idle" } },
    /* Methods of the other side. */
    { "import",         op_import,       { "-",   "-",   "-",   "-",    "-",    "-",    "-",    "-",    "-",    "-" } },
    { "test",           op_test,         { "-",   "-",   "-",   "-",    "-",    "-",    "-",    "-",    "-",    "-" } },
    { "failover",       op_failover,     { "-",   "-",   "-",   "-",    "-",    "-",    "-",    "-",    "-",    "-" } },
    { "revert",         op_revert,       { "-",   "-",   "-",   "-",    "-",    "-",    "-",    "-",    "-",    "-" } },
    { "commit",         op_commit,       { "-",   "-",   "-",   "-",    "-",    "-",    "-",    "-",    "-",    "-" } },
    { "reverse",        op_reverse,      { "-",   "-",   "-",   "-",    "-",    "-",    "-",    "-",    "-",    "-" } },
    { "change-mode",    op_change_mode,  { "-",   "-",   "-",   "-",    "-",    "-",    "-",    "-",    "-",    "-" } },
    { "failback",       op_failback,     { "-",   "-",   "-",   "-",    "-",    "-",    "-",    "-",    "-",    "-" } },
    { "authorize",      op_authorize,    { "-",   "-",   "-",   "-",    "-",    "-",    "-",    "-",    "-",    "-" } },
};

/* The receiving side, relationship 0 of a replica; with an extended one where it says so. */
static const struct {
    const char *name;
    Operation operation;
    gboolean extended;
    const char *cells[N_RECEIVER_STATES];
} receiver_rows[] = {
    /*                                                   2        3        5        6        7        8        12 */
    { "import",            op_import,            FALSE, { "2>3",   "-",     "-",     "-",     "-",     "-",     "-" } },
    { "suspend",           op_request_7,         FALSE, { "-",     "7>7",   "-",     "-",     "idle",  "-",     "-" } },
    { "resume",            op_request_3,         FALSE, { "-",     "idle",  "-",     "-",     "3>3",   "3>3",   "-" } },
    { "test",              op_test,              FALSE, { "-",     "3>3",   "-",     "-",     "7>7",   "8>8",   "-" } },
    { "failover",          op_failover,          FALSE, { "-",     "12>5",  "-",     "-",     "12>5",  "12>5",  "-" } },
    { "revert",            op_revert,            FALSE, { "-",     "-",     "5>3",   "-",     "-",     "-",     "-" } },
    { "commit",            op_commit,            FALSE, { "-",     "-",     "5>6",   "-",     "-",     "-",     "-" } },
    { "reverse",           op_reverse,           FALSE, { "-",     "-",     "5>1",   "6>1",   "-",     "-",     "-" } },
    { "change-mode",       op_change_mode,       TRUE,  { NULL,    "-",     "-",     "6>3",   "-",     "-",     "-" } },
    { "change-mode-none",  op_change_mode,       FALSE, { "-",     "-",     "-",     "-",     "-",     "-",     "-" } },
    { "failback",          op_failback,          FALSE, { "32770", "32770", "32770", "32770", "32770", "32770", "32770" } },
    { "failback-external", op_failback_external, FALSE, { "-",     "-",     "-",     "13>14", "-",     "-",     "-" } },
    { "extend",            op_extend,            FALSE, { "-",     "3>3",   "-",     "-",     "7>7",   "8>8",   "-" } },
    { "extend-twice",      op_extend,            TRUE,  { NULL,    "-",     "-",     "-",     "-",     "-",     "-" } },
    { "start",             op_start,             FALSE, { "-",     "-",     "-",     "-",     "-",     "-",     "-" } },
    { "modify",            op_modify,            FALSE, { "-",     "-",     "-",     "-",     "-",     "-",     "-" } },
    { "resync",            op_resync,            FALSE, { "-",     "-",     "-",     "-",     "-",     "-",     "-" } },
    { "remove",            op_remove,            FALSE, { "2>0",   "3>0",   "5>0",   "6>0",   "7>0",   "8>0",   "-" } },
    { "remove-ex",         op_remove_ex,         FALSE, { "2>0",   "3>0",   "5>0",   "6>0",   "7>0",   "8>0",   "-" } },
    { "remove-extended",   op_remove_ex,         TRUE,  { NULL,    "-",     "-",     "-",     "-",     "-",     "-" } },
    { "network",           op_network,           FALSE, { "idle",  "idle",  "idle",  "idle",  "idle",  "idle",  "-" } },
    { "authorize",         op_authorize,         FALSE, { "idle",  "idle",  "idle",  "idle",  "idle",  "idle",  "idle" } },
    { "power-on",          op_power_on,          FALSE, { "-",     "-",     "5>5",   "6>6",   "-",     "-",     "-" } },
    { "get",               op_get,               FALSE, { "idle",  "idle",  "idle",  "idle",  "idle",  "idle",  "idle" } },
    { "reset",             op_reset,             FALSE, { "idle",  "idle",  "idle",  "idle",  "idle",  "idle",  "idle" } },
    /* Requests of the other side. */
    { "cancel-initial",    op_request_1,         FALSE, { "-",     "-",     "-",     "-",     "-",     "-",     "-" } },
    { "prepare",           op_request_4,         FALSE, { "-",     "-",     "-",     "-",     "-",     "-",     "-" } },
    { "cancel-resync",     op_request_9,         FALSE, { "-",     "-",     "-",     "-",     "-",     "-",     "-" } },
};
/* clang-format on */

typedef struct {
    Operation operation;
    guint state;
    gboolean sender;
    gboolean extended;
    const char *cell;
} Case;

/* Runs a step that leads to the state wanted. */
static void
drive(ReplicaWorld *w, guint32 result)
{
    g_assert_cmpuint(result, ==, 4096);
    g_assert_cmpuint(replica_finish(w), ==, 0);
}

static void
drive_sender(ReplicaWorld *w, guint state)
{
    if (state == 0)
        return;
    drive(w, op_create(w, w->p));
    if (state == 1)
        return;
    g_assert_cmpuint(op_start(w, w->p), ==, 4096);
    if (state == 2)
        return;
    g_assert_cmpuint(replica_finish(w), ==, 0);
    if (state == 4)
        drive(w, op_request_4(w, w->p));
    if (state == 8) {
        hvs_world_set_link(w->world, w->p, w->r, FALSE);
        hvs_world_step(w->world, 20 * MINUTE);
        hvs_world_set_link(w->world, w->p, w->r, TRUE);
    }
    if (state != 7 && state < 9)
        return;
    drive(w, op_request_7(w, w->p));
    if (state == 7)
        return;
    g_assert_cmpuint(op_resync(w, w->p), ==, 4096);
    if (state == 9)
        drive(w, op_request_9(w, w->p));
    if (state == 11)
        drive(w, op_request_7(w, w->p));
}

static void
drive_receiver(ReplicaWorld *w, guint state, gboolean extended)
{
    drive(w, op_create(w, w->p));
    drive(w, state == 2 ? op_start_export(w, w->p) : op_start(w, w->p));
    if (extended) {
        drive(w, op_extend(w, w->r));
        drive(w, op_start(w, w->r));
    }
    if (state == 7)
        drive(w, op_request_7(w, w->r));
    if (state == 8) /* documented, but nothing simulated leads there */
        replica_find_vm(w->r)->relationships[0]->state = 8;
    if (state == 12)
        g_assert_cmpuint(op_failover(w, w->r), ==, 4096);
    if (state == 5 || state == 6)
        drive(w, op_failover(w, w->r));
    if (state == 6)
        drive(w, op_commit(w, w->r));
}

static void
check_change(ReplicaWorld *w, HvsHost *host, const char *cell)
{
    const char *then = strchr(cell, '>') + 1;

    g_assert_cmpuint(replica_state(host, 0), ==, g_ascii_strtoull(cell, NULL, 10));
    g_assert_cmpuint(replica_finish(w), ==, 0);
    if (replica_state(host, 0) != g_ascii_strtoull(then, NULL, 10))
        g_test_message("expected %s", cell);
    g_assert_cmpuint(replica_state(host, 0), ==, g_ascii_strtoull(then, NULL, 10));
}

static void
test_cell(gconstpointer data)
{
    const Case *c = data;
    g_auto(ReplicaWorld) w = { 0 };
    HvsHost *host;
    guint32 result;

    replica_world_init(&w);
    host = c->sender ? w.p : w.r;
    if (c->sender)
        drive_sender(&w, c->state);
    else
        drive_receiver(&w, c->state, c->extended);
    g_assert_cmpuint(replica_state(host, 0), ==, c->state);

    result = c->operation(&w, host);

    if (strchr(c->cell, '>') != NULL) {
        g_assert_cmpuint(result, ==, 4096);
        check_change(&w, host, c->cell);
        return;
    }
    if (strcmp(c->cell, "idle") == 0)
        g_assert_cmpuint(result, ==, 0);
    else if (strcmp(c->cell, "-") == 0)
        g_assert_cmpuint(result, ==, 32775);
    else
        g_assert_cmpuint(result, ==, g_ascii_strtoull(c->cell, NULL, 10));
    g_assert_cmpuint(replica_state(host, 0), ==, c->state);
}

static void
add_case(const char *side, const char *name, const Case *c)
{
    g_autofree char *path =
        g_strdup_printf("/sim/replication/state/%s/%s/%u", side, name, c->state);

    g_test_add_data_func_full(path, g_memdup2(c, sizeof(*c)), test_cell, g_free);
}

static void
add_sender_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(sender_rows); i++) {
        for (gsize j = 0; j < N_SENDER_STATES; j++) {
            Case c = { sender_rows[i].operation, sender_states[j], TRUE, FALSE,
                       sender_rows[i].cells[j] };

            add_case("sender", sender_rows[i].name, &c);
        }
    }
}

/* Without a cell: no such world exists. */
static void
add_receiver_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(receiver_rows); i++) {
        for (gsize j = 0; j < N_RECEIVER_STATES; j++) {
            Case c = { receiver_rows[i].operation, receiver_states[j], FALSE,
                       receiver_rows[i].extended, receiver_rows[i].cells[j] };

            if (c.cell != NULL)
                add_case("receiver", receiver_rows[i].name, &c);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_sender_cases();
    add_receiver_cases();

    return g_test_run();
}
