/* guard.c: never two running copies of a machine
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "guard.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "event_row.h"
#include "hvr_error.h"
#include "rehearsal.h"
#include "repl_document.h"
#include "repl_relationship.h"

/* Whoever does not answer within this time is silent. */
#define ANSWER_SECONDS 10

/* What has been forced on a machine, and why; @is_seen: the machine is known to be failed over. */
typedef struct {
    char *reason;
    gboolean is_seen;
} Forced;

typedef enum {
    SILENT,  /* does not answer, or nobody here knows it */
    RUNNING, /* the machine runs there, too */
    OFF,     /* it does not */
} Verdict;

/* A partner that is asked; @decide returns @task. */
typedef struct {
    HvrHost *host;
    HvrDomain *domain;
    char *partner; /* (nullable) */
    gboolean is_forced;
    gboolean is_acknowledged;
    char *reason; /* (nullable) */
    void (*decide)(GTask *task, Verdict verdict, const char *why_silent);
    GCancellable *patience; /* of the question alone */
    GSource *timer;
} Question;

static void
question_free(gpointer data)
{
    Question *question = data;

    g_source_destroy(question->timer);
    g_source_unref(question->timer);
    g_object_unref(question->host);
    hvr_domain_unref(question->domain);
    g_object_unref(question->patience);
    g_free(question->partner);
    g_free(question->reason);
    g_free(question);
}

static char *
dup_setting(const HvrDomain *domain, const char *name)
{
    return hvr_repl_settings_dup_text(domain->legs[0]->settings,
                                      hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, name));
}

/* Returns: (transfer full) (nullable): the host at the other end of relationship 0. */
static char *
dup_partner(const HvrDomain *domain)
{
    gboolean is_primary = domain->mode == HVR_REPL_MODE_PRIMARY;
    char *host;

    if (domain->legs[0] == NULL)
        return NULL;

    host = dup_setting(domain, is_primary ? "replica-host" : "primary-host");

    return host != NULL ? host
                        : dup_setting(domain, is_primary ? "replica-server" : "primary-server");
}

static gboolean
on_patience(gpointer user_data)
{
    g_cancellable_cancel(user_data);

    return G_SOURCE_REMOVE;
}

static Question *
question_new(HvrHost *host, HvrDomain *domain)
{
    Question *question = g_new0(Question, 1);

    question->host = g_object_ref(host);
    question->domain = hvr_domain_ref(domain);
    question->partner = dup_partner(domain);
    question->patience = g_cancellable_new();
    question->timer = g_timeout_source_new_seconds(ANSWER_SECONDS);
    g_source_set_callback(question->timer, on_patience, question->patience, NULL);
    g_source_attach(question->timer, host->context);

    return question;
}

static void
on_refreshed(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    Question *question = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;
    gboolean answers = hvr_host_refresh_finish(HVR_HOST(source), result, &error);
    const HvrDomain *copy = hvr_host_lookup_by_uuid(HVR_HOST(source), question->domain->uuid, NULL);

    if (!answers)
        question->decide(task, SILENT, error->message);
    else
        question->decide(task, copy != NULL && hvr_domain_is_active(copy) ? RUNNING : OFF, NULL);
}

static void
on_found(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    Question *question = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrHost) partner = hvr_directory_find_finish(result, &error);

    if (partner != NULL)
        hvr_host_refresh_async(partner, question->patience, on_refreshed, g_steal_pointer(&task));
    else
        question->decide(task, SILENT, error->message);
}

/* @question: (transfer full) */
static void
ask(GTask *task, Question *question)
{
    HvrDirectory *directory = question->host->directory;
    GError *error = NULL;

    g_task_set_check_cancellable(task, FALSE);
    g_task_set_task_data(task, question, question_free);
    if (!hvr_host_check_reach(question->host, &error))
        g_task_return_error(task, error);
    else if (directory == NULL || question->partner == NULL)
        question->decide(task, SILENT, _("nobody here knows the other host"));
    else
        hvr_directory_find_async(directory, question->partner, question->patience, on_found,
                                 g_object_ref(task));
}

static void
forced_free(gpointer data)
{
    Forced *forced = data;

    g_free(forced->reason);
    g_free(forced);
}

void
hvr_guard_init(HvrHost *host)
{
    host->forced = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, forced_free);
}

/* The one thing of this floor that has to be in the log, whoever listens. */
static void
note_forced(const Question *question, Verdict verdict)
{
    Forced *forced = g_new0(Forced, 1);
    g_autoptr(HvrEventList)
        list = hvr_event_list_new(hvr_clock_get_real(question->host->line->clock));
    JsonObject *details = json_object_new();

    forced->reason = g_strdup(question->reason);
    g_hash_table_replace(question->host->forced, g_strdup(question->domain->guid), forced);
    g_message("host '%s': failover of '%s' is forced, the primary on '%s' %s: %s",
              hvr_host_get_name(question->host), question->domain->name, question->partner,
              verdict == RUNNING ? "is running" : "does not answer", question->reason);

    json_object_set_string_member(details, "primary",
                                  verdict == RUNNING ? "running" : "unreachable");
    json_object_set_string_member(details, "reason", question->reason);
    hvr_event_list_add_monitor(list, question->domain, HVR_EVENT_REPLICATION_FAILOVER_FORCED,
                               details);
    hvr_host_emit(question->host, list);
}

