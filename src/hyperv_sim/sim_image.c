/* sim_image.c: the service that knows what is in a virtual hard disk
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_cim.h"
#include "sim_replication_method.h"
#include "sim_values.h"
#include "sim_vm_method.h"
#include "wmi_embedded.h"

/* Msvm_VirtualHardDiskSettingData */
#define FORMAT_VHD   2
#define FORMAT_VHDX  3
#define TYPE_DYNAMIC 3

/* A dynamic image holds what the guest has written: here, always half of it. */
#define USED_SHARE 2

#define BLOCK_SIZE (32u << 20)

/* clang-format off */
static const HvsValue service_values[] = {
    { "Caption",                 "Hyper-V Image Management Service" },
    { "Description",             "Provides Image Management servicing for Hyper-V" },
    { "ElementName",             "Hyper-V Image Management Service" },
    { "Name",                    "vhdsvc" },
    { "CreationClassName",       "Msvm_ImageManagementService" },
    { "OperationalStatus",       "2" },
    { "StatusDescriptions",      "OK" },
    { "HealthState",             "5" },
    { "EnabledState",            "2" },
    { "RequestedState",          "12" },
    { "EnabledDefault",          "2" },
    { "TransitioningToState",    "12" },
    { "SystemCreationClassName", "Msvm_ComputerSystem" },
    { "Started",                 "true" },
    { NULL }
};

static const HvsValue image_values[] = {
    { "Caption",            "Virtual Hard Disk Setting Data" },
    { "Description",        "Setting Data for a Virtual Hard Disk" },
    { "LogicalSectorSize",  "512" },
    { "PhysicalSectorSize", "4096" },
    { NULL }
};
/* clang-format on */

static void
list_service(HvsHost *host, GPtrArray *objects)
{
    gpointer service = hvs_values_new(&hvr_wmi_class_Msvm_ImageManagementService, service_values);

    hvr_wmi_object_set_string(service, "SystemName", host->name);
    hvr_wmi_object_set_time(service, "TimeOfLastStateChange", host->booted);
    g_ptr_array_add(objects, service);
}

static const HvsDisk *
find_disk(const HvsHost *host, const char *path)
{
    for (guint i = 0; i < host->vms->len; i++) {
        const HvsVm *vm = g_ptr_array_index(host->vms, i);

        for (guint d = 0; d < vm->disks->len; d++) {
            const HvsDisk *disk = g_ptr_array_index(vm->disks, d);

            if (g_ascii_strcasecmp(disk->path, path) == 0)
                return disk;
        }
    }

    return NULL;
}

static guint32
get_settings(HvsCall *call)
{
    const Msvm_ImageManagementService_GetVirtualHardDiskSettingData_INPUT *input = call->input;
    g_autoptr(HvrWmiObject) settings = NULL;
    g_autofree char *text = NULL;
    const HvsDisk *disk;

    if (input->Path == NULL || input->Path[0] == '\0')
        return HVS_RESULT_INVALID_PARAMETER;
    disk = find_disk(call->host, input->Path);
    if (disk == NULL)
        return HVS_RESULT_FILE_NOT_FOUND;

    settings = hvs_values_new(&hvr_wmi_class_Msvm_VirtualHardDiskSettingData, image_values);
    hvr_wmi_object_set_string(settings, "InstanceID", disk->path);
    hvr_wmi_object_set_string(settings, "Path", disk->path);
    hvr_wmi_object_set_uint(settings, "Type", TYPE_DYNAMIC);
    hvr_wmi_object_set_uint(settings, "Format",
                            g_str_has_suffix(disk->path, ".vhd") ? (guint)FORMAT_VHD
                                                                 : (guint)FORMAT_VHDX);
    hvr_wmi_object_set_uint(settings, "MaxInternalSize", disk->size);
    hvr_wmi_object_set_uint(settings, "BlockSize", BLOCK_SIZE);
    text = hvr_wmi_embedded_format(settings);
    hvr_wmi_object_set_string(call->output, "SettingData", text);

    return HVS_RESULT_DONE;
}

static guint32
get_state(HvsCall *call)
{
    const Msvm_ImageManagementService_GetVirtualHardDiskState_INPUT *input = call->input;
    g_autoptr(HvrWmiObject) state = NULL;
    g_autofree char *text = NULL;
    const HvsDisk *disk;

    if (input->Path == NULL || input->Path[0] == '\0')
        return HVS_RESULT_INVALID_PARAMETER;
    disk = find_disk(call->host, input->Path);
    if (disk == NULL)
        return HVS_RESULT_FILE_NOT_FOUND;

    state = hvr_wmi_object_new(&hvr_wmi_class_Msvm_VirtualHardDiskState);
    hvr_wmi_object_set_uint(state, "FileSize", disk->size / USED_SHARE);
    hvr_wmi_object_set_boolean(state, "InUse", FALSE); /* reserved, says the page */
    hvr_wmi_object_set_uint(state, "MinInternalSize", disk->size / USED_SHARE);
    hvr_wmi_object_set_uint(state, "PhysicalSectorSize", 4096);
    hvr_wmi_object_set_uint(state, "Alignment", 1);
    hvr_wmi_object_set_uint(state, "FragmentationPercentage", 0);
    text = hvr_wmi_embedded_format(state);
    hvr_wmi_object_set_string(call->output, "State", text);

    return HVS_RESULT_DONE;
}

/* clang-format off */
const HvsCimClass hvs_image_classes[] = {
    { &hvr_wmi_class_Msvm_ImageManagementService, HVR_WMI_NAMESPACE, list_service },
    { 0 }
};

const HvsCimMethod hvs_image_methods[] = {
    { &hvr_wmi_method_Msvm_ImageManagementService_GetVirtualHardDiskSettingData, get_settings },
    { &hvr_wmi_method_Msvm_ImageManagementService_GetVirtualHardDiskState,       get_state },
    { 0 }
};
/* clang-format on */
