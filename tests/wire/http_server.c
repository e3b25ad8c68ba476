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
    HttpLive live;
    gpointer user_data;

    GMutex lock; /* what follows */
    GCond news;
    gboolean is_busy;
    guint n_connections;
    GPtrArray *requests; /* #Request */
    GCancellable *cancellable;
    guint cancel_on; /* the request that cancels it */
};

typedef struct {
    guint connection;
    GBytes *bytes;
} Request;

static void
request_free(gpointer data)
{
    Request *request = data;

    g_bytes_unref(request->bytes);
    g_free(request);
}

static void
set_busy(HttpServer *server, gboolean is_busy)
{
    g_mutex_lock(&server->lock);
    server->is_busy = is_busy;
    g_cond_broadcast(&server->news);
    g_mutex_unlock(&server->lock);
}

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

static void
record(HttpServer *server, const GString *text, GCancellable **out_cancellable)
{
    Request *request = g_new0(Request, 1);

    request->bytes = g_bytes_new(text->str, text->len);
    g_mutex_lock(&server->lock);
    request->connection = server->n_connections;
    g_ptr_array_add(server->requests, request);
    server->is_busy = TRUE;
    if (server->requests->len == server->cancel_on)
        *out_cancellable = server->cancellable;
    g_mutex_unlock(&server->lock);
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

    record(server, request, &cancellable);

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
write_bytes(HttpServer *server, GOutputStream *output, const void *bytes, gsize length)
{
    g_output_stream_write_all(output, bytes, length, NULL, server->stop, NULL);
}

static HttpThen
reply(HttpServer *server, GOutputStream *output)
{
    guint n_requests = http_server_get_n_requests(server);
    const HttpReply *scripted;

    if (server->live != NULL) {
        guint connection;
        g_autoptr(GBytes) request = http_server_ref_request(server, n_requests - 1, &connection);
        g_autoptr(GBytes) bytes = server->live(connection, request, server->user_data);

        write_bytes(server, output, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
        return HTTP_KEEP;
    }

    scripted = &server->replies[MIN(n_requests, server->n_replies) - 1];
    if (scripted->bytes != NULL)
        write_bytes(server, output, scripted->bytes, strlen(scripted->bytes));

    return scripted->then;
}

static void
serve(HttpServer *server, GSocketConnection *connection, GIOStream *stream)
{
    GInputStream *input = g_io_stream_get_input_stream(stream);
    GOutputStream *output = g_io_stream_get_output_stream(stream);

    while (read_request(server, input)) {
        HttpThen then = reply(server, output);

        if (then == HTTP_HALF)
            g_socket_shutdown(g_socket_connection_get_socket(connection), FALSE, TRUE, NULL);
        if (then == HTTP_SILENT || then == HTTP_HALF) {
            set_busy(server, FALSE);
            wait_for_end(server, input);
        }
        if (then == HTTP_RESET)
            set_reset(connection);
        if (then != HTTP_KEEP)
            return;
        set_busy(server, FALSE);
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
        g_io_stream_close(stream, NULL, NULL); /* TLS has a word for that */
        g_io_stream_close(G_IO_STREAM(connection), NULL, NULL);
        set_busy(server, FALSE);
    }
}

static HttpServer *
create(void)
{
    HttpServer *server = g_new0(HttpServer, 1);

    server->stop = g_cancellable_new();
    server->requests = g_ptr_array_new_with_free_func(request_free);
    g_mutex_init(&server->lock);
    g_cond_init(&server->news);

    return server;
}

static void
start(HttpServer *server)
{
    g_autoptr(GSocketAddress) wanted = g_inet_socket_address_new_from_string("127.0.0.1", 0);
    g_autoptr(GSocketAddress) address = NULL;
    g_autoptr(GError) error = NULL;

    server->listener = g_socket_listener_new();
    g_socket_listener_add_address(server->listener, wanted, G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
    g_assert_no_error(error);
    server->port = g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(address));
    server->thread = g_thread_new("http-server", run, server);
}

HttpServer *
http_server_new(const HttpReply *replies, guint n_replies, const char *certificate)
{
    HttpServer *server = create();
    g_autoptr(GError) error = NULL;

    server->replies = replies;
    server->n_replies = n_replies;
    if (certificate != NULL) {
        g_autofree char *pem = g_test_build_filename(G_TEST_DIST, "data/tls", certificate, NULL);
        g_autofree char *pem_file = g_strconcat(pem, ".pem", NULL);
        g_autofree char *key_file = g_strconcat(pem, ".key", NULL);

        server->certificate = g_tls_certificate_new_from_files(pem_file, key_file, &error);
        g_assert_no_error(error);
    }
    start(server);

    return server;
}

HttpServer *
http_server_new_live(HttpLive live, gpointer user_data)
{
    HttpServer *server = create();

    server->live = live;
    server->user_data = user_data;
    start(server);

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
    g_cond_clear(&server->news);
    g_ptr_array_unref(server->requests);
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

    return server->requests->len;
}

GBytes *
http_server_ref_request(HttpServer *server, guint i, guint *out_connection)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&server->lock);
    const Request *request;

    g_assert_cmpuint(i, <, server->requests->len);
    request = g_ptr_array_index(server->requests, i);
    *out_connection = request->connection;

    return g_bytes_ref(request->bytes);
}

char *
http_server_dup_request(HttpServer *server)
{
    guint connection;
    g_autoptr(GBytes) request =
        http_server_ref_request(server, http_server_get_n_requests(server) - 1, &connection);

    return g_strndup(g_bytes_get_data(request, NULL), g_bytes_get_size(request));
}

void
http_server_settle(HttpServer *server)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&server->lock);

    while (server->is_busy)
        g_cond_wait(&server->news, &server->lock);
}

void
http_server_cancel_on(HttpServer *server, guint n_requests, GCancellable *cancellable)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&server->lock);

    server->cancel_on = n_requests;
    server->cancellable = g_object_ref(cancellable);
}
