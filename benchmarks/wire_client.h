/* wire_client.h: a blocking client of libvirt's wire, as cheap as can be
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What a measurement costs itself must not hide what it measures: no library
 * between the socket and the clock.
 */

#pragma once

#include "rpc_frame.h"
#include "rpc_wire.h"

G_BEGIN_DECLS

/* Procedures of the remote program. */
typedef enum {
    WIRE_OPEN = 1,
    WIRE_CLOSE = 2,
    WIRE_GET_XML = 14,
    WIRE_LOOKUP_BY_NAME = 23,
    WIRE_RESUME = 28,
    WIRE_SUSPEND = 34,
    WIRE_HAS_FEATURE = 60,
    WIRE_AUTH_LIST = 66,
    WIRE_GET_LIB_VERSION = 157,
    WIRE_GET_STATE = 212,
    WIRE_LIST_ALL = 273,
    WIRE_REGISTER = 316,
    WIRE_LIFECYCLE = 318, /* a message */
} WireProcedure;

typedef struct {
    int fd;
    guint32 serial;
    GByteArray *in;
} WireClient;

/** wire_client_open: connects to the socket at @path and opens @uri as stock clients do */
WireClient *wire_client_open(const char *path, const char *uri, GError **error);
void wire_client_free(WireClient *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WireClient, wire_client_free)

/** wire_client_encode: a call of @procedure, for wire_client_exchange() */
GByteArray *wire_client_encode(int procedure, xdrproc_t coder, gconstpointer args);

/** wire_client_send: @frame under the next serial */
gboolean wire_client_send(WireClient *client, GByteArray *frame, GError **error);

/** wire_client_receive: the next frame, whole, in @client->in */
gboolean wire_client_receive(WireClient *client, HvrRpcHeader *out_header, GError **error);

/** wire_client_exchange: send @frame, read its reply; a reply that is an error fails */
gboolean wire_client_exchange(WireClient *client, GByteArray *frame, GError **error);

/** wire_client_lookup: the domain called @name; to be cleared with xdr_free() */
gboolean
wire_client_lookup(WireClient *client, const char *name, HvrWireDomain *out_domain, GError **error);

#define CODER(type) ((xdrproc_t)xdr_##type)

G_END_DECLS
