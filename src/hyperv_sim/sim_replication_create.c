/* sim_replication_create.c: CreateReplicationRelationship
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_method.h"
#include "sim_replication_settings.h"
#include "sim_replication_trust.h"
#include "sim_vm.h"
#include "wmi_embedded.h"

static void
fail(HvsJob *job, guint16 code, const char *format, const char *what)
{
    job->error_code = code;
    g_free(job->error_text);
    job->error_text = g_strdup_printf(format, what);
}

/* The replica gets the disks that are included, and no network. */
static HvsVm *
make_placeholder(const HvsVm *vm, HvsHost *host, const char *folder)
{
    HvsVm *replica = hvs_vm_new(host, vm->name, vm->guid);

    replica->memory_mb = vm->memory_mb;
    replica->n_vcpus = vm->n_vcpus;
    replica->generation = vm->generation;
    for (guint i = 0; i < vm->disks->len; i++) {
        const HvsDisk *disk = g_ptr_array_index(vm->disks, i);
        g_autofree char *name = g_path_get_basename(g_strdelimit(g_strdup(disk->path), "\\", '/'));
        g_autofree char *path = g_strdup_printf("%s\\%s\\%s", folder, vm->name, name);

        if (disk->included)
            hvs_vm_add_disk(replica, path, disk->size);
    }
    for (guint i = 0; i < vm->nics->len; i++) {
        const HvsNic *nic = g_ptr_array_index(vm->nics, i);

        hvs_vm_add_nic(replica, nic->name, NULL);
    }

    return replica;
}

/* An existing VM of the same GUID must have been made a replica before (seeding,
 * blog 2013-08-27). */
static gboolean
can_receive(const HvsVm *existing)
{
    return existing->replication_mode == HVS_MODE_REPLICA && existing->relationships[0] != NULL &&
           !existing->relationships[0]->sender &&
           existing->relationships[0]->state == HVS_STATE_INITIAL;
}

static void
on_created(HvsJob *job, gpointer data)
{
    HvsVm *vm = hvs_host_find_vm(job->host, job->vm_guid);
    guint index = GPOINTER_TO_UINT(data);
    g_autoptr(Msvm_ReplicationSettingData) settings =
        hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_ReplicationSettingData, job->target, NULL);
    g_autofree char *refusal = NULL;
    HvsHost *host = hvs_trust_find_receiver(job->host, settings, &refusal);
    const char *folder;
    HvsVm *replica;

    if (host == NULL) {
        fail(job, HVS_RESULT_FAILED, "%s", refusal);
        return;
    }
    folder = hvs_trust_find_folder(host, job->host);
    replica = hvs_host_find_vm(host, vm->guid);
    if (replica != NULL && !can_receive(replica)) {
        fail(job, HVS_RESULT_FAILED,
             "Hyper-V failed to enable replication: a virtual machine with the same identifier as "
             "'%s' "
             "exists on the Replica server",
             vm->name);
        return;
    }

    hvs_settings_set_hosts(settings, job->host, host);
    hvs_settings_apply_disks(vm, settings);
    hvs_relationship_new(vm, index, TRUE, HVS_STATE_READY, settings);
    if (index == 0)
        vm->replication_mode = HVS_MODE_PRIMARY;
    if (replica == NULL)
        replica = make_placeholder(vm, host, folder);
    else
        hvs_relationship_remove(replica->relationships[0]);
    replica->replication_mode = index == 0 ? HVS_MODE_REPLICA : HVS_MODE_EXTENDED;
    hvs_relationship_new(replica, 0, FALSE, HVS_STATE_INITIAL, settings);
}

static const HvsJobRow create_job = { 91,    "Creating Replication Relationship",
                                      FALSE, on_created,
                                      NULL,  NULL };

/* On a replica it extends (blog 2013-12-09); only a replica that replicates can. */
static guint32
check(HvsVm *vm, guint *out_index)
{
    const HvsRelationship *first = vm->relationships[0];

    *out_index = vm->replication_mode == HVS_MODE_REPLICA ? 1 : 0;
    if (vm->replication_mode != HVS_MODE_NONE && vm->replication_mode != HVS_MODE_REPLICA)
        return HVS_RESULT_INVALID_STATE;
    if (vm->relationships[*out_index] != NULL)
        return HVS_RESULT_INVALID_STATE;
    if (*out_index == 1 && first->state != HVS_STATE_REPLICATING &&
        first->state != HVS_STATE_SUSPENDED && first->state != HVS_STATE_CRITICAL)
        return HVS_RESULT_INVALID_STATE;

    return hvs_job_find_running(vm) != NULL ? HVS_RESULT_IN_USE : HVS_RESULT_DONE;
}

guint32
hvs_replication_create(HvsCall *call)
{
    const Msvm_ReplicationService_CreateReplicationRelationship_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);
    g_autoptr(Msvm_ReplicationSettingData) settings = NULL;
    g_autofree char *text = NULL;
    guint32 result;
    guint index;

    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    index = vm->replication_mode == HVS_MODE_REPLICA ? 1 : 0;
    settings = hvs_relationship_new_settings(vm, index);
    result = hvs_settings_merge(call, vm, index, input->ReplicationSettingData, settings);
    if (result != HVS_RESULT_DONE)
        return result;
    result = check(vm, &index);
    if (result != HVS_RESULT_DONE)
        return result;

    text = hvr_wmi_embedded_format(settings);
    return hvs_job_run(call, &create_job, vm, GUINT_TO_POINTER(index), text);
}
