/* sim_replication_test.c: TestReplicaSystem
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_method.h"
#include "sim_vm.h"

/* "<name> - Test", off, its own GUID, no network (blog 2012-07-25). */
static void
on_made(HvsJob *job, gpointer data)
{
    HvsVm *replica = hvs_host_find_vm(job->host, job->vm_guid);
    g_autofree char *name = g_strdup_printf("%s - Test", replica->name);
    HvsVm *test = hvs_vm_new(job->host, name, NULL);

    test->replication_mode = HVS_MODE_TEST;
    test->test_of = g_strdup(replica->guid);
    test->memory_mb = replica->memory_mb;
    test->n_vcpus = replica->n_vcpus;
    test->generation = replica->generation;
    for (guint i = 0; i < replica->disks->len; i++) {
        const HvsDisk *disk = g_ptr_array_index(replica->disks, i);
        g_autofree char *path = g_strdup_printf("%s.test.avhdx", disk->path);

        hvs_vm_add_disk(test, path, disk->size);
    }
    job->result_path = hvs_cim_dup_vm_path(test);
    hvr_wmi_object_set_time(replica->relationships[0]->statistics, "LastTestFailoverTime",
                            job->host->world->now);
}

static const HvsJobRow test_job = { 102, "Initiating Test Replica", FALSE, on_made, NULL, NULL };

static gboolean
has_test(const HvsVm *replica)
{
    for (guint i = 0; i < replica->host->vms->len; i++) {
        const HvsVm *vm = g_ptr_array_index(replica->host->vms, i);

        if (g_strcmp0(vm->test_of, replica->guid) == 0)
            return TRUE;
    }

    return FALSE;
}

static gboolean
is_resynchronizing(const HvsRelationship *receiver)
{
    const HvsRelationship *sender = hvs_relationship_find_partner(receiver);

    return sender != NULL &&
           (sender->state == HVS_STATE_RESYNC || sender->state == HVS_STATE_RESYNC_SUSPENDED);
}

guint32
hvs_replication_test(HvsCall *call)
{
    const Msvm_ReplicationService_TestReplicaSystem_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);
    g_autofree char *id = input->SnapshotSettingData != NULL
                              ? hvr_wmi_path_dup_key(input->SnapshotSettingData, "InstanceID")
                              : NULL;
    guint32 result;

    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    if (input->SnapshotSettingData != NULL && (id == NULL || hvs_vm_find_snapshot(vm, id) == NULL))
        return HVS_RESULT_INVALID_PARAMETER;
    result = hvs_replication_check(HVS_OPERATION_TEST, vm->relationships[0]);
    if (result != HVS_RESULT_DONE)
        return result;
    /* One at a time, and not during a resync (blog 2012-07-25, 2013-05-10). */
    if (has_test(vm) || is_resynchronizing(vm->relationships[0]))
        return HVS_RESULT_INVALID_STATE;

    return hvs_job_run(call, &test_job, vm, NULL, id);
}
