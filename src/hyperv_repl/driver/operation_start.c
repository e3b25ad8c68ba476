/* operation_start.c: an operation begun, or taken up again by a daemon that was killed
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "host_private.h"
#include "hvr_error.h"
#include "operation_private.h"

HvrOperationRecord *
hvr_operation_record_new(const HvrOperationPlan *plan,
                         HvrHost *source,
                         HvrHost *target,
                         const HvrDomain *domain,
                         guint wishes)
{
    HvrOperationRecord *record = g_new0(HvrOperationRecord, 1);

    record->id = g_uuid_string_random();
    record->plan = g_strdup(plan->name);
    record->guid = g_strdup(domain->guid);
    record->vm = g_strdup(domain->name);
    record->source = g_strdup(hvr_host_get_name(source));
    record->target = target != NULL ? g_strdup(hvr_host_get_name(target)) : NULL;
    record->wishes = wishes;
    record->began = hvr_clock_get_real(source->line->clock);

    return record;
}

/* @operation: (transfer full) */
static void
begin(HvrOperation *operation, GTask *task)
{
    GError *error = NULL;

    if (!hvr_operation_hold(operation, &error)) {
        g_task_return_error(task, error);
        hvr_operation_unref(operation);
        return;
    }

    operation->task = g_object_ref(task);
    hvr_operation_run(operation);
    hvr_operation_unref(operation);
}

static GTask *
new_task(HvrHost *source, gpointer tag, GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new(source, NULL, callback, user_data);

    g_task_set_source_tag(task, tag);

    return task;
}

void
hvr_operation_start_async(const HvrOperationPlan *plan,
                          HvrHost *source,
                          HvrHost *target,
                          HvrDomain *domain,
                          const HvrOperationOrder *order,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    g_autoptr(GTask) task = new_task(source, hvr_operation_start_async, callback, user_data);
    HvrOperationRecord *record =
        hvr_operation_record_new(plan, source, target, domain, order->wishes);

    record->reason = g_strdup(order->reason);
    begin(hvr_operation_new(plan, record, source, target), task);
}

gboolean
hvr_operation_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

/* What a killed daemon left behind, while its hosts are being opened. */
typedef struct {
    const HvrOperationPlan *plan;
    HvrOperationRecord *record;
    HvrHost *source;
    HvrHost *target;
} Resumption;

static void
resumption_free(gpointer data)
{
    Resumption *resumption = data;

    hvr_operation_record_free(resumption->record);
    g_clear_object(&resumption->source);
    g_clear_object(&resumption->target);
    g_free(resumption);
}

static void
on_target_open(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    Resumption *resumption = g_task_get_task_data(task);
    GError *error = NULL;

    if (!hvr_host_open_finish(HVR_HOST(source), result, &error)) {
        g_task_return_error(task, error);
        return;
    }

    begin(hvr_operation_new(resumption->plan, g_steal_pointer(&resumption->record),
                            resumption->source, resumption->target),
          task);
}

static void
on_source_open(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    Resumption *resumption = g_task_get_task_data(task);
    HvrHost *next = resumption->target != NULL ? resumption->target : resumption->source;
    GError *error = NULL;

    if (!hvr_host_open_finish(HVR_HOST(source), result, &error))
        g_task_return_error(task, error);
    else
        hvr_host_open_async(next, NULL, on_target_open, g_steal_pointer(&task));
}

static gboolean
find_all(Resumption *resumption, HvrDirectory *directory, GError **error)
{
    const HvrOperationRecord *record = resumption->record;

    resumption->plan = hvr_operation_plan_find(record->plan);
    if (resumption->plan == NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("there is no operation called '%s'"),
                        record->plan);
    if (record->step > resumption->plan->n_steps || record->phase > HVR_OPERATION_UNDOING)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("the operation '%1$s' cannot be taken up at step %2$u"), record->plan,
                        record->step);

    resumption->source = hvr_directory_lookup(directory, record->source, error);
    if (resumption->source == NULL)
        return FALSE;
    if (record->target == NULL)
        return TRUE;
    resumption->target = hvr_directory_lookup(directory, record->target, error);

    return resumption->target != NULL;
}

void
hvr_operation_resume_async(HvrDirectory *directory,
                           const HvrOperationRecord *record,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    g_autoptr(GTask) task = new_task(NULL, hvr_operation_resume_async, callback, user_data);
    Resumption *resumption = g_new0(Resumption, 1);
    GError *error = NULL;

    resumption->record = hvr_operation_record_copy(record);
    g_task_set_task_data(task, resumption, resumption_free);
    if (!find_all(resumption, directory, &error))
        g_task_return_error(task, error);
    else
        hvr_host_open_async(resumption->source, NULL, on_source_open, g_steal_pointer(&task));
}
