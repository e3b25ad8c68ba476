/* sim_server.c: a simulated host's HTTP and HTTPS listeners
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_server.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_secret.h"
#include "sim_service.h"
#include "wsman_names.h"

/* How soon listeners follow HvsHost.up, which whoever steers the world just sets. */
#define FOLLOW_MS 100

struct _HvsServer {
    HvsHost *host;
    HvsService *service;
    SoupServer *soup;
    char *address;
    gboolean has_tls;
    gboolean listening;
    GSource *follow;
    GHashTable *pending; /* Pending, those whose connection waits */
};

/* A message that is paused until its time has come. */
typedef struct {
    HvsServer *server;
    SoupServerMessage *message;
    GSource *source;
    gulong disconnected;
    gboolean drop; /* close the connection instead of sending the answer */
} Pending;

static GSource *
attach_timeout(guint delay_ms, GSourceFunc func, gpointer data)
{
    GSource *source = g_timeout_source_new(delay_ms);
    g_autoptr(GMainContext) context = g_main_context_ref_thread_default();

    g_source_set_callback(source, func, data, NULL);
    g_source_attach(source, context);

    return source;
}

static void
pending_free(gpointer data)
{
    Pending *pending = data;

    g_source_destroy(pending->source);
    g_source_unref(pending->source);
    g_signal_handler_disconnect(pending->message, pending->disconnected);
    g_object_unref(pending->message);
    g_free(pending);
}

static void
drop_connection(SoupServerMessage *message)
{
    g_autoptr(GIOStream) stream = soup_server_message_steal_connection(message);

    if (stream != NULL)
        g_io_stream_close(stream, NULL, NULL);
}

static gboolean
on_due(gpointer data)
{
    Pending *pending = data;
    g_autoptr(SoupServerMessage) message = g_object_ref(pending->message);
    gboolean drop = pending->drop;

    g_hash_table_remove(pending->server->pending, pending);
    if (drop)
        drop_connection(message);
    else
        soup_server_message_unpause(message);

    return G_SOURCE_REMOVE;
}

/* The client, or a host that went down, was faster. */
static void
on_disconnected(SoupServerMessage *message, gpointer data)
{
    Pending *pending = data;

    g_hash_table_remove(pending->server->pending, pending);
}

/* Even dropping waits for the loop: a message cannot lose its connection while
 * libsoup is calling us about it. */
static void
finish_later(HvsServer *server, SoupServerMessage *message, guint delay_ms, gboolean drop)
{
    Pending *pending = g_new0(Pending, 1);

    soup_server_message_pause(message);
    pending->server = server;
    pending->message = g_object_ref(message);
    pending->drop = drop;
    pending->source = attach_timeout(delay_ms, on_due, pending);
    pending->disconnected =
        g_signal_connect(message, "disconnected", G_CALLBACK(on_disconnected), pending);
    g_hash_table_add(server->pending, pending);
}

/* http.sys sends no reason phrase, and nothing in the body that is no envelope. */
static void
set_status(SoupServerMessage *message, guint status)
{
    soup_server_message_set_status(message, status, "");
}

/* libsoup reads the body to its end before it answers; nobody keeps it. */
static void
refuse_and_close(SoupServerMessage *message, guint status)
{
    soup_message_body_set_accumulate(soup_server_message_get_request_body(message), FALSE);
    soup_message_headers_replace(soup_server_message_get_response_headers(message), "Connection",
                                 "close");
    set_status(message, status);
}

/* What can be told from the request's head, before its body is read. */
static void
on_head(SoupServer *soup,
        SoupServerMessage *message,
        const char *path,
        GHashTable *query,
        gpointer user_data)
{
    SoupMessageHeaders *headers = soup_server_message_get_request_headers(message);

    if (strcmp(path, HVR_WSMAN_PATH) != 0)
        refuse_and_close(message, SOUP_STATUS_NOT_FOUND);
    else if (strcmp(soup_server_message_get_method(message), SOUP_METHOD_POST) != 0)
        refuse_and_close(message, SOUP_STATUS_METHOD_NOT_ALLOWED);
    else if (soup_message_headers_get_encoding(headers) == SOUP_ENCODING_CHUNKED)
        refuse_and_close(message, SOUP_STATUS_INTERNAL_SERVER_ERROR);
    else if (soup_message_headers_get_content_length(headers) > HVR_WSMAN_MAX_ENVELOPE_SIZE)
        refuse_and_close(message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE);
}

