/* test_rpc_event.c: events and commands, as messages to a client
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt-qemu.h>
#include <libvirt/libvirt.h>

#include "hvr_error.h"
#include "rpc_client.h"

static int
register_event(RpcClient *client, int event, HvrWireDomain *domain)
{
    const HvrWireRegister args = { event, domain };
    int callback = 0;

    rpc_client_ask(client, 316, CODER(HvrWireRegister), &args, CODER(int), &callback);

    return callback;
}

static int
register_monitor(RpcClient *client, const char *pattern, guint flags)
{
    char *text = (char *)pattern;
    const HvrWireMonitorRegister args = { NULL, pattern != NULL ? &text : NULL, flags };
    int callback = 0;

    rpc_client_call(client, HVR_RPC_PROGRAM_QEMU, 4, CODER(HvrWireMonitorRegister), &args);
    g_assert_true(rpc_client_read(client));
    g_assert_cmpint(client->header.status, ==, HVR_RPC_OK);
    g_assert_true(
        hvr_rpc_frame_decode(client->payload->data, client->payload->len, CODER(int), &callback));

    return callback;
}

static void
assert_message(RpcClient *client, guint32 program, int procedure, xdrproc_t coder, gpointer message)
{
    g_assert_true(rpc_client_read(client));
    g_assert_cmphex(client->header.program, ==, program);
    g_assert_cmpint(client->header.procedure, ==, procedure);
    g_assert_cmpint(client->header.type, ==, HVR_RPC_MESSAGE);
    g_assert_cmpuint(client->header.serial, ==, 0);
    g_assert_cmpint(client->header.status, ==, HVR_RPC_OK);
    g_assert_true(
        hvr_rpc_frame_decode(client->payload->data, client->payload->len, coder, message));
}

static void
emit_lifecycle(RpcClient *client, guint domain)
{
    const HvrEvent event = {
        .kind = HVR_EVENT_LIFECYCLE,
        .domain = fake_host_get_domain(client->host, domain),
        .type = VIR_DOMAIN_EVENT_STARTED,
        .detail = VIR_DOMAIN_EVENT_STARTED_RESTORED,
    };

    fake_host_emit(client->host, &event);
}

static void
assert_lifecycle(RpcClient *client, int callback, const char *name)
{
    HvrWireLifecycle seen = { 0 };

    assert_message(client, HVR_RPC_PROGRAM_REMOTE, 318, CODER(HvrWireLifecycle), &seen);
    g_assert_cmpint(seen.callback, ==, callback);
    g_assert_cmpstr(seen.domain.name, ==, name);
    g_assert_cmpint(seen.event, ==, 2);
    g_assert_cmpint(seen.detail, ==, 2);
    xdr_free(CODER(HvrWireLifecycle), &seen);
}

static void
test_lifecycle(void)
{
    HvrWireDomain db01 = rpc_client_domain(1);
    RpcClient client;
    int all;
    int one;

    rpc_client_init_open(&client);
    emit_lifecycle(&client, 0);
    g_assert_false(rpc_client_read(&client));
    all = register_event(&client, VIR_DOMAIN_EVENT_ID_LIFECYCLE, NULL);
    one = register_event(&client, VIR_DOMAIN_EVENT_ID_LIFECYCLE, &db01);
    g_assert_cmpint(all, !=, one);
    emit_lifecycle(&client, 0);
    assert_lifecycle(&client, all, "web01");
    g_assert_false(rpc_client_read(&client));
    emit_lifecycle(&client, 1);
    assert_lifecycle(&client, all, "db 01");
    assert_lifecycle(&client, one, "db 01");

    rpc_client_ask(&client, 317, CODER(int), &all, NULL, NULL);
    emit_lifecycle(&client, 0);
    g_assert_false(rpc_client_read(&client));
    rpc_client_fail(&client, 317, CODER(int), &all, 1,
                    "internal error: domain event callback 1 not registered");
    rpc_client_clear(&client);
}

/* virsh event --all asks for every number it knows, whoever serves it. */
static void
test_numbers(void)
{
    const HvrWireRegister beyond = { 64, NULL };
    HvrWireDomain gone = rpc_client_domain(2);
    const HvrWireRegister filtered = { 0, &gone };
    RpcClient client;

    rpc_client_init_open(&client);
    for (int event = 0; event < 64; event++)
        g_assert_cmpint(register_event(&client, event, NULL), ==, event + 1);
    rpc_client_fail(&client, 316, CODER(HvrWireRegister), &beyond, 1,
                    "internal error: unsupported event ID 64");
    rpc_client_fail(&client, 316, CODER(HvrWireRegister), &filtered, 42,
                    "Domain not found: 33333333-3333-4333-8333-333333333333");
    rpc_client_clear(&client);
}

