/* test_sim_replication_background.c: jobs that replication runs of its own accord
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "replication_verb.h"
#include "sim_replication_call.h"
#include "sim_replication_delta.h"

#define MIB    (G_GUINT64_CONSTANT(1) << 20)
#define MOMENT (300 * G_TIME_SPAN_MILLISECOND)

static HvsRelationship *
get_first(HvsHost *host)
{
    return replica_find_vm(host)->relationships[0];
}

/* The newest of a type; NULL if there is none. */
static HvsJob *
find(HvsHost *host, guint16 type)
{
    for (guint i = host->jobs->len; i > 0; i--) {
        HvsJob *job = g_ptr_array_index(host->jobs, i - 1);

        if (job->type == type)
            return job;
    }

    return NULL;
}

static void
assert_job(HvsHost *host, guint16 type, guint16 state, guint percent)
{
    const HvsJob *job = find(host, type);

    g_assert_nonnull(job);
    g_assert_cmpuint(job->state, ==, state);
    g_assert_cmpuint(hvs_job_get_percent(job), ==, percent);
    g_assert_cmpstr(job->vm_guid, ==, GUID);
}

/* Every five minutes, at 1 MiB/s; the first delta takes a minute.  The guest is off,
 * so that no other follows. */
static void
prepare_world(ReplicaWorld *w)
{
    replica_world_init(w);
    replica_replicate(w, w->p, SETTINGS(TO("hv-replica")));
    w->p->delta_rate = MIB;
    hvs_delta_set_pending(get_first(w->p), 60 * MIB);
}

/* As WMI shows it. */
static void
assert_shown(HvsHost *host, const char *caption)
{
    g_autoptr(Msvm_ConcreteJob) job = sim_get_only(host, &hvr_wmi_class_Msvm_ConcreteJob);
    g_autoptr(Msvm_AffectedJobElement)
        link = sim_get_only(host, &hvr_wmi_class_Msvm_AffectedJobElement);
    g_autofree char *job_id = hvr_wmi_path_dup_key(link->AffectingElement, "InstanceID");
    g_autofree char *vm = hvr_wmi_path_dup_key(link->AffectedElement, "Name");

    g_assert_cmpstr(job->Caption, ==, caption);
    g_assert_cmpstr(job->Owner, ==, "Administrator");
    g_assert_cmpuint(job->JobState, ==, 4);
    g_assert_cmpuint(job->PercentComplete, ==, 50);
    g_assert_false(job->Cancellable);
    g_assert_cmpstr(job->InstanceID, ==, job_id);
    g_assert_cmpstr(vm, ==, GUID);
}

static void
test_delta(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    hvs_world_step(w.world, 5 * MINUTE + 30 * SECOND);
    assert_shown(w.p, "Replication Sending Delta");
    assert_shown(w.r, "Replication Receiving Delta");
    assert_job(w.p, 105, 4, 50);
    assert_job(w.r, 106, 4, 50);
    g_assert_false(hvs_job_cancel(find(w.p, 105)));
    g_assert_cmpstr(find(w.p, 105)->id, !=, find(w.r, 106)->id);

    hvs_world_step(w.world, 30 * SECOND);
    assert_job(w.p, 105, 7, 100);
    assert_job(w.r, 106, 7, 100);
    assert_job(w.r, 108, 4, 0);
    hvs_world_step(w.world, MOMENT);
    assert_job(w.r, 108, 7, 100);
}

/* Five minutes after their end; what is empty has none. */
static void
test_vanished(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    hvs_world_step(w.world, 11 * MINUTE - SECOND);
    g_assert_cmpuint(w.p->jobs->len, ==, 1);
    g_assert_cmpuint(w.r->jobs->len, ==, 2);
    hvs_world_step(w.world, 2 * SECOND);
    g_assert_cmpuint(w.p->jobs->len, ==, 0);
    g_assert_cmpuint(w.r->jobs->len, ==, 0);
    g_assert_cmpuint(get_first(w.r)->statistics->ReplicationSuccessCount, ==, 2);
}

/* Nobody waits for them: the machine can be had meanwhile. */
static void
test_hold_nobody(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    hvs_world_step(w.world, 5 * MINUTE + 30 * SECOND);
    g_assert_false(hvs_call_is_busy(replica_find_vm(w.p)));
    g_assert_false(hvs_call_is_busy(replica_find_vm(w.r)));
    g_assert_null(hvs_job_find_running(replica_find_vm(w.p)));
    DO(replica_plain(&w, w.r, SERVICE(TestReplicaSystem)));
    assert_job(w.r, 106, 4, 50);
    DO(replica_failover(&w, w.r, NULL));
    g_assert_cmpuint(replica_state(w.r, 0), ==, 5);
}

static void
test_lost(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    hvs_world_step(w.world, 5 * MINUTE + 30 * SECOND);
    hvs_world_set_link(w.world, w.p, w.r, FALSE);
    hvs_world_step(w.world, 30 * SECOND);
    assert_job(w.p, 105, 10, 99);
    assert_job(w.r, 106, 10, 99);
    g_assert_null(find(w.r, 108));
    g_assert_cmpuint(find(w.p, 105)->error_code, ==, 32768);
    g_assert_cmpstr(find(w.p, 105)->error_text, ==, get_first(w.p)->problem);
}

