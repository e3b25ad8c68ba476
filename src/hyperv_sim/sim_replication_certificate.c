/* sim_replication_certificate.c: the personal store of a simulated host's computer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_certificate.h"

#include <string.h>

#include "sim_replication_method.h"
#include "wmi_object.h"

/* ASN.1 tags (X.690). */
#define TAG_INTEGER          0x02
#define TAG_BITS             0x03
#define TAG_UTF8             0x0c
#define TAG_GENERALIZED_TIME 0x18
#define TAG_SEQUENCE         0x30
#define TAG_SET              0x31
#define TAG_VERSION          0xa0

/* 2020-01-01 and 2120-01-01. */
#define FIRST_DAY (G_GINT64_CONSTANT(1577836800) * G_USEC_PER_SEC)
#define LAST_DAY  (G_GINT64_CONSTANT(4733510400) * G_USEC_PER_SEC)

#define SERIAL_LENGTH 8

/* OBJECT IDENTIFIERs with their tags (RFC 5280, RFC 5758). */
static const guint8 common_name[] = { 0x06, 3, 0x55, 0x04, 0x03 };
static const guint8 ecdsa_sha256[] = { 0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2 };

/* SubjectPublicKeyInfo, a point of P-256: all simulated hosts share it. */
static const char public_key[] = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE9fcoJc9NVVY0YD7af18SSHXwcj7jY"
                                 "UANhIQjACgvqxfptZS88kA9V3UvOk9n"
                                 "9aByiCpCVhCklS2qax8fWjJ+pQ==";

/* DER's definite lengths, in as few bytes as it takes; nothing here has 64 KiB. */
static void
add(GByteArray *out, guint8 tag, const guint8 *content, gsize length)
{
    guint8 head[4] = { tag };
    guint n = 0;

    if (length < 0x80) {
        head[++n] = (guint8)length;
    } else if (length < 0x100) {
        head[++n] = 0x81;
        head[++n] = (guint8)length;
    } else {
        head[++n] = 0x82;
        head[++n] = (guint8)(length >> 8);
        head[++n] = (guint8)length;
    }
    g_byte_array_append(out, head, n + 1);
    g_byte_array_append(out, content, (guint)length);
}

/* Closes what was collected in @inner. */
static void
add_whole(GByteArray *out, guint8 tag, GByteArray *inner)
{
    add(out, tag, inner->data, inner->len);
    g_byte_array_unref(inner);
}

static void
add_name(GByteArray *out, const char *subject)
{
    GByteArray *attribute = g_byte_array_new();
    GByteArray *set = g_byte_array_new();
    GByteArray *name = g_byte_array_new();

    g_byte_array_append(attribute, common_name, sizeof(common_name));
    add(attribute, TAG_UTF8, (const guint8 *)subject, strlen(subject));
    add_whole(set, TAG_SEQUENCE, attribute);
    add_whole(name, TAG_SET, set);
    add_whole(out, TAG_SEQUENCE, name);
}

static void
add_time(GByteArray *out, gint64 time)
{
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(time / G_USEC_PER_SEC);
    g_autofree char *text = g_date_time_format(date, "%Y%m%d%H%M%SZ");

    add(out, TAG_GENERALIZED_TIME, (const guint8 *)text, strlen(text));
}

static void
add_validity(GByteArray *out, const HvsCertificate *certificate)
{
    GByteArray *validity = g_byte_array_new();

    add_time(validity, certificate->not_before);
    add_time(validity, certificate->not_after);
    add_whole(out, TAG_SEQUENCE, validity);
}

static void
add_algorithm(GByteArray *out)
{
    add(out, TAG_SEQUENCE, ecdsa_sha256, sizeof(ecdsa_sha256));
}

/* A positive number that only this subject's @number-th certificate has. */
static void
add_serial(GByteArray *out, const char *subject, guint number)
{
    g_autofree char *seed = g_strdup_printf("%s/certificate/%u", subject, number);
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 bytes[32];
    gsize length = sizeof(bytes);

    g_checksum_update(sum, (const guchar *)seed, -1);
    g_checksum_get_digest(sum, bytes, &length);
    bytes[0] = (guint8)((bytes[0] & 0x3f) | 0x40);
    add(out, TAG_INTEGER, bytes, SERIAL_LENGTH);
}

