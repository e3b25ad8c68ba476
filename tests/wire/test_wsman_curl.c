/* test_wsman_curl.c: the HTTP transport against a server that misbehaves
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_curl.h"

#include <string.h>

#include "http_exchange.h"
#include "http_server.h"
#include "hvr_error.h"
#include "hvr_xml.h"
#include "wsman_connection.h"

/* Each case is the answer to the second request on a connection that is kept,
 * which is where libcurl would repeat the request by itself. */
typedef struct {
    const char *name;
    HttpReply reply;
    int code; /* an HvrErrorCode */
    guint status;
    const char *message;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "401",               { "HTTP/1.1 401 \r\nWWW-Authenticate: Basic realm=\"WSMAN\"\r\nContent-Length: 0\r\n\r\n", HTTP_KEEP }, HVR_ERROR_AUTH, 401, "asks for a user, it offers 'Basic'" },
    { "403",               { "HTTP/1.1 403 \r\nContent-Length: 0\r\n\r\n", HTTP_KEEP }, HVR_ERROR_DENIED, 403, "HTTP status 403" },
    { "404",               { "HTTP/1.1 404 \r\nContent-Length: 2\r\n\r\nno", HTTP_KEEP }, HVR_ERROR_PROTOCOL, 404, "not a WinRM service" },
    { "413",               { "HTTP/1.1 413 \r\nContent-Length: 0\r\n\r\n", HTTP_KEEP }, HVR_ERROR_PROTOCOL, 413, "MaxEnvelopeSizekb" },
    { "503",               { "HTTP/1.1 503 \r\nContent-Length: 0\r\n\r\n", HTTP_KEEP }, HVR_ERROR_UNREACHABLE, 503, "stopped or overloaded" },
    { "418",               { "HTTP/1.1 418 \r\n" HTTP_SOAP "Content-Length: 4\r\n\r\n<a/>", HTTP_KEEP }, HVR_ERROR_PROTOCOL, 418, "no SOAP answer (HTTP status 418)" },
    { "redirect",          { "HTTP/1.1 302 \r\nLocation: /wsman\r\nContent-Length: 0\r\n\r\n", HTTP_KEEP }, HVR_ERROR_PROTOCOL, 302, "HTTP status 302" },
    { "empty-200",         { "HTTP/1.1 200 \r\n" HTTP_SOAP "Content-Length: 0\r\n\r\n", HTTP_KEEP }, HVR_ERROR_PROTOCOL, 200, "no SOAP answer" },
    { "html-200",          { "HTTP/1.1 200 \r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<a/>", HTTP_KEEP }, HVR_ERROR_PROTOCOL, 200, "no SOAP answer" },
    { "empty-400",         { "HTTP/1.1 400 \r\nContent-Length: 0\r\n\r\n", HTTP_KEEP }, HVR_ERROR_PROTOCOL, 400, "malformed" },
    { "empty-500",         { "HTTP/1.1 500 \r\nContent-Length: 0\r\n\r\n", HTTP_KEEP }, HVR_ERROR_LOST, 500, "HTTP status 500" },
    { "truncated",         { "HTTP/1.1 200 \r\n" HTTP_SOAP "Content-Length: 400\r\n\r\n<a/>", HTTP_CLOSE }, HVR_ERROR_LOST, 0, "broke off" },
    { "truncated-head",    { "HTTP/1.1 200 \r\nContent-Ty", HTTP_CLOSE }, HVR_ERROR_LOST, 0, "" },
    { "long-length",       { "HTTP/1.1 200 \r\n" HTTP_SOAP "Content-Length: 99999999999\r\n\r\n<a/>", HTTP_KEEP }, HVR_ERROR_PROTOCOL, 0, "too large" },
    { "no-length",         { "HTTP/1.1 200 \r\n" HTTP_SOAP "Content-Length: many\r\n\r\n<a/>", HTTP_KEEP }, HVR_ERROR_PROTOCOL, 0, "not HTTP" },
    { "negative-length",   { "HTTP/1.1 200 \r\n" HTTP_SOAP "Content-Length: -4\r\n\r\n<a/>", HTTP_KEEP }, HVR_ERROR_PROTOCOL, 0, "not HTTP" },
    { "half-closed",       { "HTTP/1.1 200 \r\n" HTTP_SOAP "Content-Length: 400\r\n\r\n<a/>", HTTP_HALF }, HVR_ERROR_LOST, 0, "broke off" },
    { "bad-chunks",        { "HTTP/1.1 200 \r\n" HTTP_SOAP "Transfer-Encoding: chunked\r\n\r\nxyz\r\n<a/>", HTTP_CLOSE }, HVR_ERROR_LOST, 0, "" },
    { "415",               { "HTTP/1.1 415 \r\nContent-Length: 0\r\n\r\n", HTTP_KEEP }, HVR_ERROR_PROTOCOL, 415, "kind of content" },
    { "truncated-after-100", { "HTTP/1.1 100 \r\n\r\nHTTP/1.1 200 \r\nContent-Ty", HTTP_CLOSE }, HVR_ERROR_LOST, 0, "broke off" },
    { "no-http",           { "SSH-2.0-OpenSSH_9.2\r\n", HTTP_CLOSE }, HVR_ERROR_PROTOCOL, 0, "not HTTP" },
    { "closed",            { NULL, HTTP_CLOSE }, HVR_ERROR_LOST, 0, "broke before the answer" },
    { "reset",             { NULL, HTTP_RESET }, HVR_ERROR_LOST, 0, "broke before the answer" },
};
/* clang-format on */

