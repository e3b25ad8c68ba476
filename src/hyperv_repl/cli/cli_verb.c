/* cli_verb.c: from a command of virt-replica to a function of the library
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_verb.h"

#include <glib/gi18n-lib.h>

#include "cli_goal.h"
#include "cli_time.h"
#include "libvirt-hyperv-repl.h"

/* clang-format off */
static const HvrCliVerb verbs[] = {
    /* command          option       the daemon's                           of a machine                             of a host                                  goal           side */
    { "enable",         NULL,        "replication-enable",                  virDomainHypervReplEnable,               NULL,                                      NULL,          0                },
    { "set",            NULL,        "replication-modify",                  virDomainHypervReplModify,               NULL,                                      NULL,          0                },
    { "start",          "cancel",    "replication-cancel-initial",          virDomainHypervReplCancelInitial,        NULL,                                      "ready",       HVR_CLI_SENDER   },
    { "start",          NULL,        "replication-start",                   virDomainHypervReplStart,                NULL,                                      "replicating", HVR_CLI_SENDER   },
    { "import",         NULL,        "replication-import",                  virDomainHypervReplImport,               NULL,                                      "replicating", HVR_CLI_RECEIVER },
    { "suspend",        NULL,        "replication-suspend",                 virDomainHypervReplSuspend,              NULL,                                      "suspended",   0                },
    { "resume",         NULL,        "replication-resume",                  virDomainHypervReplResume,               NULL,                                      "replicating", 0                },
    { "resync",         "cancel",    "replication-cancel-resynchronize",    virDomainHypervReplCancelResynchronize,  NULL,                                      "replicating", HVR_CLI_SENDER   },
    { "resync",         NULL,        "replication-resynchronize",           virDomainHypervReplResynchronize,        NULL,                                      NULL,          0                },
    { "prepare",        "cancel",    "replication-cancel-prepare",          virDomainHypervReplCancelPrepare,        NULL,                                      "replicating", HVR_CLI_SENDER   },
    { "prepare",        NULL,        "replication-prepare",                 virDomainHypervReplPrepare,              NULL,                                      "prepared",    HVR_CLI_SENDER   },
    { "revert",         NULL,        "replication-revert",                  virDomainHypervReplRevert,               NULL,                                      "replicating", HVR_CLI_RECEIVER },
    { "commit",         NULL,        "replication-commit",                  virDomainHypervReplCommit,               NULL,                                      "committed",   HVR_CLI_RECEIVER },
    { "reverse",        NULL,        "replication-reverse",                 virDomainHypervReplReverse,              NULL,                                      NULL,          0                },
    { "failback",       NULL,        "replication-failback",                virDomainHypervReplFailback,             NULL,                                      NULL,          0                },
    { "promote",        NULL,        "replication-become-primary",          virDomainHypervReplBecomePrimary,        NULL,                                      NULL,          0                },
    { "demote",         NULL,        "replication-become-replica",          virDomainHypervReplBecomeReplica,        NULL,                                      NULL,          0                },
    { "remove",         NULL,        "replication-remove",                  virDomainHypervReplRemove,               NULL,                                      "disabled",    0                },
    { "failover",       "cleanup",   "replication-test-cleanup",            virDomainHypervReplTestCleanup,          NULL,                                      NULL,          0                },
    { "net-set",        NULL,        "replication-set-failover-network",    virDomainHypervReplSetNetwork,           NULL,                                      NULL,          0                },
    { "net-clear",      NULL,        "replication-set-failover-network",    virDomainHypervReplSetNetwork,           NULL,                                      NULL,          0                },
    { "net-test-switch", NULL,       "replication-set-test-switch",         virDomainHypervReplSetTestSwitch,        NULL,                                      NULL,          0                },
    { "auth-bind",      NULL,        "replication-authorize",               virDomainHypervReplAuthorize,            NULL,                                      NULL,          0                },
    { "auth-add",       NULL,        "replication-authorization-add",       NULL,                                    virConnectHypervReplAddAuthorization,      NULL,          0                },
    { "auth-modify",    NULL,        "replication-authorization-modify",    NULL,                                    virConnectHypervReplModifyAuthorization,   NULL,          0                },
    { "auth-remove",    NULL,        "replication-authorization-remove",    NULL,                                    virConnectHypervReplRemoveAuthorization,   NULL,          0                },
    { "service-set",    NULL,        "replication-service-modify",          NULL,                                    virConnectHypervReplModifyService,         NULL,          0                },
    { "service-start",  NULL,        "replication-service-start",           NULL,                                    virConnectHypervReplStartService,          NULL,          0                },
    { "service-stop",   NULL,        "replication-service-stop",            NULL,                                    virConnectHypervReplStopService,           NULL,          0                },
    { "test-connection", NULL,       "replication-test-connection",         NULL,                                    virConnectHypervReplTestConnection,        NULL,          0                },
    { "refresh",        NULL,        "refresh",                             NULL,                                    virConnectHypervReplRefresh,               NULL,          0                },
};
/* clang-format on */

const HvrCliVerb *
hvr_cli_verb_list(guint *out_n_verbs)
{
    *out_n_verbs = G_N_ELEMENTS(verbs);

    return verbs;
}

const HvrCliVerb *
hvr_cli_verb_find(const char *command, const HvrCliOptions *options)
{
    for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++) {
        if (g_str_equal(verbs[i].command, command) &&
            (verbs[i].option == NULL || hvr_cli_options_is_set(options, verbs[i].option)))
            return &verbs[i];
    }

    return NULL;
}

