/* rpc_session.c: one client's connection
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_session.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "hvr_error.h"
#include "rpc_call.h"
#include "rpc_channel.h"
#include "rpc_error.h"
#include "rpc_event.h"
#include "rpc_keepalive.h"
#include "rpc_permit.h"
#include "rpc_procedure.h"
#include "rpc_stream.h"

/* Whoever has not opened a host yet has nothing long to say. */
#define GREETING_MAX 65536u

/* Of the keepalive program. */
#define PROCEDURE_PING 1
#define PROCEDURE_PONG 2

typedef enum {
    SESSION_NEW,
    SESSION_OPENING,
    SESSION_OPEN,
} SessionState;

struct _HvrRpcSession {
    gatomicrefcount n_refs;
    HvrRpcSessionConfig config;
    char *peer;
    HvrRpcChannel *channel; /* %NULL once the client is gone */
    SessionState state;
    gboolean read_only;
    gboolean is_anonymous;
    gboolean wants_close;
    HvrRpcKeepalive keepalive;
    guint keepalive_source;
    HvrHost *host;
    gulong event_handler;
    HvrRpcSubscriptions *subscriptions;
    HvrRpcStreams *streams;
    GCancellable *cancellable;
    guint n_running;
    GQueue waiting; /* HvrRpcCall */
};

static void
answer_ping(HvrRpcSession *self, const HvrRpcHeader *ping)
{
    HvrRpcHeader pong = *ping;
    g_autoptr(GByteArray) frame = NULL;

    if (ping->type != HVR_RPC_MESSAGE || ping->procedure != PROCEDURE_PING)
        return;

    pong.procedure = PROCEDURE_PONG;
    frame = hvr_rpc_frame_encode(&pong, NULL, NULL);
    hvr_rpc_session_send(self, frame);
}

static const HvrRpcRow *
lookup_row(const HvrRpcHeader *header, GError **error)
{
    if (!hvr_rpc_procedure_has(header->program) || header->version != HVR_RPC_VERSION) {
        hvr_rpc_fail(error, VIR_ERR_RPC, "Cannot find program %u version %u", header->program,
                     header->version);
        return NULL;
    }
    if (header->status != HVR_RPC_OK) {
        hvr_rpc_fail(error, VIR_ERR_RPC, "Unexpected message status %d", header->status);
        return NULL;
    }

    return hvr_rpc_procedure_lookup(header->program, header->procedure, error);
}

static gboolean
check_access(const HvrRpcSession *self, const HvrRpcRow *row, GError **error)
{
    if (row->access == HVR_ACCESS_ANYBODY)
        return TRUE;
    if (self->is_anonymous)
        return hvr_rpc_fail(error, VIR_ERR_RPC, "authentication required");
    if (row->access == HVR_ACCESS_ANYTIME)
        return TRUE;
    if (self->state != SESSION_OPEN)
        return hvr_rpc_fail(error, VIR_ERR_INTERNAL_ERROR, "connection not open");
    if (hvr_access_is_write(row->access) && self->read_only)
        return hvr_fail(error, HVR_ERROR_DENIED, "read only access prevents %s", row->api);

    return TRUE;
}

static gboolean
takes_time(const HvrRpcSession *self, const HvrRpcRow *row)
{
    return row->mode == HVR_RPC_ASYNC || hvr_rpc_permit_needs(self, row->access);
}

static gboolean
check_room(const HvrRpcSession *self, const HvrRpcRow *row, GError **error)
{
    if (takes_time(self, row) && self->waiting.length >= HVR_RPC_WAITING_MAX)
        return hvr_fail(error, HVR_ERROR_BUSY, _("too many calls of this connection wait already"));

    return TRUE;
}

/* Calls that are answered from state never wait behind those that are not. */
static void
run(HvrRpcSession *self, HvrRpcCall *call)
{
    call->is_counted = takes_time(self, call->row);
    if (call->is_counted && self->n_running >= self->config.n_running_max) {
        g_queue_push_tail(&self->waiting, call);
        return;
    }

    if (call->is_counted)
        self->n_running++;
    if (hvr_rpc_permit_needs(self, call->row->access))
        hvr_rpc_permit_ask(call, hvr_rpc_call_run);
    else
        hvr_rpc_call_run(call);
}

static void
set_wish(const HvrRpcSession *self, HvrRpcCall *call, const guint8 *payload, gsize n_payload)
{
    call->host = self->host;
    if (self->host == NULL)
        return;

    call->wish.host = hvr_host_get_name(self->host);
    if (hvr_access_is_write(call->row->access))
        call->wish.domain = hvr_rpc_permit_find_domain(self->host, payload, n_payload);
}

