/* fuzz_datetime.c: CIM points in time and intervals
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Both spellings of what was read mean the same again, as far as CIM's own
 * bounds reach: a point is moved into the years 1 to 9999, an interval ends
 * before 100000000 days in DMTF's spelling.
 */

#include <config.h>

#include <glib.h>
#include <string.h>

#include "fuzz_target.h"
#include "hvr_error.h"
#include "wmi_datetime.h"

#define FIRST         (G_GINT64_CONSTANT(-62135596800) * G_USEC_PER_SEC)
#define LAST          (G_GINT64_CONSTANT(253402300800) * G_USEC_PER_SEC - 1)
#define DMTF_INTERVAL (100000000 * G_TIME_SPAN_DAY)

static void
assert_means(const char *text, HvrCimDatetime expected)
{
    g_autoptr(GError) error = NULL;
    HvrCimDatetime datetime;

    hvr_cim_datetime_parse(text, &datetime, &error);
    g_assert_no_error(error);
    g_assert_cmpint(datetime.usec, ==, expected.usec);
    g_assert_cmpint(datetime.is_interval, ==, expected.is_interval);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    g_autofree char *text = g_strndup((const char *)bytes, length);
    g_autofree char *dmtf = NULL;
    g_autofree char *iso = NULL;
    g_autoptr(GError) error = NULL;
    HvrCimDatetime datetime;

    if (!hvr_cim_datetime_parse(text, &datetime, &error)) {
        g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
        return 0;
    }

    dmtf = hvr_cim_datetime_format_dmtf(datetime);
    iso = hvr_cim_datetime_format_iso(datetime);
    g_assert_cmpuint(strlen(dmtf), ==, 25);
    if (!datetime.is_interval)
        datetime.usec = CLAMP(datetime.usec, FIRST, LAST);
    assert_means(iso, datetime);
    if (!datetime.is_interval || datetime.usec < DMTF_INTERVAL)
        assert_means(dmtf, datetime);

    return 0;
}
