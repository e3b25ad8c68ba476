/* rpc_network.c: virtual switches as networks
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * They are there while the host is, so each is active, persistent and started
 * with it; none can be changed here.
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "network_xml.h"
#include "rpc_error.h"
#include "rpc_host_handler.h"
#include "rpc_reading.h"
#include "rpc_value.h"

#define KINDS HVR_READING_BIT(HVR_READING_NETWORKS)

static GPtrArray *
get_networks(HvrRpcCall *call, GError **error)
{
    return hvr_host_get_reading(call->host, HVR_READING_NETWORKS, error);
}

static void
set_network(HvrWireNetwork *out_wire, const HvrNetwork *network)
{
    hvr_rpc_value_set_text(&out_wire->name, network->name);
    memcpy(out_wire->uuid, network->uuid, sizeof out_wire->uuid);
}

/* A flag of each pair that is asked for, or none of it: nothing is inactive,
 * transient or without autostart. */
static gboolean
is_wanted(guint flags)
{
    static const guint pairs[][2] = {
        { VIR_CONNECT_LIST_NETWORKS_ACTIVE, VIR_CONNECT_LIST_NETWORKS_INACTIVE },
        { VIR_CONNECT_LIST_NETWORKS_PERSISTENT, VIR_CONNECT_LIST_NETWORKS_TRANSIENT },
        { VIR_CONNECT_LIST_NETWORKS_AUTOSTART, VIR_CONNECT_LIST_NETWORKS_NO_AUTOSTART },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        if ((flags & pairs[i][1]) != 0 && (flags & pairs[i][0]) == 0)
            return FALSE;
    }

    return TRUE;
}

static gboolean
list(HvrRpcCall *call, GError **error)
{
    const HvrWireList *args = call->args;
    GPtrArray *networks = get_networks(call, error);
    HvrWireNetworks *ret = call->ret;

    if (networks == NULL)
        return FALSE;
    if (!is_wanted(args->flags))
        return TRUE;

    ret->n_found = networks->len;
    if (!args->need_results)
        return TRUE;
    ret->networks.networks_val = g_new0(HvrWireNetwork, networks->len);
    ret->networks.networks_len = networks->len;
    for (guint i = 0; i < networks->len; i++)
        set_network(&ret->networks.networks_val[i], networks->pdata[i]);

    return TRUE;
}

gboolean
hvr_rpc_network_list(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, list);
}

static gboolean
list_names(HvrRpcCall *call, GError **error)
{
    const int *max_names = call->args;
    GPtrArray *networks = get_networks(call, error);
    HvrWireNames *ret = call->ret;

    if (networks == NULL)
        return FALSE;

    ret->names.names_val = g_new0(HvrWireString, networks->len);
    for (guint i = 0; i < networks->len && (int)i < *max_names; i++) {
        const HvrNetwork *network = networks->pdata[i];

        hvr_rpc_value_set_text(&ret->names.names_val[ret->names.names_len++], network->name);
    }

    return TRUE;
}

gboolean
hvr_rpc_network_list_names(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, list_names);
}

static gboolean
count(HvrRpcCall *call, GError **error)
{
    GPtrArray *networks = get_networks(call, error);
    int *ret = call->ret;

    if (networks == NULL)
        return FALSE;

    *ret = (int)networks->len;

    return TRUE;
}

gboolean
hvr_rpc_network_count(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, count);
}

/* A UUID is compared only where there is no name. */
static const HvrNetwork *
find(HvrRpcCall *call, const char *name, const guchar *uuid, GError **error)
{
    GPtrArray *networks = get_networks(call, error);
    const HvrNetwork *network;

    if (networks == NULL)
        return NULL;

    network = hvr_network_find(networks, name, uuid);
    if (network == NULL && name != NULL)
        hvr_rpc_fail(error, VIR_ERR_NO_NETWORK, "no network with matching name '%s'", name);
    else if (network == NULL)
        hvr_rpc_fail(error, VIR_ERR_NO_NETWORK, "no network with matching uuid");

    return network;
}

static gboolean
look_up_name(HvrRpcCall *call, GError **error)
{
    const HvrNetwork *network = find(call, *(const HvrWireString *)call->args, NULL, error);

    if (network == NULL)
        return FALSE;

    set_network(call->ret, network);

    return TRUE;
}

gboolean
hvr_rpc_network_lookup_by_name(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, look_up_name);
}

static gboolean
look_up_uuid(HvrRpcCall *call, GError **error)
{
    const HvrNetwork *network = find(call, NULL, call->args, error);

    if (network == NULL)
        return FALSE;

    set_network(call->ret, network);

    return TRUE;
}

gboolean
hvr_rpc_network_lookup_by_uuid(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, look_up_uuid);
}

static const HvrNetwork *
find_own(HvrRpcCall *call, GError **error)
{
    const HvrWireNetwork *wire = call->args;

    return find(call, NULL, (const guchar *)wire->uuid, error);
}

static gboolean
format(HvrRpcCall *call, GError **error)
{
    const HvrNetwork *network = find_own(call, error);
    g_autofree char *xml = NULL;

    if (network == NULL)
        return FALSE;

    xml = hvr_network_xml_format(network);
    hvr_rpc_value_set_text(call->ret, xml);

    return TRUE;
}

gboolean
hvr_rpc_network_get_xml(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, format);
}

static gboolean
get_bridge(HvrRpcCall *call, GError **error)
{
    const HvrNetwork *network = find_own(call, error);

    if (network == NULL)
        return FALSE;

    hvr_rpc_value_set_text(call->ret, network->name);

    return TRUE;
}

gboolean
hvr_rpc_network_get_bridge(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, get_bridge);
}

static gboolean
say_yes(HvrRpcCall *call, GError **error)
{
    int *ret = call->ret;

    if (find_own(call, error) == NULL)
        return FALSE;

    *ret = 1;

    return TRUE;
}

gboolean
hvr_rpc_network_is(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, say_yes);
}

/* Of networks, ports and pools there are none that are defined only. */
gboolean
hvr_rpc_network_count_none(HvrRpcCall *call, GError **error)
{
    int *ret = call->ret;

    *ret = 0;

    return TRUE;
}

gboolean
hvr_rpc_network_list_none(HvrRpcCall *call, GError **error)
{
    /* An empty list is what the reply is before anybody fills it. */
    return TRUE;
}
