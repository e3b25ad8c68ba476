/* wsman_negotiation.h: the legs of the scheme Negotiate
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Tokens to and fro, in headers of posts without a body (MS-WSMV 3.1.4.1.30),
 * all on one connection.  What they establish belongs to that connection.
 */

#pragma once

#include "wsman_connection.h"
#include "wsman_gss.h"

G_BEGIN_DECLS

/**
 * HvrWsmanNegotiation:
 * @connection: where
 * @endpoint: whom to name
 * @scheme: what is inside, %HVR_AUTH_KERBEROS or %HVR_AUTH_NTLM
 * @deadline: monotonic, microseconds
 */
typedef struct {
    HvrWsmanConnection *connection;
    const HvrEndpoint *endpoint;
    HvrAuthScheme scheme;
    gint64 deadline;
} HvrWsmanNegotiation;

/**
 * hvr_wsman_negotiation_run:
 * @gss: begun, and complete when this succeeds
 * @token: the first one
 *
 * Returns: %FALSE with %HVR_ERROR_AUTH if the host refused or did not prove who
 *   it is, %HVR_ERROR_PROTOCOL, or as hvr_wsman_connection_post()
 */
gboolean hvr_wsman_negotiation_run(const HvrWsmanNegotiation *negotiation,
                                   HvrWsmanGss *gss,
                                   GBytes *token,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
