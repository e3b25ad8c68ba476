/* sim_replication_settings.c: Msvm_ReplicationSettingData as Hyper-V checks it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_settings.h"

#include <string.h>

#include "sim_embedded.h"
#include "sim_replication_method.h"
#include "sim_vm.h"
#include "wmi_embedded.h"

/* Output only, or the VM's own (msvm-replicationsettingdata.md); ignored when given, inferred. */
static const char *const host_fields[] = {
    "InstanceID",
    "Caption",
    "Description",
    "ElementName",
    "VirtualSystemType",
    "VirtualSystemIdentifier",
    "RecoveryHostSystem",
    "PrimaryConnectionPoint",
    "PrimaryHostSystem",
    "RootCertificateThumbPrint",
    "EnableWriteOrderPreservationAcrossDisks",
};

static gboolean
is_text_too_long(const char *text, gsize limit)
{
    return text != NULL && strlen(text) > limit;
}

/* Ranges: msvm-replicationsettingdata.md, Enable-VMReplication; the extended
 * relationship's: blog 2013-12-09. */
static gboolean
is_valid(const Msvm_ReplicationSettingData *s, const HvsVm *vm, guint index)
{
    const HvsRelationship *first = vm->relationships[0];

    if (s->RecoveryConnectionPoint == NULL || s->RecoveryConnectionPoint[0] == '\0' ||
        is_text_too_long(s->RecoveryConnectionPoint, 256) ||
        is_text_too_long(s->CertificateThumbPrint, 128))
        return FALSE;
    if (s->AuthenticationType != 1 && s->AuthenticationType != 2)
        return FALSE;
    if (s->AuthenticationType == 2 && s->CertificateThumbPrint == NULL)
        return FALSE;
    if (s->RecoveryHistory > 24 || s->ApplicationConsistentSnapshotInterval > 12)
        return FALSE;
    if (s->ApplicationConsistentSnapshotInterval > 0 && (s->RecoveryHistory == 0 || index == 1))
        return FALSE;
    if (index == 1)
        return (s->ReplicationInterval == 300 || s->ReplicationInterval == 900) &&
               (first == NULL || s->ReplicationInterval >= first->settings->ReplicationInterval);

    return s->ReplicationInterval == 30 || s->ReplicationInterval == 300 ||
           s->ReplicationInterval == 900;
}

/* Which disk an element of IncludedDisks means: path, InstanceID and embedded
 * instance are all read (the documents disagree). */
static HvsDisk *
find_disk(const HvsVm *vm, const char *element)
{
    g_autofree char *key = hvr_wmi_path_dup_key(element, "InstanceID");
    g_autoptr(Msvm_StorageAllocationSettingData) object =
        element[0] == '<' ? hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_StorageAllocationSettingData,
                                                   element, NULL)
                          : NULL;
    const char *id = object != NULL ? object->InstanceID : key != NULL ? key : element;

    for (guint i = 0; id != NULL && i < vm->disks->len; i++) {
        HvsDisk *disk = g_ptr_array_index(vm->disks, i);

        if (g_ascii_strcasecmp(disk->instance_id, id) == 0)
            return disk;
    }

    return NULL;
}

static gboolean
are_disks_valid(const HvsVm *vm, const Msvm_ReplicationSettingData *settings)
{
    for (guint i = 0; settings->IncludedDisks != NULL && settings->IncludedDisks[i] != NULL; i++) {
        if (find_disk(vm, settings->IncludedDisks[i]) == NULL)
            return FALSE;
    }

    return TRUE;
}

guint32
hvs_settings_merge(const HvsCall *call,
                   const HvsVm *vm,
                   guint index,
                   const char *text,
                   Msvm_ReplicationSettingData *settings)
{
    g_autoptr(Msvm_ReplicationSettingData) given = NULL;
    gpointer parsed = NULL;
    guint32 result =
        hvs_embedded_parse(call->host, &hvr_wmi_class_Msvm_ReplicationSettingData, text, &parsed);

    given = parsed;
    if (result != HVS_RESULT_DONE)
        return result;

    for (guint i = 0; i < G_N_ELEMENTS(host_fields); i++)
        hvr_wmi_object_clear(given, host_fields[i]);
    hvr_wmi_object_merge(settings, given);

    return is_valid(settings, vm, index) && are_disks_valid(vm, settings)
               ? HVS_RESULT_DONE
               : HVS_RESULT_INVALID_PARAMETER;
}

