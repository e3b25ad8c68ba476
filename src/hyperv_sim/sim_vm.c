/* sim_vm.c: a simulated virtual machine: parts, power state, checkpoints
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_vm.h"

#include <string.h>

#include "sim_console.h"
#include "sim_job.h"
#include "sim_replication.h"
#include "wmi_object.h"

/* The IDE controllers of every VM of generation 1 (libvirt, recorded hosts). */
#define IDE_GUID "83F8638B-8DCA-4152-9EDA-2CA8B33039B4"

#define POINT_PREFIX "Microsoft:Hyper-V:Snapshot:Replica:"

static void
disk_free(gpointer data)
{
    HvsDisk *disk = data;

    g_free(disk->path);
    g_free(disk->instance_id);
    g_free(disk);
}

static void
nic_free(gpointer data)
{
    HvsNic *nic = data;

    g_free(nic->name);
    g_free(nic->instance_id);
    g_free(nic->mac);
    g_free(nic->switch_name);
    g_free(nic->pool);
    g_free(nic->test_switch);
    g_free(nic->test_pool);
    g_free(nic);
}

static void
snapshot_free(gpointer data)
{
    HvsSnapshot *snapshot = data;

    g_free(snapshot->instance_id);
    g_free(snapshot->name);
    g_free(snapshot->notes);
    g_free(snapshot->type);
    g_free(snapshot);
}

static void
relationship_free(HvsRelationship *relationship)
{
    if (relationship == NULL)
        return;

    hvs_world_unschedule(relationship->vm->host->world, relationship->cycle_event);
    hvr_wmi_object_free(relationship->settings);
    hvr_wmi_object_free(relationship->statistics);
    g_free(relationship);
}

void
hvs_vm_set_version(HvsVm *vm, const HvsVersion *version)
{
    vm->config_version = version->newest_vm;
    vm->generation = version->max_generation;
}

HvsVm *
hvs_vm_new(HvsHost *host, const char *name, const char *guid)
{
    HvsVm *vm = g_new0(HvsVm, 1);

    vm->host = host;
    vm->guid = guid != NULL ? g_ascii_strup(guid, -1) : hvs_world_dup_guid(host->world);
    vm->name = g_strdup(name);
    vm->notes = g_strdup("");
    vm->enabled_state = HVS_VM_OFF;
    vm->created = host->world->now;
    vm->configured = host->world->now;
    vm->state_changed = host->world->now;
    vm->memory_mb = 1024;
    vm->n_vcpus = 1;
    vm->automatic_start_action = 3;
    vm->health_state = HVS_VM_HEALTHY;
    vm->console = hvs_console_new();
    hvs_vm_set_version(vm, host->version);
    vm->disks = g_ptr_array_new_with_free_func(disk_free);
    vm->nics = g_ptr_array_new_with_free_func(nic_free);
    vm->overlay = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    vm->hidden = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    vm->snapshots = g_ptr_array_new_with_free_func(snapshot_free);
    g_ptr_array_add(host->vms, vm);

    return vm;
}

void
hvs_vm_free(HvsVm *vm)
{
    if (vm == NULL)
        return;

    for (guint i = 0; i < G_N_ELEMENTS(vm->relationships); i++)
        relationship_free(vm->relationships[i]);
    g_ptr_array_unref(vm->disks);
    g_ptr_array_unref(vm->nics);
    g_ptr_array_unref(vm->overlay);
    g_hash_table_unref(vm->hidden);
    g_ptr_array_unref(vm->snapshots);
    hvs_console_free(vm->console);
    g_free(vm->guid);
    g_free(vm->name);
    g_free(vm->notes);
    g_free(vm->test_of);
    g_free(vm);
}

void
hvs_vm_remove(HvsVm *vm)
{
    hvs_replication_vm_removed(vm);
    hvs_job_abandon(vm);
    g_ptr_array_remove(vm->host->vms, vm);
}

/* Generation 1 boots from IDE, whose second channel starts with the DVD drive;
 * whatever does not fit there, and all of generation 2, is SCSI. */
