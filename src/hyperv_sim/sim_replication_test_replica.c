/* sim_replication_test_replica.c: rehearse a failover on a copy: TestReplicaSystem
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_method.h"

#include "sim_replication_call.h"
#include "sim_replication_point.h"
#include "sim_vm.h"
#include "wmi_object.h"

static HvsVm *
find_test(const HvsVm *replica)
{
    const GPtrArray *vms = replica->host->vms;

    for (guint i = 0; i < vms->len; i++) {
        HvsVm *vm = g_ptr_array_index(vms, i);

        if (vm->test_of != NULL && g_ascii_strcasecmp(vm->test_of, replica->guid) == 0)
            return vm;
    }

    return NULL;
}

/* Own GUID, "<name> - Test", off (Microsoft's blog 2012-07); adapters connected to
 * what their TestReplicaSwitchName or TestReplicaPoolID says, else to nothing;
 * where its disks grow is inferred. */
static HvsVm *
new_test_vm(const HvsVm *replica)
{
    g_autofree char *name = g_strconcat(replica->name, " - Test", NULL);
    HvsVm *vm = hvs_vm_new(replica->host, name, NULL);

    vm->replication_mode = HVS_MODE_TEST;
    vm->test_of = g_strdup(replica->guid);
    vm->generation = replica->generation;
    vm->config_version = replica->config_version;
    vm->memory_mb = replica->memory_mb;
    vm->n_vcpus = replica->n_vcpus;
    for (guint i = 0; i < replica->disks->len; i++) {
        const HvsDisk *disk = g_ptr_array_index(replica->disks, i);
        g_autofree char *path = g_strconcat(disk->path, ".", vm->guid, ".avhdx", NULL);

        hvs_vm_add_disk(vm, path, disk->size);
    }
    for (guint i = 0; i < replica->nics->len; i++) {
        const HvsNic *nic = g_ptr_array_index(replica->nics, i);

        hvs_vm_add_nic(vm, nic->name, nic->test_switch)->pool = g_strdup(nic->test_pool);
    }

    return vm;
}

/* "One at a time" (Microsoft's blog 2012-07); with which number is not documented:
 * a switch. */
static guint32
refuse_second(const HvsWorld *world)
{
    return world->switches.second_test_in_use ? HVS_RESULT_IN_USE : HVS_RESULT_INVALID_STATE;
}

static void
on_tested(HvsJob *job, gpointer data)
{
    HvsRelationship *receiver = hvs_relationship_of_job(job, data);

    if (receiver == NULL)
        return;
    if (find_test(receiver->vm) != NULL) {
        job->error_code = (guint16)refuse_second(job->host->world);
        return;
    }
    job->result_path = hvs_cim_dup_vm_path(new_test_vm(receiver->vm));
    hvr_wmi_object_set_time(receiver->statistics, "LastTestFailoverTime", job->host->world->now);
}

/* "Not during a resynchronization", as far as the replica's host can know. */
static guint32
admit(const HvsVm *vm)
{
    const HvsRelationship *receiver = vm->relationships[0];
    const HvsRelationship *sender;

    if (hvs_replication_judge(HVS_OPERATION_TEST_REPLICA, receiver) != HVS_VERDICT_ALLOWED)
        return HVS_RESULT_INVALID_STATE;
    if (find_test(vm) != NULL)
        return refuse_second(vm->host->world);

    sender = hvs_relationship_find_linked_peer(receiver);
    if (sender != NULL &&
        (sender->state == HVS_STATE_RESYNC || sender->state == HVS_STATE_RESYNC_SUSPENDED))
        return HVS_RESULT_INVALID_STATE;

    return hvs_call_is_busy(vm) ? HVS_RESULT_IN_USE : HVS_RESULT_DONE;
}

/* ResultingSystem is only known where the method does not start a job (inferred). */
guint32
hvs_replication_test_replica(HvsCall *call)
{
    static const HvsJobRow row = { 102, "Initiate Test Replica", FALSE, on_tested };
    HvsSnapshot *point = NULL;
    HvsVm *vm = NULL;
    const HvsVm *test;
    guint32 result = hvs_call_read(call, &vm, NULL, NULL, NULL);

    if (result == HVS_RESULT_DONE)
        result = hvs_point_read(vm, hvs_call_get_text(call, "SnapshotSettingData"), &point);
    if (result == HVS_RESULT_DONE)
        result = admit(vm);
    if (result != HVS_RESULT_DONE)
        return result;

    result =
        hvs_job_run(call, &row, vm, HVS_TASK(0, 0, 0), point != NULL ? point->instance_id : NULL);
    test = find_test(vm);
    if (result == HVS_RESULT_DONE && test != NULL) {
        g_autofree char *path = hvs_cim_dup_vm_path(test);

        hvr_wmi_object_set_string(call->output, "ResultingSystem", path);
    }

    return result;
}
