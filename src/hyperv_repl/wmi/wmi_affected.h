/* wmi_affected.h: which machine a job is about
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Jobs do not say whom they work on; Msvm_AffectedJobElement does.  Needed for
 * jobs that somebody else started.
 */

#pragma once

#include "wmi_session.h"

G_BEGIN_DECLS

/**
 * HvrWmiAffected:
 * @job: the job's InstanceID
 * @system: Name of the Msvm_ComputerSystem: a VM's GUID, upper case, or the host's own name
 */
typedef struct {
    char *job;
    char *system;
} HvrWmiAffected;

/**
 * hvr_wmi_affected_list:
 * @job: (nullable): InstanceID of the one that is asked about; %NULL for all, which on a large
 *   host are pages of replication's own jobs
 *
 * With one query; a job may be about several machines, elements that are no
 * machine are left out.
 *
 * Returns: (transfer full) (element-type HvrWmiAffected)
 */
GPtrArray *hvr_wmi_affected_list(HvrWmiSession *session,
                                 const char *job,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
