/* sim_relationship.c: one side of one leg of a simulated replication
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_relationship.h"

#include <string.h>

#include "sim_job.h"
#include "sim_values.h"
#include "sim_vm.h"
#include "wmi_object.h"

/* replica.md tells which columns of the page are fixed; AutoResynchronizeEnabled
 * is a switch, because page and MOF disagree. */
/* clang-format off */
static const HvsValue fixed_settings[] = {
    { "Caption",                                 "Replication Settings" },
    { "Description",                             "Virtual Machine Replication Settings Data" },
    { "VirtualSystemType",                       "Microsoft:Hyper-V:Replica" },
    { "EnableWriteOrderPreservationAcrossDisks", "true" },
    { 0 }
};

static const HvsValue default_settings[] = {
    { "AuthenticationType",                    "1" },
    { "CompressionEnabled",                    "true" },
    { "BypassProxyServer",                     "false" },
    { "RecoveryServerPortNumber",              "0" },
    { "ReplicateHostKvpItems",                 "true" },
    { "ApplicationConsistentSnapshotInterval", "0" },
    { "RecoveryHistory",                       "0" },
    { "AutoResynchronizeIntervalStart",        "00000000183000.000000:000" },
    { "AutoResynchronizeIntervalEnd",          "00000000060000.000000:000" },
    { "ReplicationInterval",                   "300" },
    { 0 }
};

/* Health by state, Virtualization blog 2012-06-15; rows of transient states are inferred. */
static const struct {
    guint16 sender;
    guint16 receiver;
} healths[] = {
    [HVS_STATE_DISABLED]         = { 0, 0 },
    [HVS_STATE_READY]            = { 2, 2 },
    [HVS_STATE_INITIAL]          = { 2, 2 },
    [HVS_STATE_REPLICATING]      = { 1, 1 },
    [HVS_STATE_PREPARED]         = { 1, 1 },
    [HVS_STATE_RECOVERED]        = { 2, 2 },
    [HVS_STATE_COMMITTED]        = { 2, 2 },
    [HVS_STATE_SUSPENDED]        = { 2, 3 },
    [HVS_STATE_CRITICAL]         = { 3, 3 },
    [HVS_STATE_RESYNC_WAITING]   = { 3, 3 },
    [HVS_STATE_RESYNC]           = { 2, 2 },
    [HVS_STATE_RESYNC_SUSPENDED] = { 2, 2 },
    [HVS_STATE_FAILING_OVER]     = { 2, 2 },
    [HVS_STATE_FAILING_BACK]     = { 2, 2 },
    [HVS_STATE_FAILED_BACK]      = { 2, 2 },
};
/* clang-format on */

char *
hvs_relationship_dup_id(const HvsVm *vm, guint index)
{
    return g_strdup_printf("Microsoft:%s\\HVR\\%u", vm->guid, index);
}

static void
set_own_fields(Msvm_ReplicationSettingData *settings, const HvsVm *vm, guint index)
{
    g_autofree char *id = hvs_relationship_dup_id(vm, index);

    hvs_values_set(settings, fixed_settings);
    hvr_wmi_object_set_string(settings, "InstanceID", id);
    hvr_wmi_object_set_string(settings, "ElementName", vm->name);
    hvr_wmi_object_set_string(settings, "VirtualSystemIdentifier", vm->guid);
}

Msvm_ReplicationSettingData *
hvs_relationship_new_settings(const HvsVm *vm, guint index)
{
    Msvm_ReplicationSettingData *settings =
        hvs_values_new(&hvr_wmi_class_Msvm_ReplicationSettingData, default_settings);

    set_own_fields(settings, vm, index);
    hvr_wmi_object_set_boolean(settings, "AutoResynchronizeEnabled",
                               vm->host->world->switches.auto_resynchronize);

    return settings;
}

void
hvs_relationship_set_settings(HvsRelationship *relationship,
                              const Msvm_ReplicationSettingData *settings)
{
    Msvm_ReplicationSettingData *copy = hvr_wmi_object_copy(settings);

    set_own_fields(copy, relationship->vm, relationship->index);
    hvr_wmi_object_free(relationship->settings);
    relationship->settings = copy;
}

void
hvs_relationship_reset_statistics(HvsRelationship *relationship)
{
    gint64 now = relationship->vm->host->world->now;
    Msvm_ReplicationStatistics *statistics =
        hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationStatistics);
    static const char *const counters[] = {
        "ReplicationSuccessCount", "ReplicationSize",
        "MaxReplicationSize",      "ReplicationLatency",
        "ReplicationMissCount",    "MaxReplicationLatency",
        "NetworkFailureCount",     "ReplicationFailureCount",
        "PendingReplicationSize",  "ApplicationConsistentSnapshotFailureCount"
    };

    for (guint i = 0; i < G_N_ELEMENTS(counters); i++)
        hvr_wmi_object_set_uint(statistics, counters[i], 0);
    hvr_wmi_object_set_time(statistics, "StartStatisticTime", now);
    hvr_wmi_object_free(relationship->statistics);
    relationship->statistics = statistics;
}

