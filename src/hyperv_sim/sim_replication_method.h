/* sim_replication_method.h: the methods of Msvm_ReplicationService, by file
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_job.h"
#include "sim_replication_state.h"
#include "sim_vm_method.h"

G_BEGIN_DECLS

/**
 * hvs_replication_check:
 * @relationship: (nullable): the leg it is about
 *
 * Returns: 0, or 32775 for role and state, 32774 while a job holds the VM
 */
guint32 hvs_replication_check(HvsOperation operation, HvsRelationship *relationship);

/** hvs_replication_get_outgoing: (nullable): the leg this VM sends on; extended for a replica
 * (what-s-new) */
HvsRelationship *hvs_replication_get_outgoing(const HvsVm *vm);

/** hvs_replication_get_vm: (nullable): the VM of a ComputerSystem parameter */
HvsVm *hvs_replication_get_vm(const HvsCall *call, const char *path);

/** hvs_replication_parse_leg: the leg an embedded Msvm_ReplicationRelationship means; 32773 if it
 * is none of @vm's */
guint32 hvs_replication_parse_leg(const HvsCall *call,
                                  const HvsVm *vm,
                                  const char *text,
                                  HvsRelationship **out_relationship);

/** hvs_replication_start_resync: begin to compare and send now; sim_replication_resync.c */
HvsJob *hvs_replication_start_resync(HvsRelationship *sender);

/* HvsCimInvokes. */
guint32 hvs_replication_create(HvsCall *call); /* sim_replication_create.c */
guint32 hvs_replication_modify(HvsCall *call); /* sim_replication_settings.c */
guint32 hvs_replication_remove(HvsCall *call); /* sim_replication_remove.c */
guint32 hvs_replication_remove_ex(HvsCall *call);
guint32 hvs_replication_start(HvsCall *call); /* sim_replication_initial.c */
guint32 hvs_replication_import(HvsCall *call);
guint32 hvs_replication_resynchronize(HvsCall *call); /* sim_replication_resync.c */
guint32 hvs_replication_change(HvsCall *call);        /* sim_replication_change.c */
guint32 hvs_replication_change_ex(HvsCall *call);
guint32 hvs_replication_failover(HvsCall *call); /* sim_replication_failover.c */
guint32 hvs_replication_revert(HvsCall *call);
guint32 hvs_replication_commit(HvsCall *call);
guint32 hvs_replication_failback(HvsCall *call); /* sim_replication_failback.c */
guint32 hvs_replication_promote(HvsCall *call);
guint32 hvs_replication_test(HvsCall *call);           /* sim_replication_test.c */
guint32 hvs_replication_reverse(HvsCall *call);        /* sim_replication_reverse.c */
guint32 hvs_replication_get_statistics(HvsCall *call); /* sim_replication_statistics.c */
guint32 hvs_replication_get_statistics_ex(HvsCall *call);
guint32 hvs_replication_reset_statistics(HvsCall *call);
guint32 hvs_replication_reset_statistics_ex(HvsCall *call);
guint32 hvs_replication_modify_service(HvsCall *call); /* sim_replication_service.c */
guint32 hvs_replication_test_connection(HvsCall *call);
guint32 hvs_replication_get_certificates(HvsCall *call);
guint32 hvs_replication_set_network(HvsCall *call);
guint32 hvs_replication_refuse_service(HvsCall *call);
guint32 hvs_replication_add_entry(HvsCall *call); /* sim_replication_trust.c */
guint32 hvs_replication_modify_entry(HvsCall *call);
guint32 hvs_replication_remove_entry(HvsCall *call);
guint32 hvs_replication_set_entry(HvsCall *call);

G_END_DECLS
