/* rpc_list.c: lists of domains
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>

#include "rpc_filter.h"
#include "rpc_handler.h"
#include "rpc_value.h"

gboolean
hvr_rpc_list_domains(HvrRpcCall *call, GError **error)
{
    GPtrArray *domains = hvr_host_get_domains(call->host);
    const HvrWireList *args = call->args;
    HvrWireDomains *ret = call->ret;

    ret->domains.domains_val = g_new0(HvrWireDomain, domains->len);
    for (guint i = 0; i < domains->len; i++) {
        const HvrDomain *domain = g_ptr_array_index(domains, i);

        if (!hvr_rpc_filter_has_domain(domain, args->flags))
            continue;
        if (args->need_results)
            hvr_rpc_value_set_domain(&ret->domains.domains_val[ret->domains.domains_len++], domain);
        ret->n_found++;
    }

    return TRUE;
}

/* The verb is the state that is counted: VIR_CONNECT_LIST_DOMAINS_*. */
gboolean
hvr_rpc_list_count(HvrRpcCall *call, GError **error)
{
    GPtrArray *domains = hvr_host_get_domains(call->host);
    int *ret = call->ret;

    for (guint i = 0; i < domains->len; i++) {
        if (hvr_rpc_filter_has_domain(g_ptr_array_index(domains, i), (guint)call->row->verb))
            (*ret)++;
    }

    return TRUE;
}

gboolean
hvr_rpc_list_ids(HvrRpcCall *call, GError **error)
{
    GPtrArray *domains = hvr_host_get_domains(call->host);
    const int *max_ids = call->args;
    HvrWireNumbers *ret = call->ret;

    ret->numbers.numbers_val = g_new0(int, domains->len);
    for (guint i = 0; i < domains->len && (int)ret->numbers.numbers_len < *max_ids; i++) {
        const HvrDomain *domain = g_ptr_array_index(domains, i);

        if (hvr_domain_is_active(domain))
            ret->numbers.numbers_val[ret->numbers.numbers_len++] = domain->id;
    }

    return TRUE;
}

gboolean
hvr_rpc_list_names(HvrRpcCall *call, GError **error)
{
    GPtrArray *domains = hvr_host_get_domains(call->host);
    const int *max_names = call->args;
    HvrWireNames *ret = call->ret;

    ret->names.names_val = g_new0(HvrWireString, domains->len);
    for (guint i = 0; i < domains->len && (int)ret->names.names_len < *max_names; i++) {
        const HvrDomain *domain = g_ptr_array_index(domains, i);

        if (!hvr_domain_is_active(domain))
            hvr_rpc_value_set_text(&ret->names.names_val[ret->names.names_len++], domain->name);
    }

    return TRUE;
}
