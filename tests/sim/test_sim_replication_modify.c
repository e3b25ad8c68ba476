/* test_sim_replication_modify.c: changing settings: limits, disks, both sides, adapters
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "replication_verb.h"

static guint32
modify(ReplicaWorld *w, HvsHost *host, const char *settings)
{
    return replica_text(w, host, SERVICE(ModifyReplicationSettings), "ReplicationSettingData",
                        settings);
}

static const Msvm_ReplicationSettingData *
get_settings(HvsHost *host, guint index)
{
    return replica_find_vm(host)->relationships[index]->settings;
}

static void
prepare_world(ReplicaWorld *w)
{
    replica_world_init(w);
    hvs_vm_add_disk(w->vm, "C:\\VMs\\page.vhdx", 2 * GIB);
    replica_replicate(w, w->p,
                      SETTINGS(TO("hv-replica") PROPERTY("RecoveryHistory", "uint16", "4")));
}

/* Only what is given changes, on both sides; what belongs to the hosts is not for callers. */
static void
test_merge(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    const Msvm_ReplicationSettingData *settings;

    prepare_world(&w);
    DO(modify(&w, w.p,
              SETTINGS(PROPERTY("CompressionEnabled", "boolean", "FALSE") PROPERTY(
                  "ReplicationInterval", "uint16",
                  "900") PROPERTY("RecoveryHostSystem", "string",
                                  "elsewhere") PROPERTY("PrimaryHostSystem", "string", "elsewhere")
                           PROPERTY("RootCertificateThumbPrint", "string", "00") PROPERTY(
                               "ElementName", "string",
                               "other") "<PROPERTY NAME=\"RecoveryHistory\" TYPE=\"uint16\"/>")));
    g_assert_cmpuint(w.job->type, ==, 92);
    for (guint i = 0; i < 2; i++) {
        settings = get_settings(i == 0 ? w.p : w.r, 0);
        g_assert_false(settings->CompressionEnabled);
        g_assert_cmpuint(settings->ReplicationInterval, ==, 900);
        g_assert_cmpuint(settings->RecoveryHistory, ==, 4);
        g_assert_cmpstr(settings->RecoveryHostSystem, ==, "hv-replica.sim.test");
        g_assert_cmpstr(settings->PrimaryHostSystem, ==, "hv-primary.sim.test");
        g_assert_false(hvr_wmi_object_has(settings, "RootCertificateThumbPrint"));
        g_assert_cmpstr(settings->ElementName, ==, "web01");
        g_assert_cmpstr(settings->RecoveryConnectionPoint, ==, "hv-replica");
    }
}

/* clang-format off */
static const struct {
    const char *settings;
    guint32 expect;
} wrong[] = {
    { NULL,                                                                        32773 },
    { LEG("0"),                                                                    32776 },
    { SETTINGS(PROPERTY("RecoveryHistory", "uint16", "25")),                       32773 },
    { SETTINGS(PROPERTY("RecoveryHistory", "uint16", "24")),                       4096  },
    { SETTINGS(PROPERTY("ApplicationConsistentSnapshotInterval", "uint16", "13")), 32773 },
    { SETTINGS(PROPERTY("ApplicationConsistentSnapshotInterval", "uint16", "12")), 4096  },
    { SETTINGS(PROPERTY("RecoveryHistory", "uint16", "0")
               PROPERTY("ApplicationConsistentSnapshotInterval", "uint16", "1")),  32773 },
    { SETTINGS(PROPERTY("ReplicationInterval", "uint16", "600")),                  32773 },
    { SETTINGS(PROPERTY("AuthenticationType", "uint16", "2")),                     32773 },
    { SETTINGS(PROPERTY("RecoveryConnectionPoint", "string", "")),                 32773 },
    { SETTINGS(PROPERTY("InstanceID", "string", "Microsoft:X\\HVR\\0")),           32773 },
    { SETTINGS(PROPERTY("InstanceID", "string", "Microsoft:" GUID "\\HVR\\1")),    32775 },
    { SETTINGS(PROPERTY("InstanceID", "string", "Microsoft:" GUID "\\HVR\\0")),    4096  },
};
/* clang-format on */

static void
test_wrong(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_auto(ReplicaWorld) w = { 0 };

        prepare_world(&w);
        g_assert_cmpuint(modify(&w, w.p, wrong[i].settings), ==, wrong[i].expect);
        g_assert_cmpuint(replica_finish(&w), ==, 0);
    }
}

static void
test_unknown_property(void)
{
    static const char settings[] = SETTINGS(PROPERTY("Nonsense", "string", "x"));
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    DO(modify(&w, w.p, settings));
    w.world->switches.unknown_property_refused = TRUE;
    g_assert_cmpuint(modify(&w, w.p, settings), ==, 32773);
}

