/* test_sim_replication_transfer.c: initial replications and their jobs
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "replication_verb.h"

static void
prepare_world(ReplicaWorld *w)
{
    replica_world_init(w);
    g_assert_cmpuint(replica_create(w, w->p, SETTINGS(TO("hv-replica"))), ==, 4096);
    g_assert_cmpuint(replica_finish(w), ==, 0);
}

static HvsRelationship *
get_first(HvsHost *host)
{
    return replica_find_vm(host)->relationships[0];
}

/* 10 GiB at 1 GiB/s: ten seconds, in proportion. */
static void
test_network(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    g_assert_cmpuint(replica_start(&w, w.p, 1, NULL, 0), ==, 4096);
    g_assert_cmpuint(w.job->type, ==, 94);
    g_assert_true(w.job->cancellable);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 2);
    hvs_world_step(w.world, 5 * SECOND);
    g_assert_cmpuint(hvs_job_get_percent(w.job), ==, 50);
    hvs_world_step(w.world, 4900 * G_TIME_SPAN_MILLISECOND);
    g_assert_cmpuint(w.job->state, ==, 4);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 2);
    hvs_world_step(w.world, 100 * G_TIME_SPAN_MILLISECOND);
    g_assert_cmpuint(w.job->state, ==, 7);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpint(get_first(w.p)->last_replication, ==, w.world->now);
    g_assert_cmpint(get_first(w.r)->last_replication, ==, w.world->now);
    g_assert_cmpint(get_first(w.r)->last_apply, ==, w.world->now);
    g_assert_cmpuint(get_first(w.p)->health, ==, 1);
    g_assert_cmpuint(get_first(w.r)->health, ==, 1);
}

/* Shown as a job in state 2, the relationship stays in 1 until it is time. */
static void
test_scheduled(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    HvsJob *job;

    prepare_world(&w);
    g_assert_cmpuint(replica_start(&w, w.p, 1, NULL, w.world->now + HOUR), ==, 4096);
    job = w.job;
    g_assert_cmpuint(job->state, ==, 2);
    g_assert_cmpint(job->scheduled, ==, w.world->now + HOUR);
    hvs_world_step(w.world, HOUR - SECOND);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 1);
    hvs_world_step(w.world, SECOND);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 2);
    g_assert_cmpuint(job->state, ==, 4);
    hvs_world_step(w.world, 10 * SECOND);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
}

static void
test_schedule_dropped(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    HvsJob *job;

    prepare_world(&w);
    g_assert_cmpuint(replica_start(&w, w.p, 1, NULL, w.world->now + HOUR), ==, 4096);
    job = w.job;
    DO(replica_request(&w, w.p, 1));
    g_assert_cmpuint(w.job->type, ==, 109);
    g_assert_cmpuint(job->state, ==, 8);
    hvs_world_step(w.world, 2 * HOUR);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 1);
}

/* Past is now, seven days are the limit, an interval is no time. */
static void
test_start_times(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    gpointer input;
    gint64 week = 7 * 24 * HOUR;

    prepare_world(&w);
    g_assert_cmpuint(replica_start(&w, w.p, 1, NULL, w.world->now + week + 1), ==, 32773);
    input = replica_input(SERVICE(StartReplication));
    hvr_wmi_object_set_uint(input, "InitialReplicationType", 1);
    hvr_wmi_object_set_interval(input, "StartTime", HOUR);
    g_assert_cmpuint(replica_invoke(&w, w.p, SERVICE(StartReplication), input), ==, 32773);
    g_assert_cmpuint(replica_start(&w, w.p, 1, NULL, w.world->now + week), ==, 4096);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 1);
    g_assert_cmpuint(replica_start(&w, w.p, 1, NULL, w.world->now - HOUR), ==, 4096);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 2);
    DO(replica_request(&w, w.p, 1));
}

/* clang-format off */
static const struct {
    guint type;
    const char *location;
} wrong_types[] = {
    { 0, NULL }, { 4, NULL }, { 65535, NULL },
    { 2, NULL }, { 2, "" }, { 2, "Export" }, { 2, "\\Export" }, { 2, "/export" }, { 2, "E:Export" },
};
/* clang-format on */

static void
test_wrong_types(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong_types); i++)
        g_assert_cmpuint(replica_start(&w, w.p, wrong_types[i].type, wrong_types[i].location, 0),
                         ==, 32773);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 1);
}

