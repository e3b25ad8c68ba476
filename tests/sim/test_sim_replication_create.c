/* test_sim_replication_create.c: making and removing relationships, and who refuses what
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "replication_verb.h"

#define CERTIFICATE "80D186C3F689DC106B4A0B689460B19C7E294818"

static void
test_placeholder(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    HvsVm *replica;
    const Msvm_ReplicationSettingData *mine, *theirs;

    replica_world_init(&w);
    w.vm->memory_mb = 2048;
    DO(replica_create(&w, w.p,
                      SETTINGS(TO("HV-REPLICA") PROPERTY("RecoveryHistory", "uint16", "4"))));

    replica = replica_find_vm(w.r);
    g_assert_nonnull(replica);
    g_assert_cmpuint(replica_mode(w.p), ==, 1);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 1);
    g_assert_cmpuint(replica_mode(w.r), ==, 2);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 2);
    g_assert_cmpuint(w.vm->relationships[0]->health, ==, 2);
    g_assert_cmpuint(replica->relationships[0]->health, ==, 2);
    g_assert_cmpstr(replica->guid, ==, GUID);
    g_assert_cmpstr(replica->name, ==, "web01");
    g_assert_cmpuint(replica->memory_mb, ==, 2048);
    g_assert_cmpuint(replica->enabled_state, ==, 3);
    g_assert_cmpuint(replica->disks->len, ==, 1);
    g_assert_cmpstr(((HvsDisk *)replica->disks->pdata[0])->path, ==,
                    "D:\\Replica\\Hyper-V Replica\\Virtual hard disks\\" GUID "\\web01.vhdx");
    g_assert_cmpuint(replica->nics->len, ==, 1);
    g_assert_null(((HvsNic *)replica->nics->pdata[0])->switch_name);

    mine = w.vm->relationships[0]->settings;
    theirs = replica->relationships[0]->settings;
    g_assert_cmpstr(mine->InstanceID, ==, "Microsoft:" GUID "\\HVR\\0");
    g_assert_cmpstr(mine->RecoveryConnectionPoint, ==, "HV-REPLICA");
    g_assert_cmpstr(mine->RecoveryHostSystem, ==, "hv-replica.sim.test");
    g_assert_cmpstr(mine->PrimaryHostSystem, ==, "hv-primary.sim.test");
    g_assert_cmpuint(mine->RecoveryHistory, ==, 4);
    g_assert_cmpuint(mine->ReplicationInterval, ==, 300);
    g_assert_cmpstr(mine->IncludedDisks[0], ==,
                    "\\\\hv-primary\\root\\virtualization\\v2:Msvm_StorageAllocationSettingData."
                    "InstanceID=\"Microsoft:" GUID "\\\\950B6D8A-F087-887C-8DB7-8F38692FB982"
                    "\\\\0\\\\0\\\\L\"");
    g_assert_cmpstr(theirs->PrimaryHostSystem, ==, "hv-primary.sim.test");
    g_assert_cmpstr(theirs->PrimaryConnectionPoint, ==, "hv-primary.sim.test");
    g_assert_cmpstr(theirs->RecoveryHostSystem, ==, "hv-replica.sim.test");
    g_assert_cmpuint(theirs->RecoveryHistory, ==, 4);
    g_assert_true(g_str_has_prefix(theirs->IncludedDisks[0], "\\\\hv-replica\\"));
}

/* What is wrong with the text or its values: refused before any job. */
/* clang-format off */
static const struct {
    const char *name;
    const char *settings;
    guint32 expect;
} wrong_settings[] = {
    { "missing",             NULL,                                                                      32773 },
    { "empty",               "",                                                                        32773 },
    { "not-xml",             "no instance",                                                             32773 },
    { "cut-off",             "<INSTANCE CLASSNAME=\"Msvm_ReplicationSettingData\"><PROPERTY NAME=\"Re", 32773 },
    { "other-class",         LEG("0"),                                                                  32776 },
    { "unknown-class",       INSTANCE("Msvm_Nonsense", ""),                                             32776 },
    { "wrong-type",          SETTINGS(TO("hv-replica") PROPERTY("RecoveryHistory", "uint16", "many")),  32773 },
    { "too-big",             SETTINGS(TO("hv-replica") PROPERTY("RecoveryHistory", "uint16", "65536")), 32773 },
    { "no-target",           SETTINGS(PROPERTY("AuthenticationType", "uint16", "1")),                   32773 },
    { "no-authentication",   SETTINGS(PROPERTY("RecoveryConnectionPoint", "string", "hv-replica")),     32773 },
    { "authentication-0",    SETTINGS(TO("x") PROPERTY("AuthenticationType", "uint16", "0")),           32773 },
    { "authentication-3",    SETTINGS(TO("x") PROPERTY("AuthenticationType", "uint16", "3")),           32773 },
    { "no-thumbprint",       SETTINGS(TO("x") PROPERTY("AuthenticationType", "uint16", "2")),           32773 },
    { "history-25",          SETTINGS(TO("x") PROPERTY("RecoveryHistory", "uint16", "25")),             32773 },
    { "consistent-13",       SETTINGS(TO("x") PROPERTY("RecoveryHistory", "uint16", "4")
                                      PROPERTY("ApplicationConsistentSnapshotInterval", "uint16", "13")), 32773 },
    { "consistent-alone",    SETTINGS(TO("x") PROPERTY("ApplicationConsistentSnapshotInterval", "uint16", "1")), 32773 },
    { "interval-0",          SETTINGS(TO("x") PROPERTY("ReplicationInterval", "uint16", "0")),          32773 },
    { "interval-60",         SETTINGS(TO("x") PROPERTY("ReplicationInterval", "uint16", "60")),         32773 },
    { "window-a-day",        SETTINGS(TO("x") PROPERTY("AutoResynchronizeIntervalEnd", "datetime", "00000001000000.000000:000")), 32773 },
    { "window-a-point",      SETTINGS(TO("x") PROPERTY("AutoResynchronizeIntervalEnd", "datetime", "20260501030000.000000+000")), 32773 },
    { "provider",            SETTINGS(TO("x") PROPERTY("ReplicationProvider", "string", "Azure")),      32773 },
    { "other-vm",            SETTINGS(TO("x") PROPERTY("VirtualSystemIdentifier", "string", "11111111-1111-4111-8111-111111111111")), 32773 },
    { "other-instance",      SETTINGS(TO("x") PROPERTY("InstanceID", "string", "Microsoft:" GUID "\\HVR\\2")), 32773 },
    { "unknown-disk",        SETTINGS(TO("x") "<PROPERTY.ARRAY NAME=\"IncludedDisks\" TYPE=\"string\"><VALUE.ARRAY>"
                                      "<VALUE>Microsoft:X</VALUE></VALUE.ARRAY></PROPERTY.ARRAY>"),     32773 },
};
/* clang-format on */

