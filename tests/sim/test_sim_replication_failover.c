/* test_sim_replication_failover.c: whole stories of failing over and coming back
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "replication_verb.h"

#define HISTORY PROPERTY("RecoveryHistory", "uint16", "4")

static HvsSnapshot *
get_point(HvsHost *host, guint i)
{
    GPtrArray *snapshots = replica_find_vm(host)->snapshots;

    g_assert_cmpuint(i, <, snapshots->len);

    return g_ptr_array_index(snapshots, i);
}

static HvsRelationship *
get_first(HvsHost *host)
{
    return replica_find_vm(host)->relationships[0];
}

/* Replicating with three hourly points. */
static void
prepare_world(ReplicaWorld *w)
{
    replica_world_init(w);
    replica_replicate(w, w->p, SETTINGS(TO("hv-replica") HISTORY));
    hvs_world_step(w->world, 3 * HOUR + 10 * MINUTE);
    g_assert_cmpuint(replica_find_vm(w->r)->snapshots->len, ==, 3);
}

/* To a point, undone, to another one, kept; the old primary comes back as the
 * replica, and a new copy is needed. */
static void
test_unplanned(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    w.p->up = FALSE;
    g_assert_cmpuint(replica_failover(&w, w.r, get_point(w.r, 0)), ==, 4096);
    g_assert_cmpuint(w.job->type, ==, 97);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 12);
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 5);
    g_assert_cmpuint(get_first(w.r)->failed_over_type, ==, 1);
    g_assert_cmpuint(get_first(w.r)->health, ==, 2);
    g_assert_cmpuint(replica_find_vm(w.r)->snapshots->len, ==, 4);
    g_assert_cmpstr(get_point(w.r, 3)->type, ==, "Microsoft:Hyper-V:Snapshot:Realized");

    DO(replica_plain(&w, w.r, SERVICE(RevertFailover)));
    g_assert_cmpuint(get_first(w.r)->failed_over_type, ==, 0);
    g_assert_cmpuint(replica_find_vm(w.r)->snapshots->len, ==, 3);
    DO(replica_failover(&w, w.r, get_point(w.r, 1)));
    hvs_vm_set_state(replica_find_vm(w.r), HVS_VM_RUNNING);
    g_assert_cmpuint(replica_plain(&w, w.r, SERVICE(RevertFailover)), ==, 32775);
    DO(replica_plain(&w, w.r, SERVICE(CommitFailover)));
    g_assert_cmpuint(w.job->type, ==, 99);
    g_assert_cmpuint(replica_find_vm(w.r)->snapshots->len, ==, 0);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 6);
    g_assert_cmpuint(replica_find_vm(w.r)->enabled_state, ==, 2);

    w.p->up = TRUE;
    DO(replica_request(&w, w.p, 2));
    g_assert_cmpuint(w.job->type, ==, 96);
    g_assert_cmpuint(replica_mode(w.p), ==, 2);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 2);
    DO(replica_reverse(&w, w.r, SETTINGS(TO("hv-primary.sim.test"))));
    g_assert_cmpuint(w.job->type, ==, 104);
    g_assert_cmpuint(replica_mode(w.r), ==, 1);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 1);
    g_assert_cmpuint(get_first(w.r)->failed_over_type, ==, 0);
    g_assert_cmpuint(replica_mode(w.p), ==, 2);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 2);
    DO(replica_start(&w, w.r, 1, NULL, 0));
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    g_assert_cmpstr(get_first(w.p)->settings->PrimaryHostSystem, ==, "hv-replica.sim.test");
    g_assert_cmpstr(get_first(w.p)->settings->RecoveryHostSystem, ==, "hv-primary.sim.test");
    g_assert_cmpstr(get_first(w.r)->settings->PrimaryHostSystem, ==, "hv-replica.sim.test");
    g_assert_cmpuint(get_first(w.r)->settings->RecoveryHistory, ==, 4);
    g_assert_cmpuint(get_first(w.p)->settings->RecoveryHistory, ==, 4);
    hvs_world_step(w.world, 2 * HOUR + 10 * MINUTE);
    g_assert_cmpuint(replica_find_vm(w.p)->snapshots->len, ==, 2);
    g_assert_cmpuint(get_first(w.r)->health, ==, 1);
    g_assert_cmpuint(get_first(w.p)->health, ==, 1);
}

