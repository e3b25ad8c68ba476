/* replication_operation.c: every method and every requested state, as something that a walk can
 * call
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "replication_operation.h"

#define ANY_ENTRY                                                                                  \
    INSTANCE("Msvm_ReplicationAuthorizationSettingData",                                           \
             PROPERTY("AllowedPrimaryHostSystem", "string", "*"))
#define OTHER_ENTRY                                                                                \
    INSTANCE("Msvm_ReplicationAuthorizationSettingData",                                           \
             PROPERTY("AllowedPrimaryHostSystem", "string", "hv.contoso.com")                      \
                 PROPERTY("TrustGroup", "string", "x")                                             \
                     PROPERTY("ReplicaStorageLocation", "string", "E:\\X"))

static const char *
walk_get_leg(const Walk *walk)
{
    return walk->index == 0 ? LEG("0") : LEG("1");
}

/* Where this host's next relationship would lead. */
static const char *
walk_get_target(const Walk *walk)
{
    return walk->host == walk->w.p ? SETTINGS(TO("hv-replica")) : SETTINGS(TO("hv-third"));
}

guint32
op_create(Walk *walk)
{
    return replica_create(&walk->w, walk->host, walk_get_target(walk));
}

guint32
op_start(Walk *walk)
{
    return replica_start(&walk->w, walk->host, 1, NULL, 0);
}

guint32
op_start_export(Walk *walk)
{
    return replica_start(&walk->w, walk->host, 2, "E:\\Export", 0);
}

guint32
op_start_seeded(Walk *walk)
{
    return replica_start(&walk->w, walk->host, 3, NULL, 0);
}

guint32
op_start_later(Walk *walk)
{
    guint32 result = replica_start(&walk->w, walk->host, 1, NULL, walk->w.world->now + 12 * HOUR);

    walk->w.job = NULL; /* waits for its time */

    return result;
}

guint32
op_request(Walk *walk)
{
    return replica_request(&walk->w, walk->host, walk->number);
}

guint32
op_request_ex(Walk *walk)
{
    return replica_request_ex(&walk->w, walk->host, walk_get_leg(walk), walk->number);
}

guint32
op_resync(Walk *walk)
{
    return replica_resync(&walk->w, walk->host, 0);
}

guint32
op_resync_later(Walk *walk)
{
    guint32 result = replica_resync(&walk->w, walk->host, walk->w.world->now + 12 * HOUR);

    walk->w.job = NULL; /* waits for its time */

    return result;
}

guint32
op_modify(Walk *walk)
{
    return replica_text(&walk->w, walk->host, SERVICE(ModifyReplicationSettings),
                        "ReplicationSettingData",
                        SETTINGS(PROPERTY("RecoveryHistory", "uint16", "5")));
}

/* Only the first of the VM's two disks. */
guint32
op_modify_disks(Walk *walk)
{
    const HvsVm *vm = replica_find_vm(walk->host);
    const HvsDisk *disk = g_ptr_array_index(vm->disks, 0);
    g_autofree char *text = g_strdup_printf(
        SETTINGS("<PROPERTY.ARRAY NAME=\"IncludedDisks\" TYPE=\"string\"><VALUE.ARRAY><VALUE>%s"
                 "</VALUE></VALUE.ARRAY></PROPERTY.ARRAY>"),
        disk->instance_id);

    return replica_text(&walk->w, walk->host, SERVICE(ModifyReplicationSettings),
                        "ReplicationSettingData", text);
}

static guint32
walk_plain(Walk *walk, const HvrWmiMethod *method)
{
    return replica_plain(&walk->w, walk->host, method);
}

static guint32
walk_ex(Walk *walk, const HvrWmiMethod *method)
{
    return replica_text(&walk->w, walk->host, method, "ReplicationRelationship",
                        walk_get_leg(walk));
}

guint32
op_remove(Walk *walk)
{
    return walk_plain(walk, SERVICE(RemoveReplicationRelationship));
}

guint32
op_remove_ex(Walk *walk)
{
    return walk_ex(walk, SERVICE(RemoveReplicationRelationshipEx));
}

guint32
op_get(Walk *walk)
{
    return walk_plain(walk, SERVICE(GetReplicationStatistics));
}

guint32
op_get_ex(Walk *walk)
{
    return walk_ex(walk, SERVICE(GetReplicationStatisticsEx));
}

guint32
op_reset(Walk *walk)
{
    return walk_plain(walk, SERVICE(ResetReplicationStatistics));
}

guint32
op_reset_ex(Walk *walk)
{
    return walk_ex(walk, SERVICE(ResetReplicationStatisticsEx));
}

guint32
op_import(Walk *walk)
{
    return replica_text(&walk->w, walk->host, SERVICE(ImportInitialReplica),
                        "InitialReplicationImportLocation", "F:\\Mail\\web01_" GUID);
}

guint32
op_test(Walk *walk)
{
    return walk_plain(walk, SERVICE(TestReplicaSystem));
}

guint32
op_failover(Walk *walk)
{
    return replica_failover(&walk->w, walk->host, NULL);
}

guint32
op_revert(Walk *walk)
{
    return walk_plain(walk, SERVICE(RevertFailover));
}

guint32
op_commit(Walk *walk)
{
    return walk_plain(walk, SERVICE(CommitFailover));
}

