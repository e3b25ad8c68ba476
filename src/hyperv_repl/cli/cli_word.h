/* cli_word.h: the daemon's words for states, roles and the like, for people
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_report.h"

G_BEGIN_DECLS

/**
 * HvrCliWord:
 * @format: what it is a word of
 * @word: as the daemon has it
 * @title: to be translated, in the context of its format
 * @colour: (nullable): the terminal's sequence for it
 */
typedef struct {
    HvrCliFormat format;
    const char *word;
    const char *title;
    const char *colour;
} HvrCliWord;

/** HVR_CLI_STATES: the words of all states of a relationship, as an option takes them */
#define HVR_CLI_STATES                                                                             \
    "disabled|ready|initial-replication|replicating|prepared|failed-over|committed|suspended|"     \
    "critical|resync-required|resynchronizing|resync-suspended|failing-over|failing-back|"         \
    "failed-back|updating-disks|disk-update-critical|unknown|repurposing|prepared-for-sync|"       \
    "prepared-for-group-reverse|fire-drill"

/** hvr_cli_job_words: those of jobs and their steps, ended by a row of zeros; hvr_cli_word_find()
 * finds them, too */
extern const HvrCliWord hvr_cli_job_words[];

/** hvr_cli_word_find: (nullable): its row; %NULL if nobody has heard of it */
const HvrCliWord *hvr_cli_word_find(HvrCliFormat format, const char *word);

/** hvr_cli_word_get_title: translated */
const char *hvr_cli_word_get_title(const HvrCliWord *self);

/** hvr_cli_word_is_alarming: a format whose unknown words must not look calm */
gboolean hvr_cli_word_is_alarming(HvrCliFormat format);

G_END_DECLS
