/* host_checkpoint.h: checkpoints made, applied and removed
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Recovery points are Hyper-V Replica's own and are refused by all of these.
 */

#pragma once

#include "checkpoint.h"
#include "host.h"

G_BEGIN_DECLS

/**
 * hvr_host_create_checkpoint_async:
 * @checkpoint: (transfer full)
 *
 * Ends when it can be seen, by the name that was asked for.
 */
void hvr_host_create_checkpoint_async(HvrHost *host,
                                      HvrDomain *domain,
                                      HvrCheckpoint *checkpoint,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/** hvr_host_create_checkpoint_finish: (transfer full): the name of the new snapshot */
char *hvr_host_create_checkpoint_finish(GAsyncResult *result, GError **error);

/**
 * hvr_host_apply_checkpoint_async:
 * @name: of the snapshot
 * @flags: virDomainSnapshotRevertFlags
 *
 * A machine that runs is turned off for it; afterwards it runs if the checkpoint
 * has its memory, or if @flags say so.  Where that breaks replication
 * %HVR_ERROR_RISKY, unless @flags force it.
 */
void hvr_host_apply_checkpoint_async(HvrHost *host,
                                     HvrDomain *domain,
                                     const char *name,
                                     guint flags,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/**
 * hvr_host_remove_checkpoint_async:
 * @flags: virDomainSnapshotDeleteFlags
 */
void hvr_host_remove_checkpoint_async(HvrHost *host,
                                      HvrDomain *domain,
                                      const char *name,
                                      guint flags,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/** hvr_host_checkpoint_finish: of the latter two */
gboolean hvr_host_checkpoint_finish(GAsyncResult *result, GError **error);

G_END_DECLS
