/* errand_note.h: what an errand sends, in the journal
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to the errand's files.  While a worker has the errand only the worker
 * touches the note, before and after that only the main context.
 */

#pragma once

#include "errand.h"
#include "operation.h"
#include "wmi_session.h"

G_BEGIN_DECLS

typedef struct _HvrErrandNote HvrErrandNote;

/**
 * hvr_errand_note_new:
 * @domain: before it is changed
 * @caller: (nullable): who wants it, see purpose.h
 *
 * Of an operation's own errand the operation's record is continued.
 *
 * Returns: (transfer full) (nullable): %NULL if there is no journal, or nothing to be noted
 */
HvrErrandNote *hvr_errand_note_new(HvrHost *host,
                                   const HvrDomain *domain,
                                   const HvrErrandOrder *order,
                                   GCancellable *caller);
HvrErrandNote *hvr_errand_note_ref(HvrErrandNote *note);
void hvr_errand_note_unref(HvrErrandNote *note);

/** hvr_errand_note_witness: a HvrWmiWitness, for the note as its @user_data: what has no line in
 * the journal is not sent */
gboolean hvr_errand_note_witness(const HvrWmiMethod *method, gpointer user_data, GError **error);

/** hvr_errand_note_take_job: the host has begun a job; @note: (nullable) */
void hvr_errand_note_take_job(HvrErrandNote *note, const char *job_id);

/** hvr_errand_note_hold: (transfer full): the same, which is part of something: its line says
 * that more is to follow, and stays open once it is done; before anything is sent */
HvrErrandNote *hvr_errand_note_hold(HvrErrandNote *note);

/** hvr_errand_note_let_go: nothing follows any more; main context only */
void hvr_errand_note_let_go(HvrErrandNote *note);

/** hvr_errand_note_end: how it ended, if anything was sent; @note: (nullable); @error: (nullable)
 */
void hvr_errand_note_end(HvrErrandNote *note, HvrOperationPhase phase, const GError *error);

G_END_DECLS
