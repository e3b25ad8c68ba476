/* mailbox.c: what the main context and the threads of one host leave for each other
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "mailbox.h"

#include <glib/gi18n-lib.h>

/**
 * HvrMailbox:
 * @changed: a report was taken, the host became reachable, or all stops
 * @wanted: serial of the newest wish
 * @hint: the most urgent one since the last look began
 * @wakes: the least urgent hint that ends the sleep
 * @wake: cancelled to end the sleep
 * @told: job id to GUID
 * @why_not: (nullable): why no events come
 */
struct _HvrMailbox {
    gatomicrefcount ref_count;
    GMutex lock;
    GCond changed;
    guint64 wanted;
    HvrHint hint;
    HvrHint wakes;
    GCancellable *wake;
    GHashTable *told;
    gboolean is_taken;
    gboolean is_busy;
    gboolean is_reachable;
    guint64 windows;
    char *why_not;
    gboolean is_stopped;
};

HvrMailbox *
hvr_mailbox_new(void)
{
    HvrMailbox *mailbox = g_new0(HvrMailbox, 1);

    g_atomic_ref_count_init(&mailbox->ref_count);
    g_mutex_init(&mailbox->lock);
    g_cond_init(&mailbox->changed);
    mailbox->wakes = HVR_N_HINTS;
    mailbox->wake = g_cancellable_new();
    mailbox->told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    mailbox->why_not = g_strdup(_("nobody has subscribed to them"));

    return mailbox;
}

HvrMailbox *
hvr_mailbox_ref(HvrMailbox *mailbox)
{
    g_atomic_ref_count_inc(&mailbox->ref_count);

    return mailbox;
}

void
hvr_mailbox_unref(HvrMailbox *mailbox)
{
    if (!g_atomic_ref_count_dec(&mailbox->ref_count))
        return;

    g_mutex_clear(&mailbox->lock);
    g_cond_clear(&mailbox->changed);
    g_object_unref(mailbox->wake);
    g_hash_table_unref(mailbox->told);
    g_free(mailbox->why_not);
    g_free(mailbox);
}

guint64
hvr_mailbox_want(HvrMailbox *mailbox)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);

    mailbox->wanted++;
    g_cancellable_cancel(mailbox->wake);

    return mailbox->wanted;
}

static void
hint_locked(HvrMailbox *mailbox, HvrHint hint)
{
    mailbox->hint = MAX(mailbox->hint, hint);
    if (hint >= mailbox->wakes)
        g_cancellable_cancel(mailbox->wake);
}

void
hvr_mailbox_hint(HvrMailbox *mailbox, HvrHint hint)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);

    hint_locked(mailbox, hint);
}

void
hvr_mailbox_tell(HvrMailbox *mailbox, const char *job_id, const char *guid)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);

    g_hash_table_replace(mailbox->told, g_strdup(job_id), g_strdup(guid));
}

guint64
hvr_mailbox_begin(HvrMailbox *mailbox, GHashTable *owners, HvrHint *out_hint)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);
    GHashTableIter iter;
    gpointer id;
    gpointer guid;

    g_hash_table_iter_init(&iter, mailbox->told);
    while (g_hash_table_iter_next(&iter, &id, &guid)) {
        g_hash_table_iter_steal(&iter);
        g_hash_table_replace(owners, id, guid);
    }
    *out_hint = mailbox->hint;
    mailbox->hint = HVR_HINT_NONE;

    return mailbox->wanted;
}

GCancellable *
hvr_mailbox_prepare_sleep(HvrMailbox *mailbox, guint64 serial, HvrHint hint)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);

    if (mailbox->is_stopped || mailbox->wanted != serial || mailbox->hint >= hint)
        return NULL;

    mailbox->wakes = hint;
    g_object_unref(mailbox->wake);
    mailbox->wake = g_cancellable_new();

    return g_object_ref(mailbox->wake);
}

void
hvr_mailbox_expect(HvrMailbox *mailbox)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);

    mailbox->is_taken = FALSE;
}

void
hvr_mailbox_take(HvrMailbox *mailbox, gboolean is_busy)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);

    mailbox->is_busy = is_busy;
    mailbox->is_taken = TRUE;
    g_cond_broadcast(&mailbox->changed);
}

gboolean
hvr_mailbox_await_taken(HvrMailbox *mailbox)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);

    while (!mailbox->is_taken && !mailbox->is_stopped)
        g_cond_wait(&mailbox->changed, &mailbox->lock);

    return mailbox->is_busy;
}

void
hvr_mailbox_set_reachable(HvrMailbox *mailbox, gboolean is_reachable, guint64 windows)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);

    mailbox->is_reachable = is_reachable;
    if (is_reachable)
        mailbox->windows = windows;
    g_cond_broadcast(&mailbox->changed);
}

gboolean
hvr_mailbox_await_reachable(HvrMailbox *mailbox, guint64 *out_windows)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);

    while (!mailbox->is_reachable && !mailbox->is_stopped)
        g_cond_wait(&mailbox->changed, &mailbox->lock);
    *out_windows = mailbox->windows;

    return !mailbox->is_stopped;
}

void
hvr_mailbox_set_flow(HvrMailbox *mailbox, const char *why_not)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);

    if (why_not == NULL)
        hint_locked(mailbox, HVR_HINT_FULL);
    else if (mailbox->why_not == NULL)
        hint_locked(mailbox, HVR_HINT_NOW);
    g_free(mailbox->why_not);
    mailbox->why_not = g_strdup(why_not);
}

gboolean
hvr_mailbox_get_flow(HvrMailbox *mailbox, char **out_why_not)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);

    if (out_why_not != NULL)
        *out_why_not = g_strdup(mailbox->why_not);

    return mailbox->why_not == NULL;
}

void
hvr_mailbox_stop(HvrMailbox *mailbox)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);

    mailbox->is_stopped = TRUE;
    g_cancellable_cancel(mailbox->wake);
    g_cond_broadcast(&mailbox->changed);
}

gboolean
hvr_mailbox_is_stopped(HvrMailbox *mailbox)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);

    return mailbox->is_stopped;
}
