/* cli_wrap.c: text fitted into columns of a terminal
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_wrap.h"

#include "cli_width.h"

static gboolean
is_opening(gunichar character)
{
    GUnicodeType type = g_unichar_type(character);

    return type == G_UNICODE_OPEN_PUNCTUATION || type == G_UNICODE_INITIAL_PUNCTUATION;
}

/* A full stop belongs to what it ends; a narrow apostrophe may begin something. */
static gboolean
is_closing(gunichar character)
{
    GUnicodeType type = g_unichar_type(character);

    return type == G_UNICODE_CLOSE_PUNCTUATION || type == G_UNICODE_FINAL_PUNCTUATION ||
           (type == G_UNICODE_OTHER_PUNCTUATION && g_unichar_iswide(character));
}

/* May a line end before @next, which follows @previous? */
static gboolean
may_break(gunichar previous, gunichar next)
{
    if (is_opening(previous) || is_closing(next))
        return FALSE;

    return previous == ' ' || previous == ',' || previous == ';' ||
           (g_unichar_iswide(previous) && g_unichar_iswide(next));
}

/* Returns: where the first line of @text ends; it has at least one character */
static const char *
find_end(const char *text, guint columns)
{
    const char *last_break = NULL;
    gunichar previous = 0;
    guint width = 0;
    const char *c;

    for (c = text; *c != '\0' && *c != '\n'; c = g_utf8_next_char(c)) {
        gunichar character = g_utf8_get_char(c);

        if (c > text && may_break(previous, character))
            last_break = c;
        width += hvr_cli_width_of(character);
        /* A blank at the end of a line takes no place. */
        if (width > columns && character != ' ' && c > text)
            return last_break != NULL ? last_break : c;
        previous = character;
    }

    return c;
}

GStrv
hvr_cli_wrap(const char *text, guint columns)
{
    g_autoptr(GStrvBuilder) lines = g_strv_builder_new();

    do {
        const char *end = find_end(text, columns);
        g_autofree char *line = g_strchomp(g_strndup(text, (gsize)(end - text)));

        g_strv_builder_add(lines, line);
        text = *end == '\n' ? end + 1 : end;
    } while (*text != '\0');

    return g_strv_builder_end(lines);
}

void
hvr_cli_wrap_share(const guint *wanted, guint n_columns, guint available, guint *out_widths)
{
    guint n_open = n_columns;
    guint rest = available;
    gboolean has_changed = TRUE;

    for (guint i = 0; i < n_columns; i++)
        out_widths[i] = 0;
    while (has_changed && n_open > 0) {
        guint part = rest / n_open;

        has_changed = FALSE;
        for (guint i = 0; i < n_columns; i++) {
            if (out_widths[i] == 0 && wanted[i] > 0 && wanted[i] <= part) {
                out_widths[i] = wanted[i];
                rest -= wanted[i];
                n_open--;
                has_changed = TRUE;
            }
        }
    }
    for (guint i = 0; i < n_columns; i++) {
        if (out_widths[i] == 0)
            out_widths[i] = MAX(n_open > 0 ? rest / n_open : 0, 1);
    }
}
