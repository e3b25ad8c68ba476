/* repl_network_object.h: the WMI objects under a VM's network adapters
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor: Microsoft's names stop here.
 */

#pragma once

#include "msvm_tables.h"
#include "repl_network.h"

G_BEGIN_DECLS

/* Msvm_EthernetPortAllocationSettingData.EnabledState. */
#define HVR_REPL_NETWORK_CONNECTED    2
#define HVR_REPL_NETWORK_DISCONNECTED 3

/** hvr_repl_network_list_objects: (transfer full) (element-type HvrWmiObject): all of a class; @vm:
 * (nullable): only those of that machine */
GPtrArray *hvr_repl_network_list_objects(HvrWmiSession *session,
                                         const HvrWmiClass *type,
                                         const char *vm,
                                         GCancellable *cancellable,
                                         GError **error);

G_END_DECLS
