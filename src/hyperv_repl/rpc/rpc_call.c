/* rpc_call.c: one call of one client, from its arguments to its reply
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_call.h"

#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "hvr_error.h"
#include "rpc_error.h"

static gpointer
shape_new(const HvrRpcShape *shape)
{
    return shape->size > 0 ? g_malloc0(shape->size) : NULL;
}

static void
shape_free(const HvrRpcShape *shape, gpointer value)
{
    if (shape->coder != NULL)
        xdr_free(shape->coder, value);
    g_free(value);
}

static gboolean
check_flags(const HvrRpcCall *call, GError **error)
{
    const HvrRpcRow *row = call->row;
    guint flags;

    if (row->flags_offset == 0)
        return TRUE;

    memcpy(&flags, (const char *)call->args + row->flags_offset, sizeof(flags));
    if (flags & ~row->flags)
        return hvr_fail(error, HVR_ERROR_INVALID, "unsupported flags (0x%x) in function %s",
                        flags & ~row->flags, row->api);
    if ((flags & row->secure_flags) && hvr_rpc_session_is_read_only(call->session))
        return hvr_fail(error, HVR_ERROR_DENIED, "%s with secure flag", row->api);

    return TRUE;
}

HvrRpcCall *
hvr_rpc_call_new(HvrRpcSession *session,
                 const HvrRpcHeader *header,
                 const HvrRpcRow *row,
                 const guint8 *payload,
                 gsize n_payload,
                 GError **error)
{
    g_autoptr(HvrRpcCall) call = g_new0(HvrRpcCall, 1);

    call->session = hvr_rpc_session_ref(session);
    call->header = *header;
    call->row = row;
    call->args = shape_new(&row->args);
    call->ret = shape_new(&row->ret);
    call->wish.access = row->access;
    call->wish.what = row->api;
    if (!hvr_rpc_frame_decode(payload, n_payload, row->args.coder, call->args)) {
        hvr_rpc_fail(error, VIR_ERR_RPC, "Unable to decode message payload");
        return NULL;
    }
    if (!check_flags(call, error))
        return NULL;

    return g_steal_pointer(&call);
}

void
hvr_rpc_call_free(HvrRpcCall *call)
{
    if (call == NULL)
        return;

    shape_free(&call->row->args, call->args);
    shape_free(&call->row->ret, call->ret);
    g_clear_pointer(&call->wish.domain, hvr_domain_unref);
    g_free(call->wish.reason);
    hvr_rpc_session_unref(call->session);
    g_free(call);
}

static HvrRpcHeader
get_reply(const HvrRpcHeader *call, HvrRpcStatus status)
{
    HvrRpcHeader reply = *call;

    reply.type = HVR_RPC_REPLY;
    reply.status = (gint32)status;

    return reply;
}

void
hvr_rpc_call_refuse(HvrRpcSession *session, const HvrRpcHeader *header, const GError *error)
{
    HvrRpcHeader reply = get_reply(header, HVR_RPC_ERROR_STATUS);
    g_autoptr(GByteArray) frame = NULL;
    HvrWireError wire = { 0 };

    hvr_rpc_error_format(error, &wire);
    frame = hvr_rpc_frame_encode(&reply, (xdrproc_t)xdr_HvrWireError, &wire);
    xdr_free((xdrproc_t)xdr_HvrWireError, &wire);
    hvr_rpc_session_send(session, frame);
}

static void
answer(HvrRpcCall *call)
{
    HvrRpcHeader reply = get_reply(&call->header, HVR_RPC_OK);
    g_autoptr(GByteArray) frame = hvr_rpc_frame_encode(&reply, call->row->ret.coder, call->ret);
    g_autoptr(GError) error = NULL;

    if (frame != NULL) {
        hvr_rpc_session_send(call->session, frame);
        return;
    }

    hvr_rpc_fail(&error, VIR_ERR_RPC, "Unable to encode message payload");
    hvr_rpc_call_refuse(call->session, &call->header, error);
}

/* The last place where a failure that nobody explained can hide. */
static void
finish(HvrRpcCall *call, gboolean ok, GError *error)
{
    g_autoptr(GError) owned = error;

    hvr_rpc_session_record(call->session, &call->wish, owned);
    if (ok) {
        answer(call);
    } else {
        if (owned == NULL) {
            g_critical("%s failed without saying why", call->row->api);
            hvr_fail(&owned, HVR_ERROR_INTERNAL, _("%s failed without saying why"), call->row->api);
        }
        hvr_rpc_call_refuse(call->session, &call->header, owned);
    }
    hvr_rpc_call_free(call);
}

void
hvr_rpc_call_end(HvrRpcCall *call, gboolean ok, GError *error)
{
    g_autoptr(HvrRpcSession) session = hvr_rpc_session_ref(call->session);
    gboolean is_counted = call->is_counted;

    finish(call, ok, error);
    if (is_counted)
        hvr_rpc_session_end_async(session);
}

void
hvr_rpc_call_run(HvrRpcCall *call)
{
    gboolean is_async = call->row->mode == HVR_RPC_ASYNC;
    GError *error = NULL;
    gboolean ok = call->row->handler(call, &error);

    if (!is_async || !ok)
        hvr_rpc_call_end(call, ok, error);
}

HvrDomain *
hvr_rpc_call_lookup_domain(HvrRpcCall *call, const HvrWireDomain *wire, GError **error)
{
    return hvr_host_lookup_by_uuid(call->host, (const guchar *)wire->uuid, error);
}
