/* sim_world_file_vm.c: the virtual machines of a world file
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_world_file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sim_replication.h"
#include "sim_vm.h"
#include "sim_world_file_part.h"
#include "sim_world_value.h"

#define CHECKPOINT_TYPE "Microsoft:Hyper-V:Snapshot:Realized"

/* RecoveryHistory's range. */
#define MAX_POINTS 24

#define MIN_MEMORY (G_GUINT64_CONSTANT(32) << 20)
#define MAX_MEMORY (G_GUINT64_CONSTANT(240) << 40)

/* A VM is younger than its host and older than its checkpoints and recovery points. */
#define VM_AGE         (60 * G_TIME_SPAN_DAY)
#define CHECKPOINT_AGE (30 * G_TIME_SPAN_DAY)
#define VM_UPTIME      (6 * G_TIME_SPAN_DAY)

/* clang-format off */
static const HvsWorldKey vm_keys[] = {
    { "host",        HVS_WORLD_ELSEWHERE },
    { "guid",        HVS_WORLD_ELSEWHERE },
    { "memory",      HVS_WORLD_ELSEWHERE },
    { "state",       HVS_WORLD_ELSEWHERE },
    { "disks",       HVS_WORLD_ELSEWHERE },
    { "nics",        HVS_WORLD_ELSEWHERE },
    { "checkpoints", HVS_WORLD_ELSEWHERE },
    { "legacy-nics", HVS_WORLD_ELSEWHERE },
    { "dvd",         HVS_WORLD_ELSEWHERE },
    { "floppy",      HVS_WORLD_ELSEWHERE },
    { "host-disks",  HVS_WORLD_ELSEWHERE },
    { "settings",    HVS_WORLD_ELSEWHERE },
    { "vcpus",       HVS_WORLD_GUINT, G_STRUCT_OFFSET(HvsVm, n_vcpus), 1, 2048 },
    { "generation",  HVS_WORLD_GUINT, G_STRUCT_OFFSET(HvsVm, generation), 1, 2 },
    { "notes",       HVS_WORLD_TEXT,  G_STRUCT_OFFSET(HvsVm, notes), 0, 4096 },
    { 0 }
};

static const HvsWorldKey replication_keys[] = {
    { "replica", HVS_WORLD_ELSEWHERE },
    { "points",  HVS_WORLD_ELSEWHERE },
    { 0 }
};

static const struct {
    const char *name;
    guint16 enabled_state;
} states[] = {
    { "running", HVS_VM_RUNNING },
    { "off",     HVS_VM_OFF },
    { "saved",   HVS_VM_SAVED },
    { "paused",  HVS_VM_PAUSED },
};
/* clang-format on */

/* Each of these reads one key's text into a VM; FALSE if it cannot be read. */
static gboolean
read_memory(HvsVm *vm, const char *value)
{
    guint64 size;

    if (!hvs_world_value_parse_size(value, &size) || size < MIN_MEMORY || size > MAX_MEMORY)
        return FALSE;
    vm->memory_mb = (guint)(size >> 20);

    return TRUE;
}

static gboolean
read_disks(HvsVm *vm, const char *value)
{
    g_autoptr(GPtrArray) parts = hvs_world_value_split(value);

    for (guint i = 0; i < parts->len; i++) {
        char *path = g_ptr_array_index(parts, i);
        const char *size_text = hvs_world_value_split_last(path);
        guint64 size;

        if (size_text == NULL || !hvs_world_value_parse_size(size_text, &size) || size == 0)
            return FALSE;
        hvs_vm_add_disk(vm, path, size);
    }

    return TRUE;
}

/* NAME alone is an adapter that is not connected. */
static gboolean
read_nics(HvsVm *vm, const char *value)
{
    g_autoptr(GPtrArray) parts = hvs_world_value_split(value);

    for (guint i = 0; i < parts->len; i++) {
        char *name = g_ptr_array_index(parts, i);
        const char *switch_name = hvs_world_value_split_last(name);

        if (switch_name == NULL && strchr(name, ':') != NULL)
            return FALSE;
        hvs_vm_add_nic(vm, name, switch_name);
    }

    return TRUE;
}

static gboolean
read_state(HvsVm *vm, const char *value)
{
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
        if (strcmp(states[i].name, value) != 0)
            continue;
        hvs_vm_set_state(vm, states[i].enabled_state);
        return TRUE;
    }

    return FALSE;
}

static gboolean
read_checkpoints(HvsVm *vm, const char *value)
{
    g_autoptr(GPtrArray) names = hvs_world_value_split(value);

    for (guint i = 0; i < names->len; i++)
        hvs_vm_add_snapshot(vm, CHECKPOINT_TYPE, g_ptr_array_index(names, i));

    return TRUE;
}

