/* test_sim_replication_cycle.c: what happens by itself: deltas, points, misses, health, statistics
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The world begins on 2026-05-01 at 03:00 UTC.
 */

#include <config.h>

#include "replication_verb.h"

static HvsRelationship *
get_first(HvsHost *host)
{
    return replica_find_vm(host)->relationships[0];
}

static void
prepare_world(ReplicaWorld *w, const char *settings)
{
    replica_world_init(w);
    replica_replicate(w, w->p, settings);
}

/* A first embedded instance, or NULL. */
static gpointer
get_answer(ReplicaWorld *w, HvsHost *host, const char *name, const HvrWmiClass *type)
{
    g_autoptr(HvrWmiObject) input = replica_input(SERVICE(GetReplicationStatistics));
    g_autoptr(HvrWmiObject) output = NULL;
    g_autofree char *text = NULL;
    gpointer answer = NULL;

    g_assert_cmpuint(sim_call(host, SERVICE(GetReplicationStatistics),
                              "Msvm_ReplicationService.Name=\"replicasvc\"", input, &answer),
                     ==, 0);
    output = answer;
    text = hvr_wmi_object_format_field(output, hvr_wmi_class_find_field(output->type, name), 0);

    return text != NULL ? hvr_wmi_embedded_parse(type, text, NULL) : NULL;
}

static Msvm_ReplicationStatistics *
get_statistics(ReplicaWorld *w, HvsHost *host)
{
    return get_answer(w, host, "ReplicationStatistics", &hvr_wmi_class_Msvm_ReplicationStatistics);
}

/* Twelve cycles an hour; what a running guest writes is sent and counted on both sides. */
static void
test_deltas(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(Msvm_ReplicationStatistics) sent = NULL;
    g_autoptr(Msvm_ReplicationStatistics) received = NULL;

    prepare_world(&w, SETTINGS(TO("hv-replica")));
    hvs_vm_set_state(w.vm, HVS_VM_RUNNING);
    hvs_world_step(w.world, HOUR + SECOND);
    sent = get_statistics(&w, w.p);
    received = get_statistics(&w, w.r);

    g_assert_cmpuint(sent->ReplicationSuccessCount, ==, 12);
    g_assert_cmpuint(received->ReplicationSuccessCount, ==, 12);
    g_assert_cmpuint(sent->ReplicationSize, >=, 12 << 20);
    g_assert_cmpuint(sent->ReplicationSize, <=, 12 * 64 << 20);
    g_assert_cmpuint(sent->ReplicationSize, ==, received->ReplicationSize);
    g_assert_cmpuint(sent->MaxReplicationSize, <=, 64 << 20);
    g_assert_cmpuint(sent->ReplicationLatency, ==, 12);
    g_assert_cmpuint(sent->MaxReplicationLatency, ==, 1);
    g_assert_cmpuint(sent->ReplicationMissCount, ==, 0);
    g_assert_cmpuint(sent->ReplicationHealth, ==, 1);
    g_assert_false(hvr_wmi_object_has(sent, "LastTestFailoverTime"));
    g_assert_cmpint(get_first(w.r)->last_replication, ==, get_first(w.p)->last_replication);
    g_assert_cmpint(w.world->now - get_first(w.r)->last_replication, <, 5 * MINUTE);
    g_assert_cmpuint(get_first(w.r)->last_type, ==, 1);
    g_assert_cmpuint(replica_find_vm(w.r)->snapshots->len, ==, 0); /* RecoveryHistory 0 */
}

/* Two worlds from the same seed do the same. */
static void
test_repeatable(void)
{
    guint64 sizes[2];

    for (guint i = 0; i < 2; i++) {
        g_auto(ReplicaWorld) w = { 0 };

        prepare_world(&w, SETTINGS(TO("hv-replica")));
        hvs_vm_set_state(w.vm, HVS_VM_RUNNING);
        hvs_world_step(w.world, 5 * HOUR);
        sizes[i] = get_first(w.p)->statistics->ReplicationSize;
    }
    g_assert_cmpuint(sizes[0], >, 0);
    g_assert_cmpuint(sizes[0], ==, sizes[1]);
}

