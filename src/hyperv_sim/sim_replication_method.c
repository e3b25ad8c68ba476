/* sim_replication_method.c: the methods of Msvm_ReplicationService and of replicated VMs
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_method.h"

/* "EnabledState is always 2, Started always true", and these three only ever
 * answer 0 or 1 (their pages): not supported. */
static guint32
not_supported(HvsCall *call G_GNUC_UNUSED)
{
    return HVS_CIM_NOT_SUPPORTED;
}

#define SERVICE(method) &hvr_wmi_method_Msvm_ReplicationService_##method

/* clang-format off */
const HvsCimMethod hvs_replication_methods[] = {
    { SERVICE(AddAuthorizationEntry),             hvs_replication_add_authorization },
    { SERVICE(ChangeReplicationModeToPrimary),    hvs_replication_change_mode },
    { SERVICE(CommitFailover),                    hvs_replication_commit_failover },
    { SERVICE(CreateReplicationRelationship),     hvs_replication_create },
    { SERVICE(GetReplicationStatistics),          hvs_replication_get_statistics },
    { SERVICE(GetReplicationStatisticsEx),        hvs_replication_get_statistics_ex },
    { SERVICE(GetSystemCertificates),             hvs_replication_get_system_certificates },
    { SERVICE(ImportInitialReplica),              hvs_replication_import },
    { SERVICE(InitiateFailback),                  hvs_replication_initiate_failback },
    { SERVICE(InitiateFailover),                  hvs_replication_initiate_failover },
    { SERVICE(ModifyAuthorizationEntry),          hvs_replication_modify_authorization },
    { SERVICE(ModifyReplicationSettings),         hvs_replication_modify },
    { SERVICE(ModifyServiceSettings),             hvs_replication_modify_service_settings },
    { SERVICE(RemoveAuthorizationEntry),          hvs_replication_remove_authorization },
    { SERVICE(RemoveReplicationRelationship),     hvs_replication_remove },
    { SERVICE(RemoveReplicationRelationshipEx),   hvs_replication_remove_ex },
    { SERVICE(RequestStateChange),                not_supported },
    { SERVICE(ResetReplicationStatistics),        hvs_replication_reset_statistics },
    { SERVICE(ResetReplicationStatisticsEx),      hvs_replication_reset_statistics_ex },
    { SERVICE(Resynchronize),                     hvs_replication_resynchronize },
    { SERVICE(ReverseReplicationRelationship),    hvs_replication_reverse },
    { SERVICE(RevertFailover),                    hvs_replication_revert_failover },
    { SERVICE(SetAuthorizationEntry),             hvs_replication_set_authorization },
    { SERVICE(SetFailoverNetworkAdapterSettings), hvs_replication_set_network },
    { SERVICE(StartReplication),                  hvs_replication_start },
    { SERVICE(StartService),                      not_supported },
    { SERVICE(StopService),                       not_supported },
    { SERVICE(TestReplicaSystem),                 hvs_replication_test_replica },
    { SERVICE(TestReplicationConnection),         hvs_replication_test_connection },
    { &hvr_wmi_method_Msvm_ComputerSystem_RequestReplicationStateChange,
                                                  hvs_replication_request_state_change },
    { &hvr_wmi_method_Msvm_ComputerSystem_RequestReplicationStateChangeEx,
                                                  hvs_replication_request_state_change_ex },
    { 0 }
};
/* clang-format on */
