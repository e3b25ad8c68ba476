/* sequence.c: errands one after the other, as one wish of a caller
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sequence.h"

#include <glib/gi18n-lib.h>

#include "errand_note.h"
#include "host_private.h"
#include "hvr_error.h"

typedef struct {
    HvrHost *host;
    HvrDomain *domain;
    GTask *task;
    const HvrSequenceStep *steps;
    gpointer data;
    GString *done; /* titles of what has been done */
    const char *title;
    GPtrArray *notes; /* of what has been done, in the journal; all end together */
} Sequence;

static void
sequence_free(Sequence *self)
{
    g_object_unref(self->host);
    hvr_domain_unref(self->domain);
    g_object_unref(self->task);
    g_string_free(self->done, TRUE);
    g_ptr_array_unref(self->notes);
    g_free(self);
}

/* @error: (transfer full) (nullable) */
static void
end(Sequence *self, GError *error)
{
    char *message;

    if (error != NULL && self->done->len > 0) {
        message = g_strdup_printf(_("%1$s; done before: %2$s"), error->message, self->done->str);
        g_free(error->message);
        error->message = message;
    }
    for (guint i = 0; i < self->notes->len && !self->host->is_closed; i++)
        hvr_errand_note_let_go(self->notes->pdata[i]);
    if (error != NULL)
        g_task_return_error(self->task, error);
    else
        g_task_return_pointer(self->task, NULL, NULL);
    sequence_free(self);
}

static void run_next(Sequence *self);

static void
on_done(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Sequence *self = user_data;
    GError *error = NULL;

    if (!hvr_errand_finish(result, NULL, &error)) {
        end(self, error);
        return;
    }

    g_string_append_printf(self->done, "%s%s", self->done->len > 0 ? ", " : "", self->title);
    run_next(self);
}

static void
run_next(Sequence *self)
{
    gboolean is_first = self->done->len == 0;
    GCancellable *cancellable = is_first ? g_task_get_cancellable(self->task) : NULL;

    while (*self->steps != NULL) {
        HvrErrandOrder order = { 0 };
        HvrSequenceTurn turn = HVR_SEQUENCE_PASS;
        GError *error = NULL;
        HvrDomain *now = hvr_host_lookup_current(self->host, self->domain, &error);
        g_autoptr(GTask) task = NULL;

        if (now != NULL)
            turn = (*self->steps)(now, self->data, &order, &error);
        if (error != NULL) {
            end(self, error);
            return;
        }
        if (turn != HVR_SEQUENCE_MORE)
            self->steps++;
        if (turn == HVR_SEQUENCE_PASS)
            continue;

        self->title = order.title;
        order.notes = *self->steps != NULL ? self->notes : NULL;
        task = hvr_errand_new_task(self->host, cancellable, on_done, self);
        hvr_errand_start(self->host, now, task, &order);
        return;
    }
    end(self, NULL);
}

void
hvr_sequence_start(
    HvrHost *host, HvrDomain *domain, GTask *task, const HvrSequenceStep *steps, gpointer data)
{
    Sequence *self = g_new0(Sequence, 1);

    self->host = g_object_ref(host);
    self->domain = hvr_domain_ref(domain);
    self->task = g_object_ref(task);
    self->steps = steps;
    self->data = data;
    self->done = g_string_new(NULL);
    self->notes = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_errand_note_unref);
    run_next(self);
}
