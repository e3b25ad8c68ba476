/* sim_world.h: a set of simulated Hyper-V hosts and the time they live in
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Everything a host knows is plain data here; what WMI clients see of it is
 * made on demand (sim_cim.h).  One thread, one world.  World time is virtual:
 * it may run faster than real time or be stepped, and whatever is due happens
 * in order, so that a run can be repeated.
 */

#pragma once

#include "sim_types.h"

G_BEGIN_DECLS

/** hvs_world_new: an empty world with the default switches; @start is world time */
HvsWorld *hvs_world_new(HvrClock *clock, gint64 start, double speed, guint32 seed);
void hvs_world_free(HvsWorld *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvsWorld, hvs_world_free)

/**
 * hvs_world_load:
 * @path: a world file (GKeyFile), see data/worlds/
 *
 * Returns: (transfer full): a world, or %NULL with %HVR_ERROR_CONFIG naming
 *   file, group and key; unknown groups and keys are refused
 */
HvsWorld *hvs_world_load(const char *path, HvrClock *clock, GError **error);

/** hvs_world_load_text: as hvs_world_load(), from memory; @name is for messages */
HvsWorld *hvs_world_load_text(const char *text, const char *name, HvrClock *clock, GError **error);

/** hvs_world_sync: bring world time up to the clock, everything due happens on the way */
void hvs_world_sync(HvsWorld *world);

/** hvs_world_step: let @span pass at once, everything due happens on the way */
void hvs_world_step(HvsWorld *world, GTimeSpan span);

/** hvs_world_get_next_due: real microseconds until something is due; -1: nothing is, or time stands
 * still */
gint64 hvs_world_get_next_due(HvsWorld *world);

typedef void (*HvsEventFunc)(gpointer data);

/**
 * hvs_world_schedule:
 * @delay: from now, in world time
 * @func: called once, with @world->now at the due time
 *
 * Returns: an id for hvs_world_unschedule(), never 0
 */
guint64 hvs_world_schedule(HvsWorld *world, GTimeSpan delay, HvsEventFunc func, gpointer data);

/** hvs_world_unschedule: 0 and ids that already happened are ignored */
void hvs_world_unschedule(HvsWorld *world, guint64 id);

/** hvs_world_find_host: (nullable): by NetBIOS name or FQDN that it has or had, any case; no two
 * hosts ever share one */
HvsHost *hvs_world_find_host(HvsWorld *world, const char *name);

/**
 * hvs_world_resolve_host:
 *
 * As other hosts find it.  That the name server drops a name together with the
 * computer's is inferred; an administrator may leave an alias.
 *
 * Returns: (nullable): the host that has this NetBIOS name or FQDN now
 */
HvsHost *hvs_world_resolve_host(HvsWorld *world, const char *name);

/** hvs_world_is_linked: whether @from reaches @to: both up and the link not cut */
gboolean hvs_world_is_linked(const HvsWorld *world, const HvsHost *from, const HvsHost *to);

/** hvs_world_set_link: cut or mend the link between two hosts */
void hvs_world_set_link(HvsWorld *world, const HvsHost *a, const HvsHost *b, gboolean up);

/** hvs_world_dup_guid: (transfer full): a new GUID, upper case, from the world's seed */
char *hvs_world_dup_guid(HvsWorld *world);

/** hvs_guid_from_text: (transfer full): a GUID, upper case, always the same for the same text */
char *hvs_guid_from_text(const char *text);

/** hvs_host_new: added to @world, which owns it; Windows Server 2022, no replication yet */
HvsHost *hvs_host_new(HvsWorld *world, const char *name);

void hvs_host_free(HvsHost *host);

/** hvs_host_set_version: another Windows Server, which made all its VMs; see hvs_version_find() */
void hvs_host_set_version(HvsHost *host, const char *text);

/** hvs_host_find_vm: (nullable): by GUID, any case */
HvsVm *hvs_host_find_vm(HvsHost *host, const char *guid);

/** hvs_host_find_vm_by_path: (nullable): the VM that a path of its Msvm_ComputerSystem names; @path
 * may be %NULL */
HvsVm *hvs_host_find_vm_by_path(HvsHost *host, const char *path);

/** hvs_host_is_name: whether a host may be called so */
gboolean hvs_host_is_name(const char *name);

/** hvs_host_has_name: whether @name is its NetBIOS name or its FQDN, right now */
gboolean hvs_host_has_name(const HvsHost *host, const char *name);

/** hvs_host_rename: takes effect when it restarts (Win32_ComputerSystem.Rename) */
void hvs_host_rename(HvsHost *host, const char *new_name);

/** hvs_host_restart: jobs are forgotten, VMs go off and come back as their automatic start action
 * says; a new name takes effect */
void hvs_host_restart(HvsHost *host);

G_END_DECLS
