/* sim_job.c: jobs of a simulated host: how they run, end and vanish
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_job.h"

#include "sim_vm.h"
#include "wmi_object.h"

/* CIM_ConcreteJob.JobState. */
#define STATE_NEW        2
#define STATE_RUNNING    4
#define STATE_COMPLETED  7
#define STATE_TERMINATED 8
#define STATE_EXCEPTION  10

/* Msvm_ConcreteJob.TimeBeforeRemoval, "always 00000000000500.000000:000". */
#define BEFORE_REMOVAL (5 * G_TIME_SPAN_MINUTE)

#define ERROR_FAILED           32768
#define ERROR_SYSTEM_NOT_THERE 32777

/* Return codes of v2 methods, which are jobs' error codes too. */
/* clang-format off */
static const struct {
    guint16 code;
    const char *text;
} error_texts[] = {
    { 32768, "Failed" },
    { 32769, "Access Denied" },
    { 32770, "Not Supported" },
    { 32771, "Status is unknown" },
    { 32772, "Timeout" },
    { 32773, "Invalid parameter" },
    { 32774, "System is in use" },
    { 32775, "Invalid state for this operation" },
    { 32776, "Incorrect data type" },
    { 32777, "System is not available" },
    { 32778, "Out of memory" },
    { 32779, "File not found" },
};
/* clang-format on */

void
hvs_job_free(HvsJob *job)
{
    if (job == NULL)
        return;

    hvs_world_unschedule(job->host->world, job->event);
    g_free(job->id);
    g_free(job->vm_guid);
    g_free(job->error_text);
    g_free(job->target);
    g_free(job->result_path);
    g_free(job);
}

static void
on_removal(gpointer data)
{
    HvsJob *job = data;

    job->event = 0;
    g_ptr_array_remove(job->host->jobs, job);
}

void
hvs_job_end(HvsJob *job, guint16 state)
{
    HvsWorld *world = job->host->world;

    hvs_world_unschedule(world, job->event);
    job->state = state;
    job->ended = world->now;
    job->event = hvs_world_schedule(world, BEFORE_REMOVAL, on_removal, job);
}

void
hvs_job_fail(HvsJob *job, guint16 error_code, const char *text)
{
    if (job->ended != 0)
        return;

    job->error_code = error_code;
    g_free(job->error_text);
    job->error_text = g_strdup(text);
    hvs_job_end(job, STATE_EXCEPTION);
    if (job->failed != NULL)
        job->failed(job, job->data);
}

static void
fail_as_told(HvsJob *job)
{
    HvsHost *host = job->host;
    guint16 error_code = (guint16)host->fail_next_job;
    guint16 state = (guint16)host->fail_next_state;

    job->n_errors = host->fail_next_errors;
    host->fail_next_job = 0;
    host->fail_next_state = 0;
    host->fail_next_errors = 0;
    hvs_job_fail(job, error_code, NULL);
    if (state != 0)
        job->state = state;
}

static gboolean
is_to_fail(const HvsJob *job)
{
    const HvsHost *host = job->host;

    return !job->background && (host->fail_next_job != 0 || host->fail_next_state != 0);
}

/* The effect may fail, and say so in error_code. */
static void
on_due(gpointer data)
{
    HvsJob *job = data;

    job->event = 0;
    if (is_to_fail(job)) {
        fail_as_told(job);
        return;
    }
    hvs_job_end(job, STATE_COMPLETED);
    job->done(job, job->data);
    if (job->error_code != 0)
        job->state = STATE_EXCEPTION;
}

static void
on_start(gpointer data)
{
    HvsJob *job = data;
    HvsWorld *world = job->host->world;

    job->state = STATE_RUNNING;
    job->started = world->now;
    job->event = job->done != NULL ? hvs_world_schedule(world, job->duration, on_due, job) : 0;
}

/* Returns: (transfer none): one that is still to be started. */
static HvsJob *
add_job(HvsHost *host, const HvsJobRow *row, const HvsVm *vm, GTimeSpan duration, gpointer data)
{
    HvsJob *job = g_new0(HvsJob, 1);

    job->host = host;
    job->type = row->type;
    job->caption = row->caption;
    job->vm_guid = vm != NULL ? g_strdup(vm->guid) : NULL;
    job->submitted = host->world->now;
    job->duration = duration;
    job->cancellable = row->cancellable;
    job->done = row->done;
    job->cancelled = row->cancelled;
    job->failed = row->failed;
    job->data = data;
    job->state = STATE_NEW;
    g_ptr_array_add(host->jobs, job);

    return job;
}

HvsJob *
hvs_job_start(HvsHost *host,
              const HvsJobRow *row,
              HvsVm *vm,
              GTimeSpan duration,
              gint64 scheduled,
              gpointer data)
{
    HvsWorld *world = host->world;
    HvsJob *job = add_job(host, row, vm, duration, data);

    job->id = hvs_world_dup_guid(world);
    job->scheduled = scheduled;
    if (scheduled > world->now)
        job->event = hvs_world_schedule(world, scheduled - world->now, on_start, job);
    else
        on_start(job);

    return job;
}

