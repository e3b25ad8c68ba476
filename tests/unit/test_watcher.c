/* test_watcher.c: how long a host is left alone, what it is asked next, and versions of Windows
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "watcher.h"

#include "host_facts.h"
#include "hvr_error.h"
#include "inventory_refresh.h"

typedef struct {
    const char *name;
    guint n_failures;
    HvrErrorCode code;
    guint seconds;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "first",      1,          HVR_ERROR_UNREACHABLE, 1 },
    { "second",     2,          HVR_ERROR_UNREACHABLE, 2 },
    { "third",      3,          HVR_ERROR_LOST,        4 },
    { "fifth",      5,          HVR_ERROR_TIMEOUT,     16 },
    { "sixth",      6,          HVR_ERROR_UNREACHABLE, 30 },
    { "for-ever",   G_MAXUINT,  HVR_ERROR_UNREACHABLE, 30 },
    { "locked-out", 1,          HVR_ERROR_AUTH,        30 },
};
/* clang-format on */

static void
test_delay(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GError) error = g_error_new_literal(HVR_ERROR, c->code, "x");

    g_assert_cmpint(hvr_watcher_get_delay(c->n_failures, error), ==,
                    c->seconds * G_TIME_SPAN_SECOND);
}

typedef struct {
    const char *name;
    const char *version;
    guint64 expect;
} Version;

/* clang-format off */
static const Version versions[] = {
    { "2022",    "10.0.20348", 1000020348 },
    { "2012-r2", "6.3.9600",   603009600 },
    { "four",    "10.0.17763.1", 1000017763 },
    { "two",     "10.0",       0 },
    { "empty",   "",           0 },
    { "null",    NULL,         0 },
};
/* clang-format on */

static void
test_version(gconstpointer data)
{
    const Version *c = data;

    g_assert_cmpuint(hvr_host_facts_parse_version(c->version), ==, c->expect);
}

/* Milliseconds: without events a look each 5 s, with events each 60 s, 250 ms while
 * somebody waits, unless said otherwise. */
typedef struct {
    const char *name;
    gboolean has_events;
    gboolean is_busy;
    guint idle_interval;
    guint resync_interval;
    guint busy_interval;
    guint expect[HVR_WATCHER_N_NAPS]; /* deaf, for hints that matter, for all hints */
} Plan;

/* clang-format off */
static const Plan plans[] = {
    { "polls",        FALSE, FALSE, 5000, 60000, 250,   { 250, 4750, 0 } },
    { "is-told",      TRUE,  FALSE, 5000, 60000, 250,   { 250, 4750, 55000 } },
    { "busy",         FALSE, TRUE,  5000, 60000, 250,   { 250, 0, 0 } },
    { "told-busy",    TRUE,  TRUE,  5000, 60000, 250,   { 250, 0, 0 } },
    { "fast",         TRUE,  FALSE, 50,   60000, 250,   { 250, 0, 59750 } },
    { "fast-polls",   FALSE, FALSE, 50,   60000, 250,   { 50, 0, 0 } },
    { "never-sure",   TRUE,  FALSE, 5000, 1000,  250,   { 250, 750, 0 } },
    { "always-slow",  TRUE,  FALSE, 5000, 1000,  10000, { 1000, 0, 0 } },
};
/* clang-format on */

static void
test_plan(gconstpointer data)
{
    static const HvrHint wakes[] = { HVR_N_HINTS, HVR_HINT_NOW, HVR_HINT_LATER };
    const Plan *c = data;
    HvrWatcherNap naps[HVR_WATCHER_N_NAPS];
    HvrHostConfig config = {
        .idle_interval = c->idle_interval * G_TIME_SPAN_MILLISECOND,
        .resync_interval = c->resync_interval * G_TIME_SPAN_MILLISECOND,
        .busy_interval = c->busy_interval * G_TIME_SPAN_MILLISECOND,
    };

    hvr_watcher_plan(&config, c->has_events, c->is_busy, naps);
    for (guint i = 0; i < G_N_ELEMENTS(naps); i++) {
        g_assert_cmpint(naps[i].span, ==, c->expect[i] * G_TIME_SPAN_MILLISECOND);
        g_assert_cmpint(naps[i].wakes, ==, wakes[i]);
    }
}

