/* sim_vm_method.c: power: Msvm_ComputerSystem.RequestStateChange, Msvm_ShutdownComponent
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_vm_method.h"

#include "sim_job.h"
#include "sim_vm.h"
#include "wmi_object.h"

/* The states a change starts from, as bits. */
#define S(state)    (1u << (state))
#define HAS_PROCESS (S(HVS_VM_RUNNING) | S(HVS_VM_PAUSED))

/* RequestedState. */
#define REQUEST_ON        2
#define REQUEST_SHUT_DOWN 4
#define REQUEST_TEST      7
#define REQUEST_DEFER     8
#define REQUEST_REBOOT    10
#define REQUEST_RESET     11

/* A job packs what it comes from and what it leads to. */
#define PACK(from, to) GUINT_TO_POINTER((guint)(from) << 16 | (to))
#define FROM(packed)   ((guint16)(GPOINTER_TO_UINT(packed) >> 16))
#define TO(packed)     ((guint16)(GPOINTER_TO_UINT(packed) & 0xffff))

#define SHUT_DOWN_JOB 16

/* The jobs that hold a VM's power and settings end below the replication ones. */
#define FIRST_REPLICATION_JOB 90

static HvsVm *
get_vm(HvsJob *job)
{
    return hvs_host_find_vm(job->host, job->vm_guid);
}

static void
on_changed(HvsJob *job, gpointer data)
{
    hvs_vm_set_state(get_vm(job), TO(data));
}

static void
on_not_changed(HvsJob *job, gpointer data)
{
    hvs_vm_set_state(get_vm(job), FROM(data));
}

/* The VM itself is starting, so it counts. */
static gboolean
has_memory_for(const HvsVm *vm)
{
    guint64 needed = 0;

    for (guint i = 0; i < vm->host->vms->len; i++) {
        const HvsVm *other = g_ptr_array_index(vm->host->vms, i);

        if (hvs_vm_has_process(other))
            needed += (guint64)other->memory_mb << 20;
    }

    return needed <= vm->host->memory;
}

static void
on_started(HvsJob *job, gpointer data)
{
    HvsVm *vm = get_vm(job);

    if (has_memory_for(vm)) {
        hvs_vm_set_state(vm, HVS_VM_RUNNING);
        return;
    }
    job->error_code = HVS_RESULT_NO_MEMORY;
    job->error_text =
        g_strdup_printf("'%s' could not initialize: not enough memory resources are available to "
                        "complete this operation. (0x8007000E)",
                        vm->name);
    on_not_changed(job, data);
}

/* The guest goes through its firmware again; the worker process stays. */
static void
on_restarted(HvsJob *job, gpointer data)
{
    HvsVm *vm = get_vm(job);

    hvs_vm_set_state(vm, TO(data));
    vm->started = job->host->world->now;
}

/* Job types by msvm-concretejob.md.  Which states a change is accepted in, and
 * what EnabledState shows meanwhile, is inferred; 0: as before. */
/* clang-format off */
static const HvsPowerRow rows[] = {
    /* to               accepted in                               meanwhile             then */
    { REQUEST_ON,        S(HVS_VM_OFF),                           HVS_VM_STARTING,      HVS_VM_RUNNING,
      { 12, "Start Virtual Machine",     FALSE, on_started,   NULL, on_not_changed } },
    { REQUEST_ON,        S(HVS_VM_SAVED),                         HVS_VM_STARTING,      HVS_VM_RUNNING,
      { 15, "Restore Virtual Machine",   FALSE, on_started,   NULL, on_not_changed } },
    { REQUEST_ON,        S(HVS_VM_PAUSED),                        0,                    HVS_VM_RUNNING,
      { 27, "Resume Virtual Machine",    FALSE, on_changed,   NULL, on_not_changed } },
    { HVS_VM_OFF,        S(HVS_VM_SAVED),                         0,                    HVS_VM_OFF,
      { 13, "Power Off Virtual Machine", FALSE, on_changed,   NULL, on_not_changed } },
    { HVS_VM_OFF,        HAS_PROCESS,                             HVS_VM_SHUTTING_DOWN, HVS_VM_OFF,
      { 13, "Power Off Virtual Machine", FALSE, on_changed,   NULL, on_not_changed } },
    { REQUEST_SHUT_DOWN, S(HVS_VM_RUNNING),                       HVS_VM_SHUTTING_DOWN, HVS_VM_OFF,
      { SHUT_DOWN_JOB, "Shut Down Virtual Machine", FALSE, on_changed,   NULL, on_not_changed } },
    { HVS_VM_SAVED,      HAS_PROCESS,                             0,                    HVS_VM_SAVED,
      { 14, "Save Virtual Machine",      FALSE, on_changed,   NULL, on_not_changed } },
    { HVS_VM_PAUSED,     S(HVS_VM_RUNNING),                       0,                    HVS_VM_PAUSED,
      { 26, "Pause Virtual Machine",     FALSE, on_changed,   NULL, on_not_changed } },
    { REQUEST_REBOOT,    S(HVS_VM_RUNNING),                       0,                    HVS_VM_RUNNING,
      { 29, "Reboot Virtual Machine",    FALSE, on_restarted, NULL, on_not_changed } },
    { REQUEST_RESET,     HAS_PROCESS,                             0,                    HVS_VM_RUNNING,
      { 28, "Reset Virtual Machine",     FALSE, on_restarted, NULL, on_not_changed } },
};
/* clang-format on */

