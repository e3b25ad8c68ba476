/* test_wmi_job.c: jobs that end, do not end, vanish, lie and resist
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_job.h"

#include "canned_host.h"

#define DONE (-1)

/* What GetErrorEx answers where a test does not care. */
#define NO_ERRORS                                                                                  \
    CANNED_OUTPUT("Msvm_ConcreteJob", "GetErrorEx", "<p:ReturnValue>0</p:ReturnValue>")

/* By number, cim-concretejob.md and the sample's enumeration. */
static const char *const state_names[] = {
    NULL,        NULL,         "new",    "starting",  "running", "suspended",     "shutting down",
    "completed", "terminated", "killed", "exception", "service", "query pending",
};

static HvrWmiJobPhase
expected_phase(guint state)
{
    if (state == 7 || state == 32768)
        return HVR_WMI_JOB_DONE;
    if ((state >= 2 && state <= 6) || state == 12)
        return HVR_WMI_JOB_PENDING;

    return HVR_WMI_JOB_FAILED;
}

static void
test_phases(void)
{
    for (guint state = 0; state <= G_MAXUINT16; state++) {
        const char *name;

        g_assert_cmpint(hvr_wmi_job_get_phase((guint16)state, &name), ==, expected_phase(state));
        if (state < G_N_ELEMENTS(state_names) && state_names[state] != NULL)
            g_assert_cmpstr(name, ==, state_names[state]);
        else
            g_assert_cmpstr(name, ==, state == 32768 ? "completed with warnings" : "unknown");
    }
    g_assert_cmpint(hvr_wmi_job_get_phase(7, NULL), ==, HVR_WMI_JOB_DONE);
}

/* A host is a list of JobStates to answer with; zero: it has forgotten the job. */
typedef struct {
    const char *name;
    guint states[12];
    guint error_code;
    int expect;          /* an HvrErrorCode, or DONE */
    guint expect_sleeps; /* each told to the progress function */
    guint expect_millis;
} Case;

/* clang-format off */
static const Case cases[] = {
    /* name                 states                            code   expect                sleeps, milliseconds */
    { "done-at-once",       { 7 },                            0,     DONE,                 0, 0 },
    { "with-warnings",      { 4, 32768 },                     0,     DONE,                 1, 50 },
    { "done-after-a-while", { 2, 3, 4, 4, 7 },                0,     DONE,                 4, 50 + 100 + 200 + 400 },
    { "suspended-goes-on",  { 4, 5, 4, 7 },                   0,     DONE,                 3, 350 },
    { "query-pending",      { 12, 7 },                        0,     DONE,                 1, 50 },
    { "calm-after-a-while", { 4, 4, 4, 4, 4, 4, 4, 4, 4, 7 }, 0,     DONE,                 9, 50 * 127 + 5000 * 2 },
    { "exception",          { 4, 10 },                        32775, HVR_ERROR_STATE,      1, 50 },
    { "exception-no-code",  { 10 },                           0,     HVR_ERROR_JOB_FAILED, 0, 0 },
    { "done-with-code",     { 4, 7 },                         32768, HVR_ERROR_JOB_FAILED, 1, 50 },
    { "warnings-with-code", { 32768 },                        32768, DONE,                 0, 0 },
    { "terminated",         { 6, 8 },                         0,     HVR_ERROR_CANCELLED,  1, 50 },
    { "terminated-code",    { 8 },                            32772, HVR_ERROR_TIMEOUT,    0, 0 },
    { "killed",             { 9 },                            0,     HVR_ERROR_CANCELLED,  0, 0 },
    { "killed-code",        { 9 },                            32769, HVR_ERROR_DENIED,     0, 0 },
    { "service",            { 11 },                           0,     HVR_ERROR_JOB_FAILED, 0, 0 },
    { "unknown-state",      { 4, 999 },                       0,     HVR_ERROR_PROTOCOL,   1, 50 },
    { "unknown-code",       { 10 },                           12345, HVR_ERROR_PROTOCOL,   0, 0 },
    { "cim-code",           { 10 },                           5,     HVR_ERROR_PROTOCOL,   0, 0 },
    { "forgotten",          { 4, 0 },                         0,     HVR_ERROR_LOST,       1, 50 },
};
/* clang-format on */

