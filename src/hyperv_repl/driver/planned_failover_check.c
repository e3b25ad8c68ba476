/* planned_failover_check.c: whether two hosts are ready for a planned failover
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>
#include <string.h>

#include "host_query.h"
#include "hvr_error.h"
#include "planned_failover.h"
#include "repl_relationship.h"
#include "repl_service.h"

static const char *
get_state_title(const HvrDomain *domain)
{
    return hvr_repl_state_get_title(domain->legs[0] != NULL ? domain->legs[0]->state
                                                            : HVR_REPL_STATE_DISABLED);
}

/* A guest that is paused or saved has something in memory that no replica gets. */
static gboolean
check_power(HvrHost *host, const HvrDomain *domain, guint wishes, GError **error)
{
    gboolean may_stop = (wishes & HVR_PLANNED_FAILOVER_SHUT_DOWN) != 0;

    if (domain->is_saved)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: '%1$s' has a saved state on host "
                          "'%2$s', which is not replicated: start the machine or remove the state"),
                        domain->name, hvr_host_get_name(host));
    if (domain->state == VIR_DOMAIN_SHUTOFF)
        return TRUE;
    if (domain->state == VIR_DOMAIN_PAUSED || domain->state == VIR_DOMAIN_NOSTATE)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: '%1$s' is neither running nor off on "
                          "host '%2$s', so that it can neither be shut down nor moved"),
                        domain->name, hvr_host_get_name(host));

    return may_stop ||
           hvr_fail(error, HVR_ERROR_STATE,
                    _("Requested operation is not valid: '%1$s' is running on host '%2$s': it "
                      "would have to be shut down there"),
                    domain->name, hvr_host_get_name(host));
}

static gboolean
check_replication(HvrHost *host, const HvrDomain *domain, GError **error)
{
    const HvrReplRelationship *leg = domain->legs[0];

    if (domain->is_host || domain->mode == HVR_REPL_MODE_NONE || leg == NULL)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: '%1$s' on host '%2$s' is not "
                          "replicated, there is nowhere to move it to"),
                        domain->name, hvr_host_get_name(host));
    if (domain->mode != HVR_REPL_MODE_PRIMARY)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: '%1$s' on host '%2$s' is in the role "
                          "'%3$s': only a primary can be moved, from the host that has it"),
                        domain->name, hvr_host_get_name(host),
                        hvr_repl_mode_get_name(domain->mode));
    if (leg->state != HVR_REPL_STATE_REPLICATING && leg->state != HVR_REPL_STATE_PREPARED)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: the replication of '%1$s' on host "
                          "'%2$s' has to be in order first, it is: %3$s"),
                        domain->name, hvr_host_get_name(host), get_state_title(domain));
    if (leg->health != HVR_REPL_HEALTH_OK && leg->health != HVR_REPL_HEALTH_WARNING)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: the health of the replication of "
                          "'%1$s' on host '%2$s' is '%3$s'"),
                        domain->name, hvr_host_get_name(host),
                        hvr_repl_health_get_name(leg->health));

    return TRUE;
}

static gboolean
check_replica(HvrHost *host, const HvrDomain *domain, const HvrDomain *replica, GError **error)
{
    const char *name = hvr_host_get_name(host);

    if (replica == NULL || replica->mode != HVR_REPL_MODE_REPLICA || replica->legs[0] == NULL)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: host '%1$s' has no replica of '%2$s'"),
                        name, domain->name);
    if (replica->legs[0]->state != HVR_REPL_STATE_REPLICATING)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: the replica of '%1$s' on host '%2$s' "
                          "has to be replicating, it is: %3$s"),
                        domain->name, name, get_state_title(replica));
    if (hvr_domain_is_active(replica))
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: the replica of '%1$s' on host '%2$s' "
                          "is running"),
                        domain->name, name);
    /* A machine has one relationship to send by, so that reversing ends the other. */
    if (replica->legs[1] != NULL)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: the replica of '%1$s' on host '%2$s' "
                          "is replicated to a third host, which reversing would end: use the "
                          "replication commands"),
                        domain->name, name);

    return TRUE;
}

