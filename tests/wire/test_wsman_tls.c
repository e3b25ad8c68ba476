/* test_wsman_tls.c: hosts that are trusted, and one line for each of those that are not
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_tls.h"

#include <gio/gio.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <string.h>

#include "hvr_error.h"
#include "tls_files.h"
#include "tls_server.h"
#include "wsman_certificate.h"

#define HOST "hv01.example.com"
#define DONE (-1)

/* A SHA-256 that no certificate has. */
#define WRONG "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

/* Stands for the pin of the server's certificate. */
#define PIN "<pin>"

typedef struct {
    const char *name;
    const char *server;   /* whose certificate; NULL: no TLS */
    HvrEndpoint endpoint; /* file names */
    TlsSetting setting;
    int code;
    const char *message;
    const char *remedy; /* a part of it */
} Case;

/* clang-format off */
#define CA .ca_file = "contoso.pem"
#define CLIENT .client_certificate = "client.pem", .client_key = "client.key"
#define STRANGER .client_certificate = "client-self.pem", .client_key = "client-self.key"
#define DEMANDED .client = TLS_CLIENT_DEMANDED, .client_ca = "fabrikam.pem"
#define AFTERWARDS .client = TLS_CLIENT_AFTERWARDS, .client_ca = "fabrikam.pem"
#define SAYS(text) .bytes = text, .n_bytes = sizeof(text) - 1
#define OLD .max_version = TLS1_2_VERSION

/* A ServerHello (RFC 4346 7.4.1.3) with AES128-SHA. */
#define OLD_HELLO(minor) \
    "\x16\3" minor "\0\x2a" "\2\0\0\x26" "\3" minor "0123456789abcdef0123456789abcdef" "\0" "\0\x2f" "\0"

