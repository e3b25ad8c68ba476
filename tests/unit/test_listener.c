/* test_listener.c: whoever listens, step by step, to a host that answers from a list
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "listener.h"

#include "canned_event.h"

#define WINDOWS_2012 602009200
#define WINDOWS_2022 1000020348

/* clang-format off */
#define STARTED \
    CANNED_PULLED(CANNED_MODIFIED("Msvm_ComputerSystem", "<p1:EnabledState>3</p1:EnabledState>", "<p1:EnabledState>2</p1:EnabledState>"))
#define NOISE \
    CANNED_MODIFIED("Msvm_ComputerSystem", "<p1:OnTimeInMilliseconds>3</p1:OnTimeInMilliseconds>", "<p1:OnTimeInMilliseconds>2</p1:OnTimeInMilliseconds>")
#define AGED      CANNED_PULLED(NOISE)
#define CREATED   CANNED_PULLED(CANNED_CREATED("Msvm_ComputerSystem", ""))
#define GRANTED   CANNED_GRANTED("600")
#define REFUSED   CANNED_FAULT("UnsupportedFeature", "2150859007", "Only pull.")
#define DENIED    CANNED_FAULT("AccessDenied", "5", "Access is denied.")
#define QUOTA     CANNED_FAULT("QuotaLimit", "2150859240", "Too many.")
#define FORGOTTEN CANNED_FAULT("InternalError", "2150858760", "Closed.")
#define TIMED_OUT CANNED_FAULT("TimedOut", "2150858793", "Nothing yet.")
/* clang-format on */

#define MAX_STEPS 10

/**
 * Step:
 * @pass: seconds that pass before it
 * @delay: seconds after which the listener wants to go on
 * @hint: what the watcher is told
 * @why_not: (nullable): part of why no events come; %NULL if they do
 */
typedef struct {
    guint pass;
    guint delay;
    HvrHint hint;
    const char *why_not;
} Step;

/**
 * Case:
 * @n_opens: connections that are made
 * @lost: (nullable): the actions of the requests, in the order of @answers
 */
typedef struct {
    const char *name;
    guint n_opens;
    const char *answers[CANNED_MAX];
    Step steps[MAX_STEPS];
    guint n_steps;
} Case;

/* At the end the listener goes, and says so where it has a subscription. */
/* clang-format off */
static const Case cases[] = {
    { "hears", 1,
      { GRANTED, CANNED_HEARTBEAT, STARTED, AGED, TIMED_OUT, CREATED, CANNED_UNSUBSCRIBED },
      { { 0, 0, HVR_HINT_FULL, NULL }, { 0, 0, HVR_HINT_NOW, NULL }, { 0, 0, HVR_HINT_NONE, NULL },
        { 0, 0, HVR_HINT_NONE, NULL }, { 0, 0, HVR_HINT_FULL, NULL } }, 5 },
    { "unsupported", 2,
      { REFUSED, GRANTED, CANNED_HEARTBEAT, CANNED_UNSUBSCRIBED },
      { { 0, 600, HVR_HINT_NONE, "Only pull" }, { 0, 0, HVR_HINT_FULL, NULL } }, 2 },
    { "denied", 1, { DENIED }, { { 0, 600, HVR_HINT_NONE, "Access is denied" } }, 1 },
    { "quota",  1, { QUOTA },  { { 0, 600, HVR_HINT_NONE, "Too many" } }, 1 },
    { "other-answer", 1, { CANNED_HEARTBEAT }, { { 0, 600, HVR_HINT_NONE, "SubscribeResponse" } }, 1 },
    { "forgotten", 2,
      { GRANTED, FORGOTTEN, GRANTED, CANNED_HEARTBEAT, CANNED_UNSUBSCRIBED },
      { { 0, 1, HVR_HINT_FULL, "Closed" }, { 0, 0, HVR_HINT_FULL, NULL } }, 2 },
    { "broken-while-pulling", 2,
      { GRANTED, CANNED_HEARTBEAT, CANNED_LOST, CANNED_LOST, GRANTED, CANNED_HEARTBEAT, CANNED_UNSUBSCRIBED },
      { { 0, 0, HVR_HINT_FULL, NULL }, { 0, 1, HVR_HINT_NOW, "the connection broke" }, { 0, 0, HVR_HINT_FULL, NULL } }, 3 },
    { "less-and-less-often", 8,
      { CANNED_LOST, CANNED_LOST, CANNED_LOST, CANNED_LOST, CANNED_LOST, CANNED_LOST, CANNED_LOST, CANNED_LOST },
      { { 0, 1, HVR_HINT_NONE, "broke" }, { 0, 2, HVR_HINT_NONE, "broke" }, { 0, 4, HVR_HINT_NONE, "broke" },
        { 0, 8, HVR_HINT_NONE, "broke" }, { 0, 16, HVR_HINT_NONE, "broke" }, { 0, 32, HVR_HINT_NONE, "broke" },
        { 0, 60, HVR_HINT_NONE, "broke" }, { 0, 60, HVR_HINT_NONE, "broke" } }, 8 },
    { "a-good-pull-makes-up", 3,
      { CANNED_LOST, GRANTED, CANNED_HEARTBEAT, FORGOTTEN, CANNED_LOST },
      { { 0, 1, HVR_HINT_NONE, "broke" }, { 0, 0, HVR_HINT_FULL, NULL }, { 0, 1, HVR_HINT_NOW, "Closed" },
        { 0, 2, HVR_HINT_NONE, "broke" } }, 4 },
    { "not-yet-anew", 1,
      { GRANTED, CANNED_HEARTBEAT, CANNED_HEARTBEAT, CANNED_UNSUBSCRIBED },
      { { 0, 0, HVR_HINT_FULL, NULL }, { 449, 0, HVR_HINT_NONE, NULL } }, 2 },
    { "for-ever", 1,
      { CANNED_GRANTED("0"), CANNED_HEARTBEAT, CANNED_HEARTBEAT, CANNED_UNSUBSCRIBED },
      { { 0, 0, HVR_HINT_FULL, NULL }, { 86400, 0, HVR_HINT_NONE, NULL } }, 2 },
    { "renewal-refused", 1,
      { GRANTED, CANNED_HEARTBEAT, DENIED, CANNED_UNSUBSCRIBED },
      { { 0, 0, HVR_HINT_FULL, NULL }, { 450, 1, HVR_HINT_NOW, "Access is denied" } }, 2 },
};
/* clang-format on */

