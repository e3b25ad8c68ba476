/* host_verb.c: replication verbs, and ending their jobs
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host_verb.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#include "errand.h"
#include "errand_evidence.h"
#include "host_private.h"
#include "hvr_error.h"
#include "operation_private.h"
#include "repl_request.h"
#include "wmi_job.h"

/* "Poll for a second or two after completion, state may lag": the replication of
 * a host that says it is done is looked at for that long (inferred). */
#define PATIENCE (2 * G_TIME_SPAN_SECOND)

static gboolean
is_leg_changed(const HvrReplRelationship *before, const HvrReplRelationship *now)
{
    if (before == NULL || now == NULL)
        return before != now;

    return !hvr_repl_relationship_equal(before, now);
}

static gboolean
is_changed(const HvrDomain *before, const HvrDomain *now)
{
    return before->mode != now->mode || is_leg_changed(before->legs[0], now->legs[0]) ||
           is_leg_changed(before->legs[1], now->legs[1]);
}

/* Which verb, on which relationship. */
#define WHAT(verb, leg) ((guint)(verb)*2 + (leg))

static guint
get_leg_state(const HvrDomain *domain, guint leg)
{
    const HvrReplRelationship *relationship = domain->legs[leg];

    return relationship != NULL ? relationship->state : HVR_REPL_STATE_DISABLED;
}

/* What can follow a verb from the state it began in does not show that it ran.
 * @from: the state of the leg then; @mode: the same, of the machine */
static HvrErrandEvidence
compare(guint what, gboolean wait, guint from, guint mode, const HvrDomain *now)
{
    HvrReplVerb verb = what / 2;
    guint to = get_leg_state(now, what % 2);

    if (from != to || mode != now->mode)
        return hvr_repl_verb_leads_to(verb, from, to, wait) ? HVR_ERRAND_SHOWN : HVR_ERRAND_UNCLEAR;

    return hvr_repl_verb_leads_to(verb, from, from, TRUE) ? HVR_ERRAND_UNCLEAR : HVR_ERRAND_UNDONE;
}

static HvrErrandEvidence
prove(guint what, gboolean wait, const HvrDomain *before, const HvrDomain *now)
{
    return compare(what, wait, get_leg_state(before, what % 2), before->mode, now);
}

static const HvrErrandType verb_type = {
    .is_done = is_changed,
    .prove = prove,
    .patience = PATIENCE,
    .is_exclusive = TRUE,
};

/* Nothing of it shows in what a look reads: done when the host says so. */
static const HvrErrandType unseen_type = { .is_exclusive = TRUE };

/* A server that does not answer is waited for long; nothing has to wait with it. */
static const HvrErrandType contact_type = { 0 };

static const HvrErrandType abort_type = { .ends_job = TRUE };

static const HvrErrandType *
get_type(HvrReplVerb verb)
{
    static const HvrReplVerb unseen[] = { HVR_VERB_TEST_FAILOVER, HVR_VERB_AUTHORIZE,
                                          HVR_VERB_SET_NETWORK, HVR_VERB_RESET_STATISTICS };

    if (verb == HVR_VERB_TEST_CONNECTION)
        return &contact_type;
    for (guint i = 0; i < G_N_ELEMENTS(unseen); i++) {
        if (verb == unseen[i])
            return &unseen_type;
    }

    return hvr_repl_verb_is_of_host(verb) ? &unseen_type : &verb_type;
}

gboolean
hvr_host_verb_judge(const HvrJournalLine *line,
                    const HvrDomain *now,
                    HvrErrandEvidence *out_evidence)
{
    guint what = line->record->wishes;
    int from = line->legs[what % 2];

    if (what / 2 >= HVR_N_VERBS ||
        g_strcmp0(hvr_repl_verb_get_name(what / 2), line->record->plan) != 0)
        return FALSE;

    *out_evidence = HVR_ERRAND_UNCLEAR;
    if (get_type(what / 2)->prove != NULL)
        *out_evidence = compare(what, line->wait, from >= 0 ? (guint)from : HVR_REPL_STATE_DISABLED,
                                line->mode, now);

    return TRUE;
}

