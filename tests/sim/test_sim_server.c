/* test_sim_server.c: a simulated host's HTTP and HTTPS listeners
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The client is a bare socket in a thread of its own, so that what is checked
 * is what stands on the wire.
 */

#include <config.h>

#include "server_fixture.h"
#include "sim_upset.h"

/* "ADMINISTRATOR:secret", "Administrator:wrong", ... */
#define BASIC_UPPER "Authorization: Basic QURNSU5JU1RSQVRPUjpzZWNyZXQ=\r\n"
#define BASIC_WRONG "Authorization: Basic QWRtaW5pc3RyYXRvcjp3cm9uZw==\r\n"
#define BASIC_CUT   "Authorization: Basic QWRtaW5pc3RyYXRvcjpzZWNy\r\n"
#define BASIC_LONG  "Authorization: Basic QWRtaW5pc3RyYXRvcjpzZWNyZXRzZWNyZXQ=\r\n"
#define BASIC_EMPTY "Authorization: Basic QWRtaW5pc3RyYXRvcjo=\r\n"
#define BASIC_BARE  "Authorization: Basic QWRtaW5pc3RyYXRvcg==\r\n"
#define BASIC_TRASH "Authorization: Basic ====\r\n"
#define NTLM        "Authorization: Negotiate TlRMTVNTUAABAAAA\r\n"

/* The bytes that came back; empty if the connection closed, or could not be made,
 * without any. */
static char *
exchange(guint16 port, gboolean tls, const char *head, const char *body, GError **error)
{
    g_autofree char *text = g_strconcat(head, "\r\n", body, NULL);

    return http_client_exchange(port, tls, text, error);
}

static char *
post(ServerFixture *f, const char *headers, const char *body)
{
    g_autofree char *head =
        g_strdup_printf("POST /wsman HTTP/1.1\r\nHost: hv\r\nConnection: close\r\n"
                        "Content-Length: %zu\r\n%s",
                        strlen(body), headers);

    return exchange(f->host->http_port, FALSE, head, body, NULL);
}

typedef struct {
    const char *name;
    const char *request; /* the head, up to the blank line */
    const char *body;
    const char *status; /* how the answer starts */
    gboolean has_body;
    guint n_requests; /* how many envelopes reach the service */
} Case;

#define HOST      "Host: hv\r\nConnection: close\r\n"
#define LENGTH_0  "Content-Length: 0\r\n"
#define LENGTH_ID "Content-Length: 190\r\n"
G_STATIC_ASSERT(sizeof(IDENTIFY) - 1 == 190);

