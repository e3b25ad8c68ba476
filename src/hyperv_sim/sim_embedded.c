/* sim_embedded.c: embedded instances that methods are given
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_embedded.h"

#include "hvr_error.h"
#include "hvr_xml.h"
#include "sim_vm_method.h"
#include "wmi_embedded.h"

/* PROPERTY, PROPERTY.ARRAY and PROPERTY.REFERENCE anywhere below. */
static gboolean
has_unknown_property(const HvsVersion *version, const xmlNode *element, const HvrWmiClass *type)
{
    for (xmlNode *child = hvr_xml_first_element(element); child != NULL;
         child = hvr_xml_next_element(child)) {
        g_autofree char *name = hvr_xml_dup_attribute(child, NULL, "NAME");

        if (!g_str_has_prefix((const char *)child->name, "PROPERTY")) {
            if (has_unknown_property(version, child, type))
                return TRUE;
        } else if (name == NULL || hvs_version_find_field(version, type, name) == NULL) {
            return TRUE;
        }
    }

    return FALSE;
}

/* Whether Hyper-V refuses or ignores these is not documented: a switch. */
static gboolean
is_refused(const HvsHost *host, const HvrWmiObject *object, const char *text)
{
    g_autoptr(xmlDoc) document = NULL;

    if (!host->world->switches.unknown_property_refused)
        return FALSE;

    document = hvr_xml_parse(text, strlen(text), NULL);

    return document == NULL ||
           has_unknown_property(host->version, xmlDocGetRootElement(document), object->type);
}

guint32
hvs_embedded_parse(const HvsHost *host,
                   const HvrWmiClass *type,
                   const char *text,
                   gpointer *out_object)
{
    g_autoptr(HvrWmiObject) object = NULL;
    g_autoptr(GError) error = NULL;

    if (text == NULL)
        return HVS_RESULT_INVALID_PARAMETER;

    object = hvr_wmi_embedded_parse(type, text, &error);
    if (object == NULL)
        return hvr_error_is_code(error, HVR_ERROR_INVALID) ? HVS_RESULT_WRONG_TYPE
                                                           : HVS_RESULT_INVALID_PARAMETER;
    if (!hvs_version_has(host->version, object->type->since))
        return HVS_RESULT_WRONG_TYPE;
    if (is_refused(host, object, text))
        return HVS_RESULT_INVALID_PARAMETER;
    hvs_version_forget(host->version, object);

    *out_object = g_steal_pointer(&object);

    return HVS_RESULT_DONE;
}
