/* rpc_permit.h: whether a client may do what it wishes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Says what is wished; who decides is the daemon's business.
 */

#pragma once

#include "rpc_call.h"

G_BEGIN_DECLS

/** HvrRpcPermitted: go on with the call, as hvr_rpc_call_run() or its handler would */
typedef void (*HvrRpcPermitted)(HvrRpcCall *call);

/** hvr_rpc_permit_needs: whether somebody has to be asked about @access */
gboolean hvr_rpc_permit_needs(const HvrRpcSession *session, HvrAccess access);

/**
 * hvr_rpc_permit_ask:
 * @call: (transfer full): its wish says what for
 * @permitted: gets the call if it may; else the client gets the error
 */
void hvr_rpc_permit_ask(HvrRpcCall *call, HvrRpcPermitted permitted);

/** hvr_rpc_permit_find_domain: (transfer full) (nullable): whom a call is about, by what stands
 * first in its arguments: a domain, or a snapshot of one */
HvrDomain *hvr_rpc_permit_find_domain(HvrHost *host, const guint8 *payload, gsize n_payload);

G_END_DECLS
