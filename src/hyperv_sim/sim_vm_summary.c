/* sim_vm_summary.c: GetSummaryInformation: many VMs in one answer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_vm_method.h"

#include "sim_replication_relationship.h"
#include "sim_vm_overlay.h"
#include "wmi_object.h"

/* Name of the built-in host-to-host Msvm_ReplicationProvider. */
#define PROVIDER_NAME "22391CDC-272C-4DDF-BA88-9BEFB1A0975C"

/* What a summary is about: a VM, or one of its snapshots. */
typedef struct {
    HvsVm *vm;
    HvsSnapshot *snapshot; /* NULL: the VM itself */
} Subject;

typedef void (*Fill)(const Subject *subject, gpointer summary);

static void
fill_name(const Subject *subject, gpointer summary)
{
    const char *snapshot = subject->snapshot != NULL ? subject->snapshot->instance_id : NULL;

    hvr_wmi_object_set_string(
        summary, "Name", snapshot != NULL ? snapshot + strlen("Microsoft:") : subject->vm->guid);
}

static void
fill_element_name(const Subject *subject, gpointer summary)
{
    hvr_wmi_object_set_string(summary, "ElementName",
                              subject->snapshot != NULL ? subject->snapshot->name
                                                        : subject->vm->name);
}

static void
fill_creation_time(const Subject *subject, gpointer summary)
{
    hvr_wmi_object_set_time(summary, "CreationTime",
                            subject->snapshot != NULL ? subject->snapshot->created
                                                      : subject->vm->created);
}

static void
fill_notes(const Subject *subject, gpointer summary)
{
    hvr_wmi_object_set_string(summary, "Notes", subject->vm->notes);
}

static void
fill_processors(const Subject *subject, gpointer summary)
{
    hvr_wmi_object_set_uint(summary, "NumberOfProcessors", subject->vm->n_vcpus);
}

static void
fill_switches(const Subject *subject, gpointer summary)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (guint i = 0; i < subject->vm->nics->len; i++) {
        const HvsNic *nic = g_ptr_array_index(subject->vm->nics, i);

        if (nic->switch_name != NULL)
            g_ptr_array_add(names, nic->switch_name);
    }
    g_ptr_array_add(names, NULL);
    hvr_wmi_object_set_strv(summary, "VirtualSwitchNames", (const char *const *)names->pdata);
}

static void
fill_version(const Subject *subject, gpointer summary)
{
    g_autoptr(GPtrArray) objects = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    const Msvm_VirtualSystemSettingData *settings;

    hvs_vm_overlay_list(subject->vm, &hvr_wmi_class_Msvm_VirtualSystemSettingData, objects);
    settings = g_ptr_array_index(objects, 0);
    hvr_wmi_object_set_string(summary, "Version", settings->Version);
}

static void
fill_shielded(const Subject *subject G_GNUC_UNUSED, gpointer summary)
{
    hvr_wmi_object_set_boolean(summary, "Shielded", FALSE);
}

static void
fill_enabled_state(const Subject *subject, gpointer summary)
{
    hvr_wmi_object_set_uint(summary, "EnabledState", subject->vm->enabled_state);
}

static void
fill_load(const Subject *subject, gpointer summary)
{
    hvr_wmi_object_set_uint(summary, "ProcessorLoad",
                            subject->vm->enabled_state == HVS_VM_RUNNING ? 3 : 0);
}

static void
fill_memory(const Subject *subject, gpointer summary)
{
    hvr_wmi_object_set_uint(summary, "MemoryUsage",
                            hvs_vm_has_process(subject->vm) ? subject->vm->memory_mb : 0);
}

static void
fill_heartbeat(const Subject *subject, gpointer summary)
{
    if (subject->vm->enabled_state == HVS_VM_RUNNING)
        hvr_wmi_object_set_uint(summary, "Heartbeat", 2);
}

static void
fill_uptime(const Subject *subject, gpointer summary)
{
    gint64 started = subject->vm->started;
    gint64 span = started != 0 ? subject->vm->host->world->now - started : 0;

    hvr_wmi_object_set_uint(summary, "UpTime", span / G_TIME_SPAN_MILLISECOND);
}

