/* sysinfo_xml.c: a host's firmware as a document of libvirt
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sysinfo_xml.h"

#include "hvr_xml.h"

static void
add_entry(xmlNode *parent, const char *name, const char *value)
{
    if (value != NULL && value[0] != '\0')
        hvr_xml_set(hvr_xml_add(parent, NULL, "entry", value), "name", name);
}

char *
hvr_sysinfo_xml_format(const HvrSystem *system)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "sysinfo", NULL);
    xmlNode *node;

    xmlDocSetRootElement(doc, root);
    hvr_xml_set(root, "type", "smbios");
    node = hvr_xml_add(root, NULL, "bios", NULL);
    add_entry(node, "vendor", system->bios_vendor);
    add_entry(node, "version", system->bios_version);
    add_entry(node, "date", system->bios_date);
    node = hvr_xml_add(root, NULL, "system", NULL);
    add_entry(node, "manufacturer", system->manufacturer);
    add_entry(node, "product", system->product);
    add_entry(node, "version", system->version);
    add_entry(node, "serial", system->serial);
    add_entry(node, "uuid", system->uuid);
    add_entry(node, "sku", system->sku);

    return hvr_xml_format(root);
}
