/* sim_replication_method.h: methods of Msvm_ReplicationService and of replicated VMs
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * All of them are HvsCimInvokes; the table of them is in sim_replication_method.c.
 */

#pragma once

#include "sim_vm_method.h"

G_BEGIN_DECLS

#define HVS_RESULT_FILE_NOT_FOUND 32779u

/* sim_replication_create.c */
guint32 hvs_replication_create(HvsCall *call);

/* sim_replication_remove.c */
guint32 hvs_replication_remove(HvsCall *call);
guint32 hvs_replication_remove_ex(HvsCall *call);

/* sim_replication_modify.c */
guint32 hvs_replication_modify(HvsCall *call);

/* sim_replication_start.c */
guint32 hvs_replication_start(HvsCall *call);
guint32 hvs_replication_import(HvsCall *call);
guint32 hvs_replication_resynchronize(HvsCall *call);

/* sim_replication_request.c */
guint32 hvs_replication_request_state_change(HvsCall *call);
guint32 hvs_replication_request_state_change_ex(HvsCall *call);

/* sim_replication_failover.c */
guint32 hvs_replication_initiate_failover(HvsCall *call);
guint32 hvs_replication_revert_failover(HvsCall *call);
guint32 hvs_replication_commit_failover(HvsCall *call);

/* sim_replication_test_replica.c */
guint32 hvs_replication_test_replica(HvsCall *call);

/* sim_replication_reverse.c */
guint32 hvs_replication_reverse(HvsCall *call);

/* sim_replication_mode.c */
guint32 hvs_replication_change_mode(HvsCall *call);
guint32 hvs_replication_initiate_failback(HvsCall *call);

/* sim_replication_report.c */
guint32 hvs_replication_get_statistics(HvsCall *call);
guint32 hvs_replication_get_statistics_ex(HvsCall *call);
guint32 hvs_replication_reset_statistics(HvsCall *call);
guint32 hvs_replication_reset_statistics_ex(HvsCall *call);

/* sim_replication_service.c */
guint32 hvs_replication_modify_service_settings(HvsCall *call);
guint32 hvs_replication_test_connection(HvsCall *call);

/* sim_replication_certificate.c */
guint32 hvs_replication_get_system_certificates(HvsCall *call);

/* sim_replication_authorization.c */
guint32 hvs_replication_add_authorization(HvsCall *call);
guint32 hvs_replication_modify_authorization(HvsCall *call);
guint32 hvs_replication_remove_authorization(HvsCall *call);
guint32 hvs_replication_set_authorization(HvsCall *call);

/* sim_replication_network.c */
guint32 hvs_replication_set_network(HvsCall *call);

G_END_DECLS
