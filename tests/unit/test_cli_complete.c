/* test_cli_complete.c: what could stand next on a command line
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_complete.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *line;  /* '|' between the words; the last one is being typed */
    const char *words; /* all of them, or with "+..." some of them */
} cases[] = {
    { "command",            "sta",                       "status stats start" },
    { "hidden-command",     "comp",                      "" },
    { "every-command",      "",                          "+list status failover help" },
    { "after-option",       "-q|stat",                   "status stats" },
    { "after-value",        "-c|list|stat",              "status stats" },
    { "second-word",        "net|",                      "set clear test-switch web01 db 1" },
    { "second-word-typed",  "net|t",                     "test-switch" },
    { "of-second-word",     "net|set|--dh",              "--dhcp" },
    { "machine",            "status|w",                  "web01" },
    { "second-machine",     "status|web01|d",            "db 1" },
    { "option",             "list|--he",                 "--health --help" },
    { "shared-option",      "list|--no",                 "--no-color" },
    { "value",              "list|--health|c",           "critical" },
    { "value-of-letter",    "list|-o|y",                 "yaml" },
    { "value-of-equals",    "list|--output=y",           "--output=yaml" },
    { "switch",             "net-set|--dhcp|",           "yes no" },
    { "host",               "--hosts|",                  "hv-a" },
    { "host-in-command",    "list|-H|",                  "hv-a" },
    { "point",              "failover|web01|--point|",   "rp-of-web01" },
    { "help",               "help|fail",                 "failover failback" },
    { "free-value",         "enable|web01|--port|",      "" },
    { "unknown-command",    "frob|",                     "" },
    { "unknown-option",     "list|--frob|w",             "web01" },
    { "nothing-fits",       "status|x",                  "" },
};
/* clang-format on */

static GStrv
name(HvrCliOffer offer, const char *machine, gpointer user_data)
{
    g_autoptr(GStrvBuilder) names = g_strv_builder_new();
    g_autofree char *point = g_strconcat("rp-of-", machine, NULL);

    g_assert_cmpstr(user_data, ==, "asker");
    if (offer == HVR_CLI_OFFER_MACHINES)
        g_strv_builder_add_many(names, "web01", "db 1", NULL);
    else
        g_strv_builder_add(names, offer == HVR_CLI_OFFER_POINTS ? point : "hv-a");

    return g_strv_builder_end(names);
}

static void
test_complete(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_auto(GStrv) words = cases[i].line[0] != '\0' ? g_strsplit(cases[i].line, "|", -1)
                                                   : g_strsplit("|", "|", 1);
    const char *const nothing[] = { "", NULL };
    g_autoptr(HvrCliCandidates) found = hvr_cli_complete(
        cases[i].line[0] != '\0' ? (const char *const *)words : nothing, name, (gpointer) "asker");
    g_autofree char *joined = NULL;

    g_assert_false(found->wants_files);
    if (cases[i].words[0] == '+') {
        g_auto(GStrv) wanted = g_strsplit(cases[i].words + 1, " ", -1);

        for (guint j = 0; wanted[j] != NULL; j++)
            g_assert_true(
                g_ptr_array_find_with_equal_func(found->words, wanted[j], g_str_equal, NULL));
        return;
    }
    g_ptr_array_add(found->words, NULL);
    joined = g_strjoinv(" ", (GStrv)found->words->pdata);
    g_assert_cmpstr(joined, ==, cases[i].words);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/cli/complete/", cases[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_complete);
    }

    return g_test_run();
}
