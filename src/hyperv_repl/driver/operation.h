/* operation.h: what takes several steps on several hosts, done as a whole or undone
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * An operation is a table of steps.  They are run one after the other; when one
 * fails, or somebody aborts, those that took effect are undone, last one first;
 * a step with @is_final has no way back, what follows it is finished.  Whether
 * a step took effect a fresh look at the hosts tells, never memory, so that an
 * operation can be taken up again by a daemon that has been killed.
 *
 * While it runs the machine belongs to it on both hosts: other changes are
 * refused, and the source shows it as the machine's job.  It goes on when the
 * client that asked for it is gone.  Main context only.
 */

#pragma once

#include "directory.h"
#include "operation_record.h"

G_BEGIN_DECLS

typedef struct _HvrOperation HvrOperation;

/* A floor's headers name only what they need: rehearsal.h has this one. */
typedef struct _HvrRehearsal HvrRehearsal;

/**
 * HvrOperationRun:
 * @task: to be returned a boolean; its cancellable is to be passed on to every request,
 *   which is how the hosts know that it is the operation's
 */
typedef void (*HvrOperationRun)(HvrOperation *operation, GTask *task);

/** HvrOperationLook: what the state, just read, says; no I/O */
typedef gboolean (*HvrOperationLook)(HvrOperation *operation);

/**
 * HvrOperationStep:
 * @name: kebab case, e.g. "prepare"
 * @title: to be translated, e.g. "Sending the last changes"
 * @undo_title: (nullable): of @undo, to be translated
 * @weight: of the whole, in percent
 * @is_final: once it has taken effect nothing is undone any more
 * @is_needed: (nullable): %NULL: always; asked when its turn has come
 * @run: sends what it takes; only if @is_done says no
 * @is_done: (nullable): whether it has taken effect; %NULL: it changes nothing
 * @is_begun: (nullable): whether there is something to take back; %NULL: as @is_done says
 * @undo: (nullable): takes it back; %NULL: there is nothing to take back
 * @assume: (nullable): tells a rehearsal what it leaves behind, see hvr_operation_assume()
 */
typedef struct {
    const char *name;
    const char *title;
    const char *undo_title;
    guint weight;
    gboolean is_final;
    HvrOperationLook is_needed;
    HvrOperationRun run;
    HvrOperationLook is_done;
    HvrOperationLook is_begun;
    HvrOperationRun undo;
    void (*assume)(HvrOperation *operation);
} HvrOperationStep;

/**
 * HvrOperationPlan:
 * @name: kebab case, e.g. "planned-failover"
 * @title: to be translated, with the target host for its argument
 * @describe: (transfer full): where things stand, one clause
 */
typedef struct {
    const char *name;
    const char *title;
    const HvrOperationStep *steps;
    guint n_steps;
    char *(*describe)(HvrOperation *operation);
} HvrOperationPlan;

/** hvr_operation_plan_find: (nullable): by name, whichever there are */
const HvrOperationPlan *hvr_operation_plan_find(const char *name);

/**
 * HvrOperationOrder:
 * @wishes: bits of the plan's own
 * @reason: (nullable): what somebody gave for it, one line
 */
typedef struct {
    guint wishes;
    const char *reason;
} HvrOperationOrder;

/**
 * hvr_operation_start_async:
 * @plan: static
 * @source: open
 * @target: (nullable): open
 * @domain: the machine, as @source has it
 *
 * Refused with %HVR_ERROR_STATE if a job or an operation holds the machine on either host.
 */
void hvr_operation_start_async(const HvrOperationPlan *plan,
                               HvrHost *source,
                               HvrHost *target,
                               HvrDomain *domain,
                               const HvrOperationOrder *order,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/**
 * hvr_operation_resume_async:
 * @record: of an operation that was running or being undone when the daemon ended
 *
 * Opens both hosts, looks at them, and goes on: if a final step has taken effect forward, else
 * back.  Ends as hvr_operation_start_async() does; a host that cannot be opened ends it, too, and
 * it can be resumed once more.
 */
void hvr_operation_resume_async(HvrDirectory *directory,
                                const HvrOperationRecord *record,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/**
 * hvr_operation_finish:
 *
 * Returns: %TRUE if it ended as wished; else what went wrong, and where things stand:
 *   %HVR_ERROR_CANCELLED if it was aborted
 */
gboolean hvr_operation_finish(GAsyncResult *result, GError **error);

/**
 * hvr_operation_rehearse_async:
 * @rehearsal: notes the calls of all steps, as if each had taken effect
 *
 * As hvr_operation_start_async(), but nothing is changed, held or written down.  Both hosts have
 * just been looked at.
 */
void hvr_operation_rehearse_async(const HvrOperationPlan *plan,
                                  HvrHost *source,
                                  HvrHost *target,
                                  HvrDomain *domain,
                                  guint wishes,
                                  HvrRehearsal *rehearsal,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/** hvr_operation_assume: from now on @machine, (transfer full), is what the operation sees on
 * @host, one of its own */
void hvr_operation_assume(HvrOperation *operation, HvrHost *host, HvrDomain *machine);

/** hvr_operation_abort: undo it as soon as its step lets go; %HVR_ERROR_STATE once a final step
 * has begun */
gboolean hvr_operation_abort(HvrOperation *operation, GError **error);

/** hvr_host_find_operation: (transfer none) (nullable): the one that holds a machine */
HvrOperation *hvr_host_find_operation(HvrHost *host, const char *guid);

const HvrOperationRecord *hvr_operation_get_record(const HvrOperation *operation);

/** hvr_operation_get_step: (nullable): the one of now */
const HvrOperationStep *hvr_operation_get_step(const HvrOperation *operation);

HvrHost *hvr_operation_get_source(const HvrOperation *operation);
HvrHost *hvr_operation_get_target(const HvrOperation *operation);

/** hvr_operation_find_source: (transfer none) (nullable): the machine there, as it is now */
HvrDomain *hvr_operation_find_source(const HvrOperation *operation);
HvrDomain *hvr_operation_find_target(const HvrOperation *operation);

/** hvr_operation_remember: add bits of the plan's own to the record, written with the next line */
void hvr_operation_remember(HvrOperation *operation, guint bits);

/** hvr_operation_get_job: (transfer none): as libvirt's job, valid until the main context goes on
 */
HvrJob *hvr_operation_get_job(HvrOperation *operation);

G_END_DECLS
