/* wmi_value.c: how one property lies in its class's struct
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_value.h"

#include <string.h>

#include "wmi_object.h"

/* clang-format off */
static const struct {
    HvrWmiKind kind;
    guint8 size; /* of a plain value */
    gboolean is_signed;
} facts[] = {
    [HVR_CIM_BOOLEAN]  = { HVR_WMI_PLAIN,  sizeof(gboolean),       FALSE },
    [HVR_CIM_UINT8]    = { HVR_WMI_PLAIN,  1,                      FALSE },
    [HVR_CIM_SINT8]    = { HVR_WMI_PLAIN,  1,                      TRUE  },
    [HVR_CIM_UINT16]   = { HVR_WMI_PLAIN,  2,                      FALSE },
    [HVR_CIM_SINT16]   = { HVR_WMI_PLAIN,  2,                      TRUE  },
    [HVR_CIM_UINT32]   = { HVR_WMI_PLAIN,  4,                      FALSE },
    [HVR_CIM_SINT32]   = { HVR_WMI_PLAIN,  4,                      TRUE  },
    [HVR_CIM_UINT64]   = { HVR_WMI_PLAIN,  8,                      FALSE },
    [HVR_CIM_SINT64]   = { HVR_WMI_PLAIN,  8,                      TRUE  },
    [HVR_CIM_STRING]   = { HVR_WMI_TEXT,   0,                      FALSE },
    [HVR_CIM_DATETIME] = { HVR_WMI_PLAIN,  sizeof(HvrCimDatetime), FALSE },
    [HVR_CIM_REF]      = { HVR_WMI_TEXT,   0,                      FALSE },
    [HVR_CIM_OBJECT]   = { HVR_WMI_OBJECT, 0,                      FALSE },
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(facts) == HVR_CIM_OBJECT + 1);
G_STATIC_ASSERT(sizeof(gboolean) == 4);

HvrWmiKind
hvr_wmi_value_get_kind(const HvrWmiField *field)
{
    gboolean is_array = (field->flags & HVR_CIM_ARRAY) != 0;

    return facts[field->type].kind + (is_array ? HVR_WMI_PLAIN_ARRAY : HVR_WMI_PLAIN);
}

gsize
hvr_wmi_value_get_size(HvrCimType type)
{
    return facts[type].size;
}

gboolean
hvr_wmi_value_is_number(HvrCimType type)
{
    return facts[type].kind == HVR_WMI_PLAIN && type != HVR_CIM_DATETIME;
}

gboolean
hvr_wmi_value_fits(HvrCimType type, guint64 number)
{
    guint bits = facts[type].size * 8;

    if (type == HVR_CIM_BOOLEAN)
        return number <= 1;
    if (bits == 64)
        return TRUE;
    if (facts[type].is_signed)
        number += G_GUINT64_CONSTANT(1) << (bits - 1);

    return number >> bits == 0;
}

void
hvr_wmi_value_store(void *place, HvrCimType type, guint64 number)
{
    HvrWmiPlain plain;

    switch (facts[type].size) {
    case 1:
        plain.bits8 = (guint8)number;
        break;
    case 2:
        plain.bits16 = (guint16)number;
        break;
    case 4:
        plain.bits32 = (guint32)number;
        break;
    default:
        plain.bits64 = number;
        break;
    }
    memcpy(place, &plain, facts[type].size);
}

void
hvr_wmi_value_clear(void *place, const HvrWmiField *field)
{
    switch (hvr_wmi_value_get_kind(field)) {
    case HVR_WMI_PLAIN:
        memset(place, 0, facts[field->type].size);
        break;
    case HVR_WMI_TEXT:
        g_clear_pointer((char **)place, g_free);
        break;
    case HVR_WMI_OBJECT:
        g_clear_pointer((HvrWmiObject **)place, hvr_wmi_object_free);
        break;
    case HVR_WMI_PLAIN_ARRAY:
        g_clear_pointer((GArray **)place, g_array_unref);
        break;
    case HVR_WMI_TEXT_ARRAY:
        g_clear_pointer((GStrv *)place, g_strfreev);
        break;
    case HVR_WMI_OBJECT_ARRAY:
        g_clear_pointer((GPtrArray **)place, g_ptr_array_unref);
        break;
    }
}

static gpointer
copy_element(gconstpointer object, gpointer user_data G_GNUC_UNUSED)
{
    return hvr_wmi_object_copy(object);
}

