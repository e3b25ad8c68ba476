/* rpc_interface.c: network ports of the host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "network_xml.h"
#include "rpc_error.h"
#include "rpc_host_handler.h"
#include "rpc_reading.h"
#include "rpc_value.h"

#define KINDS HVR_READING_BIT(HVR_READING_INTERFACES)

static GPtrArray *
get_interfaces(HvrRpcCall *call, GError **error)
{
    return hvr_host_get_reading(call->host, HVR_READING_INTERFACES, error);
}

static void
set_interface(HvrWireInterface *out_wire, const HvrInterface *interface)
{
    hvr_rpc_value_set_text(&out_wire->name, interface->name);
    hvr_rpc_value_set_text(&out_wire->mac, interface->mac);
}

static guint
get_bit(const HvrInterface *interface)
{
    return interface->is_active ? VIR_CONNECT_LIST_INTERFACES_ACTIVE
                                : VIR_CONNECT_LIST_INTERFACES_INACTIVE;
}

static gboolean
list(HvrRpcCall *call, GError **error)
{
    const HvrWireList *args = call->args;
    GPtrArray *interfaces = get_interfaces(call, error);
    HvrWireInterfaces *ret = call->ret;

    if (interfaces == NULL)
        return FALSE;

    ret->interfaces.interfaces_val = g_new0(HvrWireInterface, interfaces->len);
    for (guint i = 0; i < interfaces->len; i++) {
        const HvrInterface *interface = interfaces->pdata[i];

        if (args->flags != 0 && (args->flags & get_bit(interface)) == 0)
            continue;
        if (args->need_results)
            set_interface(&ret->interfaces.interfaces_val[ret->interfaces.interfaces_len++],
                          interface);
        ret->n_found++;
    }

    return TRUE;
}

gboolean
hvr_rpc_interface_list(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, list);
}

/* The verb says which ones: VIR_CONNECT_LIST_INTERFACES_*. */
static gboolean
list_names(HvrRpcCall *call, GError **error)
{
    const int *max_names = call->args;
    GPtrArray *interfaces = get_interfaces(call, error);
    HvrWireNames *ret = call->ret;

    if (interfaces == NULL)
        return FALSE;

    ret->names.names_val = g_new0(HvrWireString, interfaces->len);
    for (guint i = 0; i < interfaces->len && (int)ret->names.names_len < *max_names; i++) {
        const HvrInterface *interface = interfaces->pdata[i];

        if (get_bit(interface) == (guint)call->row->verb)
            hvr_rpc_value_set_text(&ret->names.names_val[ret->names.names_len++], interface->name);
    }

    return TRUE;
}

gboolean
hvr_rpc_interface_list_names(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, list_names);
}

static gboolean
count(HvrRpcCall *call, GError **error)
{
    GPtrArray *interfaces = get_interfaces(call, error);
    int *ret = call->ret;

    if (interfaces == NULL)
        return FALSE;

    for (guint i = 0; i < interfaces->len; i++) {
        if (get_bit(interfaces->pdata[i]) == (guint)call->row->verb)
            (*ret)++;
    }

    return TRUE;
}

gboolean
hvr_rpc_interface_count(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, count);
}

static const HvrInterface *
find(HvrRpcCall *call, const char *name, const char *mac, GError **error)
{
    GPtrArray *interfaces = get_interfaces(call, error);
    const HvrInterface *interface;

    if (interfaces == NULL)
        return NULL;

    interface = hvr_interface_find(interfaces, name, mac, NULL);
    if (interface == NULL)
        hvr_rpc_fail(error, VIR_ERR_NO_INTERFACE, "couldn't find interface with %s '%s'",
                     name != NULL ? "name" : "MAC address", name != NULL ? name : mac);

    return interface;
}

static gboolean
look_up(HvrRpcCall *call, GError **error)
{
    const char *text = *(const HvrWireString *)call->args;
    gboolean by_name = call->row->verb == HVR_RPC_BY_NAME;
    const HvrInterface *interface = find(call, by_name ? text : NULL, by_name ? NULL : text, error);

    if (interface == NULL)
        return FALSE;

    set_interface(call->ret, interface);

    return TRUE;
}

gboolean
hvr_rpc_interface_lookup(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, look_up);
}

static gboolean
format(HvrRpcCall *call, GError **error)
{
    const HvrWireInterfaceFlags *args = call->args;
    const HvrInterface *interface = find(call, args->interface.name, NULL, error);
    g_autofree char *xml = NULL;

    if (interface == NULL)
        return FALSE;

    xml = hvr_interface_xml_format(interface);
    hvr_rpc_value_set_text(call->ret, xml);

    return TRUE;
}

gboolean
hvr_rpc_interface_get_xml(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, format);
}

static gboolean
is_active(HvrRpcCall *call, GError **error)
{
    const HvrWireInterface *args = call->args;
    const HvrInterface *interface = find(call, args->name, NULL, error);
    int *ret = call->ret;

    if (interface == NULL)
        return FALSE;

    *ret = interface->is_active ? 1 : 0;

    return TRUE;
}

gboolean
hvr_rpc_interface_is_active(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, is_active);
}
