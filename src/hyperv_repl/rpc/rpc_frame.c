/* rpc_frame.c: libvirt's messages as bytes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_frame.h"

#include <string.h>

#define N_HEADER_WORDS 7 /* the length is the first */

static guint32
get_word(const guint8 *bytes)
{
    guint32 word;

    memcpy(&word, bytes, sizeof(word));

    return GUINT32_FROM_BE(word);
}

static void
set_word(guint8 *bytes, guint32 word)
{
    guint32 wire = GUINT32_TO_BE(word);

    memcpy(bytes, &wire, sizeof(wire));
}

gboolean
hvr_rpc_frame_get_length(const guint8 *bytes, guint32 *out_length)
{
    guint32 length = get_word(bytes);

    if (length < HVR_RPC_HEADER_SIZE || length > HVR_RPC_FRAME_MAX)
        return FALSE;

    *out_length = length;

    return TRUE;
}

void
hvr_rpc_frame_get_header(const guint8 *bytes, HvrRpcHeader *out_header)
{
    out_header->program = get_word(bytes + 4);
    out_header->version = get_word(bytes + 8);
    out_header->procedure = (gint32)get_word(bytes + 12);
    out_header->type = (gint32)get_word(bytes + 16);
    out_header->serial = get_word(bytes + 20);
    out_header->status = (gint32)get_word(bytes + 24);
}

static void
set_header(guint8 *bytes, guint32 length, const HvrRpcHeader *header)
{
    const guint32 words[N_HEADER_WORDS] = {
        length,
        header->program,
        header->version,
        (guint32)header->procedure,
        (guint32)header->type,
        header->serial,
        (guint32)header->status,
    };

    for (gsize i = 0; i < N_HEADER_WORDS; i++)
        set_word(bytes + i * sizeof(guint32), words[i]);
}

/* libtirpc has no const: an encoder only reads. */
static gboolean
encode_payload(GByteArray *frame, xdrproc_t coder, gconstpointer payload)
{
    gsize n_payload = frame->len - HVR_RPC_HEADER_SIZE;
    gboolean ok;
    XDR xdr;

    xdrmem_create(&xdr, (char *)frame->data + HVR_RPC_HEADER_SIZE, n_payload, XDR_ENCODE);
    /* A value beyond its bounds has no size either, hence the second test. */
    ok = coder(&xdr, (gpointer)payload) && xdr_getpos(&xdr) == n_payload;
    xdr_destroy(&xdr);

    return ok;
}

GByteArray *
hvr_rpc_frame_encode(const HvrRpcHeader *header, xdrproc_t coder, gconstpointer payload)
{
    gsize n_payload = coder != NULL ? xdr_sizeof(coder, (gpointer)payload) : 0;
    g_autoptr(GByteArray) frame = NULL;

    if (n_payload > HVR_RPC_FRAME_MAX - HVR_RPC_HEADER_SIZE)
        return NULL;

    frame = g_byte_array_sized_new(HVR_RPC_HEADER_SIZE + n_payload);
    g_byte_array_set_size(frame, HVR_RPC_HEADER_SIZE + n_payload);
    set_header(frame->data, frame->len, header);
    if (coder != NULL && !encode_payload(frame, coder, payload))
        return NULL;

    return g_steal_pointer(&frame);
}

GByteArray *
hvr_rpc_frame_encode_bytes(const HvrRpcHeader *header, const guint8 *bytes, gsize n_bytes)
{
    GByteArray *frame = g_byte_array_sized_new((guint)(HVR_RPC_HEADER_SIZE + n_bytes));

    g_byte_array_set_size(frame, HVR_RPC_HEADER_SIZE);
    set_header(frame->data, (guint32)(HVR_RPC_HEADER_SIZE + n_bytes), header);
    if (n_bytes > 0)
        g_byte_array_append(frame, bytes, (guint)n_bytes);

    return frame;
}

gboolean
hvr_rpc_frame_decode(const guint8 *bytes, gsize n_bytes, xdrproc_t coder, gpointer out_value)
{
    gboolean ok;
    XDR xdr;

    if (coder == NULL)
        return TRUE;

    xdrmem_create(&xdr, (char *)bytes, n_bytes, XDR_DECODE);
    ok = coder(&xdr, out_value);
    xdr_destroy(&xdr);
    if (!ok)
        xdr_free(coder, out_value);

    return ok;
}

void
hvr_rpc_frame_set_callback(GByteArray *frame, gint32 callback)
{
    g_return_if_fail(frame->len >= HVR_RPC_HEADER_SIZE + sizeof(callback));

    set_word(frame->data + HVR_RPC_HEADER_SIZE, (guint32)callback);
}
