/* wmi_object.c: an instance of a class of the schema, or a parameter list
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_object.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "wmi_value.h"

/* Appending to a string array measures it first.  No property of Hyper-V comes
 * near this (inferred), so only a hostile host notices. */
#define MAX_STRINGS 16384

/* Rows of a parent class look alike, but their place in the table is another. */
static gboolean
owns(const HvrWmiObject *object, const HvrWmiField *field)
{
    return field >= object->type->fields && field < object->type->fields + object->type->n_fields;
}

static gboolean
is_present(const HvrWmiObject *object, const HvrWmiField *field)
{
    gsize bit = field - object->type->fields;

    return (object->present[bit / 64] >> (bit % 64) & 1) != 0;
}

/* Where @field lies; it is no longer NULL, since somebody is about to write there. */
static void *
claim(HvrWmiObject *object, const HvrWmiField *field)
{
    gsize bit = field - object->type->fields;

    object->present[bit / 64] |= G_GUINT64_CONSTANT(1) << (bit % 64);

    return G_STRUCT_MEMBER_P(object, field->offset);
}

static void
clear_field(HvrWmiObject *object, const HvrWmiField *field)
{
    gsize bit = field - object->type->fields;
    void *place = G_STRUCT_MEMBER_P(object, field->offset);

    object->present[bit / 64] &= ~(G_GUINT64_CONSTANT(1) << (bit % 64));
    hvr_wmi_value_clear(place, field);
}

gpointer
hvr_wmi_object_new(const HvrWmiClass *type)
{
    HvrWmiObject *object = g_malloc0(type->size);

    object->type = type;

    return object;
}

gpointer
hvr_wmi_object_copy(gconstpointer object)
{
    const HvrWmiObject *from = object;
    HvrWmiObject *copy = hvr_wmi_object_new(from->type);

    hvr_wmi_object_merge(copy, from);

    return copy;
}

void
hvr_wmi_object_free(gpointer object)
{
    HvrWmiObject *self = object;

    if (self == NULL)
        return;

    for (guint i = 0; i < self->type->n_fields; i++)
        clear_field(self, &self->type->fields[i]);
    g_free(self);
}

gboolean
hvr_wmi_object_has(gconstpointer object, const char *name)
{
    const HvrWmiObject *self = object;
    const HvrWmiField *field = hvr_wmi_class_find_field(self->type, name);

    return field != NULL && is_present(self, field);
}

/* A setter's property, which must be of @kind. */
static const HvrWmiField *
find_setter(const HvrWmiObject *object, const char *name, HvrWmiKind kind)
{
    const HvrWmiField *field = hvr_wmi_class_find_field(object->type, name);

    g_return_val_if_fail(field != NULL && hvr_wmi_value_get_kind(field) == kind, NULL);

    return field;
}

void
hvr_wmi_object_set_uint(gpointer object, const char *name, guint64 value)
{
    const HvrWmiField *field = find_setter(object, name, HVR_WMI_PLAIN);

    g_return_if_fail(field != NULL && hvr_wmi_value_is_number(field->type) &&
                     hvr_wmi_value_fits(field->type, value));

    hvr_wmi_value_store(claim(object, field), field->type, value);
}

void
hvr_wmi_object_set_boolean(gpointer object, const char *name, gboolean value)
{
    const HvrWmiField *field = find_setter(object, name, HVR_WMI_PLAIN);

    g_return_if_fail(field != NULL && field->type == HVR_CIM_BOOLEAN);

    hvr_wmi_value_store(claim(object, field), field->type, value != FALSE);
}

void
hvr_wmi_object_set_string(gpointer object, const char *name, const char *value)
{
    const HvrWmiField *field = find_setter(object, name, HVR_WMI_TEXT);
    g_autofree char *copy = g_strdup(value);

    g_return_if_fail(field != NULL);

    clear_field(object, field);
    if (copy != NULL)
        *(char **)claim(object, field) = g_steal_pointer(&copy);
}

void
hvr_wmi_object_set_datetime(gpointer object, const char *name, HvrCimDatetime value)
{
    const HvrWmiField *field = find_setter(object, name, HVR_WMI_PLAIN);

    g_return_if_fail(field != NULL && field->type == HVR_CIM_DATETIME);

    *(HvrCimDatetime *)claim(object, field) = value;
}