gboolean
hvs_vm_is_busy(HvsVm *vm)
{
    for (guint i = 0; i < vm->host->jobs->len; i++) {
        const HvsJob *job = g_ptr_array_index(vm->host->jobs, i);

        if (hvs_job_is_running(job) && job->type < FIRST_REPLICATION_JOB &&
            g_strcmp0(job->vm_guid, vm->guid) == 0)
            return TRUE;
    }

    return FALSE;
}

static const HvsPowerRow *
find_row(const HvsVm *vm, guint requested, gboolean *out_known)
{
    *out_known = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].requested != requested)
            continue;
        *out_known = TRUE;
        if ((rows[i].accepted_in & S(vm->enabled_state)) != 0)
            return &rows[i];
    }

    return NULL;
}

/* The order of checks is that of all methods (inferred): parameter, state, busy. */
static guint32
check_change(HvsVm *vm, guint requested, const HvsPowerRow **out_row)
{
    gboolean known;
    const HvsPowerRow *row = find_row(vm, requested, &known);

    if (requested == REQUEST_TEST || requested == REQUEST_DEFER)
        return HVS_RESULT_NOT_SUPPORTED;
    if (!known)
        return HVS_RESULT_INVALID_PARAMETER;
    if (hvs_vm_is_busy(vm))
        return HVS_RESULT_IN_USE;
    if (row == NULL)
        return HVS_RESULT_INVALID_STATE;
    if (requested == REQUEST_ON && vm->enabled_state != HVS_VM_PAUSED && !hvs_vm_can_start(vm))
        return HVS_RESULT_INVALID_STATE;

    *out_row = row;

    return HVS_RESULT_DONE;
}

/* A guest that takes too long over its shutdown can be turned off. */
static void
stop_shutdown(HvsVm *vm)
{
    for (guint i = 0; i < vm->host->jobs->len; i++) {
        HvsJob *job = g_ptr_array_index(vm->host->jobs, i);

        if (hvs_job_is_running(job) && job->type == SHUT_DOWN_JOB &&
            g_strcmp0(job->vm_guid, vm->guid) == 0)
            hvs_job_fail(job, HVS_RESULT_FAILED, "The virtual machine was turned off.");
    }
}

static gpointer
begin_change(HvsVm *vm, const HvsPowerRow *row)
{
    gpointer packed = PACK(vm->enabled_state, row->then);

    if (row->meanwhile != 0)
        hvs_vm_set_state(vm, row->meanwhile);

    return packed;
}

static guint32
request_state_change(HvsCall *call)
{
    const Msvm_ComputerSystem_RequestStateChange_INPUT *input = call->input;
    HvsVm *vm = hvs_host_find_vm(call->host, hvr_wmi_path_get(call->target, "Name"));
    const HvsPowerRow *row = NULL;
    guint32 result;

    if (vm == NULL) /* the host itself */
        return HVS_RESULT_NOT_SUPPORTED;
    if (input->RequestedState == HVS_VM_OFF)
        stop_shutdown(vm);

    result = check_change(vm, input->RequestedState, &row);
    if (result != HVS_RESULT_DONE)
        return result;

    return hvs_job_run(call, &row->job, vm, begin_change(vm, row), NULL);
}