static void
test_answer(gconstpointer data)
{
    const Case *c = data;
    HttpReply replies[] = { { HTTP_OK, HTTP_KEEP }, c->reply, { HTTP_OK, HTTP_KEEP } };
    g_autoptr(HttpServer) server = http_server_new(replies, G_N_ELEMENTS(replies), NULL);
    g_autoptr(HvrWsmanTransport) transport = http_new_plain(server);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) answer = NULL;

    http_assert_ok(transport);
    answer = http_exchange(transport, &error);

    g_assert_null(answer);
    g_assert_error(error, HVR_ERROR, c->code);
    g_assert_nonnull(strstr(error->message, c->message));
    g_assert_cmpuint(hvr_error_get_detail(error)->http_status, ==, c->status);
    g_assert_cmpuint(http_server_get_n_requests(server), ==, 2);
    g_assert_cmpuint(http_server_get_n_connections(server), ==, 1);
    g_assert_cmpuint(transport->n_exchanges, ==, 2);

    /* Whatever it was, the next one works. */
    http_assert_ok(transport);
}

/* The same on the first request: there is nothing that libcurl could reuse. */
static void
test_first_answer(gconstpointer data)
{
    const Case *c = data;
    HttpReply replies[] = { c->reply, { HTTP_OK, HTTP_KEEP } };
    g_autoptr(HttpServer) server = http_server_new(replies, G_N_ELEMENTS(replies), NULL);
    g_autoptr(HvrWsmanTransport) transport = http_new_plain(server);

    http_assert_fails(transport, c->code, c->message);
    g_assert_cmpuint(http_server_get_n_requests(server), ==, 1);
    http_assert_ok(transport);
}

static void
test_keep_alive(void)
{
    HttpReply replies[] = { { HTTP_OK, HTTP_KEEP } };
    g_autoptr(HttpServer) server = http_server_new(replies, 1, NULL);
    g_autoptr(HvrWsmanTransport) transport = http_new_plain(server);

    for (guint i = 0; i < 20; i++)
        http_assert_ok(transport);

    g_assert_cmpuint(http_server_get_n_requests(server), ==, 20);
    g_assert_cmpuint(http_server_get_n_connections(server), ==, 1);
    g_assert_cmpuint(transport->n_exchanges, ==, 20);
}

/* A connection that is known to be closed is not used: nothing was sent on it. */
static void
test_closed_while_idle(gconstpointer data)
{
    HttpReply replies[] = { { HTTP_OK, GPOINTER_TO_INT(data) } };
    g_autoptr(HttpServer) server = http_server_new(replies, 1, NULL);
    g_autoptr(HvrWsmanTransport) transport = http_new_plain(server);

    for (guint i = 0; i < 3; i++) {
        http_assert_ok(transport);
        http_server_settle(server);
    }
    g_assert_cmpuint(http_server_get_n_requests(server), ==, 3);
    g_assert_cmpuint(http_server_get_n_connections(server), ==, 3);
}

/* TLS says that it ends before it does, which libcurl takes for a sign of life; a request that
 * was sent then would be in doubt. */
