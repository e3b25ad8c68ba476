/* test_rpc_snapshot.c: what a client asks of recovery points and checkpoints
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "repl_point.h"
#include "rpc_client.h"

static HvrWireSnapshotFlags
point(const char *name, guint flags)
{
    HvrWireSnapshotFlags args = { { (char *)name, rpc_client_domain(0) }, flags };

    return args;
}

static int
ask_number(RpcClient *client, int procedure, const char *name, guint flags)
{
    const HvrWireSnapshotFlags args = point(name, flags);
    int number = -1;

    rpc_client_ask(client, procedure, CODER(HvrWireSnapshotFlags), &args, CODER(int), &number);

    return number;
}

static void
test_lookup(void)
{
    HvrWireDomainText args = { rpc_client_domain(0), (char *)"rp-2", 0 };
    HvrWireSnapshot snapshot = { 0 };
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, 189, CODER(HvrWireDomainText), &args, CODER(HvrWireSnapshot),
                   &snapshot);
    g_assert_cmpstr(snapshot.name, ==, "rp-2");
    g_assert_cmpstr(snapshot.domain.name, ==, "web01");
    xdr_free(CODER(HvrWireSnapshot), &snapshot);
    args.text = (char *)"rp-9";
    rpc_client_call(&client, HVR_RPC_PROGRAM_REMOTE, 189, CODER(HvrWireDomainText), &args);
    g_assert_true(rpc_client_read(&client));
    g_assert_cmpint(client.header.status, ==, HVR_RPC_ERROR_STATUS);
    g_assert_cmpmem(client.payload->data, 4, "\0\0\0\x48", 4); /* NO_DOMAIN_SNAPSHOT, 72 */
    rpc_client_clear(&client);
}

typedef struct {
    const char *name;
    const char *top; /* %NULL: of the domain */
    guint flags;
    const char *names;
} ListCase;

/* clang-format off */
static const ListCase lists[] = {
    { "all",            NULL,   0,      "rp-1,rp-2," },
    { "topological",    NULL,   1024,   "rp-1,rp-2," },
    { "roots",          NULL,   1,      "rp-1," },
    { "leaves",         NULL,   4,      "rp-2," },
    { "metadata",       NULL,   2,      "" },
    { "inactive",       NULL,   32,     "rp-1,rp-2," },
    { "active",         NULL,   64,     "" },
    { "children",       "rp-1", 0,      "rp-2," },
    { "descendants",    "rp-1", 1,      "rp-2,rp-3," },
    { "no-children",    "rp-2", 4 | 8,  "rp-3," },
};
/* clang-format on */

static void
add_grandchild(RpcClient *client)
{
    HvrDomain *domain = fake_host_get_domain(client->host, 0);
    HvrSnapshot *snapshot = hvr_snapshot_new("rp-3", "rp-3", HVR_POINT_STANDARD, 1777604400);

    g_free(snapshot->name);
    snapshot->name = g_strdup("rp-3");
    snapshot->parent = g_strdup("rp-2");
    g_ptr_array_add(domain->snapshots, snapshot);
}

static void
ask_list(RpcClient *client, const ListCase *c, int need_results, HvrWireSnapshots *out_found)
{
    const HvrWireDomainList of_domain = { rpc_client_domain(0), need_results, c->flags };
    const HvrWireSnapshotList of_snapshot = {
        { (char *)c->top, rpc_client_domain(0) },
        need_results,
        c->flags,
    };

    if (c->top == NULL)
        rpc_client_ask(client, 274, CODER(HvrWireDomainList), &of_domain, CODER(HvrWireSnapshots),
                       out_found);
    else
        rpc_client_ask(client, 275, CODER(HvrWireSnapshotList), &of_snapshot,
                       CODER(HvrWireSnapshots), out_found);
}

static char *
ask_names(RpcClient *client, const ListCase *c, int max_names)
{
    const HvrWireDomainNames of_domain = { rpc_client_domain(0), max_names, c->flags };
    const HvrWireSnapshotNames of_snapshot = {
        { (char *)c->top, rpc_client_domain(0) },
        max_names,
        c->flags,
    };
    g_autoptr(GString) text = g_string_new(NULL);
    HvrWireNames names = { 0 };

    if (c->top == NULL)
        rpc_client_ask(client, 188, CODER(HvrWireDomainNames), &of_domain, CODER(HvrWireNames),
                       &names);
    else
        rpc_client_ask(client, 247, CODER(HvrWireSnapshotNames), &of_snapshot, CODER(HvrWireNames),
                       &names);
    for (guint i = 0; i < names.names.names_len; i++)
        g_string_append_printf(text, "%s,", names.names.names_val[i]);
    xdr_free(CODER(HvrWireNames), &names);

    return g_string_free(g_steal_pointer(&text), FALSE);
}

