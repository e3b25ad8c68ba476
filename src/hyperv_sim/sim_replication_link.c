/* sim_replication_link.c: what belongs to what among replication objects
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Which class leads from services and VMs to their replication settings, and from VMs to the
 * authorization entry that SetAuthorizationEntry gave them, is not documented:
 * Msvm_ElementSettingData (inferred).
 */

#include <config.h>

#include "sim_replication_link.h"

#include "sim_replication_network.h"
#include "sim_replication_relationship.h"
#include "sim_replication_service.h"
#include "sim_values.h"
#include "sim_vm_part.h"

/* Msvm_ElementSettingData.IsCurrent and the like. */
#define IS 1

static char *
dup_relationship_path(const HvsVm *vm, guint index)
{
    g_autofree char *id = hvs_relationship_dup_id(vm, index);

    return hvs_cim_dup_key_path(vm->host, "Msvm_ReplicationRelationship", "InstanceID", id);
}

static char *
dup_settings_path(const HvsVm *vm, guint index)
{
    g_autofree char *id = hvs_relationship_dup_id(vm, index);

    return hvs_cim_dup_key_path(vm->host, "Msvm_ReplicationSettingData", "InstanceID", id);
}

/* The page calls InstanceID the key and says that it is always NULL, so an entry is known by what
 * methods know it by (inferred). */
static char *
dup_entry_path(HvsHost *host, const HvsAuthorization *entry)
{
    return hvs_cim_dup_key_path(host, "Msvm_ReplicationAuthorizationSettingData",
                                "AllowedPrimaryHostSystem", entry->allowed_primary);
}

static char *
dup_service_path(HvsHost *host)
{
    g_autoptr(HvrWmiObject) service = hvs_replication_service_new_object(host);

    return hvs_cim_dup_path(host, HVR_WMI_NAMESPACE, service);
}

static void
append_system_links(const HvsVm *vm, GPtrArray *objects)
{
    g_autofree char *system = hvs_cim_dup_vm_path(vm);

    for (guint i = 0; i < HVS_N_LEGS; i++) {
        g_autofree char *path = dup_relationship_path(vm, i);

        if (hvs_relationship_is_shown(vm, i))
            g_ptr_array_add(objects,
                            hvs_values_new_link(&hvr_wmi_class_Msvm_SystemReplicationRelationship,
                                                "Antecedent", system, "Dependent", path));
    }
}

void
hvs_replication_list_system_links(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++)
        append_system_links(g_ptr_array_index(host->vms, i), objects);
}

static void
append_state_links(const HvsVm *vm, GPtrArray *objects)
{
    for (guint i = 0; i < HVS_N_LEGS; i++) {
        g_autofree char *relationship = dup_relationship_path(vm, i);
        g_autofree char *settings = dup_settings_path(vm, i);

        if (hvs_relationship_is_shown(vm, i))
            g_ptr_array_add(objects, hvs_values_new_link(&hvr_wmi_class_Msvm_SettingsDefineState,
                                                         "ManagedElement", relationship,
                                                         "SettingData", settings));
    }
}

void
hvs_replication_list_state_links(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++)
        append_state_links(g_ptr_array_index(host->vms, i), objects);
}

static void
append_setting_link(GPtrArray *objects, const char *element, const char *settings)
{
    gpointer link = hvs_values_new_link(&hvr_wmi_class_Msvm_ElementSettingData, "ManagedElement",
                                        element, "SettingData", settings);

    hvr_wmi_object_set_uint(link, "IsCurrent", IS);
    g_ptr_array_add(objects, link);
}

static void
append_vm_setting_links(const HvsVm *vm, GPtrArray *objects)
{
    g_autofree char *system = hvs_cim_dup_vm_path(vm);

    for (guint i = 0; i < HVS_N_LEGS; i++) {
        g_autofree char *settings = dup_settings_path(vm, i);

        if (i == 0 || vm->relationships[i] != NULL)
            append_setting_link(objects, system, settings);
    }
    if (vm->authorization != NULL) {
        g_autofree char *entry = dup_entry_path(vm->host, vm->authorization);

        append_setting_link(objects, system, entry);
    }
}

void
hvs_replication_list_setting_links(HvsHost *host, GPtrArray *objects)
{
    g_autofree char *service = dup_service_path(host);
    g_autofree char *settings = hvs_cim_dup_path(host, HVR_WMI_NAMESPACE, host->service_settings);

    append_setting_link(objects, service, settings);
    for (guint i = 0; i < host->vms->len; i++)
        append_vm_setting_links(g_ptr_array_index(host->vms, i), objects);
}

void
hvs_replication_list_test_links(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++) {
        const HvsVm *test = g_ptr_array_index(host->vms, i);
        const HvsVm *replica = hvs_host_find_vm(host, test->test_of);
        g_autofree char *test_path = hvs_cim_dup_vm_path(test);
        g_autofree char *path = replica != NULL ? hvs_cim_dup_vm_path(replica) : NULL;

        if (path != NULL)
            g_ptr_array_add(objects,
                            hvs_values_new_link(&hvr_wmi_class_Msvm_ReplicaSystemDependency,
                                                "Antecedent", path, "Dependent", test_path));
    }
}

void
hvs_replication_list_hosted_links(HvsHost *host, GPtrArray *objects)
{
    g_autofree char *system = hvs_system_dup_path(host);
    g_autofree char *service = dup_service_path(host);

    g_ptr_array_add(objects, hvs_values_new_link(&hvr_wmi_class_Msvm_HostedService, "Antecedent",
                                                 system, "Dependent", service));
}

/* ElementEffects 5: manages (msvm-serviceaffectselement.md). */
void
hvs_replication_list_affected_links(HvsHost *host, GPtrArray *objects)
{
    static const guint64 effects[] = { 5 };
    g_autofree char *service = dup_service_path(host);

    for (guint i = 0; i < host->vms->len; i++) {
        g_autofree char *system = hvs_cim_dup_vm_path(g_ptr_array_index(host->vms, i));
        gpointer link = hvs_values_new_link(&hvr_wmi_class_Msvm_ServiceAffectsElement,
                                            "AffectedElement", system, "AffectingElement", service);

        hvr_wmi_object_set_uints(link, "ElementEffects", effects, G_N_ELEMENTS(effects));
        g_ptr_array_add(objects, link);
    }
}

static void
append_network_links(const HvsVm *vm, GPtrArray *objects)
{
    for (guint i = 0; vm->relationships[0] != NULL && i < vm->nics->len; i++) {
        const HvsNic *nic = g_ptr_array_index(vm->nics, i);
        g_autofree char *id = hvs_network_dup_id(nic);
        g_autofree char *port = hvs_cim_dup_key_path(
            vm->host, "Msvm_SyntheticEthernetPortSettingData", "InstanceID", nic->instance_id);
        g_autofree char *settings = hvs_cim_dup_key_path(
            vm->host, "Msvm_FailoverNetworkAdapterSettingData", "InstanceID", id);

        g_ptr_array_add(objects, hvs_values_new_link(
                                     &hvr_wmi_class_Msvm_EthernetPortFailoverSettingDataComponent,
                                     "GroupComponent", port, "PartComponent", settings));
    }
}

void
hvs_replication_list_network_links(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++)
        append_network_links(g_ptr_array_index(host->vms, i), objects);
}
