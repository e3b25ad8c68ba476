/* sim_enumeration.h: enumerations and their pages
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What Enumerate found is kept until it was pulled, released, or nobody asked
 * for a minute.  Every answer gives a new context, unless the world's switches
 * say otherwise.
 */

#pragma once

#include "sim_exchange.h"

G_BEGIN_DECLS

typedef struct _HvsEnumerations HvsEnumerations;

HvsEnumerations *hvs_enumerations_new(void);
void hvs_enumerations_free(HvsEnumerations *enumerations);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvsEnumerations, hvs_enumerations_free)

/** hvs_enumerations_count: those that are open, as quotas count */
guint hvs_enumerations_count(HvsEnumerations *enumerations, const HvsExchange *exchange);

/** hvs_enumerations_open: answer an Enumerate request */
gboolean hvs_enumerations_open(HvsEnumerations *enumerations, HvsExchange *exchange);

/** hvs_enumerations_pull: answer a Pull request */
gboolean hvs_enumerations_pull(HvsEnumerations *enumerations, HvsExchange *exchange);

/** hvs_enumerations_release: answer a Release request */
gboolean hvs_enumerations_release(HvsEnumerations *enumerations, HvsExchange *exchange);

G_END_DECLS
