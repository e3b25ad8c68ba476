/* sim_request.c: one envelope that has come to a simulated host, until it has its answer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_request.h"

#include <string.h>

#include "sim_charset.h"
#include "sim_reply.h"
#include "sim_upset.h"
#include "wsman_multipart.h"
#include "wsman_names.h"
#include "wsman_seal.h"

/* A parked Pull is looked at that often. */
#define PARKED_MS 20

/* An envelope that has come, until it has its answer. */
typedef struct {
    HvsServer *server;
    SoupServerMessage *message;
    HvsConnection *connection;
    gboolean is_denied;
    const char *protocol; /* (nullable): what it was sealed by */
    GBytes *envelope;
    gint64 received;
    const HvsUpset *upset; /* (nullable): what goes wrong with it */
    guint delay_ms;
    GSource *source; /* (nullable): what it waits for; it is paused meanwhile */
    gulong disconnected;
} Request;

static void
clear_source(Request *request)
{
    if (request->source == NULL)
        return;

    g_source_destroy(request->source);
    g_clear_pointer(&request->source, g_source_unref);
}

static void
request_free(gpointer data)
{
    Request *request = data;

    clear_source(request);
    g_signal_handler_disconnect(request->message, request->disconnected);
    g_object_unref(request->message);
    g_clear_pointer(&request->envelope, g_bytes_unref);
    g_free(request);
}

GHashTable *
hvs_request_new_set(void)
{
    return g_hash_table_new_full(NULL, NULL, request_free, NULL);
}

static void
request_end(Request *request)
{
    g_hash_table_remove(request->server->requests, request);
}

/* The client, or a host that went down, was faster. */
static void
on_disconnected(SoupServerMessage *message G_GNUC_UNUSED, gpointer data)
{
    request_end(data);
}

static Request *
request_new(HvsServer *server, SoupServerMessage *message, HvsConnection *connection)
{
    Request *request = g_new0(Request, 1);

    request->server = server;
    request->message = g_object_ref(message);
    request->connection = connection;
    request->received = hvr_clock_get_monotonic(server->host->world->clock);
    request->disconnected =
        g_signal_connect(message, "disconnected", G_CALLBACK(on_disconnected), request);
    g_hash_table_add(server->requests, request);

    return request;
}

static void
wait_for(Request *request, guint delay_ms, GSourceFunc func)
{
    g_autoptr(GMainContext) context = g_main_context_ref_thread_default();

    if (request->source == NULL)
        soup_server_message_pause(request->message);
    clear_source(request);
    request->source = g_timeout_source_new(delay_ms);
    g_source_set_callback(request->source, func, request, NULL);
    g_source_attach(request->source, context);
}

/* Even dropping waits for the loop: a message cannot lose its connection while
 * libsoup is calling us about it. */
static gboolean
on_misshapen(gpointer data)
{
    Request *request = data;
    HvsServer *server = request->server;
    HvsConnection *connection = request->connection;
    const HvsUpset *upset = request->upset;
    SoupServerMessage *message = request->message;
    g_autoptr(GBytes)
        body = soup_message_body_flatten(soup_server_message_get_response_body(message));
    const char *type = soup_message_headers_get_one(
        soup_server_message_get_response_headers(message), "Content-Type");
    g_autofree char *head = g_strdup_printf(
        "HTTP/1.1 %u \r\nServer: Microsoft-HTTPAPI/2.0\r\nContent-Type: %s\r\n",
        soup_server_message_get_status(message), type != NULL ? type : HVR_WSMAN_CONTENT_TYPE);
    HvsWireAnswer answer = { head, body };
    g_autoptr(GBytes) bytes = hvs_wire_format(&upset->form, &answer);
    g_autoptr(GIOStream) stream = NULL;

    g_object_ref(message);
    request_end(request);
    connection->is_stolen = TRUE;
    stream = soup_server_message_steal_connection(message);
    hvs_wire_write(&upset->form, stream, bytes, server->wires, (GDestroyNotify)hvs_connection_free,
                   connection);
    g_object_unref(message);

    return G_SOURCE_REMOVE;
}

