/* rpc_auth.c: who a client is, before anything else
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/virterror.h>

#include "rpc_error.h"
#include "rpc_handler.h"
#include "rpc_permit.h"

/* Of libvirt's remote_auth_type; its clients take the first that they are offered. */
#define AUTH_NONE   0
#define AUTH_POLKIT 2

gboolean
hvr_rpc_auth_list(HvrRpcCall *call, GError **error)
{
    HvrWireAuthTypes *ret = call->ret;

    /* Else the socket's mode, the certificate or the peer's credentials have decided already. */
    ret->types.types_val = g_new(int, 1);
    ret->types.types_val[0] = hvr_rpc_session_is_anonymous(call->session) ? AUTH_POLKIT : AUTH_NONE;
    ret->types.types_len = 1;

    return TRUE;
}

static void
log_in(HvrRpcCall *call)
{
    int *ret = call->ret;

    hvr_rpc_session_log_in(call->session);
    *ret = 1;
    hvr_rpc_call_end(call, TRUE, NULL);
}

/* Who may not even look has no business here; whatever else is asked for each time. */
gboolean
hvr_rpc_auth_log_in(HvrRpcCall *call, GError **error)
{
    if (!hvr_rpc_session_is_anonymous(call->session))
        return hvr_rpc_fail(error, VIR_ERR_AUTH_FAILED, "client tried invalid polkit init request");

    call->wish.access = HVR_ACCESS_READ;
    hvr_rpc_permit_ask(call, log_in);

    return TRUE;
}
