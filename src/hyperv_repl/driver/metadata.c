/* metadata.c: the replication element in a domain's metadata
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "metadata.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>
#include <string.h>

#include "command_value.h"
#include "hvr_error.h"
#include "hvr_xml.h"
#include "repl_document.h"
#include "repl_point.h"
#include "repl_relationship.h"

static void
add_time(xmlNode *parent, xmlNs *ns, const char *name, gint64 usec, const char *kind)
{
    g_autofree char *text = hvr_command_value_time(usec);
    xmlNode *node;

    if (text == NULL)
        return;

    node = hvr_xml_add(parent, ns, name, text);
    hvr_xml_set(node, "kind", kind);
}

/* Numbers stand beside names, so that a state nobody has heard of is not lost. */
static void
add_named(xmlNode *parent, xmlNs *ns, const char *element, const char *name, guint number)
{
    xmlNode *node = hvr_xml_add(parent, ns, element, name);

    hvr_xml_set_format(node, "number", "%u", number);
}

static void
add_leg(xmlNode *parent, xmlNs *ns, const HvrReplRelationship *leg)
{
    xmlNode *node = hvr_xml_add(parent, ns, "relationship", NULL);

    hvr_xml_set(node, "kind", leg->index == 0 ? "primary" : "extended");
    add_named(node, ns, "state", hvr_repl_state_get_name(leg->state), leg->state);
    add_named(node, ns, "health", hvr_repl_health_get_name(leg->health), leg->health);
    if (leg->failed_over_kind != 0)
        hvr_xml_add(node, ns, "failed-over", hvr_repl_kind_get_name(leg->failed_over_kind));
    add_time(node, ns, "last-replication", leg->last_replication,
             hvr_repl_kind_get_name(leg->last_kind));
    add_time(node, ns, "last-apply", leg->last_apply, NULL);
    add_time(node, ns, "last-consistent", leg->last_consistent, NULL);
    hvr_repl_settings_add_xml(leg->settings, hvr_xml_add(node, ns, "settings", NULL), ns);
}

static void
add_point(xmlNode *parent, xmlNs *ns, const HvrSnapshot *snapshot)
{
    xmlNode *node = hvr_xml_add(parent, ns, "recoverypoint", NULL);

    hvr_xml_set(node, "name", snapshot->name);
    hvr_xml_set(node, "kind", hvr_repl_point_kind_get_name(snapshot->kind));
    add_time(node, ns, "created", snapshot->created * G_USEC_PER_SEC, NULL);
    hvr_xml_add(node, ns, "title", snapshot->title);
}

static void
fill(const HvrDomain *domain, xmlNode *root, xmlNs *ns)
{
    add_named(root, ns, "role", hvr_repl_mode_get_name(domain->mode), domain->mode);
    if (domain->forced != NULL)
        hvr_xml_add(root, ns, "forced", domain->forced);
    for (guint i = 0; i < G_N_ELEMENTS(domain->legs); i++) {
        if (domain->legs[i] != NULL)
            add_leg(root, ns, domain->legs[i]);
    }
    for (guint i = 0; i < domain->snapshots->len; i++) {
        const HvrSnapshot *snapshot = domain->snapshots->pdata[i];

        if (snapshot->kind != HVR_POINT_CHECKPOINT)
            add_point(root, ns, snapshot);
    }
}

void
hvr_metadata_add(const HvrDomain *domain, xmlNode *metadata)
{
    xmlNode *root = xmlNewChild(metadata, NULL, BAD_CAST "replication", NULL);
    xmlNs *ns = xmlNewNs(root, BAD_CAST HVR_REPL_NS, BAD_CAST "replication");

    xmlSetNs(root, ns);
    fill(domain, root, ns);
}

static char *
format_element(const HvrDomain *domain)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "replication", NULL);
    xmlNs *ns = xmlNewNs(root, BAD_CAST HVR_REPL_NS, BAD_CAST "replication");

    xmlSetNs(root, ns);
    xmlDocSetRootElement(doc, root);
    fill(domain, root, ns);

    return hvr_xml_format(root);
}

char *
hvr_metadata_format(const HvrDomain *domain, int type, const char *uri, GError **error)
{
    if (type == VIR_DOMAIN_METADATA_ELEMENT && g_strcmp0(uri, HVR_REPL_NS) == 0)
        return format_element(domain);
    if (type == VIR_DOMAIN_METADATA_DESCRIPTION && domain->description != NULL)
        return g_strdup(domain->description);

    return hvr_fail_null(error, HVR_ERROR_NO_METADATA,
                         _("Requested metadata element is not present"));
}
