/* domain_xml.c: a domain as the document that libvirt clients read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "domain_xml.h"

#include <libvirt/libvirt.h>

#include "hvr_xml.h"
#include "machine_metadata.h"
#include "machine_xml.h"
#include "metadata.h"

static void
add_memory(xmlNode *domain, const char *name, guint64 kib)
{
    xmlNode *node = hvr_xml_add_format(domain, NULL, name, "%" G_GUINT64_FORMAT, kib);

    hvr_xml_set(node, "unit", "KiB");
}

static void
add_os(xmlNode *root, const HvrDomain *domain)
{
    xmlNode *os = hvr_xml_add(root, NULL, "os", NULL);
    xmlNode *type;

    /* Generation 2 machines have UEFI, generation 1 a BIOS. */
    if (domain->generation == 2)
        hvr_xml_set(os, "firmware", "efi");
    type = hvr_xml_add(os, NULL, "type", "hvm");
    hvr_xml_set(type, "arch", "x86_64");
}

static void
add_identity(xmlNode *root, const HvrDomain *domain, const HvrMachine *machine)
{
    xmlNode *metadata;
    g_autofree char *uuid = g_ascii_strdown(domain->guid, -1);

    hvr_xml_set(root, "type", "hyperv");
    hvr_xml_add(root, NULL, "name", domain->name);
    hvr_xml_add(root, NULL, "uuid", uuid);
    if (domain->description != NULL)
        hvr_xml_add(root, NULL, "description", domain->description);
    metadata = hvr_xml_add(root, NULL, "metadata", NULL);
    hvr_metadata_add(domain, metadata);
    if (machine != NULL)
        hvr_machine_metadata_add(machine, metadata);
}

static void
add_resources(xmlNode *root, const HvrDomain *domain)
{
    xmlNode *vcpu;
    xmlNode *features;
    xmlNode *clock;

    add_memory(root, "memory", domain->max_memory_kib);
    add_memory(root, "currentMemory", domain->memory_kib);
    vcpu = hvr_xml_add_format(root, NULL, "vcpu", "%u", domain->n_vcpus);
    hvr_xml_set(vcpu, "placement", "static");
    add_os(root, domain);
    features = hvr_xml_add(root, NULL, "features", NULL);
    hvr_xml_add(features, NULL, "acpi", NULL);
    /* Hyper-V keeps a guest's clock in local time. */
    clock = hvr_xml_add(root, NULL, "clock", NULL);
    hvr_xml_set(clock, "offset", "localtime");
    hvr_xml_add(root, NULL, "on_poweroff", "destroy");
    hvr_xml_add(root, NULL, "on_reboot", "restart");
    hvr_xml_add(root, NULL, "on_crash", "destroy");
}

char *
hvr_domain_xml_format(const HvrDomain *domain, const HvrMachine *machine, guint flags)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "domain", NULL);

    xmlDocSetRootElement(doc, root);
    add_identity(root, domain, machine);
    if (hvr_domain_is_active(domain) && (flags & VIR_DOMAIN_XML_INACTIVE) == 0)
        hvr_xml_set_format(root, "id", "%d", domain->id);
    if (machine != NULL) {
        hvr_machine_xml_add(root, machine);
        hvr_machine_xml_add_devices(root, machine);
    } else {
        add_resources(root, domain);
    }

    return hvr_xml_format(root);
}