static const Case cases[] = {
    { "trusted",             "good",     { CA }, { 0 }, DONE, NULL, NULL },
    { "trusted-1.2",         "good",     { CA }, { OLD }, DONE, NULL, NULL },
    { "trusted-rsa",         "rsa",      { CA }, { 0 }, DONE, NULL, NULL },
    { "trusted-chain",       "chained",  { CA }, { 0 }, DONE, NULL, NULL },
    { "trusted-branch",      "chained",  { .ca_file = "branch-alone.pem" }, { 0 }, DONE, NULL, NULL },
    { "trusted-itself",      "good",     { .ca_file = "good-alone.pem" }, { 0 }, DONE, NULL, NULL },
    { "trusted-self-signed", "self",     { .ca_file = "self.pem" }, { 0 }, DONE, NULL, NULL },
    { "trusted-wildcard",    "wildcard", { CA }, { 0 }, DONE, NULL, NULL },
    { "trusted-address",     "address",  { CA, .address = "127.0.0.1" }, { 0 }, DONE, NULL, NULL },
    { "trusted-ipv6",        "address",  { CA, .address = "::1" }, { 0 }, DONE, NULL, NULL },
    { "trusted-last-dot",    "good",     { CA, .address = HOST "." }, { 0 }, DONE, NULL, NULL },
    { "trusted-common-name", "no-name",  { CA, .address = "no-name" }, { 0 }, DONE, NULL, NULL },
    { "trusted-not-revoked", "good",     { CA, .crl_file = "contoso.crl" }, { 0 }, DONE, NULL, NULL },
    { "trusted-leaf-of-crl", "chained",  { CA, .crl_file = "branch.crl" }, { 0 }, DONE, NULL, NULL },

    { "expired",        "expired",        { CA }, { 0 }, HVR_ERROR_TLS, "the host's certificate expired on 2026-01-02T03:04:05Z", "renew" },
    { "expired-branch", "below-old",      { CA }, { 0 }, HVR_ERROR_TLS, "the certificate of 'CN=old-branch', which vouches for the host's, expired on 2026-01-02T03:04:05Z", "renew" },
    { "not-yet-valid",  "future",         { CA }, { 0 }, HVR_ERROR_TLS, "the host's certificate is not valid before 2098-01-02T03:04:05Z", "clock" },
    { "wrong-name",     "other-name",     { CA }, { 0 }, HVR_ERROR_TLS, "the host's certificate is not for 'hv01.example.com' but for 'hv02.example.com', '192.0.2.7', '2001:db8::7'", "name the host" },
    { "wrong-address",  "good",           { CA, .address = "127.0.0.1" }, { 0 }, HVR_ERROR_TLS, "the host's certificate is not for '127.0.0.1' but for 'hv01.example.com'", "name the host" },
    { "wrong-cn",       "no-name",        { CA }, { 0 }, HVR_ERROR_TLS, "the host's certificate is not for 'hv01.example.com' but for 'no-name'", "name the host" },
    { "half-wildcard",  "half-wildcard",  { CA }, { 0 }, HVR_ERROR_TLS, "the host's certificate is not for 'hv01.example.com' but for 'hv*.example.com'", "name the host" },
    { "unknown-ca",     "good",           { .ca_file = "fabrikam.pem" }, { 0 }, HVR_ERROR_TLS, "the host's certificate comes from 'CN=contoso', who is not trusted", "ca-file" },
    { "unknown-system", "good",           { 0 }, { 0 }, HVR_ERROR_TLS, "the host's certificate comes from 'CN=contoso', who is not trusted", "ca-file" },
    { "self-signed",    "self",           { 0 }, { 0 }, HVR_ERROR_TLS, "the host's certificate is self-signed and not trusted, its SHA-256 is " PIN, "certificate-pin" },
    { "self-signed-ca", "self",           { CA }, { 0 }, HVR_ERROR_TLS, "the host's certificate is self-signed and not trusted, its SHA-256 is " PIN, "certificate-pin" },
    { "revoked",        "revoked",        { CA, .crl_file = "contoso.crl" }, { 0 }, HVR_ERROR_TLS, "the host's certificate was revoked on 2026-02-03T04:05:06Z, says the CRL of 'CN=contoso'", "new certificate" },
    { "no-crl",         "good",           { CA, .crl_file = "fabrikam.crl" }, { 0 }, HVR_ERROR_TLS, "'crl-file' has no CRL of 'CN=contoso', who issued the host's certificate", "crl-file" },
    { "old-crl",        "good",           { CA, .crl_file = "old.crl" }, { 0 }, HVR_ERROR_TLS, "the CRL of 'CN=contoso', who issued the host's certificate, expired on 2026-01-02T03:04:05Z", "present CRL" },
    { "weak-key",       "weak-key",       { CA }, { 0 }, HVR_ERROR_TLS, "the key of the host's certificate is too weak: RSA, 1024 bits", "2048" },
    { "weak-ca-key",    "below-weak",     { .ca_file = "weak-ca.pem" }, { 0 }, HVR_ERROR_TLS, "the key of 'CN=weak-ca', who vouches for the host's certificate, is too weak: RSA, 1024 bits", "2048" },
    { "weak-signature", "weak-signature", { CA }, { 0 }, HVR_ERROR_TLS, "the signature of the host's certificate is too weak: ecdsa-with-SHA1", "SHA-256" },
    { "weak-branch",    "below-sha1",     { CA }, { 0 }, HVR_ERROR_TLS, "the signature of the certificate of 'CN=sha1-branch', which vouches for the host's, is too weak: ecdsa-with-SHA1", "SHA-256" },
    { "for-clients",    "for-clients",    { CA }, { 0 }, HVR_ERROR_TLS, "the host's certificate is not for servers", "server" },
    { "no-authority",   "below-no-ca",    { CA }, { 0 }, HVR_ERROR_TLS, "the certificate of 'CN=no-ca', which vouches for the host's, is refused: invalid CA certificate", "new certificate" },
    { "two-lines",      "two\nlines",     { .ca_file = "two\nlines.pem" }, { 0 }, HVR_ERROR_TLS, "the host's certificate is not for 'hv01.example.com' but for 'two\\0Alines'", "name the host" },

    { "pinned",             "good",         { .pin = PIN }, { 0 }, DONE, NULL, NULL },
    { "pinned-self-signed", "self",         { .pin = PIN }, { 0 }, DONE, NULL, NULL },
    { "pinned-other-name",  "other-name",   { .pin = PIN }, { 0 }, DONE, NULL, NULL },
    { "pinned-and-trusted", "good",         { CA, .pin = PIN }, { 0 }, DONE, NULL, NULL },
    { "pinned-expired",     "self-expired", { .pin = PIN }, { 0 }, HVR_ERROR_TLS, "the host's certificate expired on 2026-01-02T03:04:05Z", "renew" },
    { "pinned-weak",        "self-weak",    { .pin = PIN }, { 0 }, HVR_ERROR_TLS, "the key of the host's certificate is too weak: RSA, 1024 bits", "2048" },
    { "pinned-unknown-ca",  "good",         { .pin = PIN, .ca_file = "fabrikam.pem" }, { 0 }, HVR_ERROR_TLS, "the host's certificate comes from 'CN=contoso', who is not trusted", "ca-file" },
    { "pinned-wrong-name",  "other-name",   { CA, .pin = PIN, .address = "127.0.0.1" }, { 0 }, HVR_ERROR_TLS, "the host's certificate is not for '127.0.0.1' but for 'hv02.example.com', '192.0.2.7', '2001:db8::7'", "name the host" },
    { "wrong-pin",          "good",         { .pin = WRONG }, { 0 }, HVR_ERROR_TLS, "the SHA-256 of the host's certificate is " PIN ", not " WRONG " as 'certificate-pin' says", "compare" },
    { "wrong-pin-trusted",  "good",         { CA, .pin = WRONG }, { 0 }, HVR_ERROR_TLS, "the SHA-256 of the host's certificate is " PIN ", not " WRONG " as 'certificate-pin' says", "compare" },

    { "client",                "good", { CA, CLIENT }, { DEMANDED }, DONE, NULL, NULL },
    { "client-1.2",            "good", { CA, CLIENT }, { OLD, DEMANDED }, DONE, NULL, NULL },
    { "client-afterwards",     "good", { CA, CLIENT }, { AFTERWARDS }, DONE, NULL, NULL },
    { "client-afterwards-1.2", "good", { CA, CLIENT }, { OLD, AFTERWARDS }, DONE, NULL, NULL },
    { "client-not-asked",      "good", { CA, CLIENT }, { 0 }, DONE, NULL, NULL },
    { "client-missing",        "good", { CA }, { DEMANDED }, HVR_ERROR_AUTH, "the host demands a client certificate, and none is configured", "client-certificate" },
    { "client-missing-1.2",    "good", { CA }, { OLD, DEMANDED }, HVR_ERROR_AUTH, "the host demands a client certificate, and none is configured", "client-certificate" },
    { "client-missing-later",  "good", { CA }, { AFTERWARDS }, HVR_ERROR_AUTH, "the host demands a client certificate, and none is configured", "client-certificate" },
    { "client-missing-l-1.2",  "good", { CA }, { OLD, AFTERWARDS }, HVR_ERROR_AUTH, "the host demands a client certificate, and none is configured", "client-certificate" },
    { "client-rejected",       "good", { CA, STRANGER }, { DEMANDED }, HVR_ERROR_AUTH, "the host refused the client certificate in '<dir>/client-self.pem': unknown CA (TLS alert 48)", "trust" },
    { "client-rejected-1.2",   "good", { CA, STRANGER }, { OLD, DEMANDED }, HVR_ERROR_AUTH, "the host refused the client certificate in '<dir>/client-self.pem': unknown CA (TLS alert 48)", "trust" },
    { "client-rejected-later", "good", { CA, STRANGER }, { AFTERWARDS }, HVR_ERROR_AUTH, "the host refused the client certificate in '<dir>/client-self.pem': unknown CA (TLS alert 48)", "trust" },

    { "tls-1.1", NULL, { CA }, { SAYS(OLD_HELLO("\2")) }, HVR_ERROR_TLS, "the host offers TLS 1.1 at most, TLS 1.2 is the least accepted here", "Schannel" },
    { "tls-1.0", NULL, { CA }, { SAYS(OLD_HELLO("\1")) }, HVR_ERROR_TLS, "the host offers TLS 1.0 at most, TLS 1.2 is the least accepted here", "Schannel" },
    { "ssl-3.0", NULL, { CA }, { SAYS(OLD_HELLO("\0")) }, HVR_ERROR_TLS, "the host offers SSL 3.0 at most, TLS 1.2 is the least accepted here", "Schannel" },
    { "tls-none", "good", { CA }, { .max_version = TLS1_1_VERSION }, HVR_ERROR_TLS, "the host has no version of TLS in common with this machine, TLS 1.2 is the least accepted here", "Schannel" },
    { "not-accepted", NULL, { CA }, { SAYS("\x16\3\3\0\4\x14\0\0\0") }, HVR_ERROR_TLS, "what the host offers in the TLS handshake is not accepted: unexpected_message (TLS alert 10)", "Schannel" },
    { "no-cipher", "good", { CA }, { OLD, .ciphers = "aRSA" }, HVR_ERROR_TLS, "the host broke off the TLS handshake: handshake failure (TLS alert 40)", "Schannel" },
    { "not-tls", NULL, { CA }, { SAYS("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n") }, HVR_ERROR_TLS, "what listens there does not speak TLS", "5986" },
};

