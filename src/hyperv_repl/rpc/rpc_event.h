/* rpc_event.h: what happened on a host, as messages to a client
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

#include "event.h"
#include "rpc_session.h"

G_BEGIN_DECLS

/** hvr_rpc_event_send: one message per callback that asked for it, none if nobody did */
void hvr_rpc_event_send(HvrRpcSession *session, const HvrEvent *event);

/** hvr_rpc_event_send_closed: message 362; @reason: virConnectCloseReason */
void hvr_rpc_event_send_closed(HvrRpcSession *session, int reason);

G_END_DECLS
