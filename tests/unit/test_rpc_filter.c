/* test_rpc_filter.c: which domains and snapshots a list's flags ask for
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>

#include "repl_point.h"
#include "rpc_filter.h"

#define GUID "11111111-1111-4111-8111-111111111111"

typedef struct {
    const char *name;
    int state;
    gboolean is_saved;
    gboolean autostart;
    gboolean has_snapshot;
    guint flags;
    gboolean listed;
} DomainCase;

/* clang-format off */
static const DomainCase domains[] = {
    /* name                  state                  saved  auto   snap   flags   listed */
    { "no-flags",            VIR_DOMAIN_SHUTOFF,    FALSE, FALSE, FALSE, 0,      TRUE },
    { "active",              VIR_DOMAIN_RUNNING,    FALSE, FALSE, FALSE, 1,      TRUE },
    { "active-not-off",      VIR_DOMAIN_SHUTOFF,    FALSE, FALSE, FALSE, 1,      FALSE },
    { "active-paused",       VIR_DOMAIN_PAUSED,     FALSE, FALSE, FALSE, 1,      TRUE },
    { "inactive",            VIR_DOMAIN_SHUTOFF,    FALSE, FALSE, FALSE, 2,      TRUE },
    { "inactive-not-on",     VIR_DOMAIN_RUNNING,    FALSE, FALSE, FALSE, 2,      FALSE },
    { "all",                 VIR_DOMAIN_SHUTOFF,    FALSE, FALSE, FALSE, 3,      TRUE },
    { "persistent",          VIR_DOMAIN_RUNNING,    FALSE, FALSE, FALSE, 4,      TRUE },
    { "transient",           VIR_DOMAIN_RUNNING,    FALSE, FALSE, FALSE, 8,      FALSE },
    { "running",             VIR_DOMAIN_RUNNING,    FALSE, FALSE, FALSE, 16,     TRUE },
    { "running-not-paused",  VIR_DOMAIN_PAUSED,     FALSE, FALSE, FALSE, 16,     FALSE },
    { "paused",              VIR_DOMAIN_PAUSED,     FALSE, FALSE, FALSE, 32,     TRUE },
    { "shutoff",             VIR_DOMAIN_SHUTOFF,    FALSE, FALSE, FALSE, 64,     TRUE },
    { "other",               VIR_DOMAIN_SHUTDOWN,   FALSE, FALSE, FALSE, 128,    TRUE },
    { "other-unknown",       VIR_DOMAIN_NOSTATE,    FALSE, FALSE, FALSE, 128,    TRUE },
    { "other-not-running",   VIR_DOMAIN_RUNNING,    FALSE, FALSE, FALSE, 128,    FALSE },
    { "paused-or-shutoff",   VIR_DOMAIN_PAUSED,     FALSE, FALSE, FALSE, 96,     TRUE },
    { "managedsave",         VIR_DOMAIN_SHUTOFF,    TRUE,  FALSE, FALSE, 256,    TRUE },
    { "managedsave-not",     VIR_DOMAIN_SHUTOFF,    FALSE, FALSE, FALSE, 256,    FALSE },
    { "no-managedsave",      VIR_DOMAIN_SHUTOFF,    FALSE, FALSE, FALSE, 512,    TRUE },
    { "no-managedsave-not",  VIR_DOMAIN_SHUTOFF,    TRUE,  FALSE, FALSE, 512,    FALSE },
    { "autostart",           VIR_DOMAIN_SHUTOFF,    FALSE, TRUE,  FALSE, 1024,   TRUE },
    { "autostart-not",       VIR_DOMAIN_SHUTOFF,    FALSE, FALSE, FALSE, 1024,   FALSE },
    { "no-autostart",        VIR_DOMAIN_SHUTOFF,    FALSE, FALSE, FALSE, 2048,   TRUE },
    { "snapshot",            VIR_DOMAIN_SHUTOFF,    FALSE, FALSE, TRUE,  4096,   TRUE },
    { "snapshot-not",        VIR_DOMAIN_SHUTOFF,    FALSE, FALSE, FALSE, 4096,   FALSE },
    { "no-snapshot",         VIR_DOMAIN_SHUTOFF,    FALSE, FALSE, FALSE, 8192,   TRUE },
    { "no-snapshot-not",     VIR_DOMAIN_SHUTOFF,    FALSE, FALSE, TRUE,  8192,   FALSE },
    { "checkpoint",          VIR_DOMAIN_SHUTOFF,    FALSE, FALSE, TRUE,  16384,  FALSE },
    { "no-checkpoint",       VIR_DOMAIN_SHUTOFF,    FALSE, FALSE, TRUE,  32768,  TRUE },
    { "all-with-snapshot",   VIR_DOMAIN_RUNNING,    FALSE, FALSE, TRUE,  4099,   TRUE },
    { "groups-are-anded",    VIR_DOMAIN_RUNNING,    FALSE, FALSE, FALSE, 4097,   FALSE },
};
/* clang-format on */

