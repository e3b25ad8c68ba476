/* wsman_tls.c: whom a connection trusts
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_tls.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "hvr_error.h"
#include "wsman_binding.h"
#include "wsman_trust.h"
#include "wsman_verdict.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SSL_CTX, SSL_CTX_free)

/* RSA of 2048 bits, SHA-256 and the like: 112 bits of security. */
#define SECURITY_LEVEL 2

#define NO_ALERT (-1)

/* What a handshake showed on its way; libcurl tells only that it failed. */
typedef struct {
    gboolean is_foreign; /* the first record was none */
    gboolean wants_certificate;
    int version;  /* of the ServerHello */
    int received; /* the host's alert */
    int sent;     /* ours */
} Handshake;

struct _HvrWsmanTls {
    HvrEndpoint endpoint;
    char *address; /* as certificates spell it */
    GBytes *binding;

    /* Of the last handshake. */
    Handshake seen;
    GError *refusal;
};

/* A pin alone stands in for issuer and name. */
static gboolean
has_only_pin(const HvrWsmanTls *tls)
{
    return tls->endpoint.pin != NULL && tls->endpoint.ca_file == NULL;
}

static void
forget(HvrWsmanTls *tls)
{
    tls->seen = (Handshake){ .received = NO_ALERT, .sent = NO_ALERT };
    g_clear_error(&tls->refusal);
}

static gboolean
record_binding(HvrWsmanTls *tls, X509 *leaf)
{
    guint8 *der = NULL;
    int length = i2d_X509(leaf, &der);

    g_clear_pointer(&tls->binding, g_bytes_unref);
    if (length > 0)
        tls->binding = hvr_wsman_binding_new(der, (gsize)length);
    OPENSSL_free(der);

    return tls->binding != NULL;
}

/* The pinned certificate becomes the one authority, so that its dates and its
 * key are looked at like anybody's. */
static gboolean
verify_pinned(X509_STORE_CTX *store)
{
    STACK_OF(X509) *trusted = sk_X509_new_null();
    gboolean ok;

    sk_X509_push(trusted, X509_STORE_CTX_get0_cert(store));
    X509_STORE_CTX_set0_trusted_stack(store, trusted);
    ok = X509_verify_cert(store) == 1;
    sk_X509_free(trusted);

    return ok;
}

static int
on_certificate(X509_STORE_CTX *store, void *user_data)
{
    HvrWsmanTls *tls = user_data;
    X509 *leaf = X509_STORE_CTX_get0_cert(store);
    const char *pin = tls->endpoint.pin;
    gboolean ok = has_only_pin(tls) ? verify_pinned(store) : X509_verify_cert(store) == 1;

    g_clear_error(&tls->refusal);
    if (!ok)
        return hvr_wsman_verdict_fail(store, tls->endpoint.address, &tls->refusal);
    if (pin != NULL && !hvr_wsman_verdict_check_pin(leaf, pin, &tls->refusal)) {
        X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
        return FALSE;
    }

    return record_binding(tls, leaf);
}

static void
on_alert(HvrWsmanTls *tls, gboolean is_sent, int alert)
{
    if (alert == SSL_AD_CLOSE_NOTIFY || alert == SSL_AD_USER_CANCELLED)
        return;

    if (is_sent)
        tls->seen.sent = alert;
    else
        tls->seen.received = alert;
}

static void
on_handshake(HvrWsmanTls *tls, const guint8 *bytes, gsize length)
{
    if (bytes[0] == SSL3_MT_CERTIFICATE_REQUEST)
        tls->seen.wants_certificate = TRUE;
    if (bytes[0] == SSL3_MT_SERVER_HELLO && length >= 6)
        tls->seen.version = bytes[4] << 8 | bytes[5];
}

/* Sees all that OpenSSL reads and writes beneath the application's data; libcurl
 * keeps OpenSSL's own list of errors to itself. */
static void
on_message(int is_sent,
           int version,
           int content_type,
           const void *data,
           size_t length,
           SSL *ssl,
           void *user_data)
{
    HvrWsmanTls *tls = user_data;
    const guint8 *bytes = data;

    if (content_type == SSL3_RT_ALERT && length == 2)
        on_alert(tls, is_sent, bytes[1]);
    if (is_sent || length == 0)
        return;
    if (content_type == SSL3_RT_HANDSHAKE)
        on_handshake(tls, bytes, length);
    if (content_type == SSL3_RT_HEADER && length >= 2 && bytes[1] != SSL3_VERSION_MAJOR)
        tls->seen.is_foreign = TRUE;
}

