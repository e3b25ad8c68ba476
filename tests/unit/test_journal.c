/* test_journal.c: lines that outlive a daemon
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hvr_clock.h"
#include "hvr_error.h"
#include "journal.h"

#define GUID "33333333-3333-4333-8333-333333333333"

typedef struct {
    char *directory;
    char *path;
    HvrClock *clock;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer unused G_GNUC_UNUSED)
{
    fixture->directory = g_dir_make_tmp("journal.XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->directory, "state", "journal.db", NULL);
    fixture->clock = hvr_clock_new_stepped(1000);
}

static void
tear_down(Fixture *fixture, gconstpointer unused G_GNUC_UNUSED)
{
    static const char *const names[] = { "state/journal.db", "state/journal.db-wal",
                                         "state/journal.db-shm", "state/journal.db-lock", "state" };

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(fixture->directory, names[i], NULL);

        g_remove(path);
    }
    g_assert_cmpint(g_rmdir(fixture->directory), ==, 0);
    hvr_clock_unref(fixture->clock);
    g_free(fixture->path);
    g_free(fixture->directory);
}

static HvrJournal *
open_journal(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    HvrJournal *journal = hvr_journal_new(fixture->path, fixture->clock);

    hvr_journal_open(journal, FALSE, &error);
    g_assert_no_error(error);

    return journal;
}

static HvrJournalLine *
make_line(const char *id, const char *host)
{
    HvrOperationRecord *record = g_new0(HvrOperationRecord, 1);

    record->id = g_strdup(id);
    record->plan = g_strdup("failover");
    record->guid = g_strdup(GUID);
    record->vm = g_strdup("app01");
    record->source = g_strdup(host);

    return hvr_journal_line_new(record);
}

static void
write_line(HvrJournal *journal, HvrJournalLine *line)
{
    g_autoptr(GError) error = NULL;

    hvr_journal_write(journal, line, &error);
    g_assert_no_error(error);
}

static HvrJournalLine *
find(HvrJournal *journal, const char *id)
{
    HvrJournalLine *line = hvr_journal_find(journal, id);

    g_assert_nonnull(line);

    return line;
}

static void
test_columns(Fixture *fixture, gconstpointer unused G_GNUC_UNUSED)
{
    g_autoptr(HvrJournal) journal = open_journal(fixture);
    g_autoptr(HvrJournalLine) line = make_line("id-1", "hv-a");
    g_autoptr(HvrJournalLine) read = NULL;

    line->is_verb = line->wait = line->is_exclusive = line->removes = line->is_saved = TRUE;
    line->step_name = g_strdup("prepare");
    line->request = g_strdup("Msvm_ReplicationService.InitiateFailover");
    line->job = g_strdup("job-1");
    line->state = 5;
    line->mode = 2;
    line->legs[0] = 4;
    line->configured = 1777604400000002;
    line->checkpoints = g_strdup("a\nb\n");
    line->current = g_strdup("b");
    line->record->reason = g_strdup("change 4711");
    line->record->target = g_strdup("hv-b");
    line->record->wishes = 7;
    line->record->memory = 0x80000001u;
    line->record->phase = HVR_OPERATION_UNCLEAR;
    line->record->step = 3;
    line->record->began = 1777604400000001;
    line->record->error = g_strdup("it's \"odd\"\n");
    write_line(journal, line);
    read = find(journal, "id-1");

    g_assert_cmpint(read->seq, ==, 1);
    g_assert_cmpint(read->writer, ==, 1);
    g_assert_true(read->is_verb && read->wait && read->is_exclusive && read->removes);
    g_assert_true(read->is_saved);
    g_assert_false(read->is_interrupted);
    g_assert_cmpstr(read->step_name, ==, "prepare");
    g_assert_cmpstr(read->request, ==, "Msvm_ReplicationService.InitiateFailover");
    g_assert_cmpstr(read->job, ==, "job-1");
    g_assert_cmpint(read->state, ==, 5);
    g_assert_cmpuint(read->mode, ==, 2);
    g_assert_cmpint(read->legs[0], ==, 4);
    g_assert_cmpint(read->legs[1], ==, -1);
    g_assert_cmpint(read->configured, ==, 1777604400000002);
    g_assert_cmpstr(read->checkpoints, ==, "a\nb\n");
    g_assert_cmpstr(read->current, ==, "b");
    g_assert_cmpstr(read->record->reason, ==, "change 4711");
    g_assert_cmpstr(read->record->plan, ==, "failover");
    g_assert_cmpstr(read->record->guid, ==, GUID);
    g_assert_cmpstr(read->record->vm, ==, "app01");
    g_assert_cmpstr(read->record->source, ==, "hv-a");
    g_assert_cmpstr(read->record->target, ==, "hv-b");
    g_assert_cmpuint(read->record->wishes, ==, 7);
    g_assert_cmpuint(read->record->memory, ==, 0x80000001u);
    g_assert_cmpint(read->record->phase, ==, HVR_OPERATION_UNCLEAR);
    g_assert_cmpuint(read->record->step, ==, 3);
    g_assert_cmpint(read->record->began, ==, 1777604400000001);
    g_assert_cmpint(read->record->changed, ==, 1000);
    g_assert_cmpstr(read->record->error, ==, "it's \"odd\"\n");
}

/* Returns: (transfer full): the ids, in their order. */
static char *
list_ids(HvrJournal *journal, const char *host, const char *guid, guint limit)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) lines = hvr_journal_list(journal, host, guid, limit, &error);
    GString *ids = g_string_new(NULL);

    g_assert_no_error(error);
    for (guint i = 0; i < lines->len; i++) {
        const HvrJournalLine *line = lines->pdata[i];

        g_string_append_printf(ids, "%s%s:%s", i > 0 ? " " : "", line->record->id,
                               hvr_operation_phase_get_name(line->record->phase));
    }

    return g_string_free(ids, FALSE);
}

