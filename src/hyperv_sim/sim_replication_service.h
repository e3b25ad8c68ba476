/* sim_replication_service.h: the host as a Replica server
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_world.h"

G_BEGIN_DECLS

/** hvs_replication_service_new_object: (transfer full): the host's Msvm_ReplicationService */
gpointer hvs_replication_service_new_object(const HvsHost *host);

G_END_DECLS
