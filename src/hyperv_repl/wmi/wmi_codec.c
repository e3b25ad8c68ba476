/* wmi_codec.c: objects as WS-Man XML, in both directions
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_codec.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "wmi_embedded.h"
#include "wmi_path.h"
#include "wsman_envelope.h"
#include "wsman_epr.h"
#include "wsman_names.h"

/* The class that xsi:type="p:Class_Type" or else the element's own name means. */
static const HvrWmiClass *
find_actual(const HvrWmiClass *type, const xmlNode *element)
{
    g_autofree char *given = hvr_xml_dup_attribute(element, HVR_NS_XSI, "type");
    const char *name = given != NULL ? given : (const char *)element->name;
    const HvrWmiClass *actual;

    if (given != NULL) {
        if (g_str_has_suffix(given, "_Type"))
            given[strlen(given) - strlen("_Type")] = '\0';
        if (strchr(name, ':') != NULL)
            name = strchr(name, ':') + 1;
    }
    actual = hvr_wmi_schema_find(name);

    return actual != NULL && hvr_wmi_class_is_a(actual, type) ? actual : type;
}

static gboolean
is_nil(const xmlNode *element)
{
    g_autofree char *nil = hvr_xml_dup_attribute(element, HVR_NS_XSI, "nil");

    return nil != NULL && (strcmp(nil, "true") == 0 || strcmp(nil, "1") == 0);
}

/* A WS-CIM subtree or, from older providers, CIM-XML as text (MS-WSMV, Windows traces). */
static gpointer
decode_embedded(const HvrWmiField *field, const xmlNode *element, const char *host, GError **error)
{
    const HvrWmiClass *type = hvr_wmi_schema_find(field->class_name);
    g_autofree char *text = NULL;

    if (hvr_xml_first_element(element) != NULL)
        return hvr_wmi_codec_decode(type, element, host, error);

    text = hvr_xml_dup_text(element);

    return hvr_wmi_embedded_parse(type, text, error);
}

/* Whatever went wrong inside, to the reader the host answered nonsense. */
static gboolean
fail_in(const HvrWmiObject *object, const HvrWmiField *field, const GError *cause, GError **error)
{
    return hvr_fail(error, HVR_ERROR_PROTOCOL, _("property '%1$s' of '%2$s': %3$s"), field->name,
                    object->type->name, cause->message);
}

static gboolean
decode_object(HvrWmiObject *object,
              const HvrWmiField *field,
              const xmlNode *element,
              const char *host,
              GError **error)
{
    g_autoptr(GError) cause = NULL;
    gpointer embedded = decode_embedded(field, element, host, &cause);

    if (embedded == NULL)
        return fail_in(object, field, cause, error);
    hvr_wmi_object_set_object(object, field->name, embedded);

    return TRUE;
}

static gboolean
decode_ref(HvrWmiObject *object,
           const HvrWmiField *field,
           const xmlNode *element,
           const char *host,
           GError **error)
{
    g_autoptr(HvrWsmanEpr) epr = NULL;
    g_autoptr(HvrWmiPath) path = NULL;
    g_autoptr(GError) cause = NULL;
    g_autofree char *text = NULL;

    if (hvr_xml_first_element(element) == NULL) {
        text = g_strstrip(hvr_xml_dup_text(element));
        return text[0] == '\0' || hvr_wmi_object_parse_field(object, field, text, error);
    }

    epr = hvr_wsman_epr_decode(element, &cause);
    if (epr != NULL)
        path = hvr_wmi_path_from_epr(epr, host, &cause);
    if (path == NULL)
        return fail_in(object, field, cause, error);
    text = hvr_wmi_path_format(path);

    return hvr_wmi_object_parse_field(object, field, text, error);
}

static gboolean
is_base64(const char *text)
{
    gsize n_digits = 0;

    for (; *text != '\0'; text++) {
        if (g_ascii_isspace(*text))
            continue;
        if (!g_ascii_isalnum(*text) && strchr("+/=", *text) == NULL)
            return FALSE;
        n_digits++;
    }

    return n_digits % 4 == 0;
}

