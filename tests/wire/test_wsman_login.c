/* test_wsman_login.c: real Kerberos and NTLM through the transport
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "gss_world.h"
#include "http_exchange.h"
#include "http_script.h"
#include "http_server.h"
#include "hvr_error.h"
#include "wsman_curl.h"
#include "wsman_multipart.h"
#include "wsman_seal.h"

#define ENCTYPE "aes256-cts-hmac-sha1-96"

/* What the host does wrong to its answer number 2. */
typedef enum {
    NOTHING,
    FORGET, /* it does not know the connection any more */
    ALTER,  /* one bit of the ciphertext */
    REPEAT, /* answer number 1 once more */
} Trick;

typedef struct {
    char *keytab; /* (nullable): %NULL for NTLM */
    Trick trick;
    guint connection;
    guint n_answers;
    GssAcceptor *acceptor;
    GBytes *last;
} Host;

static GBytes *
format_reply(const char *status, const char *headers, GBytes *body)
{
    gsize length = 0;
    const void *bytes = body != NULL ? g_bytes_get_data(body, &length) : NULL;
    GString *reply = g_string_new(NULL);

    g_string_printf(reply, "HTTP/1.1 %s \r\n%sContent-Length: %zu\r\n\r\n", status, headers,
                    length);
    g_string_append_len(reply, bytes, (gssize)length);

    return g_string_free_to_bytes(reply);
}

static GBytes *
accept_token(Host *host, const char *encoded)
{
    g_autofree char *text = g_strndup(encoded, strcspn(encoded, "\r"));
    gsize length;
    guchar *bytes = g_base64_decode(text, &length);
    g_autoptr(GBytes) token = g_bytes_new_take(bytes, length);
    g_autoptr(GBytes) next = gss_acceptor_step(host->acceptor, token);
    g_autofree char *answer = NULL;
    g_autofree char *header = NULL;

    if (GSS_ERROR(host->acceptor->major))
        return format_reply("401", "WWW-Authenticate: Negotiate\r\n", NULL);

    answer = next != NULL ? g_base64_encode(g_bytes_get_data(next, NULL), g_bytes_get_size(next))
                          : g_strdup("");
    header = g_strdup_printf("WWW-Authenticate: Negotiate %s\r\n", answer);

    return format_reply(host->acceptor->major == GSS_S_COMPLETE ? "200" : "401", header, NULL);
}

static GBytes *
alter(GBytes *body)
{
    gsize length;
    const guint8 *bytes = g_bytes_get_data(body, &length);
    guint8 *copy = g_memdup2(bytes, length);

    /* Of the ciphertext, which ends before "--Encrypted Boundary--" CR LF. */
    copy[length - 25] ^= 1;

    return g_bytes_new_take(copy, length);
}

static GBytes *
answer_sealed(Host *host, GBytes *body)
{
    static const char protocol[] = HVR_WSMAN_PROTOCOL_SPNEGO;
    g_autofree char *type = hvr_wsman_multipart_dup_content_type(protocol);
    g_autofree char *header = g_strdup_printf("Content-Type: %s\r\n", type);
    g_autoptr(GBytes) plain = g_bytes_new_static("<a/>", 4);
    g_autoptr(GBytes) sealed = NULL;
    g_autoptr(GBytes) opened = NULL;
    g_autoptr(GError) error = NULL;
    Trick trick = ++host->n_answers == 2 ? host->trick : NOTHING;

    if (trick == FORGET || host->acceptor->major != GSS_S_COMPLETE)
        return format_reply("400", "", NULL);

    opened = hvr_wsman_seal_decode(host->acceptor->context, protocol, body, &error);
    g_assert_no_error(error);
    g_assert_cmpmem(g_bytes_get_data(opened, NULL), g_bytes_get_size(opened), "<request/>", 10);
    sealed = hvr_wsman_seal_encode(host->acceptor->context, protocol, plain, &error);
    g_assert_no_error(error);
    if (trick == ALTER) {
        g_autoptr(GBytes) altered = alter(sealed);

        return format_reply("200", header, altered);
    }
    if (trick == REPEAT)
        return format_reply("200", header, host->last);
    g_clear_pointer(&host->last, g_bytes_unref);
    host->last = g_bytes_ref(sealed);

    return format_reply("200", header, sealed);
}

