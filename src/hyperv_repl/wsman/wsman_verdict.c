/* wsman_verdict.c: why a host's certificate was refused
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_verdict.h"

#include <glib/gi18n-lib.h>
#include <openssl/x509_vfy.h>

#include "wsman_certificate.h"

typedef STACK_OF(X509_CRL) Crls;

static void
crls_free(Crls *crls)
{
    sk_X509_CRL_pop_free(crls, X509_CRL_free);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Crls, crls_free)

typedef char *(*FormatFact)(X509_STORE_CTX *store, X509 *certificate);

static char *
format_start(X509_STORE_CTX *store, X509 *certificate)
{
    return hvr_wsman_certificate_format_time(X509_get0_notBefore(certificate));
}

static char *
format_end(X509_STORE_CTX *store, X509 *certificate)
{
    return hvr_wsman_certificate_format_time(X509_get0_notAfter(certificate));
}

static char *
format_key(X509_STORE_CTX *store, X509 *certificate)
{
    return hvr_wsman_certificate_format_key(certificate);
}

static char *
format_signature(X509_STORE_CTX *store, X509 *certificate)
{
    return hvr_wsman_certificate_format_signature(certificate);
}

static char *
format_pin(X509_STORE_CTX *store, X509 *certificate)
{
    return hvr_wsman_certificate_format_pin(certificate);
}

static char *
format_issuer(X509_STORE_CTX *store, X509 *certificate)
{
    return hvr_wsman_certificate_format_name(X509_get_issuer_name(certificate));
}

static char *
format_reason(X509_STORE_CTX *store, X509 *certificate)
{
    return g_strdup(X509_verify_cert_error_string(X509_STORE_CTX_get_error(store)));
}

/* What OpenSSL looked at is gone by now, so it is looked up again. */
static char *
format_crl_end(X509_STORE_CTX *store, X509 *certificate)
{
    g_autoptr(Crls) crls = X509_STORE_CTX_get1_crls(store, X509_get_issuer_name(certificate));
    const ASN1_TIME *end = NULL;

    if (sk_X509_CRL_num(crls) > 0)
        end = X509_CRL_get0_nextUpdate(sk_X509_CRL_value(crls, 0));

    return hvr_wsman_certificate_format_time(end);
}

static char *
format_revocation(X509_STORE_CTX *store, X509 *certificate)
{
    g_autoptr(Crls) crls = X509_STORE_CTX_get1_crls(store, X509_get_issuer_name(certificate));
    X509_REVOKED *entry = NULL;

    for (int i = 0; i < sk_X509_CRL_num(crls) && entry == NULL; i++)
        X509_CRL_get0_by_cert(sk_X509_CRL_value(crls, i), &entry, certificate);

    return hvr_wsman_certificate_format_time(entry != NULL ? X509_REVOKED_get0_revocationDate(entry)
                                                           : NULL);
}

/* @leaf has the fact and the issuer's name, @above, where the certificate is one
 * of those that vouch for the host's, the fact and its own name. */
typedef struct {
    int reason;
    FormatFact format_fact;
    const char *leaf;
    const char *above;
    const char *remedy;
} Row;

#define TRUST                                                                                      \
    N_("check that this is the host, then name its CA certificate as 'ca-file' in hosts.conf")
#define PIN                                                                                        \
    N_("compare the SHA-256 with that of the certificate on the host, then name it as "            \
       "'certificate-pin' in hosts.conf")
#define RENEW N_("renew that certificate, or set the clock of this machine right")
#define WEAK                                                                                       \
    N_("give the host a certificate with RSA of 2048 bits or more, or elliptic curves, and "       \
       "SHA-256")
#define NEW     N_("give the host a new certificate")
#define LIST    N_("get the CA's present CRL, or leave 'crl-file' out of hosts.conf")
#define PURPOSE N_("give the host a certificate for server authentication")

