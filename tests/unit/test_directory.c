/* test_directory.c: names of one system
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "directory.h"
#include "hvr_error.h"

typedef struct {
    const char *name;
    const char *system;
    const char *other;
    gboolean is_same;
} Case;

/* clang-format off */
static const Case cases[] = {
    /* name            system                other                 same */
    { "equal",         "hv01.example.com",   "hv01.example.com",   TRUE  },
    { "case",          "HV01.Example.COM",   "hv01.example.com",   TRUE  },
    { "netbios",       "HV01",               "hv01.example.com",   TRUE  },
    { "netbios-back",  "hv01.example.com",   "HV01",               TRUE  },
    { "both-short",    "HV01",               "hv01",               TRUE  },
    { "other-domain",  "hv01.example.com",   "hv01.example.org",   FALSE },
    { "other-host",    "hv01.example.com",   "hv02.example.com",   FALSE },
    { "prefix",        "hv0",                "hv01.example.com",   FALSE },
    { "prefix-back",   "hv01",               "hv0.example.com",    FALSE },
    { "empty",         "",                   "hv01",               FALSE },
    { "both-empty",    "",                   "",                   FALSE },
    { "address",       "10.0.0.1",           "10.0.0.2",           FALSE },
    { "dot",           ".example.com",       "hv01",               FALSE },
};
/* clang-format on */

static void
test_same(gconstpointer data)
{
    const Case *c = data;

    g_assert_cmpint(hvr_directory_is_same(c->system, c->other), ==, c->is_same);
}

/* One whose owner has gone has no hosts, and says so. */
static void
test_closed(void)
{
    g_autoptr(HvrDirectory) directory = hvr_directory_new(NULL, NULL);
    g_autoptr(GError) error = NULL;

    hvr_directory_close(directory);
    g_assert_null(hvr_directory_lookup(directory, "hv01", &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_NO_HOST);
    g_assert_cmpstr(error->message, ==, "no host 'hv01' is configured in this daemon's host file");
}

static void
test_busy(void)
{
    g_autoptr(HvrDirectory) directory = hvr_directory_new(NULL, NULL);

    g_assert_false(hvr_directory_is_busy(directory));
    hvr_directory_hold(directory);
    hvr_directory_hold(directory);
    hvr_directory_release(directory);
    g_assert_true(hvr_directory_is_busy(directory));
    hvr_directory_release(directory);
    g_assert_false(hvr_directory_is_busy(directory));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/directory/same/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_same);
    }
    g_test_add_func("/directory/closed", test_closed);
    g_test_add_func("/directory/busy", test_busy);

    return g_test_run();
}