static void
test_wrong_settings(gconstpointer data)
{
    const char *settings = wrong_settings[GPOINTER_TO_UINT(data)].settings;
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    g_assert_cmpuint(replica_create(&w, w.p, settings), ==,
                     wrong_settings[GPOINTER_TO_UINT(data)].expect);
    g_assert_cmpuint(w.p->jobs->len, ==, 0);
    g_assert_cmpuint(replica_mode(w.p), ==, 0);
}

/* The REF: absent, unreadable, of another class, of a VM that is not there. */
static void
test_wrong_vm(void)
{
    static const struct {
        const char *path;
        guint32 expect;
    } cases[] = {
        { NULL, 32773 },
        { "", 32773 },
        { "\\\\=,\"", 32773 },
        { "Msvm_ReplicationService.Name=\"replicasvc\"", 32776 },
        { "Msvm_ComputerSystem.Name=\"11111111-1111-4111-8111-111111111111\"", 32777 },
        { "Msvm_ComputerSystem.Name=\"hv-primary\"", 32777 },
    };
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gpointer input = hvr_wmi_object_new(SERVICE(CommitFailover)->input);

        hvr_wmi_object_set_string(input, "ComputerSystem", cases[i].path);
        g_assert_cmpuint(replica_invoke(&w, w.p, SERVICE(CommitFailover), input), ==,
                         cases[i].expect);
    }
}

