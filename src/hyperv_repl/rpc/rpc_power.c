/* rpc_power.c: starting and stopping domains
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>

#include "rpc_handler.h"
#include "rpc_value.h"

/* Only the start with flags answers with the domain, for its new id. */
static gboolean
fill_domain(HvrRpcCall *call, GError **error)
{
    const HvrDomain *domain;

    if (call->ret == NULL)
        return TRUE;

    domain = hvr_rpc_call_lookup_domain(call, call->args, error);
    if (domain == NULL)
        return FALSE;

    hvr_rpc_value_set_domain(call->ret, domain);

    return TRUE;
}

static void
on_power(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    GError *error = NULL;
    gboolean ok = hvr_host_power_finish(HVR_HOST(source), result, &error) &&
                  fill_domain(call, &error);

    hvr_rpc_call_end(call, ok, error);
}

static gboolean
start(HvrRpcCall *call, HvrPower power, GError **error)
{
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, call->args, error);

    if (domain == NULL)
        return FALSE;

    hvr_host_power_async(call->host, domain, power, hvr_rpc_session_get_cancellable(call->session),
                         on_power, call);

    return TRUE;
}

gboolean
hvr_rpc_power_start(HvrRpcCall *call, GError **error)
{
    return start(call, (HvrPower)call->row->verb, error);
}

gboolean
hvr_rpc_power_create(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainFlags *args = call->args;
    gboolean is_fresh = (args->flags & VIR_DOMAIN_START_FORCE_BOOT) != 0;

    return start(call, is_fresh ? HVR_POWER_BOOT : HVR_POWER_START, error);
}
