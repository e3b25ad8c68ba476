/* test_sim_replication_delta.c: deltas take time, get lost, and need room and a guest that holds
 * still
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "replication_verb.h"
#include "sim_control.h"
#include "sim_replication_delta.h"

#define MIB (G_GUINT64_CONSTANT(1) << 20)

static HvsRelationship *
get_first(HvsHost *host)
{
    return replica_find_vm(host)->relationships[0];
}

static const Msvm_ReplicationStatistics *
get_counts(HvsHost *host)
{
    return get_first(host)->statistics;
}

/* Every five minutes, at 1 MiB/s; the guest is off, so that sizes are the test's. */
static void
prepare_world(ReplicaWorld *w, const char *settings)
{
    replica_world_init(w);
    replica_replicate(w, w->p, settings);
    w->p->delta_rate = MIB;
}

static void
control(ReplicaWorld *w, const char *line)
{
    g_autofree char *answer = hvs_control_run(w->world, line);

    g_assert_cmpstr(answer, ==, "ok");
}

/* The texts of ReplicationHealthIssues, joined; transfer full. */
static char *
dup_issues(HvsHost *host)
{
    g_autoptr(HvrWmiObject) input = replica_input(SERVICE(GetReplicationStatistics));
    g_autoptr(Msvm_ReplicationService_GetReplicationStatistics_OUTPUT) output = NULL;
    gpointer answer = NULL;

    g_assert_cmpuint(sim_call(host, SERVICE(GetReplicationStatistics),
                              "Msvm_ReplicationService.Name=\"replicasvc\"", input, &answer),
                     ==, 0);
    output = answer;

    return output->ReplicationHealthIssues != NULL ? g_strjoinv("", output->ReplicationHealthIssues)
                                                   : g_strdup("");
}

static void
assert_issue(HvsHost *host, const char *wanted)
{
    g_autofree char *issues = dup_issues(host);

    if (strstr(issues, wanted) == NULL)
        g_test_message("%s", issues);
    g_assert_nonnull(strstr(issues, wanted));
}

/* 60 MiB take a minute, and are counted when they are there. */
static void
test_takes_time(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w, SETTINGS(TO("hv-replica")));
    hvs_delta_set_pending(get_first(w.p), 60 * MIB);
    hvs_world_step(w.world, 5 * MINUTE + 59 * SECOND);
    g_assert_cmpuint(get_counts(w.p)->ReplicationSuccessCount, ==, 0);
    g_assert_cmpuint(get_counts(w.p)->PendingReplicationSize, ==, 60 * MIB);
    hvs_world_step(w.world, SECOND);
    g_assert_cmpuint(get_counts(w.p)->ReplicationSuccessCount, ==, 1);
    g_assert_cmpuint(get_counts(w.r)->ReplicationSuccessCount, ==, 1);
    g_assert_cmpuint(get_counts(w.p)->ReplicationSize, ==, 60 * MIB);
    g_assert_cmpuint(get_counts(w.p)->PendingReplicationSize, ==, 0);
    g_assert_cmpuint(get_counts(w.p)->ReplicationLatency, ==, 61);
    g_assert_cmpint(get_first(w.r)->last_apply, ==, w.world->now);
    g_assert_cmpuint(get_counts(w.p)->ReplicationMissCount, ==, 0);
}

