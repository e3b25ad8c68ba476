/* cli_doctor.c: is everything as it has to be, from here to the hosts?
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_doctor.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli_host.h"
#include "cli_partner.h"
#include "cli_phrase.h"
#include "cli_text.h"
#include "libvirt-hyperv-repl.h"

/* Enough for whoever has to ask others for a certificate. */
#define EXPIRY_WARNING (30 * G_TIME_SPAN_DAY)

/* One host under examination. */
typedef struct {
    HvrCliCall *call;
    HvrCliHost *host;
    virConnectPtr conn;
    const char *check; /* the one of now */
    JsonObject *facts; /* query-host */
    JsonObject *service;
    JsonArray *certificates;
    JsonArray *replications;
} Patient;

typedef void (*Look)(Patient *patient);

static void G_GNUC_PRINTF(4, 5)
    note(Patient *patient, const char *verdict, const char *remedy, const char *format, ...)
{
    g_autofree char *text = NULL;
    g_autofree char *phrase = NULL;
    JsonObject *record = json_object_new();
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    phrase = hvr_cli_phrase(text);

    json_object_set_string_member(record, "name", patient->check);
    json_object_set_string_member(record, "host", patient->host->name);
    json_object_set_string_member(record, "verdict", verdict);
    json_object_set_string_member(record, "message", phrase);
    if (remedy != NULL)
        json_object_set_string_member(record, "remedy", remedy);
    hvr_cli_report_add(patient->call->report, record);
}

static const char *
get_string(JsonObject *object, const char *member)
{
    return json_object_get_string_member_with_default(object, member, "");
}

static gboolean
get_boolean(JsonObject *object, const char *member)
{
    return json_object_get_boolean_member_with_default(object, member, FALSE);
}

static JsonObject *
get_settings(JsonObject *object)
{
    return json_object_has_member(object, "settings")
               ? json_object_get_object_member(object, "settings")
               : NULL;
}

/* What cannot be asked for is a finding, too. */
static JsonObject *
take_answer(Patient *patient, int status, virTypedParameterPtr params, int n_params)
{
    g_autoptr(GError) error = NULL;
    JsonObject *answer;

    if (status < 0) {
        hvr_cli_fail_libvirt(&error);
        note(patient, "failed", NULL, "%s", error->message);
        return NULL;
    }

    answer = hvr_cli_record_new(params, n_params);
    virTypedParamsFree(params, n_params);

    return answer;
}

/* Returns: (transfer full): the array of an answer that is nothing but one */
static JsonArray *
take_array(JsonObject *answer, const char *member)
{
    JsonArray *array = NULL;

    if (answer != NULL && json_object_has_member(answer, member))
        array = json_array_ref(json_object_get_array_member(answer, member));
    g_clear_pointer(&answer, json_object_unref);

    return array != NULL ? array : json_array_new();
}

static void
look_at_connection(Patient *patient)
{
    g_autoptr(GError) error = NULL;

    patient->conn = hvr_cli_host_open(patient->host, &error);
    if (patient->conn == NULL)
        note(patient, "failed",
             _("see that virthypervd runs ('systemctl status virthypervd.socket'), and that you "
               "may connect to it"),
             "%s", error->message);
    else if (patient->host->is_read_only)
        note(
            patient, "warning", _("leave out -r"),
            _("the connection is read-only: states and recovery points can be read, nothing else"));
    else
        note(patient, "ok", NULL, _("the daemon answers at '%s'"), patient->host->uri);
}

static void
look_at_versions(Patient *patient)
{
    unsigned long library = 0;
    unsigned long windows = 0;

    (void)virGetVersion(&library, NULL, NULL);
    (void)virConnectGetVersion(patient->conn, &windows);
    note(patient, "ok", NULL,
         _("virt-replica %1$s, libvirt %2$lu.%3$lu.%4$lu, Windows %5$lu.%6$lu.%7$lu"),
         PACKAGE_VERSION, library / 1000000, library / 1000 % 1000, library % 1000,
         windows / 100000000, windows / 1000000 % 100, windows % 1000000);
}

