/* repl_service.c: a host as replication server
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_service.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "repl_settings_object.h"
#include "wmi_path.h"
#include "wmi_query.h"

/* Msvm_ReplicationService.OperationalStatus[0]; 6 is "one or more listeners are not running". */
#define STATUS_OK 2

void
hvr_repl_service_free(HvrReplService *service)
{
    if (service == NULL)
        return;

    g_clear_pointer(&service->settings, hvr_repl_settings_unref);
    g_clear_pointer(&service->entries, g_ptr_array_unref);
    g_free(service);
}

static GPtrArray *
list(HvrWmiSession *session,
     const HvrWmiClass *type,
     const char *properties,
     GCancellable *cancellable,
     GError **error)
{
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(properties, type->name);

    return hvr_wmi_session_list(session, HVR_WMI_NAMESPACE, type, hvr_wmi_query_get_text(query),
                                cancellable, error);
}

static gboolean
fail_without_service(HvrWmiSession *session, GError **error)
{
    return hvr_fail(error, HVR_ERROR_UNSUPPORTED, _("host '%s': has no replication service"),
                    hvr_wmi_session_get_host(session));
}

static gboolean
fetch_settings(HvrReplService *service,
               HvrWmiSession *session,
               GCancellable *cancellable,
               GError **error)
{
    g_autoptr(GPtrArray) objects =
        list(session, hvr_repl_settings_get_class(HVR_REPL_SERVICE), NULL, cancellable, error);

    if (objects == NULL)
        return FALSE;
    if (objects->len == 0)
        return fail_without_service(session, error);
    service->settings = hvr_repl_settings_new_from_object(HVR_REPL_SERVICE,
                                                          g_ptr_array_steal_index_fast(objects, 0));

    return TRUE;
}

static gboolean
fetch_entries(HvrReplService *service,
              HvrWmiSession *session,
              GCancellable *cancellable,
              GError **error)
{
    g_autoptr(GPtrArray) objects = list(
        session, hvr_repl_settings_get_class(HVR_REPL_AUTHORIZATION), NULL, cancellable, error);

    if (objects == NULL)
        return FALSE;
    service->entries = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_settings_unref);
    for (guint i = 0; i < objects->len; i++)
        g_ptr_array_add(service->entries,
                        hvr_repl_settings_new_from_object(HVR_REPL_AUTHORIZATION,
                                                          hvr_wmi_object_copy(objects->pdata[i])));

    return TRUE;
}

/* A host that says nothing about its listeners has not said that they run. */
static gboolean
fetch_status(HvrReplService *service,
             HvrWmiSession *session,
             GCancellable *cancellable,
             GError **error)
{
    const HvrWmiClass *type = &hvr_wmi_class_Msvm_ReplicationService;
    g_autoptr(GPtrArray) objects = list(session, type, "OperationalStatus", cancellable, error);
    const guint16 *status;

    if (objects == NULL)
        return FALSE;
    if (objects->len == 0)
        return fail_without_service(session, error);
    status = hvr_wmi_object_get_value(objects->pdata[0],
                                      hvr_wmi_class_find_field(type, "OperationalStatus"), 0);
    service->listening = status != NULL && *status == STATUS_OK;

    return TRUE;
}

HvrReplService *
hvr_repl_service_fetch(HvrWmiSession *session, GCancellable *cancellable, GError **error)
{
    g_autoptr(HvrReplService) service = g_new0(HvrReplService, 1);

    if (!fetch_settings(service, session, cancellable, error) ||
        !fetch_entries(service, session, cancellable, error) ||
        !fetch_status(service, session, cancellable, error))
        return NULL;

    return g_steal_pointer(&service);
}

/* Returns: (transfer full): of entries that have one: InstanceID, case-folded, to name; the page
 * says it is NULL, and calls it the key. */
static GHashTable *
fetch_names(HvrWmiSession *session, GCancellable *cancellable, GError **error)
{
    const HvrWmiClass *type = hvr_repl_settings_get_class(HVR_REPL_AUTHORIZATION);
    g_autoptr(GPtrArray) objects = list(session, type, NULL, cancellable, error);
    g_autoptr(GHashTable) names = NULL;

    if (objects == NULL)
        return NULL;

    names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; i < objects->len; i++) {
        const Msvm_ReplicationAuthorizationSettingData *entry = objects->pdata[i];

        if (entry->InstanceID != NULL && entry->AllowedPrimaryHostSystem != NULL)
            g_hash_table_replace(names, g_utf8_casefold(entry->InstanceID, -1),
                                 g_strdup(entry->AllowedPrimaryHostSystem));
    }

    return g_steal_pointer(&names);
}

/* Returns: (nullable): %NULL if @text is no path to an object of @type. */
static HvrWmiPath *
parse_path(const char *text, const HvrWmiClass *type)
{
    g_autoptr(HvrWmiPath) path = text != NULL ? hvr_wmi_path_parse(text, NULL) : NULL;

    if (path == NULL || g_ascii_strcasecmp(path->class_name, type->name) != 0)
        return NULL;

    return g_steal_pointer(&path);
}

static const char *
get_primary(const HvrWmiPath *entry, GHashTable *names)
{
    const char *id = hvr_wmi_path_get(entry, "InstanceID");
    g_autofree char *key = id != NULL ? g_utf8_casefold(id, -1) : NULL;
    const char *name = key != NULL ? g_hash_table_lookup(names, key) : NULL;

    return name != NULL ? name : hvr_wmi_path_get(entry, "AllowedPrimaryHostSystem");
}

static void
add_binding(GHashTable *bindings, const Msvm_ElementSettingData *link, GHashTable *names)
{
    g_autoptr(HvrWmiPath)
        system = parse_path(link->ManagedElement, &hvr_wmi_class_Msvm_ComputerSystem);
    g_autoptr(HvrWmiPath)
        entry = parse_path(link->SettingData, hvr_repl_settings_get_class(HVR_REPL_AUTHORIZATION));
    const char *vm = system != NULL ? hvr_wmi_path_get(system, "Name") : NULL;
    const char *primary = entry != NULL ? get_primary(entry, names) : NULL;

    if (vm != NULL && primary != NULL)
        g_hash_table_replace(bindings, g_ascii_strup(vm, -1), g_strdup(primary));
}

/* How hosts refuse a query on a class that they do not have, or do not list (inferred). */
static gboolean
is_refusal(const GError *error)
{
    return hvr_error_is_code(error, HVR_ERROR_UNSUPPORTED) ||
           hvr_error_is_code(error, HVR_ERROR_NO_DOMAIN);
}

GHashTable *
hvr_repl_service_fetch_bindings(HvrWmiSession *session, GCancellable *cancellable, GError **error)
{
    g_autoptr(GHashTable) bindings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GError) failure = NULL;
    g_autoptr(GPtrArray)
        links = list(session, &hvr_wmi_class_Msvm_ElementSettingData, NULL, cancellable, &failure);
    g_autoptr(GHashTable) names = NULL;

    if (links == NULL && is_refusal(failure))
        return g_steal_pointer(&bindings);
    if (links == NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }

    names = fetch_names(session, cancellable, error);
    if (names == NULL)
        return NULL;
    for (guint i = 0; i < links->len; i++)
        add_binding(bindings, links->pdata[i], names);

    return g_steal_pointer(&bindings);
}
