/* sim_replication_delta.h: what a cycle ships
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * At most one delta of a sender is on its way; it takes world time by the
 * sending host's rate.
 */

#pragma once

#include "sim_replication_relationship.h"

G_BEGIN_DECLS

/**
 * hvs_delta_start:
 *
 * Send what is pending; what becomes of it shows later.  An empty delta is there
 * at once.
 */
void hvs_delta_start(HvsRelationship *sender);

/** hvs_delta_is_under_way: sent and not there yet */
gboolean hvs_delta_is_under_way(const HvsRelationship *sender);

/** hvs_delta_stop: what is under way is lost; it stays pending */
void hvs_delta_stop(HvsRelationship *sender);

/**
 * hvs_delta_send:
 * @kind: HVS_KIND_REGULAR or HVS_KIND_PLANNED
 * @out_reason: (transfer full): why not, set when %FALSE is returned
 *
 * All that is pending arrives at once: whoever calls has waited for that long.
 */
gboolean hvs_delta_send(HvsRelationship *sender, guint16 kind, char **out_reason);

/** hvs_delta_get_time: how long what is pending takes */
GTimeSpan hvs_delta_get_time(const HvsRelationship *sender);

/**
 * hvs_delta_set_pending:
 *
 * What the guest wrote and is not sent; the statistics show it.
 */
void hvs_delta_set_pending(HvsRelationship *sender, guint64 size);

G_END_DECLS
