/* hvr_access.h: what one must be allowed to do
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Every procedure and every command has one of these in its row.  Who may do
 * what is decided elsewhere; read-only connections get no further than reading.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrAccess:
 * @HVR_ACCESS_ANYBODY: even before the client has proved who it is
 * @HVR_ACCESS_ANYTIME: before the connection is open
 * @HVR_ACCESS_READ: look, and change nothing
 * @HVR_ACCESS_MANAGE: start, stop, pause; let replication run or wait
 * @HVR_ACCESS_CONFIGURE: change what machines, relationships and hosts are like
 * @HVR_ACCESS_TEST_FAILOVER: make and remove test machines
 * @HVR_ACCESS_FAILOVER: change which host runs a machine
 * @HVR_ACCESS_COMMIT: make that final; the recovery points are gone then
 */
typedef enum {
    HVR_ACCESS_ANYBODY,
    HVR_ACCESS_ANYTIME,
    HVR_ACCESS_READ,
    HVR_ACCESS_MANAGE,
    HVR_ACCESS_CONFIGURE,
    HVR_ACCESS_TEST_FAILOVER,
    HVR_ACCESS_FAILOVER,
    HVR_ACCESS_COMMIT,
} HvrAccess;

#define HVR_N_ACCESSES (HVR_ACCESS_COMMIT + 1)

/** hvr_access_get_name: as rules and documents call it, e.g. "test-failover" */
const char *hvr_access_get_name(HvrAccess access);

/** hvr_access_is_write: whether read-only connections are refused it */
gboolean hvr_access_is_write(HvrAccess access);

G_END_DECLS