static gboolean
set_expected(const HvrWsmanTls *tls, X509_VERIFY_PARAM *param)
{
    g_autoptr(GInetAddress) inet = g_inet_address_new_from_string(tls->address);

    /* Whatever the CA file names is trusted, be it no root. */
    X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (has_only_pin(tls))
        return TRUE;
    if (inet != NULL)
        return X509_VERIFY_PARAM_set1_ip(param, g_inet_address_to_bytes(inet),
                                         g_inet_address_get_native_size(inet)) == 1;

    return X509_VERIFY_PARAM_set1_host(param, tls->address, 0) == 1;
}

/* http.sys asks for the client's certificate once it has read the request: by a
 * new handshake up to TLS 1.2, by authentication afterwards in 1.3. */
static gboolean
set_context(HvrWsmanTls *tls, SSL_CTX *context, GError **error)
{
    SSL_CTX_set_security_level(context, SECURITY_LEVEL);
    SSL_CTX_set_post_handshake_auth(context, 1);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_cert_verify_callback(context, on_certificate, tls);
    SSL_CTX_set_msg_callback(context, on_message);
    SSL_CTX_set_msg_callback_arg(context, tls);
    if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1 ||
        !set_expected(tls, SSL_CTX_get0_param(context)))
        return hvr_fail(error, HVR_ERROR_CONFIG, _("TLS cannot be set up for '%s'"),
                        tls->endpoint.address);

    return hvr_wsman_trust_load(&tls->endpoint, context, error);
}

static CURLcode
on_connection(CURL *easy, void *context, void *user_data)
{
    HvrWsmanTls *tls = user_data;

    forget(tls);
    g_clear_pointer(&tls->binding, g_bytes_unref);

    return set_context(tls, context, &tls->refusal) ? CURLE_OK : CURLE_SSL_CERTPROBLEM;
}

/* Certificates know neither the root's dot nor letters beyond ASCII. */
static char *
dup_spelling(const char *address)
{
    char *spelling = g_hostname_to_ascii(address);

    if (spelling == NULL)
        spelling = g_strdup(address);
    if (g_str_has_suffix(spelling, "."))
        spelling[strlen(spelling) - 1] = '\0';

    return spelling;
}

/* Another TLS library would ignore all that is set here. */
static gboolean
check_library(GError **error)
{
    const char *library = curl_version_info(CURLVERSION_NOW)->ssl_version;

    if (library != NULL && g_str_has_prefix(library, "OpenSSL/"))
        return TRUE;

    return hvr_fail(error, HVR_ERROR_CONFIG,
                    _("libcurl is built with '%s' here, HTTPS needs the one built with OpenSSL"),
                    library != NULL ? library : "");
}

/* The same files are read here and for each connection: now to find mistakes
 * early, then because they may be new. */
HvrWsmanTls *
hvr_wsman_tls_new(const HvrEndpoint *endpoint, GError **error)
{
    g_autoptr(HvrWsmanTls) tls = g_new0(HvrWsmanTls, 1);
    g_autoptr(SSL_CTX) context = SSL_CTX_new(TLS_client_method());

    tls->endpoint = *endpoint;
    hvr_endpoint_copy(&tls->endpoint);
    tls->address = dup_spelling(endpoint->address);
    forget(tls);
    if (!check_library(error) || !set_context(tls, context, error))
        return NULL;

    return g_steal_pointer(&tls);
}

void
hvr_wsman_tls_free(HvrWsmanTls *tls)
{
    if (tls == NULL)
        return;

    forget(tls);
    g_clear_pointer(&tls->binding, g_bytes_unref);
    hvr_endpoint_clear(&tls->endpoint);
    g_free(tls->address);
    g_free(tls);
}

/* libcurl's own check of the name knows no pins; OpenSSL's does it instead. A
 * session taken up again would not be verified, so there are none. */
void
hvr_wsman_tls_apply(HvrWsmanTls *tls, CURL *easy)
{
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L);
    curl_easy_setopt(easy, CURLOPT_CAINFO, NULL);
    curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_connection);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, tls);
}

GBytes *
hvr_wsman_tls_get_binding(const HvrWsmanTls *tls)
{
    return tls->binding;
}

static gboolean
set_remedy(GError **error, const char *remedy)
{
    HvrErrorDetail detail = { .remedy = remedy };

    if (error != NULL)
        hvr_error_set_detail(*error, &detail);

    return TRUE;
}

