/* sim_version.c: which Windows Server a simulated host is
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_version.h"

#include <string.h>

#include "hvr_xml.h"
#include "wsman_names.h"

/* Configuration versions by Microsoft's table of supported ones, which begins
 * with 2012 R2; that 2012 has 4.0 and 2012 R2 takes it is inferred.  The longest
 * history of 2012 by its MOF, "0 to 16".  AutoResynchronizeEnabled is FALSE on
 * its page and TRUE in the MOF; which release changed it is inferred. */
/* clang-format off */
static const HvsVersion versions[] = {
    { "2012",    "6.2.9200",   "9200",  "Microsoft Windows Server 2012 Datacenter",     40,  40, 16, FALSE, 1 },
    { "2012 R2", "6.3.9600",   "9600",  "Microsoft Windows Server 2012 R2 Datacenter",  40,  50, 24, FALSE, 2 },
    { "2016",    "10.0.14393", "14393", "Microsoft Windows Server 2016 Datacenter",     50,  80, 24, TRUE,  2 },
    { "2019",    "10.0.17763", "17763", "Microsoft Windows Server 2019 Datacenter",     50,  90, 24, TRUE,  2 },
    { "2022",    "10.0.20348", "20348", "Microsoft Windows Server 2022 Datacenter",     80, 100, 24, TRUE,  2 },
    { "2025",    "10.0.26100", "26100", "Microsoft Windows Server 2025 Datacenter",     80, 120, 24, TRUE,  2 },
};
/* clang-format on */

const HvsVersion *
hvs_version_list(guint *out_n_versions)
{
    *out_n_versions = G_N_ELEMENTS(versions);

    return versions;
}

const HvsVersion *
hvs_version_find(const char *text)
{
    for (gsize i = 0; i < G_N_ELEMENTS(versions); i++) {
        if (strcmp(versions[i].name, text) == 0 || strcmp(versions[i].os_version, text) == 0)
            return &versions[i];
    }

    return NULL;
}

gboolean
hvs_version_has(const HvsVersion *version, const char *since)
{
    return since == NULL || version >= hvs_version_find(since);
}

const HvrWmiField *
hvs_version_find_field(const HvsVersion *version, const HvrWmiClass *type, const char *name)
{
    const HvrWmiField *field = hvr_wmi_class_find_field(type, name);

    return field != NULL && hvs_version_has(version, field->since) ? field : NULL;
}

const HvrWmiMethod *
hvs_version_find_method(const HvsVersion *version, const HvrWmiClass *type, const char *name)
{
    const HvrWmiMethod *method = hvr_wmi_class_find_method(type, name);

    return method != NULL && hvs_version_has(version, method->since) ? method : NULL;
}

gboolean
hvs_version_takes_vm(const HvsVersion *version, guint config_version)
{
    return config_version >= version->oldest_vm && config_version <= version->newest_vm;
}

/* "Upgraded by hand since 2016" (Upgrade virtual machine version in Hyper-V). */
guint
hvs_version_convert_vm(const HvsVersion *version, guint config_version)
{
    return hvs_version_has(version, "2016") ? config_version : version->newest_vm;
}

void
hvs_version_forget(const HvsVersion *version, gpointer object)
{
    const HvrWmiClass *type = ((const HvrWmiObject *)object)->type;

    for (guint i = 0; i < type->n_fields; i++) {
        if (!hvs_version_has(version, type->fields[i].since))
            hvr_wmi_object_clear(object, type->fields[i].name);
    }
}

/* An object inside says what it is: xsi:type is "p1:CLASS_Type". */
static const HvrWmiClass *
find_type(const xmlNode *node)
{
    g_autofree char *text = hvr_xml_dup_attribute(node, HVR_NS_XSI, "type");
    const char *colon = text != NULL ? strchr(text, ':') : NULL;
    g_autofree char *name = colon != NULL ? g_strdup(colon + 1) : NULL;

    if (name == NULL || !g_str_has_suffix(name, "_Type"))
        return NULL;
    name[strlen(name) - strlen("_Type")] = '\0';

    return hvr_wmi_schema_find(name);
}

void
hvs_version_prune(const HvsVersion *version, const HvrWmiClass *type, xmlNode *element)
{
    xmlNode *next = NULL;

    for (xmlNode *node = hvr_xml_first_element(element); node != NULL; node = next) {
        const char *name = (const char *)node->name;
        const HvrWmiField *field = hvs_version_find_field(version, type, name);
        const HvrWmiClass *inner = find_type(node);

        next = hvr_xml_next_element(node);
        if (field == NULL) {
            xmlUnlinkNode(node);
            xmlFreeNode(node);
        } else if (field->type == HVR_CIM_OBJECT && inner != NULL) {
            hvs_version_prune(version, inner, node);
        }
    }
}
