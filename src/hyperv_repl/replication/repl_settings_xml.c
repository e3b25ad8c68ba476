/* repl_settings_xml.c: settings as elements
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_settings_xml.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "repl_setting.h"
#include "repl_settings_object.h"

/* What is shown for a value that nobody understands; it can only mean that it stays. */
#define UNKNOWN "unknown"

static void
add_list(const HvrReplSettings *settings, const HvrReplSetting *setting, xmlNode *parent, xmlNs *ns)
{
    const char *const *elements = hvr_repl_settings_get_list(settings, setting);

    for (; elements != NULL && *elements != NULL; elements++)
        hvr_xml_add(parent, ns, setting->name, *elements);
}

void
hvr_repl_settings_add_xml(const HvrReplSettings *settings, xmlNode *parent, xmlNs *ns)
{
    guint n_settings;
    const HvrReplSetting *table =
        hvr_repl_setting_list(hvr_repl_settings_get_subject(settings), &n_settings);

    for (guint i = 0; i < n_settings; i++) {
        g_autofree char *text = hvr_repl_settings_dup_text(settings, &table[i]);

        if (table[i].type == HVR_REPL_SETTING_LIST)
            add_list(settings, &table[i], parent, ns);
        else if (text != NULL)
            hvr_xml_set(hvr_xml_add(parent, ns, table[i].name, text), "unit", table[i].unit);
    }
}

gboolean
hvr_repl_xml_fail(const xmlNode *node, GError **error, const char *format, ...)
{
    g_autofree char *name = hvr_repl_setting_dup_shown((const char *)node->name);
    g_autofree char *reason = NULL;
    va_list args;

    va_start(args, format);
    reason = g_strdup_vprintf(format, args);
    va_end(args);

    return hvr_fail(error, HVR_ERROR_XML, _("element '%1$s', line %2$ld: %3$s"), name,
                    xmlGetLineNo(node), reason);
}

xmlDoc *
hvr_repl_xml_new_document(const char *name)
{
    xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST name, NULL);

    xmlSetNs(root, xmlNewNs(root, BAD_CAST HVR_REPL_NS, NULL));
    xmlDocSetRootElement(doc, root);

    return doc;
}

xmlDoc *
hvr_repl_xml_parse_document(const char *text, const char *name, GError **error)
{
    g_autoptr(xmlDoc) doc = hvr_xml_parse_text(text, error);
    xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;

    if (root == NULL)
        return NULL;
    if (!xmlStrEqual(root->name, BAD_CAST name)) {
        hvr_repl_xml_fail(root, error, _("the document should be a '%s'"), name);
        return NULL;
    }

    return g_steal_pointer(&doc);
}

static gboolean
check_attributes(const xmlNode *node, const char *const *attributes, GError **error)
{
    for (const xmlAttr *attribute = node->properties; attribute != NULL;
         attribute = attribute->next) {
        g_autofree char *name = NULL;

        if (attribute->ns == NULL && g_strv_contains(attributes, (const char *)attribute->name))
            continue;
        name = hvr_repl_setting_dup_shown((const char *)attribute->name);
        return hvr_repl_xml_fail(node, error, _("it cannot have an attribute '%s'"), name);
    }

    return TRUE;
}

static gboolean
check_content(const xmlNode *node, gboolean holds_text, GError **error)
{
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        gboolean is_text = child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE;

        if (child->type == XML_ELEMENT_NODE && holds_text)
            return hvr_repl_xml_fail(child, error, _("it cannot stand inside '%s'"), node->name);
        if (is_text && !holds_text && !xmlIsBlankNode(child))
            return hvr_repl_xml_fail(node, error, _("it cannot have text"));
    }

    return TRUE;
}

gboolean
hvr_repl_xml_check_ns(const xmlNode *node, GError **error)
{
    return (node->ns != NULL && xmlStrEqual(node->ns->href, BAD_CAST HVR_REPL_NS)) ||
           hvr_repl_xml_fail(node, error, _("it is not in the namespace '%s'"), HVR_REPL_NS);
}

gboolean
hvr_repl_xml_check(const xmlNode *node,
                   const char *const *attributes,
                   gboolean holds_text,
                   GError **error)
{
    return hvr_repl_xml_check_ns(node, error) && check_attributes(node, attributes, error) &&
           check_content(node, holds_text, error);
}