typedef struct {
    CannedHost host;
    guint n_opens;
    gboolean is_down;
    GTimeSpan busy_interval;
    HvrClock *clock;
    HvrLine *line;
    HvrMailbox *mailbox;
} Fixture;

static HvrWmiSession *
open_session(gpointer user_data, HvrClock *clock, GError **error)
{
    Fixture *fixture = user_data;

    fixture->n_opens++;
    if (fixture->is_down)
        return hvr_fail_null(error, HVR_ERROR_UNREACHABLE, "nobody answers");

    return canned_host_open(&fixture->host, clock);
}

static void
fixture_init(Fixture *fixture, const char *const *answers)
{
    HvrHostConfig config;

    hvr_host_config_init(&config);
    config.open = open_session;
    config.open_data = fixture;
    config.busy_interval = fixture->busy_interval;
    fixture->host.answers = answers;
    fixture->clock = hvr_clock_new_stepped(0);
    fixture->line = hvr_line_new(&config, fixture->clock);
    fixture->mailbox = hvr_mailbox_new();
}

static void
fixture_clear(Fixture *fixture)
{
    hvr_mailbox_unref(fixture->mailbox);
    hvr_line_unref(fixture->line);
    hvr_clock_unref(fixture->clock);
    canned_host_close(&fixture->host);
}

static HvrHint
take_hint(Fixture *fixture)
{
    g_autoptr(GHashTable) owners = g_hash_table_new(g_str_hash, g_str_equal);
    HvrHint hint;

    hvr_mailbox_begin(fixture->mailbox, owners, &hint);

    return hint;
}

static void
assert_flow(Fixture *fixture, const char *why_not)
{
    g_autofree char *reason = NULL;
    gboolean flows = hvr_mailbox_get_flow(fixture->mailbox, &reason);

    g_assert_cmpint(flows, ==, why_not == NULL);
    if (why_not == NULL)
        g_assert_null(reason);
    else
        g_assert_nonnull(strstr(reason, why_not));
}

