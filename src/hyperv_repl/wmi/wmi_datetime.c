/* wmi_datetime.c: CIM points in time and intervals
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_datetime.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"

#define DMTF_LENGTH 25 /* DSP0004 5.2.4 */

/* A calendar date and a time of day; an interval uses days, not year to day. */
typedef struct {
    int year;
    int month;
    int day;
    int days;
    int hour;
    int minute;
    int second;
    int fraction; /* microseconds */
} Parts;

/* Days from 1970-01-01 to the first of January of @year, Gregorian throughout. */
static gint64
days_before_year(gint64 year)
{
    gint64 past = year - 1;

    return past * 365 + past / 4 - past / 100 + past / 400 - 719162;
}

static gint64
days_before_month(gint64 year, int month)
{
    static const guint16 days[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365 };

    return days[month - 1] + (month > 2 && g_date_is_leap_year((GDateYear)year) ? 1 : 0);
}

static gboolean
join_point(const Parts *parts, int offset_minutes, gint64 *out_usec)
{
    gint64 days;

    if (!g_date_valid_dmy((GDateDay)parts->day, (GDateMonth)parts->month, (GDateYear)parts->year) ||
        parts->hour > 23 || parts->minute > 59 || parts->second > 59)
        return FALSE;

    days = days_before_year(parts->year) + days_before_month(parts->year, parts->month) +
           parts->day - 1;
    *out_usec =
        (((days * 24 + parts->hour) * 60 + parts->minute - offset_minutes) * 60 + parts->second) *
            G_USEC_PER_SEC +
        parts->fraction;

    return TRUE;
}

/* Read exactly @n digits at *@text and step over them.  An asterisk means "not
 * significant" and counts as zero (DSP0004 5.2.4). */
static gboolean
take_digits(const char **text, guint n, gboolean allow_stars, int *out_number)
{
    int number = 0;

    for (guint i = 0; i < n; i++) {
        char c = (*text)[i];

        if (g_ascii_isdigit(c))
            number = number * 10 + (c - '0');
        else if (c == '*' && allow_stars)
            number *= 10;
        else
            return FALSE;
    }
    *text += n;
    *out_number = number;

    return TRUE;
}

static gboolean
take_mark(const char **text, char mark)
{
    if (**text != mark)
        return FALSE;
    (*text)++;

    return TRUE;
}

/* hhmmss.ffffff, the middle of both DMTF forms */
static gboolean
take_dmtf_time(const char **text, Parts *parts)
{
    return take_digits(text, 2, TRUE, &parts->hour) && take_digits(text, 2, TRUE, &parts->minute) &&
           take_digits(text, 2, TRUE, &parts->second) && take_mark(text, '.') &&
           take_digits(text, 6, TRUE, &parts->fraction);
}

static gboolean
join_interval(const Parts *parts, gint64 *out_usec)
{
    gint64 seconds;

    if (parts->hour > 23 || parts->minute > 59 || parts->second > 59)
        return FALSE;

    /* Eight digits of days at most: no overflow. */
    seconds = (((gint64)parts->days * 24 + parts->hour) * 60 + parts->minute) * 60 + parts->second;
    *out_usec = seconds * G_USEC_PER_SEC + parts->fraction;

    return TRUE;
}

/* ddddddddhhmmss.ffffff:000 */
static gboolean
parse_dmtf_interval(const char *text, HvrCimDatetime *out_datetime)
{
    Parts parts = { 0 };

    out_datetime->is_interval = TRUE;

    return take_digits(&text, 8, TRUE, &parts.days) && take_dmtf_time(&text, &parts) &&
           strcmp(text, ":000") == 0 && join_interval(&parts, &out_datetime->usec);
}

/* yyyymmddhhmmss.ffffffsuuu */
static gboolean
parse_dmtf_point(const char *text, HvrCimDatetime *out_datetime)
{
    Parts parts = { 0 };
    int offset;
    char sign;

    if (!take_digits(&text, 4, FALSE, &parts.year) || !take_digits(&text, 2, TRUE, &parts.month) ||
        !take_digits(&text, 2, TRUE, &parts.day) || !take_dmtf_time(&text, &parts))
        return FALSE;

    sign = *text++;
    if ((sign != '+' && sign != '-') || !take_digits(&text, 3, TRUE, &offset))
        return FALSE;

    parts.month = MAX(parts.month, 1);
    parts.day = MAX(parts.day, 1);
    out_datetime->is_interval = FALSE;

    return join_point(&parts, sign == '-' ? -offset : offset, &out_datetime->usec);
}

