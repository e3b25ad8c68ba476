/* checkpoint_call.h: one call of a host's snapshot service
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor; run by workers.
 */

#pragma once

#include "wmi_session.h"

G_BEGIN_DECLS

typedef enum {
    HVR_CHECKPOINT_CREATE,
    HVR_CHECKPOINT_DESCRIBE,
    HVR_CHECKPOINT_APPLY,
    HVR_CHECKPOINT_DESTROY,
    HVR_CHECKPOINT_DESTROY_TREE,
} HvrCheckpointVerb;

/**
 * HvrCheckpointCall:
 * @id: the machine's GUID to create one, else the checkpoint's InstanceID
 * @has_memory: CREATE: not of the disks alone
 * @is_quiesced: CREATE: consistent for applications
 * @name: (nullable): DESCRIBE
 * @description: (nullable): DESCRIBE
 */
typedef struct {
    HvrCheckpointVerb verb;
    char *id;
    gboolean has_memory;
    gboolean is_quiesced;
    char *name;
    char *description;
} HvrCheckpointCall;

HvrCheckpointCall *hvr_checkpoint_call_new(HvrCheckpointVerb verb, const char *id);
void hvr_checkpoint_call_free(gpointer call);

/** hvr_checkpoint_call_run: an HvrWorkRun: (transfer full) (nullable): InstanceID of the job */
gpointer hvr_checkpoint_call_run(HvrWmiSession *session,
                                 gpointer call,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
