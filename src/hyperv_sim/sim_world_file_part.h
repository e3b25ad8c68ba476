/* sim_world_file_part.h: what a world file says of a virtual machine's parts
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Each function reads one key's text into a VM whose disks and adapters are
 * there; FALSE if it cannot be read.
 */

#pragma once

#include "sim_world.h"

G_BEGIN_DECLS

/** hvs_world_file_read_dvd: PATH of an image */
gboolean hvs_world_file_read_dvd(HvsVm *vm, const char *value);

/** hvs_world_file_read_floppy: PATH of an image; generation 1 only */
gboolean hvs_world_file_read_floppy(HvsVm *vm, const char *value);

/** hvs_world_file_read_host_disks: numbers of the host's disks that the VM has for its own */
gboolean hvs_world_file_read_host_disks(HvsVm *vm, const char *value);

/** hvs_world_file_read_legacy_nics: as nics, emulated; generation 1 only */
gboolean hvs_world_file_read_legacy_nics(HvsVm *vm, const char *value);

/**
 * hvs_world_file_read_settings:
 * @value: CLASS[N].PROPERTY=VALUE; ...: of the VM's N-th part of that class; a feature of
 *   a switch port is added to its N-th adapter; an array's values are appended
 */
gboolean hvs_world_file_read_settings(HvsVm *vm, const char *value);

G_END_DECLS
