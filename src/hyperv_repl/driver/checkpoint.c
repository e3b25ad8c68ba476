/* checkpoint.c: the snapshot that a client asks for, as its document says
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "checkpoint.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"

/* msvm-virtualsystemsettingdata.md, ElementName. */
#define MAX_NAME 100

void
hvr_checkpoint_free(HvrCheckpoint *checkpoint)
{
    g_free(checkpoint->name);
    g_free(checkpoint->description);
    g_free(checkpoint);
}

/* Returns: (transfer full) (nullable): the text of an element that may be missing. */
static char *
dup_child(const xmlNode *root, const char *name)
{
    const xmlNode *node = hvr_xml_find(root, NULL, name);
    g_autofree char *text = node != NULL ? hvr_xml_dup_text(node) : NULL;

    return text != NULL && text[0] != '\0' ? g_steal_pointer(&text) : NULL;
}

/* What cannot be in a name that clients see would be shown as another one. */
static gboolean
check_name(const HvrDomain *domain, const char *name, GError **error)
{
    if (strpbrk(name, "/\\\n") != NULL)
        return hvr_fail(error, HVR_ERROR_XML,
                        _("invalid snapshot name '%s': name can't contain '/', '\\' or line ends"),
                        name);
    if (name[0] == '.')
        return hvr_fail(error, HVR_ERROR_XML,
                        _("invalid snapshot name '%s': name can't start with '.'"), name);
    if (g_utf8_strlen(name, -1) > MAX_NAME)
        return hvr_fail(error, HVR_ERROR_XML,
                        _("invalid snapshot name '%1$s': Hyper-V takes at most %2$d characters"),
                        name, MAX_NAME);
    if (hvr_domain_find_snapshot(domain, name) != NULL)
        return hvr_fail(error, HVR_ERROR_STATE, _("snapshot '%1$s' of '%2$s' already exists"), name,
                        domain->name);

    return TRUE;
}

static gboolean
parse_memory(const xmlNode *root, HvrCheckpoint *checkpoint, GError **error)
{
    const xmlNode *node = hvr_xml_find(root, NULL, "memory");
    g_autofree char *how = node != NULL ? hvr_xml_dup_attribute(node, NULL, "snapshot") : NULL;

    if (how == NULL || strcmp(how, "internal") == 0)
        return TRUE;
    if (strcmp(how, "no") != 0)
        return hvr_fail(error, HVR_ERROR_UNSUPPORTED,
                        _("Hyper-V keeps the memory of a checkpoint itself, so <memory "
                          "snapshot='%s'/> cannot be had"),
                        how);

    checkpoint->has_memory = FALSE;

    return TRUE;
}

/* A checkpoint has all disks of a machine, in files that the host names. */
static gboolean
check_disk(const xmlNode *node, GError **error)
{
    g_autofree char *name = hvr_xml_dup_attribute(node, NULL, "name");
    g_autofree char *how = hvr_xml_dup_attribute(node, NULL, "snapshot");
    const xmlNode *source = hvr_xml_find(node, NULL, "source");

    if (g_strcmp0(how, "no") == 0 || g_strcmp0(how, "manual") == 0)
        return hvr_fail(error, HVR_ERROR_UNSUPPORTED,
                        _("a Hyper-V checkpoint has all disks, so '%s' cannot be left out"),
                        name != NULL ? name : "");
    if (source != NULL)
        return hvr_fail(error, HVR_ERROR_UNSUPPORTED,
                        _("Hyper-V names the files of a checkpoint itself, so that of disk '%s' "
                          "cannot be chosen"),
                        name != NULL ? name : "");

    return TRUE;
}

static gboolean
check_disks(const xmlNode *root, GError **error)
{
    const xmlNode *disks = hvr_xml_find(root, NULL, "disks");
    const xmlNode *node = hvr_xml_find(disks, NULL, "disk");

    for (; node != NULL; node = hvr_xml_next(node, NULL, "disk")) {
        if (!check_disk(node, error))
            return FALSE;
    }

    return TRUE;
}

HvrCheckpoint *
hvr_checkpoint_parse(const HvrDomain *domain, const char *text, guint flags, GError **error)
{
    g_autoptr(xmlDoc) doc = hvr_xml_parse_text(text, error);
    const xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    g_autoptr(HvrCheckpoint) checkpoint = g_new0(HvrCheckpoint, 1);

    if (root == NULL)
        return NULL;
    if (!hvr_xml_is(root, NULL, "domainsnapshot"))
        return hvr_fail_null(error, HVR_ERROR_XML,
                             _("unexpected root element <%s>, expecting <domainsnapshot>"),
                             (const char *)root->name);

    checkpoint->name = dup_child(root, "name");
    checkpoint->description = dup_child(root, "description");
    checkpoint->has_memory = (flags & VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY) == 0;
    checkpoint->is_quiesced = (flags & VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE) != 0;
    if (checkpoint->is_quiesced && checkpoint->has_memory)
        return hvr_fail_null(error, HVR_ERROR_INVALID,
                             _("a snapshot is quiesced only with the flag for disks alone"));
    if ((checkpoint->name != NULL && !check_name(domain, checkpoint->name, error)) ||
        !parse_memory(root, checkpoint, error) || !check_disks(root, error))
        return NULL;

    return g_steal_pointer(&checkpoint);
}