static void
test_metadata_change(void)
{
    HvrWireMetadataChange seen = { 0 };
    RpcClient client;
    HvrEvent event = {
        .kind = HVR_EVENT_METADATA_CHANGE,
        .type = VIR_DOMAIN_METADATA_ELEMENT,
        .ns_uri = "urn:x",
    };

    rpc_client_init_open(&client);
    event.domain = fake_host_get_domain(client.host, 0);
    register_event(&client, VIR_DOMAIN_EVENT_ID_METADATA_CHANGE, NULL);
    fake_host_emit(client.host, &event);
    assert_message(&client, HVR_RPC_PROGRAM_REMOTE, 379, CODER(HvrWireMetadataChange), &seen);
    g_assert_cmpint(seen.type, ==, 2);
    g_assert_cmpstr(*seen.uri, ==, "urn:x");
    xdr_free(CODER(HvrWireMetadataChange), &seen);

    event.type = VIR_DOMAIN_METADATA_DESCRIPTION;
    event.ns_uri = NULL;
    memset(&seen, 0, sizeof(seen));
    fake_host_emit(client.host, &event);
    assert_message(&client, HVR_RPC_PROGRAM_REMOTE, 379, CODER(HvrWireMetadataChange), &seen);
    g_assert_null(seen.uri);
    xdr_free(CODER(HvrWireMetadataChange), &seen);
    rpc_client_clear(&client);
}

static void
test_job_completed(void)
{
    HvrWireJobCompleted seen = { 0 };
    g_autoptr(HvrJob) job = hvr_job_new("job-1", FAKE_WEB01_GUID);
    HvrEvent event = { .kind = HVR_EVENT_JOB_COMPLETED, .job = job };
    RpcClient client;

    rpc_client_init_open(&client);
    job->type = VIR_DOMAIN_JOB_COMPLETED;
    event.domain = fake_host_get_domain(client.host, 0);
    register_event(&client, VIR_DOMAIN_EVENT_ID_JOB_COMPLETED, NULL);
    fake_host_emit(client.host, &event);
    assert_message(&client, HVR_RPC_PROGRAM_REMOTE, 363, CODER(HvrWireJobCompleted), &seen);
    g_assert_cmpuint(seen.params.params_len, >, 0);
    g_assert_cmpstr(seen.params.params_val[0].name, ==, "operation");
    xdr_free(CODER(HvrWireJobCompleted), &seen);
    rpc_client_clear(&client);
}

