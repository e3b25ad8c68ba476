/* sim_subscription.h: who waits for events
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * WS-Eventing in pull mode, as the WMI plug-in grants it: every answer gives a
 * new context, an idle one is an empty page or w:TimedOut, nothing is renewed.
 */

#pragma once

#include "sim_exchange.h"

G_BEGIN_DECLS

typedef struct _HvsSubscriptions HvsSubscriptions;

HvsSubscriptions *hvs_subscriptions_new(void);
void hvs_subscriptions_free(HvsSubscriptions *subscriptions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvsSubscriptions, hvs_subscriptions_free)

/** hvs_subscriptions_count: those that are open and the Pulls that wait, as quotas count */
guint hvs_subscriptions_count(const HvsSubscriptions *subscriptions);

/** hvs_subscriptions_count_open: those that see events */
guint hvs_subscriptions_count_open(const HvsSubscriptions *subscriptions);

/**
 * hvs_subscriptions_refresh: before any answer: look what happened, forget those who are gone
 * @exchange: whoever asks is not gone
 */
void hvs_subscriptions_refresh(HvsSubscriptions *subscriptions, const HvsExchange *exchange);

/** hvs_subscriptions_has: whether a Pull's or Release's context is of a subscription */
gboolean hvs_subscriptions_has(const HvsSubscriptions *subscriptions, const HvsExchange *exchange);

/** hvs_subscriptions_open: answer a Subscribe request */
gboolean hvs_subscriptions_open(HvsSubscriptions *subscriptions, HvsExchange *exchange);

/** hvs_subscriptions_pull: answer a Pull request, or park it; hvs_subscriptions_has() it */
gboolean hvs_subscriptions_pull(HvsSubscriptions *subscriptions, HvsExchange *exchange);

/** hvs_subscriptions_release: answer a Release request; hvs_subscriptions_has() it */
gboolean hvs_subscriptions_release(HvsSubscriptions *subscriptions, HvsExchange *exchange);

/** hvs_subscriptions_close: answer an Unsubscribe request */
gboolean hvs_subscriptions_close(HvsSubscriptions *subscriptions, HvsExchange *exchange);

G_END_DECLS
