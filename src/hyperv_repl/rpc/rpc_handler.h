/* rpc_handler.h: the functions in the rows of the procedure table
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to the procedure table and to the files that have them, one per
 * noun.
 */

#pragma once

#include "rpc_call.h"

G_BEGIN_DECLS

/* rpc_auth.c */
gboolean hvr_rpc_auth_list(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_auth_log_in(HvrRpcCall *call, GError **error);

/* rpc_connect.c */
gboolean hvr_rpc_connect_has_feature(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_connect_open(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_connect_close(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_connect_get_type(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_connect_get_version(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_connect_get_library_version(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_connect_get_hostname(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_connect_get_uri(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_connect_is_secure(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_connect_get_max_vcpus(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_connect_get_capabilities(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_connect_get_node(HvrRpcCall *call, GError **error);

/* rpc_list.c */
gboolean hvr_rpc_list_domains(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_list_count(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_list_ids(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_list_names(HvrRpcCall *call, GError **error);

/* rpc_domain.c */
gboolean hvr_rpc_domain_lookup_by_name(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_domain_lookup_by_uuid(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_domain_lookup_by_id(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_domain_get_state(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_domain_get_facts(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_domain_get_os_type(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_domain_get_number(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_domain_get_max_memory(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_domain_get_vcpus(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_domain_get_messages(HvrRpcCall *call, GError **error);

/* rpc_document.c */
gboolean hvr_rpc_document_get_xml(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_document_get_metadata(HvrRpcCall *call, GError **error);

/* rpc_configure.c */
gboolean hvr_rpc_configure_set_vcpus(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_configure_set_vcpus_flags(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_configure_set_memory(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_configure_set_memory_flags(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_configure_set_autostart(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_configure_rename(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_configure_set_metadata(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_configure_get_scheduler_type(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_configure_get_scheduler(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_configure_set_scheduler(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_configure_change_device(HvrRpcCall *call, GError **error);

/* rpc_definition.c */
gboolean hvr_rpc_definition_define(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_definition_undefine(HvrRpcCall *call, GError **error);

/* rpc_metadata.c */
gboolean hvr_rpc_metadata_get(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_metadata_set(HvrRpcCall *call, GError **error);

/* What hvr_rpc_domain_get_number() is asked for. */
enum {
    HVR_RPC_IS_ACTIVE,
    HVR_RPC_IS_PERSISTENT,
    HVR_RPC_IS_UPDATED,
    HVR_RPC_AUTOSTART,
    HVR_RPC_IS_SAVED,
    HVR_RPC_MAX_VCPUS,
};

/* rpc_power.c */
gboolean hvr_rpc_power_start(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_power_create(HvrRpcCall *call, GError **error);

/* rpc_job.c */
gboolean hvr_rpc_job_get(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_job_get_stats(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_job_abort(HvrRpcCall *call, GError **error);

/* rpc_migrate.c */
gboolean hvr_rpc_migrate_begin(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_migrate_prepare(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_migrate_perform(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_migrate_finish(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_migrate_confirm(HvrRpcCall *call, GError **error);

/* rpc_snapshot.c */
gboolean hvr_rpc_snapshot_lookup(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_snapshot_has_current(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_snapshot_get_current(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_snapshot_is_current(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_snapshot_has_metadata(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_snapshot_get_parent(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_snapshot_get_xml(HvrRpcCall *call, GError **error);

/* rpc_checkpoint.c */
gboolean hvr_rpc_checkpoint_create(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_checkpoint_apply(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_checkpoint_remove(HvrRpcCall *call, GError **error);

/* rpc_console.c */
gboolean hvr_rpc_console_take_picture(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_console_send_keys(HvrRpcCall *call, GError **error);

/* rpc_snapshot_list.c */
gboolean hvr_rpc_snapshot_list(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_snapshot_list_names(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_snapshot_list_count(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_snapshot_list_children(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_snapshot_list_children_names(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_snapshot_list_children_count(HvrRpcCall *call, GError **error);

/* rpc_callback.c */
gboolean hvr_rpc_callback_register(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_callback_deregister(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_callback_register_monitor(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_callback_deregister_monitor(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_callback_register_close(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_callback_unregister_close(HvrRpcCall *call, GError **error);

/* rpc_device.c */
gboolean hvr_rpc_device_get_block_stats(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_device_get_block_params(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_device_get_block_facts(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_device_get_traffic(HvrRpcCall *call, GError **error);

/* rpc_guest.c */
gboolean hvr_rpc_guest_get_hostname(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_guest_get_addresses(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_guest_get_facts(HvrRpcCall *call, GError **error);

/* rpc_processor.c */
gboolean hvr_rpc_processor_get_vcpus(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_processor_get_pins(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_processor_get_stats(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_processor_get_memory(HvrRpcCall *call, GError **error);
gboolean hvr_rpc_processor_get_control(HvrRpcCall *call, GError **error);

/* rpc_monitor.c */
gboolean hvr_rpc_monitor_run(HvrRpcCall *call, GError **error);

/* rpc_stats.c */
gboolean hvr_rpc_stats_list(HvrRpcCall *call, GError **error);

G_END_DECLS
