/* test_rpc_domain.c: what a client asks of one domain
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "repl_relationship.h"
#include "repl_state.h"
#include "rpc_client.h"

static void
test_lookup(void)
{
    char *name = (char *)"web01";
    char *own = (char *)"hv01";
    HvrWireDomain known = rpc_client_domain(1);
    HvrWireDomain domain = { 0 };
    int id = 7;
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, 23, CODER(HvrWireString), &name, CODER(HvrWireDomain), &domain);
    g_assert_cmpint(domain.id, ==, 7);
    g_assert_cmpmem(domain.uuid, 16, rpc_client_domain(0).uuid, 16);
    xdr_free(CODER(HvrWireDomain), &domain);
    rpc_client_ask(&client, 24, CODER(HvrWireUuid), known.uuid, CODER(HvrWireDomain), &domain);
    g_assert_cmpstr(domain.name, ==, "db 01");
    g_assert_cmpint(domain.id, ==, -1);
    xdr_free(CODER(HvrWireDomain), &domain);
    rpc_client_ask(&client, 22, CODER(int), &id, CODER(HvrWireDomain), &domain);
    g_assert_cmpstr(domain.name, ==, "web01");
    xdr_free(CODER(HvrWireDomain), &domain);
    /* The host's own partition, which no list shows. */
    rpc_client_ask(&client, 23, CODER(HvrWireString), &own, CODER(HvrWireDomain), &domain);
    g_assert_cmpmem(domain.uuid, 2, "\x99\x99", 2);
    xdr_free(CODER(HvrWireDomain), &domain);
    rpc_client_clear(&client);
}

static void
test_lookup_fails(void)
{
    char *name = (char *)"vm9";
    int id = -1;
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_fail(&client, 23, CODER(HvrWireString), &name, 42, "Domain not found: vm9");
    rpc_client_fail(&client, 22, CODER(int), &id, 42, "Domain not found: -1");
    rpc_client_clear(&client);
}

/* Every procedure on a domain says so when there is no such domain. */
static void
test_gone(void)
{
    static const int procedures[] = { 9,   12,  14,  15,  16,  17,  18,  19,  27,  28,
                                      33,  34,  150, 151, 163, 164, 183, 187, 190, 191,
                                      196, 200, 202, 212, 234, 245, 258, 298, 426, 442 };
    const HvrWireDomainFlags args = { rpc_client_domain(2), 0 };
    RpcClient client;

    rpc_client_init_open(&client);
    for (gsize i = 0; i < G_N_ELEMENTS(procedures); i++)
        rpc_client_fail(&client, procedures[i], CODER(HvrWireDomainFlags), &args, 42,
                        "Domain not found: 33333333-3333-4333-8333-333333333333");
    rpc_client_clear(&client);
}

static void
test_state(void)
{
    const HvrWireDomainFlags args = { rpc_client_domain(0), 0 };
    HvrWireState state = { 0 };
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, 212, CODER(HvrWireDomainFlags), &args, CODER(HvrWireState), &state);
    g_assert_cmpint(state.state, ==, VIR_DOMAIN_RUNNING);
    g_assert_cmpint(state.reason, ==, VIR_DOMAIN_RUNNING_BOOTED);
    rpc_client_clear(&client);
}

static void
test_facts(void)
{
    const HvrWireDomain domain = rpc_client_domain(0);
    HvrWireDomainFacts facts = { 0 };
    u_quad_t memory = 0;
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, 16, CODER(HvrWireDomain), &domain, CODER(HvrWireDomainFacts), &facts);
    g_assert_cmpuint(facts.state, ==, 1);
    g_assert_cmpuint(facts.memory, ==, 2097152);
    g_assert_cmpuint(facts.max_memory, ==, 4194304);
    g_assert_cmpuint(facts.n_vcpus, ==, 4);
    rpc_client_ask(&client, 17, CODER(HvrWireDomain), &domain, CODER(u_quad_t), &memory);
    g_assert_cmpuint(memory, ==, 4194304);
    rpc_client_clear(&client);
}

typedef struct {
    int procedure;
    guint domain;
    int number;
} NumberCase;

/* clang-format off */
static const NumberCase numbers[] = {
    { 150, 0, 1 }, { 150, 1, 0 }, /* active */
    { 151, 0, 1 }, { 151, 1, 1 }, /* persistent */
    { 202, 0, 0 },                /* updated */
    { 15,  0, 1 }, { 15,  1, 0 }, /* autostart */
    { 183, 0, 0 }, { 183, 1, 1 }, /* managed save */
    { 18,  0, 4 },                /* processors */
};
/* clang-format on */

