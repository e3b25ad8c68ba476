/* journal.c: what is about to be changed on hosts, written down before it is sent
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "journal_private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "hvr_error.h"

/* "HVRJ", so that file(1) and we know whose it is. */
#define APPLICATION_ID 0x4856524a

/* Raised when older programs cannot read the file any more. */
#define SCHEMA_VERSION 1

/* Some hundred operations and some thousand verbs. */
#define MAX_LINES "10000"

/* Another daemon of the same user writes a line or two. */
#define BUSY_MS 2000

gboolean
hvr_journal_fail(const HvrJournal *journal, int code, GError **error)
{
    return hvr_fail(error, HVR_ERROR_CONFIG, _("journal '%1$s': %2$s"), journal->path,
                    sqlite3_errstr(code));
}

sqlite3_stmt *
hvr_journal_prepare(HvrJournal *journal, const char *sql, GError **error)
{
    sqlite3_stmt *statement = NULL;
    int code;

    if (journal->error != NULL) {
        g_propagate_error(error, g_error_copy(journal->error));
        return NULL;
    }
    if (journal->db == NULL)
        return hvr_fail_null(error, HVR_ERROR_CONFIG, _("journal '%s' is not open"), journal->path);

    code = sqlite3_prepare_v2(journal->db, sql, -1, &statement, NULL);
    if (code != SQLITE_OK)
        hvr_journal_fail(journal, code, error);

    return statement;
}

gboolean
hvr_journal_run(HvrJournal *journal, sqlite3_stmt *statement, GError **error)
{
    g_autoptr(sqlite3_stmt) owned = statement;
    int code;

    if (statement == NULL)
        return FALSE;

    do {
        code = sqlite3_step(statement);
    } while (code == SQLITE_ROW);

    return code == SQLITE_DONE || hvr_journal_fail(journal, code, error);
}

static gboolean
run_text(HvrJournal *journal, const char *sql, GError **error)
{
    return hvr_journal_run(journal, hvr_journal_prepare(journal, sql, error), error);
}

/* Returns: -1 with an error. */
static gint64
ask_number(HvrJournal *journal, const char *sql, GError **error)
{
    g_autoptr(sqlite3_stmt) statement = hvr_journal_prepare(journal, sql, error);
    int code;

    if (statement == NULL)
        return -1;

    code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        return sqlite3_column_int64(statement, 0);
    hvr_journal_fail(journal, code, error);

    return -1;
}

gboolean
hvr_journal_prune(HvrJournal *journal, GError **error)
{
    return run_text(journal,
                    "DELETE FROM line WHERE seq <= (SELECT max(seq) FROM line) - " MAX_LINES
                    " AND id NOT IN (SELECT id FROM line AS last WHERE phase < 2 AND seq ="
                    " (SELECT max(seq) FROM line WHERE id = last.id))",
                    error);
}

/* A damaged file must be noticed now, not in the middle of a failover. */
static gboolean
check_sound(HvrJournal *journal, GError **error)
{
    g_autoptr(sqlite3_stmt)
        statement = hvr_journal_prepare(journal, "PRAGMA quick_check(1)", error);
    int code;

    if (statement == NULL)
        return FALSE;

    code = sqlite3_step(statement);
    if (code != SQLITE_ROW)
        return hvr_journal_fail(journal, code, error);
    if (g_strcmp0((const char *)sqlite3_column_text(statement, 0), "ok") != 0)
        return hvr_journal_fail(journal, SQLITE_CORRUPT, error);

    return TRUE;
}