static void
look_at_host(Patient *patient)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virConnectHypervReplGetHost(patient->conn, &params, &n_params, 0);

    patient->facts = take_answer(patient, status, params, n_params);
    if (patient->facts == NULL)
        return;
    if (get_boolean(patient->facts, "reachable"))
        note(patient, "ok", NULL, _("'%s' answers"), get_string(patient->facts, "hostname"));
    else
        note(patient, "failed",
             _("see that the host is up, and that WinRM listens where hosts.conf says"),
             _("no answer since %1$s: %2$s"), get_string(patient->facts, "unreachable-since"),
             get_string(patient->facts, "unreachable-reason"));
}

static void
look_at_credentials(Patient *patient)
{
    const char *scheme = get_string(patient->facts, "authentication");

    if (g_str_equal(scheme, "none"))
        note(patient, "failed", _("check user and credentials of the host in hosts.conf"),
             _("nobody has logged in to the host yet"));
    else if (g_str_equal(scheme, "basic"))
        note(patient, "warning",
             _("allow kerberos, certificates or ntlm on the host, and say so in hosts.conf"),
             _("basic: the password itself goes over the wire"));
    else
        note(patient, "ok", NULL, "%s", scheme);
}

static void
look_at_clock(Patient *patient)
{
    gint64 skew = json_object_get_int_member_with_default(patient->facts, "clock-skew-seconds", 0);

    if (skew == 0)
        note(patient, "ok", NULL, _("right within five minutes"));
    else
        note(patient, "failed",
             _("let the host and the daemon's machine follow the same time server"),
             skew > 0 ? _("its clock is %d s ahead") : _("its clock is %d s behind"),
             (int)ABS(skew));
}

static void
look_at_events(Patient *patient)
{
    if (g_str_equal(get_string(patient->facts, "events"), "subscribed"))
        note(patient, "ok", NULL, _("the host tells of changes at once"));
    else
        note(patient, "warning", _("nothing has to be done; changes show some seconds later"),
             _("the host is polled: %s"), get_string(patient->facts, "events-reason"));
}

static void
look_at_service(Patient *patient)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virConnectHypervReplGetService(patient->conn, &params, &n_params, 0);
    JsonObject *settings;

    patient->service = take_answer(patient, status, params, n_params);
    settings = patient->service != NULL ? get_settings(patient->service) : NULL;
    if (settings == NULL)
        return;
    if (!get_boolean(settings, "enabled"))
        note(patient, "ok", NULL,
             _("takes no replicas; 'virt-replica service-set --enabled yes' changes that"));
    else if (!get_boolean(patient->service, "listening"))
        note(patient, "failed",
             _("start the service with 'virt-replica service-start', and see that nobody else has "
               "its port"),
             _("takes replicas, but does not listen"));
    else
        note(patient, "ok", NULL, _("takes replicas (%s)"), get_string(settings, "authentication"));
}

static void
look_at_authorization(Patient *patient)
{
    JsonObject *settings = patient->service != NULL ? get_settings(patient->service) : NULL;
    guint n_entries = 0;

    if (settings == NULL || !get_boolean(settings, "enabled"))
        return;
    if (json_object_has_member(patient->service, "authorization"))
        n_entries =
            json_array_get_length(json_object_get_array_member(patient->service, "authorization"));
    if (n_entries == 0)
        note(patient, "warning", _("allow one with 'virt-replica auth-add'"),
             _("no server may replicate to it"));
    else
        note(patient, "ok", NULL, g_dngettext(GETTEXT_PACKAGE, "%u entry", "%u entries", n_entries),
             n_entries);
}

static void
judge_certificate(Patient *patient, JsonObject *certificate)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autoptr(GDateTime)
        end = g_date_time_new_from_iso8601(get_string(certificate, "not-after"), NULL);
    const char *subject = get_string(certificate, "subject");
    const char *until = get_string(certificate, "not-after");

    if (end == NULL)
        note(patient, "warning", NULL, _("'%s' cannot be read"),
             get_string(certificate, "thumbprint"));
    else if (g_date_time_compare(end, now) < 0)
        note(patient, "failed",
             _("have a new one issued, and name it with 'virt-replica service-set "
               "--certificate-thumbprint'"),
             _("'%1$s' has expired: %2$s"), subject, until);
    else if (g_date_time_difference(end, now) < EXPIRY_WARNING)
        note(patient, "warning", _("have a new one issued in time"), _("'%1$s' expires soon: %2$s"),
             subject, until);
    else
        note(patient, "ok", NULL, _("'%1$s' is good until %2$s"), subject, until);
}

