/* sim_replication.h: Hyper-V Replica between simulated hosts
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Written from Microsoft's documents alone; shares no line and no opinion with
 * the client's replication floor.
 */

#pragma once

#include "sim_cim.h"

G_BEGIN_DECLS

/** hvs_replication_init_host: default service settings (listener off, 80/443, 12 h window from
 * 09:00) */
void hvs_replication_init_host(HvsHost *host);

/** hvs_replication_follow_name: references to @host's own objects have its new name in them; names
 * of servers in relationships stay as they were agreed on (inferred) */
void hvs_replication_follow_name(HvsHost *host);

/** hvs_replication_set_timezone: @minutes east of UTC; the statistics windows begin by local time
 */
void hvs_replication_set_timezone(HvsHost *host, gint minutes);

/** hvs_replication_open_listener: what an administrator does once: enable, Kerberos and
 * certificate, any primary */
void hvs_replication_open_listener(HvsHost *host, const char *storage_location);

/**
 * hvs_replication_preset:
 * @vm: not replicated yet
 * @replica: the other host
 * @n_points: recovery points that the replica already has, hourly
 *
 * A relationship that has been replicating for a while: both sides in state 3.
 */
void hvs_replication_preset(HvsVm *vm, HvsHost *replica, guint n_points);

/** hvs_replication_vm_reverted: @vm's disks are those of an older point now, so what it sends has
 * to be compared afresh */
void hvs_replication_vm_reverted(HvsVm *vm);

/** hvs_replication_vm_removed: forget what @vm took part in, before it is freed */
void hvs_replication_vm_removed(HvsVm *vm);

G_END_DECLS
