/* reading_storage.c: the drives of all machines of a host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Made of the same parts by the same function as a whole machine's, so that one
 * drive has one name everywhere.  That a host lists a machine's controllers in the
 * same order here and there is inferred.
 */

#include <config.h>

#include "reading_fetch.h"

#include <string.h>

#include "machine_part.h"
#include "repl_projection.h"
#include "wmi_path.h"
#include "wmi_query.h"

#define IDE_CONTROLLER 5
#define DISK_DRIVE     17

#define GUID_LENGTH 36
#define ID_PREFIX   "Microsoft:"

static void
storage_free(gpointer data)
{
    HvrStorage *storage = data;

    g_free(storage->machine);
    g_clear_pointer(&storage->disks, g_ptr_array_unref);
    g_free(storage);
}

/* Returns: (transfer full) (nullable): whose it is; an InstanceID is Microsoft:MACHINE\\.... */
static char *
dup_owner(const char *id)
{
    if (id == NULL || !g_str_has_prefix(id, ID_PREFIX) ||
        strlen(id) <= strlen(ID_PREFIX) + GUID_LENGTH ||
        id[strlen(ID_PREFIX) + GUID_LENGTH] != '\\')
        return NULL;

    return g_ascii_strup(id + strlen(ID_PREFIX), GUID_LENGTH);
}

/* @owners: GUID to what was found of that machine, borrowed */
static void
sort_out(GPtrArray *objects, GHashTable *owners)
{
    for (guint i = 0; i < objects->len; i++) {
        const CIM_ManagedElement *element = objects->pdata[i];
        g_autofree char *owner = dup_owner(element->InstanceID);
        GPtrArray *own = owner != NULL ? g_hash_table_lookup(owners, owner) : NULL;

        if (owner == NULL)
            continue;
        if (own == NULL) {
            own = g_ptr_array_new();
            g_hash_table_insert(owners, g_steal_pointer(&owner), own);
        }
        g_ptr_array_add(own, objects->pdata[i]);
    }
}

static HvrStorage *
storage_new(const char *machine, GPtrArray *resources, GPtrArray *drives)
{
    const HvrMachineParts parts = { .resources = resources, .drives = drives };
    g_autoptr(HvrMachine) whole = hvr_machine_new();
    HvrStorage *storage = g_new0(HvrStorage, 1);

    hvr_machine_part_add_disks(&parts, whole);
    storage->machine = g_strdup(machine);
    storage->disks = g_ptr_array_ref(whole->disks);

    return storage;
}

/* The host's own disks are asked for where a machine has one. */
static gboolean
fetch_drives(HvrWmiSession *session,
             guint64 windows,
             GPtrArray *resources,
             GPtrArray **out_drives,
             GCancellable *cancellable,
             GError **error)
{
    const HvrMachineParts parts = { .resources = resources };

    if (!hvr_machine_part_has_host_drives(&parts))
        return TRUE;
    *out_drives = hvr_reading_list(session, &hvr_wmi_class_Msvm_DiskDrive, "DeviceID,DriveNumber",
                                   windows, cancellable, error);

    return *out_drives != NULL;
}

/* Controllers and drives stand between other parts that nobody wants here; the
 * diskette controller stands elsewhere (ResourceType of the class's page). */
static GPtrArray *
list_resources(HvrWmiSession *session, guint64 windows, GCancellable *cancellable, GError **error)
{
    const HvrWmiClass *type = &hvr_wmi_class_Msvm_ResourceAllocationSettingData;
    g_autofree char *known = hvr_repl_projection_format(
        type, "InstanceID,ResourceSubType,Parent,Address,AddressOnParent,HostResource", windows);
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(known, type->name);

    hvr_wmi_query_where_uint(query, "ResourceType", ">=", IDE_CONTROLLER);
    hvr_wmi_query_where_uint(query, "ResourceType", "<=", DISK_DRIVE);

    return hvr_wmi_session_list(session, HVR_WMI_NAMESPACE, type, hvr_wmi_query_get_text(query),
                                cancellable, error);
}

GPtrArray *
hvr_reading_fetch_storage(HvrWmiSession *session,
                          guint64 windows,
                          GCancellable *cancellable,
                          GError **error)
{
    g_autoptr(GHashTable) owners =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    g_autoptr(GPtrArray) resources = list_resources(session, windows, cancellable, error);
    g_autoptr(GPtrArray) drives = NULL;
    GPtrArray *storage;
    GHashTableIter iter;
    gpointer machine;
    gpointer own;

    if (resources == NULL ||
        !fetch_drives(session, windows, resources, &drives, cancellable, error))
        return NULL;

    sort_out(resources, owners);
    storage = g_ptr_array_new_with_free_func(storage_free);
    g_hash_table_iter_init(&iter, owners);
    while (g_hash_table_iter_next(&iter, &machine, &own))
        g_ptr_array_add(storage, storage_new(machine, own, drives));

    return storage;
}
