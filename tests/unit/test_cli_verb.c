/* test_cli_verb.c: rows of commands and of verbs are about each other
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_verb.h"

static const HvrCliOption *
find_option(const HvrCliCommand *command, const char *name)
{
    g_autofree const HvrCliOption **tables = hvr_cli_command_list_options(command);

    for (guint i = 0; tables[i] != NULL; i++) {
        for (const HvrCliOption *row = tables[i]; row->name != NULL; row++) {
            if (g_str_equal(row->name, name))
                return row;
        }
    }

    return NULL;
}

static HvrCliOptions *
parse(const HvrCliCommand *command, const char *word)
{
    g_autofree const HvrCliOption **tables = hvr_cli_command_list_options(command);
    const char *words[] = { word, NULL };

    return hvr_cli_options_parse(tables, words, FALSE, NULL);
}

/* Each verb is reached: by its command, with its option if it has one. */
static void
test_verbs(void)
{
    guint n_verbs;
    const HvrCliVerb *verbs = hvr_cli_verb_list(&n_verbs);

    g_assert_cmpuint(n_verbs, >, 25);
    for (guint i = 0; i < n_verbs; i++) {
        const HvrCliCommand *command = hvr_cli_command_find(verbs[i].command);
        g_autofree char *word = g_strconcat("--", verbs[i].option, NULL);
        g_autoptr(HvrCliOptions) options = NULL;

        g_assert_nonnull(command);
        g_assert_true((verbs[i].on_machine == NULL) != (verbs[i].on_host == NULL));
        g_assert_true((command->target == HVR_CLI_ON_HOSTS) == (verbs[i].on_host != NULL));
        options = parse(command, verbs[i].option != NULL ? word : NULL);
        g_assert_nonnull(options);
        g_assert_true(hvr_cli_verb_find(verbs[i].command, options) == &verbs[i]);
    }
}

/* Each command that only has its row has a verb without an option. */
static void
test_commands(void)
{
    for (const HvrCliCommand *const *row = hvr_cli_changing_commands; *row != NULL; row++) {
        g_autoptr(HvrCliOptions) options = parse(*row, NULL);

        if ((*row)->run == hvr_cli_verb_run)
            g_assert_nonnull(hvr_cli_verb_find((*row)->name, options));
        g_assert_nonnull((*row)->summary);
        g_assert_nonnull((*row)->example);
        g_assert_true(g_str_has_prefix((*row)->example, (*row)->name));
        g_assert_true(((*row)->warn != NULL) == (((*row)->traits & HVR_CLI_CONFIRMS) != 0));
    }
}

/* What a person may lose is asked for, what is rehearsed is not. */
static void
test_warnings(void)
{
    /* clang-format off */
    const struct {
        const char *command;
        const char *word;
        gboolean warns;
    } cases[] = {
        { "failover", NULL,        TRUE  },
        { "failover", "--test",    FALSE },
        { "failover", "--cleanup", TRUE  },
        { "failover", "--planned", FALSE },
        { "failover", "--check",   FALSE },
        { "resync",   NULL,        TRUE  },
        { "resync",   "--cancel",  FALSE },
        { "commit",   NULL,        TRUE  },
        { "revert",   NULL,        TRUE  },
        { "remove",   NULL,        TRUE  },
        { "demote",   NULL,        TRUE  },
    };
    /* clang-format on */

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const HvrCliCommand *command = hvr_cli_command_find(cases[i].command);
        g_autoptr(HvrCliOptions) options = parse(command, cases[i].word);

        g_assert_cmpint(command->warn(options) != NULL, ==, cases[i].warns);
    }
}

static void
test_shared(void)
{
    const HvrCliCommand *command = hvr_cli_command_find("commit");

    g_assert_nonnull(find_option(command, "dry-run"));
    g_assert_nonnull(find_option(command, "no-wait"));
    g_assert_nonnull(find_option(command, "yes"));
    g_assert_null(find_option(hvr_cli_command_find("set"), "yes"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/cli/verb/verbs", test_verbs);
    g_test_add_func("/cli/verb/commands", test_commands);
    g_test_add_func("/cli/verb/warnings", test_warnings);
    g_test_add_func("/cli/verb/shared", test_shared);

    return g_test_run();
}