static void
test_monitor(void)
{
    HvrWireMonitorEvent seen = { 0 };
    HvrEvent event = {
        .kind = HVR_EVENT_MONITOR,
        .name = "REPLICATION_STATE_CHANGE",
        .details = "{\"state\": \"ready\"}",
        .usec = 1777604400000007,
    };
    RpcClient client;
    int callback;

    rpc_client_init_open(&client);
    event.domain = fake_host_get_domain(client.host, 0);
    register_monitor(&client, "OTHER", 0);
    callback = register_monitor(&client, "replication.*", 3);
    g_assert_cmpint(callback, ==, 2);
    g_assert_cmpint(register_event(&client, 0, NULL), ==, 3);
    fake_host_emit(client.host, &event);
    assert_message(&client, HVR_RPC_PROGRAM_QEMU, 6, CODER(HvrWireMonitorEvent), &seen);
    g_assert_cmpint(seen.callback, ==, 2);
    g_assert_cmpstr(seen.event, ==, "REPLICATION_STATE_CHANGE");
    g_assert_cmpint(seen.seconds, ==, 1777604400);
    g_assert_cmpuint(seen.micros, ==, 7);
    g_assert_cmpstr(*seen.details, ==, "{\"state\": \"ready\"}");
    xdr_free(CODER(HvrWireMonitorEvent), &seen);

    rpc_client_call(&client, HVR_RPC_PROGRAM_QEMU, 5, CODER(int), &callback);
    g_assert_true(rpc_client_read(&client));
    g_assert_cmpint(client.header.status, ==, HVR_RPC_OK);
    fake_host_emit(client.host, &event);
    g_assert_false(rpc_client_read(&client));
    rpc_client_clear(&client);
}

static void
test_bad_pattern(void)
{
    char *text = (char *)"a(";
    const HvrWireMonitorRegister args = { NULL, &text, 1 };
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_call(&client, HVR_RPC_PROGRAM_QEMU, 4, CODER(HvrWireMonitorRegister), &args);
    g_assert_true(rpc_client_read(&client));
    g_assert_cmpint(client.header.status, ==, HVR_RPC_ERROR_STATUS);
    g_assert_cmpmem(client.payload->data, 4, "\0\0\0\x08", 4);
    rpc_client_clear(&client);
}

static void
test_command(void)
{
    HvrWireDomainText args = { rpc_client_domain(0), (char *)"{\"execute\": \"x\"}", 0 };
    char *result = NULL;
    RpcClient client;

    rpc_client_init_open(&client);
    fake_host_hold(client.host);
    rpc_client_call(&client, HVR_RPC_PROGRAM_QEMU, 1, CODER(HvrWireDomainText), &args);
    g_assert_false(rpc_client_read(&client));
    g_assert_cmpstr(fake_host_get_last_work(client.host), ==, "command web01 {\"execute\": \"x\"}");
    fake_host_release(client.host, 0, NULL);
    g_assert_true(rpc_client_read(&client));
    g_assert_true(hvr_rpc_frame_decode(client.payload->data, client.payload->len,
                                       CODER(HvrWireString), &result));
    g_assert_cmpstr(result, ==, "{\"return\": {}}");
    g_free(result);

    rpc_client_call(&client, HVR_RPC_PROGRAM_QEMU, 1, CODER(HvrWireDomainText), &args);
    fake_host_release(client.host, 0, g_error_new(HVR_ERROR, HVR_ERROR_INVALID, "no JSON"));
    g_assert_true(rpc_client_read(&client));
    rpc_client_assert_error(&client, 8, "invalid argument: no JSON");

    args.flags = VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP;
    rpc_client_call(&client, HVR_RPC_PROGRAM_QEMU, 1, CODER(HvrWireDomainText), &args);
    g_assert_true(rpc_client_read(&client));
    rpc_client_assert_error(&client, 8,
                            "invalid argument: commands are JSON here, there are none for "
                            "humans (--hmp)");
    rpc_client_clear(&client);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/rpc/event/lifecycle", test_lifecycle);
    g_test_add_func("/rpc/event/numbers", test_numbers);
    g_test_add_func("/rpc/event/metadata-change", test_metadata_change);
    g_test_add_func("/rpc/event/job-completed", test_job_completed);
    g_test_add_func("/rpc/event/monitor", test_monitor);
    g_test_add_func("/rpc/event/bad-pattern", test_bad_pattern);
    g_test_add_func("/rpc/event/command", test_command);

    return g_test_run();
}
