/* cli_call.c: one turn of a command: what it has to do for one target
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_call.h"

#include "cli_answer.h"
#include "libvirt-hyperv-repl.h"

gboolean
hvr_cli_call_is_dry_run(const HvrCliCall *self)
{
    return hvr_cli_options_is_set(self->options, "dry-run");
}

gboolean
hvr_cli_call_is_in_order(const HvrCliCall *self)
{
    return hvr_cli_options_is_set(self->options, "one-by-one") && !hvr_cli_call_is_dry_run(self);
}

gboolean
hvr_cli_call_waits(const HvrCliCall *self)
{
    return !hvr_cli_options_is_set(self->options, "no-wait");
}

void
hvr_cli_call_set_result(HvrCliCall *self, const char *result, const char *detail, JsonObject *facts)
{
    JsonObject *record = facts != NULL ? facts : json_object_new();

    json_object_set_string_member(record, "result", result);
    if (detail != NULL)
        json_object_set_string_member(record, "message", detail);
    if (self->result != NULL)
        json_object_unref(self->result);
    self->result = record;
}

gboolean
hvr_cli_call_plan(HvrCliCall *self,
                  const char *command,
                  virTypedParameterPtr params,
                  int n_params,
                  GError **error)
{
    virTypedParameterPtr calls = NULL;
    int n_calls = 0;
    guint flags = hvr_cli_options_is_set(self->options, "extended") ? VIR_HYPERV_REPL_EXTENDED : 0;
    JsonObject *plan;
    int status;

    if (self->domain != NULL)
        status = virDomainHypervReplGetPlan(self->domain, command, params, n_params, &calls,
                                            &n_calls, flags);
    else
        status = virConnectHypervReplGetPlan(self->conn, command, params, n_params, &calls,
                                             &n_calls, flags);
    plan = hvr_cli_answer_take(status, calls, n_calls, error);
    if (plan != NULL)
        hvr_cli_call_set_result(self, "planned", NULL, plan);

    return plan != NULL;
}
