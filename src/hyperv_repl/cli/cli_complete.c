/* cli_complete.c: what could stand next on a command line
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The rows say it all; live names come from whoever asks.
 */

#include <config.h>

#include "cli_complete.h"

#include <string.h>

#include "cli_shared.h"

/* A command line as far as it has been typed. */
typedef struct {
    const char *last;
    const HvrCliCommand *command;
    const HvrCliOption **tables;
    const HvrCliOption *open; /* the option whose value the last word is */
    GPtrArray *operands;      /* words before the last that belong to no option */
    HvrCliNamer namer;
    gpointer user_data;
    HvrCliCandidates *found;
} Line;

void
hvr_cli_candidates_free(HvrCliCandidates *self)
{
    if (self == NULL)
        return;

    g_ptr_array_unref(self->words);
    g_free(self);
}

static void
offer(const Line *line, const char *word)
{
    if (g_str_has_prefix(word, line->last) &&
        !g_ptr_array_find_with_equal_func(line->found->words, word, g_str_equal, NULL))
        g_ptr_array_add(line->found->words, g_strdup(word));
}

static void
offer_words(const Line *line, const char *words)
{
    g_auto(GStrv) list = g_strsplit(words, "|", -1);

    for (guint i = 0; list[i] != NULL; i++)
        offer(line, list[i]);
}

static void
offer_commands(const Line *line)
{
    g_autoptr(GPtrArray) commands = hvr_cli_command_list();

    for (guint i = 0; i < commands->len; i++) {
        const HvrCliCommand *command = commands->pdata[i];

        if (!(command->traits & HVR_CLI_HIDDEN))
            offer(line, command->name);
    }
}

static void
offer_names(const Line *line, HvrCliOffer what)
{
    const char *machine = line->operands->len > 0 ? line->operands->pdata[0] : NULL;
    g_auto(GStrv) names = line->namer(what, machine, line->user_data);

    for (guint i = 0; names != NULL && names[i] != NULL; i++)
        offer(line, names[i]);
}

static void
offer_values(const Line *line, const HvrCliOption *option)
{
    if (option->words != NULL)
        offer_words(line, option->words);
    else if (option->kind == HVR_CLI_SWITCH)
        offer_words(line, "yes|no");
    else if (option->offer == HVR_CLI_OFFER_COMMANDS)
        offer_commands(line);
    else if (option->offer == HVR_CLI_OFFER_FILES)
        line->found->wants_files = TRUE;
    else if (option->offer != HVR_CLI_OFFER_NOTHING)
        offer_names(line, option->offer);
}

static void
offer_options(const Line *line)
{
    for (guint i = 0; line->tables[i] != NULL; i++) {
        for (const HvrCliOption *row = line->tables[i]; row->name != NULL; row++) {
            g_autofree char *word = g_strconcat("--", row->name, NULL);

            if (!(row->traits & HVR_CLI_OPERAND))
                offer(line, word);
        }
    }
}

/* Which row the next operand belongs to, machines being none. */
static const HvrCliOption *
find_operand(const Line *line, guint n_before)
{
    for (const HvrCliOption *row = line->command->options; row != NULL && row->name != NULL;
         row++) {
        if (!(row->traits & HVR_CLI_OPERAND))
            continue;
        if (n_before == 0 || row->kind == HVR_CLI_LIST)
            return row;
        n_before--;
    }

    return NULL;
}

/* "net" could go on as "net set", which is "net-set". */
static void
offer_second_words(const Line *line)
{
    g_autoptr(GPtrArray) commands = hvr_cli_command_list();
    g_autofree char *begin = g_strconcat(line->command->name, "-", NULL);

    for (guint i = 0; i < commands->len; i++) {
        const HvrCliCommand *command = commands->pdata[i];

        if (g_str_has_prefix(command->name, begin))
            offer(line, command->name + strlen(begin));
    }
}