/* What is wrong before anybody dials. */
static const Case files[] = {
    { "ca-missing",       NULL, { .ca_file = "none.pem" }, { 0 }, HVR_ERROR_CONFIG, "cannot read '<dir>/none.pem': No such file or directory", NULL },
    { "ca-empty",         NULL, { .ca_file = "empty" }, { 0 }, HVR_ERROR_CONFIG, "'<dir>/empty' has no certificate in PEM", NULL },
    { "ca-is-key",        NULL, { .ca_file = "client.key" }, { 0 }, HVR_ERROR_CONFIG, "'<dir>/client.key' has no certificate in PEM", NULL },
    { "ca-broken",        NULL, { .ca_file = "broken" }, { 0 }, HVR_ERROR_CONFIG, "'<dir>/broken' is no PEM file: bad base64 decode", NULL },
    { "crl-missing",      NULL, { CA, .crl_file = "none.crl" }, { 0 }, HVR_ERROR_CONFIG, "cannot read '<dir>/none.crl': No such file or directory", NULL },
    { "crl-is-none",      NULL, { CA, .crl_file = "contoso.pem" }, { 0 }, HVR_ERROR_CONFIG, "'<dir>/contoso.pem' has no CRL in PEM", NULL },
    { "crl-beside-pin",   NULL, { .pin = WRONG, .crl_file = "contoso.crl" }, { 0 }, HVR_ERROR_CONFIG, "'crl-file' needs 'ca-file' beside 'certificate-pin', because a pin trusts no issuer", NULL },
    { "client-missing",   NULL, { CA, .client_certificate = "none.pem" }, { 0 }, HVR_ERROR_CONFIG, "cannot read '<dir>/none.pem': No such file or directory", NULL },
    { "client-is-key",    NULL, { CA, .client_certificate = "client.key" }, { 0 }, HVR_ERROR_CONFIG, "'<dir>/client.key' has no certificate in PEM", NULL },
    { "client-no-key",    NULL, { CA, .client_certificate = "client.pem" }, { 0 }, HVR_ERROR_CONFIG, "'<dir>/client.pem' has no private key in PEM", NULL },
    { "client-key-gone",  NULL, { CA, .client_certificate = "client.pem", .client_key = "none.key" }, { 0 }, HVR_ERROR_CONFIG, "cannot read '<dir>/none.key': No such file or directory", NULL },
    { "client-other-key", NULL, { CA, .client_certificate = "client.pem", .client_key = "good.key" }, { 0 }, HVR_ERROR_CONFIG, "the key in '<dir>/good.key' is not that of the client certificate in '<dir>/client.pem'", NULL },
    { "client-locked",    NULL, { CA, .client_certificate = "client-locked.pem", .client_key = "client-locked.key" }, { 0 }, HVR_ERROR_CONFIG, "the key in '<dir>/client-locked.key' is encrypted; only one without a passphrase can be used", NULL },
    { "client-expired",   NULL, { CA, .client_certificate = "client-expired.pem", .client_key = "client-expired.key" }, { 0 }, HVR_ERROR_CONFIG, "the client certificate in '<dir>/client-expired.pem' expired on 2026-01-02T03:04:05Z", NULL },
    { "client-future",    NULL, { CA, .client_certificate = "client-future.pem", .client_key = "client-future.key" }, { 0 }, HVR_ERROR_CONFIG, "the client certificate in '<dir>/client-future.pem' is not valid before 2098-01-02T03:04:05Z", NULL },
    { "client-weak",      NULL, { CA, .client_certificate = "client-weak.pem", .client_key = "client-weak.key" }, { 0 }, HVR_ERROR_CONFIG, "a client certificate in '<dir>/client-weak.pem' cannot be used: ee key too small", NULL },
};
/* clang-format on */