/* Nothing lost, no copy; then back the same way. */
static void
fail_over_planned(ReplicaWorld *world, HvsHost *from, HvsHost *to, const char *settings)
{
    ReplicaWorld w = *world;

    DO(replica_request(&w, from, 4));
    g_assert_cmpuint(w.job->type, ==, 100);
    g_assert_cmpuint(replica_state(from, 0), ==, 4);
    g_assert_false(hvs_vm_can_start(replica_find_vm(from)));
    g_assert_cmpuint(get_first(to)->last_type, ==, 3);
    DO(replica_failover(&w, to, NULL));
    g_assert_cmpuint(get_first(to)->failed_over_type, ==, 3);
    g_assert_cmpuint(replica_state(from, 0), ==, 4);
    DO(replica_reverse(&w, to, settings));
    g_assert_cmpuint(replica_mode(to), ==, 1);
    g_assert_cmpuint(replica_state(to, 0), ==, 3);
    g_assert_cmpuint(replica_mode(from), ==, 2);
    g_assert_cmpuint(replica_state(from, 0), ==, 3);
    g_assert_cmpuint(replica_find_vm(to)->snapshots->len, ==, 0);
    g_assert_true(hvs_vm_can_start(replica_find_vm(to)));
    g_assert_false(hvs_vm_can_start(replica_find_vm(from)));
    hvs_world_step(w.world, 3 * HOUR);
    g_assert_cmpuint(get_first(to)->health, ==, 1);
    g_assert_cmpuint(get_first(from)->health, ==, 1);
    g_assert_cmpuint(replica_state(to, 0), ==, 3);
}

static void
test_planned(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    fail_over_planned(&w, w.p, w.r, SETTINGS(TO("hv-primary")));
    fail_over_planned(&w, w.r, w.p, SETTINGS(TO("hv-replica")));
}

/* The VM must be off; the point appears; giving up takes it away. */
static void
test_prepare(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    hvs_world_step(w.world, HOUR);
    hvs_vm_set_state(w.vm, HVS_VM_RUNNING);
    g_assert_cmpuint(replica_request(&w, w.p, 4), ==, 32775);
    hvs_vm_set_state(w.vm, HVS_VM_SAVED);
    g_assert_cmpuint(replica_request(&w, w.p, 4), ==, 32775);
    hvs_vm_set_state(w.vm, HVS_VM_OFF);
    DO(replica_request(&w, w.p, 4));
    g_assert_cmpstr(get_point(w.r, 4)->type, ==,
                    "Microsoft:Hyper-V:Snapshot:Replica:PlannedFailover");
    DO(replica_failover(&w, w.r, get_point(w.r, 4)));
    g_assert_cmpuint(get_first(w.r)->failed_over_type, ==, 3);
    DO(replica_plain(&w, w.r, SERVICE(RevertFailover)));
    DO(replica_request(&w, w.p, 3));
    g_assert_cmpuint(w.job->type, ==, 101);
    g_assert_cmpuint(replica_find_vm(w.r)->snapshots->len, ==, 4);
    DO(replica_failover(&w, w.r, NULL));
    g_assert_cmpuint(get_first(w.r)->failed_over_type, ==, 1);
}

/* The last delta cannot be sent: back to 3. */
static void
test_prepare_fails(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    hvs_world_set_link(w.world, w.p, w.r, FALSE);
    g_assert_cmpuint(replica_request(&w, w.p, 4), ==, 4096);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 4);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    hvs_world_set_link(w.world, w.p, w.r, TRUE);
    g_assert_cmpuint(replica_request(&w, w.p, 4), ==, 4096);
    g_assert_true(hvs_job_cancel(w.job));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
}

/* A primary that still runs is refused from the next cycle on. */
static void
test_split(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    DO(replica_failover(&w, w.r, NULL));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    hvs_world_step(w.world, 16 * MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 8);
    g_assert_cmpuint(get_first(w.p)->health, ==, 3);
    DO(replica_plain(&w, w.r, SERVICE(RevertFailover)));
    DO(replica_request(&w, w.p, 3));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
}

