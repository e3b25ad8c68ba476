/* sim_replication.c: hosts and VMs as a world file puts them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication.h"

#include "sim_relationship.h"
#include "sim_replication_settings.h"
#include "sim_replication_trust.h"
#include "sim_values.h"
#include "sim_vm.h"

/* msvm-replicationservicesettingdata.md; the monitoring starts at 09:00. */
/* clang-format off */
static const HvsValue service_defaults[] = {
    { "InstanceID",                "Microsoft:ReplicationServiceSettings" },
    { "Caption",                   "Replication Service Settings" },
    { "Description",               "Virtual Machine Replication Service Settings Data" },
    { "ElementName",               "Replication Service Settings" },
    { "RecoveryServerEnabled",     "false" },
    { "AllowedAuthenticationType", "0" },
    { "HttpPort",                  "80" },
    { "HttpsPort",                 "443" },
    { "MonitoringStartTime",       "00000000090000.000000:000" },
    { "MonitoringInterval",        "43200" },
    { 0 }
};
/* clang-format on */

void
hvs_replication_init_host(HvsHost *host)
{
    host->service_settings =
        hvs_values_new(&hvr_wmi_class_Msvm_ReplicationServiceSettingData, service_defaults);
}

void
hvs_replication_open_listener(HvsHost *host, const char *storage_location)
{
    hvr_wmi_object_set_boolean(host->service_settings, "RecoveryServerEnabled", TRUE);
    hvr_wmi_object_set_uint(host->service_settings, "AllowedAuthenticationType", 3);
    hvr_wmi_object_set_string(host->service_settings, "CertificateThumbPrint",
                              "0123456789ABCDEF0123456789ABCDEF01234567");
    if (host->authorizations->len == 0)
        hvs_trust_add(host, "*", storage_location, "DEFAULT");
}

static HvsVm *
make_replica(const HvsVm *vm, HvsHost *host)
{
    HvsVm *replica = hvs_vm_new(host, vm->name, vm->guid);

    replica->memory_mb = vm->memory_mb;
    replica->n_vcpus = vm->n_vcpus;
    replica->generation = vm->generation;
    for (guint i = 0; i < vm->disks->len; i++) {
        const HvsDisk *disk = g_ptr_array_index(vm->disks, i);

        hvs_vm_add_disk(replica, disk->path, disk->size);
    }

    return replica;
}

void
hvs_replication_preset(HvsVm *vm, HvsHost *replica_host, guint n_points)
{
    g_autoptr(Msvm_ReplicationSettingData) settings = hvs_relationship_new_settings(vm, 0);
    HvsVm *replica = make_replica(vm, replica_host);
    gint64 now = vm->host->world->now;
    HvsRelationship *receiver;
    HvsRelationship *sender;

    hvr_wmi_object_set_string(settings, "RecoveryConnectionPoint", replica_host->name);
    hvr_wmi_object_set_uint(settings, "RecoveryHistory", n_points);
    hvs_settings_set_hosts(settings, vm->host, replica_host);
    vm->replication_mode = HVS_MODE_PRIMARY;
    replica->replication_mode = HVS_MODE_REPLICA;
    receiver = hvs_relationship_new(replica, 0, FALSE, HVS_STATE_REPLICATING, settings);
    sender = hvs_relationship_new(vm, 0, TRUE, HVS_STATE_REPLICATING, settings);
    for (guint i = n_points; i > 0; i--) {
        HvsSnapshot *point;

        hvs_relationship_add_point(receiver, HVS_POINT_STANDARD);
        point = g_ptr_array_index(replica->snapshots, replica->snapshots->len - 1);
        point->created = now - i * G_TIME_SPAN_HOUR;
    }
    hvs_relationship_received(receiver, HVS_KIND_REGULAR);
    sender->last_replication = sender->last_apply = now;
    sender->last_type = HVS_KIND_REGULAR;
}

void
hvs_replication_vm_removed(HvsVm *vm)
{
    for (guint i = G_N_ELEMENTS(vm->relationships); i > 0; i--) {
        HvsRelationship *relationship = vm->relationships[i - 1];

        if (relationship == NULL)
            continue;
        relationship->transfer = NULL; /* ended with the VM's other jobs */
        hvs_relationship_remove(relationship);
    }
    g_clear_pointer(&vm->test_of, g_free);
}
