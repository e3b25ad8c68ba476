/* test_mailbox.c: what wakes a watcher, and what does not
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "mailbox.h"

typedef struct {
    const char *name;
    HvrHint before; /* comes before the sleeper lies down */
    HvrHint wakes;
    HvrHint during;
    gboolean sleeps;
    gboolean is_woken;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "nothing",           HVR_HINT_NONE,  HVR_HINT_NOW,   HVR_HINT_NONE,  TRUE,  FALSE },
    { "now-wakes",         HVR_HINT_NONE,  HVR_HINT_NOW,   HVR_HINT_NOW,   TRUE,  TRUE },
    { "full-wakes",        HVR_HINT_NONE,  HVR_HINT_NOW,   HVR_HINT_FULL,  TRUE,  TRUE },
    { "later-waits",       HVR_HINT_NONE,  HVR_HINT_NOW,   HVR_HINT_LATER, TRUE,  FALSE },
    { "later-wakes",       HVR_HINT_NONE,  HVR_HINT_LATER, HVR_HINT_LATER, TRUE,  TRUE },
    { "full-waits",        HVR_HINT_NONE,  HVR_N_HINTS,    HVR_HINT_FULL,  TRUE,  FALSE },
    { "came-before",       HVR_HINT_NOW,   HVR_HINT_NOW,   HVR_HINT_NONE,  FALSE, FALSE },
    { "came-but-can-wait", HVR_HINT_LATER, HVR_HINT_NOW,   HVR_HINT_NONE,  TRUE,  FALSE },
};
/* clang-format on */

static void
test_hint(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(HvrMailbox) mailbox = hvr_mailbox_new();
    g_autoptr(GCancellable) wake = NULL;

    hvr_mailbox_hint(mailbox, c->before);
    wake = hvr_mailbox_prepare_sleep(mailbox, 0, c->wakes);
    g_assert_cmpint(wake != NULL, ==, c->sleeps);
    hvr_mailbox_hint(mailbox, c->during);
    if (wake != NULL)
        g_assert_cmpint(g_cancellable_is_cancelled(wake), ==, c->is_woken);
}

/* Many hints are one, as urgent as the most urgent; a look settles them all. */
static void
test_begin(void)
{
    g_autoptr(HvrMailbox) mailbox = hvr_mailbox_new();
    g_autoptr(GHashTable) owners = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    HvrHint hint;

    hvr_mailbox_hint(mailbox, HVR_HINT_NOW);
    hvr_mailbox_hint(mailbox, HVR_HINT_FULL);
    hvr_mailbox_hint(mailbox, HVR_HINT_LATER);
    hvr_mailbox_tell(mailbox, "job-1", "VM-1");
    g_assert_cmpuint(hvr_mailbox_want(mailbox), ==, 1);
    g_assert_cmpuint(hvr_mailbox_want(mailbox), ==, 2);
    g_assert_cmpuint(hvr_mailbox_begin(mailbox, owners, &hint), ==, 2);
    g_assert_cmpint(hint, ==, HVR_HINT_FULL);
    g_assert_cmpstr(g_hash_table_lookup(owners, "job-1"), ==, "VM-1");
    g_assert_cmpuint(hvr_mailbox_begin(mailbox, owners, &hint), ==, 2);
    g_assert_cmpint(hint, ==, HVR_HINT_NONE);
}

/* A wish wakes whoever sleeps, however deep, and keeps whoever has not heard it awake. */
static void
test_want(void)
{
    g_autoptr(HvrMailbox) mailbox = hvr_mailbox_new();
    g_autoptr(GCancellable) wake = hvr_mailbox_prepare_sleep(mailbox, 0, HVR_N_HINTS);

    g_assert_cmpuint(hvr_mailbox_want(mailbox), ==, 1);
    g_assert_true(g_cancellable_is_cancelled(wake));
    g_assert_null(hvr_mailbox_prepare_sleep(mailbox, 0, HVR_N_HINTS));
}

