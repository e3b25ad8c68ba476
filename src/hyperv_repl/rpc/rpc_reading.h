/* rpc_reading.h: answers that need a fresh reading of the host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to the files with handlers.
 */

#pragma once

#include "host_reading.h"
#include "rpc_call.h"

G_BEGIN_DECLS

/** HvrRpcAnswer: fills @call's ret from the readings; %FALSE with an error */
typedef gboolean (*HvrRpcAnswer)(HvrRpcCall *call, GError **error);

/**
 * hvr_rpc_reading_start:
 * @call: of an asynchronous row
 * @kinds: HVR_READING_BIT()s
 * @answer: called once they are fresh, or have failed; at once if they are fresh
 *
 * Returns: always %TRUE, so that a handler is one statement
 */
gboolean hvr_rpc_reading_start(HvrRpcCall *call, guint kinds, HvrRpcAnswer answer);

G_END_DECLS
