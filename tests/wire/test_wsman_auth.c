/* test_wsman_auth.c: who is let in, and whom we let see what
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "http_exchange.h"
#include "http_script.h"
#include "http_server.h"
#include "hvr_error.h"
#include "wsman_curl.h"

typedef struct {
    const char *name;
    HvrAuthScheme schemes[3];
    const char *no_tickets; /* why Kerberos cannot be used here */
    const char *script;
    guint n_ok; /* exchanges that go well */
    int code;   /* of the next one, an HvrErrorCode, or DONE if there is none */
    const char *message;
    const char *seen;
} Case;

#define DONE (-1)
#define K    HVR_AUTH_KERBEROS
#define N    HVR_AUTH_NTLM
#define B    HVR_AUTH_BASIC

/* clang-format off */
static const Case cases[] = {
    { "ntlm",                { N },    NULL, "ogd12",      2, DONE,                  NULL, "|eaass" },
    { "kerberos",            { K },    NULL, "od12",       2, DONE,                  NULL, "|eass" },
    { "joined-offer",        { N },    NULL, "jgd1",       1, DONE,                  NULL, "|eaas" },
    { "closing-offer",       { N },    NULL, "Ogd1",       1, DONE,                  NULL, "|e|aas" },

    { "closed-while-idle",   { N },    NULL, "ogd1!ogd1",  2, DONE,                  NULL, "|eaas|eaas" },
    { "half-closed",         { N },    NULL, "ogd1~ogd1",  2, DONE,                  NULL, "|eaas|eaas" },
    { "closing-answer",      { N },    NULL, "oGogd",      0, HVR_ERROR_UNREACHABLE, "closed the connection in the meantime", "|ea" },
    { "closing-success",     { N },    NULL, "ogDogd1",    0, HVR_ERROR_UNREACHABLE, "closed the connection in the meantime", "|eaa" },
    { "forgotten-401",       { N },    NULL, "ogd1oogd1",  1, HVR_ERROR_LOST,        "does not know the connection any more (HTTP status 401)", "|eaass" },
    { "forgotten-400",       { N },    NULL, "ogd1mogd1",  1, HVR_ERROR_LOST,        "does not know the connection any more (HTTP status 400)", "|eaass" },
    { "expired",             { K },    "one message", "od1od1", 2, DONE,             NULL, "|eas|eas" },
    { "idle-and-forgotten",  { N },    NULL, "ogd1!ogdmogd1", 1, HVR_ERROR_PROTOCOL, "could not unseal it", "|eaas|eaas" },
    { "never-known-401",     { N },    NULL, "ogdoogd1",   0, HVR_ERROR_AUTH,        "the host refused 'LAB\\op' (authentication 'ntlm')", "|eaas" },
    { "never-known-400",     { N },    NULL, "ogdmogd1",   0, HVR_ERROR_PROTOCOL,    "could not unseal it", "|eaas" },

    { "refused",             { N },    NULL, "ogo",        0, HVR_ERROR_AUTH,        "the host refused 'LAB\\op' (authentication 'ntlm')", "|eaa" },
    { "refused-at-once",     { K },    NULL, "oo",         0, HVR_ERROR_AUTH,        "the host refused 'LAB\\op' (authentication 'kerberos')", "|ea" },
    { "refused-no-fallback", { N, B }, NULL, "jgj",        0, HVR_ERROR_AUTH,        "(authentication 'ntlm')", "|eaa" },
    { "no-proof",            { N },    NULL, "oge",        0, HVR_ERROR_AUTH,        "without proving who it is", "|eaa" },
    { "nonsense",            { N },    NULL, "ogf",        0, HVR_ERROR_AUTH,        "made no sense", "|eaa" },
    { "endless",             { N },    NULL, "oggggggggg", 0, HVR_ERROR_PROTOCOL,    "come to an end", "|eaaaaaaaa" },
    { "leg-lost",            { N },    NULL, "og-",        0, HVR_ERROR_UNREACHABLE, "the connection broke", "|eaa" },
    { "leg-500",             { N },    NULL, "ogs",        0, HVR_ERROR_UNREACHABLE, "HTTP status 500", "|eaa" },
    { "offer-lost",          { N },    NULL, "-",          0, HVR_ERROR_UNREACHABLE, "the connection broke", "|e" },
    { "offer-503",           { N },    NULL, "v",          0, HVR_ERROR_UNREACHABLE, "stopped or overloaded", "|e" },

    { "open-to-all",         { N },    NULL, "u",          0, HVR_ERROR_PROTOCOL,    "asks for no authentication", "|e" },
    { "offers-nothing",      { N },    NULL, "x",          0, HVR_ERROR_AUTH,        "offers no way to authenticate", "|e" },
    { "offers-foreign",      { N },    NULL, "c",          0, HVR_ERROR_AUTH,        "only 'CredSSP', which is not spoken", "|e" },
    { "offers-other",        { K },    NULL, "b",          0, HVR_ERROR_AUTH,        "offers 'Basic', not what 'auth = kerberos' asks for; set one of 'auth = basic'", "|e" },
    { "no-tickets",          { K },    "no tickets", "o",  0, HVR_ERROR_AUTH,        "no tickets", "|e" },
    { "falls-back",          { K, N }, "no tickets", "ogd1", 1, DONE,                NULL, "|eaas" },
    { "falls-back-to-basic", { K, B }, "no tickets", "ju", 1, DONE,                  NULL, "|eB" },
    { "passes-over",         { N, B }, NULL, "bu",         1, DONE,                  NULL, "|eB" },
    { "kdc-refuses",         { K, N }, "refused by the KDC", "o", 0, HVR_ERROR_DENIED, "refused by the KDC", "|e" },
    { "nothing-left",        { K, B }, "no tickets", "o",  0, HVR_ERROR_AUTH,        "can be used: kerberos: no tickets; basic: the host offers 'Negotiate', 'Kerberos', not", "|e" },
    { "basic-not-offered",   { B },    NULL, "o",          0, HVR_ERROR_AUTH,        "offers 'Negotiate', 'Kerberos', not what 'auth = basic' asks for; set one of 'auth = kerberos ntlm'", "|B" },

    { "downgrade",           { N },    NULL, "ogduogd1",   0, HVR_ERROR_PROTOCOL,    "is not sealed", "|eaas" },
    { "broken-seal",         { N },    NULL, "ogdkogd1",   0, HVR_ERROR_PROTOCOL,    "the seal is broken", "|eaas" },
    { "lost",                { N },    NULL, "ogd-ogd1",   0, HVR_ERROR_LOST,        "the connection broke before the answer", "|eaas" },
    { "413",                 { N },    NULL, "ogdtogd1",   0, HVR_ERROR_PROTOCOL,    "MaxEnvelopeSizekb", "|eaas" },
    { "500",                 { N },    NULL, "ogdsogd1",   0, HVR_ERROR_LOST,        "HTTP status 500", "|eaas" },
    { "503",                 { N },    NULL, "ogdvogd1",   0, HVR_ERROR_UNREACHABLE, "HTTP status 503", "|eaas" },
};
/* clang-format on */