static void
test_interval(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w, SETTINGS(TO("hv-replica") PROPERTY("ReplicationInterval", "uint16", "30")));
    hvs_world_step(w.world, 10 * MINUTE);
    g_assert_cmpuint(get_first(w.p)->statistics->ReplicationSuccessCount, ==, 20);
    DO(replica_text(&w, w.p, SERVICE(ModifyReplicationSettings), "ReplicationSettingData",
                    SETTINGS(PROPERTY("ReplicationInterval", "uint16", "900"))));
    hvs_world_step(w.world, 30 * MINUTE);
    g_assert_cmpuint(get_first(w.p)->statistics->ReplicationSuccessCount, ==, 22);
}

/* Hourly, as many as RecoveryHistory, every second hour an application consistent one. */
static void
test_points(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    GPtrArray *snapshots;

    prepare_world(&w, SETTINGS(TO("hv-replica") PROPERTY("RecoveryHistory", "uint16", "4") PROPERTY(
                          "ApplicationConsistentSnapshotInterval", "uint16", "2")));
    hvs_world_step(w.world, 55 * MINUTE);
    snapshots = replica_find_vm(w.r)->snapshots;
    g_assert_cmpuint(snapshots->len, ==, 0);
    hvs_world_step(w.world, 10 * HOUR);
    g_assert_cmpuint(snapshots->len, ==, 4);
    for (guint i = 0; i < 4; i++) {
        const HvsSnapshot *point = g_ptr_array_index(snapshots, i);

        g_assert_cmpstr(point->type, ==,
                        i % 2 == 0 ? "Microsoft:Hyper-V:Snapshot:Replica:ApplicationConsistent"
                                   : "Microsoft:Hyper-V:Snapshot:Replica:Standard");
        if (i > 0)
            g_assert_cmpint(point->created - ((HvsSnapshot *)snapshots->pdata[i - 1])->created, ==,
                            HOUR);
    }
    g_assert_cmpint(get_first(w.r)->last_consistent, ==,
                    ((HvsSnapshot *)snapshots->pdata[2])->created);
    g_assert_cmpint(get_first(w.p)->last_consistent, ==, get_first(w.r)->last_consistent);

    DO(replica_failover(&w, w.r, snapshots->pdata[2]));
    g_assert_cmpuint(get_first(w.r)->failed_over_type, ==, 2);
}

static void
test_history_shrinks(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    const GPtrArray *snapshots;
    gint64 newest;

    prepare_world(&w, SETTINGS(TO("hv-replica") PROPERTY("RecoveryHistory", "uint16", "4")));
    hvs_world_step(w.world, 6 * HOUR);
    snapshots = replica_find_vm(w.r)->snapshots;
    newest = ((HvsSnapshot *)snapshots->pdata[3])->created;
    DO(replica_text(&w, w.p, SERVICE(ModifyReplicationSettings), "ReplicationSettingData",
                    SETTINGS(PROPERTY("RecoveryHistory", "uint16", "1"))));
    g_assert_cmpuint(snapshots->len, ==, 1);
    g_assert_cmpint(((HvsSnapshot *)snapshots->pdata[0])->created, ==, newest);
}