#define ASSERT_LIST(journal, host, guid, limit, wanted)                                            \
    do {                                                                                           \
        g_autofree char *found = list_ids(journal, host, guid, limit);                             \
                                                                                                   \
        g_assert_cmpstr(found, ==, wanted);                                                        \
    } while (0)

static void
test_last_line_holds(Fixture *fixture, gconstpointer unused G_GNUC_UNUSED)
{
    g_autoptr(HvrJournal) journal = open_journal(fixture);
    g_autoptr(HvrJournalLine) a = make_line("a", "hv-a");
    g_autoptr(HvrJournalLine) b = make_line("b", "hv-b");
    g_autoptr(GPtrArray) left = NULL;

    b->record->target = g_strdup("hv-a");
    write_line(journal, a);
    write_line(journal, b);
    ASSERT_LIST(journal, NULL, NULL, 9, "b:running a:running");
    a->record->phase = HVR_OPERATION_DONE;
    write_line(journal, a);

    ASSERT_LIST(journal, NULL, NULL, 9, "a:done b:running");
    ASSERT_LIST(journal, NULL, NULL, 1, "a:done");
    ASSERT_LIST(journal, "hv-a", GUID, 9, "a:done b:running");
    ASSERT_LIST(journal, "hv-b", GUID, 9, "b:running");
    ASSERT_LIST(journal, "hv-c", NULL, 9, "");
    ASSERT_LIST(journal, NULL, "another", 9, "");
    left = hvr_journal_list_open(journal, NULL);
    g_assert_cmpuint(left->len, ==, 1);
}

