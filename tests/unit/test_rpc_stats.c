/* test_rpc_stats.c: statistics of many domains at once
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>

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
    { "balloon",      4,        1,          "[web01] balloon.current=U2097152 balloon.maximum=U4194304 " },
    { "vcpu",         8,        1,          "[web01] vcpu.current=u4 vcpu.maximum=u4 " },
    { "block",        32,       1,          "[web01] block.count=u1 block.0.name=ssda block.0.path=sC:\\d0.vhdx " },
    { "vm",           1024,     1,          "[web01] vm.replication.state.cur=U3 vm.replication.health.cur=U2 "
                                            "vm.replication.healthy.cur=b0 vm.replication.last-replication.cur=U1777604400 " },
    { "unserved",     2,        3,          "[web01] [db 01] " },
    { "inactive",     1,        2,          "[db 01] state.state=i5 state.reason=i0 " },
    { "virt-manager", 11,       0,          "[web01] state.state=i1 state.reason=i1 vcpu.current=u4 vcpu.maximum=u4 "
                                            "[db 01] state.state=i5 state.reason=i0 vcpu.current=u0 vcpu.maximum=u0 " },
    { "nowait",       1,        0x20000001, "[web01] state.state=i1 state.reason=i1 " },
};
/* clang-format on */

static void
prepare(RpcClient *client, HvrReplRelationship *leg)
{
    HvrDomain *domain;
    HvrDisk *disk = g_new0(HvrDisk, 1);

    rpc_client_init_open(client);
    domain = fake_host_get_domain(client->host, 0);
    domain->legs[0] = leg;
    disk->path = g_strdup("C:\\d0.vhdx");
    disk->target = g_strdup("sda");
    g_ptr_array_add(domain->disks, disk);
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
    g_test_add_func("/rpc/stats/chosen", test_chosen);
    g_test_add_func("/rpc/stats/enforced", test_enforced);

    return g_test_run();
}
