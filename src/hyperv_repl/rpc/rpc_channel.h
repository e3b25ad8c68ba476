/* rpc_channel.h: a socket that carries frames
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Never blocks: a source on the thread's main context reads what has come,
 * hands on whole frames, and sends what was queued.  Knows lengths, not
 * meanings.  A peer that breaks the framing or does not read is dropped.
 */

#pragma once

#include <glib.h>

#include "rpc_frame.h"

G_BEGIN_DECLS

/** HVR_RPC_BACKLOG_MAX: bytes that may wait for a peer that does not read */
#define HVR_RPC_BACKLOG_MAX (8u * 1024 * 1024)

typedef struct _HvrRpcChannel HvrRpcChannel;

/**
 * HvrRpcChannelEvents:
 * @frame: one whole frame; may send and finish, must not free the channel
 * @drained: (nullable): everything that was queued has been sent; told now and then
 * @closed: the last call, the channel is no longer used and may be freed;
 *   @reason: (nullable): what went wrong, %NULL for an orderly end
 */
typedef struct {
    void (*frame)(gpointer user_data,
                  const HvrRpcHeader *header,
                  const guint8 *payload,
                  gsize n_payload);
    void (*drained)(gpointer user_data);
    void (*closed)(gpointer user_data, const char *reason);
} HvrRpcChannelEvents;

/**
 * hvr_rpc_channel_new:
 * @fd: (transfer full): a stream socket
 * @events: must outlive the channel
 */
HvrRpcChannel *hvr_rpc_channel_new(int fd, const HvrRpcChannelEvents *events, gpointer user_data);
void hvr_rpc_channel_free(HvrRpcChannel *channel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrRpcChannel, hvr_rpc_channel_free)

/** hvr_rpc_channel_send: queue a frame, after all that was queued before */
void hvr_rpc_channel_send(HvrRpcChannel *channel, const GByteArray *frame);

/** hvr_rpc_channel_set_max: bytes of a frame from now on, 0 for what the protocol allows; who sends
 * more is dropped */
void hvr_rpc_channel_set_max(HvrRpcChannel *channel, guint32 n_bytes);

/** hvr_rpc_channel_drop: end at once, because of @reason */
void hvr_rpc_channel_drop(HvrRpcChannel *channel, const char *reason);

/** hvr_rpc_channel_is_drained: nothing waits to be sent */
gboolean hvr_rpc_channel_is_drained(const HvrRpcChannel *channel);

/** hvr_rpc_channel_finish: read no more, end once everything is sent */
void hvr_rpc_channel_finish(HvrRpcChannel *channel);

G_END_DECLS
