/* cli_progress.h: how far jobs are, for the eyes on a terminal and for logs
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * On a terminal one bar a machine, drawn over the last ones; elsewhere one line a change.
 * It goes to standard error, so that standard output is data only.
 */

#pragma once

#include <glib.h>
#include <stdio.h>

G_BEGIN_DECLS

/**
 * HvrCliStep:
 * @what: (nullable): what the job does: its kind, or the step that it is at; words of the daemon's
 * @percent: 0 to 100
 * @elapsed_ms: since it began
 * @remaining_ms: 0 if unknown
 * @total: bytes, 0 if unknown
 * @done: bytes
 *
 * How far one job is.
 */
typedef struct {
    const char *what;
    guint percent;
    guint64 elapsed_ms;
    guint64 remaining_ms;
    guint64 total;
    guint64 done;
} HvrCliStep;

/**
 * hvr_cli_progress_format:
 * @before: (nullable): where it was a while ago, for the rate since then
 *
 * Returns: (transfer full): a bar of at most @columns for the terminal
 */
char *hvr_cli_progress_format(const char *name,
                              const HvrCliStep *before,
                              const HvrCliStep *step,
                              guint columns);

typedef struct _HvrCliProgress HvrCliProgress;

/**
 * hvr_cli_progress_new:
 * @file: where it is drawn; outlives it
 * @is_terminal: bars instead of lines
 */
HvrCliProgress *hvr_cli_progress_new(FILE *file, gboolean is_terminal);

/** hvr_cli_progress_free: takes its bars off the terminal; @self may be %NULL */
void hvr_cli_progress_free(HvrCliProgress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrCliProgress, hvr_cli_progress_free)

/** hvr_cli_progress_set: @name is at @step, shown with the next hvr_cli_progress_draw() */
void hvr_cli_progress_set(HvrCliProgress *self, const char *name, const HvrCliStep *step);

/** hvr_cli_progress_end: nothing is shown of @name any more */
void hvr_cli_progress_end(HvrCliProgress *self, const char *name);

/** hvr_cli_progress_draw: shows what was set */
void hvr_cli_progress_draw(HvrCliProgress *self);

/** hvr_cli_progress_clear: takes the bars off the terminal, for other text */
void hvr_cli_progress_clear(HvrCliProgress *self);

G_END_DECLS
