/* recovery.c: what a daemon that ended left in the middle, taken up by the next
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "recovery.h"

#include <glib/gi18n-lib.h>

#include "host_private.h"
#include "hvr_error.h"
#include "recovery_verdict.h"

/* A request that was on its way when its sender was killed shows after this time (inferred; a
 * server may go on with it although nobody listens). */
#define QUIET_TIME (5 * G_TIME_SPAN_SECOND)

/* Hosts that are out of reach, first and last wait. */
#define FIRST_DELAY_MS 1000
#define LAST_DELAY_MS  60000

struct _HvrRecovery {
    grefcount ref_count;
    HvrDirectory *directory;
    HvrJournal *journal;
    HvrClock *clock;
    HvrRecoveryTold told; /* NULL once stopped */
    gpointer user_data;
    GMainContext *context;
    GPtrArray *cases; /* Case, each its own */
};

/* One that was left in the middle. */
typedef struct {
    HvrRecovery *recovery;
    HvrJournalLine *line;
    HvrHost *host;  /* (nullable): of a verb, once it is looked for */
    GSource *timer; /* (nullable): while it waits */
    guint delay_ms;
    gboolean is_held; /* the daemon must not end meanwhile */
} Case;

static void
recovery_unref(HvrRecovery *self)
{
    if (!g_ref_count_dec(&self->ref_count))
        return;

    hvr_directory_unref(self->directory);
    hvr_journal_unref(self->journal);
    hvr_clock_unref(self->clock);
    g_main_context_unref(self->context);
    g_ptr_array_unref(self->cases);
    g_free(self);
}

static void
let_go(Case *self)
{
    if (self->is_held)
        hvr_directory_release(self->recovery->directory);
    self->is_held = FALSE;
}

static void
case_free(Case *self)
{
    let_go(self);
    g_ptr_array_remove_fast(self->recovery->cases, self);
    hvr_journal_line_free(self->line);
    g_clear_object(&self->host);
    recovery_unref(self->recovery);
    g_free(self);
}

static void
tell(const Case *self, const HvrJournalLine *line, const char *message)
{
    if (self->recovery->told != NULL)
        self->recovery->told(line, message, self->recovery->user_data);
}

static gboolean try_again(gpointer user_data);

static void
wait(Case *self, guint ms)
{
    self->timer = g_timeout_source_new(ms);
    g_source_set_callback(self->timer, try_again, self, NULL);
    g_source_attach(self->timer, self->recovery->context);
}

/* @reason: what is in the way */
static void
postpone(Case *self, const GError *reason)
{
    let_go(self);
    g_debug("%s: %s", self->line->record->id, reason->message);
    wait(self, self->delay_ms);
    self->delay_ms = MIN(self->delay_ms * 2, LAST_DELAY_MS);
}

/* @message: (transfer full) */
static void
end(Case *self, HvrOperationPhase phase, char *message)
{
    g_autofree char *text = message;
    HvrOperationRecord *record = self->line->record;
    g_autoptr(GError) error = NULL;

    record->phase = phase;
    g_free(record->error);
    record->error = phase != HVR_OPERATION_DONE ? g_strdup(text) : NULL;
    if (!hvr_journal_write(self->recovery->journal, self->line, &error)) {
        record->phase = HVR_OPERATION_RUNNING;
        postpone(self, error);
        return;
    }

    tell(self, self->line, text);
    case_free(self);
}

/* Operations. */

static void
tell_operation(const Case *self, const HvrJournalLine *line)
{
    const HvrOperationRecord *record = line->record;
    g_autofree char *message = NULL;

    if (record->phase == HVR_OPERATION_DONE)
        message = g_strdup_printf(_("'%1$s' of '%2$s' was interrupted and is finished now"),
                                  record->plan, record->vm);
    else
        message = g_strdup(record->error != NULL ? record->error : "");
    tell(self, line, message);
}

static void
on_resumed(GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
    Case *self = user_data;
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrJournalLine) line = NULL;

    hvr_operation_finish(result, &error);
    line = hvr_journal_find(self->recovery->journal, self->line->record->id);
    if (line != NULL && hvr_journal_line_is_over(line)) {
        tell_operation(self, line);
        case_free(self);
    } else if (self->recovery->told == NULL || error == NULL) {
        case_free(self);
    } else {
        postpone(self, error);
    }
}

/* Single verbs. */

static void
judge(Case *self, HvrHost *host)
{
    const HvrJournalLine *line = self->line;
    gint64 age = hvr_clock_get_real(self->recovery->clock) - line->record->changed;
    HvrOperationPhase phase;
    char *message;

    if (host->picture == NULL) {
        wait(self, FIRST_DELAY_MS);
        return;
    }

    phase = hvr_recovery_verdict_find(line, host->picture, age, &message);
    if ((phase == HVR_OPERATION_UNDONE || phase == HVR_OPERATION_UNCLEAR) && age < QUIET_TIME) {
        g_free(message);
        wait(self, (guint)((QUIET_TIME - age) / 1000 + 1));
        return;
    }

    end(self, phase, message);
}

