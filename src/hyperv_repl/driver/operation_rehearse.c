/* operation_rehearse.c: an operation played through, for the calls that it would make
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "operation_private.h"
#include "rehearsal.h"

static void
operation_unref(gpointer data)
{
    hvr_operation_unref(data);
}

static void go_on(GTask *task);

static void
on_run(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    HvrOperation *operation = g_task_get_task_data(task);
    const HvrOperationStep *step = hvr_operation_get_step(operation);
    GError *error = NULL;

    if (!g_task_propagate_boolean(G_TASK(result), &error)) {
        g_task_return_error(task, error);
        return;
    }

    if (step->assume != NULL)
        step->assume(operation);
    operation->record->step++;
    go_on(task);
}

static void
go_on(GTask *task)
{
    HvrOperation *operation = g_task_get_task_data(task);
    HvrOperationRecord *record = operation->record;
    g_autoptr(GTask) run = NULL;

    while (record->step < operation->plan->n_steps &&
           (!hvr_operation_is_needed(operation, record->step) ||
            hvr_operation_is_done(operation, record->step)))
        record->step++;
    if (record->step == operation->plan->n_steps) {
        g_task_return_boolean(task, TRUE);
        return;
    }

    run = g_task_new(NULL, operation->forward, on_run, g_object_ref(task));
    g_task_set_check_cancellable(run, FALSE);
    operation->plan->steps[record->step].run(operation, run);
}

void
hvr_operation_rehearse_async(const HvrOperationPlan *plan,
                             HvrHost *source,
                             HvrHost *target,
                             HvrDomain *domain,
                             guint wishes,
                             HvrRehearsal *rehearsal,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(source, G_CANCELLABLE(rehearsal), callback, user_data);
    HvrOperationRecord *record = hvr_operation_record_new(plan, source, target, domain, wishes);
    HvrOperation *operation = hvr_operation_new(plan, record, source, target);
    GError *error = NULL;

    g_task_set_source_tag(task, hvr_operation_rehearse_async);
    g_set_object(&operation->forward, G_CANCELLABLE(rehearsal));
    g_task_set_task_data(task, operation, operation_unref);
    if (hvr_operation_check_free(operation, &error))
        go_on(task);
    else
        g_task_return_error(task, error);
}
