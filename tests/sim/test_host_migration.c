/* test_host_migration.c: each request of a planned failover as migration goes wrong in turn
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whatever goes wrong: the machine is at its new place, or everything is as it
 * was, or one line says where things stand; never do two copies run, and nothing
 * stays behind that would keep the machine from being moved later.
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "directory.h"
#include "host_private.h"
#include "hvr_error.h"
#include "planned_failover.h"
#include "story_fault.h"

static const StoryPace pace = { G_TIME_SPAN_SECOND, 200 * G_TIME_SPAN_MILLISECOND };

/* So many times faster do the drivers' clocks go. */
#define HURRY 20

/* More than any way there and back has. */
#define N_REQUESTS_MAX 80

typedef struct {
    Story *story;
    StoryFault fault;
    HvrDirectory *directory;
} World;

static GPtrArray *
list_hosts(gpointer user_data)
{
    Story *story = user_data;
    GPtrArray *hosts = g_ptr_array_new_with_free_func(g_object_unref);

    g_ptr_array_add(hosts, g_object_ref(story->primary.host));
    g_ptr_array_add(hosts, g_object_ref(story->replica.host));

    return hosts;
}

/* web01 runs and replicates; @peer: (nullable): between the primary and its driver */
static void
world_init_with(World *world, guint hurry, HvrWsmanLoopbackPeer peer)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_hurried(0, hurry);

    world->story = story_new_at_pace(clock, &pace);
    world->story->step = 100 * G_TIME_SPAN_MILLISECOND;
    story_fault_init(&world->fault);
    story_fault_put(&world->fault, world->story);
    if (peer != NULL)
        world->story->primary.peer = peer;
    hvs_replication_preset(hvs_host_find_vm(world->story->primary.sim, STORY_WEB01),
                           world->story->replica.sim, 2);
    world->directory = hvr_directory_new(list_hosts, world->story);
    hvr_host_set_directory(world->story->primary.host, world->directory);
    hvr_host_set_directory(world->story->replica.host, world->directory);
    story_open(&world->story->primary);
    story_open(&world->story->replica);
}

static void
world_init(World *world)
{
    world_init_with(world, HURRY, NULL);
}

static void
world_clear(World *world)
{
    hvr_directory_close(world->directory);
    hvr_directory_unref(world->directory);
    story_free(world->story);
    story_fault_clear(&world->fault);
}

static gboolean
move(StorySide *from, StorySide *to, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    const HvrOperationOrder order = { .wishes = HVR_PLANNED_FAILOVER_SHUT_DOWN };
    HvrDomain *domain = story_find(from, "web01");

    hvr_operation_start_async(hvr_planned_failover_get_plan(), from->host, to->host, domain, &order,
                              story_keep, &result);
    story_wait(&result);

    return hvr_operation_finish(result, error);
}

static gboolean
has_job(StorySide *side)
{
    return hvr_host_get_job(side->host, story_find(side, "web01")) != NULL;
}

static void
settle(Story *story)
{
    for (guint i = 0; i < 100; i++) {
        gboolean is_seen = story_refresh(&story->primary, NULL) &&
                           story_refresh(&story->replica, NULL);

        if (is_seen && !has_job(&story->primary) && !has_job(&story->replica))
            break;
    }

    g_assert_false(has_job(&story->primary) || has_job(&story->replica));
    g_assert_cmpuint(g_hash_table_size(story->primary.host->operations), ==, 0);
    g_assert_cmpuint(g_hash_table_size(story->replica.host->operations), ==, 0);
}

static gboolean
is_at(StorySide *side, guint mode, guint state, gboolean is_running)
{
    const HvrDomain *domain = story_find(side, "web01");

    return domain->mode == mode && domain->legs[0]->state == state &&
           hvr_domain_is_active(domain) == is_running;
}

static gboolean
is_on(StorySide *here, StorySide *there)
{
    return is_at(here, HVR_REPL_MODE_PRIMARY, HVR_REPL_STATE_REPLICATING, TRUE) &&
           is_at(there, HVR_REPL_MODE_REPLICA, HVR_REPL_STATE_REPLICATING, FALSE);
}

/* What the caller is told, and whether that is true. */
static void
check(World *world, const GError *error)
{
    StorySide *primary = &world->story->primary;
    StorySide *replica = &world->story->replica;
    gboolean is_home = is_on(primary, replica);

    g_assert_false(hvr_domain_is_active(story_find(primary, "web01")) &&
                   hvr_domain_is_active(story_find(replica, "web01")));
    if (error == NULL)
        g_assert_true(is_on(replica, primary));
    else if (strstr(error->message, "where things stand: ") != NULL)
        g_assert_cmpuint(world->fault.n_effects, >, 0);
    else
        g_assert_true(is_home);
}