static void
on_looked(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Case *self = user_data;
    g_autoptr(GError) error = NULL;

    if (hvr_host_refresh_finish(HVR_HOST(source), result, &error))
        judge(self, HVR_HOST(source));
    else if (self->recovery->told == NULL)
        case_free(self);
    else
        postpone(self, error);
}

static void
on_open(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Case *self = user_data;
    g_autoptr(GError) error = NULL;

    if (hvr_host_open_finish(HVR_HOST(source), result, &error))
        hvr_host_refresh_async(HVR_HOST(source), NULL, on_looked, self);
    else if (self->recovery->told == NULL)
        case_free(self);
    else
        postpone(self, error);
}

static void
look(Case *self)
{
    g_autoptr(GError) error = NULL;

    g_clear_object(&self->host);
    self->host =
        hvr_directory_lookup(self->recovery->directory, self->line->record->source, &error);
    if (self->host != NULL)
        hvr_host_open_async(self->host, NULL, on_open, self);
    else
        postpone(self, error);
}

/* Whether @later is of somebody who has taken the matter in hand. */
static gboolean
is_successor(const HvrJournalLine *line, const HvrJournalLine *later)
{
    if (later->is_interrupted || later->seq <= line->seq ||
        g_str_equal(later->record->id, line->record->id))
        return FALSE;

    return line->is_verb || !later->is_verb || later->is_exclusive;
}

/* Returns: (transfer full) (nullable): what somebody has done to the machine since. */
static char *
find_successor(const Case *self)
{
    g_autoptr(GPtrArray)
        lines = hvr_journal_list(self->recovery->journal, NULL, self->line->record->guid, 8, NULL);

    for (guint i = 0; lines != NULL && i < lines->len; i++) {
        const HvrJournalLine *later = lines->pdata[i];

        if (is_successor(self->line, later))
            return g_strdup(later->record->plan);
    }

    return NULL;
}

static gboolean
try_again(gpointer user_data)
{
    Case *self = user_data;
    g_autofree char *successor = find_successor(self);

    g_clear_pointer(&self->timer, g_source_unref);
    if (successor != NULL)
        end(self, self->line->is_verb ? HVR_OPERATION_UNCLEAR : HVR_OPERATION_STUCK,
            hvr_recovery_verdict_describe_successor(self->line, successor));
    else if (self->line->is_verb)
        look(self);
    else
        hvr_operation_resume_async(self->recovery->directory, self->line->record, on_resumed, self);

    return G_SOURCE_REMOVE;
}

static void
begin(HvrRecovery *recovery, HvrJournalLine *line)
{
    Case *self = g_new0(Case, 1);
    gint64 age = hvr_clock_get_real(recovery->clock) - line->record->changed;
    gint64 rest = line->is_verb ? 0 : CLAMP(QUIET_TIME - age, 0, QUIET_TIME);
    g_autofree char *message = hvr_recovery_verdict_describe(line);

    g_ref_count_inc(&recovery->ref_count);
    g_ptr_array_add(recovery->cases, self);
    self->recovery = recovery;
    self->line = line;
    self->delay_ms = FIRST_DELAY_MS;
    self->is_held = TRUE;
    hvr_directory_hold(recovery->directory);
    tell(self, line, message);
    wait(self, (guint)(rest / 1000));
}

HvrRecovery *
hvr_recovery_start(HvrDirectory *directory,
                   HvrJournal *journal,
                   HvrClock *clock,
                   HvrRecoveryTold told,
                   gpointer user_data)
{
    HvrRecovery *self = g_new0(HvrRecovery, 1);
    g_autoptr(GPtrArray) lines = hvr_journal_list_open(journal, NULL);

    g_ref_count_init(&self->ref_count);
    self->directory = hvr_directory_ref(directory);
    self->journal = hvr_journal_ref(journal);
    self->clock = hvr_clock_ref(clock);
    self->told = told;
    self->user_data = user_data;
    self->context = g_main_context_ref_thread_default();
    self->cases = g_ptr_array_new();
    while (lines != NULL && lines->len > 0) {
        HvrJournalLine *line = g_ptr_array_steal_index(lines, 0);

        if (hvr_journal_is_abandoned(journal, line) && hvr_journal_claim(journal, line, NULL))
            begin(self, line);
        else
            hvr_journal_line_free(line);
    }

    return self;
}

void
hvr_recovery_stop(HvrRecovery *self)
{
    if (self == NULL)
        return;

    self->told = NULL;
    for (guint i = self->cases->len; i > 0; i--) {
        Case *left = g_ptr_array_index(self->cases, i - 1);

        if (left->timer == NULL)
            continue;
        g_source_destroy(left->timer);
        g_clear_pointer(&left->timer, g_source_unref);
        case_free(left);
    }
    recovery_unref(self);
}