/* An optional ".digits"; what is finer than a microsecond is dropped. */
static gboolean
take_fraction(const char **text, int *out_usec)
{
    int unit = G_USEC_PER_SEC / 10;

    *out_usec = 0;
    if (!take_mark(text, '.'))
        return TRUE;
    if (!g_ascii_isdigit(**text))
        return FALSE;

    for (; g_ascii_isdigit(**text); (*text)++, unit /= 10)
        *out_usec += unit * (**text - '0');

    return TRUE;
}

/* Z, +hh:mm, -hh:mm, or nothing, which is taken as UTC (inferred). */
static gboolean
parse_zone(const char *text, int *out_minutes)
{
    int hours = 0;
    int minutes = 0;
    char sign = *text;

    *out_minutes = 0;
    if (sign == '\0')
        return TRUE;
    text++;
    if (sign == 'Z')
        return *text == '\0';

    if ((sign != '+' && sign != '-') || !take_digits(&text, 2, FALSE, &hours) ||
        !take_mark(&text, ':') || !take_digits(&text, 2, FALSE, &minutes) || *text != '\0' ||
        hours > 14 || minutes > 59)
        return FALSE;
    *out_minutes = (sign == '-' ? -1 : 1) * (hours * 60 + minutes);

    return TRUE;
}

static gboolean
take_iso_time(const char **text, Parts *parts)
{
    return take_digits(text, 2, FALSE, &parts->hour) && take_mark(text, ':') &&
           take_digits(text, 2, FALSE, &parts->minute) && take_mark(text, ':') &&
           take_digits(text, 2, FALSE, &parts->second) && take_fraction(text, &parts->fraction);
}

/* 2026-05-01T03:00:00.5Z, or a bare date (cim:Date, DSP0230) */
static gboolean
parse_iso_point(const char *text, HvrCimDatetime *out_datetime)
{
    Parts parts = { 0 };
    int offset;

    if (!take_digits(&text, 4, FALSE, &parts.year) || !take_mark(&text, '-') ||
        !take_digits(&text, 2, FALSE, &parts.month) || !take_mark(&text, '-') ||
        !take_digits(&text, 2, FALSE, &parts.day))
        return FALSE;
    if (take_mark(&text, 'T') && !take_iso_time(&text, &parts))
        return FALSE;

    out_datetime->is_interval = FALSE;

    return parse_zone(text, &offset) && join_point(&parts, offset, &out_datetime->usec);
}

/* Digits before @unit, if they stand there; else *@text stays where it is. */
static gboolean
take_component(const char **text, char unit, int *out_number, gboolean *out_any)
{
    const char *end = *text;
    int number = 0;

    /* Nine digits are more than any CIM interval has, and cannot overflow. */
    for (; g_ascii_isdigit(*end) && end - *text < 9; end++)
        number = number * 10 + (*end - '0');
    if (end == *text || *end != unit)
        return FALSE;

    *text = end + 1;
    *out_number = number;
    *out_any = TRUE;

    return TRUE;
}

/* The seconds may have a fraction, so they are not a component like the others. */
static gboolean
take_seconds(const char **text, Parts *parts, gboolean *out_any)
{
    const char *end = *text;

    while (g_ascii_isdigit(*end))
        end++;
    if (*end != '.')
        return take_component(text, 'S', &parts->second, out_any);
    if (end == *text || end - *text > 9)
        return FALSE;

    parts->second = (int)g_ascii_strtoull(*text, NULL, 10);
    *text = end;
    *out_any = TRUE;

    return take_fraction(text, &parts->fraction) && take_mark(text, 'S');
}

/* P0DT0H1M0.5S; any component may be missing, years and months have no length. */
static gboolean
parse_iso_interval(const char *text, HvrCimDatetime *out_datetime)
{
    Parts parts = { 0 };
    gboolean any = FALSE;
    gint64 seconds;

    if (!take_mark(&text, 'P'))
        return FALSE;
    take_component(&text, 'D', &parts.days, &any);
    if (take_mark(&text, 'T')) {
        any = FALSE;
        take_component(&text, 'H', &parts.hour, &any);
        take_component(&text, 'M', &parts.minute, &any);
        take_seconds(&text, &parts, &any);
    }
    if (!any || *text != '\0')
        return FALSE;

    seconds = (((gint64)parts.days * 24 + parts.hour) * 60 + parts.minute) * 60 + parts.second;
    if (seconds >= G_MAXINT64 / G_USEC_PER_SEC)
        return FALSE;
    out_datetime->usec = seconds * G_USEC_PER_SEC + parts.fraction;
    out_datetime->is_interval = TRUE;

    return TRUE;
}

