/* test_cli_command.c: the rows of all commands
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_operand.h"

static void
check_option(const HvrCliOption *row, GHashTable *seen)
{
    g_autofree char *letter = g_strdup_printf("-%c", row->letter);

    g_test_message("--%s", row->name);
    g_assert_cmpuint(strspn(row->name, "abcdefghijklmnopqrstuvwxyz0123456789-"), ==,
                     strlen(row->name));
    g_assert_true(g_hash_table_add(seen, g_strdup(row->name)));
    g_assert_true(row->letter == '\0' || g_hash_table_add(seen, g_strdup(letter)));
    g_assert_nonnull(row->summary);
    g_assert_false(g_str_has_suffix(row->summary, "."));
    /* Help has to call the value something; a flag has none. */
    g_assert_true((row->kind == HVR_CLI_FLAG || row->kind == HVR_CLI_SWITCH) ==
                  (row->value == NULL && row->words == NULL));
}

static void
test_row(gconstpointer data)
{
    const HvrCliCommand *command = data;
    g_autofree const HvrCliOption **tables = hvr_cli_command_list_options(command);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    g_assert_nonnull(command->summary);
    g_assert_true(g_ascii_isupper(command->summary[0]));
    g_assert_false(g_str_has_suffix(command->summary, "."));
    /* In a list of commands, beside a name, on eighty columns. */
    g_assert_cmpuint(g_utf8_strlen(command->summary, -1), <=, 72);
    g_assert_nonnull(command->run);
    g_assert_true(command->warn == NULL || command->traits & HVR_CLI_CONFIRMS);
    g_assert_true(!(command->traits & HVR_CLI_CONFIRMS) || command->warn != NULL);
    for (guint i = 0; tables[i] != NULL; i++) {
        for (const HvrCliOption *row = tables[i]; row->name != NULL; row++)
            check_option(row, seen);
    }
}

/* What help shows as an example has to be a command line that is taken. */
static void
test_example(gconstpointer data)
{
    const HvrCliCommand *command = data;
    g_auto(GStrv) words = NULL;
    g_auto(GStrv) selectors = NULL;
    g_autofree const HvrCliOption **tables = hvr_cli_command_list_options(command);
    g_autoptr(HvrCliOptions) options = NULL;
    g_autoptr(GError) error = NULL;
    guint n_words;

    g_assert_true(g_shell_parse_argv(command->example, NULL, &words, &error));
    g_assert_true(hvr_cli_command_find_words((const char *const *)words, &n_words) == command);
    options = hvr_cli_options_parse(tables, (const char *const *)words + n_words, FALSE, &error);
    g_assert_no_error(error);
    g_assert_true(hvr_cli_operands_assign(command, options, &selectors, &error));
    g_assert_no_error(error);
    g_assert_true(command->check == NULL || command->check(options, &error));
    g_assert_no_error(error);
}

static void
test_find(void)
{
    const char *two[] = { "net", "set", "web01", NULL };
    const char *one[] = { "net", "web01", NULL };
    const char *none[] = { "frob", NULL };
    const char *empty[] = { NULL };
    guint n_words;

    g_assert_cmpstr(hvr_cli_command_find_words(two, &n_words)->name, ==, "net-set");
    g_assert_cmpuint(n_words, ==, 2);
    g_assert_cmpstr(hvr_cli_command_find_words(one, &n_words)->name, ==, "net");
    g_assert_cmpuint(n_words, ==, 1);
    g_assert_null(hvr_cli_command_find_words(none, &n_words));
    g_assert_null(hvr_cli_command_find_words(empty, &n_words));
}

static void
test_names(void)
{
    g_autoptr(GPtrArray) commands = hvr_cli_command_list();
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < commands->len; i++)
        g_assert_true(
            g_hash_table_add(seen, (gpointer)((const HvrCliCommand *)commands->pdata[i])->name));
}

int
main(int argc, char **argv)
{
    g_autoptr(GPtrArray) commands = hvr_cli_command_list();

    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/cli/command/find", test_find);
    g_test_add_func("/cli/command/names", test_names);
    for (guint i = 0; i < commands->len; i++) {
        const HvrCliCommand *command = commands->pdata[i];
        g_autofree char *row = g_strconcat("/cli/command/row/", command->name, NULL);
        g_autofree char *example = g_strconcat("/cli/command/example/", command->name, NULL);

        g_test_add_data_func(row, command, test_row);
        if (command->example != NULL)
            g_test_add_data_func(example, command, test_example);
    }

    return g_test_run();
}
