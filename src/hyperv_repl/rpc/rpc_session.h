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
#include "hvr_access.h"
#include "rpc_subscription.h"

G_BEGIN_DECLS

/** HVR_RPC_RUNNING_MAX: asynchronous calls of one client that run at once, unless its daemon says
 * otherwise; HVR_RPC_WAITING_MAX more may wait */
#define HVR_RPC_RUNNING_MAX 32
#define HVR_RPC_WAITING_MAX 64

typedef struct _HvrRpcSession HvrRpcSession;
typedef struct _HvrRpcStreams HvrRpcStreams;

/**
 * HvrRpcWish:
 * @what: libvirt's function, or the command's name; static
 * @host: (nullable): as the host file calls it
 * @domain: (nullable): the machine it is about
 * @reason: (nullable): why, if the client said so
 *
 * What a client wants, for whoever decides about it or writes it down.
 */
typedef struct {
    HvrAccess access;
    const char *what;
    const char *host;
    HvrDomain *domain;
    char *reason;
} HvrRpcWish;

/**
 * HvrRpcSessionConfig:
 * @peer: (nullable): who it is, for messages
 * @read_only: it may not change anything, whatever it says when it opens
 * @n_running_max: instead of %HVR_RPC_RUNNING_MAX, 0 for that
 * @n_bytes_max: of a message, 0 for what the protocol allows
 * @keepalive_interval: seconds of silence before clients that know how are
 *   asked for a sign of life, 0 for never
 * @keepalive_count: such questions that may stay without an answer
 * @authorize: (nullable): whether the client may, as a GTask of a boolean; without
 *   it everybody may, and nobody has to log in
 * @record: (nullable): something was done that changes things, or failed with @error
 * @find_host: (transfer full result): the host called @name, the default one for
 *   %NULL; %NULL with an error
 * @closed: (nullable): the connection is over; calls that are under way still end
 * @destroy: (nullable): the last of them has ended, @user_data is no longer needed
 *
 * What a session needs from its daemon.
 */
typedef struct {
    const char *peer;
    gboolean read_only;
    guint n_running_max;
    guint32 n_bytes_max;
    guint keepalive_interval;
    guint keepalive_count;
    void (*authorize)(gpointer user_data,
                      HvrRpcSession *session,
                      const HvrRpcWish *wish,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer callback_data);
    void (*record)(gpointer user_data,
                   HvrRpcSession *session,
                   const HvrRpcWish *wish,
                   const GError *error);
    HvrHost *(*find_host)(gpointer user_data, const char *name, GError **error);
    void (*closed)(gpointer user_data, HvrRpcSession *session);
    GDestroyNotify destroy;
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

/** hvr_rpc_session_is_drained: the client has taken what it was sent; %FALSE if it is gone */
gboolean hvr_rpc_session_is_drained(const HvrRpcSession *session);

HvrRpcStreams *hvr_rpc_session_get_streams(HvrRpcSession *session);

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

/** hvr_rpc_session_is_anonymous: it has yet to say who it is */
gboolean hvr_rpc_session_is_anonymous(const HvrRpcSession *session);
void hvr_rpc_session_log_in(HvrRpcSession *session);

/** hvr_rpc_session_start_keepalive: from now on it is asked for signs of life */
void hvr_rpc_session_start_keepalive(HvrRpcSession *session);

/** hvr_rpc_session_get_host: (nullable): the one that is open */
HvrHost *hvr_rpc_session_get_host(const HvrRpcSession *session);

const HvrRpcSessionConfig *hvr_rpc_session_get_config(const HvrRpcSession *session);

/** hvr_rpc_session_record: a call has ended; what only reads is not worth it */
void hvr_rpc_session_record(HvrRpcSession *session, const HvrRpcWish *wish, const GError *error);

/** hvr_rpc_session_set_wants_close: whether message 362 is wanted; %FALSE if that is so already */
gboolean hvr_rpc_session_set_wants_close(HvrRpcSession *session, gboolean wanted);

HvrRpcSubscriptions *hvr_rpc_session_get_subscriptions(HvrRpcSession *session);

/** hvr_rpc_session_get_cancellable: fires when the client is gone */
GCancellable *hvr_rpc_session_get_cancellable(HvrRpcSession *session);

G_END_DECLS
