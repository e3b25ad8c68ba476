/* test_rpc_call.c: one call of one client, from its arguments to its reply
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_error.h"
#include "rpc_client.h"

static void
ask_feature(RpcClient *client, int number, int expected)
{
    int supported = -1;

    rpc_client_ask(client, 60, CODER(int), &number, CODER(int), &supported);
    g_assert_cmpint(supported, ==, expected);
}

typedef struct {
    const char *name;
    HvrRpcHeader header;
    const char *message; /* %NULL: not answered */
} HeaderCase;

/* clang-format off */
static const HeaderCase headers[] = {
    { "unknown-program",  { 0x06900690, 1, 1, HVR_RPC_CALL, 3, 0 },   "Cannot find program 110102160 version 1" },
    { "unknown-version",  { 0x20008086, 2, 3, HVR_RPC_CALL, 3, 0 },   "Cannot find program 536903814 version 2" },
    { "unknown-number",   { 0x20008086, 1, 999, HVR_RPC_CALL, 3, 0 }, "unknown procedure: 999" },
    { "odd-status",       { 0x20008086, 1, 3, HVR_RPC_CALL, 3, 1 },   "Unexpected message status 1" },
    { "message",          { 0x20008086, 1, 318, HVR_RPC_MESSAGE, 3, 0 },     NULL },
    { "reply",            { 0x20008086, 1, 3, HVR_RPC_REPLY, 3, 0 },         NULL },
    { "stream",           { 0x20008086, 1, 201, HVR_RPC_STREAM, 3, 2 },      NULL },
    { "stream-hole",      { 0x20008086, 1, 201, HVR_RPC_STREAM_HOLE, 3, 2 }, NULL },
    { "unknown-type",     { 0x20008086, 1, 3, 77, 3, 0 },                    NULL },
    { "pong",             { 0x6b656570, 1, 2, HVR_RPC_MESSAGE, 0, 0 },       NULL },
    { "keepalive-call",   { 0x6b656570, 1, 1, HVR_RPC_CALL, 0, 0 },          NULL },
};
/* clang-format on */

static void
test_header(gconstpointer data)
{
    const HeaderCase *c = data;
    char *type = NULL;
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_send(&client, &c->header, NULL, NULL);
    g_assert_cmpint(rpc_client_read(&client), ==, c->message != NULL);
    if (c->message != NULL) {
        rpc_client_assert_error(&client, 39, c->message);
        g_assert_cmpuint(client.header.serial, ==, 3);
        g_assert_cmpuint(client.header.program, ==, c->header.program);
    }
    /* Whatever it was, the connection lives. */
    rpc_client_ask(&client, 3, NULL, NULL, CODER(HvrWireString), &type);
    g_assert_cmpstr(type, ==, "Hyper-V");
    g_free(type);
    rpc_client_clear(&client);
}

static void
test_serials(void)
{
    static const guint32 serials[] = { 0, 1, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0 };
    RpcClient client;

    rpc_client_init_open(&client);
    for (gsize i = 0; i < G_N_ELEMENTS(serials); i++) {
        const HvrRpcHeader header = { HVR_RPC_PROGRAM_REMOTE, 1, 3, HVR_RPC_CALL, serials[i], 0 };

        rpc_client_send(&client, &header, NULL, NULL);
        g_assert_true(rpc_client_read(&client));
        g_assert_cmpuint(client.header.serial, ==, serials[i]);
    }
    rpc_client_clear(&client);
}

static void
test_malformed_payload(void)
{
    int half_a_domain = 5;
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_fail(&client, 212, CODER(int), &half_a_domain, 39,
                    "Unable to decode message payload");
    rpc_client_fail(&client, 212, NULL, NULL, 39, "Unable to decode message payload");
    ask_feature(&client, 14, 1);
    rpc_client_clear(&client);
}

static void
test_not_served(void)
{
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_fail(&client, 111, NULL, NULL, 3,
                    "this function is not supported by the connection driver: "
                    "virNodeNumOfDevices");
    rpc_client_clear(&client);
}

/* Descriptors come after the call; neither must disturb what follows. */
static void
test_call_with_descriptors(void)
{
    const HvrRpcHeader header = { HVR_RPC_PROGRAM_QEMU, 1, 7, HVR_RPC_CALL_WITH_FDS, 9, 0 };
    int n_fds = 0;
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_send(&client, &header, CODER(int), &n_fds);
    g_assert_true(rpc_client_read(&client));
    rpc_client_assert_error(&client, 3,
                            "this function is not supported by the connection driver: "
                            "virDomainQemuMonitorCommandWithFiles");
    g_assert_cmpint(client.header.type, ==, HVR_RPC_REPLY);
    rpc_client_clear(&client);
}

