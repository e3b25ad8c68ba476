/* test_host_fault.c: each request of each story goes wrong in turn, in each way
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whatever goes wrong: nothing has its effect twice, nothing hangs or stays
 * behind, whoever is told that it worked finds it so, whoever is told that it had
 * no effect finds that so, too, and asking again leads to the goal.  Time is the
 * drivers' own, so that nobody waits for it.
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "host_private.h"
#include "hvr_error.h"
#include "story_fault.h"

#define WEB01 "web01"
#define DB01  "db01"
#define TEST  "web01 - Test"

#define ANY  G_MAXUINT
#define GONE (G_MAXUINT - 1)

/* Virtual time that passes with a look. */
static const StoryPace pace = { G_TIME_SPAN_SECOND, 500 * G_TIME_SPAN_MILLISECOND };

/* Whoever waits for a verb waits for a refresh of the state, of the settings and of the
 * devices; with two machines and a job they have no more requests than this. */
#define N_LOOK_REQUESTS 14

/* Less than the time after which a driver gives up waiting for a job: who takes longer hangs.
 * The driver that has nothing to do looks as often as it can meanwhile. */
#define MAX_SPAN G_TIME_SPAN_HOUR

/* A host that nobody waits for must not let hours pass while another one thinks. */
#define HURRY 500

typedef enum {
    DO_VERB,
    DO_POWER,
    DO_CLEANUP,
} Act;

/**
 * Step:
 * @domain: whom it is asked of
 * @goal: in which the effect shows
 * @mode: its HvrReplMode then; GONE: there is no such machine; ANY: does not count
 * @state: HvrReplState of relationship 0, or ANY
 * @power: virDomainState, or ANY
 */
typedef struct {
    gboolean on_replica;
    Act act;
    guint what; /* HvrReplVerb, HvrPower */
    const char *domain;
    const char *goal;
    guint mode;
    guint state;
    guint power;
} Step;

#define MAX_STEPS 6

/* @is_replicating: web01 begins so, with recovery points */
typedef struct {
    const char *name;
    gboolean is_replicating;
    guint n_steps;
    Step steps[MAX_STEPS];
} Plot;

#define MODE(name)  HVR_REPL_MODE_##name
#define STATE(name) HVR_REPL_STATE_##name

/* clang-format off */
static const Plot plots[] = {
    { "initial", FALSE, 2, {
        { FALSE, DO_VERB,  HVR_VERB_ENABLE,        WEB01, WEB01, MODE(PRIMARY), STATE(READY),       ANY },
        { FALSE, DO_VERB,  HVR_VERB_START,         WEB01, WEB01, MODE(PRIMARY), STATE(REPLICATING), ANY } } },
    { "planned-failover", TRUE, 5, {
        { FALSE, DO_POWER, HVR_POWER_DESTROY,      WEB01, WEB01, MODE(PRIMARY), ANY,                VIR_DOMAIN_SHUTOFF },
        { FALSE, DO_VERB,  HVR_VERB_PREPARE,       WEB01, WEB01, MODE(PRIMARY), STATE(PREPARED),    ANY },
        { TRUE,  DO_VERB,  HVR_VERB_FAILOVER,      WEB01, WEB01, MODE(REPLICA), STATE(FAILED_OVER), ANY },
        { TRUE,  DO_VERB,  HVR_VERB_REVERSE,       WEB01, WEB01, MODE(PRIMARY), STATE(REPLICATING), ANY },
        { TRUE,  DO_POWER, HVR_POWER_START,        WEB01, WEB01, MODE(PRIMARY), ANY,                VIR_DOMAIN_RUNNING } } },
    { "unplanned-failover", TRUE, 2, {
        { TRUE,  DO_VERB,  HVR_VERB_FAILOVER,      WEB01, WEB01, MODE(REPLICA), STATE(FAILED_OVER), ANY },
        { TRUE,  DO_VERB,  HVR_VERB_COMMIT,        WEB01, WEB01, MODE(REPLICA), STATE(COMMITTED),   ANY } } },
    { "reverted-failover", TRUE, 2, {
        { TRUE,  DO_VERB,  HVR_VERB_FAILOVER,      WEB01, WEB01, MODE(REPLICA), STATE(FAILED_OVER), ANY },
        { TRUE,  DO_VERB,  HVR_VERB_REVERT,        WEB01, WEB01, MODE(REPLICA), STATE(REPLICATING), ANY } } },
    { "test-failover", TRUE, 2, {
        { TRUE,  DO_VERB,  HVR_VERB_TEST_FAILOVER, WEB01, TEST,  MODE(TEST),    ANY,                ANY },
        { TRUE,  DO_CLEANUP, 0,                    TEST,  TEST,  GONE,          ANY,                ANY } } },
    { "suspend", TRUE, 2, {
        { FALSE, DO_VERB,  HVR_VERB_SUSPEND,       WEB01, WEB01, MODE(PRIMARY), STATE(SUSPENDED),   ANY },
        { FALSE, DO_VERB,  HVR_VERB_RESUME,        WEB01, WEB01, MODE(PRIMARY), STATE(REPLICATING), ANY } } },
    { "remove", TRUE, 2, {
        { FALSE, DO_VERB,  HVR_VERB_REMOVE,        WEB01, WEB01, MODE(NONE),    ANY,                ANY },
        { TRUE,  DO_VERB,  HVR_VERB_REMOVE,        WEB01, WEB01, MODE(NONE),    ANY,                ANY } } },
    { "power", FALSE, 4, {
        { FALSE, DO_POWER, HVR_POWER_START,        DB01,  DB01,  ANY,           ANY,                VIR_DOMAIN_RUNNING },
        { FALSE, DO_POWER, HVR_POWER_SUSPEND,      DB01,  DB01,  ANY,           ANY,                VIR_DOMAIN_PAUSED },
        { FALSE, DO_POWER, HVR_POWER_RESUME,       DB01,  DB01,  ANY,           ANY,                VIR_DOMAIN_RUNNING },
        { FALSE, DO_POWER, HVR_POWER_DESTROY,      DB01,  DB01,  ANY,           ANY,                VIR_DOMAIN_SHUTOFF } } },
    { "save", FALSE, 2, {
        { FALSE, DO_POWER, HVR_POWER_SAVE,         WEB01, WEB01, ANY,           ANY,                VIR_DOMAIN_SHUTOFF },
        { FALSE, DO_POWER, HVR_POWER_START,        WEB01, WEB01, ANY,           ANY,                VIR_DOMAIN_RUNNING } } },
};