/* Nobody sees what a guest makes of it; without one there is nobody to interrupt
 * (inferred). */
static guint32
interrupt(HvsCall *call)
{
    HvsVm *vm = hvs_host_find_vm(call->host, hvr_wmi_path_get(call->target, "Name"));

    if (vm == NULL)
        return HVS_RESULT_NOT_SUPPORTED;
    if (vm->enabled_state != HVS_VM_RUNNING)
        return HVS_RESULT_INVALID_STATE;

    vm->n_interrupts++;

    return HVS_RESULT_DONE;
}

/* The two methods have no Job parameter: 0 says that the guest was told. */
static guint32
tell_guest(HvsCall *call, guint requested)
{
    HvsVm *vm = hvs_host_find_vm(call->host, hvr_wmi_path_get(call->target, "SystemName"));
    const HvsPowerRow *row = NULL;
    guint32 result;

    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    if (vm->enabled_state == HVS_VM_SHUTTING_DOWN)
        return HVS_RESULT_SHUTTING_DOWN;

    result = check_change(vm, requested, &row);
    if (result == HVS_RESULT_DONE)
        hvs_job_start(call->host, &row->job, vm, call->host->quick_job, 0, begin_change(vm, row));

    return result;
}

static guint32
initiate_shutdown(HvsCall *call)
{
    return tell_guest(call, REQUEST_SHUT_DOWN);
}

static guint32
initiate_reboot(HvsCall *call)
{
    return tell_guest(call, REQUEST_REBOOT);
}

/* "Always returns 1": services of vmms cannot be stopped this way (inferred from
 * Msvm_ReplicationService, whose page says so). */
static guint32
not_supported(HvsCall *call G_GNUC_UNUSED)
{
    return 1;
}

/* clang-format off */
const HvsCimMethod hvs_vm_methods[] = {
    { &hvr_wmi_method_Msvm_ComputerSystem_RequestStateChange,                    request_state_change },
    { &hvr_wmi_method_Msvm_ComputerSystem_InjectNonMaskableInterrupt,            interrupt },
    { &hvr_wmi_method_Msvm_ShutdownComponent_InitiateShutdown,                   initiate_shutdown },
    { &hvr_wmi_method_Msvm_ShutdownComponent_InitiateReboot,                     initiate_reboot },
    { &hvr_wmi_method_Msvm_VirtualSystemManagementService_DefineSystem,          hvs_vm_define_system },
    { &hvr_wmi_method_Msvm_VirtualSystemManagementService_DestroySystem,         hvs_vm_destroy_system },
    { &hvr_wmi_method_Msvm_VirtualSystemManagementService_ModifySystemSettings,  hvs_vm_modify_system_settings },
    { &hvr_wmi_method_Msvm_VirtualSystemManagementService_ModifyResourceSettings, hvs_vm_modify_resource_settings },
    { &hvr_wmi_method_Msvm_VirtualSystemManagementService_AddResourceSettings,   hvs_vm_add_resource_settings },
    { &hvr_wmi_method_Msvm_VirtualSystemManagementService_RemoveResourceSettings, hvs_vm_remove_resource_settings },
    { &hvr_wmi_method_Msvm_VirtualSystemManagementService_AddFeatureSettings,    hvs_vm_add_feature_settings },
    { &hvr_wmi_method_Msvm_VirtualSystemManagementService_ModifyFeatureSettings, hvs_vm_modify_feature_settings },
    { &hvr_wmi_method_Msvm_VirtualSystemManagementService_RemoveFeatureSettings, hvs_vm_remove_feature_settings },
    { &hvr_wmi_method_Msvm_VirtualSystemManagementService_GetSummaryInformation, hvs_vm_get_summary_information },
    { &hvr_wmi_method_Msvm_VirtualSystemManagementService_RequestStateChange,    not_supported },
    { &hvr_wmi_method_Msvm_VirtualSystemManagementService_StartService,          not_supported },
    { &hvr_wmi_method_Msvm_VirtualSystemManagementService_StopService,           not_supported },
    { 0 }
};
/* clang-format on */
