/* sim_vm_link.c: which parts and settings belong to which VM
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_vm_part.h"

#include "sim_values.h"
#include "sim_vm_overlay.h"

static const HvsVmAppend devices[] = { hvs_vm_append_shutdown, hvs_vm_append_heartbeat };

void
hvs_vm_list_settings_links(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++) {
        const HvsVm *vm = g_ptr_array_index(host->vms, i);
        g_autofree char *system = hvs_cim_dup_vm_path(vm);
        g_autofree char *settings = hvs_vm_dup_settings_path(vm);

        g_ptr_array_add(objects,
                        hvs_values_new_link(&hvr_wmi_class_Msvm_SettingsDefineState,
                                            "ManagedElement", system, "SettingData", settings));
    }
}

static void
append_part_links(const HvsVm *vm,
                  const HvrWmiClass *type,
                  const char *group,
                  GPtrArray *parts,
                  GPtrArray *objects)
{
    for (guint i = 0; i < parts->len; i++) {
        g_autofree char *part =
            hvs_cim_dup_path(vm->host, HVR_WMI_NAMESPACE, g_ptr_array_index(parts, i));

        g_ptr_array_add(objects,
                        hvs_values_new_link(type, "GroupComponent", group, "PartComponent", part));
    }
}

void
hvs_vm_list_component_links(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++) {
        const HvsVm *vm = g_ptr_array_index(host->vms, i);
        g_autofree char *settings = hvs_vm_dup_settings_path(vm);

        for (const HvsVmPart *part = hvs_vm_parts; part->type != NULL; part++) {
            g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(hvr_wmi_object_free);

            if (!part->is_component)
                continue;
            hvs_vm_overlay_list(vm, part->type, parts);
            append_part_links(vm, &hvr_wmi_class_Msvm_VirtualSystemSettingDataComponent, settings,
                              parts, objects);
        }
    }
}

void
hvs_vm_list_device_links(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++) {
        const HvsVm *vm = g_ptr_array_index(host->vms, i);
        g_autofree char *system = hvs_cim_dup_vm_path(vm);
        g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(hvr_wmi_object_free);

        for (gsize j = 0; j < G_N_ELEMENTS(devices); j++)
            devices[j](vm, parts);
        append_part_links(vm, &hvr_wmi_class_Msvm_SystemDevice, system, parts, objects);
    }
}

void
hvs_vm_list_hosted_links(HvsHost *host, GPtrArray *objects)
{
    g_autofree char *system = hvs_system_dup_path(host);

    for (guint i = 0; i < host->vms->len; i++) {
        g_autofree char *guest = hvs_cim_dup_vm_path(g_ptr_array_index(host->vms, i));

        g_ptr_array_add(objects, hvs_values_new_link(&hvr_wmi_class_Msvm_HostedDependency,
                                                     "Antecedent", system, "Dependent", guest));
    }
}
