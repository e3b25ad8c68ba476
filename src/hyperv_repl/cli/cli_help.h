/* cli_help.h: help, made of the rows
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

/** hvr_cli_help_print: all commands by group, and the shared options; Returns: exit status */
HvrCliExit hvr_cli_help_print(void);

/** hvr_cli_help_print_command: what one command takes; Returns: exit status */
HvrCliExit hvr_cli_help_print_command(const HvrCliCommand *command);

/** hvr_cli_help_get_group_title: (transfer none): translated heading */
const char *hvr_cli_help_get_group_title(HvrCliGroup group);

/** hvr_cli_help_format_option: (transfer full): "-o, --output table|json" */
char *hvr_cli_help_format_option(const HvrCliOption *option);

/** hvr_cli_help_format_summary: (transfer full): what the option is for, and the words it takes
 * where its form has only a name for them */
char *hvr_cli_help_format_summary(const HvrCliOption *option);

/** hvr_cli_help_format_synopsis: (transfer full): the command with its operands, "points
 * MACHINE..." */
char *hvr_cli_help_format_synopsis(const HvrCliCommand *command);

G_END_DECLS