static char *
format_job(const Case *c, guint index)
{
    if (c->states[index] == 0)
        return g_strdup(CANNED_NOT_FOUND);

    return g_strdup_printf(CANNED_INSTANCE("Msvm_ConcreteJob",
                                           "<p:InstanceID>J-1</p:InstanceID>"
                                           "<p:JobState>%u</p:JobState>"
                                           "<p:PercentComplete>%u</p:PercentComplete>"
                                           "<p:ErrorCode>%u</p:ErrorCode>"),
                           c->states[index], index * 10, c->error_code);
}

/* Returns: (transfer full): the states up to the first that ends it, then GetErrorEx. */
static GStrv
format_answers(const Case *c)
{
    g_autoptr(GStrvBuilder) answers = g_strv_builder_new();
    guint i = 0;

    do {
        g_autofree char *job = format_job(c, i);

        g_strv_builder_add(answers, job);
    } while (expected_phase(c->states[i++]) == HVR_WMI_JOB_PENDING);
    if (c->expect != DONE && c->states[i - 1] != 0)
        g_strv_builder_add(answers, NO_ERRORS);

    return g_strv_builder_end(answers);
}

static void
on_progress(guint percent, gpointer user_data)
{
    GArray *seen = user_data;

    g_array_append_val(seen, percent);
}

