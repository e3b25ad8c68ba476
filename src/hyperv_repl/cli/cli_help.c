/* cli_help.c: help, made of the rows
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_help.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#include "cli_shared.h"
#include "cli_width.h"
#include "cli_wrap.h"

#define MOST_COLUMNS 100

/* clang-format off */
static const char *const groups[] = {
    [HVR_CLI_GROUP_READING]     = N_("See what is going on"),
    [HVR_CLI_GROUP_REPLICATION] = N_("Set up and run replication"),
    [HVR_CLI_GROUP_FAILOVER]    = N_("Fail over, test, and go back"),
    [HVR_CLI_GROUP_HOST]        = N_("Hosts as replication servers"),
    [HVR_CLI_GROUP_SHELL]       = N_("The shell itself"),
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(groups) == HVR_CLI_N_GROUPS);

const char *
hvr_cli_help_get_group_title(HvrCliGroup group)
{
    return _(groups[group]);
}

/* Terms and what they mean, two strings each; printed once all are known. */
typedef GPtrArray Pairs;

static Pairs *
pairs_new(void)
{
    return g_ptr_array_new_with_free_func(g_free);
}

static void
pairs_add(Pairs *pairs, const char *term, const char *meaning)
{
    g_ptr_array_add(pairs, g_strdup(term));
    g_ptr_array_add(pairs, g_strdup(meaning));
}

static guint
get_width(void)
{
    g_autoptr(HvrCliSession) session = hvr_cli_session_new();

    return isatty(STDOUT_FILENO) ? MIN(hvr_cli_session_width(session), MOST_COLUMNS) : 80;
}

static void
print_pair(const char *term, const char *meaning, guint indent, guint width)
{
    g_auto(GStrv) lines = hvr_cli_wrap(meaning, width - indent);
    g_autofree char *padded = hvr_cli_width_pad(term, MAX(indent - 4, hvr_cli_width_get(term)));

    /* A term that leaves no room for its meaning has a line of its own. */
    if (hvr_cli_width_get(term) > indent - 4)
        printf("  %s\n%*s%s\n", term, (int)indent, "", lines[0]);
    else
        printf("  %s  %s\n", padded, lines[0]);
    for (guint i = 1; lines[i] != NULL; i++)
        printf("%*s%s\n", (int)indent, "", lines[i]);
}

static void
pairs_print(Pairs *pairs)
{
    guint width = get_width();
    guint indent = 0;

    for (guint i = 0; i < pairs->len; i += 2)
        indent = MAX(indent, hvr_cli_width_get(pairs->pdata[i]) + 4);
    indent = MIN(indent, width / 2);
    for (guint i = 0; i < pairs->len; i += 2)
        print_pair(pairs->pdata[i], pairs->pdata[i + 1], indent, width);
    g_ptr_array_unref(pairs);
}

static void
print_paragraph(const char *text)
{
    g_auto(GStrv) lines = hvr_cli_wrap(text, get_width());

    for (guint i = 0; lines[i] != NULL; i++)
        printf("%s\n", lines[i]);
}

char *
hvr_cli_help_format_option(const HvrCliOption *option)
{
    /* Where there are many words, the row has a name for them. */
    const char *value = option->value != NULL ? option->value : option->words;
    g_autofree char *letter = option->letter != '\0' ? g_strdup_printf("-%c, ", option->letter)
                                                     : g_strdup("    ");

    if (option->kind == HVR_CLI_SWITCH)
        value = "yes|no";
    if (option->kind == HVR_CLI_FLAG || value == NULL)
        return g_strdup_printf("%s--%s", letter, option->name);

    return g_strdup_printf("%s--%s %s", letter, option->name,
                           value == option->value ? _(value) : value);
}

char *
hvr_cli_help_format_summary(const HvrCliOption *option)
{
    g_auto(GStrv) words = NULL;
    g_autofree char *list = NULL;

    if (option->value == NULL || option->words == NULL)
        return g_strdup(_(option->summary));
    words = g_strsplit(option->words, "|", -1);
    list = g_strjoinv(", ", words);

    /* Translators: what an option is for, and the words that it takes. */
    return g_strdup_printf(_("%1$s: %2$s"), _(option->summary), list);
}

