/* planned_failover.c: a machine and its partner change roles, and nothing is lost
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "planned_failover.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#include "host_verb.h"
#include "hvr_error.h"
#include "operation_private.h"
#include "repl_relationship.h"
#include "repl_request.h"

/* How long a guest that was asked to shut down may look as if it had not heard (inferred). */
#define GRACE (3 * G_TIME_SPAN_SECOND)

static gboolean
has_memory(HvrOperation *operation, guint bit)
{
    return (hvr_operation_get_record(operation)->memory & bit) != 0;
}

static gboolean
is_in_state(const HvrDomain *domain, HvrReplMode mode, HvrReplState state)
{
    return domain != NULL && domain->mode == mode && domain->legs[0] != NULL &&
           domain->legs[0]->state == state;
}

static gboolean
was_running(HvrOperation *operation)
{
    return has_memory(operation, HVR_PLANNED_FAILOVER_WAS_RUNNING);
}

static gboolean
was_not_prepared(HvrOperation *operation)
{
    return !has_memory(operation, HVR_PLANNED_FAILOVER_WAS_PREPARED);
}

static gboolean
is_source_off(HvrOperation *operation)
{
    const HvrDomain *domain = hvr_operation_find_source(operation);

    return domain != NULL && domain->state == VIR_DOMAIN_SHUTOFF;
}

static gboolean
is_source_prepared(HvrOperation *operation)
{
    return is_in_state(hvr_operation_find_source(operation), HVR_REPL_MODE_PRIMARY,
                       HVR_REPL_STATE_PREPARED);
}

static gboolean
is_reversed(HvrOperation *operation)
{
    const HvrDomain *domain = hvr_operation_find_target(operation);

    return domain != NULL && domain->mode == HVR_REPL_MODE_PRIMARY;
}

static gboolean
is_shut_down(HvrOperation *operation)
{
    return is_source_off(operation) || is_reversed(operation);
}

static gboolean
was_asked(HvrOperation *operation)
{
    return has_memory(operation, HVR_PLANNED_FAILOVER_WAS_ASKED) && !is_reversed(operation);
}

static gboolean
is_prepared(HvrOperation *operation)
{
    return is_source_prepared(operation) || is_reversed(operation);
}

static gboolean
is_failed_over(HvrOperation *operation)
{
    const HvrDomain *domain = hvr_operation_find_target(operation);

    return is_in_state(domain, HVR_REPL_MODE_REPLICA, HVR_REPL_STATE_FAILED_OVER) ||
           is_reversed(operation);
}

static gboolean
is_started(HvrOperation *operation)
{
    const HvrDomain *domain = hvr_operation_find_target(operation);

    return domain != NULL && hvr_domain_is_active(domain);
}

/* Verbs and power. */

static void
on_verb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    GError *error = NULL;

    if (hvr_host_verb_finish(HVR_HOST(source), result, NULL, &error))
        g_task_return_boolean(task, TRUE);
    else
        g_task_return_error(task, error);
}

static void
send_verb(HvrHost *host, HvrDomain *domain, HvrReplVerb verb, GTask *task)
{
    HvrReplRequest request = { .verb = verb };

    hvr_host_verb_async(host, domain, &request, TRUE, 0, g_task_get_cancellable(task), on_verb,
                        g_object_ref(task));
}

static void
on_power(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    GError *error = NULL;

    if (hvr_host_power_finish(HVR_HOST(source), result, &error))
        g_task_return_boolean(task, TRUE);
    else
        g_task_return_error(task, error);
}

static gboolean
check_there(HvrHost *host, const HvrDomain *domain, GTask *task)
{
    if (domain != NULL)
        return TRUE;

    g_task_return_new_error(task, HVR_ERROR, HVR_ERROR_NO_DOMAIN,
                            _("host '%s' no longer has the machine"), hvr_host_get_name(host));

    return FALSE;
}

static void
send_to_source(HvrOperation *operation, HvrReplVerb verb, GTask *task)
{
    HvrHost *host = hvr_operation_get_source(operation);
    HvrDomain *domain = hvr_operation_find_source(operation);

    if (check_there(host, domain, task))
        send_verb(host, domain, verb, task);
}

static void
send_to_target(HvrOperation *operation, HvrReplVerb verb, GTask *task)
{
    HvrHost *host = hvr_operation_get_target(operation);
    HvrDomain *domain = hvr_operation_find_target(operation);

    if (check_there(host, domain, task))
        send_verb(host, domain, verb, task);
}

static void
start(HvrHost *host, HvrDomain *domain, GTask *task)
{
    if (check_there(host, domain, task))
        hvr_host_power_async(host, domain, HVR_POWER_START, g_task_get_cancellable(task), on_power,
                             g_object_ref(task));
}

