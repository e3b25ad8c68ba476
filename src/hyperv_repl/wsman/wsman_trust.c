/* wsman_trust.c: the files that TLS with a host stands on
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_trust.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "hvr_error.h"
#include "wsman_certificate.h"

typedef STACK_OF(X509_INFO) Pem;

static void
pem_free(Pem *pem)
{
    sk_X509_INFO_pop_free(pem, X509_INFO_free);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pem, pem_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FILE, fclose)

static const char *
get_reason(void)
{
    const char *reason = ERR_reason_error_string(ERR_peek_last_error());

    return reason != NULL ? reason : _("no reason given");
}

/* OpenSSL would ask at the terminal for the passphrase of an encrypted key. */
static int
refuse_passphrase(char *buffer, int size, int is_written, void *user_data)
{
    gboolean *was_asked = user_data;

    *was_asked = TRUE;

    return -1;
}

static FILE *
open_file(const char *path, GError **error)
{
    FILE *file = fopen(path, "re");

    if (file == NULL)
        return hvr_fail_null(error, HVR_ERROR_CONFIG, _("cannot read '%1$s': %2$s"), path,
                             g_strerror(errno));

    return file;
}

static Pem *
read_pem(const char *path, GError **error)
{
    g_autoptr(FILE) file = open_file(path, error);
    gboolean was_asked = FALSE;
    Pem *pem;

    if (file == NULL)
        return NULL;
    pem = PEM_X509_INFO_read(file, NULL, refuse_passphrase, &was_asked);
    if (pem == NULL)
        return hvr_fail_null(error, HVR_ERROR_CONFIG, _("'%1$s' is no PEM file: %2$s"), path,
                             get_reason());

    return pem;
}

/* A key that is read must not stay behind in a buffer of the C library. */
static EVP_PKEY *
read_key(const char *path, GError **error)
{
    char buffer[BUFSIZ];
    FILE *file = open_file(path, error);
    gboolean was_asked = FALSE;
    EVP_PKEY *key;

    if (file == NULL)
        return NULL;
    setvbuf(file, buffer, _IOFBF, sizeof buffer);
    key = PEM_read_PrivateKey(file, NULL, refuse_passphrase, &was_asked);
    fclose(file);
    OPENSSL_cleanse(buffer, sizeof buffer);

    if (key == NULL && was_asked)
        return hvr_fail_null(error, HVR_ERROR_CONFIG,
                             _("the key in '%s' is encrypted; only one without a passphrase can be "
                               "used"),
                             path);
    if (key == NULL)
        return hvr_fail_null(error, HVR_ERROR_CONFIG, _("'%s' has no private key in PEM"), path);

    return key;
}

/* Returns: whether it was of use. */
typedef gboolean (*AddItem)(X509_STORE *store, const X509_INFO *item);

static gboolean
add_authority(X509_STORE *store, const X509_INFO *item)
{
    return item->x509 != NULL && X509_STORE_add_cert(store, item->x509) == 1;
}

static gboolean
add_crl(X509_STORE *store, const X509_INFO *item)
{
    return item->crl != NULL && X509_STORE_add_crl(store, item->crl) == 1;
}

/* @refusal: where nothing in the file is of use; it is given the file's name. */
static gboolean
add_file(X509_STORE *store, const char *path, AddItem add, const char *refusal, GError **error)
{
    g_autoptr(Pem) pem = read_pem(path, error);
    gboolean is_any = FALSE;

    if (pem == NULL)
        return FALSE;
    for (int i = 0; i < sk_X509_INFO_num(pem); i++)
        is_any = add(store, sk_X509_INFO_value(pem, i)) || is_any;

    return is_any || hvr_fail(error, HVR_ERROR_CONFIG, refusal, path);
}

