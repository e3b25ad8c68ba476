/* test_sim_login_scheme.c: which ways in a simulated host offers, and those that need no token
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "server_fixture.h"
#include "tls_maker.h"

#define MUTUAL                                                                                     \
    "Authorization: http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual\r\n"

typedef struct {
    const char *name;
    gboolean tls;
    void (*configure)(HvsWinrm *winrm);
    const char *offers[4];
} OfferCase;

static void
configure_nothing(HvsWinrm *winrm)
{
}

static void
configure_basic(HvsWinrm *winrm)
{
    winrm->basic = TRUE;
}

static void
configure_basic_clear(HvsWinrm *winrm)
{
    winrm->basic = TRUE;
    winrm->allow_unencrypted = TRUE;
}

static void
configure_basic_only(HvsWinrm *winrm)
{
    winrm->basic = TRUE;
    winrm->negotiate = FALSE;
}

static void
configure_certificate(HvsWinrm *winrm)
{
    winrm->certificate = TRUE;
}

/* Kerberos needs a keytab. */
/* clang-format off */
static const OfferCase offer_cases[] = {
    { "default",     FALSE, configure_nothing,     { "Negotiate" } },
    { "default-tls", TRUE,  configure_nothing,     { "Negotiate" } },
    { "basic",       FALSE, configure_basic,       { "Negotiate" } },
    { "basic-tls",   TRUE,  configure_basic,       { "Negotiate", "Basic realm=\"WSMAN\"" } },
    { "basic-clear", FALSE, configure_basic_clear, { "Negotiate", "Basic realm=\"WSMAN\"" } },
    { "basic-only",  TRUE,  configure_basic_only,  { "Basic realm=\"WSMAN\"" } },
    { "certificate", TRUE,  configure_certificate, { "Negotiate" } },
};
/* clang-format on */

static void
talk_offers(gpointer data, gpointer fixture)
{
    const OfferCase *c = data;
    g_autoptr(HttpClient) client = connect_to(fixture, c->tls);
    g_auto(HttpAnswer) answer = http_client_say(client, "", "");
    GString *expected = g_string_new(NULL);
    GString *found = g_string_new(NULL);
    g_auto(GStrv) lines = g_strsplit(answer.head, "\r\n", -1);

    for (gsize i = 0; i < G_N_ELEMENTS(c->offers) && c->offers[i] != NULL; i++)
        g_string_append_printf(expected, "WWW-Authenticate: %s\n", c->offers[i]);
    for (guint i = 0; lines[i] != NULL; i++) {
        if (g_str_has_prefix(lines[i], "WWW-Authenticate"))
            g_string_append_printf(found, "%s\n", lines[i]);
    }
    g_assert_true(g_str_has_prefix(answer.head, "HTTP/1.1 401 \r\n"));
    g_assert_cmpstr(found->str, ==, expected->str);
    g_assert_true(http_answer_has(&answer, "Content-Length: 0"));
    g_assert_false(http_answer_has(&answer, "Connection: close"));
    g_string_free(expected, TRUE);
    g_string_free(found, TRUE);
}

static void
test_offers(ServerFixture *f, gconstpointer data)
{
    const OfferCase *c = data;

    c->configure(&f->host->winrm);
    start_server(f);
    http_client_run(talk_offers, f, (gpointer)c);
}

typedef struct {
    const char *name;
    gboolean tls;
    void (*configure)(HvsWinrm *winrm);
    const char *headers;
    guint status;
} HeaderCase;

static void
configure_expired(HvsWinrm *winrm)
{
    winrm->basic = TRUE;
    winrm->password_expired = TRUE;
}