void
hvs_settings_set_hosts(Msvm_ReplicationSettingData *settings,
                       const HvsHost *primary,
                       const HvsHost *recovery)
{
    hvr_wmi_object_set_string(settings, "PrimaryConnectionPoint", primary->name);
    hvr_wmi_object_set_string(settings, "PrimaryHostSystem", primary->fqdn);
    hvr_wmi_object_set_string(settings, "RecoveryHostSystem", recovery->fqdn);
    if (settings->RecoveryServerPortNumber == 0)
        hvr_wmi_object_set_uint(settings, "RecoveryServerPortNumber",
                                settings->AuthenticationType == 2
                                    ? recovery->service_settings->HttpsPort
                                    : recovery->service_settings->HttpPort);
}

void
hvs_settings_apply_disks(HvsVm *vm, const Msvm_ReplicationSettingData *settings)
{
    /* Not given: all of them, inferred. */
    for (guint i = 0; i < vm->disks->len; i++)
        ((HvsDisk *)g_ptr_array_index(vm->disks, i))->included = settings->IncludedDisks == NULL;
    for (guint i = 0; settings->IncludedDisks != NULL && settings->IncludedDisks[i] != NULL; i++)
        find_disk(vm, settings->IncludedDisks[i])->included = TRUE;
}

static void
trim_points(HvsRelationship *receiver)
{
    /* A smaller history drops the oldest points, inferred: the next one is added within it. */
    while (receiver->settings->RecoveryHistory > 0) {
        guint n_points = 0;
        HvsSnapshot *oldest = NULL;

        for (guint i = 0; i < receiver->vm->snapshots->len; i++) {
            HvsSnapshot *snapshot = g_ptr_array_index(receiver->vm->snapshots, i);

            if (hvs_snapshot_is_point(snapshot) && n_points++ == 0)
                oldest = snapshot;
        }
        if (n_points <= receiver->settings->RecoveryHistory)
            return;
        hvs_vm_remove_snapshot(receiver->vm, oldest);
    }
    hvs_relationship_remove_points(receiver->vm);
}

static void
on_modified(HvsJob *job, gpointer data)
{
    HvsVm *vm = hvs_host_find_vm(job->host, job->vm_guid);
    HvsRelationship *sender = vm->relationships[GPOINTER_TO_UINT(data)];
    g_autoptr(Msvm_ReplicationSettingData) settings =
        hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_ReplicationSettingData, job->target, NULL);
    HvsRelationship *receiver;

    hvs_settings_apply_disks(vm, settings);
    hvs_relationship_set_settings(sender, settings);
    receiver = hvs_relationship_find_partner(sender);
    if (receiver != NULL) {
        hvs_relationship_set_settings(receiver, settings);
        trim_points(receiver);
    }
}

static const HvsJobRow modify_job = { 92,    "Modifying Replication Relationship Settings",
                                      FALSE, on_modified,
                                      NULL,  NULL };

guint32
hvs_replication_modify(HvsCall *call)
{
    const Msvm_ReplicationService_ModifyReplicationSettings_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);
    HvsRelationship *sender = vm != NULL ? hvs_replication_get_outgoing(vm) : NULL;
    g_autoptr(Msvm_ReplicationSettingData) settings = NULL;
    g_autofree char *text = NULL;
    guint32 result;

    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    if (sender == NULL)
        return HVS_RESULT_INVALID_STATE;
    settings = hvr_wmi_object_copy(sender->settings);
    result = hvs_settings_merge(call, vm, sender->index, input->ReplicationSettingData, settings);
    if (result == HVS_RESULT_DONE)
        result = hvs_replication_check(HVS_OPERATION_MODIFY, sender);
    if (result != HVS_RESULT_DONE)
        return result;

    text = hvr_wmi_embedded_format(settings);
    return hvs_job_run(call, &modify_job, vm, GUINT_TO_POINTER(sender->index), text);
}
