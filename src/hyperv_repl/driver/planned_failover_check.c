/* planned_failover_check.c: whether two hosts are ready for a planned failover
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "planned_failover_check.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>
#include <string.h>

#include "host_query.h"
#include "hvr_error.h"
#include "repl_relationship.h"

static const char *
get_state_title(const HvrDomain *domain)
{
    return hvr_repl_state_get_title(domain->legs[0] != NULL ? domain->legs[0]->state
                                                            : HVR_REPL_STATE_DISABLED);
}

typedef HvrPlannedFailoverMove Move;

static gboolean
check_elsewhere(const Move *move, GError **error)
{
    return move->source != move->target ||
           hvr_fail(error, HVR_ERROR_INVALID, _("Attempt to migrate guest to the same host '%s'"),
                    hvr_host_get_name(move->target));
}

static gboolean
check_role(const Move *move, GError **error)
{
    const HvrDomain *domain = move->domain;

    if (domain->is_host || domain->mode == HVR_REPL_MODE_NONE || domain->legs[0] == NULL)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: '%1$s' on host '%2$s' is not "
                          "replicated, there is nowhere to move it to"),
                        domain->name, hvr_host_get_name(move->source));
    if (domain->mode != HVR_REPL_MODE_PRIMARY)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: '%1$s' on host '%2$s' is in the role "
                          "'%3$s': only a primary can be moved, from the host that has it"),
                        domain->name, hvr_host_get_name(move->source),
                        hvr_repl_mode_get_title(domain->mode));

    return TRUE;
}

static gboolean
check_state(const Move *move, GError **error)
{
    const HvrReplRelationship *leg = move->domain->legs[0];

    return leg == NULL || leg->state == HVR_REPL_STATE_REPLICATING ||
           leg->state == HVR_REPL_STATE_PREPARED ||
           hvr_fail(error, HVR_ERROR_STATE,
                    _("Requested operation is not valid: the replication of '%1$s' on host "
                      "'%2$s' has to be in order first, it is: %3$s"),
                    move->domain->name, hvr_host_get_name(move->source),
                    get_state_title(move->domain));
}

static gboolean
check_health(const Move *move, GError **error)
{
    const HvrReplRelationship *leg = move->domain->legs[0];

    return leg == NULL || leg->health == HVR_REPL_HEALTH_OK ||
           leg->health == HVR_REPL_HEALTH_WARNING ||
           hvr_fail(error, HVR_ERROR_STATE,
                    _("Requested operation is not valid: the health of the replication of "
                      "'%1$s' on host '%2$s' is '%3$s'"),
                    move->domain->name, hvr_host_get_name(move->source),
                    hvr_repl_health_get_title(leg->health));
}

/* A guest that is paused or saved has something in memory that no replica gets. */
static gboolean
check_memory(const Move *move, GError **error)
{
    const HvrDomain *domain = move->domain;

    if (domain->is_saved)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: '%1$s' has a saved state on host "
                          "'%2$s', which is not replicated: start the machine or remove the state"),
                        domain->name, hvr_host_get_name(move->source));
    if (domain->state == VIR_DOMAIN_PAUSED || domain->state == VIR_DOMAIN_NOSTATE)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: '%1$s' is neither running nor off on "
                          "host '%2$s', so that it can neither be shut down nor moved"),
                        domain->name, hvr_host_get_name(move->source));

    return TRUE;
}

static gboolean
check_power(const Move *move, GError **error)
{
    return !hvr_domain_is_active(move->domain) ||
           (move->wishes & HVR_PLANNED_FAILOVER_SHUT_DOWN) != 0 ||
           hvr_fail(error, HVR_ERROR_STATE,
                    _("Requested operation is not valid: '%1$s' is running on host '%2$s': it "
                      "would have to be shut down there"),
                    move->domain->name, hvr_host_get_name(move->source));
}

static char *
dup_setting(const HvrDomain *domain, const char *name)
{
    return hvr_repl_settings_dup_text(domain->legs[0]->settings,
                                      hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, name));
}

