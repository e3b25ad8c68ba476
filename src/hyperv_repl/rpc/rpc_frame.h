/* rpc_frame.h: libvirt's messages as bytes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A message is a length, a header of six words, and a payload in XDR.  This
 * is the only place that knows their layout; what a payload means is in the
 * procedure table.
 */

#pragma once

#include <glib.h>
#include <rpc/rpc.h>

G_BEGIN_DECLS

#define HVR_RPC_PROGRAM_REMOTE    0x20008086
#define HVR_RPC_PROGRAM_QEMU      0x20008087
#define HVR_RPC_PROGRAM_LXC       0x00068000
#define HVR_RPC_PROGRAM_KEEPALIVE 0x6b656570
#define HVR_RPC_VERSION           1 /* of all of them */

#define HVR_RPC_HEADER_SIZE 28u       /* with the length word */
#define HVR_RPC_FRAME_MAX   33554436u /* VIR_NET_MESSAGE_MAX and the length word */
#define HVR_RPC_FDS_MAX     32u

typedef enum {
    HVR_RPC_CALL = 0,
    HVR_RPC_REPLY = 1,
    HVR_RPC_MESSAGE = 2,
    HVR_RPC_STREAM = 3,
    HVR_RPC_CALL_WITH_FDS = 4,
    HVR_RPC_REPLY_WITH_FDS = 5,
    HVR_RPC_STREAM_HOLE = 6,
} HvrRpcType;

typedef enum {
    HVR_RPC_OK = 0,
    HVR_RPC_ERROR_STATUS = 1,
    HVR_RPC_CONTINUE = 2,
} HvrRpcStatus;

/**
 * HvrRpcHeader:
 * @serial: opaque, a reply repeats its call's
 *
 * The numbers as they came; nothing says that they are known.
 */
typedef struct {
    guint32 program;
    guint32 version;
    gint32 procedure;
    gint32 type;
    guint32 serial;
    gint32 status;
} HvrRpcHeader;

/**
 * hvr_rpc_frame_get_length:
 * @bytes: at least four of them
 * @out_length: of the whole frame, its length word included
 *
 * Returns: %FALSE if no frame can be that long or that short
 */
gboolean hvr_rpc_frame_get_length(const guint8 *bytes, guint32 *out_length);

/** hvr_rpc_frame_get_header: @bytes: at least HVR_RPC_HEADER_SIZE of them */
void hvr_rpc_frame_get_header(const guint8 *bytes, HvrRpcHeader *out_header);

/**
 * hvr_rpc_frame_encode:
 * @coder: (nullable): the payload's XDR routine, %NULL for none
 * @payload: (nullable): what it encodes
 *
 * Returns: (transfer full): the frame, or %NULL if the payload is beyond the
 *   bounds of its type or of a message
 */
GByteArray *
hvr_rpc_frame_encode(const HvrRpcHeader *header, xdrproc_t coder, gconstpointer payload);

/** hvr_rpc_frame_encode_bytes: (transfer full): with a payload that is no XDR; @bytes: (nullable)
 */
GByteArray *
hvr_rpc_frame_encode_bytes(const HvrRpcHeader *header, const guint8 *bytes, gsize n_bytes);

/**
 * hvr_rpc_frame_decode:
 * @bytes: the payload
 * @out_value: zeroed; on success it is to be cleared with xdr_free()
 *
 * Bytes beyond the value are ignored, as libvirt's peers do.
 *
 * Returns: %FALSE if it is malformed; @out_value is then empty
 */
gboolean
hvr_rpc_frame_decode(const guint8 *bytes, gsize n_bytes, xdrproc_t coder, gpointer out_value);

/** hvr_rpc_frame_set_callback: write @callback where all event messages have it, first in the
 * payload */
void hvr_rpc_frame_set_callback(GByteArray *frame, gint32 callback);

G_END_DECLS
