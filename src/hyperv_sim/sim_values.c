/* sim_values.c: property values that never change, as rows
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_values.h"

gpointer
hvs_values_new(const HvrWmiClass *type, const HvsValue *values)
{
    gpointer object = hvr_wmi_object_new(type);

    hvs_values_set(object, values);

    return object;
}

void
hvs_values_set(gpointer object, const HvsValue *values)
{
    const HvrWmiObject *self = object;

    for (; values->name != NULL; values++) {
        const HvrWmiField *field = hvr_wmi_class_find_field(self->type, values->name);

        if (field == NULL || !hvr_wmi_object_parse_field(object, field, values->text, NULL))
            g_critical("%s.%s cannot be '%s'", self->type->name, values->name, values->text);
    }
}

gpointer
hvs_values_new_link(const HvrWmiClass *type,
                    const char *one_end,
                    const char *one_path,
                    const char *other_end,
                    const char *other_path)
{
    gpointer link = hvr_wmi_object_new(type);

    hvr_wmi_object_set_string(link, one_end, one_path);
    hvr_wmi_object_set_string(link, other_end, other_path);

    return link;
}
