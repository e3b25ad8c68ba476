/* wmi_subscription.h: what happens in the WMI of a host, as it happens
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Intrinsic events of WMI, pulled over a session that has nothing else to do
 * meanwhile.  Blocking, confined to the session's thread.
 */

#pragma once

#include "wmi_session.h"

G_BEGIN_DECLS

/**
 * HvrWmiEventKind:
 * @HVR_WMI_EVENT_UNKNOWN: no intrinsic event; Windows may say that it dropped some
 */
typedef enum {
    HVR_WMI_EVENT_UNKNOWN,
    HVR_WMI_EVENT_CREATION,
    HVR_WMI_EVENT_DELETION,
    HVR_WMI_EVENT_MODIFICATION,
} HvrWmiEventKind;

/**
 * HvrWmiEvent:
 * @target: (nullable): the instance as it is now, or was last; %NULL if the schema does not have
 *   its class
 * @previous: (nullable): as it was before a modification; of @target's class
 */
typedef struct {
    HvrWmiEventKind kind;
    const HvrWmiObject *target;
    const HvrWmiObject *previous;
} HvrWmiEvent;

/** HvrWmiEventVisit: @event: valid during the call */
typedef void (*HvrWmiEventVisit)(const HvrWmiEvent *event, gpointer user_data);

typedef struct _HvrWmiSubscription HvrWmiSubscription;

/**
 * hvr_wmi_subscription_open:
 * @session: must outlive the subscription
 * @wmi_namespace: HVR_WMI_NAMESPACE
 * @wql: an event query
 * @heartbeat: microseconds after which the host says that nothing happened
 * @expires: microseconds after which the host may forget it
 *
 * Returns: (transfer full): a subscription; see hvr_wsman_subscription_open()
 */
HvrWmiSubscription *hvr_wmi_subscription_open(HvrWmiSession *session,
                                              const char *wmi_namespace,
                                              const char *wql,
                                              GTimeSpan heartbeat,
                                              GTimeSpan expires,
                                              GCancellable *cancellable,
                                              GError **error);

/** hvr_wmi_subscription_close: (nullable): tell the host, as far as that is possible; a second at
 * most */
void hvr_wmi_subscription_close(HvrWmiSubscription *subscription);

/**
 * hvr_wmi_subscription_pull:
 * @patience: microseconds to wait for an event; more than the heartbeat
 *
 * Returns: %TRUE also if nothing happened; %FALSE with %HVR_ERROR_LOST if the
 *   host has forgotten the subscription, or with why it could not be asked
 */
gboolean hvr_wmi_subscription_pull(HvrWmiSubscription *subscription,
                                   GTimeSpan patience,
                                   HvrWmiEventVisit visit,
                                   gpointer user_data,
                                   GCancellable *cancellable,
                                   GError **error);

/** hvr_wmi_subscription_get_expires: microseconds that the host granted; 0 for ever */
GTimeSpan hvr_wmi_subscription_get_expires(const HvrWmiSubscription *subscription);

G_END_DECLS
