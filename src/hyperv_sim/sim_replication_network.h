/* sim_replication_network.h: what adapters get for an address after a failover
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_replication_relationship.h"

G_BEGIN_DECLS

/** hvs_network_dup_id: (transfer full): InstanceID of an adapter's
 * Msvm_FailoverNetworkAdapterSettingData */
char *hvs_network_dup_id(const HvsNic *nic);

/** hvs_network_new_object: (transfer full): an adapter's failover settings, set or not */
gpointer hvs_network_new_object(const HvsVm *vm, const HvsNic *nic);

G_END_DECLS