/* The replica may be behind a cluster's broker, so the host itself comes first. */
static gboolean
check_name(const Move *move, GError **error)
{
    const char *hostname = hvr_host_get_facts(move->target)->hostname;
    g_autofree char *host = NULL;
    g_autofree char *server = NULL;
    const char *named;

    if (move->domain->legs[0] == NULL)
        return TRUE;

    host = dup_setting(move->domain, "replica-host");
    server = dup_setting(move->domain, "replica-server");
    named = host != NULL ? host : server;
    if (named == NULL || hostname == NULL || hvr_directory_is_same(named, hostname))
        return TRUE;

    return hvr_fail(error, HVR_ERROR_STATE,
                    _("Requested operation is not valid: '%1$s' is replicated to '%2$s', not to "
                      "host '%3$s' ('%4$s')"),
                    move->domain->name, named, hvr_host_get_name(move->target), hostname);
}

static gboolean
check_replica(const Move *move, GError **error)
{
    const HvrDomain *replica = hvr_host_lookup_by_uuid(move->target, move->domain->uuid, NULL);
    const char *vm = move->domain->name;
    const char *name = hvr_host_get_name(move->target);

    if (replica == NULL || replica->mode != HVR_REPL_MODE_REPLICA || replica->legs[0] == NULL)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: host '%1$s' has no replica of '%2$s'"),
                        name, vm);
    if (replica->legs[0]->state != HVR_REPL_STATE_REPLICATING)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: the replica of '%1$s' on host '%2$s' "
                          "has to be replicating, it is: %3$s"),
                        vm, name, get_state_title(replica));
    if (hvr_domain_is_active(replica))
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: the replica of '%1$s' on host '%2$s' "
                          "is running"),
                        vm, name);
    /* A machine has one relationship to send by, so that reversing ends the other. */
    if (replica->legs[1] != NULL)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: the replica of '%1$s' on host '%2$s' "
                          "is replicated to a third host, which reversing would end: use the "
                          "replication commands"),
                        vm, name);

    return TRUE;
}

/* clang-format off */
static const HvrPlannedFailoverCheck checks[] = {
    { TRUE,  TRUE,  check_elsewhere, N_("the machine goes to another host"),                          N_("name the host that has the replica") },
    { FALSE, TRUE,  check_role,      N_("the machine is the primary of its replication"),             N_("enable replication first, or ask the host that has the primary") },
    { FALSE, FALSE, check_state,     N_("its replication is in order"),                               N_("wait until it replicates; query-replication tells its state, and what to do") },
    { FALSE, FALSE, check_health,    N_("its replication is not critical"),                           N_("mend it first; query-replication-statistics tells the host's reasons") },
    { FALSE, FALSE, check_memory,    N_("nothing is left in memory that would not be replicated"),    N_("resume or start the machine, then shut it down") },
    { FALSE, FALSE, check_power,     N_("the machine is off, or may be shut down"),                   N_("shut the guest down, or allow that with 'shutdown'") },
    { TRUE,  FALSE, check_name,      N_("it is the host that the machine is replicated to"),          N_("name the host that has the replica") },
    { TRUE,  FALSE, check_replica,   N_("it has a replica that is off, and receives"),                N_("bring the replica in order first; query-replication there tells its state") },
};
/* clang-format on */

const HvrPlannedFailoverCheck *
hvr_planned_failover_list_checks(guint *out_n_checks)
{
    *out_n_checks = G_N_ELEMENTS(checks);

    return checks;
}

static gboolean
check_all(const Move *move, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS(checks); i++) {
        if ((move->target != NULL || !checks[i].needs_target) && !checks[i].check(move, error))
            return FALSE;
    }

    return TRUE;
}

gboolean
hvr_planned_failover_check_source(HvrHost *source,
                                  const HvrDomain *domain,
                                  guint wishes,
                                  GError **error)
{
    const Move move = { source, NULL, domain, wishes };

    return check_all(&move, error);
}

