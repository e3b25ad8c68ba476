/* rpc_session.h: one client's connection
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Takes frames apart into calls and keeps what a connection has: its host,
 * whether it may write, its event callbacks, its calls under way.  Lives on
 * the main context.
 */

#pragma once

#include <gio/gio.h>

#include "host.h"
#include "rpc_subscription.h"

G_BEGIN_DECLS

/** HVR_RPC_RUNNING_MAX: asynchronous calls of one client that run at once; HVR_RPC_WAITING_MAX more
 * may wait */
#define HVR_RPC_RUNNING_MAX 32
#define HVR_RPC_WAITING_MAX 64

typedef struct _HvrRpcSession HvrRpcSession;

/**
 * HvrRpcSessionConfig:
 * @read_only: it may not change anything, whatever it says when it opens
 * @find_host: (transfer full result): the host called @name, the default one for
 *   %NULL; %NULL with an error
 * @closed: (nullable): the connection is over
 *
 * What a session needs from its daemon.
 */
typedef struct {
    gboolean read_only;
    HvrHost *(*find_host)(gpointer user_data, const char *name, GError **error);
    void (*closed)(gpointer user_data, HvrRpcSession *session);
    gpointer user_data;
} HvrRpcSessionConfig;

/** hvr_rpc_session_new: @fd: (transfer full): a connected stream socket */
HvrRpcSession *hvr_rpc_session_new(int fd, const HvrRpcSessionConfig *config);
HvrRpcSession *hvr_rpc_session_ref(HvrRpcSession *session);
void hvr_rpc_session_unref(HvrRpcSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrRpcSession, hvr_rpc_session_unref)

/** hvr_rpc_session_shut_down: say that the connection ends to a client that wants to know, then end
 * it */
void hvr_rpc_session_shut_down(HvrRpcSession *session);

/* For the calls. */

/** hvr_rpc_session_send: dropped silently if the client is gone */
void hvr_rpc_session_send(HvrRpcSession *session, const GByteArray *frame);

/** hvr_rpc_session_send_closed: message 362, if the client asked for it; @reason:
 * virConnectCloseReason */
void hvr_rpc_session_send_closed(HvrRpcSession *session, int reason);

/** hvr_rpc_session_finish: end once everything is sent */
void hvr_rpc_session_finish(HvrRpcSession *session);

/** hvr_rpc_session_end_async: one asynchronous call less; the next may run */
void hvr_rpc_session_end_async(HvrRpcSession *session);

HvrHost *hvr_rpc_session_find_host(HvrRpcSession *session, const char *name, GError **error);

/** hvr_rpc_session_start_opening: %FALSE with an error if it is open, or about to be */
gboolean hvr_rpc_session_start_opening(HvrRpcSession *session, GError **error);

/** hvr_rpc_session_set_host: opening is over; @host: (nullable): %NULL if it failed */
void hvr_rpc_session_set_host(HvrRpcSession *session, HvrHost *host, gboolean read_only);

gboolean hvr_rpc_session_is_read_only(const HvrRpcSession *session);

/** hvr_rpc_session_set_wants_close: whether message 362 is wanted; %FALSE if that is so already */
gboolean hvr_rpc_session_set_wants_close(HvrRpcSession *session, gboolean wanted);

HvrRpcSubscriptions *hvr_rpc_session_get_subscriptions(HvrRpcSession *session);

/** hvr_rpc_session_get_cancellable: fires when the client is gone */
GCancellable *hvr_rpc_session_get_cancellable(HvrRpcSession *session);

G_END_DECLS
