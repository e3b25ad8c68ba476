/* rpc_snapshot.c: what a client asks of one recovery point or checkpoint
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "rpc_handler.h"
#include "rpc_value.h"
#include "snapshot_xml.h"

/* All argument structures of snapshot procedures begin with the snapshot. */
static HvrSnapshot *
lookup(HvrRpcCall *call, HvrDomain **out_domain, GError **error)
{
    const HvrWireSnapshot *wire = call->args;

    *out_domain = hvr_rpc_call_lookup_domain(call, &wire->domain, error);
    if (*out_domain == NULL)
        return NULL;

    return hvr_domain_lookup_snapshot(*out_domain, wire->name, error);
}

static HvrSnapshot *
find_current(const HvrDomain *domain)
{
    for (guint i = 0; i < domain->snapshots->len; i++) {
        HvrSnapshot *snapshot = g_ptr_array_index(domain->snapshots, i);

        if (snapshot->is_current)
            return snapshot;
    }

    return NULL;
}

gboolean
hvr_rpc_snapshot_lookup(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainText *args = call->args;
    const HvrDomain *domain = hvr_rpc_call_lookup_domain(call, &args->domain, error);
    const HvrSnapshot *snapshot;

    if (domain == NULL)
        return FALSE;

    snapshot = hvr_domain_lookup_snapshot(domain, args->text, error);
    if (snapshot == NULL)
        return FALSE;

    hvr_rpc_value_set_snapshot(call->ret, domain, snapshot);

    return TRUE;
}

gboolean
hvr_rpc_snapshot_has_current(HvrRpcCall *call, GError **error)
{
    const HvrDomain *domain = hvr_rpc_call_lookup_domain(call, call->args, error);
    int *ret = call->ret;

    if (domain == NULL)
        return FALSE;

    *ret = find_current(domain) != NULL;

    return TRUE;
}

gboolean
hvr_rpc_snapshot_get_current(HvrRpcCall *call, GError **error)
{
    const HvrDomain *domain = hvr_rpc_call_lookup_domain(call, call->args, error);
    const HvrSnapshot *snapshot;

    if (domain == NULL)
        return FALSE;

    snapshot = find_current(domain);
    if (snapshot == NULL)
        return hvr_fail(error, HVR_ERROR_NO_POINT, _("the domain '%s' has no current snapshot"),
                        domain->name);

    hvr_rpc_value_set_snapshot(call->ret, domain, snapshot);

    return TRUE;
}

gboolean
hvr_rpc_snapshot_is_current(HvrRpcCall *call, GError **error)
{
    HvrDomain *domain;
    const HvrSnapshot *snapshot = lookup(call, &domain, error);
    int *ret = call->ret;

    if (snapshot == NULL)
        return FALSE;

    *ret = snapshot == find_current(domain);

    return TRUE;
}

gboolean
hvr_rpc_snapshot_has_metadata(HvrRpcCall *call, GError **error)
{
    HvrDomain *domain;

    /* Nothing of libvirt's own that could be left behind: the answer stays 0. */
    return lookup(call, &domain, error) != NULL;
}

gboolean
hvr_rpc_snapshot_get_parent(HvrRpcCall *call, GError **error)
{
    HvrDomain *domain;
    const HvrSnapshot *snapshot = lookup(call, &domain, error);
    const HvrSnapshot *parent;

    if (snapshot == NULL)
        return FALSE;
    if (snapshot->parent == NULL)
        return hvr_fail(error, HVR_ERROR_NO_POINT, _("snapshot '%s' does not have a parent"),
                        snapshot->name);

    parent = hvr_domain_lookup_snapshot(domain, snapshot->parent, error);
    if (parent == NULL)
        return FALSE;

    hvr_rpc_value_set_snapshot(call->ret, domain, parent);

    return TRUE;
}

gboolean
hvr_rpc_snapshot_get_xml(HvrRpcCall *call, GError **error)
{
    HvrDomain *domain;
    const HvrSnapshot *snapshot = lookup(call, &domain, error);
    g_autofree char *xml = NULL;

    if (snapshot == NULL)
        return FALSE;

    xml = hvr_snapshot_xml_format(domain, snapshot);
    hvr_rpc_value_set_text(call->ret, xml);

    return TRUE;
}