static void
test_stopped(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    hvs_world_step(w.world, 5 * MINUTE + 30 * SECOND);
    DO(replica_request(&w, w.p, 7));
    assert_job(w.p, 105, 8, 50);
    assert_job(w.r, 106, 8, 50);
    g_assert_cmpuint(find(w.p, 105)->error_code, ==, 0);
}

/* A host that restarts forgets its own; the other's goes on to its end. */
static void
test_restart(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    hvs_world_step(w.world, 5 * MINUTE + 30 * SECOND);
    hvs_host_restart(w.r);
    g_assert_null(find(w.r, 106));
    hvs_world_step(w.world, 30 * SECOND);
    assert_job(w.p, 105, 7, 100);
    g_assert_null(find(w.r, 106));
    assert_job(w.r, 108, 4, 0);
}

static void
test_removed(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    hvs_world_step(w.world, 5 * MINUTE + 30 * SECOND);
    hvs_vm_remove(replica_find_vm(w.p));
    assert_job(w.p, 105, 8, 50);
    assert_job(w.r, 106, 8, 50);
}

/* Both legs of a chain at once, each with its own two jobs. */
static void
test_chain(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    HvsRelationship *next;

    prepare_world(&w);
    replica_replicate(&w, w.r,
                      SETTINGS(TO("hv-third") PROPERTY("ReplicationInterval", "uint16", "300")));
    next = replica_find_vm(w.r)->relationships[1];
    w.r->delta_rate = MIB;
    hvs_delta_start(get_first(w.p));
    hvs_delta_set_pending(next, 30 * MIB);
    hvs_delta_start(next);
    hvs_world_step(w.world, 15 * SECOND);
    assert_job(w.p, 105, 4, 25);
    assert_job(w.r, 106, 4, 25);
    assert_job(w.r, 105, 4, 50);
    assert_job(w.x, 106, 4, 50);
    hvs_delta_stop(next);
    assert_job(w.r, 106, 4, 25);
    assert_job(w.r, 105, 8, 50);
    assert_job(w.x, 106, 8, 50);
}

/* Each machine has its own: the older ones end, the newer ones go on. */
static void
test_two_machines(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    HvsHost *hosts[2];
    HvsVm *other;

    prepare_world(&w);
    other = hvs_vm_new(w.p, "db01", "7DDC63C1-0135-40CA-B998-A606D91080E9");
    hvs_vm_add_disk(other, "C:\\VMs\\db01.vhdx", GIB);
    hvs_replication_preset(other, w.r, 0);
    hvs_delta_set_pending(other->relationships[0], 60 * MIB);
    hvs_delta_start(get_first(w.p));
    hvs_delta_start(other->relationships[0]);
    hvs_delta_stop(get_first(w.p));
    hosts[0] = w.p;
    hosts[1] = w.r;
    for (guint i = 0; i < G_N_ELEMENTS(hosts); i++) {
        const GPtrArray *jobs = hosts[i]->jobs;
        const HvsJob *older = jobs->pdata[jobs->len - 2];
        const HvsJob *newer = jobs->pdata[jobs->len - 1];

        g_assert_cmpstr(older->vm_guid, ==, GUID);
        g_assert_cmpuint(older->state, ==, 8);
        g_assert_cmpstr(newer->vm_guid, ==, other->guid);
        g_assert_cmpuint(newer->state, ==, 4);
    }
}

static void
begin_resync(ReplicaWorld *world)
{
    ReplicaWorld w = *world;

    replica_world_init(&w);
    replica_replicate(&w, w.p, SETTINGS(TO("hv-replica")));
    DO(replica_request(&w, w.p, 7));
    g_assert_cmpuint(replica_resync(&w, w.p, 0), ==, 4096);
    *world = w;
}

/* Ten seconds of comparison, the first moment of which is preparation. */
static void
test_check(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    begin_resync(&w);
    assert_job(w.r, 112, 4, 0);
    g_assert_null(find(w.r, 113));
    hvs_world_step(w.world, MOMENT);
    assert_job(w.r, 112, 7, 100);
    assert_job(w.r, 113, 4, 0);
    hvs_world_step(w.world, 4850 * G_TIME_SPAN_MILLISECOND);
    assert_job(w.r, 113, 4, 50);
    g_assert_false(hvs_call_is_busy(replica_find_vm(w.r)));
    g_assert_null(find(w.p, 113));
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    assert_job(w.r, 113, 7, 100);
    g_assert_null(find(w.r, 114));
}

static void
test_check_scheduled(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    replica_replicate(&w, w.p, SETTINGS(TO("hv-replica")));
    DO(replica_request(&w, w.p, 7));
    g_assert_cmpuint(replica_resync(&w, w.p, w.world->now + HOUR), ==, 4096);
    g_assert_null(find(w.r, 112));
    hvs_world_step(w.world, HOUR);
    assert_job(w.r, 112, 4, 0);
}

