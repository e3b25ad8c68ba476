/* sim_cim.c: what WMI shows of a simulated host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_cim.h"

#include <string.h>

#include "wsman_epr.h"

static const HvsCimClass *const class_rows[] = {
    hvs_system_classes,   hvs_vm_classes,          hvs_vm_part_classes,  hvs_snapshot_classes,
    hvs_job_classes,      hvs_replication_classes, hvs_ethernet_classes, hvs_guest_classes,
    hvs_hardware_classes, hvs_image_classes,       hvs_perf_classes,     hvs_console_classes,
};

static const HvsCimMethod *const method_rows[] = {
    hvs_vm_methods,          hvs_snapshot_methods, hvs_job_methods,
    hvs_replication_methods, hvs_image_methods,    hvs_console_methods,
};

/* Which namespace has which classes, also those without an instance; CIM_*
 * stand in both. */
/* clang-format off */
static const struct {
    const char *wmi_namespace;
    const char *prefix;
} namespaces[] = {
    { HVR_WMI_NAMESPACE, "Msvm_"  },
    { HVR_WMI_CIMV2,     "Win32_" },
};
/* clang-format on */

static const char *
find_prefix(const char *wmi_namespace)
{
    for (gsize i = 0; i < G_N_ELEMENTS(namespaces); i++) {
        if (g_ascii_strcasecmp(namespaces[i].wmi_namespace, wmi_namespace) == 0)
            return namespaces[i].prefix;
    }

    return NULL;
}

gboolean
hvs_cim_has_namespace(const char *wmi_namespace)
{
    return find_prefix(wmi_namespace) != NULL;
}

const HvrWmiClass *
hvs_cim_find_class(const HvsHost *host, const char *wmi_namespace, const char *name)
{
    const char *prefix = find_prefix(wmi_namespace);
    const HvrWmiClass *type = prefix != NULL ? hvr_wmi_schema_find(name) : NULL;

    if (type == NULL || !hvs_version_has(host->version, type->since))
        return NULL;

    return g_str_has_prefix(type->name, prefix) || g_str_has_prefix(type->name, "CIM_") ? type
                                                                                        : NULL;
}

GPtrArray *
hvs_cim_list_rows(const HvsHost *host, const char *wmi_namespace, const HvrWmiClass *type)
{
    GPtrArray *rows = g_ptr_array_new();

    for (gsize i = 0; i < G_N_ELEMENTS(class_rows); i++) {
        for (const HvsCimClass *row = class_rows[i]; row->type != NULL; row++) {
            if (g_ascii_strcasecmp(row->wmi_namespace, wmi_namespace) == 0 &&
                hvs_version_has(host->version, row->type->since) &&
                (type == NULL || hvr_wmi_class_is_a(row->type, type)))
                g_ptr_array_add(rows, (gpointer)row);
        }
    }

    return rows;
}

GPtrArray *
hvs_cim_list(HvsHost *host, const char *wmi_namespace, const HvrWmiClass *type)
{
    GPtrArray *objects = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    g_autoptr(GPtrArray) rows = hvs_cim_list_rows(host, wmi_namespace, type);

    for (guint i = 0; i < rows->len; i++) {
        const HvsCimClass *row = g_ptr_array_index(rows, i);

        row->list(host, objects);
    }

    return objects;
}

static gboolean
has_keys(gconstpointer object, GPtrArray *keys)
{
    const HvrWmiObject *base = object;

    for (guint i = 0; i < keys->len; i++) {
        const HvrWsmanSelector *key = g_ptr_array_index(keys, i);
        const HvrWmiField *field = hvr_wmi_class_find_field(base->type, key->name);
        g_autofree char *value = NULL;

        if (field == NULL || (field->flags & HVR_CIM_KEY) == 0)
            return FALSE;
        value = hvr_wmi_object_format_field(object, field, 0);
        if (value == NULL || g_ascii_strcasecmp(value, key->value) != 0)
            return FALSE;
    }

    return TRUE;
}

static gboolean
is_here(HvsHost *host, const char *name)
{
    return name == NULL || strcmp(name, ".") == 0 || g_ascii_strcasecmp(name, "localhost") == 0 ||
           g_ascii_strcasecmp(name, host->netbios) == 0 ||
           (host->fqdn != NULL && g_ascii_strcasecmp(name, host->fqdn) == 0);
}

gpointer
hvs_cim_find(HvsHost *host, const HvrWmiPath *path)
{
    const char *wmi_namespace = path->wmi_namespace != NULL ? path->wmi_namespace
                                                            : HVR_WMI_NAMESPACE;
    const HvrWmiClass *type = hvs_cim_find_class(host, wmi_namespace, path->class_name);
    g_autoptr(GPtrArray) objects = NULL;
    gpointer *hit = NULL;

    if (type == NULL || !is_here(host, path->host))
        return NULL;

    objects = hvs_cim_list(host, wmi_namespace, type);
    for (guint i = 0; i < objects->len; i++) {
        if (!has_keys(objects->pdata[i], path->keys))
            continue;
        if (hit != NULL)
            return NULL;
        hit = &objects->pdata[i];
    }

    return hit != NULL ? g_steal_pointer(hit) : NULL;
}

static int
compare_keys(gconstpointer a, gconstpointer b)
{
    const HvrWsmanSelector *const *left = a;
    const HvrWsmanSelector *const *right = b;

    return g_ascii_strcasecmp((*left)->name, (*right)->name);
}

void
hvs_cim_sort_keys(HvrWmiPath *path)
{
    g_ptr_array_sort(path->keys, compare_keys);
}

HvrWmiPath *
hvs_cim_new_path(HvsHost *host, const char *wmi_namespace, gconstpointer object)
{
    const HvrWmiClass *type = ((const HvrWmiObject *)object)->type;
    HvrWmiPath *path = hvr_wmi_path_new(host->netbios, wmi_namespace, type->name);

    for (guint i = 0; i < type->n_fields; i++) {
        g_autofree char *value = NULL;

        if ((type->fields[i].flags & HVR_CIM_KEY) == 0)
            continue;
        value = hvr_wmi_object_format_field(object, &type->fields[i], 0);
        hvr_wmi_path_add(path, type->fields[i].name, value != NULL ? value : "");
    }
    hvs_cim_sort_keys(path);

    return path;
}

char *
hvs_cim_dup_path(HvsHost *host, const char *wmi_namespace, gconstpointer object)
{
    g_autoptr(HvrWmiPath) path = hvs_cim_new_path(host, wmi_namespace, object);

    return hvr_wmi_path_format(path);
}

char *
hvs_cim_dup_key_path(HvsHost *host, const char *class_name, const char *key, const char *value)
{
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_new(host->netbios, HVR_WMI_NAMESPACE, class_name);

    hvr_wmi_path_add(path, key, value);

    return hvr_wmi_path_format(path);
}

char *
hvs_cim_dup_vm_path(const HvsVm *vm)
{
    g_autoptr(HvrWmiPath)
        path = hvr_wmi_path_new(vm->host->netbios, HVR_WMI_NAMESPACE, "Msvm_ComputerSystem");

    hvr_wmi_path_add(path, "CreationClassName", "Msvm_ComputerSystem");
    hvr_wmi_path_add(path, "Name", vm->guid);

    return hvr_wmi_path_format(path);
}

const HvsCimMethod *
hvs_cim_find_method(const HvrWmiMethod *method)
{
    for (gsize i = 0; i < G_N_ELEMENTS(method_rows); i++) {
        for (const HvsCimMethod *row = method_rows[i]; row->method != NULL; row++) {
            if (row->method == method)
                return row;
        }
    }

    return NULL;
}
