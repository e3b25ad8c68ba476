/* cli_doctor_service.c: can the host take replicas?
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_patient.h"

#include <glib/gi18n-lib.h>

#include "cli_answer.h"
#include "libvirt-hyperv-repl.h"

/* Enough for whoever has to ask others for a certificate. */
#define EXPIRY_WARNING (30 * G_TIME_SPAN_DAY)

static JsonObject *
get_settings(const HvrCliPatient *patient)
{
    return patient->service != NULL ? hvr_cli_answer_get_object(patient->service, "settings")
                                    : NULL;
}

void
hvr_cli_look_at_service(HvrCliPatient *patient)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virConnectHypervReplGetService(patient->conn, &params, &n_params, 0);
    JsonObject *settings;

    patient->service = hvr_cli_patient_take(patient, status, params, n_params);
    settings = get_settings(patient);
    if (settings == NULL)
        return;
    if (!hvr_cli_answer_is(settings, "enabled"))
        hvr_cli_patient_note(
            patient, "ok", NULL,
            _("takes no replicas; 'virt-replica service-set --enabled yes' changes that"));
    else if (!hvr_cli_answer_is(patient->service, "listening"))
        hvr_cli_patient_note(
            patient, "failed",
            _("start the service with 'virt-replica service-start', and see that nobody else has "
              "its port"),
            _("takes replicas, but does not listen"));
    else
        hvr_cli_patient_note(patient, "ok", NULL, _("takes replicas (%s)"),
                             hvr_cli_answer_get_text(settings, "authentication"));
}

void
hvr_cli_look_at_authorization(HvrCliPatient *patient)
{
    JsonObject *settings = get_settings(patient);
    JsonArray *entries;
    guint n_entries;

    if (settings == NULL || !hvr_cli_answer_is(settings, "enabled"))
        return;

    entries = hvr_cli_answer_get_array(patient->service, "authorization");
    n_entries = entries != NULL ? json_array_get_length(entries) : 0;
    if (n_entries == 0)
        hvr_cli_patient_note(patient, "warning", _("allow one with 'virt-replica auth-add'"),
                             _("no server may replicate to it"));
    else
        hvr_cli_patient_note(patient, "ok", NULL,
                             g_dngettext(GETTEXT_PACKAGE, "%u entry", "%u entries", n_entries),
                             n_entries);
}

static void
judge_certificate(HvrCliPatient *patient, JsonObject *certificate)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autoptr(GDateTime)
        end = g_date_time_new_from_iso8601(hvr_cli_answer_get_text(certificate, "not-after"), NULL);
    const char *subject = hvr_cli_answer_get_text(certificate, "subject");
    const char *until = hvr_cli_answer_get_text(certificate, "not-after");

    if (end == NULL)
        hvr_cli_patient_note(patient, "warning", NULL, _("'%s' cannot be read"),
                             hvr_cli_answer_get_text(certificate, "thumbprint"));
    else if (g_date_time_compare(end, now) < 0)
        hvr_cli_patient_note(patient, "failed",
                             _("have a new one issued, and name it with 'virt-replica service-set "
                               "--certificate-thumbprint'"),
                             _("'%1$s' has expired: %2$s"), subject, until);
    else if (g_date_time_difference(end, now) < EXPIRY_WARNING)
        hvr_cli_patient_note(patient, "warning", _("have a new one issued in time"),
                             _("'%1$s' expires soon: %2$s"), subject, until);
    else
        hvr_cli_patient_note(patient, "ok", NULL, _("'%1$s' is good until %2$s"), subject, until);
}

/* Only the one that replication uses matters here. */
void
hvr_cli_look_at_certificates(HvrCliPatient *patient)
{
    JsonObject *settings = get_settings(patient);
    const char *wanted =
        settings != NULL ? hvr_cli_answer_get_text(settings, "certificate-thumbprint") : "";
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    g_autoptr(JsonObject) answer = NULL;
    JsonArray *certificates;
    int status;

    if (*wanted == '\0')
        return;

    status = virConnectHypervReplGetCertificates(patient->conn, &params, &n_params, 0);
    answer = hvr_cli_patient_take(patient, status, params, n_params);
    if (answer == NULL)
        return;

    certificates = hvr_cli_answer_get_array(answer, "certificate");
    for (guint i = 0; certificates != NULL && i < json_array_get_length(certificates); i++) {
        JsonObject *certificate = json_array_get_object_element(certificates, i);

        if (g_ascii_strcasecmp(hvr_cli_answer_get_text(certificate, "thumbprint"), wanted) == 0) {
            judge_certificate(patient, certificate);
            return;
        }
    }
    hvr_cli_patient_note(patient, "failed", _("name one of those that 'virt-replica certs' shows"),
                         _("the host has no certificate '%s'"), wanted);
}
