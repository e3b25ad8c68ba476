/* journal_private.h: the journal, for the files that make it up
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * journal.c opens it, journal_line.c writes and reads lines.
 */

#pragma once

#include <sqlite3.h>

#include "hvr_clock.h"
#include "journal.h"

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC(sqlite3_stmt, sqlite3_finalize)

/**
 * HvrJournal:
 * @db: (nullable): SQLite's own mutex makes it thread-safe; every call of ours is one statement
 * @lock_fd: holds this daemon's byte, -1 without
 * @writer: this daemon's number, and byte
 * @n_columns: of the table of lines; one that is only looked at may be of an older program
 * @error: why it is not open
 */
struct _HvrJournal {
    gatomicrefcount ref_count;
    char *path;
    HvrClock *clock;
    sqlite3 *db;
    int lock_fd;
    gint64 writer;
    guint n_columns;
    GError *error;
    HvrOperationJournal operations;
};

/** hvr_journal_prepare: (transfer full): a statement; %NULL with the reason why not */
sqlite3_stmt *hvr_journal_prepare(HvrJournal *journal, const char *sql, GError **error);

/** hvr_journal_run: a statement without answer; @statement: (transfer full) (nullable) */
gboolean hvr_journal_run(HvrJournal *journal, sqlite3_stmt *statement, GError **error);

/** hvr_journal_fail: with SQLite's own word for it */
gboolean hvr_journal_fail(const HvrJournal *journal, int code, GError **error);

/** hvr_journal_prune: drop the oldest lines of what has ended */
gboolean hvr_journal_prune(HvrJournal *journal, GError **error);

/** hvr_journal_make_table: (transfer full): the statement that makes the table of lines */
char *hvr_journal_make_table(void);

/** hvr_journal_make_column: (transfer full) (nullable): the statement that adds the @column-th to a
 * table that lacks it; %NULL: there is none */
char *hvr_journal_make_column(guint column);

/** hvr_journal_write_operation: an operation's own line, see HvrOperationJournal */
gboolean
hvr_journal_write_operation(gpointer user_data, const HvrOperationRecord *record, GError **error);

G_END_DECLS
