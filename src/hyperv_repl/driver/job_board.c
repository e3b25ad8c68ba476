/* job_board.c: which jobs run for which domain, and which ended last
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "job_board.h"

#include <libvirt/libvirt.h>
#include <string.h>

#include "event_row.h"
#include "job_value.h"

struct _HvrJobBoard {
    GHashTable *running;  /* id to HvrJob */
    GHashTable *last;     /* GUID to HvrJob */
    GHashTable *expected; /* ids */
    GHashTable *held;     /* GUIDs: an operation of ours has them */
};

HvrJobBoard *
hvr_job_board_new(void)
{
    HvrJobBoard *board = g_new0(HvrJobBoard, 1);
    GDestroyNotify unref = (GDestroyNotify)hvr_job_unref;

    board->running = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref);
    board->last = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref);
    board->expected = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    board->held = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    return board;
}

void
hvr_job_board_free(HvrJobBoard *board)
{
    g_hash_table_unref(board->running);
    g_hash_table_unref(board->last);
    g_hash_table_unref(board->expected);
    g_hash_table_unref(board->held);
    g_free(board);
}

void
hvr_job_board_expect(HvrJobBoard *board, const char *id)
{
    g_hash_table_add(board->expected, g_strdup(id));
}

void
hvr_job_board_tell(HvrDomain *domain, const HvrJob *job, HvrEventList *list)
{
    if (job->is_replication)
        hvr_event_list_add_monitor(list, domain, HVR_EVENT_REPLICATION_JOB,
                                   hvr_job_value_format(job));
}

static void
update_running(HvrJobBoard *board, HvrDomain *domain, HvrJob *job, HvrEventList *list)
{
    const HvrJob *known = g_hash_table_lookup(board->running, job->id);

    if (known == NULL || known->percent != job->percent)
        hvr_job_board_tell(domain, job, list);
    g_hash_table_replace(board->running, g_strdup(job->id), hvr_job_ref(job));
}

/* Started anew, whoever asked for it. */
static gboolean
is_restart(const HvrJob *job)
{
    return job->type == VIR_DOMAIN_JOB_COMPLETED &&
           (strcmp(job->kind, "reset") == 0 || strcmp(job->kind, "reboot") == 0);
}

/* The host shows a finished job for minutes; only the first sight counts, and
 * only of a job that somebody saw run or we started. */
static void
update_ended(HvrJobBoard *board, HvrDomain *domain, HvrJob *job, HvrEventList *list)
{
    gboolean was_running = g_hash_table_remove(board->running, job->id);
    gboolean was_expected = g_hash_table_remove(board->expected, job->id);

    if (!was_running && !was_expected)
        return;

    hvr_job_board_tell(domain, job, list);
    if (is_restart(job))
        hvr_event_list_add_reboot(list, domain);
    if (g_hash_table_contains(board->held, domain->guid))
        return;

    g_hash_table_replace(board->last, g_strdup(domain->guid), hvr_job_ref(job));
    hvr_event_list_add_job_completed(list, domain, job);
}

void
hvr_job_board_hold(HvrJobBoard *board, const char *guid, gboolean is_held)
{
    if (is_held)
        g_hash_table_add(board->held, g_strdup(guid));
    else
        g_hash_table_remove(board->held, guid);
}

void
hvr_job_board_end(HvrJobBoard *board, HvrDomain *domain, HvrJob *job, HvrEventList *list)
{
    g_hash_table_replace(board->last, g_strdup(domain->guid), hvr_job_ref(job));
    hvr_job_board_tell(domain, job, list);
    hvr_event_list_add_job_completed(list, domain, job);
}

/* Returns: (transfer full): the same job, ended nobody knows how. */
static HvrJob *
copy_as_lost(const HvrJob *job)
{
    HvrJob *copy = hvr_job_new(job->id, job->guid);

    copy->type = VIR_DOMAIN_JOB_NONE;
    copy->operation = job->operation;
    copy->kind = g_strdup(job->kind);
    copy->title = g_strdup(job->title);
    copy->percent = job->percent;
    copy->elapsed_ms = job->elapsed_ms;
    copy->is_held = job->is_held;
    copy->is_replication = job->is_replication;

    return copy;
}

/* A job that vanished was not seen to fail: it ended more than five minutes ago,
 * while nobody could look (TimeBeforeRemoval, msvm-concretejob.md). */
static void
drop_vanished(HvrJobBoard *board, const HvrPicture *picture, HvrEventList *list)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, board->running);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const HvrJob *job = value;
        g_autoptr(HvrJob) lost = NULL;
        HvrDomain *domain = hvr_picture_find(picture, job->guid);

        if (domain != NULL && hvr_picture_find_job(picture, job->id) != NULL)
            continue;
        lost = copy_as_lost(job);
        if (domain != NULL)
            hvr_job_board_tell(domain, lost, list);
        g_hash_table_iter_remove(&iter);
    }
}

static void
drop_domains(HvrJobBoard *board, const HvrPicture *picture)
{
    GHashTableIter iter;
    gpointer guid;

    g_hash_table_iter_init(&iter, board->last);
    while (g_hash_table_iter_next(&iter, &guid, NULL)) {
        if (hvr_picture_find(picture, guid) == NULL)
            g_hash_table_iter_remove(&iter);
    }
}

void
hvr_job_board_update(HvrJobBoard *board, const HvrPicture *picture, HvrEventList *list)
{
    for (guint i = 0; i < picture->jobs->len; i++) {
        HvrJob *job = picture->jobs->pdata[i];
        HvrDomain *domain = job->guid != NULL ? hvr_picture_find(picture, job->guid) : NULL;

        if (domain == NULL || !job->is_held)
            continue;
        if (hvr_job_is_running(job))
            update_running(board, domain, job, list);
        else
            update_ended(board, domain, job, list);
    }
    drop_vanished(board, picture, list);
    drop_domains(board, picture);
}

static gboolean
is_better(const HvrJob *job, const HvrJob *other)
{
    if (job->is_replication != other->is_replication)
        return job->is_replication;

    return job->elapsed_ms < other->elapsed_ms;
}

HvrJob *
hvr_job_board_find(HvrJobBoard *board, const char *guid)
{
    HvrJob *best = NULL;
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, board->running);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        HvrJob *job = value;

        if (strcmp(job->guid, guid) == 0 && (best == NULL || is_better(job, best)))
            best = job;
    }

    return best;
}

HvrJob *
hvr_job_board_find_last(HvrJobBoard *board, const char *guid)
{
    return g_hash_table_lookup(board->last, guid);
}

void
hvr_job_board_forget_last(HvrJobBoard *board, const char *guid)
{
    g_hash_table_remove(board->last, guid);
}

gboolean
hvr_job_board_is_busy(HvrJobBoard *board)
{
    return g_hash_table_size(board->running) > 0;
}