static HvrDomain *
domain_new(guint n_snapshots)
{
    HvrDomain *domain = hvr_domain_new(GUID, "web01");

    for (guint i = 0; i < n_snapshots; i++) {
        HvrSnapshot *snapshot =
            hvr_snapshot_new("id", "title", HVR_POINT_STANDARD, 1767225600 + 3600 * i);

        g_free(snapshot->name);
        snapshot->name = g_strdup_printf("rp-%u", i);
        g_free(snapshot->parent);
        snapshot->parent = i > 0 ? g_strdup_printf("rp-%u", i - 1) : NULL;
        g_ptr_array_add(domain->snapshots, snapshot);
    }

    return domain;
}

static void
test_domain(gconstpointer data)
{
    const DomainCase *c = data;
    g_autoptr(HvrDomain) domain = domain_new(c->has_snapshot ? 1 : 0);

    domain->state = c->state;
    domain->id = c->state == VIR_DOMAIN_SHUTOFF || c->state == VIR_DOMAIN_NOSTATE ? -1 : 7;
    domain->is_saved = c->is_saved;
    domain->autostart = c->autostart;
    g_assert_cmpint(hvr_rpc_filter_has_domain(domain, c->flags), ==, c->listed);
}

typedef struct {
    const char *name;
    guint index; /* of two: the first is the second's parent */
    gboolean has_memory;
    guint flags;
    gboolean listed;
} SnapshotCase;

/* clang-format off */
static const SnapshotCase snapshots[] = {
    { "no-flags",       0, FALSE, 0,    TRUE },
    { "metadata",       0, FALSE, 2,    FALSE },
    { "leaves",         1, FALSE, 4,    TRUE },
    { "leaves-not",     0, FALSE, 4,    FALSE },
    { "no-leaves",      0, FALSE, 8,    TRUE },
    { "no-leaves-not",  1, FALSE, 8,    FALSE },
    { "no-metadata",    0, FALSE, 16,   TRUE },
    { "inactive",       0, FALSE, 32,   TRUE },
    { "inactive-not",   0, TRUE,  32,   FALSE },
    { "active",         0, TRUE,  64,   TRUE },
    { "active-not",     0, FALSE, 64,   FALSE },
    { "disk-only",      0, TRUE,  128,  FALSE },
    { "internal",       0, FALSE, 256,  TRUE },
    { "external",       0, FALSE, 512,  FALSE },
    { "topological",    0, FALSE, 1024, TRUE },
};
/* clang-format on */

static void
test_snapshot(gconstpointer data)
{
    const SnapshotCase *c = data;
    g_autoptr(HvrDomain) domain = domain_new(2);
    HvrSnapshot *snapshot = g_ptr_array_index(domain->snapshots, c->index);

    snapshot->has_memory = c->has_memory;
    g_assert_cmpint(hvr_rpc_filter_has_snapshot(domain, snapshot, c->flags), ==, c->listed);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(domains); i++) {
        g_autofree char *path = g_strconcat("/rpc/filter/domain/", domains[i].name, NULL);

        g_test_add_data_func(path, &domains[i], test_domain);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(snapshots); i++) {
        g_autofree char *path = g_strconcat("/rpc/filter/snapshot/", snapshots[i].name, NULL);

        g_test_add_data_func(path, &snapshots[i], test_snapshot);
    }

    return g_test_run();
}
