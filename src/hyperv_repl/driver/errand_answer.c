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

/* Returns: (transfer full) (nullable): the task, if nobody answered it yet. */
static GTask *
take_task(HvrErrand *errand)
{
    HvrHost *host = errand->host;

    if (errand->cancel != NULL) {
        g_source_destroy(errand->cancel);
        g_clear_pointer(&errand->cancel, g_source_unref);
    }
    /* While a worker talks to the host the domain stays taken. */
    if (errand->stage != HVR_ERRAND_SENDING) {
        g_ptr_array_remove(host->errands, errand);
        hvr_errand_stop_timer(host);
    }

    return g_steal_pointer(&errand->task);
}

void
hvr_errand_answer(HvrErrand *errand)
{
    g_autoptr(HvrErrand) self = hvr_errand_ref(errand);
    g_autoptr(GTask) task = take_task(errand);
    HvrJob *job = errand->job;

    if (task != NULL)
        g_task_return_pointer(task, job != NULL ? hvr_job_ref(job) : NULL,
                              (GDestroyNotify)hvr_job_unref);
}

/* @error: (transfer full) */
void
hvr_errand_fail(HvrErrand *errand, GError *error)
{
    g_autoptr(HvrErrand) self = hvr_errand_ref(errand);
    g_autoptr(GTask) task = take_task(errand);

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
        [VIR_DOMAIN_NOSTATE]  = N_("in an unknown state"),
        [VIR_DOMAIN_RUNNING]  = N_("running"),
        [VIR_DOMAIN_PAUSED]   = N_("paused"),
        [VIR_DOMAIN_SHUTDOWN] = N_("shutting down"),
        [VIR_DOMAIN_SHUTOFF]  = N_("shut off"),
    };
    /* clang-format on */
    const char *title = titles[VIR_DOMAIN_NOSTATE];

    if (domain->state >= 0 && (gsize)domain->state < G_N_ELEMENTS(titles) &&
        titles[domain->state] != NULL)
        title = titles[domain->state];

    return g_dgettext(GETTEXT_PACKAGE, title);
}

/* The same code and detail, with what the state is now. */
void
hvr_errand_fail_checked(HvrErrand *errand, const HvrDomain *now)
{
    GError *error = g_error_copy(errand->error);
    const HvrReplRelationship *leg = now != NULL ? now->legs[0] : NULL;
    char *message;

    if (now == NULL)
        message = g_strdup_printf(_("%1$s; what became of '%2$s' could not be seen"),
                                  error->message, errand->before->name);
    else
        message = g_strdup_printf(
            _("%1$s; now '%2$s' is %3$s, its replication: %4$s, %5$s"), error->message, now->name,
            get_state_title(now), hvr_repl_mode_get_name(now->mode),
            hvr_repl_state_get_title(leg != NULL ? leg->state : HVR_REPL_STATE_DISABLED));
    g_free(error->message);
    error->message = message;
    hvr_errand_fail(errand, error);
}

void
hvr_errand_fail_late(HvrErrand *errand)
{
    GError *error = NULL;

    if (errand->stage == HVR_ERRAND_FOLLOWING)
        hvr_fail(&error, HVR_ERROR_TIMEOUT,
                 _("gave up waiting for the job '%1$s' of '%2$s', which goes on"), errand->job_id,
                 errand->before->name);
    else
        hvr_fail(&error, HVR_ERROR_TIMEOUT,
                 _("gave up waiting for host '%1$s' to show the effect on '%2$s'"),
                 hvr_host_get_name(errand->host), errand->before->name);
    hvr_errand_fail(errand, error);
}

void
hvr_errand_fail_forgotten(HvrErrand *errand, const HvrDomain *now)
{
    GError *error = NULL;

    hvr_fail(&error, HVR_ERROR_LOST, _("host '%1$s' forgot the job '%2$s' before its end was seen"),
             hvr_host_get_name(errand->host), errand->job_id);
    g_clear_error(&errand->error);
    errand->error = error;
    hvr_errand_fail_checked(errand, now);
}
