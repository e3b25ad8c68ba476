/* cli_table.c: records as a table, or as cards, on a terminal
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_table.h"

#include <glib/gi18n-lib.h>
#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli_view.h"
#include "cli_width.h"
#include "cli_wrap.h"

#define BOLD      "\033[1m"
#define GAP       "  "
#define GAP_WIDTH 2

/* Narrower than this, a column says nothing any more, and lines may as well be too long. */
#define LEAST_WIDTH 8

/* What a name should have before less important columns get anything. */
#define FAIR_WIDTH 15

#define IS_FLEXIBLE (HVR_CLI_WRAP | HVR_CLI_CUT)

typedef struct libscols_table ScolsTable;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ScolsTable, scols_unref_table)

/* smartcols knows how wide characters are, and which a terminal would obey. */
static ScolsTable *
table_new(const HvrCliView *view, gboolean has_heading)
{
    ScolsTable *table = scols_new_table();

    scols_table_enable_noheadings(table, !has_heading);
    scols_table_enable_colors(table, view->session->out_colours);
    scols_table_set_column_separator(table, GAP);
    /* Everything was fitted before: what is still too long has to be seen. */
    scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);

    return table;
}

static struct libscols_column *
add_column(ScolsTable *table, const char *title, int flags)
{
    struct libscols_column *column = scols_table_new_column(table, title, 1, flags | SCOLS_FL_WRAP);

    scols_column_set_wrapfunc(column, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL);
    scols_column_set_safechars(column, "\n");

    return column;
}

static void
set_cell(struct libscols_line *line, gsize at, const char *text, const char *colour)
{
    scols_line_set_data(line, at, text);
    if (colour != NULL)
        scols_cell_set_color(scols_line_get_cell(line, at), colour);
}

/* Returns: (transfer full): what smartcols makes of it; each line with its end */
static char *
print(ScolsTable *table)
{
    char *text = NULL;
    GString *lines = g_string_new(NULL);
    g_auto(GStrv) parts = NULL;

    if (scols_print_table_to_string(table, &text) == 0 && text != NULL)
        parts = g_strsplit(g_strchomp(text), "\n", -1);
    for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
        g_string_append_printf(lines, "%s\n", g_strchomp(parts[i]));
    free(text);

    return g_string_free(lines, FALSE);
}

static guint
measure(const HvrCliView *view, const HvrCliColumn *column)
{
    guint width = hvr_cli_width_get(_(column->title));

    for (guint i = 0; i < view->rows->len; i++) {
        g_autofree char *text = hvr_cli_view_get_text(view, column, i);

        width = MAX(width, hvr_cli_width_get(text));
    }

    return width;
}

/* As wide as it is, or as a reader needs of what may be cut. */
static guint
measure_least(const HvrCliView *view, const HvrCliColumn *column)
{
    guint width = measure(view, column);

    return column->traits & IS_FLEXIBLE ? MIN(width, FAIR_WIDTH) : width;
}

/* The last of those that may go goes first. */
static void
drop_columns(const HvrCliView *view)
{
    guint taken = 0;

    for (guint i = 0; i < view->columns->len; i++)
        taken += measure_least(view, view->columns->pdata[i]) + (i > 0 ? GAP_WIDTH : 0);
    for (guint i = view->columns->len; i > 0 && taken > view->width; i--) {
        const HvrCliColumn *column = view->columns->pdata[i - 1];

        if (column->traits & HVR_CLI_IF_ROOM) {
            taken -= measure_least(view, column) + GAP_WIDTH;
            g_ptr_array_remove_index(view->columns, i - 1);
        }
    }
}

/* How wide each column may be, so that a line fits the terminal. */
static void
fit(const HvrCliView *view, guint *out_widths)
{
    guint n_columns = view->columns->len;
    g_autofree guint *wanted = g_new0(guint, n_columns + 1);
    g_autofree guint *shares = g_new0(guint, n_columns + 1);
    guint taken = n_columns > 0 ? (n_columns - 1) * GAP_WIDTH : 0;
    guint n_flexible = 0;
    guint rest;

    for (guint i = 0; i < n_columns; i++) {
        const HvrCliColumn *column = view->columns->pdata[i];

        out_widths[i] = measure(view, column);
        if (column->traits & IS_FLEXIBLE)
            wanted[n_flexible++] = out_widths[i];
        else
            taken += out_widths[i];
    }

    rest = view->width > taken ? view->width - taken : 0;
    hvr_cli_wrap_share(wanted, n_flexible, MAX(rest, n_flexible * LEAST_WIDTH), shares);
    n_flexible = 0;
    for (guint i = 0; i < n_columns; i++) {
        if (((const HvrCliColumn *)view->columns->pdata[i])->traits & IS_FLEXIBLE)
            out_widths[i] = shares[n_flexible++];
    }
}

