/* errand.c: one change asked of a host, from the request to the answer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "errand_private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "errand_note.h"
#include "host_private.h"
#include "hvr_error.h"
#include "operation_private.h"
#include "rehearsal.h"
#include "wmi_session.h"

/* How often deadlines are looked at while an errand is under way. */
#define TIMER_MS 250

/* How long to try to find out what became of a request whose answer was lost: what
 * shows no effect in a look after that has none (inferred; WinRM gives a request up
 * before we do). */
#define RECHECK_TIME (10 * G_TIME_SPAN_SECOND)

HvrErrand *
hvr_errand_ref(HvrErrand *errand)
{
    g_ref_count_inc(&errand->ref_count);

    return errand;
}

void
hvr_errand_unref(HvrErrand *errand)
{
    if (!g_ref_count_dec(&errand->ref_count))
        return;

    g_clear_object(&errand->task);
    hvr_domain_unref(errand->before);
    hvr_picture_unref(errand->picture);
    g_free(errand->job_id);
    g_clear_pointer(&errand->job, hvr_job_unref);
    g_clear_error(&errand->error);
    hvr_errand_note_unref(errand->note);
    g_free(errand);
}

gint64
hvr_errand_get_time(const HvrErrand *errand)
{
    return hvr_clock_get_monotonic(errand->host->line->clock);
}

void
hvr_errand_enter(HvrErrand *errand, HvrErrandStage stage, GTimeSpan patience)
{
    errand->stage = stage;
    errand->until = hvr_errand_get_time(errand) + patience;
}

void
hvr_errand_stop_timer(HvrHost *host)
{
    if (host->timer == NULL || host->errands->len > 0)
        return;

    g_source_destroy(host->timer);
    g_clear_pointer(&host->timer, g_source_unref);
}

GPtrArray *
hvr_errand_list_all(HvrHost *host)
{
    GPtrArray *errands = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_errand_unref);

    for (guint i = 0; i < host->errands->len; i++)
        g_ptr_array_add(errands, hvr_errand_ref(host->errands->pdata[i]));

    return errands;
}

void
hvr_errand_look(HvrErrand *errand)
{
    hvr_errand_enter(errand, HVR_ERRAND_CHECKING, RECHECK_TIME);
    errand->until = MIN(errand->until, errand->deadline);
    errand->is_looked = FALSE;
    errand->serial = hvr_watcher_want(errand->host->watcher);
}

/* @error: (transfer full).  A host that answered, but in doubt itself, knows of
 * nothing that is still to come; and the caller's patience counts, too. */
static void
check(HvrErrand *errand, GError *error)
{
    gboolean is_answered = hvr_error_get_detail(error)->wmi_value != 0;

    errand->error = error;
    errand->is_answered = is_answered;
    hvr_errand_look(errand);
    errand->is_hurried = errand->until == errand->deadline;
}

/* Whether the request may have taken effect although it failed.  Reading what a
 * request is made of comes before it. */
static gboolean
is_doubtful(const GError *error)
{
    static const char *const reads[] = { "Identify", "Get", "Enumerate", NULL };
    const HvrErrorDetail *detail = hvr_error_get_detail(error);

    if (detail != NULL && detail->operation != NULL && g_strv_contains(reads, detail->operation))
        return FALSE;

    return hvr_error_is_code(error, HVR_ERROR_LOST) || hvr_error_is_code(error, HVR_ERROR_TIMEOUT);
}

/* Nobody waits any more, but the domain's state may have changed.  @error: (nullable) */
static void
drop(HvrErrand *errand, const GError *error)
{
    HvrHost *host = errand->host;
    HvrOperationPhase phase = HVR_OPERATION_DONE;

    if (error != NULL)
        phase = is_doubtful(error) ? HVR_OPERATION_UNCLEAR : HVR_OPERATION_FAILED;
    else if (errand->job_id != NULL)
        phase = HVR_OPERATION_STARTED;
    if (!host->is_closed)
        hvr_errand_note_end(errand->note, phase, error);

    g_ptr_array_remove(host->errands, errand);
    hvr_errand_stop_timer(host);
    if (!host->is_closed)
        hvr_watcher_want(host->watcher);
}

static void
on_asked(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(HvrErrand) errand = user_data;
    GError *error = NULL;
    gpointer output = hvr_workers_finish(result, &error);

    errand->stage = HVR_ERRAND_SETTLING;
    if (error != NULL)
        hvr_errand_fail(errand, error);
    else
        hvr_errand_answer_query(errand, output);
}

