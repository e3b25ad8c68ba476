/* sim_values.h: property values that never change, as rows
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Most of what WMI shows of a class is the same for each instance.
 */

#pragma once

#include "wmi_object.h"

G_BEGIN_DECLS

/**
 * HvsValue:
 * @name: a property
 * @text: its value, as hvr_wmi_object_parse_field() takes it
 *
 * Rows end with one of zeros; several rows of one array property append.
 */
typedef struct {
    const char *name;
    const char *text;
} HvsValue;

/** hvs_values_new: (transfer full): a new object with @values set */
gpointer hvs_values_new(const HvrWmiClass *type, const HvsValue *values);

/** hvs_values_set: an unknown property or a value that does not fit is a programmer error */
void hvs_values_set(gpointer object, const HvsValue *values);

/** hvs_values_new_link: (transfer full): an association of two paths */
gpointer hvs_values_new_link(const HvrWmiClass *type,
                             const char *one_end,
                             const char *one_path,
                             const char *other_end,
                             const char *other_path);

G_END_DECLS
