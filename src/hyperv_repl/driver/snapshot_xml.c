/* snapshot_xml.c: a recovery point or checkpoint as the document that libvirt clients read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "snapshot_xml.h"

#include <glib/gi18n-lib.h>

#include "hvr_xml.h"
#include "repl_point.h"

static const char *const descriptions[] = {
    [HVR_POINT_CHECKPOINT] = N_("Hyper-V checkpoint"),
    [HVR_POINT_STANDARD] = N_("Hyper-V Replica recovery point, crash-consistent"),
    [HVR_POINT_APPLICATION] = N_("Hyper-V Replica recovery point, application-consistent"),
    [HVR_POINT_PLANNED] = N_("Hyper-V Replica recovery point of a planned failover"),
};

/* A checkpoint begins with the machine's own notes (inferred), so only others are
 * about itself. */
static gboolean
has_own_notes(const HvrDomain *domain, const HvrSnapshot *snapshot)
{
    return snapshot->kind == HVR_POINT_CHECKPOINT && snapshot->notes != NULL &&
           g_strcmp0(snapshot->notes, domain->description) != 0;
}

static void
add_description(xmlNode *root, const HvrDomain *domain, const HvrSnapshot *snapshot)
{
    if (has_own_notes(domain, snapshot)) {
        hvr_xml_add(root, NULL, "description", snapshot->notes);
        return;
    }

    hvr_xml_add_format(root, NULL, "description", "%s: %s",
                       g_dgettext(GETTEXT_PACKAGE, descriptions[snapshot->kind]), snapshot->title);
}

char *
hvr_snapshot_xml_format(const HvrDomain *domain, const HvrSnapshot *snapshot)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "domainsnapshot", NULL);
    g_autofree char *uuid = g_ascii_strdown(domain->guid, -1);
    xmlNode *memory;
    xmlNode *owner;

    xmlDocSetRootElement(doc, root);
    hvr_xml_add(root, NULL, "name", snapshot->name);
    add_description(root, domain, snapshot);
    hvr_xml_add(root, NULL, "state", snapshot->has_memory ? "running" : "shutoff");
    hvr_xml_add_format(root, NULL, "creationTime", "%" G_GINT64_FORMAT, snapshot->created);
    if (snapshot->parent != NULL) {
        xmlNode *parent = hvr_xml_add(root, NULL, "parent", NULL);

        hvr_xml_add(parent, NULL, "name", snapshot->parent);
    }
    memory = hvr_xml_add(root, NULL, "memory", NULL);
    hvr_xml_set(memory, "snapshot", snapshot->has_memory ? "internal" : "no");
    owner = hvr_xml_add(root, NULL, "domain", NULL);
    hvr_xml_add(owner, NULL, "uuid", uuid);

    return hvr_xml_format(root);
}
