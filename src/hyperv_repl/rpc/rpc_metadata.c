/* rpc_metadata.c: the replication element, read and edited
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host_verb.h"
#include "metadata.h"
#include "rpc_handler.h"
#include "rpc_value.h"

gboolean
hvr_rpc_metadata_get(HvrRpcCall *call, GError **error)
{
    const HvrWireGetMetadata *args = call->args;
    const HvrDomain *domain = hvr_rpc_call_lookup_domain(call, &args->domain, error);
    g_autofree char *text = NULL;

    if (domain == NULL)
        return FALSE;

    text = hvr_metadata_format(domain, args->type, args->uri != NULL ? *args->uri : NULL, error);
    if (text == NULL)
        return FALSE;

    hvr_rpc_value_set_text(call->ret, text);

    return TRUE;
}

static void
on_set(GObject *source, GAsyncResult *result, gpointer user_data)
{
    GError *error = NULL;
    gboolean ok = hvr_host_set_metadata_finish(HVR_HOST(source), result, &error);

    hvr_rpc_call_end(user_data, ok, error);
}

/* The key is a prefix that libvirt's own drivers would write; ours is fixed. */
gboolean
hvr_rpc_metadata_set(HvrRpcCall *call, GError **error)
{
    const HvrWireSetMetadata *args = call->args;
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, &args->domain, error);

    if (domain == NULL)
        return FALSE;

    hvr_host_set_metadata_async(call->host, domain, args->type,
                                args->metadata != NULL ? *args->metadata : NULL,
                                args->uri != NULL ? *args->uri : NULL,
                                hvr_rpc_session_get_cancellable(call->session), on_set, call);

    return TRUE;
}
