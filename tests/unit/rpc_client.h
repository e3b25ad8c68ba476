/* rpc_client.h: a client's end of a session, for tests
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Says what bytes it is told to say, and reads whole frames.  Turns the main
 * context itself; never waits.
 */

#pragma once

#include "fake_host.h"
#include "rpc_frame.h"
#include "rpc_session.h"
#include "rpc_wire.h"

G_BEGIN_DECLS

/**
 * RpcClient:
 * @asked: what is asked: right, function, host and machine
 * @host: what find_host answers, once for all
 * @refuse_host: find_host fails
 * @closed: the session said that it is over
 * @header: of the frame read last
 * @payload: likewise
 */
typedef struct {
    GTask *verdict; /* of what is asked, with rpc_client_init_asking() */
    char *asked;
    int fd;
    guint32 serial;
    HvrHost *host;
    gboolean refuse_host;
    char *asked_host;
    HvrRpcSession *session;
    gboolean closed;
    GByteArray *in;
    HvrRpcHeader header;
    GByteArray *payload;
} RpcClient;

/** rpc_client_init: connected, not open */
void rpc_client_init(RpcClient *client, gboolean read_only);

/** rpc_client_init_asking: connected; for each change somebody is asked, who says nothing by itself
 */
void rpc_client_init_asking(RpcClient *client);

/** rpc_client_decide: what was asked is allowed or not */
void rpc_client_decide(RpcClient *client, gboolean allowed);

/** rpc_client_init_open: and open, read-write */
void rpc_client_init_open(RpcClient *client);
void rpc_client_clear(RpcClient *client);

void rpc_client_turn(void);
void rpc_client_hang_up(RpcClient *client);

/** rpc_client_send: any frame */
void rpc_client_send(RpcClient *client,
                     const HvrRpcHeader *header,
                     xdrproc_t coder,
                     gconstpointer payload);

/** rpc_client_call: send a call and do not read; returns its serial */
guint32 rpc_client_call(
    RpcClient *client, guint32 program, int procedure, xdrproc_t coder, gconstpointer args);

/** rpc_client_read: the next frame; FALSE if there is none */
gboolean rpc_client_read(RpcClient *client);

/** rpc_client_ask: call procedure @number of the remote program and read a reply without error into
 * @ret */
void rpc_client_ask(RpcClient *client,
                    int number,
                    xdrproc_t coder,
                    gconstpointer args,
                    xdrproc_t ret_coder,
                    gpointer ret);

/** rpc_client_assert_error: the frame read last is a reply with this error */
void rpc_client_assert_error(RpcClient *client, int code, const char *message);

/** rpc_client_fail: call a procedure of the remote program and expect this error */
void rpc_client_fail(RpcClient *client,
                     int number,
                     xdrproc_t coder,
                     gconstpointer args,
                     int code,
                     const char *message);

/** rpc_client_domain: 0 web01, 1 db 01, 2 one that does not exist; its name is static */
HvrWireDomain rpc_client_domain(guint index);

#define CODER(type) ((xdrproc_t)xdr_##type)

G_END_DECLS
