/* cli_row_watch.c: commands that wait, listen and examine
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_row_changing.h"

#include <glib/gi18n-lib.h>

#include "cli_doctor.h"
#include "cli_events.h"
#include "cli_wait.h"
#include "cli_word.h"

/* clang-format off */
static const HvrCliOption wait_options[] = {
    { "state",   0, HVR_CLI_TEXT,     0,               N_("STATE"),   HVR_CLI_STATES, 0,              N_("wait until the replication is in this state") },
    { "timeout", 0, HVR_CLI_DURATION, 0,               N_("TIME"),    NULL,   0,                      N_("wait no longer than 90s, 30m or 2h") },
    { 0 }
};
static const HvrCliColumn wait_columns[] = {
    { N_("MACHINE"), "name",  HVR_CLI_AS_TEXT,  HVR_CLI_CUT                          },
    { N_("HOST"),    "host",  HVR_CLI_AS_TEXT,  HVR_CLI_CUT | HVR_CLI_IF_MANY_HOSTS  },
    { N_("STATE"),   "state", HVR_CLI_AS_STATE, 0                                    },
    { 0 }
};
static const HvrCliLayout wait_layout = { "State", NULL, wait_columns, FALSE, NULL };

static const HvrCliOption events_options[] = {
    { "machine", 0, HVR_CLI_LIST,     HVR_CLI_OPERAND, N_("MACHINE"), NULL,   HVR_CLI_OFFER_MACHINES, N_("only of this one; a name, glob or UUID; may be repeated") },
    { "event",   0, HVR_CLI_LIST,     0,               NULL, "state|health|job|point|forced", 0,      N_("only of this kind; may be repeated") },
    { "count",   0, HVR_CLI_NUMBER,   0,               N_("NUMBER"),  NULL,   0,                      N_("end after so many") },
    { "timeout", 0, HVR_CLI_DURATION, 0,               N_("TIME"),    NULL,   0,                      N_("end after 90s, 30m or 2h") },
    { 0 }
};
static const HvrCliColumn events_columns[] = {
    { N_("TIME"),    "time",    HVR_CLI_AS_TEXT, 0            },
    { N_("HOST"),    "host",    HVR_CLI_AS_TEXT, 0            },
    { N_("MACHINE"), "name",    HVR_CLI_AS_TEXT, 0            },
    { N_("EVENT"),   "event",   HVR_CLI_AS_TEXT, 0            },
    { N_("DETAIL"),  "message", HVR_CLI_AS_TEXT, 0            },
    { 0 }
};
static const HvrCliLayout events_layout = { "Event", NULL, events_columns, FALSE, NULL };

static const HvrCliColumn doctor_columns[] = {
    { N_("HOST"),       "host",    HVR_CLI_AS_TEXT,    HVR_CLI_CUT                   },
    { N_("CHECK"),      "name",    HVR_CLI_AS_CHECK,   0                             },
    { N_("VERDICT"),    "verdict", HVR_CLI_AS_VERDICT, 0                             },
    { N_("FINDING"),    "message", HVR_CLI_AS_TEXT,    HVR_CLI_WRAP                  },
    { N_("WHAT TO DO"), "remedy",  HVR_CLI_AS_TEXT,    HVR_CLI_WRAP | HVR_CLI_IF_ANY },
    { 0 }
};
static const HvrCliLayout doctor_layout = { "Check", NULL, doctor_columns, FALSE, N_("nothing to look at") };
/* clang-format on */

const HvrCliCommand hvr_cli_command_wait = {
    .name = "wait",
    .group = HVR_CLI_GROUP_READING,
    .target = HVR_CLI_ON_MACHINES,
    .summary = N_("Wait for the running job of machines, or for a state"),
    .description = N_("Where no job runs, it comes back at once. A job that fails is the command's "
                      "failure, too."),
    .options = wait_options,
    .layout = &wait_layout,
    .example = "wait web01 --state replicating --timeout 2h",
    .run = hvr_cli_wait_run,
};

const HvrCliCommand hvr_cli_command_events = {
    .name = "events",
    .group = HVR_CLI_GROUP_READING,
    .target = HVR_CLI_ON_HOSTS,
    .traits = HVR_CLI_STREAMS,
    .summary = N_("Print what happens to replications, as it happens"),
    .description =
        N_("Until Ctrl-C, or until --count or --timeout end it; JSON is one object a line."),
    .options = events_options,
    .layout = &events_layout,
    .example = "events 'web*' --event state --event health --hosts all",
    .run = hvr_cli_events_run,
    .finish = hvr_cli_events_finish,
};

const HvrCliCommand hvr_cli_command_doctor = {
    .name = "doctor",
    .group = HVR_CLI_GROUP_READING,
    .target = HVR_CLI_ON_NOTHING,
    .summary = N_("Look for what is wrong, and say what to do"),
    .description = N_("Looks at the daemon, the host, its credentials, clock, events, replication "
                      "service, certificates and "
                      "relationships, in the order in which they depend on each other. Exit "
                      "status: 0 all is well, 10 "
                      "something deserves attention, 11 something is broken."),
    .layout = &doctor_layout,
    .example = "doctor --hosts all",
    .run = hvr_cli_doctor_run,
    .finish = hvr_cli_doctor_finish,
};
