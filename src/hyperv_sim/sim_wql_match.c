/* sim_wql_match.c: does an object meet a condition
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_wql.h"

#include <string.h>

/* Compares two texts as values of one type; FALSE if one of them is none. */
typedef gboolean (*CompareTexts)(const char *a, const char *b, int *out_order);

typedef struct {
    gboolean negative;
    guint64 magnitude;
} Number;

/* uint64 and sint64 in one; no floating point, which would lose digits. */
static gboolean
parse_number(const char *text, Number *out_number)
{
    if (g_ascii_strcasecmp(text, "true") == 0 || g_ascii_strcasecmp(text, "false") == 0) {
        *out_number = (Number){ FALSE, g_ascii_tolower(*text) == 't' };
        return TRUE;
    }

    out_number->negative = *text == '-';
    if (*text == '-' || *text == '+')
        text++;

    return g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT64, &out_number->magnitude, NULL);
}

static gboolean
compare_numbers(const char *a, const char *b, int *out_order)
{
    Number left, right;

    if (!parse_number(a, &left) || !parse_number(b, &right))
        return FALSE;

    if (left.negative != right.negative && (left.magnitude != 0 || right.magnitude != 0))
        *out_order = left.negative ? -1 : 1;
    else
        *out_order = ((left.magnitude > right.magnitude) - (left.magnitude < right.magnitude)) *
                     (left.negative ? -1 : 1);

    return TRUE;
}

static gboolean
compare_strings(const char *a, const char *b, int *out_order)
{
    g_autofree char *left = g_utf8_casefold(a, -1);
    g_autofree char *right = g_utf8_casefold(b, -1);

    *out_order = strcmp(left, right);

    return TRUE;
}

static gboolean
compare_datetimes(const char *a, const char *b, int *out_order)
{
    HvrCimDatetime left, right;

    if (!hvr_cim_datetime_parse(a, &left, NULL) || !hvr_cim_datetime_parse(b, &right, NULL) ||
        left.is_interval != right.is_interval)
        return FALSE;
    *out_order = (left.usec > right.usec) - (left.usec < right.usec);

    return TRUE;
}

/* A text that is no path simply names nothing. */
static gboolean
compare_paths(const char *a, const char *b, int *out_order)
{
    g_autoptr(HvrWmiPath) left = hvr_wmi_path_parse(a, NULL);
    g_autoptr(HvrWmiPath) right = hvr_wmi_path_parse(b, NULL);

    *out_order = left != NULL && right != NULL && hvr_wmi_path_equal(left, right) ? 0 : 1;

    return TRUE;
}

/* clang-format off */
static const CompareTexts comparisons[] = {
    [HVR_CIM_BOOLEAN]  = compare_numbers,
    [HVR_CIM_UINT8]    = compare_numbers,
    [HVR_CIM_SINT8]    = compare_numbers,
    [HVR_CIM_UINT16]   = compare_numbers,
    [HVR_CIM_SINT16]   = compare_numbers,
    [HVR_CIM_UINT32]   = compare_numbers,
    [HVR_CIM_SINT32]   = compare_numbers,
    [HVR_CIM_UINT64]   = compare_numbers,
    [HVR_CIM_SINT64]   = compare_numbers,
    [HVR_CIM_STRING]   = compare_strings,
    [HVR_CIM_DATETIME] = compare_datetimes,
    [HVR_CIM_REF]      = compare_paths,
    [HVR_CIM_OBJECT]   = NULL,
};
/* clang-format on */

static char *
dup_class(HvsHost *host, const char *wmi_namespace, gconstpointer object)
{
    return g_strdup(((const HvrWmiObject *)object)->type->name);
}

static char *
dup_server(HvsHost *host, const char *wmi_namespace, gconstpointer object)
{
    return g_strdup(host->netbios);
}

/* The system properties that can stand in a condition, though they never
 * appear in a result. */
/* clang-format off */
static const struct {
    const char *name;
    char *(*dup)(HvsHost *host, const char *wmi_namespace, gconstpointer object);
    CompareTexts compare;
    gboolean is_class;
} pseudo_properties[] = {
    { "__CLASS",  dup_class,        compare_strings, TRUE  },
    { "__THIS",   dup_class,        compare_strings, TRUE  },
    { "__SERVER", dup_server,       compare_strings, FALSE },
    { "__PATH",   hvs_cim_dup_path, compare_paths,   FALSE },
};
/* clang-format on */

static gsize
find_pseudo(const char *name)
{
    gsize i = 0;

    while (i < G_N_ELEMENTS(pseudo_properties) &&
           g_ascii_strcasecmp(pseudo_properties[i].name, name) != 0)
        i++;

    return i;
}

/* NULL for a property that cannot be compared: unknown, an array or an object. */
static CompareTexts
find_comparison(const HvsVersion *version, const HvrWmiClass *type, const char *property)
{
    const HvrWmiField *field = hvs_version_find_field(version, type, property);
    gsize i = find_pseudo(property);

    if (i < G_N_ELEMENTS(pseudo_properties))
        return pseudo_properties[i].compare;
    if (field == NULL || (field->flags & HVR_CIM_ARRAY) != 0)
        return NULL;

    return comparisons[field->type];
}

static gboolean
is_class_property(const char *name)
{
    gsize i = find_pseudo(name);

    return i < G_N_ELEMENTS(pseudo_properties) && pseudo_properties[i].is_class;
}

