/* cli_row_machine.c: commands that show one side of a machine's replication
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "cli_answer.h"
#include "cli_machine.h"
#include "cli_row_reading.h"
#include "libvirt-hyperv-repl.h"

/* clang-format off */
static const HvrCliColumn point_columns[] = {
    { N_("MACHINE"), "machine",     HVR_CLI_AS_TEXT, HVR_CLI_IF_VARIED | HVR_CLI_CUT },
    { N_("HOST"),    "host",        HVR_CLI_AS_TEXT, HVR_CLI_IF_MANY_HOSTS | HVR_CLI_CUT },
    { N_("POINT"),   "name",        HVR_CLI_AS_TEXT, 0 },
    { N_("AGE"),     "age-seconds", HVR_CLI_AS_AGE,  HVR_CLI_RIGHT },
    { N_("CREATED"), "created",     HVR_CLI_AS_TIME, HVR_CLI_IF_ROOM },
    { N_("KIND"),    "kind",        HVR_CLI_AS_KIND, 0 },
    { NULL }
};
static const HvrCliColumn stats_columns[] = {
    { N_("Machine"),                   "name",                 HVR_CLI_AS_TEXT,   0 },
    { N_("Host"),                      "host",                 HVR_CLI_AS_TEXT,   0 },
    { N_("From"),                      "start",                HVR_CLI_AS_TIME,   0 },
    { N_("To"),                        "end",                  HVR_CLI_AS_TIME,   0 },
    { N_("Health"),                    "health",               HVR_CLI_AS_HEALTH, 0 },
    { N_("Why"),                       "issues",               HVR_CLI_AS_LINES,  0 },
    { N_("Cycles done"),               "successes",            HVR_CLI_AS_TEXT,   0 },
    { N_("Cycles missed"),             "misses",               HVR_CLI_AS_TEXT,   0 },
    { N_("Network failures"),          "network-failures",     HVR_CLI_AS_TEXT,   0 },
    { N_("Other failures"),            "replication-failures", HVR_CLI_AS_TEXT,   0 },
    { N_("Consistent points failed"),  "consistent-failures",  HVR_CLI_AS_TEXT,   0 },
    { N_("Sent"),                      "size",                 HVR_CLI_AS_SIZE,   0 },
    { N_("Sent by a cycle"),           "average-size",         HVR_CLI_AS_SIZE,   0 },
    { N_("Most sent by a cycle"),      "maximum-size",         HVR_CLI_AS_SIZE,   0 },
    { N_("Not sent yet"),              "pending-size",         HVR_CLI_AS_SIZE,   0 },
    { N_("A cycle took"),              "average-latency",      HVR_CLI_AS_AGE,    0 },
    { N_("The longest cycle took"),    "maximum-latency",      HVR_CLI_AS_AGE,    0 },
    { N_("Last test failover"),        "last-test-failover",   HVR_CLI_AS_TIME,   0 },
    { NULL }
};
static const HvrCliColumn net_columns[] = {
    { N_("Machine"),         "machine",                       HVR_CLI_AS_TEXT,   0 },
    { N_("Host"),            "host",                          HVR_CLI_AS_TEXT,   HVR_CLI_IF_MANY_HOSTS },
    { N_("Adapter"),         "name",                          HVR_CLI_AS_TEXT,   0 },
    { N_("MAC address"),     "mac",                           HVR_CLI_AS_TEXT,   0 },
    { N_("DHCP"),            "settings.dhcp",                 HVR_CLI_AS_YES_NO, 0 },
    { N_("Addresses"),       "settings.addresses",            HVR_CLI_AS_LIST,   0 },
    { N_("Subnets"),         "settings.subnets",              HVR_CLI_AS_LIST,   0 },
    { N_("Gateways"),        "settings.gateways",             HVR_CLI_AS_LIST,   0 },
    { N_("Name servers"),    "settings.dns-servers",          HVR_CLI_AS_LIST,   0 },
    { N_("Switch in a test"), "test-switch",                  HVR_CLI_AS_TEXT,   0 },
    { N_("Pool in a test"),  "test-pool",                     HVR_CLI_AS_TEXT,   0 },
    { NULL }
};
static const HvrCliColumn job_columns[] = {
    { N_("MACHINE"),   "machine",      HVR_CLI_AS_TEXT,         HVR_CLI_CUT },
    { N_("HOST"),      "host",         HVR_CLI_AS_TEXT,         HVR_CLI_IF_MANY_HOSTS | HVR_CLI_CUT },
    { N_("JOB"),       "kind",         HVR_CLI_AS_JOB,          HVR_CLI_CUT },
    { N_("STATUS"),    "status",       HVR_CLI_AS_RESULT,       0 },
    { N_("DONE"),      "percent",      HVR_CLI_AS_PERCENT,      HVR_CLI_RIGHT },
    { N_("ELAPSED"),   "elapsed-ms",   HVR_CLI_AS_MILLISECONDS, HVR_CLI_RIGHT },
    { N_("REMAINING"), "remaining-ms", HVR_CLI_AS_MILLISECONDS, HVR_CLI_RIGHT },
    { N_("ERROR"),     "error",        HVR_CLI_AS_SENTENCE,     HVR_CLI_IF_ANY | HVR_CLI_WRAP },
    { NULL }
};
static const HvrCliLayout point_layout = { "Point", NULL, point_columns, FALSE, N_("no recovery points; a replica has them, and only if its settings keep some"), NULL };
static const HvrCliLayout stats_layout = { "Statistics", NULL, stats_columns, TRUE, N_("no machine is replicated"), NULL };
static const HvrCliLayout net_layout = { "Adapter", NULL, net_columns, TRUE, N_("no network adapter that can be set up for failover"), NULL };
static const HvrCliLayout job_layout = { "Job", NULL, job_columns, FALSE, N_("nothing is running"), NULL };