/* Three cycles fail, then nothing is tried until somebody resumes. */
static void
test_misses(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(Msvm_ReplicationStatistics) statistics = NULL;
    g_autoptr(Msvm_Error) issue = NULL;

    prepare_world(&w, SETTINGS(TO("hv-replica")));
    hvs_vm_set_state(w.vm, HVS_VM_RUNNING);
    hvs_world_step(w.world, HOUR + SECOND);
    hvs_world_set_link(w.world, w.p, w.r, FALSE);
    hvs_world_step(w.world, 14 * MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    hvs_world_step(w.world, MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 8);
    hvs_world_step(w.world, HOUR);
    statistics = get_statistics(&w, w.p);
    g_assert_cmpuint(statistics->ReplicationSuccessCount, ==, 12);
    g_assert_cmpuint(statistics->ReplicationMissCount, ==, 3);
    g_assert_cmpuint(statistics->NetworkFailureCount, ==, 3);
    g_assert_cmpuint(statistics->ReplicationFailureCount, ==, 0);
    g_assert_cmpuint(statistics->PendingReplicationSize, >, 0);
    g_assert_cmpuint(statistics->ReplicationHealth, ==, 3);
    issue = get_answer(&w, w.p, "ReplicationHealthIssues", &hvr_wmi_class_Msvm_Error);
    g_assert_cmpstr(issue->Message, ==,
                    "Replication for virtual machine 'web01' is in error. Fix the error(s) and "
                    "resume replication.");

    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(get_first(w.r)->health, ==, 2);
    g_assert_cmpuint(replica_request(&w, w.p, 3), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 8);
    hvs_world_set_link(w.world, w.p, w.r, TRUE);
    DO(replica_request(&w, w.p, 3));
    g_assert_cmpuint(get_first(w.p)->pending, ==, 0);
    g_assert_cmpuint(get_first(w.p)->statistics->ReplicationSuccessCount, ==, 13);
    hvs_world_step(w.world, HOUR);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
}

/* One miss in five is a warning no more; a reset takes the warning away. */
static void
test_warning(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(Msvm_Error) issue = NULL;
    g_autoptr(Msvm_Error) none = NULL;

    prepare_world(&w, SETTINGS(TO("hv-replica")));
    hvs_world_step(w.world, 35 * MINUTE);
    hvs_world_set_link(w.world, w.p, w.r, FALSE);
    hvs_world_step(w.world, 10 * MINUTE);
    hvs_world_set_link(w.world, w.p, w.r, TRUE);
    hvs_world_step(w.world, MINUTE);
    g_assert_cmpuint(get_first(w.p)->health, ==, 2); /* 2 of 9 */
    issue = get_answer(&w, w.p, "ReplicationHealthIssues", &hvr_wmi_class_Msvm_Error);
    g_assert_cmpstr(issue->Message, ==,
                    "More than 20 percent of replication cycles have been missed for virtual "
                    "machine 'web01'. Replication might be encountering problems.");
    hvs_world_step(w.world, 5 * MINUTE);
    g_assert_cmpuint(get_first(w.p)->health, ==, 1); /* 2 of 10 */

    hvs_world_set_link(w.world, w.p, w.r, FALSE);
    hvs_world_step(w.world, 5 * MINUTE);
    hvs_world_set_link(w.world, w.p, w.r, TRUE);
    g_assert_cmpuint(get_first(w.p)->health, ==, 2);
    g_assert_cmpuint(replica_plain(&w, w.p, SERVICE(ResetReplicationStatistics)), ==, 0);
    g_assert_cmpuint(get_first(w.p)->health, ==, 1);
    g_assert_cmpuint(get_first(w.p)->statistics->ReplicationMissCount, ==, 0);
    none = get_answer(&w, w.p, "ReplicationHealthIssues", &hvr_wmi_class_Msvm_Error);
    g_assert_null(none);
}

/* What makes the receiver refuse: the sender notices by its next cycles. */
static void
test_refused(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w, SETTINGS(TO("hv-replica")));
    DO(replica_request(&w, w.r, 7)); /* paused over there */
    g_assert_cmpuint(get_first(w.r)->health, ==, 3);
    g_assert_cmpuint(get_first(w.p)->health, ==, 3);
    hvs_world_step(w.world, 20 * MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 8);
    g_assert_cmpuint(get_first(w.p)->statistics->ReplicationFailureCount, ==, 3);
    DO(replica_request(&w, w.r, 3));
    DO(replica_request(&w, w.p, 3));
    hvr_wmi_object_set_boolean(w.r->service_settings, "RecoveryServerEnabled", FALSE);
    hvs_world_step(w.world, 20 * MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 8);
}

static void
test_behind(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(Msvm_Error) issue = NULL;

    prepare_world(&w, SETTINGS(TO("hv-replica")));
    DO(replica_request(&w, w.p, 7));
    g_assert_cmpuint(get_first(w.p)->health, ==, 2);
    g_assert_cmpuint(get_first(w.r)->health, ==, 2);
    w.p->up = FALSE;
    replica_plain(&w, w.r, SERVICE(ResetReplicationStatistics));
    g_assert_cmpuint(get_first(w.r)->health, ==, 1);
    hvs_world_step(w.world, 64 * MINUTE);
    replica_plain(&w, w.r, SERVICE(ResetReplicationStatistics));
    issue = get_answer(&w, w.r, "ReplicationHealthIssues", &hvr_wmi_class_Msvm_Error);
    g_assert_cmpstr(issue->Message, ==,
                    "Replica virtual machine 'web01' is behind the primary by more than an hour.");
}

