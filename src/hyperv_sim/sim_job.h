/* sim_job.h: Msvm_ConcreteJobs of a simulated host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A job takes world time, shows percent in proportion, ends well, badly or
 * cancelled, and vanishes five minutes later (TimeBeforeRemoval).
 */

#pragma once

#include "sim_cim.h"

G_BEGIN_DECLS

/**
 * HvsJobEnd:
 * @job: already in its final state's moment; @job->error_code may be set to make it fail
 * @data: as given to hvs_job_start()
 *
 * Called once when the time is up: the effect happens here.
 */
typedef void (*HvsJobEnd)(HvsJob *job, gpointer data);

struct _HvsJob {
    HvsHost *host;
    char *id;     /* GUID */
    guint16 type; /* JobType, e.g. 94 */
    const char *caption;
    char *vm_guid; /* (nullable): what it affects */
    guint16 state; /* JobState: 2 new (scheduled), 4 running, 7 completed, 8 terminated, 9 killed,
                      10 exception */
    gint64 submitted;
    gint64 scheduled; /* 0: starts at once */
    gint64 started;
    gint64 ended; /* 0: not yet */
    GTimeSpan duration;
    guint16 error_code;
    char *error_text; /* (nullable) */
    guint n_errors;   /* Msvm_Errors about it; 0: one */
    gboolean cancellable;
    gboolean background; /* holds nobody, and no test makes it fail */
    HvsJobEnd done;
    HvsJobEnd cancelled; /* (nullable) */
    HvsJobEnd failed;    /* (nullable) */
    gpointer data;
    char *target; /* (nullable): what it works on besides the VM, e.g. a snapshot's InstanceID */
    char *result_path; /* (nullable): path of what it made, shown by Msvm_AffectedJobElement */
    guint64 event;
};

/**
 * HvsJobRow:
 * @done: the time is up: the effect happens here
 * @cancelled: (nullable): called instead of @done when somebody cancelled it
 * @failed: (nullable): called instead of @done when a test made it fail, when
 *   hvs_job_fail() was called or the host restarted; for putting things back
 *
 * What is fixed about a kind of job.
 */
typedef struct {
    guint16 type;
    const char *caption;
    gboolean cancellable;
    HvsJobEnd done;
    HvsJobEnd cancelled;
    HvsJobEnd failed;
} HvsJobRow;

/**
 * hvs_job_start:
 * @vm: (nullable): whom it affects; owns nothing
 * @duration: in world time
 * @scheduled: when to start, 0 for now
 * @data: for the row's functions; must live until the job ended
 *
 * Returns: (transfer none): the job, owned by the host
 */
HvsJob *hvs_job_start(HvsHost *host,
                      const HvsJobRow *row,
                      HvsVm *vm,
                      GTimeSpan duration,
                      gint64 scheduled,
                      gpointer data);

/**
 * hvs_job_start_background:
 * @row: its done may be %NULL, then it runs until hvs_job_end() or hvs_job_fail()
 * @data: for the row's done; may be freed once the job ended
 *
 * Like hvs_job_start(), for what goes on by itself: it holds nobody, and
 * nothing is drawn from the world's seed for it.
 */
HvsJob *hvs_job_start_background(
    HvsHost *host, const HvsJobRow *row, HvsVm *vm, GTimeSpan duration, gpointer data);

/** hvs_job_get_percent: 0 to 100 at the world's present time */
guint hvs_job_get_percent(const HvsJob *job);

/** hvs_job_end: now, in @state; none of its functions is called */
void hvs_job_end(HvsJob *job, guint16 state);

/** hvs_job_fail: end it now in state 10 with @error_code and @text; its failed is called, not its
 * done */
void hvs_job_fail(HvsJob *job, guint16 error_code, const char *text);

/** hvs_job_abandon: all unfinished jobs of @vm end in state 10, none of their functions is called
 */
void hvs_job_abandon(HvsVm *vm);

/** hvs_job_forget: what a restart does: unfinished jobs of @host fail, then none is left */
void hvs_job_forget(HvsHost *host);

/** hvs_job_free: nothing is called */
void hvs_job_free(HvsJob *job);

/** hvs_job_cancel: end it now in state 8, calling its cancelled; FALSE if it cannot be */
gboolean hvs_job_cancel(HvsJob *job);

/** hvs_job_find: (nullable): by its id, any case */
HvsJob *hvs_job_find(HvsHost *host, const char *id);

/** hvs_job_new_object: (transfer full): its Msvm_ConcreteJob */
gpointer hvs_job_new_object(const HvsJob *job);

/** hvs_job_dup_path: (transfer full): of its Msvm_ConcreteJob */
char *hvs_job_dup_path(const HvsJob *job);

/** hvs_job_holds: it runs, and nothing else can be done to @vm meanwhile; not so if it is in the
 * background */
gboolean hvs_job_holds(const HvsJob *job, const HvsVm *vm);

/** hvs_job_find_running: (nullable): an unfinished job that holds @vm; scheduled ones do not */
HvsJob *hvs_job_find_running(HvsVm *vm);

/** hvs_job_is_running: started and not ended */
gboolean hvs_job_is_running(const HvsJob *job);

/** hvs_job_has_failed: ended, and with something to say about it */
gboolean hvs_job_has_failed(const HvsJob *job);

/** hvs_job_get_error_text: why it failed, in Microsoft's words where nobody found better ones */
const char *hvs_job_get_error_text(const HvsJob *job);

/**
 * hvs_job_run:
 * @target: (nullable): copied into the job
 *
 * A quick job for @call: answers 4096 with the job, or does it at once and
 * answers 0 or its ErrorCode where the world's methods_start_jobs is off.
 */
guint32
hvs_job_run(HvsCall *call, const HvsJobRow *row, HvsVm *vm, gpointer data, const char *target);

/** hvs_job_run_for: the same, @longer than a quick job */
guint32 hvs_job_run_for(HvsCall *call,
                        const HvsJobRow *row,
                        HvsVm *vm,
                        GTimeSpan longer,
                        gpointer data,
                        const char *target);

/** hvs_job_answer: set @call's Job out parameter and return 4096 */
guint32 hvs_job_answer(HvsCall *call, HvsJob *job);

G_END_DECLS
