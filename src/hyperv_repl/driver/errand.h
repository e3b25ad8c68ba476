/* errand.h: one change asked of a host, from the request to the answer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A worker sends it; if the host starts a job, the watcher's pictures tell how
 * it goes; the caller gets its answer when the state shows the effect.  Nothing
 * is ever sent twice.  Main context only, but for what runs in the worker.
 */

#pragma once

#include "cause.h"
#include "watcher.h"
#include "workers.h"

G_BEGIN_DECLS

typedef struct _HvrErrand HvrErrand;

/**
 * HvrErrandIsDone:
 * @before: the domain when the errand began
 * @now: the domain now
 *
 * Whether the state shows the effect.
 */
typedef gboolean (*HvrErrandIsDone)(const HvrDomain *before, const HvrDomain *now);

/**
 * HvrErrandEvidence:
 * @HVR_ERRAND_UNCLEAR: nothing shows whether it happened
 * @HVR_ERRAND_SHOWN: it has happened
 * @HVR_ERRAND_UNDONE: it would show by now, and does not
 *
 * What the state alone says, where the host's own word got lost.
 */
typedef enum {
    HVR_ERRAND_UNCLEAR,
    HVR_ERRAND_SHOWN,
    HVR_ERRAND_UNDONE,
} HvrErrandEvidence;

/**
 * HvrErrandProve:
 * @what: as the order says
 * @wait: whether the end counts, or the beginning is enough
 */
typedef HvrErrandEvidence (*HvrErrandProve)(guint what,
                                            gboolean wait,
                                            const HvrDomain *before,
                                            const HvrDomain *now);

/**
 * HvrErrandType:
 * @is_done: (nullable): %NULL: nothing to wait for
 * @prove: (nullable): for an answer that got lost; %NULL: the state shows nothing of it
 * @patience: how long to wait for @is_done once the job has ended, then it is taken for
 *   done; 0: until the deadline, which is an error then
 * @is_strict: when @patience has ended, that is an error, too: somebody undid it
 * @is_exclusive: one at a time per domain
 * @ends_job: is about ending a job, so that any end is good
 * @removes: done when the host no longer has the domain, whatever else it says
 * @is_query: changes nothing; what its work returns is the answer
 * @is_whole: its work sees everything to its end and knows what became of it, so that its
 *   failure is never in doubt
 */
typedef struct {
    HvrErrandIsDone is_done;
    HvrErrandProve prove;
    GTimeSpan patience;
    gboolean is_strict;
    gboolean is_exclusive;
    gboolean ends_job;
    gboolean removes;
    gboolean is_query;
    gboolean is_whole;
} HvrErrandType;

/**
 * HvrErrandOrder:
 * @type: static
 * @title: (nullable): static: what was asked for, e.g. "failover"; failures begin with it
 * @what: for the type's @prove
 * @work: its run returns the InstanceID of the job that the host started (a string),
 *   %NULL if it was done at once
 * @wait: end when the job has ended, not when it is seen
 * @timeout: 0 for the configured default
 * @cause: why the machine is in its next state, if it is of our making
 * @notes: (nullable) (element-type HvrErrandNote): it is part of something; takes its note, which
 *   stays open until somebody lets it go, see hvr_errand_note_let_go()
 */
typedef struct {
    const HvrErrandType *type;
    const char *title;
    guint what;
    HvrWork work;
    gboolean wait;
    GTimeSpan timeout;
    HvrCause cause;
    GPtrArray *notes;
} HvrErrandOrder;

/**
 * hvr_errand_start:
 * @domain: whose
 * @task: gets a HvrJob or %NULL, or what the query returned; or an error; if its cancellable is a
 *   HvrRehearsal, nothing that changes is sent, and it gets %NULL
 * @order: its work's input is taken over
 *
 * Fails at once if the host is out of reach.
 */
void hvr_errand_start(HvrHost *host, HvrDomain *domain, GTask *task, const HvrErrandOrder *order);

HvrErrand *hvr_errand_ref(HvrErrand *errand);
void hvr_errand_unref(HvrErrand *errand);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrErrand, hvr_errand_unref)

/** hvr_errand_advance_all: look what a good report, already in the state, means for them */
void hvr_errand_advance_all(HvrHost *host, const HvrReport *report);

/** hvr_errand_fail_all: answer everybody with @error */
void hvr_errand_fail_all(HvrHost *host, const GError *error);

/** hvr_errand_has_exclusive: whether an exclusive errand of the domain has not ended */
gboolean hvr_errand_has_exclusive(HvrHost *host, const HvrDomain *domain, gboolean sending_only);

/** hvr_errand_has_change: whether any errand that changes the domain has not ended, at least as far
 * as the host is concerned */
gboolean hvr_errand_has_change(HvrHost *host, const HvrDomain *domain);

/** hvr_errand_list_causes: (transfer full): GUIDs of machines under way, to the HvrCause */
GHashTable *hvr_errand_list_causes(HvrHost *host);

/** hvr_errand_new_task: (transfer full): one that tells cancellation as our error */
GTask *hvr_errand_new_task(HvrHost *host,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/** hvr_errand_finish_query: (transfer full) (nullable): what the query returned; %NULL may be a
 * good answer, so ask @error */
gpointer hvr_errand_finish_query(GAsyncResult *result, GError **error);

/** hvr_errand_finish: @out_job: (optional) (transfer full) */
gboolean hvr_errand_finish(GAsyncResult *result, HvrJob **out_job, GError **error);

G_END_DECLS
