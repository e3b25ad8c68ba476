/* journal_line.c: the lines of the journal
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "journal_private.h"

#include <stddef.h>

/* As often as that the oldest lines are dropped while the daemon runs. */
#define PRUNE_EVERY 256

typedef enum {
    TEXT,   /* char * */
    WIDE,   /* gint64 */
    NUMBER, /* int, guint, gboolean or an enumeration */
} ColumnType;

/* What a line is made of; the first one is the key.  New ones come last, so that a file of before
 * lacks those behind some column. */
#define OF_LINE(field)   FALSE, offsetof(HvrJournalLine, field)
#define OF_RECORD(field) TRUE, offsetof(HvrOperationRecord, field)
/* clang-format off */
static const struct {
    const char *name;
    ColumnType type;
    gboolean is_of_record;
    gsize offset;
} columns[] = {
    { "seq",            WIDE,   OF_LINE(seq) },
    { "id",             TEXT,   OF_RECORD(id) },
    { "writer",         WIDE,   OF_LINE(writer) },
    { "is_verb",        NUMBER, OF_LINE(is_verb) },
    { "is_interrupted", NUMBER, OF_LINE(is_interrupted) },
    { "name",           TEXT,   OF_RECORD(plan) },
    { "guid",           TEXT,   OF_RECORD(guid) },
    { "vm",             TEXT,   OF_RECORD(vm) },
    { "source",         TEXT,   OF_RECORD(source) },
    { "target",         TEXT,   OF_RECORD(target) },
    { "wishes",         NUMBER, OF_RECORD(wishes) },
    { "memory",         NUMBER, OF_RECORD(memory) },
    { "phase",          NUMBER, OF_RECORD(phase) },
    { "step",           NUMBER, OF_RECORD(step) },
    { "step_name",      TEXT,   OF_LINE(step_name) },
    { "request",        TEXT,   OF_LINE(request) },
    { "job",            TEXT,   OF_LINE(job) },
    { "began",          WIDE,   OF_RECORD(began) },
    { "changed",        WIDE,   OF_RECORD(changed) },
    { "error",          TEXT,   OF_RECORD(error) },
    { "wait",           NUMBER, OF_LINE(wait) },
    { "is_exclusive",   NUMBER, OF_LINE(is_exclusive) },
    { "removes",        NUMBER, OF_LINE(removes) },
    { "state",          NUMBER, OF_LINE(state) },
    { "is_saved",       NUMBER, OF_LINE(is_saved) },
    { "mode",           NUMBER, OF_LINE(mode) },
    { "leg0",           NUMBER, OF_LINE(legs[0]) },
    { "leg1",           NUMBER, OF_LINE(legs[1]) },
    { "configured",     WIDE,   OF_LINE(configured) },
    { "checkpoints",    TEXT,   OF_LINE(checkpoints) },
    { "current",        TEXT,   OF_LINE(current) },
    { "reason",         TEXT,   OF_RECORD(reason) },
};
/* clang-format on */

G_STATIC_ASSERT(sizeof(HvrOperationPhase) == sizeof(int));

#define LAST_OF(condition) "seq IN (SELECT max(seq) FROM line" condition " GROUP BY id)"

HvrJournalLine *
hvr_journal_line_new(HvrOperationRecord *record)
{
    HvrJournalLine *line = g_new0(HvrJournalLine, 1);

    line->record = record;
    line->legs[0] = line->legs[1] = -1;

    return line;
}

void
hvr_journal_line_free(HvrJournalLine *line)
{
    if (line == NULL)
        return;

    hvr_operation_record_free(line->record);
    g_free(line->step_name);
    g_free(line->request);
    g_free(line->job);
    g_free(line->checkpoints);
    g_free(line->current);
    g_free(line);
}

gboolean
hvr_journal_line_is_over(const HvrJournalLine *line)
{
    return line->record->phase > HVR_OPERATION_UNDOING;
}

gboolean
hvr_journal_line_wants_attention(const HvrJournalLine *line)
{
    HvrOperationPhase phase = line->record->phase;

    if (phase == HVR_OPERATION_STUCK || phase == HVR_OPERATION_UNCLEAR)
        return TRUE;

    return line->is_interrupted && phase != HVR_OPERATION_DONE && phase != HVR_OPERATION_STARTED;
}