/* The replica must hear of it, by the name that is given; else nothing changes. */
static void
test_partner(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    DO(modify(&w, w.p,
              SETTINGS(PROPERTY("RecoveryConnectionPoint", "string", "HV-REPLICA.sim.test"))));
    g_assert_cmpstr(get_settings(w.p, 0)->RecoveryConnectionPoint, ==, "HV-REPLICA.sim.test");
    g_assert_cmpuint(
        modify(&w, w.p, SETTINGS(PROPERTY("RecoveryConnectionPoint", "string", "hv-third"))), ==,
        4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    hvs_world_set_link(w.world, w.p, w.r, FALSE);
    g_assert_cmpuint(modify(&w, w.p, SETTINGS(PROPERTY("RecoveryHistory", "uint16", "2"))), ==,
                     4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_cmpuint(get_settings(w.p, 0)->RecoveryHistory, ==, 4);
    g_assert_cmpuint(get_settings(w.r, 0)->RecoveryHistory, ==, 4);
    g_assert_cmpstr(get_settings(w.p, 0)->RecoveryConnectionPoint, ==, "HV-REPLICA.sim.test");
}

/* All three spellings of one disk. */
static char *
dup_disks(const char *value)
{
    g_autofree char *escaped = g_markup_escape_text(value, -1);

    return g_strdup_printf(
        SETTINGS("<PROPERTY.ARRAY NAME=\"IncludedDisks\" TYPE=\"string\">"
                 "<VALUE.ARRAY><VALUE>%s</VALUE></VALUE.ARRAY></PROPERTY.ARRAY>"),
        escaped);
}

static void
test_disks(gconstpointer data)
{
    const char *format = data;
    g_auto(ReplicaWorld) w = { 0 };
    const HvsDisk *first, *second;
    g_autofree char *escaped = NULL;
    g_autofree char *value = NULL;
    g_autofree char *settings = NULL;
    g_autofree char *path = NULL;
    g_auto(GStrv) parts = NULL;

    prepare_world(&w);
    first = g_ptr_array_index(w.vm->disks, 0);
    second = g_ptr_array_index(w.vm->disks, 1);
    parts = g_strsplit(first->instance_id, "\\", -1);
    escaped = g_strjoinv("\\\\", parts);
    value = g_strdup_printf(
        format, strchr(format, '"') != NULL && format[0] != '<' ? escaped : first->instance_id);
    settings = dup_disks(value);
    g_assert_cmpuint(g_strv_length(get_settings(w.p, 0)->IncludedDisks), ==, 2);

    DO(modify(&w, w.p, settings));
    g_assert_true(first->included);
    g_assert_false(second->included);
    path = hvs_cim_dup_key_path(w.p, "Msvm_StorageAllocationSettingData", "InstanceID",
                                first->instance_id);
    g_assert_cmpuint(g_strv_length(get_settings(w.p, 0)->IncludedDisks), ==, 1);
    g_assert_cmpstr(get_settings(w.p, 0)->IncludedDisks[0], ==, path);
    g_assert_cmpuint(g_strv_length(get_settings(w.r, 0)->IncludedDisks), ==, 1);
}

/* A disk more: 15 while it is copied, then 3; when that fails, 16 until another change. */
static void
test_disk_update(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    g_autofree char *both = NULL;
    HvsDisk *added;

    prepare_world(&w);
    added = hvs_vm_add_disk(w.vm, "C:\\VMs\\new.vhdx", 5 * GIB);
    both = dup_disks(added->instance_id);
    DO(modify(&w, w.p, both));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 15);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 15);
    g_assert_cmpuint(modify(&w, w.p, both), ==, 32775);
    hvs_world_step(w.world, 5 * SECOND);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(replica_find_vm(w.r)->disks->len, ==, 1);
    DO(modify(&w, w.p, SETTINGS(PROPERTY("RecoveryHistory", "uint16", "5"))));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);

    both = (g_free(both), dup_disks(((HvsDisk *)w.vm->disks->pdata[0])->instance_id));
    DO(modify(&w, w.p, both));
    w.p->fail_next_job = 32768;
    hvs_world_step(w.world, 20 * SECOND);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 16);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 16);
    g_assert_cmpuint(replica_find_vm(w.vm->host)->relationships[0]->health, ==, 3);
    DO(modify(&w, w.p, both));
    hvs_world_step(w.world, 20 * SECOND);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
}

