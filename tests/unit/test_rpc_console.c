/* test_rpc_console.c: screenshots, which follow their reply as a stream, and keys
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>
#include <sys/socket.h>

#include "fake_host.h"
#include "rpc_client.h"
#include "rpc_stream.h"

#define SCREENSHOT 211
#define SEND_KEY   226

/* VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX of libvirt. */
#define CHUNK 262120

static guint32
start(RpcClient *client)
{
    const HvrWireScreenshot args = { rpc_client_domain(0), 0, 0 };
    guint32 serial = rpc_client_call(client, HVR_RPC_PROGRAM_REMOTE, SCREENSHOT,
                                     CODER(HvrWireScreenshot), &args);

    g_assert_true(rpc_client_read(client));
    g_assert_cmpint(client->header.type, ==, HVR_RPC_REPLY);
    g_assert_cmpint(client->header.status, ==, HVR_RPC_OK);
    g_assert_cmpuint(client->header.serial, ==, serial);

    return serial;
}

static void
read_part(RpcClient *client, guint32 serial, HvrRpcStatus status, gsize size)
{
    g_assert_true(rpc_client_read(client));
    g_assert_cmpint(client->header.type, ==, HVR_RPC_STREAM);
    g_assert_cmpint(client->header.status, ==, status);
    g_assert_cmpuint(client->header.serial, ==, serial);
    g_assert_cmpint(client->header.procedure, ==, SCREENSHOT);
    g_assert_cmpuint(client->payload->len, ==, size);
}

static void
say(RpcClient *client, guint32 serial, HvrRpcType type, HvrRpcStatus status)
{
    const HvrRpcHeader header = {
        .program = HVR_RPC_PROGRAM_REMOTE,
        .version = HVR_RPC_VERSION,
        .procedure = SCREENSHOT,
        .type = (gint32)type,
        .serial = serial,
        .status = (gint32)status,
    };

    rpc_client_send(client, &header, NULL, NULL);
}

/* The reply says what it is, then come the bytes in parts, an empty one last; the
 * client says that it has them, and is told so. */
static void
test_picture(void)
{
    HvrWireOptString mime = NULL;
    RpcClient client;
    guint32 serial;

    rpc_client_init_open(&client);
    serial = start(&client);
    g_assert_true(hvr_rpc_frame_decode(client.payload->data, client.payload->len,
                                       CODER(HvrWireOptString), &mime));
    g_assert_cmpstr(*mime, ==, "image/x-portable-pixmap");
    xdr_free(CODER(HvrWireOptString), &mime);
    read_part(&client, serial, HVR_RPC_CONTINUE, CHUNK);
    read_part(&client, serial, HVR_RPC_CONTINUE, CHUNK);
    read_part(&client, serial, HVR_RPC_CONTINUE, FAKE_PICTURE_SIZE - 2 * CHUNK);
    read_part(&client, serial, HVR_RPC_CONTINUE, 0);
    say(&client, serial, HVR_RPC_STREAM, HVR_RPC_OK);
    read_part(&client, serial, HVR_RPC_OK, 0);
    /* It is gone. */
    say(&client, serial, HVR_RPC_STREAM, HVR_RPC_OK);
    g_assert_false(rpc_client_read(&client));
    rpc_client_clear(&client);
}

/* What the client has not read stays with the stream: other replies do not wait
 * for it, and nothing piles up. */
static void
test_aborted(void)
{
    RpcClient client;
    guint32 serial;

    rpc_client_init_open(&client);
    serial = start(&client);
    say(&client, serial, HVR_RPC_STREAM, HVR_RPC_ERROR_STATUS);
    do {
        g_assert_true(rpc_client_read(&client));
        g_assert_cmpint(client.header.type, ==, HVR_RPC_STREAM);
    } while (client.header.status == HVR_RPC_CONTINUE);
    g_assert_cmpint(client.header.status, ==, HVR_RPC_OK);
    g_assert_false(rpc_client_read(&client));
    rpc_client_clear(&client);
}

/* Nobody takes anything from a client that way. */
static void
test_written(gconstpointer data)
{
    HvrRpcType type = GPOINTER_TO_UINT(data);
    RpcClient client;
    guint32 serial;

    rpc_client_init_open(&client);
    serial = start(&client);
    say(&client, serial, type, HVR_RPC_CONTINUE);
    do
        g_assert_true(rpc_client_read(&client));
    while (client.header.status == HVR_RPC_CONTINUE);
    g_assert_cmpint(client.header.type, ==, HVR_RPC_STREAM);
    g_assert_cmpint(client.header.status, ==, HVR_RPC_ERROR_STATUS);
    g_assert_cmpuint(client.payload->len, >, 0);
    rpc_client_clear(&client);
}