/* Seconds: when each was refreshed last, and when that is looked at. */
typedef struct {
    const char *name;
    guint state;
    guint settings;
    guint devices;
    guint now;
    guint interval;
    HvrInventoryMoment moment;
    HvrInventoryRefresh expect;
} Choice;

#define TOLD     HVR_INVENTORY_TOLD
#define RESTED   HVR_INVENTORY_RESTED
#define WOKEN    HVR_INVENTORY_WOKEN
#define STATE    HVR_INVENTORY_STATE
#define SETTINGS HVR_INVENTORY_SETTINGS
#define DEVICES  HVR_INVENTORY_DEVICES
#define SLEEP    HVR_INVENTORY_N_REFRESHES

/* clang-format off */
static const Choice choices[] = {
    /* Every 5 s, one at a time. */
    { "told",                  95,  50, 50, 95,  5,   TOLD,   SLEEP },
    { "told-overdue",          110, 50, 50, 110, 5,   TOLD,   SLEEP },
    { "rested",                95,  50, 50, 100, 5,   RESTED, STATE },
    { "rested-almost",         104, 50, 50, 109, 5,   RESTED, STATE },
    { "rested-overdue",        105, 50, 50, 110, 5,   RESTED, SETTINGS },
    { "in-between",            105, 110, 50, 115, 5,  RESTED, STATE },
    { "rested-second",         115, 110, 50, 120, 5,  RESTED, DEVICES },
    { "all-made",              115, 110, 120, 125, 5, RESTED, STATE },
    { "as-made",               50,  50, 50, 110, 5,   RESTED, SETTINGS },
    { "state-was-first",       49,  50, 50, 110, 5,   RESTED, STATE },
    { "devices-are-older",     105, 50, 49, 110, 5,   RESTED, DEVICES },
    { "woken-overdue",         105, 50, 50, 108, 5,   WOKEN,  STATE },
    { "slow",                  109, 50, 50, 168, 59,  RESTED, SETTINGS },
    /* Every minute, all together. */
    { "resync-told",           100, 50, 51, 100, 60,  TOLD,   SLEEP },
    { "resync-told-overdue",   110, 50, 51, 110, 60,  TOLD,   SETTINGS },
    { "resync-told-second",    110, 111, 51, 111, 60, TOLD,   DEVICES },
    { "resync-told-all",       110, 111, 112, 112, 60, TOLD,  SLEEP },
    { "resync-rested",         110, 111, 112, 172, 60, RESTED, STATE },
    { "resync-woken",          110, 111, 112, 172, 60, WOKEN, STATE },
    { "hourly",                0,   1,  2,  3600, 3600, RESTED, STATE },
};
/* clang-format on */

static void
test_choose(gconstpointer data)
{
    const Choice *c = data;
    gint64 times[] = {
        [STATE] = c->state * G_TIME_SPAN_SECOND,
        [SETTINGS] = c->settings * G_TIME_SPAN_SECOND,
        [DEVICES] = c->devices * G_TIME_SPAN_SECOND,
    };

    g_assert_cmpint(hvr_inventory_refresh_choose(times, c->now * G_TIME_SPAN_SECOND,
                                                 c->interval * G_TIME_SPAN_SECOND, c->moment),
                    ==, c->expect);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/watcher/delay/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_delay);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(versions); i++) {
        g_autofree char *path = g_strconcat("/host/facts/version/", versions[i].name, NULL);

        g_test_add_data_func(path, &versions[i], test_version);
    }

    for (gsize i = 0; i < G_N_ELEMENTS(plans); i++) {
        g_autofree char *path = g_strconcat("/watcher/plan/", plans[i].name, NULL);

        g_test_add_data_func(path, &plans[i], test_plan);
    }

    for (gsize i = 0; i < G_N_ELEMENTS(choices); i++) {
        g_autofree char *path = g_strconcat("/inventory/refresh/choose/", choices[i].name, NULL);

        g_test_add_data_func(path, &choices[i], test_choose);
    }

    return g_test_run();
}