HvsJob *
hvs_job_start_background(
    HvsHost *host, const HvsJobRow *row, HvsVm *vm, GTimeSpan duration, gpointer data)
{
    g_autofree char *text =
        g_strdup_printf("background %s %" G_GUINT64_FORMAT, host->name, ++host->n_background);
    HvsJob *job = add_job(host, row, vm, duration, data);

    job->id = hvs_guid_from_text(text);
    job->background = TRUE;
    on_start(job);

    return job;
}

guint
hvs_job_get_percent(const HvsJob *job)
{
    gint64 until = job->ended != 0 ? job->ended : job->host->world->now;

    if (job->state == STATE_COMPLETED)
        return 100;
    if (job->started == 0 || job->duration <= 0)
        return 0;

    /* In proportion, yet 100 is for jobs that are done. */
    return (guint)CLAMP((double)(until - job->started) * 100.0 / (double)job->duration, 0, 99);
}

gboolean
hvs_job_cancel(HvsJob *job)
{
    if (job->ended != 0 || !job->cancellable)
        return FALSE;

    hvs_job_end(job, STATE_TERMINATED);
    if (job->cancelled != NULL)
        job->cancelled(job, job->data);

    return TRUE;
}

gboolean
hvs_job_is_running(const HvsJob *job)
{
    return job->started != 0 && job->ended == 0;
}

static gboolean
is_of_vm(const HvsJob *job, const HvsVm *vm)
{
    return g_strcmp0(job->vm_guid, vm->guid) == 0;
}

gboolean
hvs_job_holds(const HvsJob *job, const HvsVm *vm)
{
    return hvs_job_is_running(job) && !job->background && is_of_vm(job, vm);
}

HvsJob *
hvs_job_find(HvsHost *host, const char *id)
{
    for (guint i = 0; id != NULL && i < host->jobs->len; i++) {
        HvsJob *job = g_ptr_array_index(host->jobs, i);

        if (g_ascii_strcasecmp(job->id, id) == 0)
            return job;
    }

    return NULL;
}

HvsJob *
hvs_job_find_running(HvsVm *vm)
{
    for (guint i = 0; i < vm->host->jobs->len; i++) {
        HvsJob *job = g_ptr_array_index(vm->host->jobs, i);

        if (hvs_job_holds(job, vm))
            return job;
    }

    return NULL;
}

void
hvs_job_abandon(HvsVm *vm)
{
    for (guint i = 0; i < vm->host->jobs->len; i++) {
        HvsJob *job = g_ptr_array_index(vm->host->jobs, i);

        if (job->ended != 0 || !is_of_vm(job, vm))
            continue;
        job->error_code = ERROR_SYSTEM_NOT_THERE;
        hvs_job_end(job, STATE_EXCEPTION);
    }
}

/* Failing a job may start another one, on this host or elsewhere; that one is
 * forgotten too. */
void
hvs_job_forget(HvsHost *host)
{
    for (guint i = 0; i < host->jobs->len; i++)
        hvs_job_fail(g_ptr_array_index(host->jobs, i), ERROR_FAILED, NULL);
    g_ptr_array_set_size(host->jobs, 0);
}

gboolean
hvs_job_has_failed(const HvsJob *job)
{
    return job->ended != 0 && (job->state == STATE_EXCEPTION || job->error_code != 0);
}

const char *
hvs_job_get_error_text(const HvsJob *job)
{
    if (job->error_text != NULL)
        return job->error_text;

    for (gsize i = 0; i < G_N_ELEMENTS(error_texts); i++) {
        if (error_texts[i].code == job->error_code)
            return error_texts[i].text;
    }

    return job->error_code == 0 ? NULL : error_texts[0].text;
}

guint32
hvs_job_answer(HvsCall *call, HvsJob *job)
{
    g_autofree char *path = hvs_job_dup_path(job);

    hvr_wmi_object_set_string(call->output, "Job", path);

    return 4096;
}

guint32
hvs_job_run(HvsCall *call, const HvsJobRow *row, HvsVm *vm, gpointer data, const char *target)
{
    return hvs_job_run_for(call, row, vm, 0, data, target);
}

guint32
hvs_job_run_for(HvsCall *call,
                const HvsJobRow *row,
                HvsVm *vm,
                GTimeSpan longer,
                gpointer data,
                const char *target)
{
    HvsHost *host = call->host;
    HvsJob *job = hvs_job_start(host, row, vm, host->quick_job + longer, 0, data);

    job->target = g_strdup(target);
    if (host->world->switches.methods_start_jobs)
        return hvs_job_answer(call, job);

    hvs_world_unschedule(host->world, job->event);
    on_due(job);

    return job->error_code;
}