guint32
op_reverse(Walk *walk)
{
    return replica_reverse(&walk->w, walk->host, SETTINGS(TO("hv-primary")));
}

/* The old primary was made a replica before; where that is not to be, it is not. */
guint32
op_reverse_returning(Walk *walk)
{
    guint state = replica_state(walk->host, 0);

    if ((state == 5 || state == 6) && replica_request(&walk->w, walk->w.p, 2) == 4096)
        replica_finish(&walk->w);

    return op_reverse(walk);
}

/* The old primary was prepared, and its last delta was failed over to. */
guint32
op_reverse_prepared(Walk *walk)
{
    guint state = replica_state(walk->host, 0);

    if (state == 5 || state == 6) {
        replica_find_vm(walk->w.p)->relationships[0]->state = 4;
        replica_find_vm(walk->host)->relationships[0]->failed_over_type = 3;
    }

    return op_reverse(walk);
}

guint32
op_change_mode(Walk *walk)
{
    return replica_text(&walk->w, walk->host, SERVICE(ChangeReplicationModeToPrimary),
                        "ReplicationRelationship", LEG("1"));
}

guint32
op_failback(Walk *walk)
{
    return replica_text(&walk->w, walk->host, SERVICE(InitiateFailback), "ReplicationSettingData",
                        SETTINGS(TO("hv-primary")));
}

guint32
op_failback_external(Walk *walk)
{
    walk->w.world->switches.external_provider = TRUE;

    return op_failback(walk);
}

guint32
op_network(Walk *walk)
{
    g_autoptr(HvrWmiObject) adapter = NULL;
    g_autofree char *text = NULL;
    const char *texts[2] = { NULL };
    gpointer input = replica_input(SERVICE(SetFailoverNetworkAdapterSettings));
    g_autoptr(GPtrArray) all = hvs_cim_list(walk->host, HVR_WMI_NAMESPACE,
                                            &hvr_wmi_class_Msvm_FailoverNetworkAdapterSettingData);

    if (all->len > 0)
        adapter = g_ptr_array_steal_index(all, 0);
    else
        adapter = hvr_wmi_object_new(&hvr_wmi_class_Msvm_FailoverNetworkAdapterSettingData);
    hvr_wmi_object_set_boolean(adapter, "DHCPEnabled", TRUE);
    text = hvr_wmi_embedded_format(adapter);
    texts[0] = text;
    hvr_wmi_object_set_strv(input, "NetworkSettings", texts);

    return replica_invoke(&walk->w, walk->host, SERVICE(SetFailoverNetworkAdapterSettings), input);
}

guint32
op_authorize(Walk *walk)
{
    return replica_text(&walk->w, walk->host, SERVICE(SetAuthorizationEntry), "AuthorizationEntry",
                        ANY_ENTRY);
}

guint32
op_power_on(Walk *walk)
{
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_ComputerSystem_RequestStateChange;
    gpointer input = hvr_wmi_object_new(method->input);

    hvr_wmi_object_set_uint(input, "RequestedState", 2);

    return replica_invoke(&walk->w, walk->host, method, input);
}

/* Methods about the host: no VM's state matters. */
static guint32
walk_host(Walk *walk, const HvrWmiMethod *method, const char *parameter, const char *text)
{
    gpointer input = hvr_wmi_object_new(method->input);

    if (parameter != NULL)
        hvr_wmi_object_set_string(input, parameter, text);

    return replica_invoke(&walk->w, walk->host, method, input);
}

guint32
op_add_entry(Walk *walk)
{
    return walk_host(walk, SERVICE(AddAuthorizationEntry), "AuthorizationEntry", OTHER_ENTRY);
}

guint32
op_modify_entry(Walk *walk)
{
    return walk_host(walk, SERVICE(ModifyAuthorizationEntry), "AuthorizationEntry", ANY_ENTRY);
}

guint32
op_remove_entry(Walk *walk)
{
    return walk_host(walk, SERVICE(RemoveAuthorizationEntry), "AllowedPrimaryHostSystem", "*");
}

guint32
op_modify_service(Walk *walk)
{
    return walk_host(walk, SERVICE(ModifyServiceSettings), "SettingData",
                     INSTANCE("Msvm_ReplicationServiceSettingData",
                              PROPERTY("MonitoringInterval", "uint32", "3600")));
}

guint32
op_test_connection(Walk *walk)
{
    gpointer input = hvr_wmi_object_new(SERVICE(TestReplicationConnection)->input);

    hvr_wmi_object_set_string(input, "RecoveryConnectionPoint",
                              walk->host == walk->w.p ? "hv-replica" : "hv-primary");
    hvr_wmi_object_set_uint(input, "RecoveryServerPortNumber", 80);
    hvr_wmi_object_set_uint(input, "AuthenticationType", 1);

    return replica_invoke(&walk->w, walk->host, SERVICE(TestReplicationConnection), input);
}

guint32
op_get_certificates(Walk *walk)
{
    return walk_host(walk, SERVICE(GetSystemCertificates), NULL, NULL);
}

guint32
op_service_request(Walk *walk)
{
    return walk_host(walk, SERVICE(RequestStateChange), NULL, NULL);
}

guint32
op_service_start(Walk *walk)
{
    return walk_host(walk, SERVICE(StartService), NULL, NULL);
}

guint32
op_service_stop(Walk *walk)
{
    return walk_host(walk, SERVICE(StopService), NULL, NULL);
}