static gboolean
fail_version(const Handshake *seen, GError **error)
{
    if (seen->version != 0 && seen->version < TLS1_2_VERSION)
        hvr_fail(error, HVR_ERROR_TLS,
                 _("the host offers %s at most, TLS 1.2 is the least accepted here"),
                 seen->version == TLS1_1_VERSION ? "TLS 1.1"
                 : seen->version == TLS1_VERSION ? "TLS 1.0"
                                                 : "SSL 3.0");
    else
        hvr_fail(error, HVR_ERROR_TLS,
                 _("the host has no version of TLS in common with this machine, TLS 1.2 is the "
                   "least accepted here"));

    return set_remedy(error, N_("allow TLS 1.2 in the host's Schannel settings"));
}

static gboolean
fail_client(const HvrWsmanTls *tls, int alert, GError **error)
{
    const char *path = tls->endpoint.client_certificate;

    if (path == NULL) {
        hvr_fail(error, HVR_ERROR_AUTH,
                 _("the host demands a client certificate, and none is configured"));
        return set_remedy(
            error, N_("name 'client-certificate' and 'client-key' of the host in hosts.conf"));
    }

    hvr_fail(error, HVR_ERROR_AUTH,
             _("the host refused the client certificate in '%1$s': %2$s (TLS alert %3$d)"), path,
             SSL_alert_desc_string_long(alert), alert);

    return set_remedy(error, N_("let the host trust the CA of the client certificate"));
}

/* Alerts that a server sends for want of a good client certificate (RFC 8446 6.2);
 * the first is OpenSSL's choice for a missing one up to TLS 1.2. */
static gboolean
is_about_client(int alert)
{
    static const int alerts[] = {
        SSL_AD_HANDSHAKE_FAILURE,    SSL_AD_NO_CERTIFICATE,      SSL_AD_BAD_CERTIFICATE,
        SSL_AD_CERTIFICATE_REVOKED,  SSL_AD_CERTIFICATE_EXPIRED, SSL_AD_UNSUPPORTED_CERTIFICATE,
        SSL_AD_CERTIFICATE_UNKNOWN,  SSL_AD_UNKNOWN_CA,          SSL_AD_ACCESS_DENIED,
        SSL_AD_CERTIFICATE_REQUIRED,
    };

    for (gsize i = 0; i < G_N_ELEMENTS(alerts); i++) {
        if (alerts[i] == alert)
            return TRUE;
    }

    return FALSE;
}

static gboolean
fail_handshake(const Handshake *seen, GError **error)
{
    if (seen->is_foreign) {
        hvr_fail(error, HVR_ERROR_TLS, _("what listens there does not speak TLS"));
        return set_remedy(
            error, N_("name the port of HTTPS in hosts.conf, usually 5986; 5985 is that of HTTP"));
    }
    if (seen->sent == SSL_AD_PROTOCOL_VERSION || seen->received == SSL_AD_PROTOCOL_VERSION)
        return fail_version(seen, error);
    if (seen->received != NO_ALERT) {
        hvr_fail(error, HVR_ERROR_TLS,
                 _("the host broke off the TLS handshake: %1$s (TLS alert %2$d)"),
                 SSL_alert_desc_string_long(seen->received), seen->received);
        return set_remedy(error, N_("look for Schannel in the host's system event log"));
    }
    if (seen->sent != NO_ALERT) {
        hvr_fail(error, HVR_ERROR_TLS,
                 _("what the host offers in the TLS handshake is not accepted: %1$s (TLS alert "
                   "%2$d)"),
                 SSL_alert_desc_string_long(seen->sent), seen->sent);
        return set_remedy(error, N_("look at the host's Schannel settings and its certificate"));
    }

    return FALSE;
}

/* In TLS 1.3 the client's side of the handshake is over before the host looks at
 * its certificate, so the refusal meets the first reading or writing. */
gboolean
hvr_wsman_tls_fail(HvrWsmanTls *tls, CURLcode code, GError **error)
{
    static const CURLcode codes[] = {
        CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION,
        CURLE_SSL_CERTPROBLEM,   CURLE_SSL_CIPHER,
        CURLE_SSL_CLIENTCERT,    CURLE_RECV_ERROR,
        CURLE_SEND_ERROR,        CURLE_GOT_NOTHING,
    };
    const Handshake *seen = &tls->seen;
    gboolean is_ours = FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS(codes); i++)
        is_ours |= codes[i] == code;
    if (!is_ours)
        return FALSE;

    if (tls->refusal != NULL) {
        g_propagate_error(error, g_error_copy(tls->refusal));
        return TRUE;
    }
    if (seen->wants_certificate && is_about_client(seen->received))
        return fail_client(tls, seen->received, error);

    return code == CURLE_SSL_CONNECT_ERROR && fail_handshake(seen, error);
}
