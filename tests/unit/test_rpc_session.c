/* test_rpc_session.c: one client's connection
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>

#include "hvr_error.h"
#include "rpc_client.h"
#include "rpc_procedure.h"

static void
ask_feature(RpcClient *client, int number, int expected)
{
    int supported = -1;

    rpc_client_ask(client, 60, CODER(int), &number, CODER(int), &supported);
    g_assert_cmpint(supported, ==, expected);
}

/* What every stock C client says before its first useful call. */
static void
test_handshake(void)
{
    char *name = (char *)"hyperv:///hv01";
    const HvrWireOpen open = { &name, 0 };
    HvrWireAuthTypes auth = { 0 };
    RpcClient client;

    rpc_client_init(&client, FALSE);
    rpc_client_ask(&client, 66, NULL, NULL, CODER(HvrWireAuthTypes), &auth);
    g_assert_cmpuint(auth.types.types_len, ==, 1);
    g_assert_cmpint(auth.types.types_val[0], ==, 0);
    xdr_free(CODER(HvrWireAuthTypes), &auth);
    ask_feature(&client, 10, 1);
    rpc_client_ask(&client, 1, CODER(HvrWireOpen), &open, NULL, NULL);
    g_assert_cmpstr(client.asked_host, ==, "hv01");
    ask_feature(&client, 14, 1);
    ask_feature(&client, 15, 1);
    rpc_client_ask(&client, 360, NULL, NULL, NULL, NULL);
    rpc_client_ask(&client, 361, NULL, NULL, NULL, NULL);
    rpc_client_ask(&client, 2, NULL, NULL, NULL, NULL);
    rpc_client_clear(&client);
}

static void
test_features(void)
{
    static const int supported[] = { 4, 9, 10, 11, 12, 13, 14, 15 };
    RpcClient client;

    rpc_client_init(&client, FALSE);
    for (int number = -1; number < 32; number++) {
        int expected = 0;

        for (gsize i = 0; i < G_N_ELEMENTS(supported); i++)
            expected |= supported[i] == number;
        ask_feature(&client, number, expected);
    }
    rpc_client_clear(&client);
}

static void
test_not_open(void)
{
    const HvrWireDomainFlags args = { rpc_client_domain(0), 0 };
    RpcClient client;

    rpc_client_init(&client, FALSE);
    rpc_client_fail(&client, 4, NULL, NULL, 1, "internal error: connection not open");
    rpc_client_fail(&client, 212, CODER(HvrWireDomainFlags), &args, 1,
                    "internal error: connection not open");
    rpc_client_clear(&client);
}

static void
test_open_twice(void)
{
    const HvrWireOpen open = { 0 };
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_fail(&client, 1, CODER(HvrWireOpen), &open, 1,
                    "internal error: connection already open");
    rpc_client_clear(&client);
}

static void
test_open_while_opening(void)
{
    const HvrWireOpen open = { 0 };
    RpcClient client;

    rpc_client_init(&client, FALSE);
    fake_host_hold(client.host);
    rpc_client_call(&client, HVR_RPC_PROGRAM_REMOTE, 1, CODER(HvrWireOpen), &open);
    g_assert_false(rpc_client_read(&client));
    ask_feature(&client, 10, 1);
    rpc_client_fail(&client, 1, CODER(HvrWireOpen), &open, 1,
                    "internal error: connection already open");
    rpc_client_fail(&client, 4, NULL, NULL, 1, "internal error: connection not open");
    fake_host_release(client.host, 0, NULL);
    g_assert_true(rpc_client_read(&client));
    g_assert_cmpint(client.header.status, ==, HVR_RPC_OK);
    rpc_client_clear(&client);
}

static void
test_open_fails(void)
{
    const HvrWireOpen open = { 0 };
    char *foreign_name = (char *)"qemu:///system";
    const HvrWireOpen foreign = { &foreign_name, 0 };
    RpcClient client;

    rpc_client_init(&client, FALSE);
    client.refuse_host = TRUE;
    rpc_client_fail(&client, 1, CODER(HvrWireOpen), &open, 5, "no host '(null)'");
    client.refuse_host = FALSE;
    rpc_client_fail(&client, 1, CODER(HvrWireOpen), &foreign, 8,
                    "invalid argument: 'qemu:///system' is not a URI like hyperv:///HOST");
    fake_host_hold(client.host);
    rpc_client_call(&client, HVR_RPC_PROGRAM_REMOTE, 1, CODER(HvrWireOpen), &open);
    fake_host_release(client.host, 0, g_error_new(HVR_ERROR, HVR_ERROR_AUTH, "wrong password"));
    g_assert_true(rpc_client_read(&client));
    rpc_client_assert_error(&client, 45, "authentication failed: wrong password");
    rpc_client_fail(&client, 4, NULL, NULL, 1, "internal error: connection not open");

    /* Another attempt over the same connection is in order. */
    rpc_client_call(&client, HVR_RPC_PROGRAM_REMOTE, 1, CODER(HvrWireOpen), &open);
    fake_host_release(client.host, 0, NULL);
    g_assert_true(rpc_client_read(&client));
    g_assert_cmpint(client.header.status, ==, HVR_RPC_OK);
    rpc_client_clear(&client);
}

