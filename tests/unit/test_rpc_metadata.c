/* test_rpc_metadata.c: the replication element, read and edited by a client
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>

#include "fake_host.h"
#include "hvr_error.h"
#include "rpc_client.h"

#define GET 265
#define SET 264

static void
test_absent(void)
{
    char *uri = (char *)"urn:nobody";
    const HvrWireGetMetadata args = { rpc_client_domain(0), VIR_DOMAIN_METADATA_ELEMENT, &uri, 0 };
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_call(&client, HVR_RPC_PROGRAM_REMOTE, GET, CODER(HvrWireGetMetadata), &args);
    g_assert_true(rpc_client_read(&client));
    g_assert_cmpint(client.header.status, ==, HVR_RPC_ERROR_STATUS);
    g_assert_cmpmem(client.payload->data, 4, "\0\0\0\x50", 4); /* NO_DOMAIN_METADATA, 80 */
    rpc_client_clear(&client);
}

typedef struct {
    const char *name;
    int type;
    char *text;
    char *uri;
    const char *work; /* what reaches the driver */
} SetCase;

/* clang-format off */
static const SetCase sets[] = {
    { "element",     VIR_DOMAIN_METADATA_ELEMENT,     (char *)"<a/>", (char *)"urn:x", "metadata web01 2 <a/> urn:x"       },
    { "removal",     VIR_DOMAIN_METADATA_ELEMENT,     NULL,           (char *)"urn:x", "metadata web01 2 nothing urn:x"    },
    { "description", VIR_DOMAIN_METADATA_DESCRIPTION, (char *)"",     NULL,            "configure web01" },
};
/* clang-format on */

static void
test_set(gconstpointer data)
{
    const SetCase *c = data;
    char *text = c->text;
    char *uri = c->uri;
    const HvrWireSetMetadata args = { .domain = rpc_client_domain(0),
                                      .type = c->type,
                                      .metadata = text != NULL ? &text : NULL,
                                      .uri = uri != NULL ? &uri : NULL };
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, SET, CODER(HvrWireSetMetadata), &args, NULL, NULL);
    g_assert_cmpstr(fake_host_get_last_work(client.host), ==, c->work);
    rpc_client_clear(&client);
}

/* Hyper-V has none, and there is none to take away. */
static void
test_title(void)
{
    char *text = (char *)"web";
    HvrWireSetMetadata args = { .domain = rpc_client_domain(0),
                                .type = VIR_DOMAIN_METADATA_TITLE,
                                .metadata = &text };
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_fail(&client, SET, CODER(HvrWireSetMetadata), &args, 84,
                    "Operation not supported: a Hyper-V machine has no title beside its name, "
                    "which domrename changes");
    text = (char *)"";
    rpc_client_ask(&client, SET, CODER(HvrWireSetMetadata), &args, NULL, NULL);
    args.metadata = NULL;
    rpc_client_ask(&client, SET, CODER(HvrWireSetMetadata), &args, NULL, NULL);
    g_assert_cmpstr(fake_host_get_last_work(client.host), ==, "open");
    rpc_client_clear(&client);
}

/* The answer comes when the host shows the effect, or with its refusal. */
static void
test_set_fails(void)
{
    const HvrWireSetMetadata args = { .domain = rpc_client_domain(0),
                                      .type = VIR_DOMAIN_METADATA_ELEMENT };
    const HvrWireSetMetadata gone = { .domain = rpc_client_domain(2),
                                      .type = VIR_DOMAIN_METADATA_ELEMENT };
    const HvrWireSetMetadata flags = { .domain = rpc_client_domain(0), .flags = 4 };
    RpcClient client;

    rpc_client_init_open(&client);
    fake_host_hold(client.host);
    rpc_client_call(&client, HVR_RPC_PROGRAM_REMOTE, SET, CODER(HvrWireSetMetadata), &args);
    g_assert_false(rpc_client_read(&client));
    fake_host_release(client.host, 0, g_error_new(HVR_ERROR, HVR_ERROR_INVALID, "no such thing"));
    g_assert_true(rpc_client_read(&client));
    rpc_client_assert_error(&client, 8, "invalid argument: no such thing");

    rpc_client_call(&client, HVR_RPC_PROGRAM_REMOTE, SET, CODER(HvrWireSetMetadata), &gone);
    g_assert_true(rpc_client_read(&client));
    g_assert_cmpint(client.header.status, ==, HVR_RPC_ERROR_STATUS);
    rpc_client_fail(&client, SET, CODER(HvrWireSetMetadata), &flags, 8,
                    "invalid argument: unsupported flags (0x4) in function virDomainSetMetadata");
    rpc_client_clear(&client);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/rpc/metadata/absent", test_absent);
    g_test_add_func("/rpc/metadata/title", test_title);
    for (gsize i = 0; i < G_N_ELEMENTS(sets); i++) {
        g_autofree char *path = g_strconcat("/rpc/metadata/set/", sets[i].name, NULL);

        g_test_add_data_func(path, &sets[i], test_set);
    }
    g_test_add_func("/rpc/metadata/set-fails", test_set_fails);

    return g_test_run();
}
