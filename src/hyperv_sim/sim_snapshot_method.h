/* sim_snapshot_method.h: methods of Msvm_VirtualSystemSnapshotService
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_cim.h"

G_BEGIN_DECLS

/* HvsCimInvokes. */
guint32 hvs_snapshot_create(HvsCall *call);
guint32 hvs_snapshot_apply(HvsCall *call);
guint32 hvs_snapshot_destroy(HvsCall *call);
guint32 hvs_snapshot_destroy_tree(HvsCall *call);

G_END_DECLS
