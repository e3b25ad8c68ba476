/* sim_invocation.h: method calls
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_exchange.h"

G_BEGIN_DECLS

/** hvs_invocation_run: call the method that the action names on the instance addressed */
gboolean hvs_invocation_run(HvsExchange *exchange);

G_END_DECLS