static char *
dup_slot_id(const HvsVm *vm, guint n)
{
    static const char *const ide_slots[] = { "0\\0", "0\\1", "1\\1" };
    guint n_ide = vm->generation == 1 ? G_N_ELEMENTS(ide_slots) : 0;
    g_autofree char *seed = g_strconcat(vm->guid, "/scsi", NULL);
    g_autofree char *scsi = hvs_guid_from_text(seed);

    if (n < n_ide)
        return g_strdup_printf("Microsoft:%s\\" IDE_GUID "\\%s\\L", vm->guid, ide_slots[n]);

    return g_strdup_printf("Microsoft:%s\\%s\\0\\%u\\L", vm->guid, scsi, n - n_ide);
}

static gboolean
has_disk_id(const HvsVm *vm, const char *id)
{
    for (guint i = 0; i < vm->disks->len; i++) {
        const HvsDisk *disk = g_ptr_array_index(vm->disks, i);

        if (strcmp(disk->instance_id, id) == 0)
            return TRUE;
    }

    return FALSE;
}

/* A disk that was taken out leaves its slot to the next one. */
static char *
dup_disk_id(const HvsVm *vm)
{
    char *id = dup_slot_id(vm, 0);

    for (guint n = 1; has_disk_id(vm, id); n++) {
        g_free(id);
        id = dup_slot_id(vm, n);
    }

    return id;
}

HvsDisk *
hvs_vm_add_disk(HvsVm *vm, const char *path, guint64 size)
{
    HvsDisk *disk = g_new0(HvsDisk, 1);

    disk->path = g_strdup(path);
    disk->instance_id = dup_disk_id(vm);
    disk->size = size;
    g_ptr_array_add(vm->disks, disk);

    return disk;
}

static gboolean
has_nic_id(const HvsVm *vm, const char *id)
{
    g_autofree char *key = g_ascii_strup(id, -1);

    for (guint i = 0; i < vm->nics->len; i++) {
        const HvsNic *nic = g_ptr_array_index(vm->nics, i);

        if (strcmp(nic->instance_id, id) == 0)
            return TRUE;
    }

    return g_hash_table_contains(vm->hidden, key);
}

/* An adapter never gets the name of one that was taken away. */
static char *
dup_nic_id(const HvsVm *vm)
{
    for (guint n = vm->nics->len;; n++) {
        g_autofree char *seed = g_strdup_printf("%s/nic/%u", vm->guid, n);
        g_autofree char *guid = hvs_guid_from_text(seed);
        g_autofree char *id = g_strdup_printf("Microsoft:%s\\%s", vm->guid, guid);

        if (!has_nic_id(vm, id))
            return g_steal_pointer(&id);
    }
}

HvsNic *
hvs_vm_add_nic(HvsVm *vm, const char *name, const char *switch_name)
{
    HvsNic *nic = g_new0(HvsNic, 1);

    nic->name = g_strdup(name);
    nic->instance_id = dup_nic_id(vm);
    /* 00-15-5D is Microsoft's; Hyper-V draws the rest from a pool of the host. */
    nic->mac = g_strdup_printf("00155D%06X", g_rand_int_range(vm->host->world->rand, 0, 1 << 24));
    nic->switch_name = g_strdup(switch_name);
    g_ptr_array_add(vm->nics, nic);

    return nic;
}

/* Two changes at the same moment of a world that stands still are two all the same. */
void
hvs_vm_touch(HvsVm *vm)
{
    vm->configured = MAX(vm->host->world->now, vm->configured + 1);
}

gboolean
hvs_vm_has_process(const HvsVm *vm)
{
    return vm->enabled_state != HVS_VM_OFF && vm->enabled_state != HVS_VM_SAVED;
}

/* Windows' process ids are multiples of four; they serve as libvirt's domain
 * ids, so no two VMs may share one. */
static guint32
new_process_id(const HvsHost *host)
{
    guint32 id;
    gboolean used;

    do {
        id = (guint32)g_rand_int_range(host->world->rand, 256, 1 << 16) * 4;
        used = FALSE;
        for (guint i = 0; i < host->vms->len && !used; i++) {
            const HvsVm *vm = g_ptr_array_index(host->vms, i);

            used = vm->process_id == id;
        }
    } while (used);

    return id;
}