static void
test_claim(Fixture *fixture, gconstpointer unused G_GNUC_UNUSED)
{
    g_autoptr(HvrJournal) first = open_journal(fixture);
    g_autoptr(HvrJournal) second = open_journal(fixture);
    g_autoptr(HvrJournalLine) line = make_line("a", "hv-a");
    g_autoptr(HvrJournalLine) mine = NULL;
    g_autoptr(HvrJournalLine) late = NULL;
    g_autoptr(GError) error = NULL;

    write_line(first, line);
    mine = find(second, "a");
    late = find(second, "a");
    g_assert_false(hvr_journal_is_abandoned(second, mine)); /* the first one lives */
    g_assert_false(hvr_journal_is_abandoned(first, mine));

    g_clear_pointer(&first, hvr_journal_unref);
    g_assert_true(hvr_journal_is_abandoned(second, mine));
    g_assert_true(hvr_journal_claim(second, mine, &error));
    g_assert_false(hvr_journal_claim(second, late, &error)); /* somebody was faster */
    g_assert_no_error(error);
    g_assert_false(hvr_journal_is_abandoned(second, mine));
    g_assert_true(mine->is_interrupted);

    mine->record->phase = HVR_OPERATION_UNDONE;
    g_assert_false(hvr_journal_is_abandoned(second, mine));
}

/* What an operation writes of itself does not know that it was interrupted once. */
static void
test_interrupted_for_good(Fixture *fixture, gconstpointer unused G_GNUC_UNUSED)
{
    g_autoptr(HvrJournal) journal = open_journal(fixture);
    const HvrOperationJournal *operations = hvr_journal_get_operations(journal);
    g_autoptr(HvrJournalLine) line = make_line("a", "hv-a");
    g_autoptr(HvrJournalLine) read = NULL;

    g_free(line->record->plan);
    line->record->plan = g_strdup("planned-failover");
    line->record->step = 2;
    write_line(journal, line);
    g_assert_true(hvr_journal_claim(journal, line, NULL));
    g_assert_true(operations->write(operations->user_data, line->record, NULL));
    read = find(journal, "a");

    g_assert_true(read->is_interrupted);
    g_assert_false(read->is_verb);
    g_assert_cmpstr(read->step_name, ==, "prepare");
}

static void
test_attention(void)
{
    /* clang-format off */
    static const struct {
        HvrOperationPhase phase;
        gboolean is_over;
        gboolean wants;             /* attention */
        gboolean wants_interrupted; /* the same, once interrupted */
    } rows[] = {
        { HVR_OPERATION_RUNNING, FALSE, FALSE, TRUE  },
        { HVR_OPERATION_UNDOING, FALSE, FALSE, TRUE  },
        { HVR_OPERATION_DONE,    TRUE,  FALSE, FALSE },
        { HVR_OPERATION_UNDONE,  TRUE,  FALSE, TRUE  },
        { HVR_OPERATION_STUCK,   TRUE,  TRUE,  TRUE  },
        { HVR_OPERATION_STARTED, TRUE,  FALSE, FALSE },
        { HVR_OPERATION_FAILED,  TRUE,  FALSE, TRUE  },
        { HVR_OPERATION_UNCLEAR, TRUE,  TRUE,  TRUE  },
    };
    /* clang-format on */

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HvrJournalLine) line = make_line("a", "hv-a");

        line->record->phase = rows[i].phase;
        g_assert_cmpint(hvr_journal_line_is_over(line), ==, rows[i].is_over);
        g_assert_cmpint(hvr_journal_line_wants_attention(line), ==, rows[i].wants);
        line->is_interrupted = TRUE;
        g_assert_cmpint(hvr_journal_line_wants_attention(line), ==, rows[i].wants_interrupted);
    }
}

static void
test_killed(Fixture *fixture, gconstpointer unused G_GNUC_UNUSED)
{
    g_autoptr(HvrJournal) journal = NULL;
    g_autoptr(HvrJournalLine) line = NULL;
    pid_t child = fork();
    int status;

    if (child == 0) {
        HvrJournal *own = open_journal(fixture);

        write_line(own, make_line("a", "hv-a"));
        kill(getpid(), SIGKILL);
    }
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFSIGNALED(status));

    journal = open_journal(fixture);
    line = find(journal, "a");
    g_assert_true(hvr_journal_is_abandoned(journal, line));
}