/* A case with the files it is about. */
typedef struct {
    const Case *c;
    TlsMaker *maker;
} Run;

static char *
dup_file(TlsMaker *maker, const char *name, const char *suffix)
{
    g_autofree char *file = name != NULL ? g_strconcat(name, suffix, NULL) : NULL;

    return tls_maker_dup_path(maker, file);
}

/* The SHA-256 by GLib, of the DER by GIO: nothing of what is tested. */
static char *
dup_pin(TlsMaker *maker, const char *name)
{
    g_autofree char *path = dup_file(maker, name, ".pem");
    g_autoptr(GTlsCertificate) certificate = NULL;
    g_autoptr(GByteArray) der = NULL;

    if (path == NULL)
        return g_strdup("");
    certificate = g_tls_certificate_new_from_file(path, NULL);
    g_object_get(certificate, "certificate", &der, NULL);

    return g_compute_checksum_for_data(G_CHECKSUM_SHA256, der->data, der->len);
}

static char *
expand(const Run *run, const char *text)
{
    g_autofree char *pin = dup_pin(run->maker, run->c->server);
    g_autofree char *directory = tls_maker_dup_path(run->maker, ".");
    GString *result = g_string_new(text);

    directory[strlen(directory) - strlen("/.")] = '\0';
    g_string_replace(result, PIN, pin, 0);
    g_string_replace(result, "<dir>", directory, 0);

    return g_string_free(result, FALSE);
}

