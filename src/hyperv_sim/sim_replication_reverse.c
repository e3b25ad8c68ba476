/* sim_replication_reverse.c: replicate back to where it came from: ReverseReplicationRelationship
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_method.h"

#include "sim_replication_call.h"
#include "sim_replication_contact.h"
#include "sim_replication_cycle.h"
#include "sim_replication_delta.h"
#include "sim_replication_disk.h"
#include "sim_replication_failover.h"
#include "sim_replication_settings.h"
#include "sim_replication_statistics.h"
#include "wmi_object.h"

/* "In correct state": prepared for this failover, or made a replica since
 * (Microsoft's sample says no more than those three words). */
static gboolean
is_ready(const HvsRelationship *old)
{
    if (old == NULL || hvs_call_is_busy(old->vm))
        return FALSE;
    if (old->sender)
        return old->state == HVS_STATE_PREPARED;

    return old->state == HVS_STATE_INITIAL && old->seeded;
}

static HvsRelationship *
find_old_primary(const HvsRelationship *receiver,
                 const Msvm_ReplicationSettingData *settings,
                 char **out_reason)
{
    HvsHost *from = receiver->vm->host;
    HvsHost *to = hvs_contact_find_host(from, settings, out_reason);
    HvsVm *vm = to != NULL ? hvs_host_find_vm(to, receiver->vm->guid) : NULL;
    HvsRelationship *old = vm != NULL ? vm->relationships[0] : NULL;

    if (to == NULL || !hvs_contact_takes(to, receiver->vm, out_reason))
        return NULL;
    if (is_ready(old) && hvs_contact_is_authorized(vm, from))
        return old;
    *out_reason = g_strdup_printf("The virtual machine on the server '%s' is not ready to become "
                                  "the replica, or does not take it from this server.",
                                  settings->RecoveryConnectionPoint);

    return NULL;
}

static void
set_role(HvsRelationship *relationship, gboolean sender, gboolean is_complete)
{
    relationship->sender = sender;
    relationship->initial = !is_complete;
    relationship->exported = FALSE;
    relationship->seeded = !sender && !is_complete;
    relationship->unauthorized = FALSE;
    relationship->planned = FALSE;
    relationship->failed_over_type = HVS_KIND_NONE;
    relationship->log_invalid = FALSE;
    relationship->transferred = 0;
    relationship->n_misses = 0;
    hvs_delta_set_pending(relationship, 0);
    g_clear_pointer(&relationship->problem, g_free);
    relationship->last_point = relationship->vm->host->world->now;
    relationship->vm->authorization = NULL;
    relationship->vm->replication_mode = sender ? HVS_MODE_PRIMARY : HVS_MODE_REPLICA;
    hvs_statistics_reset(relationship);
    if (is_complete)
        hvs_cycle_start(relationship);
}

/* Nothing was lost in a planned failover, so no initial replication is needed;
 * else the new primary is ready for one (that number is inferred). */
static void
swap_roles(HvsRelationship *receiver, HvsRelationship *old, Msvm_ReplicationSettingData *settings)
{
    HvsVm *vm = receiver->vm;
    gboolean is_complete = old->sender && receiver->failed_over_type == HVS_KIND_PLANNED;

    hvs_failover_merge(receiver);
    /* A VM has one outgoing relationship only. */
    if (vm->relationships[1] != NULL)
        hvs_relationship_remove(vm->relationships[1]);
    hvs_disk_include(vm, settings);
    hvs_settings_set_hosts(settings, vm->host, old->vm->host);
    hvr_wmi_object_free(receiver->settings);
    receiver->settings = settings;
    set_role(receiver, TRUE, is_complete);
    set_role(old, FALSE, is_complete);
    hvs_settings_mirror(old, settings);
    old->vm->authorization = hvs_contact_find_authorization(old->vm->host, vm->host);
    old->state = is_complete ? HVS_STATE_REPLICATING : HVS_STATE_INITIAL;
    hvs_relationship_set_state(receiver, is_complete ? HVS_STATE_REPLICATING : HVS_STATE_READY);
}

static void
on_reversed(HvsJob *job, gpointer data)
{
    HvsRelationship *receiver = hvs_relationship_of_job(job, data);
    g_autoptr(Msvm_ReplicationSettingData) settings = NULL;
    HvsRelationship *old;
    char *reason = NULL;

    if (receiver == NULL)
        return;

    settings =
        hvs_settings_new_merged(job->host, hvr_wmi_object_copy(receiver->settings), job->target);
    old = find_old_primary(receiver, settings, &reason);
    if (old == NULL)
        hvs_contact_fail(job, reason);
    else
        swap_roles(receiver, old, g_steal_pointer(&settings));
}

/* Whether the method commits by itself is not documented: a switch. */
static guint32
admit(HvsVm *vm, const Msvm_ReplicationSettingData *given)
{
    const HvsRelationship *receiver = vm->relationships[0];
    guint index = 0;
    guint32 result = hvs_settings_check_identity(vm, given, &index);

    if (result != HVS_RESULT_DONE)
        return result;
    result = hvs_call_admit(receiver, HVS_OPERATION_REVERSE);
    if (result != HVS_RESULT_DONE)
        return result;
    if (index != 0 ||
        (receiver->state == HVS_STATE_RECOVERED && !vm->host->world->switches.reverse_commits))
        return HVS_RESULT_INVALID_STATE;

    return HVS_RESULT_DONE;
}

guint32
hvs_replication_reverse(HvsCall *call)
{
    static const HvsJobRow row = { 104, "Reverse Replication", FALSE, on_reversed };
    g_autoptr(Msvm_ReplicationSettingData) settings = NULL;
    g_autoptr(HvrWmiObject) given = NULL;
    const char *text = hvs_call_get_text(call, "ReplicationSettingData");
    gpointer parsed = NULL;
    HvsVm *vm = NULL;
    guint32 result = hvs_call_read(call, &vm, &hvr_wmi_class_Msvm_ReplicationSettingData,
                                   "ReplicationSettingData", &parsed);

    given = parsed;
    if (result == HVS_RESULT_DONE)
        result = admit(vm, parsed);
    if (result != HVS_RESULT_DONE)
        return result;

    settings = hvs_settings_new_merged(call->host,
                                       hvr_wmi_object_copy(vm->relationships[0]->settings), text);
    result = hvs_settings_check(vm, settings, NULL);
    if (result != HVS_RESULT_DONE)
        return result;

    return hvs_job_run(call, &row, vm, HVS_TASK(0, 0, 0), text);
}
