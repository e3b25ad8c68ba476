/* wsman_certificate.h: certificates in words for people
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What stands in them comes from the other side: it is made one line of valid
 * UTF-8 of bounded length before anybody sees it.  All strings are (transfer
 * full) and never %NULL.
 */

#pragma once

#include <glib.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIO, BIO_free)

/** hvr_wsman_certificate_format_time: in UTC, e.g. "2026-05-01T03:00:00Z" */
char *hvr_wsman_certificate_format_time(const ASN1_TIME *time);

/** hvr_wsman_certificate_format_name: as RFC 2253 writes it, e.g. "CN=Contoso CA,O=Contoso" */
char *hvr_wsman_certificate_format_name(const X509_NAME *name);

/**
 * hvr_wsman_certificate_format_hosts:
 *
 * The names and addresses a host may have to be the one that is meant, the common
 * name where there are no others: "'hv01.example.com', '192.0.2.7'"; empty if there are none.
 */
char *hvr_wsman_certificate_format_hosts(X509 *certificate);

/** hvr_wsman_certificate_format_key: e.g. "RSA, 1024 bits" */
char *hvr_wsman_certificate_format_key(X509 *certificate);

/** hvr_wsman_certificate_format_signature: its algorithm, e.g. "ecdsa-with-SHA1" */
char *hvr_wsman_certificate_format_signature(X509 *certificate);

/** hvr_wsman_certificate_format_pin: SHA-256 of its DER in lower-case hexadecimal digits */
char *hvr_wsman_certificate_format_pin(X509 *certificate);

G_END_DECLS
