/* test_sim_replication_service.c: the host's own settings, authorization, and what WMI shows
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "replication_verb.h"
#include "sim_association.h"

#define ENTRY(properties)   INSTANCE("Msvm_ReplicationAuthorizationSettingData", properties)
#define ALLOW(name)         PROPERTY("AllowedPrimaryHostSystem", "string", name)
#define GROUP(name)         PROPERTY("TrustGroup", "string", name)
#define STORE(path)         PROPERTY("ReplicaStorageLocation", "string", path)
#define HOSTING(properties) INSTANCE("Msvm_ReplicationServiceSettingData", properties)

/* A string parameter to a method that takes no VM. */
static guint32
call_service(ReplicaWorld *w,
             HvsHost *host,
             const HvrWmiMethod *method,
             const char *parameter,
             const char *text)
{
    gpointer input = hvr_wmi_object_new(method->input);

    if (parameter != NULL)
        hvr_wmi_object_set_string(input, parameter, text);

    return replica_invoke(w, host, method, input);
}

static guint32
add(ReplicaWorld *w, HvsHost *host, const char *text)
{
    return call_service(w, host, SERVICE(AddAuthorizationEntry), "AuthorizationEntry", text);
}

/* clang-format off */
static const struct {
    const char *settings;
    guint32 expect;
} service_settings[] = {
    { NULL,                                                                                     32773 },
    { LEG("0"),                                                                                 32776 },
    { HOSTING(PROPERTY("RecoveryServerEnabled", "boolean", "TRUE")),                            32773 },
    { HOSTING(PROPERTY("RecoveryServerEnabled", "boolean", "TRUE")
              PROPERTY("AllowedAuthenticationType", "uint16", "1")),                            4096  },
    { HOSTING(PROPERTY("RecoveryServerEnabled", "boolean", "TRUE")
              PROPERTY("AllowedAuthenticationType", "uint16", "2")),                            32773 },
    { HOSTING(PROPERTY("RecoveryServerEnabled", "boolean", "TRUE")
              PROPERTY("AllowedAuthenticationType", "uint16", "3")
              PROPERTY("CertificateThumbPrint", "string", "AB12")),                             4096  },
    { HOSTING(PROPERTY("AllowedAuthenticationType", "uint16", "4")),                            32773 },
    { HOSTING(PROPERTY("HttpPort", "uint16", "0")),                                             32773 },
    { HOSTING(PROPERTY("HttpPort", "uint16", "443")),                                           32773 },
    { HOSTING(PROPERTY("HttpsPort", "uint16", "8443")),                                         4096  },
    { HOSTING(PROPERTY("MonitoringInterval", "uint32", "3599")),                                32773 },
    { HOSTING(PROPERTY("MonitoringInterval", "uint32", "3600")),                                4096  },
    { HOSTING(PROPERTY("MonitoringInterval", "uint32", "604800")),                              4096  },
    { HOSTING(PROPERTY("MonitoringInterval", "uint32", "604801")),                              32773 },
    { HOSTING(PROPERTY("MonitoringStartTime", "datetime", "00000000235959.000000:000")),        4096  },
    { HOSTING(PROPERTY("MonitoringStartTime", "datetime", "00000001000000.000000:000")),        32773 },
    { HOSTING(PROPERTY("MonitoringStartTime", "datetime", "20260501090000.000000+000")),        32773 },
};
/* clang-format on */

static void
test_service_settings(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(service_settings); i++) {
        g_auto(ReplicaWorld) w = { 0 };
        HvsHost *host;

        replica_world_init(&w);
        host = hvs_host_new(w.world, "hv-fresh");
        g_assert_cmpuint(call_service(&w, host, SERVICE(ModifyServiceSettings), "SettingData",
                                      service_settings[i].settings),
                         ==, service_settings[i].expect);
        g_assert_cmpuint(replica_finish(&w), ==, 0);
    }
}