/* The steps. */

static void
wait_until_off(HvrOperation *operation, GTask *task)
{
    hvr_operation_wait(operation, is_source_off, HVR_PLANNED_FAILOVER_SHUT_DOWN_LIMIT, task);
}

static void
on_asked(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    GError *error = NULL;

    if (hvr_host_power_finish(HVR_HOST(source), result, &error))
        wait_until_off(g_task_get_task_data(task), task);
    else
        g_task_return_error(task, error);
}

static void
shut_down(HvrOperation *operation, GTask *task)
{
    HvrHost *host = hvr_operation_get_source(operation);
    HvrDomain *domain = hvr_operation_find_source(operation);
    GError *error = NULL;

    if (!check_there(host, domain, task))
        return;

    hvr_operation_remember(operation, HVR_PLANNED_FAILOVER_WAS_ASKED);
    if (!hvr_operation_write(operation, &error)) {
        g_task_return_error(task, error);
        return;
    }
    if (domain->state == VIR_DOMAIN_SHUTDOWN) {
        wait_until_off(operation, task);
        return;
    }

    g_task_set_task_data(task, hvr_operation_ref(operation), (GDestroyNotify)hvr_operation_unref);
    hvr_host_power_async(host, domain, HVR_POWER_SHUTDOWN, g_task_get_cancellable(task), on_asked,
                         g_object_ref(task));
}

static void
on_off(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    HvrOperation *operation = g_task_get_task_data(task);
    GError *error = NULL;

    if (!g_task_propagate_boolean(G_TASK(result), &error))
        g_task_return_error(task, error);
    else
        start(hvr_operation_get_source(operation), hvr_operation_find_source(operation), task);
}

static void on_grace(GObject *source, GAsyncResult *result, gpointer user_data);

static GTask *
new_wait(HvrOperation *operation, GTask *task, GAsyncReadyCallback callback)
{
    GTask *wait = g_task_new(NULL, g_task_get_cancellable(task), callback, g_object_ref(task));

    g_task_set_check_cancellable(wait, FALSE);
    if (g_task_get_task_data(task) == NULL)
        g_task_set_task_data(task, hvr_operation_ref(operation),
                             (GDestroyNotify)hvr_operation_unref);

    return wait;
}

static gboolean
is_source_leaving(HvrOperation *operation)
{
    const HvrDomain *domain = hvr_operation_find_source(operation);

    return domain != NULL && domain->state != VIR_DOMAIN_RUNNING;
}

/* A guest that is on its way down cannot be held: it goes down, and is started again.  One
 * that has not moved yet is given a moment, then it is taken to have refused. */
static void
start_again(HvrOperation *operation, GTask *task)
{
    g_autoptr(GTask) wait = NULL;

    if (is_source_off(operation)) {
        start(hvr_operation_get_source(operation), hvr_operation_find_source(operation), task);
    } else if (is_source_leaving(operation)) {
        wait = new_wait(operation, task, on_off);
        wait_until_off(operation, wait);
    } else {
        wait = new_wait(operation, task, on_grace);
        hvr_operation_wait(operation, is_source_leaving, GRACE, wait);
    }
}

static void
on_grace(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;

    if (g_task_propagate_boolean(G_TASK(result), NULL))
        start_again(g_task_get_task_data(task), task);
    else
        g_task_return_boolean(task, TRUE);
}

static void
prepare(HvrOperation *operation, GTask *task)
{
    send_to_source(operation, HVR_VERB_PREPARE, task);
}

static void
cancel_prepare(HvrOperation *operation, GTask *task)
{
    send_to_source(operation, HVR_VERB_CANCEL_PREPARE, task);
}

/* Only a primary that is prepared, and therefore locked, has sent all it had. */
static void
fail_over(HvrOperation *operation, GTask *task)
{
    if (is_source_prepared(operation) && is_source_off(operation))
        send_to_target(operation, HVR_VERB_FAILOVER, task);
    else
        g_task_return_new_error(task, HVR_ERROR, HVR_ERROR_STATE,
                                _("'%1$s' is no longer prepared for a planned failover on host "
                                  "'%2$s': somebody has changed it"),
                                hvr_operation_get_record(operation)->vm,
                                hvr_host_get_name(hvr_operation_get_source(operation)));
}

static void
revert(HvrOperation *operation, GTask *task)
{
    send_to_target(operation, HVR_VERB_REVERT, task);
}

static void
reverse(HvrOperation *operation, GTask *task)
{
    send_to_target(operation, HVR_VERB_REVERSE, task);
}

