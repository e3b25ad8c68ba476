/* test_sim_replication_health.c: how well a relationship is in each state, and in which words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * After Microsoft's blog 2012-06-15; what it does not name is inferred.
 */

#include <config.h>

#include "replication_walk.h"
#include "sim_replication_health.h"

#define ERROR                                                                                      \
    "Replication for virtual machine 'web01' is in error. Fix the error(s) and resume "            \
    "replication."
#define INITIAL     "Initial replication for virtual machine 'web01' is not complete."
#define PAUSED      "Replication for virtual machine 'web01' is paused."
#define SCHEDULED   "Virtual machine 'web01' is scheduled for resynchronization."
#define COMPARING   "Resynchronization for virtual machine 'web01' is not complete."
#define FAILED_OVER "Virtual machine 'web01' is failed over and replication is not reversed."
#define BEHIND      "Replica virtual machine 'web01' is behind the primary by more than an hour."
#define MISSED                                                                                     \
    "More than 20 percent of replication cycles have been missed for virtual machine 'web01'. "    \
    "Replication might be encountering problems."
#define SLOW "The average replication latency of virtual machine 'web01' is more than five minutes."

/* clang-format off */
static const struct {
    WalkRole role;
    guint state;
    guint health, partner;
    const char *text; /* the first one, NULL: none */
} states[] = {
    { WALK_PRIMARY,   1,  2, 2, INITIAL },
    { WALK_PRIMARY,   2,  2, 2, INITIAL },
    { WALK_PRIMARY,   3,  1, 1, NULL },
    { WALK_PRIMARY,   4,  1, 1, NULL },
    { WALK_PRIMARY,   7,  2, 2, PAUSED },
    { WALK_PRIMARY,   8,  3, 3, ERROR },
    { WALK_PRIMARY,   9,  3, 3, SCHEDULED },
    { WALK_PRIMARY,   10, 2, 2, COMPARING },
    { WALK_PRIMARY,   11, 2, 2, COMPARING },
    { WALK_PRIMARY,   15, 1, 1, NULL },
    { WALK_PRIMARY,   16, 3, 3, ERROR },
    { WALK_REPLICA,   2,  2, 2, INITIAL },
    { WALK_REPLICA,   3,  1, 1, NULL },
    { WALK_REPLICA,   5,  2, 1, FAILED_OVER },
    { WALK_REPLICA,   6,  2, 1, FAILED_OVER },
    { WALK_REPLICA,   7,  3, 3, PAUSED },
    { WALK_REPLICA,   8,  3, 1, ERROR },
    { WALK_REPLICA,   12, 2, 1, NULL },
    { WALK_REPLICA,   13, 2, 1, NULL },
    { WALK_REPLICA,   14, 2, 1, NULL },
    { WALK_REPLICA,   16, 3, 3, ERROR },
    { WALK_EXTENDING, 3,  1, 1, NULL },
    { WALK_EXTENDING, 7,  2, 2, PAUSED },
    { WALK_EXTENDING, 9,  3, 3, SCHEDULED },
    { WALK_EXTENDED,  7,  3, 3, PAUSED },
    /* Nothing leads there. */
    { WALK_PRIMARY,   17, 2, 2, NULL },
    { WALK_PRIMARY,   21, 2, 2, NULL },
    { WALK_REPLICA,   17, 2, 1, NULL },
    { WALK_REPLICA,   21, 2, 1, NULL },
};
/* clang-format on */

static void
assert_first_issue(const HvsRelationship *relationship, const char *wanted)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

    hvs_health_append_issues(relationship, texts);
    g_assert_cmpstr(texts->len > 0 ? g_ptr_array_index(texts, 0) : NULL, ==, wanted);
}

static void
test_state(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_auto(ReplicaWorld) owner = { 0 };
    Walk walk = { .number = 0 };
    HvsRelationship *peer;

    walk_enter(&walk, states[i].role, states[i].state);
    owner = walk.w;
    peer = hvs_relationship_find_peer(walk_get(&walk));
    hvs_health_update(walk_get(&walk));
    hvs_health_update(peer);
    g_assert_cmpuint(walk_get(&walk)->health, ==, states[i].health);
    g_assert_cmpuint(peer->health, ==, states[i].partner);
    assert_first_issue(walk_get(&walk), states[i].text);
}

/* The limits, in state 3: at each of them all is well, one more is too much. */
/* clang-format off */
static const struct {
    const char *name;
    guint misses, successes, latency;
    gint64 age; /* of the last replication */
    guint health;
    const char *text;
} limits[] = {
    { "none",    0, 0,  0,    0,               1, NULL },
    { "misses",  2, 8,  8,    0,               1, NULL },
    { "missed",  3, 8,  8,    0,               2, MISSED },
    { "age",     0, 1,  1,    HOUR,            1, NULL },
    { "behind",  0, 1,  1,    HOUR + 1,        2, BEHIND },
    { "latency", 0, 10, 3000, 0,               1, NULL },
    { "slow",    0, 10, 3001, 0,               2, SLOW },
};
/* clang-format on */

static void
test_limit(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_auto(ReplicaWorld) owner = { 0 };
    Walk walk = { .number = 0 };
    HvsRelationship *sender;

    walk_enter(&walk, WALK_PRIMARY, 3);
    owner = walk.w;
    sender = walk_get(&walk);
    sender->statistics->ReplicationMissCount = limits[i].misses;
    sender->statistics->ReplicationSuccessCount = limits[i].successes;
    sender->statistics->ReplicationLatency = limits[i].latency;
    sender->last_replication = walk.w.world->now - limits[i].age;
    hvs_health_update(sender);
    g_assert_cmpuint(sender->health, ==, limits[i].health);
    assert_first_issue(sender, limits[i].text);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
        g_autofree char *path =
            g_strdup_printf("/sim/replication/health/state/%u/%u", states[i].role, states[i].state);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_state);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(limits); i++) {
        g_autofree char *path = g_strconcat("/sim/replication/health/limit/", limits[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_limit);
    }

    return g_test_run();
}
