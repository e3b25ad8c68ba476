/* sim_replication_point.c: recovery points of a replica
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_point.h"

#include <string.h>

#include "sim_vm.h"
#include "sim_vm_method.h"

/* What Get-VMSnapshot shows; the wording is inferred, default 18 of the fact sheet. */
/* clang-format off */
static const struct {
    const char *type;
    const char *title;
} titles[] = {
    { HVS_POINT_STANDARD,   "Standard Replica" },
    { HVS_POINT_CONSISTENT, "Application-consistent Replica" },
    { HVS_POINT_PLANNED,    "Planned Failover Replica" },
};
/* clang-format on */

/* In the host's local time (default 18 of the fact sheet). */
static char *
dup_name(const HvsVm *vm, const char *type)
{
    gint64 now = vm->host->world->now + vm->host->timezone * G_TIME_SPAN_MINUTE;
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(now / G_USEC_PER_SEC);
    g_autofree char *text = g_date_time_format(time, "%-m/%-d/%Y - %-I:%M:%S %p");
    gsize i = 0;

    while (strcmp(titles[i].type, type) != 0)
        i++;

    return g_strdup_printf("%s - %s - (%s)", vm->name, titles[i].title, text);
}

static HvsSnapshot *
find_oldest(const HvsVm *vm, guint *out_n)
{
    HvsSnapshot *oldest = NULL;

    *out_n = 0;
    for (guint i = 0; i < vm->snapshots->len; i++) {
        HvsSnapshot *snapshot = g_ptr_array_index(vm->snapshots, i);

        if (!hvs_snapshot_is_point(snapshot) || strcmp(snapshot->type, HVS_POINT_PLANNED) == 0)
            continue;
        if (oldest == NULL)
            oldest = snapshot;
        (*out_n)++;
    }

    return oldest;
}

void
hvs_point_trim(HvsRelationship *receiver)
{
    guint n;
    HvsSnapshot *oldest = find_oldest(receiver->vm, &n);

    while (n > receiver->settings->RecoveryHistory) {
        hvs_vm_remove_snapshot(receiver->vm, oldest);
        oldest = find_oldest(receiver->vm, &n);
    }
}

void
hvs_point_add(HvsRelationship *receiver, const char *type)
{
    g_autofree char *name = dup_name(receiver->vm, type);

    hvs_vm_add_snapshot(receiver->vm, type, name);
    hvs_point_trim(receiver);
}

void
hvs_point_remove_all(HvsVm *vm, const char *type)
{
    for (guint i = vm->snapshots->len; i > 0; i--) {
        HvsSnapshot *snapshot = g_ptr_array_index(vm->snapshots, i - 1);

        if (type != NULL ? strcmp(snapshot->type, type) == 0 : hvs_snapshot_is_point(snapshot))
            hvs_vm_remove_snapshot(vm, snapshot);
    }
}

guint32
hvs_point_read(HvsVm *vm, const char *path, HvsSnapshot **out_point)
{
    g_autoptr(HvrWmiPath) parsed = path != NULL ? hvr_wmi_path_parse(path, NULL) : NULL;
    HvsSnapshot *snapshot;

    *out_point = NULL;
    if (path == NULL)
        return HVS_RESULT_DONE;
    if (parsed == NULL)
        return HVS_RESULT_INVALID_PARAMETER;
    if (g_ascii_strcasecmp(parsed->class_name, "Msvm_VirtualSystemSettingData") != 0)
        return HVS_RESULT_WRONG_TYPE;

    snapshot = hvs_vm_find_snapshot(vm, hvr_wmi_path_get(parsed, "InstanceID"));
    if (snapshot == NULL || !hvs_snapshot_is_point(snapshot))
        return HVS_RESULT_INVALID_PARAMETER;
    *out_point = snapshot;

    return HVS_RESULT_DONE;
}