HvsRelationship *
hvs_relationship_new(HvsVm *vm,
                     guint index,
                     gboolean sender,
                     guint16 state,
                     const Msvm_ReplicationSettingData *settings)
{
    HvsRelationship *relationship = g_new0(HvsRelationship, 1);

    relationship->vm = vm;
    relationship->index = index;
    relationship->sender = sender;
    hvs_relationship_set_settings(relationship, settings);
    hvs_relationship_reset_statistics(relationship);
    vm->relationships[index] = relationship;
    hvs_relationship_set_state(relationship, state);

    return relationship;
}

void
hvs_relationship_remove(HvsRelationship *relationship)
{
    HvsVm *vm = relationship->vm;
    HvsJob *transfer = g_steal_pointer(&relationship->transfer);

    if (transfer != NULL)
        hvs_job_cancel(transfer);
    hvs_world_unschedule(vm->host->world, relationship->cycle_event);
    hvr_wmi_object_free(relationship->settings);
    hvr_wmi_object_free(relationship->statistics);
    vm->relationships[relationship->index] = NULL;
    g_free(relationship);
}

void
hvs_relationship_set_state(HvsRelationship *relationship, guint16 state)
{
    HvsWorld *world = relationship->vm->host->world;

    relationship->state = state;
    relationship->health = relationship->sender ? healths[state].sender : healths[state].receiver;
    hvs_world_unschedule(world, relationship->cycle_event);
    relationship->cycle_event = 0;
    if (relationship->sender && state == HVS_STATE_REPLICATING)
        hvs_relationship_start_cycles(relationship);
}

/* A sender dials the recovery side, a receiver knows the primary side. */
HvsHost *
hvs_relationship_find_host(const HvsRelationship *relationship)
{
    const Msvm_ReplicationSettingData *settings = relationship->settings;
    HvsWorld *world = relationship->vm->host->world;
    const char *name = relationship->sender ? settings->RecoveryConnectionPoint
                                            : settings->PrimaryConnectionPoint;
    HvsHost *host = name != NULL ? hvs_world_find_host(world, name) : NULL;

    if (host == NULL || host == relationship->vm->host ||
        !hvs_world_is_linked(world, relationship->vm->host, host))
        return NULL;

    return host;
}

HvsRelationship *
hvs_relationship_find_partner(const HvsRelationship *relationship)
{
    HvsHost *host = hvs_relationship_find_host(relationship);
    HvsVm *vm = host != NULL ? hvs_host_find_vm(host, relationship->vm->guid) : NULL;

    if (vm == NULL)
        return NULL;

    for (guint i = 0; i < G_N_ELEMENTS(vm->relationships); i++) {
        HvsRelationship *other = vm->relationships[i];

        if (other != NULL && other->sender != relationship->sender &&
            hvs_relationship_find_host(other) == relationship->vm->host)
            return other;
    }

    return NULL;
}

GTimeSpan
hvs_relationship_get_transfer_time(const HvsRelationship *relationship)
{
    const HvsVm *vm = relationship->vm;
    guint64 bytes = 0;

    for (guint i = 0; i < vm->disks->len; i++) {
        const HvsDisk *disk = g_ptr_array_index(vm->disks, i);

        if (disk->included)
            bytes += disk->size;
    }

    return (GTimeSpan)((double)bytes / (double)MAX(vm->host->initial_rate, 1) * G_TIME_SPAN_SECOND);
}

static guint
count_points(const HvsVm *vm, HvsSnapshot **out_oldest)
{
    guint n_points = 0;

    *out_oldest = NULL;
    for (guint i = 0; i < vm->snapshots->len; i++) {
        HvsSnapshot *snapshot = g_ptr_array_index(vm->snapshots, i);

        if (!hvs_snapshot_is_point(snapshot))
            continue;
        if (n_points++ == 0)
            *out_oldest = snapshot;
    }

    return n_points;
}

void
hvs_relationship_add_point(HvsRelationship *receiver, const char *type)
{
    HvsVm *vm = receiver->vm;
    gint64 now = vm->host->world->now;
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(now / G_USEC_PER_SEC);
    g_autofree char *when = g_date_time_format(time, "%m/%d/%Y - %H:%M:%S");
    const char *kind = strrchr(type, ':') + 1;
    g_autofree char *name = g_strdup_printf("%s - %s Replica - (%s)", vm->name, kind, when);
    HvsSnapshot *oldest;
    guint limit = MAX(receiver->settings->RecoveryHistory, 1u);

    hvs_vm_add_snapshot(vm, type, name);
    receiver->last_point = now;
    while (count_points(vm, &oldest) > limit)
        hvs_vm_remove_snapshot(vm, oldest);
}

void
hvs_relationship_remove_points(HvsVm *vm)
{
    for (guint i = vm->snapshots->len; i > 0; i--) {
        HvsSnapshot *snapshot = g_ptr_array_index(vm->snapshots, i - 1);

        if (hvs_snapshot_is_point(snapshot))
            hvs_vm_remove_snapshot(vm, snapshot);
    }
}

void
hvs_relationship_received(HvsRelationship *receiver, guint16 kind)
{
    gint64 now = receiver->vm->host->world->now;

    receiver->last_replication = now;
    receiver->last_apply = now;
    receiver->last_type = kind;
    if (kind == HVS_KIND_CONSISTENT)
        receiver->last_consistent = now;
}
