/* test_sim_job.c: jobs of simulated hosts: how they run, end, are cancelled and vanish
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_call.h"
#include "wmi_embedded.h"

/* Jobs write here what became of them: d done, c cancelled, f failed. */
static void
on_done(HvsJob *job, gpointer data)
{
    g_string_append(data, "d");
    /* Already in its final state's moment. */
    g_assert_cmpint(job->ended, ==, job->host->world->now);
}

static void
on_bad_end(HvsJob *job, gpointer data)
{
    g_string_append(data, "d");
    job->error_code = 32779;
    job->error_text = g_strdup("no such file");
}

static void
on_cancelled(HvsJob *job G_GNUC_UNUSED, gpointer data)
{
    g_string_append(data, "c");
}

static void
on_failed(HvsJob *job G_GNUC_UNUSED, gpointer data)
{
    g_string_append(data, "f");
}

static const HvsJobRow plain = { 94, "Initial", TRUE, on_done, on_cancelled, on_failed };
static const HvsJobRow firm = { 97, "Failover", FALSE, on_done, on_cancelled, on_failed };
static const HvsJobRow bare = { 107, "Resync", TRUE, on_done };
static const HvsJobRow bad = { 95, "Import", FALSE, on_bad_end, on_cancelled, on_failed };

static Msvm_ConcreteJob *
get_object(const HvsJob *job)
{
    g_autofree char *text = hvs_job_dup_path(job);
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_parse(text, NULL);

    return hvs_cim_find(job->host, path);
}

/* Percent in proportion, 100 only when done, gone after TimeBeforeRemoval. */
static void
test_run(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GString) seen = g_string_new(NULL);
    HvsJob *job = hvs_job_start(f->host, &plain, f->vm, 10 * G_TIME_SPAN_SECOND, 0, seen);
    g_autoptr(Msvm_ConcreteJob) running = NULL;
    g_autoptr(Msvm_ConcreteJob) done = NULL;

    g_assert_cmpuint(job->state, ==, 4);
    g_assert_cmpuint(hvs_job_get_percent(job), ==, 0);
    hvs_world_step(f->world, 2500 * G_TIME_SPAN_MILLISECOND);
    g_assert_cmpuint(hvs_job_get_percent(job), ==, 25);
    running = get_object(job);
    g_assert_cmpuint(running->PercentComplete, ==, 25);
    g_assert_cmpuint(running->JobState, ==, 4);
    g_assert_cmpuint(running->JobType, ==, 94);
    g_assert_cmpstr(running->InstanceID, ==, job->id);
    g_assert_true(running->Cancellable);
    g_assert_cmpint(running->ElapsedTime.usec, ==, 2500000);
    g_assert_true(running->ElapsedTime.is_interval);
    g_assert_cmpint(running->StartTime.usec, ==, SIM_START);
    g_assert_cmpint(running->TimeBeforeRemoval.usec, ==, 5 * G_TIME_SPAN_MINUTE);
    g_assert_false(hvr_wmi_object_has(running, "ScheduledStartTime"));
    g_assert_cmpuint(g_array_index(running->OperationalStatus, guint16, 0), ==, 2);
    hvs_world_step(f->world, 7499 * G_TIME_SPAN_MILLISECOND);
    g_assert_cmpuint(hvs_job_get_percent(job), ==, 99);
    g_assert_cmpstr(seen->str, ==, "");

    hvs_world_step(f->world, G_TIME_SPAN_MILLISECOND);
    g_assert_cmpstr(seen->str, ==, "d");
    done = get_object(job);
    g_assert_cmpuint(done->JobState, ==, 7);
    g_assert_cmpuint(done->PercentComplete, ==, 100);
    g_assert_cmpuint(done->ErrorCode, ==, 0);
    g_assert_null(done->ErrorDescription);
    g_assert_false(done->Cancellable);

    hvs_world_step(f->world, 5 * G_TIME_SPAN_MINUTE - 1);
    g_assert_cmpuint(sim_count(f->host, &hvr_wmi_class_Msvm_ConcreteJob), ==, 1);
    hvs_world_step(f->world, 1);
    g_assert_cmpuint(sim_count(f->host, &hvr_wmi_class_Msvm_ConcreteJob), ==, 0);
    g_assert_cmpstr(seen->str, ==, "d");
}

