/* rpc_connect.c: what a client asks of its connection and its host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "capabilities.h"
#include "domain_capabilities.h"
#include "hvr_uri.h"
#include "rpc_handler.h"
#include "rpc_value.h"

#define FEATURE_KEEPALIVE 10

/* Of VIR_DRV_FEATURE_*, which libvirt keeps to itself but never renumbers.  Migration with a
 * destination that nobody says (5), and without parameters (1, 3, 6), is not served. */
static const int features[] = {
    4,  /* migration peer to peer */
    9,  /* strings in typed parameters */
    10, /* keepalive */
    11, /* XML fit for migration */
    12, /* migration of what is off */
    13, /* migration with typed parameters */
    14, /* event callbacks with ids */
    15, /* close callback */
};

gboolean
hvr_rpc_connect_has_feature(HvrRpcCall *call, GError **error)
{
    const int *feature = call->args;
    int *ret = call->ret;

    /* Who asks for it answers pings; others may not. */
    if (*feature == FEATURE_KEEPALIVE)
        hvr_rpc_session_start_keepalive(call->session);
    for (gsize i = 0; i < G_N_ELEMENTS(features); i++) {
        if (features[i] == *feature)
            *ret = 1;
    }

    return TRUE;
}

static void
on_open(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    const HvrWireOpen *args = call->args;
    GError *error = NULL;
    gboolean ok = hvr_host_open_finish(HVR_HOST(source), result, &error);

    /* Clients leak flags of their own here: only one bit counts. */
    hvr_rpc_session_set_host(call->session, ok ? HVR_HOST(source) : NULL,
                             args->flags & VIR_CONNECT_RO);
    hvr_rpc_call_end(call, ok, error);
}

gboolean
hvr_rpc_connect_open(HvrRpcCall *call, GError **error)
{
    const HvrWireOpen *args = call->args;
    g_autofree char *name = NULL;
    g_autoptr(HvrHost) host = NULL;

    if (!hvr_uri_parse_host(args->name != NULL ? *args->name : "", &name, error))
        return FALSE;
    if (!hvr_rpc_session_start_opening(call->session, error))
        return FALSE;

    host = hvr_rpc_session_find_host(call->session, name, error);
    if (host == NULL) {
        hvr_rpc_session_set_host(call->session, NULL, FALSE);
        return FALSE;
    }

    hvr_host_open_async(host, hvr_rpc_session_get_cancellable(call->session), on_open, call);

    return TRUE;
}

gboolean
hvr_rpc_connect_close(HvrRpcCall *call, GError **error)
{
    /* Nothing to do: the client hangs up when it has the reply, and what it
     * forgot to deregister goes with the connection. */
    return TRUE;
}

gboolean
hvr_rpc_connect_get_type(HvrRpcCall *call, GError **error)
{
    hvr_rpc_value_set_text(call->ret, "Hyper-V");

    return TRUE;
}

gboolean
hvr_rpc_connect_get_version(HvrRpcCall *call, GError **error)
{
    u_quad_t *ret = call->ret;

    *ret = hvr_host_get_facts(call->host)->version;

    return TRUE;
}

gboolean
hvr_rpc_connect_get_library_version(HvrRpcCall *call, GError **error)
{
    u_quad_t *ret = call->ret;

    *ret = LIBVIR_VERSION_NUMBER;

    return TRUE;
}

gboolean
hvr_rpc_connect_get_hostname(HvrRpcCall *call, GError **error)
{
    hvr_rpc_value_set_text(call->ret, hvr_host_get_facts(call->host)->hostname);

    return TRUE;
}

gboolean
hvr_rpc_connect_get_uri(HvrRpcCall *call, GError **error)
{
    g_autofree char *uri = hvr_uri_format(hvr_host_get_name(call->host));

    hvr_rpc_value_set_text(call->ret, uri);

    return TRUE;
}

gboolean
hvr_rpc_connect_is_secure(HvrRpcCall *call, GError **error)
{
    int *ret = call->ret;

    /* Nobody listens in on a local socket. */
    *ret = 1;

    return TRUE;
}

gboolean
hvr_rpc_connect_get_max_vcpus(HvrRpcCall *call, GError **error)
{
    int *ret = call->ret;

    *ret = (int)MIN(hvr_host_get_facts(call->host)->n_cpus, HVR_MAX_VCPUS);

    return TRUE;
}

gboolean
hvr_rpc_connect_get_capabilities(HvrRpcCall *call, GError **error)
{
    g_autofree char *xml = hvr_capabilities_format(call->host);

    hvr_rpc_value_set_text(call->ret, xml);

    return TRUE;
}

/* virt-manager divides by memory and processors, so neither may be zero. */
gboolean
hvr_rpc_connect_get_node(HvrRpcCall *call, GError **error)
{
    const HvrHostFacts *facts = hvr_host_get_facts(call->host);
    const char *model = facts->cpu_model != NULL ? facts->cpu_model : "";
    HvrWireNode *ret = call->ret;

    memcpy(ret->model, model, MIN(strlen(model), sizeof(ret->model) - 1));
    ret->memory = MAX(facts->memory_kib, 1);
    ret->cpus = (int)MAX(facts->n_cpus, 1);
    ret->mhz = (int)facts->cpu_mhz;
    ret->nodes = 1;
    ret->sockets = (int)MAX(facts->n_sockets, 1);
    ret->cores = (int)MAX(facts->n_cores, 1);
    ret->threads = (int)MAX(facts->n_threads, 1);

    return TRUE;
}
