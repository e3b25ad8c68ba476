/* rpc_subscription.h: which events one client has asked for
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Callback ids come from one counter for both programs, since go-libvirt tells
 * events apart by them alone; none is ever used twice.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HVR_RPC_MONITOR: the event id of monitor events, which have no number of libvirt's */
#define HVR_RPC_MONITOR (-1)

/** HVR_RPC_EVENTS_MAX: numbers from here on no libvirt will have for a long time */
#define HVR_RPC_EVENTS_MAX 64

/** HVR_RPC_SUBSCRIPTIONS_MAX: per client */
#define HVR_RPC_SUBSCRIPTIONS_MAX 4096

typedef struct _HvrRpcSubscriptions HvrRpcSubscriptions;

HvrRpcSubscriptions *hvr_rpc_subscriptions_new(void);
void hvr_rpc_subscriptions_free(HvrRpcSubscriptions *subscriptions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrRpcSubscriptions, hvr_rpc_subscriptions_free)

/**
 * hvr_rpc_subscriptions_add:
 * @event: virDomainEventID; all from 0 to HVR_RPC_EVENTS_MAX are taken
 * @uuid: (nullable): only of this domain
 * @out_callback: the new id
 */
gboolean hvr_rpc_subscriptions_add(HvrRpcSubscriptions *subscriptions,
                                   int event,
                                   const guchar *uuid,
                                   int *out_callback,
                                   GError **error);

/**
 * hvr_rpc_subscriptions_add_monitor:
 * @pattern: (nullable): which events, %NULL for all
 * @flags: VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_*: how @pattern is meant
 *
 * Returns: %FALSE with %HVR_ERROR_INVALID for a broken expression
 */
gboolean hvr_rpc_subscriptions_add_monitor(HvrRpcSubscriptions *subscriptions,
                                           const guchar *uuid,
                                           const char *pattern,
                                           guint flags,
                                           int *out_callback,
                                           GError **error);

/** hvr_rpc_subscriptions_remove: @monitor: which of the two programs it was made through */
gboolean hvr_rpc_subscriptions_remove(HvrRpcSubscriptions *subscriptions,
                                      gboolean monitor,
                                      int callback,
                                      GError **error);

/**
 * hvr_rpc_subscriptions_list:
 * @event: what happened: virDomainEventID or HVR_RPC_MONITOR
 * @uuid: to whom
 * @name: (nullable): of a monitor event
 *
 * Returns: (transfer full) (element-type int): callback ids, oldest first
 */
GArray *hvr_rpc_subscriptions_list(HvrRpcSubscriptions *subscriptions,
                                   int event,
                                   const guchar *uuid,
                                   const char *name);

G_END_DECLS
