/* cli_job.h: what libvirt tells of a machine's job
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>
#include <libvirt/libvirt.h>

#include "cli_progress.h"

G_BEGIN_DECLS

/**
 * HvrCliJob:
 * @params: as libvirt answered; what @step and @status point into
 * @n_params: how many
 * @type: virDomainJobType; none if no job runs
 * @status: (nullable): the daemon's word: "running", "completed", "failed", "cancelled"
 * @error: (nullable): why it failed
 * @step: how far it is
 */
typedef struct {
    virTypedParameterPtr params;
    int n_params;
    int type;
    const char *status;
    const char *error;
    HvrCliStep step;
} HvrCliJob;

/** hvr_cli_job_fetch: Returns: %TRUE if a job is running; also works on a read-only connection */
gboolean hvr_cli_job_fetch(HvrCliJob *out_job, virDomainPtr domain);

/** hvr_cli_job_fetch_last: Returns: %TRUE if the daemon remembers a job that has ended */
gboolean hvr_cli_job_fetch_last(HvrCliJob *out_job, virDomainPtr domain);

void hvr_cli_job_clear(HvrCliJob *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HvrCliJob, hvr_cli_job_clear)

G_END_DECLS