static HvrWsmanTls *
new_tls(const Run *run, GError **error)
{
    HvrEndpoint endpoint = run->c->endpoint;
    g_autofree char *ca_file = tls_maker_dup_path(run->maker, endpoint.ca_file);
    g_autofree char *crl_file = tls_maker_dup_path(run->maker, endpoint.crl_file);
    g_autofree char *certificate = tls_maker_dup_path(run->maker, endpoint.client_certificate);
    g_autofree char *key = tls_maker_dup_path(run->maker, endpoint.client_key);
    g_autofree char *pin = endpoint.pin != NULL ? expand(run, endpoint.pin) : NULL;

    endpoint.use_tls = TRUE;
    endpoint.ca_file = ca_file;
    endpoint.crl_file = crl_file;
    endpoint.client_certificate = certificate;
    endpoint.client_key = key;
    endpoint.pin = pin;
    if (endpoint.address == NULL)
        endpoint.address = HOST;

    return hvr_wsman_tls_new(&endpoint, error);
}

static TlsServer *
new_server(const Run *run)
{
    TlsSetting setting = run->c->setting;
    g_autofree char *certificate = dup_file(run->maker, run->c->server, ".pem");
    g_autofree char *key = dup_file(run->maker, run->c->server, ".key");
    g_autofree char *client_ca = tls_maker_dup_path(run->maker, setting.client_ca);

    setting.certificate = certificate;
    setting.key = key;
    setting.client_ca = client_ca;

    return tls_server_new(&setting);
}

/* Whatever the address is, it is the server's. */
static CURL *
new_easy(HvrWsmanTls *tls, TlsServer *server, const char *address)
{
    CURL *easy = curl_easy_init();
    g_autofree char *url = g_uri_join(G_URI_FLAGS_NONE, "https", NULL,
                                      address != NULL ? address : HOST, tls_server_get_port(server),
                                      "/wsman", NULL, NULL);

    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    hvr_wsman_tls_apply(tls, easy);

    return easy;
}

static CURLcode
perform(CURL *easy)
{
    struct curl_slist *targets = curl_slist_append(NULL, "::127.0.0.1:");
    CURLcode code;

    curl_easy_setopt(easy, CURLOPT_CONNECT_TO, targets);
    code = curl_easy_perform(easy);
    curl_slist_free_all(targets);

    return code;
}

static CURLcode
exchange(HvrWsmanTls *tls, TlsServer *server, const char *address)
{
    CURL *easy = new_easy(tls, server, address);
    CURLcode code = perform(easy);

    curl_easy_cleanup(easy);

    return code;
}

