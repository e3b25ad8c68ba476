/* sim_replication_cim.c: what WMI shows of replication
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_cim.h"
#include "sim_relationship.h"
#include "sim_values.h"
#include "sim_vm_part.h"

/* msvm-replicationservice.md, msvm-replicationprovider.md. */
/* clang-format off */
static const HvsValue service_values[] = {
    { "Caption",                 "Hyper-V Replica Service" },
    { "Description",             "Replication Service" },
    { "ElementName",             "Hyper-V Replica Service" },
    { "Name",                    "replicasvc" },
    { "CreationClassName",       "Msvm_ReplicationService" },
    { "SystemCreationClassName", "Msvm_ComputerSystem" },
    { "OperationalStatus",       "2" },
    { "StatusDescriptions",      "OK" },
    { "Status",                  "OK" },
    { "HealthState",             "5" },
    { "EnabledState",            "2" },
    { "EnabledDefault",          "2" },
    { "RequestedState",          "12" },
    { "Started",                 "true" },
    { 0 }
};

static const HvsValue provider_values[] = {
    { "Caption",           "Replication Provider" },
    { "Description",       "Virtual machine replication provider to Hyper-V host" },
    { "ElementName",       "Virtual machine replication provider to Hyper-V host" },
    { "Name",              "22391CDC-272C-4DDF-BA88-9BEFB1A0975C" },
    { "OperationalStatus", "2" },
    { 0 }
};

static const HvsValue relationship_values[] = {
    { "Caption",            "Replication Relationship" },
    { "Description",        "Virtual Machine Replication Relationship" },
    { "OperationalStatus",  "2" },
    { "StatusDescriptions", "OK" },
    { "Status",             "OK" },
    { "HealthState",        "5" },
    { 0 }
};
/* clang-format on */

static void
list_service(HvsHost *host, GPtrArray *objects)
{
    gpointer service = hvs_values_new(&hvr_wmi_class_Msvm_ReplicationService, service_values);

    hvr_wmi_object_set_string(service, "SystemName", host->name);
    g_ptr_array_add(objects, service);
}

static void
list_service_settings(HvsHost *host, GPtrArray *objects)
{
    g_ptr_array_add(objects, hvr_wmi_object_copy(host->service_settings));
}

static void
list_entries(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->authorizations->len; i++) {
        const HvsAuthorization *entry = g_ptr_array_index(host->authorizations, i);
        gpointer object =
            hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationAuthorizationSettingData);

        hvr_wmi_object_set_string(object, "AllowedPrimaryHostSystem", entry->allowed_primary);
        hvr_wmi_object_set_string(object, "ReplicaStorageLocation", entry->storage_location);
        hvr_wmi_object_set_string(object, "TrustGroup", entry->trust_group);
        g_ptr_array_add(objects, object);
    }
}

static void
list_provider(HvsHost *host, GPtrArray *objects)
{
    gpointer provider = hvs_values_new(&hvr_wmi_class_Msvm_ReplicationProvider, provider_values);
    g_autofree char *id = g_strdup_printf(
        "Microsoft:%s\\ReplicationProvider\\22391CDC-272C-4DDF-BA88-9BEFB1A0975C", host->name);

    hvr_wmi_object_set_string(provider, "InstanceID", id);
    g_ptr_array_add(objects, provider);
}

/* IncludedDisks as paths of their setting data (the documents disagree; sheet 11.17). */
static void
set_disks(const HvsVm *vm, Msvm_ReplicationSettingData *settings)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    g_auto(GStrv) paths = NULL;

    for (guint i = 0; i < vm->disks->len; i++) {
        const HvsDisk *disk = g_ptr_array_index(vm->disks, i);
        g_autofree char *path = hvs_cim_dup_key_path(vm->host, "Msvm_StorageAllocationSettingData",
                                                     "InstanceID", disk->instance_id);

        if (disk->included)
            g_strv_builder_add(builder, path);
    }
    paths = g_strv_builder_end(builder);
    if (paths[0] != NULL)
        hvr_wmi_object_set_strv(settings, "IncludedDisks", (const char *const *)paths);
}

typedef void (*Visit)(HvsVm *vm, guint index, GPtrArray *objects);