static void
on_sent(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(HvrErrand) errand = user_data;
    HvrHost *host = errand->host;
    g_autoptr(GError) error = NULL;

    errand->job_id = hvr_workers_finish(result, &error);
    errand->stage = HVR_ERRAND_SETTLING;
    if (errand->job_id != NULL && !host->is_closed) {
        hvr_watcher_tell(host->watcher, errand->job_id, errand->before->guid);
        /* A job that is to be ended is on the board already, or has just left it. */
        if (!errand->type->ends_job)
            hvr_job_board_expect(host->board, errand->job_id);
        hvr_errand_note_take_job(errand->note, errand->job_id);
    }

    if (errand->task == NULL) {
        drop(errand, error);
    } else if (error == NULL) {
        hvr_errand_enter(errand,
                         errand->job_id != NULL ? HVR_ERRAND_FOLLOWING : HVR_ERRAND_SETTLING,
                         errand->type->patience);
        errand->serial = hvr_watcher_want(host->watcher);
    } else if (is_doubtful(error) && !errand->type->is_whole) {
        check(errand, g_steal_pointer(&error));
    } else {
        hvr_errand_fail(errand, g_steal_pointer(&error));
    }
}

/* What a worker gets: the order's own work, and whether the caller still wants it. */
typedef struct {
    HvrWork work;
    GCancellable *caller;
    HvrErrandNote *note; /* (nullable) */
    gboolean is_rehearsed;
} Parcel;

/* As a query it holds nothing, is noted nowhere, and has no effect to wait for. */
static const HvrErrandType rehearsal_type = { .is_query = TRUE };

static void
drop_work(const HvrWork *work)
{
    if (work->free_input != NULL)
        work->free_input(work->input);
}

static void
parcel_free(gpointer data)
{
    Parcel *parcel = data;

    drop_work(&parcel->work);
    g_clear_object(&parcel->caller);
    hvr_errand_note_unref(parcel->note);
    g_free(parcel);
}

/* The caller's cancellable stops what has not been sent; afterwards it only ends
 * the waiting. */
static gpointer
run_parcel(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    Parcel *parcel = input;
    gpointer output;

    if (g_cancellable_is_cancelled(parcel->caller))
        return hvr_fail_null(error, HVR_ERROR_CANCELLED, _("the operation was cancelled"));

    if (parcel->is_rehearsed)
        return hvr_rehearsal_run(HVR_REHEARSAL(parcel->caller), &parcel->work, session, cancellable,
                                 error);
    if (parcel->note != NULL)
        hvr_wmi_session_set_witness(session, hvr_errand_note_witness, parcel->note);
    output = parcel->work.run(session, parcel->work.input, cancellable, error);
    hvr_wmi_session_set_witness(session, NULL, NULL);

    return output;
}

static void
send_work(HvrErrand *errand, const HvrWork *work)
{
    GCancellable *caller = g_task_get_cancellable(errand->task);
    Parcel *parcel = g_new0(Parcel, 1);

    parcel->work = *work;
    parcel->caller = caller != NULL ? g_object_ref(caller) : NULL;
    parcel->note = errand->note != NULL ? hvr_errand_note_ref(errand->note) : NULL;
    parcel->is_rehearsed = errand->type == &rehearsal_type;
    hvr_workers_run(errand->host->workers,
                    &(HvrWork){ run_parcel, parcel, parcel_free, work->free_output },
                    errand->type->is_query ? on_asked : on_sent, hvr_errand_ref(errand));
}

static gboolean
on_cancelled(GCancellable *cancellable, gpointer user_data)
{
    GError *error = NULL;

    hvr_fail(&error, HVR_ERROR_CANCELLED, _("the operation was cancelled"));
    hvr_errand_fail(user_data, error);

    return G_SOURCE_REMOVE;
}

static gboolean
on_timer(gpointer user_data)
{
    HvrHost *host = user_data;
    g_autoptr(GPtrArray) errands = hvr_errand_list_all(host);

    for (guint i = 0; i < errands->len; i++) {
        HvrErrand *errand = errands->pdata[i];
        gint64 now = hvr_errand_get_time(errand);

        if (errand->task == NULL)
            continue;
        if (errand->stage == HVR_ERRAND_CHECKING && now >= errand->until)
            hvr_errand_check(errand);
        else if (errand->stage != HVR_ERRAND_CHECKING && now >= errand->deadline)
            hvr_errand_fail_late(errand);
    }

    return G_SOURCE_CONTINUE;
}

static void
start_timer(HvrHost *host)
{
    if (host->timer != NULL)
        return;

    host->timer = g_timeout_source_new(TIMER_MS);
    g_source_set_callback(host->timer, on_timer, host, NULL);
    g_source_attach(host->timer, host->context);
}

