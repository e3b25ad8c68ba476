/* cli_progress.c: how far jobs are, for the eyes on a terminal and for logs
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_progress.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli_width.h"
#include "cli_time.h"

/* Where the terminal does not say. */
#define USUAL_COLUMNS 80
#define USUAL_ROWS    24

#define MAX_NAME 24
#define MAX_WHAT 24
#define MIN_BAR  6
#define MAX_BAR  40

/* "1000.0 %/min"; "100 %", two blanks, a rate, two blanks, "99:59:59 left". */
#define RATE_COLUMNS    12
#define PERCENT_COLUMNS 5
#define FIGURE_COLUMNS  (PERCENT_COLUMNS + 2 + RATE_COLUMNS + 2 + 13)

/* All figures need that much. */
#define MIN_COLUMNS 60

/* Name, step and bar need that much. */
#define MIN_ROOM 36

/* A line of a log for each of these, so that a night's copy does not fill it. */
#define PERCENT_PER_LINE 10

/* Over less than that a rate is a guess. */
#define MIN_SPAN_MS 1000

/* The rate is that of as many changes, so that it tells how it goes now and still does not jump. */
#define N_READINGS 16

/* ECMA-48 8.3: cursor up, erase in line, erase in page. */
#define UP          "\033[%uA\r"
#define ERASE_LINE  "\033[K"
#define ERASE_BELOW "\033[J"

typedef struct {
    char *name;
    char *what;
    HvrCliStep step;
    HvrCliStep readings[N_READINGS]; /* of changes, the oldest first */
    guint n_readings;
    char *shown;         /* as a log: the step that has had its line */
    guint shown_percent; /* as a log: of which that line told */
} Row;

struct _HvrCliProgress {
    FILE *file;
    gboolean is_terminal;
    GPtrArray *rows; /* of Row, in the order they came */
    guint n_drawn;
};

static void
free_row(Row *row)
{
    g_free(row->name);
    g_free(row->what);
    g_free(row->shown);
    g_free(row);
}

HvrCliProgress *
hvr_cli_progress_new(FILE *file, gboolean is_terminal)
{
    HvrCliProgress *self = g_new0(HvrCliProgress, 1);

    self->file = file;
    self->is_terminal = is_terminal;
    self->rows = g_ptr_array_new_with_free_func((GDestroyNotify)free_row);

    return self;
}

void
hvr_cli_progress_free(HvrCliProgress *self)
{
    if (self == NULL)
        return;

    hvr_cli_progress_clear(self);
    g_ptr_array_unref(self->rows);
    g_free(self);
}

/* What is slow is told by the hour. */
static char *
format_percent_rate(double per_minute)
{
    if (per_minute < 1)
        return g_strdup_printf(_("%.1f %%/h"), per_minute * 60);

    return g_strdup_printf(_("%.1f %%/min"), per_minute);
}

static char *
format_rate(const HvrCliStep *before, const HvrCliStep *step)
{
    double seconds = before != NULL ? (double)(step->elapsed_ms - before->elapsed_ms) / 1000.0 : 0;
    g_autofree char *size = NULL;

    if (seconds < MIN_SPAN_MS / 1000.0)
        return g_strdup("");
    if (step->total == 0)
        return step->percent > before->percent
                   ? format_percent_rate((step->percent - before->percent) * 60.0 / seconds)
                   : g_strdup("");

    size = g_format_size((guint64)((double)(step->done - before->done) / seconds));

    return g_strdup_printf(_("%s/s"), size);
}

static char *
format_remaining(const HvrCliStep *step)
{
    guint64 left = (step->remaining_ms + 999) / 1000;

    if (left == 0 || step->percent >= 100)
        return g_strdup("");
    if (left < 3600)
        return g_strdup_printf(_("%1$d:%2$02d left"), (int)(left / 60), (int)(left % 60));

    return g_strdup_printf(_("%1$d:%2$02d:%3$02d left"), (int)(left / 3600),
                           (int)(left % 3600 / 60), (int)(left % 60));
}

static char *
format_bar(guint percent, guint columns)
{
    GString *bar = g_string_new("[");
    guint inner = columns - 2;
    guint full = inner * MIN(percent, 100) / 100;

    for (guint i = 0; i < inner; i++)
        g_string_append_c(bar, i < full ? '#' : '.');
    g_string_append_c(bar, ']');

    return g_string_free(bar, FALSE);
}

static char *
format_figures(const HvrCliStep *before, const HvrCliStep *step, gboolean has_room)
{
    g_autofree char *percent = g_strdup_printf("%3u %%", MIN(step->percent, 100));
    g_autofree char *rate = format_rate(before, step);
    g_autofree char *padded = hvr_cli_width_pad(rate, RATE_COLUMNS);
    g_autofree char *left = format_remaining(step);
    g_autofree char *line = g_strdup_printf("%s  %s  %s", percent, padded, left);

    return has_room ? hvr_cli_width_pad(line, FIGURE_COLUMNS) : g_steal_pointer(&percent);
}

/* All rows have their columns at the same places.  Rate and rest, then the
 * step's words, are what a narrow terminal does without. */
