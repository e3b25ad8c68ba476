/* sim_wql.c: run a WQL query against a simulated host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_wql.h"

#include "sim_wbem.h"

static gboolean
has_properties(const HvsHost *host, const HvrWmiClass *type, GStrv properties)
{
    for (guint i = 0; properties != NULL && properties[i] != NULL; i++) {
        if (!g_str_has_prefix(properties[i], "__") &&
            hvs_version_find_field(host->version, type, properties[i]) == NULL)
            return FALSE;
    }

    return TRUE;
}

static GPtrArray *
list_matching(const HvsWql *wql, HvsHost *host, const char *wmi_namespace, const HvrWmiClass *type)
{
    g_autoptr(GPtrArray) all = hvs_cim_list(host, wmi_namespace, type);
    GPtrArray *objects = g_ptr_array_new_with_free_func(hvr_wmi_object_free);

    for (guint i = 0; i < all->len; i++) {
        if (wql->where == NULL ||
            hvs_wql_node_match(wql->where, host, wmi_namespace, all->pdata[i]))
            g_ptr_array_add(objects, g_steal_pointer(&all->pdata[i]));
    }

    return objects;
}

guint32
hvs_wql_run(const HvsWql *wql, HvsHost *host, const char *wmi_namespace, GPtrArray **out_objects)
{
    const HvrWmiClass *type;

    if (wql->association != NULL)
        return hvs_association_run(wql->association, host, wmi_namespace, out_objects);

    type = hvs_cim_find_class(host, wmi_namespace, wql->class_name);
    if (type == NULL)
        return HVS_WBEM_E_INVALID_CLASS;
    if (!has_properties(host, type, wql->properties) ||
        (wql->where != NULL && !hvs_wql_node_fits(wql->where, host->version, type)))
        return HVS_WBEM_E_INVALID_QUERY;
    *out_objects = list_matching(wql, host, wmi_namespace, type);

    return HVS_WBEM_OK;
}