static const char *
get_type(guint column)
{
    static const char *const types[] = { "TEXT", "INTEGER", "INTEGER" };

    return column > 0 ? types[columns[column].type] : "INTEGER PRIMARY KEY AUTOINCREMENT";
}

char *
hvr_journal_make_table(void)
{
    GString *sql = g_string_new("CREATE TABLE IF NOT EXISTS line (");

    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        g_string_append_printf(sql, "%s%s %s", i > 0 ? ", " : "", columns[i].name, get_type(i));
    g_string_append(sql, ")");

    return g_string_free(sql, FALSE);
}

char *
hvr_journal_make_column(guint column)
{
    if (column >= G_N_ELEMENTS(columns))
        return NULL;

    return g_strdup_printf("ALTER TABLE line ADD COLUMN %s %s", columns[column].name,
                           get_type(column));
}

/* "name, name, ..." or "?1, ?2, ..." of all but the key; NULL for what the file lacks. */
static void
append_all(const HvrJournal *journal, GString *sql, gboolean are_names)
{
    for (guint i = 1; i < G_N_ELEMENTS(columns); i++) {
        g_string_append(sql, i > 1 ? ", " : "");
        if (are_names)
            g_string_append(sql, i < journal->n_columns ? columns[i].name : "NULL");
        else
            g_string_append_printf(sql, "?%u", i);
    }
}

static gpointer
find_field(const HvrJournalLine *line, guint column)
{
    gpointer base = columns[column].is_of_record ? (gpointer)line->record : (gpointer)line;

    return (char *)base + columns[column].offset;
}

static void
bind(sqlite3_stmt *statement, const HvrJournalLine *line)
{
    for (guint i = 1; i < G_N_ELEMENTS(columns); i++) {
        gpointer field = find_field(line, i);

        if (columns[i].type == TEXT)
            sqlite3_bind_text(statement, (int)i, *(char **)field, -1, SQLITE_TRANSIENT);
        else if (columns[i].type == WIDE)
            sqlite3_bind_int64(statement, (int)i, *(gint64 *)field);
        else
            sqlite3_bind_int(statement, (int)i, *(int *)field);
    }
}

static HvrJournalLine *
read_line(sqlite3_stmt *statement)
{
    HvrJournalLine *line = hvr_journal_line_new(g_new0(HvrOperationRecord, 1));

    for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
        gpointer field = find_field(line, i);

        if (columns[i].type == TEXT)
            *(char **)field = g_strdup((const char *)sqlite3_column_text(statement, (int)i));
        else if (columns[i].type == WIDE)
            *(gint64 *)field = sqlite3_column_int64(statement, (int)i);
        else
            *(int *)field = sqlite3_column_int(statement, (int)i);
    }

    return line;
}

/* @condition: (nullable): what has to hold for the line to be written */
static sqlite3_stmt *
prepare_insert(HvrJournal *journal, const char *condition, GError **error)
{
    g_autoptr(GString) sql = g_string_new("INSERT INTO line (");

    append_all(journal, sql, TRUE);
    g_string_append(sql, ") SELECT ");
    append_all(journal, sql, FALSE);
    if (condition != NULL)
        g_string_append_printf(sql, " WHERE %s", condition);
    g_string_append(sql, " RETURNING seq");

    return hvr_journal_prepare(journal, sql->str, error);
}

/* The row is on the disk once the statement has come to its end, not before.  Without a row the
 * condition did not hold.  @statement: (transfer full) (nullable) */
static gboolean
insert(HvrJournal *journal, sqlite3_stmt *statement, HvrJournalLine *line, GError **error)
{
    g_autoptr(sqlite3_stmt) owned = statement;
    gint64 seq = 0;
    int code;

    if (statement == NULL)
        return FALSE;

    bind(statement, line);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        seq = sqlite3_column_int64(statement, 0);
    if (code != SQLITE_DONE)
        return hvr_journal_fail(journal, code, error);
    if (seq > 0)
        line->seq = seq;

    return seq > 0;
}

gboolean
hvr_journal_claim(HvrJournal *journal, HvrJournalLine *line, GError **error)
{
    g_autofree char *condition = g_strdup_printf(
        "%" G_GINT64_FORMAT " = (SELECT max(seq) FROM line WHERE id = ?1)", line->seq);

    line->is_interrupted = TRUE;
    line->writer = journal->writer;

    return insert(journal, prepare_insert(journal, condition, error), line, error);
}

