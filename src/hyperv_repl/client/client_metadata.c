/* client_metadata.c: what a read-only connection tells of replication
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "client_metadata.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <string.h>

#include "client_argument.h"
#include "client_error.h"
#include "libvirt-hyperv-repl.h"

#define PARSE_OPTIONS (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlDoc, xmlFreeDoc)

/* Elements of <relationship> that are called otherwise in an answer; their
 * attribute, where they have one, is a member of its own. */
/* clang-format off */
static const struct {
    const char *element;
    const char *member;
    const char *attribute;
    const char *attribute_member;
} leg_elements[] = {
    { "state",            "state",            "number", "state-number" },
    { "health",           "health",           "number", "health-number" },
    { "failed-over",      "failed-over-kind", NULL,     NULL },
    { "last-replication", "last-replication", "kind",   "last-kind" },
    { "last-apply",       "last-apply",       NULL,     NULL },
    { "last-consistent",  "last-consistent",  NULL,     NULL },
};
/* clang-format on */

static char *
dup_text(xmlNode *node)
{
    xmlChar *content = xmlNodeGetContent(node);
    char *text = g_strdup(content != NULL ? (const char *)content : "");

    xmlFree(content);

    return text;
}

static char *
dup_attribute(xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, BAD_CAST name);
    char *text = g_strdup((const char *)value);

    xmlFree(value);

    return text;
}

static gboolean
is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && xmlStrEqual(node->name, BAD_CAST name);
}

static void
set_number(JsonObject *object, const char *name, const char *text)
{
    gint64 number;

    if (g_ascii_string_to_signed(text, 10, 0, G_MAXINT64, &number, NULL))
        json_object_set_int_member(object, name, number);
    else
        json_object_set_string_member(object, name, text);
}

static void
set_text(JsonObject *object, const char *name, xmlNode *node)
{
    g_autofree char *text = dup_text(node);

    json_object_set_string_member(object, name, text);
}

static void
set_attribute(JsonObject *object, const char *member, xmlNode *node, const char *attribute)
{
    g_autofree char *text = dup_attribute(node, attribute);

    if (text != NULL && g_str_has_suffix(member, "-number"))
        set_number(object, member, text);
    else if (text != NULL)
        json_object_set_string_member(object, member, text);
}

static void
append(JsonObject *object, const char *name, const char *text)
{
    if (!json_object_has_member(object, name))
        json_object_set_array_member(object, name, json_array_new());
    json_array_add_string_element(json_object_get_array_member(object, name), text);
}

static JsonObject *
parse_settings(xmlNode *settings)
{
    JsonObject *object = json_object_new();

    for (xmlNode *node = settings->children; node != NULL; node = node->next) {
        const char *name = (const char *)node->name;
        g_autofree char *text = dup_text(node);

        if (node->type != XML_ELEMENT_NODE)
            continue;
        switch (hvr_client_argument_get_type(name)) {
        case HVR_CLIENT_NUMBER:
            set_number(object, name, text);
            break;
        case HVR_CLIENT_BOOLEAN:
            json_object_set_boolean_member(object, name, strcmp(text, "yes") == 0);
            break;
        case HVR_CLIENT_LIST:
            append(object, name, text);
            break;
        case HVR_CLIENT_STRING:
            json_object_set_string_member(object, name, text);
            break;
        }
    }

    return object;
}

static void
parse_leg_element(JsonObject *object, xmlNode *node)
{
    for (guint i = 0; i < G_N_ELEMENTS(leg_elements); i++) {
        if (!is_element(node, leg_elements[i].element))
            continue;
        set_text(object, leg_elements[i].member, node);
        if (leg_elements[i].attribute != NULL)
            set_attribute(object, leg_elements[i].attribute_member, node,
                          leg_elements[i].attribute);
    }
}

static JsonObject *
parse_leg(xmlNode *leg)
{
    JsonObject *object = json_object_new();
    g_autofree char *kind = dup_attribute(leg, "kind");

    json_object_set_int_member(object, "index", g_strcmp0(kind, "extended") == 0 ? 1 : 0);
    for (xmlNode *node = leg->children; node != NULL; node = node->next) {
        if (is_element(node, "settings"))
            json_object_set_object_member(object, "settings", parse_settings(node));
        else
            parse_leg_element(object, node);
    }

    return object;
}

static JsonObject *
parse_point(xmlNode *point)
{
    JsonObject *object = json_object_new();

    set_attribute(object, "name", point, "name");
    set_attribute(object, "kind", point, "kind");
    for (xmlNode *node = point->children; node != NULL; node = node->next) {
        if (is_element(node, "created") || is_element(node, "title"))
            set_text(object, (const char *)node->name, node);
    }

    return object;
}

/* Returns: (transfer full) (nullable) */
static char *
fetch_text(virDomainPtr domain)
{
    return virDomainGetMetadata(domain, VIR_DOMAIN_METADATA_ELEMENT, VIR_HYPERV_REPL_NAMESPACE, 0);
}

/* Returns: (transfer full) (nullable) */
static xmlDoc *
fetch(virDomainPtr domain)
{
    g_autofree char *text = fetch_text(domain);
    g_autoptr(xmlDoc) doc = NULL;

    if (text == NULL)
        return NULL;

    if (strlen(text) <= G_MAXINT)
        doc = xmlReadMemory(text, (int)strlen(text), NULL, NULL, PARSE_OPTIONS);
    if (doc == NULL || xmlDocGetRootElement(doc) == NULL) {
        hvr_client_error_set(VIR_ERR_INTERNAL_ERROR, _("the domain's metadata is not well-formed"));
        return NULL;
    }

    return g_steal_pointer(&doc);
}

JsonNode *
hvr_client_metadata_fetch_document(virDomainPtr domain)
{
    g_autofree char *text = fetch_text(domain);

    return text != NULL ? json_node_init_string(json_node_alloc(), text) : NULL;
}

JsonNode *
hvr_client_metadata_fetch_state(virDomainPtr domain)
{
    g_autoptr(xmlDoc) doc = fetch(domain);
    g_autoptr(JsonObject) object = json_object_new();
    JsonArray *legs;

    if (doc == NULL)
        return NULL;

    legs = json_array_new();
    for (xmlNode *node = xmlDocGetRootElement(doc)->children; node != NULL; node = node->next) {
        if (is_element(node, "role")) {
            set_text(object, "role", node);
            set_attribute(object, "role-number", node, "number");
        } else if (is_element(node, "forced")) {
            set_text(object, "forced", node);
        } else if (is_element(node, "relationship")) {
            json_array_add_object_element(legs, parse_leg(node));
        }
    }
    json_object_set_array_member(object, "relationships", legs);

    return json_node_init_object(json_node_alloc(), object);
}

JsonNode *
hvr_client_metadata_fetch_points(virDomainPtr domain)
{
    g_autoptr(xmlDoc) doc = fetch(domain);
    g_autoptr(JsonArray) points = json_array_new();

    if (doc == NULL)
        return NULL;

    for (xmlNode *node = xmlDocGetRootElement(doc)->children; node != NULL; node = node->next) {
        if (is_element(node, "recoverypoint"))
            json_array_add_object_element(points, parse_point(node));
    }

    return json_node_init_array(json_node_alloc(), points);
}
