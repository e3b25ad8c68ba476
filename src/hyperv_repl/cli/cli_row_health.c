/* cli_row_health.c: why a machine's replication is not well, and what to do
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli_answer.h"
#include "cli_machine.h"
#include "cli_row_reading.h"
#include "libvirt-hyperv-repl.h"

/* Monitoring plug-ins' own numbers. */
enum {
    NAGIOS_OK,
    NAGIOS_WARNING,
    NAGIOS_CRITICAL,
    NAGIOS_UNKNOWN
};

/* The later the worse: what cannot be told may be critical, but is not known to be. */
typedef enum {
    GRADE_OK,
    GRADE_WARNING,
    GRADE_UNCLEAR,
    GRADE_CRITICAL,
    N_GRADES
} Grade;

/* clang-format off */
static const struct {
    const char *word;
    HvrCliExit status;
    int nagios;
} grades[] = {
    [GRADE_OK]       = { "OK",       HVR_CLI_EXIT_DONE,     NAGIOS_OK       },
    [GRADE_WARNING]  = { "WARNING",  HVR_CLI_EXIT_WARNING,  NAGIOS_WARNING  },
    [GRADE_UNCLEAR]  = { "UNKNOWN",  HVR_CLI_EXIT_UNCLEAR,  NAGIOS_UNKNOWN  },
    [GRADE_CRITICAL] = { "CRITICAL", HVR_CLI_EXIT_CRITICAL, NAGIOS_CRITICAL },
};
static const HvrCliColumn columns[] = {
    { N_("Machine"),    "name",        HVR_CLI_AS_TEXT,   0 },
    { N_("Host"),       "host",        HVR_CLI_AS_TEXT,   0 },
    { N_("Role"),       "role",        HVR_CLI_AS_ROLE,   0 },
    { N_("State"),      "state",       HVR_CLI_AS_STATE,  0 },
    { N_("Health"),     "health",      HVR_CLI_AS_HEALTH, 0 },
    { N_("RPO age"),    "rpo-seconds", HVR_CLI_AS_RPO,    0 },
    { N_("Why"),        "reasons",     HVR_CLI_AS_LINES,  0 },
    { N_("What to do"), "issues",      HVR_CLI_AS_ISSUES, 0 },
    { NULL }
};
static const HvrCliLayout layout = { "Health", "relationships", columns, TRUE, NULL, "needs-attention" };

static const HvrCliOption options[] = {
    { "check",  0, HVR_CLI_FLAG, 0, NULL, NULL, HVR_CLI_OFFER_NOTHING, N_("exit 10 for a warning, 11 if something is critical, 12 if something cannot be told") },
    { "nagios", 0, HVR_CLI_FLAG, 0, NULL, NULL, HVR_CLI_OFFER_NOTHING, N_("one line and the exit status of a monitoring plug-in") },
    { NULL }
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(grades) == N_GRADES);

/* What nobody has heard of is no reason for calm. */
static Grade
grade_leg(JsonObject *leg)
{
    gint64 health = json_object_get_int_member_with_default(leg, "health-number", -1);
    const char *word = json_object_get_string_member_with_default(leg, "health", "");
    const char *state = json_object_get_string_member_with_default(leg, "state", "unknown");
    Grade grade = GRADE_UNCLEAR;

    if (health == VIR_HYPERV_REPL_HEALTH_CRITICAL || g_str_equal(word, "critical"))
        grade = GRADE_CRITICAL;
    else if (health == VIR_HYPERV_REPL_HEALTH_WARNING || g_str_equal(word, "warning"))
        grade = GRADE_WARNING;
    else if (!g_str_equal(state, "unknown") &&
             (g_str_equal(word, "ok") || g_str_equal(word, "none")))
        grade = GRADE_OK;

    if (grade == GRADE_OK &&
        json_object_get_boolean_member_with_default(leg, "rpo-breached", FALSE))
        grade = GRADE_WARNING;

    return grade;
}

static gboolean
has_issues(JsonObject *machine)
{
    JsonNode *node = json_object_get_member(machine, "issues");

    return node != NULL && JSON_NODE_HOLDS_ARRAY(node) &&
           json_array_get_length(json_node_get_array(node)) > 0;
}

static gboolean
is_reachable(JsonObject *machine)
{
    return json_object_get_boolean_member_with_default(machine, "reachable", TRUE);
}

