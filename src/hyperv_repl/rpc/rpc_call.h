/* rpc_call.h: one call of one client, from its arguments to its reply
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What handlers see.  A handler reads @args and fills @ret; libvirt's framing
 * and errors are not its business.
 */

#pragma once

#include <gio/gio.h>

#include "host.h"
#include "rpc_frame.h"
#include "rpc_procedure.h"
#include "rpc_session.h"
#include "rpc_wire.h"

G_BEGIN_DECLS

/**
 * HvrRpcCall:
 * @session: whose it is
 * @row: what is called
 * @host: (nullable): %NULL until the connection is open
 * @args: in the shape that the row names, %NULL if it takes nothing
 * @ret: likewise, zeroed
 * @wish: what it comes to for who decides about it and who records it
 * @is_counted: against what one client may have running
 */
struct _HvrRpcCall {
    HvrRpcSession *session;
    HvrRpcHeader header;
    const HvrRpcRow *row;
    HvrHost *host;
    gpointer args;
    gpointer ret;
    HvrRpcWish wish;
    gboolean is_counted;
};

/** hvr_rpc_call_new: decodes the arguments; %NULL with an error if they are malformed or have
 * unknown flags */
HvrRpcCall *hvr_rpc_call_new(HvrRpcSession *session,
                             const HvrRpcHeader *header,
                             const HvrRpcRow *row,
                             const guint8 *payload,
                             gsize n_payload,
                             GError **error);
void hvr_rpc_call_free(HvrRpcCall *call);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrRpcCall, hvr_rpc_call_free)

/** hvr_rpc_call_run: (transfer full) @call: call the handler; replies at once, or when the
 * handler's work has ended */
void hvr_rpc_call_run(HvrRpcCall *call);

/**
 * hvr_rpc_call_end:
 * @call: (transfer full): one of an asynchronous row
 * @ok: whether it worked
 * @error: (transfer full) (nullable): why it did not
 *
 * Replies, and frees the call.  Must be called exactly once per call whose
 * handler returned %TRUE.
 */
void hvr_rpc_call_end(HvrRpcCall *call, gboolean ok, GError *error);

/** hvr_rpc_call_refuse: reply to @header with @error, without a call */
void hvr_rpc_call_refuse(HvrRpcSession *session, const HvrRpcHeader *header, const GError *error);

/** hvr_rpc_call_lookup_domain: (transfer none): clients mean the UUID, whatever name and id they
 * remember */
HvrDomain *hvr_rpc_call_lookup_domain(HvrRpcCall *call, const HvrWireDomain *wire, GError **error);

G_END_DECLS
