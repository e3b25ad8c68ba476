/* operation_private.h: an operation, for the files that make it up
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * operation.c has its facts, operation_start.c begins it, operation_run.c runs it,
 * operation_look.c sees what came of its steps, operation_job.c shows it.
 */

#pragma once

#include "operation.h"
#include "picture.h"

G_BEGIN_DECLS

/**
 * HvrOperation:
 * @target: (nullable)
 * @directory: (nullable)
 * @task: (nullable): who asked for it; %NULL once answered
 * @assumed: (nullable): the machine there as a rehearsal takes it to be, source and target
 * @forward: cancelled when it is aborted; a HvrRehearsal if it is only played through
 * @backward: of the steps that undo; never cancelled
 * @error: (nullable): what ended the way forward
 * @trouble: (nullable): what the step back that just ended met
 * @job: (nullable): as last shown
 * @percent: the highest that was shown
 * @began: monotonic
 * @is_sent: the step of now has been begun
 * @is_changing: some step that changes something has been sent
 * @is_held: it is registered with its hosts
 */
struct _HvrOperation {
    grefcount ref_count;
    const HvrOperationPlan *plan;
    HvrOperationRecord *record;
    HvrHost *source;
    HvrHost *target;
    HvrDirectory *directory;
    HvrDomain *assumed[2];
    GTask *task;
    GCancellable *forward;
    GCancellable *backward;
    GError *error;
    GError *trouble;
    HvrJob *job;
    guint percent;
    gint64 began;
    gboolean is_sent;
    gboolean is_changing;
    gboolean is_held;
};

HvrOperation *hvr_operation_ref(HvrOperation *operation);
void hvr_operation_unref(HvrOperation *operation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrOperation, hvr_operation_unref)

/** hvr_operation_new: @record: (transfer full) */
HvrOperation *hvr_operation_new(const HvrOperationPlan *plan,
                                HvrOperationRecord *record,
                                HvrHost *source,
                                HvrHost *target);

/** hvr_operation_hold: from now on the machine is its own on both hosts; %HVR_ERROR_STATE if it is
 * somebody else's */
gboolean hvr_operation_hold(HvrOperation *operation, GError **error);

/** hvr_operation_check_free: whether hvr_operation_hold() would find it so */
gboolean hvr_operation_check_free(const HvrOperation *operation, GError **error);

/** hvr_operation_is_rehearsed: whether nothing may be changed */
gboolean hvr_operation_is_rehearsed(const HvrOperation *operation);

/** hvr_operation_record_new: (transfer full): of one that begins now (operation_start.c) */
HvrOperationRecord *hvr_operation_record_new(const HvrOperationPlan *plan,
                                             HvrHost *source,
                                             HvrHost *target,
                                             const HvrDomain *domain,
                                             guint wishes);

/** hvr_operation_release: give the machine back */
void hvr_operation_release(HvrOperation *operation);

/** hvr_operation_is_aborted: whether somebody wants it undone */
gboolean hvr_operation_is_aborted(const HvrOperation *operation);

/** hvr_operation_is_needed: whether a step has something to do in this one */
gboolean hvr_operation_is_needed(HvrOperation *operation, guint step);

/** hvr_operation_is_done: whether it has taken effect, as the state is now */
gboolean hvr_operation_is_done(HvrOperation *operation, guint step);

/** hvr_operation_can_abort: whether no final step has begun */
gboolean hvr_operation_can_abort(const HvrOperation *operation);

/** hvr_operation_write: the record into the journal, if there is one */
gboolean hvr_operation_write(HvrOperation *operation, GError **error);

/** hvr_operation_run: look at the hosts, then go on from where the record says */
void hvr_operation_run(HvrOperation *operation);

/**
 * HvrOperationThen:
 * @error: (nullable): why there was no fresh look
 */
typedef void (*HvrOperationThen)(HvrOperation *operation, const GError *error);

/**
 * hvr_operation_look:
 * @settle: wait until nothing is under way for the machine on either host, too
 *
 * A look at both hosts that begins now; tries for a while where one does not answer.
 */
void hvr_operation_look(HvrOperation *operation, gboolean settle, HvrOperationThen then);

/** hvr_operation_tell: show its job to listeners of the source */
void hvr_operation_tell(HvrOperation *operation);

/** hvr_operation_tell_end: its job has ended; after the record says how */
void hvr_operation_tell_end(HvrOperation *operation);

/**
 * hvr_operation_allows:
 * @cancellable: (nullable): of who wants to change something
 *
 * Whether no operation holds @domain, or it is the operation's own wish; %HVR_ERROR_STATE naming
 * the operation.
 */
gboolean hvr_operation_allows(HvrHost *host,
                              const HvrDomain *domain,
                              GCancellable *cancellable,
                              GError **error);

/** hvr_operation_add_causes: the machines that operations move, to their HvrCause */
void hvr_operation_add_causes(HvrHost *host, GHashTable *causes);

/**
 * hvr_operation_wait:
 * @task: returned %TRUE when @look says yes; %HVR_ERROR_TIMEOUT after @limit
 *
 * For steps that wait for a guest to go down, not for an answer.
 */
void
hvr_operation_wait(HvrOperation *operation, HvrOperationLook look, GTimeSpan limit, GTask *task);

G_END_DECLS
