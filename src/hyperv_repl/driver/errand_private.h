/* errand_private.h: an errand, for the files that make it up
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * errand.c sends, errand_follow.c waits, errand_answer.c tells the caller.
 */

#pragma once

#include "errand.h"
#include "errand_note.h"

G_BEGIN_DECLS

/**
 * HvrErrandStage:
 * @HVR_ERRAND_SENDING: a worker talks to the host
 * @HVR_ERRAND_FOLLOWING: the host's job runs
 * @HVR_ERRAND_ASKING: a worker asks why the job failed
 * @HVR_ERRAND_SETTLING: done, says the host; the state must show it
 * @HVR_ERRAND_CHECKING: the answer was lost; the state will tell
 */
typedef enum {
    HVR_ERRAND_SENDING,
    HVR_ERRAND_FOLLOWING,
    HVR_ERRAND_ASKING,
    HVR_ERRAND_SETTLING,
    HVR_ERRAND_CHECKING,
} HvrErrandStage;

/* Once @task is %NULL the caller has its answer; what a worker brings afterwards
 * is still noted. */
struct _HvrErrand {
    grefcount ref_count;
    HvrHost *host;
    GTask *task;
    const HvrErrandType *type;
    const char *title;          /* (nullable) */
    GDestroyNotify free_output; /* (nullable): of what a query returns */
    guint what;
    HvrCause cause;
    HvrDomain *before;
    HvrPicture *picture; /* when it began */
    gboolean wait;
    HvrErrandStage stage;
    char *job_id;
    HvrJob *job;          /* as last seen */
    guint64 serial;       /* the look that counts */
    gint64 deadline;      /* monotonic */
    gint64 until;         /* monotonic: end of patience */
    GError *error;        /* HVR_ERRAND_CHECKING: what the request ended in */
    gboolean is_answered; /* HVR_ERRAND_CHECKING: by the host, which is in doubt itself */
    gboolean is_looked;   /* HVR_ERRAND_CHECKING: the state is of after that */
    gboolean is_hurried;  /* HVR_ERRAND_CHECKING: the caller's patience ends before the proof */
    gboolean is_last;     /* HVR_ERRAND_CHECKING: what the next look shows is the proof */
    gboolean is_unclear;  /* nothing shows whether it happened */
    HvrErrandNote *note;  /* (nullable): in the journal */
    GSource *cancel;
};

/** hvr_errand_get_time: monotonic */
gint64 hvr_errand_get_time(const HvrErrand *errand);

/** hvr_errand_enter: the next stage, which may take @patience */
void hvr_errand_enter(HvrErrand *errand, HvrErrandStage stage, GTimeSpan patience);

/** hvr_errand_list_all: (transfer full): those of now, whatever happens to them meanwhile */
GPtrArray *hvr_errand_list_all(HvrHost *host);

/** hvr_errand_stop_timer: if no errand is left */
void hvr_errand_stop_timer(HvrHost *host);

/** hvr_errand_answer: with the job as last seen */
void hvr_errand_answer(HvrErrand *errand);

/** hvr_errand_answer_query: @output: (transfer full) (nullable) */
void hvr_errand_answer_query(HvrErrand *errand, gpointer output);

/** hvr_errand_fail: @error: (transfer full); what it is about is put before it */
void hvr_errand_fail(HvrErrand *errand, GError *error);

/** hvr_errand_look: check again once the state is of after now; not for long */
void hvr_errand_look(HvrErrand *errand);

/** hvr_errand_check: what the state says of a request whose answer got lost */
void hvr_errand_check(HvrErrand *errand);

/** hvr_errand_fail_checked: with the errand's own error and what the state is now; @now: (nullable)
 */
void hvr_errand_fail_checked(HvrErrand *errand, HvrErrandEvidence evidence, const HvrDomain *now);

/** hvr_errand_fail_undone: done, says the host, but the state does not show it */
void hvr_errand_fail_undone(HvrErrand *errand, const HvrDomain *now);

/** hvr_errand_fail_late: the deadline passed */
void hvr_errand_fail_late(HvrErrand *errand);

/** hvr_errand_fail_forgotten: the host no longer knows the job */
void hvr_errand_fail_forgotten(HvrErrand *errand, const HvrDomain *now);

G_END_DECLS