/* Blobs come as one element with base64, other uint8 arrays as numbers (DSP0230 8.1). */
static gboolean
decode_bytes(HvrWmiObject *object, const HvrWmiField *field, const char *text, GError **error)
{
    g_autofree guchar *bytes = NULL;
    g_autofree guint64 *values = NULL;
    gsize n_bytes;

    if (hvr_wmi_object_parse_field(object, field, text, NULL))
        return TRUE;
    if (hvr_wmi_object_get_n_values(object, field) > 0 || !is_base64(text))
        return hvr_fail(error, HVR_ERROR_PROTOCOL,
                        _("property '%1$s' of '%2$s' is neither a number nor base64"), field->name,
                        object->type->name);

    bytes = g_base64_decode(text, &n_bytes);
    values = g_new(guint64, n_bytes + 1);
    for (gsize i = 0; i < n_bytes; i++)
        values[i] = bytes[i];
    hvr_wmi_object_set_uints(object, field->name, values, (guint)n_bytes);

    return TRUE;
}

/* A string that should hold CIM-XML, but the host sent the instance as elements. */
static gboolean
decode_string(HvrWmiObject *object,
              const HvrWmiField *field,
              const xmlNode *element,
              const char *host,
              GError **error)
{
    g_autoptr(HvrWmiObject) embedded = NULL;
    g_autoptr(GError) cause = NULL;
    g_autofree char *text = NULL;

    if ((field->flags & HVR_CIM_EMBEDDED) != 0 && hvr_xml_first_element(element) != NULL) {
        embedded = decode_embedded(field, element, host, &cause);
        if (embedded == NULL)
            return fail_in(object, field, cause, error);
        text = hvr_wmi_embedded_format(embedded);
    } else {
        text = hvr_xml_dup_text(element);
    }

    return hvr_wmi_object_parse_field(object, field, text, error);
}

static gboolean
decode_field(HvrWmiObject *object,
             const HvrWmiField *field,
             const xmlNode *element,
             const char *host,
             GError **error)
{
    g_autofree char *text = NULL;

    if (is_nil(element))
        return TRUE;
    if (field->type == HVR_CIM_OBJECT)
        return decode_object(object, field, element, host, error);
    if (field->type == HVR_CIM_REF)
        return decode_ref(object, field, element, host, error);
    if (field->type == HVR_CIM_STRING)
        return decode_string(object, field, element, host, error);

    /* A datetime's text lies one element deeper, whatever that one is called. */
    text = g_strstrip(hvr_xml_dup_text(element));
    if (field->type == HVR_CIM_UINT8 && (field->flags & HVR_CIM_ARRAY) != 0)
        return decode_bytes(object, field, text, error);

    return hvr_wmi_object_parse_field(object, field, text, error);
}

gpointer
hvr_wmi_codec_decode(const HvrWmiClass *type,
                     const xmlNode *element,
                     const char *host,
                     GError **error)
{
    g_autoptr(HvrWmiObject) object = hvr_wmi_object_new(find_actual(type, element));

    for (const xmlNode *node = hvr_xml_first_element(element); node != NULL;
         node = hvr_xml_next_element(node)) {
        const HvrWmiField *field;

        field = hvr_wmi_class_find_field(object->type, (const char *)node->name);
        if (field != NULL && !decode_field(object, field, node, host, error))
            return NULL;
    }

    return g_steal_pointer(&object);
}

/* A property's element; hvr_xml_add() would put it into the parent's namespace. */
static xmlNode *
add_element(xmlNode *parent, xmlNs *ns, const char *name)
{
    return xmlAddChild(parent, xmlNewDocNode(parent->doc, ns, BAD_CAST name, NULL));
}

/* Unlike xmlNodeAddContent() this keeps "<p:X></p:X>", as Windows writes "". */
static void
add_text(xmlNode *node, const char *text)
{
    xmlAddChild(node, xmlNewDocText(node->doc, BAD_CAST text));
}

