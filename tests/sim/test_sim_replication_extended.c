/* test_sim_replication_extended.c: a chain of three hosts
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "replication_verb.h"
#include "sim_replication_delta.h"

#define MIB (G_GUINT64_CONSTANT(1) << 20)

static void
prepare_world(ReplicaWorld *world)
{
    ReplicaWorld w = *world;

    replica_world_init(&w);
    replica_replicate(&w, w.p,
                      SETTINGS(TO("hv-replica") PROPERTY("RecoveryHistory", "uint16", "2")));
    replica_replicate(&w, w.r, SETTINGS(TO("hv-third")));
    *world = w;
}

static void
test_chain(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    g_assert_cmpuint(replica_mode(w.p), ==, 1);
    g_assert_cmpuint(replica_mode(w.r), ==, 2);
    g_assert_cmpuint(replica_mode(w.x), ==, 4);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(replica_state(w.r, 1), ==, 3);
    g_assert_cmpuint(replica_state(w.x, 0), ==, 3);
    g_assert_cmpstr(replica_find_vm(w.r)->relationships[1]->settings->InstanceID, ==,
                    "Microsoft:" GUID "\\HVR\\1");
    g_assert_cmpstr(replica_find_vm(w.x)->relationships[0]->settings->PrimaryHostSystem, ==,
                    "hv-replica.sim.test");
    g_assert_cmpuint(sim_count(w.r, &hvr_wmi_class_Msvm_ReplicationRelationship), ==, 2);
    g_assert_cmpuint(sim_count(w.r, &hvr_wmi_class_Msvm_ReplicationSettingData), ==, 2);
    hvs_world_step(w.world, 2 * HOUR);
    g_assert_cmpuint(replica_mode(w.x), ==, 4);
    g_assert_cmpuint(replica_find_vm(w.x)->relationships[0]->health, ==, 1);
    g_assert_cmpuint(replica_create(&w, w.x, SETTINGS(TO("hv-primary"))), ==, 32775);
}

/* clang-format off */
static const struct {
    const char *settings;
    guint32 expect;
} limits[] = {
    { SETTINGS(TO("hv-third") PROPERTY("ReplicationInterval", "uint16", "30")),                    32773 },
    { SETTINGS(TO("hv-third") PROPERTY("RecoveryHistory", "uint16", "2")
               PROPERTY("ApplicationConsistentSnapshotInterval", "uint16", "1")),                  32773 },
    { SETTINGS(TO("hv-third") PROPERTY("ReplicationInterval", "uint16", "600")),                   32773 },
    { SETTINGS(TO("hv-third") PROPERTY("RecoveryHistory", "uint16", "25")),                        32773 },
    { SETTINGS(TO("hv-third") PROPERTY("InstanceID", "string", "Microsoft:" GUID "\\HVR\\0")
               PROPERTY("ReplicationInterval", "uint16", "900")),                                  4096  },
};
/* clang-format on */

/* 300 or 900 s, and not shorter than the primary's. */
static void
test_limits(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    replica_replicate(&w, w.p, SETTINGS(TO("hv-replica")));
    for (gsize i = 0; i < G_N_ELEMENTS(limits); i++)
        g_assert_cmpuint(replica_create(&w, w.r, limits[i].settings), ==, limits[i].expect);
    g_assert_cmpuint(replica_finish(&w), ==, 0);

    replica_world_clear(&w);
    replica_world_init(&w);
    replica_replicate(&w, w.p,
                      SETTINGS(TO("hv-replica") PROPERTY("ReplicationInterval", "uint16", "900")));
    g_assert_cmpuint(replica_create(&w, w.r, SETTINGS(TO("hv-third"))), ==, 32773);
}

static guint32
set_interval(ReplicaWorld *w, HvsHost *host, const char *settings)
{
    guint32 result = replica_text(w, host, SERVICE(ModifyReplicationSettings),
                                  "ReplicationSettingData", settings);

    return result == 4096 ? replica_finish(w) : result;
}

