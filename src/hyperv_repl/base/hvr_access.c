/* hvr_access.c: what one must be allowed to do
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_access.h"

/* clang-format off */
static const char *const names[] = {
    [HVR_ACCESS_ANYBODY]       = "anybody",
    [HVR_ACCESS_ANYTIME]       = "anytime",
    [HVR_ACCESS_READ]          = "read",
    [HVR_ACCESS_MANAGE]        = "manage",
    [HVR_ACCESS_CONFIGURE]     = "configure",
    [HVR_ACCESS_TEST_FAILOVER] = "test-failover",
    [HVR_ACCESS_FAILOVER]      = "failover",
    [HVR_ACCESS_COMMIT]        = "commit",
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(names) == HVR_N_ACCESSES);

const char *
hvr_access_get_name(HvrAccess access)
{
    g_return_val_if_fail(access < HVR_N_ACCESSES, "unknown");

    return names[access];
}

gboolean
hvr_access_is_write(HvrAccess access)
{
    return access > HVR_ACCESS_READ;
}