static const HvrCliOption stats_options[] = {
    { "extended", 0, HVR_CLI_FLAG, 0, NULL, NULL, HVR_CLI_OFFER_NOTHING, N_("the extended relationship instead of the primary one") },
    { "reset",    0, HVR_CLI_FLAG, 0, NULL, NULL, HVR_CLI_OFFER_NOTHING, N_("start counting again; turns a warning to normal without mending anything") },
    { NULL }
};
static const HvrCliOption jobs_options[] = {
    { "last",     0, HVR_CLI_FLAG, 0, NULL, NULL, HVR_CLI_OFFER_NOTHING, N_("also the job that ended last") },
    { NULL }
};
/* clang-format on */

/* By the clock of the host that made them. */
static void
set_ages(JsonObject *record, gint64 now)
{
    JsonArray *points = json_object_get_array_member(record, "point");

    for (guint i = 0; points != NULL && i < json_array_get_length(points); i++) {
        JsonObject *point = json_array_get_object_element(points, i);
        const char *text = json_object_get_string_member_with_default(point, "created", NULL);
        g_autoptr(GDateTime) time = text != NULL ? g_date_time_new_from_iso8601(text, NULL) : NULL;

        if (time != NULL)
            json_object_set_int_member(point, "age-seconds",
                                       MAX(now - g_date_time_to_unix(time), 0));
    }
}

static gboolean
run_points(HvrCliCall *call, GError **error)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virDomainHypervReplGetPoints(call->domain, &params, &n_params, 0);
    g_autoptr(JsonObject) record = hvr_cli_answer_take(status, params, n_params, error);
    g_autoptr(JsonObject) machine = record != NULL ? hvr_cli_machine_fetch(call, error) : NULL;

    if (machine == NULL)
        return FALSE;

    if (json_object_has_member(record, "point"))
        set_ages(record, hvr_cli_machine_get_host_time(machine));
    hvr_cli_answer_add_each(call, record, "point", "name");

    return TRUE;
}

