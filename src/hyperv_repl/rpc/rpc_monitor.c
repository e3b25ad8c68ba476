/* rpc_monitor.c: replication commands over the QEMU program
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt-qemu.h>

#include "command.h"
#include "hvr_error.h"
#include "rpc_handler.h"
#include "rpc_permit.h"
#include "rpc_value.h"

static void
on_run(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    GError *error = NULL;
    g_autofree char *text = hvr_command_run_finish(result, &error);

    if (text != NULL)
        hvr_rpc_value_set_text(call->ret, text);
    hvr_rpc_call_end(call, text != NULL, error);
}

static void
run(HvrRpcCall *call)
{
    const HvrWireDomainText *args = call->args;

    hvr_command_run_async(call->host, call->wish.domain, args->text,
                          hvr_rpc_session_is_read_only(call->session),
                          hvr_rpc_session_get_cancellable(call->session), on_run, call);
}

/* What a command needs, its own row says; a read-only connection need not ask. */
gboolean
hvr_rpc_monitor_run(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainText *args = call->args;
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, &args->domain, error);
    const char *name;

    if (domain == NULL)
        return FALSE;
    if (args->flags & VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("commands are JSON here, there are none for humans (--hmp)"));

    call->wish.domain = hvr_domain_ref(domain);
    call->wish.access = hvr_command_find_access(domain, args->text, &name);
    call->wish.reason = hvr_command_find_reason(domain, args->text);
    if (name != NULL)
        call->wish.what = name;
    if (hvr_rpc_permit_needs(call->session, call->wish.access) &&
        !hvr_rpc_session_is_read_only(call->session))
        hvr_rpc_permit_ask(call, run);
    else
        run(call);

    return TRUE;
}
