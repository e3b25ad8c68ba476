/* wmi_retry.c: which reads that failed are worth another try, and when
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_retry.h"

#include "hvr_error.h"

/* After the first failure, after the second; the third is the last. */
static const GTimeSpan delays[] = { 200 * G_TIME_SPAN_MILLISECOND, G_TIME_SPAN_SECOND };

/* What passes by itself within a second or two.  A host that refuses connections
 * is for the watcher to find again, and one that gave up after most of the
 * deadline (w:TimedOut) leaves no time for more; who is refused for its
 * credentials, its certificate or its rights will be refused again. */
/* clang-format off */
static const struct {
    HvrErrorCode code;
    gboolean if_answered; /* only if it was the host who said so: HTTP 503, a fault */
} rows[] = {
    { HVR_ERROR_LOST,        FALSE }, /* connection reset, enumeration closed, RPC failed */
    { HVR_ERROR_BUSY,        FALSE }, /* quotas, w:Concurrency */
    { HVR_ERROR_UNREACHABLE, TRUE  }, /* service starts, stops or is overloaded */
};
/* clang-format on */

static gboolean
is_passing(const GError *error)
{
    const HvrErrorDetail *detail = hvr_error_get_detail(error);
    gboolean was_answered = detail != NULL &&
                            (detail->http_status != 0 || detail->fault_subcode != NULL);

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (hvr_error_is_code(error, rows[i].code))
            return was_answered || !rows[i].if_answered;
    }

    return FALSE;
}

gboolean
hvr_wmi_retry_wait(
    GError **failure, guint n_attempts, gint64 deadline, HvrClock *clock, GCancellable *cancellable)
{
    GTimeSpan delay;

    if (n_attempts > G_N_ELEMENTS(delays) || !is_passing(*failure))
        return FALSE;
    delay = delays[n_attempts - 1];
    if (g_get_monotonic_time() + delay >= deadline)
        return FALSE;

    g_clear_error(failure);

    return hvr_clock_sleep(clock, delay, cancellable, failure);
}