/* clang-format off */
static const Case cases[] = {
    { "identify",         "POST /wsman HTTP/1.1\r\n" HOST BASIC SOAP LENGTH_ID,       IDENTIFY, "HTTP/1.1 200 \r\n", TRUE,  1 },
    { "user-any-case",    "POST /wsman HTTP/1.1\r\n" HOST BASIC_UPPER SOAP LENGTH_ID, IDENTIFY, "HTTP/1.1 200 \r\n", TRUE,  1 },
    { "fault",            "POST /wsman HTTP/1.1\r\n" HOST BASIC SOAP LENGTH_0,        "",       "HTTP/1.1 500 \r\n", TRUE,  1 },
    { "no-credentials",   "POST /wsman HTTP/1.1\r\n" HOST SOAP LENGTH_ID,             IDENTIFY, "HTTP/1.1 401 \r\n", FALSE, 0 },
    { "wrong-password",   "POST /wsman HTTP/1.1\r\n" HOST BASIC_WRONG SOAP LENGTH_ID, IDENTIFY, "HTTP/1.1 401 \r\n", FALSE, 0 },
    { "password-cut",     "POST /wsman HTTP/1.1\r\n" HOST BASIC_CUT SOAP LENGTH_ID,   IDENTIFY, "HTTP/1.1 401 \r\n", FALSE, 0 },
    { "password-twice",   "POST /wsman HTTP/1.1\r\n" HOST BASIC_LONG SOAP LENGTH_ID,  IDENTIFY, "HTTP/1.1 401 \r\n", FALSE, 0 },
    { "password-empty",   "POST /wsman HTTP/1.1\r\n" HOST BASIC_EMPTY SOAP LENGTH_ID, IDENTIFY, "HTTP/1.1 401 \r\n", FALSE, 0 },
    { "no-colon",         "POST /wsman HTTP/1.1\r\n" HOST BASIC_BARE SOAP LENGTH_ID,  IDENTIFY, "HTTP/1.1 401 \r\n", FALSE, 0 },
    { "no-base64",        "POST /wsman HTTP/1.1\r\n" HOST BASIC_TRASH SOAP LENGTH_ID, IDENTIFY, "HTTP/1.1 401 \r\n", FALSE, 0 },
    { "negotiate",        "POST /wsman HTTP/1.1\r\n" HOST NTLM SOAP LENGTH_ID,        IDENTIFY, "HTTP/1.1 401 \r\n", FALSE, 0 },
    { "stranger",         "POST /wsman HTTP/1.1\r\n" HOST "WSMANIDENTIFY: unauthenticated\r\n" SOAP LENGTH_ID, IDENTIFY, "HTTP/1.1 200 \r\n", TRUE, 1 },
    { "stranger-asks",    "POST /wsman HTTP/1.1\r\n" HOST "WSMANIDENTIFY: unauthenticated\r\n" SOAP "Content-Length: 7\r\n", "<more/>", "HTTP/1.1 401 \r\n", FALSE, 0 },
    { "other-path",       "POST /wsman-anon/identify HTTP/1.1\r\n" HOST BASIC SOAP LENGTH_ID, IDENTIFY, "HTTP/1.1 404 \r\n", FALSE, 0 },
    { "longer-path",      "POST /wsman/x HTTP/1.1\r\n" HOST BASIC SOAP LENGTH_0,      "",       "HTTP/1.1 404 \r\n", FALSE, 0 },
    { "parent-path",      "POST /x/../../etc/passwd HTTP/1.1\r\n" HOST BASIC SOAP LENGTH_0, "", "HTTP/1.1 404 \r\n", FALSE, 0 },
    { "get",              "GET /wsman HTTP/1.1\r\n" HOST BASIC,                       "",       "HTTP/1.1 405 \r\n", FALSE, 0 },
    { "put",              "PUT /wsman HTTP/1.1\r\n" HOST BASIC SOAP LENGTH_0,         "",       "HTTP/1.1 405 \r\n", FALSE, 0 },
    { "chunked",          "POST /wsman HTTP/1.1\r\n" HOST BASIC SOAP "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", "HTTP/1.1 500 \r\n", FALSE, 0 },
    { "other-type",       "POST /wsman HTTP/1.1\r\n" HOST BASIC "Content-Type: text/xml\r\n" LENGTH_ID, IDENTIFY, "HTTP/1.1 415 \r\n", FALSE, 0 },
    { "no-type",          "POST /wsman HTTP/1.1\r\n" HOST BASIC LENGTH_ID,            IDENTIFY, "HTTP/1.1 415 \r\n", FALSE, 0 },
    { "encrypted",        "POST /wsman HTTP/1.1\r\n" HOST BASIC "Content-Type: multipart/encrypted;protocol=\"application/HTTP-SPNEGO-session-encrypted\";boundary=\"Encrypted Boundary\"\r\n" LENGTH_0, "", "HTTP/1.1 400 \r\n", FALSE, 0 },
};
/* clang-format on */

static void
assert_contains(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        g_test_message("'%s' is not in: %s", part, text);
    g_assert_nonnull(strstr(text, part));
}

static void
test_case(ServerFixture *f, gconstpointer data)
{
    const Case *c = data;
    g_autofree char *answer = exchange(f->host->http_port, FALSE, c->request, c->body, NULL);

    g_assert_true(g_str_has_prefix(answer, c->status));
    assert_contains(answer, "\r\nServer: Microsoft-HTTPAPI/2.0\r\n");
    assert_contains(answer, "\r\nContent-Length: ");
    if (c->has_body)
        assert_contains(answer, "\r\nContent-Type: application/soap+xml;charset=UTF-8\r\n");
    else
        g_assert_true(g_str_has_suffix(answer, "\r\n\r\n"));
    g_assert_cmpuint(f->host->n_requests, ==, c->n_requests);
}

/* One byte decides; the largest allowed is read and found to be no XML. */
static void
test_too_large(ServerFixture *f, gconstpointer data)
{
    g_autofree char *body = g_strnfill(512001, 'x');
    g_autofree char *refused = post(f, BASIC SOAP, body);
    g_autofree char *accepted = NULL;

    g_assert_true(g_str_has_prefix(refused, "HTTP/1.1 413 \r\n"));
    g_assert_true(g_str_has_suffix(refused, "\r\n\r\n"));
    g_assert_cmpuint(f->host->n_requests, ==, 0);
    body[512000] = '\0';
    accepted = post(f, BASIC SOAP, body);
    g_assert_true(g_str_has_prefix(accepted, "HTTP/1.1 500 \r\n"));
    g_assert_cmpuint(f->host->n_requests, ==, 1);
}