/* Verbs whose very purpose is to end, or hold, a transfer that runs. */
static gboolean
can_interrupt(HvrReplVerb verb)
{
    return verb == HVR_VERB_CANCEL_INITIAL || verb == HVR_VERB_CANCEL_RESYNCHRONIZE ||
           verb == HVR_VERB_SUSPEND || verb == HVR_VERB_REMOVE;
}

static gboolean
is_transfer(const HvrJob *job)
{
    return job->is_replication && (job->operation == VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT ||
                                   job->operation == VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN);
}

static gboolean
check_free(HvrHost *host, const HvrDomain *domain, HvrReplVerb verb, GError **error)
{
    /* A host has room for several jobs, and its own word on them. */
    const HvrJob *job = domain->is_host ? NULL : hvr_job_board_find(host->board, domain->guid);
    gboolean interrupts = can_interrupt(verb) && (job == NULL || is_transfer(job));

    if (!get_type(verb)->is_exclusive)
        return TRUE;
    if (job != NULL && !interrupts)
        return hvr_fail(error, HVR_ERROR_BUSY,
                        _("the job '%1$s' of '%2$s' is still running at %3$u percent"), job->title,
                        domain->name, job->percent);
    if (hvr_errand_has_exclusive(host, domain, interrupts))
        return hvr_fail(error, HVR_ERROR_BUSY,
                        _("another change to the replication of '%1$s' is under way"),
                        domain->name);

    return TRUE;
}

static gpointer
send_verb(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    g_autoptr(HvrReplAnswer) answer = hvr_repl_request_run(input, session, cancellable, error);

    return answer != NULL ? g_steal_pointer(&answer->job) : NULL;
}

static gboolean
check_verb(HvrHost *host, const HvrDomain *domain, const HvrReplRequest *request, GError **error)
{
    gboolean is_of_host = hvr_repl_verb_is_of_host(request->verb);

    if (domain->is_host && !is_of_host)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("'%1$s' is the host itself, which is not replicated"), domain->name);
    if (!domain->is_host && is_of_host)
        return hvr_fail(error, HVR_ERROR_INVALID, _("'%1$s' is no host, which '%2$s' is about"),
                        domain->name, hvr_repl_verb_get_name(request->verb));

    return check_free(host, domain, request->verb, error) && hvr_repl_request_check(request, error);
}

/* A verb that somebody asked for. */
typedef struct {
    HvrDomain *domain;
    HvrReplRequest *request;
    gboolean wait;
    GTimeSpan timeout;
} VerbCall;

static void
verb_call_free(gpointer data)
{
    VerbCall *call = data;

    hvr_domain_unref(call->domain);
    hvr_repl_request_free(call->request);
    g_free(call);
}

HvrReplRequest
hvr_host_complete_request(HvrHost *host, const HvrReplRequest *request, const HvrDomain *now)
{
    HvrReplRequest full = *request;
    guint leg = request->relationship != NULL ? MIN(request->relationship->index, 1)
                                              : hvr_repl_verb_get_leg(request->verb, now->mode);

    full.windows = host->facts != NULL ? host->facts->version : 0;
    full.vm = now->is_host ? hvr_host_get_name(host) : now->guid;
    full.vm_name = now->is_host ? hvr_host_get_name(host) : now->name;
    full.mode = now->mode;
    full.relationship = now->legs[leg];
    full.other = now->legs[1 - leg];
    full.running = !now->is_host && hvr_domain_is_active(now);

    return full;
}

/* Returns: FALSE with what forbids it as the state is known now. */
static gboolean
start_verb(HvrHost *host, GTask *task, GError **error)
{
    const VerbCall *call = g_task_get_task_data(task);
    HvrErrandOrder order = { .wait = call->wait, .timeout = call->timeout };
    HvrDomain *now = hvr_host_lookup_current(host, call->domain, error);
    HvrReplRequest full;

    if (now == NULL)
        return FALSE;
    full = hvr_host_complete_request(host, call->request, now);
    if (!check_verb(host, now, &full, error))
        return FALSE;

    order.type = get_type(full.verb);
    order.title = hvr_repl_verb_get_name(full.verb);
    order.what = WHAT(full.verb, full.relationship != NULL
                                     ? MIN(full.relationship->index, 1)
                                     : hvr_repl_verb_get_leg(full.verb, now->mode));
    order.work = (HvrWork){ send_verb, hvr_repl_request_copy(&full),
                            (GDestroyNotify)hvr_repl_request_free, g_free };
    hvr_errand_start(host, now, task, &order);

    return TRUE;
}