static void
test_wait(gconstpointer data)
{
    const Case *c = data;
    g_auto(GStrv) answers = format_answers(c);
    CannedHost host = { (const char *const *)answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(GArray) seen = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autoptr(GError) error = NULL;
    gboolean ok = hvr_wmi_job_wait(session, "J-1", on_progress, seen, NULL, &error);

    if (c->expect == DONE) {
        g_assert_no_error(error);
        g_assert_true(ok);
    } else {
        g_assert_error(error, HVR_ERROR, c->expect);
        g_assert_false(ok);
        g_assert_true(g_str_has_prefix(error->message, "host 'hv-primary': "));
        g_assert_nonnull(strstr(error->message, "'J-1'"));
        g_assert_cmpuint(hvr_error_get_detail(error)->wmi_value, ==, c->error_code);
    }
    g_assert_cmpuint(seen->len, ==, c->expect_sleeps);
    for (guint i = 0; i < seen->len; i++)
        g_assert_cmpuint(g_array_index(seen, guint, i), ==, i * 10);
    g_assert_cmpint(hvr_clock_get_real(clock), ==, c->expect_millis * G_TIME_SPAN_MILLISECOND);
    canned_host_close(&host);
}

#define RUNNING(percent)                                                                           \
    CANNED_INSTANCE("Msvm_ConcreteJob", "<p:JobState>4</p:JobState>"                               \
                                        "<p:PercentComplete>" percent "</p:PercentComplete>")

/* Hosts count backwards at times, or beyond the end. */
static void
test_progress(void)
{
    const char *answers[] = {
        RUNNING("40"), RUNNING("20"),
        RUNNING("50"), RUNNING("300"),
        RUNNING("60"), CANNED_INSTANCE("Msvm_ConcreteJob", "<p:JobState>7</p:JobState>"),
        NULL
    };
    const guint expect[] = { 40, 40, 50, 100, 100 };
    CannedHost host = { answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(GArray) seen = g_array_new(FALSE, FALSE, sizeof(guint));

    g_assert_true(hvr_wmi_job_wait(session, "J-1", on_progress, seen, NULL, NULL));
    g_assert_cmpmem(seen->data, seen->len * sizeof(guint), expect, sizeof(expect));
    canned_host_close(&host);
}

static void
cancel_now(guint percent G_GNUC_UNUSED, gpointer user_data)
{
    g_cancellable_cancel(user_data);
}

static void
test_wait_cancelled(void)
{
    const char *answers[] = { RUNNING("1"), NULL };
    CannedHost host = { answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) error = NULL;

    g_assert_false(hvr_wmi_job_wait(session, "J-1", cancel_now, cancellable, cancellable, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CANCELLED);
    canned_host_close(&host);
}

static void
test_fetch(void)
{
    const char *answers[] = { RUNNING("1"), CANNED_NOT_FOUND, CANNED_REFUSED, NULL };
    CannedHost host = { answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(GError) forgotten = NULL;
    g_autoptr(GError) lost = NULL;
    g_autoptr(Msvm_ConcreteJob) job = hvr_wmi_job_fetch(session, "J\\1\"", NULL, NULL);

    g_assert_cmpuint(job->JobState, ==, 4);
    canned_host_assert_asked(&host, 0, "Name=\"InstanceID\">J\\1\"</");
    g_assert_null(hvr_wmi_job_fetch(session, "J-2", NULL, &forgotten));
    g_assert_error(forgotten, HVR_ERROR, HVR_ERROR_LOST);
    g_assert_cmpstr(forgotten->message, ==, "host 'hv-primary': no longer knows the job 'J-2'");
    g_assert_cmpstr(hvr_error_get_detail(forgotten)->host, ==, "hv-primary");
    g_assert_null(hvr_wmi_job_fetch(session, "J-2", NULL, &lost));
    g_assert_error(lost, HVR_ERROR, HVR_ERROR_UNREACHABLE);
    g_assert_nonnull(strstr(lost->message, "no connection"));
    canned_host_close(&host);
}

static void
test_list(void)
{
    const char *answers[] = {
        CANNED_ITEMS(CANNED_FRAGMENT("<InstanceID>J-1</InstanceID><JobState>7</JobState>")
                         CANNED_FRAGMENT("<InstanceID>J-2</InstanceID><JobState>4</JobState>"
                                         "<ElapsedTime><Interval>P0DT0H1M0S</Interval>"
                                         "</ElapsedTime><JobType>94</JobType>")),
        NULL
    };
    static const char *const wanted[] = { "InstanceID",
                                          "Caption",
                                          "Description",
                                          "JobState",
                                          "JobType",
                                          "PercentComplete",
                                          "ElapsedTime",
                                          "StartTime",
                                          "TimeSubmitted",
                                          "ScheduledStartTime",
                                          "ErrorCode",
                                          "ErrorDescription",
                                          "ErrorSummaryDescription",
                                          "Cancellable" };
    CannedHost host = { answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(GPtrArray) jobs = hvr_wmi_job_list(session, NULL, 0, NULL, NULL);
    const Msvm_ConcreteJob *second = jobs->pdata[1];

    g_assert_cmpuint(jobs->len, ==, 2);
    g_assert_cmpstr(second->InstanceID, ==, "J-2");
    g_assert_cmpuint(second->JobType, ==, 94);
    g_assert_cmpint(second->ElapsedTime.usec, ==, G_TIME_SPAN_MINUTE);
    for (guint i = 0; i < G_N_ELEMENTS(wanted); i++)
        canned_host_assert_asked(&host, 0, wanted[i]);
    canned_host_assert_asked(&host, 0, " FROM Msvm_ConcreteJob<");
    canned_host_close(&host);
}

static void
test_list_without(void)
{
    const char *answers[] = { CANNED_ITEMS(""), NULL };
    static const guint16 unwanted[] = { 105, 113 };
    CannedHost host = { answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(GPtrArray) jobs = hvr_wmi_job_list(session, unwanted, 2, NULL, NULL);

    g_assert_cmpuint(jobs->len, ==, 0);
    canned_host_assert_asked(&host, 0,
                             " FROM Msvm_ConcreteJob WHERE JobType &lt;&gt; 105 AND "
                             "JobType &lt;&gt; 113<");
    canned_host_close(&host);
}

#define ERROR_TEXT(message)                                                                        \
    "<p:Errors>&lt;INSTANCE CLASSNAME=\"Msvm_Error\"&gt;&lt;PROPERTY NAME=\"Message\" "            \
    "TYPE=\"string\"&gt;&lt;VALUE&gt;" message "&lt;/VALUE&gt;&lt;/PROPERTY&gt;"                   \
    "&lt;/INSTANCE&gt;</p:Errors>"
#define ERRORS(errors)                                                                             \
    CANNED_OUTPUT("Msvm_ConcreteJob", "GetErrorEx", errors "<p:ReturnValue>0</p:ReturnValue>")

typedef struct {
    const char *name;
    const char *answer; /* to GetErrorEx; NULL: there is no session */
    const char *description;
    const char *summary;
    guint16 error_code;
    const char *expect;
} Failure;

/* clang-format off */
static const Failure job_failures[] = {
    { "messages",       ERRORS(ERROR_TEXT("It broke.\r\n") ERROR_TEXT("Twice.")), "no", "no", 32768, "It broke. Twice" },
    { "same-message",   ERRORS(ERROR_TEXT("It broke.") ERROR_TEXT("It broke.")),   "no", "no", 32768, "It broke" },
    { "part-of-it",     ERRORS(ERROR_TEXT("It broke. (0x80070005)") ERROR_TEXT("It broke.")), "no", "no", 32768, "It broke. (0x80070005)" },
    { "empty-message",  ERRORS(ERROR_TEXT(" ")),                                  "It failed.\n", "no", 32768, "It failed" },
    { "hostile-error",  ERRORS("<p:Errors>&lt;x</p:Errors><p:Errors></p:Errors>"), "d", "no", 32768, "d" },
    { "other-class",    ERRORS("<p:Errors>&lt;INSTANCE CLASSNAME=\"CIM_Job\"/&gt;</p:Errors>"), "d", "no", 32768, "d" },
    { "no-errors",      NO_ERRORS,                                                NULL, "In short.", 32768, "In short" },
    { "host-lost",      CANNED_LOST,                                              "d", NULL, 32768, "d" },
    { "no-session",     NULL,                                                     "line\r\n\tbreak\xc2\x85 here\xe2\x80\xa8too ", NULL, 32768, "line break here too" },
    { "only-code",      NULL,                                                     NULL, "", 32774, "system is in use" },
    { "unknown-code",   NULL,                                                     NULL, NULL, 777, "the host gives no reason" },
    { "nothing",        NULL,                                                     "", "", 0, "the host gives no reason" },
};
/* clang-format on */

static void
test_fail(gconstpointer data)
{
    const Failure *c = data;
    const char *answers[] = { c->answer, NULL };
    CannedHost host = { answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(Msvm_ConcreteJob) job = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ConcreteJob);
    g_autofree char *expect = g_strdup_printf("host 'hv-primary': job 'Failing over' ended as "
                                              "'exception': %s (state 10, error code %u)",
                                              c->expect, c->error_code);
    g_autoptr(GError) error = NULL;

    hvr_wmi_object_set_string(job, "InstanceID", "J-1");
    hvr_wmi_object_set_string(job, "Caption", "Failing over");
    hvr_wmi_object_set_string(job, "ErrorDescription", c->description);
    hvr_wmi_object_set_string(job, "ErrorSummaryDescription", c->summary);
    hvr_wmi_object_set_uint(job, "JobState", 10);
    hvr_wmi_object_set_uint(job, "ErrorCode", c->error_code);
    g_assert_false(
        hvr_wmi_job_fail(job, "hv-primary", c->answer != NULL ? session : NULL, NULL, &error));
    g_assert_cmpint(error->domain, ==, HVR_ERROR);
    g_assert_cmpstr(error->message, ==, expect);
    g_assert_cmpuint(hvr_error_get_detail(error)->wmi_value, ==, c->error_code);
    g_assert_cmpstr(hvr_error_get_detail(error)->host, ==, "hv-primary");
    canned_host_close(&host);
}

typedef struct {
    guint32 value;
    int expect; /* an HvrErrorCode, or DONE */
} Cancel;

/* requeststatechange-msvm-concretejob.md; which code fits is ours. */
/* clang-format off */
static const Cancel cancels[] = {
    { 0,     DONE },
    { 1,     HVR_ERROR_STATE },
    { 2,     HVR_ERROR_JOB_FAILED },
    { 3,     HVR_ERROR_TIMEOUT },
    { 4,     HVR_ERROR_JOB_FAILED },
    { 5,     HVR_ERROR_STATE },
    { 6,     HVR_ERROR_STATE },
    { 4096,  DONE },
    { 4097,  HVR_ERROR_STATE },
    { 4098,  HVR_ERROR_INVALID },
    { 4099,  HVR_ERROR_BUSY },
    { 32769, HVR_ERROR_DENIED },
    { 32770, HVR_ERROR_STATE },
    { 32775, HVR_ERROR_STATE },
    { 99,    HVR_ERROR_PROTOCOL },
};
/* clang-format on */

static void
test_cancel(gconstpointer data)
{
    const Cancel *c = data;
    g_autofree char *answer =
        g_strdup_printf(CANNED_OUTPUT("Msvm_ConcreteJob", "RequestStateChange",
                                      "<p:ReturnValue>%u</p:ReturnValue>"),
                        c->value);
    const char *answers[] = { answer, NULL };
    CannedHost host = { answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(GError) error = NULL;
    g_autofree char *body = NULL;
    gboolean ok = hvr_wmi_job_cancel(session, "J-1", NULL, &error);

    if (c->expect == DONE) {
        g_assert_no_error(error);
        g_assert_true(ok);
    } else {
        g_assert_error(error, HVR_ERROR, c->expect);
        g_assert_false(ok);
        g_assert_cmpuint(hvr_error_get_detail(error)->wmi_value, ==, c->value);
    }
    body = canned_host_dup_body(&host, 0);
    g_assert_cmpstr(body, ==,
                    "<p:RequestStateChange_INPUT xmlns:p=\"" CANNED_V2 "Msvm_ConcreteJob\">"
                    "<p:RequestedState>4</p:RequestedState></p:RequestStateChange_INPUT>");
    canned_host_assert_asked(&host, 0, "Name=\"InstanceID\">J-1</");
    canned_host_close(&host);
}

static void
test_cancel_gone(void)
{
    const char *answers[] = { CANNED_NOT_FOUND, CANNED_LOST, NULL };
    const int codes[] = { HVR_ERROR_STATE, HVR_ERROR_LOST };
    CannedHost host = { answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);

    for (guint i = 0; i < G_N_ELEMENTS(codes); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_false(hvr_wmi_job_cancel(session, "J-1", NULL, &error));
        g_assert_error(error, HVR_ERROR, codes[i]);
    }
    canned_host_close(&host);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wmi/job/phases", test_phases);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/wmi/job/wait/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_wait);
    }
    g_test_add_func("/wmi/job/wait/progress", test_progress);
    g_test_add_func("/wmi/job/wait/cancelled", test_wait_cancelled);
    g_test_add_func("/wmi/job/fetch", test_fetch);
    g_test_add_func("/wmi/job/list", test_list);
    g_test_add_func("/wmi/job/list-without", test_list_without);
    for (gsize i = 0; i < G_N_ELEMENTS(job_failures); i++) {
        g_autofree char *path = g_strconcat("/wmi/job/fail/", job_failures[i].name, NULL);

        g_test_add_data_func(path, &job_failures[i], test_fail);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(cancels); i++) {
        g_autofree char *path = g_strdup_printf("/wmi/job/cancel/%u", cancels[i].value);

        g_test_add_data_func(path, &cancels[i], test_cancel);
    }
    g_test_add_func("/wmi/job/cancel/gone", test_cancel_gone);

    return g_test_run();
}
