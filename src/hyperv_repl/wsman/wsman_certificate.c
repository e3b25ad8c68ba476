/* wsman_certificate.c: certificates in words for people
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_certificate.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include "hvr_error.h"

/* A certificate may be 100 kB of names; a line of a log should not. */
#define MAX_CHARACTERS 200
#define MAX_HOSTS      8

/* Control characters are escaped, what is beyond ASCII stays readable. */
#define TEXT_FLAGS (ASN1_STRFLGS_RFC2253 & (unsigned long)~ASN1_STRFLGS_ESC_MSB)
#define NAME_FLAGS (XN_FLAG_RFC2253 & (unsigned long)~ASN1_STRFLGS_ESC_MSB)

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GENERAL_NAMES, GENERAL_NAMES_free)

static char *
dup_text(BIO *bio)
{
    char *bytes = NULL;
    long n_bytes = BIO_get_mem_data(bio, &bytes);
    g_autofree char *text = g_utf8_make_valid(bytes != NULL ? bytes : "", n_bytes);
    g_autofree char *start = NULL;

    if (g_utf8_strlen(text, -1) <= MAX_CHARACTERS)
        return g_steal_pointer(&text);
    start = g_utf8_substring(text, 0, MAX_CHARACTERS);

    return g_strconcat(start, "...", NULL);
}

static char *
format_string(const ASN1_STRING *string)
{
    g_autoptr(BIO) bio = BIO_new(BIO_s_mem());

    ASN1_STRING_print_ex(bio, string, TEXT_FLAGS);

    return dup_text(bio);
}

static char *
format_address(const ASN1_OCTET_STRING *address)
{
    int length = ASN1_STRING_length(address);
    GSocketFamily family = length == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6;
    g_autoptr(GInetAddress) inet = NULL;

    if (length != 4 && length != 16)
        return format_string(address);
    inet = g_inet_address_new_from_bytes(ASN1_STRING_get0_data(address), family);

    return g_inet_address_to_string(inet);
}

char *
hvr_wsman_certificate_format_time(const ASN1_TIME *time)
{
    struct tm tm = { 0 };

    if (time == NULL || ASN1_TIME_to_tm(time, &tm) != 1)
        return g_strdup(_("an unknown time"));

    return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
                           tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

char *
hvr_wsman_certificate_format_name(const X509_NAME *name)
{
    g_autoptr(BIO) bio = BIO_new(BIO_s_mem());

    X509_NAME_print_ex(bio, name, 0, NAME_FLAGS);

    return dup_text(bio);
}

static char *
format_common_name(X509 *certificate)
{
    const X509_NAME *subject = X509_get_subject_name(certificate);
    int i = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);

    return i < 0 ? NULL : format_string(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, i)));
}

/* Mail addresses and the like name no host. */
static char *
format_host(const GENERAL_NAME *name)
{
    if (name->type == GEN_DNS)
        return format_string(name->d.dNSName);
    if (name->type == GEN_IPADD)
        return format_address(name->d.iPAddress);

    return NULL;
}

char *
hvr_wsman_certificate_format_hosts(X509 *certificate)
{
    g_autoptr(GENERAL_NAMES)
        names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    GString *list = g_string_new(NULL);
    guint n_hosts = 0;

    for (int i = 0; i < sk_GENERAL_NAME_num(names) && n_hosts <= MAX_HOSTS; i++) {
        g_autofree char *host = format_host(sk_GENERAL_NAME_value(names, i));

        if (host != NULL && ++n_hosts <= MAX_HOSTS)
            hvr_error_append_quoted(list, host);
    }
    if (n_hosts > MAX_HOSTS)
        g_string_append(list, ", ...");
    if (n_hosts == 0) {
        g_autofree char *name = format_common_name(certificate);

        if (name != NULL)
            hvr_error_append_quoted(list, name);
    }

    return g_string_free(list, FALSE);
}

char *
hvr_wsman_certificate_format_key(X509 *certificate)
{
    const EVP_PKEY *key = X509_get0_pubkey(certificate);
    const char *type = key != NULL ? EVP_PKEY_get0_type_name(key) : NULL;

    if (type == NULL)
        return g_strdup(C_("public key", "unknown"));

    return g_strdup_printf(_("%1$s, %2$d bits"), type, EVP_PKEY_get_bits(key));
}

char *
hvr_wsman_certificate_format_signature(X509 *certificate)
{
    const char *name = OBJ_nid2ln(X509_get_signature_nid(certificate));

    return g_strdup(name != NULL ? name : C_("signature algorithm", "unknown"));
}

char *
hvr_wsman_certificate_format_pin(X509 *certificate)
{
    guint8 hash[EVP_MAX_MD_SIZE] = { 0 };
    guint n_hash = 0;
    GString *text = g_string_new(NULL);

    X509_digest(certificate, EVP_sha256(), hash, &n_hash);
    for (guint i = 0; i < n_hash; i++)
        g_string_append_printf(text, "%02x", hash[i]);

    return g_string_free(text, FALSE);
}