static void
assert_binding(const Run *run, const HvrWsmanTls *tls)
{
    g_autofree char *text = NULL;
    GBytes *binding = hvr_wsman_tls_get_binding(tls);
    gsize length;
    const guint8 *bytes = g_bytes_get_data(binding, &length);
    g_autofree char *pin = dup_pin(run->maker, run->c->server);
    GString *hex = g_string_new(NULL);

    g_assert_cmpmem(bytes, 21, "tls-server-end-point:", 21);
    for (gsize i = 21; i < length; i++)
        g_string_append_printf(hex, "%02x", bytes[i]);
    text = g_string_free(hex, FALSE);
    g_assert_cmpstr(text, ==, pin);
}

static void
test_host(gconstpointer user_data)
{
    const Run *run = user_data;
    const Case *c = run->c;
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWsmanTls) tls = new_tls(run, &error);
    g_autoptr(TlsServer) server = new_server(run);
    g_autofree char *message = expand(run, c->message);
    CURLcode code;

    g_assert_no_error(error);
    g_assert_null(hvr_wsman_tls_get_binding(tls));
    code = exchange(tls, server, c->endpoint.address);

    if (c->code == DONE) {
        g_assert_cmpint(code, ==, CURLE_OK);
        g_assert_false(hvr_wsman_tls_fail(tls, code, &error));
        g_assert_cmpuint(tls_server_get_n_requests(server), ==, 1);
        assert_binding(run, tls);
        return;
    }
    g_assert_cmpint(code, !=, CURLE_OK);
    g_assert_true(hvr_wsman_tls_fail(tls, code, NULL));
    g_assert_true(hvr_wsman_tls_fail(tls, code, &error));
    g_assert_cmpstr(error->message, ==, message);
    g_assert_error(error, HVR_ERROR, c->code);
    g_assert_nonnull(strstr(hvr_error_get_detail(error)->remedy, c->remedy));
    g_assert_cmpuint(tls_server_get_n_requests(server), ==, 0);
}

static void
test_file(gconstpointer user_data)
{
    const Run *run = user_data;
    g_autoptr(GError) error = NULL;
    g_autofree char *message = expand(run, run->c->message);

    g_assert_null(new_tls(run, &error));
    g_assert_cmpstr(error->message, ==, message);
    g_assert_error(error, HVR_ERROR, run->c->code);
    g_assert_null(new_tls(run, NULL));
}

/* What broke for another reason is not blamed on TLS. */
static void
test_broken(gconstpointer user_data)
{
    TlsMaker *maker = (TlsMaker *)user_data;
    const Case c = { .endpoint = { CA }, .setting = { .hangs_up = TRUE } };
    const Run run = { &c, maker };
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWsmanTls) tls = new_tls(&run, NULL);
    g_autoptr(TlsServer) server = new_server(&run);

    g_assert_cmpint(exchange(tls, server, NULL), ==, CURLE_SSL_CONNECT_ERROR);
    g_assert_false(hvr_wsman_tls_fail(tls, CURLE_SSL_CONNECT_ERROR, &error));
    g_assert_false(hvr_wsman_tls_fail(tls, CURLE_COULDNT_CONNECT, &error));
    g_assert_no_error(error);
}

/* An alert in mid-connection says nothing about trust, unless it is about the
 * client's certificate. */
static void
test_later(gconstpointer user_data)
{
    TlsMaker *maker = (TlsMaker *)user_data;
    const Case c = { .server = "good", .endpoint = { CA }, .setting = { OLD, .ciphers = "aRSA" } };
    const Run run = { &c, maker };
    g_autoptr(HvrWsmanTls) tls = new_tls(&run, NULL);
    g_autoptr(TlsServer) server = new_server(&run);

    g_assert_cmpint(exchange(tls, server, NULL), ==, CURLE_SSL_CONNECT_ERROR);
    g_assert_true(hvr_wsman_tls_fail(tls, CURLE_SSL_CONNECT_ERROR, NULL));
    g_assert_false(hvr_wsman_tls_fail(tls, CURLE_RECV_ERROR, NULL));
    g_assert_false(hvr_wsman_tls_fail(tls, CURLE_OK, NULL));
}

/* A second handshake is no shorter than the first. */
static void
test_again(gconstpointer user_data)
{
    TlsMaker *maker = (TlsMaker *)user_data;
    const Case c = { .server = "good", .endpoint = { CA }, .setting = { OLD } };
    const Run run = { &c, maker };
    g_autoptr(HvrWsmanTls) tls = new_tls(&run, NULL);
    g_autoptr(TlsServer) server = new_server(&run);
    CURL *easy = new_easy(tls, server, NULL);

    g_assert_cmpint(perform(easy), ==, CURLE_OK);
    g_assert_cmpint(perform(easy), ==, CURLE_OK);
    g_assert_cmpuint(tls_server_get_n_requests(server), ==, 2);
    g_assert_cmpuint(tls_server_get_n_resumed(server), ==, 0);
    curl_easy_cleanup(easy);
}

