/* wire_client.c: a blocking client of libvirt's wire, as cheap as can be
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wire_client.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define OFFSET_SERIAL 20

/* What stock clients ask before and after they open (VIR_DRV_FEATURE_*). */
#define FEATURE_KEEPALIVE      10
#define FEATURE_EVENT_CALLBACK 14
#define FEATURE_CLOSE_CALLBACK 15

static gboolean
fail_by_errno(GError **error, const char *what)
{
    g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno), "%s: %s", what, g_strerror(errno));

    return FALSE;
}

static int
connect_to(const char *path, GError **error)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    g_strlcpy(address.sun_path, path, sizeof(address.sun_path));
    if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
        return fd;

    fail_by_errno(error, path);
    close(fd);

    return -1;
}

GByteArray *
wire_client_encode(int procedure, xdrproc_t coder, gconstpointer args)
{
    HvrRpcHeader header = {
        .program = HVR_RPC_PROGRAM_REMOTE,
        .version = HVR_RPC_VERSION,
        .procedure = procedure,
        .type = HVR_RPC_CALL,
    };

    return hvr_rpc_frame_encode(&header, coder, args);
}

gboolean
wire_client_send(WireClient *client, GByteArray *frame, GError **error)
{
    guint32 serial = GUINT32_TO_BE(client->serial++);
    gsize n_sent = 0;

    memcpy(frame->data + OFFSET_SERIAL, &serial, sizeof(serial));
    while (n_sent < frame->len) {
        gssize n = send(client->fd, frame->data + n_sent, frame->len - n_sent, MSG_NOSIGNAL);

        if (n < 0)
            return fail_by_errno(error, "send");
        n_sent += (gsize)n;
    }

    return TRUE;
}

static gboolean
receive_bytes(WireClient *client, gsize offset, gsize n_bytes, GError **error)
{
    g_byte_array_set_size(client->in, offset + n_bytes);
    while (n_bytes > 0) {
        gssize n = recv(client->fd, client->in->data + offset, n_bytes, 0);

        if (n < 0)
            return fail_by_errno(error, "recv");
        if (n == 0) {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_CLOSED, "the server hung up");
            return FALSE;
        }
        offset += (gsize)n;
        n_bytes -= (gsize)n;
    }

    return TRUE;
}

gboolean
wire_client_receive(WireClient *client, HvrRpcHeader *out_header, GError **error)
{
    guint32 length;

    if (!receive_bytes(client, 0, HVR_RPC_HEADER_SIZE, error))
        return FALSE;
    if (!hvr_rpc_frame_get_length(client->in->data, &length)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "a frame of an impossible length");
        return FALSE;
    }

    hvr_rpc_frame_get_header(client->in->data, out_header);

    return receive_bytes(client, HVR_RPC_HEADER_SIZE, length - HVR_RPC_HEADER_SIZE, error);
}

gboolean
wire_client_exchange(WireClient *client, GByteArray *frame, GError **error)
{
    HvrRpcHeader header;

    if (!wire_client_send(client, frame, error))
        return FALSE;
    /* Events may come in between. */
    do {
        if (!wire_client_receive(client, &header, error))
            return FALSE;
    } while (header.type != HVR_RPC_REPLY);
    if (header.status == HVR_RPC_OK)
        return TRUE;

    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "procedure %d failed", header.procedure);

    return FALSE;
}

static gboolean
ask(WireClient *client, int procedure, xdrproc_t coder, gconstpointer args, GError **error)
{
    g_autoptr(GByteArray) frame = wire_client_encode(procedure, coder, args);

    return wire_client_exchange(client, frame, error);
}

static gboolean
greet(WireClient *client, const char *uri, GError **error)
{
    static const int features[] = { FEATURE_EVENT_CALLBACK, FEATURE_CLOSE_CALLBACK };
    HvrWireString name = (HvrWireString)uri;
    HvrWireOpen open = { .name = &name };
    int keepalive = FEATURE_KEEPALIVE;

    if (!ask(client, WIRE_AUTH_LIST, NULL, NULL, error) ||
        !ask(client, WIRE_HAS_FEATURE, (xdrproc_t)xdr_int, &keepalive, error) ||
        !ask(client, WIRE_OPEN, CODER(HvrWireOpen), &open, error))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(features); i++) {
        if (!ask(client, WIRE_HAS_FEATURE, (xdrproc_t)xdr_int, &features[i], error))
            return FALSE;
    }

    return TRUE;
}

WireClient *
wire_client_open(const char *path, const char *uri, GError **error)
{
    g_autoptr(WireClient) client = NULL;
    int fd = connect_to(path, error);

    if (fd < 0)
        return NULL;

    client = g_new0(WireClient, 1);
    client->fd = fd;
    client->in = g_byte_array_new();
    if (!greet(client, uri, error))
        return NULL;

    return g_steal_pointer(&client);
}

void
wire_client_free(WireClient *client)
{
    if (client == NULL)
        return;

    close(client->fd);
    g_byte_array_unref(client->in);
    g_free(client);
}

gboolean
wire_client_lookup(WireClient *client, const char *name, HvrWireDomain *out_domain, GError **error)
{
    HvrWireString wanted = (HvrWireString)name;

    if (!ask(client, WIRE_LOOKUP_BY_NAME, CODER(HvrWireString), &wanted, error))
        return FALSE;

    return hvr_rpc_frame_decode(client->in->data + HVR_RPC_HEADER_SIZE,
                                client->in->len - HVR_RPC_HEADER_SIZE, CODER(HvrWireDomain),
                                out_domain);
}
