/* wmi_affected.c: which machine a job is about
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_affected.h"

#include "msvm_tables.h"
#include "wmi_path.h"
#include "wmi_query.h"

static void
affected_free(gpointer data)
{
    HvrWmiAffected *affected = data;

    g_free(affected->job);
    g_free(affected->system);
    g_free(affected);
}

/* Returns: (transfer full) (nullable): the key, %NULL for an object of another class. */
static char *
dup_key(const char *text, const char *class_name, const char *key)
{
    g_autoptr(HvrWmiPath) path = text != NULL ? hvr_wmi_path_parse(text, NULL) : NULL;

    if (path == NULL ||
        (class_name != NULL && g_ascii_strcasecmp(path->class_name, class_name) != 0))
        return NULL;

    return g_strdup(hvr_wmi_path_get(path, key));
}

/* Returns: (transfer full): for all properties: nobody has recorded how references
 * look in a projection. */
static char *
dup_query(const char *job)
{
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(NULL, "Msvm_AffectedJobElement");
    g_autofree char *path = NULL;

    if (job == NULL)
        return g_strdup(hvr_wmi_query_get_text(query));
    path = hvr_wmi_path_build("Msvm_ConcreteJob", "InstanceID", job);

    return hvr_wmi_query_references(path, "Msvm_AffectedJobElement");
}

GPtrArray *
hvr_wmi_affected_list(HvrWmiSession *session,
                      const char *job,
                      GCancellable *cancellable,
                      GError **error)
{
    g_autofree char *query = dup_query(job);
    g_autoptr(GPtrArray) objects = hvr_wmi_session_list(session, HVR_WMI_NAMESPACE,
                                                        &hvr_wmi_class_Msvm_AffectedJobElement,
                                                        query, cancellable, error);
    g_autoptr(GPtrArray) pairs = NULL;

    if (objects == NULL)
        return NULL;

    pairs = g_ptr_array_new_with_free_func(affected_free);
    for (guint i = 0; i < objects->len; i++) {
        const Msvm_AffectedJobElement *object = objects->pdata[i];
        g_autofree char *id = dup_key(object->AffectingElement, NULL, "InstanceID");
        g_autofree char *system = dup_key(object->AffectedElement, "Msvm_ComputerSystem", "Name");
        HvrWmiAffected *affected;

        if (id == NULL || system == NULL)
            continue;

        affected = g_new0(HvrWmiAffected, 1);
        affected->job = g_steal_pointer(&id);
        affected->system = g_ascii_strup(system, -1);
        g_ptr_array_add(pairs, affected);
    }

    return g_steal_pointer(&pairs);
}