/* What a client may be told; reads are tried again where that is of use. */
static const struct {
    HvrErrorCode call; /* of a request that changes something */
    HvrErrorCode read; /* of one that does not; -1: it does not fail */
} codes[] = {
    [FAULT_UNREACHABLE]  = { HVR_ERROR_UNREACHABLE, HVR_ERROR_UNREACHABLE },
    [FAULT_LOST_REQUEST] = { HVR_ERROR_LOST,        -1 },
    [FAULT_LOST_REPLY]   = { HVR_ERROR_LOST,        -1 },
    [FAULT_TIMEOUT]      = { HVR_ERROR_TIMEOUT,     HVR_ERROR_TIMEOUT },
    [FAULT_DELAYED]      = { HVR_ERROR_TIMEOUT,     HVR_ERROR_TIMEOUT },
    [FAULT_TWICE]        = { HVR_ERROR_LOST,        -1 },
    [FAULT_GARBAGE]      = { HVR_ERROR_LOST,        HVR_ERROR_PROTOCOL },
    [FAULT_QUOTA]        = { HVR_ERROR_BUSY,        -1 },
    [FAULT_PROVIDER]     = { HVR_ERROR_JOB_FAILED,  HVR_ERROR_JOB_FAILED },
    [FAULT_UNREPORTABLE] = { HVR_ERROR_LOST,        -1 },
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(codes) == N_FAULTS);

static StorySide *
get_side(Story *story, const Step *step)
{
    return step->on_replica ? &story->replica : &story->primary;
}

static gboolean
is_reached(Story *story, const Step *step)
{
    const HvrDomain *domain = story_find(get_side(story, step), step->goal);

    if (domain == NULL || step->mode == GONE)
        return domain == NULL && step->mode == GONE;

    return (step->mode == ANY || domain->mode == step->mode) &&
           (step->state == ANY ||
            (domain->legs[0] != NULL && domain->legs[0]->state == step->state)) &&
           (step->power == ANY || domain->state == (int)step->power);
}

static gboolean
clean_up(StorySide *side, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hvr_host_remove_test_async(side->host, story_find(side, TEST), TRUE, 0, NULL, story_keep,
                               &result);
    story_wait(&result);

    return hvr_host_remove_test_finish(side->host, result, error);
}

static gboolean
take(Story *story, const Step *step, GError **error)
{
    StorySide *side = get_side(story, step);
    g_autoptr(HvrReplSettings) settings = NULL;
    HvrReplRequest request = { .verb = step->what };

    switch (step->act) {
    case DO_POWER:
        return story_power(side, step->domain, step->what, error);
    case DO_CLEANUP:
        return clean_up(side, error);
    case DO_VERB:
        break;
    }
    if (step->what == HVR_VERB_ENABLE) {
        settings = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
        g_assert_true(hvr_repl_settings_set(settings, "replica-server", "HV-REPLICA", NULL));
        request.settings = settings;
    }

    return story_verb(side, step->domain, &request, NULL, error);
}

static gboolean
has_jobs(StorySide *side)
{
    const GPtrArray *domains = hvr_host_get_domains(side->host);

    for (guint i = 0; i < domains->len; i++) {
        if (hvr_host_get_job(side->host, domains->pdata[i]) != NULL)
            return TRUE;
    }

    return FALSE;
}