static void
test_schemes(ServerFixture *f, gconstpointer data)
{
    g_autofree char *answer = post(f, SOAP, IDENTIFY);

    assert_contains(answer, "\r\nWWW-Authenticate: Negotiate\r\n");
    assert_contains(answer, "\r\nWWW-Authenticate: Basic realm=\"WSMAN\"\r\n");
    assert_contains(answer, "\r\nContent-Length: 0\r\n");
}

static void
test_version(ServerFixture *f, gconstpointer data)
{
    g_autofree char *known = post(f, BASIC SOAP, IDENTIFY);
    g_autofree char *unknown = post(f, "WSMANIDENTIFY: unauthenticated\r\n" SOAP, IDENTIFY);

    assert_contains(known, "OS: 10.0.20348 SP: 0.0 Stack: 3.0");
    assert_contains(unknown, "OS: 0.0.0 SP: 0.0 Stack: 3.0");
}

/* A host without a password lets nobody in. */
static void
test_no_password(ServerFixture *f, gconstpointer data)
{
    g_autofree char *answer = NULL;

    *f->host->password = '\0';
    answer = post(f, BASIC_EMPTY SOAP, IDENTIFY);
    g_assert_true(g_str_has_prefix(answer, "HTTP/1.1 401 \r\n"));
}

/* Two requests on one connection: the second must not need a new one. */
static void
test_keep_alive(ServerFixture *f, gconstpointer data)
{
    g_autofree char *answer = exchange(
        f->host->http_port, FALSE, "POST /wsman HTTP/1.1\r\nHost: hv\r\n" BASIC SOAP LENGTH_ID,
        IDENTIFY "POST /wsman HTTP/1.1\r\n" HOST BASIC SOAP LENGTH_ID "\r\n" IDENTIFY, NULL);
    const char *second = strstr(answer + 1, "HTTP/1.1 200 \r\n");

    g_assert_true(g_str_has_prefix(answer, "HTTP/1.1 200 \r\n"));
    g_assert_nonnull(second);
    g_assert_cmpuint(f->host->n_requests, ==, 2);
}

static void
test_https(ServerFixture *f, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *answer = exchange(f->host->https_port, TRUE,
                                       "POST /wsman HTTP/1.1\r\n" HOST BASIC SOAP LENGTH_ID,
                                       IDENTIFY, &error);

    g_assert_true(g_str_has_prefix(answer, "HTTP/1.1 200 \r\n"));
    assert_contains(answer, "IdentifyResponse");
}

/* Lost before it took effect, and after: only the host can tell. */
static void
test_drop_request(ServerFixture *f, gconstpointer data)
{
    g_autofree char *lost = NULL;
    g_autofree char *next = NULL;

    g_assert_true(hvs_upset_order(f->host, "drop-request", 1, 0));
    lost = post(f, BASIC SOAP, IDENTIFY);
    g_assert_cmpstr(lost, ==, "");
    g_assert_cmpuint(f->host->n_requests, ==, 0);
    g_assert_cmpuint(f->host->upsets.length, ==, 0);
    next = post(f, BASIC SOAP, IDENTIFY);
    g_assert_true(g_str_has_prefix(next, "HTTP/1.1 200 \r\n"));
}

static void
test_drop_reply(ServerFixture *f, gconstpointer data)
{
    g_autofree char *lost = NULL;
    g_autofree char *next = NULL;

    g_assert_true(hvs_upset_order(f->host, "drop-reply", 1, 0));
    lost = post(f, BASIC SOAP, IDENTIFY);
    g_assert_cmpstr(lost, ==, "");
    g_assert_cmpuint(f->host->n_requests, ==, 1);
    g_assert_cmpuint(f->host->upsets.length, ==, 0);
    next = post(f, BASIC SOAP, IDENTIFY);
    g_assert_true(g_str_has_prefix(next, "HTTP/1.1 200 \r\n"));
}

/* A request without credentials is none that could be lost. */
static void
test_drop_not_401(ServerFixture *f, gconstpointer data)
{
    g_autofree char *answer = NULL;

    g_assert_true(hvs_upset_order(f->host, "drop-request", 1, 0));
    answer = post(f, SOAP, IDENTIFY);
    g_assert_true(g_str_has_prefix(answer, "HTTP/1.1 401 \r\n"));
    g_assert_cmpuint(f->host->upsets.length, ==, 1);
}