/* Eleven minutes: two cycles are missed, the next one follows at once, not beside it. */
static void
test_too_slow(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w, SETTINGS(TO("hv-replica")));
    hvs_delta_set_pending(get_first(w.p), 660 * MIB);
    hvs_world_step(w.world, 10 * MINUTE);
    g_assert_cmpuint(get_counts(w.p)->ReplicationMissCount, ==, 1);
    hvs_delta_set_pending(get_first(w.p), 661 * MIB); /* the guest writes on */
    hvs_world_step(w.world, 5 * MINUTE + 59 * SECOND);
    g_assert_cmpuint(get_counts(w.p)->ReplicationMissCount, ==, 2);
    g_assert_cmpuint(get_counts(w.p)->ReplicationSuccessCount, ==, 0);
    hvs_world_step(w.world, SECOND);
    g_assert_cmpuint(get_counts(w.p)->ReplicationSuccessCount, ==, 1);
    g_assert_cmpuint(get_counts(w.p)->PendingReplicationSize, ==, MIB);
    hvs_world_step(w.world, SECOND);
    g_assert_cmpuint(get_counts(w.p)->ReplicationSuccessCount, ==, 2);
    g_assert_cmpuint(get_counts(w.p)->MaxReplicationLatency, ==, 661);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    g_assert_cmpuint(get_first(w.p)->health, ==, 2);
    assert_issue(w.p, "More than 20 percent of replication cycles have been missed for virtual "
                      "machine 'web01'. Replication might be encountering problems.");
    assert_issue(w.p, "latency");
}

/* The link breaks on the way: what was sent is still pending. */
static void
test_lost_on_the_way(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w, SETTINGS(TO("hv-replica")));
    hvs_delta_set_pending(get_first(w.p), 60 * MIB);
    hvs_world_step(w.world, 5 * MINUTE + 30 * SECOND);
    hvs_world_set_link(w.world, w.p, w.r, FALSE);
    hvs_world_step(w.world, MINUTE);
    g_assert_cmpuint(get_counts(w.p)->NetworkFailureCount, ==, 1);
    g_assert_cmpuint(get_counts(w.p)->ReplicationFailureCount, ==, 0);
    g_assert_cmpuint(get_counts(w.p)->PendingReplicationSize, ==, 60 * MIB);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    hvs_world_set_link(w.world, w.p, w.r, TRUE);
    hvs_world_step(w.world, 5 * MINUTE);
    g_assert_cmpuint(get_counts(w.p)->ReplicationSuccessCount, ==, 1);
    g_assert_cmpuint(get_counts(w.p)->ReplicationSize, ==, 60 * MIB);
}

/* Three in a row and it stops; the reason is told. */
static void
test_network(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w, SETTINGS(TO("hv-replica")));
    hvs_world_set_link(w.world, w.p, w.r, FALSE);
    hvs_world_step(w.world, 10 * MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    hvs_world_step(w.world, 5 * MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 8);
    g_assert_cmpuint(get_counts(w.p)->NetworkFailureCount, ==, 3);
    assert_issue(w.p, "did not answer");
    hvs_world_step(w.world, HOUR);
    g_assert_cmpuint(get_counts(w.p)->NetworkFailureCount, ==, 3); /* nobody tries any more */
    hvs_world_set_link(w.world, w.p, w.r, TRUE);
    DO(replica_request(&w, w.p, 3));
    g_assert_null(get_first(w.p)->problem);
}

/* Stopping a delta that is on its way: pausing does, and prepares for another one. */
static void
test_paused_on_the_way(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w, SETTINGS(TO("hv-replica")));
    hvs_delta_set_pending(get_first(w.p), 60 * MIB);
    hvs_world_step(w.world, 5 * MINUTE + 30 * SECOND);
    g_assert_true(hvs_delta_is_under_way(get_first(w.p)));
    DO(replica_request(&w, w.p, 7));
    g_assert_false(hvs_delta_is_under_way(get_first(w.p)));
    hvs_world_step(w.world, 10 * MINUTE);
    g_assert_cmpuint(get_counts(w.p)->ReplicationSuccessCount, ==, 0);
    g_assert_cmpuint(get_counts(w.p)->PendingReplicationSize, ==, 60 * MIB);
    g_assert_cmpuint(replica_request(&w, w.p, 3), ==, 4096);
    hvs_world_step(w.world, 59 * SECOND); /* a minute for what is pending */
    g_assert_cmpint(w.job->ended, ==, 0);
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    g_assert_cmpuint(get_counts(w.p)->ReplicationSize, ==, 60 * MIB);
}

