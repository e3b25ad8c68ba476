/* sim_replication_settings.h: Msvm_ReplicationSettingData: defaults, limits, both sides of it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_replication_relationship.h"

G_BEGIN_DECLS

/** hvs_settings_new: (transfer full): what a VM shows before it replicates */
Msvm_ReplicationSettingData *hvs_settings_new(const HvsVm *vm, guint index);

/**
 * hvs_settings_new_merged:
 * @base: (transfer full): what counts so far
 * @text: what a caller sent and hvs_embedded_parse() accepts; only what may be
 *   set, and is not NULL, is taken over
 *
 * Returns: (transfer full): @base
 */
Msvm_ReplicationSettingData *
hvs_settings_new_merged(const HvsHost *host, gpointer base, const char *text);

/**
 * hvs_settings_check:
 * @settings: merged
 * @upstream: (nullable): the relationship that is extended
 *
 * Returns: 0, or 32773 for a value out of its range
 */
guint32 hvs_settings_check(const HvsVm *vm,
                           const Msvm_ReplicationSettingData *settings,
                           const HvsRelationship *upstream);

/** hvs_settings_check_identity: 32773 if @given says that it is of another VM; its index, if it
 * names one */
guint32 hvs_settings_check_identity(const HvsVm *vm,
                                    const Msvm_ReplicationSettingData *given,
                                    guint *inout_index);

/**
 * hvs_settings_set_hosts:
 *
 * Who sends and who receives, and the sender's certificate; set by the hosts, never by callers.
 */
void hvs_settings_set_hosts(Msvm_ReplicationSettingData *settings,
                            const HvsHost *from,
                            const HvsHost *to);

/** hvs_settings_mirror: what the sender's @settings look like on the receiving side */
void hvs_settings_mirror(HvsRelationship *receiver, const Msvm_ReplicationSettingData *settings);

/** hvs_settings_dup_provider_path: (transfer full): of the built-in Msvm_ReplicationProvider */
char *hvs_settings_dup_provider_path(const HvsHost *host);

G_END_DECLS
