/* wsman_binding.c: what ties an authentication to the TLS channel it runs in
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_binding.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#define PREFIX "tls-server-end-point:"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509, X509_free)

/* RSASSA-PSS names its hash in the parameters, which OpenSSL reads for us.
 * Ed25519 and its like have none that could be told; RFC 5929 4.1 leaves that
 * open, so SHA-256 is inferred. */
static const EVP_MD *
find_hash(X509 *certificate)
{
    const EVP_MD *hash = NULL;
    int nid = NID_undef;

    if (X509_get_signature_info(certificate, &nid, NULL, NULL, NULL) == 1 && nid != NID_undef &&
        nid != NID_md5 && nid != NID_md5_sha1 && nid != NID_sha1)
        hash = EVP_get_digestbynid(nid);
    ERR_clear_error();

    return hash != NULL ? hash : EVP_sha256();
}

GBytes *
hvr_wsman_binding_new(const guint8 *certificate, gsize length)
{
    const guint8 *end = certificate;
    g_autoptr(X509) parsed = d2i_X509(NULL, &end, (long)MIN(length, G_MAXLONG));
    g_autoptr(GByteArray) bytes = NULL;
    guint8 hash[EVP_MAX_MD_SIZE];
    guint n_hash = 0;

    if (parsed == NULL || end != certificate + length ||
        EVP_Digest(certificate, length, hash, &n_hash, find_hash(parsed), NULL) != 1) {
        ERR_clear_error();
        return NULL;
    }

    bytes = g_byte_array_new();
    g_byte_array_append(bytes, (const guint8 *)PREFIX, sizeof PREFIX - 1);
    g_byte_array_append(bytes, hash, n_hash);

    return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}
