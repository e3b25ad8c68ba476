/* test_sim_replication_resync.c: resynchronizations and their jobs
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

static void
prepare_suspended(ReplicaWorld *world)
{
    ReplicaWorld w = *world;

    replica_world_init(&w);
    replica_replicate(&w, w.p,
                      SETTINGS(TO("hv-replica") PROPERTY("RecoveryHistory", "uint16", "4")));
    hvs_world_step(w.world, 90 * MINUTE);
    g_assert_cmpuint(replica_find_vm(w.r)->snapshots->len, ==, 1);
    DO(replica_request(&w, w.p, 7));
    *world = w;
}

/* Compares, ships, and the replica's points are gone. */
static void
test_resync(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_suspended(&w);
    g_assert_cmpuint(replica_resync(&w, w.p, 0), ==, 4096);
    g_assert_cmpuint(w.job->type, ==, 107);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 10);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(get_first(w.p)->health, ==, 2);
    g_assert_cmpuint(get_first(w.r)->health, ==, 2);
    g_assert_cmpuint(replica_plain(&w, w.r, SERVICE(TestReplicaSystem)), ==, 32775);
    hvs_world_step(w.world, 10 * SECOND);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    g_assert_cmpuint(replica_find_vm(w.r)->snapshots->len, ==, 0);
    g_assert_cmpuint(get_first(w.r)->health, ==, 1);
}

/* A first copy that is paused is resumed; there is nothing to compare with yet. */
static void
test_resync_too_early(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    replica_start(&w, w.p, 1, NULL, 0);
    DO(replica_request(&w, w.p, 7));
    g_assert_cmpuint(replica_resync(&w, w.p, 0), ==, 32775);
}

/* Paused, it keeps what it has; resynchronized again, it starts anew. */
static void
test_resync_paused(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_suspended(&w);
    g_assert_cmpuint(replica_resync(&w, w.p, 0), ==, 4096);
    hvs_world_step(w.world, 7700 * G_TIME_SPAN_MILLISECOND);
    g_assert_cmpuint(replica_request(&w, w.p, 7), ==, 4096);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 7);
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 11);
    DO(replica_request(&w, w.p, 3));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 10);
    hvs_world_step(w.world, 2 * SECOND + 100 * G_TIME_SPAN_MILLISECOND);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);

    DO(replica_request(&w, w.p, 7));
    g_assert_cmpuint(replica_resync(&w, w.p, 0), ==, 4096);
    hvs_world_step(w.world, 8 * SECOND);
    DO(replica_request(&w, w.p, 7));
    g_assert_cmpuint(replica_resync(&w, w.p, 0), ==, 4096);
    hvs_world_step(w.world, 9 * SECOND);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 10);
    g_assert_true(hvs_job_cancel(w.job));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 9);
    g_assert_cmpuint(get_first(w.p)->health, ==, 3);
    g_assert_cmpuint(get_first(w.r)->health, ==, 3);
}

/* What was cancelled starts from the beginning, also when it starts by itself. */
static void
test_resync_again(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_suspended(&w);
    g_assert_cmpuint(replica_resync(&w, w.p, 0), ==, 4096);
    hvs_world_step(w.world, 8 * SECOND);
    DO(replica_request(&w, w.p, 7));
    DO(replica_request(&w, w.p, 3));
    g_assert_true(hvs_job_cancel(get_first(w.p)->transfer));
    for (guint i = 0; replica_state(w.p, 0) == 9 && i < 3000; i++)
        hvs_world_step(w.world, 100 * G_TIME_SPAN_MILLISECOND);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 10);
    hvs_world_step(w.world, 9800 * G_TIME_SPAN_MILLISECOND);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 10);
    hvs_world_step(w.world, 200 * G_TIME_SPAN_MILLISECOND);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
}

static void
test_resync_scheduled(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_suspended(&w);
    g_assert_cmpuint(replica_resync(&w, w.p, w.world->now + 8 * 24 * HOUR), ==, 32773);
    g_assert_cmpuint(replica_resync(&w, w.p, w.world->now + HOUR), ==, 4096);
    g_assert_cmpuint(w.job->state, ==, 2);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 9);
    hvs_world_step(w.world, HOUR - SECOND); /* also inside the automatic window */
    g_assert_cmpuint(replica_state(w.p, 0), ==, 9);
    hvs_world_step(w.world, 2 * SECOND);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 10);
    hvs_world_step(w.world, 10 * SECOND);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
}

static void
test_resync_breaks(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_suspended(&w);
    g_assert_cmpuint(replica_resync(&w, w.p, 0), ==, 4096);
    hvs_world_set_link(w.world, w.p, w.r, FALSE);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 9);
    g_assert_cmpuint(replica_find_vm(w.r)->snapshots->len, ==, 1);
}

/* "At any time before, and cancels it." */
static void
test_failover_stops_resync(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    HvsJob *resync;

    prepare_suspended(&w);
    g_assert_cmpuint(replica_resync(&w, w.p, 0), ==, 4096);
    resync = w.job;
    DO(replica_failover(&w, w.r, NULL));
    g_assert_cmpuint(resync->state, ==, 10);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 9);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 5);
}

/* "Disks of another size are an error": found before anything is compared. */
static void
test_resync_resized(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_suspended(&w);
    ((HvsDisk *)g_ptr_array_index(w.vm->disks, 0))->size = 12 * GIB;
    g_assert_cmpuint(replica_resync(&w, w.p, 0), ==, 4096);
    hvs_world_step(w.world, SECOND);
    g_assert_cmpuint(w.job->state, ==, 10);
    g_assert_nonnull(strstr(w.job->error_text, "differ in size"));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 9);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sim/replication/resync/compares", test_resync);
    g_test_add_func("/sim/replication/resync/too-early", test_resync_too_early);
    g_test_add_func("/sim/replication/resync/paused", test_resync_paused);
    g_test_add_func("/sim/replication/resync/again", test_resync_again);
    g_test_add_func("/sim/replication/resync/scheduled", test_resync_scheduled);
    g_test_add_func("/sim/replication/resync/breaks", test_resync_breaks);
    g_test_add_func("/sim/replication/resync/resized", test_resync_resized);
    g_test_add_func("/sim/replication/resync/failover-stops", test_failover_stops_resync);

    return g_test_run();
}