static void
encode_datetime(xmlNode *node, const HvrCimDatetime *datetime)
{
    g_autofree char *text = hvr_cim_datetime_format_iso(*datetime);
    xmlNs *cim = node->ns != NULL ? hvr_wsman_ns(node, HVR_NS_CIM, "cim") : NULL;

    add_text(add_element(node, cim, datetime->is_interval ? "Interval" : "Datetime"), text);
}

static void
encode_ref(xmlNode *node, const char *text)
{
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_parse(text, NULL);
    g_autoptr(HvrWsmanEpr) epr = NULL;

    if (path == NULL) {
        add_text(node, text);
        return;
    }

    epr = hvr_wmi_path_to_epr(path);
    hvr_wsman_epr_encode(epr, node);
}

/* "root/virtualization/v2" of the class URI that @node's name is in. */
static char *
dup_namespace(const xmlNode *node)
{
    const char *href = node->ns != NULL ? (const char *)node->ns->href : "";
    const char *slash = strrchr(href, '/');

    if (!g_str_has_prefix(href, HVR_WSMAN_WMI_PREFIX))
        return g_strdup(HVR_WMI_NAMESPACE);

    href += strlen(HVR_WSMAN_WMI_PREFIX);

    return slash > href ? g_strndup(href, slash - href) : g_strdup(HVR_WMI_NAMESPACE);
}

static void encode_properties(xmlNode *element, xmlNs *ns, const HvrWmiObject *object);

static void
set_xsi_type(xmlNode *node, const xmlNs *ns, const HvrWmiClass *type)
{
    g_autofree char *text = g_strdup_printf("%s:%s_Type", ns->prefix, type->name);

    xmlNewNsProp(node, hvr_wsman_ns(node, HVR_NS_XSI, "xsi"), BAD_CAST "type", BAD_CAST text);
}

static void
encode_object(xmlNode *node, const HvrWmiObject *object)
{
    g_autofree char *wmi_namespace = dup_namespace(node);
    g_autofree char *uri = hvr_wmi_resource_uri(wmi_namespace, object->type->name);
    xmlNs *ns = xmlNewNs(node, BAD_CAST uri, BAD_CAST "p1");

    set_xsi_type(node, ns, object->type);
    encode_properties(node, ns, object);
}

static void
encode_value(xmlNode *node, const HvrWmiObject *object, const HvrWmiField *field, guint index)
{
    const void *value = hvr_wmi_object_get_value(object, field, index);
    g_autofree char *text = NULL;

    if (field->type == HVR_CIM_DATETIME) {
        encode_datetime(node, value);
    } else if (field->type == HVR_CIM_REF) {
        encode_ref(node, *(char *const *)value);
    } else if (field->type == HVR_CIM_OBJECT) {
        encode_object(node, *(HvrWmiObject *const *)value);
    } else {
        text = hvr_wmi_object_format_field(object, field, index);
        add_text(node, text);
    }
}

static void
encode_bytes(xmlNode *node, const HvrWmiObject *object, const HvrWmiField *field, guint n_bytes)
{
    const guchar *bytes = hvr_wmi_object_get_value(object, field, 0);
    g_autofree char *text = g_base64_encode(bytes, n_bytes);

    add_text(node, text);
}

/* Nothing at all if the property is NULL; an array is a repeated element. */
static void
encode_field(xmlNode *parent, xmlNs *ns, const HvrWmiObject *object, const HvrWmiField *field)
{
    guint n_values = hvr_wmi_object_get_n_values(object, field);
    gboolean is_array = (field->flags & HVR_CIM_ARRAY) != 0;

    if (field->type == HVR_CIM_UINT8 && is_array && n_values > 0) {
        encode_bytes(add_element(parent, ns, field->name), object, field, n_values);
        return;
    }

    for (guint i = 0; i < n_values; i++)
        encode_value(add_element(parent, ns, field->name), object, field, i);
}

