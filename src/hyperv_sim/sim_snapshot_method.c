/* sim_snapshot_method.c: methods of Msvm_VirtualSystemSnapshotService
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_snapshot_method.h"

#include "sim_embedded.h"
#include "sim_job.h"
#include "sim_replication.h"
#include "sim_vm_method.h"
#include "sim_vm_part.h"

/* createsnapshot-msvm-virtualsystemsnapshotservice.md: SnapshotType. */
#define TYPE_FULL 2
#define TYPE_DISK 3

#define CHECKPOINT_TYPE "Microsoft:Hyper-V:Snapshot:Realized"

/* Msvm_ComputerSystem.ReplicationMode. */
#define MODE_REPLICA  2
#define MODE_EXTENDED 4

/* A job's VM and snapshot; %NULL if something else took them away meanwhile. */
static HvsSnapshot *
find_target(const HvsJob *job, HvsVm **out_vm)
{
    *out_vm = hvs_host_find_vm(job->host, job->vm_guid);

    return hvs_vm_find_snapshot(*out_vm, job->target);
}

/* As Hyper-V Manager names them: "web01 - (5/1/2026 - 3:04:05 AM)". */
static char *
dup_name(const HvsVm *vm)
{
    gint64 now = vm->host->world->now;
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(now / G_USEC_PER_SEC);
    g_autofree char *hour = g_date_time_format(time, "%M:%S %p");
    int hours = g_date_time_get_hour(time) % 12;

    return g_strdup_printf("%s - (%d/%d/%d - %d:%s)", vm->name, g_date_time_get_month(time),
                           g_date_time_get_day_of_month(time), g_date_time_get_year(time),
                           hours == 0 ? 12 : hours, hour);
}

static void
on_created(HvsJob *job, gpointer data)
{
    HvsVm *vm = hvs_host_find_vm(job->host, job->vm_guid);
    g_autofree char *name = dup_name(vm);
    HvsSnapshot *snapshot = hvs_vm_add_snapshot(vm, CHECKPOINT_TYPE, name);

    if (GPOINTER_TO_UINT(data) == TYPE_DISK)
        snapshot->saved = FALSE;
    job->result_path = hvs_vm_dup_snapshot_path(vm, snapshot);
}

/* A replica has only what its primary sends until it was failed over (inferred). */
static gboolean
is_locked_replica(const HvsVm *vm)
{
    return (vm->replication_mode == MODE_REPLICA || vm->replication_mode == MODE_EXTENDED) &&
           !hvs_vm_can_start(vm);
}

static guint32
check_snapshot_settings(const HvsHost *host, const char *text)
{
    g_autoptr(HvrWmiObject) settings = NULL;
    gpointer parsed = NULL;
    guint32 result;

    if (text == NULL || *text == '\0')
        return HVS_RESULT_DONE;

    result = hvs_embedded_parse(host, &hvr_wmi_class_Msvm_VirtualSystemSnapshotSettingData, text,
                                &parsed);
    settings = parsed;

    return result;
}

guint32
hvs_snapshot_create(HvsCall *call)
{
    static const HvsJobRow row = { 70, "Snapshot Virtual Machine", FALSE, on_created };
    const Msvm_VirtualSystemSnapshotService_CreateSnapshot_INPUT *input = call->input;
    HvsVm *vm = hvs_host_find_vm_by_path(call->host, input->AffectedSystem);
    guint32 result = check_snapshot_settings(call->host, input->SnapshotSettings);

    if (result != HVS_RESULT_DONE)
        return result;
    if (vm == NULL)
        return HVS_CIM_INVALID_PARAMETER;
    if (input->SnapshotType != TYPE_FULL && input->SnapshotType != TYPE_DISK)
        return HVS_CIM_INVALID_TYPE;
    if (is_locked_replica(vm))
        return HVS_RESULT_INVALID_STATE;
    if (hvs_vm_is_busy(vm))
        return HVS_RESULT_IN_USE;

    return hvs_job_run(call, &row, vm, GUINT_TO_POINTER(input->SnapshotType), NULL);
}

