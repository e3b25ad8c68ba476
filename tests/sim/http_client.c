/* http_client.c: a client that sees what stands on the wire
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "http_client.h"

#include <string.h>

struct _HttpClient {
    GTlsCertificate *certificate;
    GSocketConnection *connection;
    GString *unread;
};

void
http_answer_clear(HttpAnswer *answer)
{
    g_clear_pointer(&answer->head, g_free);
    if (answer->body != NULL)
        g_string_free(answer->body, TRUE);
    answer->body = NULL;
}

gboolean
http_answer_has(const HttpAnswer *answer, const char *line)
{
    g_autofree char *whole = g_strconcat("\r\n", line, "\r\n", NULL);

    return answer->head != NULL && strstr(answer->head, whole) != NULL;
}

static gboolean
accept_any(GTlsConnection *connection,
           GTlsCertificate *certificate,
           GTlsCertificateFlags errors,
           gpointer user_data)
{
    return TRUE;
}

static void
on_event(GSocketClient *socket_client,
         GSocketClientEvent event,
         GSocketConnectable *connectable,
         GIOStream *stream,
         gpointer user_data)
{
    const HttpClient *client = user_data;

    if (event != G_SOCKET_CLIENT_TLS_HANDSHAKING)
        return;
    g_signal_connect(stream, "accept-certificate", G_CALLBACK(accept_any), NULL);
    if (client->certificate != NULL)
        g_tls_connection_set_certificate(G_TLS_CONNECTION(stream), client->certificate);
}

static HttpClient *
try_new(guint16 port, gboolean tls, GTlsCertificate *certificate, GError **error)
{
    HttpClient *client = g_new0(HttpClient, 1);
    g_autoptr(GSocketClient) socket_client = g_socket_client_new();

    client->certificate = certificate;
    client->unread = g_string_new(NULL);
    g_socket_client_set_tls(socket_client, tls);
    g_signal_connect(socket_client, "event", G_CALLBACK(on_event), client);
    client->connection =
        g_socket_client_connect_to_host(socket_client, "127.0.0.1", port, NULL, error);

    return client;
}

HttpClient *
http_client_new(guint16 port, gboolean tls, GTlsCertificate *certificate)
{
    g_autoptr(GError) error = NULL;
    HttpClient *client = try_new(port, tls, certificate, &error);

    g_assert_no_error(error);

    return client;
}

void
http_client_free(HttpClient *client)
{
    if (client->connection != NULL)
        g_io_stream_close(G_IO_STREAM(client->connection), NULL, NULL);
    g_clear_object(&client->connection);
    g_string_free(client->unread, TRUE);
    g_free(client);
}

/* FALSE at the end. */
static gboolean
read_more(HttpClient *client, GError **error)
{
    GInputStream *input = g_io_stream_get_input_stream(G_IO_STREAM(client->connection));
    char buffer[16384];
    gssize n = g_input_stream_read(input, buffer, sizeof(buffer), NULL, error);

    if (n > 0)
        g_string_append_len(client->unread, buffer, n);

    return n > 0;
}

static void
send_bytes(HttpClient *client, const char *text, gsize length)
{
    GOutputStream *output = g_io_stream_get_output_stream(G_IO_STREAM(client->connection));

    g_output_stream_write_all(output, text, length, NULL, NULL, NULL);
}

void
http_client_send(HttpClient *client, const char *text)
{
    send_bytes(client, text, strlen(text));
}

GString *
http_client_read(HttpClient *client, gsize enough, GError **error)
{
    GString *text;

    while (client->unread->len < enough && read_more(client, error))
        ;
    text = g_string_new_len(client->unread->str, (gssize)client->unread->len);
    g_string_truncate(client->unread, 0);

    return text;
}

static gsize
find_length(const char *head)
{
    const char *found = strstr(head, "\r\nContent-Length: ");

    return found != NULL ? g_ascii_strtoull(found + strlen("\r\nContent-Length: "), NULL, 10) : 0;
}

static HttpAnswer
read_answer(HttpClient *client)
{
    HttpAnswer answer = { 0 };
    const char *end;
    gsize n_head, n_body;

    while ((end = strstr(client->unread->str, "\r\n\r\n")) == NULL) {
        if (!read_more(client, NULL))
            return answer;
    }
    n_head = (gsize)(end - client->unread->str) + strlen("\r\n\r\n");
    answer.head = g_strndup(client->unread->str, n_head);
    g_assert_true(g_str_has_prefix(answer.head, "HTTP/1.1 "));
    answer.status = (guint)g_ascii_strtoull(answer.head + strlen("HTTP/1.1 "), NULL, 10);
    n_body = find_length(answer.head);
    while (client->unread->len < n_head + n_body && read_more(client, NULL))
        ;
    n_body = MIN(n_body, client->unread->len - n_head);
    answer.body = g_string_new_len(client->unread->str + n_head, (gssize)n_body);
    g_string_erase(client->unread, 0, (gssize)(n_head + n_body));

    return answer;
}

/* In one piece, which does not wait for an acknowledgement half-way. */
HttpAnswer
http_client_post(HttpClient *client, const char *headers, GBytes *body)
{
    gsize length;
    const char *bytes = g_bytes_get_data(body, &length);
    g_autoptr(GString) request = g_string_new(NULL);

    g_string_printf(request,
                    "POST /wsman HTTP/1.1\r\nHost: hv\r\nContent-Length: %" G_GSIZE_FORMAT
                    "\r\n%s\r\n",
                    length, headers);
    g_string_append_len(request, bytes, (gssize)length);
    send_bytes(client, request->str, request->len);

    return read_answer(client);
}

HttpAnswer
http_client_say(HttpClient *client, const char *headers, const char *body)
{
    g_autoptr(GBytes) bytes = g_bytes_new(body, strlen(body));

    return http_client_post(client, headers, bytes);
}

typedef struct {
    GFunc talk;
    gpointer fixture;
    gpointer data;
    gint done;
} Thread;

static gpointer
run_thread(gpointer data)
{
    Thread *thread = data;

    thread->talk(thread->data, thread->fixture);
    g_atomic_int_set(&thread->done, 1);
    g_main_context_wakeup(NULL);

    return NULL;
}

void
http_client_run(GFunc talk, gpointer fixture, gpointer data)
{
    Thread thread = { talk, fixture, data, 0 };
    GThread *started = g_thread_new("client", run_thread, &thread);

    while (!g_atomic_int_get(&thread.done))
        g_main_context_iteration(NULL, TRUE);
    g_thread_join(started);
}

typedef struct {
    guint16 port;
    gboolean tls;
    const char *text;
    GString *answer;
    GError *error;
} Exchange;

static void
exchange(gpointer data, gpointer fixture G_GNUC_UNUSED)
{
    Exchange *call = data;
    g_autoptr(HttpClient) client = try_new(call->port, call->tls, NULL, &call->error);

    call->answer = g_string_new(NULL);
    if (client->connection == NULL)
        return;
    http_client_send(client, call->text);
    g_string_free(call->answer, TRUE);
    call->answer = http_client_read(client, G_MAXSIZE, &call->error);
}

char *
http_client_exchange(guint16 port, gboolean tls, const char *text, GError **error)
{
    Exchange call = { .port = port, .tls = tls, .text = text };

    http_client_run(exchange, NULL, &call);
    if (call.error != NULL)
        g_propagate_error(error, call.error);

    return g_string_free(call.answer, FALSE);
}