static gboolean
comparison_fits(const HvsWqlNode *node, const HvsVersion *version, const HvrWmiClass *type)
{
    CompareTexts compare = find_comparison(version, type, node->property);
    int order;

    if (compare == NULL)
        return FALSE;
    if (node->operator== HVS_WQL_ISA)
        return is_class_property(node->property);
    if (node->operator== HVS_WQL_LIKE)
        return compare == compare_strings || compare == compare_paths;
    if (node->other != NULL)
        return find_comparison(version, type, node->other) != NULL;
    if (node->literal == NULL)
        return node->operator== HVS_WQL_EQUAL || node->operator== HVS_WQL_NOT_EQUAL;

    return compare(node->literal, node->literal, &order);
}

gboolean
hvs_wql_node_fits(const HvsWqlNode *node, const HvsVersion *version, const HvrWmiClass *type)
{
    if (node->kind == HVS_WQL_COMPARISON)
        return comparison_fits(node, version, type);

    for (guint i = 0; i < node->children->len; i++) {
        if (!hvs_wql_node_fits(node->children->pdata[i], version, type))
            return FALSE;
    }

    return TRUE;
}

/* The object inside, NULL if @name is no such property or NULL. */
static gconstpointer
find_inside(gconstpointer object, const char *name)
{
    const HvrWmiClass *type = ((const HvrWmiObject *)object)->type;
    const HvrWmiField *field = hvr_wmi_class_find_field(type, name);
    HvrWmiObject *const *value = NULL;

    if (field != NULL && field->type == HVR_CIM_OBJECT)
        value = hvr_wmi_object_get_value(object, field, 0);

    return value != NULL ? *value : NULL;
}

/* "TargetInstance.Name" is Name of the object in TargetInstance. */
static gconstpointer
find_owner(gconstpointer object, const char **name)
{
    const char *dot;

    while (object != NULL && (dot = strchr(*name, '.')) != NULL) {
        g_autofree char *first = g_strndup(*name, (gsize)(dot - *name));

        object = find_inside(object, first);
        *name = dot + 1;
    }

    return object;
}

/* A property that its object does not have is NULL: events are about objects
 * of several classes (inferred). */
static char *
dup_value(const char *name, HvsHost *host, const char *wmi_namespace, gconstpointer object)
{
    const HvrWmiObject *owner = find_owner(object, &name);
    gsize i = find_pseudo(name);

    if (owner == NULL || find_comparison(host->version, owner->type, name) == NULL)
        return NULL;
    if (i < G_N_ELEMENTS(pseudo_properties))
        return pseudo_properties[i].dup(host, wmi_namespace, owner);

    return hvr_wmi_object_format_field(owner, hvr_wmi_class_find_field(owner->type, name), 0);
}

static CompareTexts
find_comparison_in(const HvsVersion *version, gconstpointer object, const char *name)
{
    const HvrWmiObject *owner = find_owner(object, &name);

    return find_comparison(version, owner->type, name);
}

static gboolean
is_a(const char *class_name, const char *ancestor)
{
    const HvrWmiClass *base = hvr_wmi_schema_find(ancestor);

    return base != NULL && hvr_wmi_class_is_a(hvr_wmi_schema_find(class_name), base);
}

/* "__THIS ISA 'X'" asks of the object, "TargetInstance ISA 'X'" of one inside. */
static gboolean
class_matches(const HvsWqlNode *node, gconstpointer object)
{
    const HvrWmiObject *inside = find_inside(object, node->property);

    if (inside == NULL)
        inside = is_class_property(node->property) ? object : NULL;

    return inside != NULL && is_a(inside->type->name, node->literal);
}

static gboolean
order_meets(HvsWqlOperator operator, int order)
{
    switch (operator) {
    case HVS_WQL_EQUAL:
        return order == 0;
    case HVS_WQL_NOT_EQUAL:
        return order != 0;
    case HVS_WQL_LESS:
        return order < 0;
    case HVS_WQL_LESS_EQUAL:
        return order <= 0;
    case HVS_WQL_GREATER:
        return order > 0;
    case HVS_WQL_GREATER_EQUAL:
        return order >= 0;
    case HVS_WQL_LIKE:
    case HVS_WQL_ISA:
    default:
        return FALSE;
    }
}

/* NULL equals NULL and differs from everything else; no third truth value
 * (inferred). */
static gboolean
comparison_match(const HvsWqlNode *node,
                 HvsHost *host,
                 const char *wmi_namespace,
                 gconstpointer object)
{
    g_autofree char *left = NULL;
    g_autofree char *right = NULL;
    int order;

    if (node->operator== HVS_WQL_ISA)
        return class_matches(node, object);

    left = dup_value(node->property, host, wmi_namespace, object);
    right = node->other != NULL ? dup_value(node->other, host, wmi_namespace, object)
                                : g_strdup(node->literal);
    if (left == NULL || right == NULL)
        return node->operator==(left == right ? HVS_WQL_EQUAL : HVS_WQL_NOT_EQUAL);
    if (node->operator== HVS_WQL_LIKE)
        return hvs_wql_like(right, left);

    return find_comparison_in(host->version, object, node->property)(left, right, &order) &&
           order_meets(node->operator, order);
}

gboolean
hvs_wql_node_match(const HvsWqlNode *node,
                   HvsHost *host,
                   const char *wmi_namespace,
                   gconstpointer object)
{
    gboolean until = node->kind == HVS_WQL_OR;

    if (node->kind == HVS_WQL_COMPARISON)
        return comparison_match(node, host, wmi_namespace, object);
    if (node->kind == HVS_WQL_NOT)
        return !hvs_wql_node_match(node->children->pdata[0], host, wmi_namespace, object);

    for (guint i = 0; i < node->children->len; i++) {
        if (hvs_wql_node_match(node->children->pdata[i], host, wmi_namespace, object) == until)
            return until;
    }

    return !until;
}
