/* domain_capabilities.c: what machines of a host can have, as a document of libvirt
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "domain_capabilities.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"

#define ARCH "x86_64"
#define TYPE "hyperv"

/* What each machine runs in. */
#define WORKER "C:\\Windows\\System32\\vmwp.exe"

static xmlNode *
add_supported(xmlNode *parent, const char *name, gboolean is_supported)
{
    xmlNode *node = hvr_xml_add(parent, NULL, name, NULL);

    hvr_xml_set(node, "supported", is_supported ? "yes" : "no");

    return node;
}

static void
add_values(xmlNode *parent, const char *name, const char *const *values)
{
    xmlNode *node = hvr_xml_add(parent, NULL, "enum", NULL);

    hvr_xml_set(node, "name", name);
    for (; *values != NULL; values++)
        hvr_xml_add(node, NULL, "value", *values);
}

/* Generation 1 has a BIOS, generation 2 UEFI. */
static void
add_os(xmlNode *root)
{
    static const char *const firmwares[] = { "bios", "efi", NULL };
    xmlNode *os = add_supported(root, "os", TRUE);

    add_values(os, "firmware", firmwares);
    add_supported(os, "loader", FALSE);
}

/* A machine sees the host's processor; there are no models to choose from. */
static void
add_cpu(xmlNode *root)
{
    static const char *const modes[] = { "host-passthrough", "maximum", "host-model", "custom" };
    xmlNode *cpu = hvr_xml_add(root, NULL, "cpu", NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(modes); i++)
        hvr_xml_set(add_supported(cpu, "mode", FALSE), "name", modes[i]);
}

static void
add_devices(xmlNode *root)
{
    static const char *const devices[] = { "disk", "cdrom", "floppy", NULL };
    static const char *const buses[] = { "fdc", "ide", "scsi", NULL };
    static const char *const none[] = { NULL };
    xmlNode *node = hvr_xml_add(root, NULL, "devices", NULL);
    xmlNode *disk = add_supported(node, "disk", TRUE);

    add_values(disk, "diskDevice", devices);
    add_values(disk, "bus", buses);
    add_values(disk, "model", none);
    add_supported(node, "hostdev", FALSE);
}

static gboolean
check(const char *what, const char *wanted, const char *have, GError **error)
{
    return wanted == NULL || strcmp(wanted, have) == 0 ||
           hvr_fail(error, HVR_ERROR_INVALID, _("%1$s '%2$s' is not served, only '%3$s'"), what,
                    wanted, have);
}

char *
hvr_domain_capabilities_format(HvrHost *host,
                               const char *emulator,
                               const char *arch,
                               const char *machine,
                               const char *type,
                               GError **error)
{
    guint n_cpus = hvr_host_get_facts(host)->n_cpus;
    g_autoptr(xmlDoc) doc = NULL;
    xmlNode *root;

    if (!check("emulator", emulator, WORKER, error) || !check("architecture", arch, ARCH, error) ||
        !check("virttype", type, TYPE, error))
        return NULL;
    if (machine != NULL)
        return hvr_fail_null(error, HVR_ERROR_INVALID,
                             _("there are no machine types, so no '%1$s'"), machine);

    doc = xmlNewDoc(BAD_CAST "1.0");
    root = xmlNewDocNode(doc, NULL, BAD_CAST "domainCapabilities", NULL);
    xmlDocSetRootElement(doc, root);
    hvr_xml_add(root, NULL, "path", WORKER);
    hvr_xml_add(root, NULL, "domain", TYPE);
    hvr_xml_add(root, NULL, "arch", ARCH);
    hvr_xml_set_format(hvr_xml_add(root, NULL, "vcpu", NULL), "max", "%u",
                       CLAMP(n_cpus, 1, HVR_MAX_VCPUS));
    add_supported(root, "iothreads", FALSE);
    add_os(root);
    add_cpu(root);
    add_devices(root);
    add_supported(hvr_xml_add(root, NULL, "features", NULL), "vmcoreinfo", FALSE);

    return hvr_xml_format(root);
}
