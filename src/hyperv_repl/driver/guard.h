/* guard.h: never two running copies of a machine
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Hyper-V does not ask the primary before an unplanned failover, nor before a
 * failed-over copy starts ("check is done using Remote WMI", by tools): this is
 * where it is done.  Main context only.
 */

#pragma once

#include "host_private.h"

G_BEGIN_DECLS

/**
 * HvrGuardWish:
 * @is_forced: although the primary runs the machine
 * @reason: (nullable): why; needed for @is_forced
 * @is_acknowledged: somebody knows that the primary is down
 */
typedef struct {
    gboolean is_forced;
    const char *reason;
    gboolean is_acknowledged;
} HvrGuardWish;

/**
 * hvr_guard_failover_async:
 * @domain: a replica
 * @wish: copied
 *
 * Asks the primary.  What is forced is told: to the log, to listeners, and from then on by the
 * machine's metadata and the job, as long as the machine is failed over.
 */
void hvr_guard_failover_async(HvrHost *host,
                              HvrDomain *domain,
                              const HvrGuardWish *wish,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/** hvr_guard_failover_finish: %HVR_ERROR_STATE if the primary runs the machine, or does not answer
 * and nobody has said that it is down; %HVR_ERROR_INVALID if it is forced without a reason */
gboolean hvr_guard_failover_finish(GAsyncResult *result, GError **error);

/** hvr_guard_wants_start: whether a partner has to be asked before @domain may start */
gboolean hvr_guard_wants_start(HvrHost *host, const HvrDomain *domain);

/** hvr_guard_start_async: ask it; one that does not answer does not forbid it, since a
 * failover was acknowledged, and a primary has its own state */
void hvr_guard_start_async(HvrHost *host,
                           HvrDomain *domain,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean hvr_guard_start_finish(GAsyncResult *result, GError **error);

/** hvr_guard_init: of a new host: nothing has been forced */
void hvr_guard_init(HvrHost *host);

/** hvr_guard_mark: what was forced, into a picture that nobody has seen yet */
void hvr_guard_mark(HvrHost *host, HvrPicture *picture);

G_END_DECLS