char *
hvr_cli_progress_format(const char *name,
                        const HvrCliStep *before,
                        const HvrCliStep *step,
                        guint columns)
{
    gboolean has_room = columns >= MIN_COLUMNS;
    guint n_figures = has_room ? FIGURE_COLUMNS : PERCENT_COLUMNS;
    guint room = columns > n_figures + 3 ? columns - n_figures - 3 : 0;
    guint n_what = room < MIN_ROOM ? 0 : MIN(MAX_WHAT, has_room ? room * 4 / 7 : room * 4 / 9);
    guint n_name = MIN(MAX_NAME, n_what > 0 ? room * 2 / 7 : room / 2);
    guint n_bar = room - n_name - n_what;
    g_autofree char *figures = format_figures(before, step, has_room);
    g_autofree char *label = hvr_cli_width_pad(name, n_name);
    g_autofree char *what = hvr_cli_width_pad(step->what != NULL ? step->what : "", n_what);
    g_autofree char *bar = format_bar(step->percent, CLAMP(n_bar, MIN_BAR, MAX_BAR));
    g_autofree char *line =
        g_strdup_printf("%s %s%s%s %s", label, what, n_what > 0 ? " " : "", bar, figures);

    return hvr_cli_width_fit(g_strchomp(line), columns);
}

static Row *
find_row(HvrCliProgress *self, const char *name, guint *out_index)
{
    for (guint i = 0; i < self->rows->len; i++) {
        Row *row = self->rows->pdata[i];

        if (g_str_equal(row->name, name)) {
            if (out_index != NULL)
                *out_index = i;
            return row;
        }
    }

    return NULL;
}

static gboolean
is_before(const HvrCliStep *one, const HvrCliStep *other)
{
    return one->elapsed_ms <= other->elapsed_ms && one->percent <= other->percent &&
           one->done <= other->done && (one->total == 0) == (other->total == 0);
}

static gboolean
has_changed(const HvrCliStep *last, const HvrCliStep *step)
{
    return (step->percent != last->percent || step->done != last->done) &&
           step->elapsed_ms - last->elapsed_ms >= MIN_SPAN_MS;
}

/* What goes back is another job. */
static void
keep_reading(Row *row)
{
    const HvrCliStep *last = row->n_readings > 0 ? &row->readings[row->n_readings - 1] : NULL;

    if (last != NULL && !is_before(last, &row->step))
        row->n_readings = 0;
    else if (last != NULL && !has_changed(last, &row->step))
        return;
    if (row->n_readings == N_READINGS)
        memmove(row->readings, row->readings + 1, --row->n_readings * sizeof(*row->readings));
    row->readings[row->n_readings] = row->step;
    row->readings[row->n_readings++].what = NULL;
}

void
hvr_cli_progress_set(HvrCliProgress *self, const char *name, const HvrCliStep *step)
{
    g_autofree char *clean = hvr_cli_width_clean(name);
    Row *row = find_row(self, clean, NULL);

    if (row == NULL) {
        row = g_new0(Row, 1);
        row->name = g_steal_pointer(&clean);
        g_ptr_array_add(self->rows, row);
    }
    g_free(row->what);
    row->what = hvr_cli_width_clean(step->what != NULL ? step->what : "");
    row->step = *step;
    row->step.what = row->what;
    keep_reading(row);
}

void
hvr_cli_progress_end(HvrCliProgress *self, const char *name)
{
    g_autofree char *clean = hvr_cli_width_clean(name);
    guint index;

    if (find_row(self, clean, &index) == NULL)
        return;

    hvr_cli_progress_clear(self);
    g_ptr_array_remove_index(self->rows, index);
}

static void
log_row(HvrCliProgress *self, Row *row)
{
    guint percent = row->step.percent - row->step.percent % PERCENT_PER_LINE;

    if (g_strcmp0(row->shown, row->what) == 0 && percent == row->shown_percent)
        return;

    g_free(row->shown);
    row->shown = g_strdup(row->what);
    row->shown_percent = percent;
    fprintf(self->file, _("%1$s: %2$s: %3$u %%\n"), row->name, row->what, row->step.percent);
}

static void
log_rows(HvrCliProgress *self)
{
    for (guint i = 0; i < self->rows->len; i++)
        log_row(self, self->rows->pdata[i]);
}

static void
get_size(HvrCliProgress *self, guint *out_columns, guint *out_rows)
{
    struct winsize size = { 0 };
    gboolean known = ioctl(fileno(self->file), TIOCGWINSZ, &size) == 0;

    *out_columns = known && size.ws_col > 0 ? size.ws_col : USUAL_COLUMNS;
    *out_rows = known && size.ws_row > 0 ? size.ws_row : USUAL_ROWS;
}

/* The last column stays empty: terminals differ in what writing to it does. */
static void
draw_bars(HvrCliProgress *self)
{
    guint columns, rows, n_bars;

    get_size(self, &columns, &rows);
    n_bars = MIN(self->rows->len, rows - 1);
    if (self->n_drawn > 0)
        fprintf(self->file, UP, self->n_drawn);
    for (guint i = 0; i < n_bars; i++) {
        const Row *row = self->rows->pdata[i];
        g_autofree char *line =
            hvr_cli_progress_format(row->name, row->readings, &row->step, columns - 1);

        fprintf(self->file, "%s" ERASE_LINE "\n", line);
    }
    fputs(ERASE_BELOW, self->file);
    self->n_drawn = n_bars;
}

void
hvr_cli_progress_draw(HvrCliProgress *self)
{
    if (self->is_terminal)
        draw_bars(self);
    else
        log_rows(self);
    fflush(self->file);
}

void
hvr_cli_progress_clear(HvrCliProgress *self)
{
    if (self->n_drawn == 0)
        return;

    fprintf(self->file, UP ERASE_BELOW, self->n_drawn);
    fflush(self->file);
    self->n_drawn = 0;
}
