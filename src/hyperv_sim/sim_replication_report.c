/* sim_replication_report.c: Get- and ResetReplicationStatistics[Ex]
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_method.h"

#include "sim_replication_call.h"
#include "sim_replication_health.h"
#include "sim_replication_statistics.h"
#include "sim_values.h"
#include "wmi_embedded.h"

/* clang-format off */
static const HvsValue error_values[] = {
    { "ErrorType",         "1" }, /* other */
    { "OwningEntity",      "Hyper-V Replica" },
    { "ProbableCause",     "0" },
    { "ErrorSourceFormat", "0" },
    { NULL }
};
/* clang-format on */

/* PerceivedSeverity by health (inferred). */
#define SEVERITY_MEDIUM 3
#define SEVERITY_HIGH   4

static char *
dup_issue(const HvsRelationship *relationship, const char *text)
{
    g_autoptr(HvrWmiObject) error = hvs_values_new(&hvr_wmi_class_Msvm_Error, error_values);

    hvr_wmi_object_set_string(error, "Message", text);
    hvr_wmi_object_set_uint(error, "PerceivedSeverity",
                            relationship->health == HVS_HEALTH_CRITICAL ? SEVERITY_HIGH
                                                                        : SEVERITY_MEDIUM);

    return hvr_wmi_embedded_format(error);
}

/* Nothing at all where all is well (default 28 of the fact sheet, inferred). */
static void
set_issues(const HvsRelationship *relationship, gpointer output)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) issues = g_ptr_array_new_with_free_func(g_free);

    hvs_health_append_issues(relationship, texts);
    for (guint i = 0; i < texts->len; i++)
        g_ptr_array_add(issues, dup_issue(relationship, g_ptr_array_index(texts, i)));
    if (issues->len == 0)
        return;
    g_ptr_array_add(issues, NULL);
    hvr_wmi_object_set_strv(output, "ReplicationHealthIssues", (const char *const *)issues->pdata);
}

static guint32
get_statistics(HvsCall *call, const HvsVm *vm, guint index)
{
    HvsRelationship *relationship = vm->relationships[index];
    g_autofree char *text = NULL;
    const char *texts[] = { NULL, NULL };

    if (hvs_replication_judge(HVS_OPERATION_STATISTICS, relationship) == HVS_VERDICT_REFUSED)
        return HVS_RESULT_INVALID_STATE;

    hvs_statistics_roll(relationship);
    hvs_health_update(relationship);
    hvr_wmi_object_set_uint(relationship->statistics, "ReplicationHealth", relationship->health);
    text = hvr_wmi_embedded_format(relationship->statistics);
    texts[0] = text;
    hvr_wmi_object_set_strv(call->output, "ReplicationStatistics", texts);
    set_issues(relationship, call->output);

    return HVS_RESULT_DONE;
}

/* "Warning goes back to Normal" (Reset-VMReplicationStatistics), as nothing is
 * counted any more. */
static guint32
reset_statistics(HvsCall *call G_GNUC_UNUSED, const HvsVm *vm, guint index)
{
    HvsRelationship *relationship = vm->relationships[index];

    if (hvs_replication_judge(HVS_OPERATION_STATISTICS, relationship) == HVS_VERDICT_REFUSED)
        return HVS_RESULT_INVALID_STATE;

    hvs_statistics_reset(relationship);
    hvs_health_update(relationship);

    return HVS_RESULT_DONE;
}

typedef guint32 (*OnLeg)(HvsCall *call, const HvsVm *vm, guint index);

static guint32
run_first(HvsCall *call, OnLeg on_leg)
{
    HvsVm *vm = NULL;
    guint32 result = hvs_call_read(call, &vm, NULL, NULL, NULL);

    return result == HVS_RESULT_DONE ? on_leg(call, vm, 0) : result;
}

static guint32
run_named(HvsCall *call, OnLeg on_leg)
{
    guint index = 0;
    HvsVm *vm = NULL;
    guint32 result = hvs_call_read_relationship(call, &vm, &index);

    return result == HVS_RESULT_DONE ? on_leg(call, vm, index) : result;
}

guint32
hvs_replication_get_statistics(HvsCall *call)
{
    return run_first(call, get_statistics);
}

guint32
hvs_replication_get_statistics_ex(HvsCall *call)
{
    return run_named(call, get_statistics);
}

guint32
hvs_replication_reset_statistics(HvsCall *call)
{
    return run_first(call, reset_statistics);
}

guint32
hvs_replication_reset_statistics_ex(HvsCall *call)
{
    return run_named(call, reset_statistics);
}
