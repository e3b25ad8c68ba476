/* sim_replication_method.c: every method of Msvm_ReplicationService, and who runs it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_method.h"

#include "sim_embedded.h"
#include "sim_vm.h"

guint32
hvs_replication_check(HvsOperation operation, HvsRelationship *relationship)
{
    if (!hvs_replication_is_allowed(operation, relationship))
        return HVS_RESULT_INVALID_STATE;

    return hvs_job_find_running(relationship->vm) != NULL ? HVS_RESULT_IN_USE : HVS_RESULT_DONE;
}

HvsRelationship *
hvs_replication_get_outgoing(const HvsVm *vm)
{
    return vm->replication_mode == HVS_MODE_REPLICA ? vm->relationships[1] : vm->relationships[0];
}

HvsVm *
hvs_replication_get_vm(const HvsCall *call, const char *path)
{
    return hvs_host_find_vm_by_path(call->host, path);
}

guint32
hvs_replication_parse_leg(const HvsCall *call,
                          const HvsVm *vm,
                          const char *text,
                          HvsRelationship **out_relationship)
{
    g_autoptr(Msvm_ReplicationRelationship) object = NULL;
    gpointer parsed = NULL;
    guint32 result =
        hvs_embedded_parse(call->host, &hvr_wmi_class_Msvm_ReplicationRelationship, text, &parsed);

    object = parsed;
    if (result != HVS_RESULT_DONE)
        return result;
    for (guint i = 0; i < G_N_ELEMENTS(vm->relationships); i++) {
        g_autofree char *id = hvs_relationship_dup_id(vm, i);

        if (vm->relationships[i] == NULL || object->InstanceID == NULL ||
            g_ascii_strcasecmp(id, object->InstanceID) != 0)
            continue;
        *out_relationship = vm->relationships[i];
        return HVS_RESULT_DONE;
    }

    return HVS_RESULT_INVALID_PARAMETER;
}

#define SERVICE(name) &hvr_wmi_method_Msvm_ReplicationService_##name
#define SYSTEM(name)  &hvr_wmi_method_Msvm_ComputerSystem_##name

/* clang-format off */
const HvsCimMethod hvs_replication_methods[] = {
    { SERVICE(CreateReplicationRelationship),    hvs_replication_create },
    { SERVICE(ModifyReplicationSettings),        hvs_replication_modify },
    { SERVICE(RemoveReplicationRelationship),    hvs_replication_remove },
    { SERVICE(RemoveReplicationRelationshipEx),  hvs_replication_remove_ex },
    { SERVICE(StartReplication),                 hvs_replication_start },
    { SERVICE(ImportInitialReplica),             hvs_replication_import },
    { SERVICE(Resynchronize),                    hvs_replication_resynchronize },
    { SERVICE(InitiateFailover),                 hvs_replication_failover },
    { SERVICE(RevertFailover),                   hvs_replication_revert },
    { SERVICE(CommitFailover),                   hvs_replication_commit },
    { SERVICE(ReverseReplicationRelationship),   hvs_replication_reverse },
    { SERVICE(InitiateFailback),                 hvs_replication_failback },
    { SERVICE(ChangeReplicationModeToPrimary),   hvs_replication_promote },
    { SERVICE(TestReplicaSystem),                hvs_replication_test },
    { SERVICE(SetFailoverNetworkAdapterSettings), hvs_replication_set_network },
    { SERVICE(GetReplicationStatistics),         hvs_replication_get_statistics },
    { SERVICE(GetReplicationStatisticsEx),       hvs_replication_get_statistics_ex },
    { SERVICE(ResetReplicationStatistics),       hvs_replication_reset_statistics },
    { SERVICE(ResetReplicationStatisticsEx),     hvs_replication_reset_statistics_ex },
    { SERVICE(ModifyServiceSettings),            hvs_replication_modify_service },
    { SERVICE(AddAuthorizationEntry),            hvs_replication_add_entry },
    { SERVICE(ModifyAuthorizationEntry),         hvs_replication_modify_entry },
    { SERVICE(RemoveAuthorizationEntry),         hvs_replication_remove_entry },
    { SERVICE(SetAuthorizationEntry),            hvs_replication_set_entry },
    { SERVICE(TestReplicationConnection),        hvs_replication_test_connection },
    { SERVICE(GetSystemCertificates),            hvs_replication_get_certificates },
    { SERVICE(RequestStateChange),               hvs_replication_refuse_service },
    { SERVICE(StartService),                     hvs_replication_refuse_service },
    { SERVICE(StopService),                      hvs_replication_refuse_service },
    { SYSTEM(RequestReplicationStateChange),     hvs_replication_change },
    { SYSTEM(RequestReplicationStateChangeEx),   hvs_replication_change_ex },
    { 0 }
};
/* clang-format on */
