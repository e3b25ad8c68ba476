/* wsman_seal.c: messages that only the other end of a GSS context can read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_seal.h"

#include <glib/gi18n-lib.h>
#include <gssapi/gssapi_ext.h>
#include <string.h>

#include "hvr_error.h"
#include "wsman_gss_error.h"
#include "wsman_mechanism.h"
#include "wsman_multipart.h"

/* MS-NLMP 2.2.2.9: what stands before the ciphertext. */
#define N_NTLM_SIGNATURE ((gsize)16)

/* RFC 4121 4.2.6.2: token id, flags, filler, EC, RRC, sequence number; behind it
 * comes a confounder of one AES block. */
#define N_CFX_HEADER     ((gsize)16)
#define N_CFX_CONFOUNDER ((gsize)16)
#define CFX_EC           4
#define CFX_RRC          6

/* RFC 4757 7: RC4 tokens keep the ASN.1 frame of RFC 2743. */
#define ASN1_APPLICATION 0x60

static gpointer
fail_encode(GError **error, OM_uint32 major, OM_uint32 minor)
{
    g_autofree char *words = hvr_wsman_gss_error_dup_words(major, minor, GSS_C_NO_OID);

    return hvr_fail_null(error, HVR_ERROR_AUTH, _("cannot seal a message (%s)"), words);
}

static gpointer
fail_decode(GError **error, OM_uint32 major, OM_uint32 minor)
{
    g_autofree char *words = hvr_wsman_gss_error_dup_words(major, minor, GSS_C_NO_OID);

    return hvr_fail_null(error, HVR_ERROR_PROTOCOL,
                         _("a sealed message was altered, repeated or lost on its way (%s)"),
                         words);
}

/* gss-ntlmssp knows no buffer vectors. */
static GBytes *
encode_ntlm(gss_ctx_id_t context, HvrWsmanMultipart *multipart, GBytes *plain, GError **error)
{
    gss_buffer_desc input = { g_bytes_get_size(plain), (void *)g_bytes_get_data(plain, NULL) };
    g_auto(gss_buffer_desc) output = GSS_C_EMPTY_BUFFER;
    OM_uint32 minor;
    int is_sealed = 0;
    OM_uint32 major = gss_wrap(&minor, context, 1, GSS_C_QOP_DEFAULT, &input, &is_sealed, &output);

    if (major != GSS_S_COMPLETE || !is_sealed || output.length < N_NTLM_SIGNATURE)
        return fail_encode(error, major, minor);

    multipart->n_plain = input.length;
    multipart->header = output.value;
    multipart->n_header = N_NTLM_SIGNATURE;
    multipart->data = multipart->header + N_NTLM_SIGNATURE;
    multipart->n_data = output.length - N_NTLM_SIGNATURE;

    return hvr_wsman_multipart_format(multipart);
}

/* With vectors all that is not data goes before it, as SSPI has it; plain
 * gss_wrap() would leave the checksum behind it.  RC4 pads with one byte, which
 * other clients count, too, and Windows takes. */
static GBytes *
encode_vector(gss_ctx_id_t context, HvrWsmanMultipart *multipart, GBytes *plain, GError **error)
{
    g_autoptr(GByteArray) data = g_bytes_unref_to_array(g_bytes_ref(plain));
    gss_iov_buffer_desc vector[] = {
        { .type = GSS_IOV_BUFFER_TYPE_HEADER | GSS_IOV_BUFFER_FLAG_ALLOCATE },
        { .type = GSS_IOV_BUFFER_TYPE_DATA, .buffer = { data->len, data->data } },
        { .type = GSS_IOV_BUFFER_TYPE_PADDING | GSS_IOV_BUFFER_FLAG_ALLOCATE },
    };
    OM_uint32 minor;
    int is_sealed = 0;
    OM_uint32 major = gss_wrap_iov(&minor, context, 1, GSS_C_QOP_DEFAULT, &is_sealed, vector,
                                   G_N_ELEMENTS(vector));
    GBytes *body;

    if (major != GSS_S_COMPLETE || !is_sealed) {
        body = fail_encode(error, major, minor);
    } else {
        g_byte_array_append(data, vector[2].buffer.value, (guint)vector[2].buffer.length);
        multipart->n_plain = data->len;
        multipart->header = vector[0].buffer.value;
        multipart->n_header = vector[0].buffer.length;
        multipart->data = data->data;
        multipart->n_data = data->len;
        body = hvr_wsman_multipart_format(multipart);
    }
    gss_release_iov_buffer(&minor, vector, G_N_ELEMENTS(vector));

    return body;
}

GBytes *
hvr_wsman_seal_encode(gss_ctx_id_t context, const char *protocol, GBytes *plain, GError **error)
{
    HvrWsmanMultipart multipart = { .protocol = protocol };

    if (hvr_wsman_mechanism_find(context, NULL) == HVR_MECHANISM_NTLM)
        return encode_ntlm(context, &multipart, plain, error);

    return encode_vector(context, &multipart, plain, error);
}

