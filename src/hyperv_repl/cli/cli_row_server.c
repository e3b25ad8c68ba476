/* cli_row_server.c: commands that show hosts as replication servers
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "cli_answer.h"
#include "cli_row_reading.h"
#include "libvirt-hyperv-repl.h"

/* clang-format off */
static const HvrCliColumn host_columns[] = {
    { N_("HOST"),        "name",               HVR_CLI_AS_TEXT,   0 },
    { N_("ADDRESS"),     "hostname|address",   HVR_CLI_AS_TEXT,   HVR_CLI_CUT },
    { N_("WINDOWS"),     "version",            HVR_CLI_AS_TEXT,   0 },
    { N_("REACHABLE"),   "reachable",          HVR_CLI_AS_YES_NO, 0 },
    { N_("MACHINES"),    "domains",            HVR_CLI_AS_TEXT,   HVR_CLI_RIGHT },
    { N_("CLOCK AHEAD"), "clock-skew-seconds", HVR_CLI_AS_AGE,    HVR_CLI_RIGHT | HVR_CLI_IF_ANY },
    { N_("EVENTS"),      "events",             HVR_CLI_AS_TEXT,   HVR_CLI_IF_ROOM },
    { N_("WHY NOT"),     "unreachable-reason", HVR_CLI_AS_SENTENCE, HVR_CLI_IF_ANY | HVR_CLI_WRAP },
    { NULL }
};
static const HvrCliColumn service_columns[] = {
    { N_("Host"),                       "host",                            HVR_CLI_AS_TEXT,   0 },
    { N_("Accepts replication"),        "settings.enabled",                HVR_CLI_AS_YES_NO, 0 },
    { N_("Listening"),                  "listening",                       HVR_CLI_AS_YES_NO, 0 },
    { N_("Authentication"),             "settings.authentication",         HVR_CLI_AS_TEXT,   0 },
    { N_("Port for kerberos"),          "settings.http-port",              HVR_CLI_AS_TEXT,   0 },
    { N_("Port for certificates"),      "settings.https-port",             HVR_CLI_AS_TEXT,   0 },
    { N_("Certificate"),                "settings.certificate-thumbprint", HVR_CLI_AS_TEXT,   0 },
    { N_("Monitoring from (UTC)"),      "settings.monitoring-start",       HVR_CLI_AS_TEXT,   0 },
    { N_("Monitoring interval"),        "settings.monitoring-interval",    HVR_CLI_AS_AGE,    0 },
    { N_("Authorization entries"),      "authorization",                   HVR_CLI_AS_COUNT,  0 },
    { NULL }
};
static const HvrCliColumn auth_columns[] = {
    { N_("HOST"),            "host",             HVR_CLI_AS_TEXT, HVR_CLI_IF_MANY_HOSTS | HVR_CLI_CUT },
    { N_("ALLOWED PRIMARY"), "allowed-primary",  HVR_CLI_AS_TEXT, 0 },
    { N_("STORAGE"),         "storage-location", HVR_CLI_AS_TEXT, HVR_CLI_WRAP },
    { N_("TRUST GROUP"),     "trust-group",      HVR_CLI_AS_TEXT, HVR_CLI_CUT },
    { NULL }
};
static const HvrCliColumn cert_columns[] = {
    { N_("Host"),       "host",       HVR_CLI_AS_TEXT, HVR_CLI_IF_MANY_HOSTS },
    { N_("Subject"),    "subject",    HVR_CLI_AS_TEXT, 0 },
    { N_("Issuer"),     "issuer",     HVR_CLI_AS_TEXT, 0 },
    { N_("Good from"),  "not-before", HVR_CLI_AS_TIME, 0 },
    { N_("Good until"), "not-after",  HVR_CLI_AS_TIME, 0 },
    { N_("Thumbprint"), "thumbprint", HVR_CLI_AS_TEXT, 0 },
    { NULL }
};
static const HvrCliColumn history_columns[] = {
    { N_("BEGAN"),   "began",   HVR_CLI_AS_TIME, 0 },
    { N_("HOST"),    "host",    HVR_CLI_AS_TEXT, HVR_CLI_IF_MANY_HOSTS | HVR_CLI_CUT },
    { N_("MACHINE"), "domain",  HVR_CLI_AS_TEXT, HVR_CLI_CUT },
    { N_("WHAT"),    "what",    HVR_CLI_AS_TEXT, HVR_CLI_CUT },
    { N_("PHASE"),   "phase",   HVR_CLI_AS_TEXT, 0 },
    { N_("MESSAGE"), "message", HVR_CLI_AS_SENTENCE, HVR_CLI_IF_ANY | HVR_CLI_WRAP },
    { N_("REASON"),  "reason",  HVR_CLI_AS_TEXT, HVR_CLI_IF_ANY | HVR_CLI_WRAP },
    { NULL }
};
static const HvrCliLayout host_layout = { "Host", NULL, host_columns, FALSE, N_("no hosts"), NULL };
static const HvrCliLayout service_layout = { "Service", NULL, service_columns, TRUE, NULL, NULL };
static const HvrCliLayout auth_layout = { "Authorization", NULL, auth_columns, FALSE, N_("nobody may replicate to this host; 'virt-replica auth-add' allows a server to"), NULL };
static const HvrCliLayout cert_layout = { "Certificate", NULL, cert_columns, TRUE, N_("no certificate that replication could use"), NULL };
static const HvrCliLayout history_layout = { "Operation", NULL, history_columns, FALSE, N_("nothing was changed yet"), NULL };

