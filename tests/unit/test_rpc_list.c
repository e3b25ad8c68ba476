/* test_rpc_list.c: lists of domains
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_client.h"

typedef struct {
    const char *name;
    int need_results;
    guint flags;
    const char *domains; /* in the host's order */
    guint n_found;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "no-flags",    1, 0,    "web01,db 01,", 2 },
    { "active",      1, 1,    "web01,",       1 },
    { "inactive",    1, 2,    "db 01,",       1 },
    { "all",         1, 3,    "web01,db 01,", 2 },
    { "snapshots",   1, 4099, "web01,",       1 },
    { "transient",   1, 8,    "",             0 },
    { "only-count",  0, 3,    "",             2 },
};
/* clang-format on */

static void
test_list(gconstpointer data)
{
    const Case *c = data;
    const HvrWireList args = { c->need_results, c->flags };
    g_autoptr(GString) names = g_string_new(NULL);
    HvrWireDomains domains = { 0 };
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, 273, CODER(HvrWireList), &args, CODER(HvrWireDomains), &domains);
    for (guint i = 0; i < domains.domains.domains_len; i++)
        g_string_append_printf(names, "%s,", domains.domains.domains_val[i].name);
    g_assert_cmpstr(names->str, ==, c->domains);
    g_assert_cmpuint(domains.n_found, ==, c->n_found);
    xdr_free(CODER(HvrWireDomains), &domains);
    rpc_client_clear(&client);
}

static void
test_counts(void)
{
    int n_active = -1;
    int n_inactive = -1;
    RpcClient client;

    rpc_client_init_open(&client);
    fake_host_get_domain(client.host, 1)->autostart = TRUE;
    rpc_client_ask(&client, 51, NULL, NULL, CODER(int), &n_active);
    rpc_client_ask(&client, 25, NULL, NULL, CODER(int), &n_inactive);
    g_assert_cmpint(n_active, ==, 1);
    g_assert_cmpint(n_inactive, ==, 1);
    rpc_client_clear(&client);
}

static void
test_ids(void)
{
    static const int rooms[] = { 512, 0, -1 };
    RpcClient client;

    rpc_client_init_open(&client);
    for (gsize i = 0; i < G_N_ELEMENTS(rooms); i++) {
        HvrWireNumbers ids = { 0 };

        rpc_client_ask(&client, 37, CODER(int), &rooms[i], CODER(HvrWireNumbers), &ids);
        g_assert_cmpuint(ids.numbers.numbers_len, ==, rooms[i] > 0);
        if (rooms[i] > 0)
            g_assert_cmpint(ids.numbers.numbers_val[0], ==, 7);
        xdr_free(CODER(HvrWireNumbers), &ids);
    }
    rpc_client_clear(&client);
}

static void
test_names(void)
{
    static const int rooms[] = { 512, 0, -1 };
    RpcClient client;

    rpc_client_init_open(&client);
    for (gsize i = 0; i < G_N_ELEMENTS(rooms); i++) {
        HvrWireNames names = { 0 };

        rpc_client_ask(&client, 21, CODER(int), &rooms[i], CODER(HvrWireNames), &names);
        g_assert_cmpuint(names.names.names_len, ==, rooms[i] > 0);
        if (rooms[i] > 0)
            g_assert_cmpstr(names.names.names_val[0], ==, "db 01");
        xdr_free(CODER(HvrWireNames), &names);
    }
    rpc_client_clear(&client);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/rpc/list/domains/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_list);
    }
    g_test_add_func("/rpc/list/counts", test_counts);
    g_test_add_func("/rpc/list/ids", test_ids);
    g_test_add_func("/rpc/list/names", test_names);

    return g_test_run();
}
