/* sim_association.c: what is associated with an object
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_association.h"

#include "sim_wbem.h"

/* What one run carries around. */
typedef struct {
    HvsHost *host;
    const char *wmi_namespace;
    const HvsAssociation *query;
    const HvrWmiClass *association_class; /* (nullable) */
    const HvrWmiClass *result_class;      /* (nullable) */
    HvrWmiPath *source;
    GHashTable *known;   /* class -> its instances by key, so that each class is listed once */
    GHashTable *results; /* keys of what was found */
    GPtrArray *objects;
} Walk;

void
hvs_association_free(HvsAssociation *association)
{
    if (association == NULL)
        return;

    g_free(association->source);
    g_free(association->association_class);
    g_free(association->result_class);
    g_free(association->role);
    g_free(association->result_role);
    g_free(association);
}

/* Equal paths have equal keys.  Whoever wrote the path may have had another
 * opinion on case, order and what can be left out. */
static char *
dup_path_key(Walk *walk, HvrWmiPath *path)
{
    g_autofree char *text = NULL;

    g_free(path->host);
    path->host = g_strdup(walk->host->netbios);
    if (path->wmi_namespace == NULL)
        path->wmi_namespace = g_strdup(walk->wmi_namespace);
    hvs_cim_sort_keys(path);
    text = hvr_wmi_path_format(path);

    return g_utf8_casefold(text, -1);
}

static char *
dup_object_key(Walk *walk, const char *wmi_namespace, gconstpointer object)
{
    g_autoptr(HvrWmiPath) path = hvs_cim_new_path(walk->host, wmi_namespace, object);

    return dup_path_key(walk, path);
}

static GHashTable *
list_by_key(Walk *walk, const char *wmi_namespace, const HvrWmiClass *type)
{
    GHashTable *table = g_hash_table_lookup(walk->known, type);
    g_autoptr(GPtrArray) objects = NULL;

    if (table != NULL)
        return table;

    table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, hvr_wmi_object_free);
    objects = hvs_cim_list(walk->host, wmi_namespace, type);
    for (guint i = 0; i < objects->len; i++) {
        char *key = dup_object_key(walk, wmi_namespace, objects->pdata[i]);

        g_hash_table_insert(table, key, g_steal_pointer(&objects->pdata[i]));
    }
    g_hash_table_insert(walk->known, (gpointer)type, table);

    return table;
}

static void
add_result(Walk *walk, char *key, gconstpointer object)
{
    if (g_hash_table_add(walk->results, key))
        g_ptr_array_add(walk->objects, hvr_wmi_object_copy(object));
}

/* The object at the far end; a path that leads nowhere is passed over. */
static void
add_target(Walk *walk, const char *text)
{
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_parse(text, NULL);
    const HvrWmiClass *type;
    g_autofree char *key = NULL;
    gconstpointer object;

    if (path == NULL)
        return;
    key = dup_path_key(walk, path);
    type = hvs_cim_find_class(walk->host, path->wmi_namespace, path->class_name);
    if (type == NULL ||
        (walk->result_class != NULL && !hvr_wmi_class_is_a(type, walk->result_class)))
        return;

    object = g_hash_table_lookup(list_by_key(walk, path->wmi_namespace, type), key);
    if (object != NULL)
        add_result(walk, g_steal_pointer(&key), object);
}

static gboolean
is_role(const char *wanted, const HvrWmiField *field)
{
    return wanted == NULL || g_ascii_strcasecmp(wanted, field->name) == 0;
}

static gboolean
names_source(Walk *walk, gconstpointer association, const HvrWmiField *field)
{
    g_autofree char *text = NULL;
    g_autoptr(HvrWmiPath) path = NULL;

    if (field->type != HVR_CIM_REF || (field->flags & HVR_CIM_ARRAY) != 0)
        return FALSE;
    text = hvr_wmi_object_format_field(association, field, 0);
    path = text != NULL ? hvr_wmi_path_parse(text, NULL) : NULL;

    return path != NULL && hvr_wmi_path_equal(path, walk->source);
}

