/* sim_vm_define.c: making, changing and destroying virtual machines
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_vm_method.h"

#include "sim_embedded.h"
#include "sim_vm_edit.h"
#include "sim_vm_overlay.h"

/* Msvm_ResourceAllocationSettingData.ResourceType. */
#define RESOURCE_PROCESSOR 3
#define RESOURCE_MEMORY    4

/* What the simulated host can give to one VM (inferred). */
#define MAX_VCPUS     2048
#define MIN_MEMORY_MB 32
#define MAX_MEMORY_MB (240u << 20)

/* Msvm_ComputerSystem.ReplicationMode. */
#define MODE_NONE 0
#define MODE_TEST 3

static HvsVm *
get_vm(HvsJob *job)
{
    return hvs_host_find_vm(job->host, job->vm_guid);
}

/* clang-format off */
static const struct {
    guint16 resource_type;
    guint64 min, max;
    goffset field;
} resources[] = {
    { RESOURCE_PROCESSOR, 1,             MAX_VCPUS,     G_STRUCT_OFFSET(HvsVm, n_vcpus) },
    { RESOURCE_MEMORY,    MIN_MEMORY_MB, MAX_MEMORY_MB, G_STRUCT_OFFSET(HvsVm, memory_mb) },
};
/* clang-format on */

/* Checks one element of ResourceSettings, and takes it over where @vm is given.
 * Devices come by AddResourceSettings, which this host does not offer. */
static guint32
take_resource(const HvsHost *host, const char *text, HvsVm *vm)
{
    g_autoptr(CIM_ResourceAllocationSettingData) settings = NULL;
    gpointer parsed = NULL;
    guint32 result =
        hvs_embedded_parse(host, &hvr_wmi_class_CIM_ResourceAllocationSettingData, text, &parsed);

    if (result != HVS_RESULT_DONE)
        return result;

    settings = parsed;
    for (gsize i = 0; i < G_N_ELEMENTS(resources); i++) {
        if (settings->ResourceType != resources[i].resource_type)
            continue;
        if (settings->VirtualQuantity < resources[i].min ||
            settings->VirtualQuantity > resources[i].max)
            return HVS_RESULT_INVALID_PARAMETER;
        if (vm != NULL)
            G_STRUCT_MEMBER(guint, vm, resources[i].field) = (guint)settings->VirtualQuantity;
        return HVS_RESULT_DONE;
    }

    return HVS_CIM_NOT_SUPPORTED;
}

static guint32
take_resources(const HvsHost *host, GStrv texts, HvsVm *vm)
{
    for (guint i = 0; texts != NULL && texts[i] != NULL; i++) {
        guint32 result = take_resource(host, texts[i], vm);

        if (result != HVS_RESULT_DONE)
            return result;
    }

    return HVS_RESULT_DONE;
}

static gboolean
is_valid(const Msvm_VirtualSystemSettingData *settings)
{
    if (!hvr_wmi_object_has(settings, "AutomaticStartupAction"))
        return TRUE;

    return settings->AutomaticStartupAction >= 2 && settings->AutomaticStartupAction <= 4;
}

/* What the machine itself keeps. */
static const char *const own[] = { "ElementName", "Notes", "AutomaticStartupAction",
                                   "VirtualSystemSubType", NULL };

static void
take_rest(HvsVm *vm, const Msvm_VirtualSystemSettingData *settings)
{
    g_autoptr(HvrWmiObject) rest = hvr_wmi_object_copy(settings);
    g_autofree char *id = hvs_vm_dup_settings_id(vm);

    for (guint i = 0; own[i] != NULL; i++)
        hvr_wmi_object_clear(rest, own[i]);
    hvr_wmi_object_set_string(rest, "InstanceID", id);
    hvs_vm_overlay_set(vm, rest);
}

static void
take_settings(HvsVm *vm, const Msvm_VirtualSystemSettingData *settings)
{
    if (settings->ElementName != NULL) {
        g_free(vm->name);
        vm->name = g_strdup(settings->ElementName);
    }
    /* Only the first value is kept (recorded by go-wsman). */
    if (settings->Notes != NULL && settings->Notes[0] != NULL) {
        g_free(vm->notes);
        vm->notes = g_strdup(settings->Notes[0]);
    }
    if (hvr_wmi_object_has(settings, "AutomaticStartupAction"))
        vm->automatic_start_action = settings->AutomaticStartupAction;
    take_rest(vm, settings);
}

static void
on_defined(HvsJob *job G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
    /* The VM has been there since the call, so that ResultingSystem names something. */
}

static void
on_not_defined(HvsJob *job, gpointer data G_GNUC_UNUSED)
{
    hvs_vm_remove(get_vm(job));
}