static void
dispatch(HvrRpcSession *self, const HvrRpcHeader *header, const guint8 *payload, gsize n_payload)
{
    g_autoptr(GError) error = NULL;
    const HvrRpcRow *row = lookup_row(header, &error);
    HvrRpcCall *call = NULL;

    if (row != NULL && check_access(self, row, &error) && check_room(self, row, &error))
        call = hvr_rpc_call_new(self, header, row, payload, n_payload, &error);
    if (call == NULL) {
        hvr_rpc_call_refuse(self, header, error);
        return;
    }

    set_wish(self, call, payload, n_payload);
    run(self, call);
}

/* Only calls are answered: a reply to anything else ends libvirt's client. */
static void
on_frame(gpointer user_data, const HvrRpcHeader *header, const guint8 *payload, gsize n_payload)
{
    HvrRpcSession *self = user_data;

    hvr_rpc_keepalive_hear(&self->keepalive);
    if (header->program == HVR_RPC_PROGRAM_KEEPALIVE)
        answer_ping(self, header);
    else if (header->type == HVR_RPC_CALL)
        dispatch(self, header, payload, n_payload);
    else if (header->type == HVR_RPC_CALL_WITH_FDS)
        dispatch(self, header, payload + sizeof(guint32), n_payload - sizeof(guint32));
    else if (header->type == HVR_RPC_STREAM || header->type == HVR_RPC_STREAM_HOLE)
        hvr_rpc_streams_hear(self->streams, self, header);
    else
        g_debug("ignoring a message of type %d for procedure %d", header->type, header->procedure);
}

static void
forget_host(HvrRpcSession *self)
{
    if (self->host != NULL)
        g_clear_signal_handler(&self->event_handler, self->host);
}

static void
on_closed(gpointer user_data, const char *reason)
{
    HvrRpcSession *self = user_data;
    g_autoptr(HvrRpcSession) keep = hvr_rpc_session_ref(self);
    HvrRpcCall *call;

    if (reason != NULL)
        g_message("dropped %s: %s", self->peer, reason);

    g_clear_handle_id(&self->keepalive_source, g_source_remove);
    g_clear_pointer(&self->channel, hvr_rpc_channel_free);
    forget_host(self);
    while ((call = g_queue_pop_head(&self->waiting)) != NULL)
        hvr_rpc_call_free(call);
    g_cancellable_cancel(self->cancellable);
    if (self->config.closed != NULL)
        self->config.closed(self->config.user_data, self);
}

static void
on_drained(gpointer user_data)
{
    HvrRpcSession *self = user_data;

    hvr_rpc_streams_go_on(self->streams, self);
}

static const HvrRpcChannelEvents channel_events = {
    .frame = on_frame,
    .drained = on_drained,
    .closed = on_closed,
};

HvrRpcSession *
hvr_rpc_session_new(int fd, const HvrRpcSessionConfig *config)
{
    HvrRpcSession *self = g_new0(HvrRpcSession, 1);

    g_atomic_ref_count_init(&self->n_refs);
    self->config = *config;
    self->peer = g_strdup(config->peer != NULL ? config->peer : "a client");
    self->config.peer = self->peer;
    if (config->n_running_max == 0)
        self->config.n_running_max = HVR_RPC_RUNNING_MAX;
    self->read_only = config->read_only;
    self->is_anonymous = config->authorize != NULL;
    self->subscriptions = hvr_rpc_subscriptions_new();
    self->streams = hvr_rpc_streams_new();
    self->cancellable = g_cancellable_new();
    g_queue_init(&self->waiting);
    self->channel = hvr_rpc_channel_new(fd, &channel_events, self);
    hvr_rpc_channel_set_max(self->channel, GREETING_MAX);

    return self;
}

HvrRpcSession *
hvr_rpc_session_ref(HvrRpcSession *self)
{
    g_atomic_ref_count_inc(&self->n_refs);

    return self;
}

/* Calls hold references, so none is left here. */
void
hvr_rpc_session_unref(HvrRpcSession *self)
{
    if (self == NULL || !g_atomic_ref_count_dec(&self->n_refs))
        return;

    g_clear_handle_id(&self->keepalive_source, g_source_remove);
    hvr_rpc_channel_free(self->channel);
    forget_host(self);
    g_clear_object(&self->host);
    hvr_rpc_subscriptions_free(self->subscriptions);
    hvr_rpc_streams_free(self->streams);
    g_object_unref(self->cancellable);
    g_free(self->peer);
    if (self->config.destroy != NULL)
        self->config.destroy(self->config.user_data);
    g_free(self);
}

void
hvr_rpc_session_shut_down(HvrRpcSession *self)
{
    hvr_rpc_session_send_closed(self, VIR_CONNECT_CLOSE_REASON_EOF);
    hvr_rpc_session_finish(self);
    g_cancellable_cancel(self->cancellable);
}