/* What a host begins with, and what an administrator makes of it. */
static void
test_enable(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(Msvm_ReplicationServiceSettingData) before = NULL;
    g_autoptr(Msvm_ReplicationServiceSettingData) after = NULL;
    HvsHost *host;

    replica_world_init(&w);
    host = hvs_host_new(w.world, "hv-fresh");
    before = sim_get_only(host, &hvr_wmi_class_Msvm_ReplicationServiceSettingData);
    g_assert_false(before->RecoveryServerEnabled);
    g_assert_cmpuint(before->AllowedAuthenticationType, ==, 0);
    g_assert_cmpuint(before->HttpPort, ==, 80);
    g_assert_cmpuint(before->HttpsPort, ==, 443);
    g_assert_cmpuint(before->MonitoringInterval, ==, 43200);
    g_assert_true(before->MonitoringStartTime.is_interval);
    g_assert_cmpint(before->MonitoringStartTime.usec, ==, 9 * HOUR);
    g_assert_cmpuint(replica_create(&w, w.p, SETTINGS(TO("hv-fresh"))), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);

    g_assert_cmpuint(
        call_service(&w, host, SERVICE(ModifyServiceSettings), "SettingData",
                     HOSTING(PROPERTY("RecoveryServerEnabled", "boolean", "TRUE")
                                 PROPERTY("AllowedAuthenticationType", "uint16", "1"))),
        ==, 4096);
    g_assert_cmpuint(w.job->type, ==, 90);
    g_assert_false(host->service_settings->RecoveryServerEnabled);
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    after = sim_get_only(host, &hvr_wmi_class_Msvm_ReplicationServiceSettingData);
    g_assert_true(after->RecoveryServerEnabled);
    g_assert_cmpuint(replica_create(&w, w.p, SETTINGS(TO("hv-fresh"))), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_cmpuint(add(&w, host, ENTRY(ALLOW("*.sim.test") GROUP("g") STORE("E:\\Replica"))), ==,
                     0);
    DO(replica_create(&w, w.p, SETTINGS(TO("hv-fresh"))));
}

/* clang-format off */
static const struct {
    const char *entry;
    guint32 expect;
} entries[] = {
    { NULL,                                                            32773 },
    { SETTINGS(""),                                                    32776 },
    { ENTRY(GROUP("g") STORE("D:\\R")),                                32773 },
    { ENTRY(ALLOW("") GROUP("g") STORE("D:\\R")),                      32773 },
    { ENTRY(ALLOW("hv-primary") GROUP("g") STORE("D:\\R")),            32773 },
    { ENTRY(ALLOW("hv.*.test") GROUP("g") STORE("D:\\R")),             32773 },
    { ENTRY(ALLOW("*primary.sim.test") GROUP("g") STORE("D:\\R")),     32773 },
    { ENTRY(ALLOW("hv-primary.sim.test") STORE("D:\\R")),              32773 },
    { ENTRY(ALLOW("hv-primary.sim.test") GROUP("g")),                  32773 },
    { ENTRY(ALLOW("hv-primary.sim.test") GROUP("g") STORE("R")),       32773 },
    { ENTRY(ALLOW("hv-primary.sim.test") GROUP("g") STORE("D:\\R")),   0     },
    { ENTRY(ALLOW("HV-Primary.sim.test") GROUP("h") STORE("D:\\R")),   32773 }, /* there is one */
    { ENTRY(ALLOW("*.sim.test") GROUP("g") STORE("\\\\nas\\share")),   0     },
    { ENTRY(ALLOW("*") GROUP("g") STORE("D:\\R")),                     32775 }, /* not beside others */
};
/* clang-format on */

static void
test_entries(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    g_assert_cmpuint(add(&w, w.r, entries[10].entry), ==, 32775); /* any server is allowed */
    g_assert_cmpuint(
        call_service(&w, w.r, SERVICE(RemoveAuthorizationEntry), "AllowedPrimaryHostSystem", "*"),
        ==, 0);
    g_assert_cmpuint(
        call_service(&w, w.r, SERVICE(RemoveAuthorizationEntry), "AllowedPrimaryHostSystem", "*"),
        ==, 32773);
    for (gsize i = 0; i < G_N_ELEMENTS(entries); i++)
        g_assert_cmpuint(add(&w, w.r, entries[i].entry), ==, entries[i].expect);
    g_assert_cmpuint(sim_count(w.r, &hvr_wmi_class_Msvm_ReplicationAuthorizationSettingData), ==,
                     2);
    g_assert_cmpuint(call_service(&w, w.r, SERVICE(ModifyAuthorizationEntry), "AuthorizationEntry",
                                  ENTRY(ALLOW("hv-primary.sim.test") GROUP("changed"))),
                     ==, 0);
    g_assert_cmpuint(call_service(&w, w.r, SERVICE(ModifyAuthorizationEntry), "AuthorizationEntry",
                                  ENTRY(ALLOW("nobody.sim.test") GROUP("changed"))),
                     ==, 32773);
    g_assert_cmpstr(((HvsAuthorization *)w.r->authorizations->pdata[0])->trust_group, ==,
                    "changed");
    g_assert_cmpstr(((HvsAuthorization *)w.r->authorizations->pdata[0])->storage_location, ==,
                    "D:\\R");
}

/* Without its entry a VM's changes are refused, until it is bound to another one. */
static void
test_deauthorized(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    call_service(&w, w.r, SERVICE(RemoveAuthorizationEntry), "AllowedPrimaryHostSystem", "*");
    g_assert_cmpuint(add(&w, w.r, ENTRY(ALLOW("*.sim.test") GROUP("h") STORE("E:\\B"))), ==, 0);
    g_assert_cmpuint(add(&w, w.r, ENTRY(ALLOW("hv-primary.sim.test") GROUP("g") STORE("E:\\A"))),
                     ==, 0);
    replica_replicate(&w, w.p, SETTINGS(TO("hv-replica")));
    g_assert_true(
        g_str_has_prefix(((HvsDisk *)replica_find_vm(w.r)->disks->pdata[0])->path, "E:\\A\\"));
    g_assert_cmpuint(call_service(&w, w.r, SERVICE(RemoveAuthorizationEntry),
                                  "AllowedPrimaryHostSystem", "hv-primary.sim.test"),
                     ==, 0);
    hvs_world_step(w.world, 20 * MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 8);
    g_assert_cmpuint(replica_text(&w, w.r, SERVICE(SetAuthorizationEntry), "AuthorizationEntry",
                                  ENTRY(ALLOW("nobody.sim.test"))),
                     ==, 32773);
    g_assert_cmpuint(replica_text(&w, w.r, SERVICE(SetAuthorizationEntry), "AuthorizationEntry",
                                  ENTRY(ALLOW("*.sim.test"))),
                     ==, 0);
    DO(replica_request(&w, w.p, 3));
    g_assert_cmpuint(replica_text(&w, w.p, SERVICE(SetAuthorizationEntry), "AuthorizationEntry",
                                  ENTRY(ALLOW("*"))),
                     ==, 32775);
}

/* Bound to another entry, only that one's servers and its trust group may send. */
static void
test_bound(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    call_service(&w, w.r, SERVICE(RemoveAuthorizationEntry), "AllowedPrimaryHostSystem", "*");
    add(&w, w.r, ENTRY(ALLOW("hv-primary.sim.test") GROUP("g") STORE("E:\\A")));
    add(&w, w.r, ENTRY(ALLOW("hv-third.sim.test") GROUP("h") STORE("E:\\B")));
    replica_replicate(&w, w.p, SETTINGS(TO("hv-replica")));
    replica_text(&w, w.r, SERVICE(SetAuthorizationEntry), "AuthorizationEntry",
                 ENTRY(ALLOW("hv-third.sim.test")));
    DO(replica_request(&w, w.p, 7));
    g_assert_cmpuint(replica_request(&w, w.p, 3), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    call_service(&w, w.r, SERVICE(ModifyAuthorizationEntry), "AuthorizationEntry",
                 ENTRY(ALLOW("hv-primary.sim.test") GROUP("H")));
    DO(replica_request(&w, w.p, 3));
}

/* clang-format off */
static const struct {
    const char *host;
    guint port, authentication;
    const char *thumbprint;
    guint32 expect, error;
} connections[] = {
    { "hv-replica", 80,  1, NULL,                                       4096,  0     },
    { "hv-replica", 443, 2, "80d186c3f689dc106b4a0b689460b19c7e294818", 4096,  0     },
    { "hv-replica", 443, 2, "00",                                       4096,  32768 },
    { "hv-replica", 443, 2, NULL,                                       32773, 0     },
    { "hv-replica", 443, 1, NULL,                                       4096,  32768 },
    { "nowhere",    80,  1, NULL,                                       4096,  32768 },
    { NULL,         80,  1, NULL,                                       32773, 0     },
    { "",           80,  1, NULL,                                       32773, 0     },
    { "hv-replica", 0,   1, NULL,                                       32773, 0     },
    { "hv-replica", 80,  0, NULL,                                       32773, 0     },
    { "hv-replica", 80,  3, NULL,                                       32773, 0     },
};
/* clang-format on */

static void
test_connections(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    for (gsize i = 0; i < G_N_ELEMENTS(connections); i++) {
        gpointer input = hvr_wmi_object_new(SERVICE(TestReplicationConnection)->input);

        hvr_wmi_object_set_string(input, "RecoveryConnectionPoint", connections[i].host);
        hvr_wmi_object_set_uint(input, "RecoveryServerPortNumber", connections[i].port);
        hvr_wmi_object_set_uint(input, "AuthenticationType", connections[i].authentication);
        hvr_wmi_object_set_string(input, "CertificateThumbPrint", connections[i].thumbprint);
        g_assert_cmpuint(replica_invoke(&w, w.p, SERVICE(TestReplicationConnection), input), ==,
                         connections[i].expect);
        g_assert_cmpuint(replica_finish(&w), ==, connections[i].error);
    }
}

/* Base64 of DER, with the thumbprint that the listener is opened with. */
static void
test_certificates(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(SERVICE(GetSystemCertificates)->input);
    g_autoptr(Msvm_ReplicationService_GetSystemCertificates_OUTPUT) output = NULL;
    g_autofree guchar *bytes = NULL;
    gpointer answer = NULL;
    gsize length;

    replica_world_init(&w);
    g_assert_cmpuint(sim_call(w.p, SERVICE(GetSystemCertificates),
                              "Msvm_ReplicationService.Name=\"replicasvc\"", input, &answer),
                     ==, 0);
    output = answer;
    g_assert_cmpuint(g_strv_length(output->EncodedCertificates), ==, 1);
    bytes = g_base64_decode(output->EncodedCertificates[0], &length);
    g_assert_cmpuint(length, ==, 247);
    g_assert_cmpuint(bytes[0], ==, 0x30);
    g_assert_cmpstr(w.p->service_settings->CertificateThumbPrint, ==,
                    "80D186C3F689DC106B4A0B689460B19C7E294818");
}

static void
test_service_methods(void)
{
    static const HvrWmiMethod *const methods[] = {
        SERVICE(RequestStateChange),
        SERVICE(StartService),
        SERVICE(StopService),
    };
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    for (gsize i = 0; i < G_N_ELEMENTS(methods); i++)
        g_assert_cmpuint(call_service(&w, w.p, methods[i], NULL, NULL), ==, 1);
}

/* Every method that the schema has is answered. */
static void
test_complete(void)
{
    const HvrWmiClass *type = &hvr_wmi_class_Msvm_ReplicationService;

    g_assert_cmpuint(type->n_methods, ==, 29);
    for (guint i = 0; i < type->n_methods; i++)
        g_assert_nonnull(hvs_cim_find_method(type->methods[i]));
}

/* clang-format off */
static const struct {
    const char *source;
    const char *association, *result;
    guint primary, replica, fresh;
} walks[] = {
    { "Msvm_ComputerSystem.Name=\"" GUID "\"", "Msvm_SystemReplicationRelationship", NULL, 1, 2, 0 },
    { "Msvm_ComputerSystem.Name=\"" GUID "\"", "Msvm_ElementSettingData", "Msvm_ReplicationSettingData", 1, 2, 1 },
    { "Msvm_ComputerSystem.Name=\"" GUID "\"", NULL, "Msvm_ReplicationService", 1, 1, 1 },
    { "Msvm_ComputerSystem.Name=\"" GUID "\"", "Msvm_ReplicaSystemDependency", NULL, 0, 1, 0 },
    { "Msvm_ComputerSystem.Name=\"" GUID "\"", "Msvm_SnapshotOfVirtualSystem", NULL, 0, 3, 0 },
    { "Msvm_ReplicationService.Name=\"replicasvc\"", NULL, "Msvm_ReplicationServiceSettingData", 1, 1, 1 },
    { "Msvm_ReplicationService.Name=\"replicasvc\"", "Msvm_HostedService", NULL, 1, 1, 1 },
};
/* clang-format on */

static guint
count_walk(HvsHost *host, gsize i)
{
    g_autoptr(GPtrArray) objects = NULL;
    HvsAssociation association = {
        .source = (char *)walks[i].source,
        .association_class = (char *)walks[i].association,
        .result_class = (char *)walks[i].result,
    };

    g_assert_cmpuint(hvs_association_run(&association, host, HVR_WMI_NAMESPACE, &objects), ==, 0);

    return objects->len;
}

/* A VM that replicates with three points and is extended and rehearsed, and one that does not. */
static void
test_associations(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    HvsHost *fresh;

    replica_world_init(&w);
    hvs_replication_preset(w.vm, w.r, 3);
    replica_replicate(&w, w.r, SETTINGS(TO("hv-third")));
    DO(replica_plain(&w, w.r, SERVICE(TestReplicaSystem)));
    fresh = hvs_host_new(w.world, "hv-fresh");
    hvs_vm_new(fresh, "web01", GUID);
    for (gsize i = 0; i < G_N_ELEMENTS(walks); i++) {
        g_test_message("walk %" G_GSIZE_FORMAT, i);
        g_assert_cmpuint(count_walk(w.p, i), ==, walks[i].primary);
        g_assert_cmpuint(count_walk(w.r, i), ==, walks[i].replica);
        g_assert_cmpuint(count_walk(fresh, i), ==, walks[i].fresh);
    }
    g_assert_cmpuint(sim_count(fresh, &hvr_wmi_class_Msvm_ReplicationRelationship), ==, 0);
    w.world->switches.relationship_always = TRUE;
    g_assert_cmpuint(sim_count(fresh, &hvr_wmi_class_Msvm_ReplicationRelationship), ==, 1);
    g_assert_cmpuint(sim_count(fresh, &hvr_wmi_class_Msvm_SystemReplicationRelationship), ==, 1);
}

/* Replicating for a while: both sides in 3, the newest point of this moment. */
static void
test_preset(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(Msvm_ReplicationRelationship) shown = NULL;
    const GPtrArray *points;

    replica_world_init(&w);
    hvs_replication_preset(w.vm, w.r, 5);
    points = replica_find_vm(w.r)->snapshots;
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(replica_mode(w.p), ==, 1);
    g_assert_cmpuint(replica_mode(w.r), ==, 2);
    g_assert_cmpuint(points->len, ==, 5);
    g_assert_cmpint(((HvsSnapshot *)points->pdata[4])->created, ==, SIM_START);
    g_assert_cmpint(((HvsSnapshot *)points->pdata[0])->created, ==, SIM_START - 4 * HOUR);
    shown = sim_get_only(w.r, &hvr_wmi_class_Msvm_ReplicationRelationship);
    g_assert_cmpstr(shown->InstanceID, ==, "Microsoft:" GUID "\\HVR\\0");
    g_assert_cmpstr(shown->ElementName, ==, "web01");
    g_assert_cmpuint(shown->ReplicationState, ==, 3);
    g_assert_cmpuint(shown->ReplicationHealth, ==, 1);
    g_assert_cmpint(shown->LastReplicationTime.usec, ==, SIM_START);
    g_assert_cmpint(shown->LastApplicationConsistentReplicationTime.usec, ==, SIM_START - 3 * HOUR);
    hvs_world_step(w.world, 2 * HOUR);
    g_assert_cmpuint(points->len, ==, 5);
    g_assert_cmpuint(replica_find_vm(w.r)->relationships[0]->health, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sim/replication/service/settings", test_service_settings);
    g_test_add_func("/sim/replication/service/enable", test_enable);
    g_test_add_func("/sim/replication/service/entries", test_entries);
    g_test_add_func("/sim/replication/service/deauthorized", test_deauthorized);
    g_test_add_func("/sim/replication/service/bound", test_bound);
    g_test_add_func("/sim/replication/service/connections", test_connections);
    g_test_add_func("/sim/replication/service/certificates", test_certificates);
    g_test_add_func("/sim/replication/service/methods", test_service_methods);
    g_test_add_func("/sim/replication/service/complete", test_complete);
    g_test_add_func("/sim/replication/service/associations", test_associations);
    g_test_add_func("/sim/replication/service/preset", test_preset);

    return g_test_run();
}
