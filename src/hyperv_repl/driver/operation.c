/* operation.c: what takes several steps on several hosts, done as a whole or undone
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "cause.h"
#include "errand.h"
#include "host_private.h"
#include "hvr_error.h"
#include "operation_private.h"
#include "planned_failover.h"
#include "rehearsal.h"

const HvrOperationPlan *
hvr_operation_plan_find(const char *name)
{
    const HvrOperationPlan *const plans[] = { hvr_planned_failover_get_plan() };

    for (guint i = 0; i < G_N_ELEMENTS(plans); i++) {
        if (g_str_equal(plans[i]->name, name))
            return plans[i];
    }

    return NULL;
}

HvrOperation *
hvr_operation_new(const HvrOperationPlan *plan,
                  HvrOperationRecord *record,
                  HvrHost *source,
                  HvrHost *target)
{
    HvrOperation *operation = g_new0(HvrOperation, 1);
    HvrDirectory *directory = hvr_host_get_directory(source);

    g_ref_count_init(&operation->ref_count);
    operation->plan = plan;
    operation->record = record;
    operation->source = g_object_ref(source);
    operation->target = target != NULL ? g_object_ref(target) : NULL;
    operation->directory = directory != NULL ? hvr_directory_ref(directory) : NULL;
    operation->forward = g_cancellable_new();
    operation->backward = g_cancellable_new();
    operation->began = hvr_clock_get_monotonic(source->line->clock);

    return operation;
}

HvrOperation *
hvr_operation_ref(HvrOperation *operation)
{
    g_ref_count_inc(&operation->ref_count);

    return operation;
}

void
hvr_operation_unref(HvrOperation *operation)
{
    if (!g_ref_count_dec(&operation->ref_count))
        return;

    hvr_operation_record_free(operation->record);
    g_object_unref(operation->source);
    g_clear_object(&operation->target);
    for (guint i = 0; i < G_N_ELEMENTS(operation->assumed); i++)
        g_clear_pointer(&operation->assumed[i], hvr_domain_unref);
    g_clear_pointer(&operation->directory, hvr_directory_unref);
    g_clear_object(&operation->task);
    g_object_unref(operation->forward);
    g_object_unref(operation->backward);
    g_clear_error(&operation->error);
    g_clear_error(&operation->trouble);
    g_clear_pointer(&operation->job, hvr_job_unref);
    g_free(operation);
}

const HvrOperationRecord *
hvr_operation_get_record(const HvrOperation *operation)
{
    return operation->record;
}

const HvrOperationStep *
hvr_operation_get_step(const HvrOperation *operation)
{
    guint step = operation->record->step;

    return step < operation->plan->n_steps ? &operation->plan->steps[step] : NULL;
}

HvrHost *
hvr_operation_get_source(const HvrOperation *operation)
{
    return operation->source;
}

HvrHost *
hvr_operation_get_target(const HvrOperation *operation)
{
    return operation->target;
}

static HvrDomain *
find_domain(HvrHost *host, const char *guid)
{
    return host != NULL && host->picture != NULL ? hvr_picture_find(host->picture, guid) : NULL;
}

HvrDomain *
hvr_operation_find_source(const HvrOperation *operation)
{
    return operation->assumed[0] != NULL ? operation->assumed[0]
                                         : find_domain(operation->source, operation->record->guid);
}

HvrDomain *
hvr_operation_find_target(const HvrOperation *operation)
{
    return operation->assumed[1] != NULL ? operation->assumed[1]
                                         : find_domain(operation->target, operation->record->guid);
}

void
hvr_operation_assume(HvrOperation *operation, HvrHost *host, HvrDomain *machine)
{
    HvrDomain **place = &operation->assumed[host == operation->source ? 0 : 1];

    g_clear_pointer(place, hvr_domain_unref);
    *place = machine;
}

gboolean
hvr_operation_is_rehearsed(const HvrOperation *operation)
{
    return HVR_IS_REHEARSAL(operation->forward);
}

void
hvr_operation_remember(HvrOperation *operation, guint bits)
{
    operation->record->memory |= bits;
}

HvrOperation *
hvr_host_find_operation(HvrHost *host, const char *guid)
{
    return g_hash_table_lookup(host->operations, guid);
}

static gboolean
check_free(HvrHost *host, const HvrOperation *operation, GError **error)
{
    const char *guid = operation->record->guid;
    const HvrOperation *other = hvr_host_find_operation(host, guid);
    const HvrDomain *domain = find_domain(host, guid);
    const HvrJob *job = hvr_job_board_find(host->board, guid);

    if (other != NULL)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: another job is active: '%1$s' of "
                          "'%2$s'"),
                        other->plan->name, other->record->vm);
    if (job != NULL)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: another job is active: '%1$s' of "
                          "'%2$s' on host '%3$s'"),
                        job->title, operation->record->vm, hvr_host_get_name(host));
    if (domain != NULL && hvr_errand_has_exclusive(host, domain, FALSE))
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: another change to the replication of "
                          "'%s' is under way"),
                        domain->name);

    return TRUE;
}

gboolean
hvr_operation_check_free(const HvrOperation *operation, GError **error)
{
    return check_free(operation->source, operation, error) &&
           (operation->target == NULL || check_free(operation->target, operation, error));
}

gboolean
hvr_operation_hold(HvrOperation *operation, GError **error)
{
    const char *guid = operation->record->guid;

    if (!hvr_operation_check_free(operation, error))
        return FALSE;

    g_hash_table_insert(operation->source->operations, g_strdup(guid), operation);
    if (operation->target != NULL)
        g_hash_table_insert(operation->target->operations, g_strdup(guid), operation);
    hvr_job_board_hold(operation->source->board, guid, TRUE);
    if (operation->directory != NULL)
        hvr_directory_hold(operation->directory);
    operation->is_held = TRUE;

    return TRUE;
}

void
hvr_operation_release(HvrOperation *operation)
{
    const char *guid = operation->record->guid;

    if (!operation->is_held)
        return;

    operation->is_held = FALSE;
    g_hash_table_remove(operation->source->operations, guid);
    hvr_job_board_hold(operation->source->board, guid, FALSE);
    if (operation->target != NULL)
        g_hash_table_remove(operation->target->operations, guid);
    if (operation->directory != NULL)
        hvr_directory_release(operation->directory);
}

gboolean
hvr_operation_is_aborted(const HvrOperation *operation)
{
    return g_cancellable_is_cancelled(operation->forward);
}

gboolean
hvr_operation_is_needed(HvrOperation *operation, guint step)
{
    HvrOperationLook is_needed = operation->plan->steps[step].is_needed;

    return is_needed == NULL || is_needed(operation);
}

gboolean
hvr_operation_is_done(HvrOperation *operation, guint step)
{
    HvrOperationLook is_done = operation->plan->steps[step].is_done;

    return is_done != NULL && is_done(operation);
}

gboolean
hvr_operation_can_abort(const HvrOperation *operation)
{
    const HvrOperationRecord *record = operation->record;

    for (guint i = 0; i < operation->plan->n_steps && i <= record->step; i++) {
        gboolean is_begun = i < record->step || operation->is_sent;

        if (operation->plan->steps[i].is_final && is_begun)
            return FALSE;
    }

    return TRUE;
}

gboolean
hvr_operation_abort(HvrOperation *operation, GError **error)
{
    /* What goes back already needs not be told. */
    if (operation->record->phase == HVR_OPERATION_UNDOING)
        return TRUE;
    if (!hvr_operation_can_abort(operation))
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: the job '%1$s' of '%2$s' has come too "
                          "far to be cancelled"),
                        operation->plan->name, operation->record->vm);

    g_cancellable_cancel(operation->forward);

    return TRUE;
}

