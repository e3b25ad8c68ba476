/* cli_wait.c: waiting for a machine's job, or for a state
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_wait.h"

#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>
#include <poll.h>

#include "cli_errand.h"
#include "cli_job.h"
#include "libvirt-hyperv-repl.h"

#define LOOK_INTERVAL_MS 250

/* Returns whether somebody is still waiting. */
static gboolean
rest(HvrCliErrand *self)
{
    struct pollfd fd = { self->stop_fd, POLLIN, 0 };

    return poll(&fd, 1, LOOK_INTERVAL_MS) <= 0;
}

static gboolean
fetch_state(virDomainPtr domain, char **out_state, GError **error)
{
    virTypedParameterPtr params = NULL;
    const char *state = "disabled";
    int n_params = 0;

    if (virDomainHypervReplGetState(domain, &params, &n_params, 0) < 0)
        return hvr_cli_fail_libvirt(error);

    (void)virTypedParamsGetString(params, n_params, "relationships.0.state", &state);
    *out_state = g_strdup(state);
    virTypedParamsFree(params, n_params);

    return TRUE;
}

/* A machine that is gone has neither jobs nor states. */
static gboolean
is_there(virDomainPtr domain, GError **error)
{
    return virDomainIsActive(domain) >= 0 || hvr_cli_fail_libvirt(error);
}

/* What had ended before anybody waited is no news. */
static gboolean
judge_last(virDomainPtr domain, GError **error)
{
    g_auto(HvrCliJob) last = { 0 };

    if (!hvr_cli_job_fetch_last(&last, domain) || last.type == VIR_DOMAIN_JOB_COMPLETED)
        return TRUE;

    return hvr_cli_fail(error, HVR_CLI_EXIT_FAILED, _("the job ended as '%1$s': %2$s"),
                        last.status != NULL ? last.status : "unknown",
                        last.error != NULL ? last.error : _("no reason given"));
}

static gboolean
work_job(HvrCliErrand *self, GError **error)
{
    gboolean was_running = FALSE;

    do {
        g_auto(HvrCliJob) job = { 0 };

        if (!hvr_cli_job_fetch(&job, self->domain))
            return is_there(self->domain, error) &&
                   (!was_running || judge_last(self->domain, error));
        was_running = TRUE;
    } while (rest(self));

    return TRUE;
}

static gboolean
work_state(HvrCliErrand *self, GError **error)
{
    const char *wanted = self->user_data;

    do {
        g_autofree char *state = NULL;

        if (!fetch_state(self->domain, &state, error))
            return FALSE;
        if (g_str_equal(state, wanted))
            return TRUE;
    } while (rest(self));

    return TRUE;
}

static gboolean
settle(HvrCliCall *call, HvrCliErrand *errand, GError **error)
{
    g_autofree char *state = NULL;
    JsonObject *record;

    if (*error != NULL || !fetch_state(errand->domain, &state, error))
        return FALSE;

    record = json_object_new();
    json_object_set_string_member(record, "name", call->machine);
    json_object_set_string_member(record, "host", call->host->name);
    json_object_set_string_member(record, "state", state);
    hvr_cli_report_add(call->report, record);

    return TRUE;
}

gboolean
hvr_cli_wait_run(HvrCliCall *call, GError **error)
{
    g_autoptr(HvrCliErrand) errand = hvr_cli_errand_new(call);
    const char *state = hvr_cli_options_get_text(call->options, "state");

    errand->work = state != NULL ? work_state : work_job;
    errand->settle = settle;
    errand->user_data = g_intern_string(state);
    errand->timeout = hvr_cli_options_get_number(call->options, "timeout", 0);

    return hvr_cli_call_send(call, errand, error);
}
