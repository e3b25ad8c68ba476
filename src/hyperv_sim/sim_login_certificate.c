/* sim_login_certificate.c: whom a client certificate names
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Windows maps issuer and subject, which is a UPN, to a local user (MS-WSMV
 * 3.1.4.1.28); here the only issuers are those of client-ca.
 */

#include <config.h>

#include "sim_login_certificate.h"

#include <openssl/x509.h>
#include <string.h>

/* NULL if there is none or more than one. */
static char *
dup_common_name(const X509_NAME *name)
{
    int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    unsigned char *text = NULL;
    char *copy;
    int length;

    if (at < 0 || X509_NAME_get_index_by_NID(name, NID_commonName, at) >= 0)
        return NULL;
    length = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (length < 0)
        return NULL;
    copy = memchr(text, '\0', (gsize)length) == NULL ? g_strndup((const char *)text, (gsize)length)
                                                     : NULL;
    OPENSSL_free(text);

    return copy;
}

gboolean
hvs_login_certificate_has_subject(GTlsCertificate *certificate, const char *subject)
{
    g_autoptr(GByteArray) encoded = NULL;
    g_autofree char *name = NULL;
    const unsigned char *bytes;
    X509 *parsed;

    g_object_get(certificate, "certificate", &encoded, NULL);
    bytes = encoded->data;
    parsed = d2i_X509(NULL, &bytes, encoded->len);
    if (parsed == NULL)
        return FALSE;
    name = dup_common_name(X509_get_subject_name(parsed));
    X509_free(parsed);

    return name != NULL && subject != NULL && g_ascii_strcasecmp(name, subject) == 0;
}
