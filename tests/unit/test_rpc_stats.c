/* test_rpc_stats.c: statistics of many domains at once
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>

#include "fake_readings.h"
#include "machine_disk.h"
#include "repl_relationship.h"
#include "repl_state.h"
#include "rpc_client.h"

static void
format_param(GString *text, const HvrWireParam *param)
{
    const HvrWireValue *value = &param->value;

    switch (value->type) {
    case VIR_TYPED_PARAM_INT:
        g_string_append_printf(text, "%s=i%d ", param->name, value->HvrWireValue_u.i);
        break;
    case VIR_TYPED_PARAM_UINT:
        g_string_append_printf(text, "%s=u%u ", param->name, value->HvrWireValue_u.ui);
        break;
    case VIR_TYPED_PARAM_ULLONG:
        g_string_append_printf(text, "%s=U%lu ", param->name, value->HvrWireValue_u.ul);
        break;
    case VIR_TYPED_PARAM_BOOLEAN:
        g_string_append_printf(text, "%s=b%d ", param->name, value->HvrWireValue_u.b);
        break;
    case VIR_TYPED_PARAM_STRING:
        g_string_append_printf(text, "%s=s%s ", param->name, value->HvrWireValue_u.s);
        break;
    default:
        g_assert_not_reached();
    }
}

static char *
ask_stats(RpcClient *client, HvrWireDomain *domains, guint n_domains, guint stats, guint flags)
{
    const HvrWireGetStats args = { { n_domains, domains }, stats, flags };
    g_autoptr(GString) text = g_string_new(NULL);
    HvrWireStatsList list = { 0 };

    rpc_client_ask(client, 344, CODER(HvrWireGetStats), &args, CODER(HvrWireStatsList), &list);
    for (guint i = 0; i < list.records.records_len; i++) {
        const HvrWireStats *record = &list.records.records_val[i];

        g_string_append_printf(text, "[%s] ", record->domain.name);
        for (guint p = 0; p < record->params.params_len; p++)
            format_param(text, &record->params.params_val[p]);
    }
    xdr_free(CODER(HvrWireStatsList), &list);

    return g_string_free(g_steal_pointer(&text), FALSE);
}

typedef struct {
    const char *name;
    guint stats;
    guint flags;
    const char *text;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "state",        1,        1,          "[web01] state.state=i1 state.reason=i1 " },
    { "balloon",      4,        1,          "[web01] balloon.current=U3145728 balloon.maximum=U4194304 " },
    { "vcpu",         8,        1,          "[web01] vcpu.current=u4 vcpu.maximum=u4 vcpu.0.state=i1 vcpu.0.time=U7000000000 " },
    { "cpu",          2,        3,          "[web01] cpu.time=U7000000000 [db 01] " },
    { "interface",    16,       1,          "[web01] net.count=u1 net.0.name=sLAN 1 net.0.rx.bytes=U1 net.0.rx.pkts=U2 net.0.rx.drop=U3 "
                                            "net.0.tx.bytes=U4 net.0.tx.pkts=U5 net.0.tx.drop=U6 " },
    { "no-interface", 16,       2,          "[db 01] net.count=u0 " },
    { "block",        32,       1,          "[web01] block.count=u1 block.0.name=ssda block.0.path=sC:\\d0.vhdx block.0.rd.reqs=U11 "
                                            "block.0.rd.bytes=U12 block.0.wr.reqs=U13 block.0.wr.bytes=U14 block.0.fl.reqs=U15 block.0.errors=U16 " },
    { "vm",           1024,     1,          "[web01] vm.replication.state.cur=U3 vm.replication.health.cur=U2 "
                                            "vm.replication.healthy.cur=b0 vm.replication.last-replication.cur=U1777604400 " },
    { "unserved",     512,      3,          "[web01] [db 01] " },
    { "inactive",     1,        2,          "[db 01] state.state=i5 state.reason=i0 " },
    { "virt-manager", 11,       0,          "[web01] state.state=i1 state.reason=i1 cpu.time=U7000000000 vcpu.current=u4 vcpu.maximum=u4 "
                                            "vcpu.0.state=i1 vcpu.0.time=U7000000000 "
                                            "[db 01] state.state=i5 state.reason=i0 vcpu.current=u0 vcpu.maximum=u0 " },
    { "nowait",       1,        0x20000001, "[web01] state.state=i1 state.reason=i1 " },
};
/* clang-format on */