static void
test_closed_while_idle_tls(void)
{
    HttpReply replies[] = { { HTTP_OK, HTTP_CLOSE } };
    g_autoptr(HttpServer) server = http_server_new(replies, 1, "host");
    g_autofree char *ca_file = g_test_build_filename(G_TEST_DIST, "data/tls", "host.pem", NULL);
    HvrEndpoint endpoint = {
        .address = "127.0.0.1",
        .port = http_server_get_port(server),
        .use_tls = TRUE,
        .ca_file = ca_file,
    };
    g_autoptr(HvrWsmanTransport) transport = hvr_wsman_curl_new(&endpoint, NULL);

    for (guint i = 0; i < 3; i++) {
        http_assert_ok(transport);
        http_server_settle(server);
    }
    g_assert_cmpuint(http_server_get_n_requests(server), ==, 3);
    g_assert_cmpuint(http_server_get_n_connections(server), ==, 3);
}

/* What belongs to the connection that ended is not sent on another one. */
static void
test_gone_tls(void)
{
    HttpReply replies[] = { { HTTP_OK, HTTP_CLOSE } };
    g_autoptr(HttpServer) server = http_server_new(replies, 1, "host");
    g_autofree char *ca_file = g_test_build_filename(G_TEST_DIST, "data/tls", "host.pem", NULL);
    HvrEndpoint endpoint = {
        .address = "127.0.0.1",
        .port = http_server_get_port(server),
        .use_tls = TRUE,
        .ca_file = ca_file,
    };
    g_autoptr(HvrWsmanConnection) connection = hvr_wsman_connection_new(&endpoint, NULL);
    g_autoptr(GBytes) body = g_bytes_new_static("<request/>", 10);
    HvrWsmanPost post = { .content_type = "text/plain",
                          .body = body,
                          .deadline = g_get_monotonic_time() + HTTP_TIMEOUT };
    g_autoptr(HvrWsmanAnswer) first = NULL;
    g_autoptr(HvrWsmanAnswer) second = NULL;
    g_autoptr(GError) error = NULL;
    gboolean is_gone = FALSE;

    first = hvr_wsman_connection_post(connection, &post, &is_gone, NULL, &error);
    g_assert_no_error(error);
    g_assert_false(is_gone);
    http_server_settle(server);

    post.same_connection = TRUE;
    second = hvr_wsman_connection_post(connection, &post, &is_gone, NULL, &error);
    g_assert_null(second);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_UNREACHABLE);
    g_assert_true(is_gone);
    g_assert_cmpuint(http_server_get_n_requests(server), ==, 1);
    g_assert_cmpuint(http_server_get_n_connections(server), ==, 1);
}

/* A length that is too short cuts the envelope, which is for others to find; what
 * stands behind it must not become the next answer. */
static void
test_short_length(void)
{
    HttpReply replies[] = {
        { "HTTP/1.1 200 \r\n" HTTP_SOAP "Content-Length: 2\r\n\r\n<a/>" HTTP_OK, HTTP_KEEP },
        { HTTP_OK, HTTP_KEEP },
    };
    g_autoptr(HttpServer) server = http_server_new(replies, G_N_ELEMENTS(replies), NULL);
    g_autoptr(HvrWsmanTransport) transport = http_new_plain(server);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) answer = http_exchange(transport, &error);

    g_assert_no_error(error);
    g_assert_cmpmem(g_bytes_get_data(answer, NULL), g_bytes_get_size(answer), "<a", 2);
    http_assert_ok(transport);
    g_assert_cmpuint(http_server_get_n_requests(server), ==, 2);
    g_assert_cmpuint(http_server_get_n_connections(server), ==, 2);
}

static void
test_request(void)
{
    HttpReply replies[] = { { HTTP_OK, HTTP_KEEP } };
    g_autoptr(HttpServer) server = http_server_new(replies, 1, NULL);
    g_autoptr(HvrWsmanTransport) transport = http_new_plain(server);
    g_autofree char *request = NULL;

    http_assert_ok(transport);

    request = http_server_dup_request(server);
    g_assert_true(g_str_has_prefix(request, "POST /wsman HTTP/1.1\r\nHost: 127.0.0.1:"));
    g_assert_nonnull(strstr(request, "\r\nContent-Type: application/soap+xml;charset=UTF-8\r\n"));
    g_assert_nonnull(strstr(request, "\r\nContent-Length: 10\r\n"));
    g_assert_true(g_str_has_suffix(request, "\r\n\r\n<request/>"));
    g_assert_null(strstr(request, "Expect"));
    g_assert_null(strstr(request, "Accept-Encoding"));
    g_assert_null(strstr(request, "Transfer-Encoding"));
    g_assert_null(strstr(request, "Authorization"));
}

