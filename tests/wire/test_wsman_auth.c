/* test_wsman_auth.c: who is let in, and whom we let see the password
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "http_exchange.h"
#include "http_server.h"
#include "hvr_error.h"
#include "wsman_curl.h"

static void
test_basic(void)
{
    static const char refusal[] = "HTTP/1.1 401 \r\nWWW-Authenticate: Negotiate\r\n"
                                  "WWW-Authenticate: Basic realm=\"WSMAN\"\r\n"
                                  "Content-Length: 0\r\n\r\n";
    HttpReply replies[] = { { HTTP_OK, HTTP_KEEP }, { refusal, HTTP_KEEP } };
    g_autoptr(HttpServer) server = http_server_new(replies, G_N_ELEMENTS(replies), NULL);
    g_autoptr(HvrSecret) password = hvr_secret_new("open sesame", 11);
    HvrEndpoint endpoint = {
        .address = "127.0.0.1",
        .port = http_server_get_port(server),
        .user = "Aladdin",
        .password = password,
        .allow_plain_basic = TRUE,
    };
    g_autoptr(HvrWsmanTransport) transport = hvr_wsman_curl_new(&endpoint, NULL);
    g_autofree char *request = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) answer = NULL;

    /* RFC 7617 1 shows these very credentials. */
    http_assert_ok(transport);
    request = http_server_dup_request(server);
    g_assert_nonnull(strstr(request, "\r\nAuthorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"));

    answer = http_exchange(transport, &error);
    g_assert_null(answer);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_AUTH);
    g_assert_nonnull(strstr(error->message, "'Aladdin'"));
    g_assert_null(strstr(error->message, "sesame"));
    g_assert_cmpuint(hvr_error_get_detail(error)->http_status, ==, 401);
    g_assert_cmpuint(http_server_get_n_requests(server), ==, 2);
}

static void
test_refused_endpoint(void)
{
    /* clang-format off */
    static const struct {
        HvrEndpoint endpoint;
        const char *message;
    } refused[] = {
        { { .address = "hv1", .user = "u" },                     "'allow-basic-over-http = yes'" },
        { { .address = "hv1", .user = "u:v", .use_tls = TRUE },  "'u:v'" },
    };
    /* clang-format on */

    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HvrWsmanTransport) transport = hvr_wsman_curl_new(&refused[i].endpoint, &error);

        g_assert_null(transport);
        g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
        g_assert_nonnull(strstr(error->message, refused[i].message));
    }
}

typedef struct {
    const char *name;
    const char *certificate; /* the server's */
    const char *ca_file;     /* what the client trusts */
    int code;                /* an HvrErrorCode, or DONE */
    const char *message;
} TlsCase;

#define DONE (-1)

/* clang-format off */
static const TlsCase tls_cases[] = {
    { "trusted",       "host",  "host.pem",  DONE,             NULL },
    { "self-signed",   "host",  NULL,        HVR_ERROR_TLS,    "self-signed certificate" },
    { "other-ca",      "host",  "other.pem", HVR_ERROR_TLS,    "certificate" },
    { "other-name",    "other", "other.pem", HVR_ERROR_TLS,    "127.0.0.1" },
    { "no-ca-file",    "host",  "none.pem",  HVR_ERROR_CONFIG, "CA file" },
};
/* clang-format on */

static void
test_tls(gconstpointer data)
{
    const TlsCase *c = data;
    HttpReply replies[] = { { HTTP_OK, HTTP_KEEP } };
    g_autoptr(HttpServer) server = http_server_new(replies, 1, c->certificate);
    g_autofree char *ca_file =
        c->ca_file != NULL ? g_test_build_filename(G_TEST_DIST, "data/tls", c->ca_file, NULL)
                           : NULL;
    g_autoptr(HvrSecret) password = hvr_secret_new("p", 1);
    HvrEndpoint endpoint = {
        .address = "127.0.0.1",
        .port = http_server_get_port(server),
        .use_tls = TRUE,
        .ca_file = ca_file,
        .user = "u",
        .password = password,
    };
    g_autoptr(HvrWsmanTransport) transport = hvr_wsman_curl_new(&endpoint, NULL);

    if (c->code != DONE) {
        http_assert_fails(transport, c->code, c->message);
        g_assert_cmpuint(http_server_get_n_requests(server), ==, 0);
        return;
    }
    http_assert_ok(transport);
    http_assert_ok(transport);
    g_assert_cmpuint(http_server_get_n_connections(server), ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wsman/auth/basic", test_basic);
    g_test_add_func("/wsman/auth/refused-endpoint", test_refused_endpoint);
    for (gsize i = 0; i < G_N_ELEMENTS(tls_cases); i++) {
        g_autofree char *path = g_strconcat("/wsman/auth/tls/", tls_cases[i].name, NULL);

        g_test_add_data_func(path, &tls_cases[i], test_tls);
    }

    return g_test_run();
}