/* Both drivers see their hosts again, and all that was begun there has ended. */
static void
settle(Story *story)
{
    for (guint i = 0; i < 100; i++) {
        gboolean is_seen = story_refresh(&story->primary, NULL) &&
                           story_refresh(&story->replica, NULL);

        if (is_seen && !has_jobs(&story->primary) && !has_jobs(&story->replica))
            break;
    }

    g_assert_false(has_jobs(&story->primary) || has_jobs(&story->replica));
    g_assert_cmpuint(story->primary.host->errands->len, ==, 0);
    g_assert_cmpuint(story->replica.host->errands->len, ==, 0);
}

static Story *
begin(const Plot *plot, StoryFault *fault, guint n_before)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_hurried(0, HURRY);
    Story *story = story_new_at_pace(clock, &pace);

    story->step = 200 * G_TIME_SPAN_MILLISECOND;
    story_fault_init(fault);
    story_fault_put(fault, story);
    if (plot->is_replicating)
        hvs_replication_preset(hvs_host_find_vm(story->primary.sim, STORY_WEB01),
                               story->replica.sim, 2);
    story_open(&story->primary);
    story_open(&story->replica);
    for (guint i = 0; i < n_before; i++) {
        g_autoptr(GError) error = NULL;

        take(story, &plot->steps[i], &error);
        g_assert_no_error(error);
        settle(story);
        g_assert_true(is_reached(story, &plot->steps[i]));
    }
    fault->n_calls = fault->n_effects = 0;

    return story;
}

/* What the caller is told, and whether that is true. */
static void
check_answer(const StoryFault *fault, const GError *error, gboolean is_there)
{
    gboolean is_open = hvr_error_is_code(error, HVR_ERROR_LOST) ||
                       hvr_error_is_code(error, HVR_ERROR_TIMEOUT);

    if (error == NULL) {
        g_assert_true(is_there);
        return;
    }

    /* A look that fails is made again, and nobody who waits for its result is told. */
    g_assert_false(fault->in_look);
    g_assert_error(error, HVR_ERROR,
                   (int)(fault->n_calls > 0 ? codes[fault->kind].call : codes[fault->kind].read));
    g_assert_nonnull(hvr_error_get_detail(error)->host);
    if (!is_open || fault->n_calls == 0 || strstr(error->message, "it did not take effect") != NULL)
        g_assert_false(is_there);
    else
        g_assert_true(strstr(error->message, "whether it took effect is unknown") != NULL ||
                      strstr(error->message, "what became of it could not be seen") != NULL);
}

/* Returns: whether there was such a request to spoil. */
static gboolean
run(const Plot *plot, guint index, FaultKind kind, gboolean in_look, guint nth)
{
    const Step *step = &plot->steps[index];
    StoryFault fault;
    g_autoptr(Story) story = begin(plot, &fault, index);
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) again = NULL;
    gint64 start = hvr_clock_get_monotonic(story->clock);
    gboolean is_hit;

    g_assert_false(is_reached(story, step));
    story_fault_arm(&fault, kind, in_look, nth);
    take(story, step, &error);
    g_assert_cmpint(hvr_clock_get_monotonic(story->clock) - start, <, MAX_SPAN);
    story_fault_disarm(&fault);
    is_hit = fault.is_done;
    g_test_message("%s %u %s %s %u: %s -> %s", plot->name, index, story_fault_get_name(kind),
                   in_look ? "look" : "work", nth, is_hit ? fault.victim : "-",
                   error != NULL ? error->message : "done");
    g_assert_cmpuint(fault.n_calls, <=, 1);
    settle(story);
    check_answer(&fault, error, is_reached(story, step));
    g_assert_cmpuint(fault.n_effects, ==, is_reached(story, step));

    if (!is_reached(story, step)) {
        take(story, step, &again);
        g_assert_no_error(again);
        settle(story);
        g_assert_true(is_reached(story, step));
        g_assert_cmpuint(fault.n_effects, ==, 1);
    }
    g_clear_pointer(&story, story_free);
    story_fault_clear(&fault);

    return is_hit;
}

typedef struct {
    const Plot *plot;
    FaultKind kind;
} Case;

static void
test_fault(gconstpointer data)
{
    const Case *c = data;
    guint n_runs = 0;

    for (guint i = 0; i < c->plot->n_steps; i++) {
        guint nth = 1;

        /* The last one finds nothing left to spoil, and has to go well. */
        while (run(c->plot, i, c->kind, FALSE, nth))
            nth++;
        g_assert_cmpuint(nth, >, 1);
        n_runs += nth;
        for (nth = 1; nth <= N_LOOK_REQUESTS; nth++)
            n_runs += run(c->plot, i, c->kind, TRUE, nth);
    }
    g_test_message("%u runs", n_runs);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(plots); i++) {
        for (guint kind = 0; kind < N_FAULTS; kind++) {
            g_autofree char *path =
                g_strdup_printf("/host/fault/%s/%s", plots[i].name, story_fault_get_name(kind));
            Case *c = g_new0(Case, 1);

            c->plot = &plots[i];
            c->kind = kind;
            g_test_add_data_func_full(path, c, test_fault, g_free);
        }
    }

    return g_test_run();
}