/* A file that was renewed, or spoilt, is noticed at the next connection. */
static void
test_renewed(gconstpointer user_data)
{
    TlsMaker *maker = (TlsMaker *)user_data;
    const Case c = { .server = "good", .endpoint = { .ca_file = "renewed.pem" } };
    const Run run = { &c, maker };
    g_autofree char *good = tls_maker_dup_path(maker, "contoso.pem");
    g_autofree char *text = NULL;
    g_autofree char *message = expand(&run, "'<dir>/renewed.pem' has no certificate in PEM");
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWsmanTls) tls = NULL;
    g_autoptr(TlsServer) server = new_server(&run);
    CURLcode code;

    g_assert_true(g_file_get_contents(good, &text, NULL, NULL));
    tls_maker_add_text(maker, "renewed.pem", text);
    tls = new_tls(&run, &error);
    g_assert_no_error(error);
    g_assert_cmpint(exchange(tls, server, NULL), ==, CURLE_OK);

    tls_maker_add_text(maker, "renewed.pem", "");
    code = exchange(tls, server, NULL);
    g_assert_true(hvr_wsman_tls_fail(tls, code, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_cmpstr(error->message, ==, message);
    g_assert_null(hvr_wsman_tls_get_binding(tls));

    tls_maker_add_text(maker, "renewed.pem", text);
    g_assert_cmpint(exchange(tls, server, NULL), ==, CURLE_OK);
}

static void
test_long(gconstpointer user_data)
{
    g_autoptr(X509) certificate = X509_new();
    g_autofree char *name = g_strnfill(300, 'n');
    g_autofree char *text = NULL;
    g_autofree char *hosts = NULL;
    GENERAL_NAMES *names = sk_GENERAL_NAME_new_null();

    X509_NAME_add_entry_by_NID(X509_get_subject_name(certificate), NID_undef, MBSTRING_ASC,
                               (const guint8 *)name, 64, -1, 0);
    for (guint i = 0; i < 9; i++)
        X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                                   (const guint8 *)name, 64, -1, 0);
    for (guint i = 0; i < 20; i++)
        sk_GENERAL_NAME_push(names, a2i_GENERAL_NAME(NULL, NULL, NULL, GEN_DNS, "h", 0));
    X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, 0);
    GENERAL_NAMES_free(names);

    text = hvr_wsman_certificate_format_name(X509_get_subject_name(certificate));
    hosts = hvr_wsman_certificate_format_hosts(certificate);
    g_assert_cmpuint(strlen(text), ==, 203);
    g_assert_true(g_str_has_suffix(text, "nnn..."));
    g_assert_cmpstr(hosts, ==, "'h', 'h', 'h', 'h', 'h', 'h', 'h', 'h', ...");
}

static void
add_tests(const char *stem, const Case *c, Run *run, TlsMaker *maker, GTestDataFunc test)
{
    g_autofree char *path = g_strconcat("/wsman/tls/", stem, "/", c->name, NULL);

    *run = (Run){ c, maker };
    g_test_add_data_func(path, run, test);
}

int
main(int argc, char **argv)
{
    g_autoptr(TlsMaker) maker = NULL;
    Run hosts[G_N_ELEMENTS(cases)];
    Run configurations[G_N_ELEMENTS(files)];

    g_test_init(&argc, &argv, NULL);
    signal(SIGPIPE, SIG_IGN);

    maker = tls_files_new();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        add_tests("host", &cases[i], &hosts[i], maker, test_host);
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++)
        add_tests("file", &files[i], &configurations[i], maker, test_file);
    g_test_add_data_func("/wsman/tls/broken", maker, test_broken);
    g_test_add_data_func("/wsman/tls/later", maker, test_later);
    g_test_add_data_func("/wsman/tls/again", maker, test_again);
    g_test_add_data_func("/wsman/tls/renewed", maker, test_renewed);
    g_test_add_data_func("/wsman/tls/long", maker, test_long);

    return g_test_run();
}