void
hvr_wmi_object_set_time(gpointer object, const char *name, gint64 usec)
{
    hvr_wmi_object_set_datetime(object, name, (HvrCimDatetime){ usec, FALSE });
}

void
hvr_wmi_object_set_interval(gpointer object, const char *name, GTimeSpan span)
{
    hvr_wmi_object_set_datetime(object, name, (HvrCimDatetime){ span, TRUE });
}

void
hvr_wmi_object_set_strv(gpointer object, const char *name, const char *const *values)
{
    const HvrWmiField *field = find_setter(object, name, HVR_WMI_TEXT_ARRAY);
    g_auto(GStrv) copy = g_strdupv((GStrv)values);

    g_return_if_fail(field != NULL);

    clear_field(object, field);
    if (copy != NULL)
        *(GStrv *)claim(object, field) = g_steal_pointer(&copy);
}

static GArray *
claim_array(HvrWmiObject *object, const HvrWmiField *field)
{
    GArray **array = claim(object, field);

    if (*array == NULL)
        *array = g_array_new(FALSE, FALSE, hvr_wmi_value_get_size(field->type));

    return *array;
}

void
hvr_wmi_object_set_uints(gpointer object, const char *name, const guint64 *values, guint n)
{
    const HvrWmiField *field = find_setter(object, name, HVR_WMI_PLAIN_ARRAY);
    GArray *array;

    g_return_if_fail(field != NULL && hvr_wmi_value_is_number(field->type));

    clear_field(object, field);
    array = claim_array(object, field);
    for (guint i = 0; i < n; i++) {
        HvrWmiPlain plain;

        g_return_if_fail(hvr_wmi_value_fits(field->type, values[i]));
        hvr_wmi_value_store(&plain, field->type, values[i]);
        g_array_append_vals(array, &plain, 1);
    }
}

void
hvr_wmi_object_set_object(gpointer object, const char *name, gpointer value)
{
    const HvrWmiObject *self = object;
    const HvrWmiField *field = hvr_wmi_class_find_field(self->type, name);
    GPtrArray **array;

    g_return_if_fail(field != NULL && field->type == HVR_CIM_OBJECT && value != NULL);

    if (hvr_wmi_value_get_kind(field) == HVR_WMI_OBJECT) {
        clear_field(object, field);
        *(gpointer *)claim(object, field) = value;
        return;
    }

    array = claim(object, field);
    if (*array == NULL)
        *array = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    g_ptr_array_add(*array, value);
}

void
hvr_wmi_object_clear(gpointer object, const char *name)
{
    HvrWmiObject *self = object;
    const HvrWmiField *field = hvr_wmi_class_find_field(self->type, name);

    g_return_if_fail(field != NULL);

    clear_field(self, field);
}

static gboolean
append_string(HvrWmiObject *object, const HvrWmiField *field, const char *text, GError **error)
{
    GStrv *strings = claim(object, field);
    guint n = *strings != NULL ? g_strv_length(*strings) : 0;

    if (n >= MAX_STRINGS)
        return hvr_fail(error, HVR_ERROR_PROTOCOL,
                        _("property '%1$s' of '%2$s' has too many values"), field->name,
                        object->type->name);

    *strings = g_renew(char *, *strings, n + 2);
    (*strings)[n] = g_strdup(text);
    (*strings)[n + 1] = NULL;

    return TRUE;
}

gboolean
hvr_wmi_object_parse_field(gpointer object,
                           const HvrWmiField *field,
                           const char *text,
                           GError **error)
{
    HvrWmiObject *self = object;
    HvrWmiKind kind = hvr_wmi_value_get_kind(field);
    HvrWmiPlain plain;

    g_return_val_if_fail(owns(self, field), FALSE);

    if (kind == HVR_WMI_TEXT_ARRAY)
        return append_string(self, field, text, error);
    if (kind == HVR_WMI_TEXT) {
        hvr_wmi_object_set_string(self, field->name, text);
        return TRUE;
    }

    if (!hvr_wmi_value_parse(field->type, text, &plain))
        return hvr_fail(error, HVR_ERROR_PROTOCOL,
                        _("property '%1$s' of '%2$s' should be a CIM %3$s and is '%4$s'"),
                        field->name, self->type->name, hvr_cim_type_get_name(field->type), text);

    if (kind == HVR_WMI_PLAIN)
        memcpy(claim(self, field), &plain, hvr_wmi_value_get_size(field->type));
    else
        g_array_append_vals(claim_array(self, field), &plain, 1);

    return TRUE;
}

