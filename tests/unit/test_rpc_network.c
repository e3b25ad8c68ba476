/* test_rpc_network.c: virtual switches as networks, and what goes the same way
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/virterror.h>
#include <string.h>

#include "fake_readings.h"
#include "rpc_client.h"

static void
add_network(HvrHost *host, const char *name, guchar id)
{
    HvrNetwork network = { .name = (char *)name, .uuid = { id } };

    fake_readings_add(host, HVR_READING_NETWORKS, g_memdup2(&network, sizeof network));
}

static void
prepare(RpcClient *client)
{
    rpc_client_init_open(client);
    add_network(client->host, "LAN", 1);
    add_network(client->host, "Lab", 2);
}

typedef struct {
    const char *name;
    guint flags;
    guint n_found;
} ListCase;

/* Of VIR_CONNECT_LIST_NETWORKS_*: 1 inactive, 2 active, 4 persistent, 8 transient, 16 autostart,
 * 32 not. */
/* clang-format off */
static const ListCase lists[] = {
    { "all",          0,      2 },
    { "active",       2,      2 },
    { "inactive",     1,      0 },
    { "both",         1 | 2,  2 },
    { "transient",    8,      0 },
    { "no-autostart", 32,     0 },
    { "usual",        2 | 4 | 16, 2 },
    { "mixed",        2 | 8,  0 },
};
/* clang-format on */

static void
test_list(gconstpointer data)
{
    const ListCase *c = data;
    const HvrWireList args = { 1, c->flags };
    HvrWireNetworks ret = { 0 };
    RpcClient client;

    prepare(&client);
    rpc_client_ask(&client, 283, CODER(HvrWireList), &args, CODER(HvrWireNetworks), &ret);
    g_assert_cmpuint(ret.n_found, ==, c->n_found);
    g_assert_cmpuint(ret.networks.networks_len, ==, c->n_found);
    xdr_free(CODER(HvrWireNetworks), &ret);
    rpc_client_clear(&client);
}

/* A reading that has to be waited for brings the same. */
static void
test_wait(void)
{
    int max_names = 1;
    HvrWireNames names = { 0 };
    int count = 0;
    RpcClient client;

    prepare(&client);
    fake_readings_spoil(client.host);
    rpc_client_ask(&client, 52, NULL, NULL, (xdrproc_t)xdr_int, &count);
    g_assert_cmpint(count, ==, 2);
    g_assert_cmpuint(fake_readings_get_asked(client.host), ==,
                     HVR_READING_BIT(HVR_READING_NETWORKS));
    rpc_client_ask(&client, 38, (xdrproc_t)xdr_int, &max_names, CODER(HvrWireNames), &names);
    g_assert_cmpuint(names.names.names_len, ==, 1);
    g_assert_cmpstr(names.names.names_val[0], ==, "LAN");
    xdr_free(CODER(HvrWireNames), &names);
    rpc_client_clear(&client);
}

static void
test_lookup(void)
{
    HvrWireString known = (char *)"Lab";
    HvrWireString unknown = (char *)"nosuch";
    HvrWireUuid nobody = { 9 };
    HvrWireNetworkFlags stale = { { (char *)"LAN", { 9 } }, 0 };
    HvrWireNetwork network = { 0 };
    RpcClient client;

    prepare(&client);
    rpc_client_ask(&client, 46, CODER(HvrWireString), &known, CODER(HvrWireNetwork), &network);
    g_assert_cmpstr(network.name, ==, "Lab");
    g_assert_cmpint(network.uuid[0], ==, 2);
    xdr_free(CODER(HvrWireNetwork), &network);
    rpc_client_fail(&client, 46, CODER(HvrWireString), &unknown, VIR_ERR_NO_NETWORK,
                    "Network not found: no network with matching name 'nosuch'");
    rpc_client_fail(&client, 47, CODER(HvrWireUuid), &nobody, VIR_ERR_NO_NETWORK,
                    "Network not found: no network with matching uuid");
    /* What the client remembers of it is its UUID. */
    rpc_client_fail(&client, 43, CODER(HvrWireNetworkFlags), &stale, VIR_ERR_NO_NETWORK,
                    "Network not found: no network with matching uuid");
    rpc_client_clear(&client);
}

/* Drives were never read here. */
static void
test_failed(void)
{
    const HvrWireList args = { 1, 0 };
    RpcClient client;

    prepare(&client);
    rpc_client_fail(&client, 281, CODER(HvrWireList), &args, VIR_ERR_NO_CONNECT,
                    "nobody read 'drives'");
    rpc_client_clear(&client);
}

/* Files that are no machine's are nobody's business. */
static void
test_foreign_file(void)
{
    const HvrWireVolume volume = { (char *)"C:", (char *)"x", (char *)"C:\\Windows\\x" };
    RpcClient client;

    prepare(&client);
    rpc_client_fail(&client, 98, CODER(HvrWireVolume), &volume, VIR_ERR_NO_STORAGE_VOL,
                    "Storage volume not found: no storage vol with matching key 'C:\\Windows\\x'");
    rpc_client_clear(&client);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
        g_autofree char *path = g_strconcat("/rpc/network/list/", lists[i].name, NULL);

        g_test_add_data_func(path, &lists[i], test_list);
    }
    g_test_add_func("/rpc/network/wait", test_wait);
    g_test_add_func("/rpc/network/lookup", test_lookup);
    g_test_add_func("/rpc/network/failed", test_failed);
    g_test_add_func("/rpc/network/foreign-file", test_foreign_file);

    return g_test_run();
}
