/* command_failover.c: the command that may leave two copies of a machine behind
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "command_request.h"
#include "guard.h"

static void
on_guard(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrCommandCall *call = user_data;
    GError *error = NULL;
    HvrReplRequest *request = NULL;

    if (hvr_guard_failover_finish(result, &error))
        request = hvr_command_request_new(call, &error);
    if (request != NULL)
        hvr_command_request_run(call, request);
    else
        hvr_command_call_fail(call, error);
}

/* What the machine's state forbids needs no word of the primary's; the refusal names it. */
static gboolean
is_possible(HvrCommandCall *call, const HvrReplRequest *request)
{
    const HvrDomain *now = hvr_host_lookup_by_uuid(call->host, call->domain->uuid, NULL);
    HvrReplRequest full;

    if (now == NULL)
        return FALSE;

    full = hvr_host_complete_request(call->host, request, now);

    return hvr_repl_request_check(&full, NULL);
}

void
hvr_command_failover(HvrCommandCall *call)
{
    GError *error = NULL;
    HvrReplRequest *request = hvr_command_request_new(call, &error);
    HvrGuardWish wish = {
        .is_forced = hvr_command_call_get_boolean(call, "force", FALSE),
        .reason = hvr_command_call_get_string(call, "reason"),
        .is_acknowledged = hvr_command_call_get_boolean(call, "acknowledge-primary-down", FALSE),
    };

    if (request == NULL) {
        hvr_command_call_fail(call, error);
    } else if (!is_possible(call, request)) {
        hvr_command_request_run(call, request);
    } else {
        hvr_repl_request_free(request);
        hvr_guard_failover_async(call->host, call->domain, &wish,
                                 hvr_command_call_get_cancellable(call), on_guard, call);
    }
}