/* Reversing needs the old primary to be there and ready: else nothing changes. */
static void
test_reverse_refused(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    HvsJob *removal;

    prepare_world(&w);
    DO(replica_failover(&w, w.r, NULL));
    g_assert_cmpuint(replica_reverse(&w, w.r, SETTINGS("")), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768); /* still its own name */
    g_assert_cmpuint(replica_reverse(&w, w.r, SETTINGS(TO("hv-primary"))), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768); /* not made a replica */
    g_assert_cmpuint(replica_reverse(&w, w.r, SETTINGS(TO("hv-third"))), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768); /* has no such VM */
    DO(replica_request(&w, w.p, 2));
    hvs_world_set_link(w.world, w.p, w.r, FALSE);
    g_assert_cmpuint(replica_reverse(&w, w.r, SETTINGS(TO("hv-primary"))), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    hvs_world_set_link(w.world, w.p, w.r, TRUE);
    w.p->quick_job = SECOND;
    g_assert_cmpuint(replica_plain(&w, w.p, SERVICE(RemoveReplicationRelationship)), ==, 4096);
    removal = w.job;
    g_assert_cmpuint(replica_reverse(&w, w.r, SETTINGS(TO("hv-primary"))), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768); /* busy */
    hvs_job_fail(removal, 32768, NULL);
    hvr_wmi_object_set_boolean(w.p->service_settings, "RecoveryServerEnabled", FALSE);
    g_assert_cmpuint(replica_reverse(&w, w.r, SETTINGS(TO("hv-primary"))), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 5);
    g_assert_cmpuint(replica_mode(w.r), ==, 2);
    hvr_wmi_object_set_boolean(w.p->service_settings, "RecoveryServerEnabled", TRUE);
    w.world->switches.reverse_commits = FALSE;
    g_assert_cmpuint(replica_reverse(&w, w.r, SETTINGS(TO("hv-primary"))), ==, 32775);
    DO(replica_plain(&w, w.r, SERVICE(CommitFailover)));
    DO(replica_reverse(&w, w.r, SETTINGS(TO("hv-primary"))));
}

/* Prepared, but failed over to an older point: what the primary has is newer, so
 * a new copy is needed. */
static void
test_planned_to_older(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    DO(replica_request(&w, w.p, 4));
    DO(replica_failover(&w, w.r, get_point(w.r, 0)));
    g_assert_cmpuint(get_first(w.r)->failed_over_type, ==, 1);
    DO(replica_reverse(&w, w.r, SETTINGS(TO("hv-primary"))));
    g_assert_cmpuint(replica_state(w.r, 0), ==, 1);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 2);
    DO(replica_start(&w, w.r, 3, NULL, 0));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
}

/* -AsReplica: only while the VM is off. */
static void
test_become_replica(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    hvs_vm_set_state(w.vm, HVS_VM_RUNNING);
    g_assert_cmpuint(replica_request(&w, w.p, 2), ==, 32775);
    hvs_vm_set_state(w.vm, HVS_VM_OFF);
    g_assert_cmpuint(replica_request_ex(&w, w.p, LEG("1"), 2), ==, 32775);
    DO(replica_request_ex(&w, w.p, LEG("0"), 2));
    g_assert_cmpuint(replica_mode(w.p), ==, 2);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 2);
    g_assert_cmpuint(replica_request(&w, w.p, 2), ==, 32775);
}

/* Only these six values, and a relationship of this VM. */
static void
test_requests(void)
{
    static const guint unknown[] = { 0, 5, 6, 8, 10, 11, 12, 65535 };
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(HvrWmiObject) input = NULL;
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_ComputerSystem_RequestReplicationStateChange;

    prepare_world(&w);
    for (gsize i = 0; i < G_N_ELEMENTS(unknown); i++)
        g_assert_cmpuint(replica_request(&w, w.p, unknown[i]), ==, 32773);
    g_assert_cmpuint(replica_request_ex(&w, w.p, "<nonsense/>", 7), ==, 32773);
    g_assert_cmpuint(replica_request_ex(&w, w.p, SETTINGS(""), 7), ==, 32776);
    g_assert_cmpuint(replica_request_ex(&w, w.p, LEG("9"), 7), ==, 32773);
    g_assert_cmpuint(replica_request_ex(&w, w.p, LEG("1"), 7), ==, 32775);
    DO(replica_request_ex(&w, w.p, NULL, 7));
    input = hvr_wmi_object_new(method->input);
    hvr_wmi_object_set_uint(input, "RequestedState", 3);
    g_assert_cmpuint(sim_call(w.p, method, "Msvm_ComputerSystem.Name=\"hv-primary\"", input, NULL),
                     ==, 32775);
}

static void
test_wrong_point(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    const HvsSnapshot *checkpoint;

    prepare_world(&w);
    checkpoint = hvs_vm_add_snapshot(replica_find_vm(w.r), "Microsoft:Hyper-V:Snapshot:Realized",
                                     "not a recovery point");
    g_assert_cmpuint(replica_failover(&w, w.r, checkpoint), ==, 32773);
    g_assert_cmpuint(
        replica_text(&w, w.r, SERVICE(InitiateFailover), "SnapshotSettingData", "\\\\=,\""), ==,
        32773);
    g_assert_cmpuint(replica_text(&w, w.r, SERVICE(InitiateFailover), "SnapshotSettingData",
                                  "Msvm_VirtualSystemSettingData.InstanceID=\"Microsoft:X\""),
                     ==, 32773);
    g_assert_cmpuint(replica_text(&w, w.r, SERVICE(TestReplicaSystem), "SnapshotSettingData",
                                  "Msvm_ComputerSystem.Name=\"" GUID "\""),
                     ==, 32776);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
}

