/* sim_vm_resource.c: changing what a virtual machine's parts are set to: ModifyResourceSettings
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Of adapters' connections only, and of these what a test failover does with them.
 */

#include <config.h>

#include "sim_vm_method.h"

#include <string.h>

#include "sim_embedded.h"
#include "wmi_object.h"

/* Never part of XML, so texts can be joined by it. */
#define SEPARATOR "\x1f"

/* A connection is called like its adapter, and one more step (recorded hosts). */
#define CONNECTION "\\C"

static HvsNic *
find_nic_of_vm(const HvsVm *vm, const char *connection_id)
{
    for (guint i = 0; i < vm->nics->len; i++) {
        HvsNic *nic = g_ptr_array_index(vm->nics, i);
        g_autofree char *id = g_strconcat(nic->instance_id, CONNECTION, NULL);

        if (g_ascii_strcasecmp(id, connection_id) == 0)
            return nic;
    }

    return NULL;
}

static HvsNic *
find_nic(const HvsHost *host, const char *connection_id, HvsVm **out_vm)
{
    for (guint i = 0; connection_id != NULL && i < host->vms->len; i++) {
        HvsVm *vm = g_ptr_array_index(host->vms, i);
        HvsNic *nic = find_nic_of_vm(vm, connection_id);

        if (nic != NULL) {
            *out_vm = vm;
            return nic;
        }
    }

    return NULL;
}

static void
take_text(char **place, gconstpointer settings, const char *name, const char *value)
{
    if (!hvr_wmi_object_has(settings, name))
        return;
    g_free(*place);
    *place = value[0] != '\0' ? g_strdup(value) : NULL;
}

/* "The modified aspects": what is NULL stays. */
static void
take_connection(HvsNic *nic, const Msvm_EthernetPortAllocationSettingData *settings)
{
    take_text(&nic->test_switch, settings, "TestReplicaSwitchName",
              settings->TestReplicaSwitchName);
    take_text(&nic->test_pool, settings, "TestReplicaPoolID", settings->TestReplicaPoolID);
}

/* Returns: 0 with the adapter and its machine, and the settings to be freed. */
static guint32
read_resource(
    const HvsHost *host, const char *text, HvsVm **out_vm, HvsNic **out_nic, gpointer *out_settings)
{
    g_autoptr(HvrWmiObject) settings = NULL;
    gpointer parsed = NULL;
    guint32 result =
        hvs_embedded_parse(host, &hvr_wmi_class_CIM_ResourceAllocationSettingData, text, &parsed);

    settings = parsed;
    if (result != HVS_RESULT_DONE)
        return result;
    if (settings->type != &hvr_wmi_class_Msvm_EthernetPortAllocationSettingData)
        return HVS_CIM_NOT_SUPPORTED;
    *out_nic =
        find_nic(host, ((Msvm_EthernetPortAllocationSettingData *)settings)->InstanceID, out_vm);
    if (*out_nic == NULL)
        return HVS_CIM_INVALID_PARAMETER;
    *out_settings = g_steal_pointer(&settings);

    return HVS_RESULT_DONE;
}

/* The texts are read again when the job ends: then they count. */
static void
on_modified(HvsJob *job, gpointer data G_GNUC_UNUSED)
{
    g_auto(GStrv) texts = g_strsplit(job->target, SEPARATOR, -1);

    for (guint i = 0; texts[i] != NULL; i++) {
        g_autoptr(HvrWmiObject) settings = NULL;
        gpointer parsed = NULL;
        HvsNic *nic = NULL;
        HvsVm *vm = NULL;
        guint32 result = read_resource(job->host, texts[i], &vm, &nic, &parsed);

        settings = parsed;
        if (result != HVS_RESULT_DONE) {
            job->error_code = HVS_RESULT_NOT_AVAILABLE;
            return;
        }
        take_connection(nic, parsed);
        vm->configured = job->host->world->now;
    }
}

static guint32
check_resources(const HvsHost *host, GStrv texts, GPtrArray *paths, HvsVm **out_vm)
{
    for (guint i = 0; texts[i] != NULL; i++) {
        g_autoptr(HvrWmiObject) settings = NULL;
        gpointer parsed = NULL;
        HvsNic *nic = NULL;
        guint32 result = read_resource(host, texts[i], out_vm, &nic, &parsed);

        settings = parsed;
        if (result != HVS_RESULT_DONE)
            return result;
        if (hvs_vm_is_busy(*out_vm))
            return HVS_RESULT_IN_USE;
        g_ptr_array_add(paths, hvs_cim_dup_path((HvsHost *)host, HVR_WMI_NAMESPACE, settings));
    }

    return HVS_RESULT_DONE;
}

guint32
hvs_vm_modify_resource_settings(HvsCall *call)
{
    static const HvsJobRow row = { 31, "Modify Resources", FALSE, on_modified };
    const Msvm_VirtualSystemManagementService_ModifyResourceSettings_INPUT *input = call->input;
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *target = NULL;
    HvsVm *vm = NULL;
    guint32 result;

    if (input->ResourceSettings == NULL || input->ResourceSettings[0] == NULL)
        return HVS_CIM_INVALID_PARAMETER;
    result = check_resources(call->host, input->ResourceSettings, paths, &vm);
    if (result != HVS_RESULT_DONE)
        return result;

    g_ptr_array_add(paths, NULL);
    hvr_wmi_object_set_strv(call->output, "ResultingResourceSettings",
                            (const char *const *)paths->pdata);
    target = g_strjoinv(SEPARATOR, input->ResourceSettings);

    return hvs_job_run(call, &row, vm, NULL, target);
}