static void
cancel(ReplicaWorld *w)
{
    g_assert_cmpuint(replica_request(w, w->p, 9), ==, 4096);
    g_assert_cmpuint(replica_finish(w), ==, 0);
}

static void
suspend(ReplicaWorld *w)
{
    g_assert_cmpuint(replica_request(w, w->p, 7), ==, 4096);
    g_assert_cmpuint(replica_finish(w), ==, 0);
}

static void
terminate(ReplicaWorld *w)
{
    g_assert_true(hvs_job_cancel(get_first(w->p)->transfer));
}

static void
fail_over(ReplicaWorld *w)
{
    g_assert_cmpuint(replica_failover(w, w->r, NULL), ==, 4096);
    g_assert_cmpuint(replica_finish(w), ==, 0);
    g_assert_cmpuint(replica_state(w->r, 0), ==, 5);
}

static void
fail_over_alone(ReplicaWorld *w)
{
    hvs_world_set_link(w->world, w->p, w->r, FALSE);
    fail_over(w);
}

static void
restart(ReplicaWorld *w)
{
    hvs_host_restart(w->p);
}

typedef struct {
    const char *name;
    void (*stop)(ReplicaWorld *w);
} Stop;

/* clang-format off */
static const Stop stops[] = {
    { "cancelled",         cancel },
    { "paused",            suspend },
    { "job-terminated",    terminate },
    { "failed-over",       fail_over },
    { "failed-over-alone", fail_over_alone },
    { "restarted",         restart },
};
/* clang-format on */

static void
test_check_stopped(gconstpointer data)
{
    const Stop *c = data;
    g_auto(ReplicaWorld) w = { 0 };

    begin_resync(&w);
    hvs_world_step(w.world, 5 * SECOND);
    c->stop(&w);
    g_assert_cmpuint(find(w.r, 113)->state, ==, 8);
    assert_job(w.r, 114, 4, 0);
    hvs_world_step(w.world, MOMENT);
    assert_job(w.r, 114, 7, 100);
}

/* At its very beginning there is no 113 yet, nor will there be one. */
static void
test_preparation_stopped(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    begin_resync(&w);
    terminate(&w);
    assert_job(w.r, 112, 8, 0);
    assert_job(w.r, 114, 4, 0);
    hvs_world_step(w.world, MINUTE);
    g_assert_null(find(w.r, 113));
}

/* What a test orders to fail is not one of these. */
static void
test_not_made_to_fail(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    w.r->fail_next_job = 32779;
    hvs_world_step(w.world, 6 * MINUTE + MOMENT);
    assert_job(w.r, 108, 7, 100);
    g_assert_cmpuint(replica_failover(&w, w.r, NULL), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32779);
}

static char *
dup_next_guid(gboolean background_jobs)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    w.world->switches.background_jobs = background_jobs;
    hvs_world_step(w.world, 6 * MINUTE);
    g_assert_true((find(w.p, 105) != NULL) == background_jobs);
    g_assert_cmpuint(get_first(w.p)->statistics->ReplicationSuccessCount, ==, 1);

    return hvs_world_dup_guid(w.world);
}

/* With the switch off there are none; and all else is the same. */
static void
test_switch(void)
{
    g_autofree char *with = dup_next_guid(TRUE);
    g_autofree char *without = dup_next_guid(FALSE);

    g_assert_cmpstr(with, ==, without);
}

static void
test_switch_check(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    replica_replicate(&w, w.p, SETTINGS(TO("hv-replica")));
    w.world->switches.background_jobs = FALSE;
    DO(replica_request(&w, w.p, 7));
    g_assert_cmpuint(replica_resync(&w, w.p, 0), ==, 4096);
    hvs_world_step(w.world, 5 * SECOND);
    terminate(&w);
    g_assert_cmpuint(w.r->jobs->len, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/sim/replication/background/delta", test_delta);
    g_test_add_func("/sim/replication/background/vanished", test_vanished);
    g_test_add_func("/sim/replication/background/hold-nobody", test_hold_nobody);
    g_test_add_func("/sim/replication/background/lost", test_lost);
    g_test_add_func("/sim/replication/background/stopped", test_stopped);
    g_test_add_func("/sim/replication/background/restart", test_restart);
    g_test_add_func("/sim/replication/background/removed", test_removed);
    g_test_add_func("/sim/replication/background/chain", test_chain);
    g_test_add_func("/sim/replication/background/two-machines", test_two_machines);
    g_test_add_func("/sim/replication/background/check", test_check);
    g_test_add_func("/sim/replication/background/check-scheduled", test_check_scheduled);
    for (gsize i = 0; i < G_N_ELEMENTS(stops); i++) {
        g_autofree char *path =
            g_strconcat("/sim/replication/background/check-stopped/", stops[i].name, NULL);

        g_test_add_data_func(path, &stops[i], test_check_stopped);
    }
    g_test_add_func("/sim/replication/background/preparation-stopped", test_preparation_stopped);
    g_test_add_func("/sim/replication/background/not-made-to-fail", test_not_made_to_fail);
    g_test_add_func("/sim/replication/background/switch", test_switch);
    g_test_add_func("/sim/replication/background/switch-check", test_switch_check);

    return g_test_run();
}
