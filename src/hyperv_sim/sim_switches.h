/* sim_switches.h: how a simulated world behaves where no document says it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvsSwitches:
 *
 * Where Microsoft's documents are silent.  The defaults are those of the fact
 * sheet; every one is inferred.  Set in the world file's [switches].
 */
typedef struct {
    gboolean methods_start_jobs;  /* 4096 rather than 0 where both are documented */
    gboolean reverse_commits;     /* ReverseReplicationRelationship accepts state 5 */
    gboolean relationship_always; /* a relationship object also for VMs that do not replicate */
    gboolean auto_resynchronize;  /* default of AutoResynchronizeEnabled */
    gboolean unknown_property_refused; /* 32773 for an unknown property in embedded text */
    gboolean external_provider;        /* InitiateFailback works, as with an external provider */
    gboolean failover_in_progress;     /* state 12 during InitiateFailover, else the old one */
    gboolean export_replicates;     /* the sender is in 3 after an export, else in 2 until import */
    gboolean replica_shows_resync;  /* a replica shows its sender's 9, 10 and 11, else 3 */
    gboolean resync_critical;       /* health in 10 and 11 is Critical, else Warning */
    gboolean resume_resynchronizes; /* RequestedState 3 takes 9 to 10, else 32775 */
    gboolean port_zero_refused;     /* RecoveryServerPortNumber 0 is 32773, else 80 or 443 */
    gboolean disks_as_ids;          /* IncludedDisks answers InstanceIDs, else object paths */
    gboolean second_test_in_use;    /* a second test failover is 32774, else 32775 */
    guint first_page_items;         /* of an optimised enumeration, if there are as many */
    gboolean contexts_stay;         /* enumerations keep their context, else each page changes it */
    gboolean wmi_errors;            /* WMI's errors come as MSFT_WmiError, else as ProviderFault */
    gboolean background_jobs;       /* deltas and consistency checks are visible as jobs */
} HvsSwitches;

G_END_DECLS
