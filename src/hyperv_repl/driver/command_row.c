/* command_row.c: the table of commands
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "command_row.h"

#include <glib/gi18n-lib.h>

#include "repl_verb.h"

/* clang-format off */
#define WAIT \
    { "wait",     HVR_ARGUMENT_BOOLEAN, FALSE, 0, 0,      N_("answer when the job has ended (default), not when it was started") }, \
    { "timeout",  HVR_ARGUMENT_NUMBER,  FALSE, 1, 604800, N_("seconds to wait; ends the waiting, not the job") }
#define EXTENDED \
    { "extended", HVR_ARGUMENT_BOOLEAN, FALSE, 0, 0,      N_("the extended relationship instead of the primary one") }

static const HvrArgument no_arguments[] = { { 0 } };
static const HvrArgument wait_arguments[] = { WAIT, { 0 } };
static const HvrArgument leg_arguments[] = { WAIT, EXTENDED, { 0 } };
static const HvrArgument start_arguments[] = {
    WAIT, EXTENDED,
    { "start-time", HVR_ARGUMENT_TIME, FALSE, 0, 0, N_("when to begin, at most seven days ahead; default: now") },
    { 0 }
};
static const HvrArgument failover_arguments[] = {
    WAIT,
    { "point", HVR_ARGUMENT_POINT, FALSE, 0, 0, N_("recovery point; default: the latest state") },
    { 0 }
};
static const HvrArgument failback_arguments[] = {
    WAIT,
    { "recovery-point-identifier", HVR_ARGUMENT_STRING, FALSE, 0, 0, N_("handed to the replication provider as it is") },
    { 0 }
};

/* Verbs on a replica with an extended relationship act on that one where
 * Microsoft's method does (CreateReplicationRelationship and kin). */
static const HvrCommandRow rows[] = {
    /* name                               access             run                            verb                           settings, required         arguments */
    { "query-commands",                   HVR_COMMAND_READ,  hvr_command_query_commands,    0,                             FALSE, NULL,             no_arguments,       N_("List these commands with their arguments") },
    { "query-replication",                HVR_COMMAND_READ,  hvr_command_query_replication, 0,                             FALSE, NULL,             no_arguments,       N_("Show role, state, health and settings of the machine's replication") },
    { "query-recovery-points",            HVR_COMMAND_READ,  hvr_command_query_points,      0,                             FALSE, NULL,             no_arguments,       N_("List the recovery points, oldest first") },
    { "query-job",                        HVR_COMMAND_READ,  hvr_command_query_job,         0,                             FALSE, NULL,             no_arguments,       N_("Show the running job and the one that ended last") },
    { "query-host",                       HVR_COMMAND_READ,  hvr_command_query_host,        0,                             FALSE, NULL,             no_arguments,       N_("Show the host and how many requests it was sent") },
    { "refresh",                          HVR_COMMAND_READ,  hvr_command_refresh,           0,                             FALSE, NULL,             no_arguments,       N_("Read everything from the host now") },
    { "replication-enable",               HVR_COMMAND_WRITE, hvr_command_verb,              HVR_VERB_ENABLE,               TRUE,  "replica-server", wait_arguments,     N_("Create the relationship; nothing is copied yet") },
    { "replication-start",                HVR_COMMAND_WRITE, hvr_command_verb,              HVR_VERB_START,                FALSE, NULL,             start_arguments,    N_("Start the initial replication over the network") },
    { "replication-cancel-initial",       HVR_COMMAND_WRITE, hvr_command_verb,              HVR_VERB_CANCEL_INITIAL,       FALSE, NULL,             leg_arguments,      N_("Cancel the initial replication, or its schedule") },
    { "replication-suspend",              HVR_COMMAND_WRITE, hvr_command_verb,              HVR_VERB_SUSPEND,              FALSE, NULL,             leg_arguments,      N_("Pause replication") },
    { "replication-resume",               HVR_COMMAND_WRITE, hvr_command_verb,              HVR_VERB_RESUME,               FALSE, NULL,             leg_arguments,      N_("Resume replication that is suspended or critical") },
    { "replication-resynchronize",        HVR_COMMAND_WRITE, hvr_command_verb,              HVR_VERB_RESYNCHRONIZE,        FALSE, NULL,             start_arguments,    N_("Compare all disks and send the differences; deletes the recovery points") },
    { "replication-cancel-resynchronize", HVR_COMMAND_WRITE, hvr_command_verb,              HVR_VERB_CANCEL_RESYNCHRONIZE, FALSE, NULL,             leg_arguments,      N_("Cancel the resynchronization") },
    { "replication-prepare",              HVR_COMMAND_WRITE, hvr_command_verb,              HVR_VERB_PREPARE,              FALSE, NULL,             wait_arguments,     N_("On the primary, machine off: send the last changes for a planned failover") },
    { "replication-cancel-prepare",       HVR_COMMAND_WRITE, hvr_command_verb,              HVR_VERB_CANCEL_PREPARE,       FALSE, NULL,             wait_arguments,     N_("On the primary: give up the planned failover") },
    { "replication-failover",             HVR_COMMAND_WRITE, hvr_command_verb,              HVR_VERB_FAILOVER,             FALSE, NULL,             failover_arguments, N_("On the replica: fail over; changes not yet received are lost") },
    { "replication-revert",               HVR_COMMAND_WRITE, hvr_command_verb,              HVR_VERB_REVERT,               FALSE, NULL,             wait_arguments,     N_("On the failed-over replica, machine off: undo the failover") },
    { "replication-commit",               HVR_COMMAND_WRITE, hvr_command_verb,              HVR_VERB_COMMIT,               FALSE, NULL,             wait_arguments,     N_("On the failed-over replica: make the failover final; deletes the recovery points") },
    { "replication-become-replica",       HVR_COMMAND_WRITE, hvr_command_verb,              HVR_VERB_BECOME_REPLICA,       FALSE, NULL,             wait_arguments,     N_("On the old primary: make it a replica, so that replication can be reversed") },
    { "replication-reverse",              HVR_COMMAND_WRITE, hvr_command_verb,              HVR_VERB_REVERSE,              TRUE,  NULL,             wait_arguments,     N_("On the failed-over replica: replicate back to the old primary") },
    { "replication-failback",             HVR_COMMAND_WRITE, hvr_command_verb,              HVR_VERB_FAILBACK,             TRUE,  NULL,             failback_arguments, N_("Ask the replication provider to fail back") },
    { "replication-modify",               HVR_COMMAND_WRITE, hvr_command_verb,              HVR_VERB_MODIFY,               TRUE,  NULL,             wait_arguments,     N_("Change the settings that are given, keep the others") },
    { "replication-remove",               HVR_COMMAND_WRITE, hvr_command_verb,              HVR_VERB_REMOVE,               FALSE, NULL,             leg_arguments,      N_("Remove the relationship on this host; repeat it on the partner") },
};
/* clang-format on */

const HvrCommandRow *
hvr_command_row_list(guint *out_n_rows)
{
    *out_n_rows = G_N_ELEMENTS(rows);

    return rows;
}
