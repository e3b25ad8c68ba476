/* sim_host_disk.h: disks of a host that a virtual machine may have for its own
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_cim.h"

G_BEGIN_DECLS

/** HVS_N_HOST_DISKS: a host can give away as many, numbered from 0 */
#define HVS_N_HOST_DISKS 8

/** hvs_host_disk_list: a HvsCimList of Msvm_DiskDrive: those offered and those given
 * away */
void hvs_host_disk_list(HvsHost *host, GPtrArray *objects);

/** hvs_host_disk_dup_path: (transfer full): of one of them */
char *hvs_host_disk_dup_path(HvsHost *host, guint number);

G_END_DECLS
