/* sim_replication_call.h: what all replication methods check, in the same order
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Parameters (32773, 32776), the VM (32777), mode and state (32775), other work
 * on the VM (32774), then the values of embedded settings (32773).  The order
 * is inferred.  What the partner says comes later, in the job.
 */

#pragma once

#include "sim_replication_relationship.h"

G_BEGIN_DECLS

/**
 * hvs_call_read:
 * @type: (nullable): class of the embedded instance in @parameter
 * @out_given: (transfer full) (nullable): that instance
 *
 * Every method's ComputerSystem, and for most an instance.
 *
 * Returns: 0, 32773, 32776 or 32777
 */
guint32 hvs_call_read(HvsCall *call,
                      HvsVm **out_vm,
                      const HvrWmiClass *type,
                      const char *parameter,
                      gpointer *out_given);

/** hvs_call_get_text: (nullable): a string parameter */
const char *hvs_call_get_text(const HvsCall *call, const char *parameter);

/**
 * hvs_call_read_index:
 * @given: (type Msvm_ReplicationRelationship): one that a caller sent
 *
 * Returns: 0, or 32773 if it is none of @vm
 */
guint32 hvs_call_read_index(const HvsVm *vm, gconstpointer given, guint *out_index);

/**
 * hvs_call_read_relationship:
 * @out_index: which of the VM's two the ReplicationRelationship parameter names
 *
 * Returns: 0, 32773, 32776 or 32777
 */
guint32 hvs_call_read_relationship(HvsCall *call, HvsVm **out_vm, guint *out_index);

/**
 * hvs_call_read_start:
 * @out_when: the StartTime parameter, 0 for now
 *
 * Returns: 0, or 32773 if it is more than seven days ahead
 */
guint32 hvs_call_read_start(const HvsCall *call, gint64 *out_when);

/** hvs_call_admit: 0, 32775 or 32774 */
guint32 hvs_call_admit(const HvsRelationship *relationship, HvsOperation operation);

/** hvs_call_is_busy: whether a job holds @vm; a transfer does not */
gboolean hvs_call_is_busy(const HvsVm *vm);

/** hvs_call_answer: 4096 with @job, or 0 where methods start no jobs: then it runs unseen */
guint32 hvs_call_answer(HvsCall *call, HvsJob *job);

/** hvs_call_is_path: an absolute Windows path */
gboolean hvs_call_is_path(const char *text);

G_END_DECLS
