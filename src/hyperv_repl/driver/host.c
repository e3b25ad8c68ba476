/* host.c: one Hyper-V host as libvirt sees it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#include "changes.h"
#include "errand.h"
#include "guard.h"
#include "host_facts.h"
#include "host_private.h"
#include "hvr_error.h"
#include "operation_private.h"

/* A host that reboots is not lost; listeners are told after this time. */
#define LOST_AFTER (60 * G_TIME_SPAN_SECOND)

enum {
    SIGNAL_EVENT,
    N_SIGNALS,
};

G_DEFINE_TYPE(HvrHost, hvr_host, G_TYPE_OBJECT)

static void
hvr_host_finalize(GObject *object)
{
    HvrHost *host = HVR_HOST(object);

    g_clear_pointer(&host->picture, hvr_picture_unref);
    g_clear_pointer(&host->facts, hvr_host_facts_free);
    g_clear_error(&host->lost_error);
    g_clear_pointer(&host->board, hvr_job_board_free);
    g_clear_pointer(&host->waiters, g_ptr_array_unref);
    g_clear_pointer(&host->errands, g_ptr_array_unref);
    g_clear_pointer(&host->readings, hvr_host_readings_free);
    g_clear_pointer(&host->machines, g_hash_table_unref);
    g_clear_pointer(&host->documents, g_hash_table_unref);
    g_clear_pointer(&host->operations, g_hash_table_unref);
    g_clear_pointer(&host->forced, g_hash_table_unref);
    g_clear_pointer(&host->directory, hvr_directory_unref);
    g_clear_pointer(&host->line, hvr_line_unref);
    g_clear_pointer(&host->context, g_main_context_unref);
    G_OBJECT_CLASS(hvr_host_parent_class)->finalize(object);
}

static void
hvr_host_class_init(HvrHostClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);

    object_class->finalize = hvr_host_finalize;
    /* The only signal: emitted by name, so that its number need not be kept. */
    g_signal_new("event", HVR_TYPE_HOST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                 G_TYPE_POINTER);
}

static void
hvr_host_init(HvrHost *host)
{
    host->context = g_main_context_ref_thread_default();
    host->board = hvr_job_board_new();
    host->waiters = g_ptr_array_new();
    host->readings = hvr_host_readings_new();
    host->machines = hvr_host_machines_new();
    host->documents = hvr_host_documents_new();
    host->errands = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_errand_unref);
    host->operations = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    hvr_guard_init(host);
}

HvrHost *
hvr_host_new(const HvrHostConfig *config, HvrClock *clock)
{
    HvrHost *host = g_object_new(HVR_TYPE_HOST, NULL);

    host->line = hvr_line_new(config, clock);

    return host;
}

/* Whoever can acquire the context is its owner, or nobody iterates it. */
gboolean
hvr_host_is_confined(HvrHost *host)
{
    if (!g_main_context_acquire(host->context))
        return FALSE;
    g_main_context_release(host->context);

    return TRUE;
}

gboolean
hvr_host_is_open(HvrHost *host)
{
    return host->watcher != NULL;
}

void
hvr_host_emit(HvrHost *host, const HvrEventList *list)
{
    for (guint i = 0; i < list->events->len && !host->is_closed; i++)
        g_signal_emit_by_name(host, "event", list->events->pdata[i]);
}

static void
take_failure(HvrHost *host, const HvrReport *report)
{
    HvrClock *clock = host->line->clock;
    gint64 now = hvr_clock_get_monotonic(clock);
    g_autoptr(HvrEventList) list = hvr_event_list_new(hvr_clock_get_real(clock));

    if (host->is_reachable || host->lost_since == 0) {
        host->lost_since = MAX(now, 1);
        host->lost_at = hvr_clock_get_real(clock);
    }
    host->is_reachable = FALSE;
    g_clear_error(&host->lost_error);
    host->lost_error = g_error_copy(report->error);
    hvr_host_fail_waiters(host, report->serial, report->error);
    if (host->is_lost_told || host->picture == NULL || now - host->lost_since < LOST_AFTER)
        return;

    host->is_lost_told = TRUE;
    hvr_event_list_add_host_lost(list);
    hvr_host_emit(host, list);
}

static void
take_picture(HvrHost *host, HvrReport *report)
{
    g_autoptr(HvrEventList) list = hvr_event_list_new(hvr_clock_get_real(host->line->clock));
    g_autoptr(GHashTable) causes = hvr_errand_list_causes(host);
    g_autoptr(HvrPicture) before = g_steal_pointer(&host->picture);

    host->picture = g_steal_pointer(&report->picture);
    if (report->facts != NULL) {
        hvr_host_facts_free(host->facts);
        host->facts = g_steal_pointer(&report->facts);
    }
    host->is_reachable = TRUE;
    host->is_lost_told = FALSE;
    host->lost_since = 0;
    g_clear_error(&host->lost_error);

    hvr_operation_add_causes(host, causes);
    hvr_guard_mark(host, host->picture);
    hvr_changes_settle(host->picture, before, causes);
    if (before != NULL)
        hvr_changes_list(before, host->picture, list);
    hvr_job_board_update(host->board, host->picture, list);
    if (before != NULL)
        hvr_host_emit(host, list);

    /* Whoever waits hears of the change before its answer. */
    hvr_host_answer_waiters(host, report->serial);
    hvr_errand_advance_all(host, report);
}

static gboolean
is_busy(HvrHost *host)
{
    if (host->errands->len > 0 || host->waiters->len > 0 ||
        g_hash_table_size(host->operations) > 0 || hvr_job_board_is_busy(host->board))
        return TRUE;

    for (guint i = 0; host->picture != NULL && i < host->picture->domains->len; i++) {
        const HvrDomain *domain = host->picture->domains->pdata[i];

        if (domain->state == VIR_DOMAIN_SHUTDOWN)
            return TRUE;
    }

    return FALSE;
}

static gboolean
take(HvrReport *report, gpointer user_data)
{
    HvrHost *host = user_data;

    g_assert(g_main_context_is_owner(host->context));
    if (report->is_last) {
        host->is_ended = TRUE;
        g_object_unref(host); /* the threads' reference */
        return FALSE;
    }
    if (host->is_closed)
        return FALSE;

    if (report->error != NULL)
        take_failure(host, report);
    else
        take_picture(host, report);

    return !host->is_closed && is_busy(host);
}

void
hvr_host_start(HvrHost *host)
{
    if (host->watcher != NULL)
        return;

    host->workers = hvr_workers_new(host->line);
    host->watcher = hvr_watcher_new(host->line, host->workers, take, g_object_ref(host));
}

void
hvr_host_close(HvrHost *host)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrHost) self = g_object_ref(host);

    g_assert(hvr_host_is_confined(host));
    if (host->is_closed)
        return;

    host->is_closed = TRUE;
    g_cancellable_cancel(host->line->closing);
    host->workers = NULL;
    if (host->watcher != NULL)
        hvr_watcher_stop(g_steal_pointer(&host->watcher));
    else
        host->is_ended = TRUE;

    hvr_fail(&error, HVR_ERROR_CANCELLED, _("host '%1$s' is being closed"),
             hvr_host_get_name(host));
    hvr_host_fail_waiters(host, G_MAXUINT64, error);
    hvr_errand_fail_all(host, error);
}

gboolean
hvr_host_is_closed(HvrHost *host)
{
    return host->is_ended;
}