void
hvr_rpc_session_send(HvrRpcSession *self, const GByteArray *frame)
{
    if (self->channel != NULL)
        hvr_rpc_channel_send(self->channel, frame);
}

gboolean
hvr_rpc_session_is_drained(const HvrRpcSession *self)
{
    return self->channel != NULL && hvr_rpc_channel_is_drained(self->channel);
}

HvrRpcStreams *
hvr_rpc_session_get_streams(HvrRpcSession *self)
{
    return self->streams;
}

void
hvr_rpc_session_send_closed(HvrRpcSession *self, int reason)
{
    if (self->wants_close)
        hvr_rpc_event_send_closed(self, reason);
}

void
hvr_rpc_session_finish(HvrRpcSession *self)
{
    if (self->channel != NULL)
        hvr_rpc_channel_finish(self->channel);
}

void
hvr_rpc_session_end_async(HvrRpcSession *self)
{
    self->n_running--;
    if (self->waiting.length > 0)
        run(self, g_queue_pop_head(&self->waiting));
}

HvrHost *
hvr_rpc_session_find_host(HvrRpcSession *self, const char *name, GError **error)
{
    return self->config.find_host(self->config.user_data, name, error);
}

gboolean
hvr_rpc_session_start_opening(HvrRpcSession *self, GError **error)
{
    if (self->state != SESSION_NEW)
        return hvr_rpc_fail(error, VIR_ERR_INTERNAL_ERROR, "connection already open");

    self->state = SESSION_OPENING;

    return TRUE;
}

static void
on_event(HvrHost *host, const HvrEvent *event, gpointer user_data)
{
    hvr_rpc_event_send(user_data, event);
}

void
hvr_rpc_session_set_host(HvrRpcSession *self, HvrHost *host, gboolean read_only)
{
    self->state = host != NULL ? SESSION_OPEN : SESSION_NEW;
    if (host == NULL || self->channel == NULL)
        return;

    hvr_rpc_channel_set_max(self->channel, self->config.n_bytes_max);
    self->read_only = self->read_only || read_only;
    self->host = g_object_ref(host);
    self->event_handler = g_signal_connect(host, "event", G_CALLBACK(on_event), self);
}

gboolean
hvr_rpc_session_is_read_only(const HvrRpcSession *self)
{
    return self->read_only;
}

gboolean
hvr_rpc_session_is_anonymous(const HvrRpcSession *self)
{
    return self->is_anonymous;
}

void
hvr_rpc_session_log_in(HvrRpcSession *self)
{
    self->is_anonymous = FALSE;
}

HvrHost *
hvr_rpc_session_get_host(const HvrRpcSession *self)
{
    return self->host;
}

const HvrRpcSessionConfig *
hvr_rpc_session_get_config(const HvrRpcSession *self)
{
    return &self->config;
}

void
hvr_rpc_session_record(HvrRpcSession *self, const HvrRpcWish *wish, const GError *error)
{
    if (self->config.record != NULL && hvr_access_is_write(wish->access))
        self->config.record(self->config.user_data, self, wish, error);
}

static gboolean
on_keepalive_turn(gpointer user_data)
{
    static const HvrRpcHeader ping = {
        .program = HVR_RPC_PROGRAM_KEEPALIVE,
        .version = HVR_RPC_VERSION,
        .procedure = PROCEDURE_PING,
        .type = HVR_RPC_MESSAGE,
    };
    HvrRpcSession *self = user_data;
    HvrRpcKeepaliveStep step = hvr_rpc_keepalive_end_turn(&self->keepalive);
    g_autoptr(GByteArray) frame = NULL;

    if (step == HVR_RPC_KEEPALIVE_DEAD)
        hvr_rpc_channel_drop(self->channel, _("it gives no sign of life"));
    if (step != HVR_RPC_KEEPALIVE_PING)
        return G_SOURCE_CONTINUE;

    frame = hvr_rpc_frame_encode(&ping, NULL, NULL);
    hvr_rpc_session_send(self, frame);

    return G_SOURCE_CONTINUE;
}

void
hvr_rpc_session_start_keepalive(HvrRpcSession *self)
{
    if (self->keepalive_source != 0 || self->config.keepalive_interval == 0)
        return;

    self->keepalive.count = self->config.keepalive_count;
    self->keepalive_source =
        g_timeout_add_seconds(self->config.keepalive_interval, on_keepalive_turn, self);
}

gboolean
hvr_rpc_session_set_wants_close(HvrRpcSession *self, gboolean wanted)
{
    if (self->wants_close == wanted)
        return FALSE;

    self->wants_close = wanted;

    return TRUE;
}

HvrRpcSubscriptions *
hvr_rpc_session_get_subscriptions(HvrRpcSession *self)
{
    return self->subscriptions;
}

GCancellable *
hvr_rpc_session_get_cancellable(HvrRpcSession *self)
{
    return self->cancellable;
}
