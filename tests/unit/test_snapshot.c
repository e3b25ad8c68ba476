/* test_snapshot.c: names of recovery points and checkpoints
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_point.h"
#include "snapshot.h"

/* 2026-05-01T03:00:00Z */
#define THREE_O_CLOCK G_GINT64_CONSTANT(1777604400)

typedef struct {
    const char *id;
    const char *title;
    HvrReplPointKind kind;
    gint64 created;
} Row;

typedef struct {
    const char *name;
    Row rows[6];
    const char *expect[6];
} Case;

/* clang-format off */
static const Case cases[] = {
    { "none", { { 0 } }, { NULL } },
    { "points-by-utc-time",
      { { "Microsoft:B", "web01 - Standard Replica - (4:00)", HVR_POINT_STANDARD,    THREE_O_CLOCK + 3600 },
        { "Microsoft:A", "web01 - Standard Replica - (3:00)", HVR_POINT_APPLICATION, THREE_O_CLOCK } },
      { "rp-2026-05-01T03:00:00Z", "rp-2026-05-01T04:00:00Z" } },
    { "same-second",
      { { "Microsoft:22222222-AAAA", "x", HVR_POINT_PLANNED,  THREE_O_CLOCK },
        { "Microsoft:11111111-AAAA", "y", HVR_POINT_STANDARD, THREE_O_CLOCK } },
      { "rp-2026-05-01T03:00:00Z", "rp-2026-05-01T03:00:00Z-22222222" } },
    { "checkpoints-keep-their-names",
      { { "Microsoft:B", "after", HVR_POINT_CHECKPOINT, 2 }, { "Microsoft:A", "before the update", HVR_POINT_CHECKPOINT, 1 } },
      { "before the update", "after" } },
    { "three-of-a-name-and-id",
      { { "Microsoft:12345678-1", "a", HVR_POINT_CHECKPOINT, 1 },
        { "Microsoft:12345678-2", "a", HVR_POINT_CHECKPOINT, 2 },
        { "Microsoft:12345678-3", "a", HVR_POINT_CHECKPOINT, 3 } },
      { "a", "a-12345678", "a-12345678-3" } },
    { "unsafe",
      { { "Microsoft:A", "../etc/x\\y\n", HVR_POINT_CHECKPOINT, 1 }, { "Microsoft:B", "", HVR_POINT_CHECKPOINT, 2 },
        { "Microsoft:C", "\xff", HVR_POINT_CHECKPOINT, 3 } },
      { "_._etc_x_y_", "checkpoint", "\xef\xbf\xbd" } },
    { "before-1970", { { "Microsoft:A", "x", HVR_POINT_STANDARD, -1 } }, { "rp-1969-12-31T23:59:59Z" } },
    { "no-time-at-all", { { "Microsoft:A", "x", HVR_POINT_STANDARD, G_MAXINT64 } }, { "rp" } },
};
/* clang-format on */

static void
test_names(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GPtrArray)
        snapshots = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_snapshot_free);
    guint n = 0;

    for (; c->rows[n].id != NULL; n++)
        g_ptr_array_add(snapshots, hvr_snapshot_new(c->rows[n].id, c->rows[n].title,
                                                    c->rows[n].kind, c->rows[n].created));

    hvr_snapshot_assign_names(snapshots);
    g_assert_cmpuint(snapshots->len, ==, n);
    for (guint i = 0; i < n; i++)
        g_assert_cmpstr(((HvrSnapshot *)snapshots->pdata[i])->name, ==, c->expect[i]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/snapshot/names/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_names);
    }

    return g_test_run();
}