static HvrEndpoint
make_endpoint(HttpServer *server, const Case *c, HvrSecretSource *password)
{
    HvrEndpoint endpoint = {
        .address = "127.0.0.1",
        .port = http_server_get_port(server),
        .user = "LAB\\op",
        .password = password,
        .spn = c->no_tickets,
        .allow_plain_basic = TRUE,
    };

    memcpy(endpoint.schemes, c->schemes, sizeof c->schemes);

    return endpoint;
}

static void
run_case(const Case *c, HttpServer *server, HvrWsmanTransport *transport, guint n_replies)
{
    g_autofree char *seen = NULL;

    for (guint i = 0; i < c->n_ok; i++) {
        http_assert_ok(transport);
        http_server_settle(server);
    }
    if (c->code != DONE)
        http_assert_fails(transport, c->code, c->message);
    seen = http_script_dup_seen(server);
    g_assert_cmpstr(seen, ==, c->seen);

    /* Whatever it was, the next one starts from the beginning. */
    if (c->code != DONE && http_server_get_n_requests(server) + 4 == n_replies) {
        g_autofree char *all = g_strconcat(seen, "|eaas", NULL);
        g_autofree char *then = NULL;

        http_assert_ok(transport);
        then = http_script_dup_seen(server);
        g_assert_cmpstr(then, ==, all);
    }
}