static char *
dup_setting(const HvrDomain *domain, const char *name)
{
    return hvr_repl_settings_dup_text(domain->legs[0]->settings,
                                      hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, name));
}

/* The replica may be behind a cluster's broker, so the host itself comes first. */
static gboolean
check_name(HvrHost *target, const HvrDomain *domain, GError **error)
{
    const char *hostname = hvr_host_get_facts(target)->hostname;
    g_autofree char *host = dup_setting(domain, "replica-host");
    g_autofree char *server = dup_setting(domain, "replica-server");
    const char *named = host != NULL ? host : server;

    if (named == NULL || hostname == NULL || hvr_directory_is_same(named, hostname))
        return TRUE;

    return hvr_fail(error, HVR_ERROR_STATE,
                    _("Requested operation is not valid: '%1$s' is replicated to '%2$s', not to "
                      "host '%3$s' ('%4$s')"),
                    domain->name, named, hvr_host_get_name(target), hostname);
}

gboolean
hvr_planned_failover_check_source(HvrHost *source,
                                  const HvrDomain *domain,
                                  guint wishes,
                                  GError **error)
{
    return check_replication(source, domain, error) && check_power(source, domain, wishes, error);
}

gboolean
hvr_planned_failover_check(HvrHost *source,
                           HvrHost *target,
                           const HvrDomain *domain,
                           guint wishes,
                           guint *out_memory,
                           GError **error)
{
    const HvrDomain *replica = hvr_host_lookup_by_uuid(target, domain->uuid, NULL);
    guint memory = 0;

    if (source == target)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("Attempt to migrate guest to the same host '%s'"),
                        hvr_host_get_name(target));
    if (!hvr_planned_failover_check_source(source, domain, wishes, error) ||
        !check_name(target, domain, error) || !check_replica(target, domain, replica, error))
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

/* After the failover the source is the one that receives. */
static gboolean
check_service(HvrOperation *operation, const HvrReplService *service, GError **error)
{
    const char *source = hvr_host_get_name(hvr_operation_get_source(operation));
    const HvrHostFacts *facts = hvr_host_get_facts(hvr_operation_get_target(operation));
    g_autofree char *enabled = dup_of_subject(service->settings, "enabled");

    if (g_strcmp0(enabled, "yes") != 0)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: host '%1$s' does not accept "
                          "replication, so that '%2$s' could not be replicated back to it: use "
                          "replication-service-modify first"),
                        source, hvr_operation_get_record(operation)->vm);
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

static void
on_service(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    GError *error = NULL;
    g_autoptr(HvrReplService) service = hvr_host_query_finish(result, &error);

    if (service != NULL && check_service(g_task_get_task_data(task), service, &error))
        g_task_return_boolean(task, TRUE);
    else
        g_task_return_error(task, error);
}

void
hvr_planned_failover_check_service(HvrOperation *operation, GTask *task)
{
    HvrHost *source = hvr_operation_get_source(operation);
    HvrDomain *domain = hvr_operation_find_source(operation);
    HvrWork work = { .run = fetch, .free_output = (GDestroyNotify)hvr_repl_service_free };
    GError *error = NULL;
    guint memory;

    if (domain == NULL)
        hvr_fail(&error, HVR_ERROR_NO_DOMAIN, _("host '%s' no longer has the machine"),
                 hvr_host_get_name(source));
    else if (hvr_planned_failover_check(source, hvr_operation_get_target(operation), domain,
                                        hvr_operation_get_record(operation)->wishes, &memory,
                                        &error))
        hvr_operation_remember(operation, memory);
    if (error != NULL) {
        g_task_return_error(task, error);
        return;
    }

    g_task_set_task_data(task, operation, NULL);
    hvr_host_query_async(source, domain, &work, g_task_get_cancellable(task), on_service,
                         g_object_ref(task));
}
