/* wsman_subscription.h: WS-Eventing, in pull mode
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The only mode that every Windows since 2012 grants for WMI (MS-WSMV 3.1.4.6).
 * There is no Renew: whoever wants to go on subscribes anew before the old
 * subscription lapses.  Blocking, one thread, like the client.
 */

#pragma once

#include "wsman_client.h"

G_BEGIN_DECLS

typedef struct _HvrWsmanSubscription HvrWsmanSubscription;

/**
 * hvr_wsman_subscription_open:
 * @resource_uri: a namespace's "*"
 * @wql: an event query
 * @heartbeat: microseconds after which the host says that nothing happened
 * @expires: microseconds after which the host may forget it
 *
 * Returns: (transfer full): a subscription; %NULL with %HVR_ERROR_UNSUPPORTED or
 *   %HVR_ERROR_DENIED where the host grants none
 */
HvrWsmanSubscription *hvr_wsman_subscription_open(HvrWsmanClient *client,
                                                  const char *resource_uri,
                                                  const char *wql,
                                                  GTimeSpan heartbeat,
                                                  GTimeSpan expires,
                                                  GCancellable *cancellable,
                                                  GError **error);

/** hvr_wsman_subscription_close: unsubscribe as far as that is possible, and free it */
void hvr_wsman_subscription_close(HvrWsmanSubscription *subscription,
                                  HvrWsmanClient *client,
                                  GCancellable *cancellable);

/**
 * hvr_wsman_subscription_pull:
 * @patience: microseconds to wait for an event; more than the heartbeat
 * @visit: told each event in turn
 *
 * Returns: %TRUE also if nothing happened; %FALSE with %HVR_ERROR_LOST if the
 *   host has forgotten the subscription
 */
gboolean hvr_wsman_subscription_pull(HvrWsmanSubscription *subscription,
                                     HvrWsmanClient *client,
                                     GTimeSpan patience,
                                     HvrWsmanVisit visit,
                                     gpointer user_data,
                                     GCancellable *cancellable,
                                     GError **error);

/** hvr_wsman_subscription_get_expires: microseconds that the host granted; 0 for ever */
GTimeSpan hvr_wsman_subscription_get_expires(const HvrWsmanSubscription *subscription);

G_END_DECLS