/* The same limits when settings change, from either end of the first leg. */
static void
test_limits_later(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    g_assert_cmpuint(
        set_interval(&w, w.r, SETTINGS(PROPERTY("ReplicationInterval", "uint16", "30"))), ==,
        32773);
    g_assert_cmpuint(set_interval(&w, w.r,
                                  SETTINGS(PROPERTY("RecoveryHistory", "uint16", "2") PROPERTY(
                                      "ApplicationConsistentSnapshotInterval", "uint16", "1"))),
                     ==, 32773);
    g_assert_cmpuint(
        set_interval(&w, w.p, SETTINGS(PROPERTY("ReplicationInterval", "uint16", "900"))), ==,
        32768);
    g_assert_nonnull(strstr(w.job->error_text, "more frequent"));
    g_assert_cmpuint(
        set_interval(&w, w.r, SETTINGS(PROPERTY("ReplicationInterval", "uint16", "900"))), ==, 0);
    g_assert_cmpuint(
        set_interval(&w, w.p, SETTINGS(PROPERTY("ReplicationInterval", "uint16", "900"))), ==, 0);
    g_assert_cmpuint(
        set_interval(&w, w.r, SETTINGS(PROPERTY("ReplicationInterval", "uint16", "300"))), ==,
        32773);
}

/* What the first host writes is with the second after one cycle, and with the
 * third after one of that leg. */
static void
test_deltas(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    const HvsRelationship *next, *last;

    prepare_world(&w);
    next = replica_find_vm(w.r)->relationships[1];
    last = replica_find_vm(w.x)->relationships[0];
    hvs_world_step(w.world, 10 * MINUTE);
    g_assert_cmpuint(last->statistics->ReplicationSize, ==, 0);
    hvs_world_set_link(w.world, w.r, w.x, FALSE);
    hvs_delta_set_pending(w.vm->relationships[0], 30 * MIB);
    hvs_world_step(w.world, 5 * MINUTE);
    g_assert_cmpuint(w.vm->relationships[0]->statistics->ReplicationSize, ==, 30 * MIB);
    g_assert_cmpuint(replica_find_vm(w.r)->relationships[0]->statistics->ReplicationSize, ==,
                     30 * MIB);
    g_assert_cmpuint(next->statistics->PendingReplicationSize, ==, 30 * MIB);
    g_assert_cmpuint(last->statistics->ReplicationSize, ==, 0);
    hvs_world_set_link(w.world, w.r, w.x, TRUE);
    hvs_world_step(w.world, 6 * MINUTE);
    g_assert_cmpuint(next->statistics->PendingReplicationSize, ==, 0);
    g_assert_cmpuint(next->statistics->ReplicationSize, ==, 30 * MIB);
    g_assert_cmpuint(last->statistics->ReplicationSize, ==, 30 * MIB);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
}

/* At the end of the chain: a rehearsal, which nobody notices. */
static void
test_rehearsal(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    const HvsVm *test;

    prepare_world(&w);
    DO(replica_plain(&w, w.x, SERVICE(TestReplicaSystem)));
    test = hvs_host_find_vm_by_path(w.x, w.job->result_path);
    g_assert_cmpstr(test->name, ==, "web01 - Test");
    g_assert_cmpuint(test->replication_mode, ==, 3);
    g_assert_cmpuint(replica_plain(&w, w.x, SERVICE(TestReplicaSystem)), ==, 32775);
    hvs_world_step(w.world, HOUR);
    g_assert_cmpuint(replica_state(w.r, 1), ==, 3);
    g_assert_cmpuint(replica_state(w.x, 0), ==, 3);
    g_assert_cmpuint(replica_mode(w.x), ==, 4);
}

/* Failed over at the end of the chain: the second host's deltas are refused, the
 * first one notices nothing; there is nobody to reverse to. */
