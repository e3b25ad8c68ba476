/* test_sim_replication_switch.c: what a host may do instead where Microsoft's documents are silent
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The defaults are tested where they belong; here each switch is thrown.
 */

#include <config.h>

#include "replication_verb.h"

static HvsRelationship *
get_first(HvsHost *host)
{
    return replica_find_vm(host)->relationships[0];
}

static HvsSwitches *
prepare_world(ReplicaWorld *w)
{
    replica_world_init(w);
    replica_replicate(w, w->p, SETTINGS(TO("hv-replica")));

    return &w->world->switches;
}

/* The old state until the job has ended. */
static void
test_failover_in_progress(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w)->failover_in_progress = FALSE;
    g_assert_cmpuint(replica_failover(&w, w.r, NULL), ==, 4096);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 5);
}

static void
prepare_export(ReplicaWorld *world)
{
    ReplicaWorld w = *world;

    replica_world_init(&w);
    w.world->switches.export_replicates = FALSE;
    DO(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))));
    DO(replica_start(&w, w.p, 2, "E:\\Export", 0));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 2);
    hvs_world_step(w.world, 20 * MINUTE); /* deltas are kept over there */
    g_assert_cmpuint(replica_state(w.p, 0), ==, 2);
    g_assert_cmpuint(get_first(w.p)->statistics->ReplicationSuccessCount, ==, 4);
    *world = w;
}

/* The sender stays in 2 until the import, or until it hears of it. */
static void
test_export_replicates(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    static const char path[] = "F:\\Mail\\web01_" GUID;

    prepare_export(&w);
    DO(replica_text(&w, w.r, SERVICE(ImportInitialReplica), "InitialReplicationImportLocation",
                    path));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);

    replica_world_clear(&w);
    prepare_export(&w);
    hvs_world_set_link(w.world, w.p, w.r, FALSE);
    DO(replica_text(&w, w.r, SERVICE(ImportInitialReplica), "InitialReplicationImportLocation",
                    path));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 2);
    hvs_world_set_link(w.world, w.p, w.r, TRUE);
    hvs_world_step(w.world, 5 * MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
}

static guint
get_shown_state(HvsHost *host)
{
    g_autoptr(Msvm_ReplicationRelationship)
        relationship = sim_get_only(host, &hvr_wmi_class_Msvm_ReplicationRelationship);
    g_autoptr(Msvm_ComputerSystem) system = sim_get_system(replica_find_vm(host));

    g_assert_cmpuint(system->ReplicationState, ==, relationship->ReplicationState);

    return relationship->ReplicationState;
}

static void
test_replica_shows_resync(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    HvsSwitches *switches = prepare_world(&w);

    DO(replica_request(&w, w.p, 7));
    g_assert_cmpuint(replica_resync(&w, w.p, 0), ==, 4096);
    g_assert_cmpuint(get_shown_state(w.r), ==, 3);
    switches->replica_shows_resync = TRUE;
    g_assert_cmpuint(get_shown_state(w.r), ==, 10);
    DO(replica_request(&w, w.p, 7));
    g_assert_cmpuint(get_shown_state(w.r), ==, 11);
    DO(replica_failover(&w, w.r, NULL)); /* it is in 3, whatever it shows */
    g_assert_cmpuint(get_shown_state(w.r), ==, 5);
}

static void
test_resync_critical(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w)->resync_critical = TRUE;
    DO(replica_request(&w, w.p, 7));
    g_assert_cmpuint(replica_resync(&w, w.p, 0), ==, 4096);
    g_assert_cmpuint(get_first(w.p)->health, ==, 3);
    g_assert_cmpuint(get_first(w.r)->health, ==, 3);
    DO(replica_request(&w, w.p, 7));
    g_assert_cmpuint(get_first(w.p)->health, ==, 3);
}