static gboolean
on_due(gpointer data)
{
    Request *request = data;

    soup_server_message_unpause(request->message);
    request_end(request);

    return G_SOURCE_REMOVE;
}

/* As it was asked: in clear, or sealed. */
static gboolean
set_answer(Request *request, GBytes *answer, gboolean is_fault)
{
    HvsLogin *login = request->connection->login;
    g_autoptr(GBytes) sealed = NULL;
    g_autofree char *type = NULL;

    if (request->protocol == NULL) {
        hvs_reply_set_body(request->message, hvs_charset_get_content_type(answer), answer);
    } else {
        sealed =
            hvr_wsman_seal_encode(hvs_login_get_context(login), request->protocol, answer, NULL);
        if (sealed == NULL)
            return FALSE;
        type = hvr_wsman_multipart_dup_content_type(request->protocol);
        hvs_reply_set_body(request->message, type, sealed);
    }
    hvs_reply_set_status(request->message,
                         is_fault ? SOUP_STATUS_INTERNAL_SERVER_ERROR : SOUP_STATUS_OK);

    return TRUE;
}

/* @answer may be NULL if what goes wrong does not need one. */
static void
deliver(Request *request, GBytes *answer, gboolean is_fault)
{
    const HvsUpset *upset = request->upset;

    if (upset != NULL && upset->status != 0)
        hvs_reply_set_status(request->message, upset->status);
    else if (answer != NULL && !set_answer(request, answer, is_fault))
        hvs_reply_close(request->message, SOUP_STATUS_BAD_REQUEST);

    if (upset != NULL && upset->is_misshapen)
        wait_for(request, request->delay_ms, on_misshapen);
    else if (request->source != NULL || request->delay_ms > 0)
        wait_for(request, request->delay_ms, on_due);
    else
        request_end(request);
}

static GBytes *
ask(const Request *request, gboolean *out_is_fault)
{
    HvsService *service = request->server->service;

    *out_is_fault = TRUE;
    /* Whoever proved to be somebody else; inferred from what a listener's ACL answers. */
    if (request->is_denied)
        return hvs_service_refuse(service, request->envelope, HVS_FAULT_ACCESS_DENIED);

    return hvs_service_answer(service, request->envelope, request->received, out_is_fault);
}

/* FALSE if there is none yet. */
static gboolean
answer_now(Request *request)
{
    const HvsUpset *upset = request->upset;
    g_autoptr(GBytes) answer = NULL;
    gboolean is_fault = FALSE;

    if (upset == NULL || upset->time == HVS_UPSET_DONE) {
        answer = ask(request, &is_fault);
        if (answer == NULL)
            return FALSE;
    }
    if (upset != NULL && upset->fault != HVS_FAULT_NONE) {
        g_clear_pointer(&answer, g_bytes_unref);
        answer = hvs_service_refuse(request->server->service, request->envelope, upset->fault);
        is_fault = TRUE;
    } else if (upset != NULL && upset->replace != NULL) {
        g_clear_pointer(&answer, g_bytes_unref);
        answer = upset->replace();
        is_fault = FALSE;
    }
    deliver(request, answer, is_fault);

    return TRUE;
}

/* libsoup does not look whether the client of a paused message is still there.
 * It calls that disconnected, which ends the request, as soon as it gives up the
 * connection. */
static gboolean
on_parked(gpointer data)
{
    Request *request = data;
    GHashTable *requests = request->server->requests;
    g_autoptr(SoupServerMessage) message = g_object_ref(request->message);
    g_autoptr(GIOStream) stream = NULL;

    if (!hvs_connection_has_left(request->connection))
        return answer_now(request) ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;

    stream = soup_server_message_steal_connection(message);
    if (stream != NULL)
        g_io_stream_close(stream, NULL, NULL);
    g_hash_table_remove(requests, request);

    return G_SOURCE_REMOVE;
}