static void
test_numbers(void)
{
    RpcClient client;

    rpc_client_init_open(&client);
    fake_host_get_domain(client.host, 1)->is_saved = TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        const HvrWireDomainFlags args = { rpc_client_domain(numbers[i].domain), 0 };
        int number = -1;

        rpc_client_ask(&client, numbers[i].procedure, CODER(HvrWireDomainFlags), &args, CODER(int),
                       &number);
        g_assert_cmpint(number, ==, numbers[i].number);
    }
    rpc_client_clear(&client);
}

/* As virsh vcpucount asks. */
static void
test_vcpus(void)
{
    HvrWireDomainFlags args = { rpc_client_domain(0), 5 };
    int n_vcpus = 0;
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, 200, CODER(HvrWireDomainFlags), &args, CODER(int), &n_vcpus);
    g_assert_cmpint(n_vcpus, ==, 4);
    args.domain = rpc_client_domain(1);
    rpc_client_fail(&client, 200, CODER(HvrWireDomainFlags), &args, 55,
                    "Requested operation is not valid: domain is not running");
    rpc_client_clear(&client);
}

static void
test_documents(void)
{
    const HvrWireDomainFlags args = { rpc_client_domain(0), 0 };
    char *text = NULL;
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, 14, CODER(HvrWireDomainFlags), &args, CODER(HvrWireString), &text);
    g_assert_nonnull(strstr(text, "<name>web01</name>"));
    g_free(text);
    text = NULL;
    rpc_client_ask(&client, 19, CODER(HvrWireDomainFlags), &args, CODER(HvrWireString), &text);
    g_assert_cmpstr(text, ==, "hvm");
    g_free(text);
    rpc_client_clear(&client);
}

typedef struct {
    const char *name;
    guint state;
    guint health;
    const char *message; /* %NULL: none */
} MessageCase;

/* clang-format off */
static const MessageCase messages[] = {
    { "well",         HVR_REPL_STATE_REPLICATING, HVR_REPL_HEALTH_OK,       NULL },
    { "none",         HVR_REPL_STATE_READY,       HVR_REPL_HEALTH_NONE,     NULL },
    { "warning",      HVR_REPL_STATE_REPLICATING, HVR_REPL_HEALTH_WARNING,  "replication health is warning: " },
    { "critical",     HVR_REPL_STATE_CRITICAL,    HVR_REPL_HEALTH_CRITICAL, "replication health is critical: " },
    { "unheard-of",   HVR_REPL_STATE_REPLICATING, 9,                        "replication health is unknown: " },
    { "novel-state",  99,                         HVR_REPL_HEALTH_OK,       "replication health is ok: Unknown" },
    { "failed-over",  HVR_REPL_STATE_FAILED_OVER, HVR_REPL_HEALTH_OK,       "a failover waits for 'replication-commit'" },
};
/* clang-format on */

static void
test_messages(gconstpointer data)
{
    const MessageCase *c = data;
    HvrWireDomainFlags args = { rpc_client_domain(0), 0 };
    HvrReplRelationship leg = { .state = c->state, .health = c->health };
    HvrWireMessages seen = { 0 };
    RpcClient client;

    rpc_client_init_open(&client);
    fake_host_get_domain(client.host, 0)->legs[0] = &leg;
    rpc_client_ask(&client, 426, CODER(HvrWireDomainFlags), &args, CODER(HvrWireMessages), &seen);
    g_assert_cmpuint(seen.messages.messages_len, ==, c->message != NULL);
    if (c->message != NULL)
        g_assert_true(g_str_has_prefix(seen.messages.messages_val[0], c->message));
    xdr_free(CODER(HvrWireMessages), &seen);

    /* Whoever asks for deprecations gets none. */
    args.flags = VIR_DOMAIN_MESSAGE_DEPRECATION;
    rpc_client_ask(&client, 426, CODER(HvrWireDomainFlags), &args, CODER(HvrWireMessages), &seen);
    g_assert_cmpuint(seen.messages.messages_len, ==, 0);
    xdr_free(CODER(HvrWireMessages), &seen);
    fake_host_get_domain(client.host, 0)->legs[0] = NULL;
    rpc_client_clear(&client);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/rpc/domain/lookup", test_lookup);
    g_test_add_func("/rpc/domain/lookup-fails", test_lookup_fails);
    g_test_add_func("/rpc/domain/gone", test_gone);
    g_test_add_func("/rpc/domain/state", test_state);
    g_test_add_func("/rpc/domain/facts", test_facts);
    g_test_add_func("/rpc/domain/numbers", test_numbers);
    g_test_add_func("/rpc/domain/vcpus", test_vcpus);
    g_test_add_func("/rpc/domain/documents", test_documents);
    for (gsize i = 0; i < G_N_ELEMENTS(messages); i++) {
        g_autofree char *path = g_strconcat("/rpc/domain/messages/", messages[i].name, NULL);

        g_test_add_data_func(path, &messages[i], test_messages);
    }

    return g_test_run();
}
