/* wsman_duration.c: spans of time as XML Schema writes them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_duration.h"

/* The units in the order in which they may stand (XML Schema 2, 3.2.6). */
/* clang-format off */
static const struct {
    char letter;
    gboolean is_time; /* stands after the T */
    GTimeSpan length;
} units[] = {
    { 'D', FALSE, G_TIME_SPAN_DAY    },
    { 'H', TRUE,  G_TIME_SPAN_HOUR   },
    { 'M', TRUE,  G_TIME_SPAN_MINUTE },
    { 'S', TRUE,  G_TIME_SPAN_SECOND },
};
/* clang-format on */

char *
hvr_wsman_duration_format(GTimeSpan span)
{
    gint64 milliseconds = MAX(span, 0) / G_TIME_SPAN_MILLISECOND;

    return g_strdup_printf("PT%" G_GINT64_FORMAT ".%03dS", milliseconds / 1000,
                           (int)(milliseconds % 1000));
}

static gboolean
read_digits(const char **cursor, gint64 *out_number)
{
    gint64 number = 0;

    if (!g_ascii_isdigit(**cursor))
        return FALSE;

    for (; g_ascii_isdigit(**cursor); (*cursor)++) {
        if (number > (G_MAXINT64 - 9) / 10)
            return FALSE;
        number = number * 10 + g_ascii_digit_value(**cursor);
    }
    *out_number = number;

    return TRUE;
}

/* Microseconds are kept, what is finer is dropped. */
static gboolean
read_fraction(const char **cursor, GTimeSpan *out_span)
{
    GTimeSpan weight = G_TIME_SPAN_SECOND / 10;

    *out_span = 0;
    if (**cursor != '.')
        return TRUE;
    if (!g_ascii_isdigit(*++*cursor))
        return FALSE;

    for (; g_ascii_isdigit(**cursor); (*cursor)++) {
        *out_span += g_ascii_digit_value(**cursor) * weight;
        weight /= 10;
    }

    return **cursor == 'S';
}

static gboolean
add_checked(GTimeSpan *span, gint64 count, GTimeSpan length)
{
    if (count > (G_MAXINT64 - *span) / length)
        return FALSE;
    *span += count * length;

    return TRUE;
}

/* One "12H" or "1.5S": finds the unit at or after @unit, and moves past it. */
static gboolean
read_part(const char **cursor, gboolean is_time, gsize *unit, GTimeSpan *span)
{
    gint64 count = 0;
    GTimeSpan fraction = 0;

    if (!read_digits(cursor, &count) || !read_fraction(cursor, &fraction))
        return FALSE;

    while (*unit < G_N_ELEMENTS(units) &&
           (units[*unit].letter != **cursor || units[*unit].is_time != is_time))
        (*unit)++;
    if (*unit == G_N_ELEMENTS(units))
        return FALSE;

    (*cursor)++;

    return add_checked(span, count, units[(*unit)++].length) && add_checked(span, fraction, 1);
}

gboolean
hvr_wsman_duration_parse(const char *text, GTimeSpan *out_span)
{
    GTimeSpan span = 0;
    gsize unit = 0;
    gboolean is_time = FALSE;

    /* "P" and "P1DT" lack a part and are no durations. */
    if (*text++ != 'P' || *text == '\0')
        return FALSE;

    while (*text != '\0') {
        if (*text == 'T') {
            if (is_time)
                return FALSE;
            is_time = TRUE;
            text++;
        }
        if (!read_part(&text, is_time, &unit, &span))
            return FALSE;
    }
    *out_span = span;

    return TRUE;
}