static void
test_failover_at_end(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    DO(replica_failover(&w, w.x, NULL));
    g_assert_cmpuint(replica_state(w.x, 0), ==, 5);
    g_assert_cmpuint(replica_mode(w.x), ==, 4);
    hvs_world_step(w.world, 16 * MINUTE);
    g_assert_cmpuint(replica_state(w.r, 1), ==, 8);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    DO(replica_plain(&w, w.x, SERVICE(RevertFailover)));
    DO(replica_request_ex(&w, w.r, LEG("1"), 3));
    g_assert_cmpuint(replica_state(w.r, 1), ==, 3);

    DO(replica_failover(&w, w.x, NULL));
    DO(replica_plain(&w, w.x, SERVICE(CommitFailover)));
    g_assert_cmpuint(replica_reverse(&w, w.x, SETTINGS(TO("hv-replica"))), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_cmpuint(replica_text(&w, w.x, SERVICE(ChangeReplicationModeToPrimary),
                                  "ReplicationRelationship", LEG("1")),
                     ==, 32775);
    DO(replica_plain(&w, w.x, SERVICE(RemoveReplicationRelationship)));
    g_assert_cmpuint(replica_mode(w.x), ==, 0);
    hvs_world_step(w.world, HOUR);
    g_assert_cmpuint(replica_state(w.r, 1), ==, 8);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
}

/* The first host stops: the chain behind it stays, and hears nothing any more. */
static void
test_first_removed(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    DO(replica_plain(&w, w.p, SERVICE(RemoveReplicationRelationship)));
    g_assert_cmpuint(replica_mode(w.p), ==, 0);
    hvs_world_step(w.world, HOUR + 10 * MINUTE);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(replica_find_vm(w.r)->relationships[0]->health, ==, 2);
    g_assert_cmpuint(replica_state(w.r, 1), ==, 3);
    g_assert_cmpuint(replica_state(w.x, 0), ==, 3);
    g_assert_cmpuint(replica_plain(&w, w.r, SERVICE(RemoveReplicationRelationship)), ==, 32775);
}

/* The other branch after an unplanned failover in the middle: back to the first
 * host, which was made a replica, and the third one is left alone. */
static void
test_reverse_unplanned(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    DO(replica_failover(&w, w.r, NULL));
    hvs_world_step(w.world, 16 * MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 8); /* what the first host sees of it */
    DO(replica_plain(&w, w.r, SERVICE(CommitFailover)));
    DO(replica_request(&w, w.p, 2));
    DO(replica_reverse(&w, w.r, SETTINGS(TO("hv-primary"))));
    g_assert_cmpuint(replica_mode(w.r), ==, 1);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 1);
    g_assert_cmpuint(replica_state(w.r, 1), ==, 0);
    g_assert_cmpuint(replica_text(&w, w.r, SERVICE(ChangeReplicationModeToPrimary),
                                  "ReplicationRelationship", LEG("1")),
                     ==, 32775);
    DO(replica_start(&w, w.r, 1, NULL, 0));
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    hvs_world_step(w.world, HOUR + 10 * MINUTE);
    g_assert_cmpuint(replica_mode(w.x), ==, 4);
    g_assert_cmpuint(replica_find_vm(w.x)->relationships[0]->health, ==, 2);
}

/* Without Ex: settings, start and resync act on the extended one, the rest on the primary one. */
static void
test_which(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    DO(replica_text(&w, w.r, SERVICE(ModifyReplicationSettings), "ReplicationSettingData",
                    SETTINGS(PROPERTY("RecoveryHistory", "uint16", "7"))));
    g_assert_cmpuint(replica_find_vm(w.r)->relationships[1]->settings->RecoveryHistory, ==, 7);
    g_assert_cmpuint(replica_find_vm(w.x)->relationships[0]->settings->RecoveryHistory, ==, 7);
    g_assert_cmpuint(replica_find_vm(w.r)->relationships[0]->settings->RecoveryHistory, ==, 2);
    g_assert_cmpuint(
        replica_text(&w, w.r, SERVICE(ModifyReplicationSettings), "ReplicationSettingData",
                     SETTINGS(PROPERTY("InstanceID", "string", "Microsoft:" GUID "\\HVR\\0"))),
        ==, 32775);
    DO(replica_request(&w, w.r, 7));
    g_assert_cmpuint(replica_state(w.r, 0), ==, 7);
    g_assert_cmpuint(replica_state(w.r, 1), ==, 3);
    DO(replica_request(&w, w.r, 3));
    DO(replica_request_ex(&w, w.r, LEG("1"), 7));
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(replica_state(w.r, 1), ==, 7);
    g_assert_cmpuint(replica_resync(&w, w.r, 0), ==, 4096);
    g_assert_cmpuint(w.job->type, ==, 121);
    g_assert_cmpuint(replica_state(w.r, 1), ==, 10);
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    g_assert_cmpuint(replica_request_ex(&w, w.r, LEG("1"), 4), ==, 32775);
    g_assert_cmpuint(replica_request_ex(&w, w.r, LEG("1"), 2), ==, 32775);
}

