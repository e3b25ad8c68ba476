/* test_cli_table.c: records as a table, or as cards
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Standard output is no terminal here; how it looks on one, tests/cli/ sees.
 */

#include <config.h>

#include "cli_table.h"

#include <locale.h>

/* clang-format off */
static const HvrCliColumn columns[] = {
    { "NAME",  "name",  HVR_CLI_AS_TEXT,  HVR_CLI_CUT },
    { "HOST",  "host",  HVR_CLI_AS_TEXT,  HVR_CLI_IF_MANY_HOSTS },
    { "LEG",   "leg",   HVR_CLI_AS_TEXT,  HVR_CLI_IF_VARIED },
    { "AGE",   "age",   HVR_CLI_AS_AGE,   HVR_CLI_RIGHT },
    { "ERROR", "error", HVR_CLI_AS_TEXT,  HVR_CLI_IF_ANY | HVR_CLI_WRAP },
    { "WHY",   "why",   HVR_CLI_AS_LINES, HVR_CLI_IF_ANY | HVR_CLI_WRAP },
    { NULL }
};
static const HvrCliLayout table = { "Thing", "legs", columns, FALSE, NULL, NULL };
static const HvrCliLayout only = { "Thing", "legs", columns, FALSE, NULL, "bad" };
static const HvrCliLayout card = { "Thing", "legs", columns, TRUE, NULL, NULL };

static const struct {
    const char *name;
    const HvrCliLayout *layout;
    guint n_hosts;
    const char *records;
    const char *text;
} cases[] = {
    { "nothing",      &table, 1, "[]", "" },
    { "plain",        &table, 1, "[{\"name\":\"a\",\"host\":\"h\",\"age\":5}]",                        "NAME  AGE\na      5s\n" },
    { "hosts",        &table, 2, "[{\"name\":\"a\",\"host\":\"h\",\"age\":5}]",                        "NAME  HOST  AGE\na     h      5s\n" },
    { "absent",       &table, 1, "[{\"name\":\"a\"}]",                                                 "NAME  AGE\na       -\n" },
    { "if-any",       &table, 1, "[{\"name\":\"a\"},{\"name\":\"b\",\"error\":\"no\"}]",               "NAME  AGE  ERROR\na       -  -\nb       -  no\n" },
    { "expanded",     &table, 1, "[{\"name\":\"a\",\"legs\":[{\"age\":1},{\"age\":2}]}]",              "NAME  AGE\na      1s\na      2s\n" },
    { "varied",       &table, 1, "[{\"name\":\"a\",\"legs\":[{\"leg\":\"p\"},{\"leg\":\"x\"}]},{\"name\":\"b\",\"legs\":[]}]",
                                                                                                       "NAME  LEG  AGE\na     p      -\na     x      -\nb     -      -\n" },
    { "wide",         &table, 1, "[{\"name\":\"資料庫\",\"age\":1},{\"name\":\"db\",\"age\":2}]",      "NAME    AGE\n資料庫   1s\ndb       2s\n" },
    { "escapes",      &table, 1, "[{\"name\":\"a\\u001b[31m\\u0007\",\"age\":1}]",                     "NAME           AGE\na\\x1b[31m\\x07   1s\n" },
    { "only",         &only,  1, "[{\"name\":\"a\",\"bad\":true},{\"name\":\"b\",\"bad\":false},{\"name\":\"c\"}]", "NAME  AGE\na       -\n" },
    { "only-none",    &only,  1, "[{\"name\":\"b\"}]",                                                 "" },
    { "card",         &card,  1, "[{\"name\":\"a\",\"age\":1}]",                                       "NAME:  a\nAGE:   1s\n" },
    { "cards",        &card,  1, "[{\"name\":\"a\"},{\"name\":\"b\"}]",                                "NAME:  a\n\nNAME:  b\n" },
    { "card-lines",   &card,  1, "[{\"name\":\"a\",\"why\":[\"x y\",\"z\"]}]",                         "NAME:  a\nWHY:   x y\n       z\n" },
};
/* clang-format on */

static void
test_format(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(HvrCliSession) session = hvr_cli_session_new();
    g_autoptr(JsonNode) node = json_from_string(cases[i].records, NULL);
    g_autofree char *text = hvr_cli_table_format(session, cases[i].layout,
                                                 json_node_get_array(node), cases[i].n_hosts, TRUE);

    g_assert_cmpstr(text, ==, cases[i].text);
}

int
main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/cli/table/", cases[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_format);
    }

    return g_test_run();
}
