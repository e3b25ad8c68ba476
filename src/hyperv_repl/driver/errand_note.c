/* errand_note.c: what an errand sends, in the journal
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "errand_note.h"

#include <glib/gi18n-lib.h>

#include "host_private.h"
#include "hvr_error.h"
#include "journal.h"
#include "purpose.h"
#include "repl_relationship.h"

struct _HvrErrandNote {
    gatomicrefcount ref_count;
    HvrJournal *journal;
    HvrJournalLine *line;
    guint n_sent;
    gboolean is_held;
    gboolean is_done; /* while it is held */
};

static void
note_checkpoints(HvrJournalLine *line, const HvrDomain *domain)
{
    GString *ids = g_string_new(NULL);

    for (guint i = 0; domain->snapshots != NULL && i < domain->snapshots->len; i++) {
        const HvrSnapshot *snapshot = domain->snapshots->pdata[i];

        if (!hvr_snapshot_is_point(snapshot))
            g_string_append_printf(ids, "%s\n", snapshot->id);
        if (snapshot->is_current && line->current == NULL)
            line->current = g_strdup(snapshot->id);
    }
    line->checkpoints = g_string_free(ids, FALSE);
}

static HvrJournalLine *
make_verb(HvrHost *host, const HvrDomain *domain, const HvrErrandOrder *order, GCancellable *caller)
{
    HvrOperationRecord *record = g_new0(HvrOperationRecord, 1);
    HvrJournalLine *line = hvr_journal_line_new(record);

    record->id = g_uuid_string_random();
    record->plan = g_strdup(order->title);
    record->guid = g_strdup(domain->guid);
    record->vm = g_strdup(domain->name);
    record->source = g_strdup(hvr_host_get_name(host));
    record->wishes = order->what;
    record->began = hvr_clock_get_real(host->line->clock);
    record->reason = g_strdup(hvr_purpose_get_reason(caller));
    line->is_verb = TRUE;
    line->wait = order->wait;
    line->is_exclusive = order->type->is_exclusive;
    line->removes = order->type->removes;
    line->state = domain->state;
    line->is_saved = domain->is_saved;
    line->mode = domain->mode;
    line->configured = domain->configured;
    note_checkpoints(line, domain);
    for (guint i = 0; i < G_N_ELEMENTS(line->legs); i++)
        line->legs[i] = domain->legs[i] != NULL ? (int)domain->legs[i]->state : -1;

    return line;
}

static HvrJournalLine *
continue_operation(const HvrOperation *operation)
{
    const HvrOperationStep *step = hvr_operation_get_step(operation);
    HvrJournalLine *line =
        hvr_journal_line_new(hvr_operation_record_copy(hvr_operation_get_record(operation)));

    line->step_name = step != NULL ? g_strdup(step->name) : NULL;

    return line;
}

HvrErrandNote *
hvr_errand_note_new(HvrHost *host,
                    const HvrDomain *domain,
                    const HvrErrandOrder *order,
                    GCancellable *caller)
{
    HvrDirectory *directory = hvr_host_get_directory(host);
    const HvrOperationJournal *journal = directory != NULL ? hvr_directory_get_journal(directory)
                                                           : NULL;
    const HvrOperation *operation = hvr_host_find_operation(host, domain->guid);
    HvrErrandNote *note;

    if (journal == NULL || journal->lines == NULL || order->type->is_query)
        return NULL;

    note = g_new0(HvrErrandNote, 1);
    g_atomic_ref_count_init(&note->ref_count);
    note->journal = hvr_journal_ref(journal->lines);
    note->line = operation != NULL ? continue_operation(operation)
                                   : make_verb(host, domain, order, caller);

    return note;
}

HvrErrandNote *
hvr_errand_note_ref(HvrErrandNote *note)
{
    g_atomic_ref_count_inc(&note->ref_count);

    return note;
}

void
hvr_errand_note_unref(HvrErrandNote *note)
{
    if (note == NULL || !g_atomic_ref_count_dec(&note->ref_count))
        return;

    hvr_journal_unref(note->journal);
    hvr_journal_line_free(note->line);
    g_free(note);
}

gboolean
hvr_errand_note_witness(const HvrWmiMethod *method, gpointer user_data, GError **error)
{
    HvrErrandNote *note = user_data;
    HvrJournalLine *line = note->line;

    if (hvr_wmi_method_is_query(method))
        return TRUE;

    g_free(line->request);
    line->request = g_strdup_printf("%s.%s", method->owner->name, method->name);
    if (line->record->plan == NULL)
        line->record->plan = g_strdup(method->name);
    note->n_sent++;
    if (line->is_verb)
        line->record->step = note->n_sent;
    if (hvr_journal_write(note->journal, line, error))
        return TRUE;

    g_prefix_error(error, _("'%s' was not sent: "), method->name);

    return FALSE;
}

static void
write_line(HvrErrandNote *note)
{
    g_autoptr(GError) error = NULL;

    if (!hvr_journal_write(note->journal, note->line, &error))
        g_debug("%s: %s", note->line->record->id, error->message);
}

void
hvr_errand_note_take_job(HvrErrandNote *note, const char *job_id)
{
    if (note == NULL || note->n_sent == 0 || !note->line->is_verb)
        return;

    g_free(note->line->job);
    note->line->job = g_strdup(job_id);
    write_line(note);
}

HvrErrandNote *
hvr_errand_note_hold(HvrErrandNote *note)
{
    note->is_held = TRUE;
    if (note->line->is_verb)
        note->line->step_name = g_strdup(HVR_JOURNAL_SEQUEL);

    return hvr_errand_note_ref(note);
}

/* What a worker may still have was not done yet, and ends by itself. */
void
hvr_errand_note_let_go(HvrErrandNote *note)
{
    note->is_held = FALSE;
    if (note->is_done)
        hvr_errand_note_end(note, HVR_OPERATION_DONE, NULL);
}

void
hvr_errand_note_end(HvrErrandNote *note, HvrOperationPhase phase, const GError *error)
{
    if (note == NULL || note->n_sent == 0 || !note->line->is_verb ||
        hvr_journal_line_is_over(note->line))
        return;

    note->is_done = note->is_held && phase == HVR_OPERATION_DONE;
    if (note->is_done)
        return;

    g_clear_pointer(&note->line->step_name, g_free);
    note->line->record->phase = phase;
    note->line->record->error = error != NULL ? g_strdup(error->message) : NULL;
    write_line(note);
}
