/* sim_replication_background.c: jobs that replication runs of its own accord
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_background.h"

/* CIM_ConcreteJob.JobState. */
#define STATE_COMPLETED  7
#define STATE_TERMINATED 8

#define ERROR_FAILED 32768

static void
on_over(HvsJob *job G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
}

static void on_prepared(HvsJob *job, gpointer data);

/* Rows without a function are ended by whoever began them. */
/* clang-format off */
static const HvsJobRow sending   = { .type = 105, .caption = "Replication Sending Delta" };
static const HvsJobRow receiving = { .type = 106, .caption = "Replication Receiving Delta" };
static const HvsJobRow applying  = { .type = 108, .caption = "Apply change log",                .done = on_over };
static const HvsJobRow preparing = { .type = 112, .caption = "Prepare for Consistency Checker", .done = on_prepared };
static const HvsJobRow checking  = { .type = 113, .caption = "Consistency Checker" };
static const HvsJobRow stopping  = { .type = 114, .caption = "Stop Consistency Checker",        .done = on_over };
/* clang-format on */

static void
start(HvsVm *vm, const HvsJobRow *row, GTimeSpan duration, HvsRelationship *sender)
{
    if (vm->host->world->switches.background_jobs)
        hvs_job_start_background(vm->host, row, vm, duration, sender);
}

/* From the newest on: those that run are among the last. */
static HvsJob *
find(const HvsHost *host, const HvsJobRow *row, const HvsRelationship *sender)
{
    for (guint i = host->jobs->len; i > 0; i--) {
        HvsJob *job = g_ptr_array_index(host->jobs, i - 1);

        if (job->type == row->type && job->ended == 0 && job->data == sender)
            return job;
    }

    return NULL;
}

/* On the partner's host, wherever that was when it began. */
static HvsJob *
find_remote(const HvsRelationship *sender, const HvsJobRow *row)
{
    const GPtrArray *hosts = sender->vm->host->world->hosts;
    HvsJob *job = NULL;

    for (guint i = 0; i < hosts->len && job == NULL; i++) {
        const HvsHost *host = g_ptr_array_index(hosts, i);

        if (host != sender->vm->host)
            job = find(host, row, sender);
    }

    return job;
}

static void
end(HvsJob *job, const char *reason, guint16 state)
{
    if (job == NULL)
        return;
    if (reason != NULL)
        hvs_job_fail(job, ERROR_FAILED, reason);
    else
        hvs_job_end(job, state);
}

void
hvs_background_begin_delta(HvsRelationship *sender, HvsRelationship *receiver, GTimeSpan duration)
{
    start(sender->vm, &sending, duration, sender);
    start(receiver->vm, &receiving, duration, sender);
}

void
hvs_background_end_delta(HvsRelationship *sender)
{
    end(find(sender->vm->host, &sending, sender), NULL, STATE_COMPLETED);
    end(find_remote(sender, &receiving), NULL, STATE_COMPLETED);
}

void
hvs_background_fail_delta(HvsRelationship *sender, const char *reason)
{
    end(find(sender->vm->host, &sending, sender), reason, STATE_TERMINATED);
    end(find_remote(sender, &receiving), reason, STATE_TERMINATED);
}

void
hvs_background_apply(HvsRelationship *receiver)
{
    start(receiver->vm, &applying, receiver->vm->host->quick_job, NULL);
}

/* What is left of the copy's time is the comparison's. */
static void
on_prepared(HvsJob *job, gpointer data)
{
    HvsRelationship *sender = data;
    HvsVm *vm = hvs_host_find_vm(job->host, job->vm_guid);

    if (vm != NULL && sender->transfer != NULL)
        start(vm, &checking, sender->transfer->duration - job->duration, sender);
}

void
hvs_background_begin_check(HvsRelationship *sender, HvsRelationship *receiver, GTimeSpan duration)
{
    start(receiver->vm, &preparing, MIN(receiver->vm->host->quick_job, duration), sender);
}

void
hvs_background_end_check(HvsRelationship *sender)
{
    end(find_remote(sender, &preparing), NULL, STATE_COMPLETED);
    end(find_remote(sender, &checking), NULL, STATE_COMPLETED);
}

void
hvs_background_stop_check(HvsRelationship *sender)
{
    HvsJob *job = find_remote(sender, &checking);
    HvsVm *vm;

    if (job == NULL)
        job = find_remote(sender, &preparing);
    if (job == NULL)
        return;

    vm = hvs_host_find_vm(job->host, job->vm_guid);
    hvs_job_end(job, STATE_TERMINATED);
    if (vm != NULL)
        start(vm, &stopping, vm->host->quick_job, NULL);
}