static const HvrCliOption history_options[] = {
    { "limit", 0, HVR_CLI_NUMBER, HVR_CLI_PARAM, N_("NUMBER"), NULL, HVR_CLI_OFFER_NOTHING, N_("how many; default: 20") },
    { NULL }
};
/* clang-format on */

static gboolean
run_hosts(HvrCliCall *call, GError **error)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virConnectHypervReplGetHosts(call->conn, &params, &n_params, 0);
    g_autoptr(JsonObject) record = hvr_cli_answer_take(status, params, n_params, error);

    if (record == NULL)
        return FALSE;

    hvr_cli_answer_add_each(call, record, "host", "name");

    return TRUE;
}

static gboolean
run_service(HvrCliCall *call, GError **error)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virConnectHypervReplGetService(call->conn, &params, &n_params, 0);
    JsonObject *record = hvr_cli_answer_take(status, params, n_params, error);

    if (record == NULL)
        return FALSE;

    hvr_cli_answer_add(call, record, call->host->name);

    return TRUE;
}

static gboolean
run_auth(HvrCliCall *call, GError **error)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virConnectHypervReplGetAuthorization(call->conn, NULL, 0, &params, &n_params, 0);
    g_autoptr(JsonObject) record = hvr_cli_answer_take(status, params, n_params, error);

    if (record == NULL)
        return FALSE;

    hvr_cli_answer_add_each(call, record, "entry", "allowed-primary");

    return TRUE;
}

static gboolean
run_certs(HvrCliCall *call, GError **error)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virConnectHypervReplGetCertificates(call->conn, &params, &n_params, 0);
    g_autoptr(JsonObject) record = hvr_cli_answer_take(status, params, n_params, error);

    if (record == NULL)
        return FALSE;

    hvr_cli_answer_add_each(call, record, "certificate", "thumbprint");

    return TRUE;
}

static gboolean
run_history(HvrCliCall *call, GError **error)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    virTypedParameterPtr filters = NULL;
    int n_filters = 0;
    int status;
    g_autoptr(JsonObject) record = NULL;
    JsonArray *operations;

    hvr_cli_options_list_params(call->options, &filters, &n_filters);
    status =
        virConnectHypervReplGetOperations(call->conn, filters, n_filters, &params, &n_params, 0);
    virTypedParamsFree(filters, n_filters);
    record = hvr_cli_answer_take(status, params, n_params, error);
    if (record == NULL)
        return FALSE;

    /* What was asked for has the daemon's word "name"; every record's name is what names it. */
    operations = json_object_has_member(record, "operation")
                     ? json_object_get_array_member(record, "operation")
                     : NULL;
    for (guint i = 0; operations != NULL && i < json_array_get_length(operations); i++) {
        JsonObject *operation = json_array_get_object_element(operations, i);

        json_object_set_string_member(operation, "what",
                                      hvr_cli_answer_get_text(operation, "name"));
    }
    hvr_cli_answer_add_each(call, record, "operation", "id");

    return TRUE;
}

const HvrCliCommand hvr_cli_command_hosts = {
    .name = "hosts",
    .group = HVR_CLI_GROUP_HOST,
    .target = HVR_CLI_ON_SESSION,
    .summary = N_("List the hosts that the daemon knows"),
    .layout = &host_layout,
    .example = "hosts",
    .run = run_hosts,
};

const HvrCliCommand hvr_cli_command_service = {
    .name = "service",
    .group = HVR_CLI_GROUP_HOST,
    .target = HVR_CLI_ON_HOSTS,
    .summary = N_("Show the host's settings as replication server"),
    .layout = &service_layout,
    .example = "service --hosts all",
    .run = run_service,
};

const HvrCliCommand hvr_cli_command_auth = {
    .name = "auth",
    .group = HVR_CLI_GROUP_HOST,
    .target = HVR_CLI_ON_HOSTS,
    .summary = N_("List who may replicate to the host"),
    .layout = &auth_layout,
    .example = "auth",
    .run = run_auth,
};

const HvrCliCommand hvr_cli_command_certs = {
    .name = "certs",
    .group = HVR_CLI_GROUP_HOST,
    .target = HVR_CLI_ON_HOSTS,
    .summary = N_("Show the certificates that replication could use"),
    .layout = &cert_layout,
    .example = "certs",
    .run = run_certs,
};

const HvrCliCommand hvr_cli_command_jobs_history = {
    .name = "jobs-history",
    .group = HVR_CLI_GROUP_READING,
    .target = HVR_CLI_ON_HOSTS,
    .summary = N_("List what was changed lately, and what became of it"),
    .options = history_options,
    .layout = &history_layout,
    .example = "jobs history --limit 5",
    .run = run_history,
};
