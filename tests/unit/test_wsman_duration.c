/* test_wsman_duration.c: spans of time as XML Schema writes them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_duration.h"

typedef struct {
    const char *text;
    GTimeSpan span;
} Case;

/* clang-format off */
static const Case good[] = {
    { "PT60.000S",            60000000 },
    { "PT60S",                60000000 },
    { "PT0S",                 0 },
    { "P1D",                  G_GINT64_CONSTANT(86400000000) },
    { "PT1H",                 G_GINT64_CONSTANT(3600000000) },
    { "PT1M",                 60000000 },
    { "P2DT3H4M5.25S",        G_GINT64_CONSTANT(183845250000) },
    { "P0DT0H0M1.00417S",     1004170 },
    { "PT0.0000019S",         1 },
    { "P106751991DT4H54.775807S", G_MAXINT64 },
};

static const char *const bad[] = {
    "", "P", "PT", "P1DT", "60", "PT60", "T60S", "-PT1S", "P-1D", "PT1.S", "PT.5S", "PT1.5M", "P1.5D",
    "P1Y", "P1M", "P1H", "PT1D", "PT1M1H", "PT1S1S", "PT1ST1S", "P1D ", " P1D", "pt1s",
    "P106751991DT4H54.775808S", "P99999999999999999999D", "P9223372036854775807D",
};

static const Case formats[] = {
    { "PT60.000S",    60000000 },
    { "PT0.000S",     0 },
    { "PT0.000S",     -5 },
    { "PT0.001S",     1999 },
    { "PT3600.250S",  G_GINT64_CONSTANT(3600250000) },
};
/* clang-format on */

static void
test_good(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        GTimeSpan span = -1;

        g_test_message("%s", good[i].text);
        g_assert_true(hvr_wsman_duration_parse(good[i].text, &span));
        g_assert_cmpint(span, ==, good[i].span);
    }
}

static void
test_bad(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        GTimeSpan span = -1;

        g_test_message("'%s'", bad[i]);
        g_assert_false(hvr_wsman_duration_parse(bad[i], &span));
        g_assert_cmpint(span, ==, -1);
    }
}

static void
test_format(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_autofree char *text = hvr_wsman_duration_format(formats[i].span);

        g_assert_cmpstr(text, ==, formats[i].text);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wsman/duration/parse/good", test_good);
    g_test_add_func("/wsman/duration/parse/bad", test_bad);
    g_test_add_func("/wsman/duration/format", test_format);

    return g_test_run();
}
