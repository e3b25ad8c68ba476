/* cli_time.c: times and durations as people type and read them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_time.h"

#include <string.h>
#include <time.h>

#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)
#define WEEK   (7 * DAY)

/* Longer than any replication has gone on; keeps sums within their type. */
#define MAX_SPAN (G_GINT64_CONSTANT(100) * 366 * DAY)

/* Words that people type; they are not translated, as those of date(1) and systemd.time(7). */
/* clang-format off */
static const struct {
    const char *name;
    gint64 seconds;
} units[] = {
    { "s", 1 },         { "sec", 1 },       { "second", 1 },    { "seconds", 1 },
    { "m", MINUTE },    { "min", MINUTE },  { "minute", MINUTE }, { "minutes", MINUTE },
    { "h", HOUR },      { "hour", HOUR },   { "hours", HOUR },
    { "d", DAY },       { "day", DAY },     { "days", DAY },
    { "w", WEEK },      { "week", WEEK },   { "weeks", WEEK },
};

/* Before a time of day, or alone. */
static const struct {
    const char *name;
    int days;
} days[] = {
    { "today",     0 },
    { "yesterday", -1 },
    { "tomorrow",  1 },
};

static const char *const date_formats[] = { "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d" };
static const char *const clock_formats[] = { "%H:%M:%S", "%H:%M" };
/* clang-format on */

static gboolean
find_day(const char *name, gsize length, int *out_days)
{
    for (gsize i = 0; i < G_N_ELEMENTS(days); i++) {
        if (strlen(days[i].name) == length && strncmp(days[i].name, name, length) == 0) {
            *out_days = days[i].days;
            return TRUE;
        }
    }

    return FALSE;
}

static gint64
find_unit(const char *name, gsize length)
{
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        if (strlen(units[i].name) == length && strncmp(units[i].name, name, length) == 0)
            return units[i].seconds;
    }

    return 0;
}

static const char *
skip_blanks(const char *text)
{
    return text + strspn(text, " \t");
}

/* One "90m"; a number alone is seconds, and nothing may follow it then. */
static const char *
parse_part(const char *text, gint64 *sum)
{
    char *end;
    guint64 number = g_ascii_strtoull(text, &end, 10);
    const char *unit = skip_blanks(end);
    gsize length = strspn(unit, "abcdefghijklmnopqrstuvwxyz");
    gint64 seconds = length > 0 ? find_unit(unit, length) : 1;

    if (end == text || seconds == 0 || (length == 0 && (*unit != '\0' || *sum > 0)))
        return NULL;
    if (number > (guint64)(MAX_SPAN / seconds))
        return NULL;
    *sum += (gint64)number * seconds;

    return *sum <= MAX_SPAN ? skip_blanks(unit + length) : NULL;
}

gboolean
hvr_cli_time_parse_span(const char *text, gint64 *out_seconds)
{
    gint64 sum = 0;
    const char *rest = skip_blanks(text);

    do {
        rest = g_ascii_isdigit(*rest) ? parse_part(rest, &sum) : NULL;
    } while (rest != NULL && *rest != '\0');
    if (rest == NULL || sum == 0)
        return FALSE;

    *out_seconds = sum;

    return TRUE;
}

/* "-2h", "2h ago"; "+2h", "in 2h". */
static gboolean
parse_relative(const char *text, gint64 now, gint64 *out_seconds)
{
    gboolean is_ago = g_str_has_suffix(text, " ago");
    gboolean is_in = g_str_has_prefix(text, "in ");
    gsize skip = is_in ? strlen("in ") : *text == '-' || *text == '+' ? 1 : 0;
    g_autofree char *span = g_strndup(text + skip, strlen(text) - skip - (is_ago ? 4 : 0));
    gint64 seconds;

    if (is_ago == (skip > 0) || !hvr_cli_time_parse_span(span, &seconds))
        return FALSE;

    *out_seconds = is_ago || *text == '-' ? now - seconds : now + seconds;

    return TRUE;
}

static gboolean
match(const char *text, const char *const *formats, gsize n_formats, struct tm *out_fields)
{
    for (gsize i = 0; i < n_formats; i++) {
        struct tm fields = { .tm_mday = 1 };
        const char *end = strptime(text, formats[i], &fields);

        if (end != NULL && *end == '\0') {
            *out_fields = fields;
            return TRUE;
        }
    }

    return FALSE;
}

