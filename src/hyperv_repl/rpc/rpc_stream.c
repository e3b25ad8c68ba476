/* rpc_stream.c: bytes that follow a reply
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_stream.h"

#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>

#include "hvr_error.h"
#include "rpc_error.h"
#include "rpc_wire.h"

/* As many as libvirt's oldest clients take at once (VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX). */
#define CHUNK 262120

struct _HvrRpcStreams {
    GPtrArray *streams; /* Stream */
};

typedef struct {
    HvrRpcHeader header;
    GBytes *bytes;
    gsize n_sent;
    gboolean is_ended; /* its empty message is sent; the client has not confirmed it */
} Stream;

static void
stream_free(gpointer data)
{
    Stream *stream = data;

    g_bytes_unref(stream->bytes);
    g_free(stream);
}

HvrRpcStreams *
hvr_rpc_streams_new(void)
{
    HvrRpcStreams *self = g_new0(HvrRpcStreams, 1);

    self->streams = g_ptr_array_new_with_free_func(stream_free);

    return self;
}

void
hvr_rpc_streams_free(HvrRpcStreams *self)
{
    g_ptr_array_unref(self->streams);
    g_free(self);
}

gboolean
hvr_rpc_streams_has_room(const HvrRpcStreams *self, GError **error)
{
    if (self->streams->len < HVR_RPC_STREAMS_MAX)
        return TRUE;

    return hvr_fail(error, HVR_ERROR_BUSY,
                    _("this connection has %d streams open already, close one first"),
                    HVR_RPC_STREAMS_MAX);
}

static void
send_part(const Stream *stream,
          HvrRpcSession *session,
          HvrRpcStatus status,
          const guint8 *bytes,
          gsize n_bytes)
{
    HvrRpcHeader header = stream->header;
    g_autoptr(GByteArray) frame = NULL;

    header.type = HVR_RPC_STREAM;
    header.status = (gint32)status;
    frame = hvr_rpc_frame_encode_bytes(&header, bytes, n_bytes);
    hvr_rpc_session_send(session, frame);
}

/* Only what the socket takes is sent, so that a stream never makes a client fall
 * behind with its replies. */
static void
go_on(Stream *stream, HvrRpcSession *session)
{
    gsize size;
    const guint8 *bytes = g_bytes_get_data(stream->bytes, &size);

    while (!stream->is_ended && hvr_rpc_session_is_drained(session)) {
        gsize n = MIN(size - stream->n_sent, CHUNK);

        send_part(stream, session, HVR_RPC_CONTINUE, bytes + stream->n_sent, n);
        stream->n_sent += n;
        stream->is_ended = n == 0;
    }
}

void
hvr_rpc_streams_go_on(HvrRpcStreams *self, HvrRpcSession *session)
{
    for (guint i = 0; i < self->streams->len; i++)
        go_on(self->streams->pdata[i], session);
}

void
hvr_rpc_streams_start(HvrRpcStreams *self,
                      HvrRpcSession *session,
                      const HvrRpcHeader *call,
                      GBytes *bytes)
{
    Stream *stream = g_new0(Stream, 1);

    stream->header = *call;
    stream->bytes = g_bytes_ref(bytes);
    g_ptr_array_add(self->streams, stream);
    go_on(stream, session);
}

static Stream *
find(const HvrRpcStreams *self, const HvrRpcHeader *header)
{
    for (guint i = 0; i < self->streams->len; i++) {
        Stream *stream = self->streams->pdata[i];

        if (stream->header.serial == header->serial && stream->header.program == header->program &&
            stream->header.procedure == header->procedure)
            return stream;
    }

    return NULL;
}

static void
send_error(const Stream *stream, HvrRpcSession *session, const GError *error)
{
    HvrRpcHeader header = stream->header;
    g_autoptr(GByteArray) frame = NULL;
    HvrWireError wire = { 0 };

    header.type = HVR_RPC_STREAM;
    header.status = HVR_RPC_ERROR_STATUS;
    hvr_rpc_error_format(error, &wire);
    frame = hvr_rpc_frame_encode(&header, (xdrproc_t)xdr_HvrWireError, &wire);
    xdr_free((xdrproc_t)xdr_HvrWireError, &wire);
    hvr_rpc_session_send(session, frame);
}

/* Whether it has all or wants no more: both are confirmed alike. */
void
hvr_rpc_streams_hear(HvrRpcStreams *self, HvrRpcSession *session, const HvrRpcHeader *header)
{
    Stream *stream = find(self, header);
    g_autoptr(GError) error = NULL;

    if (stream == NULL) {
        g_debug("ignoring a message for a stream that is not there");
        return;
    }

    if (header->status == HVR_RPC_CONTINUE || header->type == HVR_RPC_STREAM_HOLE) {
        hvr_rpc_fail(&error, VIR_ERR_RPC, "this stream can only be read");
        send_error(stream, session, error);
    } else {
        send_part(stream, session, HVR_RPC_OK, NULL, 0);
    }
    g_ptr_array_remove(self->streams, stream);
}
