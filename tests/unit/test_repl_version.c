/* test_repl_version.c: what is new enough
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_version.h"

#include "hvr_error.h"

/* Win32_OperatingSystem.Version, packed as libvirt packs versions; "+" for each
 * release from 2012 to 2025 that it is at least. */
/* clang-format off */
static const struct {
    guint64 windows;
    const char *at_least;
    const char *name; /* as a refusal calls it; NULL: there is none */
} versions[] = {
    { 0,          "++++++", NULL },                  /* nobody knows */
    { 601007601,  "......", "Windows 6.1" },
    { 602000000,  "+.....", "Windows Server 2012" },
    { 602009200,  "+.....", "Windows Server 2012" },
    { 603000000,  "++....", "Windows Server 2012 R2" },
    { 603009600,  "++....", "Windows Server 2012 R2" },
    { 1000010240, "++....", "Windows Server 2012 R2" }, /* a client, and no Hyper-V Replica */
    { 1000014392, "++....", "Windows Server 2012 R2" },
    { 1000014393, "+++...", "Windows Server 2016" },
    { 1000017762, "+++...", "Windows Server 2016" },
    { 1000017763, "++++..", "Windows Server 2019" },
    { 1000020347, "++++..", "Windows Server 2019" },
    { 1000020348, "+++++.", "Windows Server 2022" },
    { 1000026099, "+++++.", "Windows Server 2022" },
    { 1000026100, "++++++", NULL },
    { 1100000000, "++++++", NULL },
    { G_MAXUINT64, "++++++", NULL },
};
static const char *const releases[] = { "2012", "2012 R2", "2016", "2019", "2022", "2025" };
/* clang-format on */

static void
test_at_least(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(versions); i++) {
        for (guint j = 0; j < G_N_ELEMENTS(releases); j++)
            g_assert_true(hvr_repl_version_is_at_least(versions[i].windows, releases[j]) ==
                          (versions[i].at_least[j] == '+'));
        g_assert_true(hvr_repl_version_is_at_least(versions[i].windows, NULL));
    }
}

static void
test_check(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(versions); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *expect = NULL;

        g_assert_true(
            hvr_repl_version_check(versions[i].windows, NULL, "anything", "hv-a", &error));
        g_assert_no_error(error);
        g_assert_true(hvr_repl_version_check(versions[i].windows, "2025", "failback", "hv-a",
                                             &error) == (versions[i].name == NULL));
        if (versions[i].name == NULL) {
            g_assert_no_error(error);
            continue;
        }

        expect = g_strdup_printf("'failback' needs Windows Server 2025 or later, "
                                 "host 'hv-a' has %s",
                                 versions[i].name);
        g_assert_error(error, HVR_ERROR, HVR_ERROR_UNSUPPORTED);
        g_assert_cmpstr(error->message, ==, expect);
    }
}

/* Before anybody has asked which host it is. */
static void
test_nameless(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(hvr_repl_version_check(602009200, "2012 R2", "frequency", NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_UNSUPPORTED);
    g_assert_cmpstr(error->message, ==,
                    "'frequency' needs Windows Server 2012 R2 or later, the host has Windows "
                    "Server 2012");
    g_assert_false(hvr_repl_version_check(602009200, "2012 R2", "frequency", NULL, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/repl/version/at-least", test_at_least);
    g_test_add_func("/repl/version/check", test_check);
    g_test_add_func("/repl/version/nameless", test_nameless);

    return g_test_run();
}
