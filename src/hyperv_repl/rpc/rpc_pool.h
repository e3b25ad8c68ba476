/* rpc_pool.h: drives of the host as storage pools
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * For what is in them.
 */

#pragma once

#include "reading.h"
#include "rpc_call.h"

G_BEGIN_DECLS

/** hvr_rpc_pool_find: by @name or, if that is %NULL, by @uuid; %NULL with VIR_ERR_NO_STORAGE_POOL
 */
const HvrDrive *
hvr_rpc_pool_find(HvrRpcCall *call, const char *name, const guchar *uuid, GError **error);

G_END_DECLS