/* "Ship the last deltas" takes the time that they need. */
static void
test_prepared(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w, SETTINGS(TO("hv-replica")));
    hvs_delta_set_pending(get_first(w.p), 120 * MIB);
    g_assert_cmpuint(replica_request(&w, w.p, 4), ==, 4096);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 4);
    hvs_world_step(w.world, MINUTE);
    g_assert_false(get_first(w.r)->planned);
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    g_assert_true(get_first(w.r)->planned);
    g_assert_cmpuint(get_first(w.r)->last_type, ==, 3);
    g_assert_cmpuint(get_counts(w.p)->PendingReplicationSize, ==, 0);
}

/* No room: the sender's cycles fail in the replica server's words; with room
 * again, somebody resumes. */
static void
test_disk_full(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w, SETTINGS(TO("hv-replica")));
    hvs_delta_set_pending(get_first(w.p), 60 * MIB);
    control(&w, "storage-free hv-replica 60M"); /* not for the log's own needs, too */
    hvs_world_step(w.world, 15 * MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 8);
    g_assert_cmpuint(get_counts(w.p)->ReplicationFailureCount, ==, 3);
    g_assert_cmpuint(get_counts(w.p)->NetworkFailureCount, ==, 0);
    g_assert_cmpuint(get_first(w.p)->health, ==, 3);
    assert_issue(w.p, "Replication for virtual machine 'web01' is in error.");
    assert_issue(w.p,
                 "There is not enough space on the storage of the Replica server 'hv-replica'.");
    g_assert_cmpuint(replica_request(&w, w.p, 3), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_nonnull(strstr(w.job->error_text, "not enough space"));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 8);
    control(&w, "storage-free hv-replica 61M");
    DO(replica_request(&w, w.p, 3));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    hvs_world_step(w.world, 5 * MINUTE);
    g_assert_cmpuint(get_counts(w.p)->ReplicationSuccessCount, ==, 2);
}

/* A first copy needs all of it, and keeps it. */
static void
test_disk_full_at_first(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    DO(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))));
    control(&w, "storage-free hv-replica 10G");
    g_assert_cmpuint(replica_start(&w, w.p, 1, NULL, 0), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_nonnull(strstr(w.job->error_text, "not enough space"));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 1);
    control(&w, "storage-free hv-replica 11G");
    DO(replica_start(&w, w.p, 1, NULL, 0));
    g_assert_cmpuint(w.r->storage_free, ==, GIB);
}

static void
test_disk_full_at_import(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    static const char path[] = "F:\\Mail\\web01_" GUID;

    replica_world_init(&w);
    DO(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))));
    DO(replica_start(&w, w.p, 2, "E:\\Export", 0));
    control(&w, "storage-free hv-replica 10G");
    g_assert_cmpuint(replica_text(&w, w.r, SERVICE(ImportInitialReplica),
                                  "InitialReplicationImportLocation", path),
                     ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 2);
    control(&w, "storage-free hv-replica 11G");
    DO(replica_text(&w, w.r, SERVICE(ImportInitialReplica), "InitialReplicationImportLocation",
                    path));
    g_assert_cmpuint(w.r->storage_free, ==, GIB);
}

/* Every hour an application-consistent one: two fail, and are ordinary ones. */
static void
test_vss(void)
{
    static const gboolean consistent[] = { FALSE, FALSE, TRUE, TRUE };
    g_auto(ReplicaWorld) w = { 0 };
    const GPtrArray *points;

    prepare_world(&w, SETTINGS(TO("hv-replica") PROPERTY("RecoveryHistory", "uint16", "8") PROPERTY(
                          "ApplicationConsistentSnapshotInterval", "uint16", "1")));
    control(&w, "fail-vss hv-primary web01 2");
    hvs_world_step(w.world, 4 * HOUR + 10 * MINUTE);
    points = replica_find_vm(w.r)->snapshots;
    g_assert_cmpuint(points->len, ==, 4);
    for (guint i = 0; i < points->len; i++) {
        const HvsSnapshot *point = g_ptr_array_index(points, i);

        g_assert_cmpint(g_str_has_suffix(point->type, ":ApplicationConsistent"), ==, consistent[i]);
    }
    g_assert_cmpuint(get_counts(w.p)->ApplicationConsistentSnapshotFailureCount, ==, 2);
    g_assert_cmpuint(w.vm->n_vss_failures, ==, 0);
}