/* Sealed by the context of this connection, or not at all (MS-WSMV 2.2.9.1). */
static guint
open_sealed(Request *request, const char *protocol)
{
    HvsLogin *login = request->connection->login;
    gss_ctx_id_t context = hvs_login_get_context(login);
    g_autoptr(GBytes) body = hvs_reply_dup_request(request->message);

    if (context == GSS_C_NO_CONTEXT)
        return SOUP_STATUS_BAD_REQUEST;
    if (g_strcmp0(protocol, hvs_login_get_protocol(login)) != 0)
        return SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE;

    request->protocol = protocol;
    request->envelope = hvr_wsman_seal_decode(context, protocol, body, NULL);
    if (request->envelope == NULL)
        return SOUP_STATUS_BAD_REQUEST;

    return g_bytes_get_size(request->envelope) > hvs_reply_get_max_size(request->server->host)
               ? SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE
               : 0;
}

/* 0, or the status of a refusal.  Whoever came in by a scheme that can seal has
 * to, unless AllowUnencrypted is set; that 401 says so is inferred. */
static guint
open_body(Request *request)
{
    SoupMessageHeaders *headers = soup_server_message_get_request_headers(request->message);
    const char *type = soup_message_headers_get_content_type(headers, NULL);
    const char *protocol =
        hvr_wsman_multipart_find_protocol(hvs_reply_get_request_type(request->message));

    if (hvs_reply_has_sealed(request->message))
        return open_sealed(request, protocol);
    if (type == NULL || g_ascii_strcasecmp(type, "application/soap+xml") != 0)
        return SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE;
    if (!request->connection->over_tls && !request->server->host->winrm.allow_unencrypted)
        return SOUP_STATUS_UNAUTHORIZED;
    request->envelope = hvs_reply_dup_request(request->message);

    return 0;
}

/* A host that went down before its listeners could. */
void
hvs_request_drop(HvsServer *server, SoupServerMessage *message, HvsConnection *connection)
{
    Request *request = request_new(server, message, connection);

    request->upset = hvs_upset_get_drop();
    deliver(request, NULL, FALSE);
}

/* What cannot be opened is the end of the context. */
static void
refuse_body(Request *request, guint status)
{
    if (status == SOUP_STATUS_UNAUTHORIZED) {
        hvs_login_forget(request->connection->login);
        hvs_reply_refuse_login(request->message, request->connection, TRUE);
    } else if (status == SOUP_STATUS_BAD_REQUEST) {
        hvs_login_forget(request->connection->login);
        hvs_reply_close(request->message, status);
    } else {
        hvs_reply_set_status(request->message, status);
    }
}

/* Clients tell a connection that is nobody's from a refusal by the schemes. */
static void
forget(Request *request, guint status)
{
    hvs_login_forget(request->connection->login);
    if (status == SOUP_STATUS_UNAUTHORIZED)
        hvs_reply_refuse_login(request->message, request->connection, FALSE);
    else
        hvs_reply_set_status(request->message, status);
}

void
hvs_request_serve(HvsServer *server,
                  SoupServerMessage *message,
                  HvsConnection *connection,
                  gboolean is_denied)
{
    Request *request = request_new(server, message, connection);
    guint refusal;

    request->is_denied = is_denied;
    request->upset = hvs_upset_take(server->host, &request->delay_ms);
    if (request->upset != NULL && request->upset->time == HVS_UPSET_UNREAD) {
        forget(request, request->upset->status);
        request_end(request);
        return;
    }

    refusal = open_body(request);
    if (refusal != 0) {
        refuse_body(request, refusal);
        request_end(request);
    } else if (!answer_now(request)) {
        wait_for(request, PARKED_MS, on_parked);
    }
}