static void
test_remove(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    g_assert_cmpuint(replica_plain(&w, w.r, SERVICE(RemoveReplicationRelationship)), ==, 32775);
    DO(replica_text(&w, w.r, SERVICE(RemoveReplicationRelationshipEx), "ReplicationRelationship",
                    LEG("1")));
    g_assert_cmpuint(replica_mode(w.r), ==, 2);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(replica_state(w.r, 1), ==, 0);
    g_assert_cmpuint(replica_mode(w.x), ==, 4);
    DO(replica_plain(&w, w.r, SERVICE(RemoveReplicationRelationship)));
    DO(replica_plain(&w, w.x, SERVICE(RemoveReplicationRelationship)));
    g_assert_cmpuint(replica_mode(w.r), ==, 0);
    g_assert_cmpuint(replica_mode(w.x), ==, 0);
}

/* The primary site is gone for good: the extended relationship becomes the primary one. */
static void
test_change_mode(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    DO(replica_failover(&w, w.r, NULL));
    DO(replica_plain(&w, w.r, SERVICE(CommitFailover)));
    g_assert_cmpuint(replica_text(&w, w.r, SERVICE(ChangeReplicationModeToPrimary),
                                  "ReplicationRelationship", NULL),
                     ==, 32773);
    g_assert_cmpuint(replica_text(&w, w.r, SERVICE(ChangeReplicationModeToPrimary),
                                  "ReplicationRelationship", LEG("0")),
                     ==, 32773);
    hvs_world_set_link(w.world, w.r, w.x, FALSE);
    DO(replica_text(&w, w.r, SERVICE(ChangeReplicationModeToPrimary), "ReplicationRelationship",
                    LEG("1")));
    g_assert_cmpuint(w.job->type, ==, 123);
    g_assert_cmpuint(replica_mode(w.r), ==, 1);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(replica_state(w.r, 1), ==, 0);
    g_assert_cmpstr(replica_find_vm(w.r)->relationships[0]->settings->InstanceID, ==,
                    "Microsoft:" GUID "\\HVR\\0");
    g_assert_cmpuint(replica_mode(w.x), ==, 4); /* has not heard of it */
    hvs_world_set_link(w.world, w.r, w.x, TRUE);
    hvs_world_step(w.world, 20 * MINUTE);
    g_assert_cmpuint(replica_mode(w.x), ==, 2);
    g_assert_cmpuint(replica_state(w.x, 0), ==, 3);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 8); /* an orphan */
}

/* Going back to the first host stops the chain: one outgoing relationship only. */
static void
test_reverse(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    DO(replica_request(&w, w.p, 4));
    DO(replica_failover(&w, w.r, NULL));
    DO(replica_reverse(&w, w.r, SETTINGS(TO("hv-primary"))));
    g_assert_cmpuint(replica_mode(w.r), ==, 1);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(replica_state(w.r, 1), ==, 0);
    g_assert_cmpuint(replica_mode(w.p), ==, 2);
    hvs_world_step(w.world, HOUR + 10 * MINUTE);
    g_assert_cmpuint(replica_mode(w.x), ==, 4);
    g_assert_cmpuint(replica_find_vm(w.x)->relationships[0]->health, ==, 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sim/replication/extended/chain", test_chain);
    g_test_add_func("/sim/replication/extended/limits", test_limits);
    g_test_add_func("/sim/replication/extended/limits-later", test_limits_later);
    g_test_add_func("/sim/replication/extended/deltas", test_deltas);
    g_test_add_func("/sim/replication/extended/rehearsal", test_rehearsal);
    g_test_add_func("/sim/replication/extended/failover-at-end", test_failover_at_end);
    g_test_add_func("/sim/replication/extended/first-removed", test_first_removed);
    g_test_add_func("/sim/replication/extended/reverse-unplanned", test_reverse_unplanned);
    g_test_add_func("/sim/replication/extended/which", test_which);
    g_test_add_func("/sim/replication/extended/remove", test_remove);
    g_test_add_func("/sim/replication/extended/change-mode", test_change_mode);
    g_test_add_func("/sim/replication/extended/reverse", test_reverse);

    return g_test_run();
}
