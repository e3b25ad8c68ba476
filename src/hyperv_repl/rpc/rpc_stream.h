/* rpc_stream.h: bytes that follow a reply
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Some calls are answered first, and then what they are about follows in
 * messages that repeat the call's serial, an empty one at the end.  The client
 * says that it is done, or that it wants no more, and is told so.  Nothing is
 * ever taken from a client this way.
 */

#pragma once

#include "rpc_frame.h"
#include "rpc_session.h"

G_BEGIN_DECLS

/** HVR_RPC_STREAMS_MAX: that one client may have at once */
#define HVR_RPC_STREAMS_MAX 16

/** HvrRpcStreams: those of one client */
struct _HvrRpcStreams;

HvrRpcStreams *hvr_rpc_streams_new(void);
void hvr_rpc_streams_free(HvrRpcStreams *streams);

/** hvr_rpc_streams_has_room: else %FALSE with %HVR_ERROR_BUSY */
gboolean hvr_rpc_streams_has_room(const HvrRpcStreams *streams, GError **error);

/** hvr_rpc_streams_start: send @bytes; @call: one that has just been answered */
void hvr_rpc_streams_start(HvrRpcStreams *streams,
                           HvrRpcSession *session,
                           const HvrRpcHeader *call,
                           GBytes *bytes);

/** hvr_rpc_streams_hear: what a client says of a stream; whatever it says of none is ignored */
void
hvr_rpc_streams_hear(HvrRpcStreams *streams, HvrRpcSession *session, const HvrRpcHeader *header);

/** hvr_rpc_streams_go_on: the client has taken what was sent so far */
void hvr_rpc_streams_go_on(HvrRpcStreams *streams, HvrRpcSession *session);

G_END_DECLS
