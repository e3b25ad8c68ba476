/* test_daemon_keyfile.c: strict reading of files in GKeyFile's form
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_keyfile.h"
#include "hvr_error.h"

typedef struct {
    const char *name;
    const char *text;
    const char *expected; /* the entries, or the error */
} Case;

/* clang-format off */
static const Case good[] = {
    { "empty",          "",                                   "" },
    { "comments",       "# a\n\n  # b\n",                     "" },
    { "section",        "[a]\n",                              "1[a]" },
    { "entries",        "[a]\nk=v\n  l  =  w x  \n[b]\nk=v",  "1[a]2k=v;3l=w x;4[b]5k=v;" },
    { "crlf",           "[a]\r\nk = v\r\n",                   "1[a]2k=v;" },
    { "equals-inside",  "[a]\nk = v=w\n",                     "1[a]2k=v=w;" },
    { "hash-inside",    "[a]\nk = v # no comment\n",          "1[a]2k=v # no comment;" },
    { "backslash",      "[a]\nk = C:\\new\\table\n",          "1[a]2k=C:\\new\\table;" },
    { "blank-in-name",  "[a b]\n",                            "1[a b]" },
};

static const Case bad[] = {
    { "no-section",      "k = v\n",             "f:1: the first section is still to come" },
    { "no-equals",       "[a]\nk v\n",          "f:2: 'k v' is neither [SECTION] nor KEY = VALUE nor # COMMENT" },
    { "no-value",        "[a]\n\nk =  \n",      "f:3: 'k' has no value" },
    { "no-key",          "[a]\n= v\n",          "f:2: '' has no value" },
    { "unclosed",        "[a\n",                "f:1: '[a' is no section like [NAME]" },
    { "unnamed",         "[]\n",                "f:1: '[]' is no section like [NAME]" },
    { "after-section",   "[a] b\n",             "f:1: '[a] b' is no section like [NAME]" },
    { "nested",          "[a[b]]\n",            "f:1: '[a[b]]' is no section like [NAME]" },
    { "section-twice",   "[a]\n[b]\n[a]\n",     "f:3: section [a] stands in line 1 already" },
    { "key-twice",       "[a]\nk = v\nk = w\n", "f:3: 'k' stands in line 2 already" },
    { "not-utf8",        "[a]\nk = \xff\n",     "f:2: this is not UTF-8" },
};
/* clang-format on */

static void
test_good(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) sections = hvr_daemon_keyfile_parse(c->text, "f", &error);
    g_autoptr(GString) seen = g_string_new(NULL);

    g_assert_no_error(error);
    for (guint i = 0; i < sections->len; i++) {
        const HvrDaemonSection *section = g_ptr_array_index(sections, i);

        g_string_append_printf(seen, "%u[%s]", section->line, section->name);
        for (guint e = 0; e < section->entries->len; e++) {
            const HvrDaemonEntry *entry = g_ptr_array_index(section->entries, e);

            g_string_append_printf(seen, "%u%s=%s;", entry->line, entry->key, entry->value);
        }
    }
    g_assert_cmpstr(seen->str, ==, c->expected);
}

static void
test_bad(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_daemon_keyfile_parse(c->text, "f", &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_cmpstr(error->message, ==, c->expected);
}

/* Any bytes: sections or an error with a line, nothing else. */
static void
test_garbage(void)
{
    static const char letters[] = "[]=# \n\\ab\xff";
    g_autoptr(GRand) random = g_rand_new_with_seed(20260503);

    for (guint round = 0; round < 5000; round++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) sections = NULL;
        char text[40] = "";

        for (gsize i = 0; i < sizeof(text) - 1; i++)
            text[i] = letters[g_rand_int_range(random, 0, sizeof(letters) - 1)];
        sections = hvr_daemon_keyfile_parse(text, "f", &error);
        g_assert_true((sections == NULL) == (error != NULL));
        if (error != NULL)
            g_assert_true(g_str_has_prefix(error->message, "f:"));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autofree char *path = g_strconcat("/daemon/keyfile/good/", good[i].name, NULL);

        g_test_add_data_func(path, &good[i], test_good);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *path = g_strconcat("/daemon/keyfile/bad/", bad[i].name, NULL);

        g_test_add_data_func(path, &bad[i], test_bad);
    }
    g_test_add_func("/daemon/keyfile/garbage", test_garbage);

    return g_test_run();
}
