/* wmi_embedded.c: an instance as text inside a string
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_embedded.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"

/* What each sort of property is called.  References and objects are Microsoft's
 * own extension of the DTD ("WMI DTD 2.0"); a reference is a path as text (inferred). */
typedef struct {
    const char *property;
    const char *value;
    const char *array_property;
    const char *array_value;
    const char *type_attribute;
} Shape;

/* clang-format off */
static const Shape plain_shape =
    { "PROPERTY",           "VALUE",           "PROPERTY.ARRAY",    "VALUE.ARRAY",    "TYPE" };
static const Shape ref_shape =
    { "PROPERTY.REFERENCE", "VALUE.REFERENCE", "PROPERTY.REFARRAY", "VALUE.REFARRAY", "REFERENCECLASS" };
static const Shape object_shape =
    { "PROPERTY.OBJECT",    "VALUE.OBJECT",    "PROPERTY.OBJARRAY", "VALUE.OBJARRAY", "REFERENCECLASS" };
/* clang-format on */

static const Shape *
shape_of(const HvrWmiField *field)
{
    if (field->type == HVR_CIM_REF)
        return &ref_shape;

    return field->type == HVR_CIM_OBJECT ? &object_shape : &plain_shape;
}

/* XML 1.0 has no way to write most control characters, so Hyper-V cannot be told
 * of them; a question mark at least leaves the document well-formed. */
static char *
dup_legal(const char *text)
{
    char *legal = g_utf8_make_valid(text, -1);

    for (char *c = legal; *c != '\0'; c++) {
        if ((guchar)*c < 0x20 && strchr("\t\n\r", *c) == NULL)
            *c = '?';
    }

    return legal;
}

static void add_instance(xmlNode *parent, const HvrWmiObject *object);

static void
add_value(xmlNode *parent, const HvrWmiObject *object, const HvrWmiField *field, guint index)
{
    xmlNode *node = hvr_xml_add(parent, NULL, shape_of(field)->value, NULL);
    g_autofree char *text = NULL;
    g_autofree char *legal = NULL;

    if (field->type == HVR_CIM_OBJECT) {
        add_instance(node, *(HvrWmiObject *const *)hvr_wmi_object_get_value(object, field, index));
        return;
    }

    text = hvr_wmi_object_format_field(object, field, index);
    legal = field->type == HVR_CIM_BOOLEAN ? g_ascii_strup(text, -1) : dup_legal(text);
    /* Not xmlNodeAddContent(), which drops an empty text. */
    xmlAddChild(node, xmlNewDocText(node->doc, BAD_CAST legal));
}

/* NAME comes first: Microsoft's own PrintMsvmErrors reads attribute 0 as the name. */
static void
add_property(xmlNode *instance, const HvrWmiObject *object, const HvrWmiField *field)
{
    const Shape *shape = shape_of(field);
    gboolean is_array = (field->flags & HVR_CIM_ARRAY) != 0;
    guint n_values = hvr_wmi_object_get_n_values(object, field);
    xmlNode *node;

    /* An array that is empty says so: that is not the same as saying nothing. */
    if (n_values == 0 && !(is_array && hvr_wmi_object_has(object, field->name)))
        return;

    node = hvr_xml_add(instance, NULL, is_array ? shape->array_property : shape->property, NULL);
    hvr_xml_set(node, "NAME", field->name);
    hvr_xml_set(node, shape->type_attribute,
                shape == &plain_shape ? hvr_cim_type_get_name(field->type) : field->class_name);
    if (is_array)
        node = hvr_xml_add(node, NULL, shape->array_value, NULL);
    for (guint i = 0; i < n_values; i++)
        add_value(node, object, field, i);
}

static void
fill_instance(xmlNode *instance, const HvrWmiObject *object)
{
    hvr_xml_set(instance, "CLASSNAME", object->type->name);
    for (guint i = 0; i < object->type->n_fields; i++)
        add_property(instance, object, &object->type->fields[i]);
}

static void
add_instance(xmlNode *parent, const HvrWmiObject *object)
{
    fill_instance(hvr_xml_add(parent, NULL, "INSTANCE", NULL), object);
}

char *
hvr_wmi_embedded_format(gconstpointer object)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *instance = xmlNewDocNode(doc, NULL, BAD_CAST "INSTANCE", NULL);

    xmlDocSetRootElement(doc, instance);
    fill_instance(instance, object);

    return hvr_xml_format_flat(instance);
}

