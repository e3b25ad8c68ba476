/* test_wmi_datetime.c: both spellings of CIM points in time and intervals
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_datetime.h"

#include <string.h>

#include "hvr_error.h"

#define USEC G_TIME_SPAN_SECOND

typedef struct {
    const char *name;
    const char *text;
    gint64 usec;
    gboolean is_interval;
    const char *dmtf; /* how it is written again */
    const char *iso;
} Case;

/* Seconds since 1970 are from date(1). */
/* clang-format off */
static const Case cases[] = {
    { "dmtf/utc",          "20260501030000.000000+000", 1777604400 * USEC,               FALSE, "20260501030000.000000+000", "2026-05-01T03:00:00Z" },
    { "dmtf/east",         "20260501050000.000000+120", 1777604400 * USEC,               FALSE, "20260501030000.000000+000", "2026-05-01T03:00:00Z" },
    { "dmtf/west",         "20260430223000.000000-270", 1777604400 * USEC,               FALSE, "20260501030000.000000+000", "2026-05-01T03:00:00Z" },
    { "dmtf/fraction",     "20251217095522.702341+000", 1765965322 * USEC + 702341,      FALSE, "20251217095522.702341+000", "2025-12-17T09:55:22.702341Z" },
    { "dmtf/never",        "16010101000000.000000-000", -11644473600 * USEC,             FALSE, "16010101000000.000000+000", "1601-01-01T00:00:00Z" },
    { "dmtf/epoch",        "19700101000000.000000+000", 0,                               FALSE, "19700101000000.000000+000", "1970-01-01T00:00:00Z" },
    { "dmtf/before-epoch", "19691231235959.999999+000", -1,                              FALSE, "19691231235959.999999+000", "1969-12-31T23:59:59.999999Z" },
    { "dmtf/leap-day",     "20240229120000.000000+000", 1709208000 * USEC,               FALSE, "20240229120000.000000+000", "2024-02-29T12:00:00Z" },
    { "dmtf/march-first",  "21000301000000.000000+000", 4107542400 * USEC,               FALSE, "21000301000000.000000+000", "2100-03-01T00:00:00Z" },
    { "dmtf/year-end",     "19991231235959.000000+000", 946684799 * USEC,                FALSE, "19991231235959.000000+000", "1999-12-31T23:59:59Z" },
    { "dmtf/last",         "99991231235959.999999+000", 253402300799 * USEC + 999999,    FALSE, "99991231235959.999999+000", "9999-12-31T23:59:59.999999Z" },
    { "dmtf/first",        "00010101000000.000000+000", -62135596800 * USEC,             FALSE, "00010101000000.000000+000", "0001-01-01T00:00:00Z" },
    { "dmtf/wild-time",    "20260501******.******+000", 1777593600 * USEC,               FALSE, "20260501000000.000000+000", "2026-05-01T00:00:00Z" },
    { "dmtf/wild-day",     "202605********.******+***", 1777593600 * USEC,               FALSE, "20260501000000.000000+000", "2026-05-01T00:00:00Z" },
    { "interval/minute",   "00000000000100.000000:000", 60 * USEC,                       TRUE,  "00000000000100.000000:000", "P0DT0H1M0S" },
    { "interval/window",   "00000000183000.000000:000", 66600 * USEC,                    TRUE,  "00000000183000.000000:000", "P0DT18H30M0S" },
    { "interval/fraction", "00000000000001.004170:000", 1004170,                         TRUE,  "00000000000001.004170:000", "P0DT0H0M1.00417S" },
    { "interval/days",     "00000007010203.000000:000", 608523 * USEC,                   TRUE,  "00000007010203.000000:000", "P7DT1H2M3S" },
    { "interval/longest",  "99999999235959.999999:000", 8639999999999 * USEC + 999999,   TRUE,  "99999999235959.999999:000", "P99999999DT23H59M59.999999S" },
    { "iso/utc",           "2026-05-01T03:00:00Z",      1777604400 * USEC,               FALSE, "20260501030000.000000+000", "2026-05-01T03:00:00Z" },
    { "iso/fraction",      "2025-12-17T09:55:22.7Z",    1765965322 * USEC + 700000,      FALSE, "20251217095522.700000+000", "2025-12-17T09:55:22.7Z" },
    { "iso/nanoseconds",   "2025-12-17T09:55:22.702341999Z", 1765965322 * USEC + 702341, FALSE, "20251217095522.702341+000", "2025-12-17T09:55:22.702341Z" },
    { "iso/offset",        "2026-05-01T05:00:00+02:00", 1777604400 * USEC,               FALSE, "20260501030000.000000+000", "2026-05-01T03:00:00Z" },
    { "iso/west",          "2026-04-30T23:30:00-03:30", 1777604400 * USEC,               FALSE, "20260501030000.000000+000", "2026-05-01T03:00:00Z" },
    { "iso/no-zone",       "2026-05-01T03:00:00",       1777604400 * USEC,               FALSE, "20260501030000.000000+000", "2026-05-01T03:00:00Z" },
    { "iso/date",          "2026-05-01",                1777593600 * USEC,               FALSE, "20260501000000.000000+000", "2026-05-01T00:00:00Z" },
    { "iso/25-characters", "2026-05-01T03:00:00.0000Z", 1777604400 * USEC,               FALSE, "20260501030000.000000+000", "2026-05-01T03:00:00Z" },
    { "iso/never",         "1601-01-01T00:00:00Z",      -11644473600 * USEC,             FALSE, "16010101000000.000000+000", "1601-01-01T00:00:00Z" },
    { "duration/full",     "P0DT0H5M0S",                300 * USEC,                      TRUE,  "00000000000500.000000:000", "P0DT0H5M0S" },
    { "duration/fraction", "P0DT0H0M1.00417S",          1004170,                         TRUE,  "00000000000001.004170:000", "P0DT0H0M1.00417S" },
    { "duration/days",     "P2D",                       172800 * USEC,                   TRUE,  "00000002000000.000000:000", "P2DT0H0M0S" },
    { "duration/seconds",  "PT60.000S",                 60 * USEC,                       TRUE,  "00000000000100.000000:000", "P0DT0H1M0S" },
    { "duration/hours",    "PT36H",                     129600 * USEC,                   TRUE,  "00000001120000.000000:000", "P1DT12H0M0S" },
    { "duration/mixed",    "P1DT2S",                    86402 * USEC,                    TRUE,  "00000001000002.000000:000", "P1DT0H0M2S" },
};
/* clang-format on */