gboolean
hvr_planned_failover_check(HvrHost *source,
                           HvrHost *target,
                           const HvrDomain *domain,
                           guint wishes,
                           guint *out_memory,
                           GError **error)
{
    const Move move = { source, target, domain, wishes };
    guint memory = 0;

    if (!check_all(&move, error))
        return FALSE;

    if (hvr_domain_is_active(domain))
        memory |= HVR_PLANNED_FAILOVER_WAS_RUNNING;
    if (domain->legs[0]->state == HVR_REPL_STATE_PREPARED)
        memory |= HVR_PLANNED_FAILOVER_WAS_PREPARED;
    *out_memory = memory;

    return TRUE;
}

static char *
dup_of_subject(const HvrReplSettings *settings, const char *name)
{
    return hvr_repl_settings_dup_text(
        settings, hvr_repl_setting_find(hvr_repl_settings_get_subject(settings), name));
}

/* "*", "*.example.com", or a server's name. */
static gboolean
is_allowed(const HvrReplSettings *entry, const char *hostname)
{
    g_autofree char *allowed = dup_of_subject(entry, "allowed-primary");
    const char *domain = strchr(hostname, '.');

    if (allowed == NULL)
        return FALSE;
    if (allowed[0] == '*')
        return allowed[1] == '\0' ||
               (domain != NULL && g_ascii_strcasecmp(allowed + 1, domain) == 0);

    return hvr_directory_is_same(allowed, hostname);
}

static gboolean
fail_gone(HvrHost *source, GError **error)
{
    return hvr_fail(error, HVR_ERROR_NO_DOMAIN, _("host '%s' no longer has the machine"),
                    hvr_host_get_name(source));
}

/* After the failover the source is the one that receives. */
gboolean
hvr_planned_failover_check_return(const Move *move, const HvrReplService *service, GError **error)
{
    const char *source = hvr_host_get_name(move->source);
    const HvrHostFacts *facts = hvr_host_get_facts(move->target);
    g_autofree char *enabled = dup_of_subject(service->settings, "enabled");

    if (g_strcmp0(enabled, "yes") != 0)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: host '%1$s' does not accept "
                          "replication, so that '%2$s' could not be replicated back to it: use "
                          "replication-service-modify first"),
                        source, move->domain->name);
    for (guint i = 0; i < service->entries->len; i++) {
        if (is_allowed(service->entries->pdata[i], facts->hostname))
            return TRUE;
    }

    return hvr_fail(error, HVR_ERROR_STATE,
                    _("Requested operation is not valid: host '%1$s' does not allow '%2$s' to "
                      "replicate to it: use replication-authorization-add first"),
                    source, facts->hostname);
}

static gpointer
fetch(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    return hvr_repl_service_fetch(session, cancellable, error);
}

void
hvr_planned_failover_fetch_service_async(HvrHost *source,
                                         HvrDomain *domain,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
    HvrWork work = { .run = fetch, .free_output = (GDestroyNotify)hvr_repl_service_free };

    hvr_host_query_async(source, domain, &work, cancellable, callback, user_data);
}

static void
on_service(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    HvrOperation *operation = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(HvrReplService) service = hvr_host_query_finish(result, &error);
    Move move = { .source = hvr_operation_get_source(operation),
                  .target = hvr_operation_get_target(operation),
                  .domain = hvr_operation_find_source(operation) };

    if (service != NULL && move.domain == NULL)
        fail_gone(move.source, &error);
    else if (service != NULL)
        hvr_planned_failover_check_return(&move, service, &error);
    if (error != NULL)
        g_task_return_error(task, error);
    else
        g_task_return_boolean(task, TRUE);
}

void
hvr_planned_failover_check_service(HvrOperation *operation, GTask *task)
{
    HvrHost *source = hvr_operation_get_source(operation);
    HvrDomain *domain = hvr_operation_find_source(operation);
    GError *error = NULL;
    guint memory;

    if (domain == NULL)
        fail_gone(source, &error);
    else if (hvr_planned_failover_check(source, hvr_operation_get_target(operation), domain,
                                        hvr_operation_get_record(operation)->wishes, &memory,
                                        &error))
        hvr_operation_remember(operation, memory);
    if (error != NULL) {
        g_task_return_error(task, error);
        return;
    }

    g_task_set_task_data(task, operation, NULL);
    hvr_planned_failover_fetch_service_async(source, domain, g_task_get_cancellable(task),
                                             on_service, g_object_ref(task));
}
