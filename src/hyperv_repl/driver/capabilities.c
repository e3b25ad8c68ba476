/* capabilities.c: what a Hyper-V host can do, as the document that libvirt clients read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "capabilities.h"

#include "hvr_xml.h"

static void
add_cpu(xmlNode *parent, const HvrHostFacts *facts)
{
    xmlNode *cpu = hvr_xml_add(parent, NULL, "cpu", NULL);
    xmlNode *topology;

    hvr_xml_add(cpu, NULL, "arch", "x86_64");
    hvr_xml_add(cpu, NULL, "model", facts->cpu_model);
    topology = hvr_xml_add(cpu, NULL, "topology", NULL);
    hvr_xml_set_format(topology, "sockets", "%u", facts->n_sockets);
    hvr_xml_set(topology, "dies", "1");
    hvr_xml_set_format(topology, "cores", "%u", facts->n_cores);
    hvr_xml_set_format(topology, "threads", "%u", facts->n_threads);
}

/* One cell, as much as anybody tells. */
static void
add_topology(xmlNode *parent, const HvrHostFacts *facts)
{
    xmlNode *cells = hvr_xml_add(hvr_xml_add(parent, NULL, "topology", NULL), NULL, "cells", NULL);
    xmlNode *cell = hvr_xml_add(cells, NULL, "cell", NULL);
    xmlNode *memory;

    hvr_xml_set(cells, "num", "1");
    hvr_xml_set(cell, "id", "0");
    memory =
        hvr_xml_add_format(cell, NULL, "memory", "%" G_GUINT64_FORMAT, MAX(facts->memory_kib, 1));
    hvr_xml_set(memory, "unit", "KiB");
}

static void
add_guest(xmlNode *root)
{
    xmlNode *guest = hvr_xml_add(root, NULL, "guest", NULL);
    xmlNode *arch;
    xmlNode *domain;

    hvr_xml_add(guest, NULL, "os_type", "hvm");
    arch = hvr_xml_add(guest, NULL, "arch", NULL);
    hvr_xml_set(arch, "name", "x86_64");
    hvr_xml_add(arch, NULL, "wordsize", "64");
    domain = hvr_xml_add(arch, NULL, "domain", NULL);
    hvr_xml_set(domain, "type", "hyperv");
}

char *
hvr_capabilities_format(HvrHost *host)
{
    const HvrHostFacts *facts = hvr_host_get_facts(host);
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "capabilities", NULL);
    g_autofree char *guid = hvr_domain_format_guid(facts->uuid);
    g_autofree char *uuid = g_ascii_strdown(guid, -1);
    xmlNode *node;

    xmlDocSetRootElement(doc, root);
    node = hvr_xml_add(root, NULL, "host", NULL);
    hvr_xml_add(node, NULL, "uuid", uuid);
    add_cpu(node, facts);
    add_topology(node, facts);
    add_guest(root);

    return hvr_xml_format(root);
}
