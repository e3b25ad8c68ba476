/* sim_replication_statistics.c: Get- and ResetReplicationStatistics, plain and Ex
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_method.h"
#include "wmi_embedded.h"

/* Texts: blog 2012-06-15 and 06-21. */
static char *
dup_issue(const HvsRelationship *relationship)
{
    const char *format =
        relationship->health == 3
            ? "Replication for virtual machine '%s' is in error. Fix the error(s) and resume "
              "replication."
            : "More than 20 percent of replication cycles have been missed for virtual machine "
              "'%s'. "
              "Replication might be encountering problems.";
    g_autofree char *message = g_strdup_printf(format, relationship->vm->name);
    g_autoptr(Msvm_Error) issue = hvr_wmi_object_new(&hvr_wmi_class_Msvm_Error);

    hvr_wmi_object_set_string(issue, "Message", message);
    hvr_wmi_object_set_uint(issue, "PerceivedSeverity", relationship->health == 3 ? 4 : 3);

    return hvr_wmi_embedded_format(issue);
}

static guint32
answer(HvsCall *call, const HvsRelationship *relationship)
{
    g_autoptr(Msvm_ReplicationStatistics) statistics = NULL;
    g_autofree char *text = NULL;
    g_autofree char *issue = NULL;

    if (relationship == NULL)
        return HVS_RESULT_INVALID_STATE;

    statistics = hvr_wmi_object_copy(relationship->statistics);
    hvr_wmi_object_set_time(statistics, "EndStatisticTime", call->host->world->now);
    hvr_wmi_object_set_uint(statistics, "ReplicationHealth", relationship->health);
    text = hvr_wmi_embedded_format(statistics);
    hvr_wmi_object_set_strv(call->output, "ReplicationStatistics",
                            (const char *const[]){ text, NULL });
    if (relationship->health >= 2) {
        issue = dup_issue(relationship);
        hvr_wmi_object_set_strv(call->output, "ReplicationHealthIssues",
                                (const char *const[]){ issue, NULL });
    }

    return HVS_RESULT_DONE;
}

guint32
hvs_replication_get_statistics(HvsCall *call)
{
    const Msvm_ReplicationService_GetReplicationStatistics_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);

    return vm != NULL ? answer(call, vm->relationships[0]) : HVS_RESULT_NOT_AVAILABLE;
}

guint32
hvs_replication_get_statistics_ex(HvsCall *call)
{
    const Msvm_ReplicationService_GetReplicationStatisticsEx_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);
    HvsRelationship *relationship = NULL;
    guint32 result;

    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    result = hvs_replication_parse_leg(call, vm, input->ReplicationRelationship, &relationship);

    return result == HVS_RESULT_DONE ? answer(call, relationship) : result;
}

/* Reset-VMReplicationStatistics: Warning goes back to Normal, Critical stays. */
static guint32
reset(HvsRelationship *relationship)
{
    if (relationship == NULL)
        return HVS_RESULT_INVALID_STATE;

    hvs_relationship_reset_statistics(relationship);
    if (relationship->health == 2)
        relationship->health = 1;

    return HVS_RESULT_DONE;
}

guint32
hvs_replication_reset_statistics(HvsCall *call)
{
    const Msvm_ReplicationService_ResetReplicationStatistics_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);

    return vm != NULL ? reset(vm->relationships[0]) : HVS_RESULT_NOT_AVAILABLE;
}

guint32
hvs_replication_reset_statistics_ex(HvsCall *call)
{
    const Msvm_ReplicationService_ResetReplicationStatisticsEx_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);
    HvsRelationship *relationship = NULL;
    guint32 result;

    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    result = hvs_replication_parse_leg(call, vm, input->ReplicationRelationship, &relationship);

    return result == HVS_RESULT_DONE ? reset(relationship) : result;
}
