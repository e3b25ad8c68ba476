/* rpc_keepalive.h: whether a silent client is still there
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Counts turns, knows no clock and no socket: its owner says when a turn is
 * over, and does what comes out.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    HVR_RPC_KEEPALIVE_WAIT,
    HVR_RPC_KEEPALIVE_PING, /* send one */
    HVR_RPC_KEEPALIVE_DEAD, /* it has not answered any */
} HvrRpcKeepaliveStep;

/**
 * HvrRpcKeepalive:
 * @count: pings without an answer that are put up with
 * @n_sent: since something was heard
 * @heard: within this turn
 */
typedef struct {
    guint count;
    guint n_sent;
    gboolean heard;
} HvrRpcKeepalive;

/** hvr_rpc_keepalive_hear: something came; what, does not matter */
void hvr_rpc_keepalive_hear(HvrRpcKeepalive *keepalive);

/** hvr_rpc_keepalive_end_turn: another interval is over */
HvrRpcKeepaliveStep hvr_rpc_keepalive_end_turn(HvrRpcKeepalive *keepalive);

G_END_DECLS
