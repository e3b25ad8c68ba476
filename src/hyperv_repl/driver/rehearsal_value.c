/* rehearsal_value.c: what a method would be given, as JSON
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rehearsal_value.h"

#include <string.h>

#include "hvr_xml.h"
#include "wmi_object.h"

/* WMI's own name for what an instance is one of. */
#define CLASS "__CLASS"

static JsonNode *
format_word(const char *type, const char *text)
{
    if (g_strcmp0(type, "boolean") == 0)
        return json_node_init_boolean(json_node_alloc(), g_ascii_strcasecmp(text, "true") == 0);
    if (type != NULL && (g_str_has_prefix(type, "uint") || g_str_has_prefix(type, "sint")))
        return json_node_init_int(json_node_alloc(), g_ascii_strtoll(text, NULL, 10));

    return json_node_init_string(json_node_alloc(), text);
}

static JsonNode *format_instance(const xmlNode *instance);

/* A VALUE of any sort; in one of an object there is an INSTANCE. */
static JsonNode *
format_value(const char *type, const xmlNode *value)
{
    const xmlNode *instance = hvr_xml_find(value, NULL, "INSTANCE");
    g_autofree char *text = hvr_xml_dup_text(value);

    return instance != NULL ? format_instance(instance) : format_word(type, text);
}

static JsonNode *
format_values(const char *type, const xmlNode *values)
{
    JsonArray *array = json_array_new();
    JsonNode *node = json_node_init_array(json_node_alloc(), array);

    for (const xmlNode *value = hvr_xml_first_element(values); value != NULL;
         value = hvr_xml_next_element(value))
        json_array_add_element(array, format_value(type, value));
    json_array_unref(array);

    return node;
}

/* Not read by the schema: this is what travels, letter by letter, arrays that are empty included.
 */
static JsonNode *
format_instance(const xmlNode *instance)
{
    JsonObject *members = json_object_new();
    JsonNode *node = json_node_init_object(json_node_alloc(), members);
    g_autofree char *class_name = hvr_xml_dup_attribute(instance, NULL, "CLASSNAME");

    json_object_set_string_member(members, CLASS, class_name);
    for (const xmlNode *property = hvr_xml_first_element(instance); property != NULL;
         property = hvr_xml_next_element(property)) {
        gboolean is_array = strstr((const char *)property->name, "ARRAY") != NULL;
        const xmlNode *value = hvr_xml_first_element(property);
        g_autofree char *name = hvr_xml_dup_attribute(property, NULL, "NAME");
        g_autofree char *type = hvr_xml_dup_attribute(property, NULL, "TYPE");

        json_object_set_member(members, name,
                               is_array ? format_values(type, value) : format_value(type, value));
    }
    json_object_unref(members);

    return node;
}

/* @text: what hvr_wmi_embedded_format() made, or any other */
static JsonNode *
format_text(const HvrWmiField *field, const char *text)
{
    gboolean is_embedded = (field->flags & HVR_CIM_EMBEDDED) != 0;
    g_autoptr(xmlDoc) doc = is_embedded ? hvr_xml_parse(text, strlen(text), NULL) : NULL;

    return doc != NULL ? format_instance(xmlDocGetRootElement(doc))
                       : json_node_init_string(json_node_alloc(), text);
}

static JsonNode *
format_element(gconstpointer object, const HvrWmiField *field, guint index)
{
    g_autofree char *text = hvr_wmi_object_format_field(object, field, index);

    if (field->type == HVR_CIM_BOOLEAN)
        return json_node_init_boolean(json_node_alloc(), g_strcmp0(text, "true") == 0);
    if (field->type < HVR_CIM_STRING)
        return json_node_init_int(json_node_alloc(), g_ascii_strtoll(text, NULL, 10));

    return format_text(field, text);
}

static JsonNode *
format_field(gconstpointer object, const HvrWmiField *field)
{
    JsonNode *node;
    JsonArray *array;

    if ((field->flags & HVR_CIM_ARRAY) == 0)
        return format_element(object, field, 0);

    array = json_array_new();
    for (guint i = 0; i < hvr_wmi_object_get_n_values(object, field); i++)
        json_array_add_element(array, format_element(object, field, i));
    node = json_node_new(JSON_NODE_ARRAY);
    json_node_take_array(node, array);

    return node;
}

JsonObject *
hvr_rehearsal_value_format(gconstpointer object)
{
    const HvrWmiObject *head = object;
    JsonObject *members = json_object_new();

    for (guint i = 0; object != NULL && i < head->type->n_fields; i++) {
        const HvrWmiField *field = &head->type->fields[i];

        if (hvr_wmi_object_has(object, field->name))
            json_object_set_member(members, field->name, format_field(object, field));
    }

    return members;
}
