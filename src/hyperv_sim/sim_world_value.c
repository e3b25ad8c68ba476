/* sim_world_value.c: values as a world file writes them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_world_value.h"

#include <math.h>
#include <string.h>

#define MAX_SPEED 1e6

gboolean
hvs_world_value_parse_number(const char *text, guint64 min, guint64 max, guint64 *out_number)
{
    return g_ascii_string_to_unsigned(text, 10, min, max, out_number, NULL);
}

gboolean
hvs_world_value_parse_size(const char *text, guint64 *out_size)
{
    static const char units[] = "KMGT";
    gsize length = strlen(text);
    const char *unit = length > 0 ? strchr(units, text[length - 1]) : NULL;
    guint shift = unit != NULL ? 10 * (guint)(unit - units + 1) : 0;
    g_autofree char *digits = g_strndup(text, length - (unit != NULL ? 1 : 0));
    guint64 number;

    if (!hvs_world_value_parse_number(digits, 0, G_MAXINT64 >> shift, &number))
        return FALSE;
    *out_size = number << shift;

    return TRUE;
}

gboolean
hvs_world_value_parse_boolean(const char *text, gboolean *out_value)
{
    *out_value = strcmp(text, "yes") == 0 || strcmp(text, "true") == 0;

    return *out_value || strcmp(text, "no") == 0 || strcmp(text, "false") == 0;
}

gboolean
hvs_world_value_parse_speed(const char *text, double *out_speed)
{
    char *end = NULL;
    double speed = g_ascii_strtod(text, &end);

    if (end == text || *end != '\0' || !isfinite(speed) || speed < 0 || speed > MAX_SPEED)
        return FALSE;
    *out_speed = speed;

    return TRUE;
}

gboolean
hvs_world_value_parse_time(const char *text, gint64 *out_time)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(text, NULL);

    if (time == NULL)
        return FALSE;
    *out_time = g_date_time_to_unix(time) * G_USEC_PER_SEC + g_date_time_get_microsecond(time);

    return TRUE;
}

gboolean
hvs_world_value_is_guid(const char *text)
{
    static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

    if (strlen(text) != strlen(shape))
        return FALSE;
    for (gsize i = 0; i < strlen(shape); i++) {
        if (shape[i] == '-' ? text[i] != '-' : !g_ascii_isxdigit(text[i]))
            return FALSE;
    }

    return TRUE;
}

GPtrArray *
hvs_world_value_split(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, ";", -1);
    GPtrArray *values = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; parts[i] != NULL; i++) {
        g_strstrip(parts[i]);
        if (*parts[i] != '\0')
            g_ptr_array_add(values, g_strdup(parts[i]));
    }

    return values;
}

char *
hvs_world_value_split_last(char *text)
{
    char *colon = strrchr(text, ':');

    if (colon == NULL || colon == text || colon[1] == '\0')
        return NULL;
    *colon = '\0';
    g_strchomp(text);

    return g_strchug(colon + 1);
}
