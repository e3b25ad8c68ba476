/* test_hvr_secret.c: a password that is wiped when it is no longer needed
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "hvr_secret.h"

/* Returns: (transfer full) (nullable): the "VmFlags" line of the mapping that begins at @address.
 */
static char *
find_flags(const char *address)
{
    g_autofree char *smaps = NULL;
    g_autofree char *start = g_strdup_printf("%" G_GINTPTR_MODIFIER "x-", (guintptr)address);
    g_auto(GStrv) lines = NULL;
    gboolean is_there = FALSE;

    g_assert_true(g_file_get_contents("/proc/self/smaps", &smaps, NULL, NULL));
    lines = g_strsplit(smaps, "\n", -1);
    for (gsize i = 0; lines[i] != NULL; i++) {
        if (g_str_has_prefix(lines[i], start))
            is_there = TRUE;
        else if (is_there && g_str_has_prefix(lines[i], "VmFlags:"))
            return g_strdup(lines[i]);
    }

    return NULL;
}

/* A core file has no page of it, and neither has whoever comes next. */
static void
test_private(void)
{
    g_autoptr(HvrSecret) secret = hvr_secret_new("open sesame", 11);
    const char *text = hvr_secret_get_text(secret);
    g_autofree char *flags = find_flags(text);
    g_autofree char *after = NULL;

    g_assert_cmpstr(text, ==, "open sesame");
    g_assert_nonnull(flags);
    g_assert_nonnull(strstr(flags, " dd"));
    g_assert_nonnull(strstr(flags, " wf"));

    g_clear_pointer(&secret, hvr_secret_unref);
    after = find_flags(text);
    g_assert_null(after);
}

/* With the length that is asked for, whatever stands behind it. */
static void
test_length(void)
{
    g_autofree char *large = g_strnfill(10000, 'x');
    g_autoptr(HvrSecret) part = hvr_secret_new("passwordmore", 8);
    g_autoptr(HvrSecret) whole = hvr_secret_new(large, 10000);
    g_autoptr(HvrSecret) same = hvr_secret_ref(whole);

    g_assert_cmpstr(hvr_secret_get_text(part), ==, "password");
    g_assert_cmpstr(hvr_secret_get_text(same), ==, large);
}

static void
test_wipe(void)
{
    char text[] = "password";

    hvr_secret_wipe(text, 4);
    g_assert_cmpmem(text, sizeof text, "\0\0\0\0word", sizeof text);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/secret/private", test_private);
    g_test_add_func("/secret/length", test_length);
    g_test_add_func("/secret/wipe", test_wipe);

    return g_test_run();
}
