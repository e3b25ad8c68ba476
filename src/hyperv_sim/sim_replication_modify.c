/* sim_replication_modify.c: change a relationship's settings: ModifyReplicationSettings
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_method.h"

#include "sim_replication_call.h"
#include "sim_replication_contact.h"
#include "sim_replication_cycle.h"
#include "sim_replication_disk.h"
#include "sim_replication_point.h"
#include "sim_replication_settings.h"
#include "wmi_object.h"

/* Both sides keep the settings, so the partner is told, by the new name if there
 * is one ("changing the replica server's name", Microsoft's blog 2013-12); that
 * nothing changes when it does not answer is inferred. */
static HvsRelationship *
reach_peer(HvsRelationship *sender, Msvm_ReplicationSettingData *settings, char **out_reason)
{
    Msvm_ReplicationSettingData *before = sender->settings;
    HvsRelationship *peer;

    sender->settings = settings;
    peer = hvs_contact_reach_peer(sender, out_reason);
    sender->settings = before;

    return peer;
}

/* An extended relationship is "not more frequent than the primary one", so its
 * host refuses what would make it so (inferred). */
static gboolean
can_follow(const HvsRelationship *peer,
           const Msvm_ReplicationSettingData *settings,
           char **out_reason)
{
    const HvsRelationship *next = peer->vm->relationships[1];

    if (next == NULL || next->settings->ReplicationInterval >= settings->ReplicationInterval)
        return TRUE;
    *out_reason = g_strdup_printf("The extended replication of the virtual machine from '%s' is "
                                  "more frequent than this.",
                                  peer->vm->host->fqdn);

    return FALSE;
}

/* Both sides show that disks are being changed (inferred). */
static void
set_both(HvsRelationship *sender, guint16 state)
{
    HvsRelationship *receiver = hvs_relationship_find_linked_peer(sender);

    if (receiver != NULL)
        hvs_relationship_set_state(receiver, state);
    hvs_relationship_set_state(sender, state);
}

static void
on_disks_not_updated(HvsJob *job, gpointer data)
{
    HvsRelationship *sender = hvs_relationship_of_job(job, data);

    if (sender != NULL)
        set_both(sender, HVS_STATE_DISK_UPDATE_CRITICAL);
}

static void
on_disks_updated(HvsJob *job, gpointer data)
{
    HvsRelationship *sender = hvs_relationship_of_job(job, data);
    char *reason = NULL;

    if (sender == NULL)
        return;
    if (hvs_contact_reach_peer(sender, &reason) != NULL) {
        set_both(sender, HVS_STATE_REPLICATING);
        return;
    }
    hvs_contact_fail(job, reason);
    on_disks_not_updated(job, data);
}

/* Job 125 and states 15 and 16 are documented by name only: that a new disk is
 * copied meanwhile, and that 16 is left by another change, is inferred. */
static void
update_disks(HvsRelationship *sender, guint64 added)
{
    static const HvsJobRow row = { 125,  "Update Disk Set",   FALSE, on_disks_updated,
                                   NULL, on_disks_not_updated };
    HvsHost *host = sender->vm->host;
    GTimeSpan duration = MAX(host->quick_job, hvs_disk_get_copy_time(host, added));

    set_both(sender, HVS_STATE_DISK_UPDATE);
    hvs_job_start(host, &row, sender->vm, duration, 0, HVS_TASK(sender->index, 0, 0));
}

static void
take_disks(HvsRelationship *sender, HvsRelationship *peer, Msvm_ReplicationSettingData *settings)
{
    const HvsAuthorization *entry = peer->vm->authorization;
    guint64 before = hvs_disk_get_included_size(sender->vm);
    gboolean is_same = hvs_disk_is_list_current(sender->vm, settings->IncludedDisks);
    guint64 after;

    hvs_disk_include(sender->vm, settings);
    if (!is_same)
        hvs_disk_place(peer->vm, sender->vm, entry != NULL ? entry->storage_location : NULL);
    after = hvs_disk_get_included_size(sender->vm);
    if ((!is_same && sender->state == HVS_STATE_REPLICATING) ||
        sender->state == HVS_STATE_DISK_UPDATE_CRITICAL)
        update_disks(sender, after > before ? after - before : 0);
}

static void
on_modified(HvsJob *job, gpointer data)
{
    HvsRelationship *sender = hvs_relationship_of_job(job, data);
    g_autoptr(Msvm_ReplicationSettingData) settings = NULL;
    HvsRelationship *peer;
    char *reason = NULL;

    if (sender == NULL)
        return;

    settings =
        hvs_settings_new_merged(job->host, hvr_wmi_object_copy(sender->settings), job->target);
    peer = reach_peer(sender, settings, &reason);
    if (peer == NULL || !can_follow(peer, settings, &reason)) {
        hvs_contact_fail(job, reason);
        return;
    }
    take_disks(sender, peer, settings);
    hvs_settings_set_hosts(settings, sender->vm->host, peer->vm->host);
    hvr_wmi_object_free(sender->settings);
    sender->settings = g_steal_pointer(&settings);
    hvs_settings_mirror(peer, sender->settings);
    hvs_point_trim(peer);
    if (sender->cycle_event != 0) {
        hvs_cycle_start(sender);
        hvs_cycle_start(peer);
    }
}

/* Before 2016, replication is removed and enabled anew for that (job 125 was
 * "added in Windows 10"); the number of the refusal is inferred. */
static gboolean
can_change_disks(const HvsVm *vm)
{
    return hvs_version_has(vm->host->version, "2016");
}

/* A primary's only relationship, a replica's extended one; the InstanceID in the
 * settings says which one is meant. */
static guint32
admit(HvsVm *vm, const Msvm_ReplicationSettingData *given, HvsRelationship **out_sender)
{
    HvsRelationship *sender = hvs_relationship_get_sending(vm);
    guint index = sender != NULL ? sender->index : 0;
    guint32 result = hvs_settings_check_identity(vm, given, &index);

    if (result != HVS_RESULT_DONE)
        return result;
    if (sender == NULL || sender->index != index)
        return HVS_RESULT_INVALID_STATE;
    *out_sender = sender;

    return hvs_call_admit(sender, HVS_OPERATION_MODIFY);
}

guint32
hvs_replication_modify(HvsCall *call)
{
    static const HvsJobRow row = { 92, "Modify Replication Relationship Settings", FALSE,
                                   on_modified };
    g_autoptr(Msvm_ReplicationSettingData) settings = NULL;
    g_autoptr(HvrWmiObject) given = NULL;
    const char *text = hvs_call_get_text(call, "ReplicationSettingData");
    HvsRelationship *sender = NULL;
    gpointer parsed = NULL;
    HvsVm *vm = NULL;
    guint32 result = hvs_call_read(call, &vm, &hvr_wmi_class_Msvm_ReplicationSettingData,
                                   "ReplicationSettingData", &parsed);

    given = parsed;
    if (result == HVS_RESULT_DONE)
        result = admit(vm, parsed, &sender);
    if (result != HVS_RESULT_DONE)
        return result;

    settings = hvs_settings_new_merged(call->host, hvr_wmi_object_copy(sender->settings), text);
    result = hvs_settings_check(vm, settings, sender->index == 1 ? vm->relationships[0] : NULL);
    if (result != HVS_RESULT_DONE)
        return result;
    if (!can_change_disks(vm) && !hvs_disk_is_list_current(vm, settings->IncludedDisks))
        return HVS_RESULT_NOT_SUPPORTED;

    return hvs_job_run(call, &row, vm, HVS_TASK(sender->index, 0, 0), text);
}