static void
fill_snapshots(const Subject *subject, gpointer summary)
{
    HvsVm *vm = subject->vm;

    for (guint i = 0; i < vm->snapshots->len; i++)
        hvr_wmi_object_set_object(
            summary, "Snapshots",
            hvs_vm_new_snapshot_settings(vm, g_ptr_array_index(vm->snapshots, i)));
}

static void
fill_tasks(const Subject *subject, gpointer summary)
{
    const GPtrArray *jobs = subject->vm->host->jobs;

    for (guint i = 0; i < jobs->len; i++) {
        const HvsJob *job = g_ptr_array_index(jobs, i);

        if (job->ended == 0 && g_strcmp0(job->vm_guid, subject->vm->guid) == 0)
            hvr_wmi_object_set_object(summary, "AsynchronousTasks", hvs_job_new_object(job));
    }
}

static void
fill_health(const Subject *subject G_GNUC_UNUSED, gpointer summary)
{
    hvr_wmi_object_set_uint(summary, "HealthState", 5);
}

static void
fill_operational_status(const Subject *subject, gpointer summary)
{
    hvs_vm_set_operational_status(subject->vm, summary, "OperationalStatus", NULL);
}

static void
fill_status_descriptions(const Subject *subject, gpointer summary)
{
    hvs_vm_set_operational_status(subject->vm, summary, NULL, "StatusDescriptions");
}

static void
fill_mode(const Subject *subject, gpointer summary)
{
    hvr_wmi_object_set_uint(summary, "ReplicationMode", subject->vm->replication_mode);
}

static void
fill_state(const Subject *subject, gpointer summary)
{
    const HvsRelationship *first = subject->vm->relationships[0];

    hvr_wmi_object_set_uint(summary, "ReplicationState",
                            first != NULL ? hvs_relationship_get_shown_state(first) : 0);
}

/* The label of code 116 is run together with "Test Replica System" on
 * Microsoft's page, so it asks for both (inferred). */
static void
fill_replication_health(const Subject *subject, gpointer summary)
{
    const HvsRelationship *first = subject->vm->relationships[0];
    const GPtrArray *vms = subject->vm->host->vms;

    hvr_wmi_object_set_uint(summary, "ReplicationHealth", first != NULL ? first->health : 0);
    for (guint i = 0; i < vms->len; i++) {
        const HvsVm *vm = g_ptr_array_index(vms, i);
        g_autofree char *path = NULL;

        if (vm->test_of == NULL || g_ascii_strcasecmp(vm->test_of, subject->vm->guid) != 0)
            continue;
        path = hvs_cim_dup_vm_path(vm);
        hvr_wmi_object_set_string(summary, "TestReplicaSystem", path);
    }
}

/* Index 0 is the primary relationship, 1 the extended one. */
static void
fill_ex(const Subject *subject,
        gpointer summary,
        const char *name,
        guint16 (*get)(const HvsRelationship *relationship))
{
    guint64 values[G_N_ELEMENTS(subject->vm->relationships)] = { 0 };
    guint n = 1;

    for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
        const HvsRelationship *relationship = subject->vm->relationships[i];

        if (relationship == NULL)
            continue;
        values[i] = get(relationship);
        n = i + 1;
    }
    hvr_wmi_object_set_uints(summary, name, values, n);
}

static void
fill_state_ex(const Subject *subject, gpointer summary)
{
    fill_ex(subject, summary, "ReplicationStateEx", hvs_relationship_get_shown_state);
}

static guint16
get_health(const HvsRelationship *relationship)
{
    return relationship->health;
}

static void
fill_health_ex(const Subject *subject, gpointer summary)
{
    fill_ex(subject, summary, "ReplicationHealthEx", get_health);
}

static void
fill_swap_files(const Subject *subject G_GNUC_UNUSED, gpointer summary)
{
    hvr_wmi_object_set_boolean(summary, "SwapFilesInUse", FALSE);
}