static void
start_there(HvrOperation *operation, GTask *task)
{
    start(hvr_operation_get_target(operation), hvr_operation_find_target(operation), task);
}

/* What steps leave behind, where they are only played through. */

static void
assume_off(HvrOperation *operation)
{
    const HvrDomain *domain = hvr_operation_find_source(operation);

    hvr_operation_assume(
        operation, hvr_operation_get_source(operation),
        hvr_domain_assume(domain, VIR_DOMAIN_SHUTOFF, domain->mode, domain->legs[0]->state));
}

static void
assume_prepared(HvrOperation *operation)
{
    const HvrDomain *domain = hvr_operation_find_source(operation);

    hvr_operation_assume(
        operation, hvr_operation_get_source(operation),
        hvr_domain_assume(domain, domain->state, domain->mode, HVR_REPL_STATE_PREPARED));
}

static void
assume_failed_over(HvrOperation *operation)
{
    const HvrDomain *domain = hvr_operation_find_target(operation);

    hvr_operation_assume(
        operation, hvr_operation_get_target(operation),
        hvr_domain_assume(domain, domain->state, domain->mode, HVR_REPL_STATE_FAILED_OVER));
}

static void
assume_reversed(HvrOperation *operation)
{
    const HvrDomain *domain = hvr_operation_find_target(operation);

    hvr_operation_assume(operation, hvr_operation_get_target(operation),
                         hvr_domain_assume(domain, domain->state, HVR_REPL_MODE_PRIMARY,
                                           HVR_REPL_STATE_REPLICATING));
}

/* Scenario 5 of the documents: prepare, fail over, reverse, start (Start-VMFailover,
 * Set-VMReplication -Reverse).  Reversing cannot be taken back: the old primary has been made a
 * replica then.  Weights are how long steps take where there is something to send (inferred). */
/* clang-format off */
static const HvrOperationStep steps[] = {
    { "check",     N_("Checking both hosts"),       NULL,                                 2,  FALSE, NULL,             hvr_planned_failover_check_service, NULL,           NULL,      NULL,           NULL },
    { "shut-down", N_("Shutting the guest down"),   N_("Starting the guest again"),       25, FALSE, was_running,      shut_down,                          is_shut_down,   was_asked, start_again,    assume_off },
    { "prepare",   N_("Sending the last changes"),  N_("Cancelling the preparation"),     38, FALSE, was_not_prepared, prepare,                            is_prepared,    NULL,      cancel_prepare, assume_prepared },
    { "fail-over", N_("Failing over"),              N_("Reverting the failover"),         15, FALSE, NULL,             fail_over,                          is_failed_over, NULL,      revert,         assume_failed_over },
    { "reverse",   N_("Reversing the replication"), NULL,                                 15, TRUE,  NULL,             reverse,                            is_reversed,    NULL,      NULL,           assume_reversed },
    { "start",     N_("Starting the guest"),        NULL,                                 5,  FALSE, was_running,      start_there,                        is_started,     NULL,      NULL,           NULL },
};
/* clang-format on */

static char *
describe_side(HvrHost *host, const HvrDomain *domain)
{
    const HvrReplRelationship *leg = domain != NULL ? domain->legs[0] : NULL;
    const char *format;

    if (!hvr_host_is_reachable(host))
        return g_strdup_printf(_("host '%s' does not answer"), hvr_host_get_name(host));
    if (domain == NULL)
        return g_strdup_printf(_("not on host '%s'"), hvr_host_get_name(host));

    format = hvr_domain_is_active(domain) ? _("on host '%1$s' %2$s, %3$s, running")
                                          : _("on host '%1$s' %2$s, %3$s, off");

    return g_strdup_printf(
        format, hvr_host_get_name(host), hvr_repl_mode_get_title(domain->mode),
        hvr_repl_state_get_title(leg != NULL ? leg->state : HVR_REPL_STATE_DISABLED));
}

static char *
describe(HvrOperation *operation)
{
    g_autofree char *source =
        describe_side(hvr_operation_get_source(operation), hvr_operation_find_source(operation));
    g_autofree char *target =
        describe_side(hvr_operation_get_target(operation), hvr_operation_find_target(operation));

    return g_strdup_printf(_("'%1$s': %2$s; %3$s"), hvr_operation_get_record(operation)->vm, source,
                           target);
}

const HvrOperationPlan *
hvr_planned_failover_get_plan(void)
{
    static const HvrOperationPlan plan = { "planned-failover", N_("Planned failover to '%s'"),
                                           steps, G_N_ELEMENTS(steps), describe };

    return &plan;
}