static gboolean
parse(const char *text, HvrCimDatetime *out_datetime)
{
    if (text[0] == 'P')
        return parse_iso_interval(text, out_datetime);
    if (strlen(text) != DMTF_LENGTH || text[14] != '.')
        return parse_iso_point(text, out_datetime);

    return text[21] == ':' ? parse_dmtf_interval(text, out_datetime)
                           : parse_dmtf_point(text, out_datetime);
}

gboolean
hvr_cim_datetime_parse(const char *text, HvrCimDatetime *out_datetime, GError **error)
{
    HvrCimDatetime datetime;

    if (!parse(text, &datetime))
        return hvr_fail(error, HVR_ERROR_PROTOCOL, _("'%s' is no CIM datetime"), text);

    *out_datetime = datetime;

    return TRUE;
}

/* The reverse of days_before_year() and days_before_month(). */
static void
split_days(gint64 days, Parts *out_parts)
{
    gint64 year = 1970 + days / 366;

    /* The guess is late for days before 1970 and early for those after. */
    while (days_before_year(year) > days)
        year--;
    while (days_before_year(year + 1) <= days)
        year++;

    days -= days_before_year(year);
    out_parts->year = (int)year;
    out_parts->month = 12;
    while (days_before_month(year, out_parts->month) > days)
        out_parts->month--;
    out_parts->day = (int)(days - days_before_month(year, out_parts->month)) + 1;
}

/* CIM has no negative intervals and no years outside 1 to 9999. */
static void
split(HvrCimDatetime datetime, Parts *out_parts)
{
    gint64 first = days_before_year(1) * G_TIME_SPAN_DAY;
    gint64 last = days_before_year(10000) * G_TIME_SPAN_DAY - 1;
    gint64 usec = datetime.is_interval ? MAX(datetime.usec, 0) : CLAMP(datetime.usec, first, last);
    gint64 days = usec / G_TIME_SPAN_DAY;

    if (usec % G_TIME_SPAN_DAY < 0)
        days--;
    usec -= days * G_TIME_SPAN_DAY;

    *out_parts = (Parts){ .days = (int)days,
                          .hour = (int)(usec / G_TIME_SPAN_HOUR),
                          .minute = (int)(usec / G_TIME_SPAN_MINUTE % 60),
                          .second = (int)(usec / G_TIME_SPAN_SECOND % 60),
                          .fraction = (int)(usec % G_USEC_PER_SEC) };
    if (!datetime.is_interval)
        split_days(days, out_parts);
}

char *
hvr_cim_datetime_format_dmtf(HvrCimDatetime datetime)
{
    Parts parts;
    g_autofree char *time = NULL;

    split(datetime, &parts);
    time = g_strdup_printf("%02d%02d%02d.%06d", parts.hour, parts.minute, parts.second,
                           parts.fraction);
    if (datetime.is_interval)
        return g_strdup_printf("%08d%s:000", MIN(parts.days, 99999999), time);

    return g_strdup_printf("%04d%02d%02d%s+000", parts.year, parts.month, parts.day, time);
}

static char *
format_fraction(int usec)
{
    char *text;
    gsize length;

    if (usec == 0)
        return g_strdup("");

    text = g_strdup_printf(".%06d", usec);
    for (length = strlen(text); text[length - 1] == '0'; length--)
        text[length - 1] = '\0';

    return text;
}

char *
hvr_cim_datetime_format_iso(HvrCimDatetime datetime)
{
    Parts parts;
    g_autofree char *fraction = NULL;

    split(datetime, &parts);
    fraction = format_fraction(parts.fraction);
    if (datetime.is_interval)
        return g_strdup_printf("P%dDT%dH%dM%d%sS", parts.days, parts.hour, parts.minute,
                               parts.second, fraction);

    return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02d%sZ", parts.year, parts.month, parts.day,
                           parts.hour, parts.minute, parts.second, fraction);
}