/* "Job 94 in state 2 with ScheduledStartTime"; it does not hold the VM yet. */
static void
test_scheduled(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GString) seen = g_string_new(NULL);
    gint64 when = SIM_START + G_TIME_SPAN_HOUR;
    HvsJob *job = hvs_job_start(f->host, &plain, f->vm, 10 * G_TIME_SPAN_SECOND, when, seen);
    g_autoptr(Msvm_ConcreteJob) waiting = get_object(job);

    g_assert_cmpuint(waiting->JobState, ==, 2);
    g_assert_cmpint(waiting->ScheduledStartTime.usec, ==, when);
    g_assert_false(hvr_wmi_object_has(waiting, "StartTime"));
    /* "Zero interval if never changed." */
    g_assert_true(waiting->TimeOfLastStateChange.is_interval);
    g_assert_cmpint(waiting->TimeOfLastStateChange.usec, ==, 0);
    g_assert_cmpuint(waiting->PercentComplete, ==, 0);
    g_assert_null(hvs_job_find_running(f->vm));

    hvs_world_step(f->world, G_TIME_SPAN_HOUR + 5 * G_TIME_SPAN_SECOND);
    g_assert_cmpuint(job->state, ==, 4);
    g_assert_cmpuint(hvs_job_get_percent(job), ==, 50);
    g_assert_true(hvs_job_find_running(f->vm) == job);
    hvs_world_step(f->world, 5 * G_TIME_SPAN_SECOND);
    g_assert_cmpstr(seen->str, ==, "d");
    g_assert_null(hvs_job_find_running(f->vm));
}

/* A start in the past is now. */
static void
test_past(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GString) seen = g_string_new(NULL);
    HvsJob *job = hvs_job_start(f->host, &plain, NULL, 0, SIM_START - 1, seen);

    g_assert_cmpuint(job->state, ==, 4);
    hvs_world_step(f->world, 1);
    g_assert_cmpuint(job->state, ==, 7);
    g_assert_cmpuint(hvs_job_get_percent(job), ==, 100);
}

/* requeststatechange-msvm-concretejob.md; rows run in this order on one job each. */
/* clang-format off */
static const struct {
    const char *name;
    const HvsJobRow *row;
    guint16 requested;
    gboolean with_timeout;
    gboolean when_done;
    guint32 result;
    guint16 state;
    const char *seen;
} requests[] = {
    { "terminate",      &plain, 4, FALSE, FALSE, 0,    8, "c" },
    { "kill",           &plain, 5, FALSE, FALSE, 0,    9, "c" },
    { "nobody-told",    &bare,  4, FALSE, FALSE, 0,    8, "" },
    { "start",          &plain, 2, FALSE, FALSE, 1,    4, "" },
    { "suspend",        &plain, 3, FALSE, FALSE, 1,    4, "" },
    { "service",        &plain, 6, FALSE, FALSE, 1,    4, "" },
    { "too-low",        &plain, 1, FALSE, FALSE, 5,    4, "" },
    { "too-high",       &plain, 7, FALSE, FALSE, 5,    4, "" },
    { "timeout",        &plain, 4, TRUE,  FALSE, 4098, 4, "" },
    { "not-cancellable", &firm, 4, FALSE, FALSE, 1,    4, "" },
    { "done",           &plain, 4, FALSE, TRUE,  4097, 7, "d" },
};
/* clang-format on */

static guint32
call_job(const HvsJob *job, const HvrWmiMethod *method, gconstpointer input, gpointer *out_output)
{
    g_autofree char *path = hvs_job_dup_path(job);

    return sim_call(job->host, method, path, input, out_output);
}

static void
test_requests(void)
{
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_ConcreteJob_RequestStateChange;

    for (gsize i = 0; i < G_N_ELEMENTS(requests); i++) {
        g_autoptr(GString) seen = g_string_new(NULL);
        g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
        SimFixture f;
        HvsJob *job;

        g_test_message("%s", requests[i].name);
        sim_set_up(&f, NULL);
        job = hvs_job_start(f.host, requests[i].row, f.vm, G_TIME_SPAN_SECOND, 0, seen);
        if (requests[i].when_done)
            hvs_world_step(f.world, G_TIME_SPAN_SECOND);
        hvr_wmi_object_set_uint(input, "RequestedState", requests[i].requested);
        if (requests[i].with_timeout)
            hvr_wmi_object_set_interval(input, "TimeoutPeriod", G_TIME_SPAN_SECOND);
        g_assert_cmpuint(call_job(job, method, input, NULL), ==, requests[i].result);
        g_assert_cmpuint(job->state, ==, requests[i].state);
        g_assert_cmpstr(seen->str, ==, requests[i].seen);
        sim_tear_down(&f, NULL);
    }
}

