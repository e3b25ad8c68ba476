/* sim_replication_trust.h: which hosts may send to which
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_world.h"

G_BEGIN_DECLS

/**
 * hvs_trust_find_receiver:
 * @primary: who wants to send
 * @settings: where, by which port and authentication
 * @out_refusal: why not, as Hyper-V says it
 *
 * Returns: (transfer none) (nullable): the host that would accept it
 */
HvsHost *hvs_trust_find_receiver(HvsHost *primary,
                                 const Msvm_ReplicationSettingData *settings,
                                 char **out_refusal);

/** hvs_trust_find_entry: (nullable): the entry of @host that covers @primary */
HvsAuthorization *hvs_trust_find_entry(const HvsHost *host, const HvsHost *primary);

/** hvs_trust_find_folder: where @host puts what @primary sends; there is an entry */
const char *hvs_trust_find_folder(const HvsHost *host, const HvsHost *primary);

/** hvs_trust_add: a new entry */
void hvs_trust_add(HvsHost *host, const char *primary, const char *folder, const char *group);

G_END_DECLS
