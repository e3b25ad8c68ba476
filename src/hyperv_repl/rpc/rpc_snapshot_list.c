/* rpc_snapshot_list.c: lists of recovery points and checkpoints
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>

#include "rpc_filter.h"
#include "rpc_handler.h"
#include "rpc_value.h"

/* Whether @ancestor stands somewhere above @snapshot. */
static gboolean
descends(const HvrDomain *domain, const HvrSnapshot *snapshot, const char *ancestor)
{
    /* Each step goes up; no chain is longer than the list. */
    for (guint i = 0; snapshot != NULL && snapshot->parent != NULL && i < domain->snapshots->len;
         i++) {
        if (g_str_equal(snapshot->parent, ancestor))
            return TRUE;
        snapshot = hvr_domain_find_snapshot(domain, snapshot->parent);
    }

    return FALSE;
}

/* The lowest bit means ROOTS below a domain and DESCENDANTS below a snapshot. */
static gboolean
is_within(const HvrDomain *domain, const HvrSnapshot *snapshot, const char *top, guint flags)
{
    if (top == NULL)
        return !(flags & VIR_DOMAIN_SNAPSHOT_LIST_ROOTS) || snapshot->parent == NULL;
    if (flags & VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS)
        return descends(domain, snapshot, top);

    return g_strcmp0(snapshot->parent, top) == 0;
}

/* Snapshots are kept parents first, so TOPOLOGICAL is always granted. */
static GPtrArray *
list(const HvrDomain *domain, const char *top, guint flags)
{
    GPtrArray *found = g_ptr_array_new();

    for (guint i = 0; i < domain->snapshots->len; i++) {
        HvrSnapshot *snapshot = g_ptr_array_index(domain->snapshots, i);

        if (is_within(domain, snapshot, top, flags) &&
            hvr_rpc_filter_has_snapshot(domain, snapshot, flags))
            g_ptr_array_add(found, snapshot);
    }

    return found;
}

static GPtrArray *
list_all(HvrRpcCall *call, HvrDomain **out_domain, guint flags, GError **error)
{
    *out_domain = hvr_rpc_call_lookup_domain(call, call->args, error);
    if (*out_domain == NULL)
        return NULL;

    return list(*out_domain, NULL, flags);
}

static GPtrArray *
list_children(HvrRpcCall *call, HvrDomain **out_domain, guint flags, GError **error)
{
    const HvrWireSnapshot *wire = call->args;

    *out_domain = hvr_rpc_call_lookup_domain(call, &wire->domain, error);
    if (*out_domain == NULL || hvr_domain_lookup_snapshot(*out_domain, wire->name, error) == NULL)
        return NULL;

    return list(*out_domain, wire->name, flags);
}

static gboolean
return_snapshots(HvrRpcCall *call, const HvrDomain *domain, GPtrArray *found, int need_results)
{
    HvrWireSnapshots *ret = call->ret;

    if (found == NULL)
        return FALSE;

    ret->n_found = (int)found->len;
    if (!need_results)
        return TRUE;

    ret->snapshots.snapshots_val = g_new0(HvrWireSnapshot, found->len);
    ret->snapshots.snapshots_len = found->len;
    for (guint i = 0; i < found->len; i++)
        hvr_rpc_value_set_snapshot(&ret->snapshots.snapshots_val[i], domain,
                                   g_ptr_array_index(found, i));

    return TRUE;
}

static gboolean
return_names(HvrRpcCall *call, GPtrArray *found, int max_names)
{
    HvrWireNames *ret = call->ret;

    if (found == NULL)
        return FALSE;

    ret->names.names_val = g_new0(HvrWireString, found->len);
    for (guint i = 0; i < found->len && (int)i < max_names; i++) {
        const HvrSnapshot *snapshot = g_ptr_array_index(found, i);

        hvr_rpc_value_set_text(&ret->names.names_val[ret->names.names_len++], snapshot->name);
    }

    return TRUE;
}

static gboolean
return_count(HvrRpcCall *call, GPtrArray *found)
{
    int *ret = call->ret;

    if (found == NULL)
        return FALSE;

    *ret = (int)found->len;

    return TRUE;
}

gboolean
hvr_rpc_snapshot_list(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainList *args = call->args;
    HvrDomain *domain;
    g_autoptr(GPtrArray) found = list_all(call, &domain, args->flags, error);

    return return_snapshots(call, domain, found, args->need_results);
}

gboolean
hvr_rpc_snapshot_list_names(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainNames *args = call->args;
    HvrDomain *domain;
    g_autoptr(GPtrArray) found = list_all(call, &domain, args->flags, error);

    return return_names(call, found, args->max_names);
}

gboolean
hvr_rpc_snapshot_list_count(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainFlags *args = call->args;
    HvrDomain *domain;
    g_autoptr(GPtrArray) found = list_all(call, &domain, args->flags, error);

    return return_count(call, found);
}

gboolean
hvr_rpc_snapshot_list_children(HvrRpcCall *call, GError **error)
{
    const HvrWireSnapshotList *args = call->args;
    HvrDomain *domain;
    g_autoptr(GPtrArray) found = list_children(call, &domain, args->flags, error);

    return return_snapshots(call, domain, found, args->need_results);
}

gboolean
hvr_rpc_snapshot_list_children_names(HvrRpcCall *call, GError **error)
{
    const HvrWireSnapshotNames *args = call->args;
    HvrDomain *domain;
    g_autoptr(GPtrArray) found = list_children(call, &domain, args->flags, error);

    return return_names(call, found, args->max_names);
}

gboolean
hvr_rpc_snapshot_list_children_count(HvrRpcCall *call, GError **error)
{
    const HvrWireSnapshotFlags *args = call->args;
    HvrDomain *domain;
    g_autoptr(GPtrArray) found = list_children(call, &domain, args->flags, error);

    return return_count(call, found);
}
