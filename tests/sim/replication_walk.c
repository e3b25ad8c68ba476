/* replication_walk.c: lead a relationship into any state, and check what an operation does there
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "replication_walk.h"

HvsRelationship *
walk_get(const Walk *walk)
{
    HvsVm *vm = replica_find_vm(walk->host);

    return vm != NULL ? vm->relationships[walk->index] : NULL;
}

static guint
walk_get_state(const Walk *walk)
{
    return replica_state(walk->host, walk->index);
}

/* Runs a step that leads to the state wanted. */
static void
walk_drive(Walk *walk, Operation operation, guint number)
{
    walk->number = number;
    g_assert_cmpuint(operation(walk), ==, 4096);
    g_assert_cmpuint(replica_finish(&walk->w), ==, 0);
}

static void
walk_lose_link(Walk *walk)
{
    HvsHost *to = walk->host == walk->w.p ? walk->w.r : walk->w.x;

    hvs_world_set_link(walk->w.world, walk->host, to, FALSE);
    hvs_world_step(walk->w.world, 20 * MINUTE);
    hvs_world_set_link(walk->w.world, walk->host, to, TRUE);
}

static void
walk_update_disks(Walk *walk, gboolean fails)
{
    walk_drive(walk, op_modify_disks, 0);
    if (fails) {
        walk->host->fail_next_job = 32768;
        hvs_world_step(walk->w.world, MINUTE);
    }
}

/* From 3 on. */
static void
walk_lead_sender(Walk *walk, guint state)
{
    if (state == 4)
        walk_drive(walk, op_request_ex, 4);
    if (state == 8)
        walk_lose_link(walk);
    if (state == 15 || state == 16)
        walk_update_disks(walk, state == 16);
    if (state != 7 && (state < 9 || state > 11))
        return;
    walk_drive(walk, op_request_ex, 7);
    if (state == 7)
        return;
    g_assert_cmpuint(op_resync(walk), ==, 4096);
    if (state == 9)
        walk_drive(walk, op_request_ex, 9);
    if (state == 11)
        walk_drive(walk, op_request_ex, 7);
}

static void
walk_begin_sender(Walk *walk, guint state)
{
    if (state == 0)
        return;
    walk_drive(walk, op_create, 0);
    if (state == 1)
        return;
    g_assert_cmpuint(op_start(walk), ==, 4096);
    if (state == 2)
        return;
    g_assert_cmpuint(replica_finish(&walk->w), ==, 0);
    walk_lead_sender(walk, state);
}

static void
walk_lead_receiver(Walk *walk, guint state)
{
    if (state == 7)
        walk_drive(walk, op_request, 7);
    if (state == 12)
        g_assert_cmpuint(op_failover(walk), ==, 4096);
    if (state == 5 || state == 6 || state == 13 || state == 14)
        walk_drive(walk, op_failover, 0);
    if (state == 6 || state == 13 || state == 14)
        walk_drive(walk, op_commit, 0);
    if (state != 13 && state != 14)
        return;
    g_assert_cmpuint(op_failback_external(walk), ==, 4096);
    if (state == 14)
        g_assert_cmpuint(replica_finish(&walk->w), ==, 0);
    walk->w.world->switches.external_provider = FALSE;
}

/* Its sender's way there; an export leaves a receiver in 2, disks in 15 and 16. */
static void
walk_begin_receiver(Walk *walk, const Walk *receiver, guint state)
{
    walk_drive(walk, op_create, 0);
    walk_drive(walk, state == 2 ? op_start_export : op_start, 0);
    walk->w.job = receiver->w.job;
    if (state == 15 || state == 16)
        walk_update_disks(walk, state == 16);
}

/* Two disks, so that one can be left out; the VM is off. */
static void
walk_init(Walk *walk, WalkRole role, guint state)
{
    ReplicaWorld *w = &walk->w;

    replica_world_init(w);
    hvs_vm_add_disk(w->vm, "C:\\VMs\\web01-log.vhdx", GIB);
    walk->host = w->p;
    if (role == WALK_PRIMARY) {
        walk_begin_sender(walk, state);
        return;
    }
    walk_begin_receiver(walk, walk, role == WALK_REPLICA ? state : 3);
    walk->host = w->r;
    if (role == WALK_MIDDLE)
        walk_begin_sender(walk, 3);
    if (role == WALK_EXTENDED) {
        walk->index = 1;
        walk_begin_receiver(walk, walk, state);
        walk->index = 0;
        walk->host = w->x;
    }
    walk->index = role == WALK_EXTENDING ? 1 : 0;
    if (role == WALK_EXTENDING)
        walk_begin_sender(walk, state == 4 ? 3 : state);
    else
        walk_lead_receiver(walk, state);
}