static void
add_options(Pairs *table, const HvrCliOption *options)
{
    for (const HvrCliOption *row = options; row->name != NULL; row++) {
        g_autofree char *term = hvr_cli_help_format_option(row);

        g_autofree char *meaning = hvr_cli_help_format_summary(row);

        if (!(row->traits & HVR_CLI_OPERAND))
            pairs_add(table, term, meaning);
    }
}

HvrCliExit
hvr_cli_help_print(void)
{
    g_autoptr(GPtrArray) commands = hvr_cli_command_list();
    Pairs *options;

    printf("%s\n", _("virt-replica [OPTION...] COMMAND [...]   or, without a command, a shell"));
    for (guint group = 0; group < HVR_CLI_N_GROUPS; group++) {
        Pairs *table = pairs_new();

        for (guint i = 0; i < commands->len; i++) {
            const HvrCliCommand *command = commands->pdata[i];

            if (command->group == group && !(command->traits & HVR_CLI_HIDDEN))
                pairs_add(table, command->name, _(command->summary));
        }
        printf("\n%s\n", _(groups[group]));
        pairs_print(table);
    }

    options = pairs_new();
    add_options(options, hvr_cli_shared_options);
    add_options(options, hvr_cli_program_options);
    printf("\n%s\n", _("Options, before a command or after it"));
    pairs_print(options);
    printf("\n%s\n", _("'virt-replica help COMMAND' tells more of one."));

    return HVR_CLI_EXIT_DONE;
}

static void
append_operands(GString *line, const HvrCliCommand *command)
{
    for (const HvrCliOption *row = command->options; row != NULL && row->name != NULL; row++) {
        const char *value = row->words != NULL ? row->words : row->value;

        if (row->traits & HVR_CLI_OPERAND)
            g_string_append_printf(line, row->traits & HVR_CLI_REQUIRED ? " %s" : " [%s]",
                                   value == row->value ? _(value) : value);
    }
}

char *
hvr_cli_help_format_synopsis(const HvrCliCommand *command)
{
    GString *line = g_string_new(command->name);

    if (command->target == HVR_CLI_ON_MACHINE)
        g_string_append_printf(line, " %s", _("MACHINE"));
    append_operands(line, command);
    if (command->target == HVR_CLI_ON_MACHINES)
        g_string_append_printf(line, " %s", _("MACHINE...|--all"));
    if (command->target == HVR_CLI_ON_ANY_MACHINES)
        g_string_append_printf(line, " [%s]", _("MACHINE..."));
    g_string_append_printf(line, " [%s]", _("OPTION..."));

    return g_string_free(line, FALSE);
}

static void
print_operands(const HvrCliCommand *command)
{
    Pairs *table = pairs_new();
    gboolean any = FALSE;

    for (const HvrCliOption *row = command->options; row != NULL && row->name != NULL; row++) {
        if (row->traits & HVR_CLI_OPERAND) {
            pairs_add(table, row->words != NULL ? row->words : _(row->value), _(row->summary));
            any = TRUE;
        }
    }
    if (any)
        printf("\n%s\n", _("Words"));
    pairs_print(table);
}

static void
print_options(const HvrCliCommand *command)
{
    g_autofree const HvrCliOption **tables = hvr_cli_command_list_options(command);
    Pairs *own = pairs_new();

    for (guint i = 0; tables[i] != NULL; i++) {
        if (tables[i] != hvr_cli_shared_options)
            add_options(own, tables[i]);
    }
    if (own->len > 0)
        printf("\n%s\n", _("Options"));
    pairs_print(own);

    own = pairs_new();
    add_options(own, hvr_cli_shared_options);
    printf("\n%s\n", _("Options of every command"));
    pairs_print(own);
}

HvrCliExit
hvr_cli_help_print_command(const HvrCliCommand *command)
{
    g_autofree char *synopsis = hvr_cli_help_format_synopsis(command);

    printf("virt-replica %s\n\n", synopsis);
    print_paragraph(_(command->summary));
    if (command->description != NULL) {
        printf("\n");
        print_paragraph(_(command->description));
    }
    print_operands(command);
    print_options(command);
    if (command->example != NULL)
        printf("\n%s\n  virt-replica %s\n", _("Example"), command->example);

    return HVR_CLI_EXIT_DONE;
}