static void
test_resume_resynchronizes(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    HvsSwitches *switches = prepare_world(&w);

    DO(replica_request(&w, w.p, 7));
    g_assert_cmpuint(replica_resync(&w, w.p, 0), ==, 4096);
    DO(replica_request(&w, w.p, 9));
    g_assert_cmpuint(replica_request(&w, w.p, 3), ==, 32775);
    switches->resume_resynchronizes = TRUE;
    g_assert_cmpuint(replica_request(&w, w.p, 3), ==, 4096);
    g_assert_cmpuint(w.job->type, ==, 107);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 10);
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
}

static void
test_port_zero_refused(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    w.world->switches.port_zero_refused = TRUE;
    g_assert_cmpuint(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))), ==, 32773);
    DO(replica_create(
        &w, w.p, SETTINGS(TO("hv-replica") PROPERTY("RecoveryServerPortNumber", "uint16", "80"))));
}

static void
test_disks_as_ids(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    const HvsDisk *disk;

    replica_world_init(&w);
    w.world->switches.disks_as_ids = TRUE;
    replica_replicate(&w, w.p, SETTINGS(TO("hv-replica")));
    disk = g_ptr_array_index(w.vm->disks, 0);
    g_assert_cmpstr(get_first(w.p)->settings->IncludedDisks[0], ==, disk->instance_id);
    g_assert_null(get_first(w.p)->settings->IncludedDisks[1]);
}

static void
test_second_test_in_use(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    HvsSwitches *switches = prepare_world(&w);

    DO(replica_plain(&w, w.r, SERVICE(TestReplicaSystem)));
    g_assert_cmpuint(replica_plain(&w, w.r, SERVICE(TestReplicaSystem)), ==, 32775);
    switches->second_test_in_use = TRUE;
    g_assert_cmpuint(replica_plain(&w, w.r, SERVICE(TestReplicaSystem)), ==, 32774);
}

/* Each answers 0 and has been done by then. */
static void
test_methods_start_jobs(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w)->methods_start_jobs = FALSE;
    g_assert_cmpuint(replica_request(&w, w.p, 4), ==, 0);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 4);
    g_assert_cmpuint(replica_failover(&w, w.r, NULL), ==, 0);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 5);
    g_assert_cmpuint(replica_reverse(&w, w.r, SETTINGS(TO("hv-primary"))), ==, 0);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(replica_mode(w.p), ==, 2);
}

static void
test_reverse_commits(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w)->reverse_commits = FALSE;
    DO(replica_request(&w, w.p, 4));
    DO(replica_failover(&w, w.r, NULL));
    g_assert_cmpuint(replica_reverse(&w, w.r, SETTINGS(TO("hv-primary"))), ==, 32775);
    DO(replica_plain(&w, w.r, SERVICE(CommitFailover)));
    DO(replica_reverse(&w, w.r, SETTINGS(TO("hv-primary"))));
}

static void
test_relationship_always(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    g_assert_cmpuint(sim_count(w.p, &hvr_wmi_class_Msvm_ReplicationRelationship), ==, 0);
    w.world->switches.relationship_always = TRUE;
    g_assert_cmpuint(get_shown_state(w.p), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sim/replication/switch/failover-in-progress", test_failover_in_progress);
    g_test_add_func("/sim/replication/switch/export-replicates", test_export_replicates);
    g_test_add_func("/sim/replication/switch/replica-shows-resync", test_replica_shows_resync);
    g_test_add_func("/sim/replication/switch/resync-critical", test_resync_critical);
    g_test_add_func("/sim/replication/switch/resume-resynchronizes", test_resume_resynchronizes);
    g_test_add_func("/sim/replication/switch/port-zero-refused", test_port_zero_refused);
    g_test_add_func("/sim/replication/switch/disks-as-ids", test_disks_as_ids);
    g_test_add_func("/sim/replication/switch/second-test-in-use", test_second_test_in_use);
    g_test_add_func("/sim/replication/switch/methods-start-jobs", test_methods_start_jobs);
    g_test_add_func("/sim/replication/switch/reverse-commits", test_reverse_commits);
    g_test_add_func("/sim/replication/switch/relationship-always", test_relationship_always);

    return g_test_run();
}
