/* sequence.h: errands one after the other, as one wish of a caller
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor.  Once the first errand is on its way the others follow
 * whether or not the caller still waits: half a wish is worse than none.  A
 * failure ends it, and says what was done before.
 */

#pragma once

#include "errand.h"

G_BEGIN_DECLS

/**
 * HvrSequenceTurn:
 * @HVR_SEQUENCE_PASS: there is nothing to do in this step; with an error: all ends here
 * @HVR_SEQUENCE_ONCE: the order is to be done
 * @HVR_SEQUENCE_MORE: the same, and the step asked again afterwards
 */
typedef enum {
    HVR_SEQUENCE_PASS,
    HVR_SEQUENCE_ONCE,
    HVR_SEQUENCE_MORE,
} HvrSequenceTurn;

/**
 * HvrSequenceStep:
 * @domain: the machine as it is now
 * @data: as given to hvr_sequence_start()
 * @out_order: zeroed; what to ask of the host
 */
typedef HvrSequenceTurn (*HvrSequenceStep)(HvrDomain *domain,
                                           gpointer data,
                                           HvrErrandOrder *out_order,
                                           GError **error);

/**
 * hvr_sequence_start:
 * @task: gets %NULL at the end, or an error; for hvr_errand_finish()
 * @steps: static, ends with %NULL
 * @data: for the steps; lives until @task has its answer
 */
void hvr_sequence_start(
    HvrHost *host, HvrDomain *domain, GTask *task, const HvrSequenceStep *steps, gpointer data);

G_END_DECLS