static void
for_each_vm(HvsHost *host, Visit visit, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++) {
        HvsVm *vm = g_ptr_array_index(host->vms, i);

        for (guint index = 0; index < G_N_ELEMENTS(vm->relationships); index++)
            visit(vm, index, objects);
    }
}

/* The sample reads them before replication is enabled: index 0 is always there. */
static void
add_settings(HvsVm *vm, guint index, GPtrArray *objects)
{
    const HvsRelationship *relationship = vm->relationships[index];
    Msvm_ReplicationSettingData *settings;

    if (relationship == NULL && index > 0)
        return;
    settings = relationship != NULL ? hvr_wmi_object_copy(relationship->settings)
                                    : hvs_relationship_new_settings(vm, index);
    set_disks(vm, settings);
    g_ptr_array_add(objects, settings);
}

static void
list_settings(HvsHost *host, GPtrArray *objects)
{
    for_each_vm(host, add_settings, objects);
}

static gint64
or_never(gint64 usec)
{
    return usec != 0 ? usec : HVR_CIM_NEVER;
}

static gboolean
is_shown(const HvsVm *vm, guint index)
{
    return vm->relationships[index] != NULL ||
           (index == 0 && vm->host->world->switches.relationship_always);
}

static void
add_relationship(HvsVm *vm, guint index, GPtrArray *objects)
{
    static const HvsRelationship none = { 0 };
    const HvsRelationship *relationship =
        vm->relationships[index] != NULL ? vm->relationships[index] : &none;
    g_autofree char *id = NULL;
    gpointer object;

    if (!is_shown(vm, index))
        return;
    object = hvs_values_new(&hvr_wmi_class_Msvm_ReplicationRelationship, relationship_values);
    id = hvs_relationship_dup_id(vm, index);
    hvr_wmi_object_set_string(object, "InstanceID", id);
    hvr_wmi_object_set_string(object, "ElementName", vm->name);
    hvr_wmi_object_set_uint(object, "ReplicationState", relationship->state);
    hvr_wmi_object_set_uint(object, "ReplicationHealth", relationship->health);
    hvr_wmi_object_set_uint(object, "FailedOverReplicationType", relationship->failed_over_type);
    hvr_wmi_object_set_uint(object, "LastReplicationType", relationship->last_type);
    hvr_wmi_object_set_time(object, "LastReplicationTime",
                            or_never(relationship->last_replication));
    hvr_wmi_object_set_time(object, "LastApplyTime", or_never(relationship->last_apply));
    hvr_wmi_object_set_time(object, "LastApplicationConsistentReplicationTime",
                            or_never(relationship->last_consistent));
    g_ptr_array_add(objects, object);
}

static void
list_relationships(HvsHost *host, GPtrArray *objects)
{
    for_each_vm(host, add_relationship, objects);
}

static char *
dup_leg_path(const HvsVm *vm, const char *class_name, guint index)
{
    g_autofree char *id = hvs_relationship_dup_id(vm, index);

    return hvs_cim_dup_key_path(vm->host, class_name, "InstanceID", id);
}

static void
add_system_link(HvsVm *vm, guint index, GPtrArray *objects)
{
    g_autofree char *system = hvs_cim_dup_vm_path(vm);
    g_autofree char *leg = dup_leg_path(vm, "Msvm_ReplicationRelationship", index);

    if (is_shown(vm, index))
        g_ptr_array_add(objects,
                        hvs_values_new_link(&hvr_wmi_class_Msvm_SystemReplicationRelationship,
                                            "Antecedent", system, "Dependent", leg));
}

static void
list_system_links(HvsHost *host, GPtrArray *objects)
{
    for_each_vm(host, add_system_link, objects);
}

/* Relationship to settings by Msvm_SettingsDefineState (what-s-new-in-hyper-v.md). */
static void
add_define_link(HvsVm *vm, guint index, GPtrArray *objects)
{
    g_autofree char *leg = dup_leg_path(vm, "Msvm_ReplicationRelationship", index);
    g_autofree char *settings = dup_leg_path(vm, "Msvm_ReplicationSettingData", index);

    if (is_shown(vm, index))
        g_ptr_array_add(objects,
                        hvs_values_new_link(&hvr_wmi_class_Msvm_SettingsDefineState,
                                            "ManagedElement", leg, "SettingData", settings));
}

