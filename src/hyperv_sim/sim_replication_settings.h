/* sim_replication_settings.h: Msvm_ReplicationSettingData as Hyper-V checks it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_cim.h"

G_BEGIN_DECLS

/**
 * hvs_settings_merge:
 * @index: the leg they are for
 * @text: what a method was given
 * @settings: gets what @text sets; fields that only the host sets are left alone
 *
 * Returns: 0, 32773 for a value out of its range, 32776 for another class
 */
guint32 hvs_settings_merge(const HvsCall *call,
                           const HvsVm *vm,
                           guint index,
                           const char *text,
                           Msvm_ReplicationSettingData *settings);

/** hvs_settings_set_hosts: who sends to whom; the recovery connection point stays as dialled */
void hvs_settings_set_hosts(Msvm_ReplicationSettingData *settings,
                            const HvsHost *primary,
                            const HvsHost *recovery);

/** hvs_settings_apply_disks: note on @vm's disks which are replicated */
void hvs_settings_apply_disks(HvsVm *vm, const Msvm_ReplicationSettingData *settings);

G_END_DECLS
