/* sim_subscription_request.h: what a Subscribe request asks for
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_event_query.h"
#include "sim_exchange.h"

G_BEGIN_DECLS

/**
 * HvsSubscriptionRequest:
 * @query: which events
 * @heartbeat: microseconds after which the host says that nothing happened; 0: never
 * @expires: microseconds after which it is forgotten; 0: never
 */
typedef struct {
    HvsEventQuery *query;
    GTimeSpan heartbeat;
    GTimeSpan expires;
} HvsSubscriptionRequest;

/** hvs_subscription_request_parse: @out_request->query: (transfer full) */
gboolean hvs_subscription_request_parse(HvsExchange *exchange, HvsSubscriptionRequest *out_request);

G_END_DECLS
