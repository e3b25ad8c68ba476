/* cli_doctor_host.c: can the host be asked at all, and does it answer as it should?
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_patient.h"

#include <glib/gi18n-lib.h>

#include "cli_answer.h"
#include "cli_host.h"
#include "libvirt-hyperv-repl.h"

void
hvr_cli_look_at_connection(HvrCliPatient *patient)
{
    g_autoptr(GError) error = NULL;

    patient->conn = hvr_cli_host_open(patient->host, &error);
    if (patient->conn == NULL)
        hvr_cli_patient_note(patient, "failed", NULL, "%s", error->message);
    else if (patient->host->is_read_only)
        hvr_cli_patient_note(
            patient, "warning", _("leave out -r"),
            _("the connection is read-only: states and recovery points can be read, nothing else"));
    else
        hvr_cli_patient_note(patient, "ok", NULL, _("the daemon answers at '%s'"),
                             patient->host->uri);
}

void
hvr_cli_look_at_versions(HvrCliPatient *patient)
{
    unsigned long library = 0;
    unsigned long windows = 0;

    (void)virGetVersion(&library, NULL, NULL);
    (void)virConnectGetVersion(patient->conn, &windows);
    hvr_cli_patient_note(
        patient, "ok", NULL,
        _("virt-replica %1$s, libvirt %2$lu.%3$lu.%4$lu, Windows %5$lu.%6$lu.%7$lu"),
        PACKAGE_VERSION, library / 1000000, library / 1000 % 1000, library % 1000,
        windows / 100000000, windows / 1000000 % 100, windows % 1000000);
}

void
hvr_cli_look_at_host(HvrCliPatient *patient)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virConnectHypervReplGetHost(patient->conn, &params, &n_params, 0);

    patient->facts = hvr_cli_patient_take(patient, status, params, n_params);
    if (patient->facts == NULL)
        return;
    if (hvr_cli_answer_is(patient->facts, "reachable"))
        hvr_cli_patient_note(patient, "ok", NULL, _("'%s' answers"),
                             hvr_cli_answer_get_text(patient->facts, "hostname"));
    else
        hvr_cli_patient_note(
            patient, "failed",
            _("see that the host is up, and that WinRM listens where hosts.conf says"),
            _("no answer since %1$s: %2$s"),
            hvr_cli_answer_get_text(patient->facts, "unreachable-since"),
            hvr_cli_answer_get_text(patient->facts, "unreachable-reason"));
}

void
hvr_cli_look_at_credentials(HvrCliPatient *patient)
{
    const char *scheme = hvr_cli_answer_get_text(patient->facts, "authentication");

    if (g_str_equal(scheme, "none"))
        hvr_cli_patient_note(patient, "failed",
                             _("check user and credentials of the host in hosts.conf"),
                             _("nobody has logged in to the host yet"));
    else if (g_str_equal(scheme, "basic"))
        hvr_cli_patient_note(
            patient, "warning",
            _("allow kerberos, certificates or ntlm on the host, and say so in hosts.conf"),
            _("basic: the password itself goes over the wire"));
    else
        hvr_cli_patient_note(patient, "ok", NULL, "%s", scheme);
}

void
hvr_cli_look_at_clock(HvrCliPatient *patient)
{
    gint64 skew = json_object_get_int_member_with_default(patient->facts, "clock-skew-seconds", 0);

    if (skew == 0)
        hvr_cli_patient_note(patient, "ok", NULL, _("right within five minutes"));
    else
        hvr_cli_patient_note(patient, "failed",
                             _("let the host and the daemon's machine follow the same time server"),
                             skew > 0 ? _("its clock is %d s ahead")
                                      : _("its clock is %d s behind"),
                             (int)ABS(skew));
}

void
hvr_cli_look_at_events(HvrCliPatient *patient)
{
    if (g_str_equal(hvr_cli_answer_get_text(patient->facts, "events"), "subscribed"))
        hvr_cli_patient_note(patient, "ok", NULL, _("the host tells of changes at once"));
    else
        hvr_cli_patient_note(
            patient, "warning", _("nothing has to be done; changes show some seconds later"),
            _("the host is polled: %s"), hvr_cli_answer_get_text(patient->facts, "events-reason"));
}
