/* test_repl_state.c: every number that a host may send has a name
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_state.h"

/* By msvm-replicationrelationship.md's numbers; clients of the pass-through
 * channel read these words. */
/* clang-format off */
static const char *const states[] = {
    "disabled", "ready", "initial-replication", "replicating", "prepared", "failed-over", "committed",
    "suspended", "critical", "resync-required", "resynchronizing", "resync-suspended", "failing-over",
    "failing-back", "failed-back", "updating-disks", "disk-update-critical", "unknown", "repurposing",
    "prepared-for-sync", "prepared-for-group-reverse", "fire-drill",
};
static const char *const modes[] = { "none", "primary", "replica", "test", "extended" };
static const char *const healths[] = { "none", "ok", "warning", "critical" };
static const char *const kinds[] = { "none", "standard", "application-consistent", "planned" };
/* clang-format on */

typedef struct {
    const char *name;
    const char *(*get)(guint number);
    const char *const *words;
    guint n_words;
} Case;

static const Case cases[] = {
    { "state", hvr_repl_state_get_name, states, G_N_ELEMENTS(states) },
    { "mode", hvr_repl_mode_get_name, modes, G_N_ELEMENTS(modes) },
    { "health", hvr_repl_health_get_name, healths, G_N_ELEMENTS(healths) },
    { "kind", hvr_repl_kind_get_name, kinds, G_N_ELEMENTS(kinds) },
};

static void
test_names(gconstpointer data)
{
    const Case *c = data;

    for (guint i = 0; i <= G_MAXUINT16 + 1; i++)
        g_assert_cmpstr(c->get(i), ==, i < c->n_words ? c->words[i] : "unknown");
    g_assert_cmpstr(c->get(G_MAXUINT), ==, "unknown");
}

/* Of all that a host may send, one health is good, and one role and one state are
 * those of a machine that has nothing to do with replication. */
static void
test_good(void)
{
    for (guint i = 0; i <= G_MAXUINT16; i++) {
        g_assert_true(g_str_equal(hvr_repl_health_get_name(i), "ok") == (i == 1));
        g_assert_true(g_str_equal(hvr_repl_health_get_name(i), "none") == (i == 0));
        g_assert_true(g_str_equal(hvr_repl_mode_get_name(i), "none") == (i == 0));
        g_assert_true(g_str_equal(hvr_repl_state_get_name(i), "replicating") == (i == 3));
        g_assert_true(g_str_equal(hvr_repl_state_get_name(i), "disabled") == (i == 0));
    }
}

static void
test_titles(void)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < HVR_REPL_N_STATES; i++)
        g_assert_true(g_hash_table_add(seen, (char *)hvr_repl_state_get_title(i)));
    g_assert_cmpstr(hvr_repl_state_get_title(8), ==, "Stopped by an error");
    g_assert_cmpstr(hvr_repl_state_get_title(22), ==, "Unknown");
    g_assert_cmpstr(hvr_repl_state_get_title(65535), ==, "Unknown");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_assert_cmpuint(G_N_ELEMENTS(states), ==, HVR_REPL_N_STATES);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/repl/state/names/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_names);
    }
    g_test_add_func("/repl/state/good", test_good);
    g_test_add_func("/repl/state/titles", test_titles);

    return g_test_run();
}
