/* sim_snapshot.c: which checkpoints and recovery points belong to which VM
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The settings of a snapshot are listed with those of its VM.
 */

#include <config.h>

#include "sim_snapshot_method.h"
#include "sim_values.h"
#include "sim_vm_part.h"

static void
append_vm_snapshots(const HvsVm *vm, GPtrArray *objects)
{
    g_autofree char *system = hvs_cim_dup_vm_path(vm);

    for (guint i = 0; i < vm->snapshots->len; i++) {
        g_autofree char *path = hvs_vm_dup_snapshot_path(vm, g_ptr_array_index(vm->snapshots, i));

        g_ptr_array_add(objects, hvs_values_new_link(&hvr_wmi_class_Msvm_SnapshotOfVirtualSystem,
                                                     "Antecedent", system, "Dependent", path));
    }
}

static void
list_snapshots(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++)
        append_vm_snapshots(g_ptr_array_index(host->vms, i), objects);
}

/* Both associations name the checkpoint that the VM's disks grow from; their
 * ends are the other way round (msvm-lastappliedsnapshot.md). */
static void
list_current(HvsHost *host,
             GPtrArray *objects,
             const HvrWmiClass *type,
             const char *system_end,
             const char *snapshot_end)
{
    for (guint i = 0; i < host->vms->len; i++) {
        const HvsVm *vm = g_ptr_array_index(host->vms, i);
        g_autofree char *system = NULL;
        g_autofree char *path = NULL;

        if (vm->current == NULL)
            continue;
        system = hvs_cim_dup_vm_path(vm);
        path = hvs_vm_dup_snapshot_path(vm, vm->current);
        g_ptr_array_add(objects, hvs_values_new_link(type, system_end, system, snapshot_end, path));
    }
}

static void
list_most_current(HvsHost *host, GPtrArray *objects)
{
    list_current(host, objects, &hvr_wmi_class_Msvm_MostCurrentSnapshotInBranch, "Antecedent",
                 "Dependent");
}

static void
list_last_applied(HvsHost *host, GPtrArray *objects)
{
    list_current(host, objects, &hvr_wmi_class_Msvm_LastAppliedSnapshot, "Dependent", "Antecedent");
}

/* clang-format off */
const HvsCimClass hvs_snapshot_classes[] = {
    { &hvr_wmi_class_Msvm_SnapshotOfVirtualSystem,     HVR_WMI_NAMESPACE, list_snapshots },
    { &hvr_wmi_class_Msvm_MostCurrentSnapshotInBranch, HVR_WMI_NAMESPACE, list_most_current },
    { &hvr_wmi_class_Msvm_LastAppliedSnapshot,         HVR_WMI_NAMESPACE, list_last_applied },
    { 0 }
};

const HvsCimMethod hvs_snapshot_methods[] = {
    { &hvr_wmi_method_Msvm_VirtualSystemSnapshotService_CreateSnapshot,      hvs_snapshot_create },
    { &hvr_wmi_method_Msvm_VirtualSystemSnapshotService_ApplySnapshot,       hvs_snapshot_apply },
    { &hvr_wmi_method_Msvm_VirtualSystemSnapshotService_DestroySnapshot,     hvs_snapshot_destroy },
    { &hvr_wmi_method_Msvm_VirtualSystemSnapshotService_DestroySnapshotTree, hvs_snapshot_destroy_tree },
    { 0 }
};
/* clang-format on */