/* Of another serial, or another procedure: not ours. */
static void
test_stranger(void)
{
    RpcClient client;

    rpc_client_init_open(&client);
    say(&client, 4711, HVR_RPC_STREAM, HVR_RPC_OK);
    say(&client, 4711, HVR_RPC_STREAM, HVR_RPC_CONTINUE);
    g_assert_false(rpc_client_read(&client));
    g_assert_false(client.closed);
    rpc_client_clear(&client);
}

static void
test_too_many(void)
{
    const HvrWireScreenshot args = { rpc_client_domain(0), 0, 0 };
    RpcClient client;

    rpc_client_init_open(&client);
    for (guint i = 0; i < HVR_RPC_STREAMS_MAX; i++) {
        guint32 serial = start(&client);

        for (guint j = 0; j < 3; j++)
            g_assert_true(rpc_client_read(&client));
        read_part(&client, serial, HVR_RPC_CONTINUE, 0);
    }
    rpc_client_fail(&client, SCREENSHOT, CODER(HvrWireScreenshot), &args, 87,
                    "resource busy: this connection has 16 streams open already, close one first");
    rpc_client_clear(&client);
}

/* The client goes away in the middle. */
static void
test_hung_up(void)
{
    RpcClient client;

    rpc_client_init_open(&client);
    start(&client);
    rpc_client_hang_up(&client);
    rpc_client_turn();
    g_assert_true(client.closed);
    rpc_client_clear(&client);
}

static void
test_refused(void)
{
    const HvrWireScreenshot second = { rpc_client_domain(0), 1, 0 };
    const HvrWireScreenshot flags = { rpc_client_domain(0), 0, 1 };
    const HvrWireScreenshot nobody = { rpc_client_domain(2), 0, 0 };
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_fail(&client, SCREENSHOT, CODER(HvrWireScreenshot), &second, 8,
                    "invalid argument: there is no screen 1, currently is supported only taking "
                    "screenshots of screen ID 0");
    rpc_client_fail(&client, SCREENSHOT, CODER(HvrWireScreenshot), &flags, 8,
                    "invalid argument: unsupported flags (0x1) in function virDomainScreenshot");
    rpc_client_fail(&client, SCREENSHOT, CODER(HvrWireScreenshot), &nobody, 42,
                    "Domain not found: 33333333-3333-4333-8333-333333333333");
    g_assert_cmpstr(fake_host_get_last_work(client.host), ==, "open");
    rpc_client_clear(&client);
}

/* Codesets: 0 Linux, 8 Windows. */
static void
test_keys(void)
{
    u_int codes[] = { 29, 56, 111 };
    u_int none[] = { 700 };
    HvrWireSendKey args = { rpc_client_domain(0), 0, 20, { 3, codes }, 0 };
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, SEND_KEY, CODER(HvrWireSendKey), &args, NULL, NULL);
    g_assert_cmpstr(fake_host_get_last_work(client.host), ==, "keys web01 20: 162 164 46");
    args.codeset = 8;
    rpc_client_ask(&client, SEND_KEY, CODER(HvrWireSendKey), &args, NULL, NULL);
    g_assert_cmpstr(fake_host_get_last_work(client.host), ==, "keys web01 20: 29 56 111");
    args.keys.keys_len = 1;
    args.keys.keys_val = none;
    rpc_client_fail(&client, SEND_KEY, CODER(HvrWireSendKey), &args, 8,
                    "invalid argument: Could not translate keycode: Hyper-V's keyboard has no key "
                    "700 of that set");
    rpc_client_clear(&client);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/rpc/console/picture", test_picture);
    g_test_add_func("/rpc/console/picture/aborted", test_aborted);
    g_test_add_data_func("/rpc/console/picture/written", GUINT_TO_POINTER(HVR_RPC_STREAM),
                         test_written);
    g_test_add_data_func("/rpc/console/picture/hole", GUINT_TO_POINTER(HVR_RPC_STREAM_HOLE),
                         test_written);
    g_test_add_func("/rpc/console/picture/stranger", test_stranger);
    g_test_add_func("/rpc/console/picture/too-many", test_too_many);
    g_test_add_func("/rpc/console/picture/hung-up", test_hung_up);
    g_test_add_func("/rpc/console/picture/refused", test_refused);
    g_test_add_func("/rpc/console/keys", test_keys);

    return g_test_run();
}
