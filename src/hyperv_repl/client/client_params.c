/* client_params.c: typed parameters as JSON, and JSON as typed parameters
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "client_params.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "client_argument.h"
#include "client_error.h"

/* What flags and other functions are for. */
static const char *const reserved[] = { "dry-run", "extended", "format", "wait", NULL };

/* What an answer is called that has no names in it. */
#define WHOLE "answer"

static JsonNode *
encode_integer(gint64 value)
{
    return json_node_init_int(json_node_alloc(), value);
}

/* Returns: (transfer full) (nullable): NULL for what JSON's integers or strings cannot be. */
static JsonNode *
encode_value(const virTypedParameter *param)
{
    switch ((virTypedParameterType)param->type) {
    case VIR_TYPED_PARAM_INT:
        return encode_integer(param->value.i);
    case VIR_TYPED_PARAM_UINT:
        return encode_integer(param->value.ui);
    case VIR_TYPED_PARAM_LLONG:
        return encode_integer(param->value.l);
    case VIR_TYPED_PARAM_ULLONG:
        return param->value.ul <= G_MAXINT64 ? encode_integer((gint64)param->value.ul) : NULL;
    case VIR_TYPED_PARAM_DOUBLE:
        return json_node_init_double(json_node_alloc(), param->value.d);
    case VIR_TYPED_PARAM_BOOLEAN:
        return json_node_init_boolean(json_node_alloc(), param->value.b != 0);
    case VIR_TYPED_PARAM_STRING:
        if (param->value.s == NULL || !g_utf8_validate(param->value.s, -1, NULL))
            return NULL;
        return json_node_init_string(json_node_alloc(), param->value.s);
#ifdef VIR_ENUM_SENTINELS
    case VIR_TYPED_PARAM_LAST:
#endif
    default:
        return NULL;
    }
}

/* A name that comes again makes a list of what it was. */
static void
add_value(JsonObject *arguments, const char *name, JsonNode *value)
{
    JsonNode *before = json_object_get_member(arguments, name);
    JsonArray *array;

    if (before == NULL && hvr_client_argument_get_type(name) != HVR_CLIENT_LIST) {
        json_object_set_member(arguments, name, value);
        return;
    }
    if (before != NULL && JSON_NODE_HOLDS_ARRAY(before)) {
        json_array_add_element(json_node_get_array(before), value);
        return;
    }

    array = json_array_new();
    if (before != NULL)
        json_array_add_element(array, json_node_copy(before));
    json_array_add_element(array, value);
    json_object_set_array_member(arguments, name, array);
}

static gboolean
encode_param(JsonObject *arguments, const virTypedParameter *param)
{
    g_autofree char *name = g_strndup(param->field, sizeof(param->field));
    JsonNode *value;

    if (name[0] == '\0' || !g_utf8_validate(name, -1, NULL)) {
        hvr_client_error_set(VIR_ERR_INVALID_ARG, _("an argument has no valid name"));
        return FALSE;
    }
    if (g_strv_contains(reserved, name)) {
        hvr_client_error_set(VIR_ERR_INVALID_ARG, _("argument '%s' is given by flags"), name);
        return FALSE;
    }
    value = encode_value(param);
    if (value == NULL) {
        hvr_client_error_set(VIR_ERR_INVALID_ARG, _("argument '%s' has no valid value"), name);
        return FALSE;
    }
    add_value(arguments, name, value);

    return TRUE;
}

JsonObject *
hvr_client_params_encode(virTypedParameterPtr params, int nparams)
{
    g_autoptr(JsonObject) arguments = json_object_new();

    if (nparams < 0 || (nparams > 0 && params == NULL)) {
        hvr_client_error_set(VIR_ERR_INVALID_ARG, _("%d arguments are none"), nparams);
        return NULL;
    }
    for (int i = 0; i < nparams; i++) {
        if (!encode_param(arguments, &params[i]))
            return NULL;
    }

    return g_steal_pointer(&arguments);
}

typedef struct {
    virTypedParameterPtr params;
    int n_params;
    int max_params;
} Output;

static int decode(Output *output, const char *name, JsonNode *node);

