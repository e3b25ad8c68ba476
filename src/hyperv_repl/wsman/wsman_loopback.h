/* wsman_loopback.h: the transport to a host in the same process
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "wsman_transport.h"

G_BEGIN_DECLS

/**
 * HvrWsmanLoopbackPeer:
 * @request: an envelope
 * @user_data: as given to hvr_wsman_loopback_new()
 *
 * Returns: (transfer full): the answer; or %NULL with an error to hand on
 */
typedef GBytes *(*HvrWsmanLoopbackPeer)(GBytes *request, gpointer user_data, GError **error);

/** hvr_wsman_loopback_new: @user_data must outlive the transport */
HvrWsmanTransport *hvr_wsman_loopback_new(HvrWsmanLoopbackPeer peer, gpointer user_data);

G_END_DECLS
