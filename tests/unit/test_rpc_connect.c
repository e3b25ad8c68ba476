/* test_rpc_connect.c: what a client asks of its connection and its host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "rpc_client.h"

static void
test_texts(void)
{
    static const struct {
        int procedure;
        const char *text;
    } texts[] = {
        { 3, "Hyper-V" },
        { 59, "hv01.example.net" },
        { 110, "hyperv:///hv01" },
    };
    RpcClient client;

    rpc_client_init_open(&client);
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        char *text = NULL;

        rpc_client_ask(&client, texts[i].procedure, NULL, NULL, CODER(HvrWireString), &text);
        g_assert_cmpstr(text, ==, texts[i].text);
        g_free(text);
    }
    rpc_client_clear(&client);
}

static void
test_versions(void)
{
    u_quad_t version = 0;
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, 4, NULL, NULL, CODER(u_quad_t), &version);
    g_assert_cmpuint(version, ==, 1000020348);
    rpc_client_ask(&client, 157, NULL, NULL, CODER(u_quad_t), &version);
    g_assert_cmpuint(version, >=, 9000000);
    rpc_client_clear(&client);
}

static void
test_secure(void)
{
    int secure = 0;
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, 149, NULL, NULL, CODER(int), &secure);
    g_assert_cmpint(secure, ==, 1);
    rpc_client_clear(&client);
}

static void
test_max_vcpus(void)
{
    char *type = (char *)"hyperv";
    HvrWireOptString named = &type;
    HvrWireOptString nothing = NULL;
    int max_vcpus = 0;
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, 5, CODER(HvrWireOptString), &nothing, CODER(int), &max_vcpus);
    g_assert_cmpint(max_vcpus, ==, 16);
    rpc_client_ask(&client, 5, CODER(HvrWireOptString), &named, CODER(int), &max_vcpus);
    g_assert_cmpint(max_vcpus, ==, 16);
    rpc_client_clear(&client);
}

static void
test_node(void)
{
    HvrWireNode node = { 0 };
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, 6, NULL, NULL, CODER(HvrWireNode), &node);
    g_assert_cmpstr(node.model, ==, "Xeon");
    g_assert_cmpuint(node.memory, ==, 33554432);
    g_assert_cmpint(node.cpus, ==, 16);
    g_assert_cmpint(node.mhz, ==, 2400);
    g_assert_cmpint(node.nodes * node.sockets * node.cores * node.threads, ==, 16);
    rpc_client_clear(&client);
}

static void
test_capabilities(void)
{
    char *xml = NULL;
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, 7, NULL, NULL, CODER(HvrWireString), &xml);
    g_assert_nonnull(strstr(xml, "<domain type=\"hyperv\"/>"));
    g_free(xml);
    rpc_client_clear(&client);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/rpc/connect/texts", test_texts);
    g_test_add_func("/rpc/connect/versions", test_versions);
    g_test_add_func("/rpc/connect/secure", test_secure);
    g_test_add_func("/rpc/connect/max-vcpus", test_max_vcpus);
    g_test_add_func("/rpc/connect/node", test_node);
    g_test_add_func("/rpc/connect/capabilities", test_capabilities);

    return g_test_run();
}
