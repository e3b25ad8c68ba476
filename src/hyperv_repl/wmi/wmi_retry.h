/* wmi_retry.h: which reads that failed are worth another try, and when
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * For reads only: what changes something is never sent twice by anybody.
 */

#pragma once

#include "hvr_clock.h"

G_BEGIN_DECLS

/**
 * hvr_wmi_retry_wait:
 * @failure: (inout): what the last attempt ended in; cleared for another one, set to
 *   %HVR_ERROR_CANCELLED if @cancellable fired meanwhile
 * @n_attempts: so far, at least one
 * @deadline: g_get_monotonic_time() by which the answer must be there
 *
 * Returns: %TRUE when it is time to try again; %FALSE if that is hopeless, or
 *   would be too late
 */
gboolean hvr_wmi_retry_wait(GError **failure,
                            guint n_attempts,
                            gint64 deadline,
                            HvrClock *clock,
                            GCancellable *cancellable);

G_END_DECLS
