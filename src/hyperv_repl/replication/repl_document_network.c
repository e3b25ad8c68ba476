/* repl_document_network.c: <failovernetwork>
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_document.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "repl_settings_object.h"
#include "repl_settings_xml.h"

/* What a user can say about an adapter by attributes, the surest first, and what
 * is shown of it besides settings. */
/* clang-format off */
static const struct {
    const char *name;
    goffset field;
} names[] = {
    { "id",   G_STRUCT_OFFSET(HvrReplAdapter, id)   },
    { "mac",  G_STRUCT_OFFSET(HvrReplAdapter, mac)  },
    { "name", G_STRUCT_OFFSET(HvrReplAdapter, name) },
}, shown[] = {
    { "switch",      G_STRUCT_OFFSET(HvrReplAdapter, switch_name) },
    { "test-switch", G_STRUCT_OFFSET(HvrReplAdapter, test_switch) },
    { "test-pool",   G_STRUCT_OFFSET(HvrReplAdapter, test_pool)   },
};
/* clang-format on */

static const char *
get_text(const HvrReplAdapter *adapter, goffset field)
{
    return G_STRUCT_MEMBER(char *, adapter, field);
}

static void
add_adapter(xmlNode *parent, const HvrReplAdapter *adapter)
{
    xmlNode *node = hvr_xml_add(parent, NULL, "adapter", NULL);

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *text = get_text(adapter, names[i].field);

        hvr_xml_set(node, names[i].name, text[0] != '\0' ? text : NULL);
    }
    for (guint i = 0; i < G_N_ELEMENTS(shown); i++) {
        const char *text = get_text(adapter, shown[i].field);

        if (text != NULL)
            hvr_xml_add(node, NULL, shown[i].name, text);
    }
    hvr_repl_settings_add_xml(adapter->settings, node, NULL);
}

char *
hvr_repl_document_format_network(GPtrArray *adapters)
{
    g_autoptr(xmlDoc) doc = hvr_repl_xml_new_document("failovernetwork");
    xmlNode *root = xmlDocGetRootElement(doc);

    for (guint i = 0; i < adapters->len; i++)
        add_adapter(root, adapters->pdata[i]);

    return hvr_xml_format(root);
}

/* A reader of <failovernetwork>, and what it has found so far. */
typedef struct {
    GPtrArray *present;
    GHashTable *seen;
    GPtrArray *adapters;
} Parser;

static const HvrReplAdapter *
find_adapter(Parser *parser, const xmlNode *node, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *text = hvr_xml_dup_attribute(node, NULL, names[i].name);
        g_autoptr(GError) failure = NULL;
        const HvrReplAdapter *adapter;

        if (text == NULL)
            continue;
        adapter = hvr_repl_network_find(parser->present, text, &failure);
        if (adapter == NULL)
            hvr_repl_xml_fail(node, error, "%s", failure->message);
        return adapter;
    }
    hvr_repl_xml_fail(node, error, _("it needs an attribute '%1$s', '%2$s' or '%3$s'"),
                      names[0].name, names[1].name, names[2].name);

    return NULL;
}

/* The other attributes must mean the same adapter: their own words may do so for several. */
static gboolean
check_names(const HvrReplAdapter *adapter, const xmlNode *node, GError **error)
{
    g_autoptr(GPtrArray) alone = g_ptr_array_new();

    g_ptr_array_add(alone, (gpointer)adapter);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *text = hvr_xml_dup_attribute(node, NULL, names[i].name);

        if (text != NULL && hvr_repl_network_find(alone, text, NULL) == NULL)
            return hvr_repl_xml_fail(node, error, _("its attribute '%1$s' is of another adapter"),
                                     names[i].name);
    }

    return TRUE;
}

static gboolean
check_shown(const HvrReplAdapter *adapter, const xmlNode *node, goffset field, GError **error)
{
    static const char *const none[] = { NULL };
    g_autofree char *text = NULL;

    if (!hvr_repl_xml_check(node, none, TRUE, error) || !hvr_repl_xml_check_once(node, error))
        return FALSE;
    text = hvr_xml_dup_text(node);

    return g_strcmp0(text, get_text(adapter, field)) == 0 ||
           hvr_repl_xml_fail(node, error, _("it is only shown here, never set"));
}

static gboolean
parse_part(HvrReplSettings *settings,
           const HvrReplAdapter *present,
           const xmlNode *node,
           GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS(shown); i++) {
        if (xmlStrEqual(node->name, BAD_CAST shown[i].name))
            return check_shown(present, node, shown[i].field, error);
    }

    return hvr_repl_xml_parse_setting(settings, node, present->settings, error);
}

static gboolean
take_adapter(Parser *parser,
             const HvrReplAdapter *present,
             HvrReplSettings *settings,
             const xmlNode *node,
             GError **error)
{
    g_autoptr(HvrReplAdapter) adapter = NULL;
    g_autoptr(GError) failure = NULL;

    if (hvr_repl_settings_equal(settings, present->settings))
        return TRUE;
    adapter = hvr_repl_adapter_copy(present);
    hvr_repl_settings_unref(adapter->settings);
    adapter->settings = hvr_repl_settings_ref(settings);
    if (!hvr_repl_network_check(adapter, &failure))
        return hvr_repl_xml_fail(node, error, "%s", failure->message);
    g_ptr_array_add(parser->adapters, g_steal_pointer(&adapter));

    return TRUE;
}

static gboolean
parse_adapter(Parser *parser, const xmlNode *node, GError **error)
{
    static const char *const attributes[] = { "id", "mac", "name", NULL };
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new(HVR_REPL_ADAPTER);
    const HvrReplAdapter *present;

    if (!hvr_repl_xml_check(node, attributes, FALSE, error))
        return FALSE;
    present = find_adapter(parser, node, error);
    if (present == NULL || !check_names(present, node, error))
        return FALSE;
    if (!g_hash_table_add(parser->seen, (gpointer)present))
        return hvr_repl_xml_fail(node, error, _("it stands there twice"));

    for (const xmlNode *part = hvr_xml_first_element(node); part != NULL;
         part = hvr_xml_next_element(part)) {
        if (!parse_part(settings, present, part, error))
            return FALSE;
    }

    return take_adapter(parser, present, settings, node, error);
}

GPtrArray *
hvr_repl_document_parse_network(const char *text, GPtrArray *present, GError **error)
{
    static const char *const none[] = { NULL };
    g_autoptr(xmlDoc) doc = hvr_repl_xml_parse_document(text, "failovernetwork", error);
    g_autoptr(GPtrArray)
        adapters = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_adapter_free);
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    Parser parser = { present, seen, adapters };
    xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;

    if (root == NULL || !hvr_repl_xml_check(root, none, FALSE, error))
        return NULL;
    for (const xmlNode *node = hvr_xml_first_element(root); node != NULL;
         node = hvr_xml_next_element(node)) {
        if (!xmlStrEqual(node->name, BAD_CAST "adapter")) {
            hvr_repl_xml_fail(node, error, _("it cannot stand inside 'failovernetwork'"));
            return NULL;
        }
        if (!parse_adapter(&parser, node, error))
            return NULL;
    }

    return g_steal_pointer(&adapters);
}