/* A pin alone trusts no issuer, so nobody could have signed the CRL. */
static gboolean
load_authorities(const HvrEndpoint *endpoint, SSL_CTX *context, GError **error)
{
    X509_STORE *store = X509_STORE_new();

    SSL_CTX_set_cert_store(context, store);
    if (endpoint->ca_file == NULL && endpoint->pin != NULL) {
        return endpoint->crl_file == NULL ||
               hvr_fail(error, HVR_ERROR_CONFIG,
                        _("'crl-file' needs 'ca-file' beside 'certificate-pin', because a pin "
                          "trusts no issuer"));
    }

    if (endpoint->ca_file == NULL)
        X509_STORE_set_default_paths(store);
    else if (!add_file(store, endpoint->ca_file, add_authority, _("'%s' has no certificate in PEM"),
                       error))
        return FALSE;
    if (endpoint->crl_file == NULL)
        return TRUE;

    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), X509_V_FLAG_CRL_CHECK);

    return add_file(store, endpoint->crl_file, add_crl, _("'%s' has no CRL in PEM"), error);
}

static gboolean
check_dates(X509 *certificate, const char *path, GError **error)
{
    const ASN1_TIME *start = X509_get0_notBefore(certificate);
    const ASN1_TIME *end = X509_get0_notAfter(certificate);
    g_autofree char *first = hvr_wsman_certificate_format_time(start);
    g_autofree char *last = hvr_wsman_certificate_format_time(end);

    if (X509_cmp_current_time(start) > 0)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("the client certificate in '%1$s' is not valid before %2$s"), path,
                        first);
    if (X509_cmp_current_time(end) < 0)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("the client certificate in '%1$s' expired on %2$s"), path, last);

    return TRUE;
}

/* The first certificate is the client's, the others lead to an authority. */
static gboolean
use_certificates(const char *path, SSL_CTX *context, GError **error)
{
    g_autoptr(Pem) pem = read_pem(path, error);
    gboolean has_leaf = FALSE;

    if (pem == NULL)
        return FALSE;
    for (int i = 0; i < sk_X509_INFO_num(pem); i++) {
        X509 *certificate = sk_X509_INFO_value(pem, i)->x509;
        int ok = 1;

        if (certificate != NULL && !has_leaf)
            ok = SSL_CTX_use_certificate(context, certificate);
        else if (certificate != NULL)
            ok = SSL_CTX_add1_chain_cert(context, certificate);
        if (ok != 1)
            return hvr_fail(error, HVR_ERROR_CONFIG,
                            _("a client certificate in '%1$s' cannot be used: %2$s"), path,
                            get_reason());
        has_leaf |= certificate != NULL;
    }
    if (!has_leaf)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("'%s' has no certificate in PEM"), path);

    return check_dates(SSL_CTX_get0_certificate(context), path, error);
}

static gboolean
load_client(const HvrEndpoint *endpoint, SSL_CTX *context, GError **error)
{
    const char *path = endpoint->client_key != NULL ? endpoint->client_key
                                                    : endpoint->client_certificate;
    g_autoptr(EVP_PKEY) key = NULL;

    if (!use_certificates(endpoint->client_certificate, context, error))
        return FALSE;
    key = read_key(path, error);
    if (key == NULL)
        return FALSE;
    if (X509_check_private_key(SSL_CTX_get0_certificate(context), key) != 1)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("the key in '%1$s' is not that of the client certificate in '%2$s'"),
                        path, endpoint->client_certificate);
    if (SSL_CTX_use_PrivateKey(context, key) != 1)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("the key in '%1$s' cannot be used: %2$s"), path,
                        get_reason());

    return TRUE;
}

gboolean
hvr_wsman_trust_load(const HvrEndpoint *endpoint, SSL_CTX *context, GError **error)
{
    gboolean ok;

    ERR_clear_error();
    ok = load_authorities(endpoint, context, error) &&
         (endpoint->client_certificate == NULL || load_client(endpoint, context, error));
    ERR_clear_error();

    return ok;
}
