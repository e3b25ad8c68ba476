/* sim_reply.c: HTTP answers as http.sys and WinRM write them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_reply.h"

/* http.sys sends no reason phrase, and nothing in the body that is no envelope. */
void
hvs_reply_set_status(SoupServerMessage *message, guint status)
{
    soup_server_message_set_status(message, status, "");
}

void
hvs_reply_close(SoupServerMessage *message, guint status)
{
    soup_message_headers_replace(soup_server_message_get_response_headers(message), "Connection",
                                 "close");
    hvs_reply_set_status(message, status);
}

const char *
hvs_reply_get_request_type(SoupServerMessage *message)
{
    return soup_message_headers_get_one(soup_server_message_get_request_headers(message),
                                        "Content-Type");
}

void
hvs_reply_set_body(SoupServerMessage *message, const char *type, GBytes *body)
{
    gsize length;
    const char *text = g_bytes_get_data(body, &length);

    soup_server_message_set_response(message, type, SOUP_MEMORY_COPY, text, length);
}

GBytes *
hvs_reply_dup_request(SoupServerMessage *message)
{
    return soup_message_body_flatten(soup_server_message_get_request_body(message));
}

/* One line a scheme; after a vain attempt the connection is closed. */
void
hvs_reply_refuse_login(SoupServerMessage *message,
                       const HvsConnection *connection,
                       gboolean is_vain)
{
    SoupMessageHeaders *headers = soup_server_message_get_response_headers(message);
    const char *offer;

    for (guint i = 0; (offer = hvs_login_get_offer(connection->login, i)) != NULL; i++)
        soup_message_headers_append(headers, "WWW-Authenticate", offer);
    if (is_vain)
        hvs_reply_close(message, SOUP_STATUS_UNAUTHORIZED);
    else
        hvs_reply_set_status(message, SOUP_STATUS_UNAUTHORIZED);
}

gboolean
hvs_reply_has_sealed(SoupServerMessage *message)
{
    const char *type = soup_message_headers_get_content_type(
        soup_server_message_get_request_headers(message), NULL);

    return type != NULL && g_ascii_strcasecmp(type, "multipart/encrypted") == 0;
}

gsize
hvs_reply_get_max_size(const HvsHost *host)
{
    return (gsize)host->winrm.max_envelope_kb * 1024;
}
