/* cli_operand.c: words of a command line that belong to no option
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_operand.h"

#include <glib/gi18n-lib.h>

/* Words and rows are taken one after the other; a list takes all that is left. */
static gboolean
assign_row(const HvrCliOption *row,
           HvrCliOptions *options,
           const char *const **words,
           GError **error)
{
    if (**words == NULL && row->traits & HVR_CLI_REQUIRED)
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("%s is missing; 'help' shows what the command takes"), _(row->value));

    while (**words != NULL) {
        if (!hvr_cli_options_set(options, row->name, **words, error))
            return FALSE;
        (*words)++;
        if (row->kind != HVR_CLI_LIST)
            break;
    }

    return TRUE;
}

static gboolean
check_required(const HvrCliCommand *command, const HvrCliOptions *options, GError **error)
{
    for (const HvrCliOption *row = command->options; row != NULL && row->name != NULL; row++) {
        if (row->traits & HVR_CLI_REQUIRED && !hvr_cli_options_has(options, row->name))
            return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                                _("'%1$s' needs --%2$s; 'help %1$s' shows what it takes"),
                                command->name, row->name);
    }

    return TRUE;
}

static gboolean
takes_many(const HvrCliCommand *command)
{
    return command->target == HVR_CLI_ON_MACHINES || command->target == HVR_CLI_ON_ANY_MACHINES;
}

gboolean
hvr_cli_operands_assign(const HvrCliCommand *command,
                        HvrCliOptions *options,
                        GStrv *out_selectors,
                        GError **error)
{
    const char *const *words = hvr_cli_options_get_operands(options);
    g_autoptr(GStrvBuilder) selectors = g_strv_builder_new();

    if (command->target == HVR_CLI_ON_MACHINE) {
        if (*words == NULL)
            return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                                _("no machine is named; write '%s MACHINE'"), command->name);
        g_strv_builder_add(selectors, *words++);
    }
    for (const HvrCliOption *row = command->options; row != NULL && row->name != NULL; row++) {
        if (row->traits & HVR_CLI_OPERAND && !assign_row(row, options, &words, error))
            return FALSE;
    }
    if (*words != NULL && !takes_many(command))
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("'%1$s' is one word too many; 'help %2$s' shows what it takes"),
                            *words, command->name);
    for (; *words != NULL; words++)
        g_strv_builder_add(selectors, *words);

    *out_selectors = g_strv_builder_end(selectors);
    return check_required(command, options, error);
}
