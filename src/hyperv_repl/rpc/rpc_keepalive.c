/* rpc_keepalive.c: whether a silent client is still there
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_keepalive.h"

void
hvr_rpc_keepalive_hear(HvrRpcKeepalive *self)
{
    self->heard = TRUE;
    self->n_sent = 0;
}

HvrRpcKeepaliveStep
hvr_rpc_keepalive_end_turn(HvrRpcKeepalive *self)
{
    if (self->heard) {
        self->heard = FALSE;
        return HVR_RPC_KEEPALIVE_WAIT;
    }
    if (self->n_sent >= self->count)
        return HVR_RPC_KEEPALIVE_DEAD;
    self->n_sent++;

    return HVR_RPC_KEEPALIVE_PING;
}