static int
ask_count(RpcClient *client, const ListCase *c)
{
    const HvrWireDomainFlags of_domain = { rpc_client_domain(0), c->flags };
    int count = -1;

    if (c->top != NULL)
        return ask_number(client, 246, c->top, c->flags);

    rpc_client_ask(client, 187, CODER(HvrWireDomainFlags), &of_domain, CODER(int), &count);

    return count;
}

/* All three ways to list agree. */
static void
test_list(gconstpointer data)
{
    const ListCase *c = data;
    HvrWireSnapshots found = { 0 };
    g_autofree char *names = NULL;
    g_autofree char *none = NULL;
    g_autoptr(GString) text = g_string_new(NULL);
    RpcClient client;

    rpc_client_init_open(&client);
    if (c->top != NULL)
        add_grandchild(&client);
    ask_list(&client, c, 1, &found);
    for (guint i = 0; i < found.snapshots.snapshots_len; i++)
        g_string_append_printf(text, "%s,", found.snapshots.snapshots_val[i].name);
    g_assert_cmpstr(text->str, ==, c->names);
    g_assert_cmpint(found.n_found, ==, (int)found.snapshots.snapshots_len);
    g_assert_cmpint(ask_count(&client, c), ==, found.n_found);
    names = ask_names(&client, c, 100);
    g_assert_cmpstr(names, ==, c->names);
    none = ask_names(&client, c, 0);
    g_assert_cmpstr(none, ==, "");
    xdr_free(CODER(HvrWireSnapshots), &found);

    ask_list(&client, c, 0, &found);
    g_assert_cmpuint(found.snapshots.snapshots_len, ==, 0);
    g_assert_cmpint(found.n_found, ==, ask_count(&client, c));
    rpc_client_clear(&client);
}

/* Parents that form a ring, as no host should send them, end all the same. */
static void
test_ring(void)
{
    const ListCase c = { "ring", "rp-9", 1, "" };
    HvrWireSnapshots found = { 0 };
    HvrDomain *domain;
    RpcClient client;

    rpc_client_init_open(&client);
    add_grandchild(&client);
    domain = fake_host_get_domain(client.host, 0);
    ((HvrSnapshot *)g_ptr_array_index(domain->snapshots, 0))->parent = g_strdup("rp-2");
    g_free(((HvrSnapshot *)g_ptr_array_index(domain->snapshots, 2))->name);
    ((HvrSnapshot *)g_ptr_array_index(domain->snapshots, 2))->name = g_strdup("rp-9");
    ask_list(&client, &c, 1, &found);
    g_assert_cmpint(found.n_found, ==, 0);
    rpc_client_clear(&client);
}

static void
test_current(void)
{
    const HvrWireDomainFlags args = { rpc_client_domain(0), 0 };
    HvrWireSnapshot snapshot = { 0 };
    HvrDomain *domain;
    int has = -1;
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, 190, CODER(HvrWireDomainFlags), &args, CODER(int), &has);
    g_assert_cmpint(has, ==, 0);
    rpc_client_fail(&client, 191, CODER(HvrWireDomainFlags), &args, 72,
                    "Domain snapshot not found: the domain 'web01' has no current snapshot");
    domain = fake_host_get_domain(client.host, 0);
    ((HvrSnapshot *)g_ptr_array_index(domain->snapshots, 1))->is_current = TRUE;
    rpc_client_ask(&client, 190, CODER(HvrWireDomainFlags), &args, CODER(int), &has);
    g_assert_cmpint(has, ==, 1);
    rpc_client_ask(&client, 191, CODER(HvrWireDomainFlags), &args, CODER(HvrWireSnapshot),
                   &snapshot);
    g_assert_cmpstr(snapshot.name, ==, "rp-2");
    xdr_free(CODER(HvrWireSnapshot), &snapshot);
    g_assert_cmpint(ask_number(&client, 271, "rp-2", 0), ==, 1);
    g_assert_cmpint(ask_number(&client, 271, "rp-1", 0), ==, 0);
    g_assert_cmpint(ask_number(&client, 272, "rp-1", 0), ==, 0);
    rpc_client_clear(&client);
}

/* virsh snapshot-list --tree knows a root by this very error. */
static void
test_parent(void)
{
    const HvrWireSnapshotFlags child = point("rp-2", 0);
    const HvrWireSnapshotFlags root = point("rp-1", 0);
    HvrWireSnapshot snapshot = { 0 };
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, 244, CODER(HvrWireSnapshotFlags), &child, CODER(HvrWireSnapshot),
                   &snapshot);
    g_assert_cmpstr(snapshot.name, ==, "rp-1");
    xdr_free(CODER(HvrWireSnapshot), &snapshot);
    rpc_client_fail(&client, 244, CODER(HvrWireSnapshotFlags), &root, 72,
                    "Domain snapshot not found: snapshot 'rp-1' does not have a parent");
    rpc_client_clear(&client);
}