/* libcurl asks for permission before bodies of more than 1 MB, unless told not to. */
static void
test_large_request(void)
{
    HttpReply replies[] = { { HTTP_OK, HTTP_KEEP } };
    g_autoptr(HttpServer) server = http_server_new(replies, 1, NULL);
    g_autoptr(HvrWsmanTransport) transport = http_new_plain(server);
    gsize size = 3 * 1024 * 1024;
    char *text = g_strnfill(size, 'x');
    g_autoptr(GBytes) request = g_bytes_new_take(text, size);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes)
        answer = hvr_wsman_transport_exchange(transport, request, HTTP_TIMEOUT, NULL, &error);
    g_autofree char *seen = NULL;

    g_assert_no_error(error);
    g_assert_nonnull(answer);
    seen = http_server_dup_request(server);
    g_assert_null(strstr(seen, "Expect"));
    g_assert_nonnull(strstr(seen, "\r\nContent-Length: 3145728\r\n"));
}

static void
test_fault_body(gconstpointer data)
{
    HttpReply replies[] = { { data, HTTP_KEEP } };
    g_autoptr(HttpServer) server = http_server_new(replies, 1, NULL);
    g_autoptr(HvrWsmanTransport) transport = http_new_plain(server);

    http_assert_ok(transport);
}

static void
test_too_large(void)
{
    g_autoptr(GString)
        text = g_string_new("HTTP/1.1 200 \r\n" HTTP_SOAP "Connection: close\r\n\r\n");
    HttpReply replies[] = { { NULL, HTTP_CLOSE }, { HTTP_OK, HTTP_KEEP } };
    g_autoptr(HttpServer) server = NULL;
    g_autoptr(HvrWsmanTransport) transport = NULL;
    g_autofree char *filler = g_strnfill(HVR_XML_MAX_SIZE + 1, 'x');

    g_string_append(text, filler);
    replies[0].bytes = text->str;
    server = http_server_new(replies, G_N_ELEMENTS(replies), NULL);
    transport = http_new_plain(server);

    http_assert_fails(transport, HVR_ERROR_PROTOCOL, "too large");
    http_assert_ok(transport);
}

static void
test_endless_headers(void)
{
    g_autoptr(GString) text = g_string_new("HTTP/1.1 200 \r\n" HTTP_SOAP);
    HttpReply replies[] = { { NULL, HTTP_SILENT } };
    g_autoptr(HttpServer) server = NULL;
    g_autoptr(HvrWsmanTransport) transport = NULL;

    for (guint i = 0; i < 300; i++)
        g_string_append_printf(text, "X-%u: %01000u\r\n", i, i);
    replies[0].bytes = text->str;
    server = http_server_new(replies, 1, NULL);
    transport = http_new_plain(server);

    http_assert_fails(transport, HVR_ERROR_PROTOCOL, "too large");
}

/* On a connection that stands already libcurl has no timer that might wake it. */
static void
test_cancel(gconstpointer data)
{
    HttpReply replies[] = { { HTTP_OK, HTTP_KEEP }, { data, HTTP_SILENT }, { HTTP_OK, HTTP_KEEP } };
    g_autoptr(HttpServer) server = http_server_new(replies, G_N_ELEMENTS(replies), NULL);
    g_autoptr(HvrWsmanTransport) transport = http_new_plain(server);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GBytes) request = g_bytes_new_static("<request/>", 10);
    g_autoptr(GBytes) answer = NULL;
    g_autoptr(GError) error = NULL;
    gint64 start;

    http_assert_ok(transport);
    http_server_cancel_on(server, 2, cancellable);
    start = g_get_monotonic_time();
    answer = hvr_wsman_transport_exchange(transport, request, HTTP_TIMEOUT, cancellable, &error);

    g_assert_null(answer);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CANCELLED);
    g_assert_cmpint(g_get_monotonic_time() - start, <, HTTP_AT_ONCE);
    g_test_message("cancelled after %" G_GINT64_FORMAT " us", g_get_monotonic_time() - start);

    /* A late answer to it must not be taken for the next one's. */
    http_assert_ok(transport);
    g_assert_cmpuint(http_server_get_n_connections(server), ==, 2);
}