/* What is typed is a time of the terminal's; what is sent says which one is meant. */
static gboolean
add_start_time(HvrCliErrand *errand, const char *text, GError **error)
{
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    g_autoptr(GTimeZone) zone = g_time_zone_new_local();
    g_autofree char *time = NULL;
    gint64 seconds;
    int maximum = errand->n_params;

    if (!hvr_cli_time_parse(text, now, zone, HVR_CLI_TIME_FUTURE, &seconds))
        return hvr_cli_fail(
            error, HVR_CLI_EXIT_USAGE,
            _("'%s' is no time; write one like 22:00, 'in 2h' or 2026-05-01T22:00:00Z"), text);

    time = hvr_cli_time_format(seconds);
    virTypedParamsAddString(&errand->params, &errand->n_params, &maximum,
                            VIR_HYPERV_REPL_PARAM_START_TIME, time);

    return TRUE;
}

static void
add_timeout(HvrCliErrand *errand, const HvrCliCall *call)
{
    guint64 seconds = hvr_cli_options_get_number(call->options, "timeout", 0);
    int maximum = errand->n_params;

    if (seconds > 0 &&
        virTypedParamsGet(errand->params, errand->n_params, VIR_HYPERV_REPL_PARAM_TIMEOUT) == NULL)
        virTypedParamsAddULLong(&errand->params, &errand->n_params, &maximum,
                                VIR_HYPERV_REPL_PARAM_TIMEOUT, seconds);
}

void
hvr_cli_verb_add_reason(HvrCliErrand *errand, const HvrCliCall *call)
{
    const char *reason = hvr_cli_options_get_text(call->options, "reason");
    int maximum = errand->n_params;

    if (reason != NULL)
        virTypedParamsAddString(&errand->params, &errand->n_params, &maximum,
                                VIR_HYPERV_REPL_PARAM_REASON, reason);
}

HvrCliErrand *
hvr_cli_verb_prepare(const HvrCliCall *call, GError **error)
{
    g_autoptr(HvrCliErrand) errand = hvr_cli_errand_new(call);
    const char *start_time = hvr_cli_options_get_text(call->options, "start-time");

    hvr_cli_options_list_params(call->options, &errand->params, &errand->n_params);
    if (start_time != NULL && !add_start_time(errand, start_time, error))
        return NULL;
    if (hvr_cli_options_is_set(call->options, "extended"))
        errand->flags |= VIR_HYPERV_REPL_EXTENDED;
    if (call->command->traits & HVR_CLI_STARTS_JOB && !hvr_cli_call_waits(call))
        errand->flags |= VIR_HYPERV_REPL_NO_WAIT;
    if (call->command->traits & HVR_CLI_STARTS_JOB && !hvr_cli_call_is_dry_run(call))
        add_timeout(errand, call);
    if (call->command->traits & HVR_CLI_CONFIRMS && call->command->warn(call->options) != NULL)
        hvr_cli_verb_add_reason(errand, call);

    return g_steal_pointer(&errand);
}

static gboolean
work(HvrCliErrand *errand, GError **error)
{
    const HvrCliVerb *verb = errand->user_data;
    int status;

    if (verb->on_machine != NULL)
        status = verb->on_machine(errand->domain, errand->params, errand->n_params, errand->flags);
    else
        status = verb->on_host(errand->conn, errand->params, errand->n_params, errand->flags);

    return status == 0 || hvr_cli_fail_libvirt(error);
}

static gboolean
plan(HvrCliCall *call, const HvrCliVerb *verb, HvrCliErrand *errand, GError **error)
{
    int maximum = errand->n_params;

    if (errand->point != NULL)
        virTypedParamsAddString(&errand->params, &errand->n_params, &maximum,
                                VIR_HYPERV_REPL_PARAM_POINT,
                                virDomainSnapshotGetName(errand->point));

    return hvr_cli_call_plan(call, verb->name, errand->params, errand->n_params, error);
}

static void
tell_result(HvrCliCall *call, const HvrCliErrand *errand)
{
    gboolean waits = !(errand->flags & VIR_HYPERV_REPL_NO_WAIT);
    g_autofree char *detail = NULL;

    if (errand->result != NULL)
        detail = g_strdup_printf(_("test machine '%s'"), virDomainGetName(errand->result));
    hvr_cli_call_set_result(call, waits ? "done" : "started", detail, NULL);
}

gboolean
hvr_cli_verb_settle(HvrCliCall *call, HvrCliErrand *errand, GError **error)
{
    const HvrCliVerb *verb = errand->user_data;

    if (*error == NULL) {
        tell_result(call, errand);
        return TRUE;
    }
    if (!hvr_cli_goal_is_reached(verb, errand, error))
        return FALSE;

    g_clear_error(error);
    hvr_cli_call_set_result(call, "unchanged", NULL, NULL);

    return TRUE;
}

gboolean
hvr_cli_verb_finish(HvrCliCall *call, const HvrCliVerb *verb, HvrCliErrand *errand, GError **error)
{
    if (hvr_cli_call_is_dry_run(call))
        return plan(call, verb, errand, error);

    errand->user_data = verb;
    if (errand->work == NULL)
        errand->work = work;
    if (errand->settle == NULL)
        errand->settle = hvr_cli_verb_settle;

    return hvr_cli_call_send(call, errand, error);
}

gboolean
hvr_cli_verb_run(HvrCliCall *call, GError **error)
{
    const HvrCliVerb *verb = hvr_cli_verb_find(call->command->name, call->options);
    g_autoptr(HvrCliErrand) errand = hvr_cli_verb_prepare(call, error);

    return errand != NULL && hvr_cli_verb_finish(call, verb, errand, error);
}
