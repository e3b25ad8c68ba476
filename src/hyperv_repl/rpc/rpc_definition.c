/* rpc_definition.c: domains defined and undefined
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>

#include "host_configure.h"
#include "rpc_handler.h"
#include "rpc_value.h"

static void
on_defined(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    GError *error = NULL;
    const HvrDomain *domain = hvr_host_define_finish(HVR_HOST(source), result, &error);

    if (domain != NULL)
        hvr_rpc_value_set_domain(call->ret, domain);
    hvr_rpc_call_end(call, domain != NULL, error);
}

/* Who asks for validation gets no more than all get: what nobody knows is refused. */
gboolean
hvr_rpc_definition_define(HvrRpcCall *call, GError **error G_GNUC_UNUSED)
{
    const HvrWireString *xml = call->args;

    hvr_host_define_async(call->host, *xml, hvr_rpc_session_get_cancellable(call->session),
                          on_defined, call);

    return TRUE;
}

static void
on_undefined(GObject *source, GAsyncResult *result, gpointer user_data)
{
    GError *error = NULL;
    gboolean ok = hvr_host_undefine_finish(HVR_HOST(source), result, &error);

    hvr_rpc_call_end(user_data, ok, error);
}

gboolean
hvr_rpc_definition_undefine(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainFlags *args = call->args;
    guint flags = call->row->flags_offset != 0 ? args->flags : 0;
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, call->args, error);

    if (domain == NULL)
        return FALSE;
    hvr_host_undefine_async(call->host, domain, (flags & VIR_DOMAIN_UNDEFINE_MANAGED_SAVE) != 0,
                            hvr_rpc_session_get_cancellable(call->session), on_undefined, call);

    return TRUE;
}
