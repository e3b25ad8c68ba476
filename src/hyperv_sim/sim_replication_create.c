/* sim_replication_create.c: begin a relationship: CreateReplicationRelationship
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_method.h"

#include "sim_replication_call.h"
#include "sim_replication_contact.h"
#include "sim_replication_disk.h"
#include "sim_replication_health.h"
#include "sim_replication_settings.h"
#include "sim_vm.h"
#include "wmi_object.h"

/* "A placeholder virtual machine" with everything but the data; its adapters are
 * not connected (Microsoft's blog 2012). */
static HvsVm *
new_placeholder(HvsHost *host, const HvsVm *original)
{
    HvsAuthorization *entry = hvs_contact_find_authorization(host, original->host);
    HvsVm *replica = hvs_vm_new(host, original->name, original->guid);

    replica->generation = original->generation;
    replica->config_version = hvs_version_convert_vm(host->version, original->config_version);
    replica->memory_mb = original->memory_mb;
    replica->n_vcpus = original->n_vcpus;
    replica->automatic_start_action = original->automatic_start_action;
    g_free(replica->notes);
    replica->notes = g_strdup(original->notes);
    for (guint i = 0; i < original->nics->len; i++) {
        const HvsNic *nic = g_ptr_array_index(original->nics, i);

        hvs_vm_add_nic(replica, nic->name, NULL);
    }
    hvs_disk_place(replica, original, entry->storage_location);
    replica->authorization = entry;

    return replica;
}

/* Who has the VM already must have made it a replica first (Microsoft's blog
 * 2013-08 on seeding). */
static gboolean
can_adopt(const HvsVm *vm, const HvsHost *from)
{
    const HvsRelationship *first = vm->relationships[0];

    return first != NULL && !first->sender && first->seeded && first->state == HVS_STATE_INITIAL &&
           hvs_contact_is_authorized(vm, from);
}

static HvsRelationship *
add_receiver(HvsHost *to, const HvsVm *original, guint16 mode, char **out_reason)
{
    HvsVm *replica = hvs_host_find_vm(to, original->guid);

    if (!hvs_contact_takes(to, original, out_reason))
        return NULL;
    if (replica != NULL && !can_adopt(replica, original->host)) {
        *out_reason = g_strdup_printf("The virtual machine '%s' exists on the Replica server '%s' "
                                      "and is not configured as a replica.",
                                      original->name, to->fqdn);
        return NULL;
    }
    if (replica == NULL)
        replica = new_placeholder(to, original);
    replica->replication_mode = mode;
    if (replica->relationships[0] != NULL)
        return replica->relationships[0];

    return hvs_relationship_new(replica, 0, FALSE, HVS_STATE_INITIAL, hvs_settings_new(replica, 0));
}

/* Disks are marked on a VM that replicates already only once the partner agreed. */
static gboolean
connect_hosts(HvsVm *vm, guint index, Msvm_ReplicationSettingData *settings, char **out_reason)
{
    HvsHost *to = hvs_contact_find_host(vm->host, settings, out_reason);
    guint16 mode = index == 0 ? HVS_MODE_REPLICA : HVS_MODE_EXTENDED;
    HvsRelationship *receiver;

    if (to == NULL)
        return FALSE;

    hvs_disk_include(vm, settings);
    receiver = add_receiver(to, vm, mode, out_reason);
    if (receiver == NULL)
        return FALSE;

    hvs_settings_set_hosts(settings, vm->host, to);
    hvr_wmi_object_set_time(settings, "CreationTime", vm->host->world->now);
    hvs_settings_mirror(receiver, settings);
    hvs_health_update(receiver);

    return TRUE;
}

static void
on_created(HvsJob *job, gpointer data)
{
    HvsVm *vm = hvs_host_find_vm(job->host, job->vm_guid);
    guint index = HVS_TASK_INDEX(data);
    g_autoptr(Msvm_ReplicationSettingData) settings = NULL;
    char *reason = NULL;

    settings = hvs_settings_new_merged(job->host, hvs_settings_new(vm, index), job->target);
    if (!connect_hosts(vm, index, settings, &reason)) {
        hvs_contact_fail(job, reason);
        return;
    }
    if (index == 0)
        vm->replication_mode = HVS_MODE_PRIMARY;
    hvs_relationship_new(vm, index, TRUE, HVS_STATE_READY, g_steal_pointer(&settings));
}

/* A VM without replication gets \HVR\0, a replica is extended by \HVR\1. */
static guint32
admit(const HvsVm *vm, guint *out_index)
{
    if (vm->replication_mode == HVS_MODE_NONE) {
        *out_index = 0;
        return hvs_call_is_busy(vm) ? HVS_RESULT_IN_USE : HVS_RESULT_DONE;
    }
    if (vm->replication_mode != HVS_MODE_REPLICA || vm->relationships[1] != NULL ||
        !hvs_version_has(vm->host->version, "2012 R2"))
        return HVS_RESULT_INVALID_STATE;
    *out_index = 1;

    return hvs_call_admit(vm->relationships[0], HVS_OPERATION_EXTEND);
}

guint32
hvs_replication_create(HvsCall *call)
{
    static const HvsJobRow row = { 91, "Create Replication Relationship", FALSE, on_created };
    g_autoptr(Msvm_ReplicationSettingData) settings = NULL;
    g_autoptr(HvrWmiObject) given = NULL;
    const char *text = hvs_call_get_text(call, "ReplicationSettingData");
    gpointer parsed = NULL;
    HvsVm *vm = NULL;
    guint named = 0, index = 0;
    guint32 result = hvs_call_read(call, &vm, &hvr_wmi_class_Msvm_ReplicationSettingData,
                                   "ReplicationSettingData", &parsed);

    given = parsed;
    /* The instance that callers start from is \HVR\0, also on a replica, so which
     * of its own indices it names does not matter (inferred). */
    if (result == HVS_RESULT_DONE)
        result = hvs_settings_check_identity(vm, parsed, &named);
    if (result == HVS_RESULT_DONE)
        result = admit(vm, &index);
    if (result != HVS_RESULT_DONE)
        return result;

    settings = hvs_settings_new_merged(call->host, hvs_settings_new(vm, index), text);
    result = hvs_settings_check(vm, settings, index == 1 ? vm->relationships[0] : NULL);
    if (result != HVS_RESULT_DONE)
        return result;

    return hvs_job_run(call, &row, vm, HVS_TASK(index, 0, 0), text);
}