/* "More than half of the disks in the log": the baseline is lost; between 18:30
 * and 06:00 a resynchronization starts by itself, if it may. */
static void
test_log_full(gconstpointer data)
{
    gboolean automatic = GPOINTER_TO_INT(data);
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(
        &w,
        automatic
            ? SETTINGS(TO("hv-replica") PROPERTY("AutoResynchronizeEnabled", "boolean", "TRUE"))
            : SETTINGS(TO("hv-replica") PROPERTY("AutoResynchronizeEnabled", "boolean", "FALSE")));
    hvs_world_step(w.world, 5 * HOUR); /* 08:00 */
    hvs_vm_set_state(w.vm, HVS_VM_RUNNING);
    DO(replica_request(&w, w.p, 7));
    get_first(w.p)->pending = 5 * GIB - (1 << 20);
    hvs_world_step(w.world, 10 * MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 9);
    g_assert_cmpuint(get_first(w.p)->health, ==, 3);
    g_assert_cmpuint(replica_request(&w, w.p, 3), ==, 32775);
    hvs_world_step(w.world, 10 * HOUR); /* 18:10 */
    g_assert_cmpuint(replica_state(w.p, 0), ==, 9);
    hvs_world_step(w.world, 30 * MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, automatic ? 3 : 9);
}

/* Boundaries at 09:00 and 21:00: the first window is shorter than the others. */
static void
test_windows(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(Msvm_ReplicationStatistics) first = NULL;
    g_autoptr(Msvm_ReplicationStatistics) second = NULL;

    prepare_world(&w, SETTINGS(TO("hv-replica")));
    first = get_statistics(&w, w.p);
    g_assert_cmpint(first->StartStatisticTime.usec, <, SIM_START + MINUTE);
    g_assert_cmpint(first->EndStatisticTime.usec, ==, SIM_START + 6 * HOUR);
    hvs_world_step(w.world, 6 * HOUR + 29 * MINUTE);
    second = get_statistics(&w, w.p);
    g_assert_cmpint(second->StartStatisticTime.usec, ==, SIM_START + 6 * HOUR);
    g_assert_cmpint(second->EndStatisticTime.usec, ==, SIM_START + 18 * HOUR);
    g_assert_cmpuint(second->ReplicationSuccessCount, ==, 6);
}

/* A host that is down neither sends nor counts. */
static void
test_down(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w, SETTINGS(TO("hv-replica")));
    w.p->up = FALSE;
    hvs_world_step(w.world, 2 * HOUR);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    g_assert_cmpuint(get_first(w.p)->statistics->ReplicationMissCount, ==, 0);
    g_assert_cmpuint(get_first(w.r)->health, ==, 2);
    w.p->up = TRUE;
    hvs_world_step(w.world, 5 * MINUTE);
    g_assert_cmpuint(get_first(w.p)->statistics->ReplicationSuccessCount, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sim/replication/cycle/deltas", test_deltas);
    g_test_add_func("/sim/replication/cycle/repeatable", test_repeatable);
    g_test_add_func("/sim/replication/cycle/interval", test_interval);
    g_test_add_func("/sim/replication/cycle/points", test_points);
    g_test_add_func("/sim/replication/cycle/history-shrinks", test_history_shrinks);
    g_test_add_func("/sim/replication/cycle/misses", test_misses);
    g_test_add_func("/sim/replication/cycle/warning", test_warning);
    g_test_add_func("/sim/replication/cycle/refused", test_refused);
    g_test_add_func("/sim/replication/cycle/behind", test_behind);
    g_test_add_data_func("/sim/replication/cycle/log-full", GINT_TO_POINTER(FALSE), test_log_full);
    g_test_add_data_func("/sim/replication/cycle/automatic", GINT_TO_POINTER(TRUE), test_log_full);
    g_test_add_func("/sim/replication/cycle/windows", test_windows);
    g_test_add_func("/sim/replication/cycle/down", test_down);

    return g_test_run();
}
