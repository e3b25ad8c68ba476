/* test_sim_replication_extended.c: a chain of three hosts
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "replication_verb.h"

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
    g_test_add_func("/sim/replication/extended/which", test_which);
    g_test_add_func("/sim/replication/extended/remove", test_remove);
    g_test_add_func("/sim/replication/extended/change-mode", test_change_mode);
    g_test_add_func("/sim/replication/extended/reverse", test_reverse);

    return g_test_run();
}