static gboolean
is_too_long(const char *name)
{
    return strlen(name) >= VIR_TYPED_PARAM_FIELD_LENGTH;
}

static char *
join(const char *name, const char *member)
{
    return name[0] != '\0' ? g_strconcat(name, ".", member, NULL) : g_strdup(member);
}

/* Whether all members' own names can be field names. */
static gboolean
has_room(const char *name, JsonNode *node)
{
    g_autofree char *counter = join(name, "count");
    g_autofree char *last = NULL;
    JsonObjectIter iter;
    const char *member;
    JsonNode *value;

    if (JSON_NODE_HOLDS_ARRAY(node)) {
        last = g_strdup_printf("%s.%u", name, json_array_get_length(json_node_get_array(node)));
        return !is_too_long(counter) && !is_too_long(last);
    }

    json_object_iter_init(&iter, json_node_get_object(node));
    while (json_object_iter_next(&iter, &member, &value)) {
        g_autofree char *full = join(name, member);

        if (is_too_long(full))
            return FALSE;
    }

    return TRUE;
}

static int
add_string(Output *output, const char *name, const char *value)
{
    return virTypedParamsAddString(&output->params, &output->n_params, &output->max_params, name,
                                   value);
}

static int
add_integer(Output *output, const char *name, gint64 value)
{
    if (value < 0)
        return virTypedParamsAddLLong(&output->params, &output->n_params, &output->max_params, name,
                                      value);

    return virTypedParamsAddULLong(&output->params, &output->n_params, &output->max_params, name,
                                   (guint64)value);
}

static int
decode_value(Output *output, const char *name, JsonNode *node)
{
    GType type = json_node_get_value_type(node);

    if (type == G_TYPE_BOOLEAN)
        return virTypedParamsAddBoolean(&output->params, &output->n_params, &output->max_params,
                                        name, json_node_get_boolean(node));
    if (type == G_TYPE_INT64)
        return add_integer(output, name, json_node_get_int(node));
    if (type == G_TYPE_DOUBLE)
        return virTypedParamsAddDouble(&output->params, &output->n_params, &output->max_params,
                                       name, json_node_get_double(node));

    return add_string(output, name, json_node_get_string(node));
}

static int
decode_object(Output *output, const char *name, JsonNode *node)
{
    JsonObjectIter iter;
    const char *member;
    JsonNode *value;

    json_object_iter_init_ordered(&iter, json_node_get_object(node));
    while (json_object_iter_next_ordered(&iter, &member, &value)) {
        g_autofree char *full = join(name, member);

        if (decode(output, full, value) < 0)
            return -1;
    }

    return 0;
}

static int
decode_array(Output *output, const char *name, JsonNode *node)
{
    JsonArray *array = json_node_get_array(node);
    g_autofree char *counter = join(name, "count");

    if (add_integer(output, counter, json_array_get_length(array)) < 0)
        return -1;
    for (guint i = 0; i < json_array_get_length(array); i++) {
        g_autofree char *element = g_strdup_printf("%s.%u", name, i);

        if (decode(output, element, json_array_get_element(array, i)) < 0)
            return -1;
    }

    return 0;
}

static int
decode(Output *output, const char *name, JsonNode *node)
{
    if (JSON_NODE_HOLDS_NULL(node))
        return 0;
    if (JSON_NODE_HOLDS_VALUE(node))
        return decode_value(output, name, node);
    if (!has_room(name, node)) {
        g_autofree char *text = json_to_string(node, FALSE);

        return add_string(output, name[0] != '\0' ? name : WHOLE, text);
    }

    return JSON_NODE_HOLDS_OBJECT(node) ? decode_object(output, name, node)
                                        : decode_array(output, name, node);
}

int
hvr_client_params_decode(JsonNode *answer,
                         const char *word,
                         virTypedParameterPtr *params,
                         int *nparams)
{
    Output output = { 0 };
    const char *name = word != NULL ? word : WHOLE;

    if (decode(&output, JSON_NODE_HOLDS_OBJECT(answer) ? "" : name, answer) < 0) {
        virTypedParamsFree(output.params, output.n_params);
        return -1;
    }
    *params = output.params;
    *nparams = output.n_params;

    return 0;
}
