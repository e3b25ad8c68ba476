/* test_repl_leg.c: InstanceIDs of relationships
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_leg.h"

#define GUID "6DDC63C1-0135-40CA-B998-A606D91080E9"

typedef struct {
    const char *name;
    const char *id;
    const char *vm; /* NULL: no relationship */
    guint index;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "primary",    "Microsoft:" GUID "\\HVR\\0",   GUID, 0 },
    { "extended",   "Microsoft:" GUID "\\HVR\\1",   GUID, 1 },
    { "2012",       "Microsoft:" GUID "\\HVR",      GUID, 0 },
    { "lower-case", "microsoft:6ddc63c1-0135-40ca-b998-a606d91080e9\\hvr\\1", GUID, 1 },
    { "third",      "Microsoft:" GUID "\\HVR\\2",   NULL, 0 },
    { "longer",     "Microsoft:" GUID "\\HVR\\0\\", NULL, 0 },
    { "no-suffix",  "Microsoft:" GUID,              NULL, 0 },
    { "other",      "Microsoft:" GUID "\\0\\0\\D",  NULL, 0 },
    { "no-guid",    "Microsoft:\\HVR\\0",           NULL, 0 },
    { "no-prefix",  GUID "\\HVR\\0",                NULL, 0 },
    { "cut-off",    "Micro",                        NULL, 0 },
    { "empty",      "",                             NULL, 0 },
    { "null",       NULL,                           NULL, 0 },
};
/* clang-format on */

static void
test_parse(gconstpointer data)
{
    const Case *c = data;
    g_autofree char *vm = NULL;
    guint index = 7;

    g_assert_cmpint(hvr_repl_leg_parse(c->id, &vm, &index), ==, c->vm != NULL);
    g_assert_cmpstr(vm, ==, c->vm);
    g_assert_cmpuint(index, ==, c->vm != NULL ? c->index : 7);
}

static void
test_format(void)
{
    g_autofree char *primary = hvr_repl_leg_format(GUID, 0);
    g_autofree char *extended = hvr_repl_leg_format(GUID, 1);
    g_autofree char *single = hvr_repl_leg_format_single(GUID);

    g_assert_cmpstr(primary, ==, "Microsoft:6DDC63C1-0135-40CA-B998-A606D91080E9\\HVR\\0");
    g_assert_cmpstr(extended, ==, "Microsoft:6DDC63C1-0135-40CA-B998-A606D91080E9\\HVR\\1");
    g_assert_cmpstr(single, ==, "Microsoft:6DDC63C1-0135-40CA-B998-A606D91080E9\\HVR");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/repl/leg/parse/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_parse);
    }
    g_test_add_func("/repl/leg/format", test_format);

    return g_test_run();
}
