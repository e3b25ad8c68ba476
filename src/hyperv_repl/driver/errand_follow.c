/* errand_follow.c: what the pictures of a host mean for errands under way
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "errand_private.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#include "host_private.h"
#include "hvr_error.h"
#include "wmi_job.h"
#include "wmi_session.h"

/* A job that is out of reach by now gives no error: the picture has its end. */
static gpointer
ask_job(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    g_autoptr(Msvm_ConcreteJob) job = hvr_wmi_job_fetch(session, input, cancellable, NULL);

    if (job != NULL)
        hvr_wmi_job_fail(job, hvr_wmi_session_get_host(session), session, cancellable, error);

    return NULL;
}

static GError *
make_job_error(const HvrErrand *errand)
{
    const char *host = hvr_host_get_name(errand->host);
    HvrErrorDetail detail = { .host = host };
    GError *error = NULL;

    if (errand->job->error != NULL)
        hvr_fail(&error, HVR_ERROR_JOB_FAILED, "%s", errand->job->error);
    else
        hvr_fail(&error, HVR_ERROR_JOB_FAILED, _("host '%1$s': job '%2$s' failed"), host,
                 errand->job->title);
    hvr_error_set_detail(error, &detail);

    return error;
}

static void
on_asked(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(HvrErrand) errand = user_data;
    GError *error = NULL;

    hvr_workers_finish(result, &error);
    if (error == NULL)
        error = make_job_error(errand);
    hvr_errand_fail(errand, error);
}

static void
ask(HvrErrand *errand)
{
    errand->stage = HVR_ERRAND_ASKING;
    hvr_workers_run(errand->host->workers,
                    &(HvrWork){ ask_job, g_strdup(errand->job_id), g_free, NULL }, on_asked,
                    hvr_errand_ref(errand));
}

static void
settle(HvrErrand *errand, const HvrDomain *now)
{
    const HvrErrandType *type = errand->type;
    gboolean is_done = type->is_done != NULL ? type->is_done(errand->before, now) : !type->removes;

    gboolean is_late = type->patience > 0 && hvr_errand_get_time(errand) >= errand->until;

    if (is_done || (is_late && !type->is_strict))
        hvr_errand_answer(errand);
    else if (is_late)
        hvr_errand_fail_undone(errand, now);
}

static void
follow(HvrErrand *errand, const HvrDomain *now)
{
    HvrJob *job = hvr_picture_find_job(errand->host->picture, errand->job_id);

    if (job == NULL) {
        hvr_errand_fail_forgotten(errand, now);
        return;
    }

    g_clear_pointer(&errand->job, hvr_job_unref);
    errand->job = hvr_job_ref(job);
    if (hvr_job_is_running(job)) {
        /* A scheduled job may begin in days. */
        if (!errand->wait || !job->is_held)
            hvr_errand_answer(errand);
    } else if (job->type == VIR_DOMAIN_JOB_COMPLETED || errand->type->ends_job) {
        hvr_errand_enter(errand, HVR_ERRAND_SETTLING, errand->type->patience);
        settle(errand, now);
    } else {
        ask(errand);
    }
}

/* Returns: (transfer none) (nullable): a job that was not there before, of the same
 * machine and of the same sort: the one that the lost answer was about. */
static HvrJob *
find_new_job(const HvrErrand *errand)
{
    const GPtrArray *jobs = errand->host->picture->jobs;

    for (guint i = 0; i < jobs->len; i++) {
        HvrJob *job = jobs->pdata[i];

        if (job->is_held && job->is_replication == errand->type->is_exclusive &&
            g_strcmp0(job->guid, errand->before->guid) == 0 &&
            hvr_picture_find_job(errand->picture, job->id) == NULL)
            return job;
    }

    return NULL;
}

static HvrErrandEvidence
prove(const HvrErrand *errand, const HvrDomain *now)
{
    const HvrErrandType *type = errand->type;

    if (type->removes)
        return HVR_ERRAND_UNDONE;

    return type->prove != NULL ? type->prove(errand->what, errand->wait, errand->before, now)
                               : HVR_ERRAND_UNCLEAR;
}

/* That nothing shows was seen a moment ago, or long ago of a host that is out of
 * reach by now. */
static gboolean
needs_last_look(const HvrErrand *errand)
{
    return !errand->is_answered && !errand->is_hurried && !errand->is_last;
}

/* Nothing is sent again: either the effect shows, or the caller is told that it
 * does not, or that nobody knows. */
void
hvr_errand_check(HvrErrand *errand)
{
    const HvrDomain *now =
        errand->is_looked ? hvr_picture_find(errand->host->picture, errand->before->guid) : NULL;
    const HvrErrandType *type = errand->type;
    HvrJob *job = errand->is_looked && !errand->is_answered ? find_new_job(errand) : NULL;
    HvrErrandEvidence evidence = now != NULL ? prove(errand, now) : HVR_ERRAND_UNCLEAR;
    gboolean can_prove = type->removes || type->prove != NULL;
    gboolean is_late = errand->is_answered || (errand->is_last && errand->is_looked) ||
                       hvr_errand_get_time(errand) >= errand->until;

    if (job != NULL) {
        errand->job_id = g_strdup(job->id);
        errand->stage = HVR_ERRAND_FOLLOWING;
        follow(errand, now);
    } else if (evidence == HVR_ERRAND_SHOWN) {
        hvr_errand_answer(errand);
    } else if (is_late && evidence == HVR_ERRAND_UNDONE && needs_last_look(errand)) {
        errand->is_last = TRUE;
        hvr_errand_look(errand);
    } else if (is_late || (errand->is_looked && (now == NULL || !can_prove))) {
        hvr_errand_fail_checked(errand, evidence, now);
    }
}

static void
advance(HvrErrand *errand)
{
    const HvrDomain *now = hvr_picture_find(errand->host->picture, errand->before->guid);
    GError *error = NULL;

    if (errand->stage == HVR_ERRAND_SENDING || errand->stage == HVR_ERRAND_ASKING)
        return;

    if (now == NULL && errand->type->removes) {
        hvr_errand_answer(errand);
    } else if (errand->stage == HVR_ERRAND_CHECKING) {
        errand->is_looked = TRUE;
        hvr_errand_check(errand);
    } else if (now == NULL) {
        hvr_fail(&error, HVR_ERROR_NO_DOMAIN, _("host '%s' no longer has the machine"),
                 hvr_host_get_name(errand->host));
        hvr_errand_fail(errand, error);
    } else if (errand->stage == HVR_ERRAND_FOLLOWING) {
        follow(errand, now);
    } else {
        settle(errand, now);
    }
}

/* An answer may start new errands or close the host. */
void
hvr_errand_advance_all(HvrHost *host, const HvrReport *report)
{
    g_autoptr(GPtrArray) errands = hvr_errand_list_all(host);

    for (guint i = 0; i < errands->len && !host->is_closed; i++) {
        HvrErrand *errand = errands->pdata[i];

        if (errand->task != NULL && errand->serial <= report->serial)
            advance(errand);
    }
}
