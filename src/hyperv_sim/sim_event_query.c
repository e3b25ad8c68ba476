/* sim_event_query.c: which events a subscriber wants
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_event_query.h"

#include <string.h>

#include "sim_wbem.h"

#define TARGET   "TargetInstance"
#define PREVIOUS "PreviousInstance"

/* clang-format off */
static const struct {
    const HvrWmiClass *type;
    guint kinds;
} event_classes[] = {
    { &hvr_wmi_class___InstanceCreationEvent,     HVS_EVENT_CREATED                                           },
    { &hvr_wmi_class___InstanceDeletionEvent,     HVS_EVENT_DELETED                                           },
    { &hvr_wmi_class___InstanceModificationEvent, HVS_EVENT_MODIFIED                                          },
    { &hvr_wmi_class___InstanceOperationEvent,    HVS_EVENT_CREATED | HVS_EVENT_DELETED | HVS_EVENT_MODIFIED  },
};
/* clang-format on */

/* What a query is checked against. */
typedef struct {
    const HvsHost *host;
    const char *wmi_namespace;
    const HvrWmiClass *event_type;
    GPtrArray *classes;
} Check;

static gsize
find_row(const char *name)
{
    gsize i = 0;

    while (i < G_N_ELEMENTS(event_classes) &&
           g_ascii_strcasecmp(event_classes[i].type->name, name) != 0)
        i++;

    return i;
}

gboolean
hvs_event_query_is_class(const char *name)
{
    return find_row(name) < G_N_ELEMENTS(event_classes);
}

const HvrWmiClass *
hvs_event_query_get_class(HvsEventKind kind)
{
    gsize i = 0;

    while (event_classes[i].kinds != (guint)kind)
        i++;

    return event_classes[i].type;
}

void
hvs_event_query_free(HvsEventQuery *query)
{
    if (query == NULL)
        return;

    hvs_wql_free(query->wql);
    g_ptr_array_unref(query->classes);
    g_free(query);
}

static gboolean
is_target_class(const HvsWqlNode *node)
{
    return node->kind == HVS_WQL_COMPARISON && node->operator== HVS_WQL_ISA &&
                                                   g_ascii_strcasecmp(node->property, TARGET) == 0;
}

/* Appends the names of the classes that TargetInstance can be of if @node holds;
 * FALSE if it can be of any. */
static gboolean
collect_classes(const HvsWqlNode *node, GPtrArray *names)
{
    guint n_before = names->len;

    if (is_target_class(node)) {
        g_ptr_array_add(names, node->literal);
        return TRUE;
    }
    if (node->kind != HVS_WQL_AND && node->kind != HVS_WQL_OR)
        return FALSE;

    /* One of all that hold is enough; of some that may hold all are needed. */
    for (guint i = 0; i < node->children->len; i++) {
        gboolean is_bound = collect_classes(node->children->pdata[i], names);

        if (is_bound && node->kind == HVS_WQL_AND)
            return TRUE;
        if (!is_bound)
            g_ptr_array_set_size(names, (int)n_before);
        if (!is_bound && node->kind == HVS_WQL_OR)
            return FALSE;
    }

    return node->kind == HVS_WQL_OR;
}

static guint32
find_classes(const HvsEventQuery *query, const Check *check)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    /* WMI would have to look at everything there is. */
    if (query->wql->where == NULL || !collect_classes(query->wql->where, names))
        return HVS_WBEMESS_E_TOO_BROAD;

    for (guint i = 0; i < names->len; i++) {
        const HvrWmiClass *type =
            hvs_cim_find_class(check->host, check->wmi_namespace, names->pdata[i]);

        if (type == NULL)
            return HVS_WBEM_E_INVALID_CLASS;
        g_ptr_array_add(query->classes, (gpointer)type);
    }

    return HVS_WBEM_OK;
}

/* What stands behind "TargetInstance."; NULL if @name does not start so, or
 * goes deeper than any query of this world. */
static const char *
get_inner_name(const char *name, const HvrWmiClass *event_type)
{
    static const char *const prefixes[] = { TARGET ".", PREVIOUS "." };

    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        gsize length = strlen(prefixes[i]);
        g_autofree char *property = g_strndup(prefixes[i], length - 1);

        if (g_ascii_strncasecmp(name, prefixes[i], length) == 0 &&
            hvr_wmi_class_find_field(event_type, property) != NULL)
            return name + length;
    }

    return NULL;
}