void
hvr_wmi_value_copy(void *place, const void *value, const HvrWmiField *field)
{
    switch (hvr_wmi_value_get_kind(field)) {
    case HVR_WMI_PLAIN:
        memcpy(place, value, facts[field->type].size);
        break;
    case HVR_WMI_TEXT:
        *(char **)place = g_strdup(*(char *const *)value);
        break;
    case HVR_WMI_OBJECT:
        *(HvrWmiObject **)place = hvr_wmi_object_copy(*(HvrWmiObject *const *)value);
        break;
    case HVR_WMI_PLAIN_ARRAY:
        *(GArray **)place = g_array_copy(*(GArray *const *)value);
        break;
    case HVR_WMI_TEXT_ARRAY:
        *(GStrv *)place = g_strdupv(*(const GStrv *)value);
        break;
    case HVR_WMI_OBJECT_ARRAY:
        *(GPtrArray **)place = g_ptr_array_copy(*(GPtrArray *const *)value, copy_element, NULL);
        break;
    }
}

static gboolean
parse_boolean(const char *text, HvrWmiPlain *out_plain)
{
    gboolean is_true = g_ascii_strcasecmp(text, "true") == 0 || strcmp(text, "1") == 0;

    if (!is_true && g_ascii_strcasecmp(text, "false") != 0 && strcmp(text, "0") != 0)
        return FALSE;

    hvr_wmi_value_store(out_plain, HVR_CIM_BOOLEAN, is_true);

    return TRUE;
}

static gboolean
parse_number(HvrCimType type, const char *text, HvrWmiPlain *out_plain)
{
    guint64 highest = facts[type].is_signed ? G_MAXINT64 : G_MAXUINT64;
    gint64 negative = 0;
    guint64 number = 0;

    if (facts[type].is_signed && text[0] == '-') {
        if (!g_ascii_string_to_signed(text, 10, G_MININT64, 0, &negative, NULL))
            return FALSE;
        number = (guint64)negative;
    } else if (!g_ascii_string_to_unsigned(text, 10, 0, highest, &number, NULL)) {
        return FALSE;
    }

    if (!hvr_wmi_value_fits(type, number))
        return FALSE;
    hvr_wmi_value_store(out_plain, type, number);

    return TRUE;
}

gboolean
hvr_wmi_value_parse(HvrCimType type, const char *text, HvrWmiPlain *out_plain)
{
    if (type == HVR_CIM_BOOLEAN)
        return parse_boolean(text, out_plain);
    if (type == HVR_CIM_DATETIME)
        return hvr_cim_datetime_parse(text, &out_plain->datetime, NULL);

    return facts[type].kind == HVR_WMI_PLAIN && parse_number(type, text, out_plain);
}

static gint64
load_signed(const void *value, guint8 size)
{
    switch (size) {
    case 1:
        return *(const gint8 *)value;
    case 2:
        return *(const gint16 *)value;
    case 4:
        return *(const gint32 *)value;
    default:
        return *(const gint64 *)value;
    }
}

static guint64
load_unsigned(const void *value, guint8 size)
{
    switch (size) {
    case 1:
        return *(const guint8 *)value;
    case 2:
        return *(const guint16 *)value;
    case 4:
        return *(const guint32 *)value;
    default:
        return *(const guint64 *)value;
    }
}

char *
hvr_wmi_value_format(HvrCimType type, const void *value)
{
    if (facts[type].kind == HVR_WMI_TEXT)
        return g_strdup(*(char *const *)value);
    if (type == HVR_CIM_DATETIME)
        return hvr_cim_datetime_format_dmtf(*(const HvrCimDatetime *)value);
    if (type == HVR_CIM_BOOLEAN)
        return g_strdup(*(const gboolean *)value ? "true" : "false");

    if (facts[type].is_signed)
        return g_strdup_printf("%" G_GINT64_FORMAT, load_signed(value, facts[type].size));

    return g_strdup_printf("%" G_GUINT64_FORMAT, load_unsigned(value, facts[type].size));
}

gboolean
hvr_wmi_value_equal(HvrCimType type, const void *a, const void *b)
{
    const HvrCimDatetime *time_a = a;
    const HvrCimDatetime *time_b = b;

    if (facts[type].kind == HVR_WMI_TEXT)
        return strcmp(*(char *const *)a, *(char *const *)b) == 0;
    if (facts[type].kind == HVR_WMI_OBJECT)
        return hvr_wmi_object_equal(*(HvrWmiObject *const *)a, *(HvrWmiObject *const *)b);
    /* Not as bytes: the struct has padding. */
    if (type == HVR_CIM_DATETIME)
        return time_a->usec == time_b->usec && time_a->is_interval == time_b->is_interval;

    return memcmp(a, b, facts[type].size) == 0;
}