/* Takes the same time wherever the two differ. */
static gboolean
is_secret(const char *text, const char *secret)
{
    gsize n_text = strlen(text);
    gsize n_secret = strlen(secret);
    volatile guchar difference = n_text != n_secret;

    for (gsize i = 0; i < n_text; i++)
        difference |= (guchar)(text[i] ^ secret[n_secret > 0 ? i % n_secret : 0]);

    return difference == 0;
}

/* Account names compare in any case, and nobody logs on over the network with
 * an empty password (LimitBlankPasswordUse). */
static gboolean
is_login(const HvsHost *host, char *login)
{
    char *colon = strchr(login, ':');
    gboolean is_password;

    if (colon == NULL || host->user == NULL || host->password == NULL)
        return FALSE;
    *colon = '\0';
    is_password = is_secret(colon + 1, host->password);

    return g_ascii_strcasecmp(login, host->user) == 0 && is_password && *host->password != '\0';
}

static gboolean
is_authorized(const HvsHost *host, SoupMessageHeaders *headers)
{
    const char *header = soup_message_headers_get_one(headers, "Authorization");
    g_autofree guchar *bytes = NULL;
    g_autofree char *login = NULL;
    gsize n_bytes;
    gboolean ok;

    if (header == NULL || g_ascii_strncasecmp(header, "Basic ", strlen("Basic ")) != 0)
        return FALSE;

    bytes = g_base64_decode(header + strlen("Basic "), &n_bytes);
    login = g_strndup((const char *)bytes, n_bytes);
    ok = is_login(host, login);
    hvr_secret_wipe(bytes, n_bytes);
    hvr_secret_wipe(login, n_bytes);

    return ok;
}

static void
set_answer(SoupServerMessage *message, GBytes *answer, gboolean is_fault)
{
    gsize length;
    const char *text = g_bytes_get_data(answer, &length);

    soup_server_message_set_response(message, HVR_WSMAN_CONTENT_TYPE, SOUP_MEMORY_COPY, text,
                                     length);
    set_status(message, is_fault ? SOUP_STATUS_INTERNAL_SERVER_ERROR : SOUP_STATUS_OK);
}

static GBytes *
get_request(SoupServerMessage *message)
{
    return soup_message_body_flatten(soup_server_message_get_request_body(message));
}

/* Who says "WSMANIDENTIFY: unauthenticated" may ask who is there, nothing else
 * (MS-WSMV 3.1.4.1.29). */
static void
answer_stranger(HvsServer *server, SoupServerMessage *message)
{
    SoupMessageHeaders *headers = soup_server_message_get_response_headers(message);
    const char *identify = soup_message_headers_get_one(
        soup_server_message_get_request_headers(message), "WSMANIDENTIFY");
    g_autoptr(GBytes) answer = NULL;

    if (g_strcmp0(identify, "unauthenticated") == 0) {
        g_autoptr(GBytes) request = get_request(message);

        answer = hvs_service_answer_anonymous(server->service, request);
    }
    if (answer != NULL) {
        set_answer(message, answer, FALSE);
        return;
    }

    soup_message_headers_append(headers, "WWW-Authenticate", "Negotiate");
    soup_message_headers_append(headers, "WWW-Authenticate", "Basic realm=\"WSMAN\"");
    set_status(message, SOUP_STATUS_UNAUTHORIZED);
}

/* 0 if the body can be an envelope.  There is never a context that could open
 * an encrypted one. */
static guint
check_content_type(SoupServerMessage *message)
{
    SoupMessageHeaders *headers = soup_server_message_get_request_headers(message);
    const char *type = soup_message_headers_get_content_type(headers, NULL);

    if (type != NULL && g_ascii_strcasecmp(type, "application/soap+xml") == 0)
        return 0;
    if (type != NULL && g_ascii_strcasecmp(type, "multipart/encrypted") == 0)
        return SOUP_STATUS_BAD_REQUEST;

    return SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE;
}

static gboolean
take_one(guint *count)
{
    if (*count == 0)
        return FALSE;
    (*count)--;

    return TRUE;
}