/* The order of checks: text before VM, VM before state, state before other work. */
static void
test_order(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    gpointer input;

    replica_world_init(&w);
    input = hvr_wmi_object_new(SERVICE(CreateReplicationRelationship)->input);
    hvr_wmi_object_set_string(input, "ComputerSystem", "Msvm_ComputerSystem.Name=\"none\"");
    hvr_wmi_object_set_string(input, "ReplicationSettingData", LEG("0"));
    g_assert_cmpuint(replica_invoke(&w, w.p, SERVICE(CreateReplicationRelationship), input), ==,
                     32776);

    g_assert_cmpuint(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))), ==, 4096);
    g_assert_cmpuint(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))), ==, 32774);
    g_assert_cmpuint(replica_plain(&w, w.p, SERVICE(CommitFailover)), ==, 32775);
}

/* What the partner says comes in the job: 32768, its reason, and nothing changed. */
typedef struct {
    const char *name;
    const char *settings;
    void (*spoil)(ReplicaWorld *w);
    const char *reason;
} Refusal;

static void
spoil_nothing(ReplicaWorld *w G_GNUC_UNUSED)
{
}

static void
spoil_link(ReplicaWorld *w)
{
    hvs_world_set_link(w->world, w->p, w->r, FALSE);
}

static void
spoil_host(ReplicaWorld *w)
{
    w->r->up = FALSE;
}

static void
spoil_listener(ReplicaWorld *w)
{
    hvr_wmi_object_set_boolean(w->r->service_settings, "RecoveryServerEnabled", FALSE);
}

static void
spoil_authentication(ReplicaWorld *w)
{
    hvr_wmi_object_set_uint(w->r->service_settings, "AllowedAuthenticationType", 2);
}

static void
spoil_port(ReplicaWorld *w)
{
    hvr_wmi_object_set_uint(w->r->service_settings, "HttpPort", 8080);
}

static void
spoil_authorization(ReplicaWorld *w)
{
    g_ptr_array_set_size(w->r->authorizations, 0);
}

static void
spoil_existing(ReplicaWorld *w)
{
    hvs_vm_new(w->r, "web01", GUID);
}

/* clang-format off */
static const Refusal refusals[] = {
    { "unknown-host",   SETTINGS(TO("nowhere")),    spoil_nothing,        "could not be resolved" },
    { "own-host",       SETTINGS(TO("hv-primary")), spoil_nothing,        "itself" },
    { "link-cut",       SETTINGS(TO("hv-replica")), spoil_link,           "did not answer" },
    { "host-down",      SETTINGS(TO("hv-replica")), spoil_host,           "did not answer" },
    { "listener-off",   SETTINGS(TO("hv-replica")), spoil_listener,       "not configured" },
    { "authentication", SETTINGS(TO("hv-replica")), spoil_authentication, "authentication" },
    { "port-moved",     SETTINGS(TO("hv-replica")), spoil_port,           "port" },
    { "port-wrong",     SETTINGS(TO("hv-replica") PROPERTY("RecoveryServerPortNumber", "uint16", "81")), spoil_nothing, "port" },
    { "unauthorized",   SETTINGS(TO("hv-replica")), spoil_authorization,  "not authorized" },
    { "vm-exists",      SETTINGS(TO("hv-replica")), spoil_existing,       "exists" },
    { "certificate",    SETTINGS(PROPERTY("RecoveryConnectionPoint", "string", "hv-replica") PROPERTY("AuthenticationType", "uint16", "2")
                                 PROPERTY("CertificateThumbPrint", "string", "00")), spoil_nothing, "certificate" },
};
/* clang-format on */

