/* cli_word_job.c: the daemon's words for jobs and their steps, for people
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_word.h"

#include <glib/gi18n-lib.h>

/* In the daemon's own words, so that a translation has them once; but in the terminal's language.
 */
/* clang-format off */
const HvrCliWord hvr_cli_job_words[] = {
    { HVR_CLI_AS_JOB,  "define",                     N_("Defining a virtual machine"),           NULL },
    { HVR_CLI_AS_JOB,  "modify",                     N_("Changing a virtual machine"),           NULL },
    { HVR_CLI_AS_JOB,  "destroy",                    N_("Deleting a virtual machine"),           NULL },
    { HVR_CLI_AS_JOB,  "start",                      N_("Starting"),                             NULL },
    { HVR_CLI_AS_JOB,  "power-off",                  N_("Powering off"),                         NULL },
    { HVR_CLI_AS_JOB,  "save",                       N_("Saving"),                               NULL },
    { HVR_CLI_AS_JOB,  "restore",                    N_("Restoring"),                            NULL },
    { HVR_CLI_AS_JOB,  "shut-down",                  N_("Shutting down"),                        NULL },
    { HVR_CLI_AS_JOB,  "pause",                      N_("Pausing"),                              NULL },
    { HVR_CLI_AS_JOB,  "resume",                     N_("Resuming"),                             NULL },
    { HVR_CLI_AS_JOB,  "reset",                      N_("Resetting"),                            NULL },
    { HVR_CLI_AS_JOB,  "reboot",                     N_("Rebooting"),                            NULL },
    { HVR_CLI_AS_JOB,  "add-resources",              N_("Adding resources"),                     NULL },
    { HVR_CLI_AS_JOB,  "modify-resources",           N_("Changing resources"),                   NULL },
    { HVR_CLI_AS_JOB,  "remove-resources",           N_("Removing resources"),                   NULL },
    { HVR_CLI_AS_JOB,  "merge-disks",                N_("Merging disks"),                        NULL },
    { HVR_CLI_AS_JOB,  "export",                     N_("Exporting"),                            NULL },
    { HVR_CLI_AS_JOB,  "create-checkpoint",          N_("Creating a checkpoint"),                NULL },
    { HVR_CLI_AS_JOB,  "apply-checkpoint",           N_("Applying a checkpoint"),                NULL },
    { HVR_CLI_AS_JOB,  "delete-checkpoint",          N_("Deleting a checkpoint"),                NULL },
    { HVR_CLI_AS_JOB,  "modify-service",             N_("Changing the replication server"),      NULL },
    { HVR_CLI_AS_JOB,  "enable",                     N_("Enabling replication"),                 NULL },
    { HVR_CLI_AS_JOB,  "modify-replication",         N_("Changing replication"),                 NULL },
    { HVR_CLI_AS_JOB,  "remove",                     N_("Removing replication"),                 NULL },
    { HVR_CLI_AS_JOB,  "initial-replication",        N_("Sending the initial copy"),             NULL },
    { HVR_CLI_AS_JOB,  "import-initial",             N_("Importing the initial copy"),           NULL },
    { HVR_CLI_AS_JOB,  "change-state",               N_("Changing the replication state"),       NULL },
    { HVR_CLI_AS_JOB,  "failover",                   N_("Failing over"),                         NULL },
    { HVR_CLI_AS_JOB,  "revert-failover",            N_("Reverting the failover"),               NULL },
    { HVR_CLI_AS_JOB,  "commit-failover",            N_("Committing the failover"),              NULL },
    { HVR_CLI_AS_JOB,  "prepare",                    N_("Preparing a planned failover"),         NULL },
    { HVR_CLI_AS_JOB,  "cancel-prepare",             N_("Cancelling a planned failover"),        NULL },
    { HVR_CLI_AS_JOB,  "test-failover",              N_("Making a test replica"),                NULL },
    { HVR_CLI_AS_JOB,  "remove-test",                N_("Removing the test replica"),            NULL },
    { HVR_CLI_AS_JOB,  "reverse",                    N_("Reversing replication"),                NULL },
    { HVR_CLI_AS_JOB,  "send-delta",                 N_("Sending changes"),                      NULL },
    { HVR_CLI_AS_JOB,  "receive-delta",              N_("Receiving changes"),                    NULL },
    { HVR_CLI_AS_JOB,  "resynchronization",          N_("Resynchronizing"),                      NULL },
    { HVR_CLI_AS_JOB,  "apply-log",                  N_("Applying changes"),                     NULL },
    { HVR_CLI_AS_JOB,  "cancel-initial",             N_("Cancelling the initial copy"),          NULL },
    { HVR_CLI_AS_JOB,  "cancel-resynchronization",   N_("Cancelling the resynchronization"),     NULL },
    { HVR_CLI_AS_JOB,  "query-statistics",           N_("Reading replication statistics"),       NULL },
    { HVR_CLI_AS_JOB,  "prepare-check",              N_("Preparing the consistency check"),      NULL },
    { HVR_CLI_AS_JOB,  "check",                      N_("Checking consistency"),                 NULL },
    { HVR_CLI_AS_JOB,  "cancel-check",               N_("Cancelling the consistency check"),     NULL },
    { HVR_CLI_AS_JOB,  "test-connection",            N_("Testing the connection"),               NULL },
    { HVR_CLI_AS_JOB,  "send-initial",               N_("Sending the initial copy"),             NULL },
    { HVR_CLI_AS_JOB,  "seeded-initial",             N_("Comparing with the seeded copy"),       NULL },
    { HVR_CLI_AS_JOB,  "export-initial",             N_("Exporting the initial copy"),           NULL },
    { HVR_CLI_AS_JOB,  "reset-statistics",           N_("Resetting replication statistics"),     NULL },
    { HVR_CLI_AS_JOB,  "apply-deltas",               N_("Applying registered changes"),          NULL },
    { HVR_CLI_AS_JOB,  "extended-resynchronization", N_("Resynchronizing the extended replica"), NULL },
    { HVR_CLI_AS_JOB,  "read-test",                  N_("Reading the test replica"),             NULL },
    { HVR_CLI_AS_JOB,  "become-primary",             N_("Becoming a primary"),                   NULL },
    { HVR_CLI_AS_JOB,  "failback",                   N_("Failing back"),                         NULL },
    { HVR_CLI_AS_JOB,  "update-disks",               N_("Updating the set of disks"),            NULL },
    { HVR_CLI_AS_JOB,  "unknown",                    N_("Unknown job"),                          NULL },
    { HVR_CLI_AS_JOB,  "planned-failover",           N_("Planned failover"),                     NULL },
    { HVR_CLI_AS_STEP, "check",                      N_("Checking both hosts"),                  NULL },
    { HVR_CLI_AS_STEP, "shut-down",                  N_("Shutting the guest down"),              NULL },
    { HVR_CLI_AS_STEP, "prepare",                    N_("Sending the last changes"),             NULL },
    { HVR_CLI_AS_STEP, "fail-over",                  N_("Failing over"),                         NULL },
    { HVR_CLI_AS_STEP, "reverse",                    N_("Reversing the replication"),            NULL },
    { HVR_CLI_AS_STEP, "start",                      N_("Starting the guest"),                   NULL },
    { HVR_CLI_AS_STEP, "undo-shut-down",             N_("Starting the guest again"),             NULL },
    { HVR_CLI_AS_STEP, "undo-prepare",               N_("Cancelling the preparation"),           NULL },
    { HVR_CLI_AS_STEP, "undo-fail-over",             N_("Reverting the failover"),               NULL },
    { 0 }
};
/* clang-format on */