/* @out_is_new: nothing is in it yet */
static gboolean
check_own(HvrJournal *journal, gboolean *out_is_new, GError **error)
{
    gint64 n_tables = ask_number(journal, "SELECT count(*) FROM sqlite_schema", error);
    gint64 owner = n_tables >= 0 ? ask_number(journal, "PRAGMA application_id", error) : -1;
    gint64 version = owner >= 0 ? ask_number(journal, "PRAGMA user_version", error) : -1;

    if (version < 0)
        return FALSE;

    *out_is_new = n_tables == 0 && owner == 0;
    if (!*out_is_new && owner != APPLICATION_ID)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("journal '%s': the file is of another program"),
                        journal->path);
    if (version > SCHEMA_VERSION)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("journal '%1$s': the file is of a newer version, %2$d"), journal->path,
                        (int)version);

    return TRUE;
}

/* The marks of ownership come last: a file that was begun and not finished has none. */
static gboolean
make_schema(HvrJournal *journal, GError **error)
{
    g_autofree char *table = hvr_journal_make_table();
    g_autofree char *owner = g_strdup_printf("PRAGMA application_id = %d", APPLICATION_ID);
    g_autofree char *version = g_strdup_printf("PRAGMA user_version = %d", SCHEMA_VERSION);
    const char *const statements[] = {
        "BEGIN IMMEDIATE",
        table,
        "CREATE INDEX IF NOT EXISTS line_id ON line (id, seq)",
        "CREATE INDEX IF NOT EXISTS line_guid ON line (guid, seq)",
        "CREATE TABLE IF NOT EXISTS writer (id INTEGER PRIMARY KEY AUTOINCREMENT, began INTEGER)",
        owner,
        version,
        "COMMIT",
    };

    for (guint i = 0; i < G_N_ELEMENTS(statements); i++) {
        if (!run_text(journal, statements[i], error))
            return FALSE;
    }

    return TRUE;
}

static gboolean
fail_errno(const HvrJournal *journal, int code, GError **error)
{
    return hvr_fail(error, HVR_ERROR_CONFIG, _("journal '%1$s': %2$s"), journal->path,
                    g_strerror(code));
}