static void
start_domain(RpcClient *client)
{
    const HvrWireDomain domain = rpc_client_domain(1);

    rpc_client_call(client, HVR_RPC_PROGRAM_REMOTE, 9, CODER(HvrWireDomain), &domain);
}

static void
test_client_vanishes(void)
{
    RpcClient client;

    rpc_client_init_open(&client);
    fake_host_hold(client.host);
    for (guint i = 0; i < HVR_RPC_RUNNING_MAX + 3; i++)
        start_domain(&client);
    rpc_client_hang_up(&client);
    g_assert_true(client.closed);
    g_assert_true(fake_host_is_cancelled(client.host, 0));
    /* What waited was dropped, what ran ends without anybody to tell. */
    g_assert_cmpuint(fake_host_get_n_held(client.host), ==, HVR_RPC_RUNNING_MAX);
    fake_host_release(client.host, 0, NULL);
    fake_host_release(client.host, 0, g_error_new(HVR_ERROR, HVR_ERROR_LOST, "x"));
    rpc_client_turn();
    rpc_client_clear(&client);
}

static void
test_client_vanishes_opening(void)
{
    const HvrWireOpen open = { 0 };
    RpcClient client;

    rpc_client_init(&client, FALSE);
    fake_host_hold(client.host);
    rpc_client_call(&client, HVR_RPC_PROGRAM_REMOTE, 1, CODER(HvrWireOpen), &open);
    rpc_client_hang_up(&client);
    fake_host_release(client.host, 0, NULL);
    rpc_client_turn();
    rpc_client_clear(&client);
}

static void
refuse_all_writes(RpcClient *client)
{
    static const guint32 programs[] = { HVR_RPC_PROGRAM_REMOTE, HVR_RPC_PROGRAM_QEMU };
    guint n_refused = 0;

    for (gsize p = 0; p < G_N_ELEMENTS(programs); p++) {
        guint n_rows;
        const HvrRpcRow *rows = hvr_rpc_procedure_list(programs[p], &n_rows);

        for (guint i = 0; i < n_rows; i++) {
            g_autofree char *expected = NULL;

            if (rows[i].api == NULL || !hvr_access_is_write(rows[i].access))
                continue;
            expected =
                g_strdup_printf("operation forbidden: read only access prevents %s", rows[i].api);
            rpc_client_call(client, programs[p], (int)i, NULL, NULL);
            g_assert_true(rpc_client_read(client));
            rpc_client_assert_error(client, 29, expected);
            n_refused++;
        }
    }
    g_assert_cmpuint(n_refused, ==, 50);
}

static void
test_read_only_socket(void)
{
    const HvrWireOpen open = { 0 };
    RpcClient client;

    rpc_client_init(&client, TRUE);
    rpc_client_ask(&client, 1, CODER(HvrWireOpen), &open, NULL, NULL);
    refuse_all_writes(&client);
    rpc_client_clear(&client);
}

/* Whether a command only reads, the driver knows. */
static void
test_read_only_command(void)
{
    const HvrWireOpen open = { 0 };
    const HvrWireDomainText args = { rpc_client_domain(0), (char *)"{}", 0 };
    RpcClient client;

    rpc_client_init(&client, TRUE);
    rpc_client_ask(&client, 1, CODER(HvrWireOpen), &open, NULL, NULL);
    rpc_client_call(&client, HVR_RPC_PROGRAM_QEMU, 1, CODER(HvrWireDomainText), &args);
    g_assert_true(rpc_client_read(&client));
    g_assert_cmpint(client.header.status, ==, HVR_RPC_OK);
    g_assert_cmpstr(fake_host_get_last_work(client.host), ==, "read-only command web01 {}");
    rpc_client_clear(&client);
}

static void
test_read_only_flag(void)
{
    const HvrWireOpen open = { .flags = VIR_CONNECT_RO | 4 };
    RpcClient client;

    rpc_client_init(&client, FALSE);
    rpc_client_ask(&client, 1, CODER(HvrWireOpen), &open, NULL, NULL);
    refuse_all_writes(&client);
    rpc_client_clear(&client);
}

