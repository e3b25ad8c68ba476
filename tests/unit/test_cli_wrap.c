/* test_cli_wrap.c: text fitted into columns of a terminal
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_wrap.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    guint columns;
    const char *lines; /* '|' between them */
} cases[] = {
    { "empty",          "",                       10, "" },
    { "fits",           "one two",                7,  "one two" },
    { "between-words",  "one two",                6,  "one|two" },
    { "blank-at-end",   "one two three",          7,  "one two|three" },
    { "long-word",      "abcdefghij",             4,  "abcd|efgh|ij" },
    { "long-after",     "ab cdefghij",            4,  "ab|cdef|ghij" },
    { "own-breaks",     "one\ntwo three",         20, "one|two three" },
    { "break-at-end",   "one\n",                  20, "one" },
    { "wide",           "資料庫主機",             6,  "資料庫|主機" },
    { "wide-odd",       "資料庫主機",             7,  "資料庫|主機" },
    { "wide-full-stop", "資料庫。主機",           6,  "資料|庫。主|機" },
    { "wide-opening",   "請用「資料」庫",         6,  "請用|「資|料」庫" },
    { "wide-closing",   "請用「資料」",           10, "請用「資|料」" },
    { "opening",        "one, (two)",             6,  "one,|(two)" },
    { "narrow-quote",   "see 'two'",              6,  "see|'two'" },
    { "too-narrow",     "資料",                   1,  "資|料" },
    { "accents",        "e\314\201e\314\201e",    2,  "e\314\201e\314\201|e" },
};

static const struct {
    const char *name;
    guint wanted[3];
    guint available;
    guint widths[3];
} shares[] = {
    { "all-fit",   { 5, 6, 7 },    18, { 5, 6, 7 } },
    { "one-long",  { 5, 60, 7 },   30, { 5, 18, 7 } },
    { "two-long",  { 5, 60, 70 },  35, { 5, 15, 15 } },
    { "all-long",  { 50, 60, 70 }, 30, { 10, 10, 10 } },
    { "no-room",   { 5, 6, 7 },    0,  { 1, 1, 1 } },
};
/* clang-format on */

static void
test_wrap(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_auto(GStrv) lines = hvr_cli_wrap(cases[i].text, cases[i].columns);
    g_autofree char *joined = g_strjoinv("|", lines);

    g_assert_cmpuint(g_strv_length(lines), >, 0);
    g_assert_cmpstr(joined, ==, cases[i].lines);
}

static void
test_share(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    guint widths[3];

    hvr_cli_wrap_share(shares[i].wanted, 3, shares[i].available, widths);
    g_assert_cmpmem(widths, sizeof(widths), shares[i].widths, sizeof(shares[i].widths));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/cli/wrap/", cases[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_wrap);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(shares); i++) {
        g_autofree char *path = g_strconcat("/cli/wrap/share/", shares[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_share);
    }

    return g_test_run();
}
