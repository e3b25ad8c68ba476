/* test_sim_summary.c: GetSummaryInformation of simulated hosts
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_call.h"

#define SVC                                                                                        \
    "Msvm_VirtualSystemManagementService.CreationClassName=\"Msvm_"                                \
    "VirtualSystemManagementService\""

static gpointer
get_summary(
    SimFixture *f, const char *settings_path, const guint64 *codes, guint n, guint32 *out_result)
{
    const HvrWmiMethod *method =
        &hvr_wmi_method_Msvm_VirtualSystemManagementService_GetSummaryInformation;
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    const char *paths[] = { settings_path, NULL };
    gpointer output = NULL;

    if (settings_path != NULL)
        hvr_wmi_object_set_strv(input, "SettingData", paths);
    if (n > 0)
        hvr_wmi_object_set_uints(input, "RequestedInformation", codes, n);
    *out_result = sim_call(f->host, method, SVC, input, &output);

    return output;
}

#define VSSD_PATH "Msvm_VirtualSystemSettingData.InstanceID="

static void
test_summary(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    static const guint64 codes[] = { 0, 1, 4, 100, 105, 107, 108, 114, 118, 119, 99999 };
    HvsRelationship first = { .state = 3, .health = 1 };
    HvsRelationship second = { .index = 1, .state = 8, .health = 3 };
    g_autoptr(Msvm_VirtualSystemManagementService_GetSummaryInformation_OUTPUT) output = NULL;
    const Msvm_SummaryInformation *summary;
    guint32 result;

    hvs_vm_new(f->host, "other", NULL);
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    hvs_vm_add_snapshot(f->vm, "Microsoft:Hyper-V:Snapshot:Realized", "one");
    hvs_world_step(f->world, G_TIME_SPAN_SECOND);
    g_assert_cmpuint(sim_request(f->vm, 9, NULL), ==, 4096);
    f->vm->relationships[0] = &first;
    f->vm->relationships[1] = &second;
    f->vm->replication_mode = 2;
    output = get_summary(f, NULL, codes, G_N_ELEMENTS(codes), &result);
    f->vm->relationships[0] = f->vm->relationships[1] = NULL;
    f->vm->replication_mode = 0;

    g_assert_cmpuint(result, ==, 0);
    g_assert_cmpuint(output->SummaryInformation->len, ==, 2);
    summary = g_ptr_array_index(output->SummaryInformation, 0);
    g_assert_cmpstr(summary->Name, ==, SIM_GUID);
    g_assert_cmpstr(summary->ElementName, ==, "web01");
    g_assert_cmpuint(summary->NumberOfProcessors, ==, 2);
    g_assert_cmpuint(summary->EnabledState, ==, 2);
    g_assert_cmpuint(summary->UpTime, ==, 1000);
    g_assert_cmpuint(summary->Snapshots->len, ==, 1);
    g_assert_cmpuint(summary->AsynchronousTasks->len, ==, 1);
    g_assert_cmpuint(summary->ReplicationMode, ==, 2);
    g_assert_cmpuint(summary->ReplicationStateEx->len, ==, 2);
    g_assert_cmpuint(g_array_index(summary->ReplicationStateEx, guint16, 0), ==, 3);
    g_assert_cmpuint(g_array_index(summary->ReplicationStateEx, guint16, 1), ==, 8);
    g_assert_cmpuint(g_array_index(summary->ReplicationHealthEx, guint16, 1), ==, 3);
    /* "Properties not asked for are NULL." */
    g_assert_false(hvr_wmi_object_has(summary, "Notes"));
    g_assert_false(hvr_wmi_object_has(summary, "HealthState"));
    g_assert_false(hvr_wmi_object_has(summary, "ReplicationState"));
}

