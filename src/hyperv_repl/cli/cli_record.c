/* cli_record.c: records from the library's typed parameters
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "cli_report.h"

static JsonNode *
get_value(const virTypedParameter *param)
{
    JsonNode *node = json_node_alloc();

    switch (param->type) {
    case VIR_TYPED_PARAM_BOOLEAN:
        return json_node_init_boolean(node, param->value.b != 0);
    case VIR_TYPED_PARAM_INT:
        return json_node_init_int(node, param->value.i);
    case VIR_TYPED_PARAM_UINT:
        return json_node_init_int(node, param->value.ui);
    case VIR_TYPED_PARAM_LLONG:
        return json_node_init_int(node, param->value.l);
    case VIR_TYPED_PARAM_ULLONG:
        return json_node_init_int(node, (gint64)param->value.ul);
    case VIR_TYPED_PARAM_DOUBLE:
        return json_node_init_double(node, param->value.d);
    case VIR_TYPED_PARAM_STRING:
        return json_node_init_string(node, param->value.s);
    default:
        return json_node_init_null(node);
    }
}

/* Returns: (transfer none): the member, made a container of that type if it is not there yet */
static JsonNode *
reach(JsonObject *object, const char *name, JsonNodeType type)
{
    JsonNode *node = json_object_get_member(object, name);

    if (node != NULL && JSON_NODE_TYPE(node) == type)
        return node;

    node = json_node_new(type);
    if (type == JSON_NODE_OBJECT)
        json_node_take_object(node, json_object_new());
    else
        json_node_take_array(node, json_array_new());
    json_object_set_member(object, name, node);

    return node;
}

static void
set_in_object(JsonObject *object, char **parts, const virTypedParameter *param)
{
    if (parts[1] == NULL)
        json_object_set_member(object, parts[0], get_value(param));
    else
        set_in_object(json_node_get_object(reach(object, parts[0], JSON_NODE_OBJECT)), parts + 1,
                      param);
}

/* An array has a count and elements that are numbered, nothing else. */
static gboolean
is_array(JsonObject *object)
{
    JsonNode *count = json_object_get_member(object, "count");
    JsonObjectIter iter;
    const char *name;

    if (count == NULL || !JSON_NODE_HOLDS_VALUE(count) ||
        json_node_get_value_type(count) != G_TYPE_INT64)
        return FALSE;

    json_object_iter_init(&iter, object);
    while (json_object_iter_next(&iter, &name, NULL)) {
        if (!g_ascii_isdigit(name[0]) && !g_str_equal(name, "count"))
            return FALSE;
    }

    return TRUE;
}

static JsonNode *settle(JsonNode *node);

/* An answer has few elements; what claims more has no members for them either. */
static JsonNode *
gather(JsonObject *object)
{
    JsonNode *node = json_node_new(JSON_NODE_ARRAY);
    JsonArray *array = json_array_new();
    gint64 count = json_object_get_int_member(object, "count");

    for (gint64 i = 0; i < count; i++) {
        g_autofree char *name = g_strdup_printf("%" G_GINT64_FORMAT, i);
        JsonNode *element = json_object_get_member(object, name);

        if (element == NULL)
            break;
        json_array_add_element(array, settle(element));
    }
    json_node_take_array(node, array);

    return node;
}

/* Names alone tell arrays from objects: "count" stands before the elements. */
static JsonNode *
settle(JsonNode *node)
{
    JsonNode *settled;
    JsonObject *object;
    JsonObjectIter iter;
    const char *name;
    JsonNode *member;

    if (!JSON_NODE_HOLDS_OBJECT(node))
        return json_node_copy(node);
    if (is_array(json_node_get_object(node)))
        return gather(json_node_get_object(node));

    settled = json_node_new(JSON_NODE_OBJECT);
    object = json_object_new();
    json_object_iter_init_ordered(&iter, json_node_get_object(node));
    while (json_object_iter_next_ordered(&iter, &name, &member))
        json_object_set_member(object, name, settle(member));
    json_node_take_object(settled, object);

    return settled;
}

JsonObject *
hvr_cli_record_new(const virTypedParameter *params, int n_params)
{
    g_autoptr(JsonNode) flat = json_node_new(JSON_NODE_OBJECT);
    g_autoptr(JsonNode) settled = NULL;

    json_node_take_object(flat, json_object_new());
    for (int i = 0; i < n_params; i++) {
        g_auto(GStrv) parts = g_strsplit(params[i].field, ".", -1);

        set_in_object(json_node_get_object(flat), parts, &params[i]);
    }
    settled = settle(flat);

    return json_node_dup_object(settled);
}
