/* sim_replication_reverse.c: ReverseReplicationRelationship
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * After a planned failover both sides only swap their roles; after an unplanned
 * one the old primary was made a replica before, and everything is sent again.
 */

#include <config.h>

#include "sim_replication_method.h"
#include "sim_replication_settings.h"
#include "sim_vm.h"
#include "wmi_embedded.h"

/* The old primary has to be "in correct state" (C# sample): prepared, or waiting
 * for somebody to send. */
static HvsRelationship *
find_old_primary(HvsHost *host, const HvsVm *vm)
{
    HvsVm *other = host != NULL ? hvs_host_find_vm(host, vm->guid) : NULL;
    HvsRelationship *leg = other != NULL ? other->relationships[0] : NULL;

    if (leg == NULL)
        return NULL;
    if (leg->sender)
        return leg->state == HVS_STATE_PREPARED ? leg : NULL;

    return leg->state == HVS_STATE_INITIAL ? leg : NULL;
}

static void
fail(HvsJob *job, const HvsVm *vm, const char *why)
{
    job->error_code = HVS_RESULT_FAILED;
    job->error_text = g_strdup_printf(
        "Hyper-V failed to reverse replication for virtual machine '%s': %s", vm->name, why);
}

static void
swap_roles(HvsVm *vm, HvsRelationship *old, const Msvm_ReplicationSettingData *settings)
{
    gboolean planned = old->sender;
    HvsVm *replica = old->vm;
    guint16 state = planned ? HVS_STATE_REPLICATING : HVS_STATE_READY;
    gint64 last = vm->relationships[0]->last_replication;
    HvsRelationship *sender;
    HvsRelationship *receiver;

    hvs_relationship_remove_points(vm);
    hvs_relationship_remove_points(replica);
    hvs_relationship_remove(vm->relationships[0]);
    hvs_relationship_remove(old);
    replica->replication_mode = HVS_MODE_REPLICA;
    vm->replication_mode = HVS_MODE_PRIMARY;
    receiver = hvs_relationship_new(replica, 0, FALSE,
                                    planned ? HVS_STATE_REPLICATING : HVS_STATE_INITIAL, settings);
    sender = hvs_relationship_new(vm, 0, TRUE, state, settings);
    if (!planned)
        return;
    sender->last_replication = receiver->last_replication = last;
    sender->last_apply = receiver->last_apply = last;
    if (receiver->settings->RecoveryHistory > 0)
        hvs_relationship_add_point(receiver, HVS_POINT_STANDARD);
}

static void
remove_keepers(HvsVm *vm)
{
    for (guint i = vm->snapshots->len; i > 0; i--)
        hvs_vm_remove_snapshot(vm, g_ptr_array_index(vm->snapshots, i - 1));
}

static void
on_reversed(HvsJob *job, gpointer data)
{
    HvsVm *vm = hvs_host_find_vm(job->host, job->vm_guid);
    HvsWorld *world = job->host->world;
    g_autoptr(Msvm_ReplicationSettingData) settings =
        hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_ReplicationSettingData, job->target, NULL);
    HvsHost *host = hvs_world_find_host(world, settings->RecoveryConnectionPoint);
    HvsRelationship *old;

    if (host == NULL || !hvs_world_is_linked(world, job->host, host)) {
        fail(job, vm, "the server that is to become the Replica server could not be reached");
        return;
    }
    old = find_old_primary(host, vm);
    if (old == NULL || old->vm->enabled_state != HVS_VM_OFF) {
        fail(job, vm, "the virtual machine on the other server is not in the correct state");
        return;
    }

    if (vm->relationships[0]->state == HVS_STATE_RECOVERED)
        remove_keepers(vm);
    hvs_settings_set_hosts(settings, job->host, host);
    swap_roles(vm, old, settings);
}

static const HvsJobRow reverse_job = {
    104, "Reversing Replication", FALSE, on_reversed, NULL, NULL
};

guint32
hvs_replication_reverse(HvsCall *call)
{
    const Msvm_ReplicationService_ReverseReplicationRelationship_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);
    HvsRelationship *receiver = vm != NULL ? vm->relationships[0] : NULL;
    g_autoptr(Msvm_ReplicationSettingData) settings = NULL;
    g_autofree char *text = NULL;
    guint32 result;

    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    if (receiver == NULL)
        return HVS_RESULT_INVALID_STATE;
    settings = hvr_wmi_object_copy(receiver->settings);
    result = hvs_settings_merge(call, vm, 0, input->ReplicationSettingData, settings);
    if (result == HVS_RESULT_DONE)
        result = hvs_replication_check(HVS_OPERATION_REVERSE, receiver);
    if (result != HVS_RESULT_DONE)
        return result;
    /* Whether a failover has to be committed first is not documented: a switch.
     * A VM has one outgoing relationship only. */
    if ((receiver->state == HVS_STATE_RECOVERED && !call->host->world->switches.reverse_commits) ||
        vm->relationships[1] != NULL)
        return HVS_RESULT_INVALID_STATE;

    text = hvr_wmi_embedded_format(settings);
    return hvs_job_run(call, &reverse_job, vm, NULL, text);
}