static void
test_steps(gconstpointer data)
{
    const Case *c = data;
    Fixture fixture = { 0 };
    HvrListener *listener;

    fixture_init(&fixture, c->answers);
    listener = hvr_listener_new(fixture.line, fixture.mailbox);
    for (guint i = 0; i < c->n_steps; i++) {
        const Step *step = &c->steps[i];

        hvr_clock_step(fixture.clock, step->pass * G_TIME_SPAN_SECOND);
        g_assert_cmpint(hvr_listener_step(listener, WINDOWS_2022), ==,
                        step->delay * G_TIME_SPAN_SECOND);
        g_assert_cmpint(take_hint(&fixture), ==, step->hint);
        assert_flow(&fixture, step->why_not);
    }
    hvr_listener_free(listener);
    g_assert_cmpuint(fixture.n_opens, ==, c->n_opens);
    g_assert_cmpuint(fixture.line->n_requests, ==, fixture.host.n_asked);
    fixture_clear(&fixture);
}

/* A host that does not let a Pull wait is not asked all the time. */
static void
test_pace(void)
{
    static const char *const answers[] = { GRANTED, TIMED_OUT, STARTED, CANNED_UNSUBSCRIBED, NULL };
    Fixture fixture = { .busy_interval = 250 * G_TIME_SPAN_MILLISECOND };
    HvrListener *listener;

    fixture_init(&fixture, answers);
    listener = hvr_listener_new(fixture.line, fixture.mailbox);
    g_assert_cmpint(hvr_listener_step(listener, WINDOWS_2022), ==, 250 * G_TIME_SPAN_MILLISECOND);
    g_assert_cmpint(hvr_listener_step(listener, WINDOWS_2022), ==, 250 * G_TIME_SPAN_MILLISECOND);
    hvr_listener_free(listener);
    fixture_clear(&fixture);
}

/* The new one is there before the old one goes. */
static void
test_renewal(void)
{
    static const char *const answers[] = {
        GRANTED,          CANNED_HEARTBEAT,    GRANTED, CANNED_UNSUBSCRIBED,
        CANNED_HEARTBEAT, CANNED_UNSUBSCRIBED, NULL
    };
    static const char *const actions[] = { "Subscribe",   "Pull", "Subscribe",
                                           "Unsubscribe", "Pull", "Unsubscribe" };
    Fixture fixture = { 0 };
    HvrListener *listener;

    fixture_init(&fixture, answers);
    listener = hvr_listener_new(fixture.line, fixture.mailbox);
    g_assert_cmpint(hvr_listener_step(listener, WINDOWS_2022), ==, 0);
    take_hint(&fixture);
    hvr_clock_step(fixture.clock, 450 * G_TIME_SPAN_SECOND);
    g_assert_cmpint(hvr_listener_step(listener, WINDOWS_2022), ==, 0);
    g_assert_cmpint(take_hint(&fixture), ==, HVR_HINT_FULL);
    assert_flow(&fixture, NULL);
    hvr_listener_free(listener);
    g_assert_cmpuint(fixture.n_opens, ==, 1);
    for (guint i = 0; i < G_N_ELEMENTS(actions); i++) {
        g_autofree char *action = g_strdup_printf("/%s</a:Action>", actions[i]);

        canned_host_assert_asked(&fixture.host, i, action);
    }
    fixture_clear(&fixture);
}

/* A host that lets nobody stay long is not asked for more patience than it has. */
static void
test_short_lives(void)
{
    static const char *const answers[] = { CANNED_GRANTED("26"), CANNED_HEARTBEAT, CANNED_HEARTBEAT,
                                           CANNED_UNSUBSCRIBED, NULL };
    Fixture fixture = { 0 };
    HvrListener *listener;

    fixture_init(&fixture, answers);
    listener = hvr_listener_new(fixture.line, fixture.mailbox);
    hvr_listener_step(listener, WINDOWS_2022);
    hvr_clock_step(fixture.clock, 17 * G_TIME_SPAN_SECOND);
    hvr_listener_step(listener, WINDOWS_2022);
    hvr_listener_free(listener);
    /* 19.5 s until then, less what the road takes; later the least there is. */
    canned_host_assert_asked(&fixture.host, 1, "<w:OperationTimeout>PT14.");
    canned_host_assert_asked(&fixture.host, 2, "<w:OperationTimeout>PT7.");
    fixture_clear(&fixture);
}

static void
test_unreachable(void)
{
    static const char *const answers[] = { NULL };
    Fixture fixture = { .is_down = TRUE };
    HvrListener *listener;

    fixture_init(&fixture, answers);
    listener = hvr_listener_new(fixture.line, fixture.mailbox);
    g_assert_cmpint(hvr_listener_step(listener, WINDOWS_2022), ==, G_TIME_SPAN_SECOND);
    g_assert_cmpint(hvr_listener_step(listener, WINDOWS_2022), ==, 2 * G_TIME_SPAN_SECOND);
    assert_flow(&fixture, "nobody answers");
    hvr_listener_free(listener);
    g_assert_cmpuint(fixture.n_opens, ==, 2);
    fixture_clear(&fixture);
}

