/* test_sim_resource.c: ModifyResourceSettings: what a test failover connects adapters to
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_network.h"
#include "repl_test.h"
#include "replication_verb.h"
#include "sim_service.h"
#include "wsman_client.h"
#include "wsman_loopback.h"

#define METHOD (&hvr_wmi_method_Msvm_VirtualSystemManagementService_ModifyResourceSettings)
#define SVC    "Msvm_VirtualSystemManagementService.Name=\"vmms\""

#define CONNECTION(properties) INSTANCE("Msvm_EthernetPortAllocationSettingData", properties)
#define SWITCH(name)           PROPERTY("TestReplicaSwitchName", "string", name)
#define POOL(name)             PROPERTY("TestReplicaPoolID", "string", name)

static HvsNic *
get_nic(const HvsVm *vm, guint i)
{
    g_assert_cmpuint(i, <, vm->nics->len);

    return g_ptr_array_index(vm->nics, i);
}

/* Returns: (transfer full): a connection with its identifier. */
static char *
dup_connection(const HvsNic *nic, const char *more)
{
    return g_strdup_printf(CONNECTION(PROPERTY("InstanceID", "string", "%s\\C") "%s"),
                           nic->instance_id, more);
}

static guint32
modify(HvsHost *host, const char *first, const char *second, gpointer *out_output)
{
    const char *texts[] = { first, second, NULL };
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(METHOD->input);

    if (first != NULL)
        hvr_wmi_object_set_strv(input, "ResourceSettings", texts);

    return sim_call(host, METHOD, SVC, input, out_output);
}

/* Two adapters with one call; what is not given stays, and "" is none. */
static void
test_modify(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    HvsNic *a = hvs_vm_add_nic(f->vm, "A", "Default Switch");
    HvsNic *b = hvs_vm_add_nic(f->vm, "B", NULL);
    g_autofree char *first = dup_connection(a, SWITCH("Test"));
    g_autofree char *second = dup_connection(b, POOL("Pool"));
    g_autofree char *cleared = dup_connection(a, SWITCH("") POOL("Other"));
    g_autoptr(Msvm_VirtualSystemManagementService_ModifyResourceSettings_OUTPUT) output = NULL;
    gpointer answer = NULL;

    g_assert_cmpuint(modify(f->host, first, second, &answer), ==, 4096);
    output = answer;
    g_assert_cmpuint(g_strv_length(output->ResultingResourceSettings), ==, 2);
    g_assert_cmpuint(sim_get_job(f->host, output)->type, ==, 31);
    g_assert_null(a->test_switch);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_cmpstr(a->test_switch, ==, "Test");
    g_assert_null(a->test_pool);
    g_assert_cmpstr(a->switch_name, ==, "Default Switch");
    g_assert_cmpstr(b->test_pool, ==, "Pool");

    g_assert_cmpuint(modify(f->host, cleared, NULL, NULL), ==, 4096);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_null(a->test_switch);
    g_assert_cmpstr(a->test_pool, ==, "Other");
    g_assert_cmpstr(b->test_pool, ==, "Pool");
}

static void
test_refused(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *good = dup_connection(hvs_vm_add_nic(f->vm, "A", NULL), SWITCH("Test"));

    g_assert_cmpuint(modify(f->host, NULL, NULL, NULL), ==, 4);
    g_assert_cmpuint(modify(f->host, "<oops", NULL, NULL), ==, 32773);
    g_assert_cmpuint(modify(f->host, CONNECTION(SWITCH("x")), NULL, NULL), ==, 4);
    g_assert_cmpuint(
        modify(f->host, CONNECTION(PROPERTY("InstanceID", "string", "Microsoft:X\\C")), NULL, NULL),
        ==, 4);
    g_assert_cmpuint(modify(f->host, INSTANCE("Msvm_VirtualSystemSettingData", ""), NULL, NULL), ==,
                     32776);
    g_assert_cmpuint(modify(f->host, INSTANCE("Msvm_MemorySettingData", ""), NULL, NULL), ==, 4);
    g_assert_cmpuint(modify(f->host, good, "<oops", NULL), ==, 32773);

    g_assert_cmpuint(modify(f->host, good, NULL, NULL), ==, 4096);
    g_assert_cmpuint(modify(f->host, good, NULL, NULL), ==, 32774);
    hvs_vm_remove(f->vm);
    hvs_world_step(f->world, f->host->quick_job);
}

static HvrWmiSession *
open_session(HvsService *service, HvsWorld *world)
{
    HvrWsmanTransport *transport = hvr_wsman_loopback_new(hvs_service_answer_loopback, service);

    return hvr_wmi_session_new(hvr_wsman_client_new(transport, G_TIME_SPAN_MINUTE), "hv-replica",
                               world->clock);
}

