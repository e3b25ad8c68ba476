/* replication_operation.h: every method and every requested state, as something that a walk can
 * call
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * With parameters that are in order, so that what is answered depends on mode
 * and state only.
 */

#pragma once

#include "replication_verb.h"

/**
 * Walk:
 * @host, @index: whose relationship the operation is about
 * @number: RequestedState, for the operations that take one
 */
typedef struct {
    ReplicaWorld w;
    HvsHost *host;
    guint index;
    guint number;
} Walk;

typedef guint32 (*Operation)(Walk *walk);

guint32 op_create(Walk *walk);
guint32 op_start(Walk *walk);
guint32 op_start_export(Walk *walk);
guint32 op_start_seeded(Walk *walk);
guint32 op_start_later(Walk *walk);
guint32 op_request(Walk *walk);
guint32 op_request_ex(Walk *walk);
guint32 op_resync(Walk *walk);
guint32 op_resync_later(Walk *walk);
guint32 op_modify(Walk *walk);
guint32 op_modify_disks(Walk *walk);
guint32 op_remove(Walk *walk);
guint32 op_remove_ex(Walk *walk);
guint32 op_get(Walk *walk);
guint32 op_get_ex(Walk *walk);
guint32 op_reset(Walk *walk);
guint32 op_reset_ex(Walk *walk);
guint32 op_import(Walk *walk);
guint32 op_test(Walk *walk);
guint32 op_failover(Walk *walk);
guint32 op_revert(Walk *walk);
guint32 op_commit(Walk *walk);
guint32 op_reverse(Walk *walk);
guint32 op_reverse_returning(Walk *walk);
guint32 op_reverse_prepared(Walk *walk);
guint32 op_change_mode(Walk *walk);
guint32 op_failback(Walk *walk);
guint32 op_failback_external(Walk *walk);
guint32 op_network(Walk *walk);
guint32 op_authorize(Walk *walk);
guint32 op_power_on(Walk *walk);
guint32 op_add_entry(Walk *walk);
guint32 op_modify_entry(Walk *walk);
guint32 op_remove_entry(Walk *walk);
guint32 op_modify_service(Walk *walk);
guint32 op_test_connection(Walk *walk);
guint32 op_get_certificates(Walk *walk);
guint32 op_service_request(Walk *walk);
guint32 op_service_start(Walk *walk);
guint32 op_service_stop(Walk *walk);