/* One of the classes has to have the property (inferred). */
static gboolean
fits_some_class(const HvsWqlNode *node, const Check *check)
{
    for (guint i = 0; i < check->classes->len; i++) {
        if (hvs_wql_node_fits(node, check->host->version, check->classes->pdata[i]))
            return TRUE;
    }

    return FALSE;
}

static gboolean
comparison_fits(const HvsWqlNode *node, const Check *check)
{
    HvsWqlNode inner = *node;

    if (node->operator== HVS_WQL_ISA && strchr(node->property, '.') == NULL) {
        const HvrWmiField *field = hvr_wmi_class_find_field(check->event_type, node->property);

        return field != NULL && field->type == HVR_CIM_OBJECT &&
               hvs_cim_find_class(check->host, check->wmi_namespace, node->literal) != NULL;
    }
    if (strchr(node->property, '.') == NULL)
        return hvs_wql_node_fits(node, check->host->version, check->event_type);

    inner.property = (char *)get_inner_name(node->property, check->event_type);
    if (node->other != NULL)
        inner.other = (char *)get_inner_name(node->other, check->event_type);

    return inner.property != NULL && (node->other == NULL || inner.other != NULL) &&
           fits_some_class(&inner, check);
}

static gboolean
node_fits(const HvsWqlNode *node, const Check *check)
{
    if (node->kind == HVS_WQL_COMPARISON)
        return comparison_fits(node, check);

    for (guint i = 0; i < node->children->len; i++) {
        if (!node_fits(node->children->pdata[i], check))
            return FALSE;
    }

    return TRUE;
}

static gboolean
has_properties(GStrv properties, const HvrWmiClass *event_type)
{
    for (guint i = 0; properties != NULL && properties[i] != NULL; i++) {
        if (hvr_wmi_class_find_field(event_type, properties[i]) == NULL)
            return FALSE;
    }

    return TRUE;
}

/* Without WITHIN a provider has to tell by itself.  That vmms does so for its
 * own classes, and nobody else here, is inferred (from samples without it). */
static gboolean
is_told(const HvsEventQuery *query)
{
    for (guint i = 0; i < query->classes->len; i++) {
        const HvrWmiClass *type = query->classes->pdata[i];

        if (!g_str_has_prefix(type->name, "Msvm_"))
            return FALSE;
    }

    return TRUE;
}

static guint32
check_query(HvsEventQuery *query, Check *check)
{
    gsize row = find_row(query->wql->class_name);
    guint32 status;

    if (row == G_N_ELEMENTS(event_classes))
        return hvs_cim_find_class(check->host, check->wmi_namespace, query->wql->class_name) != NULL
                   ? HVS_WBEM_E_NOT_EVENT_CLASS
                   : HVS_WBEM_E_INVALID_CLASS;
    check->event_type = event_classes[row].type;
    query->kinds = event_classes[row].kinds;

    status = find_classes(query, check);
    if (status != HVS_WBEM_OK)
        return status;
    if (!has_properties(query->wql->properties, check->event_type) ||
        !node_fits(query->wql->where, check))
        return HVS_WBEM_E_INVALID_QUERY;
    if (query->wql->within == 0 && !is_told(query))
        return HVS_WBEMESS_E_TOO_PRECISE;

    return HVS_WBEM_OK;
}

guint32
hvs_event_query_new(const char *text,
                    const HvsHost *host,
                    const char *wmi_namespace,
                    HvsEventQuery **out_query)
{
    g_autoptr(HvsEventQuery) query = g_new0(HvsEventQuery, 1);
    Check check = { .host = host, .wmi_namespace = wmi_namespace };
    guint32 status;

    query->classes = check.classes = g_ptr_array_new();
    query->wql = hvs_wql_parse_events(text);
    if (query->wql == NULL)
        return HVS_WBEM_E_UNPARSABLE_QUERY;

    status = check_query(query, &check);
    if (status == HVS_WBEM_OK)
        *out_query = g_steal_pointer(&query);

    return status;
}

gboolean
hvs_event_query_match(const HvsEventQuery *query,
                      HvsHost *host,
                      const char *wmi_namespace,
                      gconstpointer event)
{
    return hvs_wql_node_match(query->wql->where, host, wmi_namespace, event);
}
