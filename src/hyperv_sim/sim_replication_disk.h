/* sim_replication_disk.h: which of a VM's disks replicate
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * IncludedDisks of Msvm_ReplicationSettingData.  Its page speaks of InstanceIDs,
 * its qualifier of embedded instances, Microsoft's sample ends up with object
 * paths: all three are taken, paths are given.
 */

#pragma once

#include "sim_replication_relationship.h"

G_BEGIN_DECLS

/** hvs_disk_is_list_valid: every element names a disk of @vm; %NULL is all disks, of which there
 * must be one */
gboolean hvs_disk_is_list_valid(const HvsVm *vm, GStrv included);

/** hvs_disk_is_list_current: whether a valid list names what is replicated now */
gboolean hvs_disk_is_list_current(const HvsVm *vm, GStrv included);

/** hvs_disk_include: mark what settings' IncludedDisks names; the list is made of paths then */
void hvs_disk_include(HvsVm *vm, Msvm_ReplicationSettingData *settings);

/** hvs_disk_list_included: IncludedDisks from what is marked */
void hvs_disk_list_included(const HvsVm *vm, Msvm_ReplicationSettingData *settings);

/** hvs_disk_get_included_size: bytes */
guint64 hvs_disk_get_included_size(const HvsVm *vm);

/* Why a replica cannot take more; with the host's name (inferred). */
#define HVS_DISK_NO_ROOM "There is not enough space on the storage of the Replica server '%s'."

/** hvs_disk_has_room: for @size bytes that come and what keeping them takes */
gboolean hvs_disk_has_room(const HvsHost *host, guint64 size);

/** hvs_disk_take_room: for @size bytes that stay */
void hvs_disk_take_room(HvsHost *host, guint64 size);

/** hvs_disk_get_copy_time: how long @host is at copying @size bytes */
GTimeSpan hvs_disk_get_copy_time(const HvsHost *host, guint64 size);

/**
 * hvs_disk_place:
 * @location: storage location of the authorization entry
 *
 * Give the replica what the original's replicated disks need, by file name; those
 * that do not replicate any more go, as they would not have come (inferred).
 */
void hvs_disk_place(HvsVm *replica, const HvsVm *original, const char *location);

/** hvs_disk_is_same_size: no replicated disk has a counterpart by file name of another size */
gboolean hvs_disk_is_same_size(const HvsVm *original, const HvsVm *replica);

/** hvs_disk_is_same_set: as many replicated disks of the same sizes, in order */
gboolean hvs_disk_is_same_set(const HvsVm *a, const HvsVm *b);

G_END_DECLS
