/* event_row.c: the replication events that clients of the pass-through channel hear
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "event_row.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
#define STRING(name, summary)           { name, HVR_ARGUMENT_STRING, HVR_ANSWER_ALWAYS, summary }
#define NUMBER(name, summary)           { name, HVR_ARGUMENT_NUMBER, HVR_ANSWER_ALWAYS, summary }

static const HvrAnswerField state_fields[] = {
    STRING("mode",            N_("the machine's role now: none, primary, replica, test, extended, unknown")),
    STRING("state",           N_("of the relationship now, see states.rst")),
    NUMBER("state-number",    N_("the same, as Hyper-V numbers it")),
    STRING("health",          N_("of the relationship now: none, ok, warning, critical, unknown")),
    NUMBER("index",           N_("0: the primary relationship, 1: the extended one")),
    STRING("previous-state",  N_("the state before")),
    NUMBER("health-number",   N_("the health, as Hyper-V numbers it")),
    STRING("previous-health", N_("the health before")),
    STRING("previous-mode",   N_("the role before")),
    { 0 }
};
static const HvrAnswerField point_fields[] = {
    STRING("name",    N_("as snapshot-list shows it")),
    STRING("kind",    N_("what it is good for, as query-recovery-points says")),
    STRING("created", N_("the time that the machine would go back to, RFC 3339")),
    { 0 }
};
static const HvrAnswerField forced_fields[] = {
    STRING("primary", N_("running or unreachable")),
    STRING("reason",  N_("what somebody gave for it")),
    { 0 }
};

static const HvrEventRow rows[] = {
    { HVR_EVENT_REPLICATION_STATE_CHANGE,    N_("Role, state or health of a relationship has changed"),                     state_fields          },
    { HVR_EVENT_REPLICATION_JOB,             N_("A job of the replication has begun, gone on or ended"),                    hvr_answer_job_fields },
    { HVR_EVENT_REPLICATION_POINT_ADDED,     N_("There is a new recovery point"),                                           point_fields          },
    { HVR_EVENT_REPLICATION_POINT_REMOVED,   N_("A recovery point is gone"),                                                point_fields          },
    { HVR_EVENT_REPLICATION_FAILOVER_FORCED, N_("Somebody has forced a failover although the primary runs, or may run"),    forced_fields         },
};
/* clang-format on */

const HvrEventRow *
hvr_event_row_list(guint *out_n_rows)
{
    *out_n_rows = G_N_ELEMENTS(rows);

    return rows;
}