/* What a reset, and the end of a window, begin anew: counts, not what there is. */
static void
test_reset(gconstpointer data)
{
    gboolean by_window = GPOINTER_TO_INT(data);
    g_auto(ReplicaWorld) w = { 0 };
    gint64 tested;

    prepare_world(&w, SETTINGS(TO("hv-replica") PROPERTY("RecoveryHistory", "uint16", "8") PROPERTY(
                          "ApplicationConsistentSnapshotInterval", "uint16", "1")));
    control(&w, "fail-vss hv-primary web01 1");
    DO(replica_plain(&w, w.r, SERVICE(TestReplicaSystem)));
    tested = w.job->ended;
    hvs_world_step(w.world, 70 * MINUTE);
    g_assert_cmpuint(get_counts(w.p)->ApplicationConsistentSnapshotFailureCount, ==, 1);
    DO(replica_request(&w, w.p, 7));
    hvs_delta_set_pending(get_first(w.p), 7 * MIB);
    if (by_window) {
        hvs_world_step(w.world, 5 * HOUR); /* beyond 09:00 */
    } else {
        g_assert_cmpuint(replica_plain(&w, w.p, SERVICE(ResetReplicationStatistics)), ==, 0);
        g_assert_cmpuint(replica_plain(&w, w.r, SERVICE(ResetReplicationStatistics)), ==, 0);
    }
    g_assert_cmpuint(get_counts(w.p)->ReplicationSuccessCount, ==, 0);
    g_assert_cmpuint(get_counts(w.p)->ApplicationConsistentSnapshotFailureCount, ==, 0);
    g_assert_cmpuint(get_counts(w.p)->PendingReplicationSize, ==, 7 * MIB);
    g_assert_cmpint(get_counts(w.r)->LastTestFailoverTime.usec, ==, tested);
}

/* A host that restarts in the middle starts over with the next cycle. */
static void
test_down_on_the_way(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w, SETTINGS(TO("hv-replica")));
    hvs_delta_set_pending(get_first(w.p), 60 * MIB);
    hvs_world_step(w.world, 5 * MINUTE + 30 * SECOND);
    w.p->up = FALSE;
    hvs_world_step(w.world, 2 * MINUTE);
    g_assert_cmpuint(get_counts(w.p)->ReplicationMissCount, ==, 0);
    w.p->up = TRUE;
    hvs_world_step(w.world, 4 * MINUTE);
    g_assert_cmpuint(get_counts(w.p)->ReplicationSuccessCount, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sim/replication/delta/takes-time", test_takes_time);
    g_test_add_func("/sim/replication/delta/too-slow", test_too_slow);
    g_test_add_func("/sim/replication/delta/lost-on-the-way", test_lost_on_the_way);
    g_test_add_func("/sim/replication/delta/network", test_network);
    g_test_add_func("/sim/replication/delta/paused-on-the-way", test_paused_on_the_way);
    g_test_add_func("/sim/replication/delta/prepared", test_prepared);
    g_test_add_func("/sim/replication/delta/disk-full", test_disk_full);
    g_test_add_func("/sim/replication/delta/disk-full-at-first", test_disk_full_at_first);
    g_test_add_func("/sim/replication/delta/disk-full-at-import", test_disk_full_at_import);
    g_test_add_func("/sim/replication/delta/vss", test_vss);
    g_test_add_data_func("/sim/replication/delta/reset", GINT_TO_POINTER(FALSE), test_reset);
    g_test_add_data_func("/sim/replication/delta/window", GINT_TO_POINTER(TRUE), test_reset);
    g_test_add_func("/sim/replication/delta/down-on-the-way", test_down_on_the_way);

    return g_test_run();
}
