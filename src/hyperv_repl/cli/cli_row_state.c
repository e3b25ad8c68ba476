/* cli_row_state.c: commands that show how machines are replicated
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "cli_machine.h"
#include "cli_row_reading.h"
#include "cli_word.h"

/* clang-format off */
static const HvrCliColumn list_columns[] = {
    { N_("MACHINE"), "name",                        HVR_CLI_AS_TEXT,   HVR_CLI_CUT },
    { N_("HOST"),    "host",                        HVR_CLI_AS_TEXT,   HVR_CLI_IF_MANY_HOSTS | HVR_CLI_CUT },
    { N_("POWER"),   "power",                       HVR_CLI_AS_POWER,  HVR_CLI_IF_ROOM },
    { N_("ROLE"),    "role",                        HVR_CLI_AS_ROLE,   0 },
    { N_("LEG"),     "relationship",                HVR_CLI_AS_TEXT,   HVR_CLI_IF_VARIED },
    { N_("STATE"),   "state",                       HVR_CLI_AS_STATE,  0 },
    { N_("HEALTH"),  "health",                      HVR_CLI_AS_HEALTH, 0 },
    { N_("RPO AGE"), "rpo-seconds",                 HVR_CLI_AS_RPO,    HVR_CLI_RIGHT },
    { N_("PARTNER"), "partner.host|partner.server", HVR_CLI_AS_TEXT,   HVR_CLI_CUT },
    { NULL }
};
static const HvrCliColumn status_columns[] = {
    { N_("Machine"),                "name",                         HVR_CLI_AS_TEXT,   0 },
    { N_("Host"),                   "host",                         HVR_CLI_AS_TEXT,   0 },
    { N_("UUID"),                   "uuid",                         HVR_CLI_AS_TEXT,   0 },
    { N_("Power"),                  "power",                        HVR_CLI_AS_POWER,  0 },
    { N_("Role"),                   "role",                         HVR_CLI_AS_ROLE,   0 },
    { N_("Relationship"),           "relationship",                 HVR_CLI_AS_TEXT,   HVR_CLI_IF_VARIED },
    { N_("State"),                  "state",                        HVR_CLI_AS_STATE,  0 },
    { N_("Health"),                 "health",                       HVR_CLI_AS_HEALTH, 0 },
    { N_("RPO age"),                "rpo-seconds",                  HVR_CLI_AS_RPO,    0 },
    { N_("Needs attention"),        "issues",                       HVR_CLI_AS_ISSUES, 0 },
    { N_("Forced because"),         "forced",                       HVR_CLI_AS_TEXT,   0 },
    { N_("Partner"),                "partner.server",               HVR_CLI_AS_TEXT,   0 },
    { N_("Partner reachable"),      "partner.reachable",            HVR_CLI_AS_YES_NO, 0 },
    { N_("Last replication"),       "last-replication",             HVR_CLI_AS_TIME,   0 },
    { N_("Last applied"),           "last-apply",                   HVR_CLI_AS_TIME,   0 },
    { N_("Last consistent point"),  "last-consistent",              HVR_CLI_AS_TIME,   0 },
    { N_("Failed over to"),         "failed-over-kind",             HVR_CLI_AS_KIND,   0 },
    { N_("Interval"),               "settings.frequency",           HVR_CLI_AS_AGE,    0 },
    { N_("Hourly points kept"),     "settings.recovery-history",    HVR_CLI_AS_TEXT,   0 },
    { N_("Consistent point every"), "settings.consistent-interval", HVR_CLI_AS_HOURS,  0 },
    { N_("Authentication"),         "settings.authentication",      HVR_CLI_AS_TEXT,   0 },
    { N_("Port"),                   "settings.port",                HVR_CLI_AS_TEXT,   0 },
    { N_("Certificate"),            "settings.certificate-thumbprint", HVR_CLI_AS_TEXT, 0 },
    { N_("Compression"),            "settings.compression",         HVR_CLI_AS_YES_NO, 0 },
    { N_("Resync by itself"),       "settings.auto-resync",         HVR_CLI_AS_YES_NO, 0 },
    { N_("Disks"),                  "settings.included-disks",      HVR_CLI_AS_LINES,  0 },
    { NULL }
};
static const HvrCliLayout list_layout = { "Machine", "relationships", list_columns, FALSE, N_("no machines"), NULL };
static const HvrCliLayout status_layout = { "Machine", "relationships", status_columns, TRUE, N_("no machines"), NULL };

