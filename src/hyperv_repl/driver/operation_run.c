/* operation_run.c: an operation's steps, one after the other, and back
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "host_private.h"
#include "hvr_error.h"
#include "operation_private.h"

static void go_on(HvrOperation *operation);
static void go_back(HvrOperation *operation);

/* A daemon that ends takes its hosts with it; the journal then has what is to be gone on with. */
static gboolean
is_interrupted(const HvrOperation *operation)
{
    return !hvr_host_is_open(operation->source) ||
           (operation->target != NULL && !hvr_host_is_open(operation->target));
}

/* Whoever cancelled it is told so in libvirt's words. */
static GError *
copy_cause(const HvrOperation *operation)
{
    GError *error = NULL;

    if (!hvr_operation_is_aborted(operation) && operation->error != NULL)
        return g_error_copy(operation->error);

    hvr_fail(&error, HVR_ERROR_CANCELLED,
             _("operation aborted: migration out job: canceled by client"));

    return error;
}

/* @trouble: (nullable): what else went wrong */
static GError *
make_error(HvrOperation *operation, const GError *trouble)
{
    GError *error = copy_cause(operation);
    g_autofree char *place = operation->plan->describe(operation);
    g_autofree char *cause = NULL;

    if (operation->record->phase == HVR_OPERATION_UNDONE && !operation->is_changing)
        return error;

    cause = error->message;
    if (operation->record->phase == HVR_OPERATION_UNDONE)
        error->message = g_strdup_printf(_("%1$s; everything is as it was: %2$s"), cause, place);
    else if (trouble != NULL && g_strcmp0(trouble->message, cause) != 0)
        error->message = g_strdup_printf(_("%1$s; then: %2$s; where things stand: %3$s"), cause,
                                         trouble->message, place);
    else
        error->message = g_strdup_printf(_("%1$s; where things stand: %2$s"), cause, place);

    return error;
}

static void
end(HvrOperation *operation, HvrOperationPhase phase, const GError *trouble)
{
    g_autoptr(GTask) task = g_steal_pointer(&operation->task);
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) unwritten = NULL;

    if (!is_interrupted(operation))
        operation->record->phase = phase;
    if (phase != HVR_OPERATION_DONE)
        error = make_error(operation, trouble);
    g_free(operation->record->error);
    operation->record->error = error != NULL ? g_strdup(error->message) : NULL;
    if (!is_interrupted(operation) && !hvr_operation_write(operation, &unwritten))
        g_debug("%s: %s", operation->record->id, unwritten->message);

    hvr_operation_release(operation);
    hvr_operation_tell_end(operation);
    if (error != NULL)
        g_task_return_error(task, g_steal_pointer(&error));
    else
        g_task_return_boolean(task, TRUE);
}

/* Back, one step at a time. */

static void
after_undo(HvrOperation *operation, const GError *error)
{
    const char *name = hvr_operation_get_step(operation)->name;
    g_autoptr(GError) trouble = g_steal_pointer(&operation->trouble);

    if (error != NULL)
        end(operation, HVR_OPERATION_STUCK, error);
    else if (trouble != NULL && hvr_operation_is_done(operation, operation->record->step)) {
        g_prefix_error(&trouble, _("'%s' could not be undone: "), name);
        end(operation, HVR_OPERATION_STUCK, trouble);
    } else if (operation->record->step == 0) {
        end(operation, HVR_OPERATION_UNDONE, NULL);
    } else {
        operation->record->step--;
        go_back(operation);
    }
}

static void
on_undone(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(HvrOperation) operation = user_data;

    g_task_propagate_boolean(G_TASK(result), &operation->trouble);
    hvr_operation_look(operation, TRUE, after_undo);
}

/* Whether this step has something to take back. */
static gboolean
is_to_undo(HvrOperation *operation, guint step)
{
    const HvrOperationStep *row = &operation->plan->steps[step];

    return row->undo != NULL && hvr_operation_is_needed(operation, step) &&
           (row->is_begun != NULL ? row->is_begun(operation)
                                  : hvr_operation_is_done(operation, step));
}

/* The journal knows already that the way leads through here; a line that cannot be written
 * must not leave a machine halfway. */