/* clang-format off */
static const HeaderCase header_cases[] = {
    { "basic-off",       TRUE,  configure_nothing,     BASIC, 401 },
    { "basic",           TRUE,  configure_basic,       BASIC, 200 },
    { "basic-in-clear",  FALSE, configure_basic,       BASIC, 401 },
    { "basic-allowed",   FALSE, configure_basic_clear, BASIC, 200 },
    { "basic-expired",   TRUE,  configure_expired,     BASIC, 401 },
    { "basic-cut",       TRUE,  configure_basic,       "Authorization: Basic\r\n", 401 },
    { "ntlm-scheme",     TRUE,  configure_basic,       "Authorization: NTLM TlRMTVNTUAABAAAA\r\n", 401 },
    { "negotiate-empty", TRUE,  configure_basic,       "Authorization: Negotiate\r\n", 401 },
    { "negotiate-trash", TRUE,  configure_basic,       "Authorization: Negotiate Zm9vYmFy\r\n", 401 },
    { "negotiate-cut",   TRUE,  configure_basic,       "Authorization: Negotiate TlRMTVNTUAABAAAA\r\n", 401 },
    { "negotiate-off",   TRUE,  configure_basic_only,  "Authorization: Negotiate TlRMTVNTUAABAAAAB4IIAAAAAAAAAAAAAAAAAAAAAAA=\r\n", 401 },
    { "kerberos-off",    TRUE,  configure_nothing,     "Authorization: Kerberos YIIB\r\n", 401 },
    { "unknown",         TRUE,  configure_basic,       "Authorization: Digest x\r\n", 401 },
    { "mutual-off",      TRUE,  configure_nothing,     MUTUAL, 401 },
    { "mutual-without",  TRUE,  configure_certificate, MUTUAL, 403 },
    { "mutual-in-clear", FALSE, configure_certificate, MUTUAL, 401 },
};
/* clang-format on */

static void
talk_header(gpointer data, gpointer fixture)
{
    const HeaderCase *c = data;
    g_autoptr(HttpClient) client = connect_to(fixture, c->tls);
    g_autofree char *headers = g_strconcat(c->headers, SOAP, NULL);
    g_auto(HttpAnswer) answer = http_client_say(client, headers, IDENTIFY);

    g_assert_cmpuint(answer.status, ==, c->status);
    g_assert_true((c->status != 200) == http_answer_has(&answer, "Connection: close"));
}

static void
test_header(ServerFixture *f, gconstpointer data)
{
    const HeaderCase *c = data;

    c->configure(&f->host->winrm);
    start_server(f);
    http_client_run(talk_header, f, (gpointer)c);
    g_assert_cmpuint(f->host->n_requests, ==, c->status == 200 ? 1 : 0);
}

typedef struct {
    const char *name;
    TlsSubject subject;
    guint status;
    const char *text; /* (nullable): in the body */
} CertificateCase;

#define CLIENT(...)                                                                                \
    {                                                                                              \
        .hosts = "", .usage = "clientAuth", __VA_ARGS__                                            \
    }

/* An authority "ca" that the host trusts, "other-ca" that it does not. */
/* clang-format off */
static const CertificateCase certificate_cases[] = {
    { "mapped",      CLIENT(.name = "operator", .issuer = "ca"),                       200, "OS: 10.0.20348" },
    { "any-case",    CLIENT(.name = "Operator", .issuer = "ca"),                       200, "OS: 10.0.20348" },
    { "unmapped",    CLIENT(.name = "guest", .issuer = "ca"),                          500, "w:AccessDenied" },
    { "untrusted",   CLIENT(.name = "operator", .issuer = "other-ca"),                 403, NULL },
    { "self-signed", CLIENT(.name = "operator"),                                       403, NULL },
    { "late",        CLIENT(.name = "operator", .issuer = "ca", .end = "200101000000Z"), 403, NULL },
};
/* clang-format on */

static GTlsCertificate *
make_certificate(TlsMaker *maker, const TlsSubject *subject)
{
    g_autofree char *certificate_name = g_strconcat(subject->name, ".pem", NULL);
    g_autofree char *key_name = g_strconcat(subject->name, ".key", NULL);
    g_autofree char *certificate_path = tls_maker_dup_path(maker, certificate_name);
    g_autofree char *key_path = tls_maker_dup_path(maker, key_name);
    g_autoptr(GError) error = NULL;
    GTlsCertificate *certificate;

    tls_maker_add(maker, subject);
    certificate = g_tls_certificate_new_from_files(certificate_path, key_path, &error);
    g_assert_no_error(error);

    return certificate;
}