/* Only the one that replication uses matters here. */
static void
look_at_certificates(Patient *patient)
{
    JsonObject *settings = patient->service != NULL ? get_settings(patient->service) : NULL;
    const char *wanted = settings != NULL ? get_string(settings, "certificate-thumbprint") : "";
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status;

    if (*wanted == '\0')
        return;

    status = virConnectHypervReplGetCertificates(patient->conn, &params, &n_params, 0);
    patient->certificates =
        take_array(take_answer(patient, status, params, n_params), "certificate");
    for (guint i = 0; i < json_array_get_length(patient->certificates); i++) {
        JsonObject *certificate = json_array_get_object_element(patient->certificates, i);

        if (g_ascii_strcasecmp(get_string(certificate, "thumbprint"), wanted) == 0) {
            judge_certificate(patient, certificate);
            return;
        }
    }
    note(patient, "failed", _("name one of those that 'virt-replica certs' shows"),
         _("the host has no certificate '%s'"), wanted);
}

static void
judge_replication(Patient *patient, JsonObject *replication)
{
    const char *machine = get_string(replication, "domain");
    const char *health = get_string(replication, "health");
    g_autofree char *remedy = g_strdup_printf(_("see 'virt-replica health %s'"), machine);

    if (g_str_equal(health, "ok") || g_str_equal(health, "none"))
        return;

    note(patient, g_str_equal(health, "warning") ? "warning" : "failed", remedy,
         _("'%1$s': %2$s, health: %3$s"), machine,
         hvr_cli_text_translate(HVR_CLI_AS_STATE, get_string(replication, "state")),
         hvr_cli_text_translate(HVR_CLI_AS_HEALTH, health));
}

static void
look_at_replications(Patient *patient)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virConnectHypervReplGetReplications(patient->conn, NULL, 0, &params, &n_params, 0);
    JsonObject *answer = take_answer(patient, status, params, n_params);
    guint n_before = json_array_get_length(hvr_cli_report_get_records(patient->call->report));
    guint n_replications;

    if (answer == NULL)
        return;

    patient->replications = take_array(answer, "replication");
    n_replications = json_array_get_length(patient->replications);
    for (guint i = 0; i < n_replications; i++)
        judge_replication(patient, json_array_get_object_element(patient->replications, i));
    if (json_array_get_length(hvr_cli_report_get_records(patient->call->report)) == n_before)
        note(patient, "ok", NULL,
             g_dngettext(GETTEXT_PACKAGE, "%u relationship, and it is well",
                         "%u relationships, all of them well", n_replications),
             n_replications);
}

/* Without the partner nobody can tell whether a machine runs on both sides. */
static void
judge_partner(Patient *patient, const char *server, JsonObject *partner)
{
    g_autofree char *unseen = NULL;

    if (!json_object_has_member(partner, "host"))
        unseen = hvr_cli_partner_find_host(patient->conn, server);
    if (unseen != NULL)
        note(patient, "ok", NULL, _("'%1$s' is '%2$s' in hosts.conf, nobody has asked for it yet"),
             server, unseen);
    else if (!json_object_has_member(partner, "host"))
        note(patient, "warning",
             _("add it to hosts.conf: planned failover, and the guard against two running copies, "
               "need it"),
             _("this daemon does not know '%s'"), server);
    else if (!get_boolean(partner, "reachable"))
        note(patient, "failed", _("see 'virt-replica doctor --hosts all'"),
             _("'%s' does not answer"), server);
    else
        note(patient, "ok", NULL, _("'%s' answers"), server);
}

static void
look_at_partners(Patient *patient)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0;
         patient->replications != NULL && i < json_array_get_length(patient->replications); i++) {
        JsonObject *replication = json_array_get_object_element(patient->replications, i);
        JsonObject *partner = json_object_has_member(replication, "partner")
                                  ? json_object_get_object_member(replication, "partner")
                                  : NULL;
        const char *server = partner != NULL ? get_string(partner, "server") : "";

        if (*server != '\0' && g_hash_table_add(seen, (gpointer)server))
            judge_partner(patient, server, partner);
    }
}