static void
test_failover_job_fails(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    w.r->fail_next_job = 32768;
    g_assert_cmpuint(replica_failover(&w, w.r, NULL), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
}

/* One test VM at a time, apart from the replica, until it is destroyed. */
static void
test_rehearsal(void)
{
    const HvrWmiMethod *destroy = &hvr_wmi_method_Msvm_VirtualSystemManagementService_DestroySystem;
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(HvrWmiObject) input = NULL;
    g_autofree char *path = NULL;
    HvsVm *test;

    prepare_world(&w);
    DO(replica_plain(&w, w.r, SERVICE(TestReplicaSystem)));
    g_assert_cmpuint(w.job->type, ==, 102);
    g_assert_cmpuint(w.r->vms->len, ==, 2);
    test = g_ptr_array_index(w.r->vms, 1);
    path = hvs_cim_dup_vm_path(test);
    g_assert_cmpstr(w.job->result_path, ==, path);
    g_assert_cmpstr(test->name, ==, "web01 - Test");
    g_assert_cmpstr(test->guid, !=, GUID);
    g_assert_cmpuint(test->replication_mode, ==, 3);
    g_assert_cmpuint(test->enabled_state, ==, 3);
    g_assert_null(((HvsNic *)test->nics->pdata[0])->switch_name);
    g_assert_cmpint(get_first(w.r)->statistics->LastTestFailoverTime.usec, ==, w.job->ended);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(sim_count(w.r, &hvr_wmi_class_Msvm_ReplicaSystemDependency), ==, 1);
    g_assert_cmpuint(replica_plain(&w, w.r, SERVICE(TestReplicaSystem)), ==, 32775);

    input = hvr_wmi_object_new(destroy->input);
    hvr_wmi_object_set_string(input, "AffectedSystem", path);
    g_assert_cmpuint(
        sim_call(w.r, destroy, "Msvm_VirtualSystemManagementService.Name=\"vmms\"", input, NULL),
        ==, 4096);
    hvs_world_step(w.world, SECOND);
    g_assert_cmpuint(sim_count(w.r, &hvr_wmi_class_Msvm_ReplicaSystemDependency), ==, 0);
    w.world->switches.methods_start_jobs = FALSE;
    g_assert_cmpuint(replica_plain(&w, w.r, SERVICE(TestReplicaSystem)), ==, 0);
}

/* Methods on a test VM: all refused. */
static void
test_rehearsal_methods(void)
{
    static const HvrWmiMethod *const methods[] = {
        SERVICE(TestReplicaSystem),        SERVICE(InitiateFailover),
        SERVICE(CommitFailover),           SERVICE(RemoveReplicationRelationship),
        SERVICE(GetReplicationStatistics),
    };
    g_auto(ReplicaWorld) w = { 0 };
    g_autofree char *path = NULL;

    prepare_world(&w);
    DO(replica_plain(&w, w.r, SERVICE(TestReplicaSystem)));
    path = hvs_cim_dup_vm_path(g_ptr_array_index(w.r->vms, 1));
    for (gsize i = 0; i < G_N_ELEMENTS(methods); i++) {
        gpointer input = hvr_wmi_object_new(methods[i]->input);

        hvr_wmi_object_set_string(input, "ComputerSystem", path);
        g_assert_cmpuint(replica_invoke(&w, w.r, methods[i], input), ==, 32775);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sim/replication/failover/unplanned", test_unplanned);
    g_test_add_func("/sim/replication/failover/planned", test_planned);
    g_test_add_func("/sim/replication/failover/prepare", test_prepare);
    g_test_add_func("/sim/replication/failover/prepare-fails", test_prepare_fails);
    g_test_add_func("/sim/replication/failover/split", test_split);
    g_test_add_func("/sim/replication/failover/reverse-refused", test_reverse_refused);
    g_test_add_func("/sim/replication/failover/planned-to-older", test_planned_to_older);
    g_test_add_func("/sim/replication/failover/become-replica", test_become_replica);
    g_test_add_func("/sim/replication/failover/requests", test_requests);
    g_test_add_func("/sim/replication/failover/wrong-point", test_wrong_point);
    g_test_add_func("/sim/replication/failover/job-fails", test_failover_job_fails);
    g_test_add_func("/sim/replication/failover/rehearsal", test_rehearsal);
    g_test_add_func("/sim/replication/failover/rehearsal-methods", test_rehearsal_methods);

    return g_test_run();
}
