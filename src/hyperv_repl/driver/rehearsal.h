/* rehearsal.h: the calls that a change would make, without making them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is asked for with a rehearsal for its cancellable goes the whole way,
 * through every check and to the request that would be sent; instead of being
 * sent that is noted, and taken to have gone well at once.  What only reads is
 * sent as ever.  An errand is where that happens; who knows of effects beside
 * requests, as the guard does, asks HVR_IS_REHEARSAL().
 */

#pragma once

#include <json-glib/json-glib.h>

#include "workers.h"

G_BEGIN_DECLS

#define HVR_TYPE_REHEARSAL (hvr_rehearsal_get_type())
G_DECLARE_FINAL_TYPE(HvrRehearsal, hvr_rehearsal, HVR, REHEARSAL, GCancellable)

/** hvr_rehearsal_new: (transfer full): @caller: (nullable): cancels it, too */
HvrRehearsal *hvr_rehearsal_new(GCancellable *caller);

/** hvr_rehearsal_run: run @work with @session, in a worker; its outcome is never anything */
gpointer hvr_rehearsal_run(HvrRehearsal *rehearsal,
                           const HvrWork *work,
                           HvrWmiSession *session,
                           GCancellable *cancellable,
                           GError **error);

/** hvr_rehearsal_list_calls: (transfer full): what was noted so far, in order; while no work runs
 */
JsonNode *hvr_rehearsal_list_calls(HvrRehearsal *rehearsal);

G_END_DECLS