/* Cancelling the job is as good as RSC1; a second cancel finds nothing. */
static void
test_job_cancelled(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    g_assert_cmpuint(replica_start(&w, w.p, 1, NULL, 0), ==, 4096);
    g_assert_true(hvs_job_cancel(w.job));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 1);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 2);
    g_assert_false(hvs_job_cancel(w.job));
    DO(replica_start(&w, w.p, 1, NULL, 0));
}

/* The copy ends while it is being stopped: it counts. */
static void
test_cancel_too_late(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    g_assert_cmpuint(replica_start(&w, w.p, 1, NULL, 0), ==, 4096);
    hvs_world_step(w.world, 9900 * G_TIME_SPAN_MILLISECOND);
    g_assert_cmpuint(replica_request(&w, w.p, 1), ==, 4096);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 1);
    g_assert_cmpuint(replica_finish(&w), ==, 32775);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
}

/* What breaks a copy: the job fails, the sender is where it was before. */
static void
test_broken(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    hvs_world_set_link(w.world, w.p, w.r, FALSE);
    g_assert_cmpuint(replica_start(&w, w.p, 1, NULL, 0), ==, 4096);
    hvs_world_step(w.world, SECOND);
    g_assert_cmpuint(w.job->state, ==, 10); /* nobody answers: noticed at once */
    g_assert_cmpuint(w.job->error_code, ==, 32768);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 1);
    hvs_world_set_link(w.world, w.p, w.r, TRUE);

    g_assert_cmpuint(replica_start(&w, w.p, 1, NULL, 0), ==, 4096);
    hvs_world_step(w.world, SECOND);
    w.r->up = FALSE;
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 1);
    w.r->up = TRUE;

    g_assert_cmpuint(replica_start(&w, w.p, 1, NULL, 0), ==, 4096);
    w.p->fail_next_job = 32778;
    g_assert_cmpuint(replica_finish(&w), ==, 32778);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 1);

    g_assert_cmpuint(replica_start(&w, w.p, 1, NULL, 0), ==, 4096);
    hvs_host_restart(w.p);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 1);
    DO(replica_start(&w, w.p, 1, NULL, 0));
}

/* Paused at 40 %, it goes on with the other 60. */
static void
test_paused(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    HvsJob *job;

    prepare_world(&w);
    g_assert_cmpuint(replica_start(&w, w.p, 1, NULL, 0), ==, 4096);
    job = w.job;
    hvs_world_step(w.world, 3700 * G_TIME_SPAN_MILLISECOND);
    DO(replica_request(&w, w.p, 7));
    g_assert_cmpuint(job->state, ==, 8);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 7);
    hvs_world_step(w.world, HOUR);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 2);
    DO(replica_request(&w, w.p, 3));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 2);
    hvs_world_step(w.world, 5900 * G_TIME_SPAN_MILLISECOND);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 2);
    hvs_world_step(w.world, 200 * G_TIME_SPAN_MILLISECOND);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
}

/* Shipped on a disk: the sender replicates meanwhile, the receiver keeps it. */
static void
test_export(void)
{
    static const char good[] = "F:\\Mail\\web01_" GUID;
    static const struct {
        const char *path;
        guint32 expect;
    } cases[] = {
        { NULL, 32773 },       { "", 32773 },     { "Mail", 32773 },
        { "F:\\Mail", 32779 }, { "F:\\", 32779 }, { "F:\\Mail\\web02_" GUID, 32779 },
    };
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    g_assert_cmpuint(replica_text(&w, w.r, SERVICE(ImportInitialReplica),
                                  "InitialReplicationImportLocation", good),
                     ==, 32779);
    hvs_world_set_link(w.world, w.p, w.r, FALSE); /* not needed for an export */
    g_assert_cmpuint(replica_start(&w, w.p, 2, "E:\\Export", w.world->now + 9 * 24 * HOUR), ==,
                     4096);
    g_assert_cmpuint(w.job->type, ==, 118);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 2);
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    hvs_world_set_link(w.world, w.p, w.r, TRUE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    g_assert_cmpuint(get_first(w.p)->health, ==, 2);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 2);
    g_assert_cmpuint(replica_request(&w, w.p, 1), ==, 32775);
    hvs_world_step(w.world, 30 * MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    g_assert_cmpuint(get_first(w.p)->statistics->ReplicationSuccessCount, ==, 6);
    g_assert_cmpint(get_first(w.r)->last_replication, !=, 0);
    g_assert_cmpint(get_first(w.r)->last_apply, ==, 0);
    g_assert_cmpuint(replica_request(&w, w.p, 4), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768); /* nothing to fail over to */

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpuint(replica_text(&w, w.r, SERVICE(ImportInitialReplica),
                                      "InitialReplicationImportLocation", cases[i].path),
                         ==, cases[i].expect);
    g_assert_cmpuint(replica_text(&w, w.r, SERVICE(ImportInitialReplica),
                                  "InitialReplicationImportLocation", good),
                     ==, 4096);
    g_assert_cmpuint(w.job->type, ==, 95);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 2);
    g_assert_true(hvs_job_cancel(w.job));
    g_assert_cmpuint(replica_state(w.r, 0), ==, 2);
    DO(replica_text(&w, w.r, SERVICE(ImportInitialReplica), "InitialReplicationImportLocation",
                    good));
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(get_first(w.p)->health, ==, 1);
    g_assert_cmpuint(get_first(w.r)->health, ==, 1);
}

