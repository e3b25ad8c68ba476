/* repl_point.h: recovery points and checkpoints
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    HVR_POINT_CHECKPOINT,  /* an ordinary checkpoint, or any other snapshot type */
    HVR_POINT_STANDARD,    /* recovery point, crash-consistent */
    HVR_POINT_APPLICATION, /* recovery point, application-consistent (VSS) */
    HVR_POINT_PLANNED,     /* recovery point of a planned failover */
} HvrReplPointKind;

/** hvr_repl_point_kind_get_name: "checkpoint", "standard", "application-consistent", "planned" */
const char *hvr_repl_point_kind_get_name(HvrReplPointKind kind);

/** hvr_repl_point_kind_from_type: from a VirtualSystemType; FALSE if that is no snapshot at all */
gboolean hvr_repl_point_kind_from_type(const char *virtual_system_type, HvrReplPointKind *out_kind);

G_END_DECLS
