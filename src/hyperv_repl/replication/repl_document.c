/* repl_document.c: the documents that users edit
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_document.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "repl_settings_object.h"
#include "repl_settings_xml.h"

static const char *const no_attributes[] = { NULL };

/* clang-format off */
static const char *const legs[] = { "primary", "extended" };

/* What a <replication> document shows besides settings; it is not read. */
static const char *const shown_of_leg[] = {
    "health", "failed-over", "last-replication", "last-apply", "last-consistent", NULL
};
/* clang-format on */

/* Whoever writes another role or state expects that something happens. */
static gboolean
check_shown(const xmlNode *node, const char *present, GError **error)
{
    g_autofree char *text = g_strstrip(hvr_xml_dup_text(node));

    return g_str_equal(text, present) ||
           hvr_repl_xml_fail(node, error, _("it is only shown, never set, and is '%s' now"),
                             present);
}

static gboolean
parse_leg_parts(const xmlNode *relationship,
                const HvrReplRelationship *present,
                HvrReplSettings **out_settings,
                GError **error)
{
    for (const xmlNode *node = hvr_xml_first_element(relationship); node != NULL;
         node = hvr_xml_next_element(node)) {
        g_autoptr(HvrReplSettings) wanted = NULL;

        if (!hvr_repl_xml_check_ns(node, error))
            return FALSE;
        if (g_strv_contains(shown_of_leg, (const char *)node->name))
            continue;
        if (xmlStrEqual(node->name, BAD_CAST "state")) {
            if (!check_shown(node, hvr_repl_state_get_name(present->state), error))
                return FALSE;
            continue;
        }
        if (!xmlStrEqual(node->name, BAD_CAST "settings"))
            return hvr_repl_xml_fail(node, error, _("it cannot stand inside 'relationship'"));
        if (!hvr_repl_xml_check(node, no_attributes, FALSE, error) ||
            !hvr_repl_xml_check_once(node, error))
            return FALSE;
        wanted = hvr_repl_settings_parse_xml(HVR_REPL_RELATIONSHIP, node, present->settings, error);
        if (wanted == NULL)
            return FALSE;
        *out_settings = hvr_repl_settings_dup_difference(wanted, present->settings);
    }

    return TRUE;
}

static gboolean
parse_leg(const xmlNode *node,
          gboolean *seen,
          HvrReplRelationship *const present[2],
          HvrReplSettings **settings,
          GError **error)
{
    static const char *const kind_attribute[] = { "kind", NULL };
    g_autofree char *kind = hvr_xml_dup_attribute(node, NULL, "kind");

    if (!hvr_repl_xml_check(node, kind_attribute, FALSE, error))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(legs); i++) {
        if (g_strcmp0(kind, legs[i]) != 0)
            continue;
        if (seen[i])
            return hvr_repl_xml_fail(node, error, _("it is the second of kind '%s'"), kind);
        if (present[i] == NULL)
            return hvr_repl_xml_fail(node, error, _("the machine has none of kind '%s'"), kind);
        seen[i] = TRUE;
        return parse_leg_parts(node, present[i], &settings[i], error);
    }

    return hvr_repl_xml_fail(node, error, _("its attribute 'kind' must be '%1$s' or '%2$s'"),
                             legs[0], legs[1]);
}

static gboolean
parse_legs(const xmlNode *root,
           guint mode,
           HvrReplRelationship *const present[2],
           HvrReplSettings **settings,
           GError **error)
{
    gboolean seen[G_N_ELEMENTS(legs)] = { FALSE };

    if (!hvr_repl_xml_check(root, no_attributes, FALSE, error))
        return FALSE;
    for (const xmlNode *node = hvr_xml_first_element(root); node != NULL;
         node = hvr_xml_next_element(node)) {
        if (!hvr_repl_xml_check_ns(node, error))
            return FALSE;
        if (xmlStrEqual(node->name, BAD_CAST "recoverypoint") ||
            xmlStrEqual(node->name, BAD_CAST "forced"))
            continue;
        if (xmlStrEqual(node->name, BAD_CAST "role")) {
            if (!check_shown(node, hvr_repl_mode_get_name(mode), error))
                return FALSE;
            continue;
        }
        if (!xmlStrEqual(node->name, BAD_CAST "relationship"))
            return hvr_repl_xml_fail(node, error, _("it cannot stand inside 'replication'"));
        if (!parse_leg(node, seen, present, settings, error))
            return FALSE;
    }

    return TRUE;
}

/* virDomainSetMetadata() is given the namespace beside the element, which then
 * need not declare it. */
static void
adopt(xmlNode *node, xmlNs *ns)
{
    if (node->ns == NULL)
        xmlSetNs(node, ns);
    for (xmlNode *child = hvr_xml_first_element(node); child != NULL;
         child = hvr_xml_next_element(child))
        adopt(child, ns);
}