static const HvrCliOption list_options[] = {
    { "role",   0, HVR_CLI_TEXT, 0, NULL, "none|primary|replica|test|extended|unknown", HVR_CLI_OFFER_NOTHING, N_("only machines in this role") },
    { "state",  0, HVR_CLI_TEXT, 0, N_("STATE"), HVR_CLI_STATES,                                HVR_CLI_OFFER_NOTHING, N_("only machines in this state") },
    { "health", 0, HVR_CLI_TEXT, 0, NULL, "none|ok|warning|critical|unknown",           HVR_CLI_OFFER_NOTHING, N_("only machines of this health") },
    { NULL }
};
/* clang-format on */

static gboolean
is_word(JsonObject *object, const char *name, const char *wanted, const char *otherwise)
{
    return g_str_equal(json_object_get_string_member_with_default(object, name, otherwise), wanted);
}

/* Of a machine, or of any of its relationships; one without any is disabled. */
static gboolean
passes(JsonObject *machine, const char *name, const char *wanted)
{
    JsonArray *legs = hvr_cli_machine_list_legs(machine);
    guint n_legs = legs != NULL ? json_array_get_length(legs) : 0;

    if (wanted == NULL)
        return TRUE;
    if (n_legs == 0)
        return g_str_equal(wanted, g_str_equal(name, "state") ? "disabled" : "none");

    for (guint i = 0; i < n_legs; i++) {
        if (is_word(json_array_get_object_element(legs, i), name, wanted, ""))
            return TRUE;
    }

    return FALSE;
}

static gboolean
run_list(HvrCliCall *call, GError **error)
{
    const char *role = hvr_cli_options_get_text(call->options, "role");
    g_autoptr(JsonObject) machine = hvr_cli_machine_fetch(call, error);

    if (machine == NULL)
        return FALSE;

    if ((role == NULL || is_word(machine, "role", role, "none")) &&
        passes(machine, "state", hvr_cli_options_get_text(call->options, "state")) &&
        passes(machine, "health", hvr_cli_options_get_text(call->options, "health")))
        hvr_cli_report_add(call->report, g_steal_pointer(&machine));

    return TRUE;
}

static gboolean
run_status(HvrCliCall *call, GError **error)
{
    JsonObject *machine = hvr_cli_machine_fetch(call, error);

    if (machine == NULL)
        return FALSE;

    hvr_cli_report_add(call->report, machine);

    return TRUE;
}

const HvrCliCommand hvr_cli_command_list_machines = {
    .name = "list",
    .group = HVR_CLI_GROUP_READING,
    .target = HVR_CLI_ON_ANY_MACHINES,
    .summary = N_("List machines with role, state, health and RPO age"),
    .description =
        N_("The RPO age is what would be lost now: the time since the last replication, by "
           "the host's own clock.  '!' says that it is more than three intervals."),
    .options = list_options,
    .layout = &list_layout,
    .example = "list --hosts all --health critical",
    .run = run_list,
};

const HvrCliCommand hvr_cli_command_status = {
    .name = "status",
    .group = HVR_CLI_GROUP_READING,
    .target = HVR_CLI_ON_MACHINES,
    .summary = N_("Show all about the replication of machines"),
    .layout = &status_layout,
    .example = "status web01",
    .run = run_status,
};
