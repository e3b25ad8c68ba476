/* command_planned_failover.c: whether a planned failover would go well, and what it would do
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <string.h>

#include "command_row.h"
#include "command_value.h"
#include "host_query.h"
#include "hvr_error.h"
#include "hvr_uri.h"
#include "planned_failover_check.h"
#include "repl_relationship.h"

/* @target: (nullable): not found yet */
typedef struct {
    HvrCommandCall *call;
    HvrHost *target;
    char *destination;
    guint wishes;
    HvrRehearsal *rehearsal;
    JsonArray *findings;
    gboolean is_blocked;
} Report;

static void
report_answer(Report *report)
{
    JsonObject *object = json_object_new();

    json_object_set_boolean_member(object, "ready", !report->is_blocked);
    json_object_set_array_member(object, "findings", report->findings);
    json_object_set_member(object, "calls", hvr_rehearsal_list_calls(report->rehearsal));
    hvr_command_call_return(report->call, hvr_command_value_take_object(object));
    g_clear_object(&report->target);
    g_object_unref(report->rehearsal);
    g_free(report->destination);
    g_free(report);
}

/* @host: (nullable): the source */
static void
add(Report *report, HvrHost *host, const char *severity, const char *text, const char *remedy)
{
    JsonObject *finding = json_object_new();

    json_object_set_string_member(finding, "host",
                                  hvr_host_get_name(host != NULL ? host : report->call->host));
    json_object_set_string_member(finding, "severity", severity);
    json_object_set_string_member(finding, "text", text);
    if (remedy != NULL)
        json_object_set_string_member(finding, "remedy", remedy);
    json_array_add_object_element(report->findings, finding);
}

/* @error: (nullable) (transfer full): what is not ready; else @fine is so */
static void
judge(Report *report, HvrHost *host, GError *error, const char *fine, const char *remedy)
{
    const char *better;

    if (error == NULL) {
        add(report, host, "ok", g_dgettext(GETTEXT_PACKAGE, fine), NULL);
        return;
    }

    better = hvr_error_find_remedy(error);
    add(report, host, "blocking", error->message,
        better != NULL ? better : g_dgettext(GETTEXT_PACKAGE, remedy));
    report->is_blocked = TRUE;
    g_error_free(error);
}

static void
judge_clock(Report *report, HvrHost *host)
{
    GTimeSpan skew = hvr_host_get_facts(host)->clock_skew;
    g_autofree char *text = NULL;

    if (ABS(skew) <= HVR_HOST_SKEW_MAX)
        return;

    text = g_strdup_printf(_("the clock of host '%1$s' is wrong by %2$d s"),
                           hvr_host_get_name(host), (int)(skew / G_TIME_SPAN_SECOND));
    add(report, host, "warning", text,
        _("set the clock: Kerberos refuses what is later than five minutes"));
}

/* What stops nobody, and is better known before. */
static void
warn(Report *report, const HvrDomain *domain)
{
    const HvrReplRelationship *leg = domain->legs[0];

    if (hvr_domain_is_active(domain) && (report->wishes & HVR_PLANNED_FAILOVER_SHUT_DOWN) != 0)
        add(report, NULL, "warning", _("the guest will be shut down here and started there"),
            _("choose a time at which it may be down"));
    if (leg != NULL && leg->health == HVR_REPL_HEALTH_WARNING)
        add(report, NULL, "warning",
            _("the replication is behind, so that the last changes may take long"),
            _("wait until it has caught up; query-replication-statistics tells the host's "
              "reasons"));
    judge_clock(report, report->call->host);
    judge_clock(report, report->target);
}

static HvrDomain *
find_domain(Report *report)
{
    HvrDomain *now = hvr_host_lookup_by_uuid(report->call->host, report->call->domain->uuid, NULL);

    return now != NULL ? now : report->call->domain;
}

/* What no check foresaw: somebody else's job, or a host's refusal. */
static void
on_rehearsed(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Report *report = user_data;
    GError *error = NULL;

    if (!g_task_propagate_boolean(G_TASK(result), &error))
        judge(report, NULL, error, NULL, N_("look at both hosts, then ask again"));
    report_answer(report);
}

static void
on_service(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Report *report = user_data;
    GError *error = NULL;
    g_autoptr(HvrReplService) service = hvr_host_query_finish(result, &error);
    HvrDomain *domain = find_domain(report);
    const HvrPlannedFailoverMove move = { report->call->host, report->target, domain,
                                          report->wishes };

    if (service != NULL)
        hvr_planned_failover_check_return(&move, service, &error);
    judge(report, NULL, error, N_("it accepts replication from there, for the way back"),
          N_("let it accept replication from the other host"));
    if (report->is_blocked)
        report_answer(report);
    else
        hvr_operation_rehearse_async(hvr_planned_failover_get_plan(), report->call->host,
                                     report->target, domain, report->wishes, report->rehearsal,
                                     on_rehearsed, report);
}

