/* cli_text.h: members of records as people read them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The one place that translates the daemon's words: states, roles, health, kinds.
 */

#pragma once

#include "cli_report.h"

G_BEGIN_DECLS

/**
 * HvrCliRow:
 * @element: (nullable): of the member that the layout expands
 * @record: it belongs to
 *
 * What one line, or one card, is about.
 */
typedef struct {
    JsonObject *element;
    JsonObject *record;
} HvrCliRow;

/** hvr_cli_row_find: (transfer none) (nullable): "a.b" of the element, else of the record; %NULL
 * also for null */
JsonNode *hvr_cli_row_find(const HvrCliRow *self, const char *member);

/** hvr_cli_text_format: (transfer full) (nullable): what a column shows of a row; %NULL: nothing */
char *hvr_cli_text_format(const HvrCliColumn *column, const HvrCliRow *row);

/** hvr_cli_text_find_colour: (nullable): the terminal's sequence for it; %NULL for the usual colour
 */
const char *hvr_cli_text_find_colour(const HvrCliColumn *column, const HvrCliRow *row);

/** hvr_cli_text_format_age: (transfer full): seconds as people say them, two units at most: "4m
 * 10s" */
char *hvr_cli_text_format_age(gint64 seconds);

/** hvr_cli_text_translate: one of the daemon's words for a role, a state, a health ...; @word
 * itself if nobody knows it */
const char *hvr_cli_text_translate(HvrCliFormat format, const char *word);

G_END_DECLS
