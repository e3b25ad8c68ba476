/* sim_replication_cim.c: replication as WMI shows it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_cim.h"

#include "sim_replication_contact.h"
#include "sim_replication_link.h"
#include "sim_replication_network.h"
#include "sim_replication_service.h"
#include "sim_replication_settings.h"
#include "sim_values.h"

/* clang-format off */
static const HvsValue provider_values[] = {
    { "Caption",            "Replication Provider" },
    { "Description",        "Virtual machine replication provider to Hyper-V host" },
    { "ElementName",        "Virtual machine replication provider to Hyper-V host" },
    { "Name",               HVS_PROVIDER_NAME },
    { "OperationalStatus",  "2" },
    { "StatusDescriptions", "OK" },
    { NULL }
};

/* Beyond the properties that its page lists: inferred. */
static const HvsValue relationship_values[] = {
    { "Caption",            "Replication Relationship" },
    { "Description",        "Virtual Machine Replication Relationship" },
    { "OperationalStatus",  "2" },
    { "StatusDescriptions", "OK" },
    { "HealthState",        "5" },
    { NULL }
};
/* clang-format on */

static void
list_service(HvsHost *host, GPtrArray *objects)
{
    g_ptr_array_add(objects, hvs_replication_service_new_object(host));
}

static void
list_service_settings(HvsHost *host, GPtrArray *objects)
{
    g_ptr_array_add(objects, hvr_wmi_object_copy(host->service_settings));
}

/* "InstanceID: NULL" (msvm-replicationauthorizationsettingdata.md). */
static void
list_authorizations(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->authorizations->len; i++) {
        const HvsAuthorization *entry = g_ptr_array_index(host->authorizations, i);
        gpointer object =
            hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationAuthorizationSettingData);

        hvr_wmi_object_set_string(object, "AllowedPrimaryHostSystem", entry->allowed_primary);
        hvr_wmi_object_set_string(object, "TrustGroup", entry->trust_group);
        hvr_wmi_object_set_string(object, "ReplicaStorageLocation", entry->storage_location);
        g_ptr_array_add(objects, object);
    }
}

/* A default instance "is associated with a virtual machine before replication is
 * enabled" (Microsoft's sample reads it first). */
static void
append_settings(const HvsVm *vm, GPtrArray *objects)
{
    if (vm->relationships[0] == NULL)
        g_ptr_array_add(objects, hvs_settings_new(vm, 0));
    for (guint i = 0; i < HVS_N_LEGS; i++) {
        if (vm->relationships[i] != NULL)
            g_ptr_array_add(objects, hvr_wmi_object_copy(vm->relationships[i]->settings));
    }
}

static void
set_time(gpointer object, const char *name, gint64 time)
{
    hvr_wmi_object_set_time(object, name, time != 0 ? time : HVR_CIM_NEVER);
}

static gpointer
new_relationship(const HvsVm *vm, guint index)
{
    static const HvsRelationship none = { 0 };
    const HvsRelationship *relationship =
        vm->relationships[index] != NULL ? vm->relationships[index] : &none;
    gpointer object = NULL;
    g_autofree char *id = hvs_relationship_dup_id(vm, index);

    object = hvs_values_new(&hvr_wmi_class_Msvm_ReplicationRelationship, relationship_values);
    hvr_wmi_object_set_string(object, "InstanceID", id);
    hvr_wmi_object_set_string(object, "ElementName", vm->name);
    hvr_wmi_object_set_uint(object, "ReplicationState",
                            hvs_relationship_get_shown_state(relationship));
    hvr_wmi_object_set_uint(object, "ReplicationHealth", relationship->health);
    hvr_wmi_object_set_uint(object, "FailedOverReplicationType", relationship->failed_over_type);
    hvr_wmi_object_set_uint(object, "LastReplicationType", relationship->last_type);
    set_time(object, "LastApplicationConsistentReplicationTime", relationship->last_consistent);
    set_time(object, "LastReplicationTime", relationship->last_replication);
    set_time(object, "LastApplyTime", relationship->last_apply);

    return object;
}

static void
append_relationships(const HvsVm *vm, GPtrArray *objects)
{
    for (guint i = 0; i < HVS_N_LEGS; i++) {
        if (hvs_relationship_is_shown(vm, i))
            g_ptr_array_add(objects, new_relationship(vm, i));
    }
}

static void
list_settings(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++)
        append_settings(g_ptr_array_index(host->vms, i), objects);
}

static void
list_relationships(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++)
        append_relationships(g_ptr_array_index(host->vms, i), objects);
}

static void
list_providers(HvsHost *host, GPtrArray *objects)
{
    gpointer provider = NULL;
    g_autofree char *id =
        g_strdup_printf("Microsoft:%s\\ReplicationProvider\\" HVS_PROVIDER_NAME, host->netbios);

    provider = hvs_values_new(&hvr_wmi_class_Msvm_ReplicationProvider, provider_values);
    hvr_wmi_object_set_string(provider, "InstanceID", id);
    g_ptr_array_add(objects, provider);
}

/* "Replicated virtual machines" have them (Microsoft's blog 2012-05). */
static void
list_networks(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++) {
        const HvsVm *vm = g_ptr_array_index(host->vms, i);

        for (guint j = 0; vm->relationships[0] != NULL && j < vm->nics->len; j++)
            g_ptr_array_add(objects, hvs_network_new_object(vm, g_ptr_array_index(vm->nics, j)));
    }
}

/* clang-format off */
const HvsCimClass hvs_replication_classes[] = {
    { &hvr_wmi_class_Msvm_ReplicationService,                           HVR_WMI_NAMESPACE, list_service },
    { &hvr_wmi_class_Msvm_ReplicationServiceSettingData,                HVR_WMI_NAMESPACE, list_service_settings },
    { &hvr_wmi_class_Msvm_ReplicationAuthorizationSettingData,          HVR_WMI_NAMESPACE, list_authorizations },
    { &hvr_wmi_class_Msvm_ReplicationSettingData,                       HVR_WMI_NAMESPACE, list_settings },
    { &hvr_wmi_class_Msvm_ReplicationRelationship,                      HVR_WMI_NAMESPACE, list_relationships },
    { &hvr_wmi_class_Msvm_ReplicationProvider,                          HVR_WMI_NAMESPACE, list_providers },
    { &hvr_wmi_class_Msvm_FailoverNetworkAdapterSettingData,            HVR_WMI_NAMESPACE, list_networks },
    { &hvr_wmi_class_Msvm_SystemReplicationRelationship,                HVR_WMI_NAMESPACE, hvs_replication_list_system_links },
    { &hvr_wmi_class_Msvm_SettingsDefineState,                          HVR_WMI_NAMESPACE, hvs_replication_list_state_links },
    { &hvr_wmi_class_Msvm_ElementSettingData,                           HVR_WMI_NAMESPACE, hvs_replication_list_setting_links },
    { &hvr_wmi_class_Msvm_ReplicaSystemDependency,                      HVR_WMI_NAMESPACE, hvs_replication_list_test_links },
    { &hvr_wmi_class_Msvm_HostedService,                                HVR_WMI_NAMESPACE, hvs_replication_list_hosted_links },
    { &hvr_wmi_class_Msvm_ServiceAffectsElement,                        HVR_WMI_NAMESPACE, hvs_replication_list_affected_links },
    { &hvr_wmi_class_Msvm_EthernetPortFailoverSettingDataComponent,     HVR_WMI_NAMESPACE, hvs_replication_list_network_links },
    { 0 }
};
/* clang-format on */
