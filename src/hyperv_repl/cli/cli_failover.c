/* cli_failover.c: failing over on the replica, or beside it for a test
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_failover.h"

#include <glib/gi18n-lib.h>

#include "cli_failover_point.h"
#include "cli_goal.h"
#include "cli_verb.h"
#include "libvirt-hyperv-repl.h"

static const HvrCliVerb failover_verb = { .name = "replication-failover" };
static const HvrCliVerb test_verb = { .name = "replication-test-failover" };

#define SYSTEM  "Msvm_ComputerSystem"
#define ENABLED 2 /* RequestedState */

/* clang-format off */
static const struct {
    const char *option;
    const char *needed;
} needs[] = {
    { "to",       "planned" },
    { "shutdown", "planned" },
    { "check",    "planned" },
    { "cleanup",  "test"    },
    { "force",    "reason"  },
};

static const struct {
    const char *one;
    const char *other;
} conflicts[] = {
    { "planned", "test"    },
    { "planned", "point"   },
    { "planned", "at"      },
    { "planned", "before"  },
    { "planned", "force"   },
    { "planned", "no-wait" },
    { "planned", "acknowledge-primary-down" },
    { "test",    "force"   },
    { "test",    "no-wait" },
    { "test",    "acknowledge-primary-down" },
    { "point",   "at"      },
    { "point",   "before"  },
    { "at",      "before"  },
    { "cleanup", "point"   },
    { "cleanup", "at"      },
    { "cleanup", "before"  },
    { "cleanup", "boot"    },
    { "boot",    "no-wait" },
};
/* clang-format on */

/* Of all machines of a host, cleaning up is about those replicas that there is something of. */
gboolean
hvr_cli_failover_suits(const HvrCliOptions *options, virDomainPtr domain)
{
    return !hvr_cli_options_is_set(options, "cleanup") || hvr_cli_goal_has_test(domain);
}

gboolean
hvr_cli_failover_check(const HvrCliOptions *options, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(needs); i++) {
        if (hvr_cli_options_has(options, needs[i].option) &&
            !hvr_cli_options_has(options, needs[i].needed))
            return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE, _("'--%1$s' needs '--%2$s'"),
                                needs[i].option, needs[i].needed);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(conflicts); i++) {
        if (hvr_cli_options_has(options, conflicts[i].one) &&
            hvr_cli_options_has(options, conflicts[i].other))
            return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                                _("'--%1$s' and '--%2$s' exclude each other"), conflicts[i].one,
                                conflicts[i].other);
    }

    return TRUE;
}

static gboolean
work_failover(HvrCliErrand *self, GError **error)
{
    int status = virDomainHypervReplFailover(self->domain, self->point, self->params,
                                             self->n_params, self->flags);

    return status == 0 || hvr_cli_fail_libvirt(error);
}

static gboolean
work_test(HvrCliErrand *self, GError **error)
{
    self->result = virDomainHypervReplTestFailover(self->domain, self->point, self->params,
                                                   self->n_params, self->flags);

    return self->result != NULL || hvr_cli_fail_libvirt(error);
}

/* What has been done is not undone because the machine does not start. */
gboolean
hvr_cli_failover_boot(virDomainPtr domain, GError **error)
{
    if (virDomainCreate(domain) == 0)
        return TRUE;

    hvr_cli_fail_libvirt(error);
    g_prefix_error(error, _("failed over, but not started: "));

    return FALSE;
}

/* What was refused went nowhere, and lost nothing. */
static void
tell(const HvrCliCall *call, const HvrCliErrand *errand)
{
    if (errand->note != NULL)
        hvr_cli_note(call->session, "%s", errand->note);
}

static gboolean
settle(HvrCliCall *call, HvrCliErrand *errand, GError **error)
{
    if (!hvr_cli_verb_settle(call, errand, error))
        return FALSE;

    tell(call, errand);

    return !hvr_cli_options_is_set(call->options, "boot") ||
           hvr_cli_failover_boot(errand->result != NULL ? errand->result : errand->domain, error);
}

/* What --boot sends is no replication command, so that the daemon's rehearsal does not have it:
 * virDomainCreate(), which the daemon turns into this call
 * (requeststatechange-msvm-computersystem.md). */
void
hvr_cli_failover_plan_boot(HvrCliCall *call, const char *host)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "";
    g_autofree char *name = NULL;
    g_autofree char *path = NULL;
    JsonObject *arguments;
    JsonObject *power_on;

    if (!hvr_cli_options_is_set(call->options, "boot") ||
        !json_object_has_member(call->result, "calls"))
        return;

    /* A test machine has no name yet; TestReplicaSystem's output is called that. */
    if (hvr_cli_options_is_set(call->options, "test"))
        name = g_strdup("<ResultingSystem>");
    else if (virDomainGetUUIDString(call->domain, uuid) == 0)
        name = g_ascii_strup(uuid, -1);
    path = g_strdup_printf(SYSTEM ".CreationClassName=\"" SYSTEM "\",Name=\"%s\"", name);
    arguments = json_object_new();
    json_object_set_int_member(arguments, "RequestedState", ENABLED);
    power_on = json_object_new();
    json_object_set_string_member(power_on, "host", host);
    json_object_set_string_member(power_on, "class", SYSTEM);
    json_object_set_string_member(power_on, "object", path);
    json_object_set_string_member(power_on, "method", "RequestStateChange");
    json_object_set_object_member(power_on, "arguments", arguments);
    json_array_add_object_element(json_object_get_array_member(call->result, "calls"), power_on);
}

static gboolean
run(HvrCliCall *call,
    const HvrCliVerb *verb,
    gboolean (*work)(HvrCliErrand *, GError **),
    GError **error)
{
    g_autoptr(HvrCliErrand) errand = hvr_cli_verb_prepare(call, error);

    if (errand == NULL)
        return FALSE;
    if (!hvr_cli_failover_choose(call, &errand->point, &errand->note, error))
        return FALSE;
    errand->work = work;
    errand->settle = settle;

    if (!hvr_cli_verb_finish(call, verb, errand, error))
        return FALSE;

    if (hvr_cli_call_is_dry_run(call)) {
        tell(call, errand);
        hvr_cli_failover_plan_boot(call, call->host->name);
    }

    return TRUE;
}

gboolean
hvr_cli_failover_run(HvrCliCall *call, GError **error)
{
    if (hvr_cli_options_is_set(call->options, "planned"))
        return hvr_cli_failover_run_planned(call, error);
    if (hvr_cli_options_is_set(call->options, "cleanup"))
        return hvr_cli_verb_run(call, error);
    if (hvr_cli_options_is_set(call->options, "test"))
        return run(call, &test_verb, work_test, error);

    return run(call, &failover_verb, work_failover, error);
}