/* Once interrupted, it stays so to the end. */
static gboolean
was_interrupted(HvrJournal *journal, const char *id)
{
    g_autoptr(sqlite3_stmt) statement = hvr_journal_prepare(
        journal, "SELECT 1 FROM line WHERE id = ?1 AND is_interrupted LIMIT 1", NULL);

    if (statement == NULL)
        return FALSE;
    sqlite3_bind_text(statement, 1, id, -1, SQLITE_TRANSIENT);

    return sqlite3_step(statement) == SQLITE_ROW;
}

gboolean
hvr_journal_write(HvrJournal *journal, HvrJournalLine *line, GError **error)
{
    line->writer = journal->writer;
    line->is_interrupted = line->is_interrupted || was_interrupted(journal, line->record->id);
    line->record->changed = hvr_clock_get_real(journal->clock);
    if (!insert(journal, prepare_insert(journal, NULL, error), line, error))
        return FALSE;

    return line->seq % PRUNE_EVERY != 0 || hvr_journal_prune(journal, error);
}

gboolean
hvr_journal_write_operation(gpointer user_data, const HvrOperationRecord *record, GError **error)
{
    HvrJournal *journal = user_data;
    const HvrOperationPlan *plan = hvr_operation_plan_find(record->plan);
    g_autoptr(HvrJournalLine) line = hvr_journal_line_new(hvr_operation_record_copy(record));

    if (plan != NULL && record->step < plan->n_steps)
        line->step_name = g_strdup(plan->steps[record->step].name);

    return hvr_journal_write(journal, line, error);
}

/* @statement: (transfer full) (nullable) */
static GPtrArray *
list(HvrJournal *journal, sqlite3_stmt *statement, GError **error)
{
    g_autoptr(sqlite3_stmt) owned = statement;
    g_autoptr(GPtrArray)
        lines = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_journal_line_free);
    int code;

    if (statement == NULL)
        return NULL;

    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        g_ptr_array_add(lines, read_line(statement));
    if (code != SQLITE_DONE) {
        hvr_journal_fail(journal, code, error);
        return NULL;
    }

    return g_steal_pointer(&lines);
}

static sqlite3_stmt *
prepare_select(HvrJournal *journal, const char *condition, GError **error)
{
    g_autoptr(GString) sql = g_string_new("SELECT seq, ");

    append_all(journal, sql, TRUE);
    g_string_append_printf(sql, " FROM line WHERE %s", condition);

    return hvr_journal_prepare(journal, sql->str, error);
}

GPtrArray *
hvr_journal_list(
    HvrJournal *journal, const char *host, const char *guid, guint limit, GError **error)
{
    const char *condition =
        guid != NULL ? LAST_OF(" WHERE guid = ?2") " AND (?1 IS NULL OR ?1 IN (source, target))"
                                                   " ORDER BY seq DESC LIMIT ?3"
                     : LAST_OF("") " AND (?1 IS NULL OR ?1 IN (source, target)) AND ?2 IS NULL"
                                   " ORDER BY seq DESC LIMIT ?3";
    sqlite3_stmt *statement = prepare_select(journal, condition, error);

    if (statement == NULL)
        return NULL;

    sqlite3_bind_text(statement, 1, host, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(statement, 2, guid, -1, SQLITE_TRANSIENT);
    sqlite3_bind_int64(statement, 3, limit);

    return list(journal, statement, error);
}

HvrJournalLine *
hvr_journal_find(HvrJournal *journal, const char *id)
{
    g_autoptr(sqlite3_stmt)
        statement = prepare_select(journal, "id = ?1 ORDER BY seq DESC LIMIT 1", NULL);

    if (statement == NULL)
        return NULL;
    sqlite3_bind_text(statement, 1, id, -1, SQLITE_TRANSIENT);

    return sqlite3_step(statement) == SQLITE_ROW ? read_line(statement) : NULL;
}

GPtrArray *
hvr_journal_list_open(HvrJournal *journal, GError **error)
{
    return list(journal,
                prepare_select(journal, LAST_OF("") " AND phase < 2 ORDER BY began", error), error);
}