static void
test_cancel_scheduled(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GString) seen = g_string_new(NULL);
    HvsJob *job = hvs_job_start(f->host, &plain, f->vm, G_TIME_SPAN_SECOND,
                                SIM_START + G_TIME_SPAN_HOUR, seen);

    g_assert_true(hvs_job_cancel(job));
    g_assert_false(hvs_job_cancel(job));
    g_assert_cmpuint(job->state, ==, 8);
    hvs_world_step(f->world, 2 * G_TIME_SPAN_HOUR);
    g_assert_cmpstr(seen->str, ==, "c");
    g_assert_cmpuint(f->host->jobs->len, ==, 0);
}

/* GetError and GetErrorEx of a failed job; nothing while it runs or when it went well. */
static char *
dup_error(const HvsJob *job)
{
    const HvrWmiMethod *one = &hvr_wmi_method_Msvm_ConcreteJob_GetError;
    const HvrWmiMethod *all = &hvr_wmi_method_Msvm_ConcreteJob_GetErrorEx;
    g_autoptr(HvrWmiObject) one_input = hvr_wmi_object_new(one->input);
    g_autoptr(HvrWmiObject) all_input = hvr_wmi_object_new(all->input);
    g_autoptr(Msvm_ConcreteJob_GetError_OUTPUT) one_output = NULL;
    g_autoptr(Msvm_ConcreteJob_GetErrorEx_OUTPUT) all_output = NULL;
    gpointer answer = NULL;

    g_assert_cmpuint(call_job(job, one, one_input, &answer), ==, 0);
    one_output = answer;
    g_assert_cmpuint(call_job(job, all, all_input, &answer), ==, 0);
    all_output = answer;
    if (all_output->Errors == NULL) {
        g_assert_null(one_output->Error);
        return NULL;
    }
    g_assert_cmpuint(g_strv_length(all_output->Errors), ==, 1);
    g_assert_cmpstr(all_output->Errors[0], ==, one_output->Error);

    return g_strdup(one_output->Error);
}

static void
test_error(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GString) seen = g_string_new(NULL);
    HvsJob *job = hvs_job_start(f->host, &bad, f->vm, G_TIME_SPAN_SECOND, 0, seen);
    HvsJob *good = hvs_job_start(f->host, &plain, f->vm, G_TIME_SPAN_SECOND, 0, seen);
    g_autofree char *text = NULL;
    g_autoptr(Msvm_Error) error = NULL;
    g_autoptr(Msvm_ConcreteJob) failed = NULL;

    g_assert_null(dup_error(job));
    hvs_world_step(f->world, G_TIME_SPAN_SECOND);
    g_assert_null(dup_error(good));
    g_assert_cmpstr(seen->str, ==, "dd");
    text = dup_error(job);
    error = hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_Error, text, NULL);
    g_assert_nonnull(error);
    g_assert_cmpstr(error->Message, ==, "no such file");
    g_assert_cmpstr(error->MessageID, ==, "32779");

    failed = get_object(job);
    g_assert_cmpuint(failed->JobState, ==, 10);
    g_assert_cmpuint(failed->ErrorCode, ==, 32779);
    g_assert_cmpstr(failed->ErrorDescription, ==, "no such file");
    g_assert_cmpuint(g_array_index(failed->OperationalStatus, guint16, 0), !=, 2);
}

static void
test_fail_next(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GString) seen = g_string_new(NULL);
    HvsJob *first = hvs_job_start(f->host, &plain, f->vm, 2 * G_TIME_SPAN_SECOND, 0, seen);
    HvsJob *second = hvs_job_start(f->host, &plain, f->vm, G_TIME_SPAN_SECOND, 0, seen);
    g_autoptr(Msvm_ConcreteJob) failed = NULL;

    f->host->fail_next_job = 32772;
    hvs_world_step(f->world, 3 * G_TIME_SPAN_SECOND);
    /* The one that ends first, and only that one. */
    g_assert_cmpuint(second->state, ==, 10);
    g_assert_cmpuint(first->state, ==, 7);
    g_assert_cmpuint(f->host->fail_next_job, ==, 0);
    g_assert_cmpstr(seen->str, ==, "fd");
    failed = get_object(second);
    g_assert_cmpuint(failed->ErrorCode, ==, 32772);
    g_assert_cmpstr(failed->ErrorDescription, ==, "Timeout");
    g_assert_cmpuint(failed->PercentComplete, ==, 99);
}