void
walk_enter(Walk *walk, WalkRole role, guint state)
{
    walk_init(walk, role, state);
    if (walk_get(walk) != NULL && walk_get_state(walk) != state)
        walk_get(walk)->state = (guint16)state;
    walk->w.job = NULL;
    g_assert_cmpuint(walk_get_state(walk), ==, state);
}

/* Who was on the other side; both places stay when roles change. */
static guint
walk_get_partner(const Walk *walk, WalkRole role)
{
    static const struct {
        goffset host;
        guint index;
    } partners[] = {
        [WALK_PRIMARY] = { G_STRUCT_OFFSET(ReplicaWorld, r), 0 },
        [WALK_REPLICA] = { G_STRUCT_OFFSET(ReplicaWorld, p), 0 },
        [WALK_MIDDLE] = { G_STRUCT_OFFSET(ReplicaWorld, p), 0 },
        [WALK_EXTENDING] = { G_STRUCT_OFFSET(ReplicaWorld, x), 0 },
        [WALK_EXTENDED] = { G_STRUCT_OFFSET(ReplicaWorld, r), 1 },
    };
    HvsHost *host = G_STRUCT_MEMBER(HvsHost *, &walk->w, partners[role].host);

    return replica_state(host, partners[role].index);
}

/* The cell of @state in a row; transfer full. */
static char *
walk_dup_cell(const WalkRow *row, guint state)
{
    g_auto(GStrv) cells = g_strsplit(row->cells, " ", -1);
    g_autofree char *prefix = g_strdup_printf("%u:", state);

    for (guint i = 0; cells[i] != NULL; i++) {
        if (g_str_has_prefix(cells[i], prefix))
            return g_strdup(cells[i] + strlen(prefix));
    }

    return g_strdup(row->otherwise);
}

static guint32
walk_get_answer(const char *cell)
{
    if (strcmp(cell, "-") == 0)
        return 32775;
    if (strcmp(cell, "=") == 0)
        return 0;

    return strpbrk(cell, ">!") != NULL ? 4096 : (guint32)g_ascii_strtoull(cell, NULL, 10);
}

/* All cells that are wrong are named, not only the first one. */
void
walk_expect(guint state, const char *cell, const char *what, guint64 got, guint64 wanted)
{
    if (got == wanted)
        return;
    g_test_message("in state %u, cell '%s', %s is %" G_GUINT64_FORMAT, state, cell, what, got);
    g_test_fail();
}

/* Each state in a world of its own. */
void
walk_check(const WalkRow *row, WalkRole role, guint state)
{
    g_auto(ReplicaWorld) owner = { 0 };
    Walk walk = { .number = 0 };
    g_autofree char *cell = walk_dup_cell(row, state);
    const char *then = strpbrk(cell, ">!");
    const char *other = strchr(cell, '/');
    guint partner;

    walk_enter(&walk, role, state);
    owner = walk.w;
    partner = walk_get_partner(&walk, role);
    walk.number = row->number;

    walk_expect(state, cell, "answer", row->operation(&walk), walk_get_answer(cell));
    if (then != NULL)
        walk_expect(state, cell, "meanwhile", walk_get_state(&walk),
                    g_ascii_strtoull(cell, NULL, 10));
    walk_expect(state, cell, "failed", replica_finish(&walk.w) != 0, then != NULL && *then == '!');
    walk_expect(state, cell, "then", walk_get_state(&walk),
                then != NULL ? g_ascii_strtoull(then + 1, NULL, 10) : state);
    walk_expect(state, cell, "partner", walk_get_partner(&walk, role),
                other != NULL ? g_ascii_strtoull(other + 1, NULL, 10) : partner);
}
