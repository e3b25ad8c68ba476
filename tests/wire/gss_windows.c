/* gss_windows.c: security tokens as Windows makes them, and MIT does not
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "gss_windows.h"

#include <gssapi/gssapi_ext.h>
#include <krb5.h>
#include <stdlib.h>
#include <string.h>

#include "wsman_multipart.h"

#define ACCEPTOR_SEAL    22 /* RFC 4121 2 */
#define SENT_BY_ACCEPTOR 1
#define SEALED           2
#define ACCEPTOR_SUBKEY  4

/* RFC 4757 */
#define SIGN_USAGE 13
#define N_RC4_KEY  16

/* The context's own key: RFC 4121's acceptor subkey, or RFC 4757's session key. */
static krb5_keyblock
get_key(gss_ctx_id_t context)
{
    gss_buffer_set_t answer = GSS_C_NO_BUFFER_SET;
    const gss_buffer_desc *type;
    krb5_keyblock key = { 0 };
    OM_uint32 minor;

    g_assert_cmpuint(
        gss_inquire_sec_context_by_oid(&minor, context, GSS_C_INQ_SSPI_SESSION_KEY, &answer), ==,
        GSS_S_COMPLETE);
    g_assert_cmpuint(answer->count, ==, 2);
    type = &answer->elements[1];
    /* The enctype is the OID's last arc. */
    key.enctype = ((const guint8 *)type->value)[type->length - 1];
    key.length = (unsigned int)answer->elements[0].length;
    key.contents = g_memdup2(answer->elements[0].value, key.length);
    gss_release_buffer_set(&minor, &answer);

    return key;
}

static GBytes *
format(const guint8 *token, gsize n_header, gsize n_token, gsize n_plain)
{
    HvrWsmanMultipart multipart = {
        .protocol = HVR_WSMAN_PROTOCOL_SPNEGO,
        .n_plain = n_plain,
        .header = token,
        .n_header = n_header,
        .data = token + n_header,
        .n_data = n_token - n_header,
    };

    return hvr_wsman_multipart_format(&multipart);
}

/* RFC 4121 4.2.4: E(data | EC bytes | header), rotated so that only the data is
 * behind the header. */
GBytes *
gss_windows_seal_aes(
    gss_ctx_id_t context, const guint8 *last, guint ec, guint rrc, const char *text)
{
    krb5_keyblock key = get_key(context);
    g_autoptr(GByteArray) plain = g_byte_array_new();
    g_autoptr(GByteArray) token = g_byte_array_new();
    guint8 header[16] = { 5, 4, SENT_BY_ACCEPTOR | SEALED | ACCEPTOR_SUBKEY, 0xff };
    guint8 filler[16] = { 0 };
    guint64 sequence;
    krb5_enc_data sealed = { 0 };
    krb5_data input;
    krb5_context krb5;
    size_t n_sealed;
    gsize n_rotated;

    header[5] = (guint8)ec;
    memcpy(&sequence, last + 8, sizeof sequence);
    sequence = GUINT64_FROM_BE(sequence) + 1;
    sequence = GUINT64_TO_BE(sequence);
    memcpy(header + 8, &sequence, sizeof sequence);
    g_byte_array_append(plain, (const guint8 *)text, (guint)strlen(text));
    g_byte_array_append(plain, filler, ec);
    g_byte_array_append(plain, header, sizeof header);
    input = (krb5_data){ .length = plain->len, .data = (char *)plain->data };

    g_assert_cmpint(krb5_init_context(&krb5), ==, 0);
    g_assert_cmpint(krb5_c_encrypt_length(krb5, key.enctype, input.length, &n_sealed), ==, 0);
    sealed.ciphertext.length = (unsigned int)n_sealed;
    sealed.ciphertext.data = g_malloc(n_sealed);
    g_assert_cmpint(krb5_c_encrypt(krb5, &key, ACCEPTOR_SEAL, NULL, &input, &sealed), ==, 0);

    /* All but the confounder and the data goes to the front. */
    n_rotated = n_sealed - 16 - strlen(text);
    header[7] = (guint8)rrc;
    g_byte_array_append(token, header, sizeof header);
    g_byte_array_append(token, (guint8 *)sealed.ciphertext.data + n_sealed - n_rotated,
                        (guint)n_rotated);
    g_byte_array_append(token, (guint8 *)sealed.ciphertext.data, (guint)(n_sealed - n_rotated));
    g_free(sealed.ciphertext.data);
    g_free(key.contents);
    krb5_free_context(krb5);

    return format(token->data, 16 + n_rotated + 16, token->len, strlen(text));
}

static void
hmac(const guint8 *key, const void *input, gsize n_input, guint8 *out)
{
    GHmac *state = g_hmac_new(G_CHECKSUM_MD5, key, N_RC4_KEY);
    gsize length = 16;

    g_hmac_update(state, input, (gssize)n_input);
    g_hmac_get_digest(state, out, &length);
    g_hmac_unref(state);
}

static void
rc4(const guint8 *key, guint8 *bytes, gsize n_bytes)
{
    guint8 box[256];
    guint8 j = 0;

    for (guint i = 0; i < 256; i++)
        box[i] = (guint8)i;
    for (guint i = 0; i < 256; i++) {
        guint8 swap = box[i];

        j = (guint8)(j + swap + key[i % N_RC4_KEY]);
        box[i] = box[j];
        box[j] = swap;
    }
    j = 0;
    for (gsize n = 0; n < n_bytes; n++) {
        guint8 i = (guint8)(n + 1);
        guint8 swap = box[i];

        j = (guint8)(j + swap);
        box[i] = box[j];
        box[j] = swap;
        bytes[n] ^= box[(guint8)(box[i] + box[j])];
    }
}