static void
test_delay(ServerFixture *f, gconstpointer data)
{
    gint64 start = g_get_monotonic_time();
    g_autofree char *answer = NULL;

    g_assert_true(hvs_upset_order(f->host, "delay=30", 1, 0));
    answer = post(f, BASIC SOAP, IDENTIFY);
    g_assert_true(g_str_has_prefix(answer, "HTTP/1.1 200 \r\n"));
    g_assert_cmpint(g_get_monotonic_time() - start, >=, 30000);
}

static gpointer
exchange_only(gpointer data)
{
    const ServerFixture *f = data;
    g_autoptr(HttpClient) client = http_client_new(f->host->http_port, FALSE, NULL);

    http_client_send(client, "POST /wsman HTTP/1.1\r\n" HOST BASIC SOAP LENGTH_ID "\r\n" IDENTIFY);

    return http_client_read(client, G_MAXSIZE, NULL);
}

/* A simulator that ends must not wait for answers it still owes. */
static void
test_free_while_pending(ServerFixture *f, gconstpointer data)
{
    GThread *thread;
    GString *answer;

    g_assert_true(hvs_upset_order(f->host, "delay=600000", 1, 0));
    thread = g_thread_new("client", exchange_only, f);
    while (f->host->n_requests == 0)
        g_main_context_iteration(NULL, TRUE);

    g_clear_pointer(&f->server, hvs_server_free);
    while (g_main_context_iteration(NULL, FALSE))
        ;
    answer = g_thread_join(thread);
    g_assert_cmpstr(answer->str, ==, "");
    g_string_free(answer, TRUE);
}

/* Talks until the host says what is expected; the listeners follow on the loop. */
static void
await(ServerFixture *f, gboolean answers)
{
    gint64 deadline = g_get_monotonic_time() + 10 * G_TIME_SPAN_SECOND;
    gboolean ok = FALSE;

    while (!ok && g_get_monotonic_time() < deadline) {
        g_autoptr(GError) error = NULL;
        g_autofree char *answer = exchange(f->host->http_port, FALSE,
                                           "POST /wsman HTTP/1.1\r\n" HOST BASIC SOAP LENGTH_ID,
                                           IDENTIFY, &error);

        ok = answers ? *answer != '\0'
                     : g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
    }
    g_assert_true(ok);
}

static void
test_down(ServerFixture *f, gconstpointer data)
{
    guint16 port = f->host->http_port;
    g_autofree char *answer = NULL;

    f->host->up = FALSE;
    answer = post(f, BASIC SOAP, IDENTIFY);
    g_assert_cmpstr(answer, ==, "");
    g_assert_cmpuint(f->host->n_requests, ==, 0);
    await(f, FALSE);
    f->host->up = TRUE;
    await(f, TRUE);
    g_assert_cmpuint(f->host->http_port, ==, port);
}

static void
test_port_taken(ServerFixture *f, gconstpointer data)
{
    HvsHost *other = hvs_host_new(f->world, "HV-REPLICA");
    g_autoptr(HvsServer) server = NULL;
    g_autoptr(GError) error = NULL;

    other->http_port = f->host->http_port;
    server = hvs_server_new(other, "127.0.0.1", NULL, &error);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_null(server);
}

static void
test_bad_address(ServerFixture *f, gconstpointer data)
{
    HvsHost *other = hvs_host_new(f->world, "HV-REPLICA");
    g_autoptr(HvsServer) server = NULL;
    g_autoptr(GError) error = NULL;

    server = hvs_server_new(other, "nowhere", NULL, &error);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_null(server);
}

#define add(path, func) g_test_add(path, ServerFixture, NULL, set_up_server, func, tear_down_server)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/sim/server/", cases[i].name, NULL);

        g_test_add(path, ServerFixture, &cases[i], set_up_server, test_case, tear_down_server);
    }
    add("/sim/server/too-large", test_too_large);
    add("/sim/server/schemes", test_schemes);
    add("/sim/server/version", test_version);
    add("/sim/server/no-password", test_no_password);
    add("/sim/server/keep-alive", test_keep_alive);
    add("/sim/server/https", test_https);
    add("/sim/server/drop-request", test_drop_request);
    add("/sim/server/drop-reply", test_drop_reply);
    add("/sim/server/drop-not-401", test_drop_not_401);
    add("/sim/server/delay", test_delay);
    add("/sim/server/free-while-pending", test_free_while_pending);
    add("/sim/server/down", test_down);
    add("/sim/server/port-taken", test_port_taken);
    add("/sim/server/bad-address", test_bad_address);

    return g_test_run();
}
