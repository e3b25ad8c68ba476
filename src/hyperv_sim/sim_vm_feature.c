/* sim_vm_feature.c: what ports of switches do for adapters: AddFeatureSettings and its kin
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_vm_edit.h"

#include <string.h>

#include "sim_embedded.h"
#include "sim_vm_overlay.h"

/* Never part of XML or of a path: what a feature is added to stands before it. */
#define MARK "\x1e"

#define MAX_VLAN 4094

static guint32
parse(const HvsVm *vm, const char *text, gpointer *out_feature)
{
    return hvs_embedded_parse(vm->host, &hvr_wmi_class_Msvm_EthernetSwitchPortFeatureSettingData,
                              text, out_feature);
}

static gboolean
is_valid(const HvrWmiObject *feature)
{
    const Msvm_EthernetSwitchPortVlanSettingData *vlan = (gconstpointer)feature;

    if (feature->type != &hvr_wmi_class_Msvm_EthernetSwitchPortVlanSettingData)
        return TRUE;

    return vlan->AccessVlanId <= MAX_VLAN && vlan->NativeVlanId <= MAX_VLAN &&
           vlan->OperationMode <= 3;
}

/* A connection has one of each sort (os-win). */
static guint32
add(HvsVm *vm, const char *text, gboolean is_real)
{
    const char *mark = strstr(text, MARK);
    g_autofree char *connection = g_strndup(text, (gsize)(mark - text));
    const HvsNic *nic = hvs_vm_edit_find_nic(vm, connection);
    g_autoptr(HvrWmiObject) feature = NULL;
    g_autoptr(HvrWmiObject) there = NULL;
    g_autofree char *id = NULL;
    gpointer parsed = NULL;
    guint32 result = parse(vm, mark + 1, &parsed);

    feature = parsed;
    if (result != HVS_RESULT_DONE)
        return result;
    id = nic != NULL ? hvs_vm_overlay_dup_feature_id(nic, feature->type) : NULL;
    there = id != NULL ? hvs_vm_overlay_find(vm, id) : NULL;
    if (id == NULL || there != NULL || !is_valid(feature))
        return HVS_CIM_INVALID_PARAMETER;
    if (!is_real)
        return HVS_RESULT_DONE;
    hvr_wmi_object_set_string(feature, "InstanceID", id);
    hvs_vm_overlay_set(vm, feature);

    return HVS_RESULT_DONE;
}

static guint32
modify(HvsVm *vm, const char *text, gboolean is_real)
{
    g_autoptr(HvrWmiObject) feature = NULL;
    g_autoptr(HvrWmiObject) there = NULL;
    gpointer parsed = NULL;
    guint32 result = parse(vm, text, &parsed);

    feature = parsed;
    if (result != HVS_RESULT_DONE)
        return result;
    there = hvs_vm_overlay_find(vm, ((const CIM_ManagedElement *)parsed)->InstanceID);
    if (there == NULL || there->type != feature->type || !is_valid(feature))
        return HVS_CIM_INVALID_PARAMETER;
    if (is_real)
        hvs_vm_overlay_set(vm, feature);

    return HVS_RESULT_DONE;
}

static guint32
remove_feature(HvsVm *vm, const char *path, gboolean is_real)
{
    g_autofree char *id = hvs_vm_edit_dup_id(path);
    g_autoptr(HvrWmiObject) there = id != NULL ? hvs_vm_overlay_find(vm, id) : NULL;

    if (there == NULL ||
        !hvr_wmi_class_is_a(there->type, &hvr_wmi_class_Msvm_EthernetSwitchPortFeatureSettingData))
        return HVS_CIM_INVALID_PARAMETER;
    if (is_real)
        hvs_vm_overlay_remove(vm, id);

    return HVS_RESULT_DONE;
}

guint32
hvs_vm_add_feature_settings(HvsCall *call)
{
    static const HvsVmEdit edit = { { 33, "Add Features", FALSE, hvs_vm_edit_on_done }, add };
    const Msvm_VirtualSystemManagementService_AddFeatureSettings_INPUT *input = call->input;
    g_autofree char *id = hvs_vm_edit_dup_id(input->AffectedConfiguration);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; input->FeatureSettings != NULL && input->FeatureSettings[i] != NULL; i++)
        g_ptr_array_add(texts,
                        g_strconcat(id != NULL ? id : "", MARK, input->FeatureSettings[i], NULL));
    g_ptr_array_add(texts, NULL);

    return hvs_vm_edit_run(call, &edit, hvs_vm_edit_find_vm(call->host, id), (GStrv)texts->pdata);
}

guint32
hvs_vm_modify_feature_settings(HvsCall *call)
{
    static const HvsVmEdit edit = { { 34, "Modify Features", FALSE, hvs_vm_edit_on_done }, modify };
    const Msvm_VirtualSystemManagementService_ModifyFeatureSettings_INPUT *input = call->input;
    g_autoptr(HvrWmiObject) first = NULL;
    gpointer parsed = NULL;
    guint32 result;

    if (input->FeatureSettings == NULL || input->FeatureSettings[0] == NULL)
        return HVS_CIM_INVALID_PARAMETER;
    result = hvs_embedded_parse(call->host,
                                &hvr_wmi_class_Msvm_EthernetSwitchPortFeatureSettingData,
                                input->FeatureSettings[0], &parsed);
    first = parsed;
    if (result != HVS_RESULT_DONE)
        return result;

    return hvs_vm_edit_run(
        call, &edit,
        hvs_vm_edit_find_vm(call->host, ((const CIM_ManagedElement *)parsed)->InstanceID),
        input->FeatureSettings);
}

guint32
hvs_vm_remove_feature_settings(HvsCall *call)
{
    static const HvsVmEdit edit = { { 35, "Remove Features", FALSE, hvs_vm_edit_on_done },
                                    remove_feature };
    const Msvm_VirtualSystemManagementService_RemoveFeatureSettings_INPUT *input = call->input;
    GStrv paths = input->FeatureSettings;
    g_autofree char *id = paths != NULL ? hvs_vm_edit_dup_id(paths[0]) : NULL;

    return hvs_vm_edit_run(call, &edit, hvs_vm_edit_find_vm(call->host, id), paths);
}