guint
hvr_wmi_object_get_n_values(gconstpointer object, const HvrWmiField *field)
{
    const void *place = G_STRUCT_MEMBER_P(object, field->offset);

    g_return_val_if_fail(owns(object, field), 0);

    if (!is_present(object, field))
        return 0;

    switch (hvr_wmi_value_get_kind(field)) {
    case HVR_WMI_PLAIN_ARRAY:
        return (*(GArray *const *)place)->len;
    case HVR_WMI_TEXT_ARRAY:
        return g_strv_length(*(const GStrv *)place);
    case HVR_WMI_OBJECT_ARRAY:
        return (*(GPtrArray *const *)place)->len;
    case HVR_WMI_PLAIN:
    case HVR_WMI_TEXT:
    case HVR_WMI_OBJECT:
        break;
    }

    return 1;
}

gconstpointer
hvr_wmi_object_get_value(gconstpointer object, const HvrWmiField *field, guint index)
{
    const void *place = G_STRUCT_MEMBER_P(object, field->offset);

    if (index >= hvr_wmi_object_get_n_values(object, field))
        return NULL;

    switch (hvr_wmi_value_get_kind(field)) {
    case HVR_WMI_PLAIN_ARRAY:
        return (*(GArray *const *)place)->data + (gsize)index * hvr_wmi_value_get_size(field->type);
    case HVR_WMI_TEXT_ARRAY:
        return *(const GStrv *)place + index;
    case HVR_WMI_OBJECT_ARRAY:
        return (*(GPtrArray *const *)place)->pdata + index;
    case HVR_WMI_PLAIN:
    case HVR_WMI_TEXT:
    case HVR_WMI_OBJECT:
        break;
    }

    return place;
}

char *
hvr_wmi_object_format_field(gconstpointer object, const HvrWmiField *field, guint index)
{
    const void *value = hvr_wmi_object_get_value(object, field, index);

    if (value == NULL || field->type == HVR_CIM_OBJECT)
        return NULL;

    return hvr_wmi_value_format(field->type, value);
}

void
hvr_wmi_object_merge(gpointer object, gconstpointer from)
{
    HvrWmiObject *self = object;
    const HvrWmiObject *source = from;

    g_return_if_fail(object != from);

    for (guint i = 0; i < source->type->n_fields; i++) {
        const HvrWmiField *given = &source->type->fields[i];
        const HvrWmiField *field;

        if (!is_present(source, given))
            continue;
        field = self->type == source->type ? given
                                           : hvr_wmi_class_find_field(self->type, given->name);
        if (field == NULL || field->type != given->type ||
            hvr_wmi_value_get_kind(field) != hvr_wmi_value_get_kind(given))
            continue;

        clear_field(self, field);
        hvr_wmi_value_copy(claim(self, field), G_STRUCT_MEMBER_P(source, given->offset), field);
    }
}

static gboolean
equal_field(const HvrWmiObject *a, const HvrWmiObject *b, const HvrWmiField *field)
{
    guint n = hvr_wmi_object_get_n_values(a, field);

    if (is_present(a, field) != is_present(b, field) || n != hvr_wmi_object_get_n_values(b, field))
        return FALSE;

    for (guint i = 0; i < n; i++) {
        if (!hvr_wmi_value_equal(field->type, hvr_wmi_object_get_value(a, field, i),
                                 hvr_wmi_object_get_value(b, field, i)))
            return FALSE;
    }

    return TRUE;
}

gboolean
hvr_wmi_object_equal(gconstpointer a, gconstpointer b)
{
    const HvrWmiObject *object_a = a;
    const HvrWmiObject *object_b = b;

    if (object_a->type != object_b->type)
        return FALSE;

    for (guint i = 0; i < object_a->type->n_fields; i++) {
        if (!equal_field(object_a, object_b, &object_a->type->fields[i]))
            return FALSE;
    }

    return TRUE;
}