/* A VM with the same id and disks on the other side, made a replica first. */
static void
test_seeded(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    HvsVm *copy;

    replica_world_init(&w);
    copy = hvs_vm_new(w.r, "web01", GUID);
    hvs_vm_add_disk(copy, "E:\\Restored\\web01.vhdx", 10 * GIB);
    DO(replica_request(&w, w.r, 2));
    DO(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))));
    g_assert_cmpuint(copy->disks->len, ==, 1);
    g_assert_cmpuint(replica_start(&w, w.p, 3, NULL, 0), ==, 4096);
    g_assert_cmpuint(w.job->type, ==, 117);
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
}

/* The same, later: a job of its type waits meanwhile. */
static void
test_seeded_scheduled(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    HvsJob *job;

    replica_world_init(&w);
    hvs_vm_add_disk(hvs_vm_new(w.r, "web01", GUID), "E:\\Restored\\web01.vhdx", 10 * GIB);
    DO(replica_request(&w, w.r, 2));
    DO(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))));
    g_assert_cmpuint(replica_start(&w, w.p, 3, NULL, w.world->now + HOUR), ==, 4096);
    job = w.job;
    g_assert_cmpuint(job->type, ==, 117);
    g_assert_cmpuint(job->state, ==, 2);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 1);
    hvs_world_step(w.world, HOUR);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 2);
    hvs_world_step(w.world, 10 * SECOND);
    g_assert_cmpuint(job->state, ==, 7);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
}

static void
test_seeded_refused(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    HvsVm *copy;

    prepare_world(&w); /* a placeholder has nothing to compare with */
    g_assert_cmpuint(replica_start(&w, w.p, 3, NULL, 0), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 1);

    replica_world_clear(&w);
    replica_world_init(&w);
    copy = hvs_vm_new(w.r, "web01", GUID);
    hvs_vm_add_disk(copy, "E:\\Restored\\web01.vhdx", 9 * GIB);
    DO(replica_request(&w, w.r, 2));
    DO(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))));
    g_assert_cmpuint(replica_start(&w, w.p, 3, NULL, 0), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
}

/* Removing ends what runs. */
static void
test_removed(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    HvsJob *job;

    prepare_world(&w);
    g_assert_cmpuint(replica_start(&w, w.p, 1, NULL, 0), ==, 4096);
    job = w.job;
    DO(replica_plain(&w, w.p, SERVICE(RemoveReplicationRelationship)));
    g_assert_cmpuint(job->state, ==, 8);
    hvs_world_step(w.world, HOUR);
    g_assert_cmpuint(replica_mode(w.p), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sim/replication/transfer/network", test_network);
    g_test_add_func("/sim/replication/transfer/scheduled", test_scheduled);
    g_test_add_func("/sim/replication/transfer/schedule-dropped", test_schedule_dropped);
    g_test_add_func("/sim/replication/transfer/start-times", test_start_times);
    g_test_add_func("/sim/replication/transfer/wrong-types", test_wrong_types);
    g_test_add_func("/sim/replication/transfer/job-cancelled", test_job_cancelled);
    g_test_add_func("/sim/replication/transfer/cancel-too-late", test_cancel_too_late);
    g_test_add_func("/sim/replication/transfer/broken", test_broken);
    g_test_add_func("/sim/replication/transfer/paused", test_paused);
    g_test_add_func("/sim/replication/transfer/export", test_export);
    g_test_add_func("/sim/replication/transfer/seeded", test_seeded);
    g_test_add_func("/sim/replication/transfer/seeded-scheduled", test_seeded_scheduled);
    g_test_add_func("/sim/replication/transfer/seeded-refused", test_seeded_refused);
    g_test_add_func("/sim/replication/transfer/removed", test_removed);

    return g_test_run();
}