gboolean
hvr_operation_allows(HvrHost *host,
                     const HvrDomain *domain,
                     GCancellable *cancellable,
                     GError **error)
{
    const HvrOperation *operation = hvr_host_find_operation(host, domain->guid);

    if (operation == NULL || (cancellable != NULL && (cancellable == operation->forward ||
                                                      cancellable == operation->backward)))
        return TRUE;

    return hvr_fail(error, HVR_ERROR_STATE,
                    _("Requested operation is not valid: another job is active: '%1$s' of '%2$s'"),
                    operation->plan->name, operation->record->vm);
}

void
hvr_operation_add_causes(HvrHost *host, GHashTable *causes)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, host->operations);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const HvrOperation *operation = value;

        if (operation->record->phase == HVR_OPERATION_RUNNING)
            g_hash_table_insert(causes, operation->record->guid,
                                GUINT_TO_POINTER(HVR_CAUSE_MIGRATE));
    }
}

gboolean
hvr_operation_write(HvrOperation *operation, GError **error)
{
    const HvrOperationJournal *journal =
        operation->directory != NULL ? hvr_directory_get_journal(operation->directory) : NULL;

    operation->record->changed = hvr_clock_get_real(operation->source->line->clock);

    return journal == NULL || hvr_operation_is_rehearsed(operation) ||
           journal->write(journal->user_data, operation->record, error);
}