/* Depth first, so that any wrapper (DECLGROUP, VALUE.NAMEDINSTANCE) is looked through. */
static const xmlNode *
find_instance(const xmlNode *node)
{
    if (strcmp((const char *)node->name, "INSTANCE") == 0)
        return node;

    for (const xmlNode *child = hvr_xml_first_element(node); child != NULL;
         child = hvr_xml_next_element(child)) {
        const xmlNode *found = find_instance(child);

        if (found != NULL)
            return found;
    }

    return NULL;
}

static gpointer parse_instance(const HvrWmiClass *type, const xmlNode *instance, GError **error);

static gboolean
parse_object(HvrWmiObject *object, const HvrWmiField *field, const xmlNode *value, GError **error)
{
    const HvrWmiClass *type = hvr_wmi_schema_find(field->class_name);
    const xmlNode *instance = find_instance(value);
    gpointer embedded;

    if (instance == NULL)
        return TRUE;

    embedded = parse_instance(type, instance, error);
    if (embedded == NULL)
        return FALSE;
    hvr_wmi_object_set_object(object, field->name, embedded);

    return TRUE;
}

static gboolean
parse_value(HvrWmiObject *object, const HvrWmiField *field, const xmlNode *value, GError **error)
{
    g_autofree char *text = NULL;

    if (field->type == HVR_CIM_OBJECT)
        return parse_object(object, field, value, error);

    text = hvr_xml_dup_text(value);
    if (field->type != HVR_CIM_STRING)
        g_strstrip(text);

    return hvr_wmi_object_parse_field(object, field, text, error);
}

/* Qualifiers stand beside the values; VALUE.NULL is an array element that is none. */
static gboolean
parse_values(HvrWmiObject *object, const HvrWmiField *field, const xmlNode *parent, GError **error)
{
    const Shape *shape = shape_of(field);

    for (const xmlNode *node = hvr_xml_first_element(parent); node != NULL;
         node = hvr_xml_next_element(node)) {
        const char *name = (const char *)node->name;

        if (strcmp(name, shape->array_value) == 0) {
            if (!parse_values(object, field, node, error))
                return FALSE;
        } else if (strcmp(name, shape->value) == 0) {
            if (!parse_value(object, field, node, error))
                return FALSE;
        }
    }

    return TRUE;
}

static gboolean
parse_property(HvrWmiObject *object, const xmlNode *property, GError **error)
{
    g_autofree char *name = hvr_xml_dup_attribute(property, NULL, "NAME");
    const HvrWmiField *field;

    if (name == NULL || !g_str_has_prefix((const char *)property->name, "PROPERTY"))
        return TRUE;
    field = hvr_wmi_class_find_field(object->type, name);

    return field == NULL || parse_values(object, field, property, error);
}

static gpointer
parse_instance(const HvrWmiClass *type, const xmlNode *instance, GError **error)
{
    g_autofree char *name = hvr_xml_dup_attribute(instance, NULL, "CLASSNAME");
    const HvrWmiClass *actual = name != NULL ? hvr_wmi_schema_find(name) : NULL;
    g_autoptr(HvrWmiObject) object = NULL;

    if (actual == NULL || !hvr_wmi_class_is_a(actual, type))
        return hvr_fail_null(error, HVR_ERROR_INVALID,
                             _("the embedded instance is a '%1$s' and should be a '%2$s'"),
                             name != NULL ? name : "", type->name);

    object = hvr_wmi_object_new(actual);
    for (const xmlNode *node = hvr_xml_first_element(instance); node != NULL;
         node = hvr_xml_next_element(node)) {
        if (!parse_property(object, node, error))
            return NULL;
    }

    return g_steal_pointer(&object);
}

gpointer
hvr_wmi_embedded_parse(const HvrWmiClass *type, const char *text, GError **error)
{
    g_autoptr(xmlDoc) doc = hvr_xml_parse(text, strlen(text), error);
    const xmlNode *instance;

    if (doc == NULL)
        return NULL;
    instance = find_instance(xmlDocGetRootElement(doc));
    if (instance == NULL)
        return hvr_fail_null(error, HVR_ERROR_XML, _("the embedded '%s' has no INSTANCE element"),
                             type->name);

    return parse_instance(type, instance, error);
}