typedef struct {
    const CertificateCase *c;
    GTlsCertificate *certificate;
} CertificateTalk;

static void
talk_certificate(gpointer data, gpointer fixture)
{
    const CertificateTalk *talk = data;
    const ServerFixture *f = fixture;
    g_autoptr(HttpClient) client = http_client_new(f->host->https_port, TRUE, talk->certificate);
    g_auto(HttpAnswer) first = http_client_say(client, MUTUAL SOAP, IDENTIFY);
    g_auto(HttpAnswer) answer = { 0 };

    g_assert_cmpuint(first.status, ==, talk->c->status);
    if (talk->c->status == 403) {
        g_assert_cmpuint(first.body->len, ==, 0);
        g_assert_true(http_answer_has(&first, "Connection: close"));
        return;
    }

    /* libsoup tells who it is only once. */
    answer = http_client_say(client, MUTUAL SOAP, IDENTIFY);
    g_assert_cmpuint(answer.status, ==, talk->c->status);
    g_assert_nonnull(strstr(answer.body->str, talk->c->text));
}

static void
test_certificate(ServerFixture *f, gconstpointer data)
{
    const CertificateCase *c = data;
    g_autoptr(TlsMaker) maker = tls_maker_new();
    g_autoptr(GTlsCertificate) certificate = NULL;
    CertificateTalk talk = { .c = c };

    tls_maker_add(maker, &(TlsSubject){ .name = "ca", .hosts = "", .is_authority = TRUE });
    tls_maker_add(maker, &(TlsSubject){ .name = "other-ca", .hosts = "", .is_authority = TRUE });
    certificate = make_certificate(maker, &c->subject);
    talk.certificate = certificate;
    f->host->winrm.certificate = TRUE;
    f->host->winrm.client_ca = tls_maker_dup_path(maker, "ca.pem");
    f->host->winrm.client_subject = g_strdup("operator");
    start_server(f);
    http_client_run(talk_certificate, f, &talk);
}

static void
assert_no_server(ServerFixture *f, const char *message)
{
    g_autoptr(GError) error = NULL;

    f->server = hvs_server_new(f->host, "127.0.0.1", f->certificate, &error);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_nonnull(strstr(error->message, message));
    g_assert_null(f->server);
}

static void
test_no_keytab(ServerFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    f->host->winrm.keytab = g_strdup("/nonexistent/keytab");
    assert_no_server(f, "host 'HV-PRIMARY' cannot use the keytab '/nonexistent/keytab': ");
}

static void
test_no_client_ca(ServerFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    f->host->winrm.client_ca = g_strdup("/nonexistent/ca.pem");
    assert_no_server(f, "host 'HV-PRIMARY' cannot use the client-ca '/nonexistent/ca.pem': ");
}

/* A host that has Kerberos switched off does not look for keys. */
static void
test_kerberos_off(ServerFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    f->host->winrm.kerberos = FALSE;
    f->host->winrm.keytab = g_strdup("/nonexistent/keytab");
    start_server(f);
}

#define add_cases(group, cases, func)                                                              \
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {                                              \
        g_autofree char *path = g_strconcat("/sim/login/scheme/" group "/", cases[i].name, NULL);  \
        g_test_add(path, ServerFixture, &cases[i], set_up_host, func, tear_down_server);           \
    }

#define add(path, func) g_test_add(path, ServerFixture, NULL, set_up_host, func, tear_down_server)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    add_cases("offers", offer_cases, test_offers);
    add_cases("header", header_cases, test_header);
    add_cases("certificate", certificate_cases, test_certificate);
    add("/sim/login/scheme/no-keytab", test_no_keytab);
    add("/sim/login/scheme/no-client-ca", test_no_client_ca);
    add("/sim/login/scheme/kerberos-off", test_kerberos_off);

    return g_test_run();
}
