/* test_cli_time.c: times and durations as people type them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_time.h"

/* 2026-05-01T12:00:00Z, a Friday; the zone is two hours ahead of that. */
#define NOW  G_GINT64_CONSTANT(1777636800)
#define ZONE "+02:00"
#define NONE G_MININT64

typedef struct {
    const char *name;
    const char *text;
    gint64 past;
    gint64 future;
} TimeCase;

/* clang-format off */
static const TimeCase time_cases[] = {
    /* name                 text                          past          future */
    { "utc",                "2026-05-01T03:00:00Z",       1777604400,   1777604400 },
    { "zone-east",          "2026-05-01T03:00:00+02:00",  1777597200,   1777597200 },
    { "zone-west",          "2026-05-01T03:00-05:00",     1777622400,   1777622400 },
    { "zone-of-terminal",   "2026-05-01T03:00:00",        1777597200,   1777597200 },
    { "blank-for-t",        "2026-05-01 03:00",           1777597200,   1777597200 },
    { "date-alone",         "2026-05-01",                 1777586400,   1777586400 },
    { "date-is-no-zone",    "2026-05-02",                 1777672800,   1777672800 },
    { "clock-before-now",   "13:00",                      1777633200,   1777719600 },
    { "clock-after-now",    "23:30:15",                   1777584615,   1777671015 },
    { "clock-is-now",       "14:00",                      1777636800,   1777636800 },
    { "today",              "today 23:00",                1777669200,   1777669200 },
    { "yesterday",          "yesterday 23:00",            1777582800,   1777582800 },
    { "yesterday-alone",    "yesterday",                  1777500000,   1777500000 },
    { "tomorrow",           "tomorrow 01:00",             1777676400,   1777676400 },
    { "ago",                "2 hours ago",                1777629600,   1777629600 },
    { "minus",              "-90m",                       1777631400,   1777631400 },
    { "minus-two-units",    "-1h30m",                     1777631400,   1777631400 },
    { "in",                 "in 2h",                      1777644000,   1777644000 },
    { "plus",               "+1 d",                       1777723200,   1777723200 },
    { "now",                "now",                        1777636800,   1777636800 },
    { "epoch",              "@1777604400",                1777604400,   1777604400 },
    { "blanks-around",      "  now ",                     1777636800,   1777636800 },
    { "empty",              "",                           NONE,         NONE       },
    { "blank",              "  ",                         NONE,         NONE       },
    { "word",               "noonish",                    NONE,         NONE       },
    { "day-and-word",       "yesterday noon",             NONE,         NONE       },
    { "hour-25",            "25:00",                      NONE,         NONE       },
    { "february-30",        "2026-02-30",                 NONE,         NONE       },
    { "tail",               "2026-05-01T03:00:00Zulu",    NONE,         NONE       },
    { "bad-zone",           "2026-05-01T03:00:00+99:99",  NONE,         NONE       },
    { "span-alone",         "90m",                        NONE,         NONE       },
    { "ago-twice",          "-2h ago",                    NONE,         NONE       },
    { "in-ago",             "in 2h ago",                  NONE,         NONE       },
    { "ago-alone",          " ago",                       NONE,         NONE       },
    { "in-alone",           "in ",                        NONE,         NONE       },
    { "epoch-of-nothing",   "@",                          NONE,         NONE       },
    { "epoch-huge",         "@99999999999999999999",      NONE,         NONE       },
    { "zone-alone",         "Z",                          NONE,         NONE       },
    { "number",             "42",                         NONE,         NONE       },
};

typedef struct {
    const char *name;
    const char *text;
    gint64 seconds; /* 0: refused */
} SpanCase;

static const SpanCase span_cases[] = {
    { "seconds",          "90",                    90        },
    { "unit",             "90s",                   90        },
    { "minutes",          "30m",                   1800      },
    { "two-units",        "1h30m",                 5400      },
    { "words",            "2 hours 5 minutes",     7500      },
    { "days",             "1d",                    86400     },
    { "weeks",            "2 weeks",               1209600   },
    { "empty",            "",                      0         },
    { "zero",             "0",                     0         },
    { "zero-minutes",     "0m",                    0         },
    { "negative",         "-5m",                   0         },
    { "unknown-unit",     "5y",                    0         },
    { "unit-prefix",      "5mi",                   0         },
    { "number-last",      "1h30",                  0         },
    { "numbers",          "1 2",                   0         },
    { "fraction",         "1.5h",                  0         },
    { "unit-alone",       "h",                     0         },
    { "huge",             "99999999999999999999s", 0         },
    { "huge-in-sum",      "36600d36600d",          0         },
};
/* clang-format on */

static void
test_parse(gconstpointer user_data)
{
    const TimeCase *c = user_data;
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(ZONE);
    gint64 past = NONE;
    gint64 future = NONE;

    g_assert_cmpint(hvr_cli_time_parse(c->text, NOW, zone, HVR_CLI_TIME_PAST, &past), ==,
                    c->past != NONE);
    g_assert_cmpint(hvr_cli_time_parse(c->text, NOW, zone, HVR_CLI_TIME_FUTURE, &future), ==,
                    c->future != NONE);
    g_assert_cmpint(past, ==, c->past);
    g_assert_cmpint(future, ==, c->future);
}

static void
test_span(gconstpointer user_data)
{
    const SpanCase *c = user_data;
    gint64 seconds = 0;

    g_assert_cmpint(hvr_cli_time_parse_span(c->text, &seconds), ==, c->seconds != 0);
    g_assert_cmpint(seconds, ==, c->seconds);
}

static void
test_format(void)
{
    g_autofree char *time = hvr_cli_time_format(1777604400);

    g_assert_cmpstr(time, ==, "2026-05-01T03:00:00Z");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(time_cases); i++) {
        g_autofree char *path = g_strconcat("/cli/time/parse/", time_cases[i].name, NULL);

        g_test_add_data_func(path, &time_cases[i], test_parse);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(span_cases); i++) {
        g_autofree char *path = g_strconcat("/cli/time/span/", span_cases[i].name, NULL);

        g_test_add_data_func(path, &span_cases[i], test_span);
    }
    g_test_add_func("/cli/time/format", test_format);

    return g_test_run();
}
