/* tls_maker.c: certificates, keys and CRLs made while a test runs
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "tls_maker.h"

#include <glib/gstdio.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <string.h>

#define YEAR    (365L * 24 * 60 * 60)
#define REVOKED "20260203040506Z"

struct _TlsMaker {
    char *directory;
    int serial;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509_CRL, X509_CRL_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIO, BIO_free)

TlsMaker *
tls_maker_new(void)
{
    TlsMaker *maker = g_new0(TlsMaker, 1);
    g_autoptr(GError) error = NULL;

    maker->directory = g_dir_make_tmp("tls-maker-XXXXXX", &error);
    g_assert_no_error(error);

    return maker;
}

void
tls_maker_free(TlsMaker *maker)
{
    g_autoptr(GDir) directory = g_dir_open(maker->directory, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(directory)) != NULL) {
        g_autofree char *path = tls_maker_dup_path(maker, name);

        g_unlink(path);
    }
    g_rmdir(maker->directory);
    g_free(maker->directory);
    g_free(maker);
}

char *
tls_maker_dup_path(TlsMaker *maker, const char *name)
{
    return name != NULL ? g_build_filename(maker->directory, name, NULL) : NULL;
}

void
tls_maker_add_text(TlsMaker *maker, const char *name, const char *text)
{
    g_autofree char *path = tls_maker_dup_path(maker, name);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static BIO *
open_file(TlsMaker *maker, const char *name, const char *suffix, const char *mode)
{
    g_autofree char *file = g_strconcat(name, suffix, NULL);
    g_autofree char *path = tls_maker_dup_path(maker, file);
    BIO *bio = BIO_new_file(path, mode);

    g_assert_nonnull(bio);

    return bio;
}

static EVP_PKEY *
read_key(TlsMaker *maker, const char *name)
{
    g_autoptr(BIO) bio = open_file(maker, name, ".key", "r");
    EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);

    g_assert_nonnull(key);

    return key;
}

static X509 *
read_certificate(TlsMaker *maker, const char *name)
{
    g_autoptr(BIO) bio = open_file(maker, name, ".pem", "r");
    X509 *certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);

    g_assert_nonnull(certificate);

    return certificate;
}

static EVP_PKEY *
make_key(TlsMaker *maker, const TlsSubject *subject)
{
    EVP_PKEY *key = subject->rsa_bits > 0 ? EVP_RSA_gen(subject->rsa_bits) : EVP_EC_gen("P-256");
    g_autoptr(BIO) bio = open_file(maker, subject->name, ".key", "w");
    const EVP_CIPHER *cipher = subject->passphrase != NULL ? EVP_aes_256_cbc() : NULL;

    g_assert_nonnull(key);
    g_assert_true(
        PEM_write_bio_PrivateKey(bio, key, cipher, NULL, 0, NULL, (void *)subject->passphrase));

    return key;
}

static void
set_time(ASN1_TIME *time, const char *text, long seconds)
{
    if (text != NULL)
        g_assert_true(ASN1_TIME_set_string_X509(time, text));
    else
        g_assert_nonnull(X509_gmtime_adj(time, seconds));
}

static void
add_extension(X509 *certificate, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX context;
    X509_EXTENSION *extension;

    if (value == NULL || *value == '\0')
        return;
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    g_assert_nonnull(extension);
    g_assert_true(X509_add_ext(certificate, extension, -1));
    X509_EXTENSION_free(extension);
}

static void
set_name(X509 *certificate, const char *name)
{
    X509_NAME *subject = X509_get_subject_name(certificate);

    g_assert_true(
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const guint8 *)name, -1, -1, 0));
}

static const EVP_MD *
get_digest(const TlsSubject *subject)
{
    return EVP_get_digestbyname(subject->digest != NULL ? subject->digest : "SHA256");
}

/* The file of an issuer already has those above it. */
static void
write_certificate(TlsMaker *maker, const TlsSubject *subject, X509 *certificate)
{
    g_autoptr(BIO) bio = open_file(maker, subject->name, ".pem", "w");
    g_autofree char *file = g_strconcat(subject->issuer, ".pem", NULL);
    g_autofree char *path = tls_maker_dup_path(maker, file);
    g_autofree char *above = NULL;

    g_assert_true(PEM_write_bio_X509(bio, certificate));
    if (subject->issuer == NULL)
        return;
    g_assert_true(g_file_get_contents(path, &above, NULL, NULL));
    BIO_puts(bio, above);
}

void
tls_maker_add(TlsMaker *maker, const TlsSubject *subject)
{
    g_autoptr(EVP_PKEY) key = make_key(maker, subject);
    g_autoptr(EVP_PKEY) issuer_key = subject->issuer != NULL ? read_key(maker, subject->issuer)
                                                             : NULL;
    g_autoptr(X509) issuer = subject->issuer != NULL ? read_certificate(maker, subject->issuer)
                                                     : NULL;
    g_autoptr(X509) certificate = X509_new();
    const char *hosts = subject->hosts != NULL ? subject->hosts : "DNS:hv01.example.com";

    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++maker->serial);
    set_name(certificate, subject->name);
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer != NULL ? issuer : certificate));
    set_time(X509_getm_notBefore(certificate), subject->start, -YEAR);
    set_time(X509_getm_notAfter(certificate), subject->end, YEAR);
    X509_set_pubkey(certificate, key);
    add_extension(certificate, certificate, NID_basic_constraints,
                  subject->is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    add_extension(certificate, certificate, NID_subject_alt_name,
                  subject->is_authority ? NULL : hosts);
    add_extension(certificate, certificate, NID_ext_key_usage, subject->usage);
    g_assert_cmpint(
        X509_sign(certificate, issuer_key != NULL ? issuer_key : key, get_digest(subject)), >, 0);

    write_certificate(maker, subject, certificate);
}

static void
list_revoked(X509_CRL *crl, X509 *certificate)
{
    X509_REVOKED *entry = X509_REVOKED_new();
    ASN1_TIME *date = ASN1_TIME_new();

    set_time(date, REVOKED, 0);
    X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(certificate));
    X509_REVOKED_set_revocationDate(entry, date);
    X509_CRL_add0_revoked(crl, entry);
    ASN1_TIME_free(date);
}

void
tls_maker_add_crl(
    TlsMaker *maker, const char *name, const char *issuer, const char *revoked, const char *end)
{
    g_autoptr(EVP_PKEY) key = read_key(maker, issuer);
    g_autoptr(X509) authority = read_certificate(maker, issuer);
    g_autoptr(X509) certificate = revoked != NULL ? read_certificate(maker, revoked) : NULL;
    g_autoptr(X509_CRL) crl = X509_CRL_new();
    g_autoptr(BIO) bio = open_file(maker, name, ".crl", "w");
    ASN1_TIME *time = ASN1_TIME_new();

    X509_CRL_set_version(crl, X509_CRL_VERSION_2);
    X509_CRL_set_issuer_name(crl, X509_get_subject_name(authority));
    set_time(time, NULL, -YEAR);
    X509_CRL_set1_lastUpdate(crl, time);
    set_time(time, end, YEAR);
    X509_CRL_set1_nextUpdate(crl, time);
    if (certificate != NULL)
        list_revoked(crl, certificate);
    ASN1_TIME_free(time);
    g_assert_cmpint(X509_CRL_sign(crl, key, EVP_sha256()), >, 0);
    g_assert_true(PEM_write_bio_X509_CRL(bio, crl));
}