static void
on_applied(HvsJob *job, gpointer data G_GNUC_UNUSED)
{
    HvsVm *vm;
    HvsSnapshot *snapshot = find_target(job, &vm);

    if (snapshot == NULL || hvs_vm_has_process(vm)) {
        job->error_code = HVS_RESULT_INVALID_STATE;
        return;
    }
    vm->current = snapshot;
    hvs_vm_set_state(vm, snapshot->saved ? HVS_VM_SAVED : HVS_VM_OFF);
    hvs_replication_vm_reverted(vm);
}

static void
on_destroyed(HvsJob *job, gpointer data G_GNUC_UNUSED)
{
    HvsVm *vm;
    HvsSnapshot *snapshot = find_target(job, &vm);

    if (snapshot != NULL)
        hvs_vm_remove_snapshot(vm, snapshot);
}

static HvsSnapshot *
find_child(const HvsVm *vm, const HvsSnapshot *parent)
{
    for (guint i = 0; i < vm->snapshots->len; i++) {
        HvsSnapshot *snapshot = g_ptr_array_index(vm->snapshots, i);

        if (snapshot->parent == parent)
            return snapshot;
    }

    return NULL;
}

/* Leaves first, until the root of the tree is one. */
static void
on_tree_destroyed(HvsJob *job, gpointer data G_GNUC_UNUSED)
{
    HvsVm *vm;
    HvsSnapshot *root = find_target(job, &vm);
    HvsSnapshot *leaf = root;

    while (leaf != NULL) {
        HvsSnapshot *child = find_child(vm, leaf);
        HvsSnapshot *parent = leaf == root ? NULL : leaf->parent;

        if (child == NULL)
            hvs_vm_remove_snapshot(vm, leaf);
        leaf = child != NULL ? child : parent;
    }
}

/* What the page does not say about recovery points is inferred: Hyper-V alone
 * applies and removes them. */
static guint32
run_on_snapshot(HvsCall *call, const char *path, const HvsJobRow *row, gboolean must_be_off)
{
    g_autofree char *id = path != NULL ? hvr_wmi_path_dup_key(path, "InstanceID") : NULL;
    HvsSnapshot *snapshot;
    HvsVm *vm = hvs_vm_find_by_settings(call->host, id, &snapshot);

    if (vm == NULL || snapshot == NULL)
        return HVS_CIM_INVALID_PARAMETER;
    if (hvs_snapshot_is_point(snapshot) || (must_be_off && hvs_vm_has_process(vm)) ||
        is_locked_replica(vm))
        return HVS_RESULT_INVALID_STATE;
    if (hvs_vm_is_busy(vm))
        return HVS_RESULT_IN_USE;

    return hvs_job_run(call, row, vm, NULL, snapshot->instance_id);
}

/* applysnapshot-msvm-virtualsystemsnapshotservice.md: off or saved. */
guint32
hvs_snapshot_apply(HvsCall *call)
{
    static const HvsJobRow row = { 71, "Apply Virtual Machine Snapshot", FALSE, on_applied };
    const Msvm_VirtualSystemSnapshotService_ApplySnapshot_INPUT *input = call->input;

    return run_on_snapshot(call, input->Snapshot, &row, TRUE);
}

guint32
hvs_snapshot_destroy(HvsCall *call)
{
    static const HvsJobRow row = { 72, "Delete Virtual Machine Snapshot", FALSE, on_destroyed };
    const Msvm_VirtualSystemSnapshotService_DestroySnapshot_INPUT *input = call->input;

    return run_on_snapshot(call, input->AffectedSnapshot, &row, FALSE);
}

/* Its page lists the vendor's codes only, so a wrong reference is 32773 there. */
guint32
hvs_snapshot_destroy_tree(HvsCall *call)
{
    static const HvsJobRow row = { 72, "Delete Virtual Machine Snapshot", FALSE,
                                   on_tree_destroyed };
    const Msvm_VirtualSystemSnapshotService_DestroySnapshotTree_INPUT *input = call->input;
    guint32 result = run_on_snapshot(call, input->SnapshotSettingData, &row, FALSE);

    return result == HVS_CIM_INVALID_PARAMETER ? HVS_RESULT_INVALID_PARAMETER : result;
}
