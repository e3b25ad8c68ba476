/* wmi_object.h: an instance of a class of the schema, or a parameter list
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Every generated struct starts with an HvrWmiObject, so readers write
 * job->PercentComplete.  Writers go through the setters, which note that the
 * property is no longer NULL.  Built once, then const: an object that threads
 * hand on is never changed again.
 */

#pragma once

#include <glib.h>

#include "wmi_datetime.h"
#include "wmi_schema.h"

G_BEGIN_DECLS

typedef struct {
    const HvrWmiClass *type;
    guint64 present[HVR_WMI_MAX_FIELDS / 64]; /* bit i: fields[i] is not NULL */
} HvrWmiObject;

/** hvr_wmi_object_new: all properties NULL (zero in the struct) */
gpointer hvr_wmi_object_new(const HvrWmiClass *type);
gpointer hvr_wmi_object_copy(gconstpointer object);

/** hvr_wmi_object_free: takes any generated struct, or %NULL */
void hvr_wmi_object_free(gpointer object);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWmiObject, hvr_wmi_object_free)

/** hvr_wmi_object_has: whether the property is there and not NULL */
gboolean hvr_wmi_object_has(gconstpointer object, const char *name);

/**
 * hvr_wmi_object_set_uint:
 * @name: a property of any integer or boolean type
 *
 * These setters treat an unknown name or a wrong type as a programmer error.
 */
void hvr_wmi_object_set_uint(gpointer object, const char *name, guint64 value);
void hvr_wmi_object_set_boolean(gpointer object, const char *name, gboolean value);

/** hvr_wmi_object_set_string: a string or a ref; %NULL makes the property NULL */
void hvr_wmi_object_set_string(gpointer object, const char *name, const char *value);
void hvr_wmi_object_set_datetime(gpointer object, const char *name, HvrCimDatetime value);

/** hvr_wmi_object_set_time: a point in time, microseconds since 1970 UTC */
void hvr_wmi_object_set_time(gpointer object, const char *name, gint64 usec);

/** hvr_wmi_object_set_interval: microseconds */
void hvr_wmi_object_set_interval(gpointer object, const char *name, GTimeSpan span);
void hvr_wmi_object_set_strv(gpointer object, const char *name, const char *const *values);
void hvr_wmi_object_set_uints(gpointer object, const char *name, const guint64 *values, guint n);

/** hvr_wmi_object_set_object: sets a scalar, appends to an array; @value: (transfer full) */
void hvr_wmi_object_set_object(gpointer object, const char *name, gpointer value);

/** hvr_wmi_object_clear: make the property NULL again */
void hvr_wmi_object_clear(gpointer object, const char *name);

/**
 * hvr_wmi_object_parse_field:
 * @field: of the object's own class, not of its parent's
 * @text: the value as text: decimal, "true"/"false" in any case, a datetime in
 *   either spelling
 *
 * Sets a scalar, or appends to an array.
 *
 * Returns: %FALSE with %HVR_ERROR_PROTOCOL if @text does not fit the type
 */
gboolean hvr_wmi_object_parse_field(gpointer object,
                                    const HvrWmiField *field,
                                    const char *text,
                                    GError **error);

/**
 * hvr_wmi_object_format_field:
 * @index: which element of an array; 0 for a scalar
 *
 * Booleans are "true"/"false", datetimes DMTF.
 *
 * Returns: (transfer full) (nullable): text, %NULL if the property is NULL,
 *   @index past its end or the type HVR_CIM_OBJECT
 */
char *hvr_wmi_object_format_field(gconstpointer object, const HvrWmiField *field, guint index);

/**
 * hvr_wmi_object_get_value:
 * @index: which element of an array; 0 for a scalar
 *
 * Returns: (transfer none) (nullable): where the value lies, e.g. a guint16 *, a
 *   char **, an HvrCimDatetime * or an HvrWmiObject **; %NULL if the property is
 *   NULL or @index past its end
 */
gconstpointer hvr_wmi_object_get_value(gconstpointer object, const HvrWmiField *field, guint index);

/** hvr_wmi_object_get_n_values: 0 if NULL, 1 for a scalar, else the array's length */
guint hvr_wmi_object_get_n_values(gconstpointer object, const HvrWmiField *field);

/** hvr_wmi_object_merge: copy every property of @from that is not NULL; classes may differ */
void hvr_wmi_object_merge(gpointer object, gconstpointer from);

/** hvr_wmi_object_equal: same class, same properties, same values */
gboolean hvr_wmi_object_equal(gconstpointer a, gconstpointer b);

G_END_DECLS
