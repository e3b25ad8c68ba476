/* daemon_history.c: this daemon's journal, and what those before it left there
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_history.h"

#include <glib/gi18n-lib.h>

#include "journal.h"
#include "recovery.h"

/* As many as a table can be read with. */
#define TABLE_LIMIT 1000

struct _HvrDaemonHistory {
    HvrJournal *journal;
    HvrRecovery *recovery; /* (nullable): if the journal is any good */
};

/* Field names as systemd.journal-fields(7) wants them. */
static void
on_told(const HvrJournalLine *line, const char *message, gpointer user_data)
{
    const HvrOperationRecord *record = line->record;
    const char *phase = hvr_operation_phase_get_name(record->phase);
    gboolean is_trouble = hvr_journal_line_is_over(line) && hvr_journal_line_wants_attention(line);

    if (is_trouble)
        g_log_structured(G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, "HYPERV_HOST", record->source,
                         "HYPERV_VM", record->vm, "HYPERV_OPERATION", record->plan, "HYPERV_PHASE",
                         phase, "MESSAGE", "%s", message);
    else
        g_log_structured(G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "HYPERV_HOST", record->source,
                         "HYPERV_VM", record->vm, "HYPERV_OPERATION", record->plan, "HYPERV_PHASE",
                         phase, "MESSAGE", "%s", message);
}

HvrDaemonHistory *
hvr_daemon_history_new(const char *path, HvrClock *clock, HvrDirectory *directory)
{
    HvrDaemonHistory *self = g_new0(HvrDaemonHistory, 1);
    g_autoptr(GError) error = NULL;

    self->journal = hvr_journal_new(path, clock);
    hvr_directory_set_journal(directory, hvr_journal_get_operations(self->journal));
    if (hvr_journal_open(self->journal, FALSE, &error))
        self->recovery = hvr_recovery_start(directory, self->journal, clock, on_told, self);
    else
        g_warning("nothing can be changed until --state-dir is right: %s", error->message);

    return self;
}

void
hvr_daemon_history_free(HvrDaemonHistory *self)
{
    if (self == NULL)
        return;

    hvr_recovery_stop(self->recovery);
    hvr_journal_unref(self->journal);
    g_free(self);
}

/* How wide a terminal shows it: Unicode's East Asian Width, two columns for a wide character. */
static gsize
count_columns(const char *text)
{
    gsize columns = 0;

    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);

        if (!g_unichar_iszerowidth(character))
            columns += g_unichar_iswide(character) ? 2 : 1;
    }

    return columns;
}

/* @cells: one a column of the table, the last as wide as it is. */
static void
append_row(GString *table, const char *const cells[])
{
    static const gsize widths[] = { 20, 9, 20, 15, 24 };

    for (gsize i = 0; i < G_N_ELEMENTS(widths); i++) {
        g_autofree char *cell = g_utf8_make_valid(cells[i], -1);

        g_string_append(table, cell);
        for (gsize column = count_columns(cell); column < widths[i]; column++)
            g_string_append_c(table, ' ');
        g_string_append(table, "  ");
    }
    g_string_append_printf(table, "%s\n", cells[G_N_ELEMENTS(widths)]);
}

/* What it is about, in the words of who reads it. */
static const char *
get_place(const HvrJournalLine *line)
{
    if (line->step_name != NULL)
        return line->step_name;

    return line->request != NULL ? line->request : "-";
}

static void
append_line(GString *table, const HvrJournalLine *line)
{
    const HvrOperationRecord *record = line->record;
    g_autoptr(GDateTime) began = g_date_time_new_from_unix_utc(record->began / G_TIME_SPAN_SECOND);
    g_autofree char *time = began != NULL ? g_date_time_format(began, "%Y-%m-%dT%H:%M:%SZ") : NULL;
    g_autofree char *phase = g_strdup_printf("%s%s", hvr_operation_phase_get_name(record->phase),
                                             line->is_interrupted ? "*" : "");
    g_autofree char *place = record->target != NULL
                                 ? g_strdup_printf("%s > %s", record->source, record->target)
                                 : g_strdup(record->source);

    append_row(table, (const char *[]){ time != NULL ? time : "-", phase, record->plan, record->vm,
                                        place, get_place(line) });
    if (record->error != NULL)
        g_string_append_printf(table, "    %s\n", record->error);
}

char *
hvr_daemon_history_format(const char *path, GError **error)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    g_autoptr(HvrJournal) journal = hvr_journal_new(path, clock);
    g_autoptr(GString) table = g_string_new(NULL);
    g_autoptr(GPtrArray) lines = NULL;

    if (!hvr_journal_open(journal, TRUE, error))
        return NULL;
    lines = hvr_journal_list(journal, NULL, NULL, TABLE_LIMIT, error);
    if (lines == NULL)
        return NULL;

    append_row(table, (const char *[]){ _("Began"), _("Phase"), _("What"), _("Machine"), _("Host"),
                                        _("Step") });
    for (guint i = 0; i < lines->len; i++)
        append_line(table, lines->pdata[i]);
    g_string_append(table, _("*: a daemon ended in the middle of it\n"));

    return g_string_free(g_steal_pointer(&table), FALSE);
}
