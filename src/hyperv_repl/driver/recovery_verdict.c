/* recovery_verdict.c: what became of a verb whose daemon was killed
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "recovery_verdict.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#include "errand_evidence.h"
#include "repl_relationship.h"
#include "repl_state.h"

/* How much older a job may look than the line about it: hosts count in seconds (inferred). */
#define JOB_SLACK (3 * G_TIME_SPAN_SECOND)

static const char *
get_place(const HvrJournalLine *line)
{
    return line->is_verb || line->step_name == NULL ? line->request : line->step_name;
}

char *
hvr_recovery_verdict_describe(const HvrJournalLine *line)
{
    const HvrOperationRecord *record = line->record;
    const char *place = get_place(line);

    if (place == NULL)
        return g_strdup_printf(_("'%1$s' of '%2$s' on host '%3$s' was interrupted at its end"),
                               record->plan, record->vm, record->source);

    return g_strdup_printf(_("'%1$s' of '%2$s' on host '%3$s' was interrupted at '%4$s'"),
                           record->plan, record->vm, record->source, place);
}

char *
hvr_recovery_verdict_describe_successor(const HvrJournalLine *line, const char *successor)
{
    g_autofree char *what = hvr_recovery_verdict_describe(line);

    return g_strdup_printf(_("%1$s, then somebody went on with '%2$s'; it is left to him"), what,
                           successor);
}

/* A running job of the machine that has not been there for longer than the line. */
static const HvrJob *
find_job(const HvrJournalLine *line, const HvrPicture *picture, GTimeSpan age)
{
    if (line->job != NULL)
        return hvr_picture_find_job(picture, line->job);

    for (guint i = 0; i < picture->jobs->len; i++) {
        const HvrJob *job = picture->jobs->pdata[i];

        if (hvr_job_is_running(job) && job->is_held && job->is_replication == line->is_exclusive &&
            g_strcmp0(job->guid, line->record->guid) == 0 &&
            (gint64)job->elapsed_ms * 1000 <= age + JOB_SLACK)
            return job;
    }

    return NULL;
}

static HvrErrandEvidence
find_evidence(const HvrJournalLine *line, const HvrDomain *now)
{
    static gboolean (*const judges[])(const HvrJournalLine *, const HvrDomain *,
                                      HvrErrandEvidence *) = {
        hvr_host_power_judge,
        hvr_host_verb_judge,
        hvr_host_checkpoint_judge,
        hvr_host_configure_judge,
    };
    HvrErrandEvidence evidence = HVR_ERRAND_UNCLEAR;

    if (line->removes)
        return now == NULL ? HVR_ERRAND_SHOWN : HVR_ERRAND_UNDONE;
    for (guint i = 0; now != NULL && i < G_N_ELEMENTS(judges); i++) {
        if (judges[i](line, now, &evidence))
            break;
    }

    return evidence;
}

static HvrOperationPhase
weigh_job(const HvrJob *job, const char *what, char **out_message)
{
    if (hvr_job_is_running(job)) {
        *out_message = g_strdup_printf(_("%1$s; the host's job '%2$s' goes on, at %3$u percent"),
                                       what, job->title, job->percent);
        return HVR_OPERATION_STARTED;
    }
    if (job->type == VIR_DOMAIN_JOB_COMPLETED) {
        *out_message =
            g_strdup_printf(_("%1$s; the host's job '%2$s' has completed"), what, job->title);
        return HVR_OPERATION_DONE;
    }

    *out_message = g_strdup_printf(_("%1$s; the host's job '%2$s' has failed: %3$s"), what,
                                   job->title, job->error != NULL ? job->error : "");

    return HVR_OPERATION_FAILED;
}

static char *
describe_now(const HvrDomain *now)
{
    const char *format;

    if (now == NULL)
        return g_strdup(_("the host no longer has the machine"));
    if (now->is_host)
        return g_strdup(_("it is about the host itself"));

    format = hvr_domain_is_active(now) ? _("now the machine is on, its replication: %1$s, %2$s")
                                       : _("now the machine is off, its replication: %1$s, %2$s");

    return g_strdup_printf(format, hvr_repl_mode_get_title(now->mode),
                           hvr_repl_state_get_title(now->legs[0] != NULL
                                                        ? now->legs[0]->state
                                                        : HVR_REPL_STATE_DISABLED));
}

static HvrOperationPhase
weigh_state(const HvrJournalLine *line, const HvrDomain *now, const char *what, char **out_message)
{
    /* clang-format off */
    static const struct {
        HvrOperationPhase phase;
        const char *format;
    } rows[] = {
        [HVR_ERRAND_UNCLEAR] = { HVR_OPERATION_UNCLEAR, N_("%1$s; whether it took effect is unknown; %2$s") },
        [HVR_ERRAND_SHOWN]   = { HVR_OPERATION_DONE,    N_("%1$s; it took effect; %2$s") },
        [HVR_ERRAND_UNDONE]  = { HVR_OPERATION_UNDONE,  N_("%1$s; it did not take effect; %2$s") },
    };
    /* clang-format on */
    HvrErrandEvidence evidence = find_evidence(line, now);
    g_autofree char *state = describe_now(now);

    *out_message = g_strdup_printf(g_dgettext(GETTEXT_PACKAGE, rows[evidence].format), what, state);

    return rows[evidence].phase;
}

/* What should have come after it was never begun, or has a line of its own. */
static HvrOperationPhase
weigh_sequel(HvrOperationPhase phase, char **message)
{
    g_autofree char *first = NULL;

    if (phase != HVR_OPERATION_DONE && phase != HVR_OPERATION_STARTED)
        return phase;

    first = *message;
    *message = g_strdup_printf(_("%s; what was to follow it may be missing"), first);

    return HVR_OPERATION_UNCLEAR;
}

HvrOperationPhase
hvr_recovery_verdict_find(const HvrJournalLine *line,
                          const HvrPicture *picture,
                          GTimeSpan age,
                          char **out_message)
{
    g_autofree char *what = hvr_recovery_verdict_describe(line);
    const HvrJob *job = find_job(line, picture, age);
    HvrOperationPhase phase;

    if (job != NULL)
        phase = weigh_job(job, what, out_message);
    else
        phase = weigh_state(line, hvr_picture_find(picture, line->record->guid), what, out_message);

    return line->is_verb && line->step_name != NULL ? weigh_sequel(phase, out_message) : phase;
}
