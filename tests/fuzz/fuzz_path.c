/* fuzz_path.c: WMI object paths
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What was read is the same path when it is written and read again, or goes
 * through an endpoint reference; what is written stays as it is.
 */

#include <config.h>

#include <glib.h>

#include "fuzz_target.h"
#include "hvr_error.h"
#include "wmi_path.h"
#include "wsman_epr.h"

static void
assert_reference(const HvrWmiPath *path)
{
    g_autoptr(HvrWsmanEpr) epr = hvr_wmi_path_to_epr(path);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWmiPath) again = hvr_wmi_path_from_epr(epr, path->host, &error);

    g_assert_no_error(error);
    /* A key of that name is the URI's, no key of the instance. */
    if (hvr_wmi_path_get(path, "__cimnamespace") == NULL)
        g_assert_true(hvr_wmi_path_equal(path, again));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    g_autofree char *text = g_strndup((const char *)bytes, length);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_parse(text, &error);
    g_autoptr(HvrWmiPath) again = NULL;
    g_autofree char *written = NULL;
    g_autofree char *twice = NULL;

    if (path == NULL) {
        g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
        return 0;
    }

    written = hvr_wmi_path_format(path);
    again = hvr_wmi_path_parse(written, &error);
    g_assert_no_error(error);
    g_assert_true(hvr_wmi_path_equal(path, again));
    twice = hvr_wmi_path_format(again);
    g_assert_cmpstr(twice, ==, written);
    assert_reference(path);

    return 0;
}