static void
test_http(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GArray) script = http_script_parse(c->script);
    g_autoptr(HttpServer)
        server = http_server_new((const HttpReply *)(void *)script->data, script->len, NULL);
    g_autoptr(HvrSecretSource) password = hvr_secret_source_new_text("geheim");
    HvrEndpoint endpoint = make_endpoint(server, c, password);
    g_autoptr(HvrWsmanTransport) transport = hvr_wsman_curl_new(&endpoint, NULL);

    run_case(c, server, transport, script->len);
}

/* clang-format off */
static const Case tls_cases[] = {
    { "ntlm",        { N }, NULL, "ogduu",    2, DONE,               NULL, "|eaaPP" },
    { "idle",        { N }, NULL, "ogdu!ogdu", 2, DONE,              NULL, "|eaaP|eaaP" },
    { "forgotten",   { N }, NULL, "ogduoogdu", 2, DONE,              NULL, "|eaaPP|eaaP" },
    { "forgotten-at-once", { N }, NULL, "ogdoogdu", 1, DONE,         NULL, "|eaaP|eaaP" },
    { "never-known", { N }, NULL, "ogdoogdo", 0, HVR_ERROR_AUTH,     "the host refused 'LAB\\op' (authentication 'ntlm')", "|eaaP|eaaP" },
    { "forgotten-refused", { N }, NULL, "ogduoogo", 1, HVR_ERROR_AUTH, "the host refused 'LAB\\op'", "|eaaPP|eaa" },
    { "malformed",   { N }, NULL, "ogdm",     0, HVR_ERROR_PROTOCOL, "HTTP status 400", "|eaaP" },
    { "sealed",      { N }, NULL, "ogd1",     0, HVR_ERROR_PROTOCOL, "no SOAP answer", "|eaaP" },
    { "refused",     { N }, NULL, "ogo",      0, HVR_ERROR_AUTH,     "'LAB\\op' (authentication 'ntlm'); or it demands channel binding", "|eaa" },
    { "basic",       { B }, NULL, "uu",       2, DONE,               NULL, "|BB" },
    { "certificate", { HVR_AUTH_CERTIFICATE }, NULL, "uuo", 2, HVR_ERROR_AUTH, "host.pem' (authentication 'certificate')", "|CCC" },
};
/* clang-format on */

static void
test_https(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GArray) script = http_script_parse(c->script);
    g_autoptr(HttpServer)
        server = http_server_new((const HttpReply *)(void *)script->data, script->len, "host");
    g_autoptr(HvrSecretSource) password = hvr_secret_source_new_text("geheim");
    g_autofree char *pem = g_test_build_filename(G_TEST_DIST, "data/tls/host.pem", NULL);
    g_autofree char *key = g_test_build_filename(G_TEST_DIST, "data/tls/host.key", NULL);
    HvrEndpoint endpoint = make_endpoint(server, c, password);
    g_autoptr(HvrWsmanTransport) transport = NULL;
    g_autoptr(GError) error = NULL;

    endpoint.use_tls = TRUE;
    endpoint.ca_file = pem;
    if (c->schemes[0] == HVR_AUTH_CERTIFICATE) {
        endpoint.client_certificate = pem;
        endpoint.client_key = key;
    }
    transport = hvr_wsman_curl_new(&endpoint, &error);
    g_assert_no_error(error);
    run_case(c, server, transport, script->len);
}

/* The first token is bound to the channel, where there is one. */
static void
test_binding(void)
{
    HvrSecretSource *password = NULL;
    g_autoptr(GArray) script = http_script_parse("ogdu");
    g_autoptr(HttpServer)
        server = http_server_new((const HttpReply *)(void *)script->data, script->len, "host");
    g_autofree char *pem = g_test_build_filename(G_TEST_DIST, "data/tls/host.pem", NULL);
    HvrEndpoint endpoint = make_endpoint(server, &tls_cases[0], password);
    g_autoptr(HvrWsmanTransport) transport = NULL;
    g_autoptr(GBytes) request = NULL;
    guint connection;

    endpoint.use_tls = TRUE;
    endpoint.ca_file = pem;
    transport = hvr_wsman_curl_new(&endpoint, NULL);
    http_assert_ok(transport);

    /* "ntlm tls-server-end-point:" */
    request = http_server_ref_request(server, 1, &connection);
    g_assert_nonnull(g_strstr_len(g_bytes_get_data(request, NULL),
                                  (gssize)g_bytes_get_size(request),
                                  "\r\nAuthorization: Negotiate "
                                  "bnRsbSB0bHMtc2VydmVyLWVuZC1wb2ludDo=\r\n"));
}

