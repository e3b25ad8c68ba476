/* rpc_domain.c: what a client asks of one domain
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#include "domain_health.h"
#include "host_reading.h"
#include "hvr_error.h"
#include "rpc_handler.h"
#include "rpc_value.h"

/* All argument structures of domain procedures begin with the domain. */
static HvrDomain *
lookup(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_call_lookup_domain(call, call->args, error);
}

static gboolean
return_domain(HvrRpcCall *call, const HvrDomain *domain)
{
    if (domain == NULL)
        return FALSE;

    hvr_rpc_value_set_domain(call->ret, domain);

    return TRUE;
}

gboolean
hvr_rpc_domain_lookup_by_name(HvrRpcCall *call, GError **error)
{
    HvrWireString *name = call->args;

    return return_domain(call, hvr_host_lookup_by_name(call->host, *name, error));
}

gboolean
hvr_rpc_domain_lookup_by_uuid(HvrRpcCall *call, GError **error)
{
    return return_domain(call, hvr_host_lookup_by_uuid(call->host, call->args, error));
}

gboolean
hvr_rpc_domain_lookup_by_id(HvrRpcCall *call, GError **error)
{
    const int *id = call->args;

    return return_domain(call, hvr_host_lookup_by_id(call->host, *id, error));
}

gboolean
hvr_rpc_domain_get_state(HvrRpcCall *call, GError **error)
{
    const HvrDomain *domain = lookup(call, error);
    HvrWireState *ret = call->ret;

    if (domain == NULL)
        return FALSE;

    ret->state = domain->state;
    ret->reason = domain->reason;

    return TRUE;
}

/* The processor time is not among what the watcher reads, so it stays 0. */
gboolean
hvr_rpc_domain_get_facts(HvrRpcCall *call, GError **error)
{
    const HvrDomain *domain = lookup(call, error);
    HvrWireDomainFacts *ret = call->ret;
    guint64 cpu_time;

    if (domain == NULL)
        return FALSE;

    ret->state = (u_char)domain->state;
    ret->max_memory = domain->max_memory_kib;
    ret->memory = domain->memory_kib;
    ret->n_vcpus = (u_short)domain->n_vcpus;
    if (hvr_host_get_cpu_time(call->host, domain, &cpu_time))
        ret->cpu_time = cpu_time;

    return TRUE;
}

gboolean
hvr_rpc_domain_get_os_type(HvrRpcCall *call, GError **error)
{
    if (lookup(call, error) == NULL)
        return FALSE;

    hvr_rpc_value_set_text(call->ret, "hvm");

    return TRUE;
}

static int
get_number(const HvrDomain *domain, int which)
{
    switch (which) {
    case HVR_RPC_IS_ACTIVE:
        return hvr_domain_is_active(domain);
    case HVR_RPC_IS_PERSISTENT:
        return 1;
    case HVR_RPC_AUTOSTART:
        return domain->autostart ? 1 : 0;
    case HVR_RPC_IS_SAVED:
        return domain->is_saved ? 1 : 0;
    case HVR_RPC_MAX_VCPUS:
        return (int)domain->n_vcpus;
    default: /* HVR_RPC_IS_UPDATED: what is shown is never ahead of the machine */
        return 0;
    }
}

gboolean
hvr_rpc_domain_get_number(HvrRpcCall *call, GError **error)
{
    const HvrDomain *domain = lookup(call, error);
    int *ret = call->ret;

    if (domain == NULL)
        return FALSE;

    *ret = get_number(domain, call->row->verb);

    return TRUE;
}

gboolean
hvr_rpc_domain_get_max_memory(HvrRpcCall *call, GError **error)
{
    const HvrDomain *domain = lookup(call, error);
    u_quad_t *ret = call->ret;

    if (domain == NULL)
        return FALSE;

    *ret = domain->max_memory_kib;

    return TRUE;
}

gboolean
hvr_rpc_domain_get_vcpus(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainFlags *args = call->args;
    const HvrDomain *domain = lookup(call, error);
    int *ret = call->ret;

    if (domain == NULL)
        return FALSE;
    if ((args->flags & VIR_DOMAIN_VCPU_LIVE) && !hvr_domain_is_active(domain))
        return hvr_fail(error, HVR_ERROR_STATE, _("domain is not running"));

    /* Hyper-V has no processors that could be plugged in later. */
    *ret = (int)domain->n_vcpus;

    return TRUE;
}

gboolean
hvr_rpc_domain_get_messages(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainFlags *args = call->args;
    const HvrDomain *domain = lookup(call, error);
    HvrWireMessages *ret = call->ret;

    if (domain == NULL)
        return FALSE;

    /* A flag asks for libvirt's own kinds of messages only. */
    if (args->flags != 0)
        return TRUE;
    ret->messages.messages_val = hvr_domain_health_list_messages(call->host, domain);
    ret->messages.messages_len = g_strv_length(ret->messages.messages_val);

    return TRUE;
}
