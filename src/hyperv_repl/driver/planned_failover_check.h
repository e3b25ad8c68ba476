/* planned_failover_check.h: each thing that two hosts need for a planned failover
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One table: the operation stops at the first that is not fulfilled, a report
 * tells them all.
 */

#pragma once

#include "planned_failover.h"
#include "repl_service.h"

G_BEGIN_DECLS

/**
 * HvrPlannedFailoverMove:
 * @target: (nullable): not known yet
 * @domain: the machine, as @source has it
 * @wishes: HvrPlannedFailoverWish
 */
typedef struct {
    HvrHost *source;
    HvrHost *target;
    const HvrDomain *domain;
    guint wishes;
} HvrPlannedFailoverMove;

/**
 * HvrPlannedFailoverCheck:
 * @needs_target: it is about the target
 * @is_basis: the checks that follow mean nothing without it
 * @check: no I/O; %HVR_ERROR_STATE naming what is not ready, and on which host
 * @fine: to be translated: what is known when it is
 * @remedy: to be translated: what to do when it is not
 */
typedef struct {
    gboolean needs_target;
    gboolean is_basis;
    gboolean (*check)(const HvrPlannedFailoverMove *move, GError **error);
    const char *fine;
    const char *remedy;
} HvrPlannedFailoverCheck;

/** hvr_planned_failover_list_checks: in the order in which they are made */
const HvrPlannedFailoverCheck *hvr_planned_failover_list_checks(guint *out_n_checks);

/** hvr_planned_failover_check_return: whether the source would let the target replicate to it */
gboolean hvr_planned_failover_check_return(const HvrPlannedFailoverMove *move,
                                           const HvrReplService *service,
                                           GError **error);

/** hvr_planned_failover_fetch_service_async: ends as hvr_host_query_async(), with a HvrReplService
 */
void hvr_planned_failover_fetch_service_async(HvrHost *source,
                                              HvrDomain *domain,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);

G_END_DECLS