void
hvs_vm_set_state(HvsVm *vm, guint16 enabled_state)
{
    gint64 now = vm->host->world->now;

    vm->enabled_state = enabled_state;
    vm->state_changed = now;
    if (!hvs_vm_has_process(vm)) {
        vm->process_id = 0;
        vm->started = 0;
        return;
    }
    if (vm->process_id == 0)
        vm->process_id = new_process_id(vm->host);
    if (vm->started == 0)
        vm->started = now;
}

gboolean
hvs_snapshot_is_point(const HvsSnapshot *snapshot)
{
    return g_str_has_prefix(snapshot->type, POINT_PREFIX);
}

static HvsSnapshot *
find_newest_point(const HvsVm *vm)
{
    for (guint i = vm->snapshots->len; i > 0; i--) {
        HvsSnapshot *snapshot = g_ptr_array_index(vm->snapshots, i - 1);

        if (hvs_snapshot_is_point(snapshot))
            return snapshot;
    }

    return NULL;
}

HvsSnapshot *
hvs_vm_add_snapshot(HvsVm *vm, const char *type, const char *name)
{
    HvsSnapshot *snapshot = g_new0(HvsSnapshot, 1);
    g_autofree char *guid = hvs_world_dup_guid(vm->host->world);

    snapshot->instance_id = g_strconcat("Microsoft:", guid, NULL);
    snapshot->name = g_strdup(name);
    snapshot->notes = g_strdup(vm->notes);
    snapshot->type = g_strdup(type);
    snapshot->created = vm->host->world->now;
    if (hvs_snapshot_is_point(snapshot)) {
        snapshot->parent = find_newest_point(vm);
    } else {
        snapshot->parent = vm->current;
        snapshot->saved = vm->enabled_state != HVS_VM_OFF;
        vm->current = snapshot;
    }
    g_ptr_array_add(vm->snapshots, snapshot);

    return snapshot;
}

void
hvs_vm_remove_snapshot(HvsVm *vm, HvsSnapshot *snapshot)
{
    for (guint i = 0; i < vm->snapshots->len; i++) {
        HvsSnapshot *child = g_ptr_array_index(vm->snapshots, i);

        if (child->parent == snapshot)
            child->parent = snapshot->parent;
    }
    if (vm->current == snapshot)
        vm->current = snapshot->parent;
    g_ptr_array_remove(vm->snapshots, snapshot);
}

HvsSnapshot *
hvs_vm_find_snapshot(HvsVm *vm, const char *instance_id)
{
    for (guint i = 0; instance_id != NULL && i < vm->snapshots->len; i++) {
        HvsSnapshot *snapshot = g_ptr_array_index(vm->snapshots, i);

        if (g_ascii_strcasecmp(snapshot->instance_id, instance_id) == 0)
            return snapshot;
    }

    return NULL;
}

HvsVm *
hvs_vm_find_by_settings(HvsHost *host, const char *instance_id, HvsSnapshot **out_snapshot)
{
    *out_snapshot = NULL;
    for (guint i = 0; instance_id != NULL && i < host->vms->len; i++) {
        HvsVm *vm = g_ptr_array_index(host->vms, i);
        g_autofree char *id = g_strconcat("Microsoft:", vm->guid, NULL);

        *out_snapshot = hvs_vm_find_snapshot(vm, instance_id);
        if (*out_snapshot != NULL || g_ascii_strcasecmp(id, instance_id) == 0)
            return vm;
    }

    return NULL;
}

/* "Replica VMs cannot start before failover"; a primary is "locked from powering
 * on" once it was prepared (Microsoft's blog 2012-06). */
gboolean
hvs_vm_can_start(const HvsVm *vm)
{
    const HvsRelationship *first = vm->relationships[0];

    switch (vm->replication_mode) {
    case 1:
        return first == NULL || first->state != 4;
    case 2:
    case 4:
        return first != NULL && (first->state == 5 || first->state == 6);
    default:
        return TRUE;
    }
}
