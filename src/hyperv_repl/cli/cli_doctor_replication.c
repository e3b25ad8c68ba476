/* cli_doctor_replication.c: do the host's machines replicate, and is the other side known?
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_patient.h"

#include <glib/gi18n-lib.h>

#include "cli_answer.h"
#include "cli_partner.h"
#include "cli_text.h"
#include "libvirt-hyperv-repl.h"

static void
judge_replication(HvrCliPatient *patient, JsonObject *replication)
{
    const char *machine = hvr_cli_answer_get_text(replication, "domain");
    const char *health = hvr_cli_answer_get_text(replication, "health");
    g_autofree char *remedy = g_strdup_printf(_("see 'virt-replica health %s'"), machine);

    if (g_str_equal(health, "ok") || g_str_equal(health, "none"))
        return;

    hvr_cli_patient_note(
        patient, g_str_equal(health, "warning") ? "warning" : "failed", remedy,
        _("'%1$s': %2$s, health: %3$s"), machine,
        hvr_cli_text_translate(HVR_CLI_AS_STATE, hvr_cli_answer_get_text(replication, "state")),
        hvr_cli_text_translate(HVR_CLI_AS_HEALTH, health));
}

void
hvr_cli_look_at_replications(HvrCliPatient *patient)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virConnectHypervReplGetReplications(patient->conn, NULL, 0, &params, &n_params, 0);
    g_autoptr(JsonObject) answer = hvr_cli_patient_take(patient, status, params, n_params);
    JsonArray *replications = answer != NULL ? hvr_cli_answer_get_array(answer, "replication")
                                             : NULL;
    guint n_before = json_array_get_length(hvr_cli_report_get_records(patient->call->report));
    guint n_replications = replications != NULL ? json_array_get_length(replications) : 0;

    if (answer == NULL)
        return;

    if (replications != NULL)
        patient->replications = json_array_ref(replications);
    for (guint i = 0; i < n_replications; i++)
        judge_replication(patient, json_array_get_object_element(replications, i));
    if (json_array_get_length(hvr_cli_report_get_records(patient->call->report)) == n_before)
        hvr_cli_patient_note(patient, "ok", NULL,
                             g_dngettext(GETTEXT_PACKAGE, "%u relationship, and it is well",
                                         "%u relationships, all of them well", n_replications),
                             n_replications);
}

/* Without the partner nobody can tell whether a machine runs on both sides. */
static void
judge_partner(HvrCliPatient *patient, const char *server, JsonObject *partner)
{
    g_autofree char *unseen = NULL;

    if (!json_object_has_member(partner, "host"))
        unseen = hvr_cli_partner_find_host(patient->conn, server);
    if (unseen != NULL)
        hvr_cli_patient_note(patient, "ok", NULL,
                             _("'%1$s' is '%2$s' in hosts.conf, nobody has asked for it yet"),
                             server, unseen);
    else if (!json_object_has_member(partner, "host"))
        hvr_cli_patient_note(
            patient, "warning",
            _("add it to hosts.conf: planned failover, and the guard against two running copies, "
              "need it"),
            _("this daemon does not know '%s'"), server);
    else if (!hvr_cli_answer_is(partner, "reachable"))
        hvr_cli_patient_note(patient, "failed", _("see 'virt-replica doctor --hosts all'"),
                             _("'%s' does not answer"), server);
    else
        hvr_cli_patient_note(patient, "ok", NULL, _("'%s' answers"), server);
}

void
hvr_cli_look_at_partners(HvrCliPatient *patient)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0;
         patient->replications != NULL && i < json_array_get_length(patient->replications); i++) {
        JsonObject *replication = json_array_get_object_element(patient->replications, i);
        JsonObject *partner = hvr_cli_answer_get_object(replication, "partner");
        const char *server = partner != NULL ? hvr_cli_answer_get_text(partner, "server") : "";

        if (*server != '\0' && g_hash_table_add(seen, (gpointer)server))
            judge_partner(patient, server, partner);
    }
}

void
hvr_cli_look_at_operations(HvrCliPatient *patient)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    g_autoptr(JsonObject) answer = NULL;
    JsonArray *operations;
    guint n_unclear = 0;

    /* A daemon that keeps no journal has nothing to tell. */
    if (virConnectHypervReplGetOperations(patient->conn, NULL, 0, &params, &n_params, 0) < 0)
        return;

    answer = hvr_cli_patient_take(patient, 0, params, n_params);
    operations = hvr_cli_answer_get_array(answer, "operation");
    for (guint i = 0; operations != NULL && i < json_array_get_length(operations); i++) {
        JsonObject *operation = json_array_get_object_element(operations, i);

        if (!g_str_equal(hvr_cli_answer_get_text(operation, "phase"), "unclear"))
            continue;
        n_unclear++;
        hvr_cli_patient_note(patient, "warning",
                             _("look at the machine's state before you repeat anything"),
                             _("nobody knows what became of '%1$s' of '%2$s'"),
                             hvr_cli_answer_get_text(operation, "name"),
                             hvr_cli_answer_get_text(operation, "domain"));
    }
    if (n_unclear == 0)
        hvr_cli_patient_note(patient, "ok", NULL, _("none was left in the middle"));
}