static void
test_xml(void)
{
    const HvrWireSnapshotFlags args = point("rp-2", 0);
    char *xml = NULL;
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, 186, CODER(HvrWireSnapshotFlags), &args, CODER(HvrWireString), &xml);
    g_assert_nonnull(strstr(xml, "<name>rp-2</name>"));
    g_free(xml);
    rpc_client_clear(&client);
}

/* A verb that is usually mild starts no failover; what Hyper-V has no such thing for
 * is refused before anything is done. */
static void
test_refused(void)
{
    const HvrWireSnapshotFlags args = point("rp-2", 1);
    const HvrWireSnapshotFlags paused = point("rp-2", 2);
    const HvrWireSnapshotFlags unknown = point("rp-2", 8);
    const HvrWireDomainText live = { rpc_client_domain(0), (char *)"<domainsnapshot/>", 256 };
    const HvrWireDomainText wrong = { rpc_client_domain(0), (char *)"<domain/>", 0 };
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_fail(&client, 192, CODER(HvrWireSnapshotFlags), &args, 84,
                    "Operation not supported: 'rp-2' is a recovery point, use the command "
                    "replication-failover");
    rpc_client_fail(&client, 192, CODER(HvrWireSnapshotFlags), &paused, 8,
                    "invalid argument: unsupported flags (0x2) in function "
                    "virDomainRevertToSnapshot");
    rpc_client_fail(&client, 193, CODER(HvrWireSnapshotFlags), &unknown, 8,
                    "invalid argument: unsupported flags (0x8) in function "
                    "virDomainSnapshotDelete");
    rpc_client_fail(&client, 185, CODER(HvrWireDomainText), &live, 8,
                    "invalid argument: unsupported flags (0x100) in function "
                    "virDomainSnapshotCreateXML");
    rpc_client_fail(&client, 185, CODER(HvrWireDomainText), &wrong, 27,
                    "XML error: unexpected root element <domain>, expecting <domainsnapshot>");
    g_assert_cmpstr(fake_host_get_last_work(client.host), ==, "open");
    rpc_client_clear(&client);
}

static void
test_changed(void)
{
    const HvrWireSnapshotFlags args = point("rp-2", 5);
    const HvrWireSnapshotFlags children = point("rp-2", 4);
    const HvrWireDomainText create = { rpc_client_domain(0),
                                       (char *)"<domainsnapshot><name>now</name></domainsnapshot>",
                                       16 | 64 };
    HvrWireSnapshot snapshot = { 0 };
    HvrDomain *domain;
    RpcClient client;

    rpc_client_init_open(&client);
    domain = fake_host_get_domain(client.host, 0);
    ((HvrSnapshot *)g_ptr_array_index(domain->snapshots, 1))->kind = HVR_POINT_CHECKPOINT;
    rpc_client_ask(&client, 185, CODER(HvrWireDomainText), &create, CODER(HvrWireSnapshot),
                   &snapshot);
    g_assert_cmpstr(snapshot.name, ==, "rp-2");
    g_assert_cmpstr(snapshot.domain.name, ==, "web01");
    xdr_free(CODER(HvrWireSnapshot), &snapshot);
    g_assert_cmpstr(fake_host_get_last_work(client.host), ==, "make web01 now memory 0 quiesced 1");
    rpc_client_ask(&client, 192, CODER(HvrWireSnapshotFlags), &args, NULL, NULL);
    g_assert_cmpstr(fake_host_get_last_work(client.host), ==, "apply web01 rp-2 5");
    rpc_client_ask(&client, 193, CODER(HvrWireSnapshotFlags), &children, NULL, NULL);
    g_assert_cmpstr(fake_host_get_last_work(client.host), ==, "remove web01 rp-2 4");
    rpc_client_clear(&client);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/rpc/snapshot/lookup", test_lookup);
    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
        g_autofree char *path = g_strconcat("/rpc/snapshot/list/", lists[i].name, NULL);

        g_test_add_data_func(path, &lists[i], test_list);
    }
    g_test_add_func("/rpc/snapshot/ring", test_ring);
    g_test_add_func("/rpc/snapshot/current", test_current);
    g_test_add_func("/rpc/snapshot/parent", test_parent);
    g_test_add_func("/rpc/snapshot/xml", test_xml);
    g_test_add_func("/rpc/snapshot/refused", test_refused);
    g_test_add_func("/rpc/snapshot/changed", test_changed);

    return g_test_run();
}