/* Nobody else needs to know who moved which machine where. */
static gboolean
make_file(const HvrJournal *journal, GError **error)
{
    g_autofree char *directory = g_path_get_dirname(journal->path);
    int fd;

    if (g_mkdir_with_parents(directory, 0700) != 0)
        return fail_errno(journal, errno, error);

    fd = g_open(journal->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail_errno(journal, errno, error);
    close(fd);

    return TRUE;
}

static struct flock
make_lock(gint64 writer)
{
    return (struct flock){ .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = writer, .l_len = 1 };
}

static gboolean
open_lock(HvrJournal *journal, GError **error)
{
    g_autofree char *path = g_strdup_printf("%s-lock", journal->path);

    journal->lock_fd = g_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    return journal->lock_fd >= 0 || fail_errno(journal, errno, error);
}

/* The kernel lets go of the byte when the daemon dies, however that happens.  Taken it is
 * only where somebody has removed the journal under a daemon that lives. */
static gboolean
take_number(HvrJournal *journal, GError **error)
{
    struct flock lock;
    int code;

    do {
        if (!run_text(journal, "INSERT INTO writer (began) VALUES (unixepoch())", error))
            return FALSE;
        journal->writer = sqlite3_last_insert_rowid(journal->db);
        lock = make_lock(journal->writer);
        code = fcntl(journal->lock_fd, F_OFD_SETLK, &lock) == 0 ? 0 : errno;
    } while (code == EAGAIN);
    if (code != 0)
        return fail_errno(journal, code, error);

    return run_text(journal, "DELETE FROM writer WHERE id < (SELECT max(id) FROM writer)", error);
}

gboolean
hvr_journal_is_abandoned(HvrJournal *journal, const HvrJournalLine *line)
{
    struct flock lock = make_lock(line->writer);

    if (hvr_journal_line_is_over(line) || line->writer == journal->writer || journal->lock_fd < 0)
        return FALSE;

    return fcntl(journal->lock_fd, F_OFD_GETLK, &lock) == 0 && lock.l_type == F_UNLCK;
}

static gboolean
open_file(HvrJournal *journal, gboolean read_only, GError **error)
{
    int flags = SQLITE_OPEN_FULLMUTEX | (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    int code;

    if (!read_only && !make_file(journal, error))
        return FALSE;
    if (read_only && g_access(journal->path, R_OK) != 0)
        return fail_errno(journal, errno, error);

    code = sqlite3_open_v2(journal->path, &journal->db, flags, NULL);
    if (code != SQLITE_OK)
        return hvr_journal_fail(journal, code, error);
    sqlite3_busy_timeout(journal->db, BUSY_MS);

    return TRUE;
}

static gboolean
count_columns(HvrJournal *journal, GError **error)
{
    gint64 n = ask_number(journal, "SELECT count(*) FROM pragma_table_info('line')", error);

    journal->n_columns = (guint)MAX(n, 0);

    return n >= 0;
}

/* Older programs name the columns that they know, and leave the others alone. */
static gboolean
add_columns(HvrJournal *journal, GError **error)
{
    g_autofree char *first = NULL;
    char *sql;
    gboolean ok;

    if (!count_columns(journal, error))
        return FALSE;
    first = hvr_journal_make_column(journal->n_columns);
    if (first == NULL)
        return TRUE;

    /* Somebody else may be at it. */
    ok = run_text(journal, "BEGIN IMMEDIATE", error) && count_columns(journal, error);
    while (ok && (sql = hvr_journal_make_column(journal->n_columns)) != NULL) {
        ok = run_text(journal, sql, error);
        journal->n_columns++;
        g_free(sql);
    }

    return ok && run_text(journal, "COMMIT", error);
}

static gboolean
prepare_file(HvrJournal *journal, gboolean read_only, GError **error)
{
    gboolean is_new;

    if (!check_own(journal, &is_new, error))
        return FALSE;
    if (read_only)
        return is_new ? hvr_fail(error, HVR_ERROR_CONFIG, _("journal '%s' is empty"), journal->path)
                      : count_columns(journal, error);

    return check_sound(journal, error) && run_text(journal, "PRAGMA journal_mode = WAL", error) &&
           run_text(journal, "PRAGMA synchronous = FULL", error) &&
           (!is_new || make_schema(journal, error)) && add_columns(journal, error) &&
           open_lock(journal, error) && take_number(journal, error) &&
           hvr_journal_prune(journal, error);
}

gboolean
hvr_journal_open(HvrJournal *journal, gboolean read_only, GError **error)
{
    g_autoptr(GError) cause = NULL;

    if (open_file(journal, read_only, &cause) && prepare_file(journal, read_only, &cause))
        return TRUE;

    journal->error = g_error_copy(cause);
    g_propagate_error(error, g_steal_pointer(&cause));

    return FALSE;
}

HvrJournal *
hvr_journal_new(const char *path, HvrClock *clock)
{
    HvrJournal *journal = g_new0(HvrJournal, 1);

    g_atomic_ref_count_init(&journal->ref_count);
    journal->path = g_strdup(path);
    journal->clock = hvr_clock_ref(clock);
    journal->lock_fd = -1;
    journal->operations.write = hvr_journal_write_operation;
    journal->operations.user_data = journal;
    journal->operations.lines = journal;

    return journal;
}

HvrJournal *
hvr_journal_ref(HvrJournal *journal)
{
    g_atomic_ref_count_inc(&journal->ref_count);

    return journal;
}

void
hvr_journal_unref(HvrJournal *journal)
{
    if (!g_atomic_ref_count_dec(&journal->ref_count))
        return;

    sqlite3_close(journal->db);
    if (journal->lock_fd >= 0)
        close(journal->lock_fd);
    g_clear_error(&journal->error);
    hvr_clock_unref(journal->clock);
    g_free(journal->path);
    g_free(journal);
}

const HvrOperationJournal *
hvr_journal_get_operations(HvrJournal *journal)
{
    return &journal->operations;
}