gboolean
hvr_repl_xml_check_once(const xmlNode *node, GError **error)
{
    for (const xmlNode *other = node->prev; other != NULL; other = other->prev) {
        if (other->type == XML_ELEMENT_NODE && xmlStrEqual(other->name, node->name))
            return hvr_repl_xml_fail(node, error, _("it stands there twice, first in line %ld"),
                                     xmlGetLineNo(other));
    }

    return TRUE;
}

static gboolean
check_unit(const xmlNode *node, const HvrReplSetting *setting, GError **error)
{
    g_autofree char *unit = hvr_xml_dup_attribute(node, NULL, "unit");

    return g_strcmp0(unit, setting->unit) == 0 ||
           hvr_repl_xml_fail(node, error, _("its attribute 'unit' must be '%s'"), setting->unit);
}

static gboolean
check_setting(const xmlNode *node, const HvrReplSetting *setting, GError **error)
{
    static const char *const none[] = { NULL };
    static const char *const unit[] = { "unit", NULL };

    if (!hvr_repl_xml_check(node, setting->unit != NULL ? unit : none, TRUE, error))
        return FALSE;
    if (setting->type != HVR_REPL_SETTING_LIST && !hvr_repl_xml_check_once(node, error))
        return FALSE;

    return check_unit(node, setting, error);
}

/* White space around a word or a number is nothing, as for RELAX NG; a text is kept as it is. */
static char *
dup_value(const xmlNode *node, const HvrReplSetting *setting)
{
    gboolean is_text = setting->type == HVR_REPL_SETTING_STRING ||
                       setting->type == HVR_REPL_SETTING_LIST;
    char *text = hvr_xml_dup_text(node);

    return is_text ? text : g_strstrip(text);
}

static gboolean
is_unknown(const HvrReplSetting *setting, const char *text)
{
    return (setting->type == HVR_REPL_SETTING_CHOICE || setting->type == HVR_REPL_SETTING_TIME) &&
           g_str_equal(text, UNKNOWN);
}

/* What the host has may stand there even where nobody could set it. */
static gboolean
keep(HvrReplSettings *settings,
     const HvrReplSetting *setting,
     const HvrReplSettings *present,
     const char *text,
     GError **error)
{
    if (setting->type == HVR_REPL_SETTING_LIST)
        return hvr_repl_settings_add_element(settings, setting, text, error);
    hvr_repl_settings_copy_value(settings, present, setting);

    return TRUE;
}

static gboolean
take_value(HvrReplSettings *settings,
           const xmlNode *node,
           const HvrReplSetting *setting,
           const HvrReplSettings *present,
           GError **error)
{
    g_autofree char *text = dup_value(node, setting);
    g_autoptr(GError) failure = NULL;
    gboolean ok;

    if (present != NULL && hvr_repl_settings_says(present, setting, text))
        ok = keep(settings, setting, present, text, &failure);
    else
        ok = is_unknown(setting, text) ||
             hvr_repl_settings_set(settings, setting->name, text, &failure);

    return ok || hvr_repl_xml_fail(node, error, "%s", failure->message);
}

gboolean
hvr_repl_xml_parse_setting(HvrReplSettings *settings,
                           const xmlNode *node,
                           const HvrReplSettings *present,
                           GError **error)
{
    const HvrReplSetting *setting =
        hvr_repl_setting_find(hvr_repl_settings_get_subject(settings), (const char *)node->name);

    if (setting == NULL)
        return hvr_repl_xml_fail(node, error, _("there is no such setting"));

    return check_setting(node, setting, error) &&
           take_value(settings, node, setting, present, error);
}

HvrReplSettings *
hvr_repl_settings_parse_xml(HvrReplSubject subject,
                            const xmlNode *parent,
                            const HvrReplSettings *present,
                            GError **error)
{
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new(subject);

    for (const xmlNode *node = hvr_xml_first_element(parent); node != NULL;
         node = hvr_xml_next_element(node)) {
        if (!hvr_repl_xml_parse_setting(settings, node, present, error))
            return NULL;
    }

    return g_steal_pointer(&settings);
}