static char *
fit_text(const HvrCliColumn *column, const char *text, guint width)
{
    g_auto(GStrv) lines = NULL;

    if (column->traits & HVR_CLI_CUT)
        return hvr_cli_width_fit(text, width);
    if (!(column->traits & HVR_CLI_WRAP))
        return g_strdup(text);

    lines = hvr_cli_wrap(text, width);

    return g_strjoinv("\n", lines);
}

static void
add_line(ScolsTable *table, const HvrCliView *view, guint row, const guint *widths)
{
    struct libscols_line *line = scols_table_new_line(table, NULL);

    for (guint i = 0; i < view->columns->len; i++) {
        const HvrCliColumn *column = view->columns->pdata[i];
        g_autofree char *text = hvr_cli_view_get_text(view, column, row);
        g_autofree char *fitting = fit_text(column, text[0] != '\0' ? text : "-", widths[i]);

        set_cell(line, i, fitting, hvr_cli_view_find_colour(view, column, row));
    }
}

static char *
format_lines(const HvrCliView *view, gboolean has_heading)
{
    g_autoptr(ScolsTable) table = table_new(view, has_heading);
    g_autofree guint *widths = g_new0(guint, view->columns->len + 1);

    drop_columns(view);
    fit(view, widths);
    for (guint i = 0; i < view->columns->len; i++) {
        const HvrCliColumn *column = view->columns->pdata[i];
        struct libscols_column *made = add_column(
            table, _(column->title), column->traits & HVR_CLI_RIGHT ? SCOLS_FL_RIGHT : 0);

        if (view->session->out_colours)
            scols_cell_set_color(scols_column_get_header(made), BOLD);
    }
    for (guint i = 0; i < view->rows->len; i++)
        add_line(table, view, i, widths);

    return print(table);
}

static guint
measure_titles(const HvrCliView *view)
{
    guint width = 0;

    for (guint i = 0; i < view->columns->len; i++) {
        const HvrCliColumn *column = view->columns->pdata[i];
        g_autofree char *title = g_strdup_printf(_("%s:"), _(column->title));

        width = MAX(width, hvr_cli_width_get(title));
    }

    return width;
}

/* A card has a line, or some, for what there is to say, and none for the rest. */
static void
add_card(ScolsTable *table, const HvrCliView *view, guint row, guint width)
{
    for (guint i = 0; i < view->columns->len; i++) {
        const HvrCliColumn *column = view->columns->pdata[i];
        g_autofree char *text = hvr_cli_view_get_text(view, column, row);
        g_autofree char *title = g_strdup_printf(_("%s:"), _(column->title));
        g_auto(GStrv) parts = hvr_cli_wrap(text, width);
        g_autofree char *wrapped = g_strjoinv("\n", parts);
        struct libscols_line *line;

        if (text[0] == '\0')
            continue;
        line = scols_table_new_line(table, NULL);
        set_cell(line, 0, title, NULL);
        set_cell(line, 1, wrapped, hvr_cli_view_find_colour(view, column, row));
    }
}

static char *
format_cards(const HvrCliView *view)
{
    GString *cards = g_string_new(NULL);
    guint titles = measure_titles(view);
    guint taken = titles + GAP_WIDTH;
    guint width = view->width > taken + LEAST_WIDTH ? view->width - taken : LEAST_WIDTH;

    for (guint i = 0; i < view->rows->len; i++) {
        g_autoptr(ScolsTable) table = table_new(view, FALSE);
        g_autofree char *card = NULL;

        /* Each has its own table; that values stand below each other is up to the titles' column.
         */
        scols_column_set_whint(add_column(table, "title", SCOLS_FL_STRICTWIDTH), titles);
        add_column(table, "value", 0);
        add_card(table, view, i, width);
        card = print(table);
        g_string_append_printf(cards, "%s%s", i > 0 ? "\n" : "", card);
    }

    return g_string_free(cards, FALSE);
}

char *
hvr_cli_table_format(const HvrCliSession *session,
                     const HvrCliLayout *layout,
                     JsonArray *records,
                     guint n_hosts,
                     gboolean has_heading)
{
    g_autoptr(HvrCliView) view = hvr_cli_view_new(session, layout, records, n_hosts);

    view->width = isatty(STDOUT_FILENO) ? hvr_cli_session_width(session) : G_MAXUINT16;
    if (view->rows->len == 0)
        return g_strdup("");

    return layout->is_card ? format_cards(view) : format_lines(view, has_heading);
}
