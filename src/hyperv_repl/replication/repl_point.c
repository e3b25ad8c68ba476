/* repl_point.c: recovery points and checkpoints
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_point.h"

#define SNAPSHOT "Microsoft:Hyper-V:Snapshot:"

/* msvm-virtualsystemsettingdata.md, VirtualSystemType. */
/* clang-format off */
static const struct {
    const char *name;
    const char *type; /* NULL: whatever else is a snapshot */
} kinds[] = {
    [HVR_POINT_CHECKPOINT]  = { "checkpoint",             NULL },
    [HVR_POINT_STANDARD]    = { "standard",               SNAPSHOT "Replica:Standard" },
    [HVR_POINT_APPLICATION] = { "application-consistent", SNAPSHOT "Replica:ApplicationConsistent" },
    [HVR_POINT_PLANNED]     = { "planned",                SNAPSHOT "Replica:PlannedFailover" },
};
/* clang-format on */

const char *
hvr_repl_point_kind_get_name(HvrReplPointKind kind)
{
    return (guint)kind < G_N_ELEMENTS(kinds) ? kinds[kind].name : "unknown";
}

gboolean
hvr_repl_point_kind_from_type(const char *virtual_system_type, HvrReplPointKind *out_kind)
{
    if (virtual_system_type == NULL || !g_str_has_prefix(virtual_system_type, SNAPSHOT))
        return FALSE;

    *out_kind = HVR_POINT_CHECKPOINT;
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (g_strcmp0(kinds[i].type, virtual_system_type) == 0)
            *out_kind = i;
    }

    return TRUE;
}