/* The fake frees values, not what they point to: texts are static. */
static void
add_readings(HvrHost *host)
{
    HvrCpuTime cpu = { (char *)"web01", 0, 7000000000 };
    HvrMemoryUse memory = { (char *)FAKE_WEB01_GUID, 3145728 };
    HvrAdapter adapter = { (char *)FAKE_WEB01_GUID, (char *)"AAAA", (char *)"LAN 1",
                           (char *)"00:15:5d:01:02:03" };
    HvrTraffic traffic = { (char *)"WEB01_LAN 1_AAAA--BBBB", 1, 2, 3, 4, 5, 6 };
    static HvrMachineDisk sda = { .bus = HVR_BUS_SCSI,
                                  .medium = HVR_MEDIUM_FILE,
                                  .path = (char *)"C:\\d0.vhdx" };
    static gpointer drives[] = { &sda };
    static GPtrArray disks = { drives, G_N_ELEMENTS(drives) };
    HvrStorage storage = { (char *)FAKE_WEB01_GUID, &disks };
    HvrDiskCounters disk = { (char *)"C:-d0.vhdx", 11, 12, 13, 14, 15, 16 };

    fake_readings_add(host, HVR_READING_CPU, g_memdup2(&cpu, sizeof cpu));
    fake_readings_add(host, HVR_READING_MEMORY, g_memdup2(&memory, sizeof memory));
    fake_readings_add(host, HVR_READING_ADAPTERS, g_memdup2(&adapter, sizeof adapter));
    fake_readings_add(host, HVR_READING_TRAFFIC, g_memdup2(&traffic, sizeof traffic));
    fake_readings_add(host, HVR_READING_STORAGE, g_memdup2(&storage, sizeof storage));
    fake_readings_add(host, HVR_READING_DISKS, g_memdup2(&disk, sizeof disk));
}

static void
prepare(RpcClient *client, HvrReplRelationship *leg)
{
    HvrDomain *domain;

    rpc_client_init_open(client);
    domain = fake_host_get_domain(client->host, 0);
    domain->legs[0] = leg;
    add_readings(client->host);
}

static void
test_stats(gconstpointer data)
{
    const Case *c = data;
    HvrReplRelationship leg = {
        .state = HVR_REPL_STATE_REPLICATING,
        .health = HVR_REPL_HEALTH_WARNING,
        .last_replication = 1777604400123456,
    };
    g_autofree char *text = NULL;
    RpcClient client;

    prepare(&client, &leg);
    text = ask_stats(&client, NULL, 0, c->stats, c->flags);
    g_assert_cmpstr(text, ==, c->text);
    fake_host_get_domain(client.host, 0)->legs[0] = NULL;
    rpc_client_clear(&client);
}

/* Only what the groups are made of is read, and what cannot be read is left out. */
static void
test_asked(void)
{
    RpcClient client;
    g_autofree char *text = NULL;

    rpc_client_init_open(&client);
    fake_readings_spoil(client.host);
    text = ask_stats(&client, NULL, 0, 1 | 8 | 16, 1);
    g_assert_cmpstr(text, ==,
                    "[web01] state.state=i1 state.reason=i1 vcpu.current=u4 vcpu.maximum=u4 ");
    g_assert_cmpuint(fake_readings_get_asked(client.host), ==,
                     HVR_READING_BIT(HVR_READING_CPU) | HVR_READING_BIT(HVR_READING_ADAPTERS) |
                         HVR_READING_BIT(HVR_READING_TRAFFIC));
    rpc_client_clear(&client);
}

static void
test_chosen(void)
{
    HvrWireDomain domains[] = { rpc_client_domain(2), rpc_client_domain(1) };
    g_autofree char *text = NULL;
    RpcClient client;

    rpc_client_init_open(&client);
    text = ask_stats(&client, domains, 2, 1, 0);
    g_assert_cmpstr(text, ==, "[db 01] state.state=i5 state.reason=i0 ");
    rpc_client_clear(&client);
}

static void
test_enforced(void)
{
    const HvrWireGetStats args = { .stats = 1 | 64, .flags = 0x80000000u };
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_fail(&client, 344, CODER(HvrWireGetStats), &args, 84,
                    "Operation not supported: the groups of statistics 0x40 are not served");
    rpc_client_clear(&client);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/rpc/stats/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_stats);
    }
    g_test_add_func("/rpc/stats/asked", test_asked);
    g_test_add_func("/rpc/stats/chosen", test_chosen);
    g_test_add_func("/rpc/stats/enforced", test_enforced);

    return g_test_run();
}