static void
offer_operand(const Line *line)
{
    gboolean is_single = line->command->target == HVR_CLI_ON_MACHINE;
    guint n_before = line->operands->len;
    const HvrCliOption *row;

    if (n_before == 0)
        offer_second_words(line);
    if (is_single && n_before == 0) {
        offer_names(line, HVR_CLI_OFFER_MACHINES);
        return;
    }

    row = find_operand(line, is_single ? n_before - 1 : n_before);
    if (row != NULL)
        offer_values(line, row);
    else if (line->command->target == HVR_CLI_ON_MACHINES ||
             line->command->target == HVR_CLI_ON_ANY_MACHINES)
        offer_names(line, HVR_CLI_OFFER_MACHINES);
}

static const HvrCliOption *
find_option(const Line *line, const char *word)
{
    for (guint i = 0; line->tables[i] != NULL; i++) {
        for (const HvrCliOption *row = line->tables[i]; row->name != NULL; row++) {
            gboolean is_long = g_str_has_prefix(word, "--") && g_str_equal(word + 2, row->name);
            gboolean is_short = word[0] == '-' && word[1] == row->letter && row->letter != '\0' &&
                                word[2] == '\0';

            if ((is_long || is_short) && row->kind != HVR_CLI_FLAG)
                return row;
        }
    }

    return NULL;
}

static void
set_command(Line *line, const HvrCliCommand *command)
{
    static const HvrCliOption *const outside[] = { hvr_cli_shared_options, hvr_cli_program_options,
                                                   NULL };

    g_free(line->tables);
    line->command = command;
    line->tables = command != NULL ? hvr_cli_command_list_options(command)
                                   : g_memdup2(outside, sizeof(outside));
}

/* Returns: %FALSE if a word before the last makes no sense */
static gboolean
walk(Line *line, const char *const *words)
{
    for (; words[1] != NULL; words++) {
        if (line->open != NULL) {
            line->open = NULL;
        } else if (words[0][0] == '-') {
            line->open = find_option(line, words[0]);
        } else if (line->command == NULL) {
            guint n_words;

            set_command(line, hvr_cli_command_find_words(words, &n_words));
            /* The second word may not be finished. */
            if (n_words > 1 && words[2] == NULL)
                set_command(line, hvr_cli_command_find(words[0]));
            else
                words += n_words - 1;
            if (line->command == NULL)
                return FALSE;
        } else {
            g_ptr_array_add(line->operands, (gpointer)words[0]);
        }
    }
    line->last = words[0];

    return TRUE;
}

/* "--output=js": what stands before the value is part of the word. */
static gboolean
offer_after_equals(Line *line)
{
    const char *equals = strchr(line->last, '=');
    g_autofree char *name = equals != NULL ? g_strndup(line->last, (gsize)(equals - line->last))
                                           : NULL;
    const HvrCliOption *row = name != NULL ? find_option(line, name) : NULL;
    guint first = line->found->words->len;

    if (row == NULL)
        return FALSE;

    line->last = equals + 1;
    offer_values(line, row);
    for (guint i = first; i < line->found->words->len; i++) {
        char *value = line->found->words->pdata[i];

        line->found->words->pdata[i] = g_strconcat(name, "=", value, NULL);
        g_free(value);
    }

    return TRUE;
}

static void
offer_last(Line *line)
{
    if (line->open != NULL)
        offer_values(line, line->open);
    else if (g_str_has_prefix(line->last, "--") && offer_after_equals(line))
        return;
    else if (line->last[0] == '-')
        offer_options(line);
    else if (line->command == NULL)
        offer_commands(line);
    else
        offer_operand(line);
}

HvrCliCandidates *
hvr_cli_complete(const char *const *words, HvrCliNamer namer, gpointer user_data)
{
    HvrCliCandidates *found = g_new0(HvrCliCandidates, 1);
    Line line = { .namer = namer, .user_data = user_data, .found = found };

    found->words = g_ptr_array_new_with_free_func(g_free);
    line.operands = g_ptr_array_new();
    set_command(&line, NULL);
    if (words[0] != NULL && walk(&line, words))
        offer_last(&line);
    g_ptr_array_unref(line.operands);
    g_free(line.tables);

    return found;
}