static void
test_flow(void)
{
    g_autoptr(HvrMailbox) mailbox = hvr_mailbox_new();
    g_autoptr(GHashTable) owners = g_hash_table_new(g_str_hash, g_str_equal);
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;
    HvrHint hint;

    g_assert_false(hvr_mailbox_get_flow(mailbox, &before));
    g_assert_cmpstr(before, ==, "nobody has subscribed to them");
    hvr_mailbox_set_flow(mailbox, NULL);
    g_assert_true(hvr_mailbox_get_flow(mailbox, NULL));
    hvr_mailbox_begin(mailbox, owners, &hint);
    g_assert_cmpint(hint, ==, HVR_HINT_FULL);

    /* The watcher has slept as if events came: somebody has to look. */
    hvr_mailbox_set_flow(mailbox, "the connection broke");
    g_assert_false(hvr_mailbox_get_flow(mailbox, &after));
    g_assert_cmpstr(after, ==, "the connection broke");
    hvr_mailbox_begin(mailbox, owners, &hint);
    g_assert_cmpint(hint, ==, HVR_HINT_NOW);

    /* Once is enough. */
    hvr_mailbox_set_flow(mailbox, "nobody answers");
    hvr_mailbox_begin(mailbox, owners, &hint);
    g_assert_cmpint(hint, ==, HVR_HINT_NONE);
}

static void
test_reachable(void)
{
    g_autoptr(HvrMailbox) mailbox = hvr_mailbox_new();
    guint64 windows;

    hvr_mailbox_set_reachable(mailbox, TRUE, 1000020348);
    g_assert_true(hvr_mailbox_await_reachable(mailbox, &windows));
    g_assert_cmpuint(windows, ==, 1000020348);
    hvr_mailbox_stop(mailbox);
    g_assert_false(hvr_mailbox_await_reachable(mailbox, &windows));
}

static gpointer
await(gpointer data)
{
    guint64 windows;

    return GINT_TO_POINTER(hvr_mailbox_await_reachable(data, &windows));
}

/* Nobody waits for a host that is being closed. */
static void
test_stop(void)
{
    g_autoptr(HvrMailbox) mailbox = hvr_mailbox_new();
    g_autoptr(GCancellable) wake = hvr_mailbox_prepare_sleep(mailbox, 0, HVR_N_HINTS);
    GThread *thread = g_thread_new("waits", await, mailbox);

    hvr_mailbox_expect(mailbox);
    g_assert_false(hvr_mailbox_is_stopped(mailbox));
    hvr_mailbox_stop(mailbox);
    g_assert_true(hvr_mailbox_is_stopped(mailbox));
    g_assert_true(g_cancellable_is_cancelled(wake));
    g_assert_null(hvr_mailbox_prepare_sleep(mailbox, 0, HVR_N_HINTS));
    g_assert_false(hvr_mailbox_await_taken(mailbox));
    g_assert_false(GPOINTER_TO_INT(g_thread_join(thread)));
}

static void
test_taken(void)
{
    g_autoptr(HvrMailbox) mailbox = hvr_mailbox_new();

    hvr_mailbox_expect(mailbox);
    hvr_mailbox_take(mailbox, TRUE);
    g_assert_true(hvr_mailbox_await_taken(mailbox));
    hvr_mailbox_expect(mailbox);
    hvr_mailbox_take(mailbox, FALSE);
    g_assert_false(hvr_mailbox_await_taken(mailbox));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/mailbox/begin", test_begin);
    g_test_add_func("/mailbox/want", test_want);
    g_test_add_func("/mailbox/flow", test_flow);
    g_test_add_func("/mailbox/reachable", test_reachable);
    g_test_add_func("/mailbox/stop", test_stop);
    g_test_add_func("/mailbox/taken", test_taken);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/mailbox/hint/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_hint);
    }

    return g_test_run();
}
