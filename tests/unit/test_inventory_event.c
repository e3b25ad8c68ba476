/* test_inventory_event.c: which events make somebody look, and how soon
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "inventory_event.h"

#include "msvm_tables.h"

#define SYSTEM       "Msvm_ComputerSystem"
#define RELATIONSHIP "Msvm_ReplicationRelationship"
#define JOB          "Msvm_ConcreteJob"

/* JobType, see job_kind.c. */
#define INITIAL "94"
#define DELTA   "105"

/* One property more than the last one, before and after; %NULL is none. */
typedef struct {
    const char *name;
    HvrWmiEventKind kind;
    const char *class_name; /* (nullable) */
    const char *property;   /* (nullable) */
    const char *before;     /* (nullable) */
    const char *now;        /* (nullable) */
    HvrHint expect;
    const char *job_type; /* (nullable) */
} Case;

/* clang-format off */
static const Case cases[] = {
    { "started",          HVR_WMI_EVENT_MODIFICATION, SYSTEM, "EnabledState", "3", "2",                  HVR_HINT_NOW },
    { "renamed",          HVR_WMI_EVENT_MODIFICATION, SYSTEM, "ElementName", "a", "b",                   HVR_HINT_NOW },
    { "process",          HVR_WMI_EVENT_MODIFICATION, SYSTEM, "ProcessID", NULL, "4711",                 HVR_HINT_NOW },
    { "mode",             HVR_WMI_EVENT_MODIFICATION, SYSTEM, "ReplicationMode", "0", "1",               HVR_HINT_NOW },
    { "configured",       HVR_WMI_EVENT_MODIFICATION, SYSTEM, "TimeOfLastConfigurationChange",
                          "20260501030000.000000+000", "20260501030001.000000+000",                      HVR_HINT_NOW },
    { "state-of-2012",    HVR_WMI_EVENT_MODIFICATION, SYSTEM, "ReplicationState", "3", "6",              HVR_HINT_NOW },
    { "times-of-2012",    HVR_WMI_EVENT_MODIFICATION, SYSTEM, "LastReplicationTime",
                          "20260501030000.000000+000", "20260501030500.000000+000",                      HVR_HINT_LATER },
    { "aged",             HVR_WMI_EVENT_MODIFICATION, SYSTEM, "OnTimeInMilliseconds", "1000", "3000",    HVR_HINT_NONE },
    { "same",             HVR_WMI_EVENT_MODIFICATION, SYSTEM, "EnabledState", "2", "2",                  HVR_HINT_NONE },
    { "defined",          HVR_WMI_EVENT_CREATION,     SYSTEM, NULL, NULL, NULL,                          HVR_HINT_FULL },
    { "removed",          HVR_WMI_EVENT_DELETION,     SYSTEM, NULL, NULL, NULL,                          HVR_HINT_FULL },
    { "state",            HVR_WMI_EVENT_MODIFICATION, RELATIONSHIP, "ReplicationState", "3", "6",        HVR_HINT_NOW },
    { "health",           HVR_WMI_EVENT_MODIFICATION, RELATIONSHIP, "ReplicationHealth", "1", "2",       HVR_HINT_NOW },
    { "sent",             HVR_WMI_EVENT_MODIFICATION, RELATIONSHIP, "LastReplicationTime",
                          "20260501030000.000000+000", "20260501030500.000000+000",                      HVR_HINT_LATER },
    { "applied",          HVR_WMI_EVENT_MODIFICATION, RELATIONSHIP, "LastApplyTime",
                          "20260501030000.000000+000", "20260501030500.000000+000",                      HVR_HINT_LATER },
    { "caption",          HVR_WMI_EVENT_MODIFICATION, RELATIONSHIP, "Caption", "a", "b",                 HVR_HINT_NONE },
    { "enabled",          HVR_WMI_EVENT_CREATION,     RELATIONSHIP, NULL, NULL, NULL,                    HVR_HINT_FULL },
    { "job-begins",       HVR_WMI_EVENT_CREATION,     JOB, "JobState", NULL, "4",                        HVR_HINT_NOW,  INITIAL },
    { "job-goes-on",      HVR_WMI_EVENT_MODIFICATION, JOB, "PercentComplete", "1", "2",                  HVR_HINT_NOW,  INITIAL },
    { "job-ends",         HVR_WMI_EVENT_MODIFICATION, JOB, "JobState", "4", "7",                         HVR_HINT_NOW,  INITIAL },
    { "job-ages",         HVR_WMI_EVENT_MODIFICATION, JOB, "ElapsedTime",
                          "00000000000001.000000:000", "00000000000003.000000:000",                      HVR_HINT_NONE, INITIAL },
    { "job-vanishes",     HVR_WMI_EVENT_DELETION,     JOB, "JobState", NULL, "4",                        HVR_HINT_NOW,  INITIAL },
    { "job-is-forgotten", HVR_WMI_EVENT_DELETION,     JOB, "JobState", NULL, "7",                        HVR_HINT_NONE, INITIAL },
    { "cycle-begins",     HVR_WMI_EVENT_CREATION,     JOB, "JobState", NULL, "4",                        HVR_HINT_NONE, DELTA },
    { "cycle-ends",       HVR_WMI_EVENT_MODIFICATION, JOB, "JobState", "4", "7",                         HVR_HINT_NONE, DELTA },
    { "other-class",      HVR_WMI_EVENT_MODIFICATION, "Msvm_VirtualSystemSettingData", "Notes", "a", "b", HVR_HINT_NOW },
    { "unknown-class",    HVR_WMI_EVENT_MODIFICATION, NULL, NULL, NULL, NULL,                            HVR_HINT_NOW },
    { "dropped",          HVR_WMI_EVENT_UNKNOWN,      NULL, NULL, NULL, NULL,                            HVR_HINT_FULL },
};
/* clang-format on */

static HvrWmiObject *
new_object(const Case *c, const char *value)
{
    HvrWmiObject *object;

    if (c->class_name == NULL)
        return NULL;

    object = hvr_wmi_object_new(hvr_wmi_schema_find(c->class_name));
    if (c->job_type != NULL)
        g_assert_true(hvr_wmi_object_parse_field(
            object, hvr_wmi_class_find_field(object->type, "JobType"), c->job_type, NULL));
    if (value != NULL)
        g_assert_true(hvr_wmi_object_parse_field(
            object, hvr_wmi_class_find_field(object->type, c->property), value, NULL));

    return object;
}

static void
test_judge(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(HvrWmiObject) previous = new_object(c, c->before);
    g_autoptr(HvrWmiObject) target = new_object(c, c->now);
    HvrWmiEvent event = { c->kind, target,
                          c->kind == HVR_WMI_EVENT_MODIFICATION ? previous : NULL };

    g_assert_cmpint(hvr_inventory_event_judge(&event), ==, c->expect);
}

/* A host that does not say how it was before leaves us with the hint. */
static void
test_without_before(void)
{
    g_autoptr(HvrWmiObject) target = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ComputerSystem);
    HvrWmiEvent event = { HVR_WMI_EVENT_MODIFICATION, target, NULL };

    g_assert_cmpint(hvr_inventory_event_judge(&event), ==, HVR_HINT_NOW);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/inventory/event/without-before", test_without_before);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/inventory/event/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_judge);
    }

    return g_test_run();
}