static void
list_define_links(HvsHost *host, GPtrArray *objects)
{
    for_each_vm(host, add_define_link, objects);
}

/* Which association links a VM to its settings, and the service to its own, is
 * nowhere said: Msvm_ElementSettingData is inferred. */
static void
add_element_link(HvsVm *vm, guint index, GPtrArray *objects)
{
    g_autofree char *system = hvs_cim_dup_vm_path(vm);
    g_autofree char *settings = dup_leg_path(vm, "Msvm_ReplicationSettingData", index);

    if (index == 0 || vm->relationships[index] != NULL)
        g_ptr_array_add(objects,
                        hvs_values_new_link(&hvr_wmi_class_Msvm_ElementSettingData,
                                            "ManagedElement", system, "SettingData", settings));
}

static char *
dup_service_path(HvsHost *host)
{
    g_autoptr(GPtrArray) services = g_ptr_array_new_with_free_func(hvr_wmi_object_free);

    list_service(host, services);

    return hvs_cim_dup_path(host, HVR_WMI_NAMESPACE, services->pdata[0]);
}

static void
list_element_links(HvsHost *host, GPtrArray *objects)
{
    g_autofree char *service = dup_service_path(host);
    g_autofree char *settings = hvs_cim_dup_path(host, HVR_WMI_NAMESPACE, host->service_settings);

    for_each_vm(host, add_element_link, objects);
    g_ptr_array_add(objects,
                    hvs_values_new_link(&hvr_wmi_class_Msvm_ElementSettingData, "ManagedElement",
                                        service, "SettingData", settings));
}

static void
list_test_links(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++) {
        const HvsVm *test = g_ptr_array_index(host->vms, i);
        const HvsVm *replica = test->test_of != NULL ? hvs_host_find_vm(host, test->test_of) : NULL;
        g_autofree char *replica_path = replica != NULL ? hvs_cim_dup_vm_path(replica) : NULL;
        g_autofree char *test_path = hvs_cim_dup_vm_path(test);

        if (replica != NULL)
            g_ptr_array_add(
                objects, hvs_values_new_link(&hvr_wmi_class_Msvm_ReplicaSystemDependency,
                                             "Antecedent", replica_path, "Dependent", test_path));
    }
}

static void
list_hosted_links(HvsHost *host, GPtrArray *objects)
{
    g_autofree char *service = dup_service_path(host);
    g_autofree char *system = hvs_system_dup_path(host);

    g_ptr_array_add(objects, hvs_values_new_link(&hvr_wmi_class_Msvm_HostedService, "Antecedent",
                                                 system, "Dependent", service));
}

/* clang-format off */
const HvsCimClass hvs_replication_classes[] = {
    { &hvr_wmi_class_Msvm_ReplicationService,                  HVR_WMI_NAMESPACE, list_service          },
    { &hvr_wmi_class_Msvm_ReplicationServiceSettingData,       HVR_WMI_NAMESPACE, list_service_settings },
    { &hvr_wmi_class_Msvm_ReplicationAuthorizationSettingData, HVR_WMI_NAMESPACE, list_entries          },
    { &hvr_wmi_class_Msvm_ReplicationProvider,                 HVR_WMI_NAMESPACE, list_provider         },
    { &hvr_wmi_class_Msvm_ReplicationSettingData,              HVR_WMI_NAMESPACE, list_settings         },
    { &hvr_wmi_class_Msvm_ReplicationRelationship,             HVR_WMI_NAMESPACE, list_relationships    },
    { &hvr_wmi_class_Msvm_SystemReplicationRelationship,       HVR_WMI_NAMESPACE, list_system_links     },
    { &hvr_wmi_class_Msvm_SettingsDefineState,                 HVR_WMI_NAMESPACE, list_define_links     },
    { &hvr_wmi_class_Msvm_ElementSettingData,                  HVR_WMI_NAMESPACE, list_element_links    },
    { &hvr_wmi_class_Msvm_ReplicaSystemDependency,             HVR_WMI_NAMESPACE, list_test_links       },
    { &hvr_wmi_class_Msvm_HostedService,                       HVR_WMI_NAMESPACE, list_hosted_links     },
    { 0 }
};
/* clang-format on */
