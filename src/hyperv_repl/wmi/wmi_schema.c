/* wmi_schema.c: what the generated class tables are made of
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_schema.h"

#include <stdlib.h>

#include "msvm_tables.h"

/* clang-format off */
static const char *const type_names[] = {
    [HVR_CIM_BOOLEAN]  = "boolean",
    [HVR_CIM_UINT8]    = "uint8",
    [HVR_CIM_SINT8]    = "sint8",
    [HVR_CIM_UINT16]   = "uint16",
    [HVR_CIM_SINT16]   = "sint16",
    [HVR_CIM_UINT32]   = "uint32",
    [HVR_CIM_SINT32]   = "sint32",
    [HVR_CIM_UINT64]   = "uint64",
    [HVR_CIM_SINT64]   = "sint64",
    [HVR_CIM_STRING]   = "string",
    [HVR_CIM_DATETIME] = "datetime",
    [HVR_CIM_REF]      = "reference",
    [HVR_CIM_OBJECT]   = "object",
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(type_names) == HVR_CIM_OBJECT + 1);

const char *
hvr_cim_type_get_name(HvrCimType type)
{
    return type_names[type];
}

static int
compare_class(const void *name, const void *row)
{
    const HvrWmiClass *const *type = row;

    return g_ascii_strcasecmp(name, (*type)->name);
}

const HvrWmiClass *
hvr_wmi_schema_find(const char *name)
{
    const HvrWmiClass *const *row;

    row =
        bsearch(name, hvr_wmi_classes, hvr_wmi_n_classes, sizeof(*hvr_wmi_classes), compare_class);

    return row != NULL ? *row : NULL;
}

const HvrWmiClass *const *
hvr_wmi_schema_list(guint *out_n_classes)
{
    *out_n_classes = hvr_wmi_n_classes;

    return hvr_wmi_classes;
}

const HvrWmiField *
hvr_wmi_class_find_field(const HvrWmiClass *type, const char *name)
{
    for (guint i = 0; i < type->n_fields; i++) {
        if (g_ascii_strcasecmp(type->fields[i].name, name) == 0)
            return &type->fields[i];
    }

    return NULL;
}

const HvrWmiMethod *
hvr_wmi_class_find_method(const HvrWmiClass *type, const char *name)
{
    for (guint i = 0; i < type->n_methods; i++) {
        if (g_ascii_strcasecmp(type->methods[i]->name, name) == 0)
            return type->methods[i];
    }

    return NULL;
}

gboolean
hvr_wmi_class_is_a(const HvrWmiClass *type, const HvrWmiClass *ancestor)
{
    while (type != NULL && type != ancestor)
        type = type->parent;

    return type != NULL;
}

/* Methods that change nothing are called so, by Microsoft's rules for names. */
gboolean
hvr_wmi_method_is_query(const HvrWmiMethod *method)
{
    return g_str_has_prefix(method->name, "Get");
}
