/* errand_answer.c: what the caller of an errand is told
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "errand_private.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#include "host_private.h"
#include "hvr_error.h"
#include "repl_relationship.h"

/* How it ended is noted, but not that its host is being closed: that ends no change.
 * @error: (nullable).  Returns: (transfer full) (nullable): the task, if nobody answered it yet. */
static GTask *
take_task(HvrErrand *errand, HvrOperationPhase phase, const GError *error)
{
    HvrHost *host = errand->host;

    if (errand->cancel != NULL) {
        g_source_destroy(errand->cancel);
        g_clear_pointer(&errand->cancel, g_source_unref);
    }
    /* While a worker talks to the host the domain stays taken. */
    if (errand->stage != HVR_ERRAND_SENDING) {
        if (!host->is_closed)
            hvr_errand_note_end(errand->note, phase, error);
        g_ptr_array_remove(host->errands, errand);
        hvr_errand_stop_timer(host);
    }

    return g_steal_pointer(&errand->task);
}

/* A machine that is gone is gone, whatever its job says. */
static gboolean
is_running(const HvrErrand *errand)
{
    return errand->job != NULL && hvr_job_is_running(errand->job) &&
           hvr_picture_find(errand->host->picture, errand->before->guid) != NULL;
}

void
hvr_errand_answer(HvrErrand *errand)
{
    g_autoptr(HvrErrand) self = hvr_errand_ref(errand);
    HvrJob *job = errand->job;
    g_autoptr(GTask) task =
        take_task(errand, is_running(errand) ? HVR_OPERATION_STARTED : HVR_OPERATION_DONE, NULL);

    if (task != NULL)
        g_task_return_pointer(task, job != NULL ? hvr_job_ref(job) : NULL,
                              (GDestroyNotify)hvr_job_unref);
}

/* @output: (transfer full) (nullable) */
void
hvr_errand_answer_query(HvrErrand *errand, gpointer output)
{
    g_autoptr(HvrErrand) self = hvr_errand_ref(errand);
    g_autoptr(GTask) task = take_task(errand, HVR_OPERATION_DONE, NULL);

    if (task != NULL)
        g_task_return_pointer(task, output, errand->free_output);
    else if (output != NULL && errand->free_output != NULL)
        errand->free_output(output);
}

/* What failed, for whom; a host's own verbs fail with its name anyway. */
static char *
dup_subject(const HvrErrand *errand)
{
    if (errand->before->is_host)
        return g_strdup_printf(_("'%s': "), errand->title);

    return g_strdup_printf(_("'%1$s' of '%2$s': "), errand->title, errand->before->name);
}

/* Some were named in the worker already, and twice is too much. */
static void
name_error(const HvrErrand *errand, GError **error)
{
    g_autofree char *subject = errand->title != NULL ? dup_subject(errand) : NULL;

    if (subject != NULL && !g_str_has_prefix((*error)->message, subject))
        g_prefix_error_literal(error, subject);
}

/* The host is to blame, so the reader is told what to do. */
static void
blame_host(const HvrErrand *errand, GError *error)
{
    HvrErrorDetail detail = { .host = hvr_host_get_name(errand->host) };

    hvr_error_set_detail(error, &detail);
}

/* A job that nobody waits for any more goes on. */
static HvrOperationPhase
get_phase(const HvrErrand *errand)
{
    if (errand->is_unclear)
        return HVR_OPERATION_UNCLEAR;

    return errand->stage == HVR_ERRAND_FOLLOWING ? HVR_OPERATION_STARTED : HVR_OPERATION_FAILED;
}

/* @error: (transfer full) */
void
hvr_errand_fail(HvrErrand *errand, GError *error)
{
    g_autoptr(HvrErrand) self = hvr_errand_ref(errand);
    g_autoptr(GTask) task = NULL;

    name_error(errand, &error);
    task = take_task(errand, get_phase(errand), error);
    if (task != NULL)
        g_task_return_error(task, error);
    else
        g_error_free(error);
}

static const char *
get_state_title(const HvrDomain *domain)
{
    /* clang-format off */
    static const char *const titles[] = {
        [VIR_DOMAIN_NOSTATE]  = NC_("the machine is", "in an unknown state"),
        [VIR_DOMAIN_RUNNING]  = NC_("the machine is", "running"),
        [VIR_DOMAIN_PAUSED]   = NC_("the machine is", "paused"),
        [VIR_DOMAIN_SHUTDOWN] = NC_("the machine is", "shutting down"),
        [VIR_DOMAIN_SHUTOFF]  = NC_("the machine is", "shut off"),
    };
    /* clang-format on */
    const char *title = titles[VIR_DOMAIN_NOSTATE];

    if (domain->state >= 0 && (gsize)domain->state < G_N_ELEMENTS(titles) &&
        titles[domain->state] != NULL)
        title = titles[domain->state];

    return g_dpgettext2(GETTEXT_PACKAGE, "the machine is", title);
}

