/* wmi_value.h: how one property lies in its class's struct
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The only place that knows which C type stands for which CIM type.  Knows
 * nothing of presence bits; used by wmi_object.c alone.
 */

#pragma once

#include <glib.h>

#include "wmi_datetime.h"
#include "wmi_schema.h"

G_BEGIN_DECLS

/**
 * HvrWmiKind:
 *
 * An array's kind is its element's plus %HVR_WMI_PLAIN_ARRAY.
 */
typedef enum {
    HVR_WMI_PLAIN,
    HVR_WMI_TEXT,
    HVR_WMI_OBJECT,
    HVR_WMI_PLAIN_ARRAY,
    HVR_WMI_TEXT_ARRAY,
    HVR_WMI_OBJECT_ARRAY,
} HvrWmiKind;

/** HvrWmiPlain: room for a boolean, a number or a datetime */
typedef union {
    guint8 bits8;
    guint16 bits16;
    guint32 bits32;
    guint64 bits64;
    HvrCimDatetime datetime;
} HvrWmiPlain;

/** hvr_wmi_value_get_kind: of a property, array or not */
HvrWmiKind hvr_wmi_value_get_kind(const HvrWmiField *field);

/** hvr_wmi_value_get_size: bytes of one plain value; 0 for the other kinds */
gsize hvr_wmi_value_get_size(HvrCimType type);

/** hvr_wmi_value_is_number: a boolean counts as one */
gboolean hvr_wmi_value_is_number(HvrCimType type);

/** hvr_wmi_value_fits: @number is in two's complement, whatever the type's sign */
gboolean hvr_wmi_value_fits(HvrCimType type, guint64 number);

/** hvr_wmi_value_store: write a number that fits into @place */
void hvr_wmi_value_store(void *place, HvrCimType type, guint64 number);

/** hvr_wmi_value_clear: free what lies in @place and zero it */
void hvr_wmi_value_clear(void *place, const HvrWmiField *field);

/** hvr_wmi_value_copy: @place is empty, @value is of the same type */
void hvr_wmi_value_copy(void *place, const void *value, const HvrWmiField *field);

/** hvr_wmi_value_parse: a plain value; %FALSE if @text is none of that type */
gboolean hvr_wmi_value_parse(HvrCimType type, const char *text, HvrWmiPlain *out_plain);

/** hvr_wmi_value_format: (transfer full): one element as text; not for objects */
char *hvr_wmi_value_format(HvrCimType type, const void *value);

/** hvr_wmi_value_equal: two elements of the same type */
gboolean hvr_wmi_value_equal(HvrCimType type, const void *a, const void *b);

G_END_DECLS
