/* repl_disk.c: a VM's disks, as users and as relationships name them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_disk.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "msvm_tables.h"
#include "wmi_path.h"
#include "wmi_query.h"

/* Other storage, DVDs and floppies, is never replicated. */
#define VIRTUAL_HARD_DISK "Microsoft:Hyper-V:Virtual Hard Disk"

static gboolean
is_hard_disk(const Msvm_StorageAllocationSettingData *storage)
{
    return storage->InstanceID != NULL &&
           g_strcmp0(storage->ResourceSubType, VIRTUAL_HARD_DISK) == 0;
}

/* Returns: (transfer full) (element-type HvrWmiObject): a VM's hard disks. */
static GPtrArray *
list_disks(HvrWmiSession *session, const char *vm, GCancellable *cancellable, GError **error)
{
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new("InstanceID,ResourceSubType,HostResource",
                                                     "Msvm_StorageAllocationSettingData");
    g_autofree char *pattern = g_strconcat("Microsoft:", vm, "%", NULL);
    g_autoptr(GPtrArray) storage = NULL;

    hvr_wmi_query_where(query, "InstanceID", "LIKE", pattern);
    storage = hvr_wmi_session_list(session, HVR_WMI_NAMESPACE,
                                   &hvr_wmi_class_Msvm_StorageAllocationSettingData,
                                   hvr_wmi_query_get_text(query), cancellable, error);
    if (storage == NULL)
        return NULL;

    for (guint i = storage->len; i > 0; i--) {
        if (!is_hard_disk(storage->pdata[i - 1]))
            g_ptr_array_remove_index(storage, i - 1);
    }

    return g_steal_pointer(&storage);
}

/* Returns: (transfer none): what domblklist shows, or what else tells it apart. */
static const char *
get_name(const Msvm_StorageAllocationSettingData *disk)
{
    return disk->HostResource != NULL && disk->HostResource[0] != NULL ? disk->HostResource[0]
                                                                       : disk->InstanceID;
}

/* Windows' file names have no case, and libvirt's documents write \\\\SERVER with slashes. */
static gboolean
is_same(const char *a, const char *b)
{
    g_autofree char *folded_a = g_utf8_casefold(a, -1);
    g_autofree char *folded_b = g_utf8_casefold(b, -1);

    g_strdelimit(folded_a, "/", '\\');
    g_strdelimit(folded_b, "/", '\\');

    return g_str_equal(folded_a, folded_b);
}

static gboolean
is_called(const Msvm_StorageAllocationSettingData *disk, const char *given)
{
    g_autofree char *id = hvr_wmi_path_dup_key(given, "InstanceID");

    return is_same(get_name(disk), given) || is_same(disk->InstanceID, id != NULL ? id : given);
}

const char *
hvr_repl_disk_get_name(const char *given, GPtrArray *storage)
{
    for (guint i = 0; i < storage->len; i++) {
        if (is_hard_disk(storage->pdata[i]) && is_called(storage->pdata[i], given))
            return get_name(storage->pdata[i]);
    }

    return given;
}

static gboolean
is_among(const Msvm_StorageAllocationSettingData *disk, const char *const *given)
{
    for (guint i = 0; given[i] != NULL; i++) {
        if (is_called(disk, given[i]))
            return TRUE;
    }

    return FALSE;
}

/* Returns: (transfer full): "'C:\\web01.vhdx', 'C:\\data.vhdx'". */
static char *
join_names(GPtrArray *disks)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < disks->len; i++)
        hvr_error_append_quoted(text, get_name(disks->pdata[i]));

    return g_string_free(g_steal_pointer(&text), FALSE);
}

static gboolean
check_known(GPtrArray *disks, const char *given, GError **error)
{
    g_autofree char *names = NULL;

    for (guint i = 0; i < disks->len; i++) {
        if (is_called(disks->pdata[i], given))
            return TRUE;
    }
    if (disks->len == 0)
        return hvr_fail(error, HVR_ERROR_INVALID, _("the machine has no disk '%s', nor any other"),
                        given);
    names = join_names(disks);

    return hvr_fail(error, HVR_ERROR_INVALID, _("the machine has no disk '%1$s', only %2$s"), given,
                    names);
}

/* "Send paths, read all": the page asks for InstanceIDs, Microsoft's sample
 * sends full object paths, and those say more. */
static char *
dup_path(const char *host, const Msvm_StorageAllocationSettingData *disk)
{
    g_autoptr(HvrWmiPath)
        path = hvr_wmi_path_new(host, HVR_WMI_NAMESPACE, "Msvm_StorageAllocationSettingData");

    hvr_wmi_path_add(path, "InstanceID", disk->InstanceID);

    return hvr_wmi_path_format(path);
}

/* Returns: (transfer full): the host's own name, "." should it not tell. */
static char *
fetch_host(HvrWmiSession *session, GCancellable *cancellable, GError **error)
{
    g_autofree char *service = hvr_wmi_session_fetch_service(
        session, &hvr_wmi_class_Msvm_ReplicationService, cancellable, error);
    char *host = service != NULL ? hvr_wmi_path_dup_key(service, "SystemName") : NULL;

    return service != NULL && host == NULL ? g_strdup(".") : host;
}

GStrv
hvr_repl_disk_resolve(HvrWmiSession *session,
                      const char *vm,
                      const char *const *included,
                      const char *const *excluded,
                      GCancellable *cancellable,
                      GError **error)
{
    const char *const *given = included != NULL ? included : excluded;
    g_autofree char *host = fetch_host(session, cancellable, error);
    g_autoptr(GPtrArray) disks = NULL;
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

    if (host == NULL)
        return NULL;
    disks = list_disks(session, vm, cancellable, error);
    if (disks == NULL)
        return NULL;
    for (guint i = 0; given[i] != NULL; i++) {
        if (!check_known(disks, given[i], error))
            return NULL;
    }

    for (guint i = 0; i < disks->len; i++) {
        if (is_among(disks->pdata[i], given) == (included != NULL))
            g_ptr_array_add(paths, dup_path(host, disks->pdata[i]));
    }
    if (paths->len == 0)
        return hvr_fail_null(error, HVR_ERROR_INVALID,
                             _("no disk of the machine would be replicated, at least one has to "
                               "be"));
    g_ptr_array_add(paths, NULL);
    g_ptr_array_set_free_func(paths, NULL);

    return (GStrv)g_ptr_array_free(g_steal_pointer(&paths), FALSE);
}