static char *
dup_adapter(HvsHost *host, const char *properties)
{
    g_autoptr(Msvm_FailoverNetworkAdapterSettingData)
        adapter = sim_get_only(host, &hvr_wmi_class_Msvm_FailoverNetworkAdapterSettingData);

    return g_strdup_printf(INSTANCE("Msvm_FailoverNetworkAdapterSettingData",
                                    PROPERTY("InstanceID", "string", "%s") "%s"),
                           adapter->InstanceID, properties);
}

static guint32
set_adapter(ReplicaWorld *w, const char *text)
{
    gpointer input = replica_input(SERVICE(SetFailoverNetworkAdapterSettings));
    const char *texts[] = { text, NULL };

    hvr_wmi_object_set_strv(input, "NetworkSettings", texts);

    return replica_invoke(w, w->r, SERVICE(SetFailoverNetworkAdapterSettings), input);
}

#define ARRAY(name, values)                                                                        \
    "<PROPERTY.ARRAY NAME=\"" name "\" TYPE=\"string\"><VALUE.ARRAY>" values                       \
    "</VALUE.ARRAY></PROPERTY.ARRAY>"
#define V(value) "<VALUE>" value "</VALUE>"

/* clang-format off */
static const struct {
    const char *properties;
    guint32 expect;
} adapters[] = {
    { "",                                                                                       32773 },
    { PROPERTY("DHCPEnabled", "boolean", "FALSE"),                                              32773 },
    { PROPERTY("DHCPEnabled", "boolean", "TRUE"),                                               0     },
    { PROPERTY("DHCPEnabled", "boolean", "FALSE") ARRAY("IPAddresses", V("192.0.2.7")),         32773 },
    { PROPERTY("DHCPEnabled", "boolean", "FALSE") ARRAY("IPAddresses", V("192.0.2.700"))
      ARRAY("Subnets", V("255.255.255.0")),                                                     32773 },
    { PROPERTY("DHCPEnabled", "boolean", "FALSE") ARRAY("IPAddresses", V("192.0.2.7") V("2001:db8::7"))
      ARRAY("Subnets", V("255.255.255.0") V("64")) PROPERTY("ProtocolIFType", "uint16", "4098"), 0    },
    { PROPERTY("DHCPEnabled", "boolean", "TRUE") PROPERTY("ProtocolIFType", "uint16", "4099"),  32773 },
    { PROPERTY("DHCPEnabled", "boolean", "TRUE")
      ARRAY("DefaultGateways", V("a") V("b") V("c") V("d") V("e") V("f")),                      32773 },
};
/* clang-format on */

static void
test_adapters(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(Msvm_FailoverNetworkAdapterSettingData) after = NULL;
    g_autofree char *first = NULL;

    prepare_world(&w);
    for (gsize i = 0; i < G_N_ELEMENTS(adapters); i++) {
        g_autofree char *text = dup_adapter(w.r, adapters[i].properties);

        g_assert_cmpuint(set_adapter(&w, text), ==, adapters[i].expect);
    }
    after = sim_get_only(w.r, &hvr_wmi_class_Msvm_FailoverNetworkAdapterSettingData);
    g_assert_cmpstr(after->IPAddresses[1], ==, "2001:db8::7");
    g_assert_cmpuint(after->ProtocolIFType, ==, 4098);
    g_assert_cmpuint(set_adapter(&w, NULL), ==, 32773);
    g_assert_cmpuint(set_adapter(&w, LEG("0")), ==, 32776);
    g_assert_cmpuint(set_adapter(&w, INSTANCE("Msvm_FailoverNetworkAdapterSettingData",
                                              PROPERTY("DHCPEnabled", "boolean", "TRUE"))),
                     ==, 32773);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sim/replication/modify/merge", test_merge);
    g_test_add_func("/sim/replication/modify/wrong", test_wrong);
    g_test_add_func("/sim/replication/modify/unknown-property", test_unknown_property);
    g_test_add_func("/sim/replication/modify/partner", test_partner);
    g_test_add_data_func("/sim/replication/modify/disks/id", "%s", test_disks);
    g_test_add_data_func("/sim/replication/modify/disks/path",
                         "\\\\HV-PRIMARY\\root\\virtualization\\v2:"
                         "Msvm_StorageAllocationSettingData.InstanceID=\"%s\"",
                         test_disks);
    g_test_add_data_func(
        "/sim/replication/modify/disks/embedded",
        INSTANCE("Msvm_StorageAllocationSettingData", PROPERTY("InstanceID", "string", "%s")),
        test_disks);
    g_test_add_func("/sim/replication/modify/disk-update", test_disk_update);
    g_test_add_func("/sim/replication/modify/adapters", test_adapters);

    return g_test_run();
}