static void
look_at_operations(Patient *patient)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    JsonArray *operations;
    guint n_unclear = 0;

    /* A daemon that keeps no journal has nothing to tell. */
    if (virConnectHypervReplGetOperations(patient->conn, NULL, 0, &params, &n_params, 0) < 0)
        return;

    operations = take_array(take_answer(patient, 0, params, n_params), "operation");
    for (guint i = 0; i < json_array_get_length(operations); i++) {
        JsonObject *operation = json_array_get_object_element(operations, i);

        if (!g_str_equal(get_string(operation, "phase"), "unclear"))
            continue;
        n_unclear++;
        note(patient, "warning", _("look at the machine's state before you repeat anything"),
             _("nobody knows what became of '%1$s' of '%2$s'"), get_string(operation, "name"),
             get_string(operation, "domain"));
    }
    if (n_unclear == 0)
        note(patient, "ok", NULL, _("none was left in the middle"));
    json_array_unref(operations);
}

/* In the order in which they stand on each other: what failed first is what to mend first. */
/* clang-format off */
static const struct {
    const char *name;
    Look look;
    gboolean is_vital; /* nothing after it can be looked at without */
    gboolean asks;     /* by a command, which nobody can send over a read-only connection */
} checks[] = {
    { "connection",    look_at_connection,    TRUE,  FALSE },
    { "versions",      look_at_versions,      FALSE, FALSE },
    { "host",          look_at_host,          TRUE,  TRUE  },
    { "credentials",   look_at_credentials,   FALSE, TRUE  },
    { "clock",         look_at_clock,         FALSE, TRUE  },
    { "events",        look_at_events,        FALSE, TRUE  },
    { "service",       look_at_service,       FALSE, TRUE  },
    { "authorization", look_at_authorization, FALSE, TRUE  },
    { "certificate",   look_at_certificates,  FALSE, TRUE  },
    { "replication",   look_at_replications,  FALSE, TRUE  },
    { "partner",       look_at_partners,      FALSE, TRUE  },
    { "operations",    look_at_operations,    FALSE, TRUE  },
};

/* What a verdict comes to; the worst counts. */
static const struct {
    const char *verdict;
    HvrCliExit status;
} verdicts[] = {
    { "failed",  HVR_CLI_EXIT_CRITICAL },
    { "warning", HVR_CLI_EXIT_WARNING  },
};
/* clang-format on */

static gboolean
has_verdict(const HvrCliCall *call, const char *verdict)
{
    JsonArray *records = hvr_cli_report_get_records(call->report);

    for (guint i = 0; i < json_array_get_length(records); i++) {
        if (g_str_equal(get_string(json_array_get_object_element(records, i), "verdict"), verdict))
            return TRUE;
    }

    return FALSE;
}

static gboolean
has_failed_last(const HvrCliCall *call)
{
    JsonArray *records = hvr_cli_report_get_records(call->report);
    guint n_records = json_array_get_length(records);

    return n_records > 0 &&
           g_str_equal(get_string(json_array_get_object_element(records, n_records - 1), "verdict"),
                       "failed");
}

static void
examine(HvrCliCall *call, HvrCliHost *host)
{
    Patient patient = { .call = call, .host = host };

    for (gsize i = 0; i < G_N_ELEMENTS(checks); i++) {
        if (checks[i].asks && host->is_read_only)
            break;
        patient.check = checks[i].name;
        checks[i].look(&patient);
        if (checks[i].is_vital && has_failed_last(call))
            break;
    }
    g_clear_pointer(&patient.facts, json_object_unref);
    g_clear_pointer(&patient.service, json_object_unref);
    g_clear_pointer(&patient.certificates, json_array_unref);
    g_clear_pointer(&patient.replications, json_array_unref);
}

gboolean
hvr_cli_doctor_run(HvrCliCall *call, GError **error)
{
    g_autoptr(GPtrArray) hosts = hvr_cli_session_list_hosts(call->session, error);

    if (hosts == NULL)
        return FALSE;

    hvr_cli_host_open_all(hosts);
    for (guint i = 0; i < hosts->len; i++)
        examine(call, hosts->pdata[i]);

    return TRUE;
}

HvrCliExit
hvr_cli_doctor_finish(HvrCliCall *call)
{
    for (gsize i = 0; i < G_N_ELEMENTS(verdicts); i++) {
        if (has_verdict(call, verdicts[i].verdict))
            return verdicts[i].status;
    }

    return HVR_CLI_EXIT_DONE;
}