static void
judge_states(Report *report)
{
    HvrDomain *domain = find_domain(report);
    const HvrPlannedFailoverMove move = { report->call->host, report->target, domain,
                                          report->wishes };
    guint n_checks;
    const HvrPlannedFailoverCheck *checks = hvr_planned_failover_list_checks(&n_checks);

    for (guint i = 0; i < n_checks; i++) {
        GError *error = NULL;
        gboolean ok = checks[i].check(&move, &error);

        judge(report, checks[i].needs_target ? report->target : NULL, error, checks[i].fine,
              checks[i].remedy);
        if (!ok && checks[i].is_basis) {
            report_answer(report);
            return;
        }
    }

    warn(report, domain);
    hvr_planned_failover_fetch_service_async(report->call->host, domain,
                                             G_CANCELLABLE(report->rehearsal), on_service, report);
}

static void
on_target_seen(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Report *report = user_data;
    GError *error = NULL;

    hvr_host_refresh_finish(HVR_HOST(source), result, &error);
    judge(report, report->target, error, N_("the host answers"), N_("make sure that it is up"));
    if (report->is_blocked)
        report_answer(report);
    else
        judge_states(report);
}

static void
on_source_seen(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Report *report = user_data;
    GError *error = NULL;

    hvr_host_refresh_finish(HVR_HOST(source), result, &error);
    judge(report, NULL, error, N_("the host answers"), N_("make sure that it is up"));
    hvr_host_refresh_async(report->target, G_CANCELLABLE(report->rehearsal), on_target_seen,
                           report);
}

/* A host that has never answered has no state that could be looked at. */
static void
on_open(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Report *report = user_data;
    GError *error = NULL;

    if (hvr_host_open_finish(HVR_HOST(source), result, &error)) {
        hvr_host_refresh_async(report->call->host, G_CANCELLABLE(report->rehearsal), on_source_seen,
                               report);
        return;
    }

    judge(report, report->target, error, NULL, N_("make sure that it is up"));
    report_answer(report);
}

/* @target: (transfer full) (nullable) */
static void
take_target(Report *report, HvrHost *target, GError *error)
{
    report->target = target;
    if (target != NULL) {
        hvr_host_open_async(target, G_CANCELLABLE(report->rehearsal), on_open, report);
        return;
    }

    judge(report, NULL, error, NULL, N_("add it to hosts.conf, or check its name"));
    report_answer(report);
}

static void
on_found(GObject *source, GAsyncResult *result, gpointer user_data)
{
    GError *error = NULL;
    HvrHost *target = hvr_directory_find_finish(result, &error);

    take_target(user_data, target, error);
}

/* Users name a host as the host file does, hosts name each other as Windows does. */
static void
find_target(Report *report)
{
    HvrHost *host = report->call->host;
    HvrDirectory *directory = hvr_host_get_directory(host);
    GError *error = NULL;
    HvrHost *section;

    if (directory == NULL) {
        hvr_fail(&error, HVR_ERROR_NO_HOST, _("this daemon has no other hosts than '%s'"),
                 hvr_host_get_name(host));
        take_target(report, NULL, error);
        return;
    }

    section = hvr_directory_lookup(directory, report->destination, NULL);
    if (section != NULL)
        take_target(report, section, NULL);
    else
        hvr_directory_find_async(directory, report->destination, G_CANCELLABLE(report->rehearsal),
                                 on_found, report);
}

/* Returns: (transfer full): the host that was named, or else the one it is replicated to. */
static char *
dup_destination(HvrCommandCall *call, GError **error)
{
    const char *text = hvr_command_call_get_string(call, "destination");
    const HvrReplRelationship *leg = call->domain->legs[0];
    char *name = NULL;

    if (text != NULL && strstr(text, "://") == NULL)
        return g_strdup(text);
    if (text != NULL && !hvr_uri_parse_host(text, &name, error))
        return NULL;
    if (text != NULL && name == NULL)
        return hvr_fail_null(error, HVR_ERROR_INVALID, _("'%s' names no host to move to"), text);
    if (name == NULL && leg != NULL)
        name = hvr_repl_settings_dup_text(
            leg->settings, hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, "replica-server"));
    if (name == NULL)
        hvr_fail(error, HVR_ERROR_STATE,
                 _("'%1$s' on host '%2$s' is not replicated, there is nowhere to move it to"),
                 call->domain->name, hvr_host_get_name(call->host));

    return name;
}

void
hvr_command_query_planned_failover(HvrCommandCall *call)
{
    GError *error = NULL;
    char *destination = dup_destination(call, &error);
    Report *report;

    if (destination == NULL) {
        hvr_command_call_fail(call, error);
        return;
    }

    report = g_new0(Report, 1);
    report->call = call;
    report->destination = destination;
    report->rehearsal = hvr_rehearsal_new(hvr_command_call_get_cancellable(call));
    report->findings = json_array_new();
    if (hvr_command_call_get_boolean(call, "shutdown", FALSE))
        report->wishes |= HVR_PLANNED_FAILOVER_SHUT_DOWN;
    find_target(report);
}