static void
test_refusal(gconstpointer data)
{
    const Refusal *c = data;
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    c->spoil(&w);
    g_assert_cmpuint(replica_create(&w, w.p, c->settings), ==, 4096);
    g_assert_cmpuint(w.job->type, ==, 91);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_nonnull(strstr(w.job->error_text, c->reason));
    g_assert_cmpuint(replica_mode(w.p), ==, 0);
    g_assert_null(w.vm->relationships[0]);
}

/* Ports and authentication that fit. */
static void
test_accepted(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    hvr_wmi_object_set_uint(w.r->service_settings, "HttpsPort", 8443);
    DO(replica_create(&w, w.p,
                      SETTINGS(PROPERTY("RecoveryConnectionPoint", "string", "hv-replica.sim.test")
                                   PROPERTY("AuthenticationType", "uint16", "2") PROPERTY(
                                       "RecoveryServerPortNumber", "uint16", "8443")
                                       PROPERTY("CertificateThumbPrint", "string", CERTIFICATE))));
    g_assert_cmpstr(w.vm->relationships[0]->settings->RootCertificateThumbPrint, ==, CERTIFICATE);
    g_assert_cmpuint(w.vm->relationships[0]->settings->RecoveryServerPortNumber, ==, 8443);
}

/* Only this side changes; a new beginning needs both sides removed. */
static void
test_remove(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    replica_replicate(&w, w.p,
                      SETTINGS(TO("hv-replica") PROPERTY("RecoveryHistory", "uint16", "2")));
    hvs_world_step(w.world, 3 * HOUR);
    g_assert_cmpuint(replica_find_vm(w.r)->snapshots->len, ==, 2);
    DO(replica_plain(&w, w.p, SERVICE(RemoveReplicationRelationship)));
    g_assert_cmpuint(w.job->type, ==, 93);
    g_assert_cmpuint(replica_mode(w.p), ==, 0);
    g_assert_cmpuint(replica_mode(w.r), ==, 2);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    hvs_world_step(w.world, 2 * HOUR);
    g_assert_cmpuint(replica_find_vm(w.r)->relationships[0]->health, ==, 2);

    g_assert_cmpuint(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    DO(replica_plain(&w, w.r, SERVICE(RemoveReplicationRelationship)));
    g_assert_cmpuint(replica_mode(w.r), ==, 0);
    g_assert_cmpuint(replica_find_vm(w.r)->snapshots->len, ==, 0);
    g_assert_cmpuint(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    hvs_vm_remove(replica_find_vm(w.r));
    DO(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))));
}

/* Which relationship: its InstanceID alone decides, in any case. */
static void
test_remove_ex(void)
{
    static const struct {
        const char *leg;
        guint32 expect;
    } cases[] = {
        { NULL, 32773 },
        { SETTINGS(""), 32776 },
        { INSTANCE("Msvm_ReplicationRelationship", ""), 32773 },
        { INSTANCE("Msvm_ReplicationRelationship",
                   PROPERTY("InstanceID", "string",
                            "Microsoft:11111111-1111-4111-8111-111111111111\\HVR\\0")),
          32773 },
        { LEG("7"), 32773 },
        { LEG("1"), 32775 },
        { LEG("0"), 4096 },
    };
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    DO(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))));
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpuint(replica_text(&w, w.p, SERVICE(RemoveReplicationRelationshipEx),
                                      "ReplicationRelationship", cases[i].leg),
                         ==, cases[i].expect);
}

/* A job that fails for reasons of its own leaves all as it was. */
static void
test_job_fails(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    w.p->fail_next_job = 32778;
    g_assert_cmpuint(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32778);
    g_assert_null(w.vm->relationships[0]);
    g_assert_null(replica_find_vm(w.r));
}