/* Returns: whether there was such a request to spoil. */
static gboolean
run(FaultKind kind, guint nth)
{
    World world;
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) again = NULL;
    gboolean is_hit;
    gboolean is_home;

    world_init(&world);
    story_fault_arm(&world.fault, kind, FALSE, nth);
    move(&world.story->primary, &world.story->replica, &error);
    story_fault_disarm(&world.fault);
    is_hit = world.fault.is_done;
    settle(world.story);
    g_test_message("%s %u: %s -> %s", story_fault_get_name(kind), nth,
                   is_hit ? world.fault.victim : "-", error != NULL ? error->message : "done");
    check(&world, error);

    /* Nothing stays behind. */
    is_home = is_on(&world.story->primary, &world.story->replica);
    if (error != NULL && is_home)
        g_assert_true(move(&world.story->primary, &world.story->replica, &again));
    g_assert_no_error(again);
    world_clear(&world);

    return is_hit;
}

static void
test_fault(gconstpointer data)
{
    guint nth = 1;

    while (nth < N_REQUESTS_MAX && run(GPOINTER_TO_UINT(data), nth))
        nth++;
    g_assert_cmpuint(nth, >, 10);
    g_assert_cmpuint(nth, <, N_REQUESTS_MAX);
}

/* The journal has a line before each request that changes something, and the last word. */
typedef struct {
    GString *lines;
    guint fail_at; /* 1: the first; 0: none */
} Journal;

static gboolean
write_line(gpointer user_data, const HvrOperationRecord *record, GError **error)
{
    Journal *journal = user_data;

    g_string_append_printf(journal->lines, "%s:%u%s ", hvr_operation_phase_get_name(record->phase),
                           record->step,
                           record->memory & HVR_PLANNED_FAILOVER_WAS_ASKED ? "*" : "");
    if (journal->fail_at > 0 && --journal->fail_at == 0)
        return hvr_fail(error, HVR_ERROR_CONFIG, "the disk is full");

    return TRUE;
}

