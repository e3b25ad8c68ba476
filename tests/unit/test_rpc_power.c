/* test_rpc_power.c: starting and stopping domains
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_error.h"
#include "rpc_client.h"

typedef struct {
    const char *name;
    int procedure;
    guint flags;
    HvrPower power;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "create",         9,   0, HVR_POWER_START },
    { "create-flags",   196, 0, HVR_POWER_START },
    { "shutdown",       33,  0, HVR_POWER_SHUTDOWN },
    { "shutdown-acpi",  258, 1, HVR_POWER_SHUTDOWN },
    { "destroy",        12,  0, HVR_POWER_DESTROY },
    { "destroy-flags",  234, 0, HVR_POWER_DESTROY },
    { "suspend",        34,  0, HVR_POWER_SUSPEND },
    { "resume",         28,  0, HVR_POWER_RESUME },
    { "reboot",         27,  0, HVR_POWER_REBOOT },
    { "reset",          245, 0, HVR_POWER_RESET },
};
/* clang-format on */

static void
test_power(gconstpointer data)
{
    const Case *c = data;
    const HvrWireDomainFlags args = { rpc_client_domain(0), c->flags };
    g_autofree char *work = g_strdup_printf("power %d web01", (int)c->power);
    RpcClient client;

    rpc_client_init_open(&client);
    fake_host_hold(client.host);
    rpc_client_call(&client, HVR_RPC_PROGRAM_REMOTE, c->procedure, CODER(HvrWireDomainFlags),
                    &args);
    g_assert_false(rpc_client_read(&client));
    g_assert_cmpstr(fake_host_get_last_work(client.host), ==, work);
    fake_host_release(client.host, 0, NULL);
    g_assert_true(rpc_client_read(&client));
    g_assert_cmpint(client.header.status, ==, HVR_RPC_OK);

    rpc_client_call(&client, HVR_RPC_PROGRAM_REMOTE, c->procedure, CODER(HvrWireDomainFlags),
                    &args);
    fake_host_release(client.host, 0, g_error_new(HVR_ERROR, HVR_ERROR_STATE, "not now"));
    g_assert_true(rpc_client_read(&client));
    rpc_client_assert_error(&client, 55, "Requested operation is not valid: not now");
    rpc_client_clear(&client);
}

/* The reply brings the id that the start has given. */
static void
test_new_id(void)
{
    const HvrWireDomainFlags args = { rpc_client_domain(1), 0 };
    HvrWireDomain domain = { 0 };
    RpcClient client;

    rpc_client_init_open(&client);
    fake_host_hold(client.host);
    rpc_client_call(&client, HVR_RPC_PROGRAM_REMOTE, 196, CODER(HvrWireDomainFlags), &args);
    fake_host_get_domain(client.host, 1)->id = 4711;
    fake_host_release(client.host, 0, NULL);
    g_assert_true(rpc_client_read(&client));
    g_assert_true(hvr_rpc_frame_decode(client.payload->data, client.payload->len,
                                       CODER(HvrWireDomain), &domain));
    g_assert_cmpint(domain.id, ==, 4711);
    xdr_free(CODER(HvrWireDomain), &domain);
    rpc_client_clear(&client);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/rpc/power/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_power);
    }
    g_test_add_func("/rpc/power/new-id", test_new_id);

    return g_test_run();
}
