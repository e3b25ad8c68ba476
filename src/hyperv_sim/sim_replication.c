/* sim_replication.c: what a host and a VM are given before anybody calls a method
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication.h"

#include "sim_replication_baseline.h"
#include "sim_replication_certificate.h"
#include "sim_replication_contact.h"
#include "sim_replication_cycle.h"
#include "sim_replication_disk.h"
#include "sim_replication_point.h"
#include "sim_replication_settings.h"
#include "sim_values.h"
#include "sim_vm.h"

#define KERBEROS             1
#define BOTH_AUTHENTICATIONS 3

/* MonitoringStartTime, by the host's own clock. */
#define DEFAULT_START (9 * G_TIME_SPAN_HOUR)

/* A preset replica's application consistent points: one in four. */
#define CONSISTENT_HOURS 4

/* msvm-replicationservicesettingdata.md; the form of InstanceID is inferred. */
/* clang-format off */
static const HvsValue service_settings[] = {
    { "InstanceID",                "Microsoft:ReplicationServiceSettings" },
    { "Caption",                   "Replication Service Settings" },
    { "Description",               "Virtual Machine Replication Service Settings Data" },
    { "ElementName",               "Replication Service Settings" },
    { "RecoveryServerEnabled",     "false" },
    { "AllowedAuthenticationType", "0" },
    { "HttpsPort",                 "443" },
    { "HttpPort",                  "80" },
    { "MonitoringStartTime",       "00000000090000.000000:000" },
    { "MonitoringInterval",        "43200" },
    { NULL }
};
/* clang-format on */

void
hvs_replication_init_host(HvsHost *host)
{
    host->service_settings =
        hvs_values_new(&hvr_wmi_class_Msvm_ReplicationServiceSettingData, service_settings);
    hvs_certificate_add_default(host);
}

void
hvs_replication_follow_name(HvsHost *host)
{
    g_autofree char *provider = hvs_settings_dup_provider_path(host);

    for (guint i = 0; i < host->vms->len; i++) {
        HvsVm *vm = g_ptr_array_index(host->vms, i);

        for (guint j = 0; j < G_N_ELEMENTS(vm->relationships); j++) {
            HvsRelationship *relationship = vm->relationships[j];

            if (relationship == NULL)
                continue;
            hvr_wmi_object_set_string(relationship->settings, "ReplicationProvider", provider);
            hvs_disk_list_included(vm, relationship->settings);
        }
    }
}

/* "09:00 local, expressed in UTC" (msvm-replicationservicesettingdata.md). */
void
hvs_replication_set_timezone(HvsHost *host, gint minutes)
{
    gint64 start = (DEFAULT_START - minutes * G_TIME_SPAN_MINUTE + G_TIME_SPAN_DAY) %
                   G_TIME_SPAN_DAY;

    host->timezone = minutes;
    hvr_wmi_object_set_interval(host->service_settings, "MonitoringStartTime", start);
}

/* "Any server" is an entry of its own with the trust group DEFAULT (inferred).
 * Certificates need one. */
void
hvs_replication_open_listener(HvsHost *host, const char *storage_location)
{
    HvsAuthorization *entry = g_new0(HvsAuthorization, 1);
    const HvsCertificate *certificate = hvs_certificate_get_first(host);

    hvr_wmi_object_set_boolean(host->service_settings, "RecoveryServerEnabled", TRUE);
    hvr_wmi_object_set_uint(host->service_settings, "AllowedAuthenticationType",
                            certificate != NULL ? BOTH_AUTHENTICATIONS : KERBEROS);
    hvr_wmi_object_set_string(host->service_settings, "CertificateThumbPrint",
                              certificate != NULL ? certificate->thumbprint : NULL);
    entry->allowed_primary = g_strdup("*");
    entry->storage_location = g_strdup(storage_location);
    entry->trust_group = g_strdup("DEFAULT");
    g_ptr_array_add(host->authorizations, entry);
}

static HvsVm *
new_replica(const HvsVm *vm, HvsHost *host)
{
    HvsVm *replica = hvs_vm_new(host, vm->name, vm->guid);
    HvsAuthorization *entry = hvs_contact_find_authorization(host, vm->host);

    replica->generation = vm->generation;
    replica->config_version = hvs_version_convert_vm(host->version, vm->config_version);
    replica->memory_mb = vm->memory_mb;
    replica->n_vcpus = vm->n_vcpus;
    replica->replication_mode = HVS_MODE_REPLICA;
    replica->authorization = entry;
    for (guint i = 0; i < vm->nics->len; i++) {
        const HvsNic *nic = g_ptr_array_index(vm->nics, i);

        hvs_vm_add_nic(replica, nic->name, NULL);
    }
    hvs_disk_place(replica, vm, entry != NULL ? entry->storage_location : NULL);

    return replica;
}

/* The newest is of this moment, each one before it an hour older. */
static void
add_points(HvsRelationship *receiver, guint n_points)
{
    gint64 now = receiver->vm->host->world->now;

    for (guint age = n_points; age > 0; age--) {
        gboolean is_consistent = age % CONSISTENT_HOURS == 0;
        gint64 created = now - (age - 1) * G_TIME_SPAN_HOUR;

        receiver->vm->host->world->now = created;
        hvs_point_add(receiver, is_consistent ? HVS_POINT_CONSISTENT : HVS_POINT_STANDARD);
        if (is_consistent)
            receiver->last_consistent = created;
    }
    receiver->vm->host->world->now = now;
}

void
hvs_replication_preset(HvsVm *vm, HvsHost *replica, guint n_points)
{
    Msvm_ReplicationSettingData *settings = hvs_settings_new(vm, 0);
    HvsRelationship *sender, *receiver;
    HvsVm *copy;

    hvr_wmi_object_set_uint(settings, "AuthenticationType", KERBEROS);
    hvr_wmi_object_set_uint(settings, "RecoveryServerPortNumber",
                            replica->service_settings->HttpPort);
    hvr_wmi_object_set_string(settings, "RecoveryConnectionPoint", replica->fqdn);
    hvr_wmi_object_set_uint(settings, "RecoveryHistory", n_points);
    hvr_wmi_object_set_uint(settings, "ApplicationConsistentSnapshotInterval",
                            n_points > 0 ? CONSISTENT_HOURS : 0);
    hvr_wmi_object_set_time(settings, "CreationTime", vm->host->world->now);
    hvs_settings_set_hosts(settings, vm->host, replica);
    hvs_disk_include(vm, settings);
    copy = new_replica(vm, replica);
    vm->replication_mode = HVS_MODE_PRIMARY;
    sender = hvs_relationship_new(vm, 0, TRUE, HVS_STATE_REPLICATING, settings);
    receiver =
        hvs_relationship_new(copy, 0, FALSE, HVS_STATE_REPLICATING, hvs_settings_new(copy, 0));
    hvs_settings_mirror(receiver, settings);
    add_points(receiver, n_points);
    sender->last_consistent = receiver->last_consistent;
    hvs_cycle_mark_complete(sender, receiver);
}

void
hvs_replication_vm_reverted(HvsVm *vm)
{
    for (guint i = 0; i < HVS_N_LEGS; i++) {
        if (vm->relationships[i] != NULL && vm->relationships[i]->sender)
            hvs_baseline_lose(vm->relationships[i], HVS_BASELINE_REVERTED);
    }
}

void
hvs_replication_vm_removed(HvsVm *vm)
{
    for (guint i = 0; i < HVS_N_LEGS; i++) {
        if (vm->relationships[i] != NULL)
            hvs_relationship_remove(vm->relationships[i]);
    }
}