/* The client sets it on a replica, and the test machine is connected to that. */
static void
test_attached(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(HvsService) service = NULL;
    g_autoptr(HvrWmiSession) session = NULL;
    g_autoptr(GPtrArray) before = NULL;
    g_autoptr(GPtrArray) after = NULL;
    g_autoptr(GPtrArray) copies = NULL;
    g_autoptr(GHashTable) tests = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *job = NULL;
    const HvrReplAdapter *adapter;
    const HvsVm *test;

    replica_world_init(&w);
    hvs_vm_add_nic(w.vm, "Backup", NULL);
    replica_replicate(&w, w.p, SETTINGS(TO("hv-replica")));
    service = hvs_service_new(w.r);
    session = open_session(service, w.world);

    before = hvr_repl_network_list(session, GUID, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(before->len, ==, 2);
    adapter = before->pdata[0];
    g_assert_nonnull(adapter->failover_id);
    g_assert_null(adapter->test_switch);
    job = hvr_repl_network_set_test_switch(session, GUID, adapter, "Test & Co", NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_nonnull(hvs_job_find(w.r, job));
    hvs_world_step(w.world, SECOND);

    after = hvr_repl_network_list(session, GUID, NULL, &error);
    adapter = after->pdata[0];
    g_assert_cmpstr(adapter->test_switch, ==, "Test & Co");
    g_assert_null(adapter->switch_name);

    g_assert_cmpuint(replica_plain(&w, w.r, SERVICE(TestReplicaSystem)), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    test = g_ptr_array_index(w.r->vms, 1);
    g_assert_cmpstr(get_nic(test, 0)->switch_name, ==, "Test & Co");
    g_assert_null(get_nic(test, 1)->switch_name);
    copies = hvr_repl_network_list(session, test->guid, NULL, &error);
    g_assert_no_error(error);
    adapter = copies->pdata[0];
    g_assert_cmpstr(adapter->switch_name, ==, "Test & Co");
    g_assert_null(adapter->failover_id);
    tests = hvr_repl_test_list(session, NULL, &error);
    g_assert_cmpstr(g_hash_table_lookup(tests, test->guid), ==, GUID);
}

/* A pool's connection is allocated, but to no switch that anybody could name. */
static void
test_pool(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    HvsVm *replica;

    replica_world_init(&w);
    replica_replicate(&w, w.p, SETTINGS(TO("hv-replica")));
    replica = replica_find_vm(w.r);
    get_nic(replica, 0)->test_pool = g_strdup("Pool");
    g_assert_cmpuint(replica_plain(&w, w.r, SERVICE(TestReplicaSystem)), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    g_assert_cmpstr(get_nic(g_ptr_array_index(w.r->vms, 1), 0)->pool, ==, "Pool");
    g_assert_null(get_nic(g_ptr_array_index(w.r->vms, 1), 0)->switch_name);
}

/* Nothing but a test machine is destroyed; that one is, once. */
static void
test_destroy(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(HvsService) service = NULL;
    g_autoptr(HvrWmiSession) session = NULL;
    g_autoptr(GError) refused = NULL;
    g_autoptr(GError) gone = NULL;
    g_autofree char *guid = NULL;
    g_autofree char *job = NULL;

    replica_world_init(&w);
    replica_replicate(&w, w.p, SETTINGS(TO("hv-replica")));
    g_assert_cmpuint(replica_plain(&w, w.r, SERVICE(TestReplicaSystem)), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    guid = g_strdup(((HvsVm *)g_ptr_array_index(w.r->vms, 1))->guid);
    service = hvs_service_new(w.r);
    session = open_session(service, w.world);

    g_assert_null(hvr_repl_test_destroy(session, GUID, NULL, &refused));
    g_assert_cmpstr(refused->message, ==,
                    "host 'hv-replica': 'web01' is no test replica, it will not be destroyed");
    job = hvr_repl_test_destroy(session, guid, NULL, NULL);
    g_assert_nonnull(hvs_job_find(w.r, job));
    hvs_world_step(w.world, SECOND);
    g_assert_cmpuint(w.r->vms->len, ==, 1);
    g_assert_null(hvr_repl_test_destroy(session, guid, NULL, &gone));
    g_assert_cmpuint(w.r->vms->len, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add("/sim/resource/modify", SimFixture, NULL, sim_set_up, test_modify, sim_tear_down);
    g_test_add("/sim/resource/refused", SimFixture, NULL, sim_set_up, test_refused, sim_tear_down);
    g_test_add_func("/sim/resource/attached", test_attached);
    g_test_add_func("/sim/resource/pool", test_pool);
    g_test_add_func("/sim/resource/destroy", test_destroy);

    return g_test_run();
}
