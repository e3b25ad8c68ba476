/* journal.h: what is about to be changed on hosts, written down before it is sent
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A file of lines, each a record as it was at that moment; the last line of a
 * record is what holds.  A line is on the disk when the call that writes it
 * returns, so whoever opens the journal after a crash finds the step that may
 * have been sent, and none that was sent without a line.
 *
 * Several daemons may have the same journal open.  Each holds a lock for as long
 * as it lives, so what the dead left behind is told from what is under way.
 *
 * Thread-safe but for hvr_journal_open().
 */

#pragma once

#include "operation.h"

G_BEGIN_DECLS

#define HVR_JOURNAL_SEQUEL "sequel"

/**
 * HvrJournalLine:
 * @seq: rises with every line; 0: not written yet
 * @writer: the daemon's number, see hvr_journal_is_abandoned()
 * @is_verb: a single verb instead of an operation
 * @is_interrupted: a daemon has ended in the middle of it
 * @record: @source is the host of a verb, @wishes what its type proves, see errand.h;
 *   @step counts what was sent for a verb
 * @step_name: (nullable): the operation's step; of a verb %HVR_JOURNAL_SEQUEL if others are to
 * follow, as part of the same wish
 * @request: (nullable): class and method that is about to be sent, "Class.Method"
 * @job: (nullable): InstanceID of the host's job
 * @wait: of a verb: the end of the job counts
 * @is_exclusive: of a verb: its job is one of replication
 * @removes: of a verb: done when the host no longer has the machine
 * @state: of a verb: the machine's virDomainState before
 * @is_saved: the same, whether it had a saved state
 * @mode: the same, HvrReplMode
 * @legs: the same, HvrReplState of the relationships; -1 for none
 * @configured: the same, see HvrDomain
 * @checkpoints: (nullable): the same, InstanceIDs of its checkpoints, a line each
 * @current: (nullable): the same, InstanceID of the one that its disks derived from
 */
typedef struct {
    gint64 seq;
    gint64 writer;
    gboolean is_verb;
    gboolean is_interrupted;
    HvrOperationRecord *record;
    char *step_name;
    char *request;
    char *job;
    gboolean wait;
    gboolean is_exclusive;
    gboolean removes;
    int state;
    gboolean is_saved;
    guint mode;
    int legs[2];
    gint64 configured;
    char *checkpoints;
    char *current;
} HvrJournalLine;

/** hvr_journal_line_new: @record: (transfer full) */
HvrJournalLine *hvr_journal_line_new(HvrOperationRecord *record);
void hvr_journal_line_free(HvrJournalLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrJournalLine, hvr_journal_line_free)

/**
 * hvr_journal_new:
 * @path: the file
 * @clock: for the times of lines
 *
 * Before it is open, and if it could not be opened, writing fails with the reason.
 */
HvrJournal *hvr_journal_new(const char *path, HvrClock *clock);
HvrJournal *hvr_journal_ref(HvrJournal *journal);
void hvr_journal_unref(HvrJournal *journal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrJournal, hvr_journal_unref)

/**
 * hvr_journal_open:
 * @read_only: only to look at; the file must be there
 *
 * Makes the file and its directory if they are missing, and drops the oldest history.
 *
 * Returns: %FALSE with %HVR_ERROR_CONFIG if it cannot be opened, is damaged, belongs to another
 *   program or to a newer version of this one
 */
gboolean hvr_journal_open(HvrJournal *journal, gboolean read_only, GError **error);

/** hvr_journal_get_operations: (transfer none): for hvr_directory_set_journal() */
const HvrOperationJournal *hvr_journal_get_operations(HvrJournal *journal);

/** hvr_journal_write: a new line; sets @line's seq, writer, and time of change */
gboolean hvr_journal_write(HvrJournal *journal, HvrJournalLine *line, GError **error);

/**
 * hvr_journal_claim:
 * @line: as listed
 *
 * Makes it this daemon's own, and marks it as interrupted.
 *
 * Returns: %FALSE without @error if somebody else was faster
 */
gboolean hvr_journal_claim(HvrJournal *journal, HvrJournalLine *line, GError **error);

/** hvr_journal_is_abandoned: whether it has not ended, and the daemon that wrote it has */
gboolean hvr_journal_is_abandoned(HvrJournal *journal, const HvrJournalLine *line);

/**
 * hvr_journal_list:
 * @host: (nullable): only those of this host
 * @guid: (nullable): only those of this machine
 * @limit: at most so many
 *
 * Returns: (transfer full) (element-type HvrJournalLine): the last line of each record, the one
 *   written last first
 */
GPtrArray *hvr_journal_list(
    HvrJournal *journal, const char *host, const char *guid, guint limit, GError **error);

/** hvr_journal_find: (transfer full) (nullable): the last line of one record */
HvrJournalLine *hvr_journal_find(HvrJournal *journal, const char *id);

/** hvr_journal_list_open: (transfer full) (element-type HvrJournalLine): the last line of each
 * record that has not ended, the oldest first */
GPtrArray *hvr_journal_list_open(HvrJournal *journal, GError **error);

/** hvr_journal_line_is_over: whether it has ended, however */
gboolean hvr_journal_line_is_over(const HvrJournalLine *line);

/** hvr_journal_line_wants_attention: whether somebody should know how it ended */
gboolean hvr_journal_line_wants_attention(const HvrJournalLine *line);

G_END_DECLS
