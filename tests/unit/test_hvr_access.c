/* test_hvr_access.c: what one must be allowed to do
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_access.h"

/* clang-format off */
static const struct {
    HvrAccess access;
    const char *name;
    gboolean is_write;
} cases[] = {
    { HVR_ACCESS_ANYBODY,       "anybody",       FALSE },
    { HVR_ACCESS_ANYTIME,       "anytime",       FALSE },
    { HVR_ACCESS_READ,          "read",          FALSE },
    { HVR_ACCESS_MANAGE,        "manage",        TRUE },
    { HVR_ACCESS_CONFIGURE,     "configure",     TRUE },
    { HVR_ACCESS_TEST_FAILOVER, "test-failover", TRUE },
    { HVR_ACCESS_FAILOVER,      "failover",      TRUE },
    { HVR_ACCESS_COMMIT,        "commit",        TRUE },
};
/* clang-format on */

static void
test_all(void)
{
    g_assert_cmpuint(G_N_ELEMENTS(cases), ==, HVR_N_ACCESSES);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_cmpstr(hvr_access_get_name(cases[i].access), ==, cases[i].name);
        g_assert_cmpint(hvr_access_is_write(cases[i].access), ==, cases[i].is_write);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/hvr/access/all", test_all);

    return g_test_run();
}
