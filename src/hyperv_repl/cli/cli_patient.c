/* cli_patient.c: a host that 'doctor' examines, and what it is found to have
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_patient.h"

#include "cli_answer.h"
#include "cli_phrase.h"

void
hvr_cli_patient_clear(HvrCliPatient *self)
{
    g_clear_pointer(&self->facts, json_object_unref);
    g_clear_pointer(&self->service, json_object_unref);
    g_clear_pointer(&self->replications, json_array_unref);
}

void
hvr_cli_patient_note(
    HvrCliPatient *self, const char *verdict, const char *remedy, const char *format, ...)
{
    g_autofree char *text = NULL;
    g_autofree char *phrase = NULL;
    JsonObject *record = json_object_new();
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    phrase = hvr_cli_phrase(text);

    json_object_set_string_member(record, "name", self->check);
    json_object_set_string_member(record, "host", self->host->name);
    json_object_set_string_member(record, "verdict", verdict);
    json_object_set_string_member(record, "message", phrase);
    if (remedy != NULL)
        json_object_set_string_member(record, "remedy", remedy);
    hvr_cli_report_add(self->call->report, record);
}

JsonObject *
hvr_cli_patient_take(HvrCliPatient *self, int status, virTypedParameterPtr params, int n_params)
{
    g_autoptr(GError) error = NULL;
    JsonObject *answer = hvr_cli_answer_take(status, params, n_params, &error);

    if (answer == NULL)
        hvr_cli_patient_note(self, "failed", NULL, "%s", error->message);

    return answer;
}