gboolean
hvr_repl_document_parse_replication(const char *text,
                                    guint mode,
                                    HvrReplRelationship *const present[2],
                                    HvrReplSettings *out_settings[2],
                                    GError **error)
{
    g_autoptr(xmlDoc) doc = hvr_repl_xml_parse_document(text, "replication", error);
    HvrReplSettings *settings[G_N_ELEMENTS(legs)] = { NULL };
    xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    gboolean ok;

    if (root == NULL)
        return FALSE;
    if (root->ns == NULL)
        adopt(root, xmlNewNs(root, BAD_CAST HVR_REPL_NS, NULL));

    ok = parse_legs(root, mode, present, settings, error);
    for (guint i = 0; i < G_N_ELEMENTS(legs); i++) {
        if (ok)
            out_settings[i] = g_steal_pointer(&settings[i]);
        g_clear_pointer(&settings[i], hvr_repl_settings_unref);
    }

    return ok;
}

char *
hvr_repl_document_format_service(const HvrReplService *service)
{
    g_autoptr(xmlDoc) doc = hvr_repl_xml_new_document("replicationservice");
    xmlNode *root = xmlDocGetRootElement(doc);

    hvr_xml_add(root, NULL, "listening", service->listening ? "yes" : "no");
    hvr_repl_settings_add_xml(service->settings, hvr_xml_add(root, NULL, "settings", NULL), NULL);
    for (guint i = 0; i < service->entries->len; i++)
        hvr_repl_settings_add_xml(service->entries->pdata[i],
                                  hvr_xml_add(root, NULL, "authorization", NULL), NULL);

    return hvr_xml_format(root);
}

/* A reader of <replicationservice>, and what it has found so far. */
typedef struct {
    HvrReplService *service;
    GHashTable *primaries; /* case-folded */
} ServiceParser;

static gboolean
parse_listening(ServiceParser *parser, const xmlNode *node, GError **error)
{
    g_autofree char *text = NULL;

    if (!hvr_repl_xml_check(node, no_attributes, TRUE, error) ||
        !hvr_repl_xml_check_once(node, error))
        return FALSE;
    text = g_strstrip(hvr_xml_dup_text(node));
    parser->service->listening = g_str_equal(text, "yes");

    return parser->service->listening || g_str_equal(text, "no") ||
           hvr_repl_xml_fail(node, error, _("it must be 'yes' or 'no'"));
}

static gboolean
parse_service_settings(ServiceParser *parser, const xmlNode *node, GError **error)
{
    if (!hvr_repl_xml_check(node, no_attributes, FALSE, error) ||
        !hvr_repl_xml_check_once(node, error))
        return FALSE;
    hvr_repl_settings_unref(parser->service->settings);
    parser->service->settings = hvr_repl_settings_parse_xml(HVR_REPL_SERVICE, node, NULL, error);

    return parser->service->settings != NULL;
}

/* An entry is known by its server's name, so it has one, and no other has the same. */
static gboolean
parse_authorization(ServiceParser *parser, const xmlNode *node, GError **error)
{
    g_autoptr(HvrReplSettings) entry = NULL;
    g_autofree char *primary = NULL;

    if (!hvr_repl_xml_check(node, no_attributes, FALSE, error))
        return FALSE;
    entry = hvr_repl_settings_parse_xml(HVR_REPL_AUTHORIZATION, node, NULL, error);
    if (entry == NULL)
        return FALSE;
    primary = hvr_repl_settings_dup_text(
        entry, hvr_repl_setting_find(HVR_REPL_AUTHORIZATION, "allowed-primary"));
    if (primary == NULL)
        return hvr_repl_xml_fail(node, error, _("it lacks an 'allowed-primary'"));
    if (!g_hash_table_add(parser->primaries, g_utf8_casefold(primary, -1)))
        return hvr_repl_xml_fail(node, error, _("there is one for '%s' already"), primary);
    g_ptr_array_add(parser->service->entries, g_steal_pointer(&entry));

    return TRUE;
}

/* clang-format off */
static const struct {
    const char *name;
    gboolean (*parse)(ServiceParser *parser, const xmlNode *node, GError **error);
} service_parts[] = {
    { "listening",     parse_listening        },
    { "settings",      parse_service_settings },
    { "authorization", parse_authorization    },
};
/* clang-format on */

static gboolean
parse_service_part(ServiceParser *parser, const xmlNode *node, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS(service_parts); i++) {
        if (xmlStrEqual(node->name, BAD_CAST service_parts[i].name))
            return service_parts[i].parse(parser, node, error);
    }

    return hvr_repl_xml_fail(node, error, _("it cannot stand inside 'replicationservice'"));
}

HvrReplService *
hvr_repl_document_parse_service(const char *text, GError **error)
{
    g_autoptr(xmlDoc) doc = hvr_repl_xml_parse_document(text, "replicationservice", error);
    g_autoptr(GHashTable) primaries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(HvrReplService) service = g_new0(HvrReplService, 1);
    ServiceParser parser = { service, primaries };
    xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;

    service->settings = hvr_repl_settings_new(HVR_REPL_SERVICE);
    service->entries = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_settings_unref);
    if (root == NULL || !hvr_repl_xml_check(root, no_attributes, FALSE, error))
        return NULL;
    for (const xmlNode *node = hvr_xml_first_element(root); node != NULL;
         node = hvr_xml_next_element(node)) {
        if (!parse_service_part(&parser, node, error))
            return NULL;
    }

    return g_steal_pointer(&service);
}