static void
test_unknown_flags(void)
{
    const HvrWireList list = { 1, 0x10003 };
    const HvrWireDomainFlags state = { rpc_client_domain(0), 6 };
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_fail(&client, 273, CODER(HvrWireList), &list, 8,
                    "invalid argument: unsupported flags (0x10000) in function "
                    "virConnectListAllDomains");
    rpc_client_fail(&client, 212, CODER(HvrWireDomainFlags), &state, 8,
                    "invalid argument: unsupported flags (0x6) in function virDomainGetState");
    rpc_client_clear(&client);
}

static void
assert_pong(RpcClient *client)
{
    const HvrRpcHeader ping = { HVR_RPC_PROGRAM_KEEPALIVE, 1, 1, HVR_RPC_MESSAGE, 0, 0 };

    rpc_client_send(client, &ping, NULL, NULL);
    g_assert_true(rpc_client_read(client));
    g_assert_cmphex(client->header.program, ==, 0x6b656570);
    g_assert_cmpint(client->header.procedure, ==, 2);
    g_assert_cmpint(client->header.type, ==, HVR_RPC_MESSAGE);
    g_assert_cmpuint(client->payload->len, ==, 0);
}

static void
start_domain(RpcClient *client)
{
    const HvrWireDomain domain = rpc_client_domain(1);

    rpc_client_call(client, HVR_RPC_PROGRAM_REMOTE, 9, CODER(HvrWireDomain), &domain);
}

/* Long calls hold up neither life signs, nor reads, nor each other. */
static void
test_out_of_order(void)
{
    RpcClient client;
    guint32 first;

    rpc_client_init_open(&client);
    fake_host_hold(client.host);
    first = client.serial;
    start_domain(&client);
    start_domain(&client);
    g_assert_false(rpc_client_read(&client));
    assert_pong(&client);
    ask_feature(&client, 14, 1);

    fake_host_release(client.host, 1, NULL);
    g_assert_true(rpc_client_read(&client));
    g_assert_cmpuint(client.header.serial, ==, first + 1);
    g_assert_cmpint(client.header.status, ==, HVR_RPC_OK);
    fake_host_release(client.host, 0, g_error_new(HVR_ERROR, HVR_ERROR_STATE, "it runs already"));
    g_assert_true(rpc_client_read(&client));
    g_assert_cmpuint(client.header.serial, ==, first);
    rpc_client_assert_error(&client, 55, "Requested operation is not valid: it runs already");
    rpc_client_clear(&client);
}

static void
test_many_calls(void)
{
    RpcClient client;

    rpc_client_init_open(&client);
    fake_host_hold(client.host);
    for (guint i = 0; i < HVR_RPC_RUNNING_MAX + HVR_RPC_WAITING_MAX; i++)
        start_domain(&client);
    g_assert_cmpuint(fake_host_get_n_held(client.host), ==, HVR_RPC_RUNNING_MAX);
    g_assert_false(rpc_client_read(&client));

    start_domain(&client);
    g_assert_true(rpc_client_read(&client));
    rpc_client_assert_error(&client, 87,
                            "resource busy: too many calls of this connection wait already");
    ask_feature(&client, 14, 1);
    assert_pong(&client);

    for (guint i = 0; i < HVR_RPC_RUNNING_MAX + HVR_RPC_WAITING_MAX; i++) {
        g_assert_cmpuint(fake_host_get_n_held(client.host), >, 0);
        fake_host_release(client.host, 0, NULL);
        g_assert_true(rpc_client_read(&client));
        g_assert_cmpint(client.header.status, ==, HVR_RPC_OK);
    }
    g_assert_cmpuint(fake_host_get_n_held(client.host), ==, 0);
    rpc_client_clear(&client);
}

/* Reached when a handler fails without a reason: a bug, told as one. */
static void
test_unexplained(void)
{
    RpcClient client;

    if (g_test_subprocess()) {
        rpc_client_init_open(&client);
        fake_host_hold(client.host);
        start_domain(&client);
        fake_host_release_unexplained(client.host, 0);
        rpc_client_turn();
        return;
    }

    g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_failed();
    g_test_trap_assert_stderr("*virDomainCreate failed without saying why*");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(headers); i++) {
        g_autofree char *path = g_strconcat("/rpc/call/header/", headers[i].name, NULL);

        g_test_add_data_func(path, &headers[i], test_header);
    }
    g_test_add_func("/rpc/call/serials", test_serials);
    g_test_add_func("/rpc/call/malformed-payload", test_malformed_payload);
    g_test_add_func("/rpc/call/not-served", test_not_served);
    g_test_add_func("/rpc/call/call-with-descriptors", test_call_with_descriptors);
    g_test_add_func("/rpc/call/out-of-order", test_out_of_order);
    g_test_add_func("/rpc/call/many-calls", test_many_calls);
    g_test_add_func("/rpc/call/unknown-flags", test_unknown_flags);
    g_test_add_func("/rpc/call/unexplained", test_unexplained);

    return g_test_run();
}