/* A host that is in doubt itself has looked, too. */
static gboolean
is_looked_at(const HvrErrand *errand)
{
    return errand->is_answered || errand->job_id != NULL;
}

static gboolean
is_proven_undone(const HvrErrand *errand, HvrErrandEvidence evidence)
{
    return !is_looked_at(errand) && errand->is_last && evidence == HVR_ERRAND_UNDONE;
}

/* What is there to say of @evidence, before the state itself. */
static const char *
get_verdict(const HvrErrand *errand, HvrErrandEvidence evidence)
{
    if (is_looked_at(errand))
        return _("%1$s; now the machine is %2$s, its replication: %3$s, %4$s");
    if (is_proven_undone(errand, evidence))
        return _("%1$s; it did not take effect: the machine is %2$s, its replication: %3$s, %4$s");

    return _("%1$s; whether it took effect is unknown: the machine is %2$s, its replication: %3$s, "
             "%4$s");
}

static char *
dup_checked(const HvrErrand *errand, HvrErrandEvidence evidence, const HvrDomain *now)
{
    const char *message = errand->error->message;
    const HvrReplRelationship *leg = now != NULL ? now->legs[0] : NULL;
    const char *verdict = get_verdict(errand, evidence);

    if (now == NULL)
        return g_strdup_printf(_("%s; what became of it could not be seen"), message);
    if (now->is_host)
        return g_strdup_printf(_("%s; it may have taken effect"), message);

    return g_strdup_printf(
        verdict, message, get_state_title(now), hvr_repl_mode_get_title(now->mode),
        hvr_repl_state_get_title(leg != NULL ? leg->state : HVR_REPL_STATE_DISABLED));
}

/* Of what is lost, look before you repeat it, say the codes; here that was done.  Where
 * somebody knows the cause, that is more to the point. */
static void
allow_repetition(GError *error)
{
    HvrErrorDetail detail = { .remedy = N_("it can safely be repeated") };

    if (hvr_error_get_detail(error)->remedy == NULL)
        hvr_error_set_detail(error, &detail);
}

/* The same code and detail, with what the state is now. */
void
hvr_errand_fail_checked(HvrErrand *errand, HvrErrandEvidence evidence, const HvrDomain *now)
{
    GError *error = g_error_copy(errand->error);

    g_free(error->message);
    error->message = dup_checked(errand, evidence, now);
    if (is_proven_undone(errand, evidence))
        allow_repetition(error);
    errand->is_unclear = evidence == HVR_ERRAND_UNCLEAR && !errand->is_answered;
    hvr_errand_fail(errand, error);
}

void
hvr_errand_fail_undone(HvrErrand *errand, const HvrDomain *now)
{
    GError *error = NULL;

    hvr_fail(&error, HVR_ERROR_JOB_FAILED,
             _("host '%1$s' says that it is done, but the machine is %2$s"),
             hvr_host_get_name(errand->host), get_state_title(now));
    blame_host(errand, error);
    hvr_errand_fail(errand, error);
}

void
hvr_errand_fail_late(HvrErrand *errand)
{
    GError *error = NULL;

    if (errand->stage == HVR_ERRAND_FOLLOWING)
        hvr_fail(&error, HVR_ERROR_TIMEOUT,
                 _("gave up waiting for the job '%1$s' of host '%2$s', which goes on"),
                 errand->job_id, hvr_host_get_name(errand->host));
    else
        hvr_fail(&error, HVR_ERROR_TIMEOUT, _("gave up waiting for host '%s' to show the effect"),
                 hvr_host_get_name(errand->host));
    blame_host(errand, error);
    hvr_errand_fail(errand, error);
}

void
hvr_errand_fail_forgotten(HvrErrand *errand, const HvrDomain *now)
{
    GError *error = NULL;

    hvr_fail(&error, HVR_ERROR_LOST, _("host '%1$s' forgot the job '%2$s' before its end was seen"),
             hvr_host_get_name(errand->host), errand->job_id);
    blame_host(errand, error);
    g_clear_error(&errand->error);
    errand->error = error;
    hvr_errand_fail_checked(errand, HVR_ERRAND_UNCLEAR, now);
}
