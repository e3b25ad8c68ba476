/* tls_maker.h: certificates, keys and CRLs made while a test runs
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * All are written as PEM into a directory that goes away with the maker.
 */

#pragma once

#include <glib.h>

/* What differs from a good certificate of a host; all zero is a good one of an
 * elliptic curve, self-signed, for "hv01.example.com". */
typedef struct {
    const char *name;   /* of the file, without suffix; also its common name */
    const char *issuer; /* (nullable): another one's name; itself without */
    const char *hosts;  /* as OpenSSL's subjectAltName says it; "" for none */
    gboolean is_authority;
    const char *usage;      /* extendedKeyUsage */
    const char *start;      /* ASN.1 UTCTime; a year ago without */
    const char *end;        /* in a year without */
    guint rsa_bits;         /* RSA rather than an elliptic curve */
    const char *digest;     /* of the signature; SHA256 without */
    const char *passphrase; /* the key is encrypted with it */
} TlsSubject;

typedef struct _TlsMaker TlsMaker;

TlsMaker *tls_maker_new(void);
void tls_maker_free(TlsMaker *maker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TlsMaker, tls_maker_free)

/* Writes NAME.pem, its issuers behind it, and NAME.key. */
void tls_maker_add(TlsMaker *maker, const TlsSubject *subject);

/* Writes NAME.crl of @issuer, which lists @revoked (nullable) since 2026-02-03 04:05:06;
 * @end as above. */
void tls_maker_add_crl(
    TlsMaker *maker, const char *name, const char *issuer, const char *revoked, const char *end);

/* Writes @text into NAME. */
void tls_maker_add_text(TlsMaker *maker, const char *name, const char *text);

/* The path of a file in the directory; %NULL for %NULL. */
char *tls_maker_dup_path(TlsMaker *maker, const char *name);
