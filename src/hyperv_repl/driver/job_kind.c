/* job_kind.c: what the JobType of an Msvm_ConcreteJob stands for
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "job_kind.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#define UNKNOWN  VIR_DOMAIN_JOB_OPERATION_UNKNOWN
#define SENDS    VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT
#define RECEIVES VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN

/* Numbers and names: msvm-concretejob.md.  Which libvirt operation fits, and
 * which side a type runs on, is inferred in every row. */
/* clang-format off */
static const HvrJobKind kinds[] = {
    { 1,   HVR_JOB_POWER,       UNKNOWN,                                  "define",                      N_("Defining a virtual machine") },
    { 2,   HVR_JOB_POWER,       UNKNOWN,                                  "modify",                      N_("Changing a virtual machine") },
    { 3,   HVR_JOB_POWER,       UNKNOWN,                                  "destroy",                     N_("Deleting a virtual machine") },
    { 12,  HVR_JOB_POWER,       VIR_DOMAIN_JOB_OPERATION_START,           "start",                       N_("Starting") },
    { 13,  HVR_JOB_POWER,       UNKNOWN,                                  "power-off",                   N_("Powering off") },
    { 14,  HVR_JOB_POWER,       VIR_DOMAIN_JOB_OPERATION_SAVE,            "save",                        N_("Saving") },
    { 15,  HVR_JOB_POWER,       VIR_DOMAIN_JOB_OPERATION_RESTORE,         "restore",                     N_("Restoring") },
    { 16,  HVR_JOB_POWER,       UNKNOWN,                                  "shut-down",                   N_("Shutting down") },
    { 26,  HVR_JOB_POWER,       UNKNOWN,                                  "pause",                       N_("Pausing") },
    { 27,  HVR_JOB_POWER,       UNKNOWN,                                  "resume",                      N_("Resuming") },
    { 28,  HVR_JOB_POWER,       UNKNOWN,                                  "reset",                       N_("Resetting") },
    { 29,  HVR_JOB_POWER,       UNKNOWN,                                  "reboot",                      N_("Rebooting") },
    { 30,  HVR_JOB_POWER,       UNKNOWN,                                  "add-resources",               N_("Adding resources") },
    { 31,  HVR_JOB_POWER,       UNKNOWN,                                  "modify-resources",            N_("Changing resources") },
    { 32,  HVR_JOB_POWER,       UNKNOWN,                                  "remove-resources",            N_("Removing resources") },
    { 50,  HVR_JOB_POWER,       UNKNOWN,                                  "merge-disks",                 N_("Merging disks") },
    { 62,  HVR_JOB_POWER,       VIR_DOMAIN_JOB_OPERATION_BACKUP,          "export",                      N_("Exporting") },
    { 70,  HVR_JOB_POWER,       VIR_DOMAIN_JOB_OPERATION_SNAPSHOT,        "create-checkpoint",           N_("Creating a checkpoint") },
    { 71,  HVR_JOB_POWER,       VIR_DOMAIN_JOB_OPERATION_SNAPSHOT_REVERT, "apply-checkpoint",            N_("Applying a checkpoint") },
    { 72,  HVR_JOB_POWER,       VIR_DOMAIN_JOB_OPERATION_SNAPSHOT_DELETE, "delete-checkpoint",           N_("Deleting a checkpoint") },
    { 90,  HVR_JOB_REPLICATION, UNKNOWN,                                  "modify-service",              N_("Changing the replication server") },
    { 91,  HVR_JOB_REPLICATION, UNKNOWN,                                  "enable",                      N_("Enabling replication") },
    { 92,  HVR_JOB_REPLICATION, UNKNOWN,                                  "modify-replication",          N_("Changing replication") },
    { 93,  HVR_JOB_REPLICATION, UNKNOWN,                                  "remove",                      N_("Removing replication") },
    { 94,  HVR_JOB_REPLICATION, SENDS,                                    "initial-replication",         N_("Sending the initial copy") },
    { 95,  HVR_JOB_REPLICATION, RECEIVES,                                 "import-initial",              N_("Importing the initial copy") },
    { 96,  HVR_JOB_REPLICATION, UNKNOWN,                                  "change-state",                N_("Changing the replication state") },
    { 97,  HVR_JOB_REPLICATION, VIR_DOMAIN_JOB_OPERATION_SNAPSHOT_REVERT, "failover",                    N_("Failing over") },
    { 98,  HVR_JOB_REPLICATION, UNKNOWN,                                  "revert-failover",             N_("Reverting the failover") },
    { 99,  HVR_JOB_REPLICATION, UNKNOWN,                                  "commit-failover",             N_("Committing the failover") },
    { 100, HVR_JOB_REPLICATION, UNKNOWN,                                  "prepare",                     N_("Preparing a planned failover") },
    { 101, HVR_JOB_REPLICATION, UNKNOWN,                                  "cancel-prepare",              N_("Cancelling a planned failover") },
    { 102, HVR_JOB_REPLICATION, UNKNOWN,                                  "test-failover",               N_("Making a test replica") },
    { 103, HVR_JOB_REPLICATION, UNKNOWN,                                  "remove-test",                 N_("Removing the test replica") },
    { 104, HVR_JOB_REPLICATION, UNKNOWN,                                  "reverse",                     N_("Reversing replication") },
    { 105, HVR_JOB_BACKGROUND,  UNKNOWN,                                  "send-delta",                  N_("Sending changes") },
    { 106, HVR_JOB_BACKGROUND,  RECEIVES,                                 "receive-delta",               N_("Receiving changes") },
    { 107, HVR_JOB_REPLICATION, SENDS,                                    "resynchronization",           N_("Resynchronizing") },
    { 108, HVR_JOB_BACKGROUND,  RECEIVES,                                 "apply-log",                   N_("Applying changes") },
    { 109, HVR_JOB_REPLICATION, UNKNOWN,                                  "cancel-initial",              N_("Cancelling the initial copy") },
    { 110, HVR_JOB_REPLICATION, UNKNOWN,                                  "cancel-resynchronization",    N_("Cancelling the resynchronization") },
    { 111, HVR_JOB_REPLICATION, UNKNOWN,                                  "query-statistics",            N_("Reading replication statistics") },
    { 112, HVR_JOB_BACKGROUND,  UNKNOWN,                                  "prepare-check",               N_("Preparing the consistency check") },
    { 113, HVR_JOB_BACKGROUND,  UNKNOWN,                                  "check",                       N_("Checking consistency") },
    { 114, HVR_JOB_BACKGROUND,  UNKNOWN,                                  "cancel-check",                N_("Cancelling the consistency check") },
    { 115, HVR_JOB_REPLICATION, UNKNOWN,                                  "test-connection",             N_("Testing the connection") },
    { 116, HVR_JOB_REPLICATION, SENDS,                                    "send-initial",                N_("Sending the initial copy") },
    { 117, HVR_JOB_REPLICATION, SENDS,                                    "seeded-initial",              N_("Comparing with the seeded copy") },
    { 118, HVR_JOB_REPLICATION, SENDS,                                    "export-initial",              N_("Exporting the initial copy") },
    { 119, HVR_JOB_REPLICATION, UNKNOWN,                                  "reset-statistics",            N_("Resetting replication statistics") },
    { 120, HVR_JOB_REPLICATION, RECEIVES,                                 "apply-deltas",                N_("Applying registered changes") },
    { 121, HVR_JOB_REPLICATION, SENDS,                                    "extended-resynchronization",  N_("Resynchronizing the extended replica") },
    { 122, HVR_JOB_REPLICATION, UNKNOWN,                                  "read-test",                   N_("Reading the test replica") },
    { 123, HVR_JOB_REPLICATION, UNKNOWN,                                  "become-primary",              N_("Becoming a primary") },
    { 124, HVR_JOB_REPLICATION, UNKNOWN,                                  "failback",                    N_("Failing back") },
    { 125, HVR_JOB_REPLICATION, UNKNOWN,                                  "update-disks",                N_("Updating the set of disks") },
};

static const HvrJobKind unknown_kind =
    { 0,   HVR_JOB_POWER,       UNKNOWN,                                  "unknown",                     N_("Unknown job") };
/* clang-format on */

const HvrJobKind *
hvr_job_kind_list(guint *out_n_kinds)
{
    *out_n_kinds = G_N_ELEMENTS(kinds);

    return kinds;
}

const HvrJobKind *
hvr_job_kind_get(guint16 type)
{
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (kinds[i].type == type)
            return &kinds[i];
    }

    return &unknown_kind;
}
