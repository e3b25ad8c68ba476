/* sim_replication_relationship.c: relationships, and how one side finds the other
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_relationship.h"

#include <string.h>

#include "sim_replication_delta.h"
#include "sim_replication_health.h"
#include "sim_replication_statistics.h"
#include "sim_replication_transfer.h"
#include "sim_vm_method.h"
#include "wmi_object.h"

#define ID_PREFIX "Microsoft:"

/* "Microsoft:GUID\HVR" where there is one at most (msvm-replicationsettingdata.md). */
char *
hvs_relationship_dup_id(const HvsVm *vm, guint index)
{
    if (!hvs_version_has(vm->host->version, "2012 R2"))
        return g_strdup_printf(ID_PREFIX "%s\\HVR", vm->guid);

    return g_strdup_printf(ID_PREFIX "%s\\HVR\\%u", vm->guid, index);
}

gboolean
hvs_relationship_parse_id(const HvsVm *vm, const char *id, guint *out_index)
{
    for (guint i = 0; id != NULL && i < HVS_N_LEGS; i++) {
        g_autofree char *mine = hvs_relationship_dup_id(vm, i);

        if (g_ascii_strcasecmp(mine, id) != 0)
            continue;
        *out_index = i;
        return TRUE;
    }

    return FALSE;
}

/* Whether a VM that does not replicate has one is not documented: a switch. */
gboolean
hvs_relationship_is_shown(const HvsVm *vm, guint index)
{
    if (!hvs_version_has(vm->host->version, hvr_wmi_class_Msvm_ReplicationRelationship.since))
        return FALSE;

    return vm->relationships[index] != NULL ||
           (index == 0 && vm->host->world->switches.relationship_always);
}

static void
take_place(HvsRelationship *relationship, guint index)
{
    HvsVm *vm = relationship->vm;
    g_autofree char *id = hvs_relationship_dup_id(vm, index);

    relationship->index = index;
    vm->relationships[index] = relationship;
    hvr_wmi_object_set_string(relationship->settings, "InstanceID", id);
    hvr_wmi_object_set_string(relationship->settings, "ElementName", vm->name);
    hvr_wmi_object_set_string(relationship->settings, "VirtualSystemIdentifier", vm->guid);
}

HvsRelationship *
hvs_relationship_new(HvsVm *vm, guint index, gboolean sender, guint16 state, gpointer settings)
{
    HvsRelationship *relationship = g_new0(HvsRelationship, 1);

    relationship->vm = vm;
    relationship->sender = sender;
    relationship->state = state;
    relationship->initial = state == HVS_STATE_READY || state == HVS_STATE_INITIAL;
    relationship->settings = settings;
    relationship->statistics = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationStatistics);
    take_place(relationship, index);
    hvs_statistics_reset(relationship);
    hvs_health_update(relationship);

    return relationship;
}

/* Everything goes here: what hvs_vm_free() knows of is empty by then. */
void
hvs_relationship_remove(HvsRelationship *relationship)
{
    HvsWorld *world = relationship->vm->host->world;

    hvs_transfer_drop(relationship);
    hvs_delta_stop(relationship);
    hvs_world_unschedule(world, relationship->cycle_event);
    relationship->vm->relationships[relationship->index] = NULL;
    hvr_wmi_object_free(relationship->settings);
    hvr_wmi_object_free(relationship->statistics);
    g_clear_pointer(&relationship->adapters, g_ptr_array_unref);
    g_free(relationship->checkpoint);
    g_free(relationship->problem);
    g_free(relationship);
}

void
hvs_relationship_set_index(HvsRelationship *relationship, guint index)
{
    relationship->vm->relationships[relationship->index] = NULL;
    take_place(relationship, index);
}

void
hvs_relationship_set_state(HvsRelationship *relationship, guint16 state)
{
    HvsRelationship *peer = hvs_relationship_find_linked_peer(relationship);

    if (state != HVS_STATE_REPLICATING)
        hvs_delta_stop(relationship);
    relationship->state = state;
    hvs_health_update(relationship);
    if (peer != NULL)
        hvs_health_update(peer);
}