static void
run_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;

    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
    sqlite3_close(db);
}

static void
test_bounded(Fixture *fixture, gconstpointer unused G_GNUC_UNUSED)
{
    g_autoptr(HvrJournal) journal = open_journal(fixture);
    g_autoptr(HvrJournalLine) line = make_line("open", "hv-a");
    g_autoptr(HvrJournalLine) oldest = NULL;
    g_autoptr(GPtrArray) lines = NULL;

    write_line(journal, line);
    run_sql(fixture->path, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE"
                           " i < 10400) INSERT INTO line (id, phase) SELECT 'old-' || i, 2 FROM n");
    g_clear_pointer(&journal, hvr_journal_unref);
    journal = open_journal(fixture);
    lines = hvr_journal_list(journal, NULL, NULL, 20000, NULL);

    /* 10,000 of them, and what has not ended, however old. */
    g_assert_cmpuint(lines->len, ==, 10001);
    oldest = find(journal, "open");
    g_assert_cmpint(oldest->seq, ==, 1);
}

static void
test_private(Fixture *fixture, gconstpointer unused G_GNUC_UNUSED)
{
    g_autoptr(HvrJournal) journal = open_journal(fixture);
    struct stat status;

    g_assert_cmpint(stat(fixture->path, &status), ==, 0);
    g_assert_cmpuint(status.st_mode & 0777, ==, 0600);
}

/* What is in place of the journal, and what is said of it. */
typedef struct {
    const char *name;
    const char *sql;   /* (nullable): for a database */
    const char *text;  /* (nullable): for anything else */
    const char *where; /* (nullable): instead of the usual place */
    const char *wanted;
} Wrong;

/* clang-format off */
static const Wrong wrongs[] = {
    { "no-database",   NULL, "this is no database, and long enough to show that it is none at all", NULL, "': file is not a database" },
    { "foreign",       "CREATE TABLE bookmarks (url TEXT)", NULL, NULL, "': the file is of another program" },
    { "foreign-owner", "PRAGMA application_id = 7; CREATE TABLE line (seq INTEGER)", NULL, NULL, "': the file is of another program" },
    { "newer",         "PRAGMA application_id = 1213616714; PRAGMA user_version = 2; CREATE TABLE line (seq INTEGER)", NULL, NULL, "': the file is of a newer version, 2" },
    { "no-directory",  NULL, "a file", "state/journal.db/journal.db", "': Not a directory" },
    { "is-directory",  NULL, NULL, "state", "': Is a directory" },
};
/* clang-format on */

