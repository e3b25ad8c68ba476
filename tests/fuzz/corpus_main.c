/* corpus_main.c: a fuzzer as an ordinary test, over the inputs that are kept
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * usage: test_fuzz_NAME DIRECTORY
 */

#include <config.h>

#include <glib.h>
#include <string.h>

#include "fuzz_target.h"

/* In memory of its very size, so that sanitizers see a step beyond it. */
static void
test_input(gconstpointer user_data)
{
    const char *path = user_data;
    g_autofree char *content = NULL;
    g_autofree guint8 *bytes = NULL;
    gsize length = 0;

    g_assert_true(g_file_get_contents(path, &content, &length, NULL));
    bytes = g_malloc(MAX(length, 1));
    memcpy(bytes, content, length);
    g_assert_cmpint(LLVMFuzzerTestOneInput(bytes, length), ==, 0);
}

static int
compare(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
list_files(const char *directory)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);
    const char *name;

    g_assert_nonnull(dir);
    while ((name = g_dir_read_name(dir)) != NULL)
        g_ptr_array_add(paths, g_build_filename(directory, name, NULL));
    g_ptr_array_sort(paths, compare);

    return paths;
}

int
main(int argc, char **argv)
{
    g_autoptr(GPtrArray) paths = NULL;
    g_autofree char *target = NULL;

    g_test_init(&argc, &argv, NULL);
    g_assert_cmpint(argc, ==, 2);
    paths = list_files(argv[1]);
    g_assert_cmpuint(paths->len, >, 0);
    target = g_path_get_basename(argv[1]);

    for (guint i = 0; i < paths->len; i++) {
        g_autofree char *file = g_path_get_basename(paths->pdata[i]);
        g_autofree char *path = g_strconcat("/fuzz/", target, "/", file, NULL);

        g_test_add_data_func(path, paths->pdata[i], test_input);
    }

    return g_test_run();
}