/* A VM has at most one outgoing relationship. */
HvsRelationship *
hvs_relationship_get_sending(const HvsVm *vm)
{
    for (guint i = 0; i < HVS_N_LEGS; i++) {
        if (vm->relationships[i] != NULL && vm->relationships[i]->sender)
            return vm->relationships[i];
    }

    return NULL;
}

/* Names of hosts in a relationship stay as they were agreed on.  A host is still
 * known by one that it no longer has (inferred), as a VM is by its GUID; the
 * connection point alone has to be found on the network. */
static HvsVm *
find_vm(const HvsRelationship *relationship, const char *host_name)
{
    const HvsVm *vm = relationship->vm;
    HvsHost *host = hvs_world_find_host(vm->host->world, host_name);

    return host != NULL && host != vm->host ? hvs_host_find_vm(host, vm->guid) : NULL;
}

static gboolean
is_host(const HvsRelationship *relationship, const char *name)
{
    HvsHost *host = relationship->vm->host;

    return hvs_world_find_host(host->world, name) == host;
}

static HvsRelationship *
find_receiver(const HvsRelationship *sender)
{
    HvsVm *vm = find_vm(sender, sender->settings->RecoveryConnectionPoint);
    HvsRelationship *peer = vm != NULL ? vm->relationships[0] : NULL;

    if (peer == NULL || peer->sender || !is_host(sender, peer->settings->PrimaryHostSystem))
        return NULL;

    return peer;
}

static HvsRelationship *
find_sender(const HvsRelationship *receiver)
{
    HvsVm *vm = find_vm(receiver, receiver->settings->PrimaryHostSystem);
    HvsRelationship *peer = vm != NULL ? hvs_relationship_get_sending(vm) : NULL;

    if (peer == NULL || !is_host(receiver, peer->settings->RecoveryConnectionPoint))
        return NULL;

    return peer;
}

HvsRelationship *
hvs_relationship_find_peer(const HvsRelationship *relationship)
{
    return relationship->sender ? find_receiver(relationship) : find_sender(relationship);
}

HvsRelationship *
hvs_relationship_find_linked_peer(const HvsRelationship *relationship)
{
    HvsRelationship *peer = hvs_relationship_find_peer(relationship);
    const HvsRelationship *sender = relationship->sender ? relationship : peer;
    const HvsHost *host = relationship->vm->host;

    if (peer == NULL ||
        hvs_world_resolve_host(host->world, sender->settings->RecoveryConnectionPoint) == NULL)
        return NULL;

    return hvs_world_is_linked(host->world, host, peer->vm->host) ? peer : NULL;
}

/* Whether a replica shows what its sender does is not documented: a switch. */
guint16
hvs_relationship_get_shown_state(const HvsRelationship *relationship)
{
    const HvsRelationship *peer;

    if (relationship->vm == NULL || relationship->sender ||
        relationship->state != HVS_STATE_REPLICATING ||
        !relationship->vm->host->world->switches.replica_shows_resync)
        return relationship->state;
    peer = hvs_relationship_find_linked_peer(relationship);

    return peer != NULL && peer->state >= HVS_STATE_WAITING_RESYNC &&
                   peer->state <= HVS_STATE_RESYNC_SUSPENDED
               ? peer->state
               : relationship->state;
}

HvsRelationship *
hvs_relationship_of_job(HvsJob *job, gpointer data)
{
    HvsVm *vm = hvs_host_find_vm(job->host, job->vm_guid);
    HvsRelationship *relationship = vm != NULL ? vm->relationships[HVS_TASK_INDEX(data)] : NULL;

    if (relationship == NULL && job->error_code == 0)
        job->error_code = HVS_RESULT_NOT_AVAILABLE;

    return relationship;
}