static void
go_back(HvrOperation *operation)
{
    HvrOperationRecord *record = operation->record;
    g_autoptr(GError) error = NULL;
    g_autoptr(GTask) task = NULL;

    record->phase = HVR_OPERATION_UNDOING;
    record->step = MIN(record->step, operation->plan->n_steps - 1);
    while (record->step > 0 && !is_to_undo(operation, record->step))
        record->step--;
    if (!is_to_undo(operation, record->step)) {
        end(operation, HVR_OPERATION_UNDONE, NULL);
        return;
    }

    if (!hvr_operation_write(operation, &error))
        g_debug("%s: %s", record->id, error->message);
    hvr_operation_tell(operation);
    task = g_task_new(NULL, operation->backward, on_undone, hvr_operation_ref(operation));
    g_task_set_check_cancellable(task, FALSE);
    operation->plan->steps[record->step].undo(operation, task);
}

/* Whether some final step has taken effect, as the state is now. */
static gboolean
is_final(HvrOperation *operation)
{
    for (guint i = 0; i < operation->plan->n_steps; i++) {
        if (operation->plan->steps[i].is_final && hvr_operation_is_done(operation, i))
            return TRUE;
    }

    return FALSE;
}

/* Forth. */

static void
after_failure(HvrOperation *operation, const GError *error)
{
    HvrOperationRecord *record = operation->record;
    gboolean is_done = error == NULL && hvr_operation_is_done(operation, record->step);
    gboolean is_past = error == NULL && is_final(operation);

    operation->is_sent = FALSE;
    if (error != NULL || (is_past && !is_done)) {
        end(operation, HVR_OPERATION_STUCK, error);
    } else if (is_done && (is_past || !hvr_operation_is_aborted(operation))) {
        g_clear_error(&operation->error);
        record->step++;
        go_on(operation);
    } else {
        go_back(operation);
    }
}

static void
after_success(HvrOperation *operation, const GError *error)
{
    operation->is_sent = FALSE;
    if (error != NULL) {
        operation->error = g_error_copy(error);
        end(operation, HVR_OPERATION_STUCK, error);
        return;
    }

    operation->record->step++;
    go_on(operation);
}

static void
on_run(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(HvrOperation) operation = user_data;

    if (g_task_propagate_boolean(G_TASK(result), &operation->error))
        hvr_operation_look(operation, FALSE, after_success);
    else
        hvr_operation_look(operation, TRUE, after_failure);
}

static void
run_step(HvrOperation *operation)
{
    const HvrOperationStep *step = hvr_operation_get_step(operation);
    g_autoptr(GTask) task = NULL;

    if (step->is_done != NULL && !hvr_operation_write(operation, &operation->error)) {
        go_back(operation);
        return;
    }

    operation->is_sent = TRUE;
    operation->is_changing = operation->is_changing || step->is_done != NULL;
    hvr_operation_tell(operation);
    task = g_task_new(NULL, operation->forward, on_run, hvr_operation_ref(operation));
    g_task_set_check_cancellable(task, FALSE);
    step->run(operation, task);
}

static void
go_on(HvrOperation *operation)
{
    HvrOperationRecord *record = operation->record;

    while (record->step < operation->plan->n_steps &&
           (!hvr_operation_is_needed(operation, record->step) ||
            hvr_operation_is_done(operation, record->step)))
        record->step++;

    if (record->step == operation->plan->n_steps)
        end(operation, HVR_OPERATION_DONE, NULL);
    else if (hvr_operation_is_aborted(operation) && !is_final(operation))
        go_back(operation);
    else
        run_step(operation);
}

/* Begun, or taken up again: of what a killed daemon left before the final step, nothing
 * tells whether somebody still wants it. */
static void
after_first_look(HvrOperation *operation, const GError *error)
{
    HvrOperationRecord *record = operation->record;
    gboolean is_resumed = record->changed != 0;

    if (error != NULL) {
        operation->error = g_error_copy(error);
        end(operation, HVR_OPERATION_STUCK, NULL);
    } else if (is_resumed && !is_final(operation)) {
        operation->is_changing = TRUE;
        hvr_fail(&operation->error, HVR_ERROR_CANCELLED,
                 _("'%1$s' of '%2$s' was interrupted at '%3$s'"), operation->plan->name, record->vm,
                 record->step < operation->plan->n_steps ? operation->plan->steps[record->step].name
                                                         : "end");
        go_back(operation);
    } else {
        go_on(operation);
    }
}

void
hvr_operation_run(HvrOperation *operation)
{
    hvr_operation_look(operation, operation->record->changed != 0, after_first_look);
}