/* Returns: (transfer full): an answer with as many events that nobody reads. */
static char *
dup_noise(guint n_events)
{
    g_autoptr(GString) items = g_string_new(NULL);

    for (guint i = 0; i < n_events; i++)
        g_string_append(items, NOISE);

    return g_strdup_printf(CANNED_PULLED("%s"), items->str);
}

/* Three answers in a row with more than 32 of them: polling costs less. */
static void
test_noise(void)
{
    g_autofree char *much = dup_noise(33);
    g_autofree char *little = dup_noise(32);
    const char *const answers[] = { GRANTED, much, much, little,
                                    much,    much, much, CANNED_UNSUBSCRIBED,
                                    NULL };
    Fixture fixture = { 0 };
    HvrListener *listener;

    fixture_init(&fixture, answers);
    listener = hvr_listener_new(fixture.line, fixture.mailbox);
    for (guint i = 0; i < 5; i++)
        g_assert_cmpint(hvr_listener_step(listener, WINDOWS_2022), ==, 0);
    assert_flow(&fixture, NULL);
    g_assert_cmpint(take_hint(&fixture), ==, HVR_HINT_FULL); /* the subscription's */
    g_assert_cmpint(hvr_listener_step(listener, WINDOWS_2022), ==, 10 * G_TIME_SPAN_MINUTE);
    assert_flow(&fixture, "host 'hv-primary' tells of 33 changes at once that nobody reads");
    hvr_listener_free(listener);
    fixture_clear(&fixture);
}

/* Windows Server 2012 does not know relationships, and might refuse the query. */
static void
test_query(void)
{
    static const char *const answers[] = { DENIED, DENIED, NULL };
    Fixture fixture = { 0 };
    HvrListener *listener;

    fixture_init(&fixture, answers);
    listener = hvr_listener_new(fixture.line, fixture.mailbox);
    hvr_listener_step(listener, WINDOWS_2022);
    hvr_listener_step(listener, WINDOWS_2012);
    hvr_listener_free(listener);
    canned_host_assert_asked(&fixture.host, 0,
                             ">SELECT * FROM __InstanceOperationEvent WITHIN 2 WHERE "
                             "TargetInstance ISA 'Msvm_ComputerSystem' OR "
                             "TargetInstance ISA 'Msvm_ReplicationRelationship' OR "
                             "TargetInstance ISA 'Msvm_ConcreteJob'<");
    canned_host_assert_asked(&fixture.host, 0, ">PT15.000S</w:Heartbeats>");
    canned_host_assert_asked(&fixture.host, 0, ">PT600.000S</e:Expires>");
    canned_host_assert_asked(&fixture.host, 1,
                             ">SELECT * FROM __InstanceOperationEvent WITHIN 2 WHERE "
                             "TargetInstance ISA 'Msvm_ComputerSystem' OR "
                             "TargetInstance ISA 'Msvm_ConcreteJob'<");
    fixture_clear(&fixture);
}

/* The thread waits until the watcher has found the host, and ends without having met it. */
static void
test_never_reachable(void)
{
    static const char *const answers[] = { NULL };
    Fixture fixture = { .is_down = TRUE };
    HvrListener *listener;

    fixture_init(&fixture, answers);
    hvr_mailbox_set_reachable(fixture.mailbox, FALSE, 0);
    listener = hvr_listener_start(fixture.line, fixture.mailbox);
    g_cancellable_cancel(fixture.line->closing);
    hvr_mailbox_stop(fixture.mailbox);
    hvr_listener_free(listener);
    g_assert_cmpuint(fixture.n_opens, ==, 0);
    fixture_clear(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/listener/pace", test_pace);
    g_test_add_func("/listener/renewal", test_renewal);
    g_test_add_func("/listener/short-lives", test_short_lives);
    g_test_add_func("/listener/unreachable", test_unreachable);
    g_test_add_func("/listener/noise", test_noise);
    g_test_add_func("/listener/query", test_query);
    g_test_add_func("/listener/never-reachable", test_never_reachable);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/listener/step/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_steps);
    }

    return g_test_run();
}