static void
fill_provider(const Subject *subject, gpointer summary)
{
    static const char *const names[] = { PROVIDER_NAME, NULL };

    if (subject->vm->relationships[0] != NULL)
        hvr_wmi_object_set_strv(summary, "ReplicationProviderId", names);
}

static void
fill_numa(const Subject *subject G_GNUC_UNUSED, gpointer summary)
{
    hvr_wmi_object_set_boolean(summary, "MemorySpansPhysicalNumaNodes", FALSE);
}

static void
fill_integration(const Subject *subject, gpointer summary)
{
    hvr_wmi_object_set_uint(summary, "IntegrationServicesVersionState",
                            subject->vm->enabled_state == HVS_VM_RUNNING ? 1 : 0);
}

/* getsummaryinformation-msvm-virtualsystemmanagementservice.md.  Codes that are
 * documented and not here ask for what a simulated VM has not: thumbnails (5 to
 * 7), a GPU, dynamic memory, a guest that says what it is. */
/* clang-format off */
static const struct {
    guint32 code;
    Fill fill;
} requests[] = {
    { 0,   fill_name },
    { 1,   fill_element_name },
    { 2,   fill_creation_time },
    { 3,   fill_notes },
    { 4,   fill_processors },
    { 9,   fill_switches },
    { 10,  fill_version },
    { 11,  fill_shielded },
    { 100, fill_enabled_state },
    { 101, fill_load },
    { 103, fill_memory },
    { 104, fill_heartbeat },
    { 105, fill_uptime },
    { 107, fill_snapshots },
    { 108, fill_tasks },
    { 109, fill_health },
    { 110, fill_operational_status },
    { 111, fill_status_descriptions },
    { 114, fill_mode },
    { 115, fill_state },
    { 116, fill_replication_health },
    { 118, fill_state_ex },
    { 119, fill_health_ex },
    { 120, fill_swap_files },
    { 121, fill_integration },
    { 122, fill_provider },
    { 123, fill_numa },
    { 132, fill_integration },
};
/* clang-format on */

static void
append_summary(const Subject *subject, const GArray *codes, gpointer output)
{
    gpointer summary = hvr_wmi_object_new(&hvr_wmi_class_Msvm_SummaryInformation);

    for (gsize i = 0; i < G_N_ELEMENTS(requests); i++) {
        for (guint j = 0; j < codes->len; j++) {
            if (g_array_index(codes, guint32, j) != requests[i].code)
                continue;
            requests[i].fill(subject, summary);
            break;
        }
    }
    hvr_wmi_object_set_object(output, "SummaryInformation", summary);
}

static gboolean
find_subject(HvsHost *host, const char *path, Subject *out_subject)
{
    g_autofree char *id = hvr_wmi_path_dup_key(path, "InstanceID");

    out_subject->vm = hvs_vm_find_by_settings(host, id, &out_subject->snapshot);

    return out_subject->vm != NULL;
}

guint32
hvs_vm_get_summary_information(HvsCall *call)
{
    const Msvm_VirtualSystemManagementService_GetSummaryInformation_INPUT *input = call->input;
    g_autoptr(GArray) subjects = g_array_new(FALSE, FALSE, sizeof(Subject));
    Subject subject = { 0 };

    if (input->RequestedInformation == NULL)
        return HVS_RESULT_INVALID_PARAMETER;

    for (guint i = 0; input->SettingData != NULL && input->SettingData[i] != NULL; i++) {
        if (!find_subject(call->host, input->SettingData[i], &subject))
            return HVS_RESULT_INVALID_PARAMETER;
        g_array_append_val(subjects, subject);
    }
    for (guint i = 0; input->SettingData == NULL && i < call->host->vms->len; i++) {
        subject.vm = g_ptr_array_index(call->host->vms, i);
        g_array_append_val(subjects, subject);
    }
    for (guint i = 0; i < subjects->len; i++)
        append_summary(&g_array_index(subjects, Subject, i), input->RequestedInformation,
                       call->output);

    return HVS_RESULT_DONE;
}