/* Takes "Z" or "+02:00" off the end of a date with a time of day; NULL: there is none. */
static GTimeZone *
cut_zone(char *text)
{
    gsize length = strlen(text);
    gsize n_zone = g_str_has_suffix(text, "Z") ? strlen("Z") : strlen("+02:00");
    char *zone = text + length - MIN(n_zone, length);
    GTimeZone *found;

    if (length < strlen("2026-05-01T03:00") + n_zone || strchr("+-Z", *zone) == NULL)
        return NULL;

    found = g_time_zone_new_identifier(zone);
    if (found != NULL)
        *zone = '\0';

    return found;
}

static gboolean
finish(const struct tm *fields, GTimeZone *zone, int n_days, gint64 *out_seconds)
{
    g_autoptr(GDateTime)
        time = g_date_time_new(zone, fields->tm_year + 1900, fields->tm_mon + 1, fields->tm_mday,
                               fields->tm_hour, fields->tm_min, fields->tm_sec);
    g_autoptr(GDateTime) moved = time != NULL ? g_date_time_add_days(time, n_days) : NULL;

    if (moved == NULL)
        return FALSE;

    *out_seconds = g_date_time_to_unix(moved);

    return TRUE;
}

static gboolean
parse_date(const char *text, GTimeZone *zone, gint64 *out_seconds)
{
    g_autofree char *rest = g_strdup(text);
    g_autoptr(GTimeZone) own = cut_zone(rest);
    struct tm fields;

    return match(rest, date_formats, G_N_ELEMENTS(date_formats), &fields) &&
           finish(&fields, own != NULL ? own : zone, 0, out_seconds);
}

/* A day of the word's, or, for a time of day alone, the one that makes it past or future. */
static gboolean
parse_day(const char *text, gint64 now, GTimeZone *zone, HvrCliTimeSide side, gint64 *out_seconds)
{
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(now);
    g_autoptr(GDateTime) here = g_date_time_to_timezone(utc, zone);
    gsize length = strcspn(text, " 0123456789:");
    const char *clock = skip_blanks(text + length);
    gboolean has_day = length > 0;
    struct tm fields = { 0 };
    int n_days = 0;

    if (has_day && !find_day(text, length, &n_days))
        return FALSE;
    if (*clock != '\0' && !match(clock, clock_formats, G_N_ELEMENTS(clock_formats), &fields))
        return FALSE;

    fields.tm_year = g_date_time_get_year(here) - 1900;
    fields.tm_mon = g_date_time_get_month(here) - 1;
    fields.tm_mday = g_date_time_get_day_of_month(here);
    if (!finish(&fields, zone, n_days, out_seconds))
        return FALSE;
    if (!has_day && side == HVR_CLI_TIME_PAST && *out_seconds > now)
        return finish(&fields, zone, -1, out_seconds);
    if (!has_day && side == HVR_CLI_TIME_FUTURE && *out_seconds < now)
        return finish(&fields, zone, 1, out_seconds);

    return TRUE;
}

/* "@1777604400", as date(1) reads it. */
static gboolean
parse_epoch(const char *text, gint64 *out_seconds)
{
    return *text == '@' && g_ascii_string_to_signed(text + 1, 10, 0, MAX_SPAN, out_seconds, NULL);
}

gboolean
hvr_cli_time_parse(
    const char *text, gint64 now, GTimeZone *zone, HvrCliTimeSide side, gint64 *out_seconds)
{
    g_autofree char *trimmed = g_strstrip(g_strdup(text));

    if (*trimmed == '\0')
        return FALSE;
    if (g_str_equal(trimmed, "now")) {
        *out_seconds = now;
        return TRUE;
    }

    return parse_epoch(trimmed, out_seconds) || parse_relative(trimmed, now, out_seconds) ||
           parse_date(trimmed, zone, out_seconds) ||
           parse_day(trimmed, now, zone, side, out_seconds);
}

char *
hvr_cli_time_format(gint64 seconds)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(seconds);

    return time != NULL ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup("-");
}