/* A machine that an operation has is nobody else's. */
static gboolean
is_allowed(HvrHost *host,
           const HvrDomain *domain,
           GCancellable *cancellable,
           const HvrErrandType *type,
           GError **error)
{
    return type->is_query || type->ends_job ||
           hvr_operation_allows(host, domain, cancellable, error);
}

void
hvr_errand_start(HvrHost *host, HvrDomain *domain, GTask *task, const HvrErrandOrder *order)
{
    HvrErrand *errand = g_new0(HvrErrand, 1);
    GCancellable *cancellable = g_task_get_cancellable(task);
    GTimeSpan timeout = order->timeout > 0 ? order->timeout : host->line->config.job_timeout;
    gboolean is_rehearsed = !order->type->is_query && HVR_IS_REHEARSAL(cancellable);
    GError *error = NULL;

    g_assert(hvr_host_is_confined(host));
    g_ref_count_init(&errand->ref_count);
    errand->host = host;
    errand->task = g_object_ref(task);
    errand->type = is_rehearsed ? &rehearsal_type : order->type;
    errand->title = order->title;
    errand->what = order->what;
    errand->cause = is_rehearsed ? HVR_CAUSE_NONE : order->cause;
    errand->free_output = order->work.free_output;
    errand->before = hvr_domain_ref(domain);
    errand->picture = hvr_picture_ref(host->picture);
    errand->wait = order->wait;
    errand->deadline = hvr_errand_get_time(errand) + timeout;
    g_ptr_array_add(host->errands, errand);
    if (!is_allowed(host, domain, cancellable, order->type, &error) ||
        !hvr_host_check_reach(host, &error)) {
        errand->stage = HVR_ERRAND_SETTLING; /* nothing is sent */
        drop_work(&order->work);
        hvr_errand_fail(errand, error);
        return;
    }
    errand->note = is_rehearsed ? NULL : hvr_errand_note_new(host, domain, order, cancellable);
    if (errand->note != NULL && order->notes != NULL)
        g_ptr_array_add(order->notes, hvr_errand_note_hold(errand->note));
    start_timer(host);
    if (cancellable != NULL) {
        errand->cancel = g_cancellable_source_new(cancellable);
        g_source_set_callback(errand->cancel, G_SOURCE_FUNC(on_cancelled), errand, NULL);
        g_source_attach(errand->cancel, host->context);
    }
    send_work(errand, &order->work);
}

void
hvr_errand_fail_all(HvrHost *host, const GError *error)
{
    g_autoptr(GPtrArray) errands = hvr_errand_list_all(host);

    for (guint i = 0; i < errands->len; i++)
        hvr_errand_fail(errands->pdata[i], g_error_copy(error));
    if (host->timer != NULL)
        g_source_destroy(host->timer);
    g_clear_pointer(&host->timer, g_source_unref);
}

gboolean
hvr_errand_has_exclusive(HvrHost *host, const HvrDomain *domain, gboolean sending_only)
{
    for (guint i = 0; i < host->errands->len; i++) {
        const HvrErrand *errand = host->errands->pdata[i];

        if (errand->type->is_exclusive && strcmp(errand->before->guid, domain->guid) == 0 &&
            (!sending_only || errand->stage == HVR_ERRAND_SENDING))
            return TRUE;
    }

    return FALSE;
}

gboolean
hvr_errand_has_change(HvrHost *host, const HvrDomain *domain)
{
    for (guint i = 0; i < host->errands->len; i++) {
        const HvrErrand *errand = host->errands->pdata[i];

        if (!errand->type->is_query && strcmp(errand->before->guid, domain->guid) == 0)
            return TRUE;
    }

    return FALSE;
}

GHashTable *
hvr_errand_list_causes(HvrHost *host)
{
    GHashTable *guids = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < host->errands->len; i++) {
        const HvrErrand *errand = host->errands->pdata[i];

        if (errand->cause != HVR_CAUSE_NONE)
            g_hash_table_insert(guids, errand->before->guid, GUINT_TO_POINTER(errand->cause));
    }

    return guids;
}

GTask *
hvr_errand_new_task(HvrHost *host,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
    GTask *task = g_task_new(host, cancellable, callback, user_data);

    g_task_set_check_cancellable(task, FALSE);

    return task;
}

gpointer
hvr_errand_finish_query(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

gboolean
hvr_errand_finish(GAsyncResult *result, HvrJob **out_job, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(HvrJob) job = g_task_propagate_pointer(G_TASK(result), &cause);

    if (cause != NULL) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return FALSE;
    }
    if (out_job != NULL)
        *out_job = g_steal_pointer(&job);

    return TRUE;
}