/* Who answered has a name. */
static gboolean
fail_silent(const Question *question, const char *why, GError **error)
{
    if (question->partner == NULL)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("nobody knows the host of the primary of '%1$s' (%2$s), so that it may "
                          "still be running there: make sure that it is down, then give "
                          "\"acknowledge-primary-down\": true"),
                        question->domain->name, why);

    return hvr_fail(error, HVR_ERROR_STATE,
                    _("the host of the primary of '%1$s', '%2$s', does not answer (%3$s), so that "
                      "it may still be running there: make sure that it is down, then give "
                      "\"acknowledge-primary-down\": true"),
                    question->domain->name, question->partner, why);
}

static gboolean
check_failover(const Question *question, Verdict verdict, const char *why_silent, GError **error)
{
    if (question->is_forced || verdict == OFF || (verdict == SILENT && question->is_acknowledged))
        return TRUE;
    if (verdict == RUNNING)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("the primary of '%1$s' is running on '%2$s', which answers: move it with "
                          "a planned failover ('virsh migrate'), or give \"force\": true and a "
                          "\"reason\" to have two"),
                        question->domain->name, question->partner);

    return fail_silent(question, why_silent, error);
}

static void
keep_wish(const Question *question, Verdict verdict)
{
    g_hash_table_remove(question->host->forced, question->domain->guid);
    if (question->is_forced && verdict != OFF)
        note_forced(question, verdict);
}

static void
decide_failover(GTask *task, Verdict verdict, const char *why_silent)
{
    const Question *question = g_task_get_task_data(task);
    GError *error = NULL;

    if (!check_failover(question, verdict, why_silent, &error)) {
        g_task_return_error(task, error);
        return;
    }

    if (!HVR_IS_REHEARSAL(g_task_get_cancellable(task)))
        keep_wish(question, verdict);
    g_task_return_boolean(task, TRUE);
}

void
hvr_guard_failover_async(HvrHost *host,
                         HvrDomain *domain,
                         const HvrGuardWish *wish,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(host, cancellable, callback, user_data);
    Question *question;
    GError *error = NULL;

    g_task_set_source_tag(task, hvr_guard_failover_async);
    if (wish->is_forced && (wish->reason == NULL || wish->reason[0] == '\0')) {
        hvr_fail(&error, HVR_ERROR_INVALID, _("'%1$s' needs a '%2$s'"), "force", "reason");
        g_task_return_error(task, error);
        return;
    }

    question = question_new(host, domain);
    question->is_forced = wish->is_forced;
    question->is_acknowledged = wish->is_acknowledged;
    question->reason = g_strdup(wish->reason);
    question->decide = decide_failover;
    ask(task, question);
}

gboolean
hvr_guard_failover_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

gboolean
hvr_guard_wants_start(HvrHost *host, const HvrDomain *domain)
{
    return host->directory != NULL && domain->legs[0] != NULL && !domain->is_assumed &&
           domain->mode != HVR_REPL_MODE_TEST && domain->forced == NULL;
}

static void
decide_start(GTask *task, Verdict verdict, const char *why_silent G_GNUC_UNUSED)
{
    const Question *question = g_task_get_task_data(task);
    GError *error = NULL;

    if (verdict != RUNNING) {
        g_task_return_boolean(task, TRUE);
        return;
    }

    hvr_fail(&error, HVR_ERROR_STATE,
             _("Requested operation is not valid: '%1$s' is running on '%2$s' already, and two "
               "running copies would go separate ways"),
             question->domain->name, question->partner);
    g_task_return_error(task, error);
}

void
hvr_guard_start_async(HvrHost *host,
                      HvrDomain *domain,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(host, cancellable, callback, user_data);
    Question *question = question_new(host, domain);

    g_task_set_source_tag(task, hvr_guard_start_async);
    question->decide = decide_start;
    ask(task, question);
}

gboolean
hvr_guard_start_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

static gboolean
is_failed_over(const HvrDomain *domain)
{
    guint state = domain->legs[0] != NULL ? domain->legs[0]->state : HVR_REPL_STATE_DISABLED;

    return state == HVR_REPL_STATE_FAILING_OVER || state == HVR_REPL_STATE_FAILED_OVER ||
           state == HVR_REPL_STATE_COMMITTED;
}

static void
mark_jobs(HvrPicture *picture, const char *guid, const char *reason)
{
    for (guint i = 0; i < picture->jobs->len; i++) {
        HvrJob *job = picture->jobs->pdata[i];

        if (g_strcmp0(job->guid, guid) != 0 || g_strcmp0(job->kind, "failover") != 0)
            continue;
        g_free(job->reason);
        job->reason = g_strdup(reason);
    }
}

void
hvr_guard_mark(HvrHost *host, HvrPicture *picture)
{
    GHashTableIter iter;
    gpointer guid;
    gpointer value;

    g_hash_table_iter_init(&iter, host->forced);
    while (g_hash_table_iter_next(&iter, &guid, &value)) {
        Forced *forced = value;
        HvrDomain *domain = hvr_picture_find(picture, guid);

        gboolean shows = domain != NULL && is_failed_over(domain);

        if (domain == NULL || (forced->is_seen && !shows)) {
            g_hash_table_iter_remove(&iter);
            continue;
        }
        forced->is_seen = shows;
        domain->forced = shows ? g_strdup(forced->reason) : NULL;
        mark_jobs(picture, guid, forced->reason);
    }
}