/* Who asks for all machines does not want to hear of each that is not replicated. */
static gboolean
is_worth_asking(const HvrCliCall *call)
{
    g_autoptr(JsonObject) machine = call->is_chosen ? NULL : hvr_cli_machine_fetch(call, NULL);

    return machine == NULL || hvr_cli_machine_is_replicated(machine);
}

static gboolean
run_stats(HvrCliCall *call, GError **error)
{
    gboolean is_extended = hvr_cli_options_is_set(call->options, "extended");
    guint flags = is_extended ? VIR_HYPERV_REPL_EXTENDED : 0;
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    JsonObject *record;
    int status;

    if (!is_worth_asking(call))
        return TRUE;
    if (hvr_cli_options_is_set(call->options, "reset") &&
        virDomainHypervReplResetStatistics(call->domain, NULL, 0, 0) < 0)
        return hvr_cli_fail_libvirt(error);

    status = virDomainHypervReplGetStatistics(call->domain, &params, &n_params, flags);
    record = hvr_cli_answer_take(status, params, n_params, error);
    if (record == NULL)
        return FALSE;
    json_object_set_string_member(record, "relationship", is_extended ? "extended" : "primary");
    hvr_cli_answer_add(call, record, call->machine);

    return TRUE;
}

static gboolean
run_net(HvrCliCall *call, GError **error)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virDomainHypervReplGetNetwork(call->domain, &params, &n_params, 0);
    g_autoptr(JsonObject) record = hvr_cli_answer_take(status, params, n_params, error);

    if (record == NULL)
        return FALSE;

    hvr_cli_answer_add_each(call, record, "adapter", "name");

    return TRUE;
}

static void
add_job(HvrCliCall *call, JsonObject *record, const char *which)
{
    g_autofree char *id = NULL;
    JsonNode *node = json_object_get_member(record, which);
    JsonObject *job = node != NULL && JSON_NODE_HOLDS_OBJECT(node) ? json_node_dup_object(node)
                                                                   : NULL;

    if (job == NULL)
        return;

    id = g_strdup(json_object_get_string_member_with_default(job, "id", ""));
    hvr_cli_answer_add(call, job, id);
}

static gboolean
run_jobs(HvrCliCall *call, GError **error)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virDomainHypervReplGetJob(call->domain, &params, &n_params, 0);
    g_autoptr(JsonObject) record = hvr_cli_answer_take(status, params, n_params, error);

    if (record == NULL)
        return FALSE;

    add_job(call, record, "running");
    if (hvr_cli_options_is_set(call->options, "last"))
        add_job(call, record, "last");

    return TRUE;
}

const HvrCliCommand hvr_cli_command_points = {
    .name = "points",
    .group = HVR_CLI_GROUP_READING,
    .target = HVR_CLI_ON_MACHINES,
    .summary = N_("List recovery points, the oldest first"),
    .layout = &point_layout,
    .example = "points web01",
    .run = run_points,
};

const HvrCliCommand hvr_cli_command_stats = {
    .name = "stats",
    .group = HVR_CLI_GROUP_READING,
    .target = HVR_CLI_ON_MACHINES,
    .summary = N_("Show how replication went in this monitoring interval"),
    .options = stats_options,
    .layout = &stats_layout,
    .example = "stats web01",
    .run = run_stats,
};

const HvrCliCommand hvr_cli_command_net = {
    .name = "net",
    .group = HVR_CLI_GROUP_READING,
    .target = HVR_CLI_ON_MACHINES,
    .summary = N_("Show the addresses and switches for after a failover"),
    .layout = &net_layout,
    .example = "net web01",
    .run = run_net,
};

const HvrCliCommand hvr_cli_command_jobs = {
    .name = "jobs",
    .group = HVR_CLI_GROUP_READING,
    .target = HVR_CLI_ON_ANY_MACHINES,
    .summary = N_("List what is running"),
    .options = jobs_options,
    .layout = &job_layout,
    .example = "jobs --last",
    .run = run_jobs,
};
