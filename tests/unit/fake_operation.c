/* fake_operation.c: a daemon whose hosts have no partners
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Stands in for what moves machines between hosts, where a test makes up the
 * host itself (see fake_host.h).
 */

#include <config.h>

#include "fake_host.h"
#include "hvr_error.h"
#include "planned_failover.h"
#include "recovery.h"

struct _HvrDirectory {
    grefcount ref_count;
};

HvrDirectory *
hvr_directory_new(HvrDirectoryList list, gpointer user_data)
{
    HvrDirectory *directory = g_new0(HvrDirectory, 1);

    g_ref_count_init(&directory->ref_count);

    return directory;
}

HvrDirectory *
hvr_directory_ref(HvrDirectory *directory)
{
    g_ref_count_inc(&directory->ref_count);

    return directory;
}

void
hvr_directory_unref(HvrDirectory *directory)
{
    if (g_ref_count_dec(&directory->ref_count))
        g_free(directory);
}

void
hvr_directory_close(HvrDirectory *directory)
{
}

void
hvr_directory_set_journal(HvrDirectory *directory, const HvrOperationJournal *journal)
{
}

const HvrOperationJournal *
hvr_directory_get_journal(HvrDirectory *directory)
{
    return NULL;
}

void
hvr_directory_hold(HvrDirectory *directory)
{
}

void
hvr_directory_release(HvrDirectory *directory)
{
}

gboolean
hvr_directory_is_busy(HvrDirectory *directory)
{
    return FALSE;
}

GPtrArray *
hvr_directory_list(HvrDirectory *directory)
{
    return g_ptr_array_new_with_free_func(g_object_unref);
}

HvrHost *
hvr_directory_find_open(HvrDirectory *directory, const char *system)
{
    return NULL;
}

HvrHost *
hvr_directory_lookup(HvrDirectory *directory, const char *name, GError **error)
{
    return hvr_fail_null(error, HVR_ERROR_NO_HOST, "no host '%s'", name);
}

void
hvr_directory_find_async(HvrDirectory *directory,
                         const char *system,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    GError *error = NULL;

    hvr_fail(&error, HVR_ERROR_NO_HOST, "no host '%s'", system);
    g_task_return_error(task, error);
}

HvrHost *
hvr_directory_find_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

void
hvr_host_set_directory(HvrHost *host, HvrDirectory *directory)
{
}

HvrDirectory *
hvr_host_get_directory(HvrHost *host)
{
    return NULL;
}

void
hvr_host_refresh_async(HvrHost *host,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(host, cancellable, callback, user_data);

    g_task_return_boolean(task, TRUE);
}

gboolean
hvr_host_refresh_finish(HvrHost *host, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

const HvrOperationPlan *
hvr_operation_plan_find(const char *name)
{
    return NULL;
}

const HvrOperationPlan *
hvr_planned_failover_get_plan(void)
{
    return NULL;
}

gboolean
hvr_planned_failover_check_source(HvrHost *source,
                                  const HvrDomain *domain,
                                  guint wishes,
                                  GError **error)
{
    return TRUE;
}

gboolean
hvr_planned_failover_check(HvrHost *source,
                           HvrHost *target,
                           const HvrDomain *domain,
                           guint wishes,
                           guint *out_memory,
                           GError **error)
{
    return hvr_fail(error, HVR_ERROR_STATE, "'%s' has no partner", domain->name);
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
    g_assert_not_reached();
}

gboolean
hvr_operation_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

HvrRecovery *
hvr_recovery_start(HvrDirectory *directory,
                   HvrJournal *journal,
                   HvrClock *clock,
                   HvrRecoveryTold told,
                   gpointer user_data)
{
    return NULL;
}

void
hvr_recovery_stop(HvrRecovery *recovery)
{
}
