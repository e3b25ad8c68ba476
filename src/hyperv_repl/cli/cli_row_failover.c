/* cli_row_failover.c: commands that fail over, and what follows
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_row_changing.h"

#include <glib/gi18n-lib.h>

#include "cli_failover.h"
#include "cli_failover_point.h"
#include "cli_verb.h"

#define JOB   (HVR_CLI_CHANGES | HVR_CLI_STARTS_JOB)
#define RISKY (JOB | HVR_CLI_CONFIRMS)

/* clang-format off */
static const HvrCliOption failover_options[] = {
    { "planned",  0, HVR_CLI_FLAG, 0,             NULL,       NULL, 0,                    N_("from the primary, losing nothing: the two change places") },
    { "to",       0, HVR_CLI_TEXT, 0,             N_("HOST"), NULL, HVR_CLI_OFFER_HOSTS,  N_("planned: where the replica is; default: the host it replicates to") },
    { "shutdown", 0, HVR_CLI_FLAG, 0,             NULL,       NULL, 0,                    N_("planned: a running guest is shut down, and started at its new place") },
    { "check",    0, HVR_CLI_FLAG, 0,             NULL,       NULL, 0,                    N_("planned: only look whether it could begin, and what stands against it") },
    { "test",     0, HVR_CLI_FLAG, 0,             NULL,       NULL, 0,                    N_("make a test machine of the replica; replication goes on") },
    { "cleanup",  0, HVR_CLI_FLAG, 0,             NULL,       NULL, 0,                    N_("test: turn off and delete the test machines") },
    { "point",    0, HVR_CLI_TEXT, 0,             N_("NAME"), NULL, HVR_CLI_OFFER_POINTS, N_("to this recovery point; default: the latest state") },
    { "at",       0, HVR_CLI_TEXT, 0,             N_("TIME"), NULL, 0,                    N_("to the recovery point nearest to 03:00, '2 hours ago', 2026-05-01T03:00:00Z") },
    { "before",   0, HVR_CLI_TEXT, 0,             N_("TIME"), NULL, 0,                    N_("to the last recovery point that is not later than that") },
    { "boot",     0, HVR_CLI_FLAG, 0,             NULL,       NULL, 0,                    N_("start the machine, or the test machine, afterwards") },
    { "acknowledge-primary-down", 0, HVR_CLI_FLAG, HVR_CLI_PARAM, NULL, NULL, 0,          N_("the primary's host does not answer, and you have made sure that the machine does not run there") },
    { "force",    0, HVR_CLI_FLAG, HVR_CLI_PARAM, NULL,       NULL, 0,                    N_("although the primary is running, so that there are two; needs --reason, which is recorded") },
    { 0 }
};
static const HvrCliOption prepare_options[] = {
    { "cancel",   0, HVR_CLI_FLAG, 0,             NULL,       NULL, 0,                    N_("give up the planned failover") },
    { 0 }
};
/* clang-format on */

static const char *
warn_failover(const HvrCliOptions *options)
{
    if (hvr_cli_options_is_set(options, "check"))
        return NULL;
    if (hvr_cli_options_is_set(options, "cleanup"))
        return _("Test machines are turned off and deleted.");
    if (hvr_cli_options_is_set(options, "test"))
        return NULL;
    if (hvr_cli_options_has(options, "point") || hvr_cli_options_has(options, "at") ||
        hvr_cli_options_has(options, "before"))
        return _("Changes made since the recovery point are lost.");
    if (!hvr_cli_options_is_set(options, "planned"))
        return _("Changes that the replica has not received are lost.");

    return hvr_cli_options_is_set(options, "shutdown")
               ? _("A guest that runs is shut down, and started on the other host.")
               : NULL;
}

static const char *
warn_revert(const HvrCliOptions *options)
{
    return _("What the machine has written since the failover is lost.");
}

static const char *
warn_commit(const HvrCliOptions *options)
{
    return _("The recovery points are deleted; the failover cannot be reverted any more.");
}

static const char *
warn_demote(const HvrCliOptions *options)
{
    return _("This copy becomes a replica: what only it has is overwritten by the other host's.");
}

const HvrCliCommand hvr_cli_command_failover = {
    .name = "failover",
    .group = HVR_CLI_GROUP_FAILOVER,
    .target = HVR_CLI_ON_MACHINES,
    .traits = RISKY,
    .summary = N_("Let the replica take over: disaster, planned, or test"),
    .description =
        N_("On the replica's host: the replica takes over, to its latest state or to a recovery "
           "point. 'commit' makes "
           "that final, 'revert' undoes it to try another point. The machine is not started unless "
           "--boot is given.\n"
           "On the primary's host, with --planned: the machine changes places with its replica, "
           "without loss. Ctrl-C "
           "takes everything back.\n"
           "With --test: a copy beside the replica, to rehearse; --test --cleanup ends that."),
    .options = failover_options,
    .example = "failover web01 --at 'yesterday 23:00'",
    .check = hvr_cli_failover_check,
    .suits = hvr_cli_failover_suits,
    .look = hvr_cli_failover_look,
    .warn = warn_failover,
    .run = hvr_cli_failover_run,
    .finish = hvr_cli_failover_finish,
};

const HvrCliCommand hvr_cli_command_prepare = {
    .name = "prepare",
    .group = HVR_CLI_GROUP_FAILOVER,
    .target = HVR_CLI_ON_MACHINES,
    .traits = JOB,
    .summary = N_("On the primary, machine off: send the last changes"),
    .description = N_("The first step of a planned failover made by hand; 'failover' and 'reverse' "
                      "on the replica's "
                      "host follow. 'failover --planned' does all of it."),
    .options = prepare_options,
    .example = "prepare web01",
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_revert = {
    .name = "revert",
    .group = HVR_CLI_GROUP_FAILOVER,
    .target = HVR_CLI_ON_MACHINES,
    .traits = RISKY,
    .summary = N_("On the failed-over replica, machine off: undo the failover"),
    .example = "revert web01",
    .warn = warn_revert,
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_commit = {
    .name = "commit",
    .group = HVR_CLI_GROUP_FAILOVER,
    .target = HVR_CLI_ON_MACHINES,
    .traits = RISKY,
    .summary = N_("On the failed-over replica: make the failover final"),
    .example = "commit web01",
    .warn = warn_commit,
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_promote = {
    .name = "promote",
    .group = HVR_CLI_GROUP_FAILOVER,
    .target = HVR_CLI_ON_MACHINES,
    .traits = JOB,
    .summary = N_("On the committed replica: replicate on to the third site"),
    .example = "promote web01",
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_demote = {
    .name = "demote",
    .group = HVR_CLI_GROUP_FAILOVER,
    .target = HVR_CLI_ON_MACHINES,
    .traits = RISKY,
    .summary = N_("On the old primary: make it a replica, to reverse to it"),
    .example = "demote web01",
    .warn = warn_demote,
    .run = hvr_cli_verb_run,
};