static void
test_scheme(void)
{
    g_autoptr(GArray) script = http_script_parse("ogd1");
    g_autoptr(HttpServer)
        server = http_server_new((const HttpReply *)(void *)script->data, script->len, NULL);
    HvrEndpoint endpoint = make_endpoint(server, &cases[0], NULL);
    g_autoptr(HvrWsmanTransport) transport = hvr_wsman_curl_new(&endpoint, NULL);
    gboolean is_sealed;

    g_assert_cmpint(hvr_wsman_transport_get_scheme(transport, &is_sealed), ==, HVR_AUTH_NONE);
    g_assert_false(is_sealed);
    http_assert_ok(transport);
    g_assert_cmpint(hvr_wsman_transport_get_scheme(transport, &is_sealed), ==, HVR_AUTH_NTLM);
    g_assert_true(is_sealed);
}

static void
test_basic(void)
{
    g_autoptr(GArray) script = http_script_parse("ub");
    g_autoptr(HttpServer)
        server = http_server_new((const HttpReply *)(void *)script->data, script->len, NULL);
    g_autoptr(HvrSecretSource) password = hvr_secret_source_new_text("open sesame");
    HvrEndpoint endpoint = {
        .address = "127.0.0.1",
        .port = http_server_get_port(server),
        .schemes = { HVR_AUTH_BASIC },
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
    g_assert_cmpstr(error->message, ==, "the host refused 'Aladdin' (authentication 'basic')");
    g_assert_cmpuint(hvr_error_get_detail(error)->http_status, ==, 401);
    g_assert_nonnull(strstr(hvr_error_get_detail(error)->remedy, "local accounts only"));
    g_assert_cmpuint(http_server_get_n_requests(server), ==, 2);
}

static void
test_refused_endpoint(void)
{
    g_autoptr(HvrSecretSource) password = hvr_secret_source_new_text("p");
    /* clang-format off */
    const struct {
        HvrEndpoint endpoint;
        const char *message;
    } refused[] = {
        { { .address = "hv1", .schemes = { B }, .user = "u", .password = password },                          "'allow-basic-over-http = yes'" },
        { { .address = "hv1", .schemes = { N, B }, .user = "u", .password = password },                       "'allow-basic-over-http = yes'" },
        { { .address = "hv1", .schemes = { B }, .user = "u:v", .password = password, .use_tls = TRUE },       "'u:v'" },
        { { .address = "hv1", .schemes = { B }, .user = "u", .use_tls = TRUE },                               "needs a user and a password" },
        { { .address = "hv1", .schemes = { HVR_AUTH_CERTIFICATE }, .client_certificate = "x.pem" },           "needs HTTPS" },
        { { .address = "hv1", .schemes = { HVR_AUTH_CERTIFICATE }, .use_tls = TRUE },                         "needs HTTPS and 'client-certificate'" },
        { { .address = "hv1", .schemes = { N }, .use_tls = TRUE, .ca_file = "/no/such.pem" },                 "/no/such.pem" },
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

static void
add_cases(const char *prefix, const Case *rows, gsize n_rows, GTestDataFunc test)
{
    for (gsize i = 0; i < n_rows; i++) {
        g_autofree char *path = g_strconcat(prefix, rows[i].name, NULL);

        g_test_add_data_func(path, &rows[i], test);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    add_cases("/wsman/auth/http/", cases, G_N_ELEMENTS(cases), test_http);
    add_cases("/wsman/auth/https/", tls_cases, G_N_ELEMENTS(tls_cases), test_https);
    g_test_add_func("/wsman/auth/binding", test_binding);
    g_test_add_func("/wsman/auth/scheme", test_scheme);
    g_test_add_func("/wsman/auth/basic", test_basic);
    g_test_add_func("/wsman/auth/refused-endpoint", test_refused_endpoint);

    return g_test_run();
}