static GBytes *
on_request(guint connection, GBytes *request, gpointer data)
{
    static const char authorization[] = "\r\nAuthorization: Negotiate ";
    Host *host = data;
    gsize length;
    const char *bytes = g_bytes_get_data(request, &length);
    const char *end = g_strstr_len(bytes, (gssize)length, "\r\n\r\n") + 4;
    const char *token = g_strstr_len(bytes, end - bytes, authorization);
    g_autoptr(GBytes)
        body = g_bytes_new_from_bytes(request, (gsize)(end - bytes), length - (gsize)(end - bytes));

    if (connection != host->connection) {
        g_clear_pointer(&host->acceptor, gss_acceptor_free);
        host->acceptor = gss_acceptor_new(host->keytab, NULL);
        host->acceptor->major = GSS_S_CONTINUE_NEEDED;
    }
    host->connection = connection;

    if (token != NULL)
        return accept_token(host, token + sizeof authorization - 1);
    if (g_bytes_get_size(body) == 0)
        return format_reply("401", "WWW-Authenticate: Negotiate, Kerberos\r\n", NULL);

    return answer_sealed(host, body);
}

typedef struct {
    const char *name;
    HvrAuthScheme scheme;
    Trick trick;
    const char *password; /* for NTLM */
    guint n_ok;
    int code; /* of the next exchange, an HvrErrorCode, or DONE */
    const char *message;
    guint n_requests;
    guint n_connections;
} Case;

#define DONE (-1)

/* clang-format off */
static const Case cases[] = {
    { "ntlm",             HVR_AUTH_NTLM,     NOTHING, GSS_PASSWORD, 5, DONE,               NULL, 8, 1 },
    { "ntlm-forgotten",   HVR_AUTH_NTLM,     FORGET,  GSS_PASSWORD, 1, HVR_ERROR_LOST,     "does not know the connection", 5, 1 },
    { "ntlm-altered",     HVR_AUTH_NTLM,     ALTER,   GSS_PASSWORD, 1, HVR_ERROR_PROTOCOL, "altered", 5, 1 },
    { "ntlm-repeated",    HVR_AUTH_NTLM,     REPEAT,  GSS_PASSWORD, 1, HVR_ERROR_PROTOCOL, "altered", 5, 1 },
    { "ntlm-refused",     HVR_AUTH_NTLM,     NOTHING, "wrong",      0, HVR_ERROR_AUTH,     "the host refused 'CORP\\administrator' (authentication 'ntlm')", 3, 1 },
    { "kerberos",         HVR_AUTH_KERBEROS, NOTHING, NULL,         5, DONE,               NULL, 7, 1 },
    { "kerberos-forgotten", HVR_AUTH_KERBEROS, FORGET, NULL,        1, HVR_ERROR_LOST,     "does not know the connection", 4, 1 },
    { "kerberos-altered", HVR_AUTH_KERBEROS, ALTER,   NULL,         1, HVR_ERROR_PROTOCOL, "altered", 4, 1 },
    { "kerberos-repeated", HVR_AUTH_KERBEROS, REPEAT, NULL,         1, HVR_ERROR_PROTOCOL, "altered", 4, 1 },
};
/* clang-format on */

static void
run_case(const Case *c, HttpServer *server, const HvrEndpoint *endpoint)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWsmanTransport) transport = hvr_wsman_curl_new(endpoint, &error);

    g_assert_no_error(error);
    for (guint i = 0; i < c->n_ok; i++)
        http_assert_ok(transport);
    if (c->code != DONE)
        http_assert_fails(transport, c->code, c->message);
    g_assert_cmpuint(http_server_get_n_requests(server), ==, c->n_requests);
    g_assert_cmpuint(http_server_get_n_connections(server), ==, c->n_connections);
}

static void
test_login(gconstpointer data)
{
    const Case *c = data;
    Host host = { .trick = c->trick };
    g_autoptr(HttpServer) server = http_server_new_live(on_request, &host);
    g_autofree char *ccache = gss_world_dup_path("login.ccache");
    g_autofree char *ccache_name = g_strconcat("FILE:", ccache, NULL);
    g_autofree char *keytab = gss_world_dup_path("login.keytab");
    g_autoptr(HvrSecretSource)
        password = c->password != NULL ? hvr_secret_source_new_text(c->password) : NULL;
    HvrEndpoint endpoint = {
        .name = "hv01",
        .address = "127.0.0.1",
        .port = http_server_get_port(server),
        .schemes = { c->scheme },
    };

    if (c->scheme == HVR_AUTH_KERBEROS) {
        gss_world_forge(ENCTYPE, GSS_SERVICE, ccache, keytab, 600);
        host.keytab = keytab;
        endpoint.ccache = ccache_name;
        endpoint.spn = "HTTP/" GSS_HOST;
    } else {
        endpoint.user = "CORP\\administrator";
        endpoint.password = password;
    }
    run_case(c, server, &endpoint);

    g_clear_pointer(&server, http_server_free);
    g_clear_pointer(&host.acceptor, gss_acceptor_free);
    g_clear_pointer(&host.last, g_bytes_unref);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    gss_world_enter();

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/wsman/login/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_login);
    }

    return gss_world_leave(g_test_run());
}
