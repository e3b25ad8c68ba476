/* cli_width.c: text measured in columns of a terminal
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_width.h"

#define ELLIPSIS "…"

guint
hvr_cli_width_of(gunichar character)
{
    if (g_unichar_iszerowidth(character))
        return 0;

    return g_unichar_iswide(character) ? 2 : 1;
}

guint
hvr_cli_width_get(const char *text)
{
    guint width = 0;

    for (const char *c = text; *c != '\0'; c = g_utf8_next_char(c))
        width += hvr_cli_width_of(g_utf8_get_char(c));

    return width;
}

char *
hvr_cli_width_fit(const char *text, guint columns)
{
    const char *end = text;
    guint width = 0;

    if (hvr_cli_width_get(text) <= columns)
        return g_strdup(text);
    if (columns == 0)
        return g_strdup("");

    while (width + hvr_cli_width_of(g_utf8_get_char(end)) < columns) {
        width += hvr_cli_width_of(g_utf8_get_char(end));
        end = g_utf8_next_char(end);
    }

    return g_strdup_printf("%.*s" ELLIPSIS, (int)(end - text), text);
}

char *
hvr_cli_width_pad(const char *text, guint columns)
{
    g_autofree char *fitting = hvr_cli_width_fit(text, columns);

    return g_strdup_printf("%s%*s", fitting, (int)(columns - hvr_cli_width_get(fitting)), "");
}

char *
hvr_cli_width_clean(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *clean = g_string_new(NULL);

    for (const char *c = valid; *c != '\0'; c = g_utf8_next_char(c)) {
        gunichar character = g_utf8_get_char(c);

        g_string_append_unichar(clean, g_unichar_iscntrl(character) ? ' ' : character);
    }

    return g_string_free(clean, FALSE);
}