/* HMAC(HMAC(key, 0), salt), which RC4 is keyed with each time. */
static void
derive(const guint8 *key, const void *salt, gsize n_salt, guint8 *out)
{
    static const guint8 zero[4];
    guint8 middle[16];

    hmac(key, zero, sizeof zero, middle);
    hmac(middle, salt, n_salt, out);
}

/* The number of the message before is sealed with its checksum. */
static guint32
read_sequence(const guint8 *key, const guint8 *token)
{
    guint8 sequence_key[16];
    guint8 bytes[8];
    guint32 sequence;

    memcpy(bytes, token + 8, sizeof bytes);
    derive(key, token + 16, 8, sequence_key);
    rc4(sequence_key, bytes, sizeof bytes);
    memcpy(&sequence, bytes, sizeof sequence);

    return GUINT32_FROM_BE(sequence);
}

static void
sign(const guint8 *key, const guint8 *token, gsize n_content, guint8 *out)
{
    GChecksum *checksum = g_checksum_new(G_CHECKSUM_MD5);
    guint32 usage = GUINT32_TO_LE(SIGN_USAGE);
    guint8 sign_key[16];
    guint8 digest[16];
    gsize length = sizeof digest;

    hmac(key, "signaturekey", sizeof "signaturekey", sign_key);
    g_checksum_update(checksum, (const guint8 *)&usage, sizeof usage);
    g_checksum_update(checksum, token, 8);
    g_checksum_update(checksum, token + 24, (gssize)n_content);
    g_checksum_get_digest(checksum, digest, &length);
    g_checksum_free(checksum);
    hmac(sign_key, digest, sizeof digest, digest);
    memcpy(out, digest, 8);
}

GBytes *
gss_windows_seal_rc4(gss_ctx_id_t context, const guint8 *last, const char *text)
{
    static const guint8 frame[] = { 0x60, 0x81, 0,    0x06, 0x09, 0x2a, 0x86,
                                    0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02 };
    static const guint8 head[] = { 2, 1, 0x11, 0, 0x10, 0, 0xff, 0xff };
    gsize n_content = 8 + strlen(text);
    gsize n_token = sizeof frame + 24 + n_content;
    g_autofree guint8 *whole = g_malloc0(n_token);
    guint8 *token = whole + sizeof frame;
    krb5_keyblock key = get_key(context);
    /* The last one's frame is two bytes long at its length, too. */
    guint32 sequence = GUINT32_TO_BE(read_sequence(key.contents, last + sizeof frame) + 1);
    guint8 local[16];
    guint8 derived[16];

    g_assert_cmpuint(n_token - 3, >=, 128);
    g_assert_cmpuint(n_token - 3, <, 256);
    memcpy(whole, frame, sizeof frame);
    whole[2] = (guint8)(n_token - 3);
    memcpy(token, head, sizeof head);
    memcpy(token + 32, text, strlen(text));
    sign(key.contents, token, n_content, token + 16);

    memcpy(token + 8, &sequence, sizeof sequence);
    memset(token + 12, 0xff, 4); /* sent by the acceptor */
    derive(key.contents, token + 16, 8, derived);
    rc4(derived, token + 8, 8);

    for (guint i = 0; i < sizeof local; i++)
        local[i] = key.contents[i] ^ 0xf0;
    derive(local, &sequence, sizeof sequence, derived);
    rc4(derived, token + 24, n_content);
    g_free(key.contents);

    return format(whole, sizeof frame + 32, n_token, strlen(text));
}

/* One DER value around another. */
static void
wrap(GByteArray *bytes, guint8 tag)
{
    guint8 head[] = { tag, 0x81, (guint8)bytes->len };

    g_assert_cmpuint(bytes->len, <, 256);
    g_byte_array_prepend(bytes, head, sizeof head);
}

/* RFC 4178 4.2.2 around RFC 4121 4.1 around RFC 4120 5.9.1. */
GBytes *
gss_windows_refuse(guint number)
{
    static const guint8 mechanism[] = { 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7,
                                        0x12, 0x01, 0x02, 0x02, 0x03, 0x00 };
    static const guint8 state[] = { 0xa0, 0x03, 0x0a, 0x01, 0x01, 0xa1, 0x0b, 0x06, 0x09,
                                    0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02 };
    GByteArray *bytes = g_byte_array_new();
    krb5_error refusal = { .stime = 1, .error = number };
    krb5_data code;
    krb5_context context;

    g_assert_cmpint(krb5_init_context(&context), ==, 0);
    g_assert_cmpint(krb5_parse_name(context, "HTTP/hv01.hyperv.test@HYPERV.TEST", &refusal.server),
                    ==, 0);
    g_assert_cmpint(krb5_mk_error(context, &refusal, &code), ==, 0);
    g_byte_array_append(bytes, (const guint8 *)code.data, code.length);
    krb5_free_data_contents(context, &code);
    krb5_free_principal(context, refusal.server);
    krb5_free_context(context);

    g_byte_array_prepend(bytes, mechanism, sizeof mechanism);
    wrap(bytes, 0x60);
    wrap(bytes, 0x04);
    wrap(bytes, 0xa2);
    g_byte_array_prepend(bytes, state, sizeof state);
    wrap(bytes, 0x30);
    wrap(bytes, 0xa1);

    return g_byte_array_free_to_bytes(bytes);
}
