/* sim_gate.c: what a request has to pass before anybody reads it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_gate.h"

#include <string.h>

#include "sim_charset.h"
#include "sim_reply.h"
#include "sim_request.h"
#include "wsman_multipart.h"
#include "wsman_names.h"

/* Frame and security header of a sealed envelope, at most. */
#define SEAL_SIZE 1024

/* libsoup reads the body to its end before it answers; nobody keeps it. */
static void
refuse_unread(SoupServerMessage *message, guint status)
{
    soup_message_body_set_accumulate(soup_server_message_get_request_body(message), FALSE);
    hvs_reply_close(message, status);
}

/* What the envelope inside has to obey is known once it is opened. */
static gboolean
is_too_large(const HvsHost *host, SoupServerMessage *message)
{
    goffset length =
        soup_message_headers_get_content_length(soup_server_message_get_request_headers(message));
    gboolean is_sealed = hvr_wsman_multipart_find_protocol(hvs_reply_get_request_type(message)) !=
                         NULL;

    return (gsize)length > hvs_reply_get_max_size(host) + (is_sealed ? SEAL_SIZE : 0);
}

/* That connections beyond MaxConnections are answered 503 is inferred from what
 * http.sys says when a queue is full. */
void
hvs_gate_check_head(HvsServer *server, SoupServerMessage *message)
{
    SoupMessageHeaders *headers = soup_server_message_get_request_headers(message);
    const HvsConnection *connection = hvs_connection_find(soup_server_message_get_socket(message));

    if (connection == NULL || connection->is_surplus)
        refuse_unread(message, SOUP_STATUS_SERVICE_UNAVAILABLE);
    else if (strcmp(g_uri_get_path(soup_server_message_get_uri(message)), HVR_WSMAN_PATH) != 0)
        refuse_unread(message, SOUP_STATUS_NOT_FOUND);
    else if (strcmp(soup_server_message_get_method(message), SOUP_METHOD_POST) != 0)
        refuse_unread(message, SOUP_STATUS_METHOD_NOT_ALLOWED);
    else if (soup_message_headers_get_encoding(headers) == SOUP_ENCODING_CHUNKED)
        refuse_unread(message, SOUP_STATUS_INTERNAL_SERVER_ERROR);
    else if (is_too_large(server->host, message))
        refuse_unread(message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE);
}

/* Who says "WSMANIDENTIFY: unauthenticated" may ask who is there, nothing else
 * (MS-WSMV 3.1.4.1.29).  Who seals was known once, on a connection that is gone. */
static void
serve_stranger(HvsServer *server, SoupServerMessage *message, const HvsConnection *connection)
{
    const char *identify = soup_message_headers_get_one(
        soup_server_message_get_request_headers(message), "WSMANIDENTIFY");
    g_autoptr(GBytes) body = hvs_reply_dup_request(message);
    g_autoptr(GBytes) answer = NULL;

    if (g_strcmp0(identify, "unauthenticated") == 0)
        answer = hvs_service_answer_anonymous(server->service, body);
    if (answer == NULL && hvs_reply_has_sealed(message)) {
        hvs_reply_close(message, SOUP_STATUS_BAD_REQUEST);
        return;
    }
    if (answer == NULL) {
        hvs_reply_refuse_login(message, connection, FALSE);
        return;
    }

    hvs_reply_set_body(message, hvs_charset_get_content_type(answer), answer);
    hvs_reply_set_status(message, SOUP_STATUS_OK);
}

/* libsoup tells of the handshake with the first message of a connection only. */
static void
take_certificate(SoupServerMessage *message, HvsConnection *connection)
{
    GTlsCertificate *certificate = soup_server_message_get_tls_peer_certificate(message);

    if (certificate == NULL)
        return;
    g_set_object(&connection->certificate, certificate);
    connection->is_trusted = soup_server_message_get_tls_peer_certificate_errors(message) == 0;
}

static HvsLoginVerdict
log_in(SoupServerMessage *message, const HvsConnection *connection)
{
    SoupMessageHeaders *headers = soup_server_message_get_request_headers(message);
    HvsLoginAttempt attempt = {
        .authorization = soup_message_headers_get_one(headers, "Authorization"),
        .certificate = connection->certificate,
        .is_trusted = connection->is_trusted,
    };
    g_autofree char *challenge = NULL;
    HvsLoginVerdict verdict = hvs_login_try(connection->login, &attempt, &challenge);

    if (challenge != NULL)
        soup_message_headers_append(soup_server_message_get_response_headers(message),
                                    "WWW-Authenticate", challenge);

    return verdict;
}

/* The last leg may bring the first envelope along, and has no body otherwise. */
static void
serve_known(HvsServer *server,
            SoupServerMessage *message,
            HvsConnection *connection,
            gboolean is_denied)
{
    if (hvs_login_is_fresh(connection->login) &&
        soup_server_message_get_request_body(message)->length == 0)
        hvs_reply_set_status(message, SOUP_STATUS_OK);
    else
        hvs_request_serve(server, message, connection, is_denied);
}

void
hvs_gate_serve(HvsServer *server, SoupServerMessage *message)
{
    HvsConnection *connection = hvs_connection_find(soup_server_message_get_socket(message));
    HvsLoginVerdict verdict;

    if (connection == NULL) {
        hvs_reply_close(message, SOUP_STATUS_SERVICE_UNAVAILABLE);
        return;
    }
    if (!server->host->up) {
        hvs_request_drop(server, message, connection);
        return;
    }

    take_certificate(message, connection);
    verdict = log_in(message, connection);
    switch (verdict) {
    case HVS_LOGIN_STRANGER:
        serve_stranger(server, message, connection);
        break;
    case HVS_LOGIN_REFUSED:
        hvs_reply_refuse_login(message, connection, TRUE);
        break;
    case HVS_LOGIN_CONTINUED:
        hvs_reply_set_status(message, SOUP_STATUS_UNAUTHORIZED);
        break;
    case HVS_LOGIN_FORBIDDEN:
        hvs_reply_close(message, SOUP_STATUS_FORBIDDEN);
        break;
    case HVS_LOGIN_DENIED:
    case HVS_LOGIN_KNOWN:
        serve_known(server, message, connection, verdict == HVS_LOGIN_DENIED);
        break;
    }
}
