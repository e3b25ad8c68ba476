/* network_xml.c: virtual switches and network ports as documents of libvirt
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "network_xml.h"

#include "domain.h"
#include "hvr_xml.h"

#define BITS_PER_MBIT 1000000

static xmlNode *
new_root(xmlDoc *doc, const char *name)
{
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST name, NULL);

    xmlDocSetRootElement(doc, root);

    return root;
}

/* A network without <forward> is what libvirt calls isolated. */
char *
hvr_network_xml_format(const HvrNetwork *network)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = new_root(doc, "network");
    g_autofree char *guid = hvr_domain_format_guid(network->uuid);
    g_autofree char *uuid = g_ascii_strdown(guid, -1);

    hvr_xml_add(root, NULL, "name", network->name);
    hvr_xml_add(root, NULL, "uuid", uuid);
    if (network->port != NULL)
        hvr_xml_set(hvr_xml_add(root, NULL, "forward", NULL), "mode", "bridge");
    hvr_xml_set(hvr_xml_add(root, NULL, "bridge", NULL), "name", network->name);

    return hvr_xml_format(root);
}

char *
hvr_interface_xml_format(const HvrInterface *interface)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = new_root(doc, "interface");
    xmlNode *link;

    hvr_xml_set(root, "type", "ethernet");
    hvr_xml_set(root, "name", interface->name);
    hvr_xml_set(hvr_xml_add(root, NULL, "start", NULL), "mode", "onboot");
    if (interface->mac[0] != '\0')
        hvr_xml_set(hvr_xml_add(root, NULL, "mac", NULL), "address", interface->mac);
    if (interface->mtu != 0)
        hvr_xml_set_format(hvr_xml_add(root, NULL, "mtu", NULL), "size", "%u", interface->mtu);
    link = hvr_xml_add(root, NULL, "link", NULL);
    if (interface->speed != 0)
        hvr_xml_set_format(link, "speed", "%" G_GUINT64_FORMAT, interface->speed / BITS_PER_MBIT);
    hvr_xml_set(link, "state", interface->is_active && interface->speed != 0 ? "up" : "down");

    return hvr_xml_format(root);
}