static const char *const garbage[] = {
    "",
    "now",
    "2026",
    "20260501030000.000000+00",
    "20260501030000.000000+0000",
    "20260501030000.000000*000",
    "20261301030000.000000+000",
    "20260230030000.000000+000",
    "20250229030000.000000+000",
    "20260501240000.000000+000",
    "20260501036000.000000+000",
    "20260501030060.000000+000",
    "00000101000000.000000+000",
    "********000000.000000+000",
    "2026050103000 .000000+000",
    "00000000240000.000000:000",
    "00000000006000.000000:000",
    "00000000000060.000000:000",
    "00000000000100.000000:001",
    "-0000000000100.000000:000",
    "2026-05-01T03:00Z",
    "2026-05-01T03:00:00.Z",
    "2026-05-01T03:00:00ZZ",
    "2026-05-01T03:00:00+2",
    "2026-05-01T03:00:00+15:00",
    "2026-02-30T03:00:00Z",
    "2026-05-01X",
    "03:00:00",
    "P",
    "PT",
    "P1DT",
    "P1Y",
    "P1M",
    "PT1",
    "PT1.S",
    "PT.5S",
    "PT1S2M",
    "PT1M1H",
    "-PT1S",
    "P9999999999D",
    "PT9999999999999999999999S",
    "PT9999999999999999999999.5S",
    "P999999999D",
};

static void
test_parse(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GError) error = NULL;
    g_autofree char *dmtf = NULL;
    g_autofree char *iso = NULL;
    HvrCimDatetime datetime;

    g_assert_true(hvr_cim_datetime_parse(c->text, &datetime, &error));
    g_assert_no_error(error);
    g_assert_cmpint(datetime.usec, ==, c->usec);
    g_assert_cmpint(datetime.is_interval, ==, c->is_interval);

    dmtf = hvr_cim_datetime_format_dmtf(datetime);
    iso = hvr_cim_datetime_format_iso(datetime);
    g_assert_cmpstr(dmtf, ==, c->dmtf);
    g_assert_cmpstr(iso, ==, c->iso);
}

static void
test_garbage(gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    HvrCimDatetime datetime = { 42, TRUE };

    g_assert_false(hvr_cim_datetime_parse(data, &datetime, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
    /* Outputs are written on success only. */
    g_assert_cmpint(datetime.usec, ==, 42);
    g_assert_true(datetime.is_interval);
}

static void
test_never(void)
{
    HvrCimDatetime datetime;

    g_assert_true(hvr_cim_datetime_parse("16010101000000.000000-000", &datetime, NULL));
    g_assert_cmpint(datetime.usec, ==, HVR_CIM_NEVER);
}

/* Whatever a caller computed, the text stays one that Windows can read. */
static void
test_out_of_range(void)
{
    g_autofree char *negative = hvr_cim_datetime_format_dmtf((HvrCimDatetime){ -1, TRUE });
    g_autofree char *late = hvr_cim_datetime_format_dmtf((HvrCimDatetime){ G_MAXINT64, FALSE });
    g_autofree char *early = hvr_cim_datetime_format_iso((HvrCimDatetime){ G_MININT64, FALSE });
    g_autofree char *longest = hvr_cim_datetime_format_dmtf((HvrCimDatetime){ G_MAXINT64, TRUE });

    g_assert_cmpstr(negative, ==, "00000000000000.000000:000");
    g_assert_cmpstr(late, ==, "99991231235959.999999+000");
    g_assert_cmpstr(early, ==, "0001-01-01T00:00:00Z");
    g_assert_cmpuint(strlen(longest), ==, 25);
}

/* A day at a time through four centuries: each one must come back. */
static void
test_every_day(void)
{
    for (gint64 day = -134774; day < 146097 - 134774; day++) {
        HvrCimDatetime datetime = { day * G_TIME_SPAN_DAY + 1, FALSE };
        HvrCimDatetime again;
        g_autofree char *text = hvr_cim_datetime_format_dmtf(datetime);

        g_assert_true(hvr_cim_datetime_parse(text, &again, NULL));
        g_assert_cmpint(again.usec, ==, datetime.usec);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/wmi/datetime/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_parse);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(garbage); i++) {
        g_autofree char *path = g_strdup_printf("/wmi/datetime/garbage/%" G_GSIZE_FORMAT, i);

        g_test_add_data_func(path, garbage[i], test_garbage);
    }
    g_test_add_func("/wmi/datetime/never", test_never);
    g_test_add_func("/wmi/datetime/out-of-range", test_out_of_range);
    g_test_add_func("/wmi/datetime/every-day", test_every_day);

    return g_test_run();
}