static void
test_wrong_file(Fixture *fixture, gconstpointer data)
{
    const Wrong *wrong = data;
    g_autofree char *state = g_path_get_dirname(fixture->path);
    g_autofree char *path = wrong->where != NULL
                                ? g_build_filename(fixture->directory, wrong->where, NULL)
                                : g_strdup(fixture->path);
    g_autoptr(HvrJournal) journal = hvr_journal_new(path, fixture->clock);
    g_autoptr(HvrJournalLine) line = make_line("a", "hv-a");
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) later = NULL;

    g_assert_cmpint(g_mkdir(state, 0700), ==, 0);
    if (wrong->sql != NULL)
        run_sql(fixture->path, wrong->sql);
    if (wrong->text != NULL)
        g_assert_true(g_file_set_contents(fixture->path, wrong->text, -1, NULL));

    g_assert_false(hvr_journal_open(journal, FALSE, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_true(g_str_has_prefix(error->message, "journal '"));
    g_assert_nonnull(strstr(error->message, path));
    g_assert_true(g_str_has_suffix(error->message, wrong->wanted));

    /* Whoever wants to write is told the same. */
    g_assert_false(hvr_journal_write(journal, line, &later));
    g_assert_error(later, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_cmpstr(later->message, ==, error->message);
}

/* Pages in the middle overwritten, as a broken disk leaves them. */
static void
test_damaged(Fixture *fixture, gconstpointer unused G_GNUC_UNUSED)
{
    g_autoptr(HvrJournal) journal = open_journal(fixture);
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    gsize length;

    for (guint i = 0; i < 40; i++) {
        g_autofree char *id = g_strdup_printf("id-%u", i);
        g_autoptr(HvrJournalLine) line = make_line(id, "hv-a");

        write_line(journal, line);
    }
    g_clear_pointer(&journal, hvr_journal_unref);
    g_assert_true(g_file_get_contents(fixture->path, &text, &length, NULL));
    g_assert_cmpuint(length, >, 8192);
    memset(text + 4096, 0x5a, length - 4096);
    g_assert_true(g_file_set_contents(fixture->path, text, (gssize)length, NULL));

    journal = hvr_journal_new(fixture->path, fixture->clock);
    g_assert_false(hvr_journal_open(journal, FALSE, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_true(g_str_has_suffix(error->message, "': database disk image is malformed"));
}

/* Looking makes nothing. */
static void
test_read_only(Fixture *fixture, gconstpointer unused G_GNUC_UNUSED)
{
    g_autoptr(HvrJournal) missing = hvr_journal_new(fixture->path, fixture->clock);
    g_autoptr(HvrJournal) journal = hvr_journal_new(fixture->path, fixture->clock);
    g_autoptr(HvrJournal) writer = NULL;
    g_autoptr(HvrJournalLine) line = make_line("a", "hv-a");
    g_autoptr(GError) error = NULL;

    g_assert_false(hvr_journal_open(missing, TRUE, &error));
    g_assert_true(g_str_has_suffix(error->message, "': No such file or directory"));
    g_assert_false(g_file_test(fixture->path, G_FILE_TEST_EXISTS));

    writer = open_journal(fixture);
    write_line(writer, line);
    g_assert_true(hvr_journal_open(journal, TRUE, NULL));
    ASSERT_LIST(journal, NULL, NULL, 9, "a:running"); /* while the daemon runs */
    g_assert_false(hvr_journal_write(journal, line, NULL));

    /* The version before knew of no reasons: its file is read as it is, and gets the column. */
    g_clear_pointer(&journal, hvr_journal_unref);
    g_clear_pointer(&writer, hvr_journal_unref);
    run_sql(fixture->path, "ALTER TABLE line DROP COLUMN reason");
    journal = hvr_journal_new(fixture->path, fixture->clock);
    g_assert_true(hvr_journal_open(journal, TRUE, NULL));
    ASSERT_LIST(journal, NULL, NULL, 9, "a:running");
    writer = open_journal(fixture);
    write_line(writer, line);
}

static void
test_not_open(Fixture *fixture, gconstpointer unused G_GNUC_UNUSED)
{
    g_autoptr(HvrJournal) journal = hvr_journal_new(fixture->path, fixture->clock);
    g_autoptr(HvrJournalLine) line = make_line("a", "hv-a");
    g_autoptr(GError) error = NULL;

    g_assert_false(hvr_journal_write(journal, line, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_null(hvr_journal_list_open(journal, NULL));
    g_assert_null(hvr_journal_find(journal, "a"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(path, function) g_test_add("/journal/" path, Fixture, NULL, set_up, function, tear_down)
    ADD("columns", test_columns);
    ADD("last-line-holds", test_last_line_holds);
    ADD("claim", test_claim);
    ADD("interrupted-for-good", test_interrupted_for_good);
    g_test_add_func("/journal/attention", test_attention);
    ADD("killed", test_killed);
    ADD("bounded", test_bounded);
    ADD("private", test_private);
    ADD("damaged", test_damaged);
    ADD("read-only", test_read_only);
    ADD("not-open", test_not_open);
    for (guint i = 0; i < G_N_ELEMENTS(wrongs); i++) {
        g_autofree char *path = g_strdup_printf("/journal/wrong-file/%s", wrongs[i].name);

        g_test_add(path, Fixture, &wrongs[i], set_up, test_wrong_file, tear_down);
    }

    return g_test_run();
}