/* Clients send bits of their own when they open; they are no read-only flag. */
static void
test_leaked_flags(void)
{
    const HvrWireOpen open = { .flags = 0xfffffffe };
    RpcClient client;

    rpc_client_init(&client, FALSE);
    rpc_client_ask(&client, 1, CODER(HvrWireOpen), &open, NULL, NULL);
    start_domain(&client);
    g_assert_true(rpc_client_read(&client));
    g_assert_cmpint(client.header.status, ==, HVR_RPC_OK);
    g_assert_cmpstr(fake_host_get_last_work(client.host), ==, "power 0 db 01");
    rpc_client_clear(&client);
}

static void
test_secure_flag(void)
{
    const HvrWireOpen open = { .flags = VIR_CONNECT_RO };
    const HvrWireDomainFlags secure = { rpc_client_domain(0), VIR_DOMAIN_XML_SECURE };
    const HvrWireSnapshotFlags snapshot = { { (char *)"rp-1", rpc_client_domain(0) }, 1 };
    RpcClient client;

    rpc_client_init(&client, FALSE);
    rpc_client_ask(&client, 1, CODER(HvrWireOpen), &open, NULL, NULL);
    rpc_client_fail(&client, 14, CODER(HvrWireDomainFlags), &secure, 29,
                    "operation forbidden: virDomainGetXMLDesc with secure flag");
    rpc_client_fail(&client, 186, CODER(HvrWireSnapshotFlags), &snapshot, 29,
                    "operation forbidden: virDomainSnapshotGetXMLDesc with secure flag");
    rpc_client_clear(&client);
}

static void
assert_closed_message(RpcClient *client, int reason)
{
    int seen = -1;

    g_assert_true(rpc_client_read(client));
    g_assert_cmpint(client->header.type, ==, HVR_RPC_MESSAGE);
    g_assert_cmpint(client->header.procedure, ==, 362);
    g_assert_cmpuint(client->header.serial, ==, 0);
    g_assert_true(
        hvr_rpc_frame_decode(client->payload->data, client->payload->len, CODER(int), &seen));
    g_assert_cmpint(seen, ==, reason);
}

static void
test_close_callback(void)
{
    const HvrEvent lost = { .kind = HVR_EVENT_HOST_LOST };
    RpcClient client;

    rpc_client_init_open(&client);
    fake_host_emit(client.host, &lost);
    g_assert_false(rpc_client_read(&client));
    rpc_client_fail(&client, 361, NULL, NULL, 1,
                    "internal error: connection close callback not registered");
    rpc_client_ask(&client, 360, NULL, NULL, NULL, NULL);
    rpc_client_fail(&client, 360, NULL, NULL, 1,
                    "internal error: connection close callback already registered");
    fake_host_emit(client.host, &lost);
    assert_closed_message(&client, VIR_CONNECT_CLOSE_REASON_ERROR);
    rpc_client_ask(&client, 361, NULL, NULL, NULL, NULL);
    fake_host_emit(client.host, &lost);
    g_assert_false(rpc_client_read(&client));
    rpc_client_clear(&client);
}

static void
test_shut_down(void)
{
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, 360, NULL, NULL, NULL, NULL);
    fake_host_hold(client.host);
    start_domain(&client);
    hvr_rpc_session_shut_down(client.session);
    assert_closed_message(&client, VIR_CONNECT_CLOSE_REASON_EOF);
    g_assert_true(client.closed);
    g_assert_true(fake_host_is_cancelled(client.host, 0));
    rpc_client_clear(&client);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/rpc/session/handshake", test_handshake);
    g_test_add_func("/rpc/session/features", test_features);
    g_test_add_func("/rpc/session/not-open", test_not_open);
    g_test_add_func("/rpc/session/open-twice", test_open_twice);
    g_test_add_func("/rpc/session/open-while-opening", test_open_while_opening);
    g_test_add_func("/rpc/session/open-fails", test_open_fails);
    g_test_add_func("/rpc/session/client-vanishes", test_client_vanishes);
    g_test_add_func("/rpc/session/client-vanishes-opening", test_client_vanishes_opening);
    g_test_add_func("/rpc/session/read-only/socket", test_read_only_socket);
    g_test_add_func("/rpc/session/read-only/command", test_read_only_command);
    g_test_add_func("/rpc/session/read-only/flag", test_read_only_flag);
    g_test_add_func("/rpc/session/read-only/secure", test_secure_flag);
    g_test_add_func("/rpc/session/leaked-flags", test_leaked_flags);
    g_test_add_func("/rpc/session/close-callback", test_close_callback);
    g_test_add_func("/rpc/session/shut-down", test_shut_down);

    return g_test_run();
}