guint32
hvs_vm_define_system(HvsCall *call)
{
    static const HvsJobRow row = { 1,     "Define Virtual Machine",
                                   FALSE, on_defined,
                                   NULL,  on_not_defined };
    const Msvm_VirtualSystemManagementService_DefineSystem_INPUT *input = call->input;
    g_autoptr(Msvm_VirtualSystemSettingData) settings = NULL;
    g_autofree char *path = NULL;
    gpointer parsed = NULL;
    guint32 result;
    HvsVm *vm;

    if (input->ReferenceConfiguration != NULL)
        return HVS_CIM_NOT_SUPPORTED;
    result = hvs_embedded_parse(call->host, &hvr_wmi_class_Msvm_VirtualSystemSettingData,
                                input->SystemSettings, &parsed);
    settings = parsed;
    if (result == HVS_RESULT_DONE)
        result = take_resources(call->host, input->ResourceSettings, NULL);
    if (result == HVS_RESULT_DONE && !is_valid(settings))
        result = HVS_RESULT_INVALID_PARAMETER;
    if (result != HVS_RESULT_DONE)
        return result;

    /* Generation 1 unless asked otherwise (New-VM). */
    vm = hvs_vm_new(call->host, "New Virtual Machine", NULL);
    vm->generation =
        g_strcmp0(settings->VirtualSystemSubType, "Microsoft:Hyper-V:SubType:2") == 0 ? 2 : 1;
    take_settings(vm, settings);
    take_resources(call->host, input->ResourceSettings, vm);
    path = hvs_cim_dup_vm_path(vm);
    hvr_wmi_object_set_string(call->output, "ResultingSystem", path);

    return hvs_job_run(call, &row, vm, NULL, NULL);
}

static gboolean
can_destroy(const HvsVm *vm)
{
    if (vm->replication_mode != MODE_NONE && vm->replication_mode != MODE_TEST)
        return FALSE;

    return !hvs_vm_has_process(vm);
}

static void
on_destroyed(HvsJob *job, gpointer data G_GNUC_UNUSED)
{
    HvsVm *vm = get_vm(job);

    if (can_destroy(vm))
        hvs_vm_remove(vm);
    else
        job->error_code = HVS_RESULT_INVALID_STATE;
}

/* A VM with a relationship: refused by default 23 of the fact sheet (inferred). */
guint32
hvs_vm_destroy_system(HvsCall *call)
{
    static const HvsJobRow plain = { 3, "Destroy Virtual Machine", FALSE, on_destroyed };
    static const HvsJobRow test = { 103, "Remove Test Replica", FALSE, on_destroyed };
    const Msvm_VirtualSystemManagementService_DestroySystem_INPUT *input = call->input;
    HvsVm *vm = hvs_host_find_vm_by_path(call->host, input->AffectedSystem);

    if (vm == NULL)
        return HVS_CIM_INVALID_PARAMETER;
    if (!can_destroy(vm))
        return HVS_RESULT_INVALID_STATE;
    if (hvs_vm_is_busy(vm))
        return HVS_RESULT_IN_USE;

    return hvs_job_run(call, vm->replication_mode == MODE_TEST ? &test : &plain, vm, NULL, NULL);
}

static void
take_snapshot_settings(HvsSnapshot *snapshot, const Msvm_VirtualSystemSettingData *settings)
{
    if (settings->ElementName != NULL) {
        g_free(snapshot->name);
        snapshot->name = g_strdup(settings->ElementName);
    }
    if (settings->Notes != NULL && settings->Notes[0] != NULL) {
        g_free(snapshot->notes);
        snapshot->notes = g_strdup(settings->Notes[0]);
    }
}

/* The text is read again when the job ends: then it counts. */
static void
on_modified(HvsJob *job, gpointer data G_GNUC_UNUSED)
{
    g_autoptr(Msvm_VirtualSystemSettingData) settings = NULL;
    gpointer parsed = NULL;
    HvsSnapshot *snapshot;
    HvsVm *vm;

    hvs_embedded_parse(job->host, &hvr_wmi_class_Msvm_VirtualSystemSettingData, job->target,
                       &parsed);
    settings = parsed;
    vm = hvs_vm_find_by_settings(job->host, settings->InstanceID, &snapshot);
    if (vm == NULL) {
        job->error_code = HVS_RESULT_NOT_AVAILABLE;
    } else if (snapshot == NULL) {
        take_settings(vm, settings);
    } else {
        take_snapshot_settings(snapshot, settings);
    }
}

guint32
hvs_vm_modify_system_settings(HvsCall *call)
{
    static const HvsJobRow row = { 2, "Modify Virtual Machine", FALSE, on_modified };
    const Msvm_VirtualSystemManagementService_ModifySystemSettings_INPUT *input = call->input;
    g_autoptr(Msvm_VirtualSystemSettingData) settings = NULL;
    gpointer parsed = NULL;
    HvsSnapshot *snapshot;
    guint32 result;
    HvsVm *vm;

    result = hvs_embedded_parse(call->host, &hvr_wmi_class_Msvm_VirtualSystemSettingData,
                                input->SystemSettings, &parsed);
    settings = parsed;
    if (result != HVS_RESULT_DONE)
        return result;

    vm = hvs_vm_find_by_settings(call->host, settings->InstanceID, &snapshot);
    if (vm == NULL || !is_valid(settings))
        return HVS_RESULT_INVALID_PARAMETER;
    result = snapshot == NULL ? hvs_vm_rule_check_properties(vm, settings) : HVS_RESULT_DONE;
    if (result != HVS_RESULT_DONE)
        return result;
    if (hvs_vm_is_busy(vm))
        return HVS_RESULT_IN_USE;

    return hvs_job_run(call, &row, vm, NULL, input->SystemSettings);
}