/* Any end, with any code and as many words as a test wants; once. */
static void
test_fail_next_so(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_ConcreteJob_GetErrorEx;
    g_autoptr(GString) seen = g_string_new(NULL);
    HvsJob *job = hvs_job_start(f->host, &plain, f->vm, G_TIME_SPAN_SECOND, 0, seen);
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    g_autoptr(Msvm_ConcreteJob) failed = NULL;
    g_autoptr(Msvm_ConcreteJob_GetErrorEx_OUTPUT) output = NULL;
    gpointer answer = NULL;

    f->host->fail_next_job = 32768;
    f->host->fail_next_state = 32768;
    f->host->fail_next_errors = 3;
    hvs_world_step(f->world, G_TIME_SPAN_SECOND);
    g_assert_cmpstr(seen->str, ==, "f");
    g_assert_cmpuint(f->host->fail_next_state, ==, 0);
    g_assert_cmpuint(f->host->fail_next_errors, ==, 0);
    failed = get_object(job);
    g_assert_cmpuint(failed->JobState, ==, 32768);
    g_assert_cmpuint(failed->ErrorCode, ==, 32768);
    g_assert_cmpstr(failed->JobStatus, ==, "Job has ended");
    g_assert_cmpuint(call_job(job, method, input, &answer), ==, 0);
    output = answer;
    g_assert_cmpuint(g_strv_length(output->Errors), ==, 3);
    g_assert_nonnull(strstr(output->Errors[1], "(0x80070020)"));
    g_assert_nonnull(strstr(output->Errors[2], "(0x80070005)"));
}

/* A state without a code is enough. */
static void
test_fail_next_state(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GString) seen = g_string_new(NULL);
    HvsJob *job = hvs_job_start(f->host, &plain, f->vm, G_TIME_SPAN_SECOND, 0, seen);
    g_autoptr(Msvm_ConcreteJob) ended = NULL;

    f->host->fail_next_state = 9;
    hvs_world_step(f->world, G_TIME_SPAN_SECOND);
    g_assert_cmpstr(seen->str, ==, "f");
    g_assert_false(hvs_job_has_failed(job));
    ended = get_object(job);
    g_assert_cmpuint(ended->JobState, ==, 9);
    g_assert_cmpuint(ended->ErrorCode, ==, 0);
    g_assert_null(ended->ErrorDescription);
}

static void
test_fail(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GString) seen = g_string_new(NULL);
    HvsJob *job = hvs_job_start(f->host, &plain, f->vm, 2 * G_TIME_SPAN_SECOND, 0, seen);

    hvs_job_fail(job, 32768, "the link broke");
    hvs_job_fail(job, 32769, "again");
    g_assert_cmpuint(job->error_code, ==, 32768);
    g_assert_cmpstr(hvs_job_get_error_text(job), ==, "the link broke");
    hvs_world_step(f->world, 3 * G_TIME_SPAN_SECOND);
    g_assert_cmpstr(seen->str, ==, "f");
}

static void
test_forget(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GString) seen = g_string_new(NULL);

    hvs_job_start(f->host, &plain, f->vm, G_TIME_SPAN_SECOND, 0, seen);
    hvs_world_step(f->world, G_TIME_SPAN_SECOND);
    hvs_job_start(f->host, &firm, f->vm, G_TIME_SPAN_SECOND, 0, seen);
    hvs_job_forget(f->host);
    g_assert_cmpuint(f->host->jobs->len, ==, 0);
    hvs_world_step(f->world, G_TIME_SPAN_HOUR);
    g_assert_cmpstr(seen->str, ==, "df");
}