static void
add_far_ends(Walk *walk, gconstpointer association, const HvrWmiField *near)
{
    const HvrWmiClass *type = ((const HvrWmiObject *)association)->type;

    for (guint i = 0; i < type->n_fields; i++) {
        const HvrWmiField *field = &type->fields[i];
        g_autofree char *text = NULL;

        if (field == near || field->type != HVR_CIM_REF ||
            !is_role(walk->query->result_role, field))
            continue;
        text = hvr_wmi_object_format_field(association, field, 0);
        if (text != NULL)
            add_target(walk, text);
    }
}

static void
visit(Walk *walk, gconstpointer association)
{
    const HvrWmiClass *type = ((const HvrWmiObject *)association)->type;

    for (guint i = 0; i < type->n_fields; i++) {
        const HvrWmiField *field = &type->fields[i];

        if (!is_role(walk->query->role, field) || !names_source(walk, association, field))
            continue;
        if (walk->query->references)
            add_result(walk, dup_object_key(walk, walk->wmi_namespace, association), association);
        else
            add_far_ends(walk, association, field);
    }
}

static gboolean
is_association(const HvrWmiClass *type)
{
    guint n_references = 0;

    for (guint i = 0; i < type->n_fields; i++) {
        if (type->fields[i].type == HVR_CIM_REF && (type->fields[i].flags & HVR_CIM_KEY) != 0)
            n_references++;
    }

    return n_references >= 2;
}

static void
walk_associations(Walk *walk)
{
    const HvrWmiClass *type = walk->query->references ? walk->result_class
                                                      : walk->association_class;
    g_autoptr(GPtrArray) rows = hvs_cim_list_rows(walk->host, walk->wmi_namespace, type);

    for (guint i = 0; i < rows->len; i++) {
        const HvsCimClass *row = rows->pdata[i];
        g_autoptr(GPtrArray) associations = NULL;

        if (!is_association(row->type))
            continue;
        associations = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
        row->list(walk->host, associations);
        for (guint j = 0; j < associations->len; j++)
            visit(walk, associations->pdata[j]);
    }
}

/* Absent is fine, unknown is not. */
static gboolean
find_class(Walk *walk, const char *name, const HvrWmiClass **out_class)
{
    *out_class = name != NULL ? hvs_cim_find_class(walk->host, walk->wmi_namespace, name) : NULL;

    return name == NULL || *out_class != NULL;
}

/* The whole path of the source: the one given may lack keys, host and namespace. */
static guint32
find_source(Walk *walk)
{
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_parse(walk->query->source, NULL);
    g_autoptr(HvrWmiObject) object = NULL;

    if (path == NULL)
        return HVS_WBEM_E_INVALID_QUERY;
    if (path->wmi_namespace == NULL)
        path->wmi_namespace = g_strdup(walk->wmi_namespace);
    if (hvs_cim_find_class(walk->host, path->wmi_namespace, path->class_name) == NULL)
        return HVS_WBEM_E_INVALID_CLASS;

    object = path->keys->len > 0 ? hvs_cim_find(walk->host, path) : NULL;
    if (object == NULL)
        return HVS_WBEM_E_NOT_FOUND;
    walk->source = hvs_cim_new_path(walk->host, path->wmi_namespace, object);

    return HVS_WBEM_OK;
}

guint32
hvs_association_run(const HvsAssociation *association,
                    HvsHost *host,
                    const char *wmi_namespace,
                    GPtrArray **out_objects)
{
    Walk walk = { .host = host, .wmi_namespace = wmi_namespace, .query = association };
    g_autoptr(GHashTable)
        known = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref);
    g_autoptr(GHashTable) results = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(HvrWmiPath) source = NULL;
    guint32 status;

    if (!find_class(&walk, association->association_class, &walk.association_class) ||
        !find_class(&walk, association->result_class, &walk.result_class))
        return HVS_WBEM_E_INVALID_CLASS;
    status = find_source(&walk);
    if (status != HVS_WBEM_OK)
        return status;

    source = walk.source;
    walk.known = known;
    walk.results = results;
    walk.objects = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    walk_associations(&walk);
    *out_objects = walk.objects;

    return HVS_WBEM_OK;
}