static void
on_looked_again(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrHost *host = HVR_HOST(source);
    g_autoptr(GTask) task = user_data;
    GError *error = NULL;

    if (!hvr_host_refresh_finish(host, result, &error) || !start_verb(host, task, &error))
        g_task_return_error(task, error);
}

void
hvr_host_verb_async(HvrHost *host,
                    HvrDomain *domain,
                    const HvrReplRequest *request,
                    gboolean wait,
                    GTimeSpan timeout,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    VerbCall *call = g_new0(VerbCall, 1);
    GError *error = NULL;

    g_task_set_source_tag(task, hvr_host_verb_async);
    call->domain = hvr_domain_ref(domain);
    call->request = hvr_repl_request_copy(request);
    call->wait = wait;
    call->timeout = timeout;
    g_task_set_task_data(task, call, verb_call_free);
    if (start_verb(host, task, &error))
        return;
    if (!hvr_error_is_code(error, HVR_ERROR_STATE)) {
        g_task_return_error(task, error);
        return;
    }

    /* The partner may have changed it since the last look, as each step of a
     * failover does: nobody is refused by a state that is no longer true. */
    g_error_free(error);
    hvr_host_refresh_async(host, cancellable, on_looked_again, g_steal_pointer(&task));
}

gboolean
hvr_host_verb_finish(HvrHost *host, GAsyncResult *result, HvrJob **out_job, GError **error)
{
    return hvr_errand_finish(result, out_job, error);
}

static gpointer
send_abort(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    return hvr_wmi_job_cancel(session, input, cancellable, error) ? g_strdup(input) : NULL;
}

/* Returns: (transfer none): the job to be ended. */
static HvrJob *
lookup_job(HvrHost *host, const HvrDomain *domain, GError **error)
{
    HvrJob *job = hvr_job_board_find(host->board, domain->guid);

    if (job == NULL)
        return hvr_fail_null(error, HVR_ERROR_STATE,
                             _("Requested operation is not valid: no job is active on the domain"));
    if (!job->cancellable)
        return hvr_fail_null(error, HVR_ERROR_STATE,
                             _("Requested operation is not valid: the job '%1$s' cannot be "
                               "cancelled"),
                             job->title);

    return job;
}

/* An operation's own wish is about a step of it. */
static gboolean
abort_operation(HvrHost *host, const HvrDomain *domain, GTask *task)
{
    HvrOperation *operation = hvr_host_find_operation(host, domain->guid);
    GError *error = NULL;

    if (hvr_operation_allows(host, domain, g_task_get_cancellable(task), NULL))
        return FALSE;

    if (hvr_operation_abort(operation, &error))
        g_task_return_pointer(task, NULL, NULL);
    else
        g_task_return_error(task, error);

    return TRUE;
}

void
hvr_host_abort_job_async(HvrHost *host,
                         HvrDomain *domain,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    HvrErrandOrder order = { .type = &abort_type, .title = "abort-job", .wait = TRUE };
    GError *error = NULL;
    HvrDomain *now = hvr_host_lookup_current(host, domain, &error);
    HvrJob *job;

    g_task_set_source_tag(task, hvr_host_abort_job_async);
    if (now != NULL && abort_operation(host, now, task))
        return;
    job = now != NULL ? lookup_job(host, now, &error) : NULL;
    if (job == NULL) {
        g_task_return_error(task, error);
        return;
    }

    order.work = (HvrWork){ send_abort, g_strdup(job->id), g_free, g_free };
    hvr_errand_start(host, now, task, &order);
}

gboolean
hvr_host_abort_job_finish(HvrHost *host, GAsyncResult *result, GError **error)
{
    return hvr_errand_finish(result, NULL, error);
}
