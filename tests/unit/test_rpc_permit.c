/* test_rpc_permit.c: whether a client may do what it wishes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_client.h"

static int
get_auth(RpcClient *client)
{
    HvrWireAuthTypes auth = { 0 };
    int first;

    rpc_client_ask(client, 66, NULL, NULL, CODER(HvrWireAuthTypes), &auth);
    g_assert_cmpuint(auth.types.types_len, ==, 1);
    first = auth.types.types_val[0];
    xdr_free(CODER(HvrWireAuthTypes), &auth);

    return first;
}

static void
log_in(RpcClient *client, gboolean allowed)
{
    rpc_client_call(client, HVR_RPC_PROGRAM_REMOTE, 70, NULL, NULL);
    g_assert_false(rpc_client_read(client));
    g_assert_cmpstr(client->asked, ==, "read virConnectAuthPolkit (null) -");
    rpc_client_decide(client, allowed);
    g_assert_true(rpc_client_read(client));
}

static void
open_host(RpcClient *client)
{
    const HvrWireOpen open = { 0 };

    rpc_client_init_asking(client);
    log_in(client, TRUE);
    rpc_client_ask(client, 1, CODER(HvrWireOpen), &open, NULL, NULL);
}

/* Whoever has not said who it is gets nothing but the question. */
static void
test_login(void)
{
    const HvrWireOpen open = { 0 };
    RpcClient client;
    int feature = 10;

    rpc_client_init_asking(&client);
    g_assert_cmpint(get_auth(&client), ==, 2);
    rpc_client_fail(&client, 1, CODER(HvrWireOpen), &open, 39, "authentication required");
    rpc_client_fail(&client, 60, CODER(int), &feature, 39, "authentication required");
    log_in(&client, FALSE);
    rpc_client_assert_error(&client, 29, "operation forbidden: no");
    rpc_client_fail(&client, 1, CODER(HvrWireOpen), &open, 39, "authentication required");
    log_in(&client, TRUE);
    g_assert_cmpint(client.header.status, ==, HVR_RPC_OK);
    g_assert_cmpint(get_auth(&client), ==, 0);
    rpc_client_ask(&client, 1, CODER(HvrWireOpen), &open, NULL, NULL);
    rpc_client_fail(&client, 70, NULL, NULL, 45,
                    "authentication failed: client tried invalid polkit init request");
    rpc_client_clear(&client);
}

static void
test_change(void)
{
    const HvrWireDomain domain = rpc_client_domain(1);
    RpcClient client;

    open_host(&client);
    rpc_client_call(&client, HVR_RPC_PROGRAM_REMOTE, 9, CODER(HvrWireDomain), &domain);
    g_assert_cmpstr(client.asked, ==, "manage virDomainCreate hv01 db 01");
    rpc_client_decide(&client, FALSE);
    g_assert_true(rpc_client_read(&client));
    rpc_client_assert_error(&client, 29, "operation forbidden: no");
    g_assert_cmpstr(fake_host_get_last_work(client.host), ==, "open");
    rpc_client_call(&client, HVR_RPC_PROGRAM_REMOTE, 9, CODER(HvrWireDomain), &domain);
    rpc_client_decide(&client, TRUE);
    g_assert_true(rpc_client_read(&client));
    g_assert_cmpint(client.header.status, ==, HVR_RPC_OK);
    g_assert_cmpstr(fake_host_get_last_work(client.host), !=, "open");
    rpc_client_clear(&client);
}

/* Reads are not asked about again, and go on while something else is. */
static void
test_read(void)
{
    const HvrWireDomain domain = rpc_client_domain(1);
    const HvrWireDomainFlags args = { rpc_client_domain(0), 0 };
    HvrWireState state = { 0 };
    RpcClient client;

    open_host(&client);
    rpc_client_call(&client, HVR_RPC_PROGRAM_REMOTE, 9, CODER(HvrWireDomain), &domain);
    rpc_client_ask(&client, 212, CODER(HvrWireDomainFlags), &args, CODER(HvrWireState), &state);
    rpc_client_decide(&client, FALSE);
    g_assert_true(rpc_client_read(&client));
    rpc_client_clear(&client);
}

/* A command needs what its own row says. */
static void
test_command(void)
{
    HvrWireDomainText args = { rpc_client_domain(0),
                               (char *)"{\"execute\":\"replication-failover\"}", 0 };
    RpcClient client;

    open_host(&client);
    rpc_client_call(&client, HVR_RPC_PROGRAM_QEMU, 1, CODER(HvrWireDomainText), &args);
    g_assert_cmpstr(client.asked, ==, "failover replication-failover hv01 web01");
    rpc_client_decide(&client, FALSE);
    g_assert_true(rpc_client_read(&client));
    rpc_client_assert_error(&client, 29, "operation forbidden: no");
    g_assert_cmpstr(fake_host_get_last_work(client.host), ==, "open");
    args.text = (char *)"{\"execute\":\"query-job\"}";
    rpc_client_call(&client, HVR_RPC_PROGRAM_QEMU, 1, CODER(HvrWireDomainText), &args);
    g_assert_null(client.verdict);
    g_assert_true(rpc_client_read(&client));
    g_assert_cmpint(client.header.status, ==, HVR_RPC_OK);
    rpc_client_clear(&client);
}

/* The answer may come when nobody waits for it any more. */
static void
test_gone(void)
{
    const HvrWireDomain domain = rpc_client_domain(1);
    RpcClient client;

    open_host(&client);
    rpc_client_call(&client, HVR_RPC_PROGRAM_REMOTE, 9, CODER(HvrWireDomain), &domain);
    rpc_client_hang_up(&client);
    rpc_client_decide(&client, FALSE);
    g_assert_cmpstr(fake_host_get_last_work(client.host), ==, "open");
    rpc_client_clear(&client);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/rpc/permit/login", test_login);
    g_test_add_func("/rpc/permit/change", test_change);
    g_test_add_func("/rpc/permit/read", test_read);
    g_test_add_func("/rpc/permit/command", test_command);
    g_test_add_func("/rpc/permit/gone", test_gone);

    return g_test_run();
}
