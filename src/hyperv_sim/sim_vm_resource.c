/* sim_vm_resource.c: what a virtual machine's parts are set to: ModifyResourceSettings
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_vm_edit.h"

#include "sim_embedded.h"
#include "sim_vm_overlay.h"

/* EnabledState of a connection. */
#define ENABLED 2

static void
take_text(char **place, gpointer settings, const char *name, const char *value)
{
    if (!hvr_wmi_object_has(settings, name))
        return;
    g_free(*place);
    *place = value != NULL && value[0] != '\0' ? g_strdup(value) : NULL;
    hvr_wmi_object_clear(settings, name);
}

/* What the adapter itself knows, others look for there.  A cable that is pulled out
 * leaves the name of the switch behind. */
static guint32
take_connection(HvsVm *vm, Msvm_EthernetPortAllocationSettingData *settings, gboolean is_real)
{
    HvsNic *nic = hvs_vm_edit_find_nic(vm, settings->InstanceID);

    if (nic == NULL)
        return HVS_RESULT_INVALID_PARAMETER;
    if (settings->HostResource != NULL &&
        !hvs_vm_edit_set_switch(vm, nic, settings->HostResource, is_real))
        return HVS_RESULT_INVALID_PARAMETER;
    if (!is_real)
        return HVS_RESULT_DONE;

    take_text(&nic->test_switch, settings, "TestReplicaSwitchName",
              settings->TestReplicaSwitchName);
    take_text(&nic->test_pool, settings, "TestReplicaPoolID", settings->TestReplicaPoolID);
    take_text(&nic->pool, settings, "PoolID", settings->PoolID);
    if (hvr_wmi_object_has(settings, "EnabledState") && settings->EnabledState != ENABLED &&
        nic->switch_name != NULL) {
        hvr_wmi_object_set_string(settings, "LastKnownSwitchName", nic->switch_name);
        g_clear_pointer(&nic->switch_name, g_free);
    }
    hvr_wmi_object_clear(settings, "HostResource");
    hvr_wmi_object_clear(settings, "EnabledState");

    return HVS_RESULT_DONE;
}

static guint32
take_port(HvsVm *vm, CIM_ResourceAllocationSettingData *settings, gboolean is_real)
{
    HvsNic *nic = hvs_vm_edit_find_nic(vm, settings->InstanceID);

    if (nic == NULL)
        return HVS_RESULT_INVALID_PARAMETER;
    if (!is_real)
        return HVS_RESULT_DONE;
    take_text(&nic->name, settings, "ElementName", settings->ElementName);
    take_text(&nic->mac, settings, "Address", settings->Address);

    return HVS_RESULT_DONE;
}

static guint32
take_image(HvsVm *vm, CIM_ResourceAllocationSettingData *settings, gboolean is_real)
{
    HvsDisk *disk = hvs_vm_edit_find_disk(vm, settings->InstanceID);
    const char *path = settings->HostResource != NULL ? settings->HostResource[0] : NULL;

    if (disk == NULL || path == NULL)
        return HVS_RESULT_DONE;
    if (!hvs_vm_edit_is_free(vm, path))
        return HVS_RESULT_IN_USE;
    if (!is_real)
        return HVS_RESULT_DONE;
    take_text(&disk->path, settings, "HostResource", path);

    return HVS_RESULT_DONE;
}

static guint32
take(HvsVm *vm, HvrWmiObject *settings, gboolean is_real)
{
    if (settings->type == &hvr_wmi_class_Msvm_EthernetPortAllocationSettingData)
        return take_connection(vm, (gpointer)settings, is_real);
    if (settings->type == &hvr_wmi_class_Msvm_SyntheticEthernetPortSettingData ||
        settings->type == &hvr_wmi_class_Msvm_EmulatedEthernetPortSettingData)
        return take_port(vm, (gpointer)settings, is_real);
    if (settings->type == &hvr_wmi_class_Msvm_StorageAllocationSettingData)
        return take_image(vm, (gpointer)settings, is_real);

    return HVS_RESULT_DONE;
}

/* "The modified aspects": what is NULL stays. */
static guint32
modify(HvsVm *vm, const char *text, gboolean is_real)
{
    g_autoptr(HvrWmiObject) settings = NULL;
    g_autoptr(HvrWmiObject) part = NULL;
    gpointer parsed = NULL;
    guint32 result = hvs_embedded_parse(vm->host, &hvr_wmi_class_CIM_ResourceAllocationSettingData,
                                        text, &parsed);

    settings = parsed;
    if (result != HVS_RESULT_DONE)
        return result;
    part = hvs_vm_overlay_find(vm, ((const CIM_ManagedElement *)parsed)->InstanceID);
    if (part == NULL || part->type != settings->type)
        return HVS_CIM_INVALID_PARAMETER;
    result = hvs_vm_rule_check_properties(vm, settings);
    if (result == HVS_RESULT_DONE)
        result = take(vm, settings, is_real);
    if (result == HVS_RESULT_DONE && is_real)
        hvs_vm_overlay_set(vm, settings);

    return result;
}

/* Returns: (nullable): whose part the first one is of. */
static HvsVm *
find_vm(const HvsHost *host, const char *text, guint32 *out_result)
{
    g_autoptr(HvrWmiObject) settings = NULL;
    gpointer parsed = NULL;

    *out_result =
        hvs_embedded_parse(host, &hvr_wmi_class_CIM_ResourceAllocationSettingData, text, &parsed);
    settings = parsed;

    return settings != NULL
               ? hvs_vm_edit_find_vm(host, ((const CIM_ManagedElement *)parsed)->InstanceID)
               : NULL;
}

static char *
dup_path(HvsHost *host, const char *text)
{
    g_autoptr(HvrWmiObject) settings = NULL;
    gpointer parsed = NULL;

    hvs_embedded_parse(host, &hvr_wmi_class_CIM_ResourceAllocationSettingData, text, &parsed);
    settings = parsed;

    return hvs_cim_dup_path(host, HVR_WMI_NAMESPACE, settings);
}

guint32
hvs_vm_modify_resource_settings(HvsCall *call)
{
    static const HvsVmEdit edit = { { 31, "Modify Resources", FALSE, hvs_vm_edit_on_done },
                                    modify };
    const Msvm_VirtualSystemManagementService_ModifyResourceSettings_INPUT *input = call->input;
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    GStrv texts = input->ResourceSettings;
    guint32 result;
    HvsVm *vm;

    if (texts == NULL || texts[0] == NULL)
        return HVS_CIM_INVALID_PARAMETER;
    vm = find_vm(call->host, texts[0], &result);
    if (result != HVS_RESULT_DONE)
        return result;
    result = hvs_vm_edit_run(call, &edit, vm, texts);
    if (result != HVS_RESULT_DONE && result != 4096)
        return result;

    for (guint i = 0; texts[i] != NULL; i++)
        g_ptr_array_add(paths, dup_path(call->host, texts[i]));
    g_ptr_array_add(paths, NULL);
    hvr_wmi_object_set_strv(call->output, "ResultingResourceSettings",
                            (const char *const *)paths->pdata);

    return result;
}
