/* http_server.c: a tiny HTTP server that answers by script
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "http_server.h"

#include <string.h>
#include <sys/socket.h>

struct _HttpServer {
    GSocketListener *listener;
    GTlsCertificate *certificate;
    guint16 port;
    GThread *thread;
    GCancellable *stop;
    const HttpReply *replies;
    guint n_replies;

    GMutex lock; /* what follows */
    guint n_connections;
    guint n_requests;
    char *request;
    GCancellable *cancellable;
    guint cancel_on; /* the request that cancels it */
};

static gboolean
has_whole_request(const GString *request)
{
    const char *end = strstr(request->str, "\r\n\r\n");
    const char *length = strstr(request->str, "Content-Length: ");

    if (end == NULL)
        return FALSE;

    g_assert_nonnull(length);

    return request->len >=
           (gsize)(end + 4 - request->str) + g_ascii_strtoull(length + 16, NULL, 10);
}

static gboolean
read_request(HttpServer *server, GInputStream *input)
{
    g_autoptr(GString) request = g_string_new(NULL);
    GCancellable *cancellable = NULL;

    while (!has_whole_request(request)) {
        char bytes[4096];
        gssize n = g_input_stream_read(input, bytes, sizeof bytes, server->stop, NULL);

        if (n <= 0)
            return FALSE;
        g_string_append_len(request, bytes, n);
    }

    g_mutex_lock(&server->lock);
    g_free(server->request);
    server->request = g_strdup(request->str);
    server->n_requests++;
    if (server->n_requests == server->cancel_on)
        cancellable = server->cancellable;
    g_mutex_unlock(&server->lock);

    /* The client must be in its poll() by then, or nothing is tested. */
    if (cancellable != NULL) {
        g_poll(NULL, 0, 50);
        g_cancellable_cancel(cancellable);
    }

    return TRUE;
}

static void
wait_for_end(HttpServer *server, GInputStream *input)
{
    char bytes[4096];

    while (g_input_stream_read(input, bytes, sizeof bytes, server->stop, NULL) > 0)
        continue;
}

static void
set_reset(GSocketConnection *connection)
{
    int fd = g_socket_get_fd(g_socket_connection_get_socket(connection));
    struct linger linger = { .l_onoff = 1, .l_linger = 0 };

    g_assert_cmpint(setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger), ==, 0);
}

static void
serve(HttpServer *server, GSocketConnection *connection, GIOStream *stream)
{
    GInputStream *input = g_io_stream_get_input_stream(stream);
    GOutputStream *output = g_io_stream_get_output_stream(stream);

    while (read_request(server, input)) {
        guint i = MIN(http_server_get_n_requests(server), server->n_replies) - 1;
        const HttpReply *reply = &server->replies[i];

        if (reply->bytes != NULL)
            g_output_stream_write_all(output, reply->bytes, strlen(reply->bytes), NULL,
                                      server->stop, NULL);
        if (reply->then == HTTP_SILENT)
            wait_for_end(server, input);
        if (reply->then == HTTP_RESET)
            set_reset(connection);
        if (reply->then != HTTP_KEEP)
            return;
    }
}

static gpointer
run(gpointer data)
{
    HttpServer *server = data;

    for (;;) {
        g_autoptr(GSocketConnection)
            connection = g_socket_listener_accept(server->listener, NULL, server->stop, NULL);
        g_autoptr(GIOStream) stream = NULL;

        if (connection == NULL)
            return NULL;

        g_mutex_lock(&server->lock);
        server->n_connections++;
        g_mutex_unlock(&server->lock);

        if (server->certificate != NULL)
            stream =
                g_tls_server_connection_new(G_IO_STREAM(connection), server->certificate, NULL);
        else
            stream = g_object_ref(G_IO_STREAM(connection));
        serve(server, connection, stream);
        g_io_stream_close(G_IO_STREAM(connection), NULL, NULL);
    }
}

HttpServer *
http_server_new(const HttpReply *replies, guint n_replies, const char *certificate)
{
    HttpServer *server = g_new0(HttpServer, 1);
    g_autoptr(GSocketAddress) wanted = g_inet_socket_address_new_from_string("127.0.0.1", 0);
    g_autoptr(GSocketAddress) address = NULL;
    g_autoptr(GError) error = NULL;

    server->replies = replies;
    server->n_replies = n_replies;
    server->stop = g_cancellable_new();
    server->listener = g_socket_listener_new();
    g_mutex_init(&server->lock);

    g_socket_listener_add_address(server->listener, wanted, G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
    g_assert_no_error(error);
    server->port = g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(address));

    if (certificate != NULL) {
        g_autofree char *pem = g_test_build_filename(G_TEST_DIST, "data/tls", certificate, NULL);
        g_autofree char *pem_file = g_strconcat(pem, ".pem", NULL);
        g_autofree char *key_file = g_strconcat(pem, ".key", NULL);

        server->certificate = g_tls_certificate_new_from_files(pem_file, key_file, &error);
        g_assert_no_error(error);
    }
    server->thread = g_thread_new("http-server", run, server);

    return server;
}

void
http_server_free(HttpServer *server)
{
    g_cancellable_cancel(server->stop);
    g_thread_join(server->thread);
    g_socket_listener_close(server->listener);
    g_object_unref(server->listener);
    g_clear_object(&server->certificate);
    g_object_unref(server->stop);
    g_mutex_clear(&server->lock);
    g_free(server->request);
    g_clear_object(&server->cancellable);
    g_free(server);
}

guint16
http_server_get_port(HttpServer *server)
{
    return server->port;
}

guint
http_server_get_n_connections(HttpServer *server)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&server->lock);

    return server->n_connections;
}

guint
http_server_get_n_requests(HttpServer *server)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&server->lock);

    return server->n_requests;
}

char *
http_server_dup_request(HttpServer *server)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&server->lock);

    return g_strdup(server->request);
}

void
http_server_cancel_on(HttpServer *server, guint n_requests, GCancellable *cancellable)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&server->lock);

    server->cancel_on = n_requests;
    server->cancellable = g_object_ref(cancellable);
}
