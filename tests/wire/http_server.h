/* http_server.h: a tiny HTTP server that answers by script
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One thread, one connection at a time, on 127.0.0.1.  Counts what arrives, so
 * that tests can tell a repeated request from a single one.
 */

#pragma once

#include <gio/gio.h>

/* What happens to the connection once the reply's bytes were sent. */
typedef enum {
    HTTP_KEEP,
    HTTP_CLOSE,
    HTTP_RESET,  /* close with an RST */
    HTTP_SILENT, /* nothing more until the client goes away */
    HTTP_HALF,   /* close one's own half only */
} HttpThen;

typedef struct {
    const char *bytes; /* NULL: read the request, say nothing */
    HttpThen then;
} HttpReply;

typedef struct _HttpServer HttpServer;

/* Makes up a reply, in the server's thread; @connection counts from 1. */
typedef GBytes *(*HttpLive)(guint connection, GBytes *request, gpointer user_data);

/* Request number i gets replies[i], later ones the last. With a certificate's
 * name it talks TLS. */
HttpServer *http_server_new(const HttpReply *replies, guint n_replies, const char *certificate);
HttpServer *http_server_new_live(HttpLive live, gpointer user_data);
void http_server_free(HttpServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HttpServer, http_server_free)

guint16 http_server_get_port(HttpServer *server);
guint http_server_get_n_connections(HttpServer *server);
guint http_server_get_n_requests(HttpServer *server);

/* The last request, head and body. */
char *http_server_dup_request(HttpServer *server);

/* Request number @i, from 0, and the number of its connection, from 1. */
GBytes *http_server_ref_request(HttpServer *server, guint i, guint *out_connection);

/* Waits until the reply was sent and what comes then has happened. */
void http_server_settle(HttpServer *server);

/* Cancels it a moment after request number @n_requests was read, before that is answered. */
void http_server_cancel_on(HttpServer *server, guint n_requests, GCancellable *cancellable);
