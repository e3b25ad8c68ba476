/* inventory_event.c: what an event of a host is worth to its inventory
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "inventory_event.h"

#include "inventory.h"
#include "inventory_job.h"
#include "repl_version.h"
#include "wmi_job.h"

/* How often Windows compares, seconds: what has no event provider of its own is
 * polled inside the host, which is cheaper than by us. */
#define WITHIN 2

/* Of a leg, on its relationship or, on Windows Server 2012, on its machine. */
#define LEG_NOW   "ReplicationState,ReplicationHealth,FailedOverReplicationType,LastReplicationType"
#define LEG_LATER "LastApplicationConsistentReplicationTime,LastReplicationTime,LastApplyTime"

/* Machines change all the time in what nobody reads, like OnTimeInMilliseconds. */
/* clang-format off */
static const struct {
    const HvrWmiClass *type;
    HvrHint birth; /* and death */
    const char *now;
    const char *later;
} rows[] = {
    { &hvr_wmi_class_Msvm_ComputerSystem,          HVR_HINT_FULL, HVR_INVENTORY_SYSTEM_PROPERTIES "," LEG_NOW, LEG_LATER },
    { &hvr_wmi_class_Msvm_ReplicationRelationship, HVR_HINT_FULL, LEG_NOW,                                      LEG_LATER },
    { &hvr_wmi_class_Msvm_ConcreteJob,             HVR_HINT_NOW,  "JobState,PercentComplete,ErrorCode",         "" },
};
/* clang-format on */

/* That one subscription may name several classes is inferred; a host that does
 * not think so is polled. */
char *
hvr_inventory_event_query(guint64 windows)
{
    GString *query = g_string_new(NULL);

    g_string_printf(query, "SELECT * FROM __InstanceOperationEvent WITHIN %d WHERE ", WITHIN);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (hvr_repl_version_is_at_least(windows, rows[i].type->since))
            g_string_append_printf(query, "%sTargetInstance ISA '%s'", i > 0 ? " OR " : "",
                                   rows[i].type->name);
    }

    return g_string_free(query, FALSE);
}

static gboolean
is_value_equal(const HvrWmiObject *a, const HvrWmiObject *b, const HvrWmiField *field)
{
    guint n_values = hvr_wmi_object_get_n_values(a, field);

    if (n_values != hvr_wmi_object_get_n_values(b, field))
        return FALSE;

    for (guint i = 0; i < n_values; i++) {
        g_autofree char *one = hvr_wmi_object_format_field(a, field, i);
        g_autofree char *other = hvr_wmi_object_format_field(b, field, i);

        if (g_strcmp0(one, other) != 0)
            return FALSE;
    }

    return TRUE;
}

static gboolean
is_any_changed(const HvrWmiEvent *event, const char *properties)
{
    g_auto(GStrv) names = g_strsplit(properties, ",", -1);

    for (guint i = 0; names[i] != NULL; i++) {
        const HvrWmiField *field = hvr_wmi_class_find_field(event->target->type, names[i]);

        if (field != NULL && !is_value_equal(event->target, event->previous, field))
            return TRUE;
    }

    return FALSE;
}

/* What works in the background nobody sees; neither does anybody see that a job
 * which ended is forgotten. */
static gboolean
is_noise(const HvrWmiEvent *event)
{
    const Msvm_ConcreteJob *job = (const Msvm_ConcreteJob *)event->target;

    if (!hvr_wmi_class_is_a(event->target->type, &hvr_wmi_class_Msvm_ConcreteJob))
        return FALSE;

    return hvr_inventory_job_is_background(job) ||
           (event->kind == HVR_WMI_EVENT_DELETION &&
            hvr_wmi_job_get_phase(job->JobState, NULL) != HVR_WMI_JOB_PENDING);
}

static HvrHint
judge_modification(const HvrWmiEvent *event, const char *now, const char *later)
{
    if (event->previous == NULL || is_any_changed(event, now))
        return HVR_HINT_NOW;

    return is_any_changed(event, later) ? HVR_HINT_LATER : HVR_HINT_NONE;
}

HvrHint
hvr_inventory_event_judge(const HvrWmiEvent *event)
{
    /* Windows' way to say that events were dropped is an event of another class. */
    if (event->kind == HVR_WMI_EVENT_UNKNOWN)
        return HVR_HINT_FULL;
    if (event->target == NULL)
        return HVR_HINT_NOW;
    if (is_noise(event))
        return HVR_HINT_NONE;

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (!hvr_wmi_class_is_a(event->target->type, rows[i].type))
            continue;

        return event->kind == HVR_WMI_EVENT_MODIFICATION
                   ? judge_modification(event, rows[i].now, rows[i].later)
                   : rows[i].birth;
    }

    return HVR_HINT_NOW;
}