/* As in an instance: a scalar that is NULL is there and says so. */
static void
encode_or_nil(xmlNode *parent, xmlNs *ns, const HvrWmiObject *object, const HvrWmiField *field)
{
    gboolean is_array = (field->flags & HVR_CIM_ARRAY) != 0;

    if (is_array || hvr_wmi_object_get_n_values(object, field) > 0)
        encode_field(parent, ns, object, field);
    else
        xmlNewNsProp(add_element(parent, ns, field->name), hvr_wsman_ns(parent, HVR_NS_XSI, "xsi"),
                     BAD_CAST "nil", BAD_CAST "true");
}

static int
compare_fields(const void *a, const void *b)
{
    const HvrWmiField *const *field_a = a;
    const HvrWmiField *const *field_b = b;

    return g_ascii_strcasecmp((*field_a)->name, (*field_b)->name);
}

static void
encode_sorted(xmlNode *element, xmlNs *ns, const HvrWmiObject *object, GPtrArray *fields)
{
    g_ptr_array_sort(fields, compare_fields);
    for (guint i = 0; i < fields->len; i++)
        encode_or_nil(element, ns, object, fields->pdata[i]);
}

static void
encode_properties(xmlNode *element, xmlNs *ns, const HvrWmiObject *object)
{
    g_autoptr(GPtrArray) fields = g_ptr_array_sized_new(object->type->n_fields);

    for (guint i = 0; i < object->type->n_fields; i++)
        g_ptr_array_add(fields, (gpointer)&object->type->fields[i]);
    encode_sorted(element, ns, object, fields);
}

void
hvr_wmi_codec_encode_input(gconstpointer input, xmlNode *element)
{
    const HvrWmiObject *object = input;

    for (guint i = 0; i < object->type->n_fields; i++)
        encode_field(element, element->ns, object, &object->type->fields[i]);
}

void
hvr_wmi_codec_encode_output(gconstpointer output, xmlNode *element)
{
    hvr_wsman_ns(element, HVR_NS_XSI, "xsi");
    hvr_wsman_ns(element, HVR_NS_CIM, "cim");
    /* The schema has ReturnValue last, too. */
    hvr_wmi_codec_encode_input(output, element);
}

xmlNode *
hvr_wmi_codec_encode_instance(gconstpointer object, const char *wmi_namespace, xmlNode *parent)
{
    const HvrWmiObject *self = object;
    g_autofree char *uri = hvr_wmi_resource_uri(wmi_namespace, self->type->name);
    xmlNode *element = add_element(parent, NULL, self->type->name);
    xmlNs *ns;

    /* In Windows' order, and even where an ancestor declares the same. */
    xmlNewNs(element, BAD_CAST HVR_NS_XSI, BAD_CAST "xsi");
    ns = xmlNewNs(element, BAD_CAST uri, BAD_CAST "p");
    xmlNewNs(element, BAD_CAST HVR_NS_CIM, BAD_CAST "cim");
    xmlSetNs(element, ns);
    set_xsi_type(element, ns, self->type);
    encode_properties(element, ns, self);

    return element;
}

xmlNode *
hvr_wmi_codec_encode_fragment(gconstpointer object, const char *const *properties, xmlNode *parent)
{
    const HvrWmiObject *self = object;
    g_autoptr(GPtrArray) fields = g_ptr_array_new();
    xmlNode *element = add_element(parent, NULL, "XmlFragment");

    xmlNewNs(element, BAD_CAST HVR_NS_XSI, BAD_CAST "xsi");
    xmlSetNs(element, xmlNewNs(element, BAD_CAST HVR_NS_W, BAD_CAST "w"));
    for (; *properties != NULL; properties++) {
        const HvrWmiField *field = hvr_wmi_class_find_field(self->type, *properties);

        if (field != NULL && !g_ptr_array_find(fields, field, NULL))
            g_ptr_array_add(fields, (gpointer)field);
    }
    encode_sorted(element, NULL, self, fields);

    return element;
}