static void
test_journal(void)
{
    World world;
    Journal journal = { g_string_new(NULL), 0 };
    const HvrOperationJournal face = { write_line, &journal };
    g_autoptr(GError) error = NULL;

    world_init(&world);
    hvr_directory_set_journal(world.directory, &face);
    g_assert_true(move(&world.story->primary, &world.story->replica, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(journal.lines->str, ==,
                    "running:1 running:1* running:2* running:3* running:4* running:5* done:6* ");
    world_clear(&world);
    g_string_free(journal.lines, TRUE);
}

/* A step whose line cannot be written is not sent. */
static void
test_journal_full(void)
{
    World world;
    Journal journal = { g_string_new(NULL), 3 };
    const HvrOperationJournal face = { write_line, &journal };
    g_autoptr(GError) error = NULL;

    world_init(&world);
    hvr_directory_set_journal(world.directory, &face);
    g_assert_false(move(&world.story->primary, &world.story->replica, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_nonnull(strstr(error->message, "the disk is full; everything is as it was"));
    settle(world.story);
    g_assert_true(is_on(&world.story->primary, &world.story->replica));
    world_clear(&world);
    g_string_free(journal.lines, TRUE);
}

static GBytes *
replace(GBytes *bytes, const char *from, const char *to)
{
    g_autoptr(GString)
        text = g_string_new_len(g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes));

    g_string_replace(text, from, to, 0);

    return g_string_free_to_bytes(g_steal_pointer(&text));
}

/* A guest that says yes, and comes back. */
static GBytes *
answer_deaf(GBytes *request, gpointer user_data, GError **error)
{
    g_autoptr(GBytes) other = replace(request, "InitiateShutdown", "InitiateReboot");
    gboolean is_other = g_bytes_get_size(other) != g_bytes_get_size(request);
    g_autoptr(GBytes) reply = story_answer(other, user_data, error);

    if (reply == NULL || !is_other)
        return g_steal_pointer(&reply);

    return replace(reply, "InitiateReboot", "InitiateShutdown");
}

/* Five minutes, then it is given up, and nothing has happened. */
static void
test_deaf(void)
{
    World world;
    g_autoptr(GError) error = NULL;
    gint64 start;

    world_init_with(&world, 200, answer_deaf);
    start = hvr_clock_get_monotonic(world.story->clock);
    g_assert_false(move(&world.story->primary, &world.story->replica, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_TIMEOUT);
    g_assert_nonnull(strstr(error->message, "the guest of 'web01' has not shut down within 300 s; "
                                            "everything is as it was: "));
    g_assert_cmpint(hvr_clock_get_monotonic(world.story->clock) - start, >=,
                    5 * G_TIME_SPAN_MINUTE);
    settle(world.story);
    g_assert_true(is_on(&world.story->primary, &world.story->replica));
    world_clear(&world);
}

/* What a killed daemon left behind, and what becomes of it. */
typedef struct {
    const char *name;
    HvrOperationPhase phase;
    guint step;
    HvrReplVerb done[3]; /* after the machine was turned off; on which side the verb says */
    guint n_done;
    gboolean is_home;
} Resumption;

/* clang-format off */
static const Resumption resumptions[] = {
    { "before-prepare",   HVR_OPERATION_RUNNING, 2, { 0 },                                                        0, TRUE  },
    { "after-prepare",    HVR_OPERATION_RUNNING, 2, { HVR_VERB_PREPARE },                                         1, TRUE  },
    { "before-fail-over", HVR_OPERATION_RUNNING, 3, { HVR_VERB_PREPARE },                                         1, TRUE  },
    { "after-fail-over",  HVR_OPERATION_RUNNING, 3, { HVR_VERB_PREPARE, HVR_VERB_FAILOVER },                      2, TRUE  },
    { "after-reverse",    HVR_OPERATION_RUNNING, 4, { HVR_VERB_PREPARE, HVR_VERB_FAILOVER, HVR_VERB_REVERSE },    3, FALSE },
    { "before-start",     HVR_OPERATION_RUNNING, 5, { HVR_VERB_PREPARE, HVR_VERB_FAILOVER, HVR_VERB_REVERSE },    3, FALSE },
    { "undoing",          HVR_OPERATION_UNDOING, 3, { HVR_VERB_PREPARE },                                         1, TRUE  },
};
/* clang-format on */

static void
test_resume(gconstpointer data)
{
    const Resumption *c = data;
    World world;
    const HvrOperationRecord record = {
        .id = (char *)"id",
        .plan = (char *)"planned-failover",
        .guid = (char *)STORY_WEB01,
        .vm = (char *)"web01",
        .source = (char *)"HV-PRIMARY",
        .target = (char *)"HV-REPLICA",
        .wishes = HVR_PLANNED_FAILOVER_SHUT_DOWN,
        .memory = HVR_PLANNED_FAILOVER_WAS_RUNNING | HVR_PLANNED_FAILOVER_WAS_ASKED,
        .phase = c->phase,
        .step = c->step,
        .began = 1,
        .changed = 1,
    };
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    world_init(&world);
    g_assert_true(story_power(&world.story->primary, "web01", HVR_POWER_DESTROY, &error));
    for (guint i = 0; i < c->n_done; i++) {
        StorySide *side = c->done[i] == HVR_VERB_PREPARE ? &world.story->primary
                                                         : &world.story->replica;
        g_autoptr(HvrJob) job = story_do_verb(side, c->done[i]);
    }
    hvr_operation_resume_async(world.directory, &record, story_keep, &result);
    story_wait(&result);
    g_assert_cmpint(hvr_operation_finish(result, &error), ==, !c->is_home);
    settle(world.story);
    if (c->is_home) {
        g_assert_error(error, HVR_ERROR, HVR_ERROR_CANCELLED);
        g_assert_true(is_on(&world.story->primary, &world.story->replica));
    } else {
        g_assert_no_error(error);
        g_assert_true(is_on(&world.story->replica, &world.story->primary));
    }
    world_clear(&world);
}

/* By the name that relationships use, whatever the host file calls it. */
static void
test_find(void)
{
    static const struct {
        const char *system;
        gboolean is_known;
    } cases[] = { { "HV-REPLICA", TRUE }, { "hv-replica", TRUE }, { "elsewhere", FALSE } };
    World world;

    world_init(&world);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GAsyncResult) result = NULL;
        g_autoptr(GError) error = NULL;
        g_autoptr(HvrHost) found = NULL;

        hvr_directory_find_async(world.directory, cases[i].system, NULL, story_keep, &result);
        story_wait(&result);
        found = hvr_directory_find_finish(result, &error);
        g_assert_true(found == (cases[i].is_known ? world.story->replica.host : NULL));
        if (!cases[i].is_known)
            g_assert_error(error, HVR_ERROR, HVR_ERROR_NO_HOST);
    }
    world_clear(&world);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/host/migration/steps/find", test_find);
    g_test_add_func("/host/migration/steps/journal", test_journal);
    g_test_add_func("/host/migration/steps/journal-full", test_journal_full);
    g_test_add_func("/host/migration/steps/deaf-guest", test_deaf);
    for (gsize i = 0; i < G_N_ELEMENTS(resumptions); i++) {
        g_autofree char *path =
            g_strconcat("/host/migration/steps/resume-", resumptions[i].name, NULL);

        g_test_add_data_func(path, &resumptions[i], test_resume);
    }
    for (guint kind = 0; kind < N_FAULTS; kind++) {
        g_autofree char *path = g_strconcat("/host/migration/", story_fault_get_name(kind), NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(kind), test_fault);
    }

    return g_test_run();
}