/* TBSCertificate of RFC 5280 4.1, version 3. */
static void
add_content(GByteArray *out, const HvsCertificate *certificate, guint number)
{
    static const guint8 version_3[] = { TAG_INTEGER, 1, 2 };
    GByteArray *content = g_byte_array_new();
    gsize length;
    g_autofree guchar *key = g_base64_decode(public_key, &length);

    add(content, TAG_VERSION, version_3, sizeof(version_3));
    add_serial(content, certificate->subject, number);
    add_algorithm(content);
    add_name(content, certificate->subject);
    add_validity(content, certificate);
    add_name(content, certificate->subject);
    g_byte_array_append(content, key, (guint)length);
    add_whole(out, TAG_SEQUENCE, content);
}

/* The pair of numbers that a signature consists of, both 1. */
static void
add_signature(GByteArray *out)
{
    static const guint8 ones[] = { 0, TAG_SEQUENCE, 6, TAG_INTEGER, 1, 1, TAG_INTEGER, 1, 1 };

    add(out, TAG_BITS, ones, sizeof(ones));
}

static GBytes *
encode(const HvsCertificate *certificate, guint number)
{
    GByteArray *parts = g_byte_array_new();
    GByteArray *whole = g_byte_array_new();

    add_content(parts, certificate, number);
    add_algorithm(parts);
    add_signature(parts);
    add_whole(whole, TAG_SEQUENCE, parts);

    return g_byte_array_free_to_bytes(whole);
}

HvsCertificate *
hvs_certificate_add(HvsHost *host, gint64 not_before, gint64 not_after)
{
    HvsCertificate *certificate = g_new0(HvsCertificate, 1);
    g_autofree char *digits = NULL;

    certificate->subject = g_strdup(host->fqdn);
    certificate->not_before = not_before;
    certificate->not_after = not_after;
    certificate->encoded = encode(certificate, host->certificates->len);
    digits = g_compute_checksum_for_bytes(G_CHECKSUM_SHA1, certificate->encoded);
    certificate->thumbprint = g_ascii_strup(digits, -1);
    g_ptr_array_add(host->certificates, certificate);

    return certificate;
}

void
hvs_certificate_free(gpointer data)
{
    HvsCertificate *certificate = data;

    g_free(certificate->subject);
    g_bytes_unref(certificate->encoded);
    g_free(certificate->thumbprint);
    g_free(certificate);
}

/* Windows' own dialogue shows thumbprints with blanks, so people paste them so. */
static char *
dup_digits(const char *thumbprint)
{
    g_auto(GStrv) parts = g_strsplit(thumbprint, " ", -1);

    return g_strjoinv("", parts);
}

const HvsCertificate *
hvs_certificate_find(const HvsHost *host, const char *thumbprint)
{
    g_autofree char *digits = thumbprint != NULL ? dup_digits(thumbprint) : NULL;

    for (guint i = 0; digits != NULL && i < host->certificates->len; i++) {
        const HvsCertificate *certificate = g_ptr_array_index(host->certificates, i);

        if (g_ascii_strcasecmp(certificate->thumbprint, digits) == 0)
            return certificate;
    }

    return NULL;
}

gboolean
hvs_certificate_is_valid(const HvsHost *host, const HvsCertificate *certificate)
{
    gint64 now = host->world->now;

    return now >= certificate->not_before && now <= certificate->not_after;
}

void
hvs_certificate_add_default(HvsHost *host)
{
    hvs_certificate_add(host, FIRST_DAY, LAST_DAY);
}

const HvsCertificate *
hvs_certificate_get_first(const HvsHost *host)
{
    return host->certificates->len > 0 ? g_ptr_array_index(host->certificates, 0) : NULL;
}

/* No page says whether its 4096 ever comes: there is no Job parameter. */
guint32
hvs_replication_get_system_certificates(HvsCall *call)
{
    const GPtrArray *certificates = call->host->certificates;
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < certificates->len; i++) {
        const HvsCertificate *certificate = g_ptr_array_index(certificates, i);
        gsize length;
        const guchar *bytes = g_bytes_get_data(certificate->encoded, &length);

        g_ptr_array_add(texts, g_base64_encode(bytes, length));
    }
    if (texts->len == 0)
        return HVS_RESULT_DONE;
    g_ptr_array_add(texts, NULL);
    hvr_wmi_object_set_strv(call->output, "EncodedCertificates", (const char *const *)texts->pdata);

    return HVS_RESULT_DONE;
}
