/* cli_failover_planned.c: changing places with the replica, without losing anything
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_failover.h"

#include <glib/gi18n-lib.h>

#include "cli_answer.h"
#include "cli_errand.h"
#include "cli_goal.h"
#include "cli_partner.h"
#include "cli_verb.h"
#include "libvirt-hyperv-repl.h"

/* clang-format off */
static const HvrCliColumn finding_columns[] = {
    { N_("MACHINE"),    "name",     HVR_CLI_AS_TEXT,    HVR_CLI_CUT                   },
    { N_("HOST"),       "host",     HVR_CLI_AS_TEXT,    HVR_CLI_CUT                   },
    { N_("VERDICT"),    "severity", HVR_CLI_AS_VERDICT, 0                             },
    { N_("FINDING"),    "text",     HVR_CLI_AS_SENTENCE, HVR_CLI_WRAP                 },
    { N_("WHAT TO DO"), "remedy",   HVR_CLI_AS_SENTENCE, HVR_CLI_WRAP | HVR_CLI_IF_ANY },
    { 0 }
};
static const HvrCliLayout finding_layout = { "Readiness", "findings", finding_columns, FALSE, N_("nothing was looked at") };
/* clang-format on */

static gboolean
is_ready(JsonObject *record)
{
    return json_object_get_boolean_member_with_default(record, "ready", TRUE);
}

static gboolean
work(HvrCliErrand *self, GError **error)
{
    self->result = virDomainHypervReplPlannedFailover(self->domain, self->peer, NULL, self->params,
                                                      self->n_params, self->flags);

    return self->result != NULL ||
           hvr_cli_fail_libvirt_advising(
               error, _("'virt-replica failover --planned --check' shows what stands against it"));
}

/* --check shows what was found, --dry-run the calls; of what is not ready there are none. */
static gboolean
rehearse(HvrCliCall *call, const char *destination, unsigned int flags, GError **error)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status =
        virDomainHypervReplGetPlannedFailover(call->domain, destination, &params, &n_params, flags);
    JsonObject *answer = hvr_cli_answer_take(status, params, n_params, error);

    if (answer == NULL)
        return FALSE;
    if (hvr_cli_options_is_set(call->options, "check") || !is_ready(answer))
        hvr_cli_report_set_layout(call->report, &finding_layout);
    hvr_cli_call_set_result(call, "planned", NULL, answer);
    /* A guest that runs is started there as part of the move. */
    if (is_ready(answer) && virDomainIsActive(call->domain) == 0)
        hvr_cli_failover_plan_boot(call, destination);

    return TRUE;
}

/* Only where the destination was named: who is on the wrong host must not think that all is done.
 */
static gboolean
was_there(HvrCliCall *call, const HvrCliErrand *errand, const GError *failure)
{
    g_autofree char *partner = NULL;

    if (hvr_cli_error_get_exit(failure) != HVR_CLI_EXIT_REFUSED ||
        !hvr_cli_options_has(call->options, "to") || !hvr_cli_goal_is_replica(errand->domain))
        return FALSE;

    partner = hvr_cli_partner_lookup(call, NULL);

    return g_strcmp0(partner, errand->user_data) == 0;
}

static gboolean
settle(HvrCliCall *call, HvrCliErrand *errand, GError **error)
{
    g_autofree char *detail = NULL;

    detail = g_strdup_printf(_("now on '%s'"), (const char *)errand->user_data);
    if (*error != NULL && was_there(call, errand, *error)) {
        g_clear_error(error);
        hvr_cli_call_set_result(call, "unchanged", detail, NULL);
        return TRUE;
    }
    if (*error != NULL)
        return FALSE;

    hvr_cli_call_set_result(call, "done", detail, NULL);

    return !hvr_cli_options_is_set(call->options, "boot") ||
           virDomainIsActive(errand->result) == 1 || hvr_cli_failover_boot(errand->result, error);
}

static gboolean
move(HvrCliCall *call, const char *destination, unsigned int flags, GError **error)
{
    g_autoptr(HvrCliErrand) errand = hvr_cli_errand_new(call);
    HvrCliHost *host = hvr_cli_session_get_host(call->session, destination, error);
    virConnectPtr peer = host != NULL ? hvr_cli_host_open(host, error) : NULL;

    if (peer == NULL)
        return FALSE;

    if (virConnectRef(peer) == 0)
        errand->peer = peer;
    errand->flags = flags;
    hvr_cli_verb_add_reason(errand, call);
    errand->user_data = host->name;
    errand->work = work;
    errand->settle = settle;
    errand->can_abort = TRUE;
    errand->timeout = hvr_cli_options_get_number(call->options, "timeout", 0);

    return hvr_cli_call_send(call, errand, error);
}

gboolean
hvr_cli_failover_run_planned(HvrCliCall *call, GError **error)
{
    const char *to = hvr_cli_options_get_text(call->options, "to");
    g_autofree char *destination = to != NULL ? g_strdup(to) : hvr_cli_partner_lookup(call, error);
    unsigned int flags =
        hvr_cli_options_is_set(call->options, "shutdown") ? VIR_HYPERV_REPL_SHUTDOWN : 0;

    if (destination == NULL)
        return FALSE;
    if (hvr_cli_call_is_dry_run(call) || hvr_cli_options_is_set(call->options, "check"))
        return rehearse(call, destination, flags, error);

    return move(call, destination, flags, error);
}

HvrCliExit
hvr_cli_failover_finish(HvrCliCall *call)
{
    JsonArray *records = hvr_cli_report_get_records(call->report);
    HvrCliExit status = HVR_CLI_EXIT_DONE;

    for (guint i = 0; i < json_array_get_length(records); i++) {
        JsonObject *record = json_array_get_object_element(records, i);
        g_autoptr(GError) error = NULL;

        if (is_ready(record))
            continue;
        hvr_cli_fail(&error, HVR_CLI_EXIT_REFUSED, _("'%s' is not ready for a planned failover"),
                     json_object_get_string_member(record, "name"));
        hvr_cli_complain(call->session, error);
        status = HVR_CLI_EXIT_REFUSED;
    }

    return status;
}
