/* cli_doctor.c: is everything as it has to be, from here to the hosts?
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_doctor.h"

#include "cli_answer.h"
#include "cli_host.h"
#include "cli_patient.h"

/* In the order in which they stand on each other: what failed first is what to mend first. */
/* clang-format off */
static const struct {
    const char *name;
    void (*look)(HvrCliPatient *patient);
    gboolean is_vital; /* nothing after it can be looked at without */
    gboolean asks;     /* by a command, which nobody can send over a read-only connection */
} checks[] = {
    { "connection",    hvr_cli_look_at_connection,    TRUE,  FALSE },
    { "versions",      hvr_cli_look_at_versions,      FALSE, FALSE },
    { "host",          hvr_cli_look_at_host,          TRUE,  TRUE  },
    { "credentials",   hvr_cli_look_at_credentials,   FALSE, TRUE  },
    { "clock",         hvr_cli_look_at_clock,         FALSE, TRUE  },
    { "events",        hvr_cli_look_at_events,        FALSE, TRUE  },
    { "service",       hvr_cli_look_at_service,       FALSE, TRUE  },
    { "authorization", hvr_cli_look_at_authorization, FALSE, TRUE  },
    { "certificate",   hvr_cli_look_at_certificates,  FALSE, TRUE  },
    { "replication",   hvr_cli_look_at_replications,  FALSE, TRUE  },
    { "partner",       hvr_cli_look_at_partners,      FALSE, TRUE  },
    { "operations",    hvr_cli_look_at_operations,    FALSE, TRUE  },
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
        if (g_str_equal(
                hvr_cli_answer_get_text(json_array_get_object_element(records, i), "verdict"),
                verdict))
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
           g_str_equal(hvr_cli_answer_get_text(
                           json_array_get_object_element(records, n_records - 1), "verdict"),
                       "failed");
}

static void
examine(HvrCliCall *call, HvrCliHost *host)
{
    g_auto(HvrCliPatient) patient = { .call = call, .host = host };

    for (gsize i = 0; i < G_N_ELEMENTS(checks); i++) {
        if (checks[i].asks && host->is_read_only)
            break;
        patient.check = checks[i].name;
        checks[i].look(&patient);
        if (checks[i].is_vital && has_failed_last(call))
            break;
    }
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