/* clang-format off */
static const Row rows[] = {
    { X509_V_ERR_CERT_HAS_EXPIRED, format_end,
      N_("the host's certificate expired on %1$s"),
      N_("the certificate of '%2$s', which vouches for the host's, expired on %1$s"), RENEW },
    { X509_V_ERR_CERT_NOT_YET_VALID, format_start,
      N_("the host's certificate is not valid before %1$s"),
      N_("the certificate of '%2$s', which vouches for the host's, is not valid before %1$s"), RENEW },
    { X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, format_pin,
      N_("the host's certificate is self-signed and not trusted, its SHA-256 is %1$s"), NULL, PIN },
    { X509_V_ERR_CERT_REVOKED, format_revocation,
      N_("the host's certificate was revoked on %1$s, says the CRL of '%2$s'"), NULL, NEW },
    { X509_V_ERR_UNABLE_TO_GET_CRL, format_issuer,
      N_("'crl-file' has no CRL of '%1$s', who issued the host's certificate"), NULL, LIST },
    { X509_V_ERR_CRL_HAS_EXPIRED, format_crl_end,
      N_("the CRL of '%2$s', who issued the host's certificate, expired on %1$s"), NULL, LIST },
    { X509_V_ERR_EE_KEY_TOO_SMALL, format_key,
      N_("the key of the host's certificate is too weak: %1$s"), NULL, WEAK },
    { X509_V_ERR_CA_KEY_TOO_SMALL, format_key,
      N_("the key of the host's certificate is too weak: %1$s"),
      N_("the key of '%2$s', who vouches for the host's certificate, is too weak: %1$s"), WEAK },
    { X509_V_ERR_CA_MD_TOO_WEAK, format_signature,
      N_("the signature of the host's certificate is too weak: %1$s"),
      N_("the signature of the certificate of '%2$s', which vouches for the host's, is too weak: %1$s"), WEAK },
    { X509_V_ERR_INVALID_PURPOSE, format_reason,
      N_("the host's certificate is not for servers"),
      N_("the certificate of '%2$s' may not vouch for the host's: %1$s"), PURPOSE },
};

/* Whichever way the chain ends in nobody we know. */
static const int unknown_authority[] = {
    X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
    X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
    X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
    X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
};

static const Row unknown_row = {
    X509_V_OK, format_issuer,
    N_("the host's certificate comes from '%1$s', who is not trusted"), NULL, TRUST
};

static const Row other_row = {
    X509_V_OK, format_reason,
    N_("the host's certificate is refused: %1$s"),
    N_("the certificate of '%2$s', which vouches for the host's, is refused: %1$s"), NEW
};
/* clang-format on */

static const Row *
find_row(int reason)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].reason == reason)
            return &rows[i];
    }
    for (gsize i = 0; i < G_N_ELEMENTS(unknown_authority); i++) {
        if (unknown_authority[i] == reason)
            return &unknown_row;
    }

    return &other_row;
}

static void
set_remedy(GError **error, const char *remedy)
{
    HvrErrorDetail detail = { .remedy = remedy };

    if (error != NULL)
        hvr_error_set_detail(*error, &detail);
}

static void
fail_name(X509 *certificate, const char *address, GError **error)
{
    g_autofree char *hosts = hvr_wsman_certificate_format_hosts(certificate);

    if (*hosts != '\0')
        hvr_fail(error, HVR_ERROR_TLS, _("the host's certificate is not for '%1$s' but for %2$s"),
                 address, hosts);
    else
        hvr_fail(error, HVR_ERROR_TLS,
                 _("the host's certificate is not for '%s', it names no host at all"), address);
    set_remedy(error, N_("name the host in hosts.conf as its certificate does, or give it a "
                         "certificate for that name"));
}

gboolean
hvr_wsman_verdict_fail(X509_STORE_CTX *store, const char *address, GError **error)
{
    int reason = X509_STORE_CTX_get_error(store);
    X509 *certificate = X509_STORE_CTX_get_current_cert(store);
    const Row *row = find_row(reason);
    gboolean has_above = row->above != NULL && X509_STORE_CTX_get_error_depth(store) > 0;
    g_autofree char *fact = NULL;
    g_autofree char *who = NULL;

    if (certificate == NULL)
        certificate = X509_STORE_CTX_get0_cert(store);
    if (reason == X509_V_ERR_HOSTNAME_MISMATCH || reason == X509_V_ERR_IP_ADDRESS_MISMATCH) {
        fail_name(certificate, address, error);
        return FALSE;
    }

    fact = row->format_fact(store, certificate);
    who = hvr_wsman_certificate_format_name(has_above ? X509_get_subject_name(certificate)
                                                      : X509_get_issuer_name(certificate));
    hvr_fail(error, HVR_ERROR_TLS, _(has_above ? row->above : row->leaf), fact, who);
    set_remedy(error, row->remedy);

    return FALSE;
}

gboolean
hvr_wsman_verdict_check_pin(X509 *certificate, const char *pin, GError **error)
{
    g_autofree char *found = hvr_wsman_certificate_format_pin(certificate);

    if (g_str_equal(found, pin))
        return TRUE;

    hvr_fail(error, HVR_ERROR_TLS,
             _("the SHA-256 of the host's certificate is %1$s, not %2$s as 'certificate-pin' says"),
             found, pin);
    set_remedy(error, N_("compare it with that of the certificate on the host; if it was renewed, "
                         "put the new one into hosts.conf, else somebody is in between"));

    return FALSE;
}