static Grade
grade_machine(JsonObject *machine)
{
    JsonArray *legs = hvr_cli_machine_list_legs(machine);
    Grade worst = has_issues(machine) ? GRADE_WARNING : GRADE_OK;

    for (guint i = 0; legs != NULL && i < json_array_get_length(legs); i++)
        worst = MAX(worst, grade_leg(json_array_get_object_element(legs, i)));
    if (!is_reachable(machine))
        worst = MAX(worst, GRADE_UNCLEAR);

    return worst;
}

/* The host's own words cost a call for each machine, so only those who are not well are asked
 * for, and nobody is asked of a host that does not answer. */
static void
add_reasons(const HvrCliCall *call, JsonObject *leg)
{
    gboolean is_extended = json_object_get_int_member_with_default(leg, "index", 0) == 1;
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virDomainHypervReplGetStatistics(call->domain, &params, &n_params,
                                                  is_extended ? VIR_HYPERV_REPL_EXTENDED : 0);
    g_autoptr(JsonObject) statistics = hvr_cli_answer_take(status, params, n_params, NULL);
    JsonNode *issues;

    /* It is extra; what there is to say without it stands in the record. */
    if (statistics == NULL)
        return;

    issues = json_object_get_member(statistics, "issues");
    if (issues != NULL)
        json_object_set_member(leg, "reasons", json_node_copy(issues));
}

static gboolean
run(HvrCliCall *call, GError **error)
{
    g_autoptr(JsonObject) machine = hvr_cli_machine_fetch(call, error);
    JsonArray *legs;
    Grade grade;

    if (machine == NULL)
        return FALSE;
    if (!hvr_cli_machine_is_replicated(machine) && !call->is_chosen)
        return TRUE;

    grade = grade_machine(machine);
    legs = hvr_cli_machine_list_legs(machine);
    for (guint i = 0; grade != GRADE_OK && is_reachable(machine) && legs != NULL &&
                      i < json_array_get_length(legs);
         i++)
        add_reasons(call, json_array_get_object_element(legs, i));
    json_object_set_boolean_member(machine, "needs-attention", grade != GRADE_OK);
    json_object_set_int_member(machine, "grade", grade);
    hvr_cli_report_add(call->report, g_steal_pointer(&machine));

    return TRUE;
}

static Grade
count_grades(const HvrCliCall *call, guint *out_counts)
{
    JsonArray *records = hvr_cli_report_get_records(call->report);
    Grade worst = call->n_failed > 0 ? GRADE_UNCLEAR : GRADE_OK;

    for (guint i = 0; i < json_array_get_length(records); i++) {
        JsonObject *record = json_array_get_object_element(records, i);
        Grade grade = (Grade)json_object_get_int_member(record, "grade");

        out_counts[grade]++;
        worst = MAX(worst, grade);
        json_object_remove_member(record, "grade");
    }

    return worst;
}

static HvrCliExit
finish(HvrCliCall *call)
{
    guint counts[N_GRADES] = { 0 };
    Grade worst = count_grades(call, counts);
    guint n_records = json_array_get_length(hvr_cli_report_get_records(call->report));

    if (hvr_cli_options_is_set(call->options, "nagios")) {
        printf("REPLICATION %s - %u critical, %u warning, %u unknown, %u ok\n", grades[worst].word,
               counts[GRADE_CRITICAL], counts[GRADE_WARNING],
               counts[GRADE_UNCLEAR] + call->n_failed, counts[GRADE_OK]);
        hvr_cli_report_set_layout(call->report, NULL);
        return (HvrCliExit)grades[worst].nagios;
    }

    if (call->session->output == HVR_CLI_OUTPUT_TABLE && (n_records > 0 || call->n_failed == 0))
        hvr_cli_note(call->session,
                     g_dngettext(GETTEXT_PACKAGE, "%1$u of %2$u replicated machine is well",
                                 "%1$u of %2$u replicated machines are well", n_records),
                     counts[GRADE_OK], n_records);

    return hvr_cli_options_is_set(call->options, "check") ? grades[worst].status
                                                          : HVR_CLI_EXIT_DONE;
}

const HvrCliCommand hvr_cli_command_health = {
    .name = "health",
    .group = HVR_CLI_GROUP_READING,
    .target = HVR_CLI_ON_ANY_MACHINES,
    .summary = N_("Say which machines are not well, why, and what to do"),
    .options = options,
    .layout = &layout,
    .example = "health --hosts all --check",
    .run = run,
    .finish = finish,
};
