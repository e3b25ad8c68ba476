/* test_rpc_guest.c: what guests say of themselves, and what domains use
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/virterror.h>
#include <string.h>

#include "fake_readings.h"
#include "rpc_client.h"

#define ADAPTER "AAAAAAAA-0000-4000-8000-000000000001"

static void
prepare(RpcClient *client)
{
    HvrAdapter adapter = { (char *)FAKE_WEB01_GUID, (char *)ADAPTER, (char *)"LAN",
                           (char *)"00:15:5d:01:02:03" };
    HvrGuest *guest = hvr_guest_new();
    HvrGuestInterface *interface = hvr_guest_add_interface(guest, ADAPTER);

    rpc_client_init_open(client);
    fake_readings_add(client->host, HVR_READING_ADAPTERS, g_memdup2(&adapter, sizeof adapter));
    hvr_guest_add_address(interface, "10.0.0.7", "255.0.0.0");
    hvr_guest_add_address(hvr_guest_add_interface(guest, "OTHER"), "10.0.0.8", NULL);
    g_hash_table_insert(guest->items, g_strdup("OSName"), g_strdup("Windows"));
    fake_readings_set_guest(client->host, guest);
}

static void
test_addresses(void)
{
    const HvrWireDomainNumber args = { rpc_client_domain(0), 1, 0 };
    HvrWireGuestInterfaces ret = { 0 };
    const HvrWireGuestInterface *interface;
    RpcClient client;

    prepare(&client);
    rpc_client_ask(&client, 353, CODER(HvrWireDomainNumber), &args, CODER(HvrWireGuestInterfaces),
                   &ret);
    /* An interface that is no adapter of the machine says nothing about it. */
    g_assert_cmpuint(ret.interfaces.interfaces_len, ==, 1);
    interface = ret.interfaces.interfaces_val;
    g_assert_cmpstr(interface->name, ==, "LAN");
    g_assert_cmpstr(*interface->mac, ==, "00:15:5d:01:02:03");
    g_assert_cmpuint(interface->addresses.addresses_len, ==, 1);
    g_assert_cmpstr(interface->addresses.addresses_val[0].address, ==, "10.0.0.7");
    g_assert_cmpint(interface->addresses.addresses_val[0].type, ==, 0);
    g_assert_cmpuint(interface->addresses.addresses_val[0].prefix, ==, 8);
    xdr_free(CODER(HvrWireGuestInterfaces), &ret);
    rpc_client_clear(&client);
}

typedef struct {
    const char *name;
    int number;
    guint domain;
    guint value; /* source, types or flags */
    int code;
    const char *message;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "lease",     353, 0, 0,  74, "argument unsupported: Unknown IP address data source 0" },
    { "arp",       353, 0, 2,  74, "argument unsupported: Unknown IP address data source 2" },
    { "off",       353, 1, 1,  55, "Requested operation is not valid: domain is not running" },
    { "gone",      353, 2, 1,  42, "Domain not found: " },
    { "users",     418, 0, 1,  74, "argument unsupported: guests tell no information of the types 0x1" },
    { "facts-off", 418, 1, 0,  55, "Requested operation is not valid: domain is not running" },
    { "memory",    159, 1, 16, 55, "Requested operation is not valid: domain is not running" },
};
/* clang-format on */

static void
test_refused(gconstpointer data)
{
    const Case *c = data;
    const HvrWireDomainNumber args = { rpc_client_domain(c->domain), c->value, 0 };
    RpcClient client;

    prepare(&client);
    rpc_client_call(&client, HVR_RPC_PROGRAM_REMOTE, c->number, CODER(HvrWireDomainNumber), &args);
    rpc_client_turn();
    g_assert_true(rpc_client_read(&client));
    g_assert_cmpuint(client.header.status, ==, 1);
    g_assert_nonnull(
        memmem(client.payload->data, client.payload->len, c->message, strlen(c->message)));
    g_assert_cmpint(client.payload->data[3], ==, c->code);
    rpc_client_clear(&client);
}

/* Every processor that the host has, and no bit more. */
static void
test_vcpus(void)
{
    const HvrWireVcpusOf args = { rpc_client_domain(0), 2, 3 };
    HvrWireVcpus ret = { 0 };
    RpcClient client;

    prepare(&client);
    rpc_client_ask(&client, 20, CODER(HvrWireVcpusOf), &args, CODER(HvrWireVcpus), &ret);
    g_assert_cmpuint(ret.vcpus.vcpus_len, ==, 2);
    g_assert_cmpint(ret.vcpus.vcpus_val[1].cpu, ==, -2);
    g_assert_cmpmem(ret.maps.maps_val, ret.maps.maps_len, "\xff\xff\0\xff\xff\0", 6);
    xdr_free(CODER(HvrWireVcpus), &ret);
    rpc_client_clear(&client);
}

static void
test_hostile_sizes(void)
{
    const HvrWireVcpusOf many = { rpc_client_domain(0), -1, 3 };
    const HvrWireVcpusOf wide = { rpc_client_domain(0), 1, G_MAXINT };
    const HvrWirePinsOf pins = { rpc_client_domain(0), G_MAXINT, 1, 0 };
    static const char message[] = "invalid argument: there are not so many processors";
    RpcClient client;

    prepare(&client);
    rpc_client_fail(&client, 20, CODER(HvrWireVcpusOf), &many, VIR_ERR_INVALID_ARG, message);
    rpc_client_fail(&client, 20, CODER(HvrWireVcpusOf), &wide, VIR_ERR_INVALID_ARG, message);
    rpc_client_fail(&client, 230, CODER(HvrWirePinsOf), &pins, VIR_ERR_INVALID_ARG, message);
    rpc_client_clear(&client);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/rpc/guest/refused/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_refused);
    }
    g_test_add_func("/rpc/guest/addresses", test_addresses);
    g_test_add_func("/rpc/guest/vcpus", test_vcpus);
    g_test_add_func("/rpc/guest/hostile-sizes", test_hostile_sizes);

    return g_test_run();
}
