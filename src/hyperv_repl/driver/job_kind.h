/* job_kind.h: what the JobType of an Msvm_ConcreteJob stands for
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One table, private to the inventory.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrJobRole:
 * @HVR_JOB_POWER: the machine itself: power, checkpoints, settings
 * @HVR_JOB_REPLICATION: replication, asked for by somebody
 * @HVR_JOB_BACKGROUND: replication of its own accord: cycles, and what a partner's
 *   resynchronization does here; it holds no machine and nobody waits for it
 */
typedef enum {
    HVR_JOB_POWER,
    HVR_JOB_REPLICATION,
    HVR_JOB_BACKGROUND,
} HvrJobRole;

/**
 * HvrJobKind:
 * @type: Msvm_ConcreteJob.JobType
 * @operation: virDomainJobOperation
 * @name: kebab case, for programs
 * @title: to be translated, for humans
 */
typedef struct {
    guint16 type;
    HvrJobRole role;
    int operation;
    const char *name;
    const char *title;
} HvrJobKind;

/** hvr_job_kind_list: the table */
const HvrJobKind *hvr_job_kind_list(guint *out_n_kinds);

/** hvr_job_kind_get: a type's row; one called "unknown" for types nobody has heard of */
const HvrJobKind *hvr_job_kind_get(guint16 type);

G_END_DECLS