/* Each documented code that is answered fills this property and no other. */
/* clang-format off */
static const struct {
    guint32 code;
    const char *property;
} summary_codes[] = {
    { 0,   "Name" },                   { 1,   "ElementName" },         { 2,   "CreationTime" },
    { 3,   "Notes" },                  { 4,   "NumberOfProcessors" },  { 9,   "VirtualSwitchNames" },
    { 10,  "Version" },                { 11,  "Shielded" },            { 100, "EnabledState" },
    { 101, "ProcessorLoad" },          { 103, "MemoryUsage" },         { 104, "Heartbeat" },
    { 105, "UpTime" },                 { 107, "Snapshots" },           { 108, "AsynchronousTasks" },
    { 109, "HealthState" },            { 110, "OperationalStatus" },   { 111, "StatusDescriptions" },
    { 114, "ReplicationMode" },        { 115, "ReplicationState" },    { 116, "ReplicationHealth" },
    { 118, "ReplicationStateEx" },     { 119, "ReplicationHealthEx" }, { 120, "SwapFilesInUse" },
    { 121, "IntegrationServicesVersionState" }, { 122, "ReplicationProviderId" },
    { 123, "MemorySpansPhysicalNumaNodes" },    { 132, "IntegrationServicesVersionState" },
    { 5,   NULL }, { 8, NULL }, { 106, NULL }, { 112, NULL }, { 117, NULL },
};
/* clang-format on */

static void
check_code(SimFixture *f, guint64 code, const char *property)
{
    g_autoptr(Msvm_VirtualSystemManagementService_GetSummaryInformation_OUTPUT) output = NULL;
    const HvrWmiClass *type = &hvr_wmi_class_Msvm_SummaryInformation;
    gconstpointer summary;
    guint32 result;

    g_test_message("code %" G_GUINT64_FORMAT, code);
    output = get_summary(f, NULL, &code, 1, &result);
    g_assert_cmpuint(result, ==, 0);
    summary = g_ptr_array_index(output->SummaryInformation, 0);
    for (guint i = 0; i < type->n_fields; i++)
        g_assert_cmpint(hvr_wmi_object_has(summary, type->fields[i].name), ==,
                        g_strcmp0(type->fields[i].name, property) == 0);
}

static void
test_summary_codes(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    HvsRelationship relationship = { .state = 3, .health = 1 };

    hvs_vm_add_nic(f->vm, "n", "s");
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    hvs_vm_add_snapshot(f->vm, "Microsoft:Hyper-V:Snapshot:Realized", "one");
    g_assert_cmpuint(sim_request(f->vm, 9, NULL), ==, 4096);
    f->vm->relationships[0] = &relationship;
    for (gsize i = 0; i < G_N_ELEMENTS(summary_codes); i++)
        check_code(f, summary_codes[i].code, summary_codes[i].property);
    f->vm->relationships[0] = NULL;
}

static void
test_summary_subjects(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    static const guint64 codes[] = { 0, 1 };
    HvsSnapshot *snapshot =
        hvs_vm_add_snapshot(f->vm, "Microsoft:Hyper-V:Snapshot:Realized", "one");
    g_autofree char *path = g_strdup_printf(VSSD_PATH "\"%s\"", snapshot->instance_id);
    g_autoptr(Msvm_VirtualSystemManagementService_GetSummaryInformation_OUTPUT) output = NULL;
    g_autoptr(HvrWmiObject) refused = NULL;
    g_autoptr(HvrWmiObject) empty = NULL;
    const Msvm_SummaryInformation *summary;
    guint32 result;

    hvs_vm_new(f->host, "other", NULL);
    output = get_summary(f, path, codes, 2, &result);
    g_assert_cmpuint(result, ==, 0);
    g_assert_cmpuint(output->SummaryInformation->len, ==, 1);
    summary = g_ptr_array_index(output->SummaryInformation, 0);
    g_assert_cmpstr(summary->ElementName, ==, "one");
    g_assert_cmpstr(summary->Name, ==, snapshot->instance_id + strlen("Microsoft:"));

    refused = get_summary(f, VSSD_PATH "\"Microsoft:x\"", codes, 2, &result);
    g_assert_cmpuint(result, ==, 32773);
    empty = get_summary(f, NULL, codes, 0, &result);
    g_assert_cmpuint(result, ==, 32773);
}

/* clang-format off */
static const SimTest tests[] = {
    { "/sim/summary/asked-for",  test_summary },
    { "/sim/summary/codes",    test_summary_codes },
    { "/sim/summary/subjects", test_summary_subjects },
};
/* clang-format on */

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    sim_add_tests(tests, G_N_ELEMENTS(tests));

    return g_test_run();
}