static void
test_cancelled_before(void)
{
    HttpReply replies[] = { { HTTP_OK, HTTP_KEEP } };
    g_autoptr(HttpServer) server = http_server_new(replies, 1, NULL);
    g_autoptr(HvrWsmanTransport) transport = http_new_plain(server);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GBytes) request = g_bytes_new_static("<request/>", 10);
    g_autoptr(GBytes) answer = NULL;
    g_autoptr(GError) error = NULL;

    g_cancellable_cancel(cancellable);
    answer = hvr_wsman_transport_exchange(transport, request, HTTP_TIMEOUT, cancellable, &error);

    g_assert_null(answer);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CANCELLED);
    g_assert_cmpuint(http_server_get_n_connections(server), ==, 0);
    g_assert_cmpuint(transport->n_exchanges, ==, 0);
}

static void
test_timeout(void)
{
    HttpReply replies[] = { { NULL, HTTP_SILENT }, { HTTP_OK, HTTP_KEEP } };
    g_autoptr(HttpServer) server = http_server_new(replies, G_N_ELEMENTS(replies), NULL);
    g_autoptr(HvrWsmanTransport) transport = http_new_plain(server);
    g_autoptr(GBytes) request = g_bytes_new_static("<request/>", 10);
    g_autoptr(GBytes) answer = NULL;
    g_autoptr(GError) error = NULL;
    gint64 start = g_get_monotonic_time();
    GTimeSpan timeout = 200 * G_TIME_SPAN_MILLISECOND;

    answer = hvr_wsman_transport_exchange(transport, request, timeout, NULL, &error);

    g_assert_null(answer);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_TIMEOUT);
    g_assert_cmpstr(error->message, ==,
                    "no answer within 0.2 s, see 'request-timeout' in hosts.conf");
    g_assert_cmpint(g_get_monotonic_time() - start, >=, timeout - G_TIME_SPAN_MILLISECOND);
    g_assert_cmpint(g_get_monotonic_time() - start, <, HTTP_AT_ONCE);
    http_assert_ok(transport);
}

static void
test_refused_connection(void)
{
    HttpReply replies[] = { { HTTP_OK, HTTP_KEEP } };
    g_autoptr(HttpServer) server = http_server_new(replies, 1, NULL);
    g_autoptr(HvrWsmanTransport) transport = http_new_plain(server);

    g_clear_pointer(&server, http_server_free);

    http_assert_fails(transport, HVR_ERROR_UNREACHABLE, "Connection refused");
}

static void
test_unknown_name(void)
{
    HvrEndpoint endpoint = { .address = "no such host.invalid" };
    g_autoptr(HvrWsmanTransport) transport = hvr_wsman_curl_new(&endpoint, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) answer = http_exchange(transport, &error);

    g_assert_null(answer);
    g_assert_nonnull(error);
    g_assert_true(hvr_error_is_code(error, HVR_ERROR_UNREACHABLE) ||
                  hvr_error_is_code(error, HVR_ERROR_CONFIG));
}

static void
test_url(void)
{
    /* clang-format off */
    static const struct {
        HvrEndpoint endpoint;
        const char *url;
    } urls[] = {
        { { .address = "hv1" },                                      "http://hv1:5985/wsman" },
        { { .address = "hv1.example.org", .use_tls = TRUE },         "https://hv1.example.org:5986/wsman" },
        { { .address = "fe80::1", .port = 80 },                      "http://[fe80::1]:80/wsman" },
        { { .address = "192.0.2.7", .use_tls = TRUE, .port = 443 },  "https://192.0.2.7:443/wsman" },
    };
    /* clang-format on */

    for (gsize i = 0; i < G_N_ELEMENTS(urls); i++) {
        g_autoptr(HvrWsmanTransport) transport = hvr_wsman_curl_new(&urls[i].endpoint, NULL);

        g_assert_cmpstr(transport->url, ==, urls[i].url);
    }
}

