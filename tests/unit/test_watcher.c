/* test_watcher.c: how long a host that fails is left alone, and versions of Windows
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "watcher.h"

#include "host_facts.h"
#include "hvr_error.h"

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

    return g_test_run();
}
