/* machine_change_boot.c: changes of what a machine of generation 2 boots from
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_change_row.h"

#include "machine_reader.h"
#include "msvm_tables.h"

/* Of a boot source that is a device (recorded hosts). */
#define BOOT_SUFFIX "\\B"

/* One source: in which place it is now, was, and shall be; 0: in none. */
typedef struct {
    char *id;
    guint now, wanted;
    gboolean is_new;
} Entry;

static void
entry_clear(gpointer data)
{
    g_free(((Entry *)data)->id);
}

static void
add_disks(const HvrChanges *self, GArray *entries)
{
    for (guint i = 0; i < self->wanted->disks->len; i++) {
        const HvrMachineDisk *wanted = self->wanted->disks->pdata[i];
        const HvrMachineDisk *now = hvr_machine_reader_find_disk(self->now->disks, wanted);
        Entry entry = { NULL, 0, wanted->boot_order, FALSE };

        if (now == NULL || now->id == NULL)
            continue;
        entry.id = g_strconcat(now->id, BOOT_SUFFIX, NULL);
        entry.now = now->boot_order;
        entry.is_new = hvr_machine_reader_find_disk(self->base->disks, wanted) == NULL;
        g_array_append_val(entries, entry);
    }
}

static void
add_nics(const HvrChanges *self, GArray *entries)
{
    for (guint i = 0; i < self->wanted->nics->len; i++) {
        const HvrMachineNic *wanted = self->wanted->nics->pdata[i];
        const HvrMachineNic *now = hvr_changes_find_nic(self, wanted);
        Entry entry = { NULL, 0, wanted->boot_order, wanted->id == NULL };

        if (now == NULL || now->id == NULL)
            continue;
        entry.id = g_strconcat(now->id, BOOT_SUFFIX, NULL);
        entry.now = now->boot_order;
        g_array_append_val(entries, entry);
    }
}

static void
add_files(const HvrChanges *self, GArray *entries)
{
    const GPtrArray *wanted = self->wanted->firmware.boot_files;

    for (guint i = 0; i < self->now->firmware.boot_files->len; i++) {
        const HvrBootFile *now = self->now->firmware.boot_files->pdata[i];
        Entry entry = { g_strdup(now->id), now->boot_order, 0, TRUE };

        for (guint j = 0; j < wanted->len; j++) {
            const HvrBootFile *file = wanted->pdata[j];

            if (g_strcmp0(file->id, now->id) != 0)
                continue;
            entry.wanted = file->boot_order;
            entry.is_new = FALSE;
        }
        g_array_append_val(entries, entry);
    }
}

/* Who shall not be in the list comes last; new ones that nobody ranked stay behind the others. */
static int
compare_wanted(gconstpointer a, gconstpointer b)
{
    const Entry *one = a;
    const Entry *other = b;
    guint rank = one->wanted != 0 ? one->wanted : G_MAXUINT - 1 + !one->is_new;
    guint other_rank = other->wanted != 0 ? other->wanted : G_MAXUINT - 1 + !other->is_new;

    if (rank != other_rank)
        return rank < other_rank ? -1 : 1;

    return one->now < other->now ? -1 : one->now > other->now;
}

/* Whether the list as it is has all that are wanted, in their order, and none that is not. */
static gboolean
is_in_order(const GArray *entries)
{
    guint last = 0;

    for (guint i = 0; i < entries->len; i++) {
        const Entry *entry = &g_array_index(entries, Entry, i);

        if (entry->wanted == 0 && (entry->is_new || entry->now == 0))
            continue;
        if (entry->wanted == 0 || entry->now <= last)
            return FALSE;
        last = entry->now;
    }

    return TRUE;
}

static gboolean
is_ranked(const GArray *entries)
{
    for (guint i = 0; i < entries->len; i++) {
        if (g_array_index(entries, Entry, i).wanted != 0)
            return TRUE;
    }

    return FALSE;
}

void
hvr_changes_add_boot_order(HvrChanges *self)
{
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    gpointer object;

    g_array_set_clear_func(entries, entry_clear);
    if (self->now->generation != 2)
        return;
    add_disks(self, entries);
    add_nics(self, entries);
    add_files(self, entries);
    g_array_sort(entries, compare_wanted);
    if (!is_ranked(entries) || is_in_order(entries))
        return;

    for (guint i = 0; i < entries->len; i++) {
        const Entry *entry = &g_array_index(entries, Entry, i);

        if (entry->wanted != 0 || entry->is_new)
            g_ptr_array_add(paths,
                            hvr_machine_call_build_path("Msvm_BootSourceSettingData", entry->id));
    }
    g_ptr_array_add(paths, NULL);
    object = hvr_wmi_object_new(&hvr_wmi_class_Msvm_VirtualSystemSettingData);
    hvr_wmi_object_set_string(object, "InstanceID", self->now->id);
    hvr_wmi_object_set_strv(object, "BootSourceOrder", (const char *const *)paths->pdata);
    g_ptr_array_add(self->calls, hvr_machine_call_new(HVR_MACHINE_MODIFY_SYSTEM, HVR_MACHINE_OFF,
                                                      g_strdup("boot order"), object));
}