/* A plain server waits for more of what it takes for a request. */
static void
test_connect_timeout(void)
{
    HttpReply replies[] = { { HTTP_OK, HTTP_KEEP } };
    g_autoptr(HttpServer) server = http_server_new(replies, 1, NULL);
    g_autofree char *ca_file = g_test_build_filename(G_TEST_DIST, "data/tls", "host.pem", NULL);
    HvrEndpoint endpoint = {
        .address = "127.0.0.1",
        .port = http_server_get_port(server),
        .use_tls = TRUE,
        .ca_file = ca_file,
        .connect_timeout = 200 * G_TIME_SPAN_MILLISECOND,
    };
    g_autoptr(HvrWsmanTransport) transport = hvr_wsman_curl_new(&endpoint, NULL);
    gint64 start = g_get_monotonic_time();

    http_assert_fails(transport, HVR_ERROR_UNREACHABLE,
                      "no connection within 0.2 s, see 'connect-timeout'");
    g_assert_cmpint(g_get_monotonic_time() - start, <, HTTP_AT_ONCE);
}

static void
add_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/wsman/curl/answer/", cases[i].name, NULL);
        g_autofree char *first = g_strconcat("/wsman/curl/first-answer/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_answer);
        g_test_add_data_func(first, &cases[i], test_first_answer);
    }
}

int
main(int argc, char **argv)
{
    /* No test succeeds if the environment's proxies are asked. */
    g_setenv("http_proxy", "http://127.0.0.1:1/", TRUE);
    g_setenv("https_proxy", "http://127.0.0.1:1/", TRUE);
    g_test_init(&argc, &argv, NULL);

    add_cases();
    g_test_add_func("/wsman/curl/keep-alive", test_keep_alive);
    g_test_add_data_func("/wsman/curl/closed-while-idle/plain", GINT_TO_POINTER(HTTP_CLOSE),
                         test_closed_while_idle);
    g_test_add_data_func("/wsman/curl/closed-while-idle/half", GINT_TO_POINTER(HTTP_HALF),
                         test_closed_while_idle);
    g_test_add_func("/wsman/curl/closed-while-idle/tls", test_closed_while_idle_tls);
    g_test_add_func("/wsman/curl/closed-while-idle/gone", test_gone_tls);
    g_test_add_func("/wsman/curl/short-length", test_short_length);
    g_test_add_func("/wsman/curl/request", test_request);
    g_test_add_func("/wsman/curl/request/large", test_large_request);
    g_test_add_data_func("/wsman/curl/body/400",
                         "HTTP/1.1 400 \r\n" HTTP_SOAP "Content-Length: 4\r\n\r\n<a/>",
                         test_fault_body);
    g_test_add_data_func("/wsman/curl/body/chunked",
                         "HTTP/1.1 200 \r\n" HTTP_SOAP
                         "Transfer-Encoding: chunked\r\n\r\n4\r\n<a/>\r\n0\r\nX: y\r\n\r\n",
                         test_fault_body);
    g_test_add_data_func("/wsman/curl/body/100",
                         "HTTP/1.1 100 \r\n\r\nHTTP/1.1 200 \r\n" HTTP_SOAP
                         "Content-Length: 4\r\n\r\n<a/>",
                         test_fault_body);
    g_test_add_data_func("/wsman/curl/body/500",
                         "HTTP/1.1 500 \r\n" HTTP_SOAP "Content-Length: 4\r\n\r\n<a/>",
                         test_fault_body);
    g_test_add_func("/wsman/curl/too-large/body", test_too_large);
    g_test_add_func("/wsman/curl/too-large/headers", test_endless_headers);
    g_test_add_data_func("/wsman/curl/cancel/silent", NULL, test_cancel);
    g_test_add_data_func("/wsman/curl/cancel/in-body",
                         "HTTP/1.1 200 \r\n" HTTP_SOAP "Content-Length: 4\r\n\r\n<a", test_cancel);
    g_test_add_func("/wsman/curl/cancel/before", test_cancelled_before);
    g_test_add_func("/wsman/curl/timeout", test_timeout);
    g_test_add_func("/wsman/curl/connect-timeout", test_connect_timeout);
    g_test_add_func("/wsman/curl/refused-connection", test_refused_connection);
    g_test_add_func("/wsman/curl/unknown-name", test_unknown_name);
    g_test_add_func("/wsman/curl/url", test_url);

    return g_test_run();
}
