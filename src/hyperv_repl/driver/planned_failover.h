/* planned_failover.h: a machine and its partner change roles, and nothing is lost
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What libvirt calls a migration: an operation of operation.h.  The guest is off
 * while it lasts; one that runs is shut down, if that is wished, and started on
 * the other host.
 */

#pragma once

#include "operation.h"

G_BEGIN_DECLS

/**
 * HvrPlannedFailoverWish:
 * @HVR_PLANNED_FAILOVER_SHUT_DOWN: a guest that runs may be shut down
 */
typedef enum {
    HVR_PLANNED_FAILOVER_SHUT_DOWN = 1 << 0,
} HvrPlannedFailoverWish;

/**
 * HvrPlannedFailoverMemory:
 * @HVR_PLANNED_FAILOVER_WAS_RUNNING: the guest ran when it began
 * @HVR_PLANNED_FAILOVER_WAS_PREPARED: somebody had prepared it already
 * @HVR_PLANNED_FAILOVER_WAS_ASKED: the guest was asked to shut down
 *
 * What the operation's steps remember.
 */
typedef enum {
    HVR_PLANNED_FAILOVER_WAS_RUNNING = 1 << 0,
    HVR_PLANNED_FAILOVER_WAS_PREPARED = 1 << 1,
    HVR_PLANNED_FAILOVER_WAS_ASKED = 1 << 2,
} HvrPlannedFailoverMemory;

/** HVR_PLANNED_FAILOVER_SHUT_DOWN_LIMIT: how long a guest may take to shut down */
#define HVR_PLANNED_FAILOVER_SHUT_DOWN_LIMIT (5 * G_TIME_SPAN_MINUTE)

const HvrOperationPlan *hvr_planned_failover_get_plan(void);

/** hvr_planned_failover_check_source: the part of hvr_planned_failover_check() that needs no
 * target */
gboolean hvr_planned_failover_check_source(HvrHost *source,
                                           const HvrDomain *domain,
                                           guint wishes,
                                           GError **error);

/**
 * hvr_planned_failover_check:
 * @source: where the machine is
 * @target: where it is to go
 * @domain: the machine, as @source has it
 * @wishes: HvrPlannedFailoverWish
 * @out_memory: HvrPlannedFailoverMemory
 *
 * Whether both hosts are ready, as far as their states tell; no I/O.
 *
 * Returns: %FALSE with %HVR_ERROR_STATE naming what is not ready, and on which host
 */
gboolean hvr_planned_failover_check(HvrHost *source,
                                    HvrHost *target,
                                    const HvrDomain *domain,
                                    guint wishes,
                                    guint *out_memory,
                                    GError **error);

/**
 * hvr_planned_failover_start_async:
 * @source, @target: open
 * @uuid: the machine's
 * @order: its wishes: HvrPlannedFailoverWish
 *
 * Begins it, or refuses it for what hvr_planned_failover_check() says of looks that began now;
 * ends with hvr_operation_finish().
 */
void hvr_planned_failover_start_async(HvrHost *source,
                                      HvrHost *target,
                                      const guchar *uuid,
                                      const HvrOperationOrder *order,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/** hvr_planned_failover_check_service: as hvr_planned_failover_check(), and whether the source
 * would let the target replicate to it afterwards, which it is asked; the operation's first step */
void hvr_planned_failover_check_service(HvrOperation *operation, GTask *task);

G_END_DECLS
