/* cli_patient.h: a host that 'doctor' examines, and what it is found to have
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

/**
 * HvrCliPatient:
 * @call: whose report gets the findings
 * @host: who it is
 * @conn: (nullable): set by the look at the connection
 * @check: the check of now, which the next findings are of
 * @facts: (nullable): set by the look at the host: query-host
 * @service: (nullable): set by the look at the service: query-replication-service
 * @replications: (nullable): set by the look at the replications
 */
typedef struct {
    HvrCliCall *call;
    HvrCliHost *host;
    virConnectPtr conn;
    const char *check;
    JsonObject *facts;
    JsonObject *service;
    JsonArray *replications;
} HvrCliPatient;

/** hvr_cli_patient_clear: frees what the looks have set */
void hvr_cli_patient_clear(HvrCliPatient *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HvrCliPatient, hvr_cli_patient_clear)

/**
 * hvr_cli_patient_note:
 * @verdict: "ok", "warning" or "failed"
 * @remedy: (nullable): translated: what to do
 * @format: translated: what was found
 */
void hvr_cli_patient_note(HvrCliPatient *self,
                          const char *verdict,
                          const char *remedy,
                          const char *format,
                          ...) G_GNUC_PRINTF(4, 5);

/**
 * hvr_cli_patient_take:
 *
 * As hvr_cli_answer_take(); what cannot be asked for is a finding, too.
 *
 * Returns: (transfer full) (nullable): the answer
 */
JsonObject *
hvr_cli_patient_take(HvrCliPatient *self, int status, virTypedParameterPtr params, int n_params);

/* The looks, each at one thing, with at least one finding unless all that it is about is absent. */
void hvr_cli_look_at_connection(HvrCliPatient *patient);
void hvr_cli_look_at_versions(HvrCliPatient *patient);
void hvr_cli_look_at_host(HvrCliPatient *patient);
void hvr_cli_look_at_credentials(HvrCliPatient *patient);
void hvr_cli_look_at_clock(HvrCliPatient *patient);
void hvr_cli_look_at_events(HvrCliPatient *patient);
void hvr_cli_look_at_service(HvrCliPatient *patient);
void hvr_cli_look_at_authorization(HvrCliPatient *patient);
void hvr_cli_look_at_certificates(HvrCliPatient *patient);
void hvr_cli_look_at_replications(HvrCliPatient *patient);
void hvr_cli_look_at_partners(HvrCliPatient *patient);
void hvr_cli_look_at_operations(HvrCliPatient *patient);

G_END_DECLS