static void
answer_envelope(HvsServer *server, SoupServerMessage *message)
{
    HvsHost *host = server->host;
    g_autoptr(GBytes) request = get_request(message);
    g_autoptr(GBytes) answer = NULL;
    gboolean is_fault;

    if (take_one(&host->drop_requests)) {
        finish_later(server, message, 0, TRUE);
        return;
    }

    answer = hvs_service_answer(server->service, request, &is_fault);
    if (take_one(&host->drop_replies)) {
        finish_later(server, message, 0, TRUE);
        return;
    }

    set_answer(message, answer, is_fault);
    if (host->reply_delay_ms > 0)
        finish_later(server, message, host->reply_delay_ms, FALSE);
}

static void
on_request(SoupServer *soup,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
    HvsServer *server = user_data;
    guint refusal = check_content_type(message);

    if (!server->host->up)
        finish_later(server, message, 0, TRUE);
    else if (!is_authorized(server->host, soup_server_message_get_request_headers(message)))
        answer_stranger(server, message);
    else if (refusal != 0)
        set_status(message, refusal);
    else
        answer_envelope(server, message);
}

static GSocket *
open_socket(GSocketAddress *address, GError **error)
{
    g_autoptr(GSocket) socket = NULL;

    socket = g_socket_new(g_socket_address_get_family(address), G_SOCKET_TYPE_STREAM,
                          G_SOCKET_PROTOCOL_TCP, error);
    if (socket == NULL || !g_socket_bind(socket, address, TRUE, error) ||
        !g_socket_listen(socket, error))
        return NULL;

    return g_steal_pointer(&socket);
}

/* The port that was bound is kept, so that a host comes back where it was. */
static gboolean
listen_on(HvsServer *server, guint16 *port, SoupServerListenOptions options, GError **error)
{
    g_autoptr(GSocketAddress)
        address = g_inet_socket_address_new_from_string(server->address, *port);
    g_autoptr(GSocketAddress) bound = NULL;
    g_autoptr(GSocket) socket = NULL;
    g_autoptr(GError) cause = NULL;

    if (address == NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("'%s' is no IP address"), server->address);

    socket = open_socket(address, &cause);
    if (socket != NULL && soup_server_listen_socket(server->soup, socket, options, &cause))
        bound = g_socket_get_local_address(socket, &cause);
    if (bound == NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("host '%1$s' cannot listen on '%2$s', port %3$u: %4$s"),
                        server->host->name, server->address, *port, cause->message);
    *port = g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(bound));

    return TRUE;
}

static gboolean
start_listening(HvsServer *server, GError **error)
{
    HvsHost *host = server->host;

    server->listening =
        listen_on(server, &host->http_port, 0, error) &&
        (!server->has_tls || listen_on(server, &host->https_port, SOUP_SERVER_LISTEN_HTTPS, error));
    if (!server->listening)
        soup_server_disconnect(server->soup);

    return server->listening;
}

/* A host that is down refuses connections; those that stand are cut.  One that
 * comes back tries until it has its ports again. */
static gboolean
on_follow(gpointer data)
{
    HvsServer *server = data;

    if (server->host->up && !server->listening)
        start_listening(server, NULL);
    else if (!server->host->up && server->listening) {
        soup_server_disconnect(server->soup);
        server->listening = FALSE;
    }

    return G_SOURCE_CONTINUE;
}

HvsServer *
hvs_server_new(HvsHost *host, const char *address, GTlsCertificate *certificate, GError **error)
{
    g_autoptr(HvsServer) server = g_new0(HvsServer, 1);

    server->host = host;
    server->service = hvs_service_new(host);
    server->address = g_strdup(address);
    server->has_tls = certificate != NULL;
    server->pending = g_hash_table_new_full(NULL, NULL, pending_free, NULL);
    server->soup = soup_server_new("server-header", "Microsoft-HTTPAPI/2.0", NULL);
    if (certificate != NULL)
        soup_server_set_tls_certificate(server->soup, certificate);
    soup_server_add_early_handler(server->soup, NULL, on_head, server, NULL);
    soup_server_add_handler(server->soup, NULL, on_request, server, NULL);
    if (!start_listening(server, error))
        return NULL;
    server->follow = attach_timeout(FOLLOW_MS, on_follow, server);

    return g_steal_pointer(&server);
}

void
hvs_server_free(HvsServer *server)
{
    if (server == NULL)
        return;

    if (server->follow != NULL) {
        g_source_destroy(server->follow);
        g_source_unref(server->follow);
    }
    g_hash_table_unref(server->pending);
    soup_server_disconnect(server->soup);
    g_object_unref(server->soup);
    hvs_service_free(server->service);
    g_free(server->address);
    g_free(server);
}
