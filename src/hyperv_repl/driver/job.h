/* job.h: a job as libvirt's job statistics tell it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A value; each refresh makes a new one.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrJob:
 * @id: the host's InstanceID
 * @guid: the VM it works on
 * @type: virDomainJobType: bounded while it runs, then completed, failed or cancelled;
 *   none when the host forgot it before anybody saw the end
 * @operation: virDomainJobOperation, what fits best
 * @kind: kebab case, e.g. "initial-replication"; what it really is
 * @title: translated, for messages
 * @phase: (nullable): kebab case: the step that an operation of ours is at
 * @phase_title: (nullable): @phase, translated, e.g. "Sending the last changes"
 * @reason: (nullable): what a person gave for forcing it
 * @percent: 0 to 100
 * @elapsed_ms: milliseconds
 * @remaining_ms: estimated from elapsed and percent, 0 if unknown
 * @data_total: bytes; 0 where the amount is unknown, then 100 stands for the whole in @data_*
 * @data_processed: bytes
 * @error: (nullable): why it failed
 * @cancellable: the host says it may be cancelled
 * @is_held: it keeps the domain busy; scheduled ones and the replication cycles in the
 *   background do not
 * @is_replication: of Hyper-V Replica, not of power or checkpoints
 */
typedef struct {
    char *id;
    char *guid;
    int type;
    int operation;
    char *kind;
    char *title;
    char *phase;
    char *phase_title;
    char *reason;
    guint percent;
    guint64 elapsed_ms;
    guint64 remaining_ms;
    guint64 data_total;
    guint64 data_processed;
    char *error;
    gboolean cancellable;
    gboolean is_held;
    gboolean is_replication;
} HvrJob;

HvrJob *hvr_job_new(const char *id, const char *guid);
HvrJob *hvr_job_ref(HvrJob *job);
void hvr_job_unref(HvrJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrJob, hvr_job_unref)

/** hvr_job_is_running: neither completed, failed nor cancelled */
gboolean hvr_job_is_running(const HvrJob *job);

/** hvr_job_get_data: what clients are shown as the amount of work: bytes, or percent of 100 */
void hvr_job_get_data(const HvrJob *job, guint64 *out_total, guint64 *out_processed);

/** hvr_job_get_status: "running", "completed", "failed", "cancelled"; "unknown" if the host forgot
 * it */
const char *hvr_job_get_status(const HvrJob *job);

/**
 * HvrParam:
 * @type: VIR_TYPED_PARAM_*; clients insist on the exact one
 *
 * One of libvirt's typed parameters.
 */
typedef struct {
    const char *name;
    int type;
    union {
        gint32 i;
        guint32 ui;
        gint64 l;
        guint64 ul;
        double d;
        gboolean b;
        char *s;
    } value;
} HvrParam;

void hvr_param_free(HvrParam *param);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrParam, hvr_param_free)

/** hvr_job_list_params: (transfer full) (element-type HvrParam): VIR_DOMAIN_JOB_* and our own
 * "replication.*" */
GPtrArray *hvr_job_list_params(const HvrJob *job);

G_END_DECLS
