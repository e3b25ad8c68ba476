/* sim_fragment.h: one property of an instance (DSP0226 7.7)
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_exchange.h"

G_BEGIN_DECLS

/**
 * hvs_fragment_answer:
 * @instance: the instance as it would be answered; no longer needed afterwards
 *
 * Puts the part that w:FragmentTransfer names in its place.
 */
gboolean hvs_fragment_answer(HvsExchange *exchange, xmlNode *instance);

G_END_DECLS
