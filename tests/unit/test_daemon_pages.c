/* test_daemon_pages.c: memory that is given back
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_pages.h"

#include <string.h>

/* Kilobytes of files, libraries above all, that are in this process's memory. */
static guint64
read_resident_files(void)
{
    g_autofree char *text = NULL;
    const char *line;

    g_assert_true(g_file_get_contents("/proc/self/status", &text, NULL, NULL));
    line = strstr(text, "RssFile:");
    g_assert_nonnull(line);

    return g_ascii_strtoull(line + strlen("RssFile:"), NULL, 10);
}

static void
test_release(void)
{
    g_autofree char *written = g_strdup("what was written stays");
    guint64 before = read_resident_files();

    hvr_daemon_pages_release();
    g_assert_cmpuint(read_resident_files(), <, before);
    g_assert_cmpstr(written, ==, "what was written stays");
}

/* Code and tables come back, those that the loader has relocated too. */
static void
test_again(void)
{
    for (guint i = 0; i < 3; i++) {
        g_autoptr(GRegex) regex = NULL;

        hvr_daemon_pages_release();
        regex = g_regex_new("^a+$", 0, 0, NULL);
        g_assert_true(g_regex_match(regex, "aaa", 0, NULL));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/daemon/pages/release", test_release);
    g_test_add_func("/daemon/pages/again", test_again);

    return g_test_run();
}