/* What is padding cannot be told before it is open. */
static GBytes *
cut(const guint8 *bytes, gsize length, gsize n_plain, GError **error)
{
    if (length < n_plain)
        return hvr_fail_null(error, HVR_ERROR_PROTOCOL,
                             _("a sealed message promises %1$zu bytes and has %2$zu"), n_plain,
                             length);

    return g_bytes_new(bytes, n_plain);
}

/* Windows rotates by RRC and EC together, yet writes only RRC (MS-KILE
 * 3.4.5.4.1); MIT takes it at its word.  RRC is not under the checksum (RFC 4121
 * 4.2.5), so it can be put right. */
static void
mend_rotation(guint8 *token, gsize n_header)
{
    guint16 ec;
    guint16 rrc;

    if (n_header < N_CFX_HEADER + N_CFX_CONFOUNDER || token[0] == ASN1_APPLICATION)
        return;

    ec = (guint16)(token[CFX_EC] << 8 | token[CFX_EC + 1]);
    rrc = (guint16)(token[CFX_RRC] << 8 | token[CFX_RRC + 1]);
    if (ec != 0 && rrc != 0 && n_header == N_CFX_HEADER + N_CFX_CONFOUNDER + rrc + ec) {
        rrc = (guint16)(rrc + ec);
        token[CFX_RRC] = (guint8)(rrc >> 8);
        token[CFX_RRC + 1] = (guint8)rrc;
    }
}

static GBytes *
decode_stream(gss_ctx_id_t context,
              const HvrWsmanMultipart *multipart,
              guint8 *token,
              GError **error)
{
    gss_buffer_desc input = { multipart->n_header + multipart->n_data, token };
    g_auto(gss_buffer_desc) output = GSS_C_EMPTY_BUFFER;
    OM_uint32 minor;
    int is_sealed = 0;
    OM_uint32 major = gss_unwrap(&minor, context, &input, &output, &is_sealed, NULL);

    /* "Complete, but old, repeated or out of order" is none of it. */
    if (major != GSS_S_COMPLETE)
        return fail_decode(error, major, minor);
    if (!is_sealed)
        return hvr_fail_null(error, HVR_ERROR_PROTOCOL, _("a message is signed and not sealed"));

    return cut(output.value, output.length, multipart->n_plain, error);
}

/* Windows does not pad RC4, which only vectors can express.  Where the other end
 * does pad, its one byte is still there: no envelope ends with it. */
static GBytes *
decode_rc4(gss_ctx_id_t context, const HvrWsmanMultipart *multipart, guint8 *token, GError **error)
{
    gss_iov_buffer_desc vector[] = {
        { .type = GSS_IOV_BUFFER_TYPE_HEADER, .buffer = { multipart->n_header, token } },
        { .type = GSS_IOV_BUFFER_TYPE_DATA,
          .buffer = { multipart->n_data, token + multipart->n_header } },
    };
    const guint8 *data = token + multipart->n_header;
    gsize n_data = multipart->n_data;
    OM_uint32 minor;
    int is_sealed = 0;
    OM_uint32 major =
        gss_unwrap_iov(&minor, context, &is_sealed, NULL, vector, G_N_ELEMENTS(vector));

    if (major != GSS_S_COMPLETE)
        return fail_decode(error, major, minor);
    if (!is_sealed)
        return hvr_fail_null(error, HVR_ERROR_PROTOCOL, _("a message is signed and not sealed"));
    if (n_data > 0 && data[n_data - 1] == 1)
        n_data--;

    return cut(data, n_data, MIN(multipart->n_plain, n_data), error);
}

GBytes *
hvr_wsman_seal_decode(gss_ctx_id_t context, const char *protocol, GBytes *body, GError **error)
{
    HvrWsmanMultipart multipart;
    HvrWsmanMechanism mechanism = hvr_wsman_mechanism_find(context, NULL);
    g_autofree guint8 *token = NULL;

    if (!hvr_wsman_multipart_parse(body, protocol, &multipart, error))
        return NULL;
    /* gss-ntlmssp subtracts before it looks. */
    if (multipart.n_header + multipart.n_data < N_NTLM_SIGNATURE)
        return hvr_fail_null(error, HVR_ERROR_PROTOCOL, _("a sealed message is too short"));

    /* Header and data lie side by side in the body; both are opened in place. */
    token = g_memdup2(multipart.header, multipart.n_header + multipart.n_data);
    if (mechanism != HVR_MECHANISM_KERBEROS)
        return decode_stream(context, &multipart, token, error);
    if (token[0] == ASN1_APPLICATION)
        return decode_rc4(context, &multipart, token, error);
    mend_rotation(token, multipart.n_header);

    return decode_stream(context, &multipart, token, error);
}