/* In this order: a checkpoint knows whether the VM ran when it was taken. */
/* clang-format off */
static const struct {
    const char *key;
    gboolean (*read)(HvsVm *vm, const char *value);
    const char *reason;
} parts[] = {
    { "memory",      read_memory,      N_("not a size from 32M to 240T") },
    { "disks",       read_disks,       N_("not a list of PATH:SIZE, separated by semicolons") },
    { "nics",        read_nics,        N_("not a list of NAME:SWITCH, separated by semicolons") },
    { "legacy-nics", hvs_world_file_read_legacy_nics, N_("only generation 1 has such adapters") },
    { "dvd",         hvs_world_file_read_dvd,         "" },
    { "floppy",      hvs_world_file_read_floppy,      N_("only generation 1 has a floppy drive") },
    { "host-disks",  hvs_world_file_read_host_disks,  N_("not a list of numbers of the host's disks") },
    { "settings",    hvs_world_file_read_settings,    N_("not a list of CLASS[N].PROPERTY=VALUE of the VM's parts") },
    { "state",       read_state,       N_("neither running, off, saved nor paused") },
    { "checkpoints", read_checkpoints, "" },
};
/* clang-format on */

static gboolean
read_parts(const HvsWorldFile *file, const char *group, HvsVm *vm, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *value = hvs_world_file_dup_value(file, group, parts[i].key);

        if (value != NULL && !parts[i].read(vm, value))
            return hvs_world_file_fail(file, group, parts[i].key, _(parts[i].reason), error);
    }

    return TRUE;
}

static void
make_older(HvsVm *vm)
{
    vm->created -= VM_AGE;
    vm->configured -= CHECKPOINT_AGE;
    vm->state_changed -= VM_UPTIME;
    if (vm->started != 0)
        vm->started -= VM_UPTIME;
    for (guint i = 0; i < vm->snapshots->len; i++) {
        HvsSnapshot *snapshot = g_ptr_array_index(vm->snapshots, i);

        snapshot->created -= CHECKPOINT_AGE - i * G_TIME_SPAN_HOUR;
    }
}

static gboolean
find_host(const HvsWorldFile *file,
          const char *group,
          const char *key,
          HvsHost **out_host,
          GError **error)
{
    g_autofree char *name = hvs_world_file_dup_value(file, group, key);

    if (name == NULL)
        return hvs_world_file_fail(file, group, key, _("missing"), error);
    *out_host = hvs_world_find_host(file->world, name);
    if (*out_host == NULL)
        return hvs_world_file_fail(file, group, key, _("no such host"), error);

    return TRUE;
}

gboolean
hvs_world_file_read_vm(const HvsWorldFile *file,
                       const char *group,
                       const char *name,
                       GError **error)
{
    g_autofree char *guid = hvs_world_file_dup_value(file, group, "guid");
    HvsHost *host;
    HvsVm *vm;

    if (!hvs_world_file_read_group(file, group, vm_keys, NULL, error) ||
        !find_host(file, group, "host", &host, error))
        return FALSE;
    if (guid != NULL && !hvs_world_value_is_guid(guid))
        return hvs_world_file_fail(file, group, "guid", _("not a GUID"), error);
    if (hvs_host_find_vm(host, guid) != NULL)
        return hvs_world_file_fail(file, group, "guid", _("another VM of the host has it"), error);

    vm = hvs_vm_new(host, name, guid);

    if (!hvs_world_file_read_group(file, group, vm_keys, vm, error) ||
        !read_parts(file, group, vm, error))
        return FALSE;
    if (vm->generation > host->version->max_generation)
        return hvs_world_file_fail(file, group, "generation",
                                   _("that Windows Server knows the first one only"), error);
    make_older(vm);

    return TRUE;
}

static HvsVm *
find_vm_by_name(const HvsWorld *world, const char *name)
{
    for (guint i = 0; i < world->hosts->len; i++) {
        const HvsHost *host = g_ptr_array_index(world->hosts, i);

        for (guint j = 0; j < host->vms->len; j++) {
            HvsVm *vm = g_ptr_array_index(host->vms, j);

            if (strcmp(vm->name, name) == 0)
                return vm;
        }
    }

    return NULL;
}

gboolean
hvs_world_file_read_replication(const HvsWorldFile *file,
                                const char *group,
                                const char *name,
                                GError **error)
{
    g_autofree char *points = hvs_world_file_dup_value(file, group, "points");
    HvsVm *vm = find_vm_by_name(file->world, name);
    guint64 n_points = 0;
    HvsHost *replica;

    if (!hvs_world_file_read_group(file, group, replication_keys, NULL, error) ||
        !find_host(file, group, "replica", &replica, error))
        return FALSE;
    if (vm == NULL)
        return hvs_world_file_fail(file, group, NULL, _("no VM is called so"), error);
    if (replica == vm->host)
        return hvs_world_file_fail(file, group, "replica", _("the VM's own host"), error);
    if (hvs_host_find_vm(replica, vm->guid) != NULL)
        return hvs_world_file_fail(file, group, "replica", _("that host has the VM already"),
                                   error);
    if (!replica->service_settings->RecoveryServerEnabled)
        return hvs_world_file_fail(file, group, "replica", _("that host has no replica-listener"),
                                   error);
    if (points != NULL && !hvs_world_value_parse_number(points, 0, MAX_POINTS, &n_points))
        return hvs_world_file_fail(file, group, "points", _("not a number from 0 to 24"), error);
    if (n_points > vm->host->version->max_history)
        return hvs_world_file_fail(file, group, "points",
                                   _("more than that Windows Server can have"), error);
    if (!hvs_version_takes_vm(replica->version, vm->config_version))
        return hvs_world_file_fail(file, group, "replica",
                                   _("that Windows Server does not run machines of this one"),
                                   error);

    hvs_replication_preset(vm, replica, (guint)n_points);

    return TRUE;
}
