/* rpc_host_handler.h: the functions in the rows about what belongs to a host beside its domains
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to the procedure table and to the files that have them, one per
 * noun.
 */

#pragma once

#include "rpc_call.h"

G_BEGIN_DECLS

/* What a lookup goes by, and what a question wants. */
enum {
    HVR_RPC_BY_NAME,
    HVR_RPC_BY_OTHER,
    HVR_RPC_AS_FACTS,
    HVR_RPC_AS_XML,
};

/* rpc_interface.c */
gboolean hvr_rpc_interface_list(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_interface_list_names(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_interface_count(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_interface_lookup(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_interface_get_xml(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_interface_is_active(HvrRpcCall *call, GError **error);

/* rpc_network.c */
gboolean hvr_rpc_network_list(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_network_list_names(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_network_list_none(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_network_count(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_network_count_none(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_network_lookup_by_name(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_network_lookup_by_uuid(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_network_get_xml(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_network_get_bridge(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_network_is(HvrRpcCall *call, GError **error);

/* rpc_node.c */
gboolean hvr_rpc_node_get_free_memory(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_node_get_cells(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_node_get_memory_stats(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_node_get_cpu_stats(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_node_get_cpu_map(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_node_get_sysinfo(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_node_get_domain_capabilities(HvrRpcCall *call, GError **error);

/* rpc_pool.c */
gboolean hvr_rpc_pool_list(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_pool_list_names(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_pool_count(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_pool_lookup(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_pool_lookup_by_target(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_pool_lookup_by_volume(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_pool_get_facts(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_pool_get_xml(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_pool_is(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_pool_refresh(HvrRpcCall *call, GError **error);

/* rpc_volume.c */
gboolean hvr_rpc_volume_list(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_volume_list_names(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_volume_count(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_volume_lookup_by_name(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_volume_lookup_by_path(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_volume_get_path(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_volume_ask(HvrRpcCall *call, GError **error);

G_END_DECLS