/* Methods that start no jobs do the same at once. */
static void
test_no_jobs(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    w.world->switches.methods_start_jobs = FALSE;
    g_assert_cmpuint(replica_create(&w, w.p, SETTINGS(TO("nowhere"))), ==, 32768);
    g_assert_cmpuint(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))), ==, 0);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 1);
    g_assert_cmpuint(replica_start(&w, w.p, 1, NULL, 0), ==, 0);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 2);
    hvs_world_step(w.world, 11 * SECOND);
    g_assert_cmpuint(replica_request(&w, w.p, 7), ==, 0);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 7);
}

/* The VM disappears from under its relationship and its jobs. */
static void
test_vm_removed(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    DO(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))));
    g_assert_cmpuint(replica_start(&w, w.p, 1, NULL, 0), ==, 4096);
    hvs_vm_remove(w.vm);
    g_assert_cmpuint(w.job->ended, !=, 0);
    hvs_world_step(w.world, HOUR);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 2);
}

/* The VM goes while its relationship is being made: the job fails, nothing is left. */
static void
test_destroyed(void)
{
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_VirtualSystemManagementService_DestroySystem;
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    g_autofree char *path = NULL;
    HvsJob *job;

    replica_world_init(&w);
    path = hvs_cim_dup_vm_path(w.vm);
    hvr_wmi_object_set_string(input, "AffectedSystem", path);
    w.p->quick_job = 100 * G_TIME_SPAN_MILLISECOND;
    g_assert_cmpuint(
        sim_call(w.p, method, "Msvm_VirtualSystemManagementService.Name=\"vmms\"", input, NULL), ==,
        4096);
    w.p->quick_job = SECOND;
    g_assert_cmpuint(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))), ==, 32774);
    hvs_world_step(w.world, SECOND);
    g_assert_null(replica_find_vm(w.p));

    w.vm = hvs_vm_new(w.p, "web01", GUID);
    hvs_vm_add_disk(w.vm, "C:\\VMs\\web01.vhdx", 10 * GIB);
    g_assert_cmpuint(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))), ==, 4096);
    job = w.job;
    w.p->quick_job = 100 * G_TIME_SPAN_MILLISECOND;
    g_assert_cmpuint(
        sim_call(w.p, method, "Msvm_VirtualSystemManagementService.Name=\"vmms\"", input, NULL), ==,
        4096);
    hvs_world_step(w.world, 2 * SECOND);
    g_assert_null(replica_find_vm(w.p));
    g_assert_cmpuint(job->state, ==, 10);
    g_assert_cmpuint(job->error_code, ==, 32777);
    g_assert_null(replica_find_vm(w.r));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sim/replication/create/placeholder", test_placeholder);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong_settings); i++) {
        g_autofree char *path =
            g_strconcat("/sim/replication/create/wrong/", wrong_settings[i].name, NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_wrong_settings);
    }
    g_test_add_func("/sim/replication/create/wrong-vm", test_wrong_vm);
    g_test_add_func("/sim/replication/create/order", test_order);
    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autofree char *path =
            g_strconcat("/sim/replication/create/refused/", refusals[i].name, NULL);

        g_test_add_data_func(path, &refusals[i], test_refusal);
    }
    g_test_add_func("/sim/replication/create/accepted", test_accepted);
    g_test_add_func("/sim/replication/remove/plain", test_remove);
    g_test_add_func("/sim/replication/remove/ex", test_remove_ex);
    g_test_add_func("/sim/replication/create/job-fails", test_job_fails);
    g_test_add_func("/sim/replication/create/no-jobs", test_no_jobs);
    g_test_add_func("/sim/replication/create/vm-removed", test_vm_removed);
    g_test_add_func("/sim/replication/create/destroyed", test_destroyed);

    return g_test_run();
}
