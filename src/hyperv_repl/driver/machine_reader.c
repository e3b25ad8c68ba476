/* machine_reader.c: elements of libvirt's documents, for the files that read them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_reader.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"

#define KIB 1024

/* Windows takes memory in pages of 2 MiB (libvirt's own driver rounds, too). */
#define PAGE_MIB 2
#define MAX_MIB  (G_GUINT64_CONSTANT(1) << 32)

/* libvirt's names (virScaleInteger). */
/* clang-format off */
static const struct {
    const char *name;
    guint64 bytes;
} units[] = {
    { "b",   1 },         { "bytes", 1 },
    { "KB",  1000 },      { "k",     KIB },       { "KiB", KIB },
    { "MB",  1000000 },   { "M",     KIB * KIB }, { "MiB", KIB * KIB },
    { "GB",  1000000000 },
    { "G",   (guint64)KIB * KIB * KIB },          { "GiB", (guint64)KIB * KIB * KIB },
    { "TB",  G_GUINT64_CONSTANT(1000000000000) },
    { "T",   (guint64)KIB * KIB * KIB * KIB },    { "TiB", (guint64)KIB * KIB * KIB * KIB },
};
/* clang-format on */

gboolean
hvr_machine_reader_refuse(const xmlNode *node, GError **error)
{
    return hvr_fail(error, HVR_ERROR_UNFIT,
                    _("element '%1$s' below '%2$s' (line %3$ld): Hyper-V machines have none"),
                    (const char *)node->name,
                    node->parent != NULL && node->parent->type == XML_ELEMENT_NODE
                        ? (const char *)node->parent->name
                        : "",
                    xmlGetLineNo(node));
}

gboolean
hvr_machine_reader_refuse_value(const xmlNode *node,
                                const char *attribute,
                                const char *value,
                                GError **error)
{
    if (attribute == NULL)
        return hvr_fail(error, HVR_ERROR_UNFIT,
                        _("element '%1$s' (line %2$ld) cannot be '%3$s' for Hyper-V"),
                        (const char *)node->name, xmlGetLineNo(node), value);

    return hvr_fail(
        error, HVR_ERROR_UNFIT,
        _("attribute '%1$s' of element '%2$s' (line %3$ld) cannot be '%4$s' for Hyper-V"),
        attribute, (const char *)node->name, xmlGetLineNo(node), value);
}

gboolean
hvr_machine_reader_check(const xmlNode *node,
                         const char *attribute,
                         const char *const *values,
                         GError **error)
{
    g_autofree char *value = hvr_xml_dup_attribute(node, NULL, attribute);
    g_autoptr(GString) known = g_string_new(NULL);

    if (value == NULL || g_strv_contains(values, value))
        return TRUE;
    if (values[0] == NULL)
        return hvr_machine_reader_refuse_value(node, attribute, value, error);

    for (guint i = 0; values[i] != NULL; i++)
        hvr_error_append_quoted(known, values[i]);

    return hvr_fail(error, HVR_ERROR_UNFIT,
                    _("attribute '%1$s' of element '%2$s' (line %3$ld) cannot be '%4$s' for "
                      "Hyper-V, only %5$s"),
                    attribute, (const char *)node->name, xmlGetLineNo(node), value, known->str);
}

gboolean
hvr_machine_reader_read(HvrMachineReader *self,
                        const xmlNode *parent,
                        const HvrMachineElement *elements,
                        GError **error)
{
    for (const xmlNode *node = hvr_xml_first_element(parent); node != NULL;
         node = hvr_xml_next_element(node)) {
        const HvrMachineElement *element = elements;

        while (element->name != NULL && !hvr_xml_is(node, NULL, element->name))
            element++;
        if (element->name == NULL)
            return hvr_machine_reader_refuse(node, error);
        if (element->read != NULL && !element->read(self, node, error))
            return FALSE;
    }

    return TRUE;
}

gboolean
hvr_machine_reader_parse_number(
    const xmlNode *node, const char *attribute, guint64 max, guint64 *out_number, GError **error)
{
    g_autofree char *text = attribute != NULL ? hvr_xml_dup_attribute(node, NULL, attribute)
                                              : hvr_xml_dup_text(node);

    if (text != NULL && g_ascii_string_to_unsigned(g_strstrip(text), 10, 0, max, out_number, NULL))
        return TRUE;

    return hvr_fail(error, HVR_ERROR_XML,
                    _("element '%1$s' (line %2$ld) has no number from 0 to %3$" PRIu64 ": '%4$s'"),
                    (const char *)node->name, xmlGetLineNo(node), max, text != NULL ? text : "");
}

static gboolean
find_unit(const xmlNode *node, guint64 *out_bytes, GError **error)
{
    g_autofree char *unit = hvr_xml_dup_attribute(node, NULL, "unit");

    *out_bytes = KIB;
    if (unit == NULL)
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        if (strcmp(units[i].name, unit) != 0)
            continue;
        *out_bytes = units[i].bytes;
        return TRUE;
    }

    return hvr_fail(error, HVR_ERROR_XML, _("unknown suffix '%s'"), unit);
}

gboolean
hvr_machine_reader_parse_mib(const xmlNode *node, guint64 *out_mib, GError **error)
{
    guint64 unit;
    guint64 number;
    guint64 mib;

    if (!find_unit(node, &unit, error) ||
        !hvr_machine_reader_parse_number(node, NULL, G_MAXUINT64 / unit - 1, &number, error))
        return FALSE;

    mib = number * unit / (KIB * KIB) + (number * unit % (KIB * KIB) != 0);
    mib = (mib + PAGE_MIB - 1) / PAGE_MIB * PAGE_MIB;
    if (mib == 0 || mib > MAX_MIB)
        return hvr_fail(error, HVR_ERROR_XML,
                        _("element '%1$s' (line %2$ld) is no size that memory can have"),
                        (const char *)node->name, xmlGetLineNo(node));
    *out_mib = mib;

    return TRUE;
}
