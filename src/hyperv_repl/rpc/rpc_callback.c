/* rpc_callback.c: asking for events, and no longer asking
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/virterror.h>

#include "rpc_error.h"
#include "rpc_handler.h"

/* A filter for a domain that does not exist would only ever disappoint. */
static gboolean
lookup_filter(HvrRpcCall *call, HvrWireOptDomain wire, const guchar **out_uuid, GError **error)
{
    *out_uuid = wire != NULL ? (const guchar *)wire->uuid : NULL;

    return wire == NULL || hvr_rpc_call_lookup_domain(call, wire, error) != NULL;
}

gboolean
hvr_rpc_callback_register(HvrRpcCall *call, GError **error)
{
    const HvrWireRegister *args = call->args;
    const guchar *uuid = NULL;

    return lookup_filter(call, args->domain, &uuid, error) &&
           hvr_rpc_subscriptions_add(hvr_rpc_session_get_subscriptions(call->session), args->event,
                                     uuid, call->ret, error);
}

gboolean
hvr_rpc_callback_deregister(HvrRpcCall *call, GError **error)
{
    const int *callback = call->args;

    return hvr_rpc_subscriptions_remove(hvr_rpc_session_get_subscriptions(call->session), FALSE,
                                        *callback, error);
}

gboolean
hvr_rpc_callback_register_monitor(HvrRpcCall *call, GError **error)
{
    const HvrWireMonitorRegister *args = call->args;
    const char *event = args->event != NULL ? *args->event : NULL;
    const guchar *uuid = NULL;

    return lookup_filter(call, args->domain, &uuid, error) &&
           hvr_rpc_subscriptions_add_monitor(hvr_rpc_session_get_subscriptions(call->session), uuid,
                                             event, args->flags, call->ret, error);
}

gboolean
hvr_rpc_callback_deregister_monitor(HvrRpcCall *call, GError **error)
{
    const int *callback = call->args;

    return hvr_rpc_subscriptions_remove(hvr_rpc_session_get_subscriptions(call->session), TRUE,
                                        *callback, error);
}

gboolean
hvr_rpc_callback_register_close(HvrRpcCall *call, GError **error)
{
    if (!hvr_rpc_session_set_wants_close(call->session, TRUE))
        return hvr_rpc_fail(error, VIR_ERR_INTERNAL_ERROR,
                            "connection close callback already registered");

    return TRUE;
}

gboolean
hvr_rpc_callback_unregister_close(HvrRpcCall *call, GError **error)
{
    if (!hvr_rpc_session_set_wants_close(call->session, FALSE))
        return hvr_rpc_fail(error, VIR_ERR_INTERNAL_ERROR,
                            "connection close callback not registered");

    return TRUE;
}