/* VM <-> job, job -> what it made, service -> job. */
static void
test_links(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    static const HvsJobRow snapshot = { 70, "Snapshot", FALSE, on_done };
    static const HvsJobRow power = { 12, "Start", FALSE, on_done };
    g_autoptr(GString) seen = g_string_new(NULL);
    HvsJob *job = hvs_job_start(f->host, &snapshot, f->vm, G_TIME_SPAN_SECOND, 0, seen);
    HvsJob *other = hvs_job_start(f->host, &power, NULL, G_TIME_SPAN_SECOND, 0, seen);
    g_autofree char *job_path = hvs_job_dup_path(job);
    g_autofree char *other_path = hvs_job_dup_path(other);
    g_autofree char *vm_path = hvs_cim_dup_vm_path(f->vm);
    g_autoptr(GPtrArray) affected = NULL;
    g_autoptr(GPtrArray) owned = NULL;
    const Msvm_AffectedJobElement *to_vm, *to_result;
    const Msvm_OwningJobElement *by_snapshots, *by_management;

    job->result_path = g_strdup("\\\\HV-A\\root\\virtualization\\v2:X.Y=\"1\"");
    affected = hvs_cim_list(f->host, HVR_WMI_NAMESPACE, &hvr_wmi_class_Msvm_AffectedJobElement);
    g_assert_cmpuint(affected->len, ==, 2);
    to_vm = g_ptr_array_index(affected, 0);
    to_result = g_ptr_array_index(affected, 1);
    g_assert_cmpstr(to_vm->AffectedElement, ==, vm_path);
    g_assert_cmpstr(to_vm->AffectingElement, ==, job_path);
    g_assert_cmpstr(to_result->AffectedElement, ==, job->result_path);
    g_assert_cmpuint(g_array_index(to_result->ElementEffects, guint16, 0), ==, 5);

    owned = hvs_cim_list(f->host, HVR_WMI_NAMESPACE, &hvr_wmi_class_Msvm_OwningJobElement);
    g_assert_cmpuint(owned->len, ==, 2);
    by_snapshots = g_ptr_array_index(owned, 0);
    by_management = g_ptr_array_index(owned, 1);
    g_assert_cmpstr(by_snapshots->OwnedElement, ==, job_path);
    g_assert_nonnull(strstr(by_snapshots->OwningElement, "Name=\"vssnapsvc\""));
    g_assert_cmpstr(by_management->OwnedElement, ==, other_path);
    g_assert_nonnull(strstr(by_management->OwningElement, "Name=\"vmms\""));
}

/* KillJob: "not supported". */
static void
test_kill_job(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GString) seen = g_string_new(NULL);
    HvsJob *job = hvs_job_start(f->host, &plain, f->vm, G_TIME_SPAN_SECOND, 0, seen);
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(hvr_wmi_method_CIM_Job_KillJob.input);

    g_assert_cmpuint(call_job(job, &hvr_wmi_method_CIM_Job_KillJob, input, NULL), ==, 1);
    g_assert_cmpuint(job->state, ==, 4);
}

/* The switch methods-start-jobs: what would be a job is done when the call returns. */
static void
test_at_once(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    gpointer output = NULL;

    f->world->switches.methods_start_jobs = FALSE;
    g_assert_cmpuint(sim_request(f->vm, 2, &output), ==, 0);
    g_assert_false(hvr_wmi_object_has(output, "Job"));
    hvr_wmi_object_free(output);
    g_assert_cmpuint(f->vm->enabled_state, ==, 2);
    f->host->fail_next_job = 32768;
    g_assert_cmpuint(sim_request(f->vm, 3, NULL), ==, 32768);
    g_assert_cmpuint(f->vm->enabled_state, ==, 2);
}

/* clang-format off */
static const SimTest tests[] = {
    { "/sim/job/run",              test_run },
    { "/sim/job/scheduled",        test_scheduled },
    { "/sim/job/past",             test_past },
    { "/sim/job/cancel-scheduled", test_cancel_scheduled },
    { "/sim/job/error",            test_error },
    { "/sim/job/fail-next",        test_fail_next },
    { "/sim/job/fail-next-so",     test_fail_next_so },
    { "/sim/job/fail-next-state",  test_fail_next_state },
    { "/sim/job/fail",             test_fail },
    { "/sim/job/forget",           test_forget },
    { "/sim/job/links",            test_links },
    { "/sim/job/kill-job",         test_kill_job },
    { "/sim/job/at-once",          test_at_once },
};
/* clang-format on */

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/sim/job/requests", test_requests);
    sim_add_tests(tests, G_N_ELEMENTS(tests));

    return g_test_run();
}
