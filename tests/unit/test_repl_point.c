/* test_repl_point.c: which settings objects are recovery points
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_point.h"

typedef struct {
    const char *name;
    const char *type; /* VirtualSystemType, msvm-virtualsystemsettingdata.md */
    const char *kind; /* NULL: no snapshot at all */
} Case;

/* clang-format off */
static const Case cases[] = {
    { "realized",         "Microsoft:Hyper-V:System:Realized",                          NULL },
    { "planned-vm",       "Microsoft:Hyper-V:System:Planned",                           NULL },
    { "replica-settings", "Microsoft:Hyper-V:Replica",                                  NULL },
    { "checkpoint",       "Microsoft:Hyper-V:Snapshot:Realized",                        "checkpoint" },
    { "backup",           "Microsoft:Hyper-V:Snapshot:Recovery",                        "checkpoint" },
    { "planned",          "Microsoft:Hyper-V:Snapshot:Planned",                         "checkpoint" },
    { "missing",          "Microsoft:Hyper-V:Snapshot:Missing",                         "checkpoint" },
    { "standard",         "Microsoft:Hyper-V:Snapshot:Replica:Standard",                "standard" },
    { "application",      "Microsoft:Hyper-V:Snapshot:Replica:ApplicationConsistent",   "application-consistent" },
    { "planned-failover", "Microsoft:Hyper-V:Snapshot:Replica:PlannedFailover",         "planned" },
    { "unheard-of",       "Microsoft:Hyper-V:Snapshot:Replica:Quantum",                 "checkpoint" },
    { "longer",           "Microsoft:Hyper-V:Snapshot:Replica:StandardX",               "checkpoint" },
    { "cut-off",          "Microsoft:Hyper-V:Snapshot",                                 NULL },
    { "empty",            "",                                                           NULL },
    { "null",             NULL,                                                         NULL },
};
/* clang-format on */

static void
test_type(gconstpointer data)
{
    const Case *c = data;
    HvrReplPointKind kind = HVR_POINT_PLANNED;

    g_assert_cmpint(hvr_repl_point_kind_from_type(c->type, &kind), ==, c->kind != NULL);
    if (c->kind != NULL)
        g_assert_cmpstr(hvr_repl_point_kind_get_name(kind), ==, c->kind);
    else
        g_assert_cmpint(kind, ==, HVR_POINT_PLANNED);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/repl/point/type/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_type);
    }

    return g_test_run();
}
